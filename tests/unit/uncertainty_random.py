#!/usr/bin/env python3
"""Functions with declared digits, and rounding of U, against Python's decimal.

Usage: uncertainty_random.py DRIVER [CASES [SEED]]

The reference works with 70 digits and by other ways than the C: exp and ln are those of
the decimal module, the rest stands in distributions.py. The seed is fixed, so a failure
repeats.
"""
import decimal
import os
import random
import subprocess
import sys
from decimal import Decimal as D

from distributions import CONTEXT, erfc_half, is_factor, round_up, round_up_to

decimal.setcontext(CONTEXT)
SEED = 20250107
HERE = os.path.dirname(os.path.abspath(__file__))
VECTORS = os.path.join(HERE, "..", "vectors")


# ---------- asking ----------

def ask(driver, lines):
    p = subprocess.run([driver], input="\n".join(lines) + "\n", capture_output=True, text=True)
    assert p.returncode == 0, p.stderr
    out = p.stdout.split("\n")[:-1]
    assert len(out) == len(lines), (len(out), len(lines))
    return out


def off(got, want, digits):
    """Is got away from want by a unit of the last of `digits` digits, or more?"""
    if want == 0:
        return D(got) != 0
    return abs(D(got) - want) >= D(1).scaleb(want.adjusted() - digits + 1)


def number(r, low, high):
    return D(repr(r.uniform(low, high)))


# ---------- what is compared ----------

def elementary(driver, r, n):
    values = [D(0), D(13000), D(-13000), D("1e-40"), D(1), D(-1), D("2.302585092994045684017991454684364208")]
    values += [number(r, -1, 1).scaleb(r.randint(-20, 4)) for _ in range(n)]
    bad = [f"exp {v}: {g}" for v, g in zip(values, ask(driver, [f"exp {v}" for v in values])) if off(g, v.exp(), 30)]
    values = [D("-0.5"), D("0.5"), D("1e30"), D("1e-30"), D("-0.999999999"), D(9), D(2)]
    values += [number(r, -0.99, 3).scaleb(r.choice([-12, -5, -1, 0, 0, 0])) for _ in range(n)]
    values += [number(r, 0, 1).scaleb(r.randint(0, 30)) for _ in range(n)]
    values = [v for v in values if v]
    bad += [f"ln1p {v}: {g}" for v, g in zip(values, ask(driver, [f"ln1p {v}" for v in values]))
            if off(g, (1 + v).ln(), 30)]
    return bad


def roots(driver, r, n):
    values = [number(r, 0, 1).scaleb(r.randint(-300, 300)) for _ in range(n)]
    c = decimal.Context(prec=34)
    return [f"sqrt {v}: {g}" for v, g in zip(values, ask(driver, [f"sqrt {v}" for v in values])) if D(g) != v.sqrt(c)]


def tails(driver, r, n):
    values = [D(0), D("4.9999999999"), D(5), D(12), D("38.5"), D(150), D(-150)]
    values += [number(r, -9, 9) for _ in range(n)] + [number(r, 5, 150) for _ in range(n // 4)]
    got = ask(driver, [f"beyond {v}" for v in values])
    return [f"beyond {v}: {g}" for v, g in zip(values, got) if off(g, erfc_half(v), 20)]


def factors(driver, r, n):
    cases = [(D(p), "inf") for p in ("0.5", "0.6827", "0.95", "0.9545", "0.99", "0.9973", "0.9999")]
    for _ in range(n):
        p = r.choice([D("0.95"), D("0.9545"), D("0.99"), D("0.5"), D("0.9999"), number(r, 0.5, 0.9999)])
        nu = r.choice([D(r.randint(1, 60)), number(r, 1, 4), number(r, 1, 100), number(r, 1, 10).scaleb(r.randint(1, 9))])
        cases.append((p, nu))
    bad = []
    for (p, nu), g in zip(cases, ask(driver, [f"factor {p} {nu}" for p, nu in cases])):
        if not is_factor(D(g), p, nu):
            bad.append(f"factor {p} {nu}: {g}")
    return bad


def table(driver):
    rows = [line.split(",") for line in open(os.path.join(VECTORS, "t_factors.csv"), encoding="utf-8").read().split()[1:]]
    lines, want = [], []
    for nu, k9545, _, k95, k99 in rows:
        lines += [f"factor {p} {nu}" for p in ("0.9545", "0.95", "0.99")]
        want += [k9545, k95, k99]
    return [f"{q}: {g}, printed {w}" for q, g, w in zip(lines, ask(driver, lines), want)
            if abs(D(g) - D(w)) > D("0.6e-9")]


def rounding(driver, r, n):
    lines, bad = [], []
    for _ in range(n):
        v = D(r.choice([r.randint(1, 10**6), 10 ** r.randint(0, 6), 995, 996, 9950, 9951, 99])).scaleb(r.randint(-9, 4))
        lines += [f"up {v} {r.choice([1, 2])}", f"upto {v} {D(r.choice([1, 2, 5])).scaleb(r.randint(-4, 2))}"]
    for q, g in zip(lines, ask(driver, lines)):
        word, v, arg = q.split()
        v, g = D(v), D(g)
        if word == "up":
            digits = int(arg)
            unit = D(1).scaleb(v.adjusted() - digits + 1)
            if not (v <= g < v + unit and len(g.normalize().as_tuple().digits) <= digits and g == round_up(v, digits)):
                bad.append(f"{q}: {g}")
        elif not (v <= g < v + D(arg) and g == round_up_to(v, D(arg))):
            bad.append(f"{q}: {g}")
    # A value that only the last digits of a root lift above a step stays on it.
    for q, want in (("up 0.01200000000000000000000000000000001 2", "0.012"), ("up 0.0120000000000000000001 2", "0.013"),
                    ("up 0 2", "range"), ("up -1 2", "range"), ("up 1 3", "range")):
        g = ask(driver, [q])[0]
        if g != want and (want == "range" or D(g) != D(want)):
            bad.append(f"{q}: {g}")
    return bad


def refusals(driver):
    lines = ["factor 0.49 5", "factor 0.99991 5", "factor 0.95 0.99", "ln1p -1", "ln1p -2", "exp 13000.1"]
    return [f"{q}: {g}" for q, g in zip(lines, ask(driver, lines)) if g != "range"]


def main():
    driver = sys.argv[1]
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 120
    r = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else SEED)
    checks = [("exp and ln(1 + v) to 30 digits", elementary(driver, r, n)),
              ("square roots are those of the decimal module", roots(driver, r, 4 * n)),
              ("the normal tail to 20 digits", tails(driver, r, n)),
              ("Student's t to 16 digits", factors(driver, r, n)),
              ("the table of factors", table(driver)),
              ("U is rounded up, never below, at most two digits", rounding(driver, r, 4 * n)),
              ("what is outside is refused", refusals(driver))]
    for i, (name, bad) in enumerate(checks, 1):
        print(f"{'not ok' if bad else 'ok'} {i} - {name}")
        for b in bad[:5]:
            print(f"# {b}")
    print(f"1..{len(checks)}")
    sys.exit(1 if any(bad for _, bad in checks) else 0)


if __name__ == "__main__":
    main()
