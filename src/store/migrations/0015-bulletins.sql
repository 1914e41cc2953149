-- 0015 bulletins: weekly and monthly reports of the desk.
--
-- number: "ZB2026-001" (weekly) or "YB2026-01" (monthly), given when it is published, when its
-- contents are frozen, too; before that both are null.  until_day is included.  cases: JSON
-- list of what the desk chose.

create table bulletin (
    org text not null,
    id text not null,
    kind text not null check (kind in ('weekly', 'monthly')),
    from_day text not null,
    until_day text not null,
    number text,
    state text not null check (state in ('draft', 'published')),
    cases text not null,
    next_steps text not null,
    content text,
    content_hash text,
    made_ms int not null,
    published_ms int,
    version int not null,
    primary key (org, id)
);
create unique index bulletin_number on bulletin (org, number);
create index bulletin_list on bulletin (org, made_ms, id);

-- digest: bulletin
