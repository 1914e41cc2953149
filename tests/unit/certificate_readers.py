"""The papers read again by tools that others wrote: poppler and zbar.

usage: certificate_readers.py RENDER LAYOUT FONTS SAMPLES OUT; prints TAP.  The samples
stay in OUT, to be looked at."""
import json
import os
import re
import shutil
import subprocess
import sys

KINDS = ["verification", "adjusted", "notice", "calibration", "inspection", "long"]
FAILURES = []
COUNT = 0


def run(*argv):
    return subprocess.run(argv, capture_output=True, check=True).stdout.decode("utf-8")


def case(name, wrong):
    global COUNT
    COUNT += 1
    print(f"{'not ok' if wrong else 'ok'} {COUNT} - {name}")
    for w in wrong:
        print(f"# {w}")
    if wrong:
        FAILURES.append(name)


def squeezed(text):
    """Without white space: letters of titles and labels stand apart, values are broken."""
    return re.sub(r"\s", "", text)


def values(node, skip=()):
    """Every text of the content that must be printed."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for v in node:
            yield from values(v, skip)
    elif isinstance(node, dict):
        for k, v in node.items():
            if k not in skip:
                yield from values(v, skip)


# Not printed as they stand: names of enums, instants and days (own form), numbers of the
# figure, contact and credentials, alignments.
SKIP = ("schema", "kind", "verdict", "phase", "align", "points", "limits", "tested_on",
        "valid_until", "received_on", "issued_at", "signed_at", "credential", "contact",
        "lines", "replaces", "decision_rule")


def day(text):
    year, month, of = text.split("-")
    return f"{year}年{month}月{of}日"


def check_fonts(pdf):
    wrong = []
    rows = run("pdffonts", pdf).splitlines()[2:]
    for row in rows:
        name = row.split()[0]
        emb, sub, uni = row.split()[-5:-2]
        if (emb, sub, uni) != ("yes", "yes", "yes"):
            wrong.append(f"{name}: embedded {emb}, subset {sub}, unicode {uni}")
        if not re.match(r"[A-Z]{6}\+Noto(Serif|Sans)CJKsc", name):
            wrong.append(f"{name}: another font")
    return wrong or ([] if rows else ["no font at all"])


def check_info(pdf, content, words):
    wrong = []
    info = dict(line.split(":", 1) for line in run("pdfinfo", "-isodates", pdf).splitlines())
    title = words["title_" + content["kind"]][0]
    expected = {
        "Title": f"{title} {content['number']}",
        "Author": content["issuer"]["name"],
        "Tagged": "yes",
        "CreationDate": content["issued_at"].replace(" ", "T"),
        "Page size": "595.276 x 841.89 pts (A4)",
    }
    for key, value in expected.items():
        if not info.get(key, "").strip().startswith(value):
            wrong.append(f"{key}: {info.get(key)}, not {value}")
    reader = subprocess.run(["pdfinfo", "-struct", pdf], capture_output=True, text=True,
                            check=True)
    tags = {line.split()[0] for line in reader.stdout.splitlines() if line.split()}
    wanted = {"Document", "H1", "H2", "P", "Table", "TR", "TH", "TD"}
    wrong += [f"no {tag} in the structure" for tag in
              sorted(wanted | ({"Figure"} if "curve" in content else set())) if tag not in tags]
    wrong += [line for line in reader.stderr.splitlines()][:3]
    return wrong


def check_catalogue(pdf):
    """Each entry once: of two, readers take one or the other and strict ones complain."""
    data = open(pdf, "rb").read()
    found = re.findall(rb"/Type /Catalog(.*?)endobj", data, re.S)
    keys = re.findall(rb"^ *(/\w+)", found[-1], re.M) if found else []
    wrong = [f"{k.decode()} twice" for k in sorted(set(keys)) if keys.count(k) > 1]
    return wrong + [f"no {k.decode()}" for k in (b"/MarkInfo", b"/Lang", b"/StructTreeRoot") if k not in keys]


def check_text(pdf, content, words):
    wrong = []
    text = squeezed(run("pdftotext", "-raw", pdf, "-"))
    for value in values(content, SKIP):
        if squeezed(value) not in text:
            wrong.append(f"missing: {value}")
    for key in ("approver", "checker", "officer"):
        if squeezed("电子签署" + content[key]["signed_at"]) not in text:
            wrong.append(f"no time of signature of the {key}")
    if day(content["tested_on"]) not in text:
        wrong.append("no day of testing")
    for key in ("title_" + content["kind"], "below_blank"):
        if words[key][0] not in text:
            wrong.append(f"no {words[key][0]}")
    if content["demonstration"] != ("演示数据" in text):
        wrong.append("the mark of a demonstration")
    return wrong


def check_pages(pdf, content, words):
    """Each page says which of how many it is, and whose."""
    wrong = []
    pages = run("pdftotext", "-layout", pdf, "-").split("\f")[:-1]
    for i, page in enumerate(pages):
        squeeze = squeezed(page)
        if f"第{i + 1}页共{len(pages)}页" not in squeeze:
            wrong.append(f"page {i + 1}: number")
        if content["number"] not in squeeze:
            wrong.append(f"page {i + 1}: {content['number']}")
        if content["demonstration"] and words["demo_note"][1].split(",")[0] not in page:
            wrong.append(f"page {i + 1}: no mark of a demonstration")
        if len(squeeze) < 120:
            wrong.append(f"page {i + 1} is nearly empty")
    return wrong


def check_validity(pdf, content, words):
    text = squeezed(run("pdftotext", "-raw", "-l", "1", pdf, "-"))
    label = squeezed(words["valid"][0])
    if content["kind"] == "verification":
        wanted = label in text and day(content["valid_until"]) in text
        return [] if wanted else ["no validity on the cover"]
    return ["a validity on the cover"] if label in text or "Validuntil" in text else []


def check_order(pdf, content):
    """Failed items of a notice come before every other, in summary and details."""
    if content["kind"] != "notice":
        return []
    text = run("pdftotext", "-raw", "-f", "3", pdf, "-")
    headings = [t["title"] for t in content["tables"] if not t.get("hidden")]
    failed = {t["title"] for t in content["tables"] if t["verdict"] == "fail"}
    wrong = [] if failed else ["no failed item in the sample"]
    lines = [line.strip() for line in text.splitlines()]
    for what, found in (
            ("summary", [t for line in lines for t in headings
                         if re.match("(× )?" + re.escape(t) + r" \d+\.\d", line) and line.endswith("合格")]),
            ("details", [t for line in lines for t in headings
                         if re.fullmatch(re.escape(t) + r" [\d.]+", line)])):
        if not found or set(found[:len(failed)]) != failed:
            wrong.append(f"{what}: {found}")
    if "不合格项目" not in squeezed(text).split("结果汇总")[0]:
        wrong.append("the failed items are not named first")
    return wrong


def check_qr(pdf, content, out):
    run("pdftoppm", "-r", "150", "-gray", "-l", "1", "-png", "-singlefile", pdf, out)
    try:
        found = run("zbarimg", "--quiet", "--raw", out + ".png").strip()
    except subprocess.CalledProcessError:
        found = ""
    links = run("pdfinfo", "-url", pdf)
    wrong = [] if found == content["check_url"] else [f"the code says {found!r}"]
    return wrong + ([] if content["check_url"] in links else ["no link to the check page"])


def check_number_of_rows(pdf, content):
    """Long tables: all rows, and the head again on every page they reach."""
    table = max(content["tables"], key=lambda t: len(t["rows"]))
    head = squeezed(table["columns"][-2]["label"])
    pages = run("pdftotext", "-layout", pdf, "-").split("\f")
    tables = sum("（续表）" in page for page in pages)
    text = squeezed(run("pdftotext", "-raw", pdf, "-"))
    wrong = [] if tables >= 2 else [f"continued on {tables} pages"]
    if text.count(head) < tables + 1:
        wrong.append(f"head {text.count(head)} times on {tables + 1} pages")
    for row in table["rows"]:
        if squeezed("".join(row["cells"])) not in text:
            wrong.append(f"row {row['cells'][0]}")
    return wrong


def main():
    render, layout, fonts, samples, out = sys.argv[1:]
    words = json.load(open(layout, encoding="utf-8"))["words"]
    os.makedirs(out, exist_ok=True)
    for tool in ("pdffonts", "pdfinfo", "pdftotext", "pdftoppm", "zbarimg"):
        if not shutil.which(tool):
            sys.exit(f"certificate_readers: {tool} is missing (tools/bootstrap.sh check)")
    for kind in KINDS:
        source = os.path.join(samples, kind + ".json")
        pdf = os.path.join(out, kind + ".pdf")
        content = json.load(open(source, encoding="utf-8"))
        run(render, layout, fonts, source, pdf)
        case(f"{kind}: fonts", check_fonts(pdf))
        case(f"{kind}: A4, title, dates, structure", check_info(pdf, content, words))
        case(f"{kind}: catalogue", check_catalogue(pdf))
        case(f"{kind}: every text of the content", check_text(pdf, content, words))
        case(f"{kind}: pages", check_pages(pdf, content, words))
        case(f"{kind}: validity", check_validity(pdf, content, words))
        case(f"{kind}: order of the items", check_order(pdf, content))
        case(f"{kind}: QR code", check_qr(pdf, content, os.path.join(out, kind)))
        again = pdf + ".again"
        run(render, layout, fonts, source, again)
        same = open(pdf, "rb").read() == open(again, "rb").read()
        case(f"{kind}: the same bytes from another process", [] if same else ["they differ"])
        os.unlink(again)
    content = json.load(open(os.path.join(samples, "long.json"), encoding="utf-8"))
    case("long: rows over pages", check_number_of_rows(os.path.join(out, "long.pdf"), content))
    print(f"1..{COUNT}")
    sys.exit(1 if FAILURES else 0)


if __name__ == "__main__":
    main()
