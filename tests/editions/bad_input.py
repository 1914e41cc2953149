"""bad_input.py - the list of bad input, each through `qh evaluate`, `qh regulation check` and a record.

Every row must be answered by an error with a place, or by `incomplete`; never by a verdict, a crash or a hang.
docs/regulations.md names this list."""
import copy
import json
import subprocess
import tempfile

from records import ROOT, Engine, entries_of, load
from results import DATA, DOC

LONG = "1" * 10000
SECONDS = 60  # a hang, not a measure


def evaluated(qh, doc, case):
    doc = dict(copy.deepcopy(doc), cases=[case])
    with tempfile.NamedTemporaryFile("w", suffix=".json") as f:
        json.dump(doc, f)
        f.flush()
        return subprocess.run([qh, "evaluate", f.name], capture_output=True, text=True, check=False, timeout=SECONDS)


def checked(qh, text):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as f:
        f.write(text)
        f.flush()
        run = subprocess.run([qh, "regulation", "check", f.name], capture_output=True, text=True, check=False, timeout=SECONDS)
        return run, f.name


# ---- through `qh evaluate` ----

def plain(limit=None, **test):
    """One point_error test, one reading."""
    return {"schema": "metro-vector/1", "regulation": {"code": "bad", "kind": "verification", "grades": ["A"]},
            "tables": {"tab": {"0": "1", "10": "2"}}, "vars": {"zero": "0", "big": "9E99"},
            "tests": [dict({"id": "t", "kind": "point_error", "required": True, "limit": limit or {"abs": "1"}}, **test)]}


def read(x="1", p="1", **more):
    return {"id": "c", "grade": "A", "data": {"t": [dict({"p": p, "x": [x]}, **more)]}}


def formula(expr, data=None):
    return dict(plain(), tests=[{"id": "t", "kind": "formula", "required": True, "outputs": [{"name": "o", "expr": expr, "limit": {"le": "1"}}]}]), \
        {"id": "c", "grade": "A", "data": {"t": data or {"a": "1", "list": ["1", "2"]}}}


def many_tests():
    return dict(plain(), tests=[dict(plain()["tests"][0], id=f"t{i}") for i in range(201)])


def named_limits():
    """Limits that use one another in a ring, and a tower of them."""
    ring = dict(plain({"use": "a"}), limits={"a": {"use": "b"}, "b": {"by": "grade", "map": {"A": {"use": "a"}}}})
    tower = dict(plain({"use": "l0"}), limits={f"l{i}": {"any": [{"use": f"l{i + 1}"}]} for i in range(30)})
    return [("limits in a ring", ring, read()), ("a tower of limits", tower, read())]


def circular(target):
    doc = copy.deepcopy(DOC)
    doc["tests"][2]["outputs"][0]["limit"] = {"le": target}
    return doc


EVALUATE = [
    ("an unknown name", plain({"abs": "nobody"}), read()),
    ("an unknown function", plain({"abs": "sin(p)"}), read()),
    ("a division by zero", plain({"abs": "1/zero"}), read()),
    ("a division by a reading of zero", plain(form="rel"), read(p="0")),
    ("a division by a span of zero", plain(form="fid"), read(fs="0")),
    ("a look-up outside the table", plain({"abs": "interp(tab, p)"}), read(p="11")),
    ("a look-up in no table", plain({"abs": "interp(zero, p)"}), read()),
    ("no readings", plain(), {"id": "c", "grade": "A", "data": {"t": []}}),
    ("no readings at a point", plain(), {"id": "c", "grade": "A", "data": {"t": [{"p": "1", "x": []}]}}),
    ("a test that is not there", plain(), {"id": "c", "grade": "A", "data": {}}),
    ("no numbers", plain(), read(x="one")),
    ("a list for a number", plain(), read(p=["1", "2"])),
    ("too many points", plain(), {"id": "c", "grade": "A", "data": {"t": [{"p": "1", "x": ["1"]}] * 10001}}),
    ("too many tests", many_tests(), read()),
    ("a reading of 10,000 digits", plain(), read(x=LONG)),
    ("a limit of 10,000 digits", plain({"abs": LONG}), read()),
    ("an interval of 10,000 digits", plain(round={"to": LONG}), read()),
    ("a table of 10,000 digits", dict(plain({"abs": "interp(tab, p)"}), tables={"tab": {"0": LONG, "10": "1"}}), read()),
    ("an exponent of 10,000 digits", plain(), read(x="1E" + LONG)),
    ("an overflow", plain({"abs": "big^9999"}), read()),
    ("an overflow of readings", plain({"abs": "p^9999"}), read(p="1E140")),
    ("an underflow that would be zero", plain({"abs": "1/(big^9999)"}), read()),
    ("a tower of powers", *formula("9^9^9^9^9^9")),
    ("a root of nothing real", *formula("sqrt(0-a)")),
    ("zero to a negative power", *formula("(a-a)^(0-1)")),
    ("a list where a number is due", *formula("list + 1")),
    ("a number where a list is due", *formula("mean(a)")),
    ("nested too deeply", *formula("(" * 500 + "a" + ")" * 500)),
    ("too long an expression", *formula("a" + "+a" * 5000)),
    ("a name without end", *formula("results")),
    ("outputs in a circle", *formula("o + 1")),
    ("results in a circle", circular("results.rest.ratio"), {"id": "c", "grade": "A", "data": DATA}),
    ("a test that requires itself", dict(plain(), tests=[dict(plain()["tests"][0], requires=["t"])]), read()),
    ("an unknown kind of test", plain(kind="magic"), read()),
    ("an unknown schema", dict(plain(), schema="metro-vector/9"), read()),
    ("no tests", {k: v for k, v in plain().items() if k != "tests"}, read()),
] + named_limits()


def evaluate(qh):
    for what, doc, case in EVALUATE:
        wrong = []
        try:
            run = evaluated(qh, doc, case)
        except subprocess.TimeoutExpired:
            yield what, ["a hang"]
            continue
        if run.returncode < 0:
            wrong.append(f"ended by signal {-run.returncode}")
        line = json.loads(run.stdout) if run.stdout else {}
        error = line.get("error")
        if error and not (error["key"] and (error["field"] or "json." in error["key"])):
            wrong.append(f"an error without place: {error}")
        if not error and line and line["result"]["conclusion"] != "未完成":
            wrong.append(f"{line['result']['conclusion']}")
        if not line and (run.returncode == 0 or ":" not in run.stderr):
            wrong.append(f"exit {run.returncode}, {run.stderr!r}")
        yield what, wrong


# ---- through `qh regulation check` ----

def stopwatch(path, value):
    doc = load(ROOT / "docs/examples/stopwatch.json")
    at = doc
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return json.dumps(doc)


STEP = ["limits", "mpe", "map", "0.05", "steps", 1, "limit", "abs"]
STEP_AT = "limits.mpe.map.0.05.steps[1].limit.abs"
CHECK = [
    ("an unknown name", stopwatch(STEP, "nobody"), STEP_AT),
    ("an unknown function", stopwatch(STEP, "sin(p)"), STEP_AT),
    ("a division by a constant zero", stopwatch(STEP, "p/(d-d)"), STEP_AT),
    ("a look-up in no table", stopwatch(STEP, "interp(p, p)"), STEP_AT),
    ("a number of 10,000 digits", stopwatch(STEP, LONG), STEP_AT),
    ("an overflow", stopwatch(STEP, "(1000+p)^9999"), STEP_AT),
    ("a tower of powers", stopwatch(STEP, "9^9^9^9^9^9"), STEP_AT),
    ("nested too deeply", stopwatch(STEP, "(" * 500 + "p" + ")" * 500), STEP_AT),
    ("limits in a ring", stopwatch(["limits", "mpe"], {"use": "mpe", "clause": "1"}), "mpe"),
    ("a test that requires itself", stopwatch(["tests", 1, "requires"], ["interval"]), "tests[1].requires"),
    ("results in a circle", stopwatch(["tests", 1, "limit"], {"abs": "max(results.interval.raw)", "clause": "1"}), "tests[1].limit.abs"),
    ("a result of no test", stopwatch(["tests", 1, "limit"], {"abs": "max(results.nobody.raw)", "clause": "1"}), "tests[1].limit.abs"),
    ("too many tests", stopwatch(["tests"], [dict(load(ROOT / "docs/examples/stopwatch.json")["tests"][0], id=f"t{i}") for i in range(201)]), "tests"),
    ("no JSON", "{", ":1:"),
    ("a deep document", "[" * 5000, ":1:"),
    ("nothing", "", ":1:"),
]


def check(qh):
    for what, text, path in CHECK:
        try:
            run, name = checked(qh, text)
        except subprocess.TimeoutExpired:
            yield what, ["a hang"]
            continue
        wrong = [] if run.returncode > 0 and path in run.stdout.replace(name, "") else [f"exit {run.returncode}: {run.stdout[:300]}"]
        if f"{name}:" not in run.stdout:
            wrong.append("no line")
        yield what, wrong


# ---- through a record ----

RECORD = [
    ("a reading of 10,000 digits", {"interval.1": {"x1": LONG, "x2": "10"}}, "rows.interval.1.x1"),
    ("a reading that is no number", {"interval.1": {"x1": "ten", "x2": "10"}}, "rows.interval.1.x1"),
    ("a list for a reading", {"interval.1": {"x1": ["10"], "x2": "10"}}, "rows.interval.1.x1"),
    ("a row that is no object", {"interval.1": "10"}, "rows.interval.1"),
    ("an item that is no result", {"visual.keys": {"result": "good"}}, "rows.visual.keys.result"),
    ("a question nobody asked", {"interval.1": {"x1": "10", "x2": "10", "confirmed": ["why"]}}, "rows.interval.1.confirmed"),
    ("a row of another plan", {"interval.99": {"x1": "10"}}, None),
    ("a reading beyond all numbers", {"interval.1": {"x1": "9E140", "x2": "-9E140"}}, None),
    ("a point far away", {"interval.3": {"p": "1E120", "x1": "10", "x2": "10"}}, None),
]
INPUTS = [
    ("a parameter of 10,000 digits", {"vars": {"d": LONG, "longest": "3600"}}, "vars.d"),
    ("a parameter that is no number", {"vars": {"d": "fine", "longest": "3600"}}, "vars.d"),
    ("a parameter out of its bounds", {"vars": {"d": "0.01", "longest": "1"}}, "vars.longest"),
    ("an unknown grade", {"grade": "gold"}, "grade"),
    ("an unknown kind", {"kind": "often"}, "kind"),
    ("an unknown rule", {"decision": "often"}, "decision"),
    ("standards that are none", {"standards": "many"}, "standards"),
]


def record(driver):
    engine = Engine(driver)
    edition = load(ROOT / "docs/examples/stopwatch.json")
    given = load(ROOT / "docs/examples/stopwatch-record.json")["records"][0]
    plan = engine.ask(call="plan", edition=edition, input=given["input"])["plan"]
    entries = entries_of(plan, given, {"data": {}})
    for what, rows, place in RECORD:
        bad = dict(entries, rows=dict(entries["rows"], **rows))
        yield what, judged(engine, edition, given["input"], bad, place)
    for what, change, place in INPUTS:
        yield what, judged(engine, edition, dict(given["input"], **change), entries, place)
    engine.close()


def judged(engine, edition, inp, entries, place):
    try:
        result = engine.ask(call="judge", edition=edition, input=inp, entries=entries)["result"]
    except ValueError as error:
        field = json.loads(str(error))["field"]
        return [] if place and field.startswith(place) else [str(error)]
    return [] if place is None and result["verdict"] == "incomplete" else [f"{result['verdict']}, no error at {place}"]


def cases(qh, driver):
    for way, rows in (("qh evaluate", evaluate(qh)), ("qh regulation check", check(qh)), ("a record", record(driver))):
        for what, wrong in rows:
            yield f"bad input, {way}: {what}", wrong
