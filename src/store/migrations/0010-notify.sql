-- 0010 notify: what people are told, how they want to be told, channels, deliveries.

create index person_role_role on person_role (org, role, person_id);

-- Something happened that somebody is told.  label, about (name of the enterprise) and due_day
-- as they were then: a notice does not change with its matter.
create table notify_event (
    org text not null,
    id text not null,
    kind text not null,
    entity text not null,
    entity_id text not null,
    label text not null,
    about text not null,
    due_day text,
    at_ms int not null,
    primary key (org, id)
);

-- One row for each person told.
create table notice (
    org text not null,
    person_id text not null,
    event_id text not null,
    at_ms int not null,
    read_ms int,
    primary key (org, person_id, event_id),
    foreign key (org, person_id) references person (org, id),
    foreign key (org, event_id) references notify_event (org, id)
);
create index notice_time on notice (org, person_id, at_ms, event_id);
create index notice_unread on notice (org, person_id, at_ms, event_id) where read_ms is null;

-- What a job raises once: key "demand.yellow/ID/limit".
create table notify_once (
    org text not null,
    key text not null,
    at_ms int not null,
    primary key (org, key)
);

-- How a person wants to be told; without a row the defaults hold.  Minutes after local
-- midnight; quiet hours may go past midnight; without them both are null.
create table notify_person (
    org text not null,
    person_id text not null,
    language text not null check (language in ('zh-CN', 'en')),
    email text not null,
    sms_to text not null,
    wechat_to text not null,
    digest text not null check (digest in ('none', 'daily', 'weekly')),
    digest_min int not null,
    digest_weekday int not null,
    quiet_from_min int,
    quiet_until_min int,
    workdays_only int not null,
    primary key (org, person_id),
    foreign key (org, person_id) references person (org, id)
);

-- Where a person's wish differs from the default of the kind.
create table notify_choice (
    org text not null,
    person_id text not null,
    kind text not null,
    channel text not null check (channel in ('inbox', 'email', 'sms', 'wechat')),
    chosen int not null,
    primary key (org, person_id, kind, channel),
    foreign key (org, person_id) references person (org, id)
);

-- Channels out of the product.  email: url smtp[s]://host:port; the others: url of a receiver.
-- kinds: names with blanks between, '' for all.  domains: where mail may go, '' for anywhere.
create table notify_endpoint (
    org text not null,
    id text not null,
    channel text not null check (channel in ('email', 'sms', 'wechat', 'webhook')),
    name text not null,
    url text not null,
    security text not null check (security in ('starttls', 'tls', 'none')),
    login text not null,
    sender text not null,
    ca_pem text not null,
    kinds text not null,
    domains text not null,
    state text not null check (state in ('on', 'off')),
    version int not null,
    primary key (org, id)
);

-- Passwords and signing keys, apart so that no list can show them.
create table notify_secret (
    org text not null,
    endpoint_id text not null,
    secret text not null,
    primary key (org, endpoint_id),
    foreign key (org, endpoint_id) references notify_endpoint (org, id)
);

-- The circuit breaker of an endpoint.
create table notify_health (
    org text not null,
    endpoint_id text not null,
    fails int not null,
    open_until_ms int not null,
    ok_ms int,
    fail_ms int,
    error text not null,
    primary key (org, endpoint_id),
    foreign key (org, endpoint_id) references notify_endpoint (org, id)
);

-- One message to one receiver.  person_id is null for a webhook of the organisation.  waiting:
-- to be sent at due_ms; sending: claimed, due_ms is the end of the claim; sent; dead: given up;
-- bundled: goes with lead_id as a digest; dropped: no longer wanted.
create table notify_delivery (
    org text not null,
    id text not null,
    endpoint_id text not null,
    event_id text not null,
    person_id text,
    digest int not null,
    lead_id text,
    state text not null
        check (state in ('waiting', 'sending', 'sent', 'dead', 'bundled', 'dropped')),
    due_ms int not null,
    tries int not null,
    status int not null,
    error text not null,
    at_ms int not null,
    done_ms int,
    primary key (org, id),
    foreign key (org, endpoint_id) references notify_endpoint (org, id),
    foreign key (org, event_id) references notify_event (org, id),
    foreign key (org, person_id) references person (org, id)
);
create index notify_delivery_due on notify_delivery (org, endpoint_id, due_ms, id)
    where state in ('waiting', 'sending');
create index notify_delivery_list on notify_delivery (org, at_ms, id);
create index notify_delivery_state on notify_delivery (org, state, at_ms, id);
create index notify_delivery_lead on notify_delivery (org, lead_id, id) where lead_id is not null;

-- digest: notify_event, notice, notify_person, notify_choice, notify_endpoint, notify_secret
-- digest: notify_delivery
