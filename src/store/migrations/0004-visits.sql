-- 0004 visits: plans and records of visits, pairings with succession, feedback.

-- People of an enforcement office see no visits but their own [operations.md 3, 8.7].
alter table office add column enforcement int not null default 0;

-- A pairing is open while until_day is null.  version 0: set up without a history.
alter table pairing add column handover_id text;
alter table pairing add column version int not null default 0;
create unique index pairing_open on pairing (org, enterprise_id) where until_day is null;
create index pairing_list on pairing (org, from_day, id);

-- Declared conflicts of interest; ended_ms is null while one stands.
create table interest (
    org text not null,
    id text not null,
    officer_id text not null,
    enterprise_id text not null,
    ground text not null check (ground in ('family', 'property', 'former_post', 'case', 'other')),
    note text not null,
    declared_ms int not null,
    ended_ms int,
    state text not null check (state in ('declared', 'ended')),
    version int not null,
    primary key (org, id),
    foreign key (org, officer_id) references person (org, id),
    foreign key (org, enterprise_id) references enterprise (org, id)
);
create index interest_officer on interest (org, officer_id, enterprise_id, state);
create index interest_list on interest (org, declared_ms, id);

-- What went from one officer to the successor, by whom and when, and whether it was accepted.
create table handover (
    org text not null,
    id text not null,
    from_officer_id text not null,
    to_officer_id text not null,
    day text not null,
    reason text not null,
    state text not null check (state in ('open', 'accepted')),
    made_ms int not null,
    made_by text not null,
    accepted_ms int,
    version int not null,
    primary key (org, id),
    foreign key (org, from_officer_id) references person (org, id),
    foreign key (org, to_officer_id) references person (org, id)
);
create index handover_list on handover (org, made_ms, id);
create index handover_to on handover (org, to_officer_id, made_ms, id);
create index handover_from on handover (org, from_officer_id, made_ms, id);

-- entity: enterprise | demand | visit | instrument; label and due_day as they were then.
create table handover_line (
    org text not null,
    handover_id text not null,
    seq int not null,
    enterprise_id text not null,
    entity text not null check (entity in ('enterprise', 'demand', 'visit', 'instrument')),
    entity_id text not null,
    label text not null,
    due_day text,
    primary key (org, handover_id, seq),
    foreign key (org, handover_id) references handover (org, id),
    foreign key (org, enterprise_id) references enterprise (org, id)
);

-- A suggested visit is planned, but nobody has fixed it yet.  start_min: minutes after local
-- midnight.  at_request: the enterprise asked for it; request_note tells who and how, or why a
-- visit was made in the quiet period all the same.  client_key: the same record sent again.
alter table visit add column suggested int not null default 0;
alter table visit add column start_min int;
alter table visit add column minutes int;
alter table visit add column purpose text not null default '';
alter table visit add column at_request int not null default 0;
alter table visit add column request_note text not null default '';
alter table visit add column demand_id text;
alter table visit add column from_visit_id text;
alter table visit add column headcount_change int;
alter table visit add column next_day text;
alter table visit add column lat_u int;
alter table visit add column lon_u int;
alter table visit add column accuracy_m int;
alter table visit add column sign_kind text;
alter table visit add column sign_role text;
alter table visit add column sign_note text;
alter table visit add column sign_attachment_id text;
alter table visit add column sign_ms int;
alter table visit add column satisfaction int;
alter table visit add column client_key text;
alter table visit add column done_ms int;
create unique index visit_client on visit (org, client_key);
create index visit_officer on visit (org, officer_id, day, id);
create index visit_state on visit (org, state, day, id);

-- Who goes along, beside the officer.
create table visit_companion (
    org text not null,
    visit_id text not null,
    person_id text not null,
    primary key (org, visit_id, person_id),
    foreign key (org, visit_id) references visit (org, id),
    foreign key (org, person_id) references person (org, id)
);

-- kind: policy (explained) | solved (on the spot).
create table visit_line (
    org text not null,
    visit_id text not null,
    kind text not null check (kind in ('policy', 'solved')),
    seq int not null,
    text text not null,
    primary key (org, visit_id, kind, seq),
    foreign key (org, visit_id) references visit (org, id)
);

-- Demands raised out of a visit; key: what the sender calls it, so that it is raised once.
create table visit_demand (
    org text not null,
    visit_id text not null,
    seq int not null,
    key text not null,
    demand_id text not null,
    solved int not null,
    solved_how text not null,
    primary key (org, visit_id, seq),
    foreign key (org, visit_id) references visit (org, id),
    foreign key (org, demand_id) references demand (org, id)
);
create unique index visit_demand_key on visit_demand (org, visit_id, key);
create index visit_demand_demand on visit_demand (org, demand_id);

-- What people say about the pages themselves.
create table feedback (
    org text not null,
    id text not null,
    person_id text,
    page text not null,
    text text not null,
    at_ms int not null,
    state text not null check (state in ('open', 'done')),
    answer text not null,
    version int not null,
    primary key (org, id)
);
create index feedback_list on feedback (org, state, at_ms, id);
