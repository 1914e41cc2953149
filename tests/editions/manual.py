"""manual.py - the worked example of docs/regulations.md is what it says.

Its JSON parts make up docs/examples/stopwatch.json, the commands shown print what is
shown, and the numbers of the record are those of the engine."""
import json
import re
import subprocess
import tempfile
from pathlib import Path

from records import ROOT, Engine, entries_of, load

DOC = ROOT / "docs/regulations.md"
EXAMPLE = ROOT / "docs/examples/stopwatch.json"
PART = re.compile(r"```json stopwatch\n(.*?)```", re.S)
HTTP = re.compile(r"```http manual\n(.*?)```", re.S)
REQUEST = re.compile(r"(POST|PUT) (\S+)(?: (@\S+|\{.*\}))?(?: => \$(\w+))?$")
SLIP = ('"limit": {"le": "0.05"}', '"limt": {"le": "0.05"}')


def requests():
    """What the page tells to send: ("as", login) or (method, path, body or @file, name of the answer)."""
    for block in HTTP.findall(DOC.read_text(encoding="utf-8")):
        for line in re.sub(r"\n\s+", " ", block).strip().splitlines():
            if line.startswith("as "):
                yield "as", line[3:]
                continue
            match = REQUEST.match(line)
            yield match.groups() if match else ("?", line)


def steps_are_whole():
    """Each step is understood and every table that a new kind needs has one."""
    sent = list(requests())
    wrong = [f"not understood: {s[1]}" for s in sent if s[0] == "?"]
    paths = {s[1] for s in sent if s[0] == "POST"}
    needed = {f"/api/{x}" for x in ("regulations", "kinds", "standard-sets", "standards", "credentials", "instruments")}
    return wrong + [f"no step makes {p}" for p in sorted(needed - paths)]


def parts(text):
    made = {}
    for part in PART.findall(text):
        made.update(json.loads(part))
    return [] if made == load(EXAMPLE) else ["the parts of the page do not make up the example"]


def shown(qh, text):
    """Lines of the page after a `$` command that begin with a file's name."""
    wrong = []
    slip = EXAMPLE.read_text(encoding="utf-8").replace(*SLIP)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "slip.json"
        path.write_text(slip, encoding="utf-8")
        for file, name in ((EXAMPLE.relative_to(ROOT), EXAMPLE.relative_to(ROOT)),
                           (path, "/tmp/slip.json")):
            told = subprocess.run([qh, "regulation", "check", str(file)], cwd=ROOT, text=True,
                                  capture_output=True, check=False).stdout
            line = told.replace(str(file), str(name)).strip()
            if not line or line not in text:
                wrong.append(f"the page does not show: {line}")
    return wrong


def tried(qh):
    """Verdicts of the command that the page tells; a record without input is refused."""
    def answer(file):
        return subprocess.run([qh, "regulation", "try", EXAMPLE, file], text=True, capture_output=True, check=False)

    example = ROOT / "docs/examples/stopwatch-record.json"
    wanted = [r["expect"] for r in load(example)["records"]]
    told = [json.loads(line)["ok"]["result"] for line in answer(example).stdout.splitlines()]
    got = [{k: r[k] for k in w} for r, w in zip(told, wanted)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bare.json"
        path.write_text('{"kind": "initial"}', encoding="utf-8")
        bare = answer(path)
    wrong = [] if got == wanted and len(told) == len(wanted) else [f"regulation try answers {got}"]
    return wrong if bare.returncode and "input" in bare.stderr else [*wrong, "a record without input is taken"]


def numbers(driver, text):
    engine = Engine(driver)
    record = load(ROOT / "docs/examples/stopwatch-record.json")["records"][0]
    edition = load(EXAMPLE)
    plan = engine.ask(call="plan", edition=edition, input=record["input"])["plan"]
    entries = entries_of(plan, record, {"data": {}})
    result = engine.ask(call="judge", edition=edition, input=record["input"],
                        entries=entries)["result"]
    engine.close()
    wrong = []
    for value in next(t for t in result["tests"] if t["test"] == "interval")["values"]:
        line = next((s for s in text.splitlines() if s.strip().startswith(value["rows"][0])), "")
        for piece in (value["value"], value["limit_text"], value["verdict"]):
            if piece not in line:
                wrong.append(f"{value['rows'][0]}: {piece} is not in '{line}'")
    if f"verdict {result['verdict']}, document {result['document']}, best grade " \
            f"{result['best_grade']}" not in text:
        wrong.append("the verdict is another")
    return wrong


def cases(qh, driver):
    text = DOC.read_text(encoding="utf-8")
    yield "docs/regulations.md: the parts are the example", parts(text)
    yield "docs/regulations.md: the commands print what is shown", shown(qh, text)
    yield "docs/regulations.md: the steps to a new kind are whole", steps_are_whole()
    yield "docs/regulations.md: the numbers of the record", numbers(driver, text)
    yield "docs/regulations.md: the command of the record", tried(qh)
