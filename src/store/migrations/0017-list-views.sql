-- 0017 list views: filter, order and columns of a list under a name, own or shared.

create table list_view (
    org text not null,
    id text not null,
    page text not null check (page in ('demand')),
    owner_id text not null,
    name text not null,
    shared int not null,
    query text not null,
    columns text not null,
    saved_ms int not null,
    primary key (org, id),
    foreign key (org, owner_id) references person (org, id)
);
create index list_view_owner on list_view (org, page, owner_id, id);
create index list_view_shared on list_view (org, page, id) where shared = 1;

-- digest: list_view
