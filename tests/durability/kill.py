#!/usr/bin/env python3
"""kill.py - acknowledged means durable: 64 clients state demands while `qh serve` is killed.

    kill.py [ROUNDS [SECONDS]]

Each round sends SIGKILL to the server under load and starts it again on the same database.
A client repeats a request with its Idempotency-Key until it is acknowledged, also over the
restart, and then keeps the answer.  Afterwards the rows are read with the engine's own
program: every acknowledged id is there once, every key has exactly one effect, and
`qh check` finds the whole database sound.  On SQLite and on PostgreSQL.
"""
import http.client
import secrets
import signal
import sys
import threading
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "api"))
from qh import Client, Failure, Server, World, engines, query, run  # noqa: E402

CLIENTS = 64
ROUNDS = 5
SECONDS = 1.5  # of load before each kill
PER_ROUND = 100  # acknowledged demands without which a kill would not be under load


class Load:
    """64 clients against whichever server is the current one."""

    def __init__(self, session, server):
        self.server = server
        self.cookie, self.csrf = session.cookie, session.csrf
        self.lock = threading.Lock()
        self.done = []  # (id, key) of every acknowledged demand
        self.begun = set()  # keys that were ever sent
        self.answers = Counter()
        self.stop = False
        self.threads = [threading.Thread(target=self.work) for _ in range(CLIENTS)]
        for t in self.threads:
            t.start()

    def attempt(self, key, state):
        """The id, or None: then the same key is sent again."""
        server = self.server
        if state.get("server") is not server:
            state["server"], state["client"] = server, Client(server)
            state["client"].cookie, state["client"].csrf = self.cookie, self.csrf
        try:
            answer = state["client"].send("POST", "/api/demands",
                                          {"text": f"地磅快到检定期,请上门检定 {key}"},
                                          {"Idempotency-Key": key})
        except (OSError, http.client.HTTPException):
            state.pop("server", None)
            with self.lock:
                self.answers["connection lost"] += 1
            return None
        with self.lock:
            self.answers[f"{answer.status} {answer.key}".strip()] += 1
        return answer.json["id"] if answer.status == 201 else None

    def work(self):
        state = {}
        while not self.stop:
            key = secrets.token_hex(16)
            with self.lock:
                self.begun.add(key)
            while True:
                demand = self.attempt(key, state)
                if demand:
                    with self.lock:
                        self.done.append((demand, key))
                    break
                time.sleep(0.05)
                if self.stop:
                    return

    def end(self):
        self.stop = True
        for t in self.threads:
            t.join()


def faults(url, load, before):
    """What does not hold, by name."""
    rows = [line.split("|", 1) for line in
            query(url, "select id, text from demand").split("\n") if "|" in line]
    ids = Counter(i for i, _ in rows)
    keys = Counter(text.rsplit(" ", 1)[-1] for _, text in rows)
    strange = {a for a in load.answers if not a.startswith(("201", "503 ", "429 "))}
    strange.discard("connection lost")
    own = sum(n for k, n in keys.items() if k in load.begun)
    return {
        "every acknowledged id is there once": [i for i, _ in load.done if ids[i] != 1],
        "two acknowledgements never name one demand":
            [i for i, n in Counter(i for i, _ in load.done).items() if n != 1],
        "every acknowledged key has one effect": [k for _, k in load.done if keys[k] != 1],
        "no key has two effects": [k for k in load.begun if keys[k] > 1],
        "no demand came from elsewhere": [] if len(rows) == before + own else [len(rows)],
        "answers are 201, 429 or 503": sorted(strange),
    }


def engine_test(engine, rounds, seconds):
    """(passed, failed)"""
    world = World(engine)
    url = world.copy()
    before = len(query(url, "select id from demand").split())
    server = Server(url, "--quiet")
    load = Load(Client(server).sign_in(world.account("contact")), server)
    result = {}
    for n in range(rounds):
        have, end = len(load.done), time.monotonic() + 60
        time.sleep(seconds)
        while len(load.done) < have + PER_ROUND and time.monotonic() < end:
            time.sleep(0.05)
        got = len(load.done) - have
        result[f"kill {n + 1} was under load"] = [] if got >= PER_ROUND else [got]
        server.stop(signal.SIGKILL)
        server = load.server = Server(url, "--quiet")
    time.sleep(seconds)
    load.end()
    server.stop()
    result.update(faults(url, load, before))
    try:
        run("check", "--db", url)
        result["qh check finds nothing"] = []
    except Failure as failure:
        result["qh check finds nothing"] = [failure]
    print(f"{engine}: {rounds} kills, {len(load.done)} acknowledged, {dict(load.answers)}")
    for name, wrong in result.items():
        if wrong:
            print(f"FAILED {engine}: {name}: {len(wrong)}, first {wrong[0]}")
    world.close()
    failed = sum(bool(wrong) for wrong in result.values())
    return len(result) - failed, failed


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else SECONDS
    passed = failed = 0
    for engine in engines():
        good, bad = engine_test(engine, rounds, seconds)
        passed += good
        failed += bad
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
