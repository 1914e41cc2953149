-- 0024 first page: open demands by limit, covered by their indexes; the figures of a day.

-- Few demands have a clock that runs.  An index of those alone is small, so that it can hold
-- all that the ledger filters by (src/domain/demand_list.c): a row is fetched only if it is shown.
drop index demand_clock;
drop index demand_due;
drop index demand_office_due;
drop index demand_handler_due;
create index demand_clock on demand (org, due_ms, id, state, lead_office_id, handler_id, enterprise_id,
    item_code, division_code, kind, route, source, registered_ms, warn_ms)
    where due_ms is not null;
create index demand_due on demand (org, state, due_ms, id, lead_office_id, handler_id, enterprise_id,
    item_code, division_code, kind, route, source, registered_ms, warn_ms)
    where due_ms is not null;
create index demand_office_due on demand (org, lead_office_id, due_ms, id, state, handler_id,
    enterprise_id, item_code, division_code, kind, route, source, registered_ms, warn_ms)
    where due_ms is not null;
create index demand_handler_due on demand (org, handler_id, due_ms, id, state, lead_office_id,
    enterprise_id, item_code, division_code, kind, route, source, registered_ms, warn_ms)
    where due_ms is not null;
create index demand_enterprise_due on demand (org, enterprise_id, due_ms, id, state, lead_office_id,
    handler_id, item_code, division_code, kind, route, source, registered_ms, warn_ms)
    where due_ms is not null;

-- What waits in a state (src/domain/today.c).
create index demand_open on demand (org, state, lead_office_id, handler_id, enterprise_id, closed_ms)
    where closed_ms is null;
create index demand_handler_open on demand (org, handler_id, state, lead_office_id, closed_ms)
    where closed_ms is null;
create index demand_enterprise_open on demand (org, enterprise_id, state, lead_office_id, handler_id,
    closed_ms) where closed_ms is null;

-- Whether somebody acted upon a demand.
create index event_actor on event (org, entity_id, actor_id) where entity = 'demand';

-- day: local, of the instant that decides the month; sums of it are on the axis 'day'.
alter table figure_delta add column day text not null default '';
create index figure_sum_page on figure_sum (org, axis, month, value, metric, amount);

-- Sums of before have no days: the jobs count them anew.
delete from figure_layout;
insert into figure_layout (org, layout) select org, 0 from org;
