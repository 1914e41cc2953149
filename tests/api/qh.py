"""qh.py - what tests of the running server share: databases, accounts, server, client.

A database is made once per engine (`qh demo`, or `qh migrate` and one person per role) and
copied for each test, so every test begins with the same rows.  Real SQLite, real PostgreSQL
(PG_URL, see tests/lib/with-postgres.sh), the real binary (QH).
"""
import http.client
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "lib"))
import worlds  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent.parent
QH = os.environ.get("QH", str(ROOT / "build" / "qh"))
PG_URL = os.environ.get("PG_URL", "")
SEED = "20241202"
ROLES = ("admin", "desk", "handler", "officer", "dispatcher", "verifier", "checker",
         "approver", "leader", "contact")


class Failure(Exception):
    """A test that does not hold; its text says why."""


def run(*args, **kw):
    """Runs qh; its stdout.  A failure shows stderr."""
    done = subprocess.run([QH, *args], capture_output=True, check=False, **kw)
    if done.returncode != 0:
        raise Failure(f"qh {' '.join(args)}: {done.returncode}\n{done.stderr.decode()}")
    return done.stdout


def engines():
    return ["sqlite", "postgres"] if PG_URL else ["sqlite"]


def has_demo():
    return re.search(r"^\s+demo\s", subprocess.run([QH, "--help"], capture_output=True,
                                                   check=True).stdout.decode(), re.M)


def psql(url, sql):
    done = subprocess.run(["psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", url],
                          input=sql.encode(), capture_output=True, check=False)
    if done.returncode != 0:
        raise Failure(f"psql: {done.stderr.decode()}")
    return done.stdout.decode("utf-8", "surrogateescape")


def pg_database(name):
    """The address of another database of the same cluster."""
    return worlds.database_of(PG_URL, name)


class World:
    """A database with people, to be copied for each test."""

    def __init__(self, engine, demo=None):
        self.engine = engine
        self.demo = has_demo() if demo is None else demo
        self.folder = Path(tempfile.mkdtemp(prefix="qh-test-"))
        self.count = 0
        self.name = f"qh_{secrets.token_hex(4)}"
        self.url = (f"sqlite:{self.folder}/world.db" if engine == "sqlite"
                    else pg_database(self.name))
        self.accounts = self.fill()

    def fill(self):
        if not self.demo:
            return self.fill_small()
        path = self.folder / "accounts.json"
        try:
            if self.engine == "sqlite":
                worlds.sqlite(SEED, self.folder / "world.db", path)
            else:
                worlds.postgres(SEED, PG_URL, self.name, path)
        except (RuntimeError, subprocess.CalledProcessError) as error:
            raise Failure(str(error)) from error
        return json.loads(path.read_text(encoding="utf-8"))

    def fill_small(self):
        if self.engine == "postgres":
            psql(PG_URL, f"create database {self.name}")
        run("migrate", "--db", self.url)
        accounts = []
        for role in ROLES:
            password = secrets.token_urlsafe(12)
            more = ["--enterprise", "01ARZ3NDEKTSV4RRFFQ69G5FAV"] if role == "contact" else []
            run("admin", "--db", self.url, "--org", "ja", "--org-name", "吉安市市场监督管理局",
                "--login", role, "--role", role, *more, input=password.encode())
            accounts.append({"role": role, "login": role, "password": password})
        return accounts

    def account(self, who):
        """By login, or the first of a role."""
        for key in ("login", "role"):
            for account in self.accounts:
                if account[key] == who:
                    return account
        raise Failure(f"nobody is called {who}")

    def copy(self):
        """The address of a fresh copy."""
        self.count += 1
        if self.engine == "sqlite":
            path = self.folder / f"copy{self.count}.db"
            shutil.copy(self.folder / "world.db", path)
            return f"sqlite:{path}"
        name = f"{self.name}_{self.count}"
        worlds.copy_database(PG_URL, self.name, name)
        return pg_database(name)

    def drop(self, url):
        if self.engine == "sqlite":
            for end in ("", "-wal", "-shm"):
                Path(url[len("sqlite:"):] + end).unlink(missing_ok=True)
        else:
            name = url.partition("?")[0].rsplit("/", 1)[1]
            psql(PG_URL, f"drop database {name} with (force)")

    def close(self):
        if self.engine == "postgres":
            psql(PG_URL, f"drop database if exists {self.name} with (force)")
        shutil.rmtree(self.folder, ignore_errors=True)


def query(url, sql):
    """Rows of a SELECT as lines of text, by the engine's own program."""
    if not url.startswith("sqlite:"):
        return psql(url, sql)
    done = subprocess.run(["sqlite3", "-cmd", ".timeout 20000", url[len("sqlite:"):], sql],
                          capture_output=True, check=False)
    if done.returncode != 0:
        raise Failure(f"sqlite3: {done.stderr.decode()}")
    return done.stdout.decode("utf-8", "surrogateescape")


def tables(url):
    if url.startswith("sqlite:"):
        return query(url, "select name from sqlite_master where type = 'table' and name not "
                          "like 'sqlite_%' order by 1").split()
    return query(url, "select tablename from pg_tables where schemaname = 'public' "
                      "order by 1").split()


def fingerprint(url, leave_out=()):
    """Every row of every table: what a refused request must leave as it was."""
    out = {}
    for table in tables(url):
        if table in leave_out:
            continue
        if url.startswith("sqlite:"):
            out[table] = sorted(query(url, f'select * from "{table}"').split("\n"))
        else:
            out[table] = query(url, f'select t::text from "{table}" t order by 1')
    return out


class Server:
    """`qh serve` on a free port."""

    def __init__(self, url, *options):
        self.log = tempfile.TemporaryFile()
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [QH, "serve", "--db", url, "--listen", "127.0.0.1:0", *options],
            stdout=subprocess.PIPE, stderr=self.log)
        line = self.process.stdout.readline().decode()
        match = re.fullmatch(r"ready http://([0-9.]+):(\d+)/\n", line)
        if not match:
            self.process.kill()
            raise Failure(f"the server says {line!r}\n{self.log_text()}")
        self.host, self.port = match.group(1), int(match.group(2))

    def log_text(self):
        self.log.seek(0)
        return self.log.read().decode("utf-8", "replace")

    def stop(self, how=signal.SIGTERM):
        """The exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(timeout=60)
        log = self.log_text()
        self.process.stdout.close()
        self.log.close()
        if "Sanitizer" in log or "runtime error:" in log:
            raise Failure(log)
        return code

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.stop()


class Answer:
    def __init__(self, response, data):
        self.status = response.status
        self.headers = response.headers
        self.data = data
        self.type = response.headers.get("Content-Type", "")

    @property
    def json(self):
        return json.loads(self.data) if self.data else None

    @property
    def key(self):
        if "problem+json" not in self.type:
            return ""
        return self.json["key"]


class Client:
    """One browser: cookie, token, a connection that stays open."""

    def __init__(self, server):
        self.server = server
        self.connection = http.client.HTTPConnection(server.host, server.port, timeout=60)
        self.cookie = ""
        self.csrf = ""
        self.session = None

    def send(self, method, path, body=None, headers=None, media_type="application/json"):
        """body: bytes, or anything that becomes JSON; None: no body."""
        sent = {"Accept-Language": "en"}
        if body is not None:
            if not isinstance(body, bytes):
                body = json.dumps(body, ensure_ascii=False).encode()
            sent["Content-Type"] = media_type
        if self.cookie:
            sent["Cookie"] = self.cookie
        if method not in ("GET", "HEAD"):
            sent["Idempotency-Key"] = secrets.token_hex(16)
            if self.csrf:
                sent["X-CSRF-Token"] = self.csrf
        sent.update(headers or {})
        sent = {k: v for k, v in sent.items() if v is not None}
        try:
            self.connection.request(method, path, body=body, headers=sent)
            response = self.connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            # A connection that the server closed meanwhile: once more on a new one.
            self.connection.close()
            self.connection.request(method, path, body=body, headers=sent)
            response = self.connection.getresponse()
        answer = Answer(response, response.read())
        set_cookie = response.headers.get("Set-Cookie")
        if set_cookie:
            self.cookie = set_cookie.partition(";")[0]
        return answer

    def sign_in(self, account):
        self.cookie = self.csrf = ""
        answer = self.send("POST", "/api/session", {"login": account["login"],
                                                    "password": account["password"]})
        if answer.status != 200:
            raise Failure(f"{account['login']} cannot sign in: {answer.status} {answer.key}")
        self.session = answer.json
        self.csrf = self.session["csrf"]
        return self

    def close(self):
        self.connection.close()
