"""Traces of all vectors and of random regulations, checked by trace_check.py, and altered ones.

usage: trace_random.py QH [COUNT [ALTERED [SEED]]]; ends with `N passed, N failed`.

COUNT random documents (two cases each) are traced; of ALTERED traces every number is altered
in turn, wherever it stands: each must be found wrong.  How many are found without the seal,
by working out again, is reported."""
import glob
import json
import os
import random
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "unit")]
import budget_random  # noqa: E402
import trace_check  # noqa: E402
from rule_random import Maker, ref_eval  # noqa: E402

NUMBER = re.compile(r"\d+")


def run(qh, paths):
    out = subprocess.run([qh, "evaluate", "--trace", *paths], capture_output=True, check=False)
    if out.returncode < 0 or out.stderr:
        sys.stdout.write(f"Bail out! qh: {out.returncode} {out.stderr[-2000:]!r}\n")
        sys.exit(1)
    return [json.loads(line) for line in out.stdout.splitlines()]


def document(seed, kind, i):
    """Every eighth is a calibration with budgets of an edition."""
    if i % 8 == 7:
        return budget_random.template(random.Random(seed))[0]
    return Maker(seed).document(kind)


def random_traces(qh, count, seed):
    kinds = list(ref_eval.KIND)
    with tempfile.TemporaryDirectory() as folder:
        for start in range(0, count, 200):
            paths = []
            for i in range(start, min(start + 200, count)):
                paths.append(os.path.join(folder, f"{i}.json"))
                with open(paths[-1], "w", encoding="utf-8") as f:
                    json.dump(document(seed * 1000003 + i, kinds[i % len(kinds)], i), f, ensure_ascii=False)
            for line in run(qh, paths):
                yield f"seed {seed}, documents from {start}, case {line['id']}", line
            for path in paths:
                os.remove(path)


def places(node):
    """(container, key) of every leaf that has a digit."""
    for key, v in node.items() if isinstance(node, dict) else enumerate(node):
        if isinstance(v, (dict, list)):
            yield from places(v)
        elif isinstance(v, (int, str)) and not isinstance(v, bool) and NUMBER.search(str(v)):
            yield node, key


def alterations(trace):
    """Alters one number after the other and puts it back."""
    for node, key in [(n, k) for n, k in places(trace) if k != "seal"]:
        old = node[key]
        for m in NUMBER.finditer(str(old)):
            digit = str((int(m.group()[0]) + 1) % 10)
            text = str(old)[:m.start()] + digit + str(old)[m.start() + 1:]
            node[key] = int(text) if isinstance(old, int) else text
            yield f"{key} {old} -> {text}"
            node[key] = old


def altered(traces, r):
    """How many alterations there were, were found by working out, and were not found at all."""
    count, worked_out, missed = 0, 0, []
    for trace in traces:
        for what in alterations(trace):
            count += 1
            if trace_check.check(trace, sealed=False):
                worked_out += 1
            elif trace.get("seal") == trace_check.seal_of(trace):
                missed.append(what)
    return count, worked_out, missed


def main():
    qh = sys.argv[1]
    count, sample, seed = (int(a) for a in (sys.argv[2:] + ["300", "12", "1"][len(sys.argv) - 2:]))
    r = random.Random(seed)
    vectors = [p for p in sorted(glob.glob(os.path.join(HERE, "vectors", "*.json")))
               if json.load(open(p, encoding="utf-8")).get("schema") == "metro-vector/1"]
    wrong, kept, traces, errors = {"vectors": [], "random": []}, [], 0, 0
    for line in run(qh, vectors):
        found = trace_check.check(line["trace"])
        wrong["vectors"] += [f"{line['id']}: {f}" for f in found]
        kept.append(line["trace"])
    n_vectors, budgets = len(kept), 0
    for where, line in random_traces(qh, count, seed):
        if "error" in line:
            errors += 1
            if line["error"]["key"].startswith("trace."):
                wrong["random"].append(f"{where}: {line['error']}")
            continue
        traces += 1
        wrong["random"] += [f"{where}: {f}" for f in trace_check.check(line["trace"])]
        budgets += any(s["row"].startswith("budget.") for s in line["trace"]["steps"])
        if len(line["trace"]["steps"]) < 60:
            kept.append(line["trace"])
    short = [t for t in kept if len(json.dumps(t)) < 20000]
    many, worked_out, missed = altered(r.sample(short, min(sample, len(short))), r)
    rows = [(f"every step of the {n_vectors} traces of the vectors works out again", wrong["vectors"]),
            (f"every step of {traces} random traces works out again ({errors} cases are errors, {budgets} have budgets)", wrong["random"]),
            (f"each of {many} altered numbers is found ({worked_out} by working out, the others by the seal)", missed),
            ("four of five are found by working out", [] if worked_out * 100 >= many * 80 else [f"{worked_out}"])]
    if count >= 200 and budgets < count / 12:
        rows.append(("budgets are among them", [f"{budgets}"]))
    for i, (what, found) in enumerate(rows, 1):
        print(f"{'not ok' if found else 'ok'} {i} - {what}")
        for f in found[:8]:
            print(f"# {f}")
    bad = sum(1 for _, found in rows if found)
    print(f"{len(rows) - bad} passed, {bad} failed")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
