-- 0020 booking basis: a booking answers a demand, an appointment, or instruments fall due.
--
-- demand_id is null for the two latter; an appointment that became a booking names it.  A
-- column loses "not null" by being written anew where the engine knows no other way.

-- for: sqlite
pragma defer_foreign_keys = on;
create table booking_kept (
    org text not null,
    id text not null,
    number text not null,
    demand_id text not null,
    enterprise_id text not null,
    needs text not null,
    state text not null,
    requested_ms int not null,
    downtime_days int not null,
    downtime_confirmed_ms int,
    version int not null,
    primary key (org, id)
);
insert into booking_kept (org, id, number, demand_id, enterprise_id, needs, state,
                          requested_ms, downtime_days, downtime_confirmed_ms, version)
    select org, id, number, demand_id, enterprise_id, needs, state, requested_ms,
           downtime_days, downtime_confirmed_ms, version from booking;
drop table booking;
create table booking (
    org text not null,
    id text not null,
    number text not null,
    demand_id text,
    enterprise_id text not null,
    needs text not null,
    state text not null,
    requested_ms int not null,
    downtime_days int not null,
    downtime_confirmed_ms int,
    version int not null,
    primary key (org, id),
    foreign key (org, demand_id) references demand (org, id),
    foreign key (org, enterprise_id) references enterprise (org, id)
);
insert into booking (org, id, number, demand_id, enterprise_id, needs, state,
                     requested_ms, downtime_days, downtime_confirmed_ms, version)
    select org, id, number, demand_id, enterprise_id, needs, state, requested_ms,
           downtime_days, downtime_confirmed_ms, version from booking_kept;
drop table booking_kept;
create unique index booking_number on booking (org, number);
create index booking_demand on booking (org, demand_id, id);
create index booking_state on booking (org, state, requested_ms, id);
create index booking_list on booking (org, requested_ms, id);
create index booking_enterprise on booking (org, enterprise_id, requested_ms, id);
-- end
-- for: postgres
alter table booking alter column demand_id drop not null;
-- end

create index appointment_booking on appointment (org, booking_id) where booking_id is not null;
