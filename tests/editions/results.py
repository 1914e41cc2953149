"""results.py - results of other tests as names: in vectors and in an edition of the general procedure.

The order of the tests, circles with both places, names that are not there, readings that are missing
below a result, and that nothing in a case can pretend to be a result."""
import copy
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from records import ROOT, Engine, entries_of, load

sys.path.append(str(ROOT / "tests"))
import trace_check  # noqa: E402

REST = {"id": "rest", "kind": "formula", "required": True, "clause": "9",
        "outputs": [{"name": "ratio", "expr": "max(results.error.raw)/results.line.slope", "limit": {"le": "0.2"},
                     "round": {"to": "0.01"}}]}
DOC = {"schema": "metro-vector/1", "regulation": {"code": "results", "kind": "verification", "grades": ["A", "B"]},
       "verdict": {"mode": "best"},
       "tests": [REST,
                 {"id": "error", "kind": "point_error", "required": True, "limit": {"abs": "results.line.slope/4"}},
                 {"id": "line", "kind": "regression", "required": True,
                  "outputs": [{"name": "slope", "limit": {"by": "grade", "map": {"A": {"le": "1.5"}, "B": {"le": "9"}}}}]}]}
DATA = {"error": [{"p": "10", "x": ["10.1", "10.2"]}, {"p": "20", "x": ["20.3"]}],
        "line": {"levels": [{"c": "0", "x": ["0"]}, {"c": "1", "x": ["2"]}, {"c": "2", "x": ["4"]}]}}


def run(qh, doc, data, **more):
    """Exit code and what one case came to."""
    doc = dict(copy.deepcopy(doc), cases=[dict({"id": "c", "grade": "A", "data": data}, **more)])
    with tempfile.NamedTemporaryFile("w", suffix=".json") as f:
        json.dump(doc, f)
        f.flush()
        told = subprocess.run([qh, "evaluate", "--trace", f.name], capture_output=True, text=True, check=False)
    line = json.loads(told.stdout) if told.stdout else {"error": told.stderr}
    return line


def check(qh, doc):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as f:
        json.dump(doc, f)
        f.flush()
        return subprocess.run([qh, "regulation", "check", f.name], capture_output=True, text=True, check=False).stdout


def order(qh):
    line = run(qh, DOC, DATA)
    tests, trace = line["result"]["tests"], line["trace"]
    wrong = trace_check.check(trace)
    if list(tests) != ["rest", "error", "line"]:
        wrong.append(f"the results come as {list(tests)}")
    if tests["rest"]["outputs"]["ratio"] != {"value": "0.15", "limit": "≤0.2", "pass": True}:
        wrong.append(f"{tests['rest']}")
    if (line["result"]["conclusion"], line["result"]["best_grade"]) != ("不合格", "B"):
        wrong.append(f"{line['result']}")
    steps = [s for s in trace["steps"] if s["what"] == "result"][:2]
    if [(s["test"], s["name"], s["value"]) for s in steps] != [
            ("error", "results.line.slope", "2"), ("rest", "results.error.raw", ["0.15", "0.3"])]:
        wrong.append(f"{steps}")
    return wrong


def missing(qh):
    wrong = []
    for lost, want in (("line", ["rest", "error", "line"]), ("error", ["rest", "error"])):
        data = {k: v for k, v in DATA.items() if k != lost}
        for empty in (False, True):
            line = run(qh, DOC, dict(data, **({lost: []} if empty else {})))
            if line.get("result", {}).get("missing") != want or line["result"]["conclusion"] != "未完成":
                wrong.append(f"without {lost}: {line}")
            elif trace_check.check(line["trace"]):
                wrong += trace_check.check(line["trace"])
    return wrong


def pretended(qh):
    """Neither variables nor readings nor tables are results."""
    wrong = []
    fake = {"results.line.slope": "1000", "results.error.raw": ["0"]}
    data = {k: v for k, v in DATA.items() if k != "line"}
    places = [(dict(DOC, vars=fake), data, {}), (DOC, data, {"vars": fake}), (dict(DOC, tables=fake), data, {}),
              (DOC, dict(data, rest=fake), {})]
    for doc, readings, more in places:
        line = run(qh, doc, readings, **more)
        if line.get("result", {}).get("conclusion") != "未完成":
            wrong.append(f"{line}")
    points = [dict(p, **fake) for p in DATA["error"]]
    if run(qh, DOC, dict(DATA, error=points))["result"] != run(qh, DOC, DATA)["result"]:
        wrong.append("a point sets a result")
    named = copy.deepcopy(DOC)
    named["tests"][0]["outputs"][0]["name"] = "results.line.slope"
    if "tests[0].outputs[0].name" not in json.dumps(run(qh, named, DATA)):
        wrong.append("an output is called like a result")
    return wrong


def told(line):
    return json.dumps(line, ensure_ascii=False)


def refused(qh):
    """(what, how to spoil it, texts of the error of both commands)"""
    def expr(test, output, text):
        return lambda d: d["tests"][test]["outputs"][output].update(expr=text)

    def line_needs_rest(d):
        d["tests"][2]["outputs"][0]["limit"] = {"le": "results.rest.ratio"}

    def through_a_limit(d):
        d["limits"] = {"far": {"by": "grade", "map": {"A": {"use": "near"}}}, "near": {"le": "results.rest.ratio"}}
        d["tests"][2]["outputs"][0]["limit"] = {"use": "far"}
    ways = [("itself", expr(0, 0, "results.rest.ratio"), ["regulation.circle", "tests[0].outputs[0].expr"]),
            ("a circle of two", line_needs_rest, ["regulation.circle", "tests[0].outputs[0].expr",
                                                  "tests[2].outputs[0].limit.le"]),
            ("a circle through limits", through_a_limit, ["regulation.circle", "limits.near.le"]),
            ("no such test", expr(0, 0, "results.nobody.raw"), ["regulation.result", "tests[0].outputs[0].expr"]),
            ("no such result", expr(0, 0, "results.line.r"), ["regulation.result", "tests[0].outputs[0].expr"]),
            ("no result of points", expr(0, 0, "results.error.worst"), ["regulation.result", "tests[0].outputs[0].expr"]),
            ("half a name", expr(0, 0, "results.line"), ["tests[0].outputs[0].expr"]),
            ("for the decision", lambda d: d.update(decision={"rule": "guard_band", "U": "results.line.intercept"}),
             ["regulation.result", "decision.U"])]
    wrong = []
    for what, spoil, texts in ways:
        doc = copy.deepcopy(DOC)
        spoil(doc)
        line = told(run(qh, doc, DATA))
        wrong += [f"{what}: {t} is not in {line}" for t in texts if t not in line]
    return wrong


def long_chain(qh):
    """Two hundred tests, each resting on the next: worked out, or refused once they close the ring."""
    n = 200
    tests = [{"id": f"t{i}", "kind": "formula", "outputs": [{"name": "v", "expr": f"results.t{i + 1}.v + 1"}]}
             for i in range(n - 1)] + [{"id": f"t{n - 1}", "kind": "formula", "outputs": [{"name": "v", "expr": "a"}]}]
    doc = dict(DOC, tests=tests, verdict={})
    data = {"t199": {"a": "1"}, "t0": {}}
    line = run(qh, doc, data)
    wrong = [] if line["result"]["tests"]["t0"]["outputs"]["v"]["value"] == "200" else [told(line)[:200]]
    tests[-1]["outputs"][0]["expr"] = "results.t0.v"
    line = told(run(qh, doc, data))
    return wrong + ([] if "regulation.circle" in line and "t199" in line else [line[:300]])


# ---- an edition ----

SPREAD = {"id": "spread", "zh": "误差之差", "en": "Difference of the errors", "kind": "formula", "required": True,
          "clause": "5.4", "source": "made up", "confidence": "1", "confirmed": None,
          "outputs": [{"name": "greatest", "expr": "range(results.interval.raw)", "limit": {"le": "0.3"}, "round": {"to": "0.001"}}]}


def edition():
    doc = load(ROOT / "docs/examples/stopwatch.json")
    doc["tests"].insert(0, copy.deepcopy(SPREAD))
    doc["record"]["tests"].insert(0, {"test": "spread", "columns": ["value", "limit", "verdict"]})
    return doc


def general(qh, driver):
    doc, wrong = edition(), []
    line = check(qh, doc)
    if "good" not in line:
        return [line]
    record = load(ROOT / "docs/examples/stopwatch-record.json")["records"][0]
    engine = Engine(driver)
    plan = engine.ask(call="plan", edition=doc, input=record["input"])["plan"]
    entries = entries_of(plan, record, {"data": {}})
    judged = engine.ask(call="judge", edition=doc, input=record["input"], entries=entries, cases=True)
    test = next(t for t in judged["result"]["tests"] if t["test"] == "spread")
    if judged["result"]["verdict"] != "pass" or test["values"][0]["value"] != "0.200":
        wrong.append(told(judged["result"])[:600])
    again = engine.ask(call="evaluate", regulation=doc, cases=judged["cases"], trace=True)["cases"][0]
    if again["result"]["tests"]["spread"]["outputs"]["greatest"]["value"] != "0.200":
        wrong.append(told(again["result"])[:600])
    wrong += trace_check.check(again["trace"])
    del entries["rows"]["interval.2"]
    judged = engine.ask(call="judge", edition=doc, input=record["input"], entries=entries)["result"]
    test = next(t for t in judged["tests"] if t["test"] == "spread")
    if judged["verdict"] != "incomplete" or test["verdict"] != "incomplete" or test["values"]:
        wrong.append(told(judged)[:600])
    if not any(r["key"] == "procedure.result" and r["args"] == ["spread", "interval"] for r in judged["reasons"]):
        wrong.append(told(judged["reasons"]))
    engine.close()
    return wrong


def editions_refused(qh):
    """An edition knows before anything is read: circles, lists where a number is due, plans that know no results."""
    def limit(test, text):
        return lambda d: d["tests"][test].update(limit={"le": text})
    ways = [("a circle", limit(2, "results.spread.greatest"), "tests[0].outputs[0].expr"),
            ("a list for a number", lambda d: d["tests"][0]["outputs"][0].update(expr="results.interval.raw"),
             "tests[0].outputs[0].expr"),
            ("a number for a list", lambda d: d["tests"].append(
                dict(SPREAD, id="more", outputs=[{"name": "m", "expr": "mean(results.spread.greatest)",
                                                  "limit": {"le": "1"}}])), "tests[4].outputs[0].expr"),
            ("a point", lambda d: d["tests"][2]["points"]["parts"][0].update(list=["10", "results.spread.greatest"]),
             "tests[2].points.parts[0].list[1]"),
            ("a condition", lambda d: d["conditions"][0].update(max="results.spread.greatest"), "conditions[0].max")]
    wrong = []
    for what, spoil, path in ways:
        doc = edition()
        spoil(doc)
        line = check(qh, doc)
        if path not in line:
            wrong.append(f"{what}: {line}")
    return wrong


def cases(qh, driver):
    for what, found in (("tests are worked out in the order of their results", order(qh)),
                        ("a result that is missing leaves what rests on it incomplete", missing(qh)),
                        ("nothing in a case is a result", pretended(qh)), ("circles and unknown results", refused(qh)),
                        ("a chain of two hundred tests", long_chain(qh)),
                        ("an edition of the general procedure", general(qh, driver)),
                        ("editions that cannot be worked out", editions_refused(qh))):
        yield f"results of other tests: {what}", found
