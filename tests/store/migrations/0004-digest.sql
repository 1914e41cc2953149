-- Their rows have digests.
create table row_digest (
    org text not null,
    entity text not null,
    entity_id text not null,
    hash text not null,
    primary key (org, entity, entity_id)
);

-- digest: book, shelf
