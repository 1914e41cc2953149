"""receivers.py - the other side of messages: a mail server and a webhook receiver, on loopback.

Both keep what they got and do as the test tells them.  Only the standard library.
"""
import base64
import hashlib
import hmac
import http.server
import json
import socket
import socketserver
import ssl
import subprocess
import threading
import time


def certificate(folder, name, host):
    """(certificate, key) of a self-signed certificate for a host, made by openssl."""
    cert, key = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", str(key), "-out",
                    str(cert), "-days", "2", "-subj", f"/CN={host}", "-addext",
                    f"subjectAltName={'IP' if host[0].isdigit() else 'DNS'}:{host}"],
                   check=True, capture_output=True)
    return cert, key


def context(pair):
    c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    c.load_cert_chain(*map(str, pair))
    return c


class Threaded(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # a client that hangs up is what some tests are about


class Smtp:
    """answers: reply by command ("RCPT": "550 no such mailbox"); changed while it runs."""

    def __init__(self, pair=None, implicit=False):
        self.mails = []      # dicts: from, to, data, tls, login
        self.commands = []
        self.answers = {}
        self.tls = context(pair) if pair else None
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def setup(self):
                if implicit:
                    self.request = outer.tls.wrap_socket(self.request, server_side=True)
                super().setup()

            def say(self, text):
                self.wfile.write(text.encode() + b"\r\n")

            def handle(self):
                outer.converse(self, implicit)

        self.server = Threaded(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def converse(self, h, tls):
        mail = {"to": [], "tls": tls, "login": None}
        h.say("220 sink ESMTP")
        while True:
            line = h.rfile.readline().decode("latin-1").rstrip("\r\n")
            if not line:
                return
            verb = line.split(" ")[0].upper()
            self.commands.append(line)
            if verb in self.answers and verb != "DATA":
                h.say(self.answers[verb])
            elif verb == "EHLO":
                if self.tls and not mail["tls"]:
                    h.say("250-sink\r\n250 STARTTLS")
                else:
                    h.say("250-sink\r\n250 AUTH PLAIN")
            elif verb == "STARTTLS":
                h.say("220 go")
                h.request = self.tls.wrap_socket(h.request, server_side=True)
                h.rfile = h.request.makefile("rb")
                h.wfile = h.request.makefile("wb", buffering=0)
                mail["tls"] = True
            elif verb == "AUTH":
                given = line.split(" ")[2] if line.count(" ") > 1 else None
                if given is None:
                    h.say("334 ")
                    given = h.rfile.readline().decode().strip()
                mail["login"] = base64.b64decode(given).decode().split("\0")[1:]
                h.say("235 welcome")
            elif verb == "MAIL":
                mail["from"] = line
                h.say("250 fine")
            elif verb == "RCPT":
                mail["to"].append(line)
                h.say("250 fine")
            elif verb == "DATA":
                h.say("354 go on")
                data = b""
                while not data.endswith(b"\r\n.\r\n"):
                    data += h.rfile.readline()
                if "DATA" in self.answers:
                    h.say(self.answers["DATA"])
                else:
                    self.mails.append({**mail, "data": data[:-5]})
                    h.say("250 taken")
            elif verb == "QUIT":
                h.say("221 bye")
                return
            else:
                h.say("250 fine")

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Hook:
    """Posts in the order in which they came; status: what is answered to them."""

    def __init__(self, pair=None):
        self.posts = []      # dicts: path, headers, body, at
        self.status = 200
        self.location = None
        self.delay = threading.Event()   # set: answers at once
        self.delay.set()
        self.answer = b""
        self.lock = threading.Lock()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args):
                pass

            def do_GET(self):
                self.do_POST()

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                with outer.lock:
                    outer.posts.append({"path": self.path, "body": body, "at": time.time(),
                                        "headers": dict(self.headers)})
                outer.delay.wait(120)
                self.send_response(outer.status)
                if outer.location:
                    self.send_header("Location", outer.location)
                self.send_header("Content-Length", str(len(outer.answer)))
                self.end_headers()
                self.wfile.write(outer.answer)

        self.server = Threaded(("127.0.0.1", 0), Handler)
        if pair:
            self.server.socket = context(pair).wrap_socket(self.server.socket,
                                                           server_side=True)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def ids(self):
        with self.lock:
            return [p["headers"]["webhook-id"] for p in self.posts]

    def close(self):
        self.delay.set()
        self.server.shutdown()
        self.server.server_close()


def signature_is_right(post, key):
    """As docs/notifications.md says it."""
    h = post["headers"]
    signed = f"{h['webhook-id']}.{h['webhook-timestamp']}.".encode() + post["body"]
    secret = base64.b64decode(key.removeprefix("whsec_"))
    mac = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
    return hmac.compare_digest(h["webhook-signature"], f"v1,{mac}") and \
        abs(time.time() - int(h["webhook-timestamp"])) < 300


def closed_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def body_of(post):
    return json.loads(post["body"])
