#!/bin/sh
# bench.sh - runs the benchmarks: the executable files bench/NN-name, in order.
#
#   tools/bench.sh BUILD        ONLY=name,name picks some
#
# A benchmark runs in the root of the checkout with QH_BUILD and QH as a suite of the tests
# does, prints its figures, and ends with a status other than 0 if it could not measure.
set -eu

cd "$(dirname "$0")/.."
QH_BUILD=$PWD/$1
QH=$QH_BUILD/qh
export QH_BUILD QH

status=0
ran=0
for file in bench/[0-9][0-9]-*; do
    [ -x "$file" ] || continue
    name=${file#bench/[0-9][0-9]-}
    case ",${ONLY:-$name}," in
    *",$name,"*) ;;
    *) continue ;;
    esac
    echo "== $name"
    "$file" || status=1
    ran=$((ran + 1))
done
if [ "$ran" -eq 0 ]; then
    echo "bench: nothing to run" >&2
    status=1
fi
exit $status
