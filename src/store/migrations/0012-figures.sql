-- 0012 figures: sums by division, office, kind, item and route, and the deltas that wait.
--
-- figure = figure_sum.amount + the deltas that are not folded yet.  axis: all (value ''),
-- division, office, kind, item, route; '-' is the value of a demand that has none yet.
-- The sums of before are dropped: the server's job counts everything anew when it starts
-- (domain/figure.h, figure_rebuild()).

create table figure_sum (
    org text not null,
    axis text not null,
    month text not null,
    metric text not null,
    value text not null,
    amount int not null,
    primary key (org, axis, month, metric, value)
);
create index figure_sum_metric on figure_sum (org, metric);

-- '': the event knows no such value and is in no sum of that axis.
create table figure_delta (
    org text not null,
    id text not null,
    metric text not null,
    month text not null,
    division text not null,
    office text not null,
    kind text not null,
    item text not null,
    route text not null,
    amount int not null,
    entity text not null,
    entity_id text not null,
    primary key (org, id)
);
create index figure_delta_metric on figure_delta (org, metric, month);
create index figure_delta_month on figure_delta (org, month);

-- How the sums were built; an organisation without a row began with this layout.
create table figure_layout (
    org text not null,
    layout int not null,
    primary key (org)
);
insert into figure_layout (org, layout) select org, 0 from org;

drop table rollup_delta;
drop table rollup;

create index demand_done on demand (org, done_ms, id) where done_ms is not null;
create index demand_closed on demand (org, closed_ms, id) where closed_ms is not null;
