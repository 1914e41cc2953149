-- A table whose commits take long on PostgreSQL, so that they can be interrupted.
create table slow (
    org text not null,
    id text not null,
    primary key (org, id)
);

alter table owner add column note text not null default '';

-- for: postgres
create function slow_commit() returns trigger language plpgsql as
    'begin perform pg_sleep(30); return null; end';
create constraint trigger slow_at_commit after insert on slow
    deferrable initially deferred for each row execute function slow_commit();
-- end
