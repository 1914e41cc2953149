#!/usr/bin/env python3
"""error_keys.py - every error key has its wording in every language.

    tools/error_keys.py            fails on keys without wording and on wording without key
    tools/error_keys.py --list     prints the keys and where they arise

A key is the literal that reaches qh_fail(): directly, or through a function that hands its
parameter on (followed over any number of functions).  A key that is put together at run
time is named in a comment beside it: `error keys: demand.state booking.state`.  Keys of
QH_BUG need no wording of their own: they all show "error.failed".
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
FUNCTION = re.compile(r"^(?!\s|#|typedef)[\w *]*?\b(\w+)\(([^;{}]*?)\)\s*\n?\{", re.M)
GENERAL = {"error.refused", "error.failed"}


@dataclass(frozen=True)
class Sink:
    """A function whose parameter number `key` (and `status`, -1: fixed) reaches qh_fail."""
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
    """(name, parameter names, body) of each function."""
    for match in FUNCTION.finditer(text):
        names = [re.split(r"[\s*]+", p.split("[")[0].strip())[-1]
                 for p in match.group(2).split(",")]
        end = text.find("\n}", match.end())
        yield match.group(1), names, text[match.end():end]


def find_sinks(sources):
    sinks = {"qh_fail": Sink("qh_fail", 2, 1)}
    grew = True
    while grew:
        grew = False
        for text in sources.values():
            for name, params, body in functions(text):
                for sink in list(sinks.values()):
                    for call in re.finditer(rf"\b{sink.name}\s*\(", body):
                        args = arguments(body, call.end() - 1)
                        if name in sinks or sink.key >= len(args) or \
                                args[sink.key] not in params:
                            continue
                        status = -1
                        if sink.status >= 0 and args[sink.status] in params:
                            status = params.index(args[sink.status])
                        sinks[name] = Sink(name, params.index(args[sink.key]), status)
                        grew = True
    return sinks


def find_keys(root):
    """{key: set of (place, status)}"""
    raw = {p: p.read_text(encoding="utf-8") for p in sorted(root.glob("src/**/*.[ch]"))}
    sources = {p: strip_comments(t) for p, t in raw.items()}
    found = {}
    for path, text in raw.items():
        for match in NAMED.finditer(text):
            for key in re.findall(r"[a-z0-9_]+\.[a-z0-9_]+", match.group(1)):
                found.setdefault(key, set()).add((f"{path.relative_to(root)}", ""))
    for sink in find_sinks(sources).values():
        for path, text in sources.items():
            for call in re.finditer(rf"\b{sink.name}\s*\(", text):
                args = arguments(text, call.end() - 1)
                if sink.key >= len(args):
                    continue
                status = args[sink.status] if 0 <= sink.status < len(args) else ""
                line = text.count("\n", 0, call.start()) + 1
                for key in KEY.findall(args[sink.key]):
                    found.setdefault(key, set()).add(
                        (f"{path.relative_to(root)}:{line}", status))
    return found


def needs_wording(places):
    return any(status != "QH_BUG" for _, status in places)


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
