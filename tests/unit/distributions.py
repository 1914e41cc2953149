"""Normal and Student's distribution for tests, with 70 digits of Python's decimal.

By other ways than src/rule: the normal tail is an alternating series, Student's t the
continued fraction of the incomplete beta function. Also U rounded up as src/rule rounds it.
"""
import decimal
import functools
from decimal import Decimal as D

CONTEXT = decimal.Context(prec=70, Emin=-10**7, Emax=10**7)
PI = D("3.14159265358979323846264338327950288419716939937510582097494459230781640628620899")


def exact(f):
    """Runs with the digits of CONTEXT, whatever those of the caller are."""
    @functools.wraps(f)
    def run(*args):
        with decimal.localcontext(CONTEXT):
            return f(*args)
    return run


@exact
def erfc_half(z):
    """Q(z), by erf's alternating series with digits to spare, or Laplace's fraction."""
    if z < 0:
        return 1 - erfc_half(-z)
    if z > 12:
        f = z
        for n in range(600, 0, -1):
            f = z + n / f
        return (-z * z / 2).exp() / (2 * PI).sqrt() / f
    with decimal.localcontext() as c:
        c.prec = 150
        x2, term, total, n = z * z / 2, z, z, 0
        while abs(term) > D("1e-140"):
            n += 1
            term = -term * x2 / n
            total += term / (2 * n + 1)
        return D("0.5") - total / (2 * PI).sqrt()


@functools.lru_cache(maxsize=None)
@exact
def log_gamma(x):
    shift = D(0)
    while x < 120:
        shift += x.ln()
        x += 1
    bernoulli = [D(1) / 6, D(-1) / 30, D(1) / 42, D(-1) / 30, D(5) / 66, D(-691) / 2730, D(7) / 6, D(-3617) / 510,
                 D(43867) / 798, D(-174611) / 330, D(854513) / 138, D(-236364091) / 2730]
    s = (x - D("0.5")) * x.ln() - x + (2 * PI).ln() / 2
    return s + sum(b / (2 * k * (2 * k - 1) * x ** (2 * k - 1)) for k, b in enumerate(bernoulli, 1)) - shift


@exact
def beta_part(x, a, b):
    """I_x(a, b) by its continued fraction (modified Lentz), for x < (a+1)/(a+b+2)."""
    front = (log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * x.ln() + b * (1 - x).ln()).exp() / a
    c, d = D(1), 1 / (1 - (a + b) * x / (a + 1))
    f = d
    for m in range(1, 4000):
        num = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d, c = 1 / (1 + num * d), 1 + num / c
        f *= d * c
        num = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d, c = 1 / (1 + num * d), 1 + num / c
        f *= d * c
        if abs(d * c - 1) < D("1e-50"):
            return front * f
    raise ArithmeticError("no convergence")


@exact
def inside(t, nu):
    """P(|T| <= t)"""
    if nu == "inf":
        return 1 - 2 * erfc_half(t)
    b, half = nu / 2, D("0.5")
    x = t * t / (nu + t * t)
    if x < (half + 1) / (half + b + 2):
        return beta_part(x, half, b)
    return 1 - beta_part(1 - x, b, half)


@functools.lru_cache(maxsize=None)
@exact
def is_factor(k, p, nu, digits=16):
    """Is k the factor of p to that many digits: does its own probability bracket p?"""
    step = D(1).scaleb(k.adjusted() - digits + 1)
    return inside(k - step, nu) < p < inside(k + step, nu)


@exact
def round_up(v, digits):
    """v up to that many significant digits; what 34 digits cannot tell from a step is on it."""
    v = decimal.Context(prec=25).plus(v)
    out = v.quantize(D(1).scaleb(v.adjusted() - digits + 1), decimal.ROUND_UP)
    return out.quantize(D(1).scaleb(out.adjusted() - digits + 1))


@exact
def round_up_to(v, to):
    v = decimal.Context(prec=25).plus(v)
    return (v / to).to_integral_value(decimal.ROUND_UP) * to
