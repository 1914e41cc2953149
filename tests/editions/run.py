#!/usr/bin/env python3
"""run.py QH DRIVER [EDITION ...] - the editions of data/regulations, each from plan to verdict."""
import itertools
import sys

import bad_input
import budgets
import decisions
import manual
import records
import results
import spoiled
import vectors


def main():
    only = sys.argv[3:]
    good = bad = 0
    for name, wrong in itertools.chain(manual.cases(sys.argv[1], sys.argv[2]),
                                       results.cases(sys.argv[1], sys.argv[2]), decisions.cases(sys.argv[2]),
                                       bad_input.cases(sys.argv[1], sys.argv[2]),
                                       spoiled.cases(sys.argv[1], only),
                                       vectors.cases(sys.argv[2], only),
                                       records.cases(sys.argv[2], only),
                                       budgets.cases(sys.argv[2], only)):
        good, bad = good + (not wrong), bad + bool(wrong)
        if wrong:
            print("not ok", name)
            print("\n".join(f"#   {line}" for line in wrong[:12]))
    print(f"{good} passed, {bad} failed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
