#!/usr/bin/env python3
"""run.py DRIVER MODULE [COUNT] - the engine natively and as WebAssembly: the same bytes.

All vectors, whole records of weighbridges (of r76.json and of the random generator, with
plan and trace), COUNT random regulations with their cases, budgets and decisions, the
corpus of broken regulations and requests that no engine should take.  Each group is one case; the module
must also give its memory back and import nothing."""
import json
import random
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "tests/unit"), str(ROOT / "tests/vectors")]
import budget_random  # noqa: E402
import rule_random  # noqa: E402
import weighbridge_random  # noqa: E402
import weighing_grid  # noqa: E402
import ref_eval  # noqa: E402

WEIGHTS = (ROOT / "data/weights/weights_mpe.csv").read_text(encoding="utf-8")
EDITION = json.loads((ROOT / "data/regulations/jjg-539-2016.json").read_text(encoding="utf-8"))
HUGE = 4 * 1024 * 1024


def request(call, **more):
    return json.dumps({"call": call, **more}, ensure_ascii=False).encode()


class Engines:
    def __init__(self, driver, module):
        self.commands = ([driver], ["node", str(ROOT / "tests/engine/module.mjs"), module])
        self.memory = 0

    def ask(self, lines):
        """The replies of both; `memory` is what the module took."""
        data = b"\n".join(lines) + b"\n"
        out = []
        for command in self.commands:
            done = subprocess.run(command, input=data, capture_output=True, check=False)
            if done.returncode:
                print(done.stderr.decode(errors="replace")[-2000:])
            out.append(done.stdout.split(b"\n")[:-1])
        self.memory = int(done.stderr.split()[-1]) if not done.returncode else 0
        return out


def vectors():
    for path in sorted((ROOT / "tests/vectors").glob("*.json")):
        doc = json.loads(path.read_text(encoding="utf-8"))
        if doc.get("schema") == "metro-vector/1":
            yield request("evaluate", regulation=doc, trace=True)


def editions():
    for path in sorted((ROOT / "data/regulations").glob("*.json")):
        yield request("check", regulation=json.loads(path.read_text(encoding="utf-8")))


def general():
    """Whole records of the general procedure, planned and judged."""
    for path in sorted((ROOT / "tests/fuzz/corpus/procedure").glob("*.json")):
        doc = json.loads(path.read_text(encoding="utf-8"))
        yield request("plan", edition=doc["edition"], input=doc["input"])
        yield request("judge", **doc, plan=True, cases=True)


def random_regulations(count):
    kinds = list(ref_eval.KIND)
    for i in range(count):
        doc = rule_random.Maker(77000003 + i).document(kinds[i % len(kinds)])
        yield request("evaluate", regulation=doc, trace=True)


def budgets(count):
    """Budgets by templates and by cases, decision rules."""
    r = random.Random(4711)
    makers = (budget_random.template, budget_random.service_doc, budget_random.decision_doc)
    for i in range(count):
        yield request("evaluate", regulation=makers[i % len(makers)](r)[0])


def whole_of_r76():
    """The instruments of the whole verifications with weights for them, and the readings of
    the rows whose loads are planned."""
    rows = json.loads((ROOT / "tests/vectors/r76.json").read_text(encoding="utf-8"))
    for case in rows["whole_verification"]:
        ins = case["instrument"]
        kind = "initial" if case["stage"] == "initial" else "periodic"
        weights = [{"class": "M1", "nominal": "1000", "count": 40},
                   {"class": "M1", "nominal": "20", "count": 20},
                   {"class": "M1", "nominal": str(int(ins["e"]) // 10), "count": 20}]
        yield {"class": ins["class"], "unit": ins["unit"], "max": ins["Max"], "min": ins["Min"],
               "e": ins["e"], "d": ins["d"], "supports": ins["supports"], "auto_zero": "on",
               "kind": kind, "weights": weights}, {r["L"]: r for r in case["up"] + case["down"]}


def with_entries(inputs, plans, readings, rng):
    for ins, plan, known in zip(inputs, plans, readings):
        rows = weighbridge_random.Record(plan, rng).rows
        for step in plan["steps"]:
            for row in step["rows"]:
                if row["form"] == "load" and row["load"] in known and row["key"] in rows:
                    r = known[row["load"]]
                    rows[row["key"]] = {"i": r["I"], "dl": r["dL"]}
        yield request("judge", edition=EDITION, weights=WEIGHTS, input=ins, entries={"rows": rows},
                      trace=True, plan=True)


def bridges(engines, inputs, readings):
    """Requests for plans, then for the records that fit them."""
    asked = [request("plan", edition=EDITION, weights=WEIGHTS, input=i) for i in inputs]
    native, module = engines.ask(asked)
    yield from ((a, b) for a, b in zip(native, module))
    made = [json.loads(line) for line in native]
    good = [n for n, m in enumerate(made) if "ok" in m]
    lines = list(with_entries([inputs[n] for n in good], [made[n]["ok"]["plan"] for n in good],
                              [readings[n] for n in good], random.Random(7)))
    yield from zip(*engines.ask(lines))


def borders(check, engines, every):
    """Records at every border: both builds and the oracle, which knows neither."""
    pairs = list(weighing_grid.documents())[::every]
    asked = [request("judge", edition=EDITION, weights=WEIGHTS, input=doc["input"],
                     entries=doc["entries"]) for doc, _ in pairs]
    native, module = engines.ask(asked)
    same(check, "records at the borders", zip(native, module))
    wrong = []
    for (doc, oracle), line in zip(pairs, module):
        answer = json.loads(line)
        wrong += weighing_grid.compare(doc, oracle, answer.get("ok", answer))
    check("the module judges them as the oracle does", pairs and not wrong, wrong[:3])


def broken():
    """Requests that are refused."""
    yield from (b"", b"{", b"[]", b"null", b'"\xff\xfe"', b'{"call":"\\u0000"}', b"[" * 5000,
                b'{"call":"none"}', b'{"call":7}', b'{"call":"evaluate"}', b'{"call":"plan"}',
                b'{"call":"judge","edition":{}}', b'{"call":"check","regulation":[]}',
                b'{"call":"check","regulation":{"schema":"metro-vector/1","tests":7}}')
    yield b'{"call":"check","regulation":"' + b"x" * HUGE + b'"}'
    for path in sorted((ROOT / "tests/fuzz/corpus/regulation").iterdir()):
        yield b'{"call":"evaluate","regulation":' + path.read_bytes().replace(b"\n", b" ") + b"}"
    vector = (ROOT / "tests/vectors/jjg694-2009-aas.json").read_text(encoding="utf-8")
    for digits in (40, 128, 129, 10000):
        changed = vector.replace('"x": ["', '"x": ["' + "9" * digits, 1)
        yield request("evaluate", regulation=json.loads(changed))


class Count:
    def __init__(self):
        self.passed = self.failed = 0

    def __call__(self, name, good, why=""):
        self.passed += bool(good)
        self.failed += not good
        print(f"{'ok' if good else 'FAILED'} {name} {'' if good else why}")


def same(check, name, pairs):
    pairs = list(pairs)
    differ = [(a[:300], b[:300]) for a, b in pairs if a != b]
    kinds = sum(a.startswith(b'{"ok"') for a, _ in pairs)
    check(f"{name}: {len(pairs)} replies, {kinds} of them results", pairs and not differ, differ[:2])
    return pairs


def main():
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 400
    engines, check = Engines(sys.argv[1], sys.argv[2]), Count()

    def group(name, lines):
        lines = list(lines)
        native, module = engines.ask(lines)
        check(f"{name}: every request is answered", len(native) == len(module) == len(lines),
              (len(native), len(module), len(lines)))
        return same(check, name, zip(native, module))

    pairs = group("vectors", vectors())
    check("every vector is judged", all(a.startswith(b'{"ok"') for a, _ in pairs))
    group("editions", editions())
    group("the general procedure", general())
    group("random regulations", random_regulations(count))
    group("budgets and decisions", budgets(count // 4))
    whole = list(whole_of_r76())
    same(check, "whole verifications of r76",
         bridges(engines, [i for i, _ in whole], [r for _, r in whole]))
    rng = random.Random(5)
    inputs = [weighbridge_random.instrument(rng) for _ in range(count // 2)]
    same(check, "random weighbridges", bridges(engines, inputs, [{}] * len(inputs)))
    borders(check, engines, max(1, 4000 // count))
    group("refused requests", broken())
    engines.ask(list(vectors()))
    once = engines.memory
    engines.ask(list(vectors()) * 20)
    check("memory is given back between calls", engines.memory == once, (once, engines.memory))
    print(f"{check.passed} passed, {check.failed} failed")
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
