-- Two tables, one with a longer key.
create table shelf (
    org text not null,
    id text not null,
    note text not null default '',
    primary key (org, id)
);
create table book (
    org text not null,
    shelf_id text not null,
    seq int not null,
    title text not null,
    due_ms int,
    bytes bytes,
    primary key (org, shelf_id, seq)
);
