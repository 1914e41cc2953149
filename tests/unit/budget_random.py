#!/usr/bin/env python3
"""Random budgets and decisions through `qh evaluate`, against Python's decimal.

Usage: budget_random.py QH [CASES [SEED]]

Three groups: templates of an edition ("budgets"), the service budget with coverage, and
decision rules. The reference has 70 digits and its own normal and t distribution
(distributions.py). The seed is fixed, so a failure repeats.
"""
import decimal
import json
import random
import subprocess
import sys
import tempfile
from decimal import Decimal as D

from distributions import CONTEXT, erfc_half, is_factor, round_up, round_up_to

SEED = 20250311
DIVISORS = {"rect": CONTEXT.sqrt(D(3)), "tri": CONTEXT.sqrt(D(6)), "arcsin": CONTEXT.sqrt(D(2)), "normal3": D(3)}
P = ["0.9545", "0.95", "0.99", "0.6827"]


def close(got, want, digits=11):
    """The engine shows 12 significant digits, 7 below 1E-6."""
    got = D(got)
    if want and abs(want) < D("1e-6"):
        digits = 6
    return abs(got - want) <= abs(want) * D(1).scaleb(-digits) if want else got == 0


def sd(x):
    m = sum(x) / len(x)
    return (sum((a - m) ** 2 for a in x) / (len(x) - 1)).sqrt()


def text(r, low, high, decimals):
    return str(D(r.randint(int(low * 10**decimals), int(high * 10**decimals))).scaleb(-decimals))


# ---------- what a budget comes to ----------

def combined(parts):
    """parts: (contribution, nu or None) -> uc, nu_eff or None"""
    uc = sum((u * u for u, _ in parts), D(0)).sqrt()
    low = sum(((u / uc) ** 4 / nu for u, nu in parts if nu is not None and u), D(0)) if uc else D(0)
    return uc, max(1 / low, D(1)) if low else None


def wrong_factor(got, parts, coverage):
    uc, nu = combined(parts)
    bad = []
    if not close(got["uc"], uc):
        bad.append(f"uc {got['uc']}, not {uc}")
    if (got["nu_eff"] is None) != (nu is None) or nu is not None and not close(got["nu_eff"], nu):
        bad.append(f"nu_eff {got['nu_eff']}, not {nu}")
    used = "inf" if nu is None else nu if coverage.get("nu") == "continuous" else nu.to_integral_value(decimal.ROUND_FLOOR)
    if not is_factor(D(got["k"]), D(coverage["p"]), used, 11):
        bad.append(f"k {got['k']} at {used}")
    if not close(got["U_raw"], uc * D(got["k"])):
        bad.append(f"U_raw {got['U_raw']}")
    return bad


def wrong_rounding(got, floor, to=None):
    """U never below what it is rounded from, nor a whole step above it."""
    raw, u = max(D(got["U_raw"]), floor), D(got["U"])
    if raw == 0:
        return [] if u == 0 else [f"U {u} of nothing"]
    step = D(to) if to else D(1).scaleb(raw.adjusted() - 1)
    if raw * (1 - D("1e-6" if raw < D("1e-6") else "1e-11")) <= u < raw * (1 + D("1e-11")) + step:
        return []
    return [f"U {u} of {raw}: {round_up_to(raw, D(to)) if to else round_up(raw, 2)}"]


# ---------- templates ----------

def source(r, i, standards):
    """A source of a template, and what it contributes at a point -> (u, nu)."""
    s = {"id": f"s{i}", "type": "B"}
    c = D(r.choice(["1", "-1", "0.5", "2"]))
    if c != 1 or r.random() < 0.3:
        s["sensitivity"] = str(c)
    kind = r.choice(["own", "other", "sd", "width", "standard", "plain", "certificate"])
    nu = None
    if kind == "own":
        s.update(type="A", readings="x")
        if r.random() < 0.5:
            s["n_used"] = r.choice(["1", "count", "2"])

        def u(x, p, rep):
            return sd(x) / D({"count": len(x)}.get(s.get("n_used", "count"), s.get("n_used", "1"))).sqrt(), D(len(x) - 1)
    elif kind == "other":
        s.update(type="A", readings={"test": "rep"}, n_used="1")

        def u(x, p, rep):
            best = max(rep, key=sd)
            return sd(best), D(len(best) - 1)
    elif kind == "sd":
        a, n = text(r, 0, 2, 3), r.randint(2, 12)
        s.update(type="A", sd=f"{a}*w", n=str(n), n_used="1")

        def u(x, p, rep):
            return D(a) * D("0.5"), D(n - 1)
    else:
        if r.random() < 0.3:
            s["rel_u"] = r.choice(["0.25", "0.1", "0.5"])
            nu = 1 / (2 * D(s["rel_u"]) ** 2)
        elif r.random() < 0.3:
            s["dof"] = r.choice(["4", "12.5", "50"])
            nu = D(s["dof"])
        a = text(r, 0, 2, 3)
        if kind == "width":
            s["distribution"] = r.choice(list(DIVISORS))
            s["half_width"] = f"{a}*p/10"

            def u(x, p, rep):
                return D(a) * p / 10 / DIVISORS[s["distribution"]], nu
        elif kind == "standard":
            st = r.choice(standards)
            s.update(standard=st["id"], expanded="std_u", k="std_k")

            def u(x, p, rep):
                return D(st["U"]) / D(st["k"]), nu
        elif kind == "certificate":
            s.update(expanded=a, k="3")

            def u(x, p, rep):
                return D(a) / 3, nu
        else:
            s["u"] = f"sqrt({a})"

            def u(x, p, rep):
                return D(a).sqrt(), nu
    if r.random() < 0.15:
        s["when"] = "w - w"
        return s, None
    return s, lambda *at: (u(*at)[0] * abs(c), u(*at)[1])


def readings(r, n):
    return [text(r, 9, 11, 3) for _ in range(n)]


def template(r):
    standards = [{"id": f"st{i}", "U": text(r, 0, 1, 3), "k": r.choice(["2", "3", "1.96"])} for i in range(2)]
    made = [source(r, i, standards) for i in range(r.randint(1, 7))]
    coverage = {"p": r.choice(P), "nu": r.choice(["continuous", "truncated"])}
    t = {"id": "t", "test": "t", "coverage": coverage, "sources": [s for s, _ in made]}
    cmc = r.choice([None, text(r, 0, 3, 2)])
    if cmc:
        t["cmc"] = {"expr": cmc}
    if r.random() < 0.3:
        t["round"] = {"to": r.choice(["0.01", "0.05", "0.2"])}
    doc = {"schema": "metro-vector/1", "regulation": {"code": "R", "kind": "calibration", "grades": []},
           "vars": {"w": "0.5"}, "budgets": [t],
           "tests": [{"id": "t", "kind": "point_error", "agg": "mean", "form": "x-r"},
                     {"id": "rep", "kind": "stat", "inner": "sd", "outer": "max"}]}
    points = [{"p": text(r, 1, 20, 1), "x": readings(r, r.randint(2, 6))} for _ in range(r.randint(1, 3))]
    rep = [{"g": i, "x": readings(r, r.randint(2, 8))} for i in range(r.randint(1, 3))]
    doc["cases"] = [{"id": "c", "standards": standards, "data": {"t": points, "rep": rep}}]
    return doc, made


def check_template(doc, made, result):
    if not any(f for _, f in made):  # an uncertainty of nothing is refused
        return [] if result["budgets_error"]["key"] == "budget.value" else [str(result)]
    t = doc["budgets"][0]
    points = doc["cases"][0]["data"]["t"]
    rep = [[D(v) for v in g["x"]] for g in doc["cases"][0]["data"]["rep"]]
    budgets = result.get("budgets", [])
    if len(budgets) != len(points):
        return [f"{len(budgets)} budgets of {len(points)}: {result.get('budgets_error')}"]
    bad = []
    for point, got in zip(points, budgets):
        x = [D(v) for v in point["x"]]
        parts = [f(x, D(point["p"]), rep) for _, f in made if f]
        bad += wrong_factor(got, parts, t["coverage"])
        floor = D(t["cmc"]["expr"]) if "cmc" in t else D(0)
        bad += wrong_rounding(got, floor, t.get("round", {}).get("to"))
        if got["cmc_applies"] != (floor > D(got["U_raw"])):
            bad.append(f"cmc {floor} against {got['U_raw']}")
        for line, (u, nu) in zip(got["sources"], parts):
            if not close(line["contribution"], u) or (line["nu"] is None) != (nu is None):
                bad.append(f"{line['id']}: {line['contribution']} {line['nu']}, not {u} {nu}")
        value = sum(x) / len(x) - D(point["p"])
        shown = D(got["value_rounded"])
        if abs(shown - value) > D(1).scaleb(D(got["U"]).as_tuple().exponent) / 2 * (1 + D("1e-9")) and D(got["U"]):
            bad.append(f"{value} shown as {shown} with U {got['U']}")
    return bad


# ---------- the service, and decisions ----------

def service(r):
    parts, made = [], []
    for i in range(r.randint(1, 6)):
        c = {"name": f"n{i}"}
        nu = None
        if r.random() < 0.4:
            x = readings(r, r.randint(2, 10))
            c.update(type="A", x=x, n_used=str(r.randint(1, len(x))))
            u, nu = sd([D(v) for v in x]) / D(c["n_used"]).sqrt(), D(len(x) - 1)
        elif r.random() < 0.5:
            c.update(type="B", a=text(r, 0, 2, 3), dist=r.choice(list(DIVISORS)))
            u = D(c["a"]) / DIVISORS[c["dist"]]
        else:
            c.update(type="B", U=text(r, 0, 2, 3), k="2", nu="9")
            u, nu = D(c["U"]) / 2, D(9)
        made.append((u, nu))
        parts.append(c)
    return {"coverage": {"p": r.choice(P), "nu": r.choice(["continuous", "truncated"])}, "components": parts}, made


def service_doc(r):
    data, made = service(r)
    return {"schema": "metro-vector/1", "regulation": {"code": "R", "kind": "calibration", "grades": []},
            "tests": [{"id": "u", "kind": "budget"}], "cases": [{"id": "c", "data": {"u": data}}]}, made


def check_service(doc, made, result):
    got = result["tests"]["u"]
    return wrong_factor(got, made, doc["cases"][0]["data"]["u"]["coverage"]) + wrong_rounding(got, D(0))


LIMITS = {"abs": lambda e: (-e[0], e[0]), "le": lambda e: (None, e[0]), "ge": lambda e: (e[0], None),
          "between": lambda e: (min(e), max(e))}


def limit(r, depth=0):
    if depth < 2 and r.random() < 0.3:
        return {r.choice(["any", "all"]): [limit(r, depth + 1) for _ in range(r.randint(1, 3))]}
    kind = r.choice(list(LIMITS))
    e = sorted([text(r, 0, 3, 2), text(r, 0, 3, 2)], key=D)
    return {kind: e if kind == "between" else e[1]}


def decision_doc(r):
    d = {"rule": r.choice(["simple", "guard_band", "guard_band"]), "U": r.choice([text(r, 0, 2, 2), "0.1 + 0.01*p", "0"]),
         "k": r.choice(["2", "1.96", "3"]), "factor": r.choice(["1", "0.83", "0.5", "0"])}
    points = [{"p": text(r, 1, 20, 1), "x": [text(r, 0, 24, 2)]} for _ in range(5)]
    lim = limit(r)
    for p in points:
        p["x"] = [str(D(p["p"]) + D(text(r, -4, 4, 2)))]
    return {"schema": "metro-vector/1", "regulation": {"code": "R", "kind": "verification", "grades": []}, "decision": d,
            "tests": [{"id": "t", "kind": "point_error", "agg": "mean", "form": "x-r", "limit": lim}],
            "cases": [{"id": "c", "data": {"t": points}}]}, lim


def decide(lim, v, u, w):
    """-> zone 0 accept, 1 uncertain, 2 reject; risk; within the limits"""
    for name in ("any", "all"):
        if name in lim:
            zones, risks, inside = zip(*(decide(m, v, u, w) for m in lim[name]))
            if name == "any":
                return min(zones), min(risks), any(inside)
            return max(zones), min(sum(risks), D(1)), all(inside)
    kind, e = next(iter(lim.items()))
    low, high = LIMITS[kind]([D(a) for a in e] if kind == "between" else [D(e)])
    left = [a for a in (v - low if low is not None else None, high - v if high is not None else None) if a is not None]
    risk = sum(erfc_half(a / u) if u else D(a < 0) for a in left)
    risk = D(0) if risk < D("1e-4800") else risk  # normal.h: 0 beyond 150 standard deviations
    zone = 0 if min(left) >= w else 2 if -min(left) > w else 1
    return zone, min(risk, D(1)), min(left) >= 0


def check_decision(doc, lim, result):
    d = doc["decision"]
    bad = []
    for point, got in zip(doc["cases"][0]["data"]["t"], result["tests"]["t"]["points"]):
        big = D("0.1") + D("0.01") * D(point["p"]) if "p" in d["U"] else D(d["U"])
        w = big * D(d["factor"]) if d["rule"] == "guard_band" else D(0)
        zone, risk, inside = decide(lim, D(point["x"][0]) - D(point["p"]), big / D(d["k"]), w)
        good = inside if d["rule"] == "simple" else zone == 0
        if got["pass"] != good or got["zone"] != ("accept", "uncertain", "reject")[zone] or not close(got["risk"], risk, 10):
            bad.append(f"{point} {lim} {d}: {got}, not {good} {zone} {risk}")
    return bad


# ---------- running ----------

def evaluate(qh, docs):
    out = []
    with tempfile.TemporaryDirectory() as folder:
        for i, doc in enumerate(docs):
            path = f"{folder}/{i}.json"
            with open(path, "w", encoding="utf-8") as f:
                json.dump(doc, f)
            p = subprocess.run([qh, "evaluate", path], capture_output=True, text=True)
            answer = json.loads(p.stdout.split("\n")[0]) if p.stdout else {"error": p.stderr}
            out.append(answer)
    return out


def group(qh, r, n, make, check):
    made = [make(r) for _ in range(n)]
    bad = []
    for (doc, known), answer in zip(made, evaluate(qh, [d for d, _ in made])):
        bad += check(doc, known, answer["result"]) if "result" in answer else [f"{answer} {json.dumps(doc)}"]
    return bad


def main():
    decimal.setcontext(CONTEXT)
    qh = sys.argv[1]
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    r = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else SEED)
    checks = [("budgets by templates", group(qh, r, n, template, check_template)),
              ("the service budget with coverage", group(qh, r, n, service_doc, check_service)),
              ("decision rules, zones and risks", group(qh, r, n, decision_doc, check_decision))]
    for i, (name, bad) in enumerate(checks, 1):
        print(f"{'not ok' if bad else 'ok'} {i} - {name}: {n} documents")
        for b in bad[:5]:
            print(f"# {b}")
    print(f"1..{len(checks)}")
    sys.exit(1 if any(bad for _, bad in checks) else 0)


if __name__ == "__main__":
    main()
