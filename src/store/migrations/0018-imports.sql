-- 0018 imports: which files were taken in, so that none counts twice.

create table import_file (
    org text not null,
    id text not null,
    kind text not null,
    file_hash text not null,
    row_count int not null,
    at_ms int not null,
    person_id text not null,
    primary key (org, id)
);
create unique index import_file_hash on import_file (org, kind, file_hash);

-- digest: import_file
