"""Random weighbridge records against an independent reckoning.

usage: weighbridge_random.py DRIVER [COUNT [SEED]]; prints TAP.

The loads, substitutes and zero errors are worked out here in Python's decimals from plan
and readings; the limits and verdicts of each test come from tests/vectors/ref_eval.py on
the edition's own tests.  Traces are checked by trace_check.py, and a trace with one number
changed must be found out."""
import copy
import csv
import json
import os
import random
import subprocess
import sys
from decimal import Decimal as D

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, ".."), os.path.join(HERE, "..", "vectors")]
import distributions  # noqa: E402
import ref_eval  # noqa: E402
import trace_check  # noqa: E402
import trace_random  # noqa: E402

EDITION = json.load(open(os.path.join(HERE, "..", "..", "data", "regulations", "jjg-539-2016.json"), encoding="utf-8"))
SEEN = set()  # rules and zones
TRACED = 80  # alterations, two of each trace
KINDS = ["initial", "periodic", "after_repair", "within_period", "in_service_inspection", "calibration"]


def text(v):
    v = D(v).normalize()
    return format(v, "f")


def instrument(r):
    top, e = r.choice([(100, 50), (60, 20), (80, 20), (40, 20), (50, 20), (100, 50), (120, 50), (30, 10), (20, 10)])
    tonnes = r.choice([12, 20, 20, 20, 25, 30, 40])
    weights = [{"class": r.choice(["M1", "M1", "M1", "M12", "M2"]), "nominal": "1000", "count": tonnes},
               {"class": "M1", "nominal": "20", "count": e // 2}, {"class": "M1", "nominal": text(D(e) / 10), "count": 24}]
    return {"class": "III", "unit": "kg", "max": str(top * 1000), "min": str(20 * e), "e": str(e), "d": str(e),
            "supports": r.choice([4, 6, 8, 10]), "auto_zero": r.choice(["on", "off", "absent", "out_of_range"]),
            "kind": r.choice(KINDS), "weights": weights, **({"decision": r.choice(["simple", "guard_band"])} if r.random() < 0.4 else {})}


class Record:
    """Readings for a plan, most of them good."""

    def __init__(self, plan, r):
        self.plan, self.r, self.e = plan, r, D(plan["e"])
        self.wild = r.random() < 0.3
        self.calm = not self.wild and r.random() < 0.5  # U stays small against the limits
        self.rows = {}
        for step in plan["steps"]:
            for row in step["rows"]:
                if r.random() < 0.004:
                    continue
                self.rows[row["key"]] = getattr(self, row["form"])(row)

    def load(self, row, size=None):
        limit = D(row["limit"] or self.e / 4)
        tenths = int(abs(limit) / self.e * 10 * (D("1.3") if self.wild else D("0.2") if self.calm else D("0.6"))) if size is None else size
        p = D(row["load"]) + self.e / 10 * self.r.randint(-tenths, tenths)
        return self.reading(p)

    def reading(self, p):
        i = (p / self.e).to_integral_value() * self.e
        dl = i + self.e / 2 - p
        if dl <= 0:
            i, dl = i + self.e, dl + self.e
        return {"i": text(i), "dl": text(dl)}

    def eccentric(self, row):
        zero = self.reading(D(row["e0_load"]) + self.e / 10 * self.r.randint(-2, 2))
        return dict(self.load(row), e0_i=zero["i"], e0_dl=zero["dl"])

    def substitute(self, row):
        back = D(self.plan["stage_mass"]) * (row["substitute_stages"] - 1)
        off = self.r.choice([0, 0, 1, -1, 2, 5, -10, 10, 11 if self.wild else 0])
        return dict(self.reading(D(row["load"]) + self.e / 10 * off), back_i=text(back))

    def discrimination(self, row):
        i = D(row["load"])
        step = self.e if self.r.random() < 0.97 else 0
        return {"i": text(i), "i1": text(i - self.e), "i2": text(i + step)}

    def displays(self, row):
        i = text(D(row["load"]))
        return {"i": i, "i_other": i}

    def item(self, row):
        return {"result": "fail" if self.r.random() < 0.01 else "pass"}

    def value(self, row):
        return {"value": str(self.r.randint(18, 24 if self.wild else 22))}


def expand(limit):
    if isinstance(limit, dict):
        if "use" in limit:
            return expand(EDITION["limits"][limit["use"]])
        return {k: expand(v) for k, v in limit.items()}
    return [expand(v) for v in limit] if isinstance(limit, list) else limit


def judge(test, data, env):
    """One test of the edition by the oracle."""
    t = dict(copy.deepcopy(test), limit=expand(test.get("limit")))
    return ref_eval.KIND[t["kind"]](t, data, env)


class Reckoning:
    def __init__(self, plan, rows, weights):
        self.plan, self.rows = plan, rows
        self.e = D(plan["e"])
        self.tests = {t["id"]: t for t in EDITION["tests"]}
        main = sum(D(w["nominal"]) * w["count"] for w in weights if D(w["nominal"]) > 10 * self.e)
        self.env = {"class": plan["class"], "Max": plan["max"], "e": plan["e"], "d": plan["d"], "half": "0.5",
                    "svc": "2" if plan["kind"] == "in_service_inspection" else "1", "std": main}
        self.env["svc_rep"] = self.env["svc"]
        self.values, self.verdicts = {}, {}
        self.stages = {}

    def p(self, reading, i="i", dl="dl"):
        return D(reading[i]) + self.e / 2 - D(reading[dl])

    def point(self, test, key, load, reading, e0):
        got = judge(self.tests[test], [{"p": text(load), "x": [reading["i"]], "dl": reading["dl"], "e0": e0,
                                        "load": min(load, D(self.plan["max"]))}], self.env)
        self.values[key] = D(got["points"][0]["value"])
        self.verdicts[key] = "pass" if got["points"][0]["pass"] else "fail"

    def true_load(self, row):
        if not row["substitute_stages"]:
            return D(row["placed"])
        value = self.stages.get(row["substitute_stages"])
        return None if value is None else D(row["placed"]) + value

    def run(self):
        errors = {}
        for step in self.plan["steps"]:
            test, before = step["test"], None
            for row in step["rows"]:
                reading = self.rows.get(row["key"])
                if reading is None or row["form"] in ("item", "value"):
                    before = None
                    continue
                if row["form"] == "discrimination":
                    i0, i2 = D(reading["i"]), D(reading["i2"])
                    self.verdicts[row["key"]] = "pass" if i2 == i0 + D(self.plan["d"]) else "fail"
                elif row["form"] == "substitute":
                    if before:
                        off = self.p(reading) - before[1]
                        self.stages[row["substitute_stages"]] = before[0] + off if abs(off) <= self.e else None
                elif test in ("gate", "repeatability"):
                    pass
                else:
                    load = self.true_load(row)
                    e0 = {"zero": D(0), "tare": D(0), "weighing": errors.get("zero"), "net": errors.get("tare")}.get(test)
                    if row["form"] == "eccentric":
                        e0 = self.p(reading, "e0_i", "e0_dl") - D(row["e0_load"])
                    if load is None or e0 is None:
                        before = None
                        continue
                    self.point(test, row["key"], load, reading, e0)
                    errors[test] = self.p(reading) - load
                    before = (load, self.p(reading))
            if test in ("gate", "repeatability"):
                self.spread(step)

    def spread(self, step):
        readings = [self.rows.get(r["key"]) for r in step["rows"]]
        if all(readings):
            load = min(D(x["i"]) for x in readings)
            got = judge(self.tests[step["test"]], [{"x": [x["i"]], "dl": x["dl"]} for x in readings],
                        dict(self.env, load=min(load, D(self.plan["max"]))))
            self.values[step["test"]] = D(got["value"])
            self.verdicts[step["test"]] = "fail" if got["pass"] is False else "pass"


def decide(result, reckoned, rule):
    """The zone and the risk of each error that has a budget; by the guard band the verdict too."""
    out = []
    stated = {b["row"]: b for b in result.get("uncertainty", [])}
    for row in result["rows"]:
        if ("zone" in row) != (rule is not None and row["key"] in stated and row["verdict"] in ("pass", "fail")):
            out.append(f"{row['key']}: a decision, or none: {row}")
        if "zone" not in row:
            continue
        u, limit, ec = D(row["expanded_uncertainty"]), D(row["limit"]), D(row["ec"])
        guard = u if rule == "guard_band" else D(0)
        left = limit - abs(ec)
        zone = "accept" if left >= guard else "reject" if -left > guard else "uncertain"
        su = u / D(stated[row["key"]]["k"])
        risk = distributions.erfc_half((limit - ec) / su) + distributions.erfc_half((limit + ec) / su)
        if (row["zone"], D(row["guard"]), u) != (zone, guard, D(stated[row["key"]]["U"])) or \
                abs(D(row["risk"]) - risk) > D("1e-9") + risk * D("1e-6"):
            out.append(f"{row['key']}: {row}, not {zone} {risk}")
        SEEN.add((rule, zone))
        if rule == "guard_band" and zone != "accept":
            reckoned.verdicts[row["key"]] = "fail"
    return out


def compare(answer, reckoned, rows, rule):
    result = answer["result"]
    out = decide(result, reckoned, rule)
    for row in result["rows"]:
        want = reckoned.verdicts.get(row["key"])
        if want and row["verdict"] != want:
            out.append(f"{row['key']}: {row['verdict']}, not {want}")
        if row["key"] in reckoned.values and D(row["ec"]) != reckoned.values[row["key"]]:
            out.append(f"{row['key']}: Ec {row['ec']}, not {reckoned.values[row['key']]}")
    for t in result["tests"]:
        if t["test"] in ("gate", "repeatability") and t["test"] in reckoned.values:
            if D(t["worst"]["value"]) != reckoned.values[t["test"]]:
                out.append(f"{t['test']}: spread {t['worst']['value']}, not {reckoned.values[t['test']]}")
            if (t["verdict"] == "pass") != (reckoned.verdicts[t["test"]] == "pass"):
                out.append(f"{t['test']}: {t['verdict']}")
    needed = [r["key"] for s in answer["plan"]["steps"] for r in s["rows"] if r["required"]]
    missing = [k for k in needed if k not in rows]
    if sorted(missing) != sorted(result["missing"]):
        out.append(f"missing {result['missing']}, not {missing}")
    any_fail = "fail" in [v for k, v in reckoned.verdicts.items() if k != "gate"]
    if result["verdict"] == "pass" and (missing or any_fail or reckoned.verdicts.get("gate") == "fail"):
        out.append("a pass that is none")
    if result["verdict"] == "fail" and not result["failed_tests"]:
        out.append("a fail without a failed test")
    if (result["document"] == "certificate") != (result["verdict"] == "pass" and answer["plan"]["kind"] in KINDS[:4]):
        out.append(f"document {result['document']} for {result['verdict']}")
    return out


def class_limits():
    """kg by (class, nominal in kg)"""
    out = {}
    with open(os.path.join(HERE, "..", "vectors", "weights_mpe.csv"), encoding="utf-8") as f:
        for row in csv.DictReader(f):
            for name, mg in row.items():
                if name.endswith("_mpe_mg") and mg:
                    cls = {"M1-2": "M12", "M2-3": "M23"}.get(name[:-7], name[:-7])
                    out[cls, D(row["nominal_mg"]) / 10**6] = D(mg) / 10**6
    return out


LIMITS = class_limits()
CLOSE = D("1e-10")


def near(got, want):
    return abs(D(got) - want) <= abs(want) * CLOSE + D("1e-30")


def tolerance(row, weights, stage, small):
    """Limits of the pieces on the receptor, of ten small weights for the change-over point
    and of all standard weights for each stage."""
    of = {D(w["nominal"]): w["class"] for w in weights}
    pieces = sum(LIMITS[of[D(p["nominal"])], D(p["nominal"])] * p["count"] for p in row["pieces"])
    return pieces + 10 * LIMITS[of[small], small] + stage * row["substitute_stages"]


def check_budgets(answer, reckoned, inp):
    """U and k of a calibration, worked out from the readings by EURAMET cg-18."""
    result, plan = answer["result"], answer["plan"]
    if plan["kind"] != "calibration" and "decision" not in inp:
        return ["a budget without a calibration"] if "uncertainty" in result else []
    rows = {r["key"]: r for s in plan["steps"] for r in s["rows"]}
    judged = {r["key"]: r for r in result["rows"] if r["p"] is not None}
    rep = [D(judged[k]["p"]) for k in rows if k.startswith("rep.") and k in judged]
    ecc = [k for k in rows if k.startswith("ecc.")]
    if any(k.startswith(("rep.", "ecc.")) and k not in judged for k in rows):
        return ["budgets without all readings"] if result["uncertainty"] else []
    step, e = D(plan["small_weight"]), D(plan["e"])
    mean = sum(rep) / len(rep)
    s2 = sum((p - mean) ** 2 for p in rep) / (len(rep) - 1)
    values = [D(judged[k]["ec"]) for k in ecc]
    slope = (max(values) - min(values)) / 2 / min(D(judged[k]["load"]) for k in ecc)
    main = [w for w in inp["weights"] if D(w["nominal"]) > 10 * e]
    stage = sum(LIMITS[w["class"], D(w["nominal"])] * w["count"] for w in main)
    stages = {i["stage"]: D(i["p"]) for i in result["substitution"]["stages"] if i["done"]}
    out = []
    for b in result["uncertainty"]:
        row, got = rows[b["row"]], judged[b["row"]]
        n, load = row["substitute_stages"], D(got["load"])
        tol = tolerance(row, inp["weights"], stage, step)
        square = 2 * (step / 2) ** 2 / 3 + s2 * (1 + 2 * n) + (slope * D(got["p"])) ** 2 / 3
        square += tol**2 / 3 + (D("0.1") * D("1.2") / 8000 * load + tol / 4) ** 2 / 3 + (tol / 3) ** 2 / 3
        for j in range(1, n + 1):
            square += 2 * (2 * (step / 2) ** 2 / 3 + (slope * stages[j]) ** 2 / 3)
        uc = square.sqrt()
        nu = uc**4 / ((s2 * (1 + 2 * n)) ** 2 / (len(rep) - 1)) if s2 else None
        if not near(b["uc"], uc) or (nu is None) != (b["nu_eff"] is None) or nu and not near(b["nu_eff"], nu):
            out.append(f"{b['row']}: uc {b['uc']} nu {b['nu_eff']}, not {uc} {nu}")
        if D(b["U"]) < max(D(b["U_raw"]), load / 10000) or D(b["value"]) != reckoned.values.get(b["row"]):
            out.append(f"{b['row']}: U {b['U']} or value {b['value']}")
    return out


def tampered(trace, r):
    """The trace with one digit changed of one number, wherever it stands."""
    t = copy.deepcopy(trace)
    node, key = r.choice([(n, k) for n, k in trace_random.places(t) if k != "seal"])
    old = str(node[key])
    m = r.choice(list(trace_random.NUMBER.finditer(old)))
    new = old[:m.start()] + str((int(m.group()[0]) + 1) % 10) + old[m.start() + 1:]
    node[key] = int(new) if isinstance(node[key], int) else new
    return t, f"{key} {old} -> {new}"


def ask(driver, lines):
    run = subprocess.run([driver], input="\n".join(json.dumps(x, ensure_ascii=False) for x in lines) + "\n",
                         capture_output=True, text=True, check=True)
    return [json.loads(x) for x in run.stdout.splitlines()]


def main():
    driver = os.path.abspath(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 120
    r = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    inputs = [instrument(r) for _ in range(count)]
    plans = ask(driver, [{"input": i} for i in inputs])
    known = [(i, p["plan"]) for i, p in zip(inputs, plans) if "plan" in p]
    records = [Record(plan, r).rows for _, plan in known]
    answers = ask(driver, [{"input": i, "entries": {"rows": rows}} for (i, _), rows in zip(known, records)])
    wrong, traces, missed, verdicts, worked_out, tried = [], [], [], {}, 0, 0
    budgets, stated = [], 0
    for (inp, plan), rows, answer in zip(known, records, answers):
        if "error" in answer:
            wrong.append(str(answer))
            continue
        reckoned = Reckoning(plan, rows, inp["weights"])
        reckoned.run()
        wrong += compare(answer, reckoned, rows, inp.get("decision"))
        budgets += check_budgets(answer, reckoned, inp)
        stated += len(answer["result"].get("uncertainty", []))
        verdicts[answer["result"]["verdict"]] = verdicts.get(answer["result"]["verdict"], 0) + 1
        if tried == TRACED:
            continue
        traces += trace_check.check(answer["trace"])
        for _ in range(2):
            tried += 1
            changed, what = tampered(answer["trace"], r)
            if trace_check.check(changed, sealed=False):
                worked_out += 1
            elif changed["seal"] == trace_check.seal_of(changed):
                missed.append(what)
    lines = [(f"{len(known)} records agree with the reckoning: {verdicts}", wrong),
             ("every step of their traces works out again", traces),
             (f"a changed number is found ({tried} tried, {worked_out} by working out)", missed),
             (f"{stated} budgets of calibrations agree", budgets if stated else ["none"]),
             ("zones of both decisions occur", [] if len(SEEN) >= 4 else [str(SEEN)]),
             ("every verdict occurs", [] if len(verdicts) == 3 else [str(verdicts)])]
    for n, (name, bad) in enumerate(lines, 1):
        print(f"{'not ok' if bad else 'ok'} {n} - {name}")
        for b in bad[:5]:
            print(f"# {b}")
    print(f"1..{len(lines)}")
    sys.exit(1 if any(bad for _, bad in lines) else 0)


if __name__ == "__main__":
    main()
