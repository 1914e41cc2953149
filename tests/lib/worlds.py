#!/usr/bin/env python3
"""worlds.py - the demo world of a test: built, or copied where this run has built it already.

tools/check.py gives the suites of one run a folder (QH_WORLDS) and a PostgreSQL
(QH_WORLDS_PG).  There the first who needs the world of a seed builds it, the others copy it.
A suite that runs alone has neither and builds its own.  The binary is the same during a run,
so nothing can be out of date.

Usage: worlds.py SEED DATABASE-FILE ACCOUNTS-FILE   (QH: the binary)
"""
import contextlib
import fcntl
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

QH = os.environ.get("QH", str(Path(__file__).resolve().parent.parent.parent / "build" / "qh"))


def demo(url, seed, accounts):
    done = subprocess.run([QH, "demo", "--db", url, "--seed", seed, "--accounts", str(accounts)],
                          capture_output=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"qh demo: {done.returncode}\n{done.stderr.decode()}")


@contextlib.contextmanager
def kept(name):
    """The shared files <name>.* while nobody else makes them; None outside of a run."""
    folder = os.environ.get("QH_WORLDS")
    if not folder:
        yield None
        return
    with open(Path(folder) / f"{name}.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield Path(folder) / name


def copy_private(source, to):
    shutil.copy(source, to)
    os.chmod(to, 0o600)


def sqlite(seed, database, accounts):
    with kept(f"sqlite-{seed}") as base:
        if base is None:
            demo(f"sqlite:{database}", seed, accounts)
            return
        if not base.with_suffix(".json").exists():
            for end in ("", "-wal", "-shm"):
                Path(f"{base}.db{end}").unlink(missing_ok=True)
            demo(f"sqlite:{base}.db", seed, base.with_suffix(".json"))
    shutil.copy(f"{base}.db", database)
    copy_private(base.with_suffix(".json"), accounts)


# ---- PostgreSQL ----

def database_of(server, name):
    """The address of another database of the same cluster."""
    head, _, tail = server.partition("?")
    base = re.sub(r"^(postgres(?:ql)?://[^/]*)(?:/[^?]*)?$", r"\1", head)
    return f"{base}/{name}" + (f"?{tail}" if tail else "")


def psql(url, sql):
    subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", url], input=sql.encode(),
                   capture_output=True, check=True)


def copy_database(server, source, target):
    """Within the cluster, by copying files: much faster than by its log."""
    psql(server, f"create database {target} template {source} strategy file_copy")


def postgres(seed, server, name, accounts):
    """Makes the database `name` of the cluster `server`."""
    shared = os.environ.get("QH_WORLDS_PG", "")
    template = f"qh_world_{seed}"
    with kept(f"postgres-{seed}") as base:
        if base is None or not shared:
            psql(server, f"create database {name}")
            demo(database_of(server, name), seed, accounts)
            return
        if not base.with_suffix(".json").exists():
            psql(shared, f"drop database if exists {template}")
            psql(shared, f"create database {template}")
            demo(database_of(shared, template), seed, base.with_suffix(".json"))
        if shared == server:
            copy_database(server, template, name)
        else:
            psql(server, f"create database {name}")
            dump = subprocess.Popen(["pg_dump", "-Fp", database_of(shared, template)],
                                    stdout=subprocess.PIPE)
            subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1",
                            database_of(server, name)],
                           stdin=dump.stdout, stdout=subprocess.DEVNULL, check=True)
            if dump.wait() != 0:
                raise RuntimeError("pg_dump failed")
    copy_private(base.with_suffix(".json"), accounts)


if __name__ == "__main__":
    sqlite(*sys.argv[1:4])
