"""Both ways to judge a weighbridge record (src/rule/bridge_quick.h) on random editions and
readings.

usage: quick_random.py DRIVER [COUNT [SEED]]; prints TAP.

The driver judges every record twice and calls a difference an error.  Here are the records
that make one likely: numbers at the ends of 64 bits and of the scale, of many digits, below
zero, missing; formulas of the edition written otherwise, with names that the quick way does
not know, limits in other forms, conditions at the end."""
import copy
import json
import os
import random
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import weighbridge_random  # noqa: E402
from weighing_grid import instrument  # noqa: E402

NUMBERS = ["0", "-0", "0.000", "-5", "1000000000000000", "1000000000000000.5", "-1000000000000001", "9223372036854775807",
           "9223372036854775808", "0.001", "0.0001", "0.0000000000000000000000000001", "1234567890123456789012345678901234", "999999999999",
           "1e-30", "12.50000000000000000", "20000.0000", "7", "33.3333333333333333333333333333333"]
TRANSFORMS = ["x + half*e - dl", "half*e + x - dl", "-(dl - x) + e*half", "x - dl", "x", "max(x, x - e) + half*e - dl", "x + half*e - 1*dl",
              "x + 0.0001 - dl", "abs(x) + half*e - dl",
              "x + half*e/3 - dl", "min(x + half*e, Max) - dl", "x + half*e - dl + 0*load"]
REFS = ["p + e0", "p", "e0 + p", "p - -e0", "p + e0/2", "p + min(e0, e)", "load + e0", "p + e0 + x - x", "p + e0 + 0*dl"]
BANDS = [{"abs": "0.5*e"}, {"abs": "1.0*e*svc"}, {"abs": "e/3"}, {"between": ["-e", "e"]}, {"le": "e"}, {"abs": "0.00005*load"}, {"abs": "0"}, None,
         {"by": "class", "map": {"III": {"abs": "e"}}}, {"by": "Max", "steps": [{"le_key": "50000", "limit": {"abs": "e"}}, {"else": True, "limit": {"abs": "2*e"}}]}]


def limit(r):
    if r.random() < 0.4:
        return {"use": "mpe"}
    if r.random() < 0.4:
        return r.choice(BANDS)
    keys = [r.choice(["500*e", "Max/2", "Max/3", "2000*e", "20*e", "std"]) for _ in range(r.randint(1, 3))]
    steps = [{r.choice(["le_key", "le_key", "lt"]): k, "limit": r.choice(BANDS)} for k in keys]
    return {"by": r.choice(["load", "load", "load", "x", "e0"]), "steps": steps + ([{"else": True, "limit": r.choice(BANDS)}] if r.random() < 0.7 else [])}


def edition(r):
    """The edition with other formulas; sometimes with its conditions at the end."""
    doc = copy.deepcopy(weighbridge_random.EDITION)
    for t in doc["tests"]:
        if "transform" in t and r.random() < 0.6:
            t["transform"] = r.choice(TRANSFORMS)
        if t["kind"] == "point_error" and t["id"] not in ("discrimination", "displays") and r.random() < 0.5:
            t["ref"] = r.choice(REFS)
        if t["id"] in ("weighing", "eccentricity", "net", "repeatability") and r.random() < 0.5:
            t["limit"] = limit(r)
        if t["id"] == "conditions" and r.random() < 0.3:
            t["outputs"][0]["expr"] = r.choice(["min(t_start, t_end, 9)", "t_start*t_end", "-t_start + 20", "load", "x + e0", "e0", "dl - 11", "p - 20000"])
    if r.random() < 0.4:
        doc["tests"].append(doc["tests"].pop(next(i for i, t in enumerate(doc["tests"]) if t["id"] == "conditions")))
    return doc


def instruments(r):
    parts = {"structure": "multi_interval", "parts": [{"max": "30000", "e": "10"}, {"max": "60000", "e": "20"}]}
    ranges = dict(parts, structure="multiple_range")
    more = r.choice([{}, {}, parts, ranges, {"service_d": "2"}, {"eccentricity": "pair"}, {"devices": 2}, {"auto_zero": "off"},
                     {"kind": r.choice(weighbridge_random.KINDS)}])
    if "parts" in more:
        return instrument(60, 10, 30, **more)
    return dict(instrument(60, 20, r.choice([12, 20, 25, 60]), **more))


def spoiled(rows, r):
    """Some readings replaced, some loads placed otherwise."""
    for key in r.sample(sorted(rows), min(len(rows), r.choice([0, 0, 0, 0, 1, 1, 2, 50]))):
        row = rows[key]
        for name in [n for n in row if n != "result" and r.random() < 0.6]:
            row[name] = r.choice(NUMBERS + [row[name], row[name] + ".000", row[name] + ".0004"] if "." not in row[name] else NUMBERS)
        if r.random() < 0.2:
            row["placed"] = r.choice(NUMBERS + ["20000", "21000"])
        if r.random() < 0.2:
            row["confirmed"] = ["not_multiple_of_d", "error_large"]
    return rows


def first_difference(stderr):
    """Of the two answers that the driver printed."""
    texts = [line.split(None, 1)[1] for line in stderr.splitlines() if line.startswith(("quick", "general"))][:2]
    if len(texts) < 2:
        return stderr[:300]
    at = next((i for i, (x, y) in enumerate(zip(*texts)) if x != y), 0)
    return " | ".join(t[max(0, at - 200):at + 100] for t in texts)


def ask(driver, path, lines):
    run = subprocess.run([driver, path], input="".join(json.dumps(x) + "\n" for x in lines), capture_output=True, text=True, check=False)
    return [json.loads(x) for x in run.stdout.splitlines()], run.stderr


def run_edition(driver, r, count):
    """(answers, what was wrong) for one edition."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as f:
        json.dump(edition(r), f, ensure_ascii=False)
        f.flush()
        inputs = [instruments(r) for _ in range(count)]
        plans, stderr = ask(driver, f.name, [{"input": i} for i in inputs])
        if not plans:
            return [], [stderr[:300]]
        records = [{"input": i, "entries": {"rows": spoiled(weighbridge_random.Record(p["plan"], r).rows, r)}}
                   for i, p in zip(inputs, plans) if "plan" in p]
        answers, stderr = ask(driver, f.name, records)
        return answers, [f"{a['error']} {first_difference(stderr)}" for a in answers if a.get("error") == "quick.differs"] + \
            ([] if len(answers) == len(records) else [f"an answer is missing {stderr[:300]}"])


def main():
    driver = os.path.abspath(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    r = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    verdicts, wrong, refused = {}, [], 0
    for _ in range(count):
        answers, bad = run_edition(driver, r, 8)
        refused += not answers
        wrong += bad if answers else [b for b in bad if "regulation." not in b and "limit." not in b and "expr." not in b]
        for a in answers:
            v = a["result"]["verdict"] if "result" in a else "error"
            verdicts[v] = verdicts.get(v, 0) + 1
    rows = [(f"both ways agree on {sum(verdicts.values())} records of {count - refused} editions: {verdicts}", wrong),
            ("every verdict occurs", [] if {"pass", "fail", "incomplete"} <= set(verdicts) and refused < count / 2 else [f"{verdicts}, {refused} editions refused"])]
    for n, (name, bad) in enumerate(rows, 1):
        print(f"{'not ok' if bad else 'ok'} {n} - {name}")
        for b in bad[:5]:
            print(f"# {b}")
    print(f"1..{len(rows)}")
    sys.exit(1 if any(bad for _, bad in rows) else 0)


if __name__ == "__main__":
    main()
