"""Runs bench/rule on the vectors and measures tests/vectors/ref_eval.py on the same documents
in the same run (CPU time, medians of 5): the whole weighbridge record, whose tests with
their readings are given to the oracle as documents of schema metro-vector/1, and all cases
of the vectors; prints the ratios."""
import json
import os
import re
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "tests", "vectors"))
import ref_eval  # noqa: E402

ROUNDS = 5
EDITION = os.path.join(HERE, "..", "data", "regulations", "jjg-539-2016.json")


def expand(node, limits):
    """The named limits of the edition in their places: the oracle has none."""
    if isinstance(node, dict):
        if "use" in node:
            return expand(limits[node["use"]], limits)
        return {k: expand(v, limits) for k, v in node.items()}
    return [expand(v, limits) for v in node] if isinstance(node, list) else node


def point(row, value, e0):
    return {"p": row["load"], "x": [value["i"]], "dl": value["dl"], "e0": e0, "load": row["load"]}


def data_of(step, kind, rows):
    """Readings of a step as the oracle takes them; zero errors and substitutes, which the
    product works out first, are given to it (they are 0 here)."""
    if step["test"] == "discrimination":
        return [{"p": r["load"], "x": [rows[r["key"]]["i2"]], "dl": "0", "i0": rows[r["key"]]["i"], "load": r["load"]}
                for r in step["rows"]]
    loads = [(r, rows[r["key"]]) for r in step["rows"] if r["form"] in ("load", "eccentric")]
    if kind == "stat":
        return [{"x": [v["i"]], "dl": v["dl"]} for _, v in loads]
    return [point(r, v, "0") for r, v in loads]


def documents(record):
    """(document, case) for each test with readings: some judge by a load of their own."""
    with open(EDITION, encoding="utf-8") as f:
        edition = json.load(f)
    tests = {t["id"]: t for t in edition["tests"]}
    plan, rows = record["plan"], record["entries"]["rows"]
    env = {"class": plan["class"], "Max": plan["max"], "e": plan["e"], "d": plan["d"], "half": "0.5", "svc": "1",
           "std": plan["stage_mass"]}
    out = []
    for step in plan["steps"]:
        test = tests[step["test"]]
        if test["kind"] not in ("point_error", "stat"):
            continue
        data = data_of(step, test["kind"], rows)
        test = dict(test, limit=expand(test.get("limit"), edition["limits"]))
        doc = {"schema": "metro-vector/1", "regulation": {"code": "x", "kind": "verification", "grades": [plan["class"]]}, "vars": env,
               "tests": [test]}
        case = {"id": step["test"], "data": {step["test"]: data}, "vars": {"load": step["rows"][0]["load"]}}
        out.append((doc, case))
    return out


def vectors(files):
    for name in files:
        with open(name, encoding="utf-8") as f:
            doc = json.load(f)
        if doc.get("schema") == "metro-vector/1":
            yield from ((doc, case) for case in doc["cases"])


def oracle(pairs):
    """Median microseconds of one pass over all."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for doc, case in pairs:
            ref_eval.evaluate(doc, case)
        times.append((time.process_time() - start) * 1e6)
    return statistics.median(times)


def main():
    bench, files = sys.argv[1], sys.argv[2:]
    run = subprocess.run([bench, *files], capture_output=True, text=True, check=True)
    sys.stdout.write(run.stdout)
    record = documents(json.loads(subprocess.run([bench, "--record"], capture_output=True, text=True, check=True).stdout))
    for doc, case in record:
        assert ref_eval.evaluate(doc, case)["tests"][case["id"]]["pass"] is not False, case["id"]
    readings = sum(len(v) for _, case in record for v in case["data"].values())
    theirs = oracle(record)
    ours = float(re.search(r"judge, parsed input +([0-9.]+)", run.stdout).group(1))
    print(f"oracle on the {readings} readings of the same record: {theirs:.0f} us, ratio {theirs / ours:.0f}")
    cases = list(vectors(files))
    theirs = oracle(cases) / len(cases)
    ours = float(re.search(r"([0-9.]+) us a case", run.stdout).group(1))
    print(f"oracle on the same {len(cases)} cases of the vectors: {theirs:.0f} us a case, ratio {theirs / ours:.0f}")


if __name__ == "__main__":
    main()
