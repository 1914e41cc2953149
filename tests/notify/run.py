#!/usr/bin/env python3
"""run.py - messages that leave the product: mail, webhooks, repetition, several servers.

A real server on SQLite and on PostgreSQL sends to a mail server and to receivers of
webhooks on loopback (receivers.py).  Nothing is measured in time: the tests wait until
something has happened, and move clocks by rows of the database.

Usage: run.py [NAME...]   (QH: the binary; PG_URL: a PostgreSQL, else SQLite only)
"""
import concurrent.futures
import datetime
import email
import email.policy
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "api"))
from qh import QH, ROOT, Client, Failure, Server, World, engines, query, run  # noqa: E402
import clock  # noqa: E402
from receivers import (Hook, Smtp, body_of, certificate, closed_port,  # noqa: E402
                       signature_is_right)

FOLDER = Path(tempfile.mkdtemp(prefix="qh-notify-"))
PAIR = certificate(FOLDER, "right", "127.0.0.1")
WRONG = certificate(FOLDER, "wrong", "mail.example.org")
# What is changed past the store, and what qh check says of it.
SPOILED = [
    ("update notify_delivery set done_ms = null", "notify_delivery .*: done_ms"),
    ("update notice set at_ms = at_ms + 1", "notice .*: at_ms"),
    ("update notify_endpoint set version = version + 1", "notify_endpoint .*: version"),
    ("update notify_event set label = 'x'", "notify_event .*: row"),
]
COPYING = threading.Lock()
PROFILE = {"language": "zh-CN", "email": "", "digest": "none", "digest_min": 480,
           "digest_weekday": 0, "workdays_only": False}


def until(what, work, seconds=180):
    """The first true answer of work(); a failure after a long while."""
    end = time.monotonic() + seconds
    while True:
        got = work()
        if got:
            return got
        if time.monotonic() > end:
            raise Failure(f"never happened: {what}")
        time.sleep(0.1)


def must(what, holds):
    if not holds:
        raise Failure(what)


class Case:
    """A database of its own, a server on it, and people."""

    def __init__(self, world, settings=()):
        self.world = world
        with COPYING:
            self.url = world.copy()
        for name, value in settings:
            self.sql(f"insert into setting (org, name, value) select org, '{name}', '{value}' "
                     "from org")
        self.servers = []
        self.closers = []
        self.people = {}
        self.serve("--notify-private")

    def serve(self, *options):
        self.servers.append(Server(self.url, "--quiet", "--no-watch", "--public-url",
                                   "https://qh.example", *options))
        self.people = {}
        return self.servers[-1]

    def kill(self):
        """As a crash does it."""
        self.servers.pop().stop(signal.SIGKILL)

    def sql(self, text):
        return query(self.url, text)

    def as_(self, who):
        if who not in self.people:
            self.people[who] = Client(self.servers[-1]).sign_in(self.world.account(who))
        return self.people[who]

    def send(self, who, method, path, body=None, status=(200, 201, 204)):
        answer = self.as_(who).send(method, path, body)
        if answer.status not in (status if isinstance(status, tuple) else (status,)):
            raise Failure(f"{method} {path}: {answer.status} {answer.data.decode()[:300]}")
        return answer.json

    def receiver(self, kind, *args, **kw):
        made = kind(*args, **kw)
        self.closers.append(made)
        return made

    def endpoint(self, **body):
        made = self.send("admin", "POST", "/api/notify/endpoints", {"name": "x", **body})
        self.send("admin", "POST", f"/api/notify/endpoints/{made['id']}/on", {"version": 1})
        return made

    def mail(self, smtp, **more):
        return self.endpoint(channel="email", url=f"smtp://127.0.0.1:{smtp.port}",
                             sender="qh@bureau.example",
                             **{"security": "starttls", "ca_pem": PAIR[0].read_text(), **more})

    def hook(self, hook, **more):
        return self.endpoint(**{"channel": "webhook",
                                "url": f"http://127.0.0.1:{hook.port}/in", **more})

    def profile(self, who, **more):
        return self.send(who, "POST", "/api/notify/profile", {**PROFILE, **more})

    def deliveries(self, where="1 = 1"):
        return [r.split("|") for r in self.sql(
            "select id, state, tries, status, error, due_ms from notify_delivery "
            f"where {where} order by id").split("\n") if r]

    def visit(self, days=20):
        """A visit is planned at the silicon works: its contact and the officer hear of it."""
        day = (datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8)))
               + datetime.timedelta(days=days)).date().isoformat()
        own = self.as_("silicon").session["person"]["enterprise_id"]
        pair = self.send("desk", "GET", f"/api/pairings?enterprise_id={own}&open=1")["items"][0]
        return self.send("desk", "POST", "/api/visit-plans",
                         {"enterprise_id": own, "kind": "on_site", "day": day,
                          "officer_id": pair["officer_id"], "at_request": True,
                          "request_note": "来电请求"})["visit"]

    def close(self):
        for s in self.servers:
            s.stop()
        for c in self.closers:
            c.close()
        self.world.drop(self.url)


# ---- mail ----

def mail_arrives(world):
    case = Case(world)
    try:
        smtp = case.receiver(Smtp, PAIR)
        case.mail(smtp, login="qh", secret="geheim")
        must("a password is shown", "geheim" not in str(
            case.send("admin", "GET", "/api/notify/endpoints")))
        case.profile("silicon", email="li@works.example")
        case.visit()
        until("the mail", lambda: smtp.mails)
        mail = smtp.mails[0]
        must("it came without TLS", mail["tls"])
        must(f"the login is wrong: {mail['login']}", mail["login"] == ["qh", "geheim"])
        must("receiver", "<li@works.example>" in mail["to"][0])
        raw = mail["data"].decode("ascii")
        must("a line is too long", max(map(len, raw.split("\r\n"))) <= 78)
        m = email.message_from_string(raw, policy=email.policy.default)
        until("the end of it", lambda: case.deliveries("state = 'sent'"))
        row = case.deliveries("state = 'sent'")[0]
        must("Message-ID", m["Message-ID"] == f"<{row[0]}@bureau.example>")
        must(f"subject {m['Subject']}", re.match("【权衡】走访已安排", m["Subject"]))
        must("it may be answered by a machine", m["Auto-Submitted"] == "auto-generated")
        text = m.get_body(("plain",)).get_content()
        html = m.get_body(("html",)).get_content()
        must("the link", "https://qh.example/portal.html#/visits" in text and
             'href="https://qh.example/portal.html#/visits"' in html)
        must("the office's name", "吉安" in text)
    finally:
        case.close()


def mail_refused_tls(world):
    """No TLS, or that of somebody else: nothing is told, and it is tried again."""
    case = Case(world)
    try:
        plain = case.receiver(Smtp)
        other = case.receiver(Smtp, WRONG)
        made = case.mail(plain, login="qh", secret="geheim")
        case.profile("silicon", email="li@works.example")
        case.visit()
        until("a failure", lambda: case.deliveries("error <> ''"))
        must(f"{case.deliveries()}", case.deliveries()[0][4] in ("tls", "broken"))
        must("it went out in the clear", not plain.mails and
             not any(c.startswith("AUTH") for c in plain.commands))
        body = {"version": 2, "name": "x", "url": f"smtp://127.0.0.1:{other.port}",
                "sender": "qh@bureau.example", "login": "qh",
                "ca_pem": WRONG[0].read_text()}
        path = f"/api/notify/endpoints/{made['id']}"
        case.send("admin", "POST", path, body, 422)      # the password again, please
        case.send("admin", "POST", path, {**body, "secret": "geheim"})
        case.sql("update notify_delivery set due_ms = 0 where state = 'waiting'")
        until("the second failure", lambda: case.deliveries("tries = 2 and state = 'waiting'"))
        must(f"{case.deliveries()}", case.deliveries()[0][4] == "tls")
        must("it went to somebody else", not other.mails)
    finally:
        case.close()


def mail_answers(world):
    """5xx for the receiver is final, 4xx and a wrong password are not."""
    case = Case(world, [("notify.retry_s", 1), ("notify.break_after", 50)])
    try:
        smtp = case.receiver(Smtp, PAIR, implicit=True)
        case.mail(smtp, security="tls", login="qh", secret="geheim")
        case.profile("silicon", email="li@works.example")
        smtp.answers = {"RCPT": "550 no such mailbox"}
        case.visit()
        until("it is dead", lambda: case.deliveries("state = 'dead'"))
        must(f"{case.deliveries()}", case.deliveries()[0][3:5] == ["550", "status"])
        smtp.answers = {"AUTH": "535 wrong password"}
        case.send("admin", "POST", f"/api/notify/deliveries/{case.deliveries()[0][0]}/again")
        until("another try", lambda: case.deliveries("status = 535"))
        must(f"{case.deliveries()}", case.deliveries()[0][4] == "login")
        smtp.answers = {"DATA": "451 later"}
        until("another try", lambda: case.deliveries("status = 451"))
        smtp.answers = {}
        until("it arrives", lambda: smtp.mails)
        until("the end of it", lambda: case.deliveries("state = 'sent'"))
    finally:
        case.close()


def digest(world):
    """What may wait comes as one mail; what is urgent at once."""
    case = Case(world)
    try:
        smtp = case.receiver(Smtp, PAIR)
        case.mail(smtp)
        case.profile("silicon", email="li@works.example", digest="daily", language="en")
        first, second = case.visit(20), case.visit(25)
        must("two wait", len(case.deliveries("state = 'waiting' and digest = 1")) == 2)
        case.send("desk", "POST", f"/api/visits/{second['id']}/cancel",
                  {"version": 1, "reason": "企业停产"})
        until("the urgent one", lambda: smtp.mails)
        case.sql("update notify_delivery set due_ms = 0 where state = 'waiting'")
        until("the digest", lambda: len(smtp.mails) == 2)
        text = email.message_from_bytes(smtp.mails[1]["data"], policy=email.policy.default)
        must(f"subject {text['Subject']}", text["Subject"] == "[Quanheng] 2 new messages")
        body = text.get_body(("plain",)).get_content()
        must(body, first["day"] in body and second["day"] in body)
        until("the end of it", lambda: len(case.deliveries("state = 'sent'")) == 2)
        must("one is bundled", len(case.deliveries("state = 'bundled'")) == 1)
    finally:
        case.close()


def wishes(world):
    """Quiet hours, kinds switched off, nobody to send to any more."""
    case = Case(world)
    try:
        smtp = case.receiver(Smtp, PAIR)
        case.mail(smtp)
        minute = int((time.time() // 60 + 480) % 1440)
        case.profile("silicon", email="li@works.example", workdays_only=False,
                     quiet_from_min=(minute - 30) % 1440, quiet_until_min=(minute + 90) % 1440)
        visit = case.visit()
        wait = int(case.deliveries()[0][5]) / 1000 - time.time()
        must(f"it waits {wait} s", 80 * 60 < wait <= 91 * 60)
        case.profile("silicon", email="li@works.example",
                     choices=[{"kind": "visit.cancelled", "channel": "email", "chosen": False},
                              {"kind": "visit.cancelled", "channel": "inbox", "chosen": False}])
        case.send("desk", "POST", f"/api/visits/{visit['id']}/cancel",
                  {"version": 1, "reason": "企业停产"})
        must("only the first", len(case.deliveries()) == 1)
        got = case.send("silicon", "GET", "/api/notices?kind=visit.cancelled")["items"]
        must("nothing at all was wanted", got == [])
        case.profile("silicon", email="")
        case.sql("update notify_delivery set due_ms = 0 where state = 'waiting'")
        until("it is dropped", lambda: case.deliveries("state = 'dropped'"))
        must("nothing was sent", not smtp.mails)
    finally:
        case.close()


# ---- webhooks ----

def hook_arrives(world):
    case = Case(world)
    try:
        hook = case.receiver(Hook, PAIR)
        made = case.endpoint(channel="webhook", url=f"https://127.0.0.1:{hook.port}/in?x=1",
                             ca_pem=PAIR[0].read_text(), kinds=["visit.planned"])
        visit = case.visit()
        case.send("desk", "POST", f"/api/visits/{visit['id']}/cancel",
                  {"version": 1, "reason": "企业停产"})
        until("the end of it", lambda: case.deliveries("state = 'sent'"))
        must("only the kind that was asked for", len(hook.posts) == 1)
        post = hook.posts[0]
        must("the path", post["path"] == "/in?x=1")
        must("the signature", signature_is_right(post, made["signing_key"]))
        body = body_of(post)
        must(f"{body}", body["type"] == "visit.planned" and body["id"] == case.deliveries()[0][0]
             and body["data"]["id"] == visit["id"]
             and body["data"]["link"] == f"https://qh.example/#/visits/{visit['id']}")
        new = case.send("admin", "POST", f"/api/notify/endpoints/{made['id']}/key",
                        {"version": 2})
        case.send("admin", "POST", f"/api/notify/endpoints/{made['id']}/test")
        until("the test", lambda: len(hook.posts) == 2)
        must("the new key", signature_is_right(hook.posts[1], new["signing_key"]))
        must("the old key is void", not signature_is_right(hook.posts[1], made["signing_key"]))
    finally:
        case.close()


def hook_refusals(world):
    """A redirection is not followed, 4xx is final, what was given up can be sent again."""
    case = Case(world, [("notify.break_after", 50)])
    try:
        hook, elsewhere = case.receiver(Hook), case.receiver(Hook)
        made = case.hook(hook)
        hook.status, hook.location = 302, f"http://127.0.0.1:{elsewhere.port}/"
        case.visit()
        until("it is dead", lambda: case.deliveries("state = 'dead'"))
        must(f"{case.deliveries()}", case.deliveries()[0][2:5] == ["1", "302", "status"])
        must("the redirection was followed", not elsewhere.posts)
        hook.status, hook.location = 422, None
        must("one again", case.send("admin", "POST",
                                    f"/api/notify/endpoints/{made['id']}/again")["n"] == 1)
        until("it is dead again", lambda: case.deliveries("state = 'dead' and status = 422"))
        hook.status, hook.answer = 200, b"x" * 1000000
        case.send("admin", "POST", f"/api/notify/deliveries/{case.deliveries()[0][0]}/again")
        until("it arrives", lambda: case.deliveries("state = 'sent'"))
        must("always the same id", len(set(hook.ids())) == 1 and len(hook.ids()) == 3)
    finally:
        case.close()


def hook_untrusted(world):
    """A certificate that is not trusted, a port where nobody listens, addresses inside."""
    case = Case(world, [("notify.break_after", 50)])
    try:
        hook = case.receiver(Hook, PAIR)
        bare = case.receiver(Hook)
        case.endpoint(channel="webhook", url=f"https://127.0.0.1:{hook.port}/in")
        case.endpoint(channel="webhook", url=f"http://127.0.0.1:{closed_port()}/in")
        case.visit()
        until("two failures", lambda: len(case.deliveries("error <> ''")) == 2)
        must(f"{case.deliveries()}", sorted(d[4] for d in case.deliveries()) ==
             ["connect", "tls"])
        case.servers.pop().stop()
        case.sql("update notify_endpoint set state = 'off'")
        case.serve()                   # without --notify-private
        case.hook(bare)
        case.visit(27)
        until("it is barred", lambda: case.deliveries("error = 'address'"))
        must("it was called all the same", not bare.posts and not hook.posts)
    finally:
        case.close()


def breaker(world):
    """After failures in a row nothing goes there, but to others; then one, then all."""
    case = Case(world, [("notify.break_after", 2), ("notify.retry_s", 1)])
    try:
        bad, good = case.receiver(Hook), case.receiver(Hook)
        made = case.hook(bad)
        case.hook(good)
        bad.status = 503
        case.visit()
        until("the breaker opens", lambda: case.sql(
            "select open_until_ms from notify_health where fails >= 2").strip())
        row = [e for e in case.send("admin", "GET", "/api/notify/endpoints")["items"]
               if e["id"] == made["id"]][0]
        must(f"{row}", row["open_until_ms"] and row["error"] == "status" and row["fails"] >= 2)
        until("the other one", lambda: good.posts)
        case.sql("update notify_delivery set due_ms = 0 where state = 'waiting'")
        calls = len(bad.posts)
        case.visit(26)
        until("the second at the other one", lambda: len(good.posts) == 2)
        must("it is left alone", len(bad.posts) == calls)
        bad.status = 200
        case.sql("update notify_health set open_until_ms = 0 where fails > 0")
        until("all arrived", lambda: len(case.deliveries("state = 'sent'")) == 4)
        row = case.sql(f"select fails from notify_health where endpoint_id = '{made['id']}'")
        must("it is closed", row.strip() == "0")
    finally:
        case.close()


def slow_receiver(world):
    """One that does not answer holds up neither others nor the pages."""
    case = Case(world)
    try:
        slow, quick = case.receiver(Hook), case.receiver(Hook)
        slow.delay.clear()
        case.hook(slow)
        case.hook(quick)
        case.visit()
        until("it is with the slow one", lambda: slow.posts)
        case.visit(26)
        until("the quick one has both", lambda: len(quick.posts) == 2)
        case.send("silicon", "GET", "/api/notices/count")
        slow.delay.set()
        until("all arrived", lambda: len(case.deliveries("state = 'sent'")) == 4)
    finally:
        case.close()


def crash_between(world):
    """Killed while a message is under way: it comes again, under the same id."""
    case = Case(world)
    try:
        hook = case.receiver(Hook)
        hook.delay.clear()
        case.hook(hook)
        case.visit()
        until("it is under way", lambda: hook.posts)
        case.kill()
        row = case.deliveries()[0]
        must(f"{row}", row[1] == "sending" and row[2] == "1")
        case.sql("update notify_delivery set due_ms = 0")     # the claim runs out
        hook.delay.set()
        case.serve("--notify-private")
        until("it arrives", lambda: case.deliveries("state = 'sent'"))
        must("the same id twice", hook.ids() == [row[0], row[0]])
        must("its second try", case.deliveries()[0][2] == "2")
    finally:
        case.close()


def several_servers(world):
    """Two servers on one PostgreSQL send each message once."""
    if world.engine != "postgres":
        return
    case = Case(world)
    try:
        hook = case.receiver(Hook)
        case.hook(hook, kinds=["visit.planned", "visit.moved"])
        case.serve("--notify-private")
        visit = case.visit()
        for i in range(30):
            day = (datetime.date.fromisoformat(visit["day"])
                   + datetime.timedelta(days=i % 2 + 1)).isoformat()
            case.send("desk", "POST", f"/api/visits/{visit['id']}/move",
                      {"version": i + 1, "day": day, "at_request": True,
                       "request_note": "来电请求"})
        until("all arrived", lambda: len(case.deliveries("state = 'sent'")) == 31)
        must("one came twice", sorted(hook.ids()) == sorted(set(hook.ids())))
        must("all in one try", not case.deliveries("tries <> 1"))
    finally:
        case.close()


def short_messages(world):
    """SMS and WeChat get a number and a link, and no name."""
    case = Case(world)
    try:
        hook = case.receiver(Hook)
        made = case.hook(hook, channel="sms")
        case.profile("silicon", sms_to="13800138000",
                     choices=[{"kind": "visit.planned", "channel": "sms", "chosen": True}])
        case.visit()
        until("it arrives", lambda: case.deliveries("state = 'sent'"))
        body = body_of(hook.posts[0])
        must(f"{body}", body["to"]["address"] == "13800138000" and signature_is_right(
            hook.posts[0], made["signing_key"]))
        name = case.as_("silicon").session["person"]["enterprise_name"]
        must("a name is in it", name not in hook.posts[0]["body"].decode())
        must(f"{body['text']}", "https://qh.example/portal.html#/visits" in body["text"])
    finally:
        case.close()


def example_adapter(world):
    """The adapter of docs/examples takes what we sign, once, and nothing else."""
    case = Case(world)
    gateway, sent = FOLDER / "gateway.sh", FOLDER / "sent.txt"
    gateway.write_text(f'#!/bin/sh\n{{ echo "$1"; cat; echo; }} >>{sent}\n')
    gateway.chmod(0o755)
    adapter = None
    try:
        port = closed_port()
        made = case.endpoint(channel="sms", url=f"http://127.0.0.1:{port}/in")
        adapter = subprocess.Popen(
            [sys.executable, str(ROOT / "docs/examples/sms_adapter.py"), str(port)],
            env={**os.environ, "QH_SIGNING_KEY": made["signing_key"],
                 "GATEWAY": str(gateway)}, stdout=subprocess.PIPE)
        must("it runs", adapter.stdout.readline() == f"ready {port}\n".encode())
        case.profile("silicon", sms_to="13800138000",
                     choices=[{"kind": "visit.planned", "channel": "sms", "chosen": True}])
        case.visit()
        until("it arrives", lambda: case.deliveries("state = 'sent'"))
        must("number and text", sent.read_text().split("\n")[0] == "13800138000")
        case.sql("update notify_delivery set state = 'waiting', due_ms = 0")
        until("it came again", lambda: case.deliveries("state = 'sent' and tries = 2"))
        must("it was handed on twice", sent.read_text().count("13800138000") == 1)
        case.send("admin", "POST", f"/api/notify/endpoints/{made['id']}/key", {"version": 2})
        case.visit(26)
        until("another key is refused", lambda: case.deliveries("status = 401"))
        must("it was handed on all the same", sent.read_text().count("13800138000") == 1)
    finally:
        if adapter:
            adapter.kill()
            adapter.wait()
            adapter.stdout.close()
        case.close()


def check_finds(world):
    """qh check passes after all of it, and finds what was changed past the store."""
    case = Case(world)
    try:
        hook = case.receiver(Hook)
        case.hook(hook)
        case.visit()
        until("it arrives", lambda: case.deliveries("state = 'sent'"))
        for server in case.servers:
            server.stop()
        case.servers = []
        run("check", "--db", case.url)
        for spoil, _ in SPOILED:
            case.sql(spoil)
        found = subprocess.run([QH, "check", "--db", case.url], capture_output=True,
                               check=False)
        must("it passes", found.returncode == 1)
        for spoil, named in SPOILED:
            must(f"not seen: {spoil}", re.search(named, found.stdout.decode()))
    finally:
        case.close()


def at_its_time(world):
    """Reminders, lights, offers: each once and at the right moment, across holidays."""
    case = Case(world)
    try:
        for each in clock.EACH:
            each(case)
    finally:
        case.close()


def sealed_secrets(world):
    """Only the key's file opens a secret; who has another one tries nothing and says so."""
    case = Case(world)
    key, other = FOLDER / f"seal-{world.engine}", FOLDER / f"other-{world.engine}"
    key.write_text("k" * 40)
    other.write_text("o" * 40)

    def restart(*options):
        case.servers.pop().stop()
        return case.serve("--notify-private", *options)

    def secret():
        return case.send("admin", "GET", "/api/notify/endpoints")["items"][0]["secret"]

    try:
        hook = case.receiver(Hook)
        made = case.hook(hook)
        if world.engine == "sqlite":
            beside = Path(case.url[len("sqlite:"):] + ".key")
            must("the key beside the database", beside.stat().st_mode & 0o777 == 0o600)
            must(f"it is {secret()}", secret() == "sealed")
            case.visit(15)
            until("it arrives", lambda: case.deliveries("state = 'sent'"))
            key.write_bytes(beside.read_bytes())
        else:
            must(f"it is {secret()}", secret() == "plain")
        restart("--seal-key", str(key))
        until("old ones are sealed", lambda: secret() == "sealed")
        kept = case.sql("select secret from notify_secret")
        must("a key stands in the database", "whsec_" not in kept and "sealed:" in kept)
        log = restart("--seal-key", str(other)).log_text
        must(f"it is {secret()}", secret() == "locked")
        visit = case.visit(26)
        until("the log says why nothing goes", lambda: "deliver.sealed" in log())
        must(f"a try is used up: {case.deliveries()}",
             case.deliveries("state = 'waiting' and tries = 0"))
        must("the channel is blamed", not case.sql(
            "select * from notify_health where fails > 0").strip())
        restart("--seal-key", str(key))
        until("it goes out", lambda: not case.deliveries("state <> 'sent'"))
        must("which one", body_of(hook.posts[-1])["data"]["id"] == visit["id"])
        must("signed with the key that was shown",
             all(signature_is_right(p, made["signing_key"]) for p in hook.posts))
    finally:
        case.close()


def old_ones_go(world):
    case = Case(world)
    try:
        clock.old_messages(case)
    finally:
        case.close()


CASES = [at_its_time, sealed_secrets, old_ones_go, mail_arrives, mail_refused_tls, mail_answers,
         digest, wishes, hook_arrives, hook_refusals, hook_untrusted, breaker, slow_receiver, crash_between,
         short_messages, example_adapter, check_finds]


# What depends on the engine; the rest runs on SQLite only.
BOTH = [at_its_time, sealed_secrets, old_ones_go, mail_arrives, digest, hook_arrives, breaker, crash_between, several_servers]


def attempt(world, case):
    """True if the case holds."""
    began = time.monotonic()
    try:
        case(world)
        print(f"ok   {world.engine} {case.__name__} {time.monotonic() - began:.1f} s")
        return True
    except Exception as error:  # a test that breaks is a test that fails
        print(f"FAIL {world.engine} {case.__name__}: {error}")
        if not isinstance(error, Failure):
            traceback.print_exc()
        return False


def main():
    names = sys.argv[1:]
    results = []
    for engine in engines():
        world = World(engine)
        cases = [c for c in (CASES if engine == "sqlite" else BOTH)
                 if not names or c.__name__ in names]
        try:
            # Each waits most of its time, for a server and receivers of its own.
            with concurrent.futures.ThreadPoolExecutor(4) as pool:
                results += pool.map(lambda c, w=world: attempt(w, c), cases)
        finally:
            world.close()
    failed = results.count(False)
    print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed or not results else 0


if __name__ == "__main__":
    sys.exit(main())
