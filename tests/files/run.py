#!/usr/bin/env python3
"""Files that go out and come in: ledgers as XLSX and CSV, bulletins as PDF, imports - on
SQLite and on PostgreSQL.  What is read back is compared with the database itself."""
import csv
import datetime
import hashlib
import io
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent / "api"))
import workbook  # noqa: E402
from qh import QH, Client, Failure, Server, World, engines, query  # noqa: E402

LEDGERS = ["demands", "visits", "instruments", "certificates", "charges", "bookings", "items",
           "enterprises"]
NASTY = '=HYPERLINK("http://x","点我"),换行\n第二行'


class Case:
    def __init__(self, world, server, url):
        self.world, self.server, self.url = world, server, url
        self.people = {}
        self.passed = 0

    def person(self, who):
        if who not in self.people:
            self.people[who] = Client(self.server).sign_in(self.world.account(who))
        return self.people[who]

    def get(self, who, path, status=200, key="", lang="zh-CN"):
        client = self.person(who) if who else Client(self.server)
        answer = client.send("GET", path, headers={"Accept-Language": lang})
        self.same(f"GET {path} by {who}", (answer.status, answer.key), (status, key))
        return answer

    def same(self, what, found, wanted):
        if found != wanted:
            raise Failure(f"{self.world.engine}: {what}: {found!r}, wanted {wanted!r}")
        self.passed += 1

    def one(self, sql):
        return query(self.url, sql).strip()


def local_time(ms):
    zone = datetime.timezone(datetime.timedelta(hours=8))
    return datetime.datetime.fromtimestamp(int(ms) // 60000 * 60, zone).strftime(
        "%Y-%m-%d %H:%M")


def rows_of_csv(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))


def state_nasty(case):
    """A demand that a spreadsheet program would calculate."""
    client = case.person("silicon")
    answer = client.send("POST", "/api/demands", {"text": NASTY})
    case.same("state a demand", answer.status, 201)
    return answer.json["number"]


def every_ledger(case):
    for ledger in LEDGERS:
        table = workbook.Workbook(case.get("desk", f"/api/exports/{ledger}?format=xlsx").data)
        sheet = list(table.rows())
        plain = rows_of_csv(case.get("desk", f"/api/exports/{ledger}?format=csv").data)
        case.same(f"{ledger}: columns of both", sheet[2], plain[0])
        case.same(f"{ledger}: rows of both", len(sheet) - 3, len(plain) - 1)
        english = rows_of_csv(case.get("desk", f"/api/exports/{ledger}?format=csv",
                                       lang="en").data)
        case.same(f"{ledger}: no title without a text",
                  [t for t in plain[0] + english[0] if "column." in t], [])
        case.same(f"{ledger}: two languages", len(english[0]), len(plain[0]))


def demands_as_workbook(case, number):
    answer = case.get("desk", "/api/exports/demands?format=xlsx")
    case.same("media type", answer.type, "application/vnd.openxmlformats-officedocument."
              "spreadsheetml.sheet")
    name = answer.headers["Content-Disposition"]
    case.same("file name", name.startswith("attachment; ") and "%E8%AF%89%E6%B1%82" in name, True)
    table = workbook.Workbook(answer.data)
    rows = list(table.rows())
    case.same("title", rows[0][0], "诉求台账")
    case.same("rows", len(rows) - 3, int(case.one("select count(*) from demand")))
    found = {row[0]: row for row in rows[3:]}
    case.same("a text stays a text", found[number][4], NASTY)
    case.same("state in words", found[number][5], "登记")
    sql = ("select number, registered_ms from demand order by registered_ms desc, id desc "
           "limit 40")
    for line in query(case.url, sql).strip().split("\n"):
        key, ms = line.split("|")
        case.same(f"registered of {key}", workbook.instant(found[key][1]), local_time(ms))
    case.same("order of the page", [row[0] for row in rows[3:8]], [
        i["number"] for i in case.get("desk", "/api/demands?limit=5").json["items"]])
    prepared_for_paper(case, table)


def prepared_for_paper(case, table):
    setup = table.find("pageSetup")
    case.same("A4 landscape, one page wide", (setup.get("paperSize"), setup.get("orientation"),
                                              setup.get("fitToHeight")), ("9", "landscape", "0"))
    case.same("page numbers", "&P" in table.find("oddFooter").text, True)
    case.same("the head repeats", table.names().get("_xlnm.Print_Titles"), "Sheet1!$3:$3")
    pane = table.find("pane")
    case.same("the head stays", (pane.get("ySplit"), pane.get("state")), ("3", "frozen"))
    case.same("widths", len(table.sheet.findall(f".//{workbook.MAIN}col")) > 10, True)


def demands_as_csv(case, number):
    data = case.get("desk", "/api/exports/demands?format=csv&bom=1").data
    case.same("byte order mark", data[:3], b"\xef\xbb\xbf")
    case.same("without it", case.get("desk", "/api/exports/demands?format=csv").data[:3] ==
              b"\xef\xbb\xbf", False)
    rows = {row[0]: row for row in rows_of_csv(data[3:])}
    case.same("no program calculates it", rows[number][4], "'" + NASTY)
    case.same("ends of lines", data.count(b"\r\n") >= len(rows), True)


def filters_and_rights(case):
    own = case.person("silicon").session["person"]["enterprise_id"]
    mine = rows_of_csv(case.get("silicon", "/api/exports/demands?format=csv").data)
    case.same("an enterprise gets its own", len(mine) - 1, int(case.one(
        f"select count(*) from demand where enterprise_id = '{own}'")))
    closed = rows_of_csv(case.get("desk", "/api/exports/demands?format=csv&state=CLOSED").data)
    case.same("filters as on the page", len(closed) - 1, int(case.one(
        "select count(*) from demand where state = 'CLOSED'")))
    found = rows_of_csv(case.get("desk", "/api/exports/demands?format=csv&q=HYPERLINK").data)
    case.same("words as on the page", len(found) - 1, 1)
    some = rows_of_csv(case.get("desk", "/api/exports/demands?format=csv&from=2025-03-01"
                                "&until=2025-03-31&kind=ordinary").data)
    case.same("kind and days as on the page", len(some) - 1, int(case.one(
        "select count(*) from demand where kind = 'ordinary' and registered_ms >= "
        "1740758400000 and registered_ms < 1743436800000")))
    case.get("desk", "/api/exports/demands?format=csv&from=2025-02-30", 422, "input.date")
    case.get("silicon", "/api/exports/visits?format=csv", 403, "auth.denied")
    case.get(None, "/api/exports/demands?format=csv", 401, "auth.login")
    case.get("desk", "/api/exports/salaries?format=csv", 404, "export.ledger")
    case.get("desk", "/api/exports/demands?format=xls", 422, "input.choice")
    case.get("desk", "/api/exports/demands", 422, "input.missing")
    case.get("desk", "/api/exports/demands?format=csv&ground=waived", 422, "export.filter")
    case.get("desk", "/api/exports/demands?format=csv&colour=red", 422, "input.unknown")
    case.get("desk", "/api/exports/demands?format=csv&q=x&due=soon", 422, "list.combination")


# Everything that the page of the ledger can be asked for, alone and together, in both orders.
LIST_FILTERS = [
    "", "sort=due", "light=red", "light=yellow", "light=green", "due=overdue", "due=today", "due=soon",
    "mine=1", "work=1", "work=1&due=overdue", "mine=1&state=CLOSED", "state=WIP&sort=due",
    "kind=complex&route=own", "source=visit&kind=ordinary&sort=due", "from=2025-03-01&until=2025-06-30",
    "from=2025-03-01&sort=due", "division=360802&state=CLOSED", "item=ME01", "q=%E8%AE%A1%E9%87%8F",
    "q=%E6%A3%80%E5%AE%9A&state=CLOSED&kind=ordinary", "light=red&kind=complex&source=visit",
]
OTHER_LISTS = [
    ("visits", "visits", "id", ["", "state=done&kind=on_site", "mine=1", "from=2025-03-01&until=2025-03-31",
                                "division=360802&kind=phone"]),
    ("charges", "charges", "id", ["", "ground=waived", "ground=exempt"]),
    ("bookings", "bookings", "number", ["", "state=done"]),
    ("certificates", "certificates", "number", ["", "kind=verification"]),
    ("enterprises", "enterprises", "name", ["", "unpaired=1", "division=360802&size=small"]),
    ("instruments", "instruments", "serial", ["", "due_before=2026-03-01", "state=in_use"]),
]


def all_of_list(case, who, path, query):
    """The rows of a list, page after page."""
    rows, after = [], ""
    while True:
        page = case.get(who, f"/api/{path}?limit=50&{query}{after}").json
        rows += page["items"]
        if not page.get("next"):
            return rows
        after = f"&after={page['next']}"


def demands_as_listed(case, who):
    """A file has exactly the rows of the list with the same filters, in the same order."""
    demands = 0
    for query in LIST_FILTERS:
        listed = [d["number"] for d in all_of_list(case, who, "demands", query)]
        file = rows_of_csv(case.get(
            who, f"/api/exports/demands?format=csv&columns=number,state&{query}").data)
        case.same(f"columns of {query}", file[0], ["编号", "状态"])
        case.same(f"demands of {query} by {who}", [r[0] for r in file[1:]], listed)
        demands += len(listed)
    case.same(f"{who} sees some", demands > 0, True)


def others_as_listed(case):
    for ledger, path, key, queries in OTHER_LISTS:
        for query in queries:
            listed = all_of_list(case, "desk", path, query)
            file = rows_of_csv(case.get("desk", f"/api/exports/{ledger}?format=csv&{query}").data)
            case.same(f"{ledger} of {query}: how many", len(file) - 1, len(listed))
            if key != "id" and listed:
                at = file[1].index(listed[0][key])
                case.same(f"{ledger} of {query}", [r[at] for r in file[1:]],
                          [r[key] for r in listed])
    case.get("desk", "/api/exports/demands?format=csv&columns=number,colour", 422, "export.column")


SHOWN = {"demand.registered", "demand.closed", "demand.late", "demand.reopened", "demand.answered",
         "demand.resolved", "demand.once", "demand.days", "demand.satisfied", "demand.replied",
         "demand.on_time", "demand.content", "demand.asked", "charge.exempt_fen", "charge.waived_fen", "visit.done", "visit.enterprises"}
MONTHS = "from=2024-12&until=2025-08"


def rows_behind(case, query):
    total = n = 0
    after = ""
    while True:
        page = case.get("leader", f"/api/figures/rows?limit=200&{query}{after}").json
        total += sum(r["amount"] for r in page["items"])
        n += len(page["items"])
        if not page.get("next"):
            return total, n
        after = f"&after={page['next']}"


def rates_and_their_rows(case, rates, query):
    """What stands above and below the line is the sum of the rows of the metric named."""
    for r in rates:
        for part, metric in (("numerator", r["above"]), ("denominator", r["below"])):
            if metric:
                total, _ = rows_behind(case, f"metric={metric}&{MONTHS}{query}")
                case.same(f"{part} of {r['rate']}{query}", total, r[part])
    case.same("made of no metric", {(r["rate"], p) for r in rates for p in ("above", "below")
                                    if not r[p]}, {("median_wd", "above"), ("coverage", "below")})


def figures_and_their_rows(case):
    """Every number of the dashboard is the sum of all the rows behind it."""
    many = 0
    whole = case.get("leader", f"/api/figures?{MONTHS}").json
    rates_and_their_rows(case, whole["rates"], "")
    for f in whole["figures"]:
        total, n = rows_behind(case, f"metric={f['metric']}&{MONTHS}")
        case.same(f"rows of {f['metric']}", total, f["amount"])
        many = max(many, n)
    case.same("more rows than a page", many > 1000, True)
    for axis in ("division", "office", "kind", "item", "route"):
        for g in case.get("leader", f"/api/figures/by?axis={axis}&{MONTHS}").json["items"]:
            for f in g["figures"]:
                if f["metric"] in SHOWN:
                    total, _ = rows_behind(
                        case, f"metric={f['metric']}&{MONTHS}&axis={axis}&value={g['value']}")
                    case.same(f"{axis} {g['value']} {f['metric']}", total, f["amount"])
    own = case.get("leader", f"/api/figures/by?axis=route&{MONTHS}").json["items"][-1]
    rates_and_their_rows(case, own["rates"], f"&axis=route&value={own['value']}")
    for ledger, metric in (("figures", "visit.done"), ("money", "charge.waived_fen")):
        file = rows_of_csv(case.get(
            "leader", f"/api/exports/{ledger}?format=csv&metric={metric}&from_month=2024-12"
            "&until_month=2025-08").data)
        case.same(f"file of {metric}", len(file) - 1,
                  rows_behind(case, f"metric={metric}&{MONTHS}")[1])


def as_listed(world, url):
    """One server after the other: so many files a minute are refused."""
    passed = 0
    for who in ("desk", "metrology", "officer", "verifier", "silicon"):
        with Server(url) as server:
            case = Case(world, server, url)
            demands_as_listed(case, who)
            if who == "desk":
                others_as_listed(case)
                figures_and_their_rows(case)
            passed += case.passed
    return passed


def left_in_the_trail(case):
    before = int(case.one("select count(*) from event where entity = 'export'"))
    case.get("desk", "/api/exports/items?format=csv&q=%E6%A3%80%E5%AE%9A")
    case.get("silicon", "/api/exports/visits?format=csv", 403, "auth.denied")
    case.same("an entry for each file", int(case.one(
        "select count(*) from event where entity = 'export'")), before + 1)
    said = case.one("select data from event where entity = 'export' order by at_ms desc, "
                    "entity_id desc limit 1")
    case.same("what it says", ('"ledger":"items"' in said.replace(": ", ":"),
                               "q=检定" in said), (True, True))


def bulletin(case):
    """What is published can be read out of its PDF and agrees with the rows."""
    desk = case.person("desk")
    demand = case.one("select id from demand where state = 'CLOSED' order by id limit 1")
    issue = 1 + int(case.one("select count(*) from bulletin where number like 'YB2025-%'"))
    made = desk.send("POST", "/api/bulletins", {"kind": "monthly", "day": "2025-03-15"}).json
    path = f"/api/bulletins/{made['row']['id']}"
    edited = desk.send("POST", f"{path}/edit", {
        "version": 1, "cases": [{"demand_id": demand, "text": "两日内上门检定，企业未停产。"}],
        "next_steps": "一是继续走访。\n二是督办逾期事项。"}).json
    done = desk.send("POST", f"{path}/publish", {"version": edited["row"]["version"]}).json
    case.same("number", done["row"]["number"], f"YB2025-{issue:02}")
    pdf = case.get("officer", f"{path}/pdf").data
    case.same("the same bytes each time", case.get("desk", f"{path}/pdf").data == pdf, True)
    text = read_pdf(pdf)
    flat = "".join(text.split())
    for words in ("助企服务月报", f"2025年第{issue}期", "一、总体情况", "九、下一步工作",
                  "两日内上门检定", "二是督办逾期事项", "演示数据"):
        case.same(f"the PDF says {words}", words in flat, True)
    count = ("select count(*) from demand where state <> 'MRG' and {0} >= 1740758400000 "
             "and {0} < 1743436800000")
    said = f"登记诉求{case.one(count.format('registered_ms'))}件，销号" \
           f"{case.one(count.format('closed_ms') + chr(32) + 'and state = ' + repr('CLOSED'))}件"
    case.same(f"the PDF says {said}", said in flat, True)
    rates = {r["cells"][0]: r["cells"] for s in done["content"]["sections"]
             for r in s["rows"] if s["title"].endswith("主要指标")}
    march = "from visit where state = 'done' and day >= '2025-03-01' and day < '2025-04-01'"
    visited = case.one(f"select count(distinct enterprise_id) {march}")
    case.same("coverage", rates["走访覆盖率"][2],
              f"{visited} / {case.one('select count(*) from enterprise')}")
    case.same("visits of each", rates["人均走访"][2],
              f"{case.one('select count(*) ' + march)} / "
              f"{case.one('select count(distinct officer_id) ' + march)}")
    frozen = case.one(f"select content from bulletin where id = '{made['row']['id']}'")
    digest = hashlib.sha256(frozen.encode()).hexdigest()
    case.same("hash of the frozen contents", digest, done["content_hash"])
    for section in done["content"]["sections"]:
        for line in [section["title"], *section["paragraphs"]]:
            case.same(f"page and PDF agree: {line[:20]}", "".join(line.split()) in flat, True)


def read_pdf(data):
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        size = subprocess.run(["pdfinfo", file.name], capture_output=True, check=True).stdout
        if b"595.276 x 841.89 pts (A4)" not in size or b"Tagged:          yes" not in size:
            raise Failure(f"no tagged A4: {size.decode()}")
        return subprocess.run(["pdftotext", "-raw", file.name, "-"], capture_output=True,
                              check=True).stdout.decode()


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def send(case, who, path, data, status=200, key="", media_type=XLSX):
    answer = case.person(who).send("POST", path, data, media_type=media_type)
    case.same(f"POST {path} by {who}", (answer.status, answer.key), (status, key))
    return answer


def uscc(body):
    """GB 32100: the eighteenth character."""
    chars = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(chars.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + chars[-total % 31]


def imports_of_enterprises(case):
    titles = rows_of_csv(case.get("admin", "/api/imports/enterprises/template?format=csv")
                         .data[3:])[0]
    case.same("the template has titles", titles[:2], ["企业", "代码"])
    sheet = workbook.Workbook(case.get("desk", "/api/imports/demands/template?format=xlsx").data)
    case.same("as a workbook", list(sheet.rows())[2], ["企业", "诉求内容", "来源"])
    division, industry = case.one("select d.name_zh, i.name_zh from division d, industry i "
                                  "limit 1").split("|")
    good = uscc("91360800MA35TEXT0")
    lines = [titles, ["甲（测试）有限公司", good, industry, "小型", division, "工业大道 1 号", 2010, "是"],
             ["乙有限公司", good[:-1] + ("0" if good[-1] != "0" else "1"), industry, "小型", division],
             ["丙有限公司", uscc("91360800MA35TEXT1"), "没有的行业", "小型", division],
             ["丁有限公司", uscc("91360800MA35TEXT2"), industry, "巨型", division],
             ["戊有限公司", "", industry, "微型", division],
             ["己有限公司", good, industry, "微型", division]]
    count = "select count(*) from enterprise"
    before = int(case.one(count))
    for shared in (False, True):
        said = send(case, "admin", "/api/imports/enterprises?dry=1",
                    workbook.make(lines, shared)).json
        case.same("a dry run says it of each line",
                  [(f["line"], f["key"], f["field"]) for f in said["faults"]],
                  [(3, "import.ident", "ident"), (4, "import.industry", "industry"),
                   (5, "import.size_class", "size"), (6, "import.empty", "ident"),
                   (7, "import.enterprise_exists", "ident")])
        case.same("in words", said["faults"][0]["title"],
                  "The unified social credit code is not valid")
        case.same("counts", (said["dry"], said["rows"], said["good"], said["bad"], said["taken"]),
                  (True, 6, 1, 5, 0))
    case.same("all or nothing", send(case, "admin", "/api/imports/enterprises",
                                     workbook.make(lines)).json["taken"], 0)
    case.same("nothing is there", int(case.one(count)), before)
    again = rows_of_csv(send(case, "admin", "/api/imports/enterprises?again=1",
                             workbook.make(lines)).data[3:])
    case.same("the faulty lines come back", [row[0] for row in again[1:]],
              ["乙有限公司", "丙有限公司", "丁有限公司", "戊有限公司", "己有限公司"])
    case.same("with the reason", again[1][-1], "3: import.ident ident")
    said = send(case, "admin", "/api/imports/enterprises?partial=1", workbook.make(lines)).json
    case.same("the good line is taken", (said["taken"], int(case.one(count))), (1, before + 1))
    row = case.one(f"select name, size_class, supported, founded_year from enterprise where "
                   f"ident_value = '{good}'")
    case.same("as it was written", row, "甲（测试）有限公司|small|1|2010")
    send(case, "admin", "/api/imports/enterprises?partial=1", workbook.make(lines), 409,
         "import.repeated")
    return "甲（测试）有限公司"


def imports_of_others(case, name):
    text = "'=SUM(A1) 这台秤要检定"
    table = f'企业,诉求内容,来源\r\n{name},"{text}",线上\r\n{name},短,\r\n'.encode()
    said = send(case, "desk", "/api/imports/demands?partial=1", table, media_type="text/csv").json
    case.same("demands", (said["taken"], [f["key"] for f in said["faults"]]),
              (1, ["demand.text"]))
    case.same("without the apostrophe of the guard", case.one(
        "select source from demand where text = '=SUM(A1) 这台秤要检定'"), "online")
    login = "officer"
    said = send(case, "admin", "/api/imports/pairings", workbook.make(
        [["企业", "服务专员", "结对日期"], [name, login, 45658]])).json
    case.same("pairings, with a day that is a number", (said["taken"], said["faults"]), (1, []))
    case.same("the day", case.one("select from_day from pairing p join enterprise e on e.id = "
                                  f"p.enterprise_id where e.name = '{name}'"), "2025-01-01")
    kind = case.one("select code from instrument_kind where code not in (select kind_code from "
                    "instrument) order by code limit 1") or case.one(
        "select min(code) from instrument_kind")
    said = send(case, "admin", "/api/imports/instruments?dry=1", workbook.make(
        [["Enterprise", "Kind", "Instrument", "Serial number", "Maker", "Due"],
         [name, "no-such-kind", "秤", "1", "厂", "2026-02-30"],
         ["没有的企业", kind, "秤", "1", "厂"]])).json
    case.same("instruments by English titles", [f["key"] for f in said["faults"]],
              ["instrument.kind", "import.enterprise"])


def watched_and_stopped(case, name, other):
    """A long import tells how far it is and can be stopped by whom it belongs to, also by
    way of another process on the database."""
    lines = [f"{name},导入第 {i} 件诉求,\r\n" for i in range(2000)]
    table = ("企业,诉求内容,来源\r\n" + "".join(lines)).encode()
    before = case.one("select count(*) from demand")
    asker = Client(case.server).sign_in(case.world.account("desk"))
    asker.connection.timeout = 600
    watcher = Client(other).sign_in(case.world.account("desk"))
    stranger = Client(other).sign_in(case.world.account("admin"))
    run = "/api/import-runs/t1"
    done = []

    def take():
        done.append(asker.send("POST", "/api/imports/demands?ticket=t1", table,
                               media_type="text/csv"))
    sending = threading.Thread(target=take)
    sending.start()
    at = None
    while sending.is_alive() and not (at and at["done"] > 0):
        answer = watcher.send("GET", run)
        at = answer.json if answer.status == 200 else None
        time.sleep(0.02)
    case.same("how far it is", (at or {}).get("of"), 4000)
    case.same("of nobody else", [stranger.send("GET", run).key,
                                 stranger.send("POST", f"{run}/cancel", {}).key],
              ["import.no_run"] * 2)
    case.same("stopped", watcher.send("POST", f"{run}/cancel", {}).status, 204)
    sending.join()
    case.same("what it says", (done[0].status, done[0].key), (409, "import.cancelled"))
    case.same("nothing was taken in", case.one("select count(*) from demand"), before)
    while watcher.send("GET", run).status == 200:
        time.sleep(0.02)
    case.same("it is over", watcher.send("POST", f"{run}/cancel", {}).key, "import.no_run")
    case.same("too many", asker.send("POST", "/api/imports/demands", table + lines[0].encode(),
                                     media_type="text/csv").key, "import.rows_of_kind")


def on_the_command_line(case, name):
    """`qh import`: the same lines, a report of each, nothing after a dry run."""
    def qh_import(table, data, *options, login="admin"):
        with tempfile.NamedTemporaryFile(suffix=".csv") as file:
            file.write(data if isinstance(data, bytes) else data.encode())
            file.flush()
            done = subprocess.run([QH, "import", table, file.name, "--db", case.url, "--login",
                                   login, *options], capture_output=True, check=False)
        return done.returncode, done.stdout.decode(), done.stderr.decode()
    count = "select count(*) from demand"
    before = int(case.one(count))
    good = f"企业,诉求内容,来源\r\n{name},命令行导入的第一件诉求,电话\r\n"
    bad = good + f"{name},短,\r\n没有的企业,这家企业不在名录里,\r\n"
    code, out, said = qh_import("demands", bad, "--dry-run")
    case.same("a report of each line", (code, [line.split(":")[0] for line in out.splitlines()]),
              (2, ["3", "4"]))
    case.same("in words", "(import.enterprise)" in out.splitlines()[1], True)
    case.same("how many", said, "3 lines, 1 good, 2 faulty, 0 taken in\n")
    case.same("all or nothing", qh_import("demands", bad)[0], 2)
    case.same("nothing was taken in", int(case.one(count)), before)
    case.same("a dry run of good lines", qh_import("demands", good, "--dry-run")[0::2],
              (0, "1 lines, 1 good, 0 faulty, 0 taken in\n"))
    with tempfile.NamedTemporaryFile(suffix=".csv") as again:
        case.same("the good ones", qh_import("demands", bad, "--partial", "--again", again.name)[2],
                  "3 lines, 1 good, 2 faulty, 1 taken in\n")
        case.same("the others to mend", [r[0] for r in rows_of_csv(
            Path(again.name).read_bytes()[3:])[1:]], [name, "没有的企业"])
    case.same("one more", int(case.one(count)), before + 1)
    case.same("by whom", case.one("select p.login from import_file f join person p on p.id = "
                                  "f.person_id order by f.at_ms desc limit 1"), "admin")
    for what, key, given in (
            ("the same file", "import.repeated", ("demands", bad, "--partial")),
            ("no such table", "import.kind", ("salaries", good)),
            ("no titles", "import.title", ("demands", "a,b\r\n1,2\r\n")),
            ("empty", "import", ("demands", b"")),
            ("not UTF-8", "csv.utf8", ("demands", b"\xff\xfe\x00" * 100)),
            ("too long", "file.size", ("demands", b"x" * (12 * 1024 * 1024 + 1))),
            ("too many lines", "import.rows", ("demands", good + f"{name},诉求太多,\r\n" * 20001)),
            ("a broken workbook", "import.file", ("demands", b"PK\x03\x04" + b"\x00" * 64))):
        code, out, said = qh_import(*given)
        case.same(f"{what}: {said}", (code != 0, out, key in said), (True, "", True))
    case.same("no such person", "cli.login" in qh_import("demands", good, login="nobody")[2], True)
    case.same("who may not", "auth.denied" in qh_import("demands", good, login="officer")[2], True)


def files_that_are_refused(case):
    path = "/api/imports/demands"
    head = [["企业", "诉求内容", "来源"]]
    send(case, "officer", path, workbook.make(head), 403, "auth.denied")
    send(case, "admin", "/api/imports/salaries", workbook.make(head), 404, "import.kind")
    send(case, "admin", path, b"PK\x03\x04 no archive", 422, "import.file")
    send(case, "admin", path, b"\xff\xfe\x00", 422, "csv.utf8", "text/csv")
    send(case, "admin", path, "名称,内容\r\n".encode(), 422, "import.title", "text/csv")
    send(case, "admin", path, workbook.pack(
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData/>'
        "</worksheet>"), 422, "import.file")
    bomb = workbook.pack('<worksheet><sheetData><row r="1">' + "<c><v>1</v></c>" * 60 +
                         "</row></sheetData>" + " " * 120_000_000 + "</worksheet>")
    send(case, "admin", path, bomb, 413, "import.size")
    send(case, "admin", path, workbook.make([["x"] * 65]), 413, "import.columns")
    send(case, "admin", path, workbook.make(head + [["a", "b" * 20000]]), 413, "import.cell")
    send(case, "admin", path, workbook.make(head + [["a", "b"]] * 2001), 413,
         "import.rows_of_kind")
    send(case, "admin", "/api/imports/pairings", workbook.make(
        [["企业", "服务专员", "结对日期"]] + [["a", "b"]] * 20001), 413, "import.rows")
    case.get("officer", "/api/imports/demands/template?format=csv", 403, "auth.denied")
    case.get("desk", "/api/imports/salaries/template?format=csv", 404, "import.kind")


def run(engine):
    world = World(engine)
    try:
        url = world.copy()
        with Server(url) as server:
            case = Case(world, server, url)
            number = state_nasty(case)
            every_ledger(case)
            demands_as_workbook(case, number)
            demands_as_csv(case, number)
            filters_and_rights(case)
            left_in_the_trail(case)
            bulletin(case)
            name = imports_of_enterprises(case)
            imports_of_others(case, name)
            on_the_command_line(case, name)
            if engine == "sqlite":
                watched_and_stopped(case, name, server)
            else:
                with Server(url, "--no-jobs") as other:
                    watched_and_stopped(case, name, other)
            files_that_are_refused(case)
        return case.passed + as_listed(world, url)
    finally:
        world.close()


def main():
    passed = failed = 0
    for engine in engines():
        try:
            passed += run(engine)
        except Failure as error:
            print(f"not ok: {error}")
            failed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
