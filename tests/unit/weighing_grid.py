"""weighing_grid.py - weighing records at every border, against weighing_oracle.py.

usage: weighing_grid.py DRIVER [--every N] [--compare DRIVER2]   judges the grid and checks traces, prints TAP
       weighing_grid.py --lines [--every N]                       the documents, one a line

A document is {"name", "input", "entries", "want": "result"}, as weighbridge_driver reads it;
each result, question and verdict must be that of the oracle.  Loads lie at and around the
edges of the limits (500 e, 2000 e, the ends of partial ranges), errors at the limit and
0.1 e beside it, zero errors at 0.25 e, spreads at 0.2 e, 0.3 e and the limit, substitutes at
1 e; on instruments with whole weights, with substitutes at 1/2, 1/3 and 1/5 Max and just
below, of several kinds of verification, with partial ranges, several ranges, pairs of
supports, rolling loads, service mode and printers."""
import json
import os
import subprocess
import sys
from fractions import Fraction as F

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
sys.path[:0] = [os.path.join(HERE, "..", "vectors"), os.path.join(HERE, "..")]
import trace_check  # noqa: E402
from weighing_oracle import Oracle, Ranges  # noqa: E402

EDITION = json.load(open(os.path.join(ROOT, "data", "regulations", "jjg-539-2016.json"), encoding="utf-8"))
KIT = {10: [(10, 10), (1, 24)], 20: [(20, 10), (2, 24)], 50: [(25, 4), (20, 20), (5, 24)]}


def text(v):
    """A fraction as plain decimal text."""
    v = F(v)
    sign, v = ("-", -v) if v < 0 else ("", v)
    whole, rest = divmod(v.numerator, v.denominator)
    digits = ""
    while rest and len(digits) < 30:
        digit, rest = divmod(rest * 10, v.denominator)
        digits += str(digit)
    return sign + str(whole) + ("." + digits if digits else "")


def items(turn):
    """What is looked at: (test, key, form, applies) of the edition, before or after the loads."""
    out, after = [], False
    for t in EDITION["tests"]:
        after = after or t["id"] == "weighing"
        if t.get("plan") in ("items", "inputs") and after == (turn == "after"):
            form = "item" if t["plan"] == "items" else "value"
            asked = t.get("applies_if", {}).get("of")
            if asked == "creep":  # nobody asks for it here; tests/unit/weighbridge_value_test.c does
                continue
            service = asked == "service"
            for i in t.get("items", t.get("inputs", [])):
                out.append((t["id"], f"{t['row']}.{i['id']}", form, (lambda o: o.service is not None) if service else lambda o: True))
    return out


def instrument(top, e, tonnes, **more):
    weights = [{"class": "M1", "nominal": "1000", "count": tonnes}]
    for step in sorted({e} | {int(p["e"]) for p in more.get("parts", [])}):
        weights += [{"class": "M1", "nominal": str(n), "count": c} for n, c in KIT[step]]
    base = {"class": "III", "unit": "kg", "max": str(top * 1000), "min": str(20 * e), "e": str(e), "d": str(e), "supports": 8,
            "auto_zero": "on", "kind": "periodic", "weights": weights}
    return dict(base, **more)


TWO = [{"max": "30000", "e": "10"}, {"max": "60000", "e": "20"}]
INSTRUMENTS = [
    ("30 t whole", instrument(30, 10, 30)),
    ("40 t half", instrument(40, 20, 20, kind="initial", devices=2)),
    ("50 t: 0.8 Max is 2000 e", instrument(50, 20, 25)),
    ("60 t third", instrument(60, 20, 20, auto_zero="off")),
    ("60 t below a third", instrument(60, 20, 19, supports=6)),
    ("80 t quarter", instrument(80, 20, 20, kind="after_repair", supports=6)),
    ("100 t fifth", instrument(100, 50, 20)),
    ("100 t in service", instrument(100, 50, 20, kind="in_service_inspection")),
    ("100 t below a fifth", instrument(100, 50, 19)),
    ("120 t with 20 t", instrument(120, 50, 20)),
    ("150 t third", instrument(150, 50, 50, supports=10)),
    ("class IIII", dict(instrument(20, 20, 20), **{"class": "IIII", "min": "200", "supports": 4})),
    ("two intervals", instrument(60, 10, 20, structure="multi_interval", parts=TWO)),
    ("two ranges", instrument(60, 10, 30, structure="multiple_range", parts=TWO, supports=6)),
    ("pairs", instrument(60, 20, 20, eccentricity="pair")),
    ("pairs that the weights reach", instrument(80, 20, 25, eccentricity="pair")),
    ("rolling", instrument(60, 20, 20, eccentricity="rolling", rolling_load="40000", sections=2)),
    ("service mode", instrument(60, 20, 20, service_d="2", kind="initial")),
    ("n too low", instrument(20, 50, 20)),
    ("Min too low", instrument(60, 20, 20, min="200")),
    ("M3 too coarse", dict(instrument(60, 20, 20), weights=[{"class": "M3", "nominal": "1000", "count": 20},
                                                            {"class": "M1", "nominal": "20", "count": 10},
                                                            {"class": "M1", "nominal": "2", "count": 24}])),
    ("pieces of 10 e", dict(instrument(100, 50, 20), weights=[{"class": "M1", "nominal": "500", "count": 40},
                                                           {"class": "M1", "nominal": "20", "count": 20},
                                                           {"class": "M1", "nominal": "5", "count": 24}])),
    ("no such nominal value", dict(instrument(30, 10, 30), weights=[{"class": "M1", "nominal": "1500", "count": 20, "mpe": "0.075"},
                                                                    {"class": "M1", "nominal": "10", "count": 10},
                                                                    {"class": "M1", "nominal": "1", "count": 24}])),
]


def oracle_of(inp):
    if inp.get("structure") == "multiple_range":
        return Ranges(inp, items("before"), items("after"))
    return Oracle(inp, items("before") + items("after"))


class Record:
    """Faultless readings, to be changed."""

    def __init__(self, oracle):
        self.parts = getattr(oracle, "parts", None) if isinstance(oracle, Ranges) else [oracle]
        self.owner = {k: p for p in self.parts for k in p.rows}
        self.all = oracle.rows
        if not hasattr(oracle, "faultless"):
            oracle.faultless = {key: self.fill(self.owner[key], row) for key, row in oracle.rows.items()}
        self.rows = {key: dict(r) for key, r in oracle.faultless.items()}

    def read(self, o, load, p, i="i", dl="dl"):
        """Indication and small weights that give P at a load."""
        e = o.e_at(load)
        if o.direct:
            return {i: text(p)}
        shown = (p / e + F(1, 2)).__floor__() * e
        extra = shown + e / 2 - p
        if extra <= 0:
            shown, extra = shown + e, extra + e
        return {i: text(shown), dl: text(extra)}

    def fill(self, o, row):
        if row.form == "item":
            return {"result": "pass"}
        if row.form == "value":
            return {"value": "20"}
        if row.form == "discrimination":
            d = o.e_at(row.load) if len(o.parts) > 1 else o.d
            return {"i": text(row.load), "i1": text(row.load - d), "i2": text(row.load + d)}
        if row.form == "displays":
            return {"i": text(row.load), "i_other": text(row.load)}
        out = self.read(o, row.load, row.load)
        if row.form == "eccentric":
            out.update(self.read(o, row.e0_load, row.e0_load, "e0_i", "e0_dl"))
        if row.form == "substitute":
            out["back_i"] = text(row.load - o.stage_mass)
        return out

    def shift(self, key, by, placed=None):
        """P is `by` beside the load; the load is `placed` instead of the planned weights."""
        o, row = self.owner[key], self.all[key]
        load = row.load if placed is None else row.load - row.placed + placed
        self.rows[key].update(self.read(o, load, load + by))
        if placed is not None:
            self.rows[key]["placed"] = text(placed)

    def confirm(self):
        for key, r in self.rows.items():
            if self.all[key].form not in ("item", "value"):
                r["confirmed"] = ["dl_not_multiple", "not_multiple_of_d", "far_load", "error_large", "placed"]
        return self

    def limit(self, key):
        o, row = self.owner[key], self.all[key]
        return o.e / 4 if row.test in ("zero", "tare") else o.mpe(row.load)


def edges_of(o):
    """Rows of the weighing whose load is where the limit changes."""
    found = []
    for key, row in o.rows.items():
        if row.test == "weighing" and row.form == "load" and row.placed > o.e:
            if o.mpe(row.load) != o.mpe(row.load + o.e / 10) and row.load < o.max:
                found.append(key)
    return found


def at_edges(oracle):
    """Loads at an edge and 0.1 e beside it, errors at both limits and 0.1 e beside them."""
    first = Record(oracle).parts
    for side in (-1, 0, 1):
        for sign in (1, -1):
            for step in (-1, 0, 1):
                for band in (0, 1):
                    for zero in (0, F(1, 5)):
                        r = Record(oracle)
                        for o in first:
                            for key in [k for k in o.rows if k.endswith("zero.1")]:
                                r.shift(key, zero * o.e)
                            for key in edges_of(o):
                                row = o.rows[key]
                                e = o.e_at(row.load)
                                limit = o.mpe(row.load + (o.e / 10 if band else 0))
                                r.shift(key, zero * o.e + sign * (limit + step * e / 10), row.placed + side * o.e / 10)
                        yield f"edge {side} {sign} {step} {band} {zero}", r.confirm()


def at_limits(oracle):
    """Every load at its limit and 0.1 e beside it."""
    for test in ("weighing", "eccentricity", "net", "zero", "tare"):
        for sign in (1, -1):
            for step in (-1, 0, 1):
                r = Record(oracle)
                keys = [k for k, row in r.all.items() if row.test == test and row.form in ("load", "eccentric")]
                for key in keys:
                    r.shift(key, sign * (r.limit(key) + step * r.owner[key].e_at(r.all[key].load) / 10))
                if keys:
                    yield f"{test} {sign} {step}", r.confirm()


def at_spreads(oracle):
    """Placements 0.1 e to 0.4 e apart, and around the limit."""
    r = Record(oracle)
    for test in ("gate", "repeatability"):
        keys = [k for k, row in r.all.items() if row.test == test]
        for tenths in (1, 2, F(5, 2), 3, F(7, 2), 4, 9, 10, 11, 14, 15, 16, 29, 30, 31):
            r = Record(oracle)
            for key in keys[-1:]:
                r.shift(key, tenths * r.owner[key].e_at(r.all[key].load) / 10)
            if keys:
                yield f"{test} {tenths}", r.confirm()
    r = Record(oracle)
    for key in [k for k, row in r.all.items() if row.test == "repeatability"]:
        r.shift(key, r.owner[key].e)
    yield "repeatability one e up", r.confirm()


def at_zero(oracle):
    """Zero and tare at 0.2, 0.25 and 0.3 e, asked back and confirmed; E0 of one position."""
    for part in (F(1, 5), F(1, 4), F(3, 10), -F(1, 4), -F(3, 10)):
        for key_end in ("zero.1", "tare.1"):
            for confirmed in (False, True):
                r = Record(oracle)
                for key in [k for k in r.all if k.endswith(key_end)]:
                    r.shift(key, part * r.owner[key].e)
                yield f"{key_end} {part} {confirmed}", r.confirm() if confirmed else r
    r = Record(oracle)
    key = next(k for k, row in r.all.items() if row.test == "eccentricity")
    o, row = r.owner[key], r.all[key]
    r.shift(key, r.limit(key) + o.e / 5)
    yield "eccentricity past the limit", r
    r.rows[key].update(r.read(o, row.e0_load, row.e0_load + o.e / 5, "e0_i", "e0_dl"))
    yield "eccentricity within it by its own E0", r


def at_substitutes(oracle):
    """Substitutes up to 1 e beside the weights and past it, at each stage; the first by tonnes."""
    subs = [k for k, row in Record(oracle).all.items() if row.form == "substitute"]
    for n, key in enumerate(subs):
        for tenths in (-11, -10, -9, 3, 10, 11):
            r = Record(oracle)
            r.shift(key, tenths * r.owner[key].e_at(r.all[key].load) / 10)
            yield f"{key} {tenths}", r.confirm()
        r = Record(oracle)
        r.rows[key]["back_i"] = text(F(r.rows[key]["back_i"]) + 3 * r.owner[key].e)
        yield f"{key} did not come back", r
    if subs:
        r = Record(oracle)
        r.shift(subs[0], r.owner[subs[0]].stage_mass)
        yield "a first substitute of twice the weights", r.confirm()
        r = Record(oracle)
        for n, key in enumerate(subs):
            r.shift(key, (-1) ** n * (n + 2) * r.owner[key].e_at(r.all[key].load) / 10)
        yield "every substitute is unmatched", r.confirm()


def at_readings(oracle):
    """Readings that cannot be, a load of half the weights, rows that are missing, a stop."""
    r = Record(oracle)
    keys = [k for k, row in r.all.items() if row.form in ("load", "eccentric", "displays", "discrimination")]
    for n, key in enumerate(keys[:: max(1, len(keys) // 12)]):
        r = Record(oracle)
        e = r.owner[key].e
        name, v = [("i", F(r.rows[key]["i"]) + e / 4), ("dl", F(0)), ("dl", 2 * e), ("i", F(r.rows[key]["i"]) + 6 * e)][n % 4]
        r.rows[key][name] = text(v)
        yield f"{key} {name}", r
        r = Record(oracle)
        del r.rows[key]
        yield f"without {key}", r
    for key in [k for k, row in r.all.items() if row.form == "displays"]:
        r = Record(oracle)
        r.rows[key]["i_other"] = text(r.all[key].load + r.owner[key].e)
        yield f"{key} differs", r
    for key in [k for k, row in r.all.items() if row.form == "discrimination"]:
        r = Record(oracle)
        r.rows[key]["i2"] = text(r.all[key].load)
        yield f"{key} does not move", r
    r = Record(oracle)
    for key in [k for k, row in r.all.items() if row.test == "gate"][:1]:
        r.shift(key, -r.all[key].load / 2)
    yield "another load at the gate", r
    for key in ("normal.restored", "visual.seal", "identity.serial"):
        if key in Record(oracle).rows:
            r = Record(oracle)
            r.rows[key]["result"] = "fail"
            yield f"{key} fails", r


def grid():
    for name, inp in INSTRUMENTS:
        oracle = oracle_of(inp)
        yield name, inp, oracle, "faultless", Record(oracle)
        for part in (at_edges, at_limits, at_spreads, at_zero, at_substitutes, at_readings):
            for what, record in part(oracle):
                yield name, inp, oracle, what, record


def documents():
    for name, inp, oracle, what, record in grid():
        yield {"name": f"{name}: {what}", "input": inp, "entries": {"rows": record.rows}, "want": "result"}, oracle


def asked_of(result):
    asked = {}
    for q in result["questions"]:
        asked.setdefault(q["row"], set()).add(q["question"])
    return asked


def compare(doc, oracle, answer):
    if "error" in answer:
        return [f"{doc['name']}: {answer}"]
    a, result, out = oracle.judge(doc["entries"]), answer["result"], []
    rows = {r["key"]: r for r in result["rows"]}
    if list(rows) != list(oracle.rows) and set(rows) != set(oracle.rows):
        return [f"{doc['name']}: rows {sorted(set(rows) ^ set(oracle.rows))}"]
    asked = asked_of(result)
    for key, row in oracle.rows.items():
        got = rows[key]
        if a.rows.get(key) not in (None, got["verdict"]):
            out.append(f"{key} {got['verdict']}, not {a.rows[key]}")
        if key in a.values and F(got["ec"]) != a.values[key]:
            out.append(f"{key} Ec {got['ec']}, not {text(a.values[key])}")
        if asked.get(key, set()) != a.asked.get(key, set()):
            out.append(f"{key} asks {asked.get(key)}, not {a.asked.get(key)}")
    if sorted(result["missing"]) != sorted(a.missing):
        out.append(f"missing {result['missing']}, not {a.missing}")
    if set(result["failed_tests"]) != a.failed:
        out.append(f"failed {result['failed_tests']}, not {sorted(a.failed)}")
    if result["verdict"] != a.verdict:
        out.append(f"{result['verdict']} {[r['key'] for r in result['reasons']]}, not {a.verdict} {sorted(a.reasons)}")
    return [f"{doc['name']}: {x}" for x in out]


def ask(driver, docs):
    lines = "\n".join(json.dumps(d, ensure_ascii=False) for d in docs) + "\n"
    return subprocess.run(driver.split(), input=lines, capture_output=True, text=True, check=True, cwd=ROOT).stdout.splitlines()


def wrong_traces(driver):
    """One faultless record of each instrument and one with substitutes beside the weights: does its trace work out?"""
    docs = []
    for name, inp in INSTRUMENTS:
        oracle = oracle_of(inp)
        for what, record in [("faultless", Record(oracle)), *list(at_substitutes(oracle))[:1]]:
            docs.append({"name": f"{name}: {what}", "input": inp, "entries": {"rows": record.rows}})
    found = [(doc, trace_check.check(json.loads(line)["trace"])) for doc, line in zip(docs, ask(driver, docs))]
    return [f"{doc['name']}: {wrong}" for doc, wrong in found if wrong]


def option(name, default):
    return sys.argv[sys.argv.index(name) + 1] if name in sys.argv else default


def main():
    pairs = list(documents())[:: int(option("--every", "1"))]
    docs = [d for d, _ in pairs]
    if sys.argv[1] == "--lines":
        for d in docs:
            print(json.dumps(d, ensure_ascii=False))
        return
    answers = ask(sys.argv[1], docs)
    wrong, verdicts = [], {}
    for (doc, oracle), line in zip(pairs, answers):
        answer = json.loads(line)
        wrong += compare(doc, oracle, answer)
        v = answer.get("result", {}).get("verdict")
        verdicts[v] = verdicts.get(v, 0) + 1
    lines = [(f"{len(docs)} records at the borders are judged as the oracle does: {verdicts}", wrong),
             ("the traces of every instrument work out again", wrong_traces(sys.argv[1])),
             ("every document has an answer", [] if len(answers) == len(docs) else [str(len(answers))]),
             ("every verdict occurs often", [] if all(20 * verdicts.get(v, 0) > len(docs) for v in ("pass", "fail", "incomplete")) else [str(verdicts)])]
    if option("--compare", ""):
        other = ask(option("--compare", ""), docs)
        lines.append(("another build answers byte for byte", [docs[i]["name"] for i, (x, y) in enumerate(zip(answers, other)) if x != y]))
    for n, (name, bad) in enumerate(lines, 1):
        print(f"{'not ok' if bad else 'ok'} {n} - {name}")
        for b in bad[:12]:
            print(f"# {b}")
    print(f"1..{len(lines)}")
    sys.exit(1 if any(bad for _, bad in lines) else 0)


if __name__ == "__main__":
    main()
