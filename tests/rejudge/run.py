#!/usr/bin/env python3
"""run.py - qh rejudge says what another edition would change, exactly, and changes nothing.

A record of a weighbridge is made over HTTP, then copied in the database with one reading
moved to a known error in each copy.  An edition with limits of nine tenths must change
exactly those copies whose error lies between the new limit and the old one.

Usage: run.py   (QH: the binary; PG_URL: a PostgreSQL, else SQLite only)
"""
import base64
import csv
import datetime
import hashlib
import io
import json
import re
import signal
import sqlite3
import subprocess
import sys
import time
import traceback
import zlib
from decimal import Decimal as D
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "chain"), str(HERE.parent / "api")]
from chain import Failure  # noqa: E402
from lab import Lab  # noqa: E402
from qh import QH, ROOT, Server, World, engines, query  # noqa: E402

EDITION = ROOT / "data/regulations/jjg-539-2016.json"
METERS = ROOT / "data/regulations/jjg-119-2018.json"
FURNACES = ROOT / "data/regulations/jjf-1376-2012.json"
# What a pH meter and a furnace show; a list is read in turn.
SHOWN = {"JJG 119": {"in.t_solution": "25.0", "input_current": "7.00", "indication.1": ["4.01", "4.01", "4.00", "4.01", "4.01", "4.01"]},
         "JJF 1376": {"temp": ["799.0", "801.5", "800.2", "800.8", "799.6", "800.4", "800.0"]}}
METERS_MADE = set()
THERE = {}  # records before any copy, by edition: the world has some of its own
BUFFER = D("4.003")  # of the buffer at 25 °C
FACTOR = D("0.9")
COPIES = 60
LAST_DAY = "2031-05-06"
# Columns of the tables that are copied, with what a copy changes.
RECORD = ("org id number trip_task_id trip_id instrument_id edition_id edition_hash service stage "
          "state set_no plan result verdict officer_id checker_id approver_id test_from_day "
          "test_until_day submitted_ms checked_ms approved_ms head_hash version").split()
ENTRY = ("org record_id seq set_no row_key kind value struck_seq reason at_ms person_id "
         "prev_hash hash").split()


class Check:
    def __init__(self):
        self.passed = self.failed = 0

    def __call__(self, name, good, why=""):
        self.passed += bool(good)
        self.failed += not good
        if not good:
            print(f"not ok: {name}: {why}")


def rejudge(url, *args):
    done = subprocess.run([QH, "rejudge", "--db", url, *args], capture_output=True, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def judged_by(url, path):
    """How many records that edition judges."""
    return int(re.search(r"(\d+) records, \d+ would change", rejudge(url, "--edition", str(path))[2]).group(1))


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def edition(folder, name, change, of=EDITION):
    doc = json.loads(of.read_text(encoding="utf-8"))
    change(doc)
    path = folder / name
    path.write_text(json.dumps(doc, ensure_ascii=False), encoding="utf-8")
    return str(path)


def stricter(doc):
    for steps in doc["limits"]["mpe"]["map"].values():
        for step in steps["steps"]:
            step["limit"]["abs"] = f"{FACTOR}*({step['limit']['abs']})"


def refusing(doc):
    doc["classes"] = [c for c in doc["classes"] if c["class"] != "III"]
    del doc["limits"]["mpe"]["map"]["III"]


def make_record(c):
    """One whole record without errors, submitted."""
    now = int(time.time() * 1000)
    c.state_demand()
    c.to_office()
    scales = sorted((i for i in c.scales() if i["purpose"] == "trade"),
                    key=lambda i: int(i["params"]["max"]))
    booking = c.book(scales[:1], now)
    trip = c.make_trip(c.plan(booking, local_days(now)))
    record = c.open(trip["tasks"][0])
    c.fill(record)
    return trip, c.refresh(record)


def end_trip(c, trip):
    """Crew and standards are free for the next one."""
    trip = c.call("verifier", "GET", f"/api/trips/{trip['id']}")
    c.call("verifier", "POST", f"/api/trips/{trip['id']}/finish", {"version": trip["version"]})


def make_lab_records(c):
    """Whole records of the general procedure: a verification, and a calibration with a set value."""
    now = int(time.time() * 1000)
    c.state_demand()
    c.to_office()
    its = c.lab_instruments()
    booking = c.book_lab([its[code] for code in SHOWN], now, "verification")
    trip = c.make_trip(c.lab_plan(booking, local_days(now)))
    records = {}
    for task in trip["tasks"]:
        code = next(k for k in SHOWN if its[k]["id"] == task["instrument_id"])
        record = c.open(task)
        c.lab_fill(record, SHOWN[code])
        records[code] = c.refresh(record)
    return records


def indication(doc):
    return next(t for t in doc["tests"] if t["id"] == "indication")


def stricter_meters(doc):
    """Nine tenths of every limit of the error of indication."""
    def scale(limit):
        for key, v in limit.items():
            if key == "abs":
                limit[key] = f"{FACTOR}*({v})"
            elif isinstance(v, dict):
                scale(v)
    scale(indication(doc)["limit"])


def fill_meters(engine, url, record):
    """Copies whose six readings, hundredths each, have means round both borders; ids of those that nine tenths fail."""
    row = next(r for s in record["plan"]["steps"] for r in s["rows"] if r["key"] == "indication.1")
    limit, fails, sql = D(row["limit"]), set(), []
    for n in range(24):
        border = limit * (FACTOR if n % 2 else 1) * (1 if n % 4 < 2 else -1)
        total = int((BUFFER + border) * 600) + n // 4 - 3  # of the six, in hundredths
        error = D(total) / 600 - BUFFER
        if abs(error) > limit:
            continue
        value = {f"x{i + 1}": str(D(total // 6 + (i < total % 6)) / 100) for i in range(6)}
        new, more = copy_sql(engine, record, 1000 + n, ("indication.1", value), LAST_DAY)
        sql += more
        METERS_MADE.add(new)
        if abs(error) > limit * FACTOR:
            fails.add(new)
    begin, end = (["set session_replication_role = replica;"], []) if engine == "postgres" else (["begin;"], ["commit;"])
    query(url, "\n".join(begin + sql + end))
    return fails


def check_general(check, engine, url, folder, records):
    """Records of the general procedure: their own edition changes none, a stricter one just those it must."""
    check(f"{engine}: laboratory records are whole", records["JJG 119"]["verdict"] == "pass" and
          not records["JJF 1376"]["result"]["missing"], {k: r["verdict"] for k, r in records.items()})
    METERS_MADE.clear()
    fails = fill_meters(engine, url, records["JJG 119"])
    before = fingerprint(engine, url)
    for path, n in ((METERS, len(METERS_MADE) + THERE[METERS]), (FURNACES, THERE[FURNACES])):
        code, out, err = rejudge(url, "--edition", str(path))
        check(f"{engine}: {path.name}: its own edition changes nothing",
              code == 0 and f"{n} records, 0 would change" in err, (code, out[:400], err))
    path = edition(folder, "meters.json", stricter_meters, METERS)
    code, out, err = rejudge(url, "--edition", path, "--threads", "2", "--round", "5")
    rows = rows_of(out)
    check(f"{engine}: exactly the meters between the limits change", {r["id"] for r in rows} == fails, (code, err, rows[:2]))
    check(f"{engine}: some meters, not all", 3 < len(fails) < len(METERS_MADE) - 3, len(fails))
    check(f"{engine}: meters fail by the error of indication",
          {(r["old_verdict"], r["new_verdict"], r["tests"]) for r in rows} == {("pass", "fail", "indication:pass>fail")}, rows[:2])
    path = edition(folder, "furnaces.json", lambda d: d["tests"].append(dict(d["tests"][0], id="again", row="again")), FURNACES)
    code, out, err = rejudge(url, "--edition", path)
    rows = rows_of(out)
    check(f"{engine}: a new test that nobody read leaves a furnace incomplete",
          len(rows) == THERE[FURNACES] and
          {(r["new_verdict"], r["tests"]) for r in rows} == {("incomplete", "again:>incomplete")}, (rows, err))
    check(f"{engine}: laboratory records are as they were", fingerprint(engine, url) == before)


def local_days(now_ms):
    zone = datetime.timezone(datetime.timedelta(hours=8))
    day = datetime.datetime.fromtimestamp(now_ms / 1000, zone).date()
    return [day.isoformat(), (day + datetime.timedelta(days=1)).isoformat()]


def sql_text(v):
    return "'" + v.replace("'", "''") + "'"


def copy_sql(engine, record, n, reading, day):
    """A copy of the record with the value of one entry changed."""
    new = f"COPY{n:022d}"
    swap = {"id": sql_text(new), "number": sql_text(f"JLCOPY-{n:05d}"),
            "trip_task_id": sql_text(f"TASK{n:022d}"), "test_until_day": sql_text(day)}
    columns = ", ".join(swap.get(c, c) for c in RECORD)
    out = [f"insert into record ({', '.join(RECORD)}) select {columns} from record "
           f"where id = '{record['id']}';"]
    key, value = reading
    swap = {"record_id": sql_text(new),
            "value": f"case row_key when {sql_text(key)} then {sql_text(json.dumps(value))} else value end"}
    columns = ", ".join(swap.get(c, c) for c in ENTRY)
    out.append(f"insert into record_entry ({', '.join(ENTRY)}) select {columns} from record_entry "
               f"where record_id = '{record['id']}';")
    return new, out


def spread_errors(c, record):
    """For each copy a row of the weighing test, its error in tenths of e and the reading."""
    rows = [r for s in record["plan"]["steps"] if s["test"] == "weighing" for r in s["rows"]
            if r["form"] == "load" and not r["substitute_stages"]]
    e = D(record["plan"]["e"])
    for n in range(COPIES):
        row = rows[n % len(rows)]
        most = int(D(row["limit"]) / e * 10)
        # Round the boundary: at the old limit, at the new one, between, below, and far below.
        tenths = (most, most - 1, most - 2, 1, -most, 2 - most)[n // len(rows) % 6]
        yield row, tenths, c.reading(record["plan"], row, tenths * e / 10)


def fill(engine, url, c, record):
    """The copies; ids of those that the stricter edition fails, and of those tested late."""
    fails, late = set(), set()
    sql = ["set session_replication_role = replica;"] if engine == "postgres" else ["begin;"]
    for n, (row, tenths, value) in enumerate(spread_errors(c, record)):
        day = LAST_DAY if n % 3 == 0 else "2030-01-01"
        new, more = copy_sql(engine, record, n, (row["key"], value), day)
        sql += more
        if abs(tenths) * D(record["plan"]["e"]) / 10 > FACTOR * D(row["limit"]):
            fails.add(new)
        if n % 3 == 0:
            late.add(new)
    query(url, "\n".join(sql + ([] if engine == "postgres" else ["commit;"])))
    return fails, late


def fingerprint(engine, url):
    """A hash of every row of every table."""
    if engine == "sqlite":
        done = subprocess.run(["sqlite3", url[len("sqlite:"):], ".dump"], capture_output=True, check=True)
        return hashlib.sha256(done.stdout).hexdigest()
    names = query(url, "select tablename from pg_tables where schemaname = 'public' order by 1").split()
    return hashlib.sha256("".join(query(url, f"select t::text from {n} t order by 1") for n in names)
                          .encode("utf-8", "surrogateescape")).hexdigest()


def check_change(check, engine, url, strict, record, fails, late):
    before = fingerprint(engine, url)
    code, out, err = rejudge(url, "--edition", str(EDITION))
    # Copies whose reading was moved still have the stored verdict of the original: a pass.
    check(f"{engine}: its own edition changes nothing", code == 0 and not rows_of(out), (code, out[:600], err))
    check(f"{engine}: all records were judged", f"{COPIES + THERE[EDITION]} records, 0 would change" in err, err)
    code, out, err = rejudge(url, "--edition", strict, "--threads", "3", "--round", "7")
    # Weighbridges of the replay that failed as found are not among the copies.
    failed = [r for r in rows_of(out) if r["old_verdict"] == "fail"]
    check(f"{engine}: of what failed already nothing passes", {r["new_verdict"] for r in failed} <= {"incomplete"}, failed[:2])
    rows = [r for r in rows_of(out) if r["old_verdict"] != "fail"]
    check(f"{engine}: exactly the records between the limits change", {r["id"] for r in rows} == fails,
          (code, err, {r["id"] for r in rows} ^ fails))
    check(f"{engine}: there are some, not all", 5 < len(fails) < COPIES - 5, len(fails))
    check(f"{engine}: from pass to fail, in weighing only",
          {(r["old_verdict"], r["new_verdict"], r["tests"]) for r in rows} == {("pass", "fail", "weighing:pass>fail")},
          rows[:2])
    check(f"{engine}: in order", [r["id"] for r in rows] == sorted(fails))
    check(f"{engine}: the sum", f"{len(fails)} from pass to fail" in err, err)
    code, out, _ = rejudge(url, "--edition", strict, "--since", LAST_DAY)
    check(f"{engine}: since a day", {r["id"] for r in rows_of(out) if r["old_verdict"] != "fail"} == fails & late, out)
    code, out, _ = rejudge(url, "--edition", strict, "--format", "json")
    lines = [json.loads(line) for line in out.splitlines()]
    changed = [x for x in lines[:-1] if x["old_verdict"] != "fail"]
    check(f"{engine}: JSON lines", {x["id"] for x in changed} == fails and
          lines[-1]["summary"]["changed"] == len(fails) + len(failed) and
          changed[0]["tests"] == [{"test": "weighing", "old": "pass", "new": "fail"}], lines[:2])
    check(f"{engine}: nothing in the database changed", fingerprint(engine, url) == before)
    return record


def check_resume(check, engine, url, strict, folder):
    whole, part = folder / "whole.csv", folder / "part.csv"
    rejudge(url, "--edition", strict, "--report", str(whole))
    child = subprocess.Popen([QH, "rejudge", "--db", url, "--edition", strict, "--report", str(part),
                              "--round", "1", "--threads", "2"], stderr=subprocess.PIPE, text=True)
    child.stderr.readline()
    child.send_signal(signal.SIGINT)
    child.stderr.read()
    check(f"{engine}: interrupted", child.wait() == 130 and Path(f"{part}.state").exists(), child.returncode)
    # What was written after the last saved state does not count.
    with open(part, "ab") as f:
        f.write(b"half a li")
    code, _, err = rejudge(url, "--edition", str(EDITION), "--report", str(part), "--resume")
    check(f"{engine}: not resumed by another edition", code == 6, (code, err))
    code, _, err = rejudge(url, "--edition", strict, "--since", LAST_DAY, "--report", str(part), "--resume")
    check(f"{engine}: not resumed from another day", code == 6, (code, err))
    code, _, err = rejudge(url, "--edition", strict, "--report", str(part), "--resume")
    check(f"{engine}: the resumed report is the same", code == 0 and part.read_bytes() == whole.read_bytes(),
          (code, err))
    check(f"{engine}: the sums are the same", f"{COPIES + THERE[EDITION]} records" in err, err)
    check(f"{engine}: no state is left", not Path(f"{part}.state").exists())
    code, _, err = rejudge(url, "--edition", strict, "--report", str(part), "--resume")
    check(f"{engine}: nothing to resume", code == 5, (code, err))


def unfold(url):
    """Plans and judgements as they were stored before they were compressed; how many there were."""
    with sqlite3.connect(url[len("sqlite:"):]) as db:
        rows = db.execute("select org, id, plan, result from record where plan like 'z%'").fetchall()
        for org, id_, *texts in rows:
            plain = [zlib.decompress(base64.urlsafe_b64decode(t.split(":")[1] + "===")).decode()
                     if t.startswith("z") else t for t in texts]
            db.execute("update record set plan = ?, result = ? where org = ? and id = ?", (*plain, org, id_))
    return len(rows)


def check_old_form(check, engine, url, strict):
    before = rejudge(url, "--edition", strict)[:2]
    unfolded = unfold(url)
    check(f"{engine}: records are stored compressed", unfolded > COPIES, unfolded)
    check(f"{engine}: as they were stored before they are judged alike",
          rejudge(url, "--edition", strict)[:2] == before and before[1], before[0])
    done = subprocess.run([QH, "check", "--db", url, "--only", "records", "--json"],
                          capture_output=True, check=False)
    wrong = [line for line in done.stdout.decode().splitlines() if '"what":"verdict"' in line and '"id":"COPY' not in line]  # copies have no task
    check(f"{engine}: so says qh check", not wrong, wrong[:3])


def check_edges(check, engine, url, folder, hash_):
    code, out, _ = rejudge(url, "--edition", hash_)
    check(f"{engine}: a registered edition by its hash", code == 0 and not rows_of(out), out)
    code, _, err = rejudge(url, "--edition", "none-such")
    check(f"{engine}: an unknown edition", code == 5 and "rejudge.edition" in err, (code, err))
    code, out, err = rejudge(url, "--edition", edition(folder, "refusing.json", refusing))
    rows = rows_of(out)
    check(f"{engine}: an edition that does not fit is said for each record",
          len(rows) == COPIES + THERE[EDITION] and all(r["refused"] or r["new_verdict"] != "pass" for r in rows), (err, out[:400]))
    broken = folder / "broken.json"
    broken.write_text("{}", encoding="utf-8")
    code, _, err = rejudge(url, "--edition", str(broken))
    check(f"{engine}: a broken edition", code == 2 and "regulation." in err, (code, err))
    for bad in (["--threads", "99"], ["--since", "soon"], ["--format", "xml"], ["--resume"], ["--round", "0"]):
        code, _, err = rejudge(url, "--edition", str(EDITION), *bad)
        check(f"{engine}: {bad} is refused", code == 2, (code, err))


def on_engine(engine, check):
    world = World(engine, demo=True)
    url = world.copy()
    try:
        with Server(url, "--quiet") as server:
            c = Lab(server, world)
            trip, record = make_record(c)
            c.submit(record)
            end_trip(c, trip)
            lab_records = make_lab_records(c)
        check(f"{engine}: the record passes", record["verdict"] == "pass", record["verdict"])
        THERE.update({path: judged_by(url, path) for path in (EDITION, METERS, FURNACES)})
        fails, late = fill(engine, url, c, record)
        strict = edition(world.folder, "strict.json", stricter)
        check_change(check, engine, url, strict, record, fails, late)
        if engine == "sqlite":
            check_old_form(check, engine, url, strict)
        check_resume(check, engine, url, strict, world.folder)
        check_edges(check, engine, url, world.folder, record["edition_hash"])
        check_general(check, engine, url, world.folder, lab_records)
    finally:
        if engine == "postgres":
            world.drop(url)
        world.close()


def main():
    check = Check()
    for engine in engines():
        try:
            on_engine(engine, check)
        except (Failure, KeyError, OSError, subprocess.SubprocessError):
            traceback.print_exc(file=sys.stdout)
            check(engine, False, "stopped")
    print(f"{check.passed} passed, {check.failed} failed")
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
