# postgres.sh - a temporary PostgreSQL for tests; to be sourced, works in sh and bash.
#
#   . tests/lib/postgres.sh
#   pg_start            # sets and exports PG_URL, a database of its own in C.UTF-8
#   ...
#   pg_stop             # also run by a trap at the end of the shell
#
# The server listens on a free port of 127.0.0.1 and nowhere else, its data lie in a new
# folder of its own, and Debian's cluster "main" is never touched.  As root it runs as the
# user postgres, because PostgreSQL refuses root.  PG_BIN names the folder of the programs,
# PG_OPTIONS gives settings ("-c fsync=off" unless set: nobody pulls the plug here).
# pg_kill and pg_resume end the server
# with SIGQUIT (a crash) and start it again on the same port and data.

PG_BIN=${PG_BIN:-/usr/lib/postgresql/15/bin}
PG_OPTIONS=${PG_OPTIONS--c fsync=off}

pg_as() {
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid=postgres --regid=postgres --clear-groups "$@"
    else
        "$@"
    fi
}

pg_free_port() {
    python3 -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}

pg_resume() {
    (cd "$PG_DIR" && pg_as "$PG_BIN/pg_ctl" -D "$PG_DIR/data" -l "$PG_DIR/log" -w -t 60 -s \
        -o "-p $PG_PORT -c listen_addresses=127.0.0.1 -c unix_socket_directories= $PG_OPTIONS" \
        start)
}

pg_kill() {
    (cd "$PG_DIR" && pg_as "$PG_BIN/pg_ctl" -D "$PG_DIR/data" -m immediate -w -s stop)
}

pg_start() {
    PG_DIR=$(mktemp -d "${TMPDIR:-/tmp}/qh-postgres.XXXXXX") || return 1
    trap pg_stop EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    chmod 0700 "$PG_DIR"
    if [ "$(id -u)" = 0 ]; then
        chown postgres:postgres "$PG_DIR"
    fi
    (cd "$PG_DIR" && pg_as env LC_ALL=C.UTF-8 "$PG_BIN/initdb" -D "$PG_DIR/data" -U qh \
        --auth=trust --locale=C.UTF-8 --encoding=UTF8 --no-sync --no-instructions >"$PG_DIR/initdb.log" 2>&1) ||
        { cat "$PG_DIR/initdb.log" >&2; return 1; }
    for _ in 1 2 3 4 5; do
        PG_PORT=$(pg_free_port)
        if pg_resume; then
            PG_URL="postgres://qh@127.0.0.1:$PG_PORT/postgres"
            export PG_URL PG_PORT PG_DIR
            return 0
        fi
    done
    cat "$PG_DIR/log" >&2
    return 1
}

pg_stop() {
    if [ -n "${PG_DIR:-}" ] && [ -d "$PG_DIR" ]; then
        (cd / && pg_as "$PG_BIN/pg_ctl" -D "$PG_DIR/data" -m immediate -w -s stop 2>/dev/null)
        rm -rf "$PG_DIR"
    fi
    PG_DIR=
}
