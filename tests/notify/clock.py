"""clock.py - what the clock does, at the instants at which it must: `qh watch --now`.

The days are those around the National Day of 2026: Wednesday 30 September is worked, the
eight days from 1 to 7 October are not, Thursday 8 October is."""
import datetime

from qh import Failure, run

OFFICE = datetime.timezone(datetime.timedelta(hours=8))
DAY_MS = 86400000
MINUTE_MS = 60000


def at(text):
    """Milliseconds of "2026-09-30 08:30" in the office."""
    return int(datetime.datetime.fromisoformat(text).replace(tzinfo=OFFICE).timestamp() * 1000)


def told(case, kind, entity_id):
    return int(case.sql("select count(1) from notify_event where "
                        f"kind = '{kind}' and entity_id = '{entity_id}'"))


def walk(case, kind, entity_id, steps):
    """steps: (instant, how often it has been told after a round then)."""
    for now, wanted in steps:
        run("watch", "--db", case.url, "--now", str(now))
        found = told(case, kind, entity_id)
        if found != wanted:
            raise Failure(f"{kind} at {datetime.datetime.fromtimestamp(now / 1000, OFFICE)}: "
                          f"told {found} times, not {wanted}")


def first(case, sql):
    found = case.sql(sql + " limit 1").strip()
    if not found:
        raise Failure(f"no row: {sql}")
    return found


def one_instrument(case, due_day):
    """One of the works whose contact signs in falls due that day, all others never."""
    own = case.as_("silicon").session["person"]["enterprise_id"]
    found = first(case, f"select id from instrument where enterprise_id = '{own}' and "
                        "state = 'in_use' order by id")
    case.sql("update instrument set due_day = '2030-01-01'")
    case.sql(f"update instrument set due_day = '{due_day}' where id = '{found}'")
    return found


def instruments(case):
    """Thirty days before; what has its turn in the holiday has it before."""
    due = one_instrument(case, "2026-11-06")  # its turn: 7 October
    walk(case, "instrument.due", due, [(at("2026-09-30 08:29"), 0), (at("2026-09-30 08:30"), 1),
                                       (at("2026-10-03 12:00"), 1), (at("2026-10-08 09:00"), 1)])
    due = one_instrument(case, "2026-11-07")  # its turn: 8 October
    before = told(case, "instrument.due", due)
    walk(case, "instrument.due", due,
         [(at("2026-09-30 17:00"), before), (at("2026-10-07 20:00"), before),
          (at("2026-10-08 08:29"), before), (at("2026-10-08 08:30"), before + 1),
          (at("2026-10-09 08:30"), before + 1)])


def bookings(case):
    """On the last working day before the team comes."""
    own = case.as_("silicon").session["person"]["enterprise_id"]
    trip, booking = first(case, "select t.id, t.booking_id from trip t join booking b on "
                                f"b.id = t.booking_id where b.enterprise_id = '{own}' "
                                "order by t.id").split("|")
    case.sql("update trip set state = 'published', from_day = '2026-10-08', "
             f"until_day = '2026-10-08' where id = '{trip}'")
    walk(case, "booking.tomorrow", booking,
         [(at("2026-09-29 17:00"), 0), (at("2026-09-30 08:29"), 0), (at("2026-09-30 08:30"), 1),
          (at("2026-10-07 12:00"), 1)])


def appointments(case):
    """Two days before, and not in the holiday."""
    start = (datetime.datetime.now(OFFICE) + datetime.timedelta(days=3)).replace(
        hour=9, minute=0, second=0, microsecond=0)
    slot = {"from_ms": int(start.timestamp() * 1000),
            "until_ms": int(start.timestamp() * 1000) + 3 * 3600000}
    made = case.send("silicon", "POST", "/api/appointments",
                     {"item_code": "MA01", "place": "window", "windows": [slot]})
    mine = made["appointment"]
    case.send("desk", "POST", f"/api/appointments/{mine['id']}/accept",
              {"version": mine["version"], **slot})
    case.sql(f"update appointment set from_ms = {at('2026-10-08 10:00')}, "
             f"until_ms = {at('2026-10-08 12:00')} where id = '{mine['id']}'")
    walk(case, "request.tomorrow", mine["id"],
         [(at("2026-09-29 17:00"), 0), (at("2026-09-30 08:29"), 0), (at("2026-09-30 08:30"), 1),
          (at("2026-10-07 12:00"), 1)])


def lights(case):
    """Yellow with the opening of the office on its day, red with the limit, each once."""
    made = case.send("silicon", "POST", "/api/demands", {"text": "地磅到期了要检定，怎么预约"})
    seen = case.send("desk", "GET", f"/api/demands/{made['id']}/supervision")
    opens = seen["warn_ms"] + (8 * 60 + 30) * MINUTE_MS
    case.sql(f"update demand set due_ms = null where id <> '{made['id']}'")
    walk(case, "demand.yellow", made["id"],
         [(opens - MINUTE_MS, 0), (opens, 1), (opens + MINUTE_MS, 1), (seen["due_ms"], 1)])
    walk(case, "demand.red", made["id"],
         [(seen["due_ms"], 0), (seen["due_ms"] + 1000, 1), (seen["due_ms"] + DAY_MS, 1)])
    if told(case, "demand.yellow", made["id"]) != 1:
        raise Failure("the yellow light was told again")


def offers(case):
    """A published package is told to an enterprise it fits, once for each publication."""
    now = at("2026-09-30 10:00")
    package = first(case, "select id from package where state = 'published' and "
                          "name_zh = '到期仪器上门检定包'")
    one_instrument(case, "2030-01-01")
    walk(case, "package.offered", package, [(now, 0)])
    one_instrument(case, "2026-12-20")
    walk(case, "package.offered", package,
         [(now + 1000, 0), (now + DAY_MS, 1), (now + 2 * DAY_MS, 1)])
    here = case.send("desk", "GET", f"/api/packages/{package}")["row"]
    for action in ("withdraw", "publish"):
        here = case.send("desk", "POST", f"/api/packages/{package}/{action}",
                         {"version": here["version"], "reason": "改期"})["row"]
    walk(case, "package.offered", package, [(now + 3 * DAY_MS, 2), (now + 4 * DAY_MS, 2)])


def bulletins(case):
    """Everybody of the bureau is told of a bulletin, but not who published it."""
    made = case.send("desk", "POST", "/api/bulletins", {"kind": "weekly", "day": "2025-03-05"})
    case.send("desk", "POST", f"/api/bulletins/{made['row']['id']}/publish", {"version": 1})
    for who, wanted in (("officer", 1), ("metrology", 1), ("leader", 1), ("desk", 0)):
        found = [n for n in case.send(who, "GET", "/api/notices?limit=100")["items"]
                 if n["kind"] == "bulletin.published"]
        if len(found) != wanted:
            raise Failure(f"{who} has {len(found)} messages of the bulletin")


def old_messages(case):
    """Read ones go after their days, unread ones stay; the check finds nothing amiss."""
    case.visit()
    unread = "select count(1) from notice where read_ms is null"
    read = "select count(1) from notice where read_ms is not null"
    now = int(datetime.datetime.now().timestamp() * 1000)
    case.send("silicon", "POST", "/api/notices/read", {"until_ms": now})
    run("check", "--db", case.url)
    if case.sql(read).strip() == "0":
        raise Failure("nothing was read")
    run("watch", "--db", case.url, "--now", str(now + 179 * DAY_MS))
    kept = case.sql(unread)
    if case.sql(read).strip() == "0":
        raise Failure("read messages were thrown away too early")
    run("watch", "--db", case.url, "--now", str(now + 181 * DAY_MS))
    if case.sql(read).strip() != "0" or int(case.sql(unread)) < int(kept):
        raise Failure("what was thrown away is not what was read")
    if case.sql("select count(1) from notify_event e where not exists (select 1 from notice n "
                "where n.event_id = e.id) and not exists (select 1 from notify_delivery d "
                "where d.event_id = e.id)").strip() != "0":
        raise Failure("events without messages are left")
    run("check", "--db", case.url)


EACH = [offers, instruments, bookings, appointments, lights, bulletins]
