#!/bin/sh
# bootstrap.sh - installs what a target of the Makefile needs; silent when nothing is missing.
#
#   tools/bootstrap.sh GROUP...     GROUP: build web check lint bench
#
# Packages come from Debian, Node from whatever is there or, failing that, from npm into
# build/node.  Nothing outside the package manager and this checkout is touched.  Plain
# POSIX sh: on a bare machine python3 is one of the things to be installed.
set -eu

cd "$(dirname "$0")/.."
NODE_HOME=$PWD/build/node
NODE_BIN=$NODE_HOME/node_modules/.bin

packages() {
    case $1 in
    # all that meson.build asks for, and the tools that make data and documents
    build) echo meson ninja-build pkg-config python3 libmicrohttpd-dev libsqlite3-dev \
        libpq-dev libsodium-dev libssl-dev libcairo2-dev libpango1.0-dev libqrencode-dev \
        libcmocka-dev libjansson-dev libxlsxwriter-dev libminizip-dev zlib1g-dev libexpat1-dev libcurl4-openssl-dev fonts-noto-cjk xz-utils ;;
    # the compiler of the engine's WebAssembly module; Node comes by itself, see below
    web) echo clang-14 lld-14 wasi-libc libclang-rt-14-dev-wasm32 binaryen ;;
    check) echo sqlite3 postgresql-15 postgresql-client-15 chromium poppler-utils curl jq \
        zbar-tools brotli util-linux e2fsprogs procps faketime python3-jsonschema ;;
    lint) echo clang-format-14 clang-tidy-14 clang-14 cppcheck libclang-rt-14-dev ;;
    bench) echo libmpfr-dev curl ;;
    *)
        echo "bootstrap: no group '$1'; there are: build web check lint bench" >&2
        return 2
        ;;
    esac
}

# Prints those of the packages given that are not installed.
missing() {
    have=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null |
        sed -n 's/^installed //p') || true
    for p in "$@"; do
        printf '%s\n' "$have" | grep -qxF -- "$p" || printf '%s\n' "$p"
    done
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1; then
        sudo "$@"
    else
        echo "bootstrap: neither root nor sudo here; run as root: $*" >&2
        return 1
    fi
}

# Two targets started together (make -j) must not install at the same time.
LOCKED=
one_at_a_time() {
    [ -z "$LOCKED" ] || return 0
    mkdir -p build
    exec 9>build/bootstrap.lock
    ! command -v flock >/dev/null 2>&1 || flock 9
    LOCKED=yes
}

UPDATED=
apt_install() {
    one_at_a_time
    echo "bootstrap: installing $*"
    {
        [ -n "$UPDATED" ] || apt_get update
        UPDATED=yes
        apt_get -y --no-install-recommends install "$@"
    } >build/bootstrap.log 2>&1 || {
        tail -n 30 build/bootstrap.log >&2
        echo "bootstrap: apt-get failed; the whole log is build/bootstrap.log" >&2
        return 1
    }
}

apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o Dpkg::Use-Pty=0 \
        -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" </dev/null
}

# Is there a Node that the web build can use (20.19 and later, or 22.12 and later), with npm?
node_is_ready() {
    command -v npm >/dev/null 2>&1 || return 1
    version=$(node --version 2>/dev/null) || return 1
    version=${version#v}
    major=${version%%.*}
    minor=${version#*.}
    minor=${minor%%.*}
    case $major in
    20) [ "$minor" -ge 19 ] ;;
    22) [ "$minor" -ge 12 ] ;;
    *) [ "$major" -gt 22 ] ;;
    esac
}

# build/env.sh is read by every recipe; it puts our own Node first when there is one.
write_env() {
    mkdir -p build
    {
        echo "# made by tools/bootstrap.sh; read by the Makefile"
        [ ! -x "$NODE_BIN/node" ] || echo "PATH='$NODE_BIN':\$PATH; export PATH"
    } >build/env.sh.new
    if cmp -s build/env.sh.new build/env.sh; then
        rm -f build/env.sh.new
    else
        mv build/env.sh.new build/env.sh
    fi
}

# Node's packages never share an apt call with others: beside a Node of another origin
# Debian's npm cannot be installed, and apt would then refuse the whole line.
install_node() {
    one_at_a_time
    ! node_is_ready || return 0
    command -v npm >/dev/null 2>&1 || apt_install npm
    echo "bootstrap: installing node into build/node"
    mkdir -p "$NODE_HOME"
    # npm comes along because Debian's npm runs only under Debian's own Node.
    npm install --prefix "$NODE_HOME" --no-save --no-audit --no-fund --loglevel=error \
        node@22 npm@10
    PATH=$NODE_BIN:$PATH
    node_is_ready || {
        echo "bootstrap: no usable Node after the installation" >&2
        return 1
    }
}

if [ $# -eq 0 ]; then
    echo "usage: tools/bootstrap.sh GROUP...   (build web check lint bench)" >&2
    exit 2
fi

wanted=
node=
for group in "$@"; do
    wanted="$wanted $(packages "$group")"
    [ "$group" != web ] || node=yes
done

[ ! -x "$NODE_BIN/node" ] || PATH=$NODE_BIN:$PATH

if command -v dpkg-query >/dev/null 2>&1; then
    # shellcheck disable=SC2086
    lacking=$(missing $wanted)
    # shellcheck disable=SC2086
    [ -z "$lacking" ] || apt_install $lacking
else
    echo "bootstrap: not a Debian system; these are needed:$wanted" >&2
fi
if [ -n "$node" ] && ! node_is_ready; then
    install_node
fi
write_env
