-- 0001 foundation: organisations, demands, bookings, trips, records, certificates, charges.
--
-- Words: text, int, bytes.  Keys are (org, id); ids are made by us (26 characters of
-- Crockford's base 32).  Instants are ms UTC (`_ms`), days "YYYY-MM-DD" local (`_day`), money
-- fen (`_fen`), positions micro-degrees (`_u`), decimals text.  States are text: the names
-- of the state tables in src/domain.  `version` rises by one with every change of a row
-- that people edit; it equals the number of the row's entries in table event.

-- ---- organisation, people, rights ----

create table org (
    org text not null,
    name_zh text not null,
    name_en text not null,
    is_demo int not null,
    authorisation_no text not null,
    address_zh text not null,
    postcode text not null,
    phone text not null,
    primary key (org)
);

create table setting (
    org text not null,
    name text not null,
    value text not null,
    primary key (org, name)
);

create table office (
    org text not null,
    id text not null,
    code text not null,
    name_zh text not null,
    name_en text not null,
    kind text not null,
    duty_zh text not null,
    primary key (org, id)
);
create unique index office_code on office (org, code);

-- login is null for people who never sign in; enterprise_id only for enterprise contacts.
create table person (
    org text not null,
    id text not null,
    office_id text,
    enterprise_id text,
    name text not null,
    login text,
    password text,
    title_zh text not null,
    phone_masked text not null,
    state text not null check (state in ('active', 'left')),
    version int not null,
    primary key (org, id),
    foreign key (org, office_id) references office (org, id)
);
create unique index person_login on person (login);
create index person_office on person (org, office_id, id);

create table person_role (
    org text not null,
    person_id text not null,
    role text not null,
    primary key (org, person_id, role),
    foreign key (org, person_id) references person (org, id)
);

-- What a person may do under a regulation: duty verify | check | approve.
create table credential (
    org text not null,
    id text not null,
    person_id text not null,
    regulation_code text not null,
    duty text not null check (duty in ('verify', 'check', 'approve')),
    number text not null,
    valid_from_day text not null,
    valid_until_day text not null,
    primary key (org, id),
    foreign key (org, person_id) references person (org, id)
);
create index credential_person on credential (org, person_id, regulation_code, duty);

-- token_hash: keyed BLAKE2b of the cookie's value.
create table session (
    token_hash text not null,
    org text not null,
    person_id text not null,
    csrf_hash text not null,
    created_ms int not null,
    expires_ms int not null,
    primary key (org, token_hash),
    foreign key (org, person_id) references person (org, id)
);
create index session_token on session (token_hash);

create table idempotency (
    org text not null,
    person_id text not null,
    key text not null,
    request_hash text not null,
    status int not null,
    media_type text not null,
    body text not null,
    at_ms int not null,
    primary key (org, person_id, key)
);
create index idempotency_age on idempotency (org, at_ms);

-- ---- enterprises ----

create table division (
    org text not null,
    code text not null,
    name_zh text not null,
    name_en text not null,
    lat_u int not null,
    lon_u int not null,
    primary key (org, code)
);

create table park (
    org text not null,
    code text not null,
    name_zh text not null,
    name_en text not null,
    division_code text not null,
    lat_u int not null,
    lon_u int not null,
    primary key (org, code),
    foreign key (org, division_code) references division (org, code)
);

create table industry (
    org text not null,
    code text not null,
    name_zh text not null,
    name_en text not null,
    primary key (org, code)
);

create table enterprise (
    org text not null,
    id text not null,
    name text not null,
    ident_kind text not null check (ident_kind in ('uscc', 'demo')),
    ident_value text not null,
    industry_code text not null,
    size_class text not null check (size_class in ('large', 'medium', 'small', 'micro')),
    division_code text not null,
    park_code text,
    address_zh text not null,
    lat_u int not null,
    lon_u int not null,
    founded_year int not null,
    supported int not null,
    is_fictional int not null,
    version int not null,
    primary key (org, id),
    foreign key (org, industry_code) references industry (org, code),
    foreign key (org, division_code) references division (org, code),
    foreign key (org, park_code) references park (org, code)
);
create unique index enterprise_ident on enterprise (org, ident_kind, ident_value);
create index enterprise_name on enterprise (org, name, id);

create table pairing (
    org text not null,
    id text not null,
    officer_id text not null,
    enterprise_id text not null,
    from_day text not null,
    until_day text,
    primary key (org, id),
    foreign key (org, officer_id) references person (org, id),
    foreign key (org, enterprise_id) references enterprise (org, id)
);
create index pairing_enterprise on pairing (org, enterprise_id, from_day);
create index pairing_officer on pairing (org, officer_id, from_day);

-- A visit is a service: it has no place for findings.
create table visit (
    org text not null,
    id text not null,
    enterprise_id text not null,
    officer_id text not null,
    kind text not null check (kind in ('on_site', 'phone', 'symposium', 'expert', 'follow_up')),
    day text not null,
    met_role text not null,
    production_state text not null,
    note text not null,
    state text not null check (state in ('planned', 'done', 'cancelled')),
    version int not null,
    primary key (org, id),
    foreign key (org, enterprise_id) references enterprise (org, id),
    foreign key (org, officer_id) references person (org, id)
);
create index visit_enterprise on visit (org, enterprise_id, day, id);
create index visit_day on visit (org, day, id);

-- ---- service items and demands ----

create table service_item (
    org text not null,
    code text not null,
    category_zh text not null,
    category_en text not null,
    name_zh text not null,
    name_en text not null,
    who_may_ask text not null,
    basis text not null,
    statutory_limit_wd int,
    commit_limit_wd int not null,
    on_site int not null,
    appointment int not null,
    lead_office_code text not null,
    default_route text not null,
    fee text not null,
    waiver_rule text not null,
    keywords text not null,
    also_called text not null,
    not_this text not null,
    state text not null check (state in ('draft', 'published', 'withdrawn')),
    primary key (org, code)
);

create table external_department (
    org text not null,
    code text not null,
    name_zh text not null,
    name_en text not null,
    matters_zh text not null,
    primary key (org, code)
);

-- kind: advice | ordinary | complex | hard.  route: own | county | transfer | report | joint.
-- due_ms is the end of the running clock (null when none runs), clock its name.
create table demand (
    org text not null,
    id text not null,
    number text not null,
    enterprise_id text not null,
    source text not null check (source in ('visit', 'window', 'phone', 'symposium', 'online')),
    visit_id text,
    text text not null,
    kind text,
    route text,
    item_code text,
    department_code text,
    lead_office_id text,
    handler_id text,
    state text not null,
    clock text,
    due_ms int,
    limit_wd int,
    objected int not null,
    extended int not null,
    answer text,
    outcome text,
    rating int,
    satisfaction text,
    rating_note text,
    confirm_hash text,
    registered_ms int not null,
    done_ms int,
    closed_ms int,
    late int not null,
    version int not null,
    primary key (org, id),
    foreign key (org, enterprise_id) references enterprise (org, id),
    foreign key (org, visit_id) references visit (org, id),
    foreign key (org, item_code) references service_item (org, code),
    foreign key (org, department_code) references external_department (org, code),
    foreign key (org, lead_office_id) references office (org, id)
);
create unique index demand_number on demand (org, number);
create unique index demand_confirm on demand (confirm_hash);
create index demand_list on demand (org, registered_ms, id);
create index demand_state on demand (org, state, registered_ms, id);
create index demand_office on demand (org, lead_office_id, state, registered_ms, id);
create index demand_enterprise on demand (org, enterprise_id, registered_ms, id);
create index demand_due on demand (org, state, due_ms, id);

-- What the matcher proposed when the demand was stated, best first.
create table demand_match (
    org text not null,
    demand_id text not null,
    rank int not null,
    item_code text,
    department_code text,
    score_ppm int not null,
    reason text not null,
    primary key (org, demand_id, rank),
    foreign key (org, demand_id) references demand (org, id)
);

-- ---- history: what happened to any entity, append-only, chained by hash ----

-- One chain per entity row.  hash = SHA-256 over the canonical text of the entry and
-- prev_hash; the first entry of a chain has prev_hash ''.  data: JSON of what changed.
create table event (
    org text not null,
    entity text not null,
    entity_id text not null,
    seq int not null,
    at_ms int not null,
    actor_id text not null,
    actor_name text not null,
    action text not null,
    from_state text not null,
    to_state text not null,
    note text not null,
    data text not null,
    prev_hash text not null,
    hash text not null,
    primary key (org, entity, entity_id, seq)
);
create index event_time on event (org, at_ms, entity, entity_id, seq);

-- ---- instruments, standards, regulations ----

create table instrument_kind (
    org text not null,
    code text not null,
    name_zh text not null,
    name_en text not null,
    service text not null check (service in ('verification', 'calibration', 'either')),
    regulation text not null,
    compulsory int not null,
    cycle_months int not null,
    price_fen int not null,
    note_zh text not null,
    primary key (org, code)
);

-- params: JSON object of the parameters of its regulation, decimals as strings, e.g.
-- {"max":"100000","min":"1000","e":"50","d":"50","supports":8,"unit":"kg"}.
-- purpose decides whether the law exempts the charge, with who declared it and when.
create table instrument (
    org text not null,
    id text not null,
    enterprise_id text not null,
    kind_code text not null,
    name_zh text not null,
    model text not null,
    serial text not null,
    maker text not null,
    accuracy_class text not null,
    params text not null,
    place_zh text not null,
    purpose text not null
        check (purpose in ('trade', 'safety', 'medical', 'environment', 'other')),
    purpose_by text not null,
    purpose_day text not null,
    due_day text,
    state text not null check (state in ('in_use', 'stopped', 'scrapped')),
    version int not null,
    primary key (org, id),
    foreign key (org, enterprise_id) references enterprise (org, id),
    foreign key (org, kind_code) references instrument_kind (org, code)
);
create unique index instrument_serial on instrument (org, enterprise_id, maker, serial);
create index instrument_enterprise on instrument (org, enterprise_id, id);
create index instrument_due on instrument (org, state, due_day, id);

-- The accreditation of a measurement standard (计量标准考核证书).
create table standard_set (
    org text not null,
    id text not null,
    name_zh text not null,
    accreditation_no text not null,
    regulation_code text not null,
    range_zh text not null,
    max_kg text not null,
    accuracy_zh text not null,
    valid_until_day text not null,
    primary key (org, id)
);

-- Weights and instruments one by one.  For weights: nominal_kg decimal text, class M1...
create table standard (
    org text not null,
    id text not null,
    set_id text not null,
    kind text not null check (kind in ('weight', 'thermometer', 'hygrometer', 'other')),
    serial text not null,
    nominal_kg text,
    accuracy_class text not null,
    certificate_no text not null,
    certificate_day text not null,
    valid_until_day text not null,
    state text not null check (state in ('in_use', 'stopped', 'withdrawn')),
    version int not null,
    primary key (org, id),
    foreign key (org, set_id) references standard_set (org, id)
);
create unique index standard_serial on standard (org, set_id, serial);

-- hash: SHA-256 of the data file; content in table blob.
create table regulation_edition (
    org text not null,
    id text not null,
    code text not null,
    edition text not null,
    title_zh text not null,
    title_en text not null,
    hash text not null,
    in_force_day text not null,
    until_day text,
    state text not null check (state in ('draft', 'confirmed', 'superseded')),
    confirmed_by text,
    confirmed_note text,
    confirmed_ms int,
    version int not null,
    primary key (org, id)
);
create unique index regulation_code on regulation_edition (org, code, hash);

create table vehicle (
    org text not null,
    id text not null,
    plate text not null,
    kind text not null check (kind in ('crane_truck', 'van')),
    payload_kg int not null,
    state text not null check (state in ('in_use', 'stopped')),
    primary key (org, id)
);

-- ---- bookings and trips ----

create table booking (
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
    primary key (org, id),
    foreign key (org, demand_id) references demand (org, id),
    foreign key (org, enterprise_id) references enterprise (org, id)
);
create unique index booking_number on booking (org, number);
create index booking_demand on booking (org, demand_id, id);
create index booking_state on booking (org, state, requested_ms, id);

create table booking_window (
    org text not null,
    booking_id text not null,
    seq int not null,
    from_ms int not null,
    until_ms int not null,
    primary key (org, booking_id, seq),
    foreign key (org, booking_id) references booking (org, id)
);

-- service: verification | calibration | in_service; stage: initial | periodic |
-- repair | within_period.
create table booking_line (
    org text not null,
    id text not null,
    booking_id text not null,
    seq int not null,
    instrument_id text not null,
    service text not null
        check (service in ('verification', 'calibration', 'in_service')),
    stage text not null check (stage in ('initial', 'periodic', 'repair', 'within_period')),
    primary key (org, id),
    foreign key (org, booking_id) references booking (org, id),
    foreign key (org, instrument_id) references instrument (org, id)
);
create unique index booking_line_once on booking_line (org, booking_id, instrument_id);

create table trip (
    org text not null,
    id text not null,
    number text not null,
    booking_id text not null,
    vehicle_id text not null,
    from_day text not null,
    until_day text not null,
    state text not null,
    version int not null,
    primary key (org, id),
    foreign key (org, booking_id) references booking (org, id),
    foreign key (org, vehicle_id) references vehicle (org, id)
);
create unique index trip_number on trip (org, number);
create index trip_day on trip (org, from_day, id);
create index trip_booking on trip (org, booking_id, id);

create table trip_crew (
    org text not null,
    trip_id text not null,
    person_id text not null,
    duty text not null check (duty in ('verify', 'drive', 'assist')),
    primary key (org, trip_id, person_id),
    foreign key (org, trip_id) references trip (org, id),
    foreign key (org, person_id) references person (org, id)
);
create index trip_crew_person on trip_crew (org, person_id, trip_id);

create table trip_standard (
    org text not null,
    trip_id text not null,
    standard_id text not null,
    primary key (org, trip_id, standard_id),
    foreign key (org, trip_id) references trip (org, id),
    foreign key (org, standard_id) references standard (org, id)
);

-- The booking lines that the trip takes on, with planned times.
create table trip_task (
    org text not null,
    id text not null,
    trip_id text not null,
    booking_line_id text not null,
    from_ms int not null,
    until_ms int not null,
    primary key (org, id),
    foreign key (org, trip_id) references trip (org, id),
    foreign key (org, booking_line_id) references booking_line (org, id)
);
create unique index trip_task_once on trip_task (org, trip_id, booking_line_id);

-- ---- records ----

-- plan: JSON of the plan of the rule engine, frozen when the record is opened; result:
-- JSON of the last judgement with its trace.  set_no: 1 as found; rises with each adjustment.
create table record (
    org text not null,
    id text not null,
    number text not null,
    trip_task_id text not null,
    trip_id text not null,
    instrument_id text not null,
    edition_id text not null,
    edition_hash text not null,
    service text not null,
    stage text not null,
    state text not null,
    set_no int not null,
    plan text not null,
    result text not null,
    verdict text not null check (verdict in ('incomplete', 'pass', 'fail')),
    officer_id text not null,
    checker_id text,
    approver_id text,
    test_from_day text,
    test_until_day text,
    submitted_ms int,
    checked_ms int,
    approved_ms int,
    head_hash text not null,
    version int not null,
    primary key (org, id),
    foreign key (org, trip_task_id) references trip_task (org, id),
    foreign key (org, trip_id) references trip (org, id),
    foreign key (org, instrument_id) references instrument (org, id),
    foreign key (org, edition_id) references regulation_edition (org, id)
);
create unique index record_number on record (org, number);
create unique index record_task on record (org, trip_task_id);
create index record_state on record (org, state, id);
create index record_instrument on record (org, instrument_id, id);
create index record_trip on record (org, trip_id, id);

-- Readings as typed, append-only, chained by hash per record.  A correction is a new entry
-- that strikes the old one: struck_seq names the entry it strikes.  value: JSON object of
-- the fields of the row as typed; kind reading | strike | adjustment | condition | identity.
create table record_entry (
    org text not null,
    record_id text not null,
    seq int not null,
    set_no int not null,
    row_key text not null,
    kind text not null,
    value text not null,
    struck_seq int,
    reason text not null,
    at_ms int not null,
    person_id text not null,
    prev_hash text not null,
    hash text not null,
    primary key (org, record_id, seq),
    foreign key (org, record_id) references record (org, id)
);

create table seal (
    org text not null,
    id text not null,
    instrument_id text not null,
    number text not null,
    kind text not null check (kind in ('lead', 'paint', 'label', 'electronic')),
    position_zh text not null,
    applied_record_id text,
    applied_ms int not null,
    applied_by text not null,
    applied_photo text,
    broken_record_id text,
    broken_ms int,
    broken_by text,
    broken_photo text,
    primary key (org, id),
    foreign key (org, instrument_id) references instrument (org, id)
);
create unique index seal_number on seal (org, number);
create index seal_instrument on seal (org, instrument_id, id);

-- ---- certificates ----

-- Gapless numbers: `next` is the next serial to give out.
create table number_series (
    org text not null,
    series text not null,
    year int not null,
    next int not null,
    primary key (org, series, year)
);

-- kind: verification | notice | calibration | inspection.  content: frozen JSON,
-- content_hash its SHA-256.  pdf_hash is null until the bytes are stored (state numbered).
create table certificate (
    org text not null,
    id text not null,
    number text not null,
    kind text not null
        check (kind in ('verification', 'notice', 'calibration', 'inspection')),
    year int not null,
    serial int not null,
    record_id text not null,
    instrument_id text not null,
    enterprise_id text not null,
    state text not null,
    content text not null,
    content_hash text not null,
    pdf_hash text,
    issued_day text not null,
    valid_until_day text,
    replaces_id text,
    numbered_ms int not null,
    issued_ms int,
    version int not null,
    primary key (org, id),
    foreign key (org, record_id) references record (org, id),
    foreign key (org, instrument_id) references instrument (org, id),
    foreign key (org, enterprise_id) references enterprise (org, id)
);
create unique index certificate_number on certificate (org, number);
create unique index certificate_serial on certificate (org, kind, year, serial);
create index certificate_record on certificate (org, record_id);
create index certificate_instrument on certificate (org, instrument_id, numbered_ms);
create index certificate_list on certificate (org, numbered_ms, id);
create index certificate_enterprise on certificate (org, enterprise_id, numbered_ms);
create index certificate_public on certificate (number);

-- ---- charges ----

create table tariff (
    org text not null,
    code text not null,
    name_zh text not null,
    name_en text not null,
    kind_code text,
    unit_zh text not null,
    price_fen int not null,
    from_day text not null,
    until_day text,
    basis_zh text not null,
    primary key (org, code)
);

create table waiver_rule (
    org text not null,
    code text not null,
    name_zh text not null,
    name_en text not null,
    rate_ppm int not null,
    applies_to text not null,
    evidence_zh text not null,
    note_zh text not null,
    primary key (org, code)
);

-- ground: payable | exempt (by law, W1) | waived (by the programme, W2..W5).
create table charge_line (
    org text not null,
    id text not null,
    booking_id text not null,
    record_id text,
    tariff_code text not null,
    waiver_code text,
    ground text not null check (ground in ('payable', 'exempt', 'waived')),
    quantity int not null,
    price_fen int not null,
    amount_fen int not null,
    reason text not null,
    enterprise_id text not null,
    at_ms int not null,
    primary key (org, id),
    foreign key (org, booking_id) references booking (org, id),
    foreign key (org, record_id) references record (org, id),
    foreign key (org, tariff_code) references tariff (org, code)
);
create unique index charge_record on charge_line (org, booking_id, record_id, tariff_code, ground);
create index charge_booking on charge_line (org, booking_id, id);
create index charge_time on charge_line (org, at_ms, id);

-- ---- attachments ----

create table blob (
    org text not null,
    hash text not null,
    bytes bytes not null,
    size int not null,
    primary key (org, hash)
);

create table attachment (
    org text not null,
    id text not null,
    entity text not null,
    entity_id text not null,
    hash text not null,
    name text not null,
    media_type text not null,
    size int not null,
    at_ms int not null,
    person_id text not null,
    primary key (org, id),
    foreign key (org, hash) references blob (org, hash)
);
create index attachment_entity on attachment (org, entity, entity_id, id);

-- ---- rollups ----

-- figure = rollup.amount + sum of the deltas not yet folded.  month "YYYY-MM"; dim: the
-- division's code of the enterprise.
create table rollup (
    org text not null,
    metric text not null,
    month text not null,
    dim text not null,
    amount int not null,
    primary key (org, metric, month, dim)
);

create table rollup_delta (
    org text not null,
    id text not null,
    metric text not null,
    month text not null,
    dim text not null,
    amount int not null,
    entity text not null,
    entity_id text not null,
    primary key (org, id)
);
create index rollup_delta_metric on rollup_delta (org, metric, month, dim);

-- ---- full text ----

create table search_doc (
    rowid_no int not null,
    org text not null,
    entity text not null,
    entity_id text not null,
    words text not null,
    primary key (org, entity, entity_id)
);
