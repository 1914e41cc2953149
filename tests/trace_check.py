"""Works every step of a trace out again, from the trace alone.

usage: trace_check.py [FILE|-]...   a trace, or lines {"trace": ...} of `qh evaluate --trace`

check(trace) answers what is wrong, as lines.  It knows neither the regulation nor qh: every
formula is read by a parser of its own and evaluated in Python's decimal (34 digits) twice, with
the numbers of the step put in for the names and as the text `filled`; each number must be the
one that a reading, a given value or an earlier step left; comparisons, verdicts of the tests
and the conclusion follow from the steps before; `seal` covers what cannot be worked out.
src/rule/evaluate_trace.h and src/rule/weighbridge_json.h describe both kinds of trace."""
import datetime
import json
import os
import re
import sys
import zlib
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal, DecimalException, localcontext

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "unit"))
import distributions  # noqa: E402

DIGITS = Context(prec=34, rounding=ROUND_HALF_EVEN, Emin=-999999, Emax=999999)


class Wrong(Exception):
    """A step does not hold."""


# ---- numbers ----

def number(text):
    if not isinstance(text, str):
        raise Wrong(f"{text!r} is no number")
    return Decimal(text)


def value_of(v):
    """A number, a list of them, a matrix, a table."""
    return [value_of(x) for x in v] if isinstance(v, list) else number(v)


def is_same(a, b):
    if isinstance(a, list) or isinstance(b, list):
        return isinstance(a, list) and isinstance(b, list) and len(a) == len(b) and all(map(is_same, a, b))
    return a == b


# ---- functions of the formulas ----

def flat(x):
    return [a for row in x for a in row] if x and isinstance(x[0], list) else x


def mean(x):
    return sum(x) / len(x)


def sd(x):
    m = mean(x)
    return (sum((a - m) * (a - m) for a in x) / (len(x) - 1)).sqrt()


def median(x):
    s, n = sorted(x), len(x)
    return s[n // 2] if n % 2 else (s[n // 2 - 1] + s[n // 2]) / 2


def span(x):
    return max(x) - min(x)


def absmax(x):
    return max(x, key=abs)


def interp(table, t):
    rows = sorted((k, v) for k, v in table)
    if not rows[0][0] <= t <= rows[-1][0]:
        raise Wrong("outside the table")
    for (a, va), (b, vb) in zip(rows, rows[1:]):
        if a <= t <= b:
            return va + (vb - va) * (t - a) / (b - a)
    return rows[0][1]


def products(x, y):
    mx, my = mean(x), mean(y)
    return sum((a - mx) * (b - my) for a, b in zip(x, y))


def correlation(x, y):
    return products(x, y) / (products(x, x) * products(y, y)).sqrt()


def noise_pp(t, x, w):
    best = Decimal(0)
    for i, t0 in enumerate(t):
        if i == 0 or t[-1] >= t0 + w:
            best = max(best, span([b for a, b in zip(t, x) if t0 <= a <= t0 + w]))
    return best


def rounded(v, to, up=False):
    q = v / to
    n = abs(q).to_integral_value(ROUND_CEILING) if up else q.to_integral_value(ROUND_HALF_EVEN)
    r = (-n if up and q < 0 else n) * to
    return r.quantize(to) if to.as_tuple().exponent < 0 else r


def one_or_list(f):
    return lambda *a: f(flat(a[0])) if len(a) == 1 and isinstance(a[0], list) else f(a)


FUNCTIONS = {
    "abs": abs, "sqrt": lambda v: v.sqrt(), "min": one_or_list(min), "max": one_or_list(max),
    "mean": mean, "median": median, "sd": one_or_list(sd), "sum": sum, "range": span, "last": lambda x: x[-1],
    "half_range": lambda x: span(x) / 2, "rsd": lambda x: sd(x) / abs(mean(x)) * 100, "absmax": absmax,
    "maxdev": lambda x: max(abs(a - mean(x)) for a in x), "rel_range": lambda x: span(x) / abs(mean(x)) * 100,
    "interp": interp, "drift_max": lambda x: absmax([a - x[0] for a in x]), "drift_end": lambda x: x[-1] - x[0],
    "slope": lambda t, x: products(t, x) / products(t, t), "correlation": correlation, "noise_pp": noise_pp,
    "row_ranges": lambda m: [span(r) for r in m], "column_ranges": lambda m: [span(c) for c in zip(*m)],
    "column_means": lambda m: [mean(c) for c in zip(*m)], "column": lambda m, i: [r[int(i)] for r in m],
    "sumsq": lambda x: sum(a * a for a in x), "round": rounded, "round_up": lambda v, to: rounded(v, to, True),
    "exp": lambda v: Context(prec=30).plus(Context(prec=50).exp(v)),
    "sq": lambda v: v * v, "student": lambda p, nu: (p, nu), "normal": lambda p: (p, "inf"), "up_to": lambda v, to: distributions.round_up_to(v, to),
    "up": lambda v, n: distributions.round_up(v, int(n)),
}

# ---- formulas: numbers, names, + - * / ^, calls, lists, chains of <= ----

TOKEN = re.compile(r"\s*(?:(?P<num>(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)"
                   r"|(?P<name>results\.\w+\.\w+|[A-Za-z_\u0080-\U0010ffff][A-Za-z0-9_\u0080-\U0010ffff]*)"
                   r"|(?P<op>\*\*|<=|>=|[-+*/^(),<>\[\]])|(?P<end>$))")
NAMES = re.compile(r"results\.\w+\.\w+|[A-Za-z_\u0080-\U0010ffff][A-Za-z0-9_\u0080-\U0010ffff]*")
WORD = re.compile(r"[A-Za-z0-9_.\u0080-\U0010ffff]+")


class Parser:
    def __init__(self, text, env):
        self.text, self.env, self.at, self.token = text, env, 0, None
        self.next()

    def next(self):
        m = TOKEN.match(self.text, self.at)
        if not m:
            raise Wrong(f"{self.text!r} cannot be read")
        was, self.at, self.token = self.token, m.end(), (m.lastgroup, m.group(m.lastgroup))
        return was

    def take(self, op):
        if self.token == ("op", op):
            return self.next()
        return None

    def due(self, op):
        if not self.take(op):
            raise Wrong(f"{op} is due in {self.text!r}")

    def chain(self):
        """A value, or whether a chain of comparisons holds."""
        left, holds = self.sum(), None
        while self.token[1] in ("<=", ">=", "<"):
            sign = self.next()[1]
            right = self.sum()
            one = left <= right if sign == "<=" else left >= right if sign == ">=" else left < right
            left, holds = right, one if holds is None else holds and one
        if self.token[0] != "end":
            raise Wrong(f"{self.text!r} goes on")
        return left, holds

    def sum(self):
        v = self.product()
        while self.token in (("op", "+"), ("op", "-")):
            v = v + self.product() if self.next()[1] == "+" else v - self.product()
        return v

    def product(self):
        v = self.factor()
        while self.token in (("op", "*"), ("op", "/")):
            v = v * self.factor() if self.next()[1] == "*" else v / self.factor()
        return v

    def factor(self):
        if self.take("-"):
            return -self.factor()
        v = self.atom()
        if self.take("^") or self.take("**"):
            return v ** self.factor()
        return v

    def items(self, end):
        out = []
        while not self.take(end):
            out.append(self.sum())
            if not self.take(","):
                self.due(end)
                break
        return out

    def atom(self):
        kind, text = self.next()
        if kind == "num":
            return Decimal(text)
        if (kind, text) == ("op", "("):
            v = self.sum()
            self.due(")")
            return v
        if (kind, text) == ("op", "["):
            return self.items("]")
        if kind != "name":
            raise Wrong(f"{text!r} in {self.text!r}")
        if self.take("("):
            if text not in FUNCTIONS:
                raise Wrong(f"function {text}")
            return FUNCTIONS[text](*self.items(")"))
        if text not in self.env:
            raise Wrong(f"{text} has no value in {self.text!r}")
        return self.env[text]


def evaluate(text, env):
    return Parser(text, env).chain()


def filled_in(formula, numbers):
    """The formula with its numbers in the place of their names."""
    def one(m):
        v = numbers.get(m.group(0))
        if v is None or formula[m.end():m.end() + 1] == "(":
            return m.group(0)
        if isinstance(v, list):
            return "[" + ", ".join(v) + "]"
        return f"({v})" if v.startswith("-") else v
    return WORD.sub(one, formula)


# ---- what all steps have in common ----

def require(holds, why):
    if not holds:
        raise Wrong(why)


def check_args(step):
    """The readable line says what the step says."""
    args, key = step["args"], step["key"]
    if key == "trace.formula":
        require(args[:4] == [step["name"], step["formula"], step["filled"], step["value"]], "the line differs")
    elif key == "trace.case_edge":
        numbers = {n: v for n, v in step["numbers"].items() if not isinstance(v, list)}
        key_value, _ = evaluate(args[0], {n: number(v) for n, v in numbers.items()})
        require(args[4] == step["value"] and f"{args[0]} {args[2]} {args[3]}" == step["formula"] and
                number(args[1]) == key_value, "the line differs")
    elif key.startswith("trace.compare"):
        require(args[0] == step["name"] and args[1] == step["numbers"].get("value", step["numbers"].get(step["name"])),
                "the line differs")
        shown = [number(x) for x in re.findall(r"-?[0-9.]+(?:E[-+]?[0-9]+)?", args[2])]
        have = [number(step["numbers"][k]) for k in ("limit", "upper", "mismatch") if k in step["numbers"]]
        require(shown == have, f"{args[2]} is not the limit")
    elif key == "trace.margin":
        require(number(args[0]) == number(step["value"]) * 100, "the line differs")
    elif key in ("trace.case_map", "trace.case_none", "trace.case_else", "trace.given_text"):
        require(args[0] == step["name"] and args[1] == step["value"], "the line differs")


def typed_number(text):
    """A number that was typed, to the 34 digits that are worked with."""
    return DIGITS.plus(number(text))


def typed_numbers(text, value):
    """What was typed for a value: a number, a list "1, 2", a matrix "1, 2; 3, 4"."""
    if not isinstance(value, list):
        return typed_number(text.strip().replace(",", ".").translate(str.maketrans("０１２３４５６７８９．，－", "0123456789..-")))
    if value and isinstance(value[0], list):
        return [[typed_number(x.strip()) for x in row.split(", ")] for row in text.split("; ")]
    return [typed_number(x.strip()) for x in text.split(", ")] if text else []


def check_reading(step):
    value, text = step["value"], step["args"][1]
    require(step["args"][0] == step["name"], "the line differs")
    if not isinstance(value, list) and text == value:
        return
    require(is_same(typed_numbers(text, value), value_of(value)), f"{text} was typed, {value} is used")


def check_formula(step):
    """The formula with its numbers, and the text where they are put in: value by value."""
    numbers = step["numbers"]
    require(filled_in(step["formula"], numbers) == step["filled"], f"{step['formula']} with its numbers is not "
            f"{step['filled']}")


def margin(v):
    return v.quantize(Decimal("0.0001"), ROUND_HALF_EVEN)


def seal_of(trace):
    """Adler-32 of the bytes before `,"seal"`."""
    text = json.dumps({k: v for k, v in trace.items() if k != "seal"}, ensure_ascii=False, separators=(",", ":"))
    return f"{zlib.adler32(text[:-1].encode()):08x}"


# ---- the general evaluation ----

REGULATION = ("transform", "reference", "output", "limit", "case")  # expressions of the regulation


def digits(v, n):
    return Context(prec=n, rounding=ROUND_HALF_EVEN).plus(v)


def shown(v):
    """What the result shows of a value that nothing rounds."""
    s = digits(v, 12)
    return digits(s, 7) if s and abs(s) < Decimal("1e-6") else s


class General:
    """The names that are known, and what the steps so far came to."""

    def __init__(self):
        self.given = {}    # names of the regulation and the case
        self.test = {}     # made in the test as a whole, or by its outputs
        self.row = {}      # made in this row
        self.place = ("", "")
        self.passes = []   # of the members of any and all that wait, and of the row
        self.rows = []     # verdicts of the rows of this test
        self.values = []   # last value of each row
        self.shown = []    # and what is shown of it
        self.put_together = []  # and its readings put together
        self.tests = []
        self.missing = []
        self.grades = []
        self.results = {}  # of the tests of this grade: by name a number, or a list for each of raw, value, result
        self.outputs = {}  # of this test
        self.read_lists = []  # readings of all rows, put through the transform
        self.whole = None
        self.closed = set()

    def known(self, step, name):
        if step["what"] in REGULATION and name in self.given:
            return self.given[name]
        for scope in (self.row, self.test, self.given):
            if name in scope:
                return scope[name]
        raise Wrong(f"{name} comes from nowhere")

    def move(self, step):
        place = (step["test"], step["row"])
        if place == self.place:
            return
        if place[0] != self.place[0]:
            require(not place[0] or place not in self.closed, f"{place} again")
            self.test, self.rows, self.values, self.shown, self.put_together, self.outputs = {}, [], [], [], [], {}
        self.end_row()
        self.closed.add(self.place)
        self.row, self.place = {}, place

    def end_row(self):
        require(len(self.passes) <= 1, "comparisons that no step takes")
        self.rows += self.passes
        self.passes = []
        if "judged" in self.row:
            self.values.append(self.row["judged"])
            self.put_together.append(self.row.get("xm"))
            if isinstance(self.row.get("x"), list):
                self.read_lists.append(self.list("y") if "y1" in self.row else self.row["x"])
            self.outputs[self.place[1].partition("output.")[2]] = self.row["judged"]
            self.shown.append(self.row.get("the rounded", shown(self.row["judged"])))

    def make(self, step, value):
        name = step["name"]
        place = self.test if not step["row"] or step["what"] == "output" else self.row
        place[name] = value
        if step["what"] in ("aggregate", "error", "output", "reduction"):
            self.row["judged"] = value
        if step["what"] in ("reference", "derived", "output", "transform") or name == "xm" or \
                (not step["row"] and name in ("a", "b")):
            self.given[name] = value

    def element(self, step, name, value):
        """A number that stands for one of a list: x of y3, x or y of error3; y3 and c3 of the levels."""
        i = re.search(r"(\d+)$", step["name"])
        if step["what"] in ("transform", "error") and i:
            values = self.list(name)
            return values is not None and int(i.group(1)) <= len(values) and values[int(i.group(1)) - 1] == value
        i = re.fullmatch(r"([yc])(\d+)", name)
        if i and step["what"] == "reduction":
            values = self.levels(i.group(1))
            return int(i.group(2)) <= len(values) and values[int(i.group(2)) - 1] == value
        return False

    def levels(self, name):
        return self.test.get("levels", {}).get(name, [])

    def list_for(self, step, name):
        if step["what"] == "worst":
            return self.shown
        if name == "values" and step["what"] == "aggregate":
            return self.values
        if step["what"] in REGULATION:
            return self.given.get(name) if isinstance(self.given.get(name), list) else None
        return self.list(name)

    def list(self, name):
        if name == "y" and "y1" in self.row:
            return [self.row[f"y{i}"] for i in range(1, len(self.row["x"]) + 1)]
        if name == "errors":
            return [self.row[f"error{i}"] for i in range(1, 1 + sum(1 for k in self.row if re.fullmatch(r"error\d+", k)))]
        if name in ("c", "y", "u") and self.levels(name):
            return self.levels(name)
        for scope in (self.row, self.test, self.given):
            if isinstance(scope.get(name), list):
                return scope[name]
        return None

    def environment(self, step):
        """The values of the names of a formula, each checked against where it comes from."""
        env = {}
        for name, text in step["numbers"].items():
            value = value_of(text)
            env[name] = value
            if isinstance(value, list):
                have = self.list_for(step, name)
                require(have is not None and is_same(have, value), f"{name} is not what was read or worked out")
            elif name in ("value", "limit", "upper") and step["what"] in ("compare", "margin"):
                have = self.known(step, step["name"]) if name == "value" else self.row[f"the {name}"]
                require(have == value, f"{name} is {value}, was {have}")
            elif step["what"] == "round" and "value" in step["numbers"]:  # the interval is the regulation's
                require(name == "to" or self.row["judged"] == value, f"{name} is {value}, was {self.row['judged']}")
            elif step["what"] in ("reduction", "aggregate") and name in ("window", "k", "n") and name not in self.row:
                pass
            elif not self.element(step, name, value):
                have = self.known(step, name)
                require(have == value, f"{name} is {value}, was {have}")
        for name in set(re.findall(NAMES, step["formula"])) - set(env):
            have = self.list_for(step, name)
            if have is not None:
                env[name] = have
        return env

    # one method for each what

    def formula(self, step):
        check_formula(step)
        env = self.environment(step)
        value, holds = evaluate(step["formula"], env)
        again, holds_again = evaluate(step["filled"], {k: v for k, v in env.items() if isinstance(v, list)})
        require(is_same(value, again) and holds == holds_again, "put in, it is something else")
        return value, holds

    def do_given(self, step):
        value = value_of(step["value"])
        text = step["args"][1]
        if isinstance(value, list) and value and isinstance(value[0], list):
            require([[number(x) for x in row.split(": ")] for row in text.split("; ")] == value, "the line differs")
        else:
            require(is_same(typed_numbers(text.strip("[]"), step["value"]), value), "the line differs")
        self.given[step["name"]] = value

    def do_result(self, step):
        """A name of a result is what the test that it names came to."""
        _, test, part = step["name"].split(".")
        have = self.results[test]
        value = have["outputs"].get(part) if part in have["outputs"] else have[part]
        self.do_given(step)
        if isinstance(have.get(part), list) and not isinstance(step["value"], list):
            value = value[-1]  # stat with one value over its groups
        require(is_same(value, value_of(step["value"])), f"{step['name']} was {value}")

    def do_budget(self, step):
        """A step of an uncertainty budget: its numbers come from steps of the budget, what is given, or readings."""
        check_formula(step)
        env = {n: value_of(v) for n, v in step["numbers"].items()}
        for name, v in env.items():
            self.budget_number(step, name, v)
        for name in set(re.findall(NAMES, step["formula"])) - set(env):
            if isinstance(self.given.get(name), list):
                env[name] = self.given[name]  # a table
        value, _ = evaluate(step["formula"], env)
        again, _ = evaluate(step["filled"], {k: v for k, v in env.items() if isinstance(v, list)})
        require(is_same(value, again), "put in, it is something else")
        if isinstance(value, tuple):
            require(distributions.is_factor(number(step["value"]), *value), f"another factor than {step['value']}")
            value = number(step["value"])
        elif step["what"] == "factor":
            value = Context(prec=16).plus(value)
        require(value == number(step["value"]), f"{step['formula']} is {value}")
        self.row[step["name"]] = self.given[step["name"]] = value
        self.degrees(step, env, value)

    def degrees(self, step, env, value):
        """nu of a source, which no step of its own says."""
        letter, _, source = step["name"].partition("_")
        if step["name"].startswith("rel_u_"):
            self.row[f"nu_{step['name'][6:]}"] = 1 / (2 * value * value)
        elif letter == "s" and step["formula"].startswith("sd(x1"):
            self.row[f"nu_{source}"] = Decimal(len(env) - 1)
        elif letter == "n" and not source.startswith("used_"):
            self.row.setdefault(f"nu_{source}", value - 1)

    def budget_number(self, step, name, v):
        if isinstance(v, list):
            require(is_same(self.given.get(name), v), f"{name} is not what was read or worked out")
        elif name in self.row:
            require(self.row[name] == v, f"{name} is {v}, was {self.row[name]}")
        elif re.fullmatch(r"x\d+", name) and step["formula"].startswith("sd(x1"):
            x = [number(t) for t in step["numbers"].values()]
            have = self.read_lists + [v for v in self.given.values() if isinstance(v, list)]
            require(any(is_same(x, h) for h in have), f"{x} were not read")
        elif step["what"] == "factor" and name == "nu":
            eff = self.row["nu_eff"]
            require(v in (eff, eff.to_integral_value(ROUND_FLOOR)), f"nu is {v} of {eff}")
        elif name.startswith("c_"):
            require(v == 1, f"no step gives {name}")
        elif step["what"] not in ("factor", "round_up"):
            require(name in self.given and self.given[name] == v, f"{name} is {v}, was {self.given.get(name)}")
            self.measured(step, name, v)

    def measured(self, step, name, v):
        """v is the value of the row that the budget is about."""
        if name == "v":
            index = int(step["row"].rsplit(".", 1)[1]) - 1
            have = self.results[step["test"]]["raw"][index]
            require(have == v, f"v is {v}, was {have}")

    def do_reading(self, step):
        check_reading(step)
        try:
            value = value_of(step["value"])
        except DecimalException:
            return
        place = self.row if step["row"] else self.test
        place[step["name"]] = value
        if not isinstance(value, list):
            self.given[step["name"]] = value
        if step["row"].startswith("level.") and step["name"] == "c":
            self.test.setdefault("levels", {}).setdefault("c", []).append(value)

    def do_item(self, step):
        self.passes.append("false" if step["value"] == "fail" else "true")

    def do_value(self, step):
        value, _ = self.formula(step)
        require(value == number(step["value"]), f"{step['formula']} is {value}")
        self.make(step, value)
        if step["row"].startswith(("level.", "component.")) and step["name"] in ("y", "u"):
            self.test.setdefault("levels", {}).setdefault(step["name"], []).append(value)

    def do_round(self, step):
        value, _ = self.formula(step)
        # The interval stands there without the zeros at its end, of which the value may have more.
        require(value == number(step["value"]) and
                step["value"].lstrip("-").rstrip("0").startswith(format(value, "f").lstrip("-").rstrip("0")),
                f"{step['formula']} is {value:f}")
        require(not value.is_signed() or step["value"].startswith("-") or not value, "the sign is lost")
        self.row[step["name"]] = self.row["the rounded"] = value
        self.row["judged"] = number(next(iter(step["numbers"].values())))

    def do_limit(self, step):
        if step["key"] == "trace.limit_none":
            self.passes.append("none")
        elif step["key"] == "trace.limit_never":
            self.passes.append("false")
        if "formula" not in step:
            require(number(step["args"][1]) == self.known(dict(step, what="compare"), step["name"]), "the line differs")
            return
        value, _ = self.formula(step)
        require(value == number(step["value"]), f"{step['formula']} is {value}")
        self.row[f"the {step['name']}"] = value

    def do_case(self, step):
        if "formula" not in step:
            if step["key"] == "trace.case_none":
                self.row["no case"] = True
            return
        _, holds = self.formula(step)
        require(holds is True, "the case does not apply")
        edge, _ = evaluate(step["filled"].rsplit("<", 1)[1].lstrip("="), self.given)
        require(edge == number(step["value"]), f"the edge is {edge}")

    def do_compare(self, step):
        _, holds = self.formula(step)
        require(("true" if holds else "false") == step["value"], f"{step['filled']} is {holds}")
        require(step["key"] == ("trace.compare_pass" if holds else "trace.compare_fail"), "the line differs")
        self.passes.append(step["value"])

    def do_margin(self, step):
        value, _ = self.formula(step)
        require(margin(value) == number(step["value"]), f"{step['formula']} is {value}")

    def do_group(self, step):
        words = step["args"][3].split(", ") if step["args"][3] else []
        members = self.passes[len(self.passes) - len(words):]
        require(members == words, f"{words} are {members}")
        del self.passes[len(self.passes) - len(words):]
        holds = (any if step["what"] == "any" else all)(w == "true" for w in words)
        require(step["value"] == ("true" if holds else "false"), f"{step['what']} of {words}")
        require(number(step["args"][1]) == self.known(dict(step, what="compare"), step["name"]), "the line differs")
        self.passes.append(step["value"])

    def do_decision(self, step):
        was = self.passes.pop()
        if "formula" not in step:
            require(step["value"] == "false" or was == "true", "a group that is not met")
        else:
            check_formula(step)
            value, limit = step["numbers"]["value"], step["numbers"]["limit"]
            require(number(value) == self.known(dict(step, what="compare"), step["name"]), "another value")
            require(number(limit) == self.row["the limit"], "another limit")
            _, holds = evaluate(step["filled"], {})
            require(step["args"][3] == step["numbers"]["guard"], "the line differs")
            require(step["value"] == ("true" if holds else "false") or number(step["args"][3]) == 0 and
                    step["value"] == was, f"{step['filled']} is {holds}")
        self.passes.append(step["value"])

    def do_edge(self, step):
        other = self.passes.pop()
        require(other == step["value"] and self.passes[-1:] != [other], "the rounded value gets the same verdict")

    def do_worst(self, step):
        value, _ = self.formula(step)
        require(value == number(step["value"]) == absmax(self.shown), f"the greatest is {absmax(self.shown)}")

    def do_date(self, step):
        y, m, d = map(int, self.row_text(step, "date").split("-"))
        m += int(self.row_text(step, "months")) - 1
        y, m = y + m // 12, m % 12 + 1
        last = (datetime.date(y + m // 12, m % 12 + 1, 1) - datetime.timedelta(days=1)).day
        until = datetime.date(y, m, last) if d > last else datetime.date(y, m, d) - datetime.timedelta(days=1)
        require(until.isoformat() == step["value"], f"valid until {until}")

    def row_text(self, step, name):
        dates = re.fullmatch(r"valid_until\((\d{4}-\d\d-\d\d), (\d+)\)", step["filled"])
        require(dates is not None, step["filled"])
        text = dates.group(1 if name == "date" else 2)
        require(self.texts[name] == text, f"{name} is {text}, was {self.texts[name]}")
        return text

    def do_test(self, step):
        self.end_row()
        self.row = {}
        judged = [p for p in self.rows if p != "none"]
        want = "fail" if "false" in judged else "pass" if judged or step["key"] == "trace.test_pass" and not self.rows \
            else "none"
        require(step["value"] == want and step["key"] == f"trace.test_{want}", f"the test is {want}")
        self.tests.append(step["value"])
        self.results[step["test"]] = {"raw": self.values, "value": self.shown, "result": self.put_together,
                                      "outputs": {k: v for k, v in self.outputs.items() if k}}
        self.rows = []

    def do_missing(self, step):
        require(step["args"] == [step["name"]], "the line differs")
        self.missing.append(step["name"])

    def do_whole(self, step):
        good = "fail" not in self.tests
        if self.missing:
            want = ["incomplete"]
        else:
            want = ["pass", "meets", "calibrated"] if good else ["fail", "misses", "calibrated"]
        require(step["value"] in want and step["key"] == f"trace.whole_{step['value']}", f"the whole is {want}")
        self.whole, self.tests, self.closed, self.results = step["value"], [], set(), {}

    def do_grade(self, step):
        want = "fail" if "fail" in self.tests else "pass"
        require(step["value"] == want and step["key"] == f"trace.grade_{want}" and step["args"] == [step["name"]],
                f"the grade is {want}")
        self.grades.append((step["name"], want))
        self.tests, self.closed, self.results = [], set(), {}

    def do_best(self, step):
        want = self.grades[-1][0] if self.grades and self.grades[-1][1] == "pass" else "none"
        require(step["value"] == want and step["args"] == [want] and all(v == "fail" for _, v in self.grades[:-1]),
                f"the best grade is {want}")


GENERAL = {"given": General.do_given, "result": General.do_result, "reading": General.do_reading, "item": General.do_item,
           "round": General.do_round, "limit": General.do_limit, "case": General.do_case, "compare": General.do_compare,
           "margin": General.do_margin, "any": General.do_group, "all": General.do_group, "edge": General.do_edge, "decision": General.do_decision,
           "worst": General.do_worst, "date": General.do_date, "test": General.do_test, "missing": General.do_missing,
           "whole": General.do_whole, "grade": General.do_grade, "best": General.do_best}
for _what in ("formula", "factor", "round_up"):
    GENERAL[_what] = General.do_budget
for _what in ("transform", "reference", "aggregate", "error", "derived", "reduction", "output"):
    GENERAL[_what] = General.do_value


def check_general(trace, out):
    state = General()
    state.texts = {}
    for n, step in enumerate(trace["steps"], 1):
        try:
            require(step["n"] == n, f"it is called {step['n']}")
            state.move(step)
            if step["what"] == "reading" and not isinstance(step["value"], list):
                state.texts[step["name"]] = step["value"]
            GENERAL[step["what"]](state, step)
            check_args(step)
        except (Wrong, DecimalException, KeyError, IndexError, ValueError, TypeError, AttributeError, ZeroDivisionError) as e:
            out.append(f"step {n} {step.get('test')} {step.get('row')} {step.get('what')} {step.get('name')}: {e}")
            return
    if state.whole is None:
        out.append("no conclusion")


# ---- the weighbridge ----

# What an indication and its small weights are called in the edition's formula.
READINGS = {"x": ("i", "e0_i", "back_i"), "dl": ("dl", "e0_dl"), "i2": ("i2",), "i0": ("i",)}
FRAME = ("half", "svc")  # the same in the whole trace
FRAME_OF_RANGE = ("Max", "std")
BY_LOAD = ("e", "d")  # of an instrument with several intervals they grow with the load
RANGE = re.compile(r"r\d+\.")


class Weighbridge:
    def __init__(self):
        self.place, self.known, self.readings, self.tests = None, {}, {}, []
        self.stated = None  # U of the budget before
        self.frame, self.range = {}, ""  # numbers of the instrument; "r1." of several ranges
        self.by_load, self.elsewhere = {}, set()  # (range, name): {(load, number)}; (range, name, number)
        self.placements, self.substitutes = {}, set()

    def step(self, step):
        self.move(step)
        if step["what"] == "reading":
            check_reading(step)
            self.readings[step["name"]] = number(step["value"])
        elif step["what"] == "test":
            require(step["key"] == f"trace.test_{step['value']}", "the line differs")
            self.tests.append(step["value"])
        elif step["what"] == "whole":
            require(step["key"] == f"trace.whole_{step['value']}", "the line differs")
            require(step["value"] != "pass" or not {"fail", "incomplete"} & set(self.tests), "a test did not pass")
        elif "formula" in step:
            self.formula(step)

    def move(self, step):
        place = (step["test"], step["row"])
        if place == self.place:
            return
        if self.place and "P" in self.known:
            self.placements.setdefault(self.place[0], {}).setdefault(self.range, []).append(self.known["P"])
        self.place, self.known, self.readings = place, {}, {}
        if step["row"]:
            m = RANGE.match(step["row"])
            self.range = m.group() if m else ""

    def intervals(self):
        """The scale interval grows with the load, and nowhere is another one used."""
        for (range_, name), seen in self.by_load.items():
            loads, numbers = zip(*sorted(seen))
            require(list(numbers) == sorted(numbers), f"{range_}{name} does not grow with the load")
            require(len(set(loads)) == len(loads), f"{range_}{name} changed at a load")
        for range_, name, v in self.elsewhere:
            known = {n for _, n in self.by_load.get((range_, name), ())} or \
                {n for r, k, n in self.elsewhere if (r, k) == (range_, name)}
            require(v in known and (len(known) == 1 or (range_, name) in self.by_load), f"{range_}{name} changed")

    def formula(self, step):
        check_formula(step)
        env = {n: value_of(v) for n, v in step["numbers"].items()}
        value, holds = evaluate(step["formula"], env)
        again, holds_again = evaluate(step["filled"], {})
        require(value == again and holds == holds_again, "put in, it is something else")
        for name, v in env.items():
            self.origin(step, name, v)
        if step["what"] == "compare":
            require(("true" if holds else "false") == step["value"], f"{step['filled']} is {holds}")
            require(step["key"] == ("trace.compare_pass" if holds else "trace.compare_fail"), "the line differs")
            return
        if step["what"] == "decision":
            require(("true" if holds else "false") == step["value"] or number(step["args"][3]) == 0, f"{step['filled']} is {holds}")
            require(number(step["args"][2]) == self.stated and number(step["args"][3]) == env["guard"] and
                    env["guard"] in (0, self.stated), "another uncertainty than that of the budget")
            return
        if step["what"] == "case":
            require(holds is True, "the case does not apply")
        elif step["what"] == "margin":
            value = margin(value)
        elif isinstance(value, tuple):
            require(distributions.is_factor(number(step["value"]), *value), f"another factor than {step['value']}")
            return
        elif step["what"] == "factor":
            value = Context(prec=16).plus(value)
        require(value == number(step["value"]), f"{step['formula']} is {value}")
        if step["what"] == "round_up":
            self.stated = value
        if step["what"] in ("formula", "limit"):
            self.known[step["name"]] = value
        if step["name"] == "substitute":
            self.substitutes.add(value)
        if step["name"] == "spread" and step["what"] == "formula":
            require(any(list(env.values()) == p[:len(env)] for p in self.placements.get(step["test"], {}).values()),
                    "other placements")

    def origin(self, step, name, v):
        if name in FRAME or name in FRAME_OF_RANGE:
            key = name if name in FRAME else self.range + name
            require(self.frame.setdefault(key, v) == v, f"{name} changed")
        if name in BY_LOAD and "load" in self.known:
            self.by_load.setdefault((self.range, name), set()).add((self.known["load"], v))
        elif name in BY_LOAD:
            self.elsewhere.add((self.range, name, v))
        if name in self.known:
            require(self.known[name] == v, f"{name} is {v}, was {self.known[name]}")
        if name in READINGS and self.readings and v:
            require(any(self.readings.get(r) == v for r in READINGS[name]), f"{name} = {v} was not read")
        if name == "value" and step["what"] in ("compare", "margin") and step["name"] in self.known:
            require(self.known[step["name"]] == v, f"{step['name']} is {v}, was {self.known[step['name']]}")
        if name == "substitute" and step["name"] == "L":
            require(v in self.substitutes, f"no stage left {v}")


def check_weighbridge(trace, out):
    state = Weighbridge()
    for n, step in enumerate(trace["steps"], 1):
        try:
            require(step["n"] == n, f"it is called {step['n']}")
            state.step(step)
            check_args(step)
        except (Wrong, DecimalException, KeyError, IndexError, ValueError, TypeError, AttributeError) as e:
            out.append(f"step {n} {step.get('test')} {step.get('row')} {step.get('what')} {step.get('name')}: {e}")
    try:
        state.intervals()
    except (Wrong, TypeError) as e:
        out.append(str(e))


def check(trace, sealed=True):
    """What is wrong with a trace; sealed: also whether its seal is right."""
    out = []
    with localcontext(DIGITS):
        (check_general if "case" in trace else check_weighbridge)(trace, out)
    if sealed and trace.get("seal") != seal_of(trace):
        out.append("the seal is broken")
    return out


def main():
    bad = n = 0
    for path in sys.argv[1:]:
        with sys.stdin if path == "-" else open(path, encoding="utf-8") as f:
            for line in f:
                doc = json.loads(line)
                if "error" in doc:
                    continue
                n += 1
                wrong = check(doc.get("trace", doc))
                bad += bool(wrong)
                for w in wrong:
                    print(f"{doc.get('id')}: {w}")
    print(f"{n} traces, {bad} wrong")
    sys.exit(1 if bad or not n else 0)


if __name__ == "__main__":
    main()
