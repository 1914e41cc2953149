#!/usr/bin/env python3
"""run.py - drives the whole chain on each engine and checks what every link hands on.

Usage: run.py   (QH: the binary; PG_URL: a PostgreSQL, else SQLite only)
"""
import datetime
import sys
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from chain import Chain, DAY_MS, Failure  # noqa: E402
from qh import Server, World, engines, query, run  # noqa: E402

PASSED = FAILED = 0


def expect(what, is_, wanted):
    global PASSED, FAILED
    if is_ == wanted:
        PASSED += 1
    else:
        FAILED += 1
        print(f"not ok: {what}: {is_!r}, expected {wanted!r}")


def expect_true(what, value):
    expect(what, bool(value), True)


def local_days(now_ms):
    zone = datetime.timezone(datetime.timedelta(hours=8))
    day = datetime.datetime.fromtimestamp(now_ms / 1000, zone).date()
    return [day.isoformat(), (day + datetime.timedelta(days=1)).isoformat()]


def problems(check):
    return {p["key"] for p in check["problems"]}


def plan_is_checked(c, booking, days):
    """Refusals with their reasons, and the warning of the repeatability needed."""
    weights = c.weights()
    old = [s for s in weights if s["serial"].startswith("T1-OLD")]
    tons = [s for s in weights if s["nominal_kg"] == "1000" and s not in old]
    rest = [s for s in weights if s["nominal_kg"] != "1000"]
    good = c.plan(booking, days)
    check = c.call("dispatcher", "POST", "/api/trips/check", good)
    expect("a good plan is possible", (check["ok"], problems(check)),
           (True, {"trip.needs_repeatability"}))
    spreads = {x["max_kg"]: x["spread_e"] for x in check["lines"]}
    expect("0.2 e at 100 t and 80 t, 0.3 e at 60 t",
           (spreads["100000"], spreads["80000"], spreads["60000"]), ("0.2", "0.2", "0.3"))
    expect("the repeatability of the last records is known",
           {x["last_spread_e"] for x in check["lines"]}, {"0"})
    bad = c.plan(booking, days, standards=tons + old + rest)
    check = c.call("dispatcher", "POST", "/api/trips/check", bad)
    expect("an expired weight is refused",
           (check["ok"], "trip.standard_expired" in problems(check)), (False, True))
    few = c.plan(booking, days, standards=tons[:11] + rest)
    check = c.call("dispatcher", "POST", "/api/trips/check", few)
    expect("weights below 1/5 Max are refused",
           (check["ok"], "trip.weights_too_few" in problems(check)), (False, True))
    none = c.plan(booking, days, standards=tons)
    check = c.call("dispatcher", "POST", "/api/trips/check", none)
    expect("a missing small kit is refused",
           (check["ok"], "trip.kit_short" in problems(check)), (False, True))
    driver = c.who("dispatcher").session["person"]["id"]
    wrong = c.plan(booking, days, crew=[{"person_id": driver, "duty": "verify"}])
    check = c.call("dispatcher", "POST", "/api/trips/check", wrong)
    expect("a person without a credential is refused",
           (check["ok"], "trip.no_credential" in problems(check)), (False, True))
    c.call("dispatcher", "POST", "/api/trips", wrong, status=409)
    return good


def starts_not_before_its_day(c, booking, days):
    tomorrow = c.plan(booking, [days[1], days[1]])
    for task in tomorrow["tasks"]:
        task["from_ms"] += DAY_MS
        task["until_ms"] += DAY_MS
    t = c.call("dispatcher", "POST", "/api/trips", tomorrow)
    t = c.call("dispatcher", "POST", f"/api/trips/{t['id']}/publish", {"version": t["version"]})
    answer = c.call("verifier", "POST", f"/api/trips/{t['id']}/start",
                    {"version": t["version"]}, status=409)
    expect("a trip starts on its first day", answer["key"], "trip.too_early")
    c.call("dispatcher", "POST", f"/api/trips/{t['id']}/cancel", {"version": t["version"]})


def weighbridge_is_read(c, task):
    """The 100 t scale: missing rows, a full-width reading, one asked back, the gate first."""
    r = c.open(task)
    expect("a new record is incomplete", r["verdict"], "incomplete")
    rows = c.rows(r)
    up = next(x for x in rows if x["key"].startswith("up.") and x["form"] == "load")
    answer = c.enter(r, up, c.reading(r["plan"], up), status=409)
    expect("the gate comes before weighing", answer["key"], "record.gate_first")
    c.enter(r, rows[0], {"result": "pass"})
    answer = c.enter(r, rows[0], {"result": "pass"}, status=409)
    expect("a row is read once", answer["key"], "record.row_taken")
    stale = {"version": 1, "row_key": rows[1]["key"], "value": {"result": "pass"}}
    answer = c.call("verifier", "POST", f"/api/records/{r['id']}/entries", stale, status=409)
    expect("a stale version is refused", answer["key"], "record.changed")
    r = c.refresh(r)
    last = rows[-1] if rows[-1]["required"] else [x for x in rows if x["required"]][-1]
    for row in rows[1:]:
        if not row["required"] and row["form"] not in ("item", "substitute"):
            continue
        value = c.reading(r["plan"], row)
        if row is last:
            expect("a missing row is never a pass", r["verdict"], "incomplete")
            answer = c.submit(r, status=409)
            expect("an incomplete record is not submitted", answer["key"], "record.incomplete")
        if row["key"] == up["key"] and "i" in value:
            asked = c.enter(r, row, {**value, "i": str(int(value["i"]) + 7)}, status=409)
            expect("a reading that is no multiple of d is asked back", asked["key"],
                   "record.ask_back")
            value["i"] = "".join(chr(0xFEE0 + ord(ch)) for ch in value["i"])
        c.enter(r, row, value)
    expect("complete and within the limits: pass", r["verdict"], "pass")
    return c.refresh(r)


def worst_row(record):
    return next(row for step in record["plan"]["steps"] if step["test"] == "eccentricity"
                for row in step["rows"])


def adjusted_one(c, task):
    """Fails as found, passes as left."""
    r = c.open(task)
    bad = worst_row(r)
    c.fill(r, {bad["key"]: 3 * int(r["plan"]["e"])})
    expect("a corner beyond the limit fails", r["verdict"], "fail")
    r = c.refresh(r)
    adjust = {"version": r["version"], "what": "角差调整，重新标定"}
    answer = c.call("verifier", "POST", f"/api/records/{r['id']}/adjust", adjust, status=409)
    expect("seals are broken before an adjustment", answer["key"], "record.seal_unbroken")
    r = c.break_seals(r)
    r = c.call("verifier", "POST", f"/api/records/{r['id']}/adjust",
               {"version": r["version"], "what": "角差调整，重新标定"})
    expect("the adjustment voids the readings", (r["set_no"], r["verdict"]), (2, "incomplete"))
    c.fill(r)
    expect("the complete set repeated passes", r["verdict"], "pass")
    r = c.refresh(r)
    answer = c.submit(r, status=409)
    expect("seals are renewed before the signature", answer["key"], "record.seals_not_renewed")
    r = c.renew_seals(r, f"NEW-{r['number']}")
    expect("as found and as left are both kept",
           [s["result"]["verdict"] for s in r["sets"]], ["fail", "pass"])
    return r


def returned_once(c, record):
    record = c.submit(record)
    answer = c.review(record, "checker", "return", status=(409, 422))
    expect("a return needs a reason", answer["key"], "record.reason")
    record = c.review(record, "checker", "return", "请补充风速说明")
    expect("returned", record["state"], "returned")
    record = c.refresh(record)
    return c.submit(record)


def answered_and_confirmed(c):
    d = c.step("metrology", "answer", {
        "answer": "五台地磅已上门检定，证书随附。", "outcome": "solved",
        "certificate_ids": [x["id"] for x in c.call(
            "metrology", "GET", f"/api/demands/{c.ids['demand']}")["certificates"]]})
    url = d.get("confirm_url") or d["demand"]["confirm_url"]
    token = url.rstrip("/").rsplit("/", 1)[1]
    page = c.call(None, "GET", f"/api/confirm/{token}")
    expect("the page names the certificates", len(page["certificates"]), 5)
    done = c.call(None, "POST", f"/api/confirm/{token}", {
        "satisfaction": "satisfied", "rating": 5, "note": "没有停产", "downtime_confirmed": True})
    expect("the demand is struck off", done["state"], "CLOSED")
    again = c.call(None, "POST", f"/api/confirm/{token}", {
        "satisfaction": "satisfied", "rating": 1, "note": "", "downtime_confirmed": True},
        status=(404, 409, 410, 422))
    expect_true("the link works once", again["key"])


def answers_are_sealed(url):
    """Stored answers of repeated requests hold nothing that a reader of the table can use."""
    stored = query(url, "select body from idempotency").split()
    expect_true("answers are stored", len(stored) > 10)
    expect("none of them is readable", [b for b in stored if "{" in b], [])


def rows_hang_together(url, certificate):
    """certificate -> record -> trip -> booking -> demand by foreign keys."""
    line = query(url, "select d.number, b.number, t.number, r.number, c.number from certificate c "
                 "join record r on r.org = c.org and r.id = c.record_id "
                 "join trip_task k on k.org = r.org and k.id = r.trip_task_id "
                 "join trip t on t.org = k.org and t.id = k.trip_id "
                 "join booking_line l on l.org = k.org and l.id = k.booking_line_id "
                 "join booking b on b.org = l.org and b.id = l.booking_id "
                 "join demand d on d.org = b.org and d.id = b.demand_id "
                 f"where c.id = '{certificate['id']}'").strip()
    expect_true("the chain of foreign keys", line.count("|") == 4 and line.endswith(
        certificate["number"]))


def whole_chain(engine, world, url, c):
    now = int(time.time() * 1000)
    days = local_days(now)
    before = c.figures()
    demand = c.state_demand()
    expect("the best proposal is ME02", demand["proposals"][0]["item_code"], "ME02")
    expect("a demand begins registered with a clock",
           (demand["state"], demand["due_ms"] > now), ("REG", True))
    c.to_office()
    scales = c.scales()
    trade = [i for i in scales if i["purpose"] == "trade"]
    expect("five weighbridges for trade, one scale inside", (len(trade), len(scales)), (5, 6))
    booking = c.book(trade, now)
    starts_not_before_its_day(c, booking, days)
    trip = c.make_trip(plan_is_checked(c, booking, days))
    tasks = sorted(trip["tasks"], key=lambda k: -int(k["params"]["max"]))
    records = [c.submit(weighbridge_is_read(c, tasks[0])),
               returned_once(c, adjusted_one(c, tasks[1]))]
    for task in tasks[2:]:
        r = c.open(task)
        c.fill(r)
        records.append(c.submit(c.refresh(r)))
    answer = c.review(records[0], "approver", "approve", status=(403, 409))
    expect_true("nobody approves before the check", answer["key"])
    papers = [c.pass_on(r) for r in records]
    expect("five verification certificates", {p["kind"] for p in papers}, {"verification"})
    serials = sorted(int(p["number"].rsplit("-", 1)[1]) for p in papers)
    expect("numbers without gaps", serials, list(range(serials[0], serials[0] + 5)))
    pdf = c.call("approver", "GET", f"/api/certificates/{papers[0]['id']}/pdf")
    expect("the paper is a PDF", pdf[:5], b"%PDF-")
    public = c.call(None, "GET", f"/api/public/certificates/{papers[0]['number']}")
    expect("the public page shows the status", public["state"], "issued")
    last = datetime.date.fromisoformat(days[0])
    expect("validity: a year less a day from the last day of testing",
           papers[0]["valid_until_day"],
           (last.replace(year=last.year + 1) - datetime.timedelta(days=1)).isoformat())
    trip = c.call("verifier", "GET", f"/api/trips/{trip['id']}")
    c.call("verifier", "POST", f"/api/trips/{trip['id']}/finish", {"version": trip["version"]})
    money = c.call("leader", "GET", f"/api/charges?booking_id={booking['id']}&limit=100")
    expect("exempt by law: 5 x 3,300 yuan", money["exempt_fen"], 5 * 330000)
    expect("crane and transport are waived lines of their own",
           sorted(x["tariff_code"] for x in money["items"] if x["ground"] == "waived"),
           ["CRANE", "TRANSPORT"])
    expect("nothing to pay", money["payable_fen"], 0)
    answered_and_confirmed(c)
    after = c.figures()
    moved = {k: after.get(k, 0) - before.get(k, 0) for k in {*before, *after}}
    moved = {k: v for k, v in moved.items() if v}
    expect("the dashboard moved by exactly these events", moved, {
        "demand.registered": 1, "demand.answered": 1, "demand.done": 1, "demand.resolved": 1,
        "demand.followed_up": 1, "demand.once": 1, "demand.closed": 1, "demand.satisfied": 1,
        "demand.on_time": 1, "demand.content": 1, "demand.asked": 1,
        "certificate.verification": 5, "charge.exempt_fen": 5 * 330000,
        "charge.waived_fen": money["waived_fen"], "downtime.days": 2})
    rows_hang_together(url, papers[0])
    answers_are_sealed(url)
    return papers


def changed_reading(c, papers):
    """One reading changed by 2 e: verdict, document, charge and dashboard differ."""
    now = int(time.time() * 1000)
    days = local_days(now)
    before = c.figures()
    c.state_demand()
    c.to_office()
    scales = sorted((i for i in c.scales()), key=lambda i: -int(i["params"]["max"]))
    inside = next(i for i in scales if i["purpose"] == "other")
    booking = c.book([scales[0], inside], now)
    plan = c.plan(booking, days)
    check = c.call("dispatcher", "POST", "/api/trips/check", plan)
    expect("the last record's repeatability is shown",
           next(x for x in check["lines"] if x["max_kg"] == "100000")["last_spread_e"], "0")
    expect("without a record there is none",
           next(x for x in check["lines"] if x["max_kg"] == "60000")["last_spread_e"], None)
    trip = c.make_trip(plan)
    tasks = sorted(trip["tasks"], key=lambda k: -int(k["params"]["max"]))
    r = c.open(tasks[0])
    e = int(r["plan"]["e"])
    c.fill(r, {worst_row(r)["key"]: 2 * e})
    expect("2 e more at one corner fails", r["verdict"], "fail")
    paper = c.pass_on(c.submit(c.refresh(r)))
    expect("a notice of result without validity", (paper["kind"], paper["valid_until_day"]),
           ("notice", None))
    tables = [t["verdict"] for t in paper["content"]["tables"]]
    expect("failed items first", tables[0], "fail")
    old = c.call(None, "GET", f"/api/public/certificates/{paper['content']['cancels']}")
    expect("the old certificate is cancelled", old["state"], "revoked")
    r = c.open(tasks[1])
    c.fill(r)
    c.pass_on(c.submit(c.refresh(r)))
    trip = c.call("verifier", "GET", f"/api/trips/{trip['id']}")
    money = c.call("leader", "GET", f"/api/charges?booking_id={booking['id']}&limit=100")
    grounds = sorted((x["ground"], x["amount_fen"], x["reason"]) for x in money["items"])
    expect("no relief for a failure; the scale inside is waived, not exempt", grounds,
           [("exempt", 0, "charge.not_passed"),
            ("waived", 330000, "charge.supported_enterprise")])
    after = c.figures()
    moved = {k: after.get(k, 0) - before.get(k, 0) for k in {*before, *after}}
    expect("the dashboard shows the failure", {k: v for k, v in moved.items() if v},
           {"demand.registered": 1, "certificate.notice": 1, "certificate.verification": 1,
            "charge.waived_fen": 330000})
    c.call("verifier", "POST", f"/api/trips/{trip['id']}/finish", {"version": trip["version"]})


def states_uncertainty(c, record):
    """Has every load of the weighing test its U, at least as large as k u_c?"""
    result = c.call("verifier", "GET", f"/api/records/{record['id']}")["sets"][-1]["result"]
    loads = [x["key"] for x in result["rows"] if x["test"] == "weighing" and x["load"] and x["ec"]]
    budgets = result.get("uncertainty", [])
    return [b["row"] for b in budgets] == loads and all(
        float(b["U"]) >= float(b["U_raw"]) and float(b["k"]) > 2 for b in budgets)


def changed_rows(url, table, column, where, value):
    """Sets a column of some rows; what it was comes back by calling the answer."""
    ids = query(url, f"select id from {table} where {where} order by id").split()
    old = [query(url, f"select {column} from {table} where id = '{i}'").strip() for i in ids]
    query(url, f"update {table} set {column} = '{value}' where {where}")

    def restore():
        for i, was in zip(ids, old):
            query(url, f"update {table} set {column} = '{was}' where id = '{i}'")
    return restore


def means_run_out(c, url, record):
    """A weight, an accreditation or the credential that runs out before the signature."""
    board = query(url, "select standard_id from trip_standard where trip_id = "
                  f"'{record['trip_id']}' order by 1").split()
    cases = [("standard", "valid_until_day", f"id = '{i}'", "2000-01-01",
              "record.standard_expired") for i in board[::9]]
    cases += [("standard", "certificate_day", f"id = '{board[-1]}'", "2999-01-01",
               "record.standard_not_yet"),
              ("standard", "state", f"id = '{board[0]}'", "stopped", "record.standard_stopped"),
              ("standard_set", "valid_until_day", "id in (select set_id from standard where id "
               f"= '{board[0]}')", "2000-01-01", "record.accreditation_expired"),
              ("credential", "valid_until_day", f"person_id = '{record['officer_id']}'",
               "2000-01-01", "credential.expired")]
    for table, column, where, value, key in cases:
        restore = changed_rows(url, table, column, where, value)
        answer = c.submit(record, status=(403, 409))
        expect(f"{table}.{column} {value}: no signature", answer["key"], key)
        restore()


def site_is_settled(c, task):
    """What the officer may settle on site goes before the register, the rest does not."""
    answer = c.open(task, {"max": "1"}, status=422)
    expect("Max is not settled on site", answer["key"], "record.site")
    answer = c.open(task, {"reach": "999999"}, status=422)
    expect("nobody reaches beyond Max", answer["key"], "weighbridge.reach")
    answer = c.open(task, {"eccentricity": "rolling"}, status=422)
    expect("a rolling load is known", answer["key"], "weighbridge.rolling_load")
    r = c.open(task, {"auto_zero": "off", "decision": "simple", "creep": "yes"})
    expect("zero tracking is off here: E0 at zero", r["plan"]["zero_load"], "0")
    return r


def certified(c, until):
    """The conventional mass of a weight of 1 t, from its new certificate."""
    w = next(s for s in c.weights() if s["nominal_kg"] == "1000" and s["valid_until_day"] > until)
    d = c.call("admin", "POST", f"/api/standards/{w['id']}/certificates", {
        "version": w["version"], "certificate_no": "HX-CM-1", "issuer": "省计量院",
        "certificate_day": w["certificate_day"], "valid_until_day": w["valid_until_day"],
        "accuracy_class": w["accuracy_class"], "params": {"error": "-0.0125", "u": "0.016", "k": "2"}})
    expect("both certificates are kept", [x["certificate_no"] for x in d["certificates"]],
           [w["certificate_no"], "HX-CM-1"])


def other_services(c, url):
    """An in-service inspection gives an inspection record, a calibration its certificate."""
    now = int(time.time() * 1000)
    kinds = {"in_service": "inspection", "calibration": "calibration"}
    scales = sorted((i for i in c.scales()), key=lambda i: int(i["params"]["max"]))
    for i, (service, kind) in enumerate(kinds.items()):
        c.state_demand()
        c.to_office()
        booking = c.book([scales[i]], now, service=service)
        if service == "calibration":
            certified(c, local_days(now)[1])
        trip = c.make_trip(c.plan(booking, local_days(now)))
        if service == "in_service":
            r = site_is_settled(c, trip["tasks"][0])
        else:
            r = c.open(trip["tasks"][0])
            basis = c.call("verifier", "GET", f"/api/records/{r['id']}/basis")["input"]
            expect("the calibration rests on the conventional mass", [
                (w["count"], w.get("u"), w.get("k")) for w in basis["weights"] if w.get("error") == "-0.0125"],
                   [(1, "0.016", "2")])
        c.fill(r)
        expect(f"{service}: everything within the limits", r["verdict"], "pass")
        if service == "in_service":
            means_run_out(c, url, c.refresh(r))
        paper = c.pass_on(c.submit(c.refresh(r)))
        expect(f"{service}: the document of the service, without validity",
               (paper["kind"], paper["valid_until_day"]), (kind, None))
        pdf = c.call("approver", "GET", f"/api/certificates/{paper['id']}/pdf")
        expect(f"{service}: a PDF", pdf[:5], b"%PDF-")
        expect(f"{service}: U and k of every load", states_uncertainty(c, r), True)
        titles = [t["title"] for t in paper["content"]["tables"]]
        expect(f"{service}: creep and return to zero only where they are asked for",
               ("蠕变" in titles, "回零" in titles), (service == "in_service",) * 2)
        expect_true(f"{service}: their readings are no conditions",
                    not any("加载" in x["label"] for x in paper["content"]["conditions"]))
        rule = {"in_service": "simple", "calibration": None}[service]
        expect(f"{service}: the rule that was asked for stands on the paper",
               (paper["content"]["decision_rule"], rule and "简单接受" in paper["content"]["decision"]),
               (rule, rule and True))
        trip = c.call("verifier", "GET", f"/api/trips/{trip['id']}")
        c.call("verifier", "POST", f"/api/trips/{trip['id']}/finish",
               {"version": trip["version"]})


def kinds_of_verification(c):
    """What the office books as is what the plan is made for: the items differ by kind."""
    now = int(time.time() * 1000)
    kinds = {"initial": "initial", "periodic": "periodic", "repair": "after_repair",
             "within_period": "within_period"}
    scales = sorted((i for i in c.scales()), key=lambda i: int(i["params"]["max"]))
    c.state_demand()
    c.to_office()
    trip = c.make_trip(c.plan(c.book(scales[:4], now, stage=list(kinds)), local_days(now)))
    for task, (stage, kind) in zip(trip["tasks"], kinds.items()):
        r = c.open(task)
        tests = {step["test"] for step in r["plan"]["steps"]}
        expect(f"{stage}: the plan's kind", r["plan"]["kind"], kind)
        expect(f"{stage}: discrimination and net weighing",
               tests >= {"discrimination", "net"}, stage in ("initial", "repair"))


def on_engine(engine):
    world = World(engine, demo=True)
    url = world.copy()
    try:
        with Server(url, "--quiet") as server:
            c = Chain(server, world)
            changed_reading(c, whole_chain(engine, world, url, c))
            other_services(c, url)
            kinds_of_verification(c)
        run("check", "--db", url)
        expect_true(f"{engine}: qh check finds everything in order", True)
    finally:
        world.drop(url)
        world.close()


def main():
    global FAILED
    for engine in engines():
        try:
            on_engine(engine)
        except Failure as e:
            FAILED += 1
            print(f"not ok: {engine}: {e}")
            traceback.print_exc()
    print(f"{PASSED} passed, {FAILED} failed")
    return 1 if FAILED or not PASSED else 0


if __name__ == "__main__":
    sys.exit(main())
