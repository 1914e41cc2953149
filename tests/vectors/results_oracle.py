"""The oracle with results of other tests as names: results.TEST.OUTPUT, results.TEST.raw, .value, .result.

ref_eval.py does not know them; this module puts them into its expressions and runs the tests in the order in
which they need one another, by the text of docs/regulations.md (and of no C source).  Importing it is enough:
ref_eval's own `ev` and `judge` are wrapped, nothing else changes.  evaluate(doc, case) takes the place of
ref_eval.evaluate."""
import json
import re

import ref_eval
from ref_eval import D

NAME = re.compile(r"\bresults\.(\w+)\.(\w+)")
PLAIN_EV, PLAIN_JUDGE = ref_eval.ev, ref_eval.judge
JUDGED = []  # of the test that runs: value, value shown, xm of its point


class Circle(Exception):
    """Tests need one another."""


def ev(expr, env):
    return PLAIN_EV(NAME.sub(r"results__\1__\2", str(expr)), env)


def judge(v, t, env, lim=None):
    out = PLAIN_JUDGE(v, t, env, lim)
    JUDGED.append((v, D(out["value"]), env.get("xm")))
    return out


ref_eval.ev, ref_eval.judge = ev, judge


def needs(doc, test):
    ids = [t["id"] for t in doc["tests"]]
    return [i for i, _ in NAME.findall(json.dumps(test, ensure_ascii=False)) if i in ids]


def in_order(doc):
    """The tests, each after all that it needs."""
    by_id, out, way = {t["id"]: t for t in doc["tests"]}, [], []

    def place(t):
        if t["id"] in way:
            raise Circle(way + [t["id"]])
        if t in out:
            return
        way.append(t["id"])
        for other in needs(doc, t):
            place(by_id[other])
        way.pop()
        out.append(t)
    for t in doc["tests"]:
        place(t)
    return out


def names(test, judged, result):
    """What a test that was worked out is called by others."""
    at = f"{test['id']}"
    if "outputs" in result:
        return {(at, o["name"]): j[0] for o, j in zip(test["outputs"], judged)}
    if test["kind"] not in ("point_error", "stat", "paired"):
        return {}
    single = test["kind"] == "stat" and test.get("outer", "each") != "each"
    out = {}
    for i, part in enumerate(["raw", "value"] + (["result"] if test["kind"] == "point_error" else [])):
        values = [j[i] for j in judged]
        out[at, part] = values[0] if single else values
    return out


def run_grade(doc, case, grade):
    """The results by id, in the order of the file, and the tests that wait for others."""
    env = dict(doc.get("tables", {}))
    env.update(doc.get("vars", {}))
    env.update(case.get("vars", {}))
    env["grade"] = grade
    found, waits = {}, []
    for t in in_order(doc):
        absent = t["id"] not in case["data"]
        needed = needs(doc, t)
        if absent and not (t["kind"] == "formula" and needed) or t.get("applies_to") and grade not in t["applies_to"]:
            continue
        if any(n not in found for n in needed):
            waits += [t["id"]] if not absent or t.get("required") else []
            continue
        JUDGED.clear()
        try:
            found[t["id"]] = ref_eval.KIND[t["kind"]](t, case["data"].get(t["id"], {}), env)
        except Exception:
            if not absent:
                raise
            continue
        for (test, part), v in names(t, JUDGED, found[t["id"]]).items():
            env[f"results.{test}.{part}"] = env[f"results__{test}__{part}"] = v
    return {t["id"]: found[t["id"]] for t in doc["tests"] if t["id"] in found}, waits


def evaluate(doc, case):
    if not NAME.search(json.dumps(doc.get("tests", []))):
        return ref_eval.evaluate(doc, case)
    res, waits = run_grade(doc, case, case.get("grade"))
    missing = [t["id"] for t in doc["tests"] if t["id"] in waits or t.get("required") and not case["data"].get(t["id"])
               and not (needs(doc, t) and t["id"] in res)]
    kept, ref_eval.run_grade = ref_eval.run_grade, lambda d, c, g: run_grade(d, c, g)[0]
    try:
        out = conclusion(doc, case)
    finally:
        ref_eval.run_grade = kept
    if missing:
        out.update(conclusion="未完成", missing=missing)
        out.pop("document", None)
    out["tests"] = res
    return out


def conclusion(doc, case):
    """ref_eval.evaluate as if nothing were missing: its own look at the data knows no results."""
    need = [t.pop("required", None) for t in doc["tests"]]
    try:
        return ref_eval.evaluate(doc, case)
    finally:
        for t, r in zip(doc["tests"], need):
            if r is not None:
                t["required"] = r
