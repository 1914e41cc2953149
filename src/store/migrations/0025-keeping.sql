-- 0025 keeping: a laboratory keeps its kinds of instruments, standards, sets of standards and
-- credentials itself.
--
-- version counts the entries of the row's history; 0: as it was set up, without one.

alter table instrument_kind add column version int not null default 0;
-- From this day on no instrument is registered under the kind; null: it is in use.
alter table instrument_kind add column retired_day text;
-- "of all instruments of a kind: which regulations they name".
create index instrument_of_kind on instrument (org, kind_code, regulation);

alter table standard_set add column version int not null default 0;
-- The first day on which the set no longer counts; null: it is in use.
alter table standard_set add column stopped_day text;

alter table credential add column version int not null default 0;
-- The first day on which it no longer counts, and why: suspended | ended; null: it counts.
alter table credential add column stopped_day text;
alter table credential add column stopped_why text;

update standard set version = 0;

-- The certificates of a standard, oldest first: what it was good for from when to when.  The
-- newest one is what table standard (and standard_measure) says.
create table standard_certificate (
    org text not null,
    standard_id text not null,
    seq int not null,
    certificate_no text not null,
    issuer text not null,
    certificate_day text not null,
    valid_until_day text not null,
    accuracy_class text not null,
    params text,
    recorded_ms int not null,
    recorded_by text not null,
    primary key (org, standard_id, seq),
    foreign key (org, standard_id) references standard (org, id)
);

-- digest: standard, standard_certificate
