#!/usr/bin/env python3
"""error_keys.py - every error key has its wording in every language.

    tools/error_keys.py            fails on keys without wording and on wording without key
    tools/error_keys.py --list     prints the keys and where they arise

A key is the literal that reaches qh_fail(): directly, through a function that hands its
parameter on (followed over any number of functions), or by the table of a file (`f->key`).
A workflow has the key "<entity>.state"; other keys that are put together at run time are
named in a comment beside it: `error keys: a.b c.d`.  Keys of QH_BUG need no wording of
their own: they all show "error.failed".
"""
import argparse
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ("zh-CN", "en")
KEY = re.compile(r'"([a-z][a-z0-9_]*\.[a-z][a-z0-9_.]*)"')
NAMED = re.compile(r"error keys:\s*((?:[a-z0-9_]+\.[a-z0-9_]+[\s*]*)+)")
FUNCTION = re.compile(r"^(?!\s|#|typedef)([\w *]*?)\b(\w+)\(([^;{}]*?)\)\s*\n?\{", re.M)
WORKFLOW = re.compile(r'struct workflow \w+ = \{\s*"(\w+)"')
BY_TABLE = re.compile(r"\b(?!err\b)\w+(?:->|\.)key")
GENERAL = {"error.refused", "error.failed"}


@dataclass(frozen=True)
class Sink:
    """A function whose parameter number `key` (and `status`, -1: fixed) reaches qh_fail.
    where: the file of a static function, "" otherwise."""
    where: str
    name: str
    key: int
    status: int


def strip_comments(text):
    return re.sub(r"/\*.*?\*/|//[^\n]*", lambda m: re.sub(r"[^\n]", " ", m.group()), text,
                  flags=re.S)


def arguments(text, at):
    """The arguments of the call whose '(' is at `at`."""
    out, depth, piece, quoted, i = [], 0, "", False, at
    while i < len(text):
        c = text[i]
        if quoted:
            piece += c
            if c == "\\":
                piece += text[i + 1]
                i += 1
            elif c == '"':
                quoted = False
        elif c == '"':
            quoted = True
            piece += c
        elif c in "([{":
            depth += 1
            piece += c if depth > 1 else ""
        elif c in ")]}":
            depth -= 1
            if depth == 0:
                out.append(piece.strip())
                return out
            piece += c
        elif c == "," and depth == 1:
            out.append(piece.strip())
            piece = ""
        else:
            piece += c
        i += 1
    return out


def functions(text):
    """(is static, name, parameter names, body) of each function."""
    for match in FUNCTION.finditer(text):
        names = [re.split(r"[\s*]+", p.split("[")[0].strip())[-1]
                 for p in match.group(3).split(",")]
        end = text.find("\n}", match.end())
        yield "static" in match.group(1), match.group(2), names, text[match.end():end]


def calls(sources, sink):
    """(path, offset, arguments) of the calls that reach this sink."""
    for path, text in sources.items():
        if sink.where and sink.where != path:
            continue
        for call in re.finditer(rf"\b{sink.name}\s*\(", text):
            args = arguments(text, call.end() - 1)
            if sink.key < len(args):
                yield path, call.start(), args


def sinks_of_function(path, function, sinks):
    """The sink that a function is because it hands a parameter on, if it does."""
    is_static, name, params, body = function
    for sink in sinks:
        for _, _, args in calls({path: body}, sink):
            if args[sink.key] not in params:
                continue
            status = -1
            if sink.status >= 0 and args[sink.status] in params:
                status = params.index(args[sink.status])
            return Sink(path if is_static else "", name, params.index(args[sink.key]), status)
    return None


def find_sinks(sources):
    sinks = {Sink("", "qh_fail", 2, 1)}
    while True:
        more = {sinks_of_function(path, function, sinks)
                for path, text in sources.items() for function in functions(text)}
        more -= sinks | {None}
        if not more:
            return sinks
        sinks |= more


def find_keys(root):
    """{key: set of (place, status)}"""
    raw = {str(p.relative_to(root)): p.read_text(encoding="utf-8")
           for p in sorted(root.glob("src/**/*.[ch]"))}
    sources = {p: strip_comments(t) for p, t in raw.items()}
    found = {}
    for path, text in raw.items():
        for match in NAMED.finditer(text):
            for key in re.findall(r"[a-z0-9_]+\.[a-z0-9_]+", match.group(1)):
                found.setdefault(key, set()).add((path, ""))
        for entity in WORKFLOW.findall(text):
            found.setdefault(f"{entity}.state", set()).add((path, ""))
    for sink in find_sinks(sources):
        for path, at, args in calls(sources, sink):
            text = args[sink.key]
            status = args[sink.status] if 0 <= sink.status < len(args) else ""
            if BY_TABLE.fullmatch(text):
                text, status = sources[path], ""
            line = sources[path].count("\n", 0, at) + 1
            for key in KEY.findall(text):
                found.setdefault(key, set()).add((f"{path}:{line}", status))
    return found


def needs_wording(places):
    """Not where all that is known is QH_BUG; a table does not tell the status."""
    statuses = {status for _, status in places}
    return bool(statuses - {"QH_BUG", ""}) or statuses == {""}


def check(root):
    """Lines of fault."""
    keys = find_keys(root)
    wanted = {k for k, places in keys.items() if needs_wording(places)} | GENERAL
    faults = []
    for locale in LOCALES:
        path = root / "data" / "locales" / f"errors.{locale}.json"
        words = json.loads(path.read_text(encoding="utf-8"))
        for key in sorted(wanted - set(words)):
            place = min(keys[key])[0] if key in keys else ""
            faults.append(f"{path.name}: no wording for {key} ({place})")
        for key in sorted(set(words) - set(keys) - GENERAL):
            faults.append(f"{path.name}: nothing fails with {key}")
        for key, text in words.items():
            if not isinstance(text, str) or not text.strip():
                faults.append(f"{path.name}: {key} is empty")
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--list", action="store_true")
    args = parser.parse_args()
    if args.list:
        for key, places in sorted(find_keys(ROOT).items()):
            statuses = " ".join(sorted({s for _, s in places if s}))
            print(f"{key}\t{statuses}\t{min(places)[0]}")
        return 0
    faults = check(ROOT)
    print("\n".join(faults) if faults else "every key has its wording")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
