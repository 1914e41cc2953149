-- 0008 match lessons: which code officers confirmed for a demand, so that matching learns
-- from it.  One row a demand, the last word; the text stays in demand.

create table match_lesson (
    org text not null,
    demand_id text not null,
    code text not null,
    at_ms int not null,
    primary key (org, demand_id),
    foreign key (org, demand_id) references demand (org, id)
);
create index match_lesson_new on match_lesson (org, at_ms, demand_id);

-- digest: match_lesson
