-- 0013 demand ledger: four clocks with pauses, extensions, other sides, joint meetings,
-- follow-ups; demands that were split or merged.

-- rounds: how often the enterprise was not satisfied or reopened it; reopened: how often by
-- itself after it was struck off.  paused_until_ms: until when the clock stands (past: it runs
-- again).  parent_id: split off from; merged_id: counts as.  where_to: where an enterprise
-- whose demand was declined can go.  withdraw_ms: the desk noted that the enterprise wants to
-- withdraw, which the enterprise has not confirmed.  redo_from_id: who handled it when it was
-- reopened; somebody else has to do it over.
alter table demand add column rounds int not null default 0;
alter table demand add column reopened int not null default 0;
alter table demand add column paused_until_ms int;
alter table demand add column parent_id text;
alter table demand add column merged_id text;
alter table demand add column where_to text;
alter table demand add column withdraw_ms int;
alter table demand add column redo_from_id text;
create index demand_parent on demand (org, parent_id, id) where parent_id is not null;
create index demand_merged on demand (org, merged_id, id) where merged_id is not null;

-- What the enterprise was promised.  due_ms: close of office on the working day limit_wd +
-- moved_wd after the day of from_ms; moved_wd: what pauses added.  met_ms: when it was kept;
-- ended_ms: another clock took its place or nothing is owed any more.
create table demand_promise (
    org text not null,
    demand_id text not null,
    name text not null check (name in ('contact', 'proposal', 'interim', 'done')),
    round int not null,
    from_ms int not null,
    limit_wd int not null,
    moved_wd int not null,
    due_ms int not null,
    met_ms int,
    ended_ms int,
    primary key (org, demand_id, name, round),
    foreign key (org, demand_id) references demand (org, id)
);

-- until_ms: as announced, when the pause ends by itself; ended_ms: earlier than that.
-- moved_wd: working days by which the clocks were moved.
create table demand_pause (
    org text not null,
    demand_id text not null,
    seq int not null,
    reason text not null check (reason in ('enterprise', 'department', 'technical')),
    note text not null,
    by_id text not null,
    from_ms int not null,
    until_ms int not null,
    ended_ms int,
    moved_wd int not null,
    primary key (org, demand_id, seq),
    foreign key (org, demand_id) references demand (org, id)
);

create table demand_extension (
    org text not null,
    demand_id text not null,
    seq int not null,
    reason text not null,
    days int not null,
    asked_by text not null,
    asked_ms int not null,
    due_before_ms int not null,
    state text not null check (state in ('asked', 'approved', 'refused', 'lapsed')),
    decided_by text,
    decided_ms int,
    decision_note text,
    due_after_ms int,
    primary key (org, demand_id, seq),
    foreign key (org, demand_id) references demand (org, id),
    foreign key (org, asked_by) references person (org, id),
    foreign key (org, decided_by) references person (org, id)
);

-- kind: department (outside), county (the division's bureau), province.  officer_id: who stays
-- responsible here.  received_by: a name at the other side.
create table demand_forward (
    org text not null,
    demand_id text not null,
    seq int not null,
    kind text not null check (kind in ('department', 'county', 'province')),
    department_code text,
    division_code text,
    officer_id text not null,
    sent_by text not null,
    sent_ms int not null,
    receipt_due_ms int not null,
    received_by text,
    received_ms int,
    reply_day text,
    reply_number text,
    reply_text text,
    attachment_id text,
    replied_ms int,
    primary key (org, demand_id, seq),
    foreign key (org, demand_id) references demand (org, id),
    foreign key (org, department_code) references external_department (org, code),
    foreign key (org, division_code) references division (org, code),
    foreign key (org, officer_id) references person (org, id),
    foreign key (org, attachment_id) references attachment (org, id)
);
create index demand_forward_receipt on demand_forward (org, receipt_due_ms)
    where received_ms is null;

create table demand_meeting (
    org text not null,
    demand_id text not null,
    seq int not null,
    reason text not null,
    asked_by text not null,
    asked_ms int not null,
    convener_id text,
    day text,
    minutes text,
    decision text,
    recorded_by text,
    recorded_ms int,
    primary key (org, demand_id, seq),
    foreign key (org, demand_id) references demand (org, id),
    foreign key (org, convener_id) references person (org, id)
);

-- One of office_id, department_code or neither (then name tells who it is).
create table demand_meeting_party (
    org text not null,
    demand_id text not null,
    seq int not null,
    position int not null,
    office_id text,
    department_code text,
    name text not null,
    primary key (org, demand_id, seq, position),
    foreign key (org, demand_id, seq) references demand_meeting (org, demand_id, seq),
    foreign key (org, office_id) references office (org, id),
    foreign key (org, department_code) references external_department (org, code)
);

-- What the enterprise said of an answer: four questions.  channel: link (without signing in),
-- portal, phone.  by_id: '' for the link.  answered, contacted: 0, 1; null: not asked.
create table demand_follow_up (
    org text not null,
    demand_id text not null,
    round int not null,
    at_ms int not null,
    by_id text not null,
    channel text not null check (channel in ('link', 'portal', 'phone')),
    handler_id text,
    outcome text not null,
    solved text check (solved in ('yes', 'partly', 'no')),
    answered int,
    contacted int,
    satisfaction text not null check (satisfaction in ('satisfied', 'basically', 'not_satisfied')),
    rating int not null,
    note text not null,
    primary key (org, demand_id, round),
    foreign key (org, demand_id) references demand (org, id)
);

-- digest: demand_promise, demand_pause, demand_extension, demand_forward, demand_meeting
-- digest: demand_meeting_party, demand_follow_up
