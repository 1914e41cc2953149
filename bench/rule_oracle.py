"""Runs bench/rule on the vectors and measures tests/vectors/ref_eval.py on the same cases in
the same run: prints microseconds a case (CPU time, medians of 5) and the ratio."""
import json
import os
import re
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tests", "vectors"))
import ref_eval  # noqa: E402

ROUNDS = 5


def main():
    bench, files = sys.argv[1], sys.argv[2:]
    run = subprocess.run([bench, *files], capture_output=True, text=True, check=True)
    sys.stdout.write(run.stdout)
    ours = float(re.search(r"([0-9.]+) us a case", run.stdout).group(1))
    cases = []
    for name in files:
        with open(name, encoding="utf-8") as f:
            doc = json.load(f)
        if doc.get("schema") == "metro-vector/1":
            cases += [(doc, case) for case in doc["cases"]]
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for doc, case in cases:
            ref_eval.evaluate(doc, case)
        times.append((time.process_time() - start) / len(cases) * 1e6)
    theirs = statistics.median(times)
    print(f"oracle on the same {len(cases)} cases: {theirs:.0f} us a case, ratio {theirs / ours:.0f}")


if __name__ == "__main__":
    main()
