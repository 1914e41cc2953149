"""Random regulations and readings: `qh evaluate` against the oracle tests/vectors/ref_eval.py.

usage: rule_random.py QH [COUNT [SEED]]; prints TAP, one line for each kind of test.

The generator covers every kind, every form of limit, every function and operator of the
expression language, rounding both ways, grades and the best of them, missing, empty and
surplus readings, ties, ends of tables, numbers as texts, as numbers of JSON and with
exponents; COVERED lists what every run must have seen.  Where the oracle fails (division by
zero, outside a table), qh must answer with a located error or `incomplete`, never with a
verdict."""
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "vectors"))
import ref_eval  # noqa: E402
import results_oracle  # noqa: E402
from compare import differences  # noqa: E402

# Outputs that are called as something in the steps of a trace is.
TRACED = ["to", "value", "rounded", "rounded_", "limit", "upper", "share", "judged", "k", "n", "window", "error", "error1", "y1",
          "values", "worst", "guard", "u0", "U", "x", "xm", "r", "set", "m", "until", "date"]
GRADES = ["A", "B", "0.5", "1"]
SEEN = Counter()
FUNCTIONS = ["abs", "sqrt", "min", "max", "mean", "sd", "sum", "range", "rsd", "interp"]


def mark(*what):
    SEEN.update(what)
STATS = list(ref_eval.STAT)


# What must occur in every run; counted by mark().
COVERED = FUNCTIONS + ["^", "**", "fractional exponent", "table of one row", "end or row of a table",
                       "abs", "le", "ge", "between", "by", "steps", "lt", "le_key", "abs_key", "else", "any", "all", "of",
                       "never", "no limit", "map by a number", "round", "raw", "rounded", "tie", "typed zero with a sign",
                       "no readings in a row", "one reading", "number of JSON", "number with an exponent", "empty data",
                       "number of JSON with an exponent", "rounding a tie", "incomplete for a failure",
                       "result in a formula", "formula of results only", "result in a limit", "rect", "tri", "arcsin", "normal3", "component A", "component B", "component U"] + \
    [f"{part} {s}" for part in ("agg", "inner", "outer") for s in STATS + (["each"] if part != "inner" else [])] + \
    [f"form {f}" for f in ref_eval.FORM] + [f"pair {f}" for f in ("abs", "diff", "fid")] + \
    [f"verdict {m}" for m in ("declared", "best", "none")]


class Maker:
    """One document with its cases."""

    def __init__(self, seed):
        self.r = random.Random(seed)
        self.tables = {}
        for i in range(self.r.randint(0, 2)):
            keys = sorted(self.r.sample(range(-5, 40), self.r.randint(1, 5)))
            self.tables[f"tab{i}"] = {self.number(k, 1): self.reading() for k in keys}
            mark("table of one row") if len(keys) == 1 else None
        self.scalars = ["va", "vb", "fs"]
        self.lists = ["la", "lb"]

    def number(self, near=None, digits=None):
        r = self.r
        digits = r.choice([0, 0, 1, 2, 3]) if digits is None else digits
        v = r.randint(-30, 30) if near is None else near
        return f"{v + r.choice([0, 0, 1, -1]) * round(r.random(), 3):.{digits}f}"

    def typed(self, text):
        """A number as people and programs write it."""
        r = self.r
        way = r.random()
        if way < 0.85:
            return text
        if way < 0.89:
            mark("number of JSON")
            return float(text) if "." in text or "E" in text else int(text)
        if way < 0.92:
            mark("number of JSON with an exponent")
            return float(text) * r.choice([1e-7, 1e-5, 1e-4, 1e3, 1e16, 1e17])
        if way < 0.96:
            mark("number with an exponent")
            return f"{text}{r.choice(['e', 'E'])}{r.choice(['0', '+1', '-2', '3', '-9'])}" if "E" not in text else text
        return r.choice([f" {text}", f"{text} ", f"+{text.lstrip('-')}", f"{text}0" if "." in text else f"{text}.0"]) \
            if "E" not in text else text

    def positive(self):
        return self.r.choice(["1", "2", "0.5", "10", "100", "0.02", "3", "7.5", "1E-3"])

    def plain_reading(self):
        base = self.r.choice([0, 1, 10, 20, 100, 1000])
        return f"{base + self.r.uniform(-3, 3):.{self.r.randint(0, 4)}f}"

    def reading(self):
        return self.typed(self.plain_reading())

    def readings(self, least=1, most=7):
        r = self.r
        out = [self.reading() for _ in range(r.randint(least, most))]
        if r.random() < 0.1 and len(out) > 1:
            mark("tie")
            v = self.plain_reading()
            out[0], out[-1] = v, r.choice([v, v.lstrip("-"), f"-{v.lstrip('-')}"])
        if r.random() < 0.02:
            mark("typed zero with a sign")
            out[-1] = r.choice(["-0.0", "-0", "0.000"])
        if r.random() < 0.01:
            mark("no readings in a row")
            return []
        if r.random() < 0.01:
            mark("one reading")
            return out[:1]
        return out

    # ---- expressions ----

    def expr(self, names, depth=3):
        r = self.r
        kind = r.random()
        if depth == 0 or kind < 0.25:
            if names and r.random() < 0.65:
                return r.choice(names)
            return r.choice(["0", "1", "2", "0.5", "10", "3.25", "0.125", ".5"])
        if kind < 0.65:
            op = r.choice(["+", "-", "*", "/", " + ", " - ", " * "])
            return f"{self.expr(names, depth - 1)}{op}{self.expr(names, depth - 1)}"
        if kind < 0.72:
            return f"-{self.expr(names, depth - 1)}"
        if kind < 0.8:
            return f"({self.expr(names, depth - 1)})"
        if kind < 0.86:
            power = r.choice(['^', '**'])
            mark(power)
            if r.random() < 0.3:
                mark("fractional exponent")
                return f"(1+abs({self.expr(names, depth - 1)})){power}{r.choice(['0.5', '1.5', '-0.5', '0.25', '(1/3)', '-2.75', '0.1'])}"
            if r.random() < 0.3:  # Python's 0 ** -1 is an infinity, not an error: keep off
                return f"(1+{r.choice(self.scalars)}{power}2){power}{r.choice(['-1', '-2'])}"
            return f"({self.expr(names, depth - 1)}){power}{r.choice(['2', '3', '0', '(1+1)', '2^2'])}"
        name = r.choice(["abs", "sqrt", "min", "max", "list", "interp"])
        mark(name)
        if name == "abs":
            return f"abs({self.expr(names, depth - 1)})"
        if name == "sqrt":
            return f"sqrt(abs({self.expr(names, depth - 1)}))"
        if name in ("min", "max"):
            return f"{name}({', '.join(self.expr(names, depth - 1) for _ in range(r.randint(2, 4)))})"
        if name == "list":
            name = r.choice(["mean", "sd", "sum", "range", "rsd"])
            mark(name)
            return f"{name}({r.choice(self.lists)})"
        if self.tables:
            table = r.choice(list(self.tables))
            if r.random() < 0.6:
                mark("end or row of a table")
                return f"interp({table}, {self.row_of(table)})"
            return f"interp({table}, {self.expr(names, depth - 1)})"
        return r.choice(self.scalars)

    def row_of(self, table):
        keys = sorted(self.tables[table], key=float)
        key = self.r.choice([keys[0], keys[-1], self.r.choice(keys)])
        return f"({key})" if key.startswith("-") else key

    # ---- limits ----

    def limit(self, names, depth=2):
        out = self.some_limit(names, depth)
        if out is None or not out:
            mark("no limit")
            return self.r.choice([None, {}]) if depth < 2 else None
        mark(*[k for k in out if k not in ("map", "steps")])
        return out

    def some_limit(self, names, depth):
        r = self.r
        kind = r.random()
        if kind < 0.1:
            return None
        if depth and kind < 0.25:
            if r.random() < 0.2:
                mark("map by a number")
                name = r.choice([n for n in names if n in ("p", "r", "xm", "va", "a", "o0", "typ")] or ["va"])
                return {"by": name, "map": {k: self.limit(names, depth - 1) for k in
                                            ["5", "5.0", "20", "20.0", "100", "1E+2", "None", "1e-05", "0.0001"]}}
            return {"by": "grade", "map": {g: self.limit(names, depth - 1)
                                           for g in r.sample(GRADES, r.randint(1, 4))}}
        if depth and kind < 0.32:
            return {"by": r.choice(["typ", "nothing"]),
                    "map": {t: self.limit(names, depth - 1) for t in ["x", "y"]}}
        if depth and kind < 0.45:
            steps = [{r.choice(["lt", "le_key"]): self.edge(names), "limit": self.limit(names, depth - 1)}
                     for _ in range(r.randint(1, 3))]
            if r.random() < 0.1:
                steps[0].update(lt=self.edge(names), le_key=self.edge(names))
            if r.random() < 0.7:
                steps.append({"else": r.choice([True, True, 1]), "limit": self.limit(names, depth - 1)})
            mark("steps", *[k for s in steps for k in s])
            out = {"by": r.choice(["va", "fs"] + [n for n in names if n in ("p", "r", "xm", "rel")]), "steps": steps}
            if r.random() < 0.3:
                out["abs_key"] = True
            return out
        if depth and kind < 0.6:
            members = [self.plain(names) for _ in range(r.randint(1, 3))]
            if r.random() < 0.4:
                mark("of")
                members[0]["of"] = r.choice([n for n in names if n in ("rel", "absdev", "r", "xm")] + ["nothing"])
            if r.random() < 0.2:
                members.append(self.limit(names, 0) or {"never": True})
            if r.random() < 0.15:
                members.append({"by": "grade", "map": {g: self.limit(names, depth - 1) for g in GRADES}})
            if r.random() < 0.15:
                inner = {r.choice(["any", "all"]): [self.plain(names) for _ in range(r.randint(0, 2))]}
                members.append(inner)
            return {r.choice(["any", "all"]): members}
        if kind < 0.62:
            return {"never": True}
        return self.plain(names)

    def edge(self, names):
        return self.r.choice([self.number(), "0.9*fs", self.expr(names, 1)])

    def bound(self, names):
        return self.r.choice([self.positive(), self.number(), "0.05*fs", self.expr(names, 2)])

    def plain(self, names):
        form = self.r.choice(["abs", "le", "ge", "between"])
        if form == "between":
            return {"between": [self.number(-10), self.bound(names)]}
        return {form: self.bound(names)}

    def judge(self, names, out):
        limit = self.limit(names)
        if limit is not None or self.r.random() < 0.5:
            out["limit"] = limit
        if self.r.random() < 0.5:
            out["round"] = {"to": self.r.choice(["0.1", "0.01", "1", "0.5", "0.2", "10", "0.001", "5", "0.10", "1E1",
                                                 "1E-3", 0.1, 0.5, 5, 1e-5])}
            mark("round")
            if self.r.random() < 0.05:
                out["round"] = self.r.choice([None, {}])
            elif self.r.random() < 0.3:
                out["round"]["mode"] = self.r.choice(["up", "half_even"])
        if self.r.random() < 0.3:
            out["compare"] = self.r.choice(["raw", "rounded"])
            mark(out["compare"])
        return out

    # ---- tests: the test and its data ----

    def checklist(self):
        return {}, {f"i{k}": self.r.choice(["pass", "pass", "fail", "na"]) for k in range(self.r.randint(1, 4))}

    def point_error(self):
        r = self.r
        names = self.scalars + ["p", "ctx"]
        t = {"agg": r.choice(["each"] + STATS), "form": r.choice(["x-r", "r-x", "rel", "rel_of_x", "fid"])}
        mark(f"agg {t['agg']}", f"form {t['form']}")
        if r.random() < 0.4:
            t["transform"] = self.expr(names + ["x"], 2)
        if r.random() < 0.3:
            t["ref"] = r.choice([self.expr(names, 2), self.expr(names, 2), 0, "", "0", 5])
        self.judge(names + ["r", "xm", "rel", "absdev"], t)
        points = []
        for _ in range(r.randint(1, 5)):
            pt = {"p": self.typed(self.number(r.choice([0, 5, 20, 100]))), "x": self.readings(2 if t["agg"] in ("sd", "rsd") else 1),
                  "ctx": self.number()}
            if r.random() < 0.2:
                pt["r"] = self.reading()
            if r.random() < 0.2:
                pt["label"] = "up"
            if r.random() < 0.2:
                pt["pos"] = r.choice(["left", 3, 1.50, None])
            if r.random() < 0.2:
                pt["fs"] = self.positive()
            if r.random() < 0.1:
                pt["grade"] = r.choice(GRADES)
            points.append(pt)
        return t, points

    def stat(self):
        r = self.r
        names = self.scalars
        t = {"inner": r.choice(STATS)}
        mark(f"inner {t['inner']}")
        if r.random() < 0.4:
            t["transform"] = self.expr(names + ["x", "ctx"], 2)
        if r.random() < 0.4:
            t["outer"] = r.choice(["each"] + STATS)
            mark(f"outer {t['outer']}")
        if r.random() < 0.2:
            t["norm"] = "fs"
        self.judge(names, t)
        return t, [dict({"x": self.readings(2), "ctx": self.number()},
                        **({"g": r.choice(["a", 5, "10", 1.50, None])} if r.random() < 0.7 else {}))
                   for _ in range(r.choice([2, 2, 3, 4, 0, 1]))]

    def paired(self):
        t = self.judge(self.scalars + ["p", "a", "b"], {"form": self.r.choice(["abs", "diff", "fid"])})
        mark(f"pair {t['form']}")
        return t, [{"p": self.number(), "a": self.reading(), "b": self.reading()} for _ in range(self.r.randint(1, 4))]

    def outputs(self, choices, names, extra=None):
        outs = []
        for name in self.r.sample(choices, self.r.randint(1, len(choices))):
            o = {"name": name}
            mark(f"output {name}")
            if extra:
                extra(o)
            outs.append(self.judge(names, o))
        return outs

    def series(self):
        def extra(o):
            if o["name"] == "noise_pp":
                o["window"] = self.r.choice(["1", "2.5", "10"])
            if self.r.random() < 0.2:
                o["norm"] = "fs"
        n = self.r.randint(2, 12)
        t, times = 0, []
        for _ in range(n):
            times.append(f"{t}")
            t += self.r.choice([1, 1, 2, 5])
        if self.r.random() < 0.1:
            self.r.shuffle(times)
        names = ["drift_max", "drift_end", "range", "half_range", "rel_range", "rsd", "slope", "noise_pp"]
        return {"outputs": self.outputs(names, self.scalars, extra)}, {"t": times, "x": [self.reading() for _ in range(n)]}

    def field(self):
        cols = self.r.randint(1, 5)
        names = ["dev_up", "dev_down", "uniformity_mean_range", "fluctuation_max_half_range",
                 "fluctuation_center_half_range", "uniformity_up", "uniformity_down", "stability_up",
                 "stability_down", "mean_dev_up", "mean_dev_down", "max_difference", "indication_dev"]
        return {"outputs": self.outputs(names, self.scalars)}, {
            "set": self.reading(), "center": self.r.randrange(cols) - self.r.choice([0, 0, 0, cols]),
            "m": [[self.reading() for _ in range(cols)] for _ in range(self.r.randint(1, 6))],
            "indicated": self.readings(1, 3)}

    def regression(self):
        n = self.r.randint(3, 6)

        def extra(o):
            if o["name"] == "linearity":
                o["level"] = self.r.randrange(n) - self.r.choice([0, 0, 0, n])
            if o["name"] == "lod":
                if self.r.random() < 0.5:
                    o["k"] = self.r.choice(["2", "3", "4"])
                if self.r.random() < 0.5:
                    o["scale"] = self.r.choice(["va", "2", "a+b"])
        levels = [{"c": f"{k * 0.5:.1f}", "x": [f"{k * 0.3 + self.r.uniform(0, 0.1):.4f}" for _ in range(3)]}
                  for k in range(n)]
        return {"outputs": self.outputs(["slope", "intercept", "r", "linearity", "lod"], self.scalars + ["a", "b"], extra)}, \
            {"levels": levels, "blank": self.readings(2, 6)}

    def formula(self):
        names = self.scalars + ["d1", "d2"]
        outs = []
        for k in range(self.r.randint(1, 3)):
            name = self.r.choice([f"o{k}", f"o{k}", self.r.choice(TRACED)])
            if name in names:
                name = f"o{k}"
            outs.append(self.judge(names, {"name": name, "expr": self.expr(names, 4)}))
            names = names + [name]
        return {"outputs": outs}, {"d1": self.number(), "d2": self.reading(), "la": self.readings(2)}

    def budget(self):
        r = self.r
        parts = []
        for k in range(r.randint(1, 4)):
            kind = r.choice("ABU")
            c = {"name": r.choice([f"c{k}", f"c{k}", "c0", k]), "type": "A" if kind == "A" else "B"}
            mark(f"component {kind}")
            if kind == "A":
                c["x"] = self.readings(2)
                if r.random() < 0.5:
                    c["n_used"] = r.choice(["1", "6"])
            elif kind == "U":
                c.update(U=self.positive(), k=r.choice(["2", "3", "2.05"]))
            else:
                c.update(a=self.positive(), dist=r.choice(["rect", "tri", "arcsin", "normal3"]))
                mark(c["dist"])
            if r.random() < 0.4:
                c["c"] = self.number()
            parts.append(c)
        data = {"k": r.choice(["2", "2.32"]), "round_to": r.choice(["0.1", "0.01", "1", "0.05"]), "components": parts}
        if r.random() < 0.3:
            data["mode"] = r.choice(["up", "half_even"])
        return {}, data

    def rounding(self):
        def value():
            if self.r.random() < 0.3:
                mark("rounding a tie")
                return self.r.choice(["0.25", "-0.25", "0.75", "2.5", "-0.05", "-0.0", "10", "-30", "0.15", "1.005"])
            return self.reading()
        return {}, [dict({"v": value(), "to": self.r.choice(["0.1", "0.5", "0.2", "1", "20", "0.01", 0.1, "5E-1"])},
                         **({"mode": self.r.choice(["up", "half_even"])} if self.r.random() < 0.3 else {}))
                    for _ in range(self.r.randint(0, 6))]

    def validity(self):
        r = self.r
        return {}, [{"date": f"{r.randint(2000, 2050)}-{r.randint(1, 12):02d}-{r.choice([1, 28, r.randint(1, 28)]):02d}",
                     "months": r.choice([0, 1, 6, 12, 24, 36])} for _ in range(r.randint(0, 4))] + \
            [{"date": d, "months": r.choice([1, 3, 6, 11, 12, 24])} for d in
             r.sample(["2024-02-29", "2023-12-31", "2025-08-31", "2024-01-31", "2025-05-30"], r.randint(0, 2))]

    def result_of(self, test):
        """An expression with a result of that test."""
        r = self.r
        if "outputs" in test:
            return f"results.{test['id']}.{r.choice(test['outputs'])['name']}"
        part = r.choice(["raw", "value", "result"] if test["kind"] == "point_error" else ["raw", "value"])
        name = f"results.{test['id']}.{part}"
        return name if test.get("outer", "each") != "each" else f"{r.choice(['mean', 'sd', 'range', 'sum', 'rsd'])}({name})"

    def put_results(self, tests):
        """Lets tests name results of others, in no circle: each only those that come before it in some order."""
        r = self.r
        if r.random() < 0.5:
            return
        order = r.sample(tests, len(tests))
        for i, test in enumerate(order):
            sources = [t for t in order[:i] if "outputs" in t or t["kind"] in ("point_error", "stat", "paired")]
            if not sources or r.random() < 0.3:
                continue
            source = self.result_of(r.choice(sources))
            if test["kind"] == "formula":
                mark("result in a formula")
                out = {"name": "fromother", "expr": f"{source}{r.choice(['', '*2', ' - va', '/(1 + abs(d1))', '+d1'])}"}
                test["outputs"].insert(r.randint(0, len(test["outputs"])), self.judge(self.scalars, out))
                if r.random() < 0.3:
                    mark("formula of results only")
                    test["outputs"] = [dict(out, expr=source)]
            elif test["kind"] in ("point_error", "paired"):
                mark("result in a limit")
                test["limit"] = {r.choice(["abs", "le"]): f"abs({source}) + 1"}

    def document(self, first):
        r = self.r
        kinds = [first] + r.sample(list(ref_eval.KIND), r.randint(0, 3))
        tests, makers = [], []
        for i, kind in enumerate(kinds):
            test, _ = getattr(self, kind)()
            test.update(id=f"t{i}", kind=kind)
            if r.random() < 0.3:
                test["required"] = r.choice([True, True, 1, False, 0])
            if r.random() < 0.15:
                test["applies_to"] = r.sample(GRADES, 2)
            tests.append(test)
            makers.append(kind)
        self.put_results(tests)
        calibration = r.random() < 0.25
        doc = {"schema": "metro-vector/1",
               "regulation": {"code": "random", "kind": "calibration" if calibration else "verification", "grades": GRADES},
               "tables": self.tables, "vars": {"va": self.number(), "fs": self.positive(), "typ": "x"},
               "tests": tests, "cases": []}
        if r.random() < 0.4:
            doc["verdict"] = {"mode": r.choice(["best", "declared", "none"]), "requirement": r.random() < 0.5}
            mark(f"verdict {doc['verdict']['mode']}")
        for c in range(2):
            data = {t["id"]: self.data_for(t) for t in tests if r.random() < 0.92}
            for t in tests:
                # (Python's sum of nothing is 0; for qh nothing is missing.)
                if t["id"] in data and t.get("outer") != "sum" and r.random() < 0.03:
                    mark("empty data")
                    data[t["id"]] = r.choice([None, type(data[t["id"]])()])
            case = {"id": f"c{c}", "data": data,
                    "vars": {"vb": self.number(), "la": self.readings(2), "lb": self.readings(2), "typ": r.choice(["x", "y", "z", 5, 0.1, None, True])}}
            if r.random() < 0.05:
                case["vars"]["fs"] = r.choice(["0", "-5", None, "wide"])
            if r.random() < 0.8:
                case["grade"] = r.choice(GRADES + [1, 0.5, None])
            if r.random() < 0.1:
                case["vars"]["stage"] = "in_service"
            doc["cases"].append(case)
        return doc

    def data_for(self, test):
        """Fresh data for a test: as its maker makes them, where they do not depend on the test."""
        for _ in range(20):
            other, data = getattr(self, test["kind"])()
            if test["kind"] == "regression":
                need = max([o.get("level", 0) for o in test["outputs"]] + [0])
                if need >= len(data["levels"]):
                    continue
            if test.get("outer") == "sum" and not data:  # Python's sum of nothing is 0
                continue
            if test["kind"] == "point_error" and test["agg"] in ("sd", "rsd") and any(len(p["x"]) < 2 for p in data):
                continue
            return data
        return data


def oracle(doc, case):
    try:
        return json.loads(json.dumps(results_oracle.evaluate(doc, case), ensure_ascii=False))
    except Exception as e:  # the oracle has no error handling of its own
        return e


def check(doc, case, line):
    want = oracle(doc, case)
    if isinstance(want, Exception):
        error = line.get("error")
        if not error and line["result"]["conclusion"] == "未完成":
            SEEN["incomplete for a failure"] += 1
            return []
        if not error:
            return [f"oracle fails ({want!r}), qh does not"]
        return [] if error["key"] and error["field"] else [f"error without place: {error}"]
    if "Infinity" in json.dumps(want):  # Python's 0 ** -0.5
        return [] if "error" in line else ["infinite"]
    if "error" in line and line["error"]["detail"] in ("no readings", "sum of no readings"):
        SEEN["sum of nothing"] += 1  # for Python it is 0; readings that are missing never pass
        return []
    if "error" in line:
        return [f"qh fails: {line['error']}"]
    return differences(doc, line["result"], want)


def main():
    qh = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    kinds = list(ref_eval.KIND)
    docs = [Maker(seed * 1000003 + i).document(kinds[i % len(kinds)]) for i in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for i, doc in enumerate(docs):
            paths.append(os.path.join(folder, f"{i}.json"))
            with open(paths[-1], "w", encoding="utf-8") as f:
                json.dump(doc, f, ensure_ascii=False)
        out = b""
        for i in range(0, len(paths), 500):
            run = subprocess.run([qh, "evaluate", *paths[i:i + 500]], capture_output=True, check=False)
            if run.returncode < 0 or run.stderr:
                sys.stdout.write(f"Bail out! qh: {run.returncode} {run.stderr[-2000:]!r}\n")
                sys.exit(1)
            out += run.stdout
    lines = [json.loads(line) for line in out.splitlines()]
    assert len(lines) == sum(len(d["cases"]) for d in docs), "not one line for each case"
    bad, cases, failed, at = Counter(), Counter(), Counter(), 0
    for i, doc in enumerate(docs):
        kind = kinds[i % len(kinds)]
        for case in doc["cases"]:
            wrong = check(doc, case, lines[at])
            cases[kind] += 1
            failed[kind] += "error" in lines[at]
            if wrong:
                bad[kind] += 1
                if bad[kind] <= 3:
                    print(f"# document {i} (seed {seed * 1000003 + i}) case {case['id']}: {wrong[:3]}")
            at += 1
    for n, kind in enumerate(kinds, 1):
        print(f"{'not ok' if bad[kind] else 'ok'} {n} - {kind}: {cases[kind]} cases, {failed[kind]} of them errors, "
              f"{bad[kind]} differ")
    unseen = [c for c in COVERED if not SEEN[c]]
    print(f"{'not ok' if unseen else 'ok'} {len(kinds) + 1} - every form was seen ({len(COVERED)}){unseen or ''}")
    bad.update(unseen)
    print(f"1..{len(kinds) + 1}")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
