#!/usr/bin/env python3
"""records.py - whole records of the general procedure, from plan to verdict.

tests/vectors/records/*.json name an edition, an instrument and a case of a vector (or
readings of their own).  The plan is made, its rows are filled with the readings of the
case, and what is judged must be what the vector expects, value by value.  Then, for each
record: without any one needed row it is never a pass, the case that the procedure hands
out is judged by `evaluate` to the same values, and a reading nobody can have read is
asked back."""
import collections
import copy
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VECTORS = ROOT / "tests/vectors"
sys.path.append(str(ROOT / "tests"))
import trace_check  # noqa: E402

TRACED = collections.Counter()


class Engine:
    def __init__(self, driver):
        self.child = subprocess.Popen([driver], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, **request):
        line = json.dumps(request, ensure_ascii=False) + "\n"
        self.child.stdin.write(line.encode())
        self.child.stdin.flush()
        reply = json.loads(self.child.stdout.readline())
        if "error" in reply:
            raise ValueError(json.dumps(reply["error"], ensure_ascii=False))
        return reply["ok"]

    def close(self):
        self.child.stdin.close()
        self.child.wait()


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def same(a, b):
    """The same text, or the same number."""
    try:
        return a == b or Decimal(a) == Decimal(b)
    except (ArithmeticError, TypeError, ValueError):
        return False


def is_number(text):
    try:
        return Decimal(text) is not None
    except (ArithmeticError, TypeError, ValueError):
        return False


def fits(one, key, row):
    """A reading of the case is of this point: by value, and by the way up or down."""
    words = str(one.get(key, "")).split()
    if len(words) == 2 and words[1] in ("up", "down"):
        return words[1] == row["direction"] and same(words[0], row["p"])
    return same(one.get(key, ""), row["p"])


def find(data, row, test_kind, number):
    """The reading of the case that belongs to a row of the plan."""
    if not isinstance(data, list):
        return None
    by_order = data[number] if number < len(data) else None
    if row["p"] is None:
        return by_order
    key = "g" if test_kind == "stat" else "p"
    place = (row["position"] or {}).get("id")
    good = [one for one in data if fits(one, key, row)]
    here = [one for one in good if one.get("pos") == place]
    if good:
        return (here or good)[0]
    return by_order if by_order and not is_number(by_order.get(key)) else None


def fill_row(row, one):
    entry = {}
    for i, name in enumerate(row["wants"]):
        if name in one:
            entry[name] = one[name]
        elif name[0] == "x" and name[1:].isdigit():
            readings = one["x"]
            at = int(name[1:]) - 1
            if at < len(readings):
                entry[name] = readings[at]
        elif name == "p" and "g" in one:
            entry[name] = one["g"]
    return entry


def fill_whole(row, data, number):
    """Rows of series, fields, lines and formulas."""
    form = row["form"]
    if form == "time" and row["p"] is None:
        return {"t": data["t"][number], "x": data["x"][number]} if number < len(data["x"]) else None
    if form == "time":
        at = [x for t, x in zip(data["t"], data["x"]) if same(t, row["p"])]
        return {"x": at[0]} if at else None
    if form == "scan":
        return {f"s{i + 1}": v for i, v in enumerate(data["m"][number])}
    if form == "list":
        values = data[row["key"].split(".")[-1]]
        return {f"x{i + 1}": v for i, v in enumerate(values)}
    if form == "level":
        level = data["levels"][number]
        return {"c": level["c"], **{f"x{i + 1}": v for i, v in enumerate(level["x"])}}
    name = row["key"].split(".", 1)[1]
    return {"value": data[name]} if name in data else None


def entries_of(plan, record, case):
    """What is typed: the record's own entries, the readings of the case, the rest as
    nominal where the record says so."""
    rows = {}
    for step in plan["steps"]:
        data = case["data"].get(step["test"])
        for number, row in enumerate(step["rows"]):
            key = row["key"]
            entry = record.get("entries", {}).get(key)
            if entry is None and row["form"] == "item":
                entry = {"result": (data or {}).get(key.split(".", 1)[1], "pass")}
            elif entry is None and step["test"] == "inputs":
                value = case.get("vars", {}).get(key[3:])
                entry = {"value": value} if value is not None else None
            elif entry is None and row["form"] in ("readings", "pair"):
                one = find(data, row, step["kind"], number)
                entry = fill_row(row, one) if one else None
                if entry is None and record.get("nominal") and row["p"] is not None:
                    entry = {w: row["p"] for w in row["wants"]}
            elif entry is None and data is not None:
                entry = fill_whole(row, data, number)
            if entry is None and step["test"] in record.get("all", {}):
                entry = {w: record["all"][step["test"]] for w in row["wants"]}
            if entry is not None:
                rows[key] = entry
    return {"rows": rows}


def expected(tree):
    """(name, value, limit, pass) of what a vector expects of one test."""
    for key in ("points", "groups", "pairs"):
        if key in tree:
            return [(str(r.get("p", r.get("g", ""))), r) for r in tree[key]]
    if "outputs" in tree:
        return list(tree["outputs"].items())
    return [("", tree)] if "value" in tree else []


WORDS = {True: "pass", False: "fail", None: "none"}


def judged_differently(value, want):
    """What of a value is not as expected."""
    if not same(value["value"], want["value"]):
        return f"{value['value']}, not {want['value']}"
    if value["verdict"] != WORDS[want["pass"]] or value["limit_text"] != want.get("limit"):
        return (f"{value['verdict']} {value['limit_text']}, not {WORDS[want['pass']]} "
                f"{want.get('limit')}")
    if value["rounding_changes_verdict"] != want.get("rounding_changes_verdict", False):
        return "rounding_changes_verdict"
    return ""


def compare_test(test, tree, wrong):
    """Values go by name; names that are no numbers ("440nm/10", "0.2 up") by order."""
    values = test["values"]
    for number, (name, want) in enumerate(expected(tree)):
        match = [v for v in values if same(v["name"], name)]
        if not match:
            match = values[number:number + 1]
        told = [judged_differently(v, want) for v in match]
        if not told or all(told):
            wrong.append(f"{test['test']} {name}: {told[0] if told else 'no value'}")


def compare(result, record, case):
    wrong = []
    for key, want in record["expect"].items():
        if result[key] != want:
            wrong.append(f"{key}: {result[key]}, not {want}; {result['reasons']} "
                         f"{result['missing'][:5]} {result['questions'][:2]}")
    tests = {(t["test"], t["instance"]): t for t in result["tests"]}
    for name, tree in case.get("expect", {}).get("tests", {}).items():
        if name not in record.get("skip", []):
            compare_test(tests[(name, 1)], tree, wrong)
    return wrong


def without_rows(engine, edition, record, plan, entries, limit):
    """Dropping any needed row leaves the whole incomplete, or failed if it was."""
    wrong = []
    needed = [r["key"] for s in plan["steps"] for r in s["rows"] if r["required"]]
    step = max(1, len(needed) // limit)
    for key in needed[::step]:
        fewer = {"rows": {k: v for k, v in entries["rows"].items() if k != key}}
        result = engine.ask(call="judge", edition=edition, input=record["input"],
                            entries=fewer)["result"]
        if result["verdict"] != "incomplete" or key not in result["missing"] or \
                result["document"] != "none":
            wrong.append(f"without {key}: {result['verdict']}")
    return wrong


def without_standards(engine, edition, record, entries):
    bare = dict(record["input"], standards=[])
    result = engine.ask(call="judge", edition=edition, input=bare, entries=entries)["result"]
    return [] if result["verdict"] == "incomplete" else ["without standards: " + result["verdict"]]


def evaluated_alike(engine, edition, reply):
    """The case handed out, judged by the evaluator, has the same values."""
    wrong = []
    for number, case in enumerate(reply["cases"], 1):
        got = engine.ask(call="evaluate", regulation=edition, cases=[case], trace=True)["cases"][0]
        if "error" in got:
            return [f"case {number}: {got['error']}"]
        tests = {t["test"]: t for t in reply["result"]["tests"] if t["instance"] == number}
        for name, tree in got["result"]["tests"].items():
            compare_test(tests[name], tree, wrong)
        wrong += traced(got)
    return wrong


def traced(got):
    """Every step works out again, and each uncertainty that is stated is the end of its steps."""
    wrong = trace_check.check(got["trace"])
    steps = [s["value"] for s in got["trace"]["steps"] if s["what"] == "round_up"]
    stated = [b["U"] for b in got["result"].get("budgets", [])]
    TRACED["budgets"] += len(stated)
    return wrong if steps == stated else wrong + [f"U {stated}, by the steps {steps}"]


def odd_reading(engine, edition, record, plan, entries):
    """A reading that is no multiple of the resolution is asked back."""
    for step in plan["steps"]:
        for row in step["rows"]:
            for ask in row["ask"]:
                typed = entries["rows"].get(row["key"], {}).get(ask["id"])
                if not ask["resolution"] or typed is None:
                    continue
                odd = copy.deepcopy(entries)
                value = Decimal(typed) + Decimal(ask["resolution"]) / 4
                odd["rows"][row["key"]][ask["id"]] = format(value, "f")
                result = engine.ask(call="judge", edition=edition, input=record["input"],
                                    entries=odd)["result"]
                asked = [q["question"] for q in result["questions"] if not q["confirmed"]]
                if "not_multiple" not in asked or result["verdict"] != "incomplete":
                    return [f"{row['key']}.{ask['id']}: {asked} {result['verdict']}"]
                return []
    return []


def calibrated_too(engine, edition, record, entries):
    """The same readings as a calibration, if the edition has budgets: values and traces hold as well."""
    if "budgets" not in edition or record["input"]["kind"] == "calibration":
        return []
    calibration = dict(record["input"], kind="calibration")
    try:
        reply = engine.ask(call="judge", edition=edition, input=calibration, entries=entries, cases=True)
    except ValueError as error:
        return [] if "procedure.kind" in str(error) else [f"as a calibration: {error}"]
    return evaluated_alike(engine, edition, reply)


def run(engine, record, edition):
    case = {"data": {}}
    if "vector" in record:
        doc = load(VECTORS / f"{record['vector']}.json")
        case = next(c for c in doc["cases"] if c["id"] == record["case"])
    plan = engine.ask(call="plan", edition=edition, input=record["input"])["plan"]
    entries = entries_of(plan, record, case)
    reply = engine.ask(call="judge", edition=edition, input=record["input"], entries=entries,
                       cases=True)
    wrong = compare(reply["result"], record, case)
    wrong += evaluated_alike(engine, edition, reply)
    wrong += calibrated_too(engine, edition, record, entries)
    wrong += without_rows(engine, edition, record, plan, entries, 12)
    if any(s["required"] for s in plan["standards"]):
        wrong += without_standards(engine, edition, record, entries)
    wrong += odd_reading(engine, edition, record, plan, entries)
    return wrong


def cases(driver, only):
    """(name, what is wrong) of every record."""
    engine = Engine(driver)
    files = sorted((VECTORS / "records").glob("*.json"))
    for path in files + [ROOT / "docs/examples/stopwatch-record.json"]:
        if only and path.stem not in only:
            continue
        doc = load(path)
        place = doc["edition"] if "/" in doc["edition"] else f"data/regulations/{doc['edition']}.json"
        edition = load(ROOT / place)
        for record in doc["records"]:
            try:
                wrong = run(engine, record, edition)
            except (ValueError, KeyError, IndexError) as error:
                wrong = [f"{type(error).__name__}: {error}"]
            yield f"{path.stem}: {record['id']}", wrong
    engine.close()
    if not only:
        yield "budgets of calibrations are in the traces", [] if TRACED["budgets"] > 20 else [f"{TRACED}"]
