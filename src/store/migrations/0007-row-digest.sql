-- 0007 row digest: what each row was when the store last wrote it (src/store/digest.h).
--
-- entity: the table; entity_id: its key without org, with slashes between.  Left out are
-- chains (event, record_entry), what is recounted (rollup, number_series), bytes (blob) and
-- what passes (session, idempotency, job, search).

create table row_digest (
    org text not null,
    entity text not null,
    entity_id text not null,
    hash text not null,
    primary key (org, entity, entity_id)
);

-- digest: org, setting, office, person, person_role, credential, division, park, industry
-- digest: enterprise, pairing, interest, handover, handover_line, visit, visit_companion
-- digest: visit_line, visit_demand, feedback, service_item, external_department, demand
-- digest: demand_match, instrument_kind, instrument, standard_set, standard
-- digest: regulation_edition, vehicle, booking, booking_window, booking_line, trip
-- digest: trip_crew, trip_standard, standard_measure, trip_task, record, seal, certificate, tariff
-- digest: waiver_rule, charge_line, attachment
