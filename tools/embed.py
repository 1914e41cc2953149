#!/usr/bin/env python3
"""embed.py - the table of the files that are linked into the server.

    embed.py --asm OUT.S --table OUT.c --depfile OUT.d NAME=FOLDER...

Each FOLDER appears under NAME: with data=../data the file ../data/tariffs/x.json becomes
"data/tariffs/x.json".  A FOLDER that is not there is an empty one.  `x.gz` and `x.br`
beside a file `x` become the compressed variants of `x` and no files of their own.

The bytes come in by .incbin, so the compiler never sees them; the assembler file names
the hash of each, so that it changes with them.  Order and contents depend on the files
alone.  The depfile names files and folders: a new file is seen as well as a changed one.
"""
import argparse
import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path

ETAG_DIGITS = 16
VARIANTS = (("gzip", ".gz"), ("brotli", ".br"))
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".xsd": "application/xml",
}


@dataclass
class Entry:
    path: str      # as the server asks for it
    files: dict    # "plain", "gzip", "brotli" -> Path


def walk(folder):
    """(files, folders) below folder, in order of their names; hidden ones are left out."""
    files, folders = [], []
    for top, names, leaves in os.walk(folder):
        names[:] = sorted(n for n in names if not n.startswith("."))
        folders.append(Path(top))
        files += [Path(top) / leaf for leaf in sorted(leaves) if not leaf.startswith(".")]
    return files, folders


def entries_of(name, folder, files):
    present = set(files)
    entries = []
    for file in files:
        if file.suffix in (".gz", ".br") and file.with_suffix("") in present:
            continue
        variants = {"plain": file}
        for key, suffix in VARIANTS:
            packed = file.with_name(file.name + suffix)
            if packed in present:
                variants[key] = packed
        entries.append(Entry(f"{name}/{file.relative_to(folder).as_posix()}", variants))
    return entries


def digest(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()


def c_string(text):
    """A C string literal; anything but plain ASCII as octal, which never runs on."""
    out = []
    for byte in text.encode("utf-8"):
        plain = 32 <= byte < 127 and byte not in b'"\\?'
        out.append(chr(byte) if plain else f"\\{byte:03o}")
    return '"' + "".join(out) + '"'


def assembler(entries):
    """Bytes of every file, each with a NUL after it that its length does not count."""
    lines = ["/* made by tools/embed.py */", '    .section .rodata, "a"']
    for number, entry in enumerate(entries):
        for key, file in entry.files.items():
            symbol = f"embedded_{key}_{number}"
            lines += [f"    .global {symbol}", "    .balign 8", f"{symbol}:",
                      f"    .incbin {c_string(file.as_posix())} /* {digest(file)} */",
                      "    .byte 0"]
    lines += ['    .section .note.GNU-stack, "", @progbits', ""]
    return "\n".join(lines)


def table(entries):
    lines = ["/* made by tools/embed.py */", '#include "base/embedded.h"', ""]
    for number, entry in enumerate(entries):
        lines += [f"extern const unsigned char embedded_{key}_{number}[];"
                  for key in entry.files]
    lines += ["", "const struct embedded_file EMBEDDED[] = {"]
    for number, entry in enumerate(entries):
        plain = entry.files["plain"]
        row = [f".path = {c_string(entry.path)}",
               f".etag = \"{digest(plain)[:ETAG_DIGITS]}\"",
               f".type = \"{TYPES.get(plain.suffix, 'application/octet-stream')}\""]
        row += [f".{key} = {{embedded_{key}_{number}, {file.stat().st_size}}}"
                for key, file in entry.files.items()]
        lines.append("    {" + ", ".join(row) + "},")
    # One row that is not counted: an array of no rows is not C.
    lines += ["    {0},", "};", f"const size_t EMBEDDED_COUNT = {len(entries)};", ""]
    return "\n".join(lines)


def depfile(outputs, inputs):
    def escape(path):
        return str(path).replace("\\", "\\\\").replace(" ", "\\ ").replace("#", "\\#")

    names = " \\\n    ".join(escape(i) for i in inputs)
    return " ".join(escape(o) for o in outputs) + ": " + names + "\n"


def write_changed(path, text):
    file = Path(path)
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        file.write_text(text, encoding="utf-8")


def existing_parent(folder):
    while not folder.exists():
        folder = folder.parent
    return folder


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--asm", required=True)
    parser.add_argument("--table", required=True)
    parser.add_argument("--depfile", required=True)
    parser.add_argument("trees", nargs="*", metavar="NAME=FOLDER")
    args = parser.parse_args()

    entries, inputs = [], []
    for tree in args.trees:
        name, _, folder = tree.partition("=")
        folder = Path(os.path.relpath(folder))
        files, folders = walk(folder)
        entries += entries_of(name, folder, files)
        inputs += files + (folders or [existing_parent(folder)])
    entries.sort(key=lambda e: e.path.encode("utf-8"))

    write_changed(args.asm, assembler(entries))
    write_changed(args.table, table(entries))
    Path(args.depfile).write_text(depfile([args.asm, args.table], inputs), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
