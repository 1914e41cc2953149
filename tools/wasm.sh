#!/bin/sh
# wasm.sh - compiles the rule engine to WebAssembly when one of its sources has changed.
#
#   tools/wasm.sh        web/src/engine/engine.wasm
#
# All of src/rule and, by name, the files of src/base that it may use: link errors and
# imports left over prove that they need nothing but wasi-libc.  Compiler, linker, libc,
# compiler runtime and binaryen's wasm-opt, which makes the module 5 % smaller, are Debian's.
# Their include folders are named one by one (-nostdinc), or headers of the host would slip
# in.  Copies of blocks and signs widened by one instruction: browsers have had them since
# 2021 at the latest (Chromium 75).
set -eu

cd "$(dirname "$0")/.."
BASE='arena csv days days_calendar dec dec_power dec_real dec_round dec_text id json json_decode
    json_encode json_tree json_write status text wide'
EXPORTS='engine_open engine_begin engine_run engine_reply'
OUT=web/src/engine/engine.wasm
STAMP=build/wasm.stamp
GZIP_MAX=$((150 * 1024)) # what a browser without brotli gets; with it, 128 KiB
WORK=build/wasm

base_files() {
    for name in $BASE; do
        echo "src/base/$name.c"
    done
}

hash_of_inputs() {
    {
        clang-14 --version
        wasm-opt --version
        find src/rule src/base tools/wasm.sh tools/wasm_*.c -type f \
            \( -name '*.[ch]' -o -name '*.sh' \) | LC_ALL=C sort | xargs sha256sum
    } | sha256sum | cut -d ' ' -f 1
}

compile() {
    headers=$(clang-14 -print-resource-dir)/include
    # One command for each file; the objects are named after their paths.
    { ls tools/wasm_*.c src/rule/*.c; base_files; } |
        xargs -P "$(nproc)" -I @ sh -c 'clang-14 --target=wasm32-wasi -nostdinc \
            -isystem "$0" -isystem /usr/include/wasm32-wasi -Isrc -std=gnu17 -Oz -fno-inline -flto \
            -mbulk-memory -msign-ext -ffunction-sections -fdata-sections -Wall -Werror -D_GNU_SOURCE \
            -c "$1" -o "$2/$(echo "$1" | tr / _).o"' "$headers" @ "$WORK"
}

# No import is allowed; the stack lies below the data, so that running over it traps.
link() {
    flags='-Wl,--gc-sections -Wl,--strip-all -Wl,--stack-first -Wl,-z,stack-size=524288'
    for name in $EXPORTS; do
        flags="$flags -Wl,--export=$name"
    done
    # shellcheck disable=SC2086
    clang-14 --target=wasm32-wasi -mexec-model=reactor -flto -L/usr/lib/wasm32-wasi \
        $flags -lc-printscan-no-floating-point -Wl,--max-memory=268435456 "$WORK"/*.o \
        -o "$WORK/linked.wasm"
    # Named here, not left to clang, which runs it unasked and only where it is installed.
    wasm-opt -Oz -Oz --converge --enable-bulk-memory --enable-sign-ext \
        "$WORK/linked.wasm" -o "$WORK/engine.wasm"
}

want=$(hash_of_inputs)
have=$(cat "$STAMP" 2>/dev/null || true)
[ "$want" != "$have" ] || [ ! -f "$OUT" ] || exit 0

echo "wasm: $OUT"
rm -rf "$WORK"
mkdir -p "$WORK" "$(dirname "$OUT")"
compile
link
size=$(gzip -9 -c "$WORK/engine.wasm" | wc -c)
if [ "$size" -gt "$GZIP_MAX" ]; then
    echo "wasm: the engine has $size bytes compressed, at most $GZIP_MAX" >&2
    exit 1
fi
mv "$WORK/engine.wasm" "$OUT"
rm -rf "$WORK"
printf '%s\n' "$want" >"$STAMP"
