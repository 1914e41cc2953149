#!/bin/sh
# dist.sh - two archives in the build folder: the sources of HEAD, and the server.
#
#   tools/dist.sh BUILD
#
# The same commit gives the same source archive, byte for byte.
set -eu

cd "$(dirname "$0")/.."
BUILD=$1
VERSION=$(sed -n "s/^  version: '\(.*\)',$/\1/p" meson.build)
NAME=quanheng-$VERSION
BINARY=$NAME-linux-$(uname -m)

git archive --format=tar --prefix="$NAME/" HEAD | xz -9 >"$BUILD/$NAME.tar.xz"

rm -rf "${BUILD:?}/$BINARY"
mkdir "$BUILD/$BINARY"
strip -o "$BUILD/$BINARY/qh" "$BUILD/qh"
mkdir -p "$BUILD/$BINARY/data/fonts"
cp "$BUILD"/data/fonts/*.otf data/fonts/OFL.txt "$BUILD/$BINARY/data/fonts/"
cp README.md README.zh-CN.md LICENSE NOTICE CHANGELOG.md "$BUILD/$BINARY/"
tar -C "$BUILD" --owner=0 --group=0 --numeric-owner --sort=name \
    --mtime="@$(git log -1 --format=%ct)" -cf - "$BINARY" | xz -9 >"$BUILD/$BINARY.tar.xz"
rm -rf "${BUILD:?}/$BINARY"

(cd "$BUILD" && sha256sum "$NAME.tar.xz" "$BINARY.tar.xz")
