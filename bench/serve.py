#!/usr/bin/env python3
"""serve.py - what a request costs: start, memory, CPU per request, and ratios.

A server with the demo world on SQLite, 100,000 demands (those made through the API, then
copied in the database), 64 connections that stay open.  CPU is that of the server's threads
(schedstat), medians of 5 rounds; the candidates take turns.  The ratio is to a file of the
web client out of memory ("constant"), which a loop answers without a worker; where nginx is
installed it serves the same bytes for comparison.
"""
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "api"))
from qh import Client, Server, World, query  # noqa: E402

ROUNDS = 5
DEMANDS = 100_000
MARK = "@" * 16
LOAD = os.environ["QH_BUILD"] + "/bench/load"


def median(values):
    return statistics.median(values)


def rss_mib(pid):
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def start_times(url):
    """Seconds from exec to the end of the first answer."""
    out = []
    for _ in range(ROUNDS):
        began = time.monotonic()
        with Server(url, "--quiet") as server:
            Client(server).send("GET", "/api/health")
            out.append(time.monotonic() - began)
    return out


def request(client, method, path, body=None, key=False):
    """The bytes of a request of this person."""
    data = json.dumps(body, ensure_ascii=False).encode() if body is not None else b""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Accept-Encoding: br"]
    if client and client.cookie:
        lines.append(f"Cookie: {client.cookie}")
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(data)}",
                  f"X-CSRF-Token: {client.csrf}"]
    if key:
        lines.append(f"Idempotency-Key: {MARK}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + data


def load(port, pid, data, requests, connections=64):
    with tempfile.NamedTemporaryFile(suffix=".http") as f:
        f.write(data)
        f.flush()
        done = subprocess.run([LOAD, str(port), str(connections), str(requests), str(pid),
                               f.name], capture_output=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr.decode())
    row = json.loads(done.stdout)
    if row["good"] != row["requests"]:
        raise SystemExit(f"{row['good']} of {row['requests']} answers are good: "
                         f"{done.stderr.decode()}")
    return row


def multiply(url, total):
    """Copies of the demands there are, spread over the year, up to `total`."""
    have = int(query(url, "select count(*) from demand"))
    query(url, f"""
      with recursive n(i) as (select 1 union all select i + 1 from n
                              where i < ({total} - {have}) / {have}),
      src as (select *, row_number() over (order by id) as k from demand)
      insert into demand
        select org, printf('%s%010d', substr(id, 1, 16), i * {have} + k),
               number || '-' || i, enterprise_id, source, visit_id, text, kind, route,
               item_code, department_code, lead_office_id, handler_id, state, clock, due_ms,
               limit_wd, objected, extended, answer, outcome, rating, satisfaction,
               rating_note, null, registered_ms - i * 300000, done_ms, closed_ms, late,
               version
          from src, n;
      analyze;""")
    return int(query(url, "select count(*) from demand"))


class Nginx:
    """The same bytes from nginx, where it is installed."""

    def __init__(self, body):
        self.folder = Path(tempfile.mkdtemp(prefix="qh-nginx-"))
        (self.folder / "page.html").write_bytes(body)
        self.folder.chmod(0o755)
        self.port = 18999
        conf = self.folder / "nginx.conf"
        conf.write_text(f"""
            daemon off; worker_processes 2; pid {self.folder}/pid; error_log stderr crit;
            events {{ worker_connections 1024; }}
            http {{ access_log off; keepalive_requests 1000000;
                    server {{ listen 127.0.0.1:{self.port}; root {self.folder}; }} }}
            """, encoding="ascii")
        self.process = subprocess.Popen(["nginx", "-c", str(conf), "-p", str(self.folder)])
        time.sleep(1)
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        self.workers = children.read_text(encoding="ascii").split()

    def load(self, requests):
        """CPU us a request, summed over the workers."""
        def cpu():
            return sum(int(Path(f"/proc/{w}/schedstat").read_text(encoding="ascii").split()[0])
                       for w in self.workers)
        before = cpu()
        load(self.port, self.process.pid, request(None, "GET", "/page.html"), requests)
        return (cpu() - before) / 1000 / requests

    def close(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder)


def make_demands(client, server, count):
    body = {"text": f"五台地磅快到检定期,生产不能停,请上门检定 {MARK}"}
    return load(server.port, server.process.pid,
                request(client, "POST", "/api/demands", body, key=True), count)


def candidates(server, people):
    contact, desk = people
    office = desk.send("GET", "/api/demands?limit=1").json["items"][0]
    first = desk.send("GET", f"/api/demands/{office['id']}")
    assert first.status == 200
    page = "/" if desk.send("GET", "/").status == 200 else "/c/JA-1"
    yield f"constant ({page})", request(None, "GET", page), 20000
    yield "health", request(None, "GET", "/api/health"), 20000
    yield "session", request(desk, "GET", "/api/session"), 10000
    yield "items (40)", request(None, "GET", "/api/items"), 3000
    yield "ledger, 20 rows", request(desk, "GET", "/api/demands?limit=20"), 5000
    yield "ledger, state, by due", \
        request(desk, "GET", "/api/demands?state=REG&sort=due&limit=20"), 5000
    yield "one demand", request(desk, "GET", f"/api/demands/{office['id']}"), 5000
    yield "create a demand", request(contact, "POST", "/api/demands", {
        "text": f"五台地磅快到检定期,生产不能停,请上门检定 {MARK}"}, key=True), 1000


def mixed(server, rows, total=10_000):
    for _, data, _ in rows:
        load(server.port, server.process.pid, data, total // len(rows))


def report(server, rows, rounds, nginx):
    constant = median([r["cpu_us"] for r in rounds[rows[0][0]]])
    print(f"{'':24}{'CPU us':>9}{'ratio':>8}{'per s':>9}{'p50 us':>9}{'p99 us':>9}")
    for name, _, _ in rows:
        got = rounds[name]
        cpu = median([r["cpu_us"] for r in got])
        print(f"{name:24}{cpu:9.1f}{cpu / constant:8.2f}"
              f"{median([r['per_s'] for r in got]):9.0f}"
              f"{median([r['p50_us'] for r in got]):9.0f}"
              f"{median([r['p99_us'] for r in got]):9.0f}")
    if nginx:
        print(f"{'nginx, the same file':24}{median(nginx):9.1f}{median(nginx) / constant:8.2f}")


def main():
    world = World("sqlite")
    url = world.copy()
    times = start_times(url)
    print(f"start to first answer: {median(times) * 1000:.0f} ms "
          f"({min(times) * 1000:.0f} to {max(times) * 1000:.0f})")
    with Server(url, "--quiet") as server:
        Client(server).send("GET", "/api/health")
        print(f"resident, idle: {rss_mib(server.process.pid):.1f} MiB")
        contact = Client(server).sign_in(world.account("contact"))
        make_demands(contact, server, 1000)
    print(f"demands: {multiply(url, DEMANDS)}")
    with Server(url, "--quiet") as server:
        people = [Client(server).sign_in(world.account(w)) for w in ("contact", "desk")]
        rows = list(candidates(server, people))
        mixed(server, rows)
        print(f"resident after 10,000 mixed requests: {rss_mib(server.process.pid):.1f} MiB")
        page = Client(server).send("GET", "/", headers={"Accept-Encoding": "br"}).data
        nginx = Nginx(page) if shutil.which("nginx") else None
        rounds, other = {name: [] for name, _, _ in rows}, []
        for _ in range(ROUNDS):
            for name, data, requests in rows:
                rounds[name].append(load(server.port, server.process.pid, data, requests))
            if nginx:
                other.append(nginx.load(20000))
        report(server, rows, rounds, other)
        if nginx:
            nginx.close()
    world.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
