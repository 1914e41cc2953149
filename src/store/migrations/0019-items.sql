-- 0019 items: versions of service items, packages of items, appointments for any item.

-- The catalogue's row of an item says which version is in force (no); its wording is that
-- version's.  A demand and a charge keep the version they were matched to (null: from before
-- versions were kept).
alter table service_item add column no int not null default 0;
alter table demand add column item_no int;
alter table charge_line add column item_code text;
alter table charge_line add column item_no int;

-- A published version is never edited: the next one replaces it from a day on.
-- draft: being written; submitted: waits for a second person; dropped: never came into force;
-- withdrawn: the item is offered no more, until_day its last day.  version 0: set up
-- without a history.  documents: one a line.  channels: window|online|on-site.
create table item_version (
    org text not null,
    code text not null,
    no int not null,
    state text not null
        check (state in ('draft', 'submitted', 'published', 'withdrawn', 'dropped')),
    from_day text,
    until_day text,
    category_zh text not null,
    category_en text not null,
    name_zh text not null,
    name_en text not null,
    who_may_ask text not null,
    basis text not null,
    statutory_limit_wd int,
    commit_limit_wd int not null,
    limit_basis text not null,
    channels text not null,
    on_site int not null,
    appointment int not null,
    lead_office_code text not null,
    default_route text not null,
    documents text not null,
    fee text not null,
    waiver_rule text not null,
    keywords text not null,
    also_called text not null,
    not_this text not null,
    note text not null,
    made_by text not null,
    made_by_name text not null,
    made_ms int not null,
    seconded int not null,
    published_by text,
    published_by_name text,
    published_ms int,
    version int not null,
    primary key (org, code, no)
);
create index item_version_day on item_version (org, state, from_day, code, no);

insert into item_version (org, code, no, state, from_day, category_zh, category_en, name_zh,
                          name_en, who_may_ask, basis, statutory_limit_wd, commit_limit_wd,
                          limit_basis, channels, on_site, appointment, lead_office_code,
                          default_route, documents, fee, waiver_rule, keywords, also_called,
                          not_this, note, made_by, made_by_name, made_ms, seconded, version)
select org, code, 1, state, '1970-01-01', category_zh, category_en, name_zh, name_en, who_may_ask,
       basis, statutory_limit_wd, commit_limit_wd, '', 'window|online', on_site, appointment,
       lead_office_code, default_route, '', fee, waiver_rule, keywords, also_called, not_this,
       '', '', '', 0, 0, 0
  from service_item;
update service_item set no = 1;

-- ---- packages: items offered together, by rules that are data ----

create table package (
    org text not null,
    id text not null,
    name_zh text not null,
    name_en text not null,
    wording_zh text not null,
    wording_en text not null,
    state text not null check (state in ('draft', 'published', 'withdrawn')),
    made_ms int not null,
    version int not null,
    primary key (org, id)
);
create index package_list on package (org, made_ms, id);
create index package_state on package (org, state, made_ms, id);

-- All rules must hold; of the values of a rule (parted by blanks, none: any) one.
-- industry, size, division: codes; instrument_due: kinds of instruments that fall due within
-- n days; certificate_expiring: within n days; young: founded at most n years ago;
-- supported: on the list of the programme.
create table package_rule (
    org text not null,
    package_id text not null,
    seq int not null,
    kind text not null
        check (kind in ('industry', 'size', 'division', 'instrument_due',
                        'certificate_expiring', 'young', 'supported')),
    vals text not null,
    n int not null,
    primary key (org, package_id, seq),
    foreign key (org, package_id) references package (org, id)
);

create table package_item (
    org text not null,
    package_id text not null,
    seq int not null,
    item_code text not null,
    why_zh text not null,
    why_en text not null,
    primary key (org, package_id, seq),
    foreign key (org, package_id) references package (org, id),
    foreign key (org, item_code) references service_item (org, code)
);
create unique index package_item_once on package_item (org, package_id, item_code);

-- ---- appointments: a service at an agreed time, for any item ----

-- place: on_site | window | phone.  from_ms, until_ms: what was agreed.  not_producing: only
-- while the enterprise does not produce.  channel: as a demand's source.
create table appointment (
    org text not null,
    id text not null,
    number text not null,
    enterprise_id text not null,
    item_code text not null,
    item_no int not null,
    demand_id text,
    booking_id text,
    channel text not null
        check (channel in ('visit', 'window', 'phone', 'symposium', 'online')),
    place text not null check (place in ('on_site', 'window', 'phone')),
    wish text not null,
    not_producing int not null,
    office_id text not null,
    handler_id text,
    state text not null check (state in ('requested', 'proposed', 'accepted', 'declined',
                                         'done', 'confirmed', 'cancelled')),
    from_ms int,
    until_ms int,
    done_note text not null,
    rating int,
    requested_ms int not null,
    reminded int not null,
    version int not null,
    primary key (org, id),
    foreign key (org, enterprise_id) references enterprise (org, id),
    foreign key (org, item_code) references service_item (org, code),
    foreign key (org, demand_id) references demand (org, id),
    foreign key (org, booking_id) references booking (org, id),
    foreign key (org, office_id) references office (org, id)
);
create unique index appointment_number on appointment (org, number);
create index appointment_list on appointment (org, requested_ms, id);
create index appointment_enterprise on appointment (org, enterprise_id, requested_ms, id);
create index appointment_office on appointment (org, office_id, requested_ms, id);
create index appointment_state on appointment (org, state, requested_ms, id);
create index appointment_time on appointment (org, state, from_ms, id);

-- What was proposed, in the order of the proposals.  side: enterprise | office.
create table appointment_window (
    org text not null,
    appointment_id text not null,
    seq int not null,
    round int not null,
    side text not null check (side in ('enterprise', 'office')),
    from_ms int not null,
    until_ms int not null,
    primary key (org, appointment_id, seq),
    foreign key (org, appointment_id) references appointment (org, id)
);

create table appointment_instrument (
    org text not null,
    appointment_id text not null,
    instrument_id text not null,
    primary key (org, appointment_id, instrument_id),
    foreign key (org, appointment_id) references appointment (org, id),
    foreign key (org, instrument_id) references instrument (org, id)
);

-- ---- picks: items ordered in one go, out of a package or of the catalogue ----

create table pick (
    org text not null,
    id text not null,
    package_id text,
    package_version int not null,
    enterprise_id text not null,
    channel text not null
        check (channel in ('visit', 'window', 'phone', 'symposium', 'online')),
    person_id text not null,
    person_name text not null,
    at_ms int not null,
    primary key (org, id),
    foreign key (org, package_id) references package (org, id),
    foreign key (org, enterprise_id) references enterprise (org, id)
);
create index pick_list on pick (org, at_ms, id);
create index pick_package on pick (org, package_id, at_ms, id);
create index pick_enterprise on pick (org, enterprise_id, at_ms, id);

-- Each item became a demand, an appointment or both.
create table pick_item (
    org text not null,
    pick_id text not null,
    seq int not null,
    item_code text not null,
    item_no int not null,
    demand_id text,
    appointment_id text,
    primary key (org, pick_id, seq),
    foreign key (org, pick_id) references pick (org, id),
    foreign key (org, item_code) references service_item (org, code),
    foreign key (org, demand_id) references demand (org, id),
    foreign key (org, appointment_id) references appointment (org, id)
);
create index pick_item_demand on pick_item (org, demand_id);
create index pick_item_appointment on pick_item (org, appointment_id);

-- digest: service_item, item_version, package, package_rule, package_item
-- digest: appointment, appointment_window, appointment_instrument, pick, pick_item
