#!/bin/sh
# small-disk.sh CMD... - runs CMD with QH_SMALL_DISK, a folder on a disk of 8 MiB
# (QH_SMALL_DISK_MIB).  Blocks of 4 KiB: SQLite reserves its -shm file by them, smaller ones
# leave holes, and a hole in a mapped file on a full disk kills the process.
#
# A loop-mounted ext4 image where the system allows it, else a tmpfs of that size; both in
# a mount namespace that ends with CMD.  Where neither can be mounted CMD runs without the
# variable and says what it leaves out.
set -eu
if [ "${1:-}" = --inside ]; then
    dir=$2
    shift 2
    if mount -o loop "$dir/image" "$dir/disk" 2>/dev/null; then
        rm -rf "$dir/disk/lost+found"
        echo "# small disk: ext4 on a loop device" >&2
    elif mount -t tmpfs -o size="${QH_SMALL_DISK_MIB:-8}m" none "$dir/disk" 2>/dev/null; then
        echo "# small disk: tmpfs" >&2
    else
        echo "# small disk: cannot mount" >&2
        exec "$@"
    fi
    QH_SMALL_DISK=$dir/disk
    export QH_SMALL_DISK
    exec "$@"
fi
dir=$(mktemp -d "${TMPDIR:-/tmp}/qh-disk.XXXXXX")
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/disk"
truncate -s "${QH_SMALL_DISK_MIB:-8}M" "$dir/image"
mkfs.ext4 -q -F -b 4096 "$dir/image" 2>/dev/null || true
if [ "$(id -u)" = 0 ]; then
    unshare="unshare -m"
else
    unshare="unshare -rm"
fi
if $unshare true 2>/dev/null; then
    $unshare "$0" --inside "$dir" "$@"
else
    echo "# small disk: no mount namespace" >&2
    "$@"
fi
