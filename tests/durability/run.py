#!/usr/bin/env python3
"""run.py - the server is killed under load: what it acknowledged is there, once.

    run.py [--kills N] [--clients N] [--between N]

On SQLite and, with PG_URL, on PostgreSQL: clients state demands, each with an
Idempotency-Key, while `qh serve` gets SIGKILL and is started again on the same port; on
PostgreSQL the database is killed as well (pg_kill of tests/lib/postgres.sh) under the
running server.  A client repeats a request with the same key until it is answered; it
repeats some that were answered, and gives some up after a failure.  One kill comes after
--between acknowledgements more, at a moment of chance within the next ones.

In the end: each acknowledged id is in the database once with the text and the number that
were acknowledged; each key has one demand, a given-up key at most one; no demand has no
key; the series of numbers has no gap; each demand has one beginning of its history;
`qh check` finds nothing wrong.
"""
import argparse
import collections
import http.client
import json
import random
import re
import secrets
import signal
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "api"))
from qh import Client, Failure, Server, World, engines, query, run  # noqa: E402

PEOPLE = ("silicon", "cable")
MARK = "钥匙"  # before the key in the text of a demand
REPEATED = 8   # one answered request of so many is sent again
GIVEN_UP = 16  # one failed request of so many is never repeated
PATIENCE_S = 120


class Check:
    def __init__(self, engine):
        self.engine = engine
        self.passed = self.failed = 0

    def __call__(self, note, good, why=""):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {self.engine}: {note}: {why}")


class Load:
    """The clients, and what they know."""

    def __init__(self, server, sessions, clients):
        self.address = server.host, server.port
        self.sessions = sessions
        self.lock = threading.Lock()
        self.stop = False
        self.acked = {}       # key: (id, number)
        self.given_up = set()
        self.answers = collections.Counter()
        self.recovered = 0    # done before, though the first try was never answered
        self.wrong = []
        self.progress = threading.Condition(self.lock)
        self.threads = [threading.Thread(target=self.run, args=(i,)) for i in range(clients)]
        for t in self.threads:
            t.start()

    def run(self, index):
        session = self.sessions[index % len(self.sessions)]
        client = Client(self)
        client.cookie, client.csrf = session.cookie, session.csrf
        chance = random.Random(index)
        try:
            while not self.stop:
                self.state(client, secrets.token_hex(16), chance)
        except Exception as failure:  # a thread's failure is the test's failure
            with self.lock:
                self.wrong.append(repr(failure))
        client.close()

    # Client reads these two of its server.
    @property
    def host(self):
        return self.address[0]

    @property
    def port(self):
        return self.address[1]

    def state(self, client, key, chance):
        """One demand, until it is answered or given up."""
        end = time.monotonic() + PATIENCE_S
        tries = 0
        while time.monotonic() < end:
            answer = self.send(client, key)
            tries += 1
            if answer is not None and answer.status == 201:
                self.keep(key, answer, tries)
                if chance.randrange(REPEATED) == 0:
                    self.once_more(client, key)
                return
            if chance.randrange(GIVEN_UP) == 0:
                with self.lock:
                    self.given_up.add(key)
                return
            time.sleep(0.02)
        raise Failure(f"no answer in {PATIENCE_S} s")

    def send(self, client, key):
        """One try.  The connection that a kill broke is not repeated by the client itself."""
        try:
            client.connection.request(
                "POST", "/api/demands",
                f'{{"text":"五台地磅快到检定期,请上门检定 {MARK}{key}"}}'.encode(),
                {"Content-Type": "application/json", "Cookie": client.cookie,
                 "X-CSRF-Token": client.csrf, "Idempotency-Key": key})
            response = client.connection.getresponse()
            answer = Reply(response, response.read())
        except (http.client.HTTPException, OSError) as failure:
            client.connection.close()
            self.count(type(failure).__name__)
            return None
        self.count(f"{answer.status} {answer.key}".strip())
        return answer

    def count(self, what):
        with self.lock:
            self.answers[what] += 1

    def keep(self, key, answer, tries):
        with self.lock:
            self.acked[key] = (answer.json["id"], answer.json["number"])
            if answer.replayed:
                self.recovered += 1
                if tries == 1:
                    self.wrong.append(f"a first try was answered as a repetition: {key}")
            self.progress.notify_all()

    def once_more(self, client, key):
        answer = self.send(client, key)
        if answer is None or answer.status != 201:
            return
        got = answer.json["id"], answer.json["number"]
        with self.lock:
            if got != self.acked[key] or not answer.replayed:
                self.wrong.append(f"repetition of {self.acked[key]} answered {got}")
            self.answers["201 again"] += 1

    def wait(self, more):
        """Until that many more are acknowledged; seconds."""
        began = time.monotonic()
        with self.lock:
            goal = len(self.acked) + more
            while len(self.acked) < goal:
                if not self.progress.wait(timeout=PATIENCE_S):
                    raise Failure(f"nothing is acknowledged; answers {dict(self.answers)}")
        return time.monotonic() - began

    def end(self):
        self.stop = True
        for t in self.threads:
            t.join()


class Reply:
    """What this test needs of an answer, read without the standard library's mail parser."""

    def __init__(self, response, data):
        self.status = response.status
        self.replayed = response.getheader("Idempotency-Replayed") == "true"
        self.data = data

    @property
    def json(self):
        return json.loads(self.data)

    @property
    def key(self):
        return self.json.get("key", "") if self.status >= 400 else ""


def pg(command):
    """pg_kill or pg_resume of tests/lib/postgres.sh on the cluster that is there."""
    subprocess.run(["sh", "-c", f". tests/lib/postgres.sh; trap - EXIT; {command}"],
                   check=True, cwd=ROOT)


def kill(server, url, load, between):
    """SIGKILL at a moment of chance; the new server and the seconds until it acknowledged."""
    load.wait(between)
    time.sleep(random.random() * 0.05)
    server.stop(signal.SIGKILL)
    again = Server(url, "--quiet", "--listen", f"127.0.0.1:{load.port}")
    return again, load.wait(1)


def serial(number):
    return int(re.fullmatch(r"SQ\d{4}-(\d+)", number)[1])


def check_rows(url, load, before, check):
    """before: ids that were there at the beginning."""
    rows = {}
    keys = collections.Counter()
    for line in query(url, "select id || '|' || number || '|' || text from demand").splitlines():
        i, number, text = line.split("|", 2)
        if i in before:
            continue
        rows[i] = (number, text)
        keys[text.rpartition(MARK)[2]] += 1
    lost = [k for k, (i, n) in load.acked.items()
            if i not in rows or rows[i][0] != n or not rows[i][1].endswith(k)]
    check("every acknowledged demand is there with its number and text", not lost,
          f"{len(lost)} of {len(load.acked)}: {lost[:3]}")
    twice = [k for k, n in keys.items() if n != 1]
    check("a key has one effect", not twice, twice[:3])
    strange = [k for k in keys if k not in load.acked and k not in load.given_up]
    check("no demand without a key that was sent", not strange, strange[:3])
    check("ids are acknowledged once",
          len({i for i, _ in load.acked.values()}) == len(load.acked))
    effects = sum(1 for k in load.given_up if keys[k])
    check("as many demands as keys with an effect", len(rows) == len(load.acked) + effects,
          f"{len(rows)} rows, {len(load.acked)} + {effects} keys")
    return rows, effects


def check_series(url, rows, check):
    numbers = sorted(serial(n) for n, _ in rows.values())
    first = numbers[0]
    check("numbers have no gap and none twice",
          numbers == list(range(first, first + len(numbers))),
          f"{len(numbers)} numbers from {first} to {numbers[-1]}")
    year = next(iter(rows.values()))[0][2:6]
    after = int(query(url, "select next from number_series where series = 'demand' and "
                           f"year = {year}").split()[0])
    check("the series goes on after the last", after == numbers[-1] + 1, after)
    begun = query(url, "select entity_id from event where entity = 'demand' and seq = 1")
    begun = collections.Counter(begun.split())
    check("each has one beginning of its history", all(begun[i] == 1 for i in rows))


def check_whole(url, load, before, check):
    rows, effects = check_rows(url, load, before, check)
    check_series(url, rows, check)
    stored = int(query(url, "select count(*) from idempotency where status = 201"))
    check("an answer is stored for each effect, and no other",
          stored == len(rows), f"{stored} answers, {len(rows)} demands")
    allowed = ("201", "503 store.", "503 http.", "ConnectionRefusedError",
               "ConnectionResetError", "RemoteDisconnected", "BrokenPipeError",
               "IncompleteRead", "BadStatusLine", "CannotSendRequest")
    strange = [a for a in load.answers if not a.startswith(allowed)]
    check("the clients saw success, refusals with store.*, broken connections, nothing else",
          not strange, strange)
    check("repetitions answer as the first time", not load.wrong, load.wrong[:3])
    try:
        run("check", "--db", url)
        check("qh check finds nothing wrong", True)
    except Failure as failure:
        check("qh check finds nothing wrong", False, failure)
    return effects


def prepare(world, url):
    with Server(url, "--quiet") as server:
        return [Client(server).sign_in(world.account(p)) for p in PEOPLE]


def trial(options, engine, check):
    world = World(engine, demo=True)
    try:
        url = world.copy()
        before = set(query(url, "select id from demand").split())
        sessions = prepare(world, url)
        server = Server(url, "--quiet")
        load = Load(server, sessions, options.clients)
        began = time.monotonic()
        back = []
        database = 0.0
        try:
            for n in range(options.kills):
                server, seconds = kill(server, url, load, options.between)
                back.append(seconds)
                if engine == "postgres" and n == options.kills // 2:
                    load.wait(options.between)
                    pg("pg_kill")
                    pg("pg_resume")
                    database = load.wait(1)
            load.wait(options.between)
        finally:
            load.end()
            seconds = time.monotonic() - began
            code = server.stop()
        check("the server ends in order", code == 0, code)
        effects = check_whole(url, load, before, check)
        report(engine, options, load, back, effects, seconds)
        if database:
            print(f"{engine}: the database killed once; acknowledged again after it was back "
                  f"in {database * 1000:.0f} ms")
    finally:
        world.close()


def report(engine, options, load, back, effects, seconds):
    broken = sum(n for a, n in load.answers.items() if not a[0].isdigit())
    refused = sum(n for a, n in load.answers.items() if a.startswith("503"))
    print(f"{engine}: {options.clients} clients, {options.kills} kills in {seconds:.1f} s: "
          f"{len(load.acked)} acknowledged, {broken} broken or refused connections, "
          f"{refused} answers 503, {load.recovered} found done when repeated, "
          f"{len(load.given_up)} given up of which {effects} had their effect, "
          f"{load.answers['201 again']} repeated after success")
    print(f"{engine}: answers {dict(load.answers.most_common())}")
    print(f"{engine}: from start to the next acknowledgement, median "
          f"{statistics.median(back) * 1000:.0f} ms, worst {max(back) * 1000:.0f} ms")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--between", type=int, default=150)
    options = parser.parse_args()
    passed = failed = 0
    for engine in engines():
        check = Check(engine)
        try:
            trial(options, engine, check)
        except Failure as failure:
            check("the test itself", False, failure)
        passed, failed = passed + check.passed, failed + check.failed
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
