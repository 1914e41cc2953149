#!/bin/sh
# fuzz.sh - runs each fuzz target with libFuzzer, ASan and UBSan for FUZZ_SECONDS (60).
#
#   tools/fuzz.sh [NAME...]     only these targets
#
# Seeds are tests/fuzz/corpus/NAME; what the search finds new is kept in build-fuzz/corpus,
# so that the next run goes on from there.  An input that fails lies in build-fuzz/found:
# add it to the seeds together with the mend.
set -eu

cd "$(dirname "$0")/.."
BUILD=build-fuzz
SECONDS_EACH=${FUZZ_SECONDS:-60}

if [ ! -f $BUILD/build.ninja ]; then
    CC=clang-14 meson setup $BUILD -Dfuzz=true -Dweb=false -Dwerror_all=false \
        -Dbuildtype=debugoptimized -Db_sanitize=address,undefined -Db_lundef=false \
        >$BUILD.setup.log ||
        {
            cat $BUILD.setup.log
            exit 1
        }
    rm -f $BUILD.setup.log
fi
ninja -C $BUILD --quiet fuzzers

[ $# -gt 0 ] || set -- $(ls tests/fuzz/*_fuzz.c | sed 's|.*/||; s|_fuzz\.c$||')

passed=0
failed=0
for name in "$@"; do
    mkdir -p "$BUILD/corpus/$name" "$BUILD/found"
    dictionary=
    [ ! -f "tests/fuzz/$name.dict" ] || dictionary=-dict=tests/fuzz/$name.dict
    echo "fuzz: $name for $SECONDS_EACH s"
    if "$BUILD/tests/fuzz/${name}_fuzz" -max_total_time="$SECONDS_EACH" -timeout=10 \
        -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="$BUILD/found/$name-" \
        $dictionary "$BUILD/corpus/$name" "tests/fuzz/corpus/$name" \
        >"$BUILD/$name.log" 2>&1; then
        passed=$((passed + 1))
        sed -n 's/^stat::number_of_executed_units: */      runs: /p' "$BUILD/$name.log"
    else
        failed=$((failed + 1))
        tail -n 40 "$BUILD/$name.log"
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
