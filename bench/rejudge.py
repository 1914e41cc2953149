"""Time of `qh rejudge` on SQLite: a whole record of a weighbridge is made over HTTP and
copied by SQL until there are QH_RECORDS of them (20000; 1000000 take 41 GB of disk), then
judged by an edition with stricter limits, by one thread and by as many as there are
processors.

Prints records and bytes a second, processor time a record, and how much of the processors
the run got: near 100 % it is bound by judging, else by reading (or by other work of the
machine)."""
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests/rejudge"), str(ROOT / "tests/chain"), str(ROOT / "tests/api")]
import run as rejudge_test  # noqa: E402
from chain import Chain  # noqa: E402
from qh import QH, Server, World, query  # noqa: E402

RECORDS = int(os.environ.get("QH_RECORDS", "20000"))


def copies(record, n):
    """One statement for each table: a sequence of numbers times the record, in the order of the keys as it comes (a
    sort would need as much disk again)."""
    digits = "printf('COPY%022d', k.n)"
    record_swap = {"id": digits, "number": "printf('JLCOPY-%d', k.n)", "trip_task_id": "printf('TASK%022d', k.n)"}
    entry_swap = {"record_id": digits}
    numbers = f"with recursive k(n) as (select 1 union all select n + 1 from k where n < {n})"

    def insert(table, columns, swap, key):
        chosen = ", ".join(swap.get(c, f"t.{c}") for c in columns)
        return (f"insert into {table} ({', '.join(columns)}) {numbers} select {chosen} from k cross join {table} t "
                f"where t.{key} = '{record['id']}';")
    return "\n".join(["pragma journal_mode = off;", "pragma synchronous = off;", "begin;",
                      insert("record", rejudge_test.RECORD, record_swap, "id"),
                      insert("record_entry", rejudge_test.ENTRY, entry_swap, "record_id"),
                      "commit;", "pragma journal_mode = wal;"])


def fill(world):
    url = world.copy()
    with Server(url, "--quiet") as server:
        _, record = rejudge_test.make_record(Chain(server, world))
    query(url, copies(record, RECORDS - 1))
    return url


def timed(url, edition, threads):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    done = subprocess.run([QH, "rejudge", "--db", url, "--edition", edition, "--threads", str(threads)],
                          capture_output=True, check=True)
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = re.search(rb"(\d+) records, \d+ would change", done.stderr)
    assert told and int(told.group(1)) >= RECORDS, done.stderr[-300:]  # the world has some of its own
    user, kernel = after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime
    size = Path(url[len("sqlite:"):]).stat().st_size
    print(f"rejudge of {RECORDS} records ({size / 1e9:.2f} GB), {threads} threads: {wall:.1f} s, {RECORDS / wall:.0f} records/s, "
          f"{size / wall / 1e6:.0f} MB/s; processors at work {100 * (user + kernel) / wall / threads:.0f} % "
          f"(judging {user / RECORDS * 1e6:.0f} us, kernel {kernel / RECORDS * 1e6:.0f} us a record)")


def main():
    world = World("sqlite", demo=True)
    try:
        url = fill(world)
        with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as f:
            doc = json.loads(rejudge_test.EDITION.read_text(encoding="utf-8"))
            rejudge_test.stricter(doc)
            json.dump(doc, f, ensure_ascii=False)
            f.flush()
            for threads in (1, os.cpu_count()):
                timed(url, f.name, threads)
    finally:
        world.close()


if __name__ == "__main__":
    main()
