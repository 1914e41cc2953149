-- 0011 supervision: lights, reminders, urging, escalation, supervision orders.

-- warn_ms: when the light of the running clock turns yellow; watch_ms: when the job next has
-- something to raise; watch_level: 0 nothing raised for this clock, 1 reminded, 1 + n escalated
-- to level n; watch_due_ms: the due_ms these were made for.
alter table demand add column warn_ms int;
alter table demand add column watch_ms int;
alter table demand add column watch_level int not null default 0;
alter table demand add column watch_due_ms int;
create index demand_watch on demand (org, watch_ms, id) where watch_ms is not null;
create index demand_unarmed on demand (org, id) where due_ms is not null and watch_due_ms is null;

-- Beside each entry of a demand's history that is an act of supervision.  level: of an
-- escalation; due_ms: the limit it is about; order_id: of an order's steps.
create table supervise_act (
    org text not null,
    demand_id text not null,
    seq int not null,
    kind text not null check (kind in ('remind', 'urge', 'escalate', 'supervise',
        'supervise_reply', 'supervise_return', 'supervise_close')),
    level int not null,
    due_ms int,
    order_id text,
    at_ms int not null,
    primary key (org, demand_id, seq),
    foreign key (org, demand_id) references demand (org, id)
);
create unique index supervise_act_once on supervise_act (org, demand_id, kind, level, due_ms)
    where kind in ('remind', 'escalate');

-- 督办单.  person_id: the named person of the office, or null: the office.
create table supervise_order (
    org text not null,
    id text not null,
    number text not null,
    demand_id text not null,
    reason text not null,
    required text not null,
    office_id text not null,
    person_id text,
    issued_by text not null,
    issued_ms int not null,
    due_ms int not null,
    state text not null check (state in ('open', 'replied', 'closed')),
    reply text,
    replied_by text,
    replied_ms int,
    closed_ms int,
    version int not null,
    primary key (org, id),
    foreign key (org, demand_id) references demand (org, id),
    foreign key (org, office_id) references office (org, id),
    foreign key (org, person_id) references person (org, id)
);
create unique index supervise_order_number on supervise_order (org, number);
create index supervise_order_list on supervise_order (org, issued_ms, id);
create index supervise_order_demand on supervise_order (org, demand_id, issued_ms, id);
create index supervise_order_state on supervise_order (org, state, issued_ms, id);
create index supervise_order_office on supervise_order (org, office_id, issued_ms, id);
create index supervise_order_office_state on supervise_order (org, office_id, state, issued_ms, id);
create index supervise_order_person on supervise_order (org, person_id, issued_ms, id);
create index supervise_order_person_state on supervise_order (org, person_id, state, issued_ms, id);

-- Who is told at which level, after how many working days past the limit.
create table supervise_level (
    org text not null,
    level int not null,
    person_id text not null,
    after_wd int not null,
    primary key (org, level, person_id),
    foreign key (org, person_id) references person (org, id)
);

-- digest: supervise_act, supervise_order, supervise_level
