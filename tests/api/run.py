#!/usr/bin/env python3
"""run.py [FILE...] - runs API scenarios (tests/api/*.scn) on SQLite and PostgreSQL.

Each file begins with a fresh copy of the demo world and its own server.  Lines:

    # a comment
    as desk                                  the person with that login or role
    anonymous                                nobody
    with Idempotency-Key abc                 a header of the next request ("-": leave it out)
    POST /api/x/$d.id/move {"version":$d.version} -> 409 "visit.changed"
    PUT  /api/x @photo.jpg image/jpeg -> 201   a file beside the scenario as the body
    => $d                                    the answer's JSON gets the name d
    => $id .items[0].id                      a part of it
    day $soon today+30                       a local day, counted from today or from a day
    in $slot 3 9:00 12:00                    a window three days from now, local times; -1h
                                             and +2h are hours from now
    expect $.state "planned"                 a part of the answer is this JSON value
    expect $.items.length 2                  .length of lists and texts
    expect $.title ~ Zug                     a regular expression is found in it
    expect $.id exists                       not null
    expect-header Cache-Control no-store     ("null": there is no such header)

A line that begins with a blank goes on with the line before.  `$name.path` stands for what
was captured: as JSON in bodies and expectations, as plain text in addresses.  The sum of
steps passed and failed is the last line; a file stops at its first failure.
"""
import argparse
import datetime
import json
import re
import sys
import time
from pathlib import Path

from qh import Client, Failure, Server, World, engines

HERE = Path(__file__).resolve().parent
REQUEST = re.compile(r"(GET|HEAD|POST|PUT|PATCH|DELETE)\s+(\S+)(?:\s+(.*?))?\s+->\s+"
                     r"(\d{3})(?:\s+\"([^\"]+)\")?")
NAME = re.compile(r"\$([a-z_][a-z0-9_]*)((?:\.[a-z_][a-z0-9_]*|\[\d+\])*)")
DAY = re.compile(r"\$([a-z_][a-z0-9_]*)\s+(\S+?)([+-]\d+)?")
IN = re.compile(r"\$([a-z_][a-z0-9_]*)\s+(\d+)\s+(\S+)\s+(\S+)")
PART = re.compile(r"\.([a-z_][a-z0-9_]*)|\[(\d+)\]")


def lines_of(path):
    """(number, text) of the logical lines."""
    out = []
    for number, raw in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        text = raw.rstrip()
        if not text or text.lstrip().startswith("#"):
            continue
        if text[0] in " \t" and out:
            out[-1] = (out[-1][0], out[-1][1] + " " + text.strip())
        else:
            out.append((number, text))
    return out


def part(value, path):
    for name, index in PART.findall(path):
        try:
            if name == "length":
                value = len(value)
            elif name:
                value = value[name]
            else:
                value = value[int(index)]
        except (KeyError, IndexError, TypeError) as error:
            raise Failure(f"no {path} in {json.dumps(value, ensure_ascii=False)[:300]}") \
                from error
    return value


class Scenario:
    """The state while a file runs."""

    def __init__(self, path, world, server):
        self.path = path
        self.world = world
        self.server = server
        self.clients = {}
        self.client = self.client_of("")
        self.names = {}
        self.headers = {}
        self.answer = None

    def client_of(self, who):
        if who not in self.clients:
            self.clients[who] = Client(self.server)
            if who:
                self.clients[who].sign_in(self.world.account(who))
        return self.clients[who]

    def fill(self, text, as_json):
        def one(match):
            name, path = match.groups()
            if name not in self.names:
                raise Failure(f"nothing is called ${name}")
            value = part(self.names[name], path)
            return json.dumps(value, ensure_ascii=False) if as_json else str(value)
        return NAME.sub(one, text)

    def request(self, method, path, body, status, key):
        data, media_type = None, "application/json"
        if body and body.startswith("@"):
            name, _, media_type = body[1:].partition(" ")
            data = (self.path.parent / name).read_bytes()
        elif body:
            data = self.fill(body, True).encode()
        headers = {k: None if v == "-" else v for k, v in self.headers.items()}
        self.headers = {}
        self.answer = self.client.send(method, self.fill(path, False), data, headers,
                                       media_type)
        got = f"{self.answer.status} \"{self.answer.key}\""
        shown = self.answer.data.decode("utf-8", "replace")[:1500]
        if self.answer.status != int(status) or (key and self.answer.key != key):
            raise Failure(f"expected {status} {key or ''}, got {got}\n    {shown}")
        if self.answer.status >= 400 and not key:
            raise Failure(f"a refusal needs its key: {got}")

    def expect(self, path, rest):
        value = part(self.answer.json, path)
        shown = json.dumps(value, ensure_ascii=False)
        if rest == "exists":
            good = value is not None
        elif rest.startswith("~ "):
            good = isinstance(value, str) and re.search(rest[2:], value)
        else:
            good = value == json.loads(self.fill(rest, True))
        if not good:
            raise Failure(f"${path} is {shown[:800]}, expected {rest}")

    def day(self, text):
        match = DAY.fullmatch(text)
        if not match:
            raise Failure(f"not a day: {text}")
        name, base, more = match.groups()
        office = datetime.timezone(datetime.timedelta(hours=8))
        start = (datetime.datetime.now(office).date() if base == "today"
                 else datetime.date.fromisoformat(self.fill(base, False)))
        self.names[name] = str(start + datetime.timedelta(days=int(more or 0)))

    def window(self, text):
        match = IN.fullmatch(text)
        if not match:
            raise Failure(f"not a window: {text}")
        name, days, *ends = match.groups()
        office = datetime.timezone(datetime.timedelta(hours=8))
        now = datetime.datetime.now(office) + datetime.timedelta(days=int(days))

        def instant(at):
            if at[0] in "+-":
                when = now + datetime.timedelta(hours=int(at[:-1]))
            else:
                hour, _, minute = at.partition(":")
                when = now.replace(hour=int(hour), minute=int(minute), second=0,
                                   microsecond=0)
            return int(when.timestamp() * 1000)
        self.names[name] = {"from_ms": instant(ends[0]), "until_ms": instant(ends[1])}

    def step(self, text):
        word, _, rest = text.partition(" ")
        rest = rest.strip()
        match = REQUEST.fullmatch(text)
        if match:
            self.request(*match.groups())
        elif word == "as":
            self.client = self.client_of(rest)
        elif word == "anonymous":
            self.client = self.client_of("")
        elif word == "with":
            name, _, value = rest.partition(" ")
            self.headers[name] = self.fill(value, False)
        elif word == "day":
            self.day(rest)
        elif word == "in":
            self.window(rest)
        elif word == "=>":
            name, _, path = rest.partition(" ")
            self.names[name.lstrip("$")] = part(self.answer.json, path.strip())
        elif word == "expect" and rest.startswith("$"):
            path, _, value = rest[1:].partition(" ")
            self.expect(path, value.strip())
        elif word == "expect-header":
            name, _, value = rest.partition(" ")
            if (self.answer.headers.get(name) or "null") != value:
                raise Failure(f"{name} is {self.answer.headers.get(name)!r}")
        else:
            raise Failure(f"not a step: {text}")


def run_file(path, world):
    """(passed, failed); the failure is printed."""
    passed = 0
    url = world.copy()
    try:
        with Server(url, "--quiet") as server:
            scenario = Scenario(path, world, server)
            for number, text in lines_of(path):
                try:
                    scenario.step(text)
                    passed += 1
                except (Failure, OSError, ValueError) as error:
                    print(f"{path.name}:{number} ({world.engine}): {text}\n    {error}")
                    return passed, 1
    finally:
        world.drop(url)
    return passed, 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--engine", choices=("sqlite", "postgres"))
    args = parser.parse_args()
    files = args.files or sorted(HERE.glob("*.scn"))
    passed = failed = 0
    for engine in [args.engine] if args.engine else engines():
        began = time.monotonic()
        world = World(engine)
        try:
            for path in files:
                good, bad = run_file(path.resolve(), world)
                passed += good
                failed += bad
        finally:
            world.close()
        print(f"{engine}: {len(files)} files, {time.monotonic() - began:.1f} s")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
