-- 0021 lights: when the light of each promised clock turns yellow (src/domain/light.h), and which
-- leader supervises which office, told by the levels of escalation that say so.

-- Clocks of before have none; they turn red only.
alter table demand_promise add column warn_ms int;

create table office_leader (
    org text not null,
    office_id text not null,
    person_id text not null,
    primary key (org, office_id, person_id),
    foreign key (org, office_id) references office (org, id),
    foreign key (org, person_id) references person (org, id)
);

-- Levels that tell the leaders of the office in charge, beside the people of supervise_level.
create table supervise_level_leader (
    org text not null,
    level int not null,
    after_wd int not null,
    primary key (org, level)
);

-- digest: demand_promise, office_leader, supervise_level_leader
