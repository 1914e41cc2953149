-- 0026 shared-progress: how far long work of one process is, for the others on the database.

-- Written about once a second by the process that does the work, outside of its transaction;
-- cancelled by any.  name: WHO/WHICH.
create table progress (
    org text not null,
    name text not null,
    done int not null,
    of_count int not null,
    cancelled int not null,
    at_ms int not null,
    primary key (org, name)
);
