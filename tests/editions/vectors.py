"""vectors.py - the tests of an edition judge the cases of its vector as the vector does.

The vector is the study's own reading of the regulation with its oracle's results; the
edition adds points, readings and conditions, but must not judge otherwise."""
import json
import sys

from records import ROOT, VECTORS, Engine, load

sys.path.insert(0, str(VECTORS))
from compare import test_result  # noqa: E402

# edition: vector, names that the edition has beside it
PAIRS = {
    "jjf-1101-2019": ("jjf1101-2019-chamber", {"requirement": "yes"}),
    "jjf-1376-2012": ("jjf1376-2012-furnace", {}),
    "jjg-1036-2008": ("jjg1036-balance", {}),
    "jjg-1036-2022": ("jjg1036-balance", {}),
    "jjg-119-2018": ("jjg119-2018-ph-meter", {}),
    "jjg-130-2011": ("jjg130-2011-thermometer", {}),
    "jjg-178-2007": ("jjg178-2007-spectrophotometer", {}),
    "jjg-196-2006": ("jjg196-2006-glassware", {}),
    "jjg-21-2008": ("jjg21-2008-micrometer", {}),
    "jjg-30-2012": ("jjg30-2012-caliper", {}),
    "jjg-376-2007": ("jjg376-2007-conductivity", {}),
    "jjg-52-2013": ("jjg52-2013-pressure-gauge", {}),
    "jjg-646-2006": ("jjg646-2006-pipettor", {}),
    "jjg-693-2011": ("jjg693-2011-combustible-gas", {}),
    "jjg-694-2009": ("jjg694-2009-aas", {}),
    "jjg-700-2016": ("jjg700-2016-chromatograph", {}),
    "jjg-915-2008": ("jjg915-2008-co-detector", {}),
    "jjg-99-2022": ("jjg99-2022-weights", {}),
}
ALL = ("failed_tests", "best_grade")


def judge(engine, edition, vector, names):
    wrong = []
    ids = {t["id"] for t in edition["tests"]}
    lacking = {t["id"] for t in vector["tests"]} - ids
    if lacking:
        wrong.append(f"the edition has no test {sorted(lacking)}")
    for case in vector["cases"]:
        given = {**case, "vars": {**vector.get("vars", {}), **case.get("vars", {}), **names}}
        got = engine.ask(call="evaluate", regulation=edition, cases=[given])["cases"][0]
        if "error" in got:
            wrong.append(f"{case['id']}: {got['error']}")
            continue
        want = case["expect"]
        by_id = {t["id"]: t for t in vector["tests"]}
        for name, tree in want["tests"].items():
            told = []
            test_result(name, by_id[name], got["result"]["tests"].get(name, {}), tree, told)
            wrong += [f"{case['id']} {line}" for line in told]
        for key in ALL:
            if key in want and got["result"].get(key) != want[key]:
                wrong.append(f"{case['id']} {key}: {got['result'].get(key)}, not {want[key]}")
    return wrong


def cases(driver, only):
    engine = Engine(driver)
    folder = ROOT / "data/regulations"
    for path in sorted(folder.glob("*.json")):
        edition = json.loads(path.read_text(encoding="utf-8"))
        if edition["regulation"].get("procedure") != "general" or only and path.stem not in only:
            continue
        if path.stem not in PAIRS:
            yield f"{path.stem}: as its vector", ["no vector is named for it"]
            continue
        name, names = PAIRS[path.stem]
        yield f"{path.stem}: as {name}", judge(engine, edition, load(VECTORS / f"{name}.json"), names)
    engine.close()
