#!/bin/sh
# web.sh - builds the web client when one of its sources has changed.
#
#   tools/web.sh install     node_modules as package-lock.json says
#   tools/web.sh build       install, then web/dist
#
# What was built is remembered by the hash of all inputs, so that touching a file or
# changing branches back and forth builds nothing.
set -eu

cd "$(dirname "$0")/.."
STAMP=build/web.stamp

if [ ! -f web/package.json ]; then
    echo "web: there is no web client in this checkout"
    exit 0
fi

hash_of() {
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
}

install_modules() {
    want=$({ node --version && cat web/package.json web/package-lock.json; } |
        sha256sum | cut -d ' ' -f 1)
    have=$(cat web/node_modules/.installed 2>/dev/null || true)
    if [ "$want" != "$have" ]; then
        echo "web: npm ci"
        (cd web && npm ci --no-audit --no-fund --loglevel=error)
        printf '%s\n' "$want" >web/node_modules/.installed
    fi
}

build() {
    tools/wasm.sh
    inputs=web
    for folder in data/locales data/weights; do
        [ ! -d "$folder" ] || inputs="$inputs $folder"
    done
    # shellcheck disable=SC2086
    want=$(find $inputs \( -name node_modules -o -name dist -o -name .cache \) \
        -prune -o -type f -print0 | hash_of)
    have=$(cat "$STAMP" 2>/dev/null || true)
    if [ "$want" != "$have" ] || [ ! -f web/dist/index.html ]; then
        echo "web: npm run build"
        (cd web && npm run build --silent)
        mkdir -p build
        printf '%s\n' "$want" >"$STAMP"
    fi
}

case ${1:-build} in
install) install_modules ;;
build)
    install_modules
    build
    ;;
*)
    echo "usage: tools/web.sh install|build" >&2
    exit 2
    ;;
esac
