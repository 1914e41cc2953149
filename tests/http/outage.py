#!/usr/bin/env python3
"""outage.py - the database vanishes or its disk is full: the reply says so, nothing that was
acknowledged is lost, and the server goes on when it returns.

PostgreSQL is killed (SIGQUIT to all its processes) under writers and started again, and
once stopped for long.  The full disk is QH_SMALL_DISK of tests/lib/small-disk.sh, an ext4
image on a loop device where the machine lets us mount one; it fills up twice.
"""
import os
import secrets
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "api"))
from qh import PG_URL, Client, Failure, Server, World, query, run  # noqa: E402

WRITERS = 4


class Check:
    def __init__(self):
        self.passed = self.failed = 0

    def __call__(self, note, good, why=""):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {note}: {why}")


def pg(command):
    """pg_kill or pg_resume of tests/lib/postgres.sh on the cluster that is there."""
    subprocess.run(["sh", "-c", f". tests/lib/postgres.sh; trap - EXIT; {command}"],
                   check=True, cwd=Path(__file__).resolve().parent.parent.parent,
                   env={**os.environ})


def until(seconds, done):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if done():
            return True
        time.sleep(0.1)
    return False


class Writers:
    """People who state demands one after another, each repeated with its key until it is
    answered."""

    def __init__(self, world, server):
        self.ids = []
        self.keys = set()
        self.stop = False
        self.lock = threading.Lock()
        session = Client(server).sign_in(world.account("contact"))
        self.threads = [threading.Thread(target=self.write, args=(server, session))
                        for _ in range(WRITERS)]
        for t in self.threads:
            t.start()

    def write(self, server, session):
        client = Client(server)
        client.cookie, client.csrf = session.cookie, session.csrf
        while not self.stop:
            key = secrets.token_hex(16)
            answer = None
            while answer is None or answer.status != 201:
                answer = client.send("POST", "/api/demands",
                                     {"text": f"五台地磅快到检定期,请上门检定 {key}"},
                                     {"Idempotency-Key": key})
                with self.lock:
                    self.keys.add(f"{answer.status} {answer.key}")
                if answer.status != 201:
                    if self.stop:
                        return
                    time.sleep(0.05)
            with self.lock:
                self.ids.append((answer.json["id"], key))

    def end(self):
        self.stop = True
        for t in self.threads:
            t.join()


def check_stored(url, writers, check):
    rows = query(url, "select id from demand").split()
    lost = [i for i, _ in writers.ids if i not in set(rows)]
    check("no acknowledged demand is lost", not lost, f"{len(lost)} of {len(writers.ids)}")
    texts = query(url, "select text from demand").split("\n")
    twice = [k for _, k in writers.ids if sum(k in t for t in texts) != 1]
    check("each key has one effect", not twice, twice[:3])
    strange = {k for k in writers.keys if not k.startswith(("201 ", "503 store."))}
    check("refusals say store.*", not strange, strange)


def postgres(check):
    world = World("postgres")
    url = world.copy()
    with Server(url, "--quiet") as server:
        client = Client(server).sign_in(world.account("contact"))
        writers = Writers(world, server)
        check("writes before", until(20, lambda: len(writers.ids) >= 20), len(writers.ids))
        pg("pg_kill")
        answer = client.send("GET", "/api/health")
        check("the reply says that the database is gone",
              answer.status == 503 and answer.key.startswith("store."),
              f"{answer.status} {answer.key}")
        check("and when to come back", answer.headers.get("Retry-After") is not None)
        time.sleep(1)
        pg("pg_resume")
        check("reads go on", until(30, lambda: client.send("GET", "/api/health").status == 200))
        have = len(writers.ids)
        check("writes go on", until(30, lambda: len(writers.ids) >= have + 20))
        writers.end()
        print(f"postgres: {len(writers.ids)} demands, answers {sorted(writers.keys)}")
        check_stored(url, writers, check)
    world.close()


def fill_up(path):
    """Takes what room there is, down to single blocks; also what root may keep."""
    with open(path, "ab", buffering=0) as f:
        for size in (1 << 20, 1 << 16, 1 << 12, 1):
            try:
                while True:
                    f.write(b"x" * size)
            except OSError:
                pass


def refused_write(number, client, fill):
    """(the answer of a write on the full disk, texts of those that found room before).

    A checkpoint may give room back at any time, so a write may yet find some; then the
    disk is filled again and another one is tried.
    """
    stored = []
    end = time.monotonic() + 60
    while True:
        fill_up(fill)
        text = f"满盘时提出的诉求{number}之{len(stored)}"
        answer = client.send("POST", "/api/demands", {"text": text},
                             {"Idempotency-Key": f"full-{number}-{len(stored)}"})
        if answer.status != 201 or time.monotonic() > end:
            return answer, stored
        stored.append(text)


def full_once(number, server, client, writers, fill, check):
    """Full, then with room again, under the same server; the texts that were stored."""
    with writers.lock:
        writers.keys -= {k for k in writers.keys if k.startswith("503 ")}
    end = time.monotonic() + 60
    while "503 store.full" not in writers.keys and time.monotonic() < end:
        fill_up(fill)  # again: a checkpoint may have given room back
        time.sleep(0.05)
    check(f"{number}: the reply says that the disk is full",
          "503 store.full" in writers.keys, writers.keys)
    answer, stored = refused_write(number, client, fill)
    check(f"{number}: so does each write, with the time to come back",
          answer.status == 503 and answer.key == "store.full"
          and answer.headers.get("Retry-After") is not None, f"{answer.status} {answer.key}")
    check(f"{number}: reads go on",
          client.send("GET", "/api/demands?limit=1").status == 200
          and client.send("GET", "/api/session").status == 200)
    fill.unlink()
    have = len(writers.ids)
    check(f"{number}: writes go on", until(30, lambda: len(writers.ids) >= have + 20))
    check(f"{number}: in the same process", server.process.poll() is None)
    return stored


def full_disk(check):
    folder = os.environ.get("QH_SMALL_DISK")
    if not folder:
        print("no file system can be mounted here: the full disk is left out")
        return
    world = World("sqlite")
    try:
        source = world.copy()[len("sqlite:"):]
        url = f"sqlite:{folder}/qh.db"
        run("backup", "--db", f"sqlite:{source}", "--to", f"{folder}/qh.db")
        with Server(url, "--quiet") as server:
            client = Client(server).sign_in(world.account("contact"))
            writers = Writers(world, server)
            check("writes before", until(20, lambda: len(writers.ids) >= 20))
            stored = []
            for number in (1, 2):
                stored += full_once(number, server, client, writers, Path(folder) / "fill",
                                    check)
            writers.end()
            print(f"full disk: {len(writers.ids)} demands, answers {sorted(writers.keys)}")
            check_stored(url, writers, check)
            there = query(url, "select text from demand where text like '满盘%'")
            check("a refused demand is not there, an acknowledged one is",
                  sorted(there.split()) == sorted(stored), there)
        run("check", "--db", url)
        check("qh check finds nothing wrong", True)
    finally:
        world.close()


def main():
    check = Check()
    try:
        if PG_URL:
            postgres(check)
        full_disk(check)
    except Failure as failure:
        check("the test itself", False, failure)
    print(f"{check.passed} passed, {check.failed} failed")
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
