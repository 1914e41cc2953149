#!/usr/bin/env python3
"""run.py - the whole chain while statements fail: every change is tried with its first
statement failing, then its second, and so on, until it comes through.

After each failure the reply is a problem with a key of the store and no row of any table has
changed; no request goes through with a statement that failed.  At the end `qh check` finds
everything in order.
"""
import datetime
import mmap
import os
import re
import sqlite3
import struct
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "chain"))
sys.path.insert(0, str(HERE.parent / "api"))
from chain import Chain  # noqa: E402
from qh import Client, Failure, Server, World, fingerprint, run  # noqa: E402

FAULT = Path(os.environ.get("QH_BUILD", "build")) / "tests" / "faults" / "libstep_fault.so"
FEWEST = 10    # statements of a change, at least: session, row, history, commit ...


def statements():
    """1, 2, 3, ... and further up wider and wider, for requests of a thousand statements."""
    n = 1.0
    while True:
        yield int(n)
        n = max(n + 1, n * 1.1)


class Fault:
    """The two counters of step_fault.c."""

    def __init__(self):
        self.file = tempfile.NamedTemporaryFile(prefix="qh-fault-")
        self.file.write(bytes(16))
        self.file.flush()
        self.map = mmap.mmap(self.file.fileno(), 16)

    def arm(self, n):
        self.map[:16] = struct.pack("qq", n, 0)

    def failed(self):
        return struct.unpack("qq", self.map[:16])[1]


class FaultyChain(Chain):
    """A chain whose first request of each address and method meets every failure."""

    def __init__(self, server, world, url, fault):
        super().__init__(server, world)
        self.fault = fault
        self.url = url
        self.db = sqlite3.connect(f"file:{url[len('sqlite:'):]}?mode=ro", uri=True)
        self.swept = {}    # (method, address) -> statements that failed one by one
        self.beside = 0    # requests that came through although a statement failed

    def version_of_data(self):
        """Moves when any other connection has committed."""
        return self.db.execute("PRAGMA data_version").fetchone()[0]

    def call(self, login, method, path, body=None, status=None, **kw):
        kind = (method, re.sub(r"/[0-9A-Za-z_-]{20,}", "/ID", path.partition("?")[0]))
        if method == "GET" or kind in self.swept:
            return super().call(login, method, path, body, status, **kw)
        client = self.who(login) if login else Client(self.server)
        before = fingerprint(self.url)
        self.swept[kind] = tried = []
        for n in statements():
            answer = self.try_with(client, n, (method, path, body), kw, before)
            if answer.status < 500:
                break
            tried.append(n)
        good = status if status else (200, 201, 204)
        if answer.status not in (good if isinstance(good, tuple) else (good,)):
            raise Failure(f"{kind}: {answer.status} {answer.data[:600]!r}")
        return answer.json if "json" in answer.type else answer.data

    def try_with(self, client, n, request, kw, before):
        """The request with its n-th statement failing; a failure changed nothing."""
        was = self.version_of_data()
        self.fault.arm(n)
        answer = client.send(*request, **kw)
        failed = self.fault.failed()
        self.fault.arm(0)
        if answer.status < 500:
            self.beside += failed
            return answer
        note = f"{request[0]} {request[1]}, statement {n} failed"
        if not answer.key.startswith("store."):
            raise Failure(f"{note}: {answer.status} {answer.key!r}")
        if self.version_of_data() != was:
            after = fingerprint(self.url)
            changed = [t for t in after if after[t] != before[t]]
            if changed:
                raise Failure(f"{note}: changed {changed}")
        return answer


def local_days(now_ms):
    zone = datetime.timezone(datetime.timedelta(hours=8))
    day = datetime.datetime.fromtimestamp(now_ms / 1000, zone).date()
    return [day.isoformat(), (day + datetime.timedelta(days=1)).isoformat()]


def answered_and_confirmed(c):
    d = c.call("metrology", "GET", f"/api/demands/{c.ids['demand']}")
    done = c.step("metrology", "answer", {
        "answer": "地磅已上门检定，证书随附。", "outcome": "solved",
        "certificate_ids": [x["id"] for x in d["certificates"]]})
    url = done.get("confirm_url") or done["demand"]["confirm_url"]
    c.call(None, "POST", "/api/confirm/" + url.rstrip("/").rsplit("/", 1)[1], {
        "satisfaction": "satisfied", "rating": 5, "note": "", "downtime_confirmed": True})


def chain(c):
    """From the demand to its confirmation, with one weighbridge."""
    now = int(time.time() * 1000)
    c.state_demand()
    c.to_office()
    scale = next(i for i in c.scales() if i["purpose"] == "trade")
    trip = c.make_trip(c.plan(c.book([scale], now), local_days(now)))
    r = c.open(trip["tasks"][0])
    c.fill(r)
    paper = c.pass_on(c.submit(c.refresh(r)))
    trip = c.call("verifier", "GET", f"/api/trips/{trip['id']}")
    c.call("verifier", "POST", f"/api/trips/{trip['id']}/finish", {"version": trip["version"]})
    answered_and_confirmed(c)
    return paper


def main():
    world = World("sqlite", demo=True)
    url = world.copy()
    fault = Fault()
    os.environ.update(LD_PRELOAD=str(FAULT), QH_FAULT_FILE=fault.file.name)
    good = bad = 0
    try:
        with Server(url, "--quiet", "--no-jobs") as server:  # every statement is a request's
            c = FaultyChain(server, world, url, fault)
            chain(c)
        for (method, path), tried in c.swept.items():
            print(f"{method} {path}: {len(tried)} of {max(tried, default=0)} statements failed")
            good, bad = good + (len(tried) > FEWEST), bad + (len(tried) <= FEWEST)
        good, bad = good + (c.beside == 0), bad + (c.beside != 0)
        run("check", "--db", url)
        good += 1
    except Failure as e:
        bad += 1
        print(f"not ok: {e}")
    finally:
        world.close()
    print(f"{good} passed, {bad} failed")
    return 1 if bad or not good else 0


if __name__ == "__main__":
    sys.exit(main())
