"""budgets.py - a calibration certificate can be issued from every edition.

Each output that can be calibrated has an uncertainty budget (source, limit, distribution,
sensitivity, degrees of freedom) and the smallest uncertainty that the laboratory may claim,
each number with its evidence.  Then every record of tests/vectors/records is judged as a
calibration: each budget of a test that was done comes out, and none is below the smallest."""
import copy
import json
from decimal import Decimal

from records import ROOT, VECTORS, Engine, entries_of, evaluated_alike, load

# What is measured and has no budget of its own, with the reason.  Kinds: what a checklist,
# a spread (stat), a pair and a course tell is a property that is judged, no value with a U;
# a mean of readings is one.
SPREADS = {"checklist", "paired", "series"}
PART = "goes into another value, is not stated by itself"
EXEMPT = {
    ("jjg-1036-2008", "eccentricity"): "a source of the budget of indication",
    ("jjg-1036-2022", "eccentricity"): "a source of the budget of indication",
    ("jjg-119-2018", "input_current.I"): "one-sided, an order of magnitude below the limit",
    ("jjg-130-2011", "indication"): "the correction with the other sign, which has one",
    ("jjg-196-2006", "any_two.spread"): "difference of two capacities, each of which has one",
    ("jjg-196-2006", "outflow"): "seconds on a stopwatch, a range of many seconds",
    ("jjg-21-2008", "force"): "a range of 5 N, judged only",
    ("jjg-376-2007", "temp_coef.alpha15"): PART,
    ("jjg-376-2007", "temp_coef.alpha35"): PART,
    ("jjg-693-2011", "response"): "seconds on a stopwatch, one-sided",
    ("jjg-693-2011", "insulation"): "one-sided, an order of magnitude",
    ("jjg-694-2009", "resolution.ratio"): "ratio of two readings of one trace, one-sided",
    ("jjg-694-2009", "curve.slope"): PART,
    ("jjg-694-2009", "curve.intercept"): PART,
    ("jjg-694-2009", "curve.r"): PART,
    ("jjg-99-2022", "mass.d_mean"): PART,
    ("jjg-99-2022", "mass.U_stated"): "is an uncertainty",
}
# cg-18 budgets errors of indication; the others are sources of these or judged only
WEIGHBRIDGE = {"weighing"}
EVIDENCE = ("source", "confidence", "confirmed")


def outputs_of(edition):
    """(test, output or None) of everything that could be calibrated."""
    bridge = edition["regulation"]["procedure"] == "weighbridge"
    for test in edition["tests"]:
        kind = test["kind"]
        if bridge:
            if test["id"] in WEIGHBRIDGE:
                yield test["id"], None
        elif kind == "point_error" or (kind == "stat" and test["inner"] == "mean"):
            yield test["id"], None
        elif kind not in SPREADS and kind != "stat":
            for output in test["outputs"]:
                yield test["id"], output["name"]


def lacks_evidence(node, above=()):
    return [m for m in EVIDENCE if m not in node and m not in above]


def template_wrong(budget):
    cmc = budget.get("cmc") or {}
    wrong = []
    if not cmc.get("expr"):
        wrong.append("no smallest uncertainty")
    if lacks_evidence(cmc):
        wrong.append(f"cmc without {lacks_evidence(cmc)}")
    for source in budget["sources"]:
        known = [m for m in ("readings", "sd", "half_width", "expanded", "u") if source.get(m)]
        if not known:
            wrong.append(f"source {source['id']}: nothing is known of it")
        if lacks_evidence(source, budget):
            wrong.append(f"source {source['id']} without {lacks_evidence(source, budget)}")
        if "half_width" in source and "distribution" not in source:
            wrong.append(f"source {source['id']} without distribution")
    return [f"budget {budget['id']}: {line}" for line in wrong]


def template_cases(name, edition):
    budgets = {(b["test"], b.get("output")) for b in edition.get("budgets", [])}
    wrong = []
    for test, output in outputs_of(edition):
        exempt = (name, test + (f".{output}" if output else "")) in EXEMPT
        if ((test, output) in budgets) == exempt:
            wrong.append(f"{test} {output or ''}: " +
                         ("is exempt, and has a budget" if exempt else "no budget"))
    for budget in edition.get("budgets", []):
        wrong += template_wrong(budget)
    return wrong


# ---- records as calibrations ----

GOOD = {"u": "0.0001", "k": "2", "mpe": "0.0001"}


def as_calibration(record):
    given = copy.deepcopy(record["input"])
    given["kind"] = "calibration"
    given["standards"] = [{**GOOD, **s} for s in given.get("standards", [])]
    return given


def stated(engine, edition, record):
    """The budgets of a record judged as a calibration, and the tests that were done."""
    case = {"data": {}}
    if "vector" in record:
        doc = load(VECTORS / f"{record['vector']}.json")
        case = next(c for c in doc["cases"] if c["id"] == record["case"])
    given = as_calibration(record)
    plan = engine.ask(call="plan", edition=edition, input=given)["plan"]
    entries = entries_of(plan, record, case)
    for step in plan["steps"]:
        for row in step["rows"]:
            if step["test"] == "inputs" and row["key"] not in entries["rows"]:
                entries["rows"][row["key"]] = {"value": "0.001"}
    result = engine.ask(call="judge", edition=edition, input=given, entries=entries)["result"]
    done = {t["test"] for t in result["tests"] if t["values"]}
    return result, done


def record_wrong(engine, edition, record):
    result, done = stated(engine, edition, record)
    if "uncertainty" not in result:
        return [f"states no uncertainty: {result['verdict']} {result['reasons']} {result['missing'][:4]}"]
    budgets = [b for part in result["uncertainty"] for b in part["budgets"]]
    wrong = [f"{b['id']}: U {b['U']} below {b['cmc']}" for b in budgets
             if b["cmc"] is None or Decimal(b["U"]) < Decimal(b["cmc"])]
    names = {b["id"] for b in budgets}
    due = {b["id"] for b in edition["budgets"] if b["test"] in done and b["test"] not in
           {t["id"] for t in edition["tests"] if t.get("applies_if")}}
    return wrong + [f"{name}: no budget came out" for name in sorted(due - names)]


def record_cases(driver, only):
    engine = Engine(driver)
    for path in sorted((VECTORS / "records").glob("*.json")):
        if only and path.stem not in only:
            continue
        doc = load(path)
        edition = load(ROOT / f"data/regulations/{doc['edition']}.json")
        for record in (r for r in doc["records"] if not r["id"].startswith("a standard")):
            yield f"{path.stem} as a calibration: {record['id']}", record_wrong(engine, edition, record)
    engine.close()


def spoiled_cases():
    """The check itself finds what is taken away."""
    edition = json.loads((ROOT / "data/regulations/jjg-694-2009.json").read_text(encoding="utf-8"))
    bare = {**edition, "budgets": edition["budgets"][1:]}
    yield "budgets: one that is missing is found", [] if template_cases("jjg-694-2009", bare) else ["not found"]
    silent = copy.deepcopy(edition)
    silent["budgets"][0]["cmc"]["expr"] = None
    yield "budgets: a smallest uncertainty left out is found", [] if template_cases("jjg-694-2009", silent) else ["not found"]


# ---- the laboratory's own smallest uncertainty ----

BAD_CLAIMS = [
    ({"budget": "none", "base": "1"}, "claims[0].budget"), ({"budget": "indication"}, "claims[0].base"),
    ({"budget": "indication", "base": "-1"}, "claims[0].base"), ({"budget": "indication", "base": "x"}, "claims[0].base"),
    ({"budget": "indication", "base": "0", "rate": "0"}, "claims[0].base"),
    ({"budget": "indication", "base": "1", "rate": "-1"}, "claims[0].rate"),
    ({"budget": "indication", "base": "1", "of": "nobody"}, "claims[0].of"),
    ({"budget": "indication", "base": "1", "from": "9", "to": "3"}, "claims[0].to"), ("0.1", "claims[0]"),
]


class Claimed:
    """The record of JJG 119 as a calibration, with claims."""

    def __init__(self, driver):
        self.engine = Engine(driver)
        self.edition = load(ROOT / "data/regulations/jjg-119-2018.json")
        doc = load(VECTORS / "records/jjg-119-2018.json")
        self.record = copy.deepcopy(next(r for r in doc["records"] if r["input"]["kind"] == "calibration"))
        vector = load(VECTORS / f"{self.record['vector']}.json")
        self.case = next(c for c in vector["cases"] if c["id"] == self.record["case"])

    def reply(self, claims):
        given = {**self.record["input"], "claims": claims}
        plan = self.engine.ask(call="plan", edition=self.edition, input=given)["plan"]
        return self.engine.ask(call="judge", edition=self.edition, input=given, cases=True,
                               entries=entries_of(plan, self.record, self.case))

    def stated(self, claims):
        reply = self.reply(claims)
        wrong = evaluated_alike(self.engine, self.edition, reply)
        found = next(b for b in reply["result"]["uncertainty"][0]["budgets"] if b["id"] == "indication")
        return (found["U"], found["cmc"], found["cmc_of"], found["cmc_applies"]), wrong


def claim_cases(driver):
    c = Claimed(driver)
    wants = [
        ("none", [], ("0.013", "0.005", "edition", False)),
        ("below the edition's: nothing changes", [{"budget": "indication", "base": "0.0001"}], ("0.013", "0.005", "edition", False)),
        ("above U: U is raised", [{"budget": "indication", "base": "0.05"}], ("0.050", "0.05", "laboratory", True)),
        ("by the point, rounded up", [{"budget": "indication", "base": "0.01", "rate": "0.0011"}], ("0.015", "0.0144", "laboratory", True)),
        ("the greatest counts", [{"budget": "indication", "base": "0.02"}, {"budget": "indication", "base": "0.03"},
                                 {"budget": "unit_error", "base": "9"}], ("0.030", "0.03", "laboratory", True)),
        ("outside its range it says nothing", [{"budget": "indication", "base": "0.05", "from": "7", "to": "14"}], ("0.013", "0.005", "edition", False)),
        ("the border belongs to the range", [{"budget": "indication", "base": "0.05", "to": "4.003"}], ("0.050", "0.05", "laboratory", True)),
        ("of another name", [{"budget": "indication", "base": "0.05", "of": "d", "from": "1"}], ("0.013", "0.005", "edition", False)),
    ]
    for what, claims, want in wants:
        got, wrong = c.stated(claims)
        yield f"smallest uncertainty of the laboratory: {what}", wrong + ([] if got == want else [f"{got}, not {want}"])
    wrong = []
    for claim, place in BAD_CLAIMS:
        try:
            c.reply([claim])
            wrong.append(f"{claim} is taken")
        except ValueError as error:
            if "budget.claims" not in str(error) or f'"{place}"' not in str(error):
                wrong.append(f"{claim}: {error}")
    yield "smallest uncertainty of the laboratory: malformed ones are located", wrong
    c.engine.close()


def cases(driver, only):
    for path in sorted((ROOT / "data/regulations").glob("*.json")):
        if not only or path.stem in only:
            yield f"{path.stem}: budgets", template_cases(path.stem, load(path))
    yield from record_cases(driver, only)
    if not only:
        yield from spoiled_cases()
        yield from claim_cases(driver)
