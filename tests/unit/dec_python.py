#!/usr/bin/env python3
"""Differential test of base/dec against Python's decimal module.

Usage: dec_python.py DRIVER [OPERATIONS [SEED]]

Makes random operations (mixed sizes and exponents, ties, 34-digit edges, exponents at the
ends of the range), lets DRIVER (tests/unit/dec_driver.c) do them in bulk and compares each
answer, value and exponent. Prints how many were compared; ends at the first difference
with the operation. The seed is fixed, so a failure repeats.
"""
import decimal
import random
import re
import subprocess
import sys
from decimal import Decimal as D

DIGITS, EXP_MAX, TEXT_MAX, POWER_MAX = 34, 6000, 128, 9999
BATCH = 25000
SEED = 20241202
END = 10**DIGITS
C = decimal.Context(prec=DIGITS, rounding=decimal.ROUND_HALF_EVEN,
                    Emin=decimal.MIN_EMIN, Emax=decimal.MAX_EMAX,
                    traps=[decimal.InvalidOperation, decimal.DivisionByZero,
                           decimal.Overflow])
decimal.setcontext(C)
WIDE = decimal.Context(prec=90, rounding=decimal.ROUND_HALF_EVEN, Emin=decimal.MIN_EMIN,
                       Emax=decimal.MAX_EMAX, traps=C.traps)
MODES = [decimal.ROUND_HALF_EVEN, decimal.ROUND_UP, decimal.ROUND_DOWN,
         decimal.ROUND_FLOOR, decimal.ROUND_CEILING]
FAILED = (decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow)
rng = random.Random()
bits, rand = rng.getrandbits, rng.random


def number(coef, exp):
    return D(coef).scaleb(exp)


# ---------- operands: (coefficient, exponent) ----------

def below(n):
    return int(rand() * n)


def coefficient():
    kind = bits(4)
    if kind < 8:
        c = below(10 ** (1 + below(9)))
    elif kind < 12:
        c = bits(113) % 10 ** (1 + below(DIGITS))
    elif kind == 12:
        c = END - 1 - below(12)
    elif kind == 13:
        c = 10 ** below(DIGITS) * (1 + below(9))
    elif kind == 14:
        c = (1 << (60 + below(6))) + below(5) - 2
    else:
        c = 10 ** (DIGITS - 1) + below(7) * 10 ** below(DIGITS - 1)
    return -c if bits(1) else c


def exponent():
    kind = bits(5)
    if kind < 22:
        return below(13) - 8
    if kind < 30:
        return below(101) - 50
    if kind == 30:
        return below(2 * EXP_MAX + 1) - EXP_MAX
    return (EXP_MAX - below(40)) * (1 if bits(1) else -1)


def operand():
    return coefficient(), exponent()


def clip(exp):
    return max(-EXP_MAX, min(EXP_MAX, exp))


def long_odd():
    """34 digits, odd, above 2 * 10^33."""
    return 2 * 10 ** (DIGITS - 1) + bits(112) % (7 * 10 ** (DIGITS - 1)) | 1


def pair_for_sum():
    a, e = operand()
    kind = bits(3)
    if kind < 3:
        return (a, e), (coefficient(), clip(e + below(9) - 4))
    if kind == 3:  # a tie, or just beside it
        n = len(str(abs(a)))
        k = below(30)
        half = 5 * 10 ** k + below(3) - 1
        return (a, e), (half * (1 if bits(1) else -1), clip(e + n - DIGITS - k - 1))
    if kind == 4:  # nearly nothing is left
        return (a, e), (max(1 - END, min(END - 1, -a + below(3) - 1)), e)
    if kind == 5:  # far apart
        return (a, e), (coefficient(), clip(e - 20 - below(90)))
    return (a, e), operand()


def pair_for_product():
    kind = bits(3)
    if kind == 0:
        return (long_odd(), exponent()), (5 * 10 ** below(9), exponent())
    if kind == 1:
        return (1 - END, exponent()), (END - 1 - below(9), exponent())
    if kind == 2:
        return (coefficient(), exponent()), (5 ** below(40), exponent())
    return operand(), operand()


def pair_for_quotient():
    kind = bits(3)
    if kind == 0:
        return (long_odd(), exponent()), ((2, 4, 8, 16, 20, 32, 40, 625)[bits(3)], exponent())
    if kind == 1:
        b, e = coefficient(), exponent()
        n = below(END // max(1, abs(b)))
        return (max(1 - END, min(END - 1, b * n)), exponent()), (b, e)
    if kind == 2:
        return operand(), (2 ** below(30) * 5 ** below(20), exponent())
    return operand(), operand()


# ---------- expected answers ----------

def settle(r):
    """What struct dec can hold of r, or None."""
    if not r.is_finite():
        return None
    if not r:
        return D((0, (0,), clip(r.as_tuple().exponent)))
    if -EXP_MAX + 40 < r.adjusted() < EXP_MAX - 40:
        return r
    sign, digits, exp = r.as_tuple()
    c = int("".join(map(str, digits)))
    while exp > EXP_MAX and c < END // 10:
        c, exp = c * 10, exp - 1
    while exp < -EXP_MAX and c % 10 == 0:
        c, exp = c // 10, exp + 1
    if abs(exp) > EXP_MAX:
        return None
    return number(-c if sign else c, exp)


def answer(op, *args):
    try:
        r = settle(op(*args))
    except FAILED:
        return "range"
    return "range" if r is None else str(r)


def rounded(num, den, mode):
    """num / den (den > 0) to a whole number."""
    q, rem = divmod(abs(num), den)
    twice = 2 * rem - den
    up = {decimal.ROUND_HALF_EVEN: twice > 0 or twice == 0 and q & 1,
          decimal.ROUND_UP: rem, decimal.ROUND_DOWN: False,
          decimal.ROUND_FLOOR: rem and num < 0,
          decimal.ROUND_CEILING: rem and num > 0}[mode]
    q += 1 if up else 0
    return -q if num < 0 else q


def divide(a, b, scale, mode):
    (x, ex), (y, ey) = a, b
    if y == 0:
        return "range"
    if y < 0:
        x, y = -x, -y
    gap = ex - ey + scale
    q = rounded(x * 10 ** max(gap, 0), y * 10 ** max(-gap, 0), mode)
    return "range" if abs(q) >= END else str(number(q, -scale))


def interval(v, step, mode):
    """rnd() of the reference evaluator, for every mode."""
    if step[0] <= 0:
        return "range"
    v, s = number(*v), number(*step)
    q = settle(v / s)
    if q is None:
        return "range"
    n = q.to_integral_value(mode)
    if len(n.as_tuple().digits) > DIGITS:
        return "range"
    r = settle(n * s)
    if r is None:
        return "range"
    if step[1] < 0:
        try:
            r = r.quantize(D((0, (1,), step[1])))
        except FAILED:
            return "range"
    return str(r if r else r.copy_abs())


def plain(v):
    s = format(v, "f")
    return s if len(s.lstrip("-")) <= 60 else format(v, "E")


def short(coef, exp):
    if coef == 0:
        return number(0, 0)
    while coef % 10 == 0 and exp < EXP_MAX:
        coef, exp = coef // 10, exp + 1
    return number(coef, exp)


# ---------- one operation: its line and the answer ----------

def words(*numbers):
    return " ".join("%d %d" % n if isinstance(n, tuple) else str(n) for n in numbers)


def make_sum(name, op):
    def make():
        a, b = pair_for_sum()
        return name + " " + words(a, b), answer(op, number(*a), number(*b))
    return make


def make_product():
    a, b = pair_for_product()
    return "mul " + words(a, b), answer(C.multiply, number(*a), number(*b))


def make_quotient():
    a, b = pair_for_quotient()
    return "quot " + words(a, b), answer(C.divide, number(*a), number(*b))


def make_root():
    c, e = operand()
    kind = bits(2)
    if kind == 0:
        c = (bits(56) % 10 ** (DIGITS // 2 - below(9))) ** 2
    elif kind == 1:
        c = max(0, (bits(56) % 10 ** (DIGITS // 2)) ** 2 + below(3) - 1)
    elif kind == 2:
        c = abs(c)
    return "sqrt " + words((c, e)), answer(C.sqrt, number(c, e))


def make_power():
    kind = bits(3)
    c, e = operand()
    n = below(21) - 10
    if kind < 2:
        c, n = c % 1000, below(100) - 30
    elif kind == 2:
        e, n = -below(36), below(2 * POWER_MAX + 1) - POWER_MAX
        c = 10 ** -e + below(3) - 1 if -e < DIGITS else c
    elif kind == 3:
        n = below(5)
    return "power " + words((c, e), n), answer(C.power, number(c, e), D(n))


def make_real():
    c, e = abs(coefficient()), exponent() if bits(1) else -below(12)
    n = coefficient() % 10 ** (1 + below(9)) * (1 - 2 * bits(1)), -1 - below(12)
    if bits(2) == 0:
        c, e, n = (below(500) ** 2, -2 * below(4), (5 * (2 * below(20) - 19), -1))
    elif bits(3) == 0:  # near 1
        c, e = 10 ** (DIGITS - 1) + below(2000) - 1000, 1 - DIGITS
    if c and abs(number(*n) * C.ln(number(c, e))) > 13000:
        n = n[0] % 1000, -3
    if number(*n) == number(*n).to_integral_value():
        n = 5, -1
    if not c:
        return "real " + words((c, e), n), "range"
    return "real " + words((c, e), n), answer(real_power, number(c, e), number(*n))


def real_power(v, by):
    """Rounded once: libmpdec takes 57 digits only, which a tie beside a root can tell."""
    return C.plus(WIDE.power(v, by))


def make_div():
    a, b = pair_for_quotient()
    mode = below(5)
    scale = below(15) - 3 if bits(2) else b[1] - a[1] + below(40) - 5
    scale = clip(scale)
    if abs(a[1] - b[1] + scale) > 400:
        a = (a[0], clip(b[1] - scale))
    return "div " + words(a, b, scale, mode), divide(a, b, scale, MODES[mode])


def make_round():
    c, e = operand()
    mode = below(5)
    scale = clip(-e + below(40) - 34)
    if bits(2) == 0:  # a tie
        k = below(20)
        c, scale = (c % 10**10 * 10 + 5) * 10**k, clip(-e - k - 1)
    try:
        r = number(c, e).quantize(D((0, (1,), -scale)), rounding=MODES[mode])
        want = str(r if r else r.copy_abs())
    except FAILED:
        want = "range"
    return "round " + words((c, e), scale, mode), want


def make_interval():
    step = ((1, 2, 5, 10, 20, 50, 3, 7)[bits(3)], below(9) - 7)
    v = (coefficient(), step[1] + below(5) - 4)
    if bits(1):
        v = ((2 * below(10**9) + 1) * step[0] * 5, step[1] - 1)
    elif bits(3) == 0:
        v, step = operand(), operand()
    mode = below(5)
    return "interval " + words(v, step, mode), interval(v, step, MODES[mode])


def make_significant():
    c, e = operand()
    n = 1 + below(DIGITS)
    r = settle(decimal.Context(prec=n, rounding=decimal.ROUND_HALF_EVEN,
                               Emin=decimal.MIN_EMIN,
                               Emax=decimal.MAX_EMAX).plus(number(c, e)))
    return "significant " + words((c, e), n), str(r if r is not None else number(c, e))


def make_normal():
    c, e = operand()
    return "normal " + words((c, e)), str(short(c, e))


def make_compare():
    a, b = pair_for_sum()
    if bits(2) == 0:
        k = below(DIGITS)
        a = (a[0] % 10 ** (DIGITS - k), a[1])
        b = (a[0] * 10**k + (below(3) - 1 if bits(1) and k else 0), clip(a[1] - k))
    return "compare " + words(a, b), str(C.compare(number(*a), number(*b)))


def make_multiple():
    v, step = operand(), (abs(coefficient()) or 1, exponent())
    if bits(1):
        n = below(END // step[0])
        v = (step[0] * n, clip(step[1] + below(4)))
    elif bits(1):
        step = (2 ** below(40) * 5 ** below(30), exponent())
        v = (v[0], clip(step[1] + below(120)))
    gap = v[1] - step[1]
    left = v[0] * 10 ** max(gap, 0) % (step[0] * 10 ** max(-gap, 0))
    return "multiple " + words(v, step), "1" if left == 0 else "0"


def make_whole():
    c, e = operand()
    if bits(1):
        c = (1 - 2 * bits(1)) * ((1 << 63) + below(4) - 2)
        k = below(4)
        c, e = c * 10**k, -k
    v = number(c, e)
    if v != v.to_integral_value():
        return "whole " + words((c, e)), "0 range"
    if e < 40 and -2**63 <= int(v) < 2**63:
        return "whole " + words((c, e)), "1 %d" % int(v)
    return "whole " + words((c, e)), "1 " + ("range" if v else "0")


def make_text():
    c, e = operand()
    if bits(1):
        e = below(90) - 70
    v = number(c, e)
    return ("text " + words((c, e)),
            " ".join([plain(v), plain(short(c, e)), format(v, "E")]))


NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def digits_text(most):
    n = below(most + 1)
    return str(bits(4 * n)).zfill(n)[:n] if n else ""


def make_parse():
    most = 60 if bits(3) == 0 else 14
    s = ("", "", "-", "+")[bits(2)] + digits_text(most)
    if bits(1):
        s += "." + digits_text(most)
    if bits(2) == 0:
        s += "eE"[bits(1)] + ("", "-", "+")[below(3)] + str(below(10 ** (1 + below(6))))
    if bits(4) == 0:
        i = below(len(s) + 1)
        s = s[:i] + "0123456789+-.eExn_,"[below(19)] + s[i + bits(1):]
    if bits(7) == 0:
        s = "0" * below(140) + s
    if bits(5) == 0:  # a tie of 35 digits, or just beside it
        s = "%d5" % long_odd() + "0" * below(30) + ("1" if bits(1) else "")
    if len(s) > TEXT_MAX:
        want = "limit"
    elif not NUMBER.fullmatch(s):
        want = "invalid"
    else:
        want = answer(C.create_decimal, s)
    return "parse " + s, want


# operation, share in 32
MAKERS = [
    (make_sum("add", C.add), 5), (make_sum("sub", C.subtract), 3), (make_product, 4),
    (make_quotient, 3), (make_root, 2), (make_power, 1), (make_real, 1), (make_div, 2), (make_round, 2),
    (make_interval, 2), (make_significant, 1), (make_normal, 1), (make_compare, 1),
    (make_multiple, 1), (make_whole, 1), (make_text, 1), (make_parse, 1),
]
TABLE = [make for make, share in MAKERS for _ in range(share)]
assert len(TABLE) == 32
VALUE = re.compile(r"-?\d+E-?\d+", re.ASCII)


def same(got, want):
    if got == want:
        return True
    return VALUE.fullmatch(got) is not None and str(D(got)) == want


def compare_batch(driver, n):
    made = [TABLE[bits(5)]() for _ in range(n)]
    run = subprocess.run([driver], input="\n".join(line for line, _ in made) + "\n",
                         capture_output=True, text=True, check=False)
    got = run.stdout.splitlines()
    for (line, want), have in zip(made, got):
        if not same(have, want):
            sys.exit("FAILED: %s\n  expected %s\n  got      %s" % (line, want, have))
    if run.returncode or len(got) != n:
        bad = made[len(got)][0] if len(got) < n else ""
        sys.exit("FAILED: driver ended with %d after %d of %d answers: %s\n%s"
                 % (run.returncode, len(got), n, bad, run.stderr))


def main():
    driver = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else SEED
    rng.seed(seed)
    print("seed %d" % seed, flush=True)
    done = 0
    while done < count:
        n = min(BATCH, count - done)
        compare_batch(driver, n)
        done += n
    print("%d operations compared, no difference" % done)


if __name__ == "__main__":
    main()
