"""Works every step of a trace out again, from the trace alone.

check(trace) answers what is wrong, as lines.  It knows neither the regulation nor qh: each
formula is evaluated twice, with the numbers of the step put in for the names and as the
text `filled`, and must come to `value`; a name that an earlier step of the same row worked
out must have that value; comparisons must hold or fail as said."""
import os
import re
import sys
from decimal import ROUND_HALF_EVEN, Context, Decimal

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "vectors"))
import ref_eval  # noqa: E402
from distributions import is_factor, round_up, round_up_to  # noqa: E402

NUMBER = re.compile(r"(?<![A-Za-z_0-9.])[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|(?<![A-Za-z_0-9.])\.[0-9]+(?:[eE][-+]?[0-9]+)?")


def listed(f):
    """f of one list, or of its members."""
    return lambda *a: f(a[0] if len(a) == 1 and isinstance(a[0], list) else list(a))


ref_eval.FN["sd"] = listed(ref_eval.sd)
ref_eval.FN["exp"] = lambda v: Context(prec=30).plus(Context(prec=50).exp(v))


def ev(text, numbers):
    """As ref_eval's, but with all digits of the numbers in the text."""
    if text.count("**") or not text.isascii():
        return ref_eval.ev(text, numbers)
    env = dict(numbers)

    def name(m):
        env[f"number{len(env)}"] = m.group(0)
        return f"number{len(env) - 1}"
    return ref_eval.ev(NUMBER.sub(lambda m: m.group(0) if is_exponent(text, m) else name(m), text), env)


def is_exponent(text, m):
    return text[:m.start()].rstrip(" -(").endswith("^")

RELATION = re.compile(r"(<=|>=|<)")
# What an indication and its small weights are called in the edition's formula.
READINGS = {"x": ("i", "e0_i", "back_i"), "dl": ("dl", "e0_dl"), "i2": ("i2",), "i0": ("i",)}


def holds(text, numbers):
    parts = RELATION.split(text)
    values = [ev(p.strip(), numbers) for p in parts[0::2]]
    signs = {"<=": lambda a, b: a <= b, ">=": lambda a, b: a >= b, "<": lambda a, b: a < b}
    return all(signs[s](a, b) for s, a, b in zip(parts[1::2], values, values[1:]))


def edge(text, numbers):
    return ev(RELATION.split(text)[-1].strip(), numbers)


def computed(step, text, numbers):
    """What the formula comes to, as the step should say it."""
    if step["what"] == "compare":
        return "true" if holds(text, numbers) else "false"
    if step["what"] == "case":
        assert holds(text, numbers), "the case does not apply"
        return edge(text, numbers)
    if step["what"] == "round_up":
        return rounded_up(text, numbers)
    if step["what"] == "factor" and text.startswith(("student(", "normal(")):
        p, nu = arguments(text, numbers) if text.startswith("student(") else (*arguments(text, numbers), "inf")
        k = Decimal(step["value"])
        return k if is_factor(k, p, nu) else f"another factor than {k}"
    v = ev(text, numbers)
    if step["what"] == "factor":
        v = Context(prec=16).plus(v)
    if step["what"] == "margin":
        v = v.quantize(Decimal("0.0001"), ROUND_HALF_EVEN)
    return v


def arguments(text, numbers):
    """Of a call: its arguments as numbers."""
    inner, out, depth, last = text[text.index("(") + 1:-1], [], 0, 0
    for i, c in enumerate(inner + ","):
        depth += (c == "(") - (c == ")")
        if c == "," and not depth:
            out.append(ev(inner[last:i].strip(), numbers))
            last = i + 1
    return out


def rounded_up(text, numbers):
    v, by = arguments(text, numbers)
    return round_up_to(v, by) if text.startswith("up_to(") else round_up(v, int(by))


def same(a, b):
    return a == b if isinstance(a, str) or b in ("true", "false") else a == Decimal(b)


def put_in(formula, numbers):
    """The formula with its numbers in the place of their names."""
    def one(m):
        v = numbers.get(m.group(0))
        return m.group(0) if v is None else f"({v})" if v.startswith("-") else v
    return re.sub(r"[A-Za-z_][A-Za-z_0-9]*|[0-9.]+(?:[eE][-+]?[0-9]+)?", one, formula)


def check_step(step, known, readings):
    numbers = step.get("numbers", {})
    out = []
    if put_in(step["formula"], numbers) != step["filled"]:
        out.append(f"{step['formula']} with its numbers is not {step['filled']}")
    for text, env in ((step["formula"], numbers), (step["filled"], {})):
        try:
            if not same(computed(step, text, env), step["value"]):
                out.append(f"{text} is not {step['value']}")
        except Exception as e:
            out.append(f"{text}: {e!r}")
    for name, value in numbers.items():
        if name in known and Decimal(known[name]) != Decimal(value):
            out.append(f"{name} is {value}, was {known[name]}")
        if name in READINGS and readings:
            if not any(Decimal(readings[r]) == Decimal(value) for r in READINGS[name] if r in readings) and value != "0":
                out.append(f"{name} = {value} was not read")
        if name == "value" and step["what"] in ("compare", "margin") and step["name"] in known:
            if Decimal(known[step["name"]]) != Decimal(value):
                out.append(f"{step['name']} is {value}, was {known[step['name']]}")
    return out


def check(trace):
    out, place, known, readings = [], None, {}, {}
    frame = {}  # numbers of the instrument: the same in the whole trace
    placements, substitute = {}, {}
    for n, step in enumerate(trace["steps"], 1):
        if step["n"] != n:
            out.append(f"step {n} is called {step['n']}")
        if (step["test"], step["row"]) != place:
            if place and "P" in known:
                placements.setdefault(place[0], []).append(known["P"])
            place, known, readings = (step["test"], step["row"]), {}, {}
        if step["what"] == "reading":
            readings[step["name"]] = step["value"]
            if Decimal(step["args"][1].strip().replace(",", ".")) != Decimal(step["value"]):
                out.append(f"step {n}: {step['args'][1]} was typed, {step['value']} is used")
        if "formula" not in step:
            continue
        for name in ("e", "d", "half", "svc", "Max", "std"):
            if name in step["numbers"]:
                if frame.setdefault(name, step["numbers"][name]) != step["numbers"][name]:
                    out.append(f"step {n}: {name} changed")
        out += [f"step {n} {step['test']} {step['row']}: {w}" for w in check_step(step, known, readings)]
        if step["name"] == "spread" and step["what"] == "formula":
            p = [v for k, v in step["numbers"].items()]
            if p != placements.get(step["test"], [])[:len(p)]:
                out.append(f"step {n}: placements {p}")
        if step["what"] == "formula":
            known[step["name"]] = step["value"]
        if step["name"] == "substitute" and step["what"] == "formula":
            substitute[step["row"]] = step["value"]
        if step["name"] == "L" and "substitute" in step["numbers"]:
            if step["numbers"]["substitute"] not in substitute.values():
                out.append(f"step {n}: no stage left {step['numbers']['substitute']}")
    return out
