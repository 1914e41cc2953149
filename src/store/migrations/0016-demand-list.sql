-- 0016 demand list: the division in the row itself, and an index for every filter that can lead
-- a page of the ledger (src/domain/demand_list.c), newest first or by the end of the clock.

alter table demand add column division_code text not null default '';
update demand set division_code = (select e.division_code from enterprise e
    where e.org = demand.org and e.id = demand.enterprise_id);

create index demand_handler on demand (org, handler_id, registered_ms, id)
    where handler_id is not null;
create index demand_item on demand (org, item_code, registered_ms, id);
create index demand_division on demand (org, division_code, registered_ms, id);
create index demand_office_due on demand (org, lead_office_id, due_ms, id);
create index demand_handler_due on demand (org, handler_id, due_ms, id);

-- digest: demand
