"""Runs bench/rule on the vectors and measures tests/vectors/ref_eval.py on the same documents
in the same run (CPU time, the least of the rounds): the whole weighbridge record, which the
oracle is given as one document of schema metro-vector/1 (already read from JSON, as the
product has its own), and all cases of the vectors; prints the ratios."""
import json
import os
import re
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "tests", "vectors"))
import ref_eval  # noqa: E402

ROUNDS = 31
EDITION = os.path.join(HERE, "..", "data", "regulations", "jjg-539-2016.json")


def expand(node, limits):
    """The named limits of the edition in their places: the oracle has none."""
    if isinstance(node, dict):
        if "use" in node:
            return expand(limits[node["use"]], limits)
        return {k: expand(v, limits) for k, v in node.items()}
    return [expand(v, limits) for v in node] if isinstance(node, list) else node


def point(row, i, dl, load):
    """A load as the oracle takes it; zero errors and substitutes, which the product works out
    first, are given to it (they are 0 here)."""
    return {"p": row["load"], "x": [i], "dl": dl, "e0": "0", "load": load}


def data_of(step, rows):
    """What was read in a step."""
    read = [(r, rows[r["key"]]) for r in step["rows"]]
    if step["kind"] == "checklist":
        return {r["key"]: v["result"] for r, v in read}
    if step["kind"] == "formula":
        return {r["key"].split(".")[1]: v["value"] for r, v in read}
    read = [(r, v) for r, v in read if r["form"] != "substitute"]
    if step["kind"] == "stat":
        return [{"x": [v["i"]], "dl": v["dl"]} for _, v in read]
    return [point(r, v["i"], v["dl"], r["load"]) for r, v in read]


def beside(plan, rows):
    """P without a limit: the zeros before each place of the load, and the substitutes."""
    out = []
    for r in (r for s in plan["steps"] for r in s["rows"]):
        if r["form"] == "eccentric":
            out.append(point(dict(r, load=r["e0_load"]), rows[r["key"]]["e0_i"], rows[r["key"]]["e0_dl"], r["e0_load"]))
        elif r["form"] == "substitute":
            out.append(point(r, rows[r["key"]]["i"], rows[r["key"]]["dl"], r["load"]))
    return out


def document(record):
    """The whole record as one document of schema metro-vector/1 and its case."""
    with open(EDITION, encoding="utf-8") as f:
        edition = json.load(f)
    tests = {t["id"]: dict(t, limit=expand(t.get("limit"), edition["limits"])) for t in edition["tests"]}
    plan, rows = record["plan"], record["entries"]["rows"]
    steps = [s for s in plan["steps"] if s["kind"] in ("checklist", "formula", "point_error", "stat")]
    data = {s["test"]: data_of(s, rows) for s in steps}
    data["beside"] = beside(plan, rows)
    tests["beside"] = dict(tests["zero"], id="beside", limit=None)
    repeatability = next(s for s in steps if s["test"] == "repeatability")
    env = {"class": plan["class"], "Max": plan["max"], "e": plan["e"], "d": plan["d"], "half": "0.5", "svc": "1", "svc_rep": "1",
           "std": plan["stage_mass"], "load": repeatability["rows"][0]["load"]}
    doc = {"schema": "metro-vector/1", "regulation": {"code": "x", "kind": "verification", "grades": [plan["class"]]}, "vars": env,
           "tests": [tests[name] for name in data]}
    return doc, {"id": "record", "data": data}


def vectors(files):
    for name in files:
        with open(name, encoding="utf-8") as f:
            doc = json.load(f)
        if doc.get("schema") == "metro-vector/1":
            yield from ((doc, case) for case in doc["cases"])


def oracle(pairs):
    """Microseconds of one pass over all, the least of the rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for doc, case in pairs:
            ref_eval.evaluate(doc, case)
        times.append((time.process_time() - start) * 1e6)
    return min(times)


def main():
    bench, files = sys.argv[1], sys.argv[2:]
    run = subprocess.run([bench, *files], capture_output=True, text=True, check=True)
    sys.stdout.write(run.stdout)
    record = document(json.loads(subprocess.run([bench, "--record"], capture_output=True, text=True, check=True).stdout))
    verdicts = {name: r["pass"] for name, r in ref_eval.evaluate(*record)["tests"].items()}
    assert all(p is True for name, p in verdicts.items() if name != "beside"), verdicts
    theirs = oracle([record])
    ours = float(re.search(r"judge, parsed input +([0-9.]+)", run.stdout).group(1))
    print(f"oracle on the same record: {theirs:.0f} us, ratio {theirs / ours:.0f}")
    cases = list(vectors(files))
    theirs = oracle(cases) / len(cases)
    ours = float(re.search(r"([0-9.]+) us a case", run.stdout).group(1))
    print(f"oracle on the same {len(cases)} cases of the vectors: {theirs:.0f} us a case, ratio {theirs / ours:.0f}")


if __name__ == "__main__":
    main()
