#!/bin/sh
# with-postgres.sh CMD... - runs CMD with PG_URL of a temporary PostgreSQL; see postgres.sh.
#
# Suites of one run share the server of tools/check.py (QH_WORLDS_PG), each with databases of
# its own.  With PG_OPTIONS (settings, or the wish for a server that may be killed) there is a
# server for CMD alone.
set -eu
if [ -n "${QH_WORLDS_PG:-}" ] && [ -z "${PG_OPTIONS+set}" ]; then
    PG_URL=$QH_WORLDS_PG
    export PG_URL
    exec "$@"
fi
. "$(dirname "$0")/postgres.sh"
pg_start
"$@"
