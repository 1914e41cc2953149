"""Every case of every file of schema metro-vector/1 in tests/vectors, through `qh evaluate`.

usage: vectors.py QH [FILE...]; prints TAP."""
import glob
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "vectors"))
from compare import differences  # noqa: E402


PLAIN = {"schema": "metro-vector/1", "regulation": {"kind": "verification", "grades": [1, 2]},
         "verdict": {"mode": "best"},
         "tests": [{"id": "t", "kind": "point_error", "limit": {"by": "grade", "map": {"2": {"abs": 1}}}}],
         "cases": [{"id": 7, "grade": 2, "data": {"t": [{"p": 0.10, "x": ["0.5"]}]}}]}
BROKEN = dict(PLAIN, cases=[{"id": "bad", "data": {"t": []}}, PLAIN["cases"][0]])
# contents of a file, exit code, what the lines are
COMMANDS = [
    ("numbers for texts", json.dumps(PLAIN), 0, [{"id": 7, "result": {
        "tests": {"t": {"points": [{"p": "0.1", "result": "0.5", "value": "0.4", "limit": "±1", "pass": True}],
                        "worst": "0.4", "pass": True}},
        "conclusion": "合格", "document": "检定证书", "failed_tests": [], "best_grade": 2}}]),
    ("a broken case does not stop the next", json.dumps(BROKEN), 2, ["evaluate.data", None]),
    ("no cases", json.dumps({k: v for k, v in PLAIN.items() if k != "cases"}), 2, []),
    ("no JSON", "{", 2, []),
    ("no regulation", "{}", 2, []),
    ("no file", None, 5, []),
]


def command(qh, text, code, lines):
    """What is wrong with one run of qh evaluate on a file with this text."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "case.json")
        if text is not None:
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
        run = subprocess.run([qh, "evaluate", path], capture_output=True, text=True, check=False)
    got = [json.loads(line) for line in run.stdout.splitlines()]
    wrong = [] if run.returncode == code else [f"exit code {run.returncode} {run.stderr}"]
    if len(got) != len(lines):
        wrong.append(f"{len(got)} lines")
    for g, w in zip(got, lines):
        if isinstance(w, dict) and g != w:
            wrong.append(f"{g}")
        if not isinstance(w, dict) and g.get("error", {}).get("key") != w:
            wrong.append(f"{g}")
    if bool(run.stderr) == bool(lines):
        wrong.append(f"stderr {run.stderr!r}")
    return wrong


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
    for name, text, code, lines in COMMANDS:
        wrong = command(qh, text, code, lines)
        n += 1
        bad += bool(wrong)
        print(f"{'not ok' if wrong else 'ok'} {n} - {name}")
        for w in wrong:
            print(f"# {w}")
    print(f"1..{n}")
    sys.exit(1 if bad or not n else 0)


if __name__ == "__main__":
    main()
