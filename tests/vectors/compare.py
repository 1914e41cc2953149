"""Compares a result of qh with the expected one, by the rules of tests/vectors/README.md.

Where a test declares `round` the shown text must agree digit for digit (Python's decimal
also knows a zero with a sign, from products with zero: it counts as zero); other numbers
agree to 1e-9 relative; limits are compared as decimals; everything else must be equal."""
import re
from decimal import Decimal, InvalidOperation

NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:E[-+]\d+)?")


def decimal(text):
    try:
        return Decimal(text)
    except (InvalidOperation, TypeError, ValueError):
        return None


def is_close(a, b):
    x, y = decimal(a), decimal(b)
    if x is None or y is None:
        return a == b
    # Seven digits are shown of what is smaller than 1E-6.
    room = Decimal("1e-9") if abs(y) >= Decimal("1e-6") else Decimal("1e-6")
    return x == y or abs(x - y) <= room * max(abs(x), abs(y))


def is_same_text(a, b):
    return a == b or (a.lstrip("-") == b.lstrip("-") and decimal(a) == decimal(b) == 0)


def is_same_limit(a, b):
    if a is None or b is None:
        return a is b
    return (NUMBER.sub("#", a) == NUMBER.sub("#", b) and
            [Decimal(x) for x in NUMBER.findall(a)] == [Decimal(x) for x in NUMBER.findall(b)])


def judged(path, got, want, rounds, out):
    for key in sorted(set(got) | set(want)):
        at = f"{path}.{key}"
        if key not in got or key not in want:
            out.append(f"{at}: {'missing' if key in want else 'unexpected'}")
        elif key == "limit":
            if not is_same_limit(got[key], want[key]):
                out.append(f"{at}: {got[key]} for {want[key]}")
        elif key in ("value", "worst"):
            if not is_same_text(got[key], want[key]) if rounds else not is_close(got[key], want[key]):
                out.append(f"{at}: {got[key]} for {want[key]}")
        elif key == "result":
            if not is_close(got[key], want[key]):
                out.append(f"{at}: {got[key]} for {want[key]}")
        elif got[key] != want[key]:
            out.append(f"{at}: {got[key]!r} for {want[key]!r}")


def test_result(path, test, got, want, out):
    rounds = bool(test.get("round"))
    by_output = {o["name"]: bool(o.get("round")) for o in test.get("outputs", [])}
    for key in sorted(set(got) | set(want)):
        at = f"{path}.{key}"
        a, b = got.get(key), want.get(key)
        if key in ("points", "groups", "pairs") and a is not None and b is not None:
            if len(a) != len(b):
                out.append(f"{at}: {len(a)} rows for {len(b)}")
            for i, (x, y) in enumerate(zip(a, b)):
                judged(f"{at}[{i}]", x, y, rounds, out)
        elif key == "outputs" and a is not None and b is not None:
            for name in sorted(set(a) | set(b)):
                judged(f"{at}.{name}", a.get(name, {}), b.get(name, {}), by_output.get(name, False), out)
        elif key == "u" and a is not None and b is not None:
            if set(a) != set(b) or not all(is_close(a[n], b[n]) for n in b):
                out.append(f"{at}: {a} for {b}")
        elif key in ("uc", "U_raw"):
            if not is_close(a, b):
                out.append(f"{at}: {a} for {b}")
        else:
            judged(path, {key: a} if key in got else {}, {key: b} if key in want else {}, rounds, out)


def differences(document, got, want):
    """The places where two results of one case differ, as readable lines."""
    out = []
    tests = {t["id"]: t for t in document["tests"]}
    for key in sorted(set(got) | set(want)):
        if key != "tests":
            if got.get(key) != want.get(key) or (key in got) != (key in want):
                out.append(f"{key}: {got.get(key)!r} for {want.get(key)!r}")
            continue
        for name in sorted(set(got["tests"]) | set(want["tests"])):
            if name not in got["tests"] or name not in want["tests"]:
                out.append(f"tests.{name}: {'missing' if name in want['tests'] else 'unexpected'}")
            else:
                test_result(f"tests.{name}", tests[name], got["tests"][name], want["tests"][name], out)
    return out
