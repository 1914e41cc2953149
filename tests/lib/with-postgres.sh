#!/bin/sh
# with-postgres.sh CMD... - runs CMD with PG_URL of a temporary PostgreSQL; see postgres.sh.
set -eu
. "$(dirname "$0")/postgres.sh"
pg_start
"$@"
