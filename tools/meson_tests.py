#!/usr/bin/env python3
"""meson_tests.py BUILD SUITE - runs one meson suite and counts its cases.

A cmocka program prints TAP, one line per case; each of those counts.  A program that
prints none counts as one case.  The output of what failed is printed in full.
"""
import json
import re
import subprocess
import sys
from pathlib import Path

CASE = re.compile(r"^(ok|not ok)\b(?!.*# SKIP)", re.M)
GOOD = {"OK", "EXPECTEDFAIL"}


def count(test):
    """(passed, failed) of one record of meson's testlog.json."""
    cases = CASE.findall(test.get("stdout") or "")
    failed = cases.count("not ok")
    passed = len(cases) - failed
    if test["result"] in GOOD:
        return (passed or 1, failed)
    # A crash or a sanitizer's report fails the program although its cases may be fine.
    return (passed, failed or 1)


def main(build, suite):
    log = Path(build) / "meson-logs" / f"{suite}.json"
    log.unlink(missing_ok=True)
    run = subprocess.run(["meson", "test", "-C", build, "--no-rebuild", "--suite", suite,
                          "--logbase", suite, "--print-errorlogs"], check=False)
    passed = failed = 0
    if log.exists():
        for line in log.read_text(encoding="utf-8").splitlines():
            p, f = count(json.loads(line))
            passed += p
            failed += f
    if run.returncode != 0 and failed == 0:
        failed = 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
