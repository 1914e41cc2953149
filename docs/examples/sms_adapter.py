#!/usr/bin/env python3
"""sms_adapter.py - a worked example: Quanheng's signed webhook on one side, a gateway for
text messages on the other.

    QH_SIGNING_KEY=whsec_... GATEWAY="/usr/local/bin/send-sms" python3 sms_adapter.py 9000

Register it under "Message channels" as SMS with the address http://127.0.0.1:9000/in; the
signing key is shown there once.  For each message the program GATEWAY is called with the
number as its argument and the text on standard input; exit code 0 means that the gateway
took it.  The same file serves WeChat: the address is then the id of the receiver.

What an adapter must do:
  1. check the signature and the time (is_ours), before anything else;
  2. keep the ids of what it took, because a message may come twice;
  3. answer 2xx once the gateway has it, 4xx if it never will, 5xx to be asked again.
"""
import base64
import collections
import hashlib
import hmac
import http.server
import json
import os
import subprocess
import sys
import time

BODY_MAX = 16 * 1024
CLOCK_S = 300        # how far the clocks of both machines may be apart
IDS_MAX = 100_000    # of messages that were taken; a real adapter keeps them on disk

KEY = base64.b64decode(os.environ["QH_SIGNING_KEY"].removeprefix("whsec_"), validate=True)
GATEWAY = os.environ["GATEWAY"]
taken = collections.OrderedDict()


def is_ours(headers, body, now=None):
    """The signature is right and fresh: HMAC-SHA-256 over id.timestamp.body."""
    ident = headers.get("webhook-id", "")
    stamp = headers.get("webhook-timestamp", "")
    if not stamp.isascii() or not stamp.isdigit():
        return False
    if abs((time.time() if now is None else now) - int(stamp)) > CLOCK_S:
        return False
    mac = hmac.new(KEY, f"{ident}.{stamp}.".encode() + body, hashlib.sha256).digest()
    right = "v1," + base64.b64encode(mac).decode()
    given = headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(right.encode(), g.encode()) for g in given)


def hand_over(message):
    """True once the gateway has it."""
    done = subprocess.run([GATEWAY, message["to"]["address"]], check=False, timeout=15,
                          input=message["text"].encode())
    return done.returncode == 0


class Adapter(http.server.BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass  # numbers of people are not for the log

    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self):
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > BODY_MAX:
            return self.answer(413)
        body = self.rfile.read(int(length))
        if not is_ours(self.headers, body):
            return self.answer(401)
        message = json.loads(body)
        if message["id"] in taken:
            return self.answer(200)
        if "to" not in message:
            return self.answer(422)
        if not hand_over(message):
            return self.answer(503)
        taken[message["id"]] = True
        while len(taken) > IDS_MAX:
            taken.popitem(last=False)
        return self.answer(200)


if __name__ == "__main__":
    server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Adapter)
    print(f"ready {server.server_address[1]}", flush=True)
    server.serve_forever()
