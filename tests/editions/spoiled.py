"""spoiled.py - every edition passes the check and the schema; each way to spoil it is
refused with the path of what was spoiled.

A way to spoil takes the document and answers the path that the check must name (or None
if the edition has nothing of the kind)."""
import copy
import json
import re
import subprocess
import tempfile
from pathlib import Path

import jsonschema

from records import ROOT

LEAST = 30  # ways that must fit every edition of the general procedure


def judged(doc):
    """Index and test that has a limit of its own or of an output."""
    for i, t in enumerate(doc["tests"]):
        if t.get("limit") or any(o.get("limit") for o in t.get("outputs", [])):
            return i, t
    return None, None


def plain(limit, path):
    """The first plain form of a limit: (object, path)."""
    if not limit:
        return None, None
    if "by" in limit and "map" in limit:
        for k, v in limit["map"].items():
            found = plain(v, f"{path}.map.{k}")
            if found[0]:
                return found
        return None, None
    if "by" in limit:
        for i, s in enumerate(limit["steps"]):
            found = plain(s.get("limit"), f"{path}.steps[{i}].limit")
            if found[0]:
                return found
        return None, None
    if "any" in limit:
        return plain(limit["any"][0], f"{path}.any[0]")
    return (limit, path) if {"abs", "le", "ge"} & set(limit) else (None, None)


def some_limit(doc):
    for name, limit in doc.get("limits", {}).items():
        found = plain(limit, f"limits.{name}")
        if found[0]:
            return found
    for i, t in enumerate(doc["tests"]):
        found = plain(t.get("limit"), f"tests[{i}].limit")
        if found[0]:
            return found
        for k, o in enumerate(t.get("outputs", [])):
            found = plain(o.get("limit"), f"tests[{i}].outputs[{k}].limit")
            if found[0]:
                return found
    return None, None


def expression(text):
    def spoil(doc):
        limit, path = some_limit(doc)
        if not limit:
            return None
        form = next(f for f in ("abs", "le", "ge") if f in limit)
        limit[form] = text
        return f"{path}.{form}"
    return spoil


def member(section, index, name, value, at=None):
    """Sets (or with ... removes) a member of item `index` of a section."""
    def spoil(doc):
        o = doc.get(section)
        if not o or isinstance(o, list) and len(o) <= index:
            return None
        path = section
        if isinstance(o, list):
            o, path = o[index], f"{section}[{index}]"
        if value is ...:
            if o.pop(name, None) is None:
                return None
            return path
        o[name] = value
        return f"{path}.{at or name}"
    return spoil


def of_judged(name, value):
    def spoil(doc):
        i, t = judged(doc)
        if t is None:
            return None
        if value is ...:
            t.pop(name)
            return f"tests[{i}]"
        t[name] = value
        return f"tests[{i}].{name}"
    return spoil


def of_judged_at(name, value, at):
    """As of_judged, of a test that is judged itself."""
    def spoil(doc):
        i, t = judged(doc)
        if t is None or "outputs" in t:
            return None
        t[name] = value
        return f"tests[{i}].{at}"
    return spoil


def first_kind(*kinds):
    def find(doc):
        for i, t in enumerate(doc["tests"]):
            if t["kind"] in kinds:
                return i, t
        return None, None
    return find


def misspelled_limit(doc):
    for i, t in enumerate(doc["tests"]):
        if t.get("limit"):
            t["limt"] = t.pop("limit")
            return f"tests[{i}].limt"
        for k, o in enumerate(t.get("outputs", [])):
            if o.get("limit"):
                o["limt"] = o.pop("limit")
                return f"tests[{i}].outputs[{k}].limt"
    return None


def two_forms(doc):
    limit, path = some_limit(doc)
    if not limit:
        return None
    limit["never"] = True
    return path


def twice(doc):
    doc["tests"].append(copy.deepcopy(doc["tests"][0]))
    return f"tests[{len(doc['tests']) - 1}].id"


def grade_unknown(doc):
    for i, t in enumerate(doc["tests"]):
        if (t.get("limit") or {}).get("by") == "grade":
            t["limit"]["map"]["0.77"] = {"abs": "1"}
            return f"tests[{i}].limit.map.0.77"
    return None


def with_points(doc):
    for i, t in enumerate(doc["tests"]):
        if "points" in t:
            return i, t
    return None, None


def no_generator(doc):
    i, t = with_points(doc)
    if t is None:
        return None
    t["points"] = {"sorted": True}
    return f"tests[{i}].points"


def two_generators(doc):
    i, t = with_points(doc)
    if t is None:
        return None
    t["points"]["edges_of" if "list" in t["points"] else "list"] = ["1"]
    return f"tests[{i}].points"


def point_member(doc):
    i, t = with_points(doc)
    if t is None:
        return None
    t["points"] = {"list": [{"p": "1", "nonsense_member": "2"}]}
    return f"tests[{i}].points.list[0].nonsense_member"


def from_nowhere(doc):
    if doc["regulation"].get("procedure") == "weighbridge":
        return None
    for i, t in enumerate(doc["tests"]):
        if t["kind"] in ("stat", "point_error", "paired"):
            for key in ("points", "readings", "asks"):
                t.pop(key, None)
            t["from"] = {"test": "no_such_test"}
            return f"tests[{i}].from.test"
    return None


def no_items(doc):
    i, t = first_kind("checklist")(doc)
    if t is None:
        return None
    t.pop("items")
    return f"tests[{i}]"


def key_of_other_kind(doc):
    i, t = first_kind("checklist")(doc)
    if t is None:
        return None
    t["inner"] = "range"
    return f"tests[{i}].inner"


def table_unknown(doc):
    doc.setdefault("tables", {})["lonely"] = {"1": "2"}
    return "tables.lonely"


def table_of_words(doc):
    doc.setdefault("tables", {})["lonely"] = {"1": "two"}
    return "tables.lonely.1"


def budget_standard(doc):
    for i, b in enumerate(doc.get("budgets", [])):
        for k, s in enumerate(b["sources"]):
            if "standard" in s:
                s["standard"] = "nobody"
                return f"budgets[{i}].sources[{k}].standard"
    return None


def budget_evidence(doc):
    for i, b in enumerate(doc.get("budgets", [])):
        b.pop("source", None)
        b["sources"][0].pop("source", None)
        return f"budgets[{i}].sources[0]"
    return None


def column(doc):
    if doc["regulation"].get("procedure") == "weighbridge":
        return None
    doc["certificate"]["results"][0] = {"test": doc["tests"][0]["id"], "columns": ["prize"]}
    return "certificate.results[0].columns[0]"


def layout(doc):
    doc["record"]["tests"][0]["test"] = "nobody"
    return "record.tests[0].test"


def kinds(doc):
    doc["tests"][0]["kinds"] = ["initial", "sometimes"]
    return "tests[0].kinds[1]"


def grade_list(doc):
    doc["tests"][0]["applies_to"] = ["nobody"]
    return "tests[0].applies_to"


def setting_lost(doc):
    doc.setdefault("settings", {})["lost"] = {"value": "1"}
    return "settings.lost"


def list_for_number(doc):
    doc["instrument_vars"].append({"name": "many", "zh": "多", "en": "many", "type": "list",
                                   "required": False})
    return expression("many + 1")(doc)


def head(name, value):
    def spoil(doc):
        if value is ...:
            doc["regulation"].pop(name)
            return "regulation"
        doc["regulation"][name] = value
        return f"regulation.{name}"
    return spoil


def first_limit(value, at):
    """The first limit of a test or an output becomes `value`; `at` is what is wrong with it."""
    def spoil(doc):
        i, t = judged(doc)
        if t is None:
            return None
        if t.get("limit"):
            t["limit"] = value
            return f"tests[{i}].limit.{at}"
        k = next(k for k, o in enumerate(t["outputs"]) if o.get("limit"))
        t["outputs"][k]["limit"] = value
        return f"tests[{i}].outputs[{k}].limit.{at}"
    return spoil


def grade_twice(doc):
    grades = doc["regulation"]["grades"]
    if not grades:
        return None
    grades.append(grades[0])
    return f"regulation.grades[{len(grades) - 1}]"


def days_in_disorder(doc):
    doc["regulation"].update(in_force="2026-05-01", in_force_until="2026-04-30")
    return "regulation.in_force_until"


def upside_down(doc):
    for i, o in enumerate(doc.get("conditions", [])):
        if o.get("max"):
            o["min"], o["max"] = "1000", "1"
            return f"conditions[{i}]"
    return None


def width_below_zero(doc):
    for i, b in enumerate(doc.get("budgets", [])):
        for k, s in enumerate(b["sources"]):
            if s.get("half_width"):
                s["half_width"] = "-0.1"
                return f"budgets[{i}].sources[{k}].half_width"
    return None


def steps(*edges):
    out = [{"le_key": e, "limit": {"abs": "1"}} for e in edges]
    return {"by": "fs", "steps": out + [{"else": True, "limit": {"abs": "2"}}]}


WAYS = {
    "no schema": lambda d: d.pop("schema") and "schema",
    "another schema": lambda d: d.update(schema="qh-regulation/9") or "schema",
    "unknown section": lambda d: d.update(notes=[]) or "notes",
    "no tests": lambda d: d.pop("tests") and "",
    "no Chinese title": head("title_zh", ...),
    "months as text": head("validity_months", "12"),
    "an impossible day": head("issued", "2013/06/27"),
    "a third kind of regulation": head("kind", "opinion"),
    "misspelled limit": misspelled_limit,
    "test without clause": of_judged("clause", ...),
    "test without source": of_judged("source", ...),
    "test without confidence": of_judged("confidence", ...),
    "test without confirmed": of_judged("confirmed", ...),
    "confidence above 1": of_judged("confidence", "1.5"),
    "confidence as a number": of_judged("confidence", 0.9),
    "confirmed by a word": of_judged("confirmed", "yes"),
    "unknown kind of test": member("tests", 0, "kind", "guess"),
    "a test twice": twice,
    "unknown kind of verification": kinds,
    "unknown grade of a test": grade_list,
    "unknown grade of a limit": grade_unknown,
    "two forms of a limit": two_forms,
    "a formula breaks off": expression("0.5*("),
    "a name of nowhere": expression("0.5*nowhere"),
    "an unknown function": expression("median(1)"),
    "division by zero": expression("1/(2-2)"),
    "root of a negative number": expression("sqrt(-4)"),
    "a list for a number": list_for_number,
    "checklist without items": no_items,
    "a member of another kind": key_of_other_kind,
    "points without generator": no_generator,
    "two generators": two_generators,
    "unknown member of a point": point_member,
    "readings of no test": from_nowhere,
    "table without description": table_unknown,
    "table of words": table_of_words,
    "condition without gate": member("conditions", 0, "gate", ...),
    "condition with a third gate": member("conditions", 0, "gate", "maybe"),
    "condition without Chinese": member("conditions", 0, "zh", ...),
    "standard without rule": member("standards", 0, "zh_rule", ...),
    "standard without clause": member("standards", 0, "clause", ""),
    "unknown type of variable": member("instrument_vars", 0, "type", "colour"),
    "setting without evidence": setting_lost,
    "third mode of verdict": member("verdict", 0, "mode", "mild"),
    "budget of no test": member("budgets", 0, "test", "nobody"),
    "budget with an unknown standard": budget_standard,
    "source of uncertainty without source": budget_evidence,
    "record of no test": layout,
    "unknown column": column,
    "a day that no calendar has": head("issued", "2013-02-30"),
    "days in disorder": days_in_disorder,
    "a grade twice": grade_twice,
    "a limit below zero": first_limit({"abs": "-0.5"}, "abs"),
    "bounds in disorder": first_limit({"between": ["5", "1"]}, "between"),
    "steps in disorder": first_limit(steps("60", "10"), "steps[1]"),
    "steps after else": first_limit({"by": "fs", "steps": [{"else": True, "limit": {"abs": "2"}}] + steps("1")["steps"]}, "steps[1]"),
    "an interval of three": of_judged_at("round", {"to": "0.3"}, "round.to"),
    "a condition upside down": upside_down,
    "a half-width below zero": width_below_zero,
}
TEXTS = {
    "byte order mark": lambda t: "\ufeff" + t,
    "file breaks off": lambda t: t[:len(t) // 2],
    "a member twice": lambda t: t.replace('"schema":', '"schema": "x",\n "schema":', 1),
    "no file of JSON": lambda t: "<edition/>",
    "empty file": lambda t: "",
}


def check(qh, text):
    """Exit code and the findings as (line, path, wording)."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as f:
        f.write(text)
        f.flush()
        done = subprocess.run([qh, "regulation", "check", f.name], capture_output=True, text=True,
                              check=False)
        found = [line[len(f.name) + 1:] for line in done.stdout.splitlines()
                 if line.startswith(f.name + ":")]
    return done.returncode, found


def line_of(text, path):
    """The line on which the last name of a path stands, by a rough search."""
    return [i for i, line in enumerate(text.splitlines(), 1) if f'"{path}"' in line]


def spoil(qh, doc, name, way):
    bad = copy.deepcopy(doc)
    path = way(bad)
    if path is None:
        return None
    text = json.dumps(bad, ensure_ascii=False, indent=1)
    code, found = check(qh, text)
    if code != 2:
        return f"{name}: exit code {code}"
    lines = [f for f in found if f.split(" ", 1)[1].startswith((path + ": ") if path else "")]
    if not lines:
        return f"{name}: {path} is not named in {found[:3]}"
    if "|" not in lines[0] or not any(ord(c) > 0x3000 for c in lines[0]):
        return f"{name}: not in both languages: {lines[0]}"
    last = path.rsplit(".", 1)[-1].split("[")[0]
    number = int(lines[0].split(":", 1)[0])
    if last and path.endswith(last) and name.startswith(("misspelled", "unknown section")) and \
            number not in line_of(text, last):
        return f"{name}: line {number} of {path}"
    return ""


def edition(qh, path, schema):
    text = path.read_text(encoding="utf-8")
    doc = json.loads(text)
    code, found = check(qh, text)
    yield f"{path.stem}: is good", [] if code == 0 else found
    yield f"{path.stem}: fits the schema", [e.message[:200] for e in schema.iter_errors(doc)]
    told = {name: spoil(qh, doc, name, way) for name, way in WAYS.items()}
    wrong = [t for t in told.values() if t]
    applied = sum(t is not None for t in told.values())
    if applied < LEAST:
        wrong.append(f"only {applied} ways fit")
    for name, way in TEXTS.items():
        code, found = check(qh, way(text))
        if code != 2 or not found or not found[0].split(":", 1)[0].isdigit():
            wrong.append(f"{name}: {code} {found[:1]}")
    yield f"{path.stem}: {applied + len(TEXTS)} ways to spoil it", wrong


def structural(doc, schema):
    """What the schema alone must refuse."""
    for name in ("unknown section", "months as text", "confidence above 1", "misspelled limit",
                 "unknown kind of test", "condition with a third gate", "no Chinese title"):
        bad = copy.deepcopy(doc)
        if WAYS[name](bad) is not None and not list(schema.iter_errors(bad)):
            yield f"the schema takes: {name}"


def places(node, path=()):
    """The path of every node below the top."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        yield path + (key,)
        yield from places(value, path + (key,))


def replaced(doc, path, value):
    out = copy.deepcopy(doc)
    node = out
    for key in path[:-1]:
        node = node[key]
    if value is None:
        del node[path[-1]]
    else:
        node[path[-1]] = value[0]
    return out


def every_node(qh):
    """Each member away, or a number, a word, null, a list, an object in its place: taken, or
    refused with line, path and reason; never a crash."""
    doc = json.loads((ROOT / "docs/examples/stopwatch.json").read_text(encoding="utf-8"))
    wrong, refused = [], 0
    ways = [None, [7], ["x"], [None], [[]], [{}]]
    for number, path in enumerate(places(doc)):
        value = ways[number % len(ways)]
        other = ways[(number + 3) % len(ways)]
        for one in (value, other):
            text = json.dumps(replaced(doc, path, one), ensure_ascii=False, indent=1)
            with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as f:
                f.write(text)
                f.flush()
                run = subprocess.run([qh, "regulation", "check", f.name], capture_output=True, text=True, check=False)
            lines = run.stdout.splitlines()
            bad = [x for x in lines if not re.match(re.escape(f.name) + r":\d+: \S.*: .+ \| .+", x)]
            refused += run.returncode == 2
            if run.returncode not in (0, 2) or run.returncode == 2 and (bad or not lines):
                wrong.append(f"{path} {one}: {run.returncode} {bad[:1]}")
    yield f"stopwatch: {refused} nodes spoiled are refused where they stand", wrong if refused > 100 else ["too few", *wrong]


def cases(qh, only):
    if not only:
        yield from every_node(qh)
    text = subprocess.run([qh, "regulation", "schema"], capture_output=True, text=True,
                          check=True).stdout
    stored = (ROOT / "docs/regulation.schema.json").read_text(encoding="utf-8")
    yield "docs/regulation.schema.json is that of the tables", [] if text == stored else [
        "run: build/qh regulation schema > docs/regulation.schema.json"]
    schema = jsonschema.Draft202012Validator(json.loads(text))
    folder = ROOT / "data/regulations"
    for path in sorted(Path(folder).glob("*.json")):
        if only and path.stem not in only:
            continue
        yield from edition(qh, path, schema)
        yield f"{path.stem}: the schema refuses", list(
            structural(json.loads(path.read_text(encoding="utf-8")), schema))
