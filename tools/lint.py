#!/usr/bin/env python3
"""lint.py - every check that a tool can make of the sources; `make lint` runs it.

    lint.py [--build build] [STEP...]

Each step prints what it finds and counts as passed or failed; the last line is the sum.
The rules of the house are in tools/house, their exceptions in tools/limits.txt.
"""
import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from house import compilers, layers, objects, sizes, source, words  # noqa: E402
from house.limits import Limits  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
C_FOLDERS = ("src/", "tests/", "bench/", "tools/")
SHOWN_MAX = 200


class Lint:
    def __init__(self, build):
        self.build = build
        self.limits = Limits.load(ROOT)
        self.files = self._tracked()
        self.c_files = [f for f in self.files
                        if f.startswith(C_FOLDERS) and f.endswith((".c", ".h"))]
        self.cache = compilers.Cache(build / "tidy-cache")
        self.reach = compilers.Reach(ROOT, build)
        self._units = None

    @staticmethod
    def _tracked():
        """Files that git knows or would add; deleted ones are not among them."""
        out = subprocess.run(["git", "ls-files", "-z", "--cached", "--others",
                              "--exclude-standard"],
                             cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout.decode()
        return sorted({f for f in out.split("\0") if f and (ROOT / f).is_file()})

    @property
    def units(self):
        if self._units is None:
            self._units = compilers.read_units(ROOT, self.build)
        return self._units

    # Every step returns a list of findings (texts); an empty list is a pass.

    def format(self):
        if not self.c_files:
            return []
        done = subprocess.run(["clang-format-14", "--dry-run", "-Werror", *self.c_files],
                              cwd=ROOT, text=True, check=False, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE)
        return sorted({line.split(":")[0] + ": `make format` would change it"
                       for line in done.stderr.splitlines() if ": error: " in line})

    def house(self):
        sources = source.load(ROOT, self.c_files)
        found = layers.check(sources, self.limits) + words.check(sources, self.limits)
        found += sizes.check(sources, self.limits)
        for path in self.files:
            try:
                found += words.check_text(path, (ROOT / path).read_text(encoding="utf-8"),
                                          self.limits)
            except UnicodeDecodeError:
                pass  # an image or a seed of a fuzz target
        return [str(f) for f in found]

    def gcc(self):
        out = compilers.run(["ninja", "-C", str(self.build), "--quiet"], ROOT)
        return [out] if out else []

    def globals(self):
        built = {u.path: u.output for u in self.units
                 if u.path.startswith("src/") and u.output.exists()}
        return [str(f) for f in objects.check(built, self.limits)]

    def limits_used(self):
        return [str(f) for f in self.limits.findings + self.limits.unused()]

    def clang(self):
        return self._cached(compilers.clang_jobs(ROOT, self.units, self.reach))

    def headers(self):
        headers = [f for f in self.c_files if f.endswith(".h")]
        return self._cached(compilers.header_jobs(ROOT, headers, self.units, self.reach))

    def tidy(self):
        """The findings; how the analyzer came to them stands in build/logs/tidy.log."""
        outputs = self._cached(compilers.tidy_jobs(ROOT, self.build, self.units, self.reach))
        if outputs:
            (self.build / "logs").mkdir(exist_ok=True)
            (self.build / "logs/tidy.log").write_text("".join(outputs), encoding="utf-8")
        return compilers.tidy_findings(outputs, ROOT)

    def _cached(self, jobs):
        return compilers.run_cached(jobs, self.cache)[1]

    def cppcheck(self):
        command = compilers.cppcheck_command(ROOT, self.build, self.build / "cppcheck")
        out = compilers.run(command, ROOT)
        return [out] if out else []

    def tools(self):
        """The tools' own unit tests."""
        out = compilers.run([sys.executable, "-m", "unittest", "discover", "-q", "-s",
                             "tools/tests", "-t", "tools"], ROOT)
        return [out] if out else []

    def scripts(self):
        """Shell scripts parse as plain sh; Python files compile."""
        found = []
        for path in self.files:
            with open(ROOT / path, "rb") as f:
                first = f.readline(80)
            if first.startswith(b"#!/bin/sh"):
                found.append(compilers.run(["dash", "-n", path], ROOT))
            elif path.endswith(".py"):
                text = (ROOT / path).read_text(encoding="utf-8")
                try:
                    compile(text, path, "exec")
                except SyntaxError as error:
                    found.append(f"{path}:{error.lineno}: {error.msg}")
        return [f for f in found if f]

    def web(self):
        if not (ROOT / "web/package.json").exists():
            return []
        out = compilers.run(["tools/web.sh", "install"], ROOT)
        out = out or compilers.run(["npm", "run", "--silent", "lint"], ROOT / "web")
        return [out] if out else []


# In this order: what is quick and often wrong comes first; limits_used follows all users.
STEPS = ("format", "house", "gcc", "globals", "limits_used", "clang", "headers", "tools",
         "scripts", "web", "cppcheck", "tidy")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", default="build")
    parser.add_argument("steps", nargs="*", metavar="STEP", help=", ".join(STEPS))
    args = parser.parse_args()
    for name in args.steps:
        if name not in STEPS:
            parser.error(f"no step '{name}'; there are: {', '.join(STEPS)}")
    lint = Lint((ROOT / args.build).resolve())
    passed = failed = 0
    for name in [s for s in STEPS if s in args.steps or not args.steps]:
        if name == "limits_used" and args.steps and not {"house", "globals"} <= set(args.steps):
            continue
        start = time.monotonic()
        found = getattr(lint, name)()
        print(f"{'FAIL' if found else 'ok':4}  {name:12} {time.monotonic() - start:6.1f} s",
              flush=True)
        for text in found[:SHOWN_MAX]:
            print(f"{text.rstrip()}")
        if len(found) > SHOWN_MAX:
            print(f"... and {len(found) - SHOWN_MAX} more")
        passed, failed = passed + (not found), failed + bool(found)
    lint.cache.trim()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    os.environ.setdefault("LC_ALL", "C.UTF-8")
    sys.exit(main())
