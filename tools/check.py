#!/usr/bin/env python3
"""check.py - runs the test suites of tests/suites.d and adds up what they say.

A suite is an executable file tests/suites.d/NN-name.  It prints what it likes and ends
with the line `N passed, N failed`.  It runs in the root of the checkout with

    QH_BUILD   the build folder, absolute
    QH         the server binary in it, absolute

Comments of the form `# check: ...` in the file steer the runner:

    # check: alone           nothing else runs beside it (it measures or fills a disk)
    # check: seconds=N       its time limit (900)
    # check: needs=PATH      left out while PATH is not in the checkout

They also share what is the same for all of them (tests/lib/worlds.py): QH_WORLDS, a folder for
demo worlds that is gone afterwards, and QH_WORLDS_PG, a PostgreSQL that runs while the check runs.

Two suites run at a time.  A suite that ends with another status than its count says, or
that ran no test at all, counts as one failure more.  Logs are under build/logs.
"""
import argparse
import concurrent.futures
import contextlib
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SUM = re.compile(r"^(?:\w+: )?(\d+) passed, (\d+) failed(?:, \d+ skipped)?$")
SLOTS = 2
TAIL_LINES = 40


@dataclass
class Suite:
    path: Path
    alone: bool = False
    seconds: int = 900
    needs: list = field(default_factory=list)

    @property
    def name(self):
        return self.path.name.split("-", 1)[1]


@dataclass
class Outcome:
    suite: Suite
    passed: int
    failed: int
    seconds: float
    why: str
    log: Path


def read_suite(path):
    suite = Suite(path)
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("# check: "):
            continue
        word, _, value = line[len("# check: "):].strip().partition("=")
        if word == "alone":
            suite.alone = True
        elif word == "seconds":
            suite.seconds = int(value)
        elif word == "needs":
            suite.needs.append(value)
        else:
            raise SystemExit(f"{path}: unknown remark '{line}'")
    return suite


def find_suites(folder, only):
    files = sorted(p for p in folder.iterdir() if re.fullmatch(r"\d\d-[a-z0-9-]+", p.name))
    suites = [read_suite(p) for p in files if os.access(p, os.X_OK)]
    known = {s.name for s in suites}
    for name in only:
        if name not in known:
            raise SystemExit(f"check: no suite '{name}'; there are: {' '.join(sorted(known))}")
    return [s for s in suites if not only or s.name in only]


def last_sum(text):
    """The figures of the last non-empty line, or None."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = SUM.match(lines[-1]) if lines else None
    return (int(found[1]), int(found[2])) if found else None


def judge(status, text):
    """(passed, failed, why) of a suite's exit status and output."""
    counted = last_sum(text)
    if counted is None:
        return 0, 1, f"no closing line (status {status})"
    passed, failed = counted
    if status != 0 and failed == 0:
        return passed, 1, f"ended with status {status}"
    if passed + failed == 0:
        return 0, 1, "ran no test"
    return passed, failed, ""


@contextlib.contextmanager
def shared_postgres(suites):
    """A server for all suites that want one; it ends with its standard input, so also when
    this program is killed."""
    if sum("with-postgres.sh" in s.path.read_text(encoding="utf-8") for s in suites) < 2:
        yield
        return
    env = {k: v for k, v in os.environ.items() if k not in ("PG_OPTIONS", "QH_WORLDS_PG")}
    server = subprocess.Popen([str(ROOT / "tests" / "lib" / "with-postgres.sh"), "sh", "-c",
                               'echo "$PG_URL"; exec cat >/dev/null'],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env,
                              start_new_session=True)
    try:
        os.environ["QH_WORLDS_PG"] = server.stdout.readline().decode().strip()
        yield
    finally:
        server.stdin.close()
        server.wait(timeout=60)


@contextlib.contextmanager
def shared_worlds(suites, build):
    with tempfile.TemporaryDirectory(prefix="worlds-", dir=build) as folder:
        os.environ["QH_WORLDS"] = folder
        with shared_postgres(suites):
            yield


def run_suite(suite, build, logs):
    log = logs / f"{suite.path.name}.log"
    env = dict(os.environ, QH_BUILD=str(build), QH=str(build / "qh"))
    start = time.monotonic()
    with open(log, "wb") as out:
        child = subprocess.Popen([str(suite.path)], cwd=ROOT, env=env, stdout=out,
                                 stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                                 start_new_session=True)
        try:
            status = child.wait(timeout=suite.seconds)
            late = False
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGTERM)
            late = True
        try:
            status = child.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            status = child.wait()
    seconds = time.monotonic() - start
    if late:
        return Outcome(suite, 0, 1, seconds, f"stopped after {suite.seconds} s", log)
    passed, failed, why = judge(status, log.read_text(encoding="utf-8", errors="replace"))
    return Outcome(suite, passed, failed, seconds, why, log)


def report(outcome):
    word = "FAIL" if outcome.failed else "ok"
    why = f"  ({outcome.why})" if outcome.why else ""
    print(f"{word:4}  {outcome.suite.name:16} {outcome.passed:7} passed, {outcome.failed} failed"
          f"  {outcome.seconds:7.1f} s{why}", flush=True)
    if outcome.failed:
        lines = outcome.log.read_text(encoding="utf-8", errors="replace").splitlines()
        for line in lines[-TAIL_LINES:]:
            print(f"      | {line}")
        print(f"      | whole log: {os.path.relpath(outcome.log, ROOT)}", flush=True)


def run_all(suites, build, logs):
    outcomes = []
    batch = []

    def flush():
        with concurrent.futures.ThreadPoolExecutor(SLOTS) as pool:
            for done in concurrent.futures.as_completed(
                    [pool.submit(run_suite, s, build, logs) for s in batch]):
                outcomes.append(done.result())
                report(outcomes[-1])
        batch.clear()

    for suite in suites:
        if suite.alone:
            flush()
            batch.append(suite)
            flush()
        else:
            batch.append(suite)
    flush()
    return outcomes


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", default="build")
    parser.add_argument("--only", default="", help="names of suites, with commas between")
    args = parser.parse_args()
    build = (ROOT / args.build).resolve()
    logs = build / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    only = [name for name in args.only.split(",") if name]
    suites = []
    for suite in find_suites(ROOT / "tests" / "suites.d", only):
        lacking = [n for n in suite.needs if not (ROOT / n).exists()]
        if lacking:
            print(f"left out  {suite.name}: {lacking[0]} is not here", flush=True)
        else:
            suites.append(suite)
    with shared_worlds(suites, build):
        outcomes = run_all(suites, build, logs)
    passed = sum(o.passed for o in outcomes)
    failed = sum(o.failed for o in outcomes)
    if passed + failed == 0:
        print("check: no test ran", file=sys.stderr)
        failed = 1
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"# {used.ru_utime + used.ru_stime:.0f} s of processor time in suites", flush=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
