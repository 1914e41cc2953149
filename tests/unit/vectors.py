"""Every case of every file of schema metro-vector/1 in tests/vectors, through `qh evaluate`.

usage: vectors.py QH [FILE...]; prints TAP."""
import glob
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "vectors"))
from compare import differences  # noqa: E402


def main():
    qh = sys.argv[1]
    files = sys.argv[2:] or sorted(glob.glob(os.path.join(HERE, "..", "vectors", "*.json")))
    n = bad = 0
    for path in files:
        document = json.load(open(path, encoding="utf-8"))
        if document.get("schema") != "metro-vector/1":
            continue
        run = subprocess.run([qh, "evaluate", path], capture_output=True, text=True, check=False)
        lines = [json.loads(line) for line in run.stdout.splitlines()]
        wrong = [] if run.returncode == 0 else [f"exit code {run.returncode} {run.stderr}"]
        if [line["id"] for line in lines] != [c["id"] for c in document["cases"]]:
            wrong.append("not one line for each case, in order")
        n += 1
        name = os.path.basename(path)
        for line, case in zip(lines, document["cases"]):
            found = [f"error {line['error']}"] if "error" in line else \
                differences(document, line["result"], case["expect"])
            wrong += [f"{case['id']}: {f}" for f in found]
        bad += bool(wrong)
        print(f"{'not ok' if wrong else 'ok'} {n} - {name}, {len(lines)} cases")
        for w in wrong:
            print(f"# {w}")
    print(f"1..{n}")
    sys.exit(1 if bad or not n else 0)


if __name__ == "__main__":
    main()
