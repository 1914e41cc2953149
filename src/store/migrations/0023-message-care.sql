-- 0023 message care: what is thrown away is found by its age, and packages remember which
-- enterprises they were offered to (src/domain/package_tell.h).

create index notice_read on notice (org, read_ms) where read_ms is not null;
create index notice_event on notice (org, event_id);
create index notify_delivery_done on notify_delivery (org, done_ms) where done_ms is not null;
create index notify_delivery_event on notify_delivery (org, event_id);

-- told_day: the day on which all enterprises were looked at last; told_after: how far the walk
-- of today has come.
alter table package add column told_day text not null default '';
alter table package add column told_after text not null default '';

create index person_enterprise_state on person (org, state, enterprise_id)
    where enterprise_id is not null;

-- digest: package
