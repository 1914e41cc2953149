-- 0003 booking order: the list of bookings, newest first, of all and of one enterprise.

create index booking_list on booking (org, requested_ms, id);
create index booking_enterprise on booking (org, enterprise_id, requested_ms, id);
