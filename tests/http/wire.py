#!/usr/bin/env python3
"""wire.py - bytes on the wire: smuggling, limits, slow clients, a graceful end.

Each row sends bytes on a socket of its own and says which status lines come back and
whether the server closes.  No times are asserted but that something ends at all.
"""
import json
import re
import signal
import socket
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "api"))
from qh import Client, Failure, Server, World  # noqa: E402

WAIT_S = 20
HEALTH = "GET /api/health HTTP/1.1\r\nHost: a\r\n\r\n"


def exchange(server, data, wait=WAIT_S):
    """What comes back for the bytes, until the server closes or `wait` seconds are over;
    (bytes, closed)."""
    s = socket.create_connection((server.host, server.port), timeout=wait)
    out, closed = b"", False
    try:
        s.sendall(data)
        while True:
            piece = s.recv(65536)
            if not piece:
                closed = True
                break
            out += piece
    except (TimeoutError, socket.timeout):
        pass
    except ConnectionError:
        closed = True
    finally:
        s.close()
    return out, closed


def statuses(data):
    return [int(code) for code in re.findall(rb"HTTP/1\.1 (\d{3}) ", data)]


def is_served(server):
    client = Client(server)
    try:
        return client.send("GET", "/api/health").status == 200
    finally:
        client.close()


# note, bytes, statuses, closed (with our side of the connection left open)
def rows():
    smuggled = "GET /api/openapi.json HTTP/1.1\r\nHost: a\r\n\r\n"
    body = '{"login":"a","password":"b"}'
    post = "POST /api/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    yield "a plain request", HEALTH, [200], False
    yield "two requests in a row", HEALTH + HEALTH, [200, 200], False
    yield "two lengths that differ", \
        post + "Content-Length: 5\r\nContent-Length: 50\r\n\r\nhello" + smuggled, [400], True
    yield "two lengths that agree", \
        post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello" + smuggled, [400], True
    yield "a length beside chunks", \
        post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled, \
        [400], True
    yield "chunks beside a length", \
        post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + smuggled, \
        [400], True
    yield "xchunked", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + smuggled, \
        [400], True
    yield "chunked twice", \
        post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", \
        [400], True
    yield "gzip, chunked", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", \
        [400], True
    yield "no host", "GET /api/health HTTP/1.1\r\n\r\n" + smuggled, [400], True
    yield "two hosts", "GET /api/health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" + smuggled, \
        [400], True
    yield "blank before the colon", "GET /api/health HTTP/1.1\r\nHost : a\r\n\r\n", [400], True
    yield "blank in a name", \
        "GET /api/health HTTP/1.1\r\nHost: a\r\nX Y: b\r\n\r\n", [400], True
    yield "length +5", post + "Content-Length: +5\r\n\r\nhello", [400], True
    yield "length -1", post + "Content-Length: -1\r\n\r\nhello", [400], True
    yield "length 5x", post + "Content-Length: 5x\r\n\r\nhello", [400], True
    yield "length of 30 digits", post + "Content-Length: " + "9" * 30 + "\r\n\r\nhello", \
        [400, 413], True
    yield "chunk size 0x5", \
        post + "Transfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n", [400], True
    yield "chunk size negative", \
        post + "Transfer-Encoding: chunked\r\n\r\n-1\r\nhello\r\n0\r\n\r\n", [400], True
    yield "a body in chunks", \
        post + "Transfer-Encoding: chunked\r\n\r\n" + f"{len(body):x}\r\n{body}\r\n0\r\n\r\n", \
        [401], False
    yield "%00 in the path", "GET /api/health%00/x HTTP/1.1\r\nHost: a\r\n\r\n", [400], False
    yield "%00 in the query", "GET /api/health?a=%00 HTTP/1.1\r\nHost: a\r\n\r\n", [400], False
    yield "invalid UTF-8 in the path", "GET /api/%c0%af HTTP/1.1\r\nHost: a\r\n\r\n", [400], \
        False
    yield "escape cut short", "GET /api/health%2 HTTP/1.1\r\nHost: a\r\n\r\n", [400], False
    yield "line feed in the query", "GET /api/health?a=%0a HTTP/1.1\r\nHost: a\r\n\r\n", \
        [400], False
    yield "no path", "GET http HTTP/1.1\r\nHost: a\r\n\r\n", [400], False
    yield "header of 64 KiB", \
        "GET /api/health HTTP/1.1\r\nHost: a\r\nX-A: " + "x" * 65536 + "\r\n\r\n", [431], True
    yield "path of 64 KiB", \
        "GET /" + "x" * 65536 + " HTTP/1.1\r\nHost: a\r\n\r\n", [414, 431], True
    yield "HTTP/1.0 without host", "GET /api/health HTTP/1.0\r\n\r\n", [200], True
    yield "an idempotency key twice", \
        post + "Idempotency-Key: a\r\nIdempotency-Key: b\r\nContent-Length: 2\r\n\r\n{}", \
        [400], True
    yield "a body announced too long", post + "Content-Length: 99999999\r\n\r\n{", [413], True


def check_rows(server, outcome):
    for note, data, want, closed in rows():
        got, was_closed = exchange(server, data.encode("latin-1"),
                                   wait=3 if not closed else WAIT_S)
        found = statuses(got)
        # The library repeats the head of a refusal of its own; what matters is that nothing
        # but the refusal is answered.
        good = found == want or (closed and found and set(found) <= set(want))
        outcome(note, good and was_closed == closed,
                f"{found} closed={was_closed}, expected {want} closed={closed}\n{got[:300]!r}")


def check_problem_bodies(server, outcome):
    """Refusals of ours are problems with a key, also those of the guard."""
    got, _ = exchange(server, b"GET /api/health HTTP/1.1\r\n\r\n")
    head, _, body = got.partition(b"\r\n\r\n")
    outcome("the guard answers a problem", b"application/problem+json" in head
            and json.loads(body)["key"] == "http.headers", repr(got[:400]))


def chunked_flood(server, outcome):
    """A body in chunks that never ends is cut off."""
    s = socket.create_connection((server.host, server.port), timeout=WAIT_S)
    sent = 0
    try:
        s.sendall(b"POST /api/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                  b"Transfer-Encoding: chunked\r\n\r\n")
        piece = b"10000\r\n" + b"x" * 65536 + b"\r\n"
        while sent < 64 * 1024 * 1024:
            s.sendall(piece)
            sent += 65536
        outcome("endless chunks", False, f"{sent} bytes were taken")
    except OSError:
        outcome("endless chunks", True, "")
    finally:
        s.close()


def body_just_over(server, outcome):
    """Over the limit by little, in chunks: a 413 after the end of the body."""
    data = b"x" * (1024 * 1024 + 10)
    got, _ = exchange(server, b"POST /api/session HTTP/1.1\r\nHost: a\r\n"
                      b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                      + f"{len(data):x}\r\n".encode() + data + b"\r\n0\r\n\r\n", wait=3)
    outcome("a body just over the limit", statuses(got) == [413], repr(got[:200]))


def dribble(url, outcome):
    """A byte now and then: both a head and a body that never end are cut off, while others
    are served."""
    starts = {
        "dribbled head": b"GET /api/health HTTP/1.1\r\nHost: a\r\nX-Slow: ",
        "dribbled body": b"POST /api/session HTTP/1.1\r\nHost: a\r\n"
                         b"Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n",
        "dribbled second head": HEALTH.encode() + b"GET /api/health HTTP/1.1\r\nX-Slow: ",
    }
    with Server(url, "--quiet", "--patience", "2") as server:
        sockets = {}
        for note, data in starts.items():
            sockets[note] = socket.create_connection((server.host, server.port), timeout=1)
            sockets[note].sendall(data)
        done = {}
        until = time.monotonic() + 60
        while len(done) < len(sockets) and time.monotonic() < until:
            for note, s in sockets.items():
                if note in done:
                    continue
                try:
                    s.sendall(b"x")
                except OSError:
                    done[note] = True
            if not is_served(server):
                raise Failure("others are not served meanwhile")
            time.sleep(0.25)
        for note in starts:
            outcome(note, note in done, "still open")
        for s in sockets.values():
            s.close()


def silent(url, outcome):
    """A connection without a request, and one between requests, are closed."""
    with Server(url, "--quiet", "--patience", "2") as server:
        for note, data in (("silent from the start", b""), ("silent after a request",
                                                            HEALTH.encode())):
            _, closed = exchange(server, data, wait=60)
            outcome(note, closed, "still open")


def graceful(world, outcome):
    """SIGTERM: what is under way is answered, idle connections do not delay the end."""
    server = Server(world.copy(), "--quiet")
    idle = socket.create_connection((server.host, server.port))
    idle.sendall(HEALTH.encode())
    idle.recv(65536)
    answers = []

    def sign_in():
        answers.append(Client(server).send("POST", "/api/session",
                                           {"login": "nobody", "password": "wrong"}).status)

    threads = [threading.Thread(target=sign_in) for _ in range(6)]
    for t in threads:
        t.start()
    time.sleep(0.1)
    server.process.send_signal(signal.SIGTERM)
    for t in threads:
        t.join()
    code = server.process.wait(timeout=60)
    outcome("requests under way are answered at the end", answers == [401] * 6, repr(answers))
    outcome("the end is clean", code == 0, f"exit code {code}")
    idle.close()


def client_gone(world, outcome):
    """Clients that leave before their answer neither stop nor delay the server."""
    server = Server(world.copy(), "--quiet")
    body = b'{"login":"nobody","password":"wrong"}'
    for _ in range(10):
        s = socket.create_connection((server.host, server.port))
        s.sendall(b"POST /api/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                  b"Content-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        s.close()
    outcome("others are served after clients left", is_served(server), "")
    outcome("the end is clean after clients left", server.stop() == 0, "")


def main():
    counts = {True: 0, False: 0}

    def outcome(note, good, why):
        counts[bool(good)] += 1
        if not good:
            print(f"FAILED {note}: {why}")

    world = World("sqlite", demo=False)
    try:
        url = world.copy()
        with Server(url, "--quiet") as server:
            check_rows(server, outcome)
            check_problem_bodies(server, outcome)
            chunked_flood(server, outcome)
            body_just_over(server, outcome)
            rss = Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii")
            print([line for line in rss.splitlines() if line.startswith("VmRSS")][0])
        dribble(url, outcome)
        silent(url, outcome)
        graceful(world, outcome)
        client_gone(world, outcome)
    finally:
        world.close()
    print(f"{counts[True]} passed, {counts[False]} failed")
    return 1 if counts[False] else 0


if __name__ == "__main__":
    sys.exit(main())
