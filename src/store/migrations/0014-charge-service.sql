-- 0014 charge service: what an expert service that is no booking would have cost.
--
-- A line belongs to a booking or to a visit.  note: of a service without a record: what was
-- done, in words ("service note").  Columns lose "not null" by being written anew.

create table charge_kept (
    org text not null,
    id text not null,
    booking_id text not null,
    record_id text,
    tariff_code text not null,
    waiver_code text,
    ground text not null,
    quantity int not null,
    price_fen int not null,
    amount_fen int not null,
    reason text not null,
    enterprise_id text not null,
    at_ms int not null,
    primary key (org, id)
);
insert into charge_kept (org, id, booking_id, record_id, tariff_code, waiver_code, ground,
                         quantity, price_fen, amount_fen, reason, enterprise_id, at_ms)
    select org, id, booking_id, record_id, tariff_code, waiver_code, ground,
           quantity, price_fen, amount_fen, reason, enterprise_id, at_ms from charge_line;
drop table charge_line;

create table charge_line (
    org text not null,
    id text not null,
    booking_id text,
    visit_id text,
    record_id text,
    tariff_code text not null,
    waiver_code text,
    ground text not null check (ground in ('payable', 'exempt', 'waived')),
    quantity int not null,
    price_fen int not null,
    amount_fen int not null,
    reason text not null,
    note text not null,
    enterprise_id text not null,
    at_ms int not null,
    primary key (org, id),
    foreign key (org, booking_id) references booking (org, id),
    foreign key (org, visit_id) references visit (org, id),
    foreign key (org, record_id) references record (org, id),
    foreign key (org, tariff_code) references tariff (org, code)
);
create unique index charge_record on charge_line (org, booking_id, record_id, tariff_code, ground);
create index charge_booking on charge_line (org, booking_id, id);
create index charge_visit on charge_line (org, visit_id, id);
create index charge_time on charge_line (org, at_ms, id);
insert into charge_line (org, id, booking_id, record_id, tariff_code, waiver_code, ground,
                         quantity, price_fen, amount_fen, reason, note, enterprise_id, at_ms)
    select org, id, booking_id, record_id, tariff_code, waiver_code, ground,
           quantity, price_fen, amount_fen, reason, '', enterprise_id, at_ms from charge_kept;
drop table charge_kept;

-- digest: charge_line
