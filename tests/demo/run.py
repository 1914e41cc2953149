#!/usr/bin/env python3
"""run.py - the demo world: the rules of data/world/README.md for three seeds (rules.py), and
worlds built on days of every sort, in which nothing lies in the future.

The clock of `qh demo` is set by the program faketime: a working day, the middle of the Spring
Festival and New Year's night; a Saturday is given by --today, which means noon of it.

Usage: run.py   (QH: the binary)
"""
import datetime
import os
import sqlite3
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import rules

QH = os.environ["QH"]
# Seeds of the replay, and the day on which each world is built.
WORLDS = (
    ("20241202", "a working day", "2025-09-10 10:00:00"),
    ("7", "the Spring Festival", "2026-02-17 03:00:00"),
    ("4711", "New Year's night", "2026-01-01 00:05:00"),
    ("20241202", "a Saturday", "2026-11-28 04:00:00"),
)
NOON = "04:00:00"  # in China
# What must be the same for the same seed, whatever the ids and passwords are.
SAME = """SELECT p.name, e.name, d.text, d.state, d.registered_ms FROM demand d
 JOIN enterprise e ON e.org = d.org AND e.id = d.enterprise_id
 JOIN pairing g ON g.org = d.org AND g.enterprise_id = e.id AND g.until_day IS NULL
 JOIN person p ON p.org = d.org AND p.id = g.officer_id ORDER BY 1, 2, 3, 4, 5"""


class Count:
    passed = failed = 0

    def expect(self, what, good, more=""):
        self.passed += bool(good)
        self.failed += not good
        if not good:
            print(f"not ok: {what} {more}")


def build(folder, seed, day, name):
    path = folder / f"{name}.db"
    at = [QH, "demo", "--today", day[:10]] if day.endswith(NOON) else ["faketime", day, QH, "demo"]
    subprocess.run([*at, "--db", f"sqlite:{path}", "--seed", seed,
                    "--accounts", str(folder / f"{name}.json")],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   env={**os.environ, "TZ": "UTC"})
    return path


def one(path, sql):
    with sqlite3.connect(path) as db:
        return db.execute(sql).fetchall()


def check_day(count, path, name, day):
    now_ms = datetime.datetime.fromisoformat(day + "+00:00").timestamp() * 1000
    latest = one(path, "SELECT max(at_ms) FROM event")[0][0]
    # The program takes a moment itself.
    count.expect(f"{name}: no event after the day it was built on",
                 latest <= now_ms + 60000, latest)
    latest = one(path, "SELECT max(registered_ms) FROM demand")[0][0]
    count.expect(f"{name}: no demand after the day it was built on", latest < now_ms, latest)
    a_year_later = (datetime.date.fromisoformat(day[:10]) + datetime.timedelta(366)).isoformat()
    for table, some in (("standard", 1), ("standard_set", 0), ("credential", 0)):
        ended = one(path, f"SELECT count(*) FROM {table} WHERE valid_until_day < '{a_year_later}'")
        count.expect(f"{name}: a year later {table} is good, but for the old weight",
                     ended[0][0] == some, ended)
    done = subprocess.run(["faketime", day, QH, "check", "--db", f"sqlite:{path}"],
                          capture_output=True, check=False)
    count.expect(f"{name}: qh check finds nothing", done.returncode == 0, done.stdout)


def check_seeds(count, folder, paths):
    first, other, _, again = (one(path, SAME) for path in paths)
    count.expect("the same seed builds the same world on another day", first and first == again)
    count.expect("another seed builds another one", other and first != other)
    bad = subprocess.run([QH, "demo", "--today", "2026-02-30", "--db", f"sqlite:{folder}/x.db"],
                         capture_output=True, check=False)
    count.expect("a day that there is not is refused", bad.returncode != 0, bad.stderr)
    mode = (folder / "world0.json").stat().st_mode & 0o777
    count.expect("the passwords are the owner's alone", mode == 0o600, oct(mode))


def main():
    count = Count()
    with tempfile.TemporaryDirectory(prefix="qh-demo-") as name:
        folder = Path(name)
        with ThreadPoolExecutor(2) as pool:
            paths = list(pool.map(lambda w: build(folder, w[1][0], w[1][2], f"world{w[0]}"),
                                  enumerate(WORLDS)))
        for path, (seed, label, day) in zip(paths, WORLDS):
            with sqlite3.connect(path) as db:
                rules.check(db, count, f"seed {seed} on {label}")
            check_day(count, path, label, day)
        check_seeds(count, folder, paths)
    print(f"{count.passed} passed, {count.failed} failed")
    return 1 if count.failed else 0


if __name__ == "__main__":
    sys.exit(main())
