-- 0022 capabilities: the smallest uncertainty that the laboratory claims for a budget of an
-- edition, for all of it or for one set of standards.  A row is never changed but for its end.

create table capability (
    org text not null,
    id text not null,
    regulation text not null,
    budget text not null,
    set_id text,
    base text not null,
    rate text not null,
    follows text,
    from_value text,
    to_value text,
    basis text not null,
    valid_from_day text not null,
    until_day text,
    primary key (org, id),
    foreign key (org, set_id) references standard_set (org, id)
);
create index capability_of on capability (org, regulation, id);

-- digest: capability
