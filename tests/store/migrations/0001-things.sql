-- Tables of the store's own tests.
create table owner (
    org text not null,
    id text not null,
    primary key (org, id)
);

create table thing (
    org text not null,
    id text not null,
    number text not null,
    owner_id text,
    state text not null check (state in ('new', 'old')),
    due_ms int,
    size int not null,
    bytes bytes,
    version int not null,
    primary key (org, id),
    foreign key (org, owner_id) references owner (org, id)
);
create unique index thing_number on thing (org, number);
create index thing_list on thing (org, size, id);
create index thing_state on thing (org, state, size, id);
create index thing_owner on thing (org, owner_id, size, id);
create index thing_due on thing (org, due_ms, id);
