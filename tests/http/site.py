#!/usr/bin/env python3
"""site.py - files of the web client: encodings, tags, caching, headers, no way out."""
import gzip
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "api"))
from qh import Client, Server, World  # noqa: E402

PAGE = b"<!doctype html><title>x</title>"
CODE = b"console.log('" + b"x" * 5000 + b"')"


def make_site(folder):
    (folder / "assets").mkdir()
    (folder / "index.html").write_bytes(PAGE)
    (folder / "portal.html").write_bytes(PAGE + b"portal")
    (folder / "sw.js").write_bytes(b"self.x = 1")
    (folder / "assets" / "app-1a2b.js").write_bytes(CODE)
    (folder / "assets" / "app-1a2b.js.gz").write_bytes(gzip.compress(CODE))
    (folder / "assets" / "app-1a2b.js.br").write_bytes(b"brotli bytes")
    (folder / "assets" / "engine-1a2b.wasm").write_bytes(b"\0asm")
    (folder.parent / "secret.txt").write_bytes(b"secret")


# note, method, path, request headers, status, expected headers (None: absent), body
ROWS = (
    ("the office", "GET", "/", {}, 200,
     {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache",
      "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
      "Content-Encoding": None}, PAGE),
    ("the portal", "GET", "/portal.html", {}, 200, {}, PAGE + b"portal"),
    ("a query does not matter", "GET", "/portal.html?from=app", {}, 200, {}, PAGE + b"portal"),
    ("head", "HEAD", "/", {}, 200, {"Content-Length": str(len(PAGE))}, b""),
    ("a service worker", "GET", "/sw.js", {}, 200,
     {"Cache-Control": "no-cache", "Content-Type": "text/javascript; charset=utf-8"}, None),
    ("an asset never changes", "GET", "/assets/app-1a2b.js", {}, 200,
     {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding",
      "Content-Encoding": None}, CODE),
    ("WebAssembly has its type", "GET", "/assets/engine-1a2b.wasm", {}, 200,
     {"Content-Type": "application/wasm"}, b"\0asm"),
    ("gzip", "GET", "/assets/app-1a2b.js", {"Accept-Encoding": "gzip"}, 200,
     {"Content-Encoding": "gzip"}, gzip.compress(CODE)),
    ("brotli before gzip", "GET", "/assets/app-1a2b.js", {"Accept-Encoding": "gzip, br"}, 200,
     {"Content-Encoding": "br"}, b"brotli bytes"),
    ("brotli refused", "GET", "/assets/app-1a2b.js",
     {"Accept-Encoding": "br;q=0, gzip;q=0.5"}, 200, {"Content-Encoding": "gzip"}, None),
    ("nothing known", "GET", "/assets/app-1a2b.js", {"Accept-Encoding": "zstd, brx"}, 200,
     {"Content-Encoding": None}, CODE),
    ("a compressed form has no address", "GET", "/assets/app-1a2b.js.gz", {}, 404, {}, None),
    ("up", "GET", "/../secret.txt", {}, 404, {}, None),
    ("up, escaped", "GET", "/%2e%2e/secret.txt", {}, 404, {}, None),
    ("up, escaped slash", "GET", "/assets%2f..%2f..%2fsecret.txt", {}, 404, {}, None),
    ("a folder", "GET", "/assets/", {}, 404, {}, None),
    ("a long path", "GET", "/" + "x" * 2000, {}, 404, {}, None),
    ("post", "POST", "/", {}, 404, {}, None),
    ("a certificate's short address", "GET", "/c/JA-2031-000012", {}, 302,
     {"Location": "../portal.html#/c/JA-2031-000012"}, b""),
    ("a short address with odd signs", "GET", "/c/%E7%A7%A4%20%23", {}, 302,
     {"Location": "../portal.html#/c/%E7%A7%A4%20%23"}, b""),
)


class Check:
    def __init__(self):
        self.passed = self.failed = 0

    def __call__(self, note, good, why):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {note}: {why}")


def check_rows(client, check):
    for note, method, path, headers, status, want, body in ROWS:
        answer = client.send(method, path, None, headers)
        check(note, answer.status == status, answer.status)
        for name, value in want.items():
            check(f"{note}: {name}", answer.headers.get(name) == value,
                  answer.headers.get(name))
        if body is not None and not (note == "gzip"):
            check(f"{note}: body", answer.data == body, answer.data[:100])
        if note == "gzip":
            check(f"{note}: body", gzip.decompress(answer.data) == CODE, "")


def check_tags(client, check):
    """A tag per form; the client that has it gets 304 with the same headers and no body."""
    tags = set()
    for encoding in ("identity", "gzip", "br"):
        headers = {"Accept-Encoding": encoding}
        tag = client.send("GET", "/assets/app-1a2b.js", None, headers).headers["ETag"]
        tags.add(tag)
        for have in (tag, f'"other", {tag}', f"W/{tag}"):
            answer = client.send("GET", "/assets/app-1a2b.js", None,
                                 {**headers, "If-None-Match": have})
            check(f"{encoding} {have}", answer.status == 304 and not answer.data and
                  answer.headers["ETag"] == tag, answer.status)
        answer = client.send("GET", "/assets/app-1a2b.js", None,
                             {**headers, "If-None-Match": '"other"'})
        check(f"{encoding}, another tag", answer.status == 200, answer.status)
    check("three forms, three tags", len(tags) == 3, tags)


def check_policy(url, folder, check):
    with Server(url, "--quiet", "--web", str(folder), "--secure-cookies", "--frame-ancestors",
                "'self' https://app.example") as server:
        client = Client(server)
        page = client.send("GET", "/").headers
        policy = dict(p.strip().partition(" ")[::2]
                      for p in page["Content-Security-Policy"].split(";"))
        check("scripts of our own only, and WebAssembly", policy["default-src"] == "'self'" and
              policy["script-src"] == "'self' 'wasm-unsafe-eval'", policy)
        check("frames as set", policy["frame-ancestors"] == "'self' https://app.example",
              policy)
        check("strict transport", "Strict-Transport-Security" in page, "")
        data = client.send("GET", "/api/health").headers
        check("data show nothing", data["Content-Security-Policy"] ==
              "default-src 'none'; frame-ancestors 'none'", data["Content-Security-Policy"])
        check("data are not stored", data["Cache-Control"] == "no-store", "")


def main():
    check = Check()
    world = World("sqlite", demo=False)
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "web"
        folder.mkdir()
        make_site(folder)
        url = world.copy()
        with Server(url, "--quiet", "--web", str(folder)) as server:
            check_rows(Client(server), check)
            check_tags(Client(server), check)
        check_policy(url, folder, check)
    world.close()
    print(f"{check.passed} passed, {check.failed} failed")
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
