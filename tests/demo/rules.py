"""rules.py - the rules of data/world/README.md, asked of a finished database.

Each function checks a section of it by queries on the tables; nothing comes from the program
that built them.  What is expected comes from the CSV files, read here a second time.
"""
import csv
import datetime
import json
import math
from collections import Counter, defaultdict
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data"
LAST_MS = 1755252000000  # 2025-08-15 18:00 in China
ZONE_MS = 8 * 3600 * 1000
DAY_MS = 86400 * 1000


def table(name):
    with open(DATA / "world" / f"{name}.csv", encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def workdays():
    """Every working day of 2024 and 2025, by the official calendars."""
    days = []
    for year in (2024, 2025):
        with open(DATA / "calendars" / f"cn-{year}.json", encoding="utf-8") as f:
            c = json.load(f)
        off = set()
        for span in c["off"]:
            day = datetime.date.fromisoformat(span["from"])
            while day <= datetime.date.fromisoformat(span["to"]):
                off.add(day)
                day += datetime.timedelta(1)
        day = datetime.date(year, 1, 1)
        while day.year == year:
            if day.isoformat() in c["work"] or (day.weekday() < 5 and day not in off):
                days.append(day.isoformat())
            day += datetime.timedelta(1)
    return days


WORKDAYS = workdays()
INDEX = {day: i for i, day in enumerate(WORKDAYS)}


def day_of(ms):
    return datetime.datetime.fromtimestamp((ms + ZONE_MS) / 1000,
                                           datetime.timezone.utc).date().isoformat()


def days_between(a_ms, b_ms):
    """Working days in (a, b], as the clocks count."""
    a, b = day_of(a_ms), day_of(b_ms)
    return sum(1 for d in WORKDAYS if a < d <= b)


def minute_of(ms):
    return (ms + ZONE_MS) % DAY_MS / 60000


def metres(a, b):
    lat = math.radians((a[0] + b[0]) / 2e6)
    return math.hypot((a[0] - b[0]) / 1e6 * 111195, (a[1] - b[1]) / 1e6 * 111195 * math.cos(lat))


class World:
    def __init__(self, db, count, label):
        self.db, self.count, self.label = db, count, label

    def rows(self, sql, *args):
        return self.db.execute(sql, args).fetchall()

    def one(self, sql, *args):
        return self.rows(sql, *args)[0][0]

    def is_(self, what, got, want):
        self.count.expect(f"{self.label}: {what}", got == want, f"{got!r}, due {want!r}")

    def true(self, what, good, more=""):
        self.count.expect(f"{self.label}: {what}", good, more)


# ---- 1 ----

def totals(w):
    w.is_("officers with paired enterprises",
          w.one("select count(distinct officer_id) from pairing where until_day is null"), 63)
    w.is_("paired enterprises",
          w.one("select count(distinct enterprise_id) from pairing where until_day is null"), 206)
    w.is_("visits and services", w.one("select count(*) from visit where state = 'done'"), 1743)
    w.is_("no other visits", w.one("select count(*) from visit"), 1743)
    w.is_("demands collected", w.one("select count(*) from demand"), 302)
    w.is_("demands struck off", w.one("select count(*) from demand where state = 'CLOSED' and "
                                      "closed_ms <= ?", LAST_MS), 290)
    w.is_("demands open", w.one("select count(*) from demand where state <> 'CLOSED'"), 12)
    w.is_("items published",
          w.one("select count(*) from service_item where state = 'published'"), 40)
    w.is_("everything is fictional",
          w.one("select count(*) from enterprise where is_fictional = 1"), 206)
    w.is_("identifiers of the demo", w.one("select count(*) from enterprise where ident_kind = "
                                           "'demo' and ident_value like 'DEMO%'"), 206)
    w.is_("the organisation is one of the demo", w.one("select min(is_demo) from org"), 1)


# ---- 3.1 ----

def officers(w):
    got = dict(w.rows("select o.code, count(distinct g.officer_id) from pairing g join person p on "
                      "p.id = g.officer_id join office o on o.id = p.office_id group by 1"))
    w.is_("officers of each office", got,
          {r["code"]: int(r["demo_officers"]) for r in table("offices") if r["demo_officers"]})
    names = w.rows("select name from person")
    w.is_("no full name twice", len(names), len(set(names)))
    w.is_("telephone numbers are masked", w.one(
        "select count(*) from person where phone_masked not like '138****____'"), 0)
    titles = dict(w.rows("select p.title_zh, count(*) from person p join office o on o.id = "
                         "p.office_id where o.code = 'D01' group by 1"))
    w.is_("the institute's nine", sorted(titles.values()), [1, 1, 1, 2, 4])
    w.is_("credentials over the whole period", w.one(
        "select count(*) from credential where valid_from_day > '2024-12-02' or "
        "valid_until_day < '2025-08-15'"), 0)


# ---- 3.2 ----

def fitted():
    """The table industry by division by iterative proportional fitting."""
    industries, divisions, parks = table("industries"), table("divisions"), table("parks")
    home = {p["park_id"]: p["division_code"] for p in parks}
    cell = [[5.0 if any(home[p] == d["code"] for p in i["main_parks"].split("|")) else 1.0
             for d in divisions] for i in industries]
    row = [int(i["enterprises"]) for i in industries]
    col = [int(d["demo_enterprises"]) for d in divisions]
    for _ in range(500):
        for i, line in enumerate(cell):
            f = row[i] / sum(line)
            cell[i] = [x * f for x in line]
        for k in range(len(col)):
            f = col[k] / sum(line[k] for line in cell)
            for line in cell:
                line[k] *= f
    return {(i["code"], d["code"]): cell[a][b]
            for a, i in enumerate(industries) for b, d in enumerate(divisions)}


def enterprises(w):
    got = Counter(w.rows("select industry_code, size_class from enterprise"))
    want = {(r["code"], s): int(r[s]) for r in table("industries")
            for s in ("large", "medium", "small", "micro") if int(r[s])}
    w.is_("by industry and size", dict(got), want)
    got = dict(w.rows("select division_code, count(*) from enterprise group by 1"))
    w.is_("by division", got, {r["code"]: int(r["demo_enterprises"]) for r in table("divisions")})
    cells = Counter(w.rows("select industry_code, division_code from enterprise"))
    far = [(k, v, cells[k]) for k, v in fitted().items() if not
           math.floor(v + 1e-3) - 1 <= cells[k] <= math.ceil(v - 1e-3) + 1]
    w.is_("the fitted table, rounded", far, [])
    near = sum(abs(v - cells[k]) < 1 for k, v in fitted().items())
    w.true("nearly every cell is a neighbour of what was fitted", near >= 0.95 * len(fitted()),
           near)
    inside = dict(w.rows("select division_code, count(*) from enterprise where park_code is not "
                         "null group by 1"))
    w.true("seven of ten in a park of their division", all(
        abs(inside.get(r["code"], 0) - 0.7 * int(r["demo_enterprises"])) <= 0.5
        for r in table("divisions")), inside)
    w.is_("parks lie in the division", w.one(
        "select count(*) from enterprise e join park p on p.code = e.park_code where "
        "p.division_code <> e.division_code"), 0)
    spots = w.rows("select e.lat_u, e.lon_u, p.lat_u, p.lon_u from enterprise e join park p on "
                   "p.code = e.park_code")
    away = [metres(s[:2], s[2:]) for s in spots]
    w.true("within 2.5 km of the park", max(away) <= 2500, max(away))
    # Two dimensions of 0.8 km each: the mean distance is 0.8 km times the root of pi / 2.
    w.true("a jitter of 0.8 km", 850 < sum(away) / len(away) < 1150, sum(away) / len(away))
    seats = {r["code"]: (float(r["seat_lat"]) * 1e6, float(r["seat_lon"]) * 1e6)
             for r in table("divisions")}
    others = w.rows("select division_code, lat_u, lon_u from enterprise where park_code is null")
    w.true("the others within 12 km of the seat",
           max(metres(seats[d], (a, b)) for d, a, b in others) <= 12000)
    silicon = w.rows("select size_class, founded_year, park_code, name from enterprise where "
                     "industry_code = 'IN-NM' and name like '%硅材料%' and founded_year = 2019 and "
                     "park_code = 'P12' and size_class = 'small'")
    w.is_("one silicon-materials enterprise", len(silicon), 1)
    brands = [n for (n,) in w.rows("select name from enterprise")]
    w.is_("no name twice", len(brands), len(set(brands)))


# ---- 3.3 ----

SUITS = {("O12", "IN-FD"), ("O14", "IN-BM"), ("O19", "IN-NM"), ("O19", "IN-CH"), ("O07", "IN-EI")}


def pairs(w):
    sql = ("select p.title_zh, o.code, e.industry_code, g.from_day, g.until_day, g.officer_id, "
           "g.enterprise_id from pairing g join person p on p.id = g.officer_id join office o on "
           "o.id = p.office_id join enterprise e on e.id = g.enterprise_id")
    rows = w.rows(sql)
    duty = {"局领导": 14, "科室": 72, "服务专员": 96, "联络员": 24}
    each = {"局领导": 2, "科室": 3, "服务专员": 4, "联络员": 3}
    for when, some in (("at first", [r for r in rows if r[3] < "2024-12-16"]),
                       ("in the end", [r for r in rows if r[4] is None])):
        got = Counter("科室" if r[0].startswith("科室") else r[0] for r in some)
        w.is_(f"pairs by role {when}", dict(got), duty)
        load = Counter((("科室" if r[0].startswith("科室") else r[0]), r[5]) for r in some)
        w.is_(f"enterprises a person {when}", {n for (t, _), n in load.items() if n != each[t]},
              set())
    fit = [(r[1], r[2]) in SUITS for r in rows if r[1] in {o for o, _ in SUITS}]
    w.true("office fits industry in at least half of their pairs", 2 * sum(fit) >= len(fit),
           (sum(fit), len(fit)))
    w.is_("six pairs changed officer", len([r for r in rows if r[4]]), 6)
    chains = Counter(r[6] for r in rows)
    w.is_("each of them once", sorted(chains.values())[-7:], [1] + [2] * 6)
    w.is_("with a hand-over that was accepted",
          w.rows("select state, count(*) from handover group by 1"), [("accepted", 6)])
    ends = {r[6]: r[4] for r in rows if r[4]}
    w.is_("nothing in between", [e for e, until in ends.items()
                                 if w.one("select from_day from pairing where enterprise_id = ? "
                                          "and until_day is null", e) != until], [])
    first = [r[3] for r in rows if r[6] not in ends or r[4]]
    w.true("begun in the first two weeks of December",
           all("2024-12-02" <= d <= "2024-12-15" for d in first))


# ---- 3.4 ----

QUIET = ("on_site", "phone", "symposium")


def shares(w):
    """How many visits each enterprise gets, by the rule of the README."""
    weight = {"large": 3.0, "medium": 2.0, "small": 1.2, "micro": 0.8}
    es = w.rows("select id, size_class, park_code from enterprise")
    of = {i: weight[s] * (1.5 if p in ("P01", "P03", "P12") else 1) for i, s, p in es}
    want = {i: 4.0 for i in of}
    left, free = 1743 - 4 * len(of), set(of)
    while left > 1e-9:
        total = sum(of[i] for i in free)
        for i in free:
            want[i] += left * of[i] / total
        left = sum(max(0.0, n - 16) for n in want.values())
        free -= {i for i in free if want[i] >= 16}
        want = {i: min(n, 16.0) for i, n in want.items()}
    return want


def visits(w):
    month = Counter(m for (m,) in w.rows("select substr(day, 1, 7) from visit"))
    plan = table("monthly_plan")
    w.is_("visits by month", dict(month), {r["month"]: int(r["visits"]) for r in plan})
    w.is_("expert services by month",
          dict(w.rows("select substr(day, 1, 7), count(*) from visit where kind = 'expert' "
                      "group by 1")), {r["month"]: int(r["visits_expert"]) for r in plan})
    w.is_("visits by kind", dict(w.rows("select kind, count(*) from visit group by 1")),
          {"on_site": 1037, "phone": 209, "symposium": 140, "expert": 254, "follow_up": 103})
    rows = w.rows("select v.enterprise_id, v.officer_id, v.kind, v.day, v.start_min, v.minutes, "
                  "e.lat_u, e.lon_u, e.park_code from visit v join enterprise e on "
                  "e.id = v.enterprise_id")
    off = [r for r in rows if r[3] not in INDEX]
    w.is_("days off only for expert services", {r[2] for r in off}, {"expert"})
    w.is_("3 % of them", len(off), 8)
    w.is_("08:30 to 11:30 and 14:30 to 17:00", [r for r in rows if not (
        510 <= r[4] and r[4] + r[5] <= 690 or 870 <= r[4] and r[4] + r[5] <= 1020)], [])
    by_day = defaultdict(list)
    for r in rows:
        by_day[r[1], r[3]].append(r)
    w.true("at most four a day and officer", max(map(len, by_day.values())) <= 4)
    late = []
    for some in by_day.values():
        some.sort(key=lambda r: r[4])
        late += [(a, b) for a, b in zip(some, some[1:])
                 if a[4] + a[5] + metres(a[6:8], b[6:8]) / 40000 * 60 > b[4]]
    w.is_("time for the way at 40 km/h", late, [])
    n = Counter(r[0] for r in rows)
    w.true("4 to 16 for each enterprise", len(n) == 206 and min(n.values()) >= 4 and
           max(n.values()) <= 16, (min(n.values()), max(n.values())))
    # Handed out in whole visits twice: what was above 16 goes round again.
    w.is_("by the weights", [(i, n[i], x) for i, x in shares(w).items() if abs(n[i] - x) >= 2],
          [])
    quiet = defaultdict(list)
    for r in rows:
        if r[2] in QUIET:
            quiet[r[0]].append(INDEX[r[3]])
    near = [b - a for days in quiet.values() for a, b in zip(sorted(days), sorted(days)[1:])]
    w.true("never two within five working days", min(near) > 5, min(near))
    w.is_("symposia in a park", [r for r in rows if r[2] == "symposium" and not r[8]], [])
    w.is_("on site by the paired officer", w.one(
        "select count(*) from visit v where v.kind = 'on_site' and not exists (select 1 from "
        "pairing g where g.enterprise_id = v.enterprise_id and g.officer_id = v.officer_id and "
        "g.from_day <= v.day and (g.until_day is null or g.until_day > v.day))"), 0)
    w.is_("role met, production state and policies", w.one(
        "select count(*) from visit v where met_role = '' or production_state not in ('normal', "
        "'reduced', 'stopped', 'expanding') or satisfaction not between 1 and 5 or "
        "(kind <> 'follow_up' and not exists (select 1 from visit_line l where "
        "l.visit_id = v.id and l.kind = 'policy'))"), 0)
    w.is_("signed or confirmed", w.one("select count(*) from visit where kind in ('on_site', "
                                       "'symposium', 'expert') and sign_kind is null"), 0)


# ---- 3.5 ----

ROUTES = {"own": ("own",), "county": ("county",), "transfer": ("transfer",),
          "report": ("report",), "joint": ("joint",)}


def demands(w):
    plan = table("monthly_plan")
    w.is_("demands by month of registration",
          Counter(day_of(t)[:7] for (t,) in w.rows("select registered_ms from demand")),
          {r["month"]: int(r["demands"]) for r in plan})
    w.is_("completions by month",
          Counter(day_of(t)[:7] for (t,) in
                  w.rows("select done_ms from demand where state = 'CLOSED'")),
          {r["month"]: int(r["resolved_in_month"]) for r in plan})
    got = Counter(w.rows("select coalesce(item_code, department_code), route, case state when "
                         "'CLOSED' then 'resolved' else 'open' end from demand"))
    want = {(r["code"], route, end): int(r[f"{route}_{end}"]) for r in table("demand_plan")
            for route in ROUTES for end in ("resolved", "open")
            if int(r.get(f"{route}_{end}") or 0)}
    w.is_("code, route and outcome", dict(got), want)
    w.is_("by source", dict(w.rows("select source, count(*) from demand group by 1")),
          {"visit": 226, "window": 24, "phone": 21, "symposium": 19, "online": 12})
    w.is_("by type", dict(w.rows("select kind, count(*) from demand group by 1")),
          {"advice": 61, "ordinary": 168, "complex": 58, "hard": 15})
    w.is_("heard in a visit of that day", w.one(
        "select count(*) from demand d left join visit v on v.id = d.visit_id where d.source in "
        "('visit', 'symposium') and (v.id is null or v.enterprise_id <> d.enterprise_id or "
        "date((d.registered_ms + ?) / 1000, 'unixepoch') <> v.day)", ZONE_MS), 0)
    spot = w.one("select count(*) from visit_demand where solved = 1")
    w.is_("19 % solved on the spot", spot, round(302 * 0.19))
    w.is_("on the spot is the same day", w.one(
        "select count(*) from visit_demand x join demand d on d.id = x.demand_id where "
        "x.solved = 1 and d.done_ms - d.registered_ms > 3600000"), 0)
    known = {r["text"]: r["primary_code"] for r in table("demands_dev")}
    texts = w.rows("select text, coalesce(item_code, department_code) from demand")
    w.is_("texts of their code", [t for t, code in texts if not any(
        t.startswith(k) and c == code for k, c in known.items())], [])
    w.true("no text twice in the same words", len({t for t, _ in texts}) >= 290,
           len({t for t, _ in texts}))


# ---- 3.6 ----

def heavy_month_ends(w):
    """Four times the weight in the last seven working days of a month."""
    last = defaultdict(list)
    for day in WORKDAYS:
        if "2024-12-02" <= day <= "2025-07-31":
            last[day[:7]].append(day)
    end = {d for days in last.values() for d in days[-7:]}
    rest = {d for days in last.values() for d in days[:-7]}
    n = Counter(day_of(t) for (t,) in w.rows("select registered_ms from demand"))
    ratio = (sum(n[d] for d in end) / len(end)) / (sum(n[d] for d in rest) / len(rest))
    w.true("month-ends weigh about four times", 3 < ratio < 5.5, ratio)


def progress(w):
    rows = w.rows("select registered_ms, done_ms, late, extended from demand where "
                  "state = 'CLOSED'")
    took = sorted(days_between(a, b) for a, b, _, _ in rows)
    mean = sum(took) / len(took)
    median = (took[144] + took[145]) / 2
    w.true("mean time 4.5 to 7.5 working days", 4.5 <= mean <= 7.5, mean)
    w.true("median 3 to 6", 3 <= median <= 6, median)
    got = Counter("late" if r[2] else "extended" if r[3] else "on time" for r in rows)
    w.is_("on time, extended, late", dict(got), {"on time": 275, "extended": 9, "late": 6})
    open_ = Counter(w.rows("select state, extended from demand where state <> 'CLOSED'"))
    w.is_("twelve open: 8 within the limit, 2 extended, 2 at the province",
          (sum(n for (s, e), n in open_.items() if s == "EXT"), sum(open_.values())), (2, 12))
    w.is_("none of them past its limit on the last day",
          w.one("select count(*) from demand where state <> 'CLOSED' and due_ms <= ?", LAST_MS), 0)
    w.is_("at the province, one of them extended", w.rows(
        "select extended, count(*) from demand where route = 'report' and state = 'FWD' group by 1"),
        [(0, 1), (1, 1)])
    w.is_("extensions asked at least one working day before the limit", w.one(
        "select count(*) from event where entity = 'demand' and action = 'extend_ask'"), 12)
    other_sides(w)
    heavy_month_ends(w)


def other_sides(w):
    """Done elsewhere needs the other side's reply, dated and attached."""
    w.is_("each closed one has it", w.one(
        "select count(*) from demand d where d.state = 'CLOSED' and d.route in ('county', "
        "'transfer', 'report') and not exists (select 1 from demand_forward f join attachment a "
        "on a.id = f.attachment_id and a.entity_id = d.id where f.demand_id = d.id and "
        "f.reply_day <> '' and f.received_ms is not null)"), 0)
    w.is_("by whom", dict(w.rows("select kind, count(*) from demand_forward group by 1")),
          {"county": 31, "department": 29, "province": 7})
    w.is_("a decision of each meeting that is over", w.one(
        "select count(*) from demand d where d.state = 'CLOSED' and d.route = 'joint' and not "
        "exists (select 1 from demand_meeting m where m.demand_id = d.id and m.decision <> '')"), 0)


def follow_up(w):
    got = Counter(w.rows("select action from event where entity = 'demand' and action in "
                         "('satisfied', 'basically', 'not_satisfied')"))
    w.is_("what was said, each round", {k[0]: n for k, n in got.items()},
          {"satisfied": 274, "basically": 16, "not_satisfied": 4})
    w.is_("in the end", dict(w.rows("select satisfaction, count(*) from demand where "
                                    "state = 'CLOSED' group by 1")),
          {"satisfied": 274, "basically": 16})
    reopened = w.rows("select d.satisfaction, count(*) from demand d where exists (select 1 from "
                      "event v where v.entity = 'demand' and v.entity_id = d.id and "
                      "v.action = 'not_satisfied') group by 1")
    w.is_("the reopened ones", dict(reopened), {"satisfied": 3, "basically": 1})
    calls = w.rows("select f.at_ms, f.actor_id, a.at_ms, a.actor_id from event f join event a on "
                   "a.entity = 'demand' and a.entity_id = f.entity_id and a.action = 'answer' and "
                   "a.seq = (select max(x.seq) from event x where x.entity = 'demand' and "
                   "x.entity_id = f.entity_id and x.action = 'answer' and x.seq < f.seq) where "
                   "f.entity = 'demand' and f.action = 'follow_up'")
    w.is_("every answer was followed up", len(calls), 294)
    w.is_("within three working days", [c for c in calls if not
                                        0 <= days_between(c[2], c[0]) <= 3], [])
    w.is_("by somebody else", [c for c in calls if c[1] == c[3]], [])
    w.is_("nor by who handles it", w.one(
        "select count(*) from event f join demand d on d.id = f.entity_id where f.entity = "
        "'demand' and f.action = 'follow_up' and f.actor_id = d.handler_id"), 0)


def supervision(w):
    """Late ones: a reminder, then an urging, then a supervision order."""
    late = [i for (i,) in w.rows("select id from demand where late = 1 and state = 'CLOSED' and "
                                 "route = 'own'")]
    for i in late:
        acts = [a for (a,) in w.rows(
            "select action from event where entity = 'demand' and entity_id = ? and action in "
            "('remind', 'urge', 'supervise', 'answer') order by seq", i)]
        w.is_(f"what was done about late {i}", [a for k, a in enumerate(acts) if a != "remind" or
                                                "urge" not in acts[:k]][-4:],
              ["remind", "urge", "supervise", "answer"])
    w.is_("nobody else had an order", w.one("select count(*) from supervise_order"), len(late))


# ---- 3.8 ----

SILICON = ("select id from enterprise where industry_code = 'IN-NM' and founded_year = 2019 and "
           "park_code = 'P12' and size_class = 'small' and name like '%硅材料%'")


def silicon(w):
    """Two days, two crews, five weighbridges and eight laboratory sets, really judged."""
    e = w.one(SILICON)
    trips = w.rows("select t.id, t.from_day, t.until_day, t.state from trip t join booking b on "
                   "b.id = t.booking_id where b.enterprise_id = ?", e)
    w.is_("two crews on 6 and 7 August", sorted(t[1:] for t in trips),
          [("2025-08-06", "2025-08-07", "done")] * 2)
    verify = [p for (p,) in w.rows(
        "select c.person_id from trip_crew c join trip t on t.id = c.trip_id join booking b on "
        "b.id = t.booking_id where c.duty = 'verify' and b.enterprise_id = ?", e)]
    w.is_("of different people", len(set(verify)), 2)
    rows = w.rows("select i.kind_code, i.regulation, i.params, r.verdict, r.state, r.set_no, r.id, "
                  "r.trip_id, r.service, c.kind, c.state, c.pdf_hash from record r join "
                  "instrument i on i.id = r.instrument_id join certificate c on c.record_id = r.id "
                  "where i.enterprise_id = ? order by i.id", e)
    scales = [(json.loads(r[2]), r) for r in rows if r[0] == "K01"]
    w.is_("weighbridges: Max, e and load cells",
          sorted((int(p["max"]) // 1000, int(p["e"]), p["supports"]) for p, _ in scales),
          [(60, 20, 6), (60, 20, 6), (80, 20, 8), (80, 20, 8), (100, 50, 8)])
    w.is_("laboratory sets", sorted(r[:2] for r in rows if r[0] != "K01"), sorted([
        ("K08", "JJG 1036"), ("K09", "JJG 119"), ("K15", "JJF 1101"), ("K15", "JJF 1376"),
        ("K21", "JJG 178"), ("K21", "JJG 694"), ("K29", "JJG 376"), ("K10", "JJG 700")]))
    w.is_("all passed and approved", {r[3:5] for r in rows}, {("pass", "approved")})
    w.is_("the laboratory sets are calibrated, all eight",
          Counter(r[8] for r in rows), {"verification": 5, "calibration": 8})
    w.is_("one after adjustment", sorted(r[5] for r in rows), [1] * 12 + [2])
    w.is_("papers are rendered", {(r[10], bool(r[11])) for r in rows}, {("issued", True)})
    for _, r in scales:
        keys = {k for (k,) in w.rows("select row_key from record_entry where record_id = ? and "
                                     "kind = 'reading'", r[6])}
        w.true("by substitution, after its gate", {"sub.1", "gate.1", "gate.2", "gate.3"} <= keys,
               sorted(keys))
        mass = w.one("select sum(cast(s.nominal_kg as integer)) from trip_standard t join standard "
                     "s on s.id = t.standard_id where t.trip_id = ? and s.nominal_kg = '1000'", r[7])
        w.is_("twenty 1 t weights", mass, 20000)
    money = w.rows("select l.ground, l.waiver_code, count(*), sum(l.amount_fen) from charge_line l "
                   "where l.enterprise_id = ? group by 1, 2", e)
    w.is_("20,640 yuan, in two columns", sorted(money),
          [("exempt", "W1", 5, 1650000), ("waived", "W3", 8, 414000)])
    w.is_("two days of downtime, confirmed", w.rows(
        "select downtime_days from booking where enterprise_id = ? and downtime_confirmed_ms is "
        "not null", e), [(2,)])
    w.is_("both demands struck off", w.one(
        "select count(*) from demand d where d.enterprise_id = ? and d.state = 'CLOSED' and "
        "exists (select 1 from booking b where b.demand_id = d.id)", e), 2)


# ---- 3.8 and 3.9 elsewhere ----

MONEY = "select {} from charge_line l where l.waiver_code in ('W1', 'W2', 'W3') and l.ground in (" \
        "'exempt', 'waived')"


def money(w):
    """Month by month, to the fen, each line its price times quantity times rate."""
    months = Counter()
    for at, fen in w.rows(MONEY.format("l.at_ms, l.amount_fen")):
        months[day_of(at)[:7]] += fen
    w.is_("waived by month", dict(months),
          {r["month"]: int(r["waived_cny"]) * 100 for r in table("monthly_plan")})
    w.is_("2,016,480 yuan", w.one(MONEY.format("sum(l.amount_fen)")), 201648000)
    by_law = w.one("select sum(amount_fen) from charge_line where ground = 'exempt'")
    waived = w.one("select sum(amount_fen) from charge_line where ground = 'waived'")
    w.is_("two columns make it up", by_law + waived, 201648000)
    w.is_("W1 and nothing else is exempt by law", w.one(
        "select count(*) from charge_line where (ground = 'exempt') <> "
        "(coalesce(waiver_code, '') = 'W1')"), 0)
    w.is_("no line under W4 or W5",
          w.one("select count(*) from charge_line where waiver_code in ('W4', 'W5')"), 0)
    price = {r["code"]: int(r["ref_price_cny"]) * 100 for r in table("instrument_kinds")}
    rate = {r["code"]: float(r["rate"]) for r in table("waiver_rules")}
    rows = w.rows(MONEY.format("l.tariff_code, l.quantity, l.waiver_code, l.amount_fen"))
    w.is_("price x quantity x rate",
          [r for r in rows if round(price[r[0]] * r[1] * rate[r[2]]) != r[3]], [])
    rules = w.rows("select l.waiver_code, e.supported, e.size_class, k.compulsory from charge_line l "
                   "join enterprise e on e.id = l.enterprise_id join instrument_kind k on k.code = "
                   "l.tariff_code where l.ground in ('exempt', 'waived')")
    w.is_("W1 compulsory, W3 supported, W2 small", [r for r in rules if not (
        r[0] == "W1" and r[3] or r[0] == "W3" and r[1] and not r[3] or
        r[0] == "W2" and r[2] in ("small", "micro") and not r[1] and not r[3])], [])
    industry = {r["code"]: set(r["instrument_kinds"].split("|")) | {"K06", "K12"}
                for r in table("industries")}
    w.is_("kinds of the industry", [r for r in w.rows(
        "select e.industry_code, l.tariff_code from charge_line l join enterprise e on e.id = "
        "l.enterprise_id where l.enterprise_id <> (" + SILICON + ")") if r[1] not in
        industry[r[0]]], [])
    w.is_("a service note where there is no record", w.one(
        "select count(*) from charge_line where record_id is null and (note = '' or visit_id is "
        "null)"), 0)
    w.is_("nothing is counted for them", w.one("select count(*) from charge_line where quantity = 0 "
                                               "and amount_fen <> 0"), 0)


def services(w):
    """Kinds with an edition, elsewhere: booked by due day, recorded, judged, with a paper."""
    kinds = {r["code"]: r for r in table("instrument_kinds")}
    served = {r["kind"] for r in table("served_instruments")} | {"K01"}
    elsewhere = "i.enterprise_id <> (" + SILICON + ")"
    rows = w.rows(
        "select i.kind_code, i.id, r.verdict, r.state, r.service, c.kind, c.pdf_hash is null, "
        "r.approved_ms, b.demand_id is null, r.id, l.stage, t.from_day, e.division_code from "
        "record r join instrument i on i.id = r.instrument_id join enterprise e on e.id = "
        "i.enterprise_id join certificate c on c.record_id = r.id join trip t on t.id = r.trip_id "
        "join booking b on b.id = t.booking_id join trip_task k on k.id = r.trip_task_id join "
        f"booking_line l on l.id = k.booking_line_id where {elsewhere} order by r.approved_ms")
    w.is_("kinds with a record", {r[0] for r in rows}, served)
    w.is_("approved without a demand", {(r[3], r[8]) for r in rows}, {("approved", True)})
    w.is_("verified what the law says, calibrated the rest", [r for r in rows if (
        r[4] == "verification") != (kinds[r[0]]["compulsory"] == "1")], [])
    w.is_("a paper as the verdict says", [r for r in rows if r[5] != (
        r[4] if r[2] == "pass" else "notice")], [])
    w.is_("one record for each piece at a time", len({(r[1], r[10]) for r in rows}), len(rows))
    w.is_("judged by an edition of the kind's regulation", [k for k in w.rows(
        "select distinct i.kind_code, g.code from record r join instrument i on i.id = "
        "r.instrument_id join regulation_edition g on g.id = r.edition_id") if k[1] not in
        kinds[k[0]]["regulation"]], [])
    w.is_("whose bytes are made on first opening", {r[6] for r in rows}, {1})
    w.is_("no service note for these kinds", [k for (k,) in w.rows(
        "select distinct tariff_code from charge_line where record_id is null") if k in served], [])
    w.is_("a charge line for every record, and one for the rest where half is waived", w.rows(
        "select r.id, count(l.id), max(l.waiver_code) from record r left join charge_line l on "
        "l.record_id = r.id group by 1 having count(l.id) <> case max(l.waiver_code) when 'W2' "
        "then 2 else 1 end"), [])
    for kind, share in (("K01", 0.034), ("K06", 0.016)):
        of = defaultdict(list)
        for r in rows:
            if r[0] == kind:
                of[r[1]].append(r)
        bad = [some for some in of.values() if some[0][2] == "fail"]
        w.true(f"{share:.1%} of {kind} fail at first", abs(len(bad) - len(of) * share) <= 0.5,
               (len(bad), len(of)))
        w.is_(f"{kind}: all pass in the end", {some[-1][2] for some in of.values()}, {"pass"})
        w.is_(f"{kind}: one more time where the first failed",
              [some for some in of.values() if len(some) != (2 if some in bad else 1)], [])
        w.is_(f"{kind}: after repair, in the same month", [
            some for some in bad if some[1][10] != "repair" or
            day_of(some[0][7])[:7] != day_of(some[1][7])[:7]], [])
    w.is_("each falls due after the trip at the soonest on its day", w.one(
        "select count(*) from booking b join booking_line l on l.booking_id = b.id join instrument "
        f"i on i.id = l.instrument_id where {elsewhere} and i.due_day is null"), 0)
    w.is_("a vehicle is at one place a day", w.rows(
        "select vehicle_id, from_day from trip where from_day = until_day group by 1, 2 having "
        "count(*) > 1"), [])
    w.is_("so is a person", w.rows(
        "select c.person_id, t.from_day from trip_crew c join trip t on t.id = c.trip_id where "
        "t.from_day = t.until_day group by 1, 2 having count(*) > 1"), [])
    first = w.rows("select distinct t.from_day, b.enterprise_id from trip t join booking b on b.id "
                   "= t.booking_id join booking_line l on l.booking_id = b.id where b.demand_id is "
                   "null and l.stage = 'periodic'")
    visits_on = set(w.rows("select day, enterprise_id from visit where kind in ('expert', 'on_site')"))
    w.is_("on the day of a visit", [f for f in first if f not in visits_on], [])


def order(w):
    """Nobody acts on a day off, but for expert services; numbers follow time."""
    acts = w.rows("select at_ms, action from event where entity = 'demand'")
    w.is_("demands move on working days", [a for a in acts if day_of(a[0]) not in INDEX], [])
    w.is_("in office hours", [a for a in acts if not 500 <= minute_of(a[0]) <= 1080], [])
    numbers = [n for (n,) in w.rows("select number from demand order by registered_ms, number")]
    w.is_("numbers follow registration", numbers, sorted(numbers))


ALL = (totals, officers, enterprises, pairs, visits, demands, progress, follow_up, supervision,
       silicon, money, services, order)


def check(db, count, label):
    w = World(db, count, label)
    for rule in ALL:
        rule(w)
