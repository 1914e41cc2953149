#!/usr/bin/env python3
"""run_lab.py - the silicon enterprise's laboratory sets from the booking to the certificate,
on each engine: a failure, a calibration with uncertainty, a missing row, a correction, standards
that are missing, an edition that nobody confirmed; `qh check` proves them and names a spoiled one.

Usage: run_lab.py   (QH: the binary; PG_URL: a PostgreSQL, else SQLite only)
"""
import json
import re
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "api"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "editions"))
import manual  # noqa: E402
import trace_check  # noqa: E402
from lab import Lab  # noqa: E402
from qh import QH, Failure, Server, World, engines, psql, query, run  # noqa: E402
from steps import Count, local_days  # noqa: E402

COUNT = Count()
expect, expect_true = COUNT.expect, COUNT.expect_true

# What a sound instrument shows, by row key; a list is read in turn.  Where nothing is said the
# point itself is read.
PH = {"in.t_solution": "25.0", "input_current": "7.00",
      "indication.1": ["4.01", "4.01", "4.00", "4.01", "4.01", "4.01"]}
SOUND = {
    "JJG 119": PH,
    "JJG 1036": {"rep.1": ["200.0000", "200.0001", "200.0000"]},
    "JJF 1101": {"cond.settled": "60", "temp": ["104.6", "105.2", "105.0", "105.4", "104.9"],
                 "temp.ind": "105.0"},
    "JJF 1376": {"temp": ["799.0", "801.5", "800.2", "800.8", "799.6", "800.4", "800.0"]},
    "JJG 178": {"t_error.1": ["10.2", "10.3", "10.3", "10.2"], "t_error.2": "20.1",
                "t_error.3": "30.3", "stray.1": "0.05", "stray.2": "0.06"},
    "JJG 694": {"baseline": ["0.001", "0.002", "0.001", "0.000"],
                "curve.1": "0.001", "curve.2": ["0.101", "0.100", "0.102"], "curve.3": "0.201",
                "curve.4": ["0.601", "0.600", "0.603"],
                "curve.blank": ["0.0010", "0.0012", "0.0011", "0.0009"],
                "repeat.1": ["0.200", "0.201", "0.202", "0.201", "0.200", "0.201", "0.200"]},
    "JJG 376": {"inst_error.1.p": "1408.3", "inst_error.1.fs": "2000",
                "inst_error.1": ["0", "0", "1410", "1411", "1410"]},
    "JJG 700": {"flow.1": ["10.00", "10.02", "10.01"], "oven": ["100.0", "100.1", "100.0"],
                "ramp.1": ["1", "100.0", "100.4", "100.2"], "baseline": ["20.1", "20.2", "20.1"],
                "lod_fid.N_noise": "0.05", "lod_fid.W_inj": "100", "lod_fid.A_area": "1000",
                "qualitative.1": ["5.012", "5.014", "5.013"],
                "quantitative.1": ["1003", "1008", "1001", "1005"]},
}


def trip_to(c, codes, service, now):
    """A trip under way to the instruments of these regulations; their tasks by regulation."""
    c.state_demand()
    c.to_office()
    its = c.lab_instruments()
    booking = c.book_lab([its[k] for k in codes], now, service)
    trip = c.make_trip(c.lab_plan(booking, local_days(now)))
    by_id = {its[k]["id"]: k for k in codes}
    return trip, {by_id[t["instrument_id"]]: t for t in trip["tasks"]}


def end_trip(c, trip):
    trip = c.call("verifier", "GET", f"/api/trips/{trip['id']}")
    c.call("verifier", "POST", f"/api/trips/{trip['id']}/finish", {"version": trip["version"]})


def traced(c, record):
    """The traces of the record's cases, each worked out again from itself alone."""
    cases = c.call("checker", "GET", f"/api/records/{record['id']}/trace")["trace"]["cases"]
    expect_true("every case has its steps", cases and all(x["steps"] for x in cases))
    for case in cases:
        expect("the trace works out again", trace_check.check(case), [])
    return [s for case in cases for s in case["steps"]]


def paper_of(c, record):
    steps = traced(c, record)
    expect_true("the trace has its formulas with the numbers put in",
                any(s.get("filled") for s in steps))
    paper = c.pass_on(c.submit(c.refresh(record)))
    pdf = c.call("approver", "GET", f"/api/certificates/{paper['id']}/pdf")
    expect(f"{paper['number']}: a PDF", pdf[:5], b"%PDF-")
    return paper


def tables_of(paper):
    return {t["title"]: t for t in paper["content"]["tables"]}


def labels(table):
    return [x["label"] for x in table["columns"]]


def verified(c, now):
    """Every set passes and gets its certificate."""
    trip, tasks = trip_to(c, list(SOUND), "verification", now)
    for code, task in tasks.items():
        r = c.open(task)
        expect(f"{code}: a new record is incomplete", r["verdict"], "incomplete")
        c.lab_fill(r, SOUND[code])
        expect(f"{code}: passes", (r["verdict"], r["result"]["missing"]), ("pass", []))
        paper = paper_of(c, r)
        judged = not code.startswith("JJF")  # a calibration specification has no verdict
        expect(f"{code}: its certificate", (paper["kind"], bool(paper["valid_until_day"])),
               ("verification", True) if judged else ("calibration", False))
        expect(f"{code}: by its edition", paper["content"]["basis"][0]["code"][:len(code)], code)
        expect_true(f"{code}: standards with certificates", paper["content"]["devices"])
        expect_true(f"{code}: measured tables", any(
            t["rows"] for t in paper["content"]["tables"]))
    end_trip(c, trip)


def correction_and_gap(c, r):
    """A reading is struck and read again; without it the record is no pass."""
    row = next(x for x in c.rows(r) if x["key"] == "indication.1")
    again = {"row_key": row["key"], "value": c.lab_reading(row, PH)}
    c.lab_fill(r, PH, leave_out=("indication.1",))
    expect("one missing row: incomplete", (r["verdict"], r["result"]["missing"]),
           ("incomplete", ["indication.1"]))
    answer = c.submit(c.refresh(r), status=409)
    expect("an incomplete record is not signed", answer["key"], "record.incomplete")
    typo = {"row_key": row["key"], "value": {**again["value"], "x1": "4.013"}}
    answer = c.enter_rows(r, [typo], status=409)
    expect("a reading that the display cannot show is asked back",
           (answer["key"], answer["field"]), ("record.ask_back", "not_multiple"))
    c.enter_rows(r, [typo], confirmed=True)
    answer = c.enter_rows(r, [again], status=409)
    expect("a row is read once", answer["key"], "record.row_taken")
    c.strike(r, "indication.1", "抄错一位")
    expect("a struck reading is a missing row", r["verdict"], "incomplete")
    c.enter_rows(r, [again])
    expect("read again it passes", r["verdict"], "pass")
    entries = [e for e in c.refresh(r)["entries"] if e["row_key"] == "indication.1"]
    expect("what was struck stays, with the reason",
           [(e["kind"], e["struck"]) for e in entries],
           [("reading", True), ("strike", False), ("reading", False)])


def failed_one(c, now):
    """An error beyond the limit: a notice, failed items first, the best grade named."""
    trip, tasks = trip_to(c, ["JJG 119"], "verification", now)
    r = c.open(tasks["JJG 119"])
    bad = {**PH, "indication.1": ["4.05", "4.06", "4.05", "4.05", "4.05", "4.05"]}
    c.lab_fill(r, bad)
    expect("an error beyond the limit fails", (r["verdict"], r["result"]["failed_tests"]),
           ("fail", ["indication"]))
    expect("the best grade that it meets", r["result"]["best_grade"], "0.1")
    paper = paper_of(c, r)
    expect("a notice without validity", (paper["kind"], paper["valid_until_day"]),
           ("notice", None))
    expect("failed items first", paper["content"]["tables"][0]["verdict"], "fail")
    expect_true("the notice names the grade that is met",
                any("0.1" in x for x in paper["content"]["remarks"]))
    expect_true("the trace has the comparison that failed",
                any(s["key"] == "trace.compare_fail" for s in traced(c, r)))
    end_trip(c, trip)


def adjusted_one(c, now):
    """Fails as found, passes as left; both are on the paper."""
    trip, tasks = trip_to(c, ["JJG 1036"], "verification", now)
    r = c.open(tasks["JJG 1036"])
    c.lab_fill(r, {**SOUND["JJG 1036"], "lin.6": "220.0021"})
    expect("as found: fails", r["verdict"], "fail")
    r = c.call("verifier", "POST", f"/api/records/{r['id']}/adjust",
               {"version": r["version"], "what": "内校砝码校准"})
    expect("an adjustment begins a new set", (r["set_no"], r["verdict"]), (2, "incomplete"))
    c.lab_fill(r, SOUND["JJG 1036"])
    paper = paper_of(c, r)
    expect("as left: a certificate", paper["kind"], "verification")
    expect("as found stands on it", {t["phase"] for t in paper["content"]["tables"]},
           {"final", "as_found"})
    end_trip(c, trip)


def claim(c, code, budget, base, day, **more):
    """The laboratory's own smallest uncertainty."""
    editions = c.call("admin", "GET", "/api/regulations")["items"]
    edition = [e["edition"] for e in editions if e["code"] == code and e["state"] == "confirmed"][-1]
    return c.call("admin", "POST", "/api/capabilities", {
        "regulation": edition, "budget": budget, "base": base, "basis": "认可范围 L0001",
        "valid_from_day": day, **more})["items"]


def stated(paper):
    """U as printed, of every row that has one."""
    out = []
    for t in paper["content"]["tables"]:
        at = [i for i, x in enumerate(labels(t)) if x.startswith("扩展不确定度U")]
        out += [row["cells"][i] for row in t["rows"] for i in at]
    return out


def refused(what, key, call, status=409):
    answer = call(status)
    expect(f"{what}: refused", answer["key"], key)


def stopped(c, kind, row, key, call):
    """A standard or a set is stopped: refused with the reason; then it goes on."""
    path = f"/api/{kind}/{row['id']}"
    c.call("admin", "POST", f"{path}/stop", {"version": row["version"], "reason": "期间核查"})
    refused(f"{kind} stopped", key, call)
    c.call("admin", "POST", f"{path}/resume", {"version": row["version"] + 1, "reason": "合格"})
    row["version"] += 2


def suspended(c, login, duty, call):
    """Somebody's credential is suspended, then there is a new one."""
    person = c.who(login).session["person"]["id"]
    rows = c.call("admin", "GET", f"/api/credentials?person_id={person}")["items"]
    k = next(x for x in rows if (x["regulation_code"], x["duty"], x["is_valid"]) == ("JJG 119", duty, True))
    c.call("admin", "POST", f"/api/credentials/{k['id']}/suspend", {"version": k["version"], "reason": "复训"})
    refused(f"{duty} suspended", "credential.suspended", call, 403)
    c.call("admin", "POST", f"/api/credentials/{k['id']}/renew", {
        "number": k["number"], "valid_from_day": local_days(c.now)[0], "valid_until_day": k["valid_until_day"]})


def paper_for(s, number, until, day=None):
    return {"version": s["version"], "certificate_no": number, "issuer": "省计量院",
            "certificate_day": day or s["certificate_day"], "valid_until_day": until,
            "accuracy_class": s["accuracy_class"], "params": s["params"]}


def means_are_kept(c, now):
    """What runs out or is stopped between the readings and the approval, through addresses only."""
    c.now = now
    trip, tasks = trip_to(c, ["JJG 119"], "verification", now)
    s = next(x for x in c.lab_standards() if x["kind"] == "ph_simulator")
    path, until = f"/api/standards/{s['id']}/certificates", s["valid_until_day"]
    c.call("admin", "POST", path, paper_for(s, "HX-OVER", local_days(now - 86400_000)[0]))
    refused("an expired certificate", "record.standard_expired",
            lambda code: c.open(tasks["JJG 119"], status=code))
    s["version"] += 1
    c.call("admin", "POST", path, paper_for(s, "HX-OPENED", until))
    s["version"] += 1
    r = c.open(tasks["JJG 119"])
    c.lab_fill(r, PH)
    sets = {x["id"]: x for x in c.call("admin", "GET", "/api/standard-sets")["items"]}
    of = sets[s["set_id"]]

    def submit(code):
        return c.submit(c.refresh(r), status=code)
    stopped(c, "standards", s, "record.standard_stopped", submit)
    stopped(c, "standard-sets", of, "record.accreditation_stopped", submit)
    suspended(c, "verifier", "verify", submit)
    answer = c.call("admin", "POST", f"/api/standards/{s['id']}/withdraw",
                    {"version": s["version"], "reason": "报废"}, status=409)
    expect("what a record rests on is not withdrawn", answer["key"], "standard.in_work")
    c.call("admin", "POST", path, paper_for(s, "HX-LATER", until, local_days(now)[0]))
    s["version"] += 1
    r = submit(200)
    stopped(c, "standards", s, "record.standard_stopped", lambda code: c.review(r, status=code))
    suspended(c, "checker", "check", lambda code: c.review(r, status=code))
    r = c.review(r)
    stopped(c, "standard-sets", of, "record.accreditation_stopped",
            lambda code: c.review(r, "approver", "approve", status=code))
    suspended(c, "approver", "approve", lambda code: c.review(r, "approver", "approve", status=code))
    done = c.review(r, "approver", "approve")
    paper = c.call("approver", "GET", f"/api/certificates/{done['certificate_id']}")
    expect("the paper names the certificate that the record rests on",
           [d["certificate_no"] for d in paper["content"]["devices"] if d["serial"] == s["serial"]],
           ["HX-OPENED"])
    end_trip(c, trip)


def never_below_the_claim(c, now):
    """Claims of the laboratory, of a set that is not on board, and one that is over."""
    day = local_days(now)[0]
    sets = c.call("admin", "GET", "/api/standard-sets")["items"]
    other = next(s for s in sets if s["regulation_code"] == "JJG 539")
    claim(c, "JJG 119", "indication", "0.2", day)
    claim(c, "JJG 119", "unit_error", "9", day, set_id=other["id"])
    over = claim(c, "JJG 1036", "indication", "7", "2020-01-01", until_day="2020-12-31")
    expect("what is over stays in the list", over[-1]["until_day"], "2020-12-31")
    claim(c, "JJG 1036", "indication", "0.5", day, from_value="220", to_value="220")
    papers = {}
    trip, tasks = trip_to(c, ["JJG 119", "JJG 1036"], "calibration", now)
    for code, task in tasks.items():
        r = c.open(task)
        c.lab_fill(r, SOUND[code])
        papers[code] = stated(paper_of(c, r))
    end_trip(c, trip)
    expect_true("the claim is what the certificate states", "0.20" in papers["JJG 119"])
    expect_true("a claim of a set that is not there is none", "9.0" not in papers["JJG 119"])
    expect("within its range only", (papers["JJG 1036"].count("0.50") in (1, 2), "7.0" in papers["JJG 1036"],
                                     len(papers["JJG 1036"]) > 2), (True, False, True))


def calibrated(c, now):
    """Values with U and k, no limit, no verdict."""
    trip, tasks = trip_to(c, ["JJG 119", "JJG 1036"], "calibration", now)
    for code, task in tasks.items():
        r = c.open(task)
        c.lab_fill(r, SOUND[code])
        paper = paper_of(c, r)
        content = paper["content"]
        expect(f"{code}: a calibration certificate", (paper["kind"], paper["valid_until_day"],
                                                      content["conclusion"]),
               ("calibration", None, None))
        measured = [t for t in content["tables"] if t["rows"]]
        heads = {x for t in measured for x in labels(t)}
        expect_true(f"{code}: U and k", any(x.startswith("扩展不确定度U") for x in heads)
                    and "k" in heads)
        expect(f"{code}: no limit, no verdict", [x for x in heads if x.startswith("允许")
                                                 or x == "结论"], [])
        expect(f"{code}: no table has a verdict", {t["verdict"] for t in content["tables"]},
               {"none"})
    end_trip(c, trip)


def decided(c, now):
    """The rule that the order asks for stands on the paper: in words, with its guard band and its risk."""
    wanted = [("JJG 119", "simple", "pass", "verification", None), ("JJG 1036", "guard_band", "pass", "verification", "1"),
              ("JJG 119", "guard_band", "fail", "notice", "1")]
    near = {**PH, "indication.1": ["4.01", "4.01", "4.02", "4.01", "4.01", "4.01"]}  # within the limit, not by U
    for code, rule, verdict, kind, factor in wanted:
        trip, tasks = trip_to(c, [code], "verification", now)
        answer = c.open(tasks[code], {"decision": "often"}, status=422)
        expect("only known rules", answer["field"], "decision")
        r = c.open(tasks[code], {"decision": rule})
        c.lab_fill(r, near if verdict == "fail" else SOUND[code])
        expect(f"{code} by {rule}", r["verdict"], verdict)
        paper = paper_of(c, r)
        content = paper["content"]
        expect(f"{code} by {rule}: its paper", (paper["kind"], content["decision_rule"], content["decision_factor"]),
               (kind, rule, factor))
        words = {"simple": ("简单接受", "simple acceptance"), "guard_band": ("保护带", "guard band")}[rule]
        expect_true(f"{code} by {rule}: named in both languages",
                    words[0] in content["decision"] and words[1] in content["decision_en"])
        expect_true(f"{code} by {rule}: what has no uncertainty is judged by the regulation",
                    "按规程" in content["decision"] and "by the limits of the regulation" in content["decision_en"])
        if verdict == "pass":
            expect_true(f"{code} by {rule}: the risk of what passes",
                        content["decision_risk"].endswith(" %") and content["decision_risk"] in content["decision"])
        if factor:
            expect_true(f"{code}: the guard band as a multiple of U", f"{factor} × U" in content["decision"])
        end_trip(c, trip)
    trip, tasks = trip_to(c, ["JJG 119"], "verification", now)
    r = c.open(tasks["JJG 119"])
    c.lab_fill(r, SOUND["JJG 119"])
    content = paper_of(c, r)["content"]
    expect("nobody asked for a rule", (content["decision_rule"], content["decision"]), (None, None))
    end_trip(c, trip)


def inspected(c, now):
    trip, tasks = trip_to(c, ["JJG 1036"], "in_service", now)
    r = c.open(tasks["JJG 1036"])
    c.lab_fill(r, SOUND["JJG 1036"])
    expect("an inspection gives a record, never a certificate", paper_of(c, r)["kind"],
           "inspection")
    end_trip(c, trip)


def standards_are_needed(c, now):
    """A plan without a standard, or with one that is not good enough, is refused with the reason."""
    c.state_demand()
    c.to_office()
    booking = c.book_lab([c.lab_instruments()["JJG 119"]], now, "verification")
    days = local_days(now)
    some = [s for s in c.lab_standards() if s["kind"] != "ph_simulator"]
    check = c.call("dispatcher", "POST", "/api/trips/check", c.lab_plan(booking, days, some))
    found = [p for p in check["problems"] if p["key"] == "trip.standard_unfit"]
    expect("a missing standard is refused and named", (check["ok"], len(found),
                                                       "missing" in found[0]["value"]),
           (False, 1, True))
    none = [s for s in c.lab_standards() if not s["kind"].startswith("ph_")]
    check = c.call("dispatcher", "POST", "/api/trips/check", c.lab_plan(booking, days, none))
    expect_true("no accredited set for the regulation",
                any(p["key"] == "trip.accreditation_none" for p in check["problems"]))
    c.call("metrology", "POST", f"/api/bookings/{booking['id']}/cancel",
           {"version": booking["version"], "reason": "只为核对标准器"})


def edition_is_confirmed(c, now):
    """A new edition counts only when an administrator has confirmed it."""
    listed = c.call("admin", "GET", "/api/regulations")["items"]
    old = next(e for e in listed if e["code"] == "JJG 119")
    doc = c.call("admin", "GET", f"/api/regulations/{old['id']}")
    expect_true("what is unconfirmed is listed", doc["unconfirmed"])
    text = doc["document"]
    text["regulation"].update(code="JJG 119-2026", edition="2026", in_force="2026-01-01")
    body = json.dumps(text, ensure_ascii=False).encode()
    c.call("verifier", "POST", "/api/regulations", body, status=403, media_type="application/json")
    new = c.call("admin", "POST", "/api/regulations", body, media_type="application/json")
    expect("a registered edition is a draft", new["edition"]["state"], "draft")
    answer = c.call("admin", "POST", "/api/regulations", b'{"schema": "qh-regulation/1"}',
                    status=(400, 422), media_type="application/json")
    expect_true("a malformed edition is refused with the place", answer["key"])
    c.state_demand()
    c.to_office()
    booking = c.book_lab([c.lab_instruments()["JJG 119"]], now, "verification")
    plan = c.lab_plan(booking, local_days(now))
    check = c.call("dispatcher", "POST", "/api/trips/check", plan)
    expect_true("nothing is planned by a draft",
                any(p["key"] == "trip.edition_unconfirmed" for p in check["problems"]))
    c.call("admin", "POST", f"/api/regulations/{new['edition']['id']}/confirm",
           {"version": new["edition"]["version"], "note": "演示确认"})
    text["regulation"]["note"] = "表格更正"
    fixed = c.call("admin", "POST", "/api/regulations", json.dumps(text).encode(),
                   media_type="application/json")["edition"]
    done = c.call("admin", "POST", f"/api/regulations/{fixed['id']}/confirm",
                  {"version": fixed["version"], "note": "演示确认"})["items"]
    expect("a corrected file supersedes the old one of the same edition",
           sorted(e["state"] for e in done if e["edition"] == "JJG 119-2026"),
           ["confirmed", "superseded"])
    trip = c.make_trip(plan)
    r = c.open(trip["tasks"][0])
    expect("the confirmed edition is used", r["edition_code"], "JJG 119-2026")
    correction_and_gap(c, r)
    expect("its certificate", paper_of(c, r)["kind"], "verification")
    end_trip(c, trip)


def of_page(c, days):
    """The steps of docs/regulations.md, sent as they stand there; the answers by name."""
    silicon = c.who("silicon").session["person"]["enterprise_id"]
    known = {"from": days[0], "until": "2035-12-31", "enterprise": silicon,
             **{k: c.who(k).session["person"]["id"] for k in ("verifier", "checker", "approver")}}

    def put_in(match):
        value = known[match.group(1)]
        for name in filter(None, match.group(2).split(".")):
            value = value[name]
        return str(value)
    who = "admin"
    for method, path, *more in manual.requests():
        if method == "as":
            who = path
            continue
        body, name = more
        path, body = (re.sub(r"\$(\w+)((?:\.\w+)*)", put_in, x) for x in (path, body))
        sent = (manual.ROOT / body[1:]).read_bytes() if body[0] == "@" else json.loads(body)
        answer = c.call(who, method, path, sent, **({"media_type": "application/json"} if body[0] == "@" else {}))
        if name:  # of a list the row that was sent
            known[name] = next((x for x in answer["items"] if x.items() >= sent.items()), None) \
                if "items" in answer else answer
    return known


STOPWATCH = {"visual.light": "na", "interval.1": ["10.01", "10.02", "10.01"],
             "interval.2": ["60.02", "60.03", "60.02"], "interval.3.p": "3590",
             "interval.3": ["0", "3590.21", "3590.22", "3590.21"]}


def manual_is_walked(c, now):
    """A kind that nobody had, from its file to the certificate, by the addresses of the manual."""
    days = local_days(now)
    made = of_page(c, days)
    standard = made["standard"]["standard"]
    # An initial verification asks for the repeatability, which certificate.results does not name.
    for third, kind, titles in (("10.01", "verification", ["外观及功能", "时间间隔误差"]),
                                ("10.07", "notice", ["重复性", "外观及功能", "时间间隔误差"])):
        c.state_demand()
        c.to_office()
        booking = c.book_lab([made["instrument"]["instrument"]], now, "verification", "initial")
        trip = c.make_trip(c.lab_plan(booking, days, [standard]))
        r = c.open(trip["tasks"][0])
        c.lab_fill(r, {**STOPWATCH, "interval.1": ["10.01", "10.02", third]})
        paper = paper_of(c, r)
        expect(f"the manual's stopwatch: {kind}", paper["kind"], kind)
        expect("what certificate.results names, in its order, and what failed",
               [t["title"] for t in paper["content"]["tables"]], titles)
        expect("its standard with the certificate of the manual",
               [(d["serial"], d["certificate_no"]) for d in paper["content"]["devices"]], [("TC-7", "SJ2026-0007")])
        end_trip(c, trip)


def spoil(url, sql):
    if url.startswith("sqlite:"):
        subprocess.run(["sqlite3", url[7:], sql], check=True)
    else:
        psql(url, sql)


def spoiled_one_is_named(url):
    """A reading changed behind the record's back; the verdict it would have is another."""
    record = query(url, "select r.id from record r join regulation_edition e on e.org = r.org and "
                   "e.id = r.edition_id where e.code = 'JJG 119' and r.verdict = 'pass' "
                   "order by r.id limit 1").strip()
    spoil(url, f"update record_entry set value = replace(value, '4.01', '4.09') "
               f"where record_id = '{record}'")
    done = subprocess.run([QH, "check", "--db", url], capture_output=True, check=False)
    said = (done.stdout + done.stderr).decode()
    expect_true("qh check names the spoiled record", done.returncode != 0 and record in said)
    expect_true("and says that its verdict is wrong",
                any(record in line and "verdict" in line for line in said.splitlines()))


def on_engine(engine):
    world = World(engine, demo=True)
    url = world.copy()
    now = int(time.time() * 1000)
    try:
        with Server(url, "--quiet") as server:
            c = Lab(server, world)
            standards_are_needed(c, now)
            verified(c, now)
            failed_one(c, now)
            adjusted_one(c, now)
            decided(c, now)
            calibrated(c, now)
            never_below_the_claim(c, now)
            means_are_kept(c, now)
            manual_is_walked(c, now)
            inspected(c, now)
            edition_is_confirmed(c, now)
        run("check", "--db", url)
        expect_true(f"{engine}: qh check finds everything in order", True)
        spoiled_one_is_named(url)
    finally:
        world.drop(url)
        world.close()


def main():
    for engine in engines():
        COUNT.guard(engine, on_engine)
    return COUNT.total()


if __name__ == "__main__":
    sys.exit(main())
