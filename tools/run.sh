#!/bin/sh
# run.sh - serves the demo world; makes it first when demo/quanheng.db is not there.
#
# LISTEN=ADDRESS:PORT overrides 127.0.0.1:8080.  When nothing was asked for and that port is
# taken, another one is chosen.
set -eu

cd "$(dirname "$0")/.."
QH=build/qh
DB=demo/quanheng.db
ACCOUNTS=demo/accounts.json

make_world() {
    echo "run: building the demo world"
    mkdir -p demo
    rm -f "$DB" "$DB-wal" "$DB-shm"
    "$QH" demo --db "sqlite:$DB" --seed 20241202 --accounts "$ACCOUNTS" || {
        rm -f "$DB" "$DB-wal" "$DB-shm" "$ACCOUNTS"
        exit 1
    }
}

print_accounts() {
    python3 - "$ACCOUNTS" <<'END'
import json, sys, unicodedata

def width(s):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in s)

rows = [("role", "login", "password")]
with open(sys.argv[1], encoding="utf-8") as f:
    rows += [(a["role"], a["login"], a["password"]) for a in json.load(f)]
wide = [max(width(r[i]) for r in rows) for i in range(3)]
for r in rows:
    print("  " + "  ".join(c + " " * (w - width(c)) for c, w in zip(r, wide)).rstrip())
END
}

# Port 8080 of this machine if it is free, else one that is.
free_address() {
    python3 - <<'END'
import socket

for port in (8080, 0):
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        s.bind(("127.0.0.1", port))
    except OSError:
        continue
    print("127.0.0.1:%d" % s.getsockname()[1])
    break
END
}

[ -f "$DB" ] || make_world

listen=${LISTEN:-$(free_address)}

echo "Accounts of the demo world (also in $ACCOUNTS):"
print_accounts
echo "Office: http://$listen/   portal: http://$listen/portal.html   stop: Ctrl-C"
exec "$QH" serve --db "sqlite:$DB" --listen "$listen" --public-url "http://$listen" --migrate
