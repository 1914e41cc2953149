"""decisions.py - decision rules in records: by U of each value's own budget, or as the edition says.

The guard band takes away passes and never gives one; what cannot be decided on leaves the record incomplete;
the case that the procedure hands out is decided alike by `evaluate`, and its trace works out again."""
import copy
import json
import sys
from decimal import Decimal as D

from records import ROOT, Engine, entries_of, load

sys.path.append(str(ROOT / "tests"))
import trace_check  # noqa: E402


class Case:
    def __init__(self, engine, decision=None, edition=None):
        self.engine = engine
        self.edition = edition or load(ROOT / "docs/examples/stopwatch.json")
        self.record = copy.deepcopy(load(ROOT / "docs/examples/stopwatch-record.json")["records"][0])
        if decision:
            self.record["input"]["decision"] = decision

    def judge(self, shift="0"):
        """Interval 3 read `shift` seconds longer."""
        plan = self.engine.ask(call="plan", edition=self.edition, input=self.record["input"])["plan"]
        entries = entries_of(plan, self.record, {"data": {}})
        row = entries["rows"]["interval.3"]
        row.update({k: str(D(v) + D(shift)) for k, v in row.items() if k[0] == "x"})
        return self.engine.ask(call="judge", edition=self.edition, input=self.record["input"], entries=entries, cases=True)

    def evaluated(self, reply):
        return self.engine.ask(call="evaluate", regulation=self.edition, cases=reply["cases"], trace=True)["cases"][0]


def value(reply, i=2):
    return next(t for t in reply["result"]["tests"] if t["test"] == "interval")["values"][i]


def both_agree(case, reply, conclusion):
    line = case.evaluated(reply)
    points, wrong = line["result"]["tests"]["interval"]["points"], trace_check.check(line["trace"])
    for i, point in enumerate(points):
        have = value(reply, i)
        if (point.get("zone"), point.get("risk"), "pass" if point["pass"] else "fail") != \
                (have.get("zone"), have.get("risk"), have["verdict"]):
            wrong.append(f"{point} {have}")
    if line["result"]["conclusion"] != conclusion:
        wrong.append(f"evaluate: {line['result']['conclusion']}")
    return wrong


def guard_band(engine):
    wrong = []
    limit = D(value(Case(engine).judge())["limit"])
    u = D(value(Case(engine, "guard_band").judge())["expanded_uncertainty"])
    for shift, zone, verdict in (("0", "accept", "pass"), (str(limit - u / 2 - D("0.213")), "uncertain", "fail"),
                                 (str(limit + 2 * u - D("0.213")), "reject", "fail")):
        shift = str(D(shift).quantize(D("0.01")))
        case = Case(engine, "guard_band")
        reply = case.judge(shift)
        have = value(reply)
        if (have["zone"], have["verdict"], reply["result"]["verdict"]) != (zone, verdict, verdict):
            wrong.append(f"{shift}: {have} {reply['result']['verdict']}")
        if reply["result"]["best_grade"] is not None:
            wrong.append("a best grade by a rule that knows only the declared one")
        simple = Case(engine, "simple").judge(shift)
        if value(simple)["verdict"] != ("fail" if zone == "reject" else "pass") or D(value(simple)["guard"]) or \
                value(simple)["risk"] != have["risk"]:
            wrong.append(f"{shift} simple: {value(simple)}")
        if "zone" in value(Case(engine).judge(shift)):
            wrong.append("a zone nobody asked for")
        wrong += both_agree(case, reply, "合格" if zone == "accept" else "不合格")
    return wrong


def undecided(engine):
    """A standard that states no uncertainty, and an edition without budgets that is asked for a rule."""
    case = Case(engine, "guard_band")
    del case.record["input"]["standards"][0]["u"]
    reply = case.judge()
    wrong = []
    if reply["result"]["verdict"] != "incomplete" or not any(r["key"] == "procedure.uncertainty" for r in reply["result"]["reasons"]):
        wrong.append(json.dumps(reply["result"])[:600])
    line = case.evaluated(reply)
    if line["result"]["conclusion"] != "未完成" or trace_check.check(line["trace"]):
        wrong.append(f"{line['result']} {trace_check.check(line['trace'])}")
    case = Case(engine, "often")
    try:
        wrong.append(f"{case.judge()['result']['verdict']}")
    except ValueError as error:
        wrong += [] if "procedure.decision" in str(error) else [str(error)]
    return wrong


def by_edition(engine):
    """U by an expression of the edition: no budget is needed, and the order may still ask for another rule."""
    edition = load(ROOT / "docs/examples/stopwatch.json")
    edition["decision"] = {"rule": "guard_band", "U": "0.05 + 0.0001*p", "clause": "7", "source": "made up", "confidence": "1",
                           "confirmed": None}
    wrong = []
    for shift, verdict in (("-0.2", "fail"), ("-0.4", "fail")):
        case = Case(engine, edition=edition)
        reply = case.judge(shift)
        row = value(reply)
        u = D("0.05") + D(row["name"]) / 10000
        if D(row["expanded_uncertainty"]) != u or row["zone"] != "uncertain" and D(row["limit"]) - abs(D(row["value"])) < u:
            wrong.append(f"{row}")
        # Repeatability has its own limit, which U of an interval is wider than: by this rule nothing passes it.
        if reply["result"]["verdict"] != verdict:
            wrong.append(f"{shift}: {reply['result']['verdict']}")
        wrong += both_agree(case, reply, "不合格")
    if Case(engine, "guard_band", edition).judge()["result"]["verdict"] != "pass":
        wrong.append("the order's rule by budgets does not go before the edition's")
    return wrong


def cases(driver):
    engine = Engine(driver)
    for what, rows in (("guard band by each value's own budget", guard_band), ("what cannot be decided on", undecided),
                       ("the rule of an edition", by_edition)):
        yield f"decision rules: {what}", rows(engine)
    engine.close()
