"""weighing_oracle.py - the weighing procedure once more, from the rules alone.

Written from the text of the rules (OIML R 76-1:2006 as named below), in fractions, without a
look at the engine: class and limits by load, loads from the weights on board, substitution,
change-over points, adequacy of the weights, questions about suspicious readings, verdicts.
It reads no edition; what an edition leaves open stands in SETTINGS.

    o = Oracle(input)             input as rule/weighbridge_json.h, with the items to look at
    o.rows                        {key: Row} in the order of the day
    o.judge(entries)              Answer: verdicts of rows, tests and the whole
"""
from fractions import Fraction
from functools import lru_cache
from math import gcd
import csv
import os


@lru_cache(maxsize=None)
def _read(v, below):
    return Fraction(v) / below


def F(v, below=1):
    """A number of text as a fraction; the same text is read once."""
    return v if isinstance(v, Fraction) else _read(v, below)


HERE = os.path.dirname(os.path.abspath(__file__))
MG = 1000000  # in a kilogram

# Table 3: class, least and greatest e in g, least and greatest n, Min in e; Table 4: parts.
CLASSES = [("I", "0.001", None, 50000, None, 100, 50000), ("II", "0.001", "0.05", 100, 100000, 20, 5000),
           ("II", "0.1", None, 5000, 100000, 50, 5000), ("III", "0.1", "2", 100, 10000, 20, 500),
           ("III", "5", None, 500, 10000, 20, 500), ("IIII", "5", None, 100, 1000, 10, 50)]
# Table 6: up to so many e the limit is 0.5, 1, 1.5 e.
BANDS = {"I": (50000, 200000, None), "II": (5000, 20000, 100000), "III": (500, 2000, 10000), "IIII": (50, 200, 1000)}
# 3.7.3: Max at most so many times the weights; the spread that needs, in e.
FRACTIONS = [(2, None), (3, F("0.3")), (5, F("0.2"))]
SETTINGS = {"in_service": 2, "small": F("0.1"), "zero": 10, "direct": F("0.2"), "placements": 3, "mismatch": 1,
            "ecc_least": F("0.9"), "question": 3, "near": F("0.01"), "points": 5, "net": 5, "constant": F("0.2"),
            "pair": 2, "rolling": F("0.8"), "from_kg": 1000}
UNITS = {"kg": F(1), "t": F(1000), "g": F(1, 1000)}
BY_NET = ("initial", "after_repair")  # discrimination and net weighing
NO_TARE = ("in_service_inspection", "calibration")


def mpe_table():
    table = {}
    path = os.path.join(HERE, "..", "..", "data", "weights", "weights_mpe.csv")
    with open(path, encoding="utf-8") as f:
        for row in csv.DictReader(f):
            for name, v in row.items():
                if name and name.endswith("_mpe_mg") and v:
                    cls = {"M1-2": "M12", "M2-3": "M23"}.get(name[:-7], name[:-7])
                    table[cls, F(row["nominal_mg"]) / MG] = F(v) / MG
    table["M1", F(25)] = F("0.00125")  # of the edition: a piece of 25 kg
    return table


MPE = mpe_table()


def multiple(v, step):
    return F(v) % F(step) == 0


def class_row(name, e_g):
    for row in CLASSES:
        if row[0] == name and F(row[1]) <= e_g and (row[2] is None or e_g <= F(row[2])):
            return row
    return None


def is_125(v):
    v = F(v)
    while v >= 10:
        v /= 10
    while v < 1:
        v *= 10
    return v in (1, 2, 5)


class Row:
    def __init__(self, key, test, form, load=F(0), stage=0, placed=F(0), counts=None, range_=0):
        self.key, self.test, self.form, self.load, self.stage = key, test, form, load, stage
        self.placed, self.counts, self.range = placed, counts or {}, range_
        self.down = self.makes_stage = self.rolling = False
        self.e0_load = F(0)

    def wants(self, direct):
        want = {"item": ["result"], "value": ["value"], "load": ["i", "dl"], "eccentric": ["e0_i", "e0_dl", "i", "dl"],
                "substitute": ["back_i", "i", "dl"], "discrimination": ["i", "i1", "i2"], "displays": ["i", "i_other"]}[self.form]
        return [w for w in want if not (direct and w.endswith("dl"))]


class Answer:
    def __init__(self):
        self.rows, self.tests, self.values, self.p, self.asked = {}, {}, {}, {}, {}
        self.reasons, self.missing, self.stages = set(), [], {}
        self.e0 = self.tare = None
        self.verdict = self.adequate = None


class Oracle:
    """One instrument, or one of several ranges (prefix "r1.")."""

    def __init__(self, inp, items=(), prefix="", range_=0):
        self.inp, self.items, self.prefix, self.range = inp, items, prefix, range_
        self.unit = UNITS[inp["unit"]]
        self.kind = inp["kind"]
        self.max, self.min, self.e = F(inp["max"]), F(inp["min"]), F(inp["e"])
        self.svc = SETTINGS["in_service"] if self.kind == "in_service_inspection" else 1
        self.parts = [(F(p["max"]), F(p["e"])) for p in inp.get("parts", [])] or [(self.max, self.e)]
        d = F(inp["d"])
        self.service = F(inp["service_d"]) if inp.get("service_d") else None
        if self.service is None and inp["class"] in ("III", "IIII") and d <= SETTINGS["direct"] * self.e:
            self.service, d = d, self.e
        self.d = d
        self.direct = (self.service or d) <= SETTINGS["direct"] * self.e
        self.zero = SETTINGS["zero"] * self.e if inp["auto_zero"] in ("on", "out_of_range") else F(0)
        self.reach = F(inp["reach"]) if inp.get("reach") else self.max
        self.weights = self.sort_weights()
        self.pieces = [w for w in self.weights if w[1] > SETTINGS["small"] * self.parts[-1][1]]
        self.main = [w for w in self.weights if w[1] >= 10 * self.e]
        self.stage_mass = sum((n * c for _, n, c in self.main), F(0))
        self.substitutes = self.stage_mass < self.max
        self.rows = {}
        self.plan()

    # ---- the instrument ----
    def sort_weights(self):
        sums = {}
        for w in self.inp["weights"]:
            key = w["class"], F(w["nominal"]) / self.unit
            sums[key] = sums.get(key, 0) + w["count"]
        return [(c, n, k) for (c, n), k in sorted(sums.items(), key=lambda x: (-x[0][1], x[0][0]))]

    def part(self, load):
        for i, (top, _) in enumerate(self.parts):
            if load <= top:
                return i
        return len(self.parts) - 1

    def e_at(self, load):
        return self.parts[self.part(load)][1]

    def mpe(self, load):
        load = min(load, self.max)
        e = self.e_at(load)
        for n, half in zip(BANDS[self.inp["class"]], (F(1, 2), F(1), F(3, 2))):
            if n is None or load <= n * e:
                return half * e * self.svc
        return None

    def issues(self):
        """Reasons why it is no instrument of its class, part by part."""
        found = set()
        for i, (top, e) in enumerate(self.parts):
            row = class_row(self.inp["class"], e * self.unit * 1000)
            last = i + 1 == len(self.parts)
            if not is_125(e):
                found.add("class.e_form")
            if not multiple(top, e):
                found.add("class.n_not_integer")
            d = self.d if len(self.parts) == 1 else e
            if d > e:
                found.add("class.d")
            if row is None:
                found.add("class.class")
                continue
            if last and top < row[3] * e:
                found.add("class.n_low")
            if row[4] is not None and top > row[4] * e:
                found.add("class.n_high")
            if i == 0 and self.min < row[5] * e:
                found.add("class.min_low")
            if not last and top < row[6] * self.parts[i + 1][1]:
                found.add("class.part")
            if d < e and self.inp["class"] in ("III", "IIII"):
                found.add("class.auxiliary")
        return found

    # ---- loads ----
    def pick(self, pieces, target, up=False):
        """The greatest sum of pieces not above target (up: the least not below it)."""
        step = 0
        for _, n, c in pieces:
            if c:
                step = gcd(step, int(n * self.unit * MG))
        if not step:
            return F(0)
        reach, total = 1, 0
        for _, n, c in pieces:
            w = int(n * self.unit * MG) // step
            for _ in range(c):
                reach |= reach << w
                total += w
        t = target * self.unit * MG / step
        if up:
            at = -(-t.numerator // t.denominator)
            while at <= total and not reach >> at & 1:
                at += 1
            at = at if at <= total else 0
        else:
            at = min(t.numerator // t.denominator, total)
            while at > 0 and not reach >> at & 1:
                at -= 1
        return F(at * step, MG) / self.unit

    def place(self, target, up=False):
        """(stage, weights placed, load) for a load that is looked for."""
        stage = 0
        if self.substitutes:
            mg = target * self.unit * MG
            stage = int((mg - 1) // (self.stage_mass * self.unit * MG))
        placed = self.pick(self.pieces, target - stage * self.stage_mass, up)
        return stage, placed, placed + stage * self.stage_mass

    def points(self, minimum, targets, edges, stages, spare):
        loads = {}  # total: (stage, placed, total, fixed)
        room = SETTINGS["near"] * self.max if edges else F(0)

        def add(target, up=False, fixed=False, near=F(0)):
            if not self.min <= target <= self.max:
                return
            target = min(target, self.reach)
            stage, placed, total = self.place(target, up)
            if not placed:
                return
            fixed = fixed or up or target == self.reach
            if total in loads:
                loads[total] = (stage, placed, total, loads[total][3] or fixed)
            elif fixed or not any(abs(t - total) <= near for t in loads):
                loads[total] = (stage, placed, total, fixed)

        if stages and self.substitutes:
            k = 1
            while k * self.stage_mass < self.reach:
                add(k * self.stage_mass, fixed=True) if k * self.stage_mass >= self.min else None
                k += 1
        if minimum:
            add(self.min, up=True)
        if edges:
            for i, (top, e) in enumerate(self.parts):
                for n in BANDS[self.inp["class"]]:
                    if n is not None and n * e <= self.max and self.part(n * e) == i:
                        add(n * e, near=room)
                if i + 1 < len(self.parts):
                    add(top, near=room)
        for t in targets:
            add(t * self.max, near=room)
        fixed = [t for t, x in loads.items() if x[3]]
        for t in [t for t, x in loads.items() if not x[3] and any(abs(t - f) <= room for f in fixed)]:
            del loads[t]
        for t in spare:
            if len(loads) < SETTINGS["points"]:
                add(t * self.max, near=room)
        return [loads[t] for t in sorted(loads)]

    def add(self, key, test, form, **kw):
        row = Row(self.prefix + key, test, form, range_=self.range, **kw)
        self.rows[row.key] = row
        return row

    def plan(self):
        for test, key, form, when in self.items:
            if when(self):
                row = Row(key, test, form)
                self.rows[key] = row
        zero = self.pick(self.pieces, self.zero, up=True) if self.zero else F(0)
        self.add("zero.1", "zero", "load", load=zero, placed=zero)
        if self.kind not in NO_TARE:
            self.add("tare.1", "tare", "load", load=zero, placed=zero)
        if self.gate()[0] != "none":  # refused: no spread will do
            for i in range(SETTINGS["placements"]):
                self.add(f"gate.{i + 1}", "gate", "load", load=self.stage_mass)
        self.plan_eccentricity(zero)
        self.plan_weighing()
        for i in range(SETTINGS["placements"]):
            self.add(f"rep.{i + 1}", "repeatability", "load", load=self.max * F("0.8"))
        self.plan_rest()

    def plan_eccentricity(self, zero):
        n = self.inp["supports"]
        whole = self.max + F(self.inp.get("tare_max") or 0)
        method = self.inp.get("eccentricity", "support")
        self.ecc_nominal = whole / (3 if n <= 4 else n - 1)
        if method == "rolling":
            count, load = 6 * self.inp.get("sections", 1), F(self.inp["rolling_load"])
            self.ecc_nominal = F(0)
        else:
            if method == "pair":
                self.ecc_nominal *= SETTINGS["pair"]
            count = n // 2 if method == "pair" else n
            load = self.pick(self.main, self.ecc_nominal)
        for i in range(count):
            row = self.add(f"ecc.{i + 1}", "eccentricity", "eccentric", load=load, placed=load)
            row.e0_load, row.rolling = zero, method == "rolling"

    def plan_weighing(self):
        loads = self.points(True, [F(1, 2), F(1)], True, True, [F("0.8"), F("0.3"), F("0.65"), F("0.9")])
        for i, (stage, placed, total, _) in enumerate(loads):
            self.add(f"up.{i + 1}", "weighing", "load", load=total, placed=placed, stage=stage)
            if self.substitutes and placed == self.stage_mass and total < self.reach:
                self.add(f"sub.{stage + 1}", "weighing", "substitute", load=total, stage=stage + 1)
        for i in range(len(loads) - 1, 0, -1):
            stage, placed, total, _ = loads[i - 1]
            self.add(f"down.{i}", "weighing", "load", load=total, placed=placed, stage=stage).down = True

    def plan_rest(self):
        if self.kind in BY_NET and self.d * self.unit * MG >= 5:
            for i, (stage, placed, total, _) in enumerate(self.points(True, [F(1, 2), F(1)], False, False, [])):
                self.add(f"disc.{i + 1}", "discrimination", "discrimination", load=total, placed=placed, stage=stage)
        if self.kind in BY_NET:
            additive = F(self.inp.get("tare_max") or 0) > 0
            cap = min(self.stage_mass, self.max if additive else self.max / 2)
            n = 0
            for _ in range(2 if additive else 1):
                before = F(0)
                for i in range(SETTINGS["net"]):
                    load = self.pick(self.pieces, cap * i / (SETTINGS["net"] - 1)) if i else self.pick(self.pieces, self.min, True)
                    if load > before:
                        n += 1
                        self.add(f"net.{n}", "net", "load", load=load, placed=load)
                        before = load
        for i in range(self.inp.get("devices", 0)):
            load = self.pick(self.pieces, min(self.stage_mass, self.max))
            self.add(f"disp.{i + 1}", "displays", "displays", load=load, placed=load)

    # ---- standards ----
    def gate(self):
        """("none" | "spread" | "refused", greatest spread)"""
        if not self.substitutes:
            return "none", None
        if self.max * self.unit <= SETTINGS["from_kg"]:
            return "refused", None
        for times, spread in FRACTIONS:
            if self.max <= times * self.stage_mass:
                return ("spread", spread * self.e_at(self.stage_mass)) if spread else ("none", None)
        return "refused", None

    def limit_of(self, w):
        """Class limit of a piece; its own certificate only for E1, E2 and calibrations."""
        for x in self.inp["weights"]:
            if x["class"] == w[0] and F(x["nominal"]) / self.unit == w[1] and x.get("mpe") and (
                    w[0] in ("E1", "E2") or self.kind == "calibration"):
                return F(x["mpe"]) / self.unit
        v = MPE.get((w[0], w[1] * self.unit))
        return None if v is None else v / self.unit

    def sum_of_limits(self, row):
        """Pieces of a load (heaviest first), all once more for each stage, ten small ones."""
        total, rest = F(0), row.placed
        counts = self.decompose(rest)
        small = 0 if self.direct else 10
        for i, w in enumerate(self.weights):
            n = counts[i] if w in self.pieces else 0
            if w in self.main:
                n += row.stage * w[2]
            if w not in self.pieces and small:
                n = min(small, w[2])
                small -= n
            if not n:
                continue
            limit = self.limit_of(w)
            if limit is None:
                return None
            total += n * limit
        return total

    def decompose(self, load):
        """How many of each weight make exactly this load: heaviest first, with steps back."""
        pieces = [w for w in self.weights]

        def go(i, rest):
            if rest == 0:
                return [0] * (len(pieces) - i)
            if i == len(pieces) or pieces[i] not in self.pieces:
                return None
            w = pieces[i]
            for n in range(min(w[2], int(rest / w[1])), -1, -1):
                tail = go(i + 1, rest - n * w[1])
                if tail is not None:
                    return [n] + tail
            return None

        return go(0, load)

    # ---- readings ----
    def p_of(self, i, dl, load):
        return F(i) if self.direct else F(i) + self.e_at(load) / 2 - F(dl)

    def questions(self, row, r):
        asked = set()
        for name in row.wants(False):
            if name in ("result", "value") or name not in r:
                continue
            v = F(r[name])
            if name.endswith("dl"):
                if self.direct:
                    continue
                e = self.e_at(row.e0_load if name == "e0_dl" else row.load)
                if not 0 < v <= e:
                    asked.add("dl_outside")
                elif not multiple(v, SETTINGS["small"] * e):
                    asked.add("dl_not_multiple")
                continue
            d = self.e_at(v) if len(self.parts) > 1 else self.d
            if self.service and row.form not in ("discrimination", "displays"):
                d = self.service
            if not multiple(v, d):
                asked.add("not_multiple_of_d")
            if name == "i" and row.test in ("gate", "repeatability") and abs(v - row.load) > SETTINGS["constant"] * row.load:
                asked.add("far_load")
        if "placed" in r:
            v = F(r["placed"])
            if v <= 0 or (not row.rolling and v > sum((n * c for _, n, c in self.pieces), F(0))):
                asked.add("placed")
        return asked

    # ---- verdicts ----
    def judge(self, entries):
        a = Answer()
        before = None
        for row in self.rows.values():
            r = {k: v for k, v in entries.get("rows", {}).get(row.key, {}).items() if v not in ("", None)}
            a.asked[row.key] = self.questions(row, r)
            if any(w not in r for w in row.wants(self.direct)):
                a.missing.append(row.key)
                a.rows[row.key] = "incomplete"
                before = None
            elif row.form == "item":
                a.rows[row.key] = r["result"] if r["result"] in ("pass", "fail") else "none"
            elif row.form == "substitute":
                self.judge_substitute(a, row, r, before)
            elif row.form in ("discrimination", "displays"):
                self.judge_step(a, row, r)
            elif row.test in ("gate", "repeatability"):
                a.p[row.key] = self.p_of(r["i"], r.get("dl", 0), F(r["i"]))
            elif row.form != "value":
                before = self.judge_load(a, row, r)
            open_ = a.asked[row.key] - set(r.get("confirmed", []))
            if open_:
                a.reasons.add("questions")
        for test in ("gate", "repeatability"):
            self.judge_spread(a, test, entries)
        self.judge_conditions(a, entries)
        self.conclude(a, entries)
        return a

    def judge_load(self, a, row, r):
        load = F(r["placed"]) if "placed" in r else row.placed
        if row.stage:
            value = a.stages.get(row.stage)
            if value is None:
                a.rows[row.key] = "incomplete"
                return None
            load += value
        e0 = {"zero": F(0), "tare": F(0), "weighing": a.e0, "net": a.tare}.get(row.test)
        if row.form == "eccentric":
            e0 = self.p_of(r["e0_i"], r.get("e0_dl", 0), row.e0_load) - row.e0_load
        if e0 is None:
            a.rows[row.key] = "incomplete"
            return None
        p = self.p_of(r["i"], r.get("dl", 0), load)
        error = p - load
        if row.test == "zero":
            a.e0 = error
        if row.test == "tare":
            a.tare = error
        limit = F(1, 4) * self.e if row.test in ("zero", "tare") else self.mpe(load)
        a.p[row.key], a.values[row.key] = p, error - e0
        a.rows[row.key] = "pass" if abs(error - e0) <= limit else "fail"
        if abs(error) > SETTINGS["question"] * limit:
            a.asked[row.key].add("error_large")
        if row.form == "eccentric" and not row.rolling and load < SETTINGS["ecc_least"] * self.ecc_nominal:
            a.reasons.add("eccentricity_short")
        return load, p

    def judge_substitute(self, a, row, r, before):
        a.rows[row.key] = "none"
        if before is None:
            return
        load, p = before
        off = self.p_of(r["i"], r.get("dl", 0), load) - p
        stayed = a.stages.get(row.stage - 1, F(0)) if row.stage > 1 else F(0)
        e = self.e_at(row.load)
        back = F(r["back_i"])
        if stayed is not None and abs(back - stayed) > e and abs(back - stayed - self.zero) > e:
            a.asked[row.key].add("back_indication")
        a.stages[row.stage] = None
        if abs(off) <= SETTINGS["mismatch"] * self.e_at(load):
            a.stages[row.stage] = load + off
        else:
            a.reasons.add("substitute")

    def judge_step(self, a, row, r):
        i = F(r["i"])
        d = self.e_at(i) if len(self.parts) > 1 else self.d
        if row.form == "displays":
            a.rows[row.key] = "pass" if F(r["i_other"]) == i else "fail"
            return
        a.rows[row.key] = "pass" if F(r["i2"]) == i + d else "fail"
        if F(r["i1"]) != i - d:
            a.rows[row.key] = "incomplete"

    def judge_spread(self, a, test, entries):
        keys = [k for k, r in self.rows.items() if r.test == test]
        if not keys or any(k not in a.p for k in keys):
            return
        spread = max(a.p[k] for k in keys) - min(a.p[k] for k in keys)
        a.values[test] = spread
        if test == "gate":
            if self.gate()[1] is None or spread > self.gate()[1]:
                a.reasons.add("gate")
                a.tests[test] = "incomplete"
        elif spread > self.mpe(min(F(entries["rows"][k]["i"]) for k in keys)):
            a.tests[test] = "fail"

    def judge_conditions(self, a, entries):
        rows = entries.get("rows", {})
        v = [rows.get(f"cond.{k}", {}).get("value") for k in ("t_start", "t_end", "humidity")]
        if None in v or "cond.t_start" not in self.rows:
            return
        t1, t2, h = (F(x) for x in v)
        if min(t1, t2) < -10 or max(t1, t2) > 40 or abs(t2 - t1) > 5 or not 0 <= h <= 100:
            a.reasons.add("conditions")

    def conclude(self, a, entries):
        self.check_weights(a)
        a.reasons |= self.issues()
        if self.gate()[0] == "refused":
            a.reasons.add("too_few_weights")
        reached = max((row.load for row in self.rows.values() if row.test == "weighing"), default=F(0))
        top = [r for r in self.rows.values() if r.test == "weighing" and r.load == reached and r.form == "load"]
        loads = [self.load_of(a, r, entries) for r in top]
        if not a.missing and (not loads or max((x for x in loads if x is not None), default=F(0)) < (1 - SETTINGS["near"]) * self.max):
            a.reasons.add("max_not_reached")
        items = {"identity", "seals", "preload", "service", "normal"}
        failed = set()
        for key, v in a.rows.items():
            test = self.rows[key].test
            if v == "fail" and test in items:
                a.reasons.add(test)
            elif v == "fail":
                failed.add(test)
            elif v == "incomplete":
                a.reasons.add("incomplete row")
        failed |= {t for t, v in a.tests.items() if v == "fail"}
        for key, row in self.rows.items():
            confirmed = set(entries.get("rows", {}).get(key, {}).get("confirmed", []))
            if a.asked[key] - confirmed:
                a.reasons.add("questions")
        a.failed = failed
        if failed and entries.get("stopped") and "questions" not in a.reasons:
            a.verdict = "fail"
        elif a.reasons or a.missing:
            a.verdict = "incomplete"
        else:
            a.verdict = "fail" if failed else "pass"

    def load_of(self, a, row, entries):
        r = entries.get("rows", {}).get(row.key, {})
        load = F(r["placed"]) if r.get("placed") else row.placed
        if row.stage:
            return None if a.stages.get(row.stage) is None else load + a.stages[row.stage]
        return load

    def check_weights(self, a):
        """The same for all records of the instrument: reckoned once."""
        if not hasattr(self, "adequate"):
            self.adequate = self.weights_suffice()
        a.adequate = self.adequate
        if not a.adequate:
            a.reasons.add("weights")

    def weights_suffice(self):
        small = []
        for _, e in self.parts:
            small.append(sum((n * c for _, n, c in self.weights if n <= SETTINGS["small"] * e), F(0)) >= e)
        if not self.direct and not all(small):
            return False
        for row in self.rows.values():
            if row.form in ("item", "value", "substitute", "discrimination", "displays") or not row.placed or row.rolling:
                continue
            limit = F(1, 4) * self.e if row.test in ("zero", "tare") else self.mpe(row.load)
            if row.test in ("gate", "repeatability"):
                continue
            total = self.sum_of_limits(row)
            if total is None or 3 * total > limit:
                return False
        return True


class Ranges:
    """Several ranges: each an instrument of its own; all must pass."""

    def __init__(self, inp, first=(), last=()):
        self.parts, self.rows = [], {}
        n = len(inp["parts"])
        for i, p in enumerate(inp["parts"]):
            row = class_row(inp["class"], F(p["e"]) * UNITS[inp["unit"]] * 1000)
            one = dict(inp, max=p["max"], e=p["e"], d=p["e"], parts=[])
            if p.get("min"):
                one["min"] = p["min"]
            elif i:
                one["min"] = str(F(p["e"]) * row[5])
            self.parts.append(Oracle(one, tuple(first if i == 0 else ()) + tuple(last if i == n - 1 else ()), f"r{i + 1}.", i + 1))
            self.rows.update(self.parts[-1].rows)

    def judge(self, entries):
        answers = [p.judge(entries) for p in self.parts]
        whole = Answer()
        for a in answers:
            whole.rows.update(a.rows)
            whole.values.update({k: v for k, v in a.values.items() if "." in k})
            whole.asked.update(a.asked)
            whole.missing += a.missing
            whole.reasons |= a.reasons
        whole.failed = set().union(*(a.failed for a in answers))
        whole.verdict = ("incomplete" if whole.reasons or whole.missing else "fail" if whole.failed else "pass")
        return whole
