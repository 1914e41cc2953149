-- 0005 standards: what a standard measures and how well; the regulation of one instrument.

-- An instrument of a kind with several regulations names its own; null: the first of the
-- kind that has an edition.
alter table instrument add column regulation text;

-- Of a standard that is more than a weight with its nominal value: its kind as editions
-- name it ("buffer"), its name, and {"nominal","from","to","u","k","mpe","unit"}.
create table standard_measure (
    org text not null,
    id text not null,
    kind text not null,
    name_zh text not null,
    name_en text not null,
    params text not null,
    primary key (org, id),
    foreign key (org, id) references standard (org, id)
);
