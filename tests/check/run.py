#!/usr/bin/env python3
"""run.py - qh check names the very row that was changed behind its back.

A database with a demand carried to its certificates is copied; in each copy one row or one
byte is changed with the engine's own program (sqlite3, psql), and `qh check` must fail and
name that row.  Untouched it must pass.  The whole check runs on the untouched database and on
a few spoiled ones; a spoiled row is asked of the one check that must name it (--only).

Usage: run.py [NAME...]   (QH: the binary; PG_URL: a PostgreSQL, else SQLite only)
"""
import datetime
import json
import re
import subprocess
import sys
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "chain"))
from chain import DAY_MS, Chain, Failure  # noqa: E402
from qh import QH, Server, World, engines, query  # noqa: E402
import watch  # noqa: E402

# Of the demand that was carried through: C; its booking B, trip T, records R (passed) and F
# (failed), their papers P and N.
# name, the edit (per engine where it differs), entity and id that must be named, and the
# check that must say it.
CASES = [
    ("a demand's text is rewritten",
     "update demand set text = 'something else' where id = '{C}'", "demand", "{C}", "rows"),
    ("the day of a certificate is moved",
     "update certificate set issued_day = '2030-01-01' where id = '{P}'",
     "certificate", "{P}", "rows"),
    ("a judgement is rewritten",
     "update record set result = '{{}}' where id = '{F}'", "record", "{F}", "rows"),
    ("the parameters of a scale are changed",
     "update instrument set params = '{{}}' where id = '{I}'", "instrument", "{I}", "rows"),
    ("a weight's validity is prolonged",
     "update standard set valid_until_day = '2099-01-01'", "standard", "{W}", "rows"),
    ("an attachment is added",
     "insert into attachment (org, id, entity, entity_id, hash, name, media_type, size, at_ms, "
     "person_id) select org, 'X', entity, entity_id, hash, name, media_type, size, at_ms, "
     "person_id from attachment where hash = '{A}' and entity_id = '{F}'", "attachment", "X", "rows"),
    ("a charge line is gone and its figure with it",
     "delete from charge_line where id = '{L}'", "charge_line", "{L}", "rows"),
    ("an entry of a history is rewritten",
     "update event set note = 'rewritten' where entity = 'demand' and entity_id = '{C}' "
     "and seq = 3", "event", "demand/{C}/3", "history"),
    ("an entry is rewritten with a hash of its own",
     "update event set actor_name = 'nobody', hash = '" + "0" * 64 + "' where entity = 'demand' "
     "and entity_id = '{C}' and seq = 2", "event", "demand/{C}/3", "history"),
    ("an entry in the middle is gone",
     "delete from event where entity = 'booking' and entity_id = '{B}' and seq = 2",
     "event", "booking/{B}/3", "history"),
    ("the tail of a history is cut off",
     "delete from event where entity = 'trip' and entity_id = '{T}' and seq = (select max(seq) "
     "from event where entity = 'trip' and entity_id = '{T}')", "trip", "{T}", "versions"),
    ("a whole history is gone",
     "delete from event where entity = 'certificate' and entity_id = '{P}'",
     "certificate", "{P}", "versions"),
    ("a version is turned back",
     "update record set version = version - 1 where id = '{R}'", "record", "{R}", "versions"),
    ("a state is changed without a step",
     "update demand set state = 'WIP' where id = '{C}'", "demand", "{C}", "versions"),
    ("a state that is none",
     "update booking set state = 'lost' where id = '{B}'", "booking", "{B}", "versions"),
    ("the end of a clock is moved",
     "update demand set due_ms = due_ms + 1 where id = '{O}'", "demand", "{O}", "demands"),
    ("the time of completion is moved",
     "update demand set done_ms = done_ms - 86400000 where id = '{C}'",
     "demand", "{C}", "demands"),
    ("an answer is rewritten",
     "update demand set answer = 'something else' where id = '{C}'",
     "demand", "{C}", "demands"),
    ("the end that an enterprise was promised is moved",
     "update demand_promise set due_ms = due_ms + 86400000 where demand_id = '{C}' and "
     "name = 'contact'", "demand", "{C}", "courses"),
    ("a limit is lengthened behind the calendar's back",
     "update demand_promise set limit_wd = limit_wd + 1 where demand_id = '{O}' and "
     "name = 'done'", "demand", "{O}", "courses"),
    ("a clock that runs is called kept",
     "update demand_promise set met_ms = from_ms where demand_id = '{O}' and name = 'done'",
     "demand", "{O}", "courses"),
    ("the enterprise's word is put into the handler's mouth",
     "update demand_follow_up set by_id = handler_id where demand_id = '{C}'",
     "demand", "{C}", "courses"),
    ("the enterprise's word is gone from its round",
     "update demand set rounds = rounds + 1 where id = '{C}'", "demand", "{C}", "courses"),
    ("a demand is called merged",
     "update demand set merged_id = '{O}' where id = '{C}'", "demand", "{C}", "courses"),
    ("an extension that nobody asked for",
     "insert into demand_extension (org, demand_id, seq, reason, days, asked_by, asked_ms, "
     "due_before_ms, state, decided_by, decided_ms) select org, id, 1, 'x', 5, handler_id, "
     "registered_ms, due_ms, 'approved', handler_id, registered_ms from demand "
     "where id = '{O}'", "demand", "{O}", "courses"),
    ("a series gives out a number again",
     "update number_series set next = next - 1 where series = 'demand' and year = {year}",
     "number_series", "demand/{year}", "numbers"),
    ("a series leaves a number out",
     "update number_series set next = next + 1 where series = 'certificate.verification'",
     "number_series", "certificate.verification/{year}", "numbers"),
    ("a booking's number is changed",
     "update booking set number = 'YY{year}-0999' where id = '{B}'",
     "booking", "{B}", "numbers"),
    ("a trip's number is no number",
     "update trip set number = 'CX{year}-1' where id = '{T}'", "trip", "{T}", "numbers"),
    ("a record's number is of no series",
     "update record set number = 'JLxxxx-00001' where id = '{R}'", "record", "{R}", "numbers"),
    ("a certificate's serial is changed",
     "update certificate set serial = 77 where id = '{P}'", "certificate", "{P}", "numbers"),
    ("the frozen contents are changed by a byte",
     "update certificate set content = replace(content, '\"kind\":\"notice\"', "
     "'\"kind\":\"notica\"') where id = '{N}'", "certificate", "{N}", "certificates"),
    ("the hash of the contents is changed",
     "update certificate set content_hash = '" + "a" * 64 + "' where id = '{P}'",
     "certificate", "{P}", "certificates"),
    ("the validity is stretched",
     "update certificate set valid_until_day = '2099-01-01' where id = '{P}'",
     "certificate", "{P}", "certificates"),
    ("a notice is made a certificate",
     "update certificate set kind = 'verification', serial = 9001 where id = '{N}'",
     "certificate", "{N}", "certificates"),
    ("a paper points to bytes that are not there",
     "update certificate set pdf_hash = '" + "b" * 64 + "' where id = '{P}'",
     "certificate", "{P}", "certificates"),
    ("the bytes of a paper are changed",
     {"sqlite": "update blob set bytes = cast('%PDF-1.7 forged' as blob) where hash = '{H}'",
      "postgres": "update blob set bytes = '%PDF-1.7 forged'::bytea where hash = '{H}'"},
     "blob", "{H}", "blobs"),
    ("the paper of changed bytes is named, too",
     {"sqlite": "update blob set bytes = cast('%PDF-1.7 forged' as blob) where hash = '{H}'",
      "postgres": "update blob set bytes = '%PDF-1.7 forged'::bytea where hash = '{H}'"},
     "certificate", "{P}", "blobs"),
    ("one byte of a photograph is changed",
     {"sqlite": "update blob set bytes = cast(substr(bytes, 1, size - 1) || x'ff' as blob) "
                "where hash = '{A}'",
      "postgres": "update blob set bytes = set_byte(bytes, (size - 1)::int, 254) "
                  "where hash = '{A}'"},
     "blob", "{A}", "blobs"),
    ("a calibration certificate states less than the laboratory claims",
     "update certificate set content = replace(content, '\"{z}\"', '\"0.001\"') where id = '{Z}'",
     "certificate", "{Z}", "uncertainty"),
    ("an approved record has no paper",
     {"sqlite": "delete from certificate where id = '{P}'",
      "postgres": "delete from certificate where id = '{P}'"},
     "record", "{R}", "papers"),
    ("a record is approved by hand",
     "update record set state = 'approved' where id = '{D}'", "record", "{D}", "papers"),
    ("a reading is changed",
     "update record_entry set value = replace(value, '0', '1') where record_id = '{R}' "
     "and seq = 20", "record_entry", "{R}/20", "records"),
    ("a reading is cut off",
     "delete from record_entry where record_id = '{R}' and seq = (select max(seq) "
     "from record_entry where record_id = '{R}')", "record", "{R}", "records"),
    ("a failure is made a pass",
     "update record set verdict = 'pass' where id = '{F}'", "record", "{F}", "records"),
    ("a folded figure is changed",
     "update figure_sum set amount = amount + 1 where metric = 'demand.registered' "
     "and month = '{month}' and axis = 'division' and value = '{dim}'",
     "figure_sum", "division/{month}/demand.registered/{dim}", "figures"),
    ("a folded figure is gone",
     "delete from figure_sum where metric = 'charge.exempt_fen' and month = '{month}'",
     "figure_sum", "division/{month}/charge.exempt_fen/{dim}", "figures"),
    ("a figure of an office is changed",
     "update figure_sum set amount = amount + 1 where metric = 'demand.closed' "
     "and month = '{month}' and axis = 'office' and value = '{office}'",
     "figure_sum", "office/{month}/demand.closed/{office}", "figures"),
    ("a day of the histogram is moved",
     "update figure_sum set metric = 'demand.wd.119' where metric like 'demand.wd.%' "
     "and axis = 'all' and month = '{month}' and metric = (select min(metric) from "
     "figure_sum where metric like 'demand.wd.%' and axis = 'all' and month = '{month}')",
     "figure_sum", "all/{month}/demand.wd.119/", "figures"),
    ("a figure is moved to another office with its demand",
     "update demand set lead_office_id = (select id from office where id <> '{office}' "
     "limit 1) where id = '{C}'", "figure_sum", "office/{month}/demand.closed/{office}",
     "figures"),
    ("a delta that waits is changed",
     "update figure_delta set amount = 5 where id = '00000000000000000000000001'",
     "figure_delta", "00000000000000000000000001", "figures"),
    ("days saved are changed",
     "update booking set downtime_days = 9 where id = '{B}'",
     "figure_sum", "division/{month}/downtime.days/{dim}", "figures"),
    ("an amount is changed",
     "update charge_line set amount_fen = amount_fen - 1 where id = '{L}'",
     "charge_line", "{L}", "charges"),
    ("what the law exempts is called a waiver",
     "update charge_line set ground = 'waived' where id = '{L}'",
     "charge_line", "{L}", "charges"),
    ("a row names another that is not there",
     {"sqlite": "update booking_line set instrument_id = 'X' where id = '{K}'",
      "postgres": "set session_replication_role = replica; "
                  "update booking_line set instrument_id = 'X' where id = '{K}'"},
     "booking_line", "{K}", "references"),
    ("a booking is moved to another enterprise",
     "update booking set enterprise_id = (select max(id) from enterprise where id <> "
     "(select enterprise_id from demand where id = '{C}')) where id = '{B}'",
     "booking", "{B}", "bookings"),
    ("a demand is not found by its words",
     "delete from search_doc where entity = 'demand' and entity_id = '{C}'",
     "demand", "{C}", "search"),
    ("the row of a reminder is gone",
     "delete from supervise_act where demand_id = '{S}' and seq = {s}",
     "supervise_act", "{S}/{s}", "supervision"),
    ("the watch of a limit is turned back",
     "update demand set watch_level = 0 where id = '{S}'", "demand", "{S}", "supervision"),
    ("an order's number is changed",
     "update supervise_order set number = 'DB{year}-0999' where id = '{Q}'",
     "supervise_order", "{Q}", "numbers"),
    ("a demand is gone, with what hung on it left",
     {"sqlite": "delete from demand where id = '{O}'",
      "postgres": "set session_replication_role = replica; "
                  "delete from demand where id = '{O}'"},
     "demand", "{O}", "versions"),
]


# Rows that do not stand in one another's way are spoiled together, in one copy: the edit,
# entity and id that must be named, and what of it.  {U} is an appointment that was agreed, {V}
# its order, {X} an enterprise other than its own.
PUBLISHED = ("insert into item_version select org, '{0}', {1}, state, '{2}', until_day, category_zh, "
             "category_en, name_zh, name_en, who_may_ask, basis, statutory_limit_wd, "
             "commit_limit_wd, limit_basis, channels, on_site, appointment, lead_office_code, "
             "default_route, documents, fee, waiver_rule, keywords, also_called, not_this, note, "
             "made_by, made_by_name, made_ms, seconded, published_by, published_by_name, "
             "published_ms, version from item_version where code = '{0}' and no = 1")
ITEM_ROWS = [
    ("update service_item set state = 'withdrawn' where code = 'AP01'",
     "service_item", "AP01", "no"),
    ("update service_item set name_zh = 'x' where code = 'AP02'",
     "service_item", "AP02", "wording"),
    ("update item_version set from_day = null where code = 'AP03'",
     "item_version", "AP03/1", "from_day"),
    ("update item_version set until_day = '2025-01-01' where code = 'AP04'",
     "item_version", "AP04/1", "until_day"),
    ("update item_version set statutory_limit_wd = 1, commit_limit_wd = 2 where code = 'AP05'",
     "item_version", "AP05/1", "commit_limit_wd"),
    ("update item_version set made_by = 'somebody' where code = 'CR01'",
     "item_version", "CR01/1", "published_ms"),
    ("update item_version set made_by = 'x', published_by = 'x', published_ms = 1, seconded = 1 "
     "where code = 'CR02'", "item_version", "CR02/1", "published_by"),
    (PUBLISHED.format("CR03", 3, "2099-01-01"), "item_version", "CR03/3", "no"),
    (PUBLISHED.format("CR04", 2, "2001-01-01"), "item_version", "CR04/2", "from_day"),
    ("; ".join(PUBLISHED.format("MA01", n, "2099-01-01") for n in (2, 3)) +
     "; update item_version set state = 'draft', from_day = null where code = 'MA01' and no > 1",
     "item_version", "MA01/3", "state"),
    ("update demand set item_no = 9 where id = '{C}'", "demand", "{C}", "item_no"),
    ("update charge_line set item_no = 9 where id = '{L}'", "charge_line", "{L}", "item_no"),
    ("update appointment set item_no = 9, from_ms = 1, until_ms = 2 where id = '{U}'",
     "appointment", "{U}", "item_no"),
    ("update appointment set from_ms = 1, until_ms = 2 where id = '{U}'",
     "appointment", "{U}", "from_ms"),
    ("update pick_item set item_no = 9 where pick_id = '{V}' and seq = 1",
     "pick_item", "{V}/1", "item_no"),
    ("update pick_item set appointment_id = null, demand_id = null where pick_id = '{V}' and "
     "seq = 1", "pick_item", "{V}/1", "demand_id"),
    ("update appointment set demand_id = (select min(id) from demand where enterprise_id = '{X}') "
     "where id = '{U}'", "appointment", "{U}", "demand_id"),
    ("insert into appointment_instrument (org, appointment_id, instrument_id) select org, '{U}', "
     "id from instrument where enterprise_id = '{X}' order by id limit 1",
     "appointment_instrument", "{U}/{Y}", "instrument_id"),
]
# Another copy: an agreed appointment without its time.
ITEM_ROWS_2 = [
    ("update appointment set from_ms = null, until_ms = null where id = '{U}'",
     "appointment", "{U}", "state"),
]
MESSAGE_ROWS = [
    ("update notice set at_ms = at_ms + 1 where person_id = '{M}' and event_id = '{E}'",
     "notice", "{M}/{E}", "at_ms"),
    ("update notice set read_ms = 1 where person_id = '{M}' and event_id = '{E2}'",
     "notice", "{M}/{E2}", "read_ms"),
]
LEADER_ROWS = [
    ("insert into office_leader (org, office_id, person_id) select org, id, 'X' from office "
     "where id = '{office}'", "office_leader", "{office}/X", "person_id"),
]
# What the laboratory keeps: G, an instrument with a regulation of its own; a kind K90.
KEEP_ROWS = [
    ("update instrument set regulation = 'JJG 1' where id = '{G}'",
     "instrument", "{G}", "regulation"),
    ("update tariff set price_fen = price_fen + 1 where kind_code = 'K90'",
     "instrument_kind", "K90", "price_fen"),
    ("update standard set valid_until_day = '2099-01-01' where id = '{g}'",
     "standard", "{g}", "valid_until_day"),
    ("update standard_certificate set certificate_no = 'forged' where standard_id = '{g}' and seq = 2",
     "standard", "{g}", "certificate_no"),
    ("delete from standard_certificate where standard_id = '{g}' and seq = 1",
     "standard", "{g}", "certificates"),
]
GROUPS = [("items and what keeps them", "items", ITEM_ROWS),
          ("an appointment without its time", "items", ITEM_ROWS_2),
          ("what the laboratory keeps", "keeping", KEEP_ROWS),
          ("messages", "messages", MESSAGE_ROWS),
          ("the leader of an office", "references", LEADER_ROWS)]


# Checks whose first case of the table is spoiled together with those of the others.
WHOLE = ("rows", "history", "numbers", "certificates", "records", "figures")


def local_days(now_ms):
    zone = datetime.timezone(datetime.timedelta(hours=8))
    day = datetime.datetime.fromtimestamp(now_ms / 1000, zone).date()
    return [day.isoformat(), (day + datetime.timedelta(days=1)).isoformat()]


def carry_through(c):
    """A demand with two weighbridges, one passes and one fails, answered and confirmed; a
    second demand that is under way with an open record.  Ids by the letters above."""
    now = int(time.time() * 1000)
    days = local_days(now)
    c.state_demand()
    c.to_office()
    ids = {"C": c.ids["demand"]}
    scales = sorted((i for i in c.scales() if i["purpose"] == "trade"),
                    key=lambda i: int(i["params"]["max"]))
    booking = c.book(scales[:2], now)
    ids["B"], ids["K"] = booking["id"], booking["lines"][0]["id"]
    trip = c.make_trip(c.plan(booking, days))
    ids["T"] = trip["id"]
    good = c.open(trip["tasks"][0])
    c.fill(good)
    bad = c.open(trip["tasks"][1])
    corner = next(row["key"] for step in bad["plan"]["steps"] if step["test"] == "eccentricity"
                  for row in step["rows"])
    c.fill(bad, {corner: 3 * int(bad["plan"]["e"])})
    c.photo(c.refresh(bad))
    ids["R"], ids["F"] = good["id"], bad["id"]
    paper = c.pass_on(c.submit(c.refresh(good)))
    notice = c.pass_on(c.submit(c.refresh(bad)))
    ids["P"], ids["N"] = paper["id"], notice["id"]
    trip = c.call("verifier", "GET", f"/api/trips/{trip['id']}")
    c.call("verifier", "POST", f"/api/trips/{trip['id']}/finish", {"version": trip["version"]})
    answer = c.step("metrology", "answer", {"answer": "已检定两台。", "outcome": "partly"})
    c.call(None, "POST", f"/api/confirm/{answer['confirm_token']}",
           {"satisfaction": "basically", "rating": 4, "downtime_confirmed": True})
    under_way(c, scales[2], now, ids)
    return ids


def order(c, ids):
    """An item is ordered with a time, which the office accepts."""
    start = (int(time.time()) // 86400 + 3) * DAY_MS + 2 * 3600_000
    slot = {"from_ms": start, "until_ms": start + 2 * 3600_000}
    made = c.call("silicon", "POST", "/api/picks", {
        "items": [{"item_code": "MA01", "place": "window", "windows": [slot]}]})
    ids["V"], ids["U"] = made["id"], made["items"][0]["appointment_id"]
    mine = c.call("desk", "GET", f"/api/appointments/{ids['U']}")["appointment"]
    c.call("desk", "POST", f"/api/appointments/{ids['U']}/accept",
           {"version": mine["version"], **slot})


def keep(c, ids):
    """A kind of instruments whose price has changed; a weight certified anew; a claim that ends sooner than said."""
    claim = c.call("admin", "POST", "/api/capabilities", {
        "regulation": "JJG 119-2018", "budget": "indication", "base": "0.001", "basis": "L0001",
        "valid_from_day": "2024-01-01", "until_day": "2024-12-31"})["items"][0]
    c.call("admin", "POST", f"/api/capabilities/{claim['id']}/end", {"until_day": "2024-06-30"})
    kind = {"name_zh": "电子秒表", "name_en": "Electronic stopwatch", "service": "verification",
            "regulation": "JJG 237", "compulsory": False, "cycle_months": 12, "unit_zh": "台件",
            "price_basis": "协议价"}
    c.call("admin", "POST", "/api/kinds", {**kind, "code": "K90", "price_fen": 8000})
    c.call("admin", "PUT", "/api/kinds/K90", {**kind, "version": 1, "price_fen": 9000})
    w = c.weights()[0]
    c.call("admin", "POST", f"/api/standards/{w['id']}/certificates", {
        "version": w["version"], "certificate_no": "HX-NEW", "issuer": "省计量院",
        "certificate_day": w["certificate_day"], "valid_until_day": w["valid_until_day"],
        "accuracy_class": w["accuracy_class"]})
    ids["g"] = w["id"]


def calibrate(c, scale, now, ids):
    """A certificate Z that states a claim, z, as its U."""
    c.call("admin", "POST", "/api/capabilities", {
        "regulation": "JJG 539-2016", "budget": "weighing", "base": "77", "basis": "L0001",
        "valid_from_day": "2024-01-01"})
    c.state_demand()
    c.to_office()
    trip = c.make_trip(c.plan(c.book([scale], now, service="calibration"), local_days(now)))
    record = c.open(trip["tasks"][0])
    c.fill(record)
    paper = c.pass_on(c.submit(c.refresh(record)))
    ids["Z"], ids["z"] = paper["id"], "77"
    trip = c.call("verifier", "GET", f"/api/trips/{trip['id']}")
    c.call("verifier", "POST", f"/api/trips/{trip['id']}/finish", {"version": trip["version"]})


def under_way(c, scale, now, ids):
    keep(c, ids)
    calibrate(c, scale, now, ids)
    order(c, ids)
    c.state_demand()
    c.to_office()
    ids["O"] = c.ids["demand"]
    ids["Q"] = c.call("desk", "POST", f"/api/demands/{ids['O']}/orders",
                      {"reason": "临近时限", "required": "说明安排"})["id"]
    trip = c.make_trip(c.plan(c.book([scale], now), local_days(now)))
    ids["D"] = c.open(trip["tasks"][0])["id"]


def wait_for_papers(url):
    """The jobs of the server render them; those of the replay wait until they are opened."""
    since = int(time.time() * 1000) - 3600 * 1000
    for _ in range(100):
        if query(url, "select count(*) from certificate where state = 'numbered' and "
                      f"numbered_ms > {since}").strip() == "0":
            return
        time.sleep(0.1)
    raise Failure("papers stay unfinished")


def look_up(url, ids):
    def one(sql):
        return query(url, sql).strip()

    ids["year"] = one("select max(year) from number_series where series = 'demand'")
    ids["H"] = one(f"select pdf_hash from certificate where id = '{ids['P']}'")
    ids["A"] = one("select hash from attachment where entity = 'record' "
                   f"and entity_id = '{ids['F']}'")
    # Of a limit that is still watched.
    ids["S"], ids["s"] = one("select min(a.demand_id || ' ' || a.seq) from supervise_act a join "
                             "demand d on d.org = a.org and d.id = a.demand_id where a.kind = "
                             "'remind' and d.watch_level > 0 and d.due_ms is not null").split()
    ids["L"] = one("select c.id from charge_line c join booking b on b.id = c.booking_id "
                   f"where b.id = '{ids['B']}' and c.ground = 'exempt' and c.amount_fen > 0")
    ids["W"] = one("select min(id) from standard")
    ids["I"] = one(f"select instrument_id from record where id = '{ids['R']}'")
    ids["dim"] = one("select e.division_code from enterprise e join demand d "
                     f"on d.enterprise_id = e.id where d.id = '{ids['C']}'")
    ids["month"] = one("select max(month) from figure_sum where metric = "
                       "'demand.registered'")
    own = one(f"select enterprise_id from appointment where id = '{ids['U']}'")
    ids["X"] = one("select min(d.enterprise_id) from demand d join instrument i on "
                   f"i.enterprise_id = d.enterprise_id where d.enterprise_id <> '{own}'")
    ids["Y"] = one("select id from instrument where enterprise_id = "
                   f"'{ids['X']}' order by id limit 1")
    ids["M"] = one("select person_id from notice group by person_id order by count(1) desc, "
                   "person_id limit 1")
    ids["E"], ids["E2"] = query(url, "select event_id from notice where person_id = "
                                     f"'{ids['M']}' order by event_id limit 2").split()
    ids["G"] = one("select min(id) from instrument where regulation is not null")
    ids["office"] = one(f"select lead_office_id from demand where id = '{ids['C']}'")
    ids["org"] = one("select org from org")
    # A delta that waits, whatever the jobs have folded: one registered demand.
    where = (f"metric = 'demand.registered' and month = '{ids['month']}' and "
             f"((axis = 'all' and value = '') or (axis = 'division' and value = "
             f"'{ids['dim']}'))")
    change(url, f"update figure_sum set amount = amount - 1 where {where}; "
                "insert into figure_delta (org, id, metric, month, division, office, kind, "
                "item, route, amount, entity, entity_id) values "
                f"('{ids['org']}', '00000000000000000000000001', 'demand.registered', "
                f"'{ids['month']}', '{ids['dim']}', '', '', '', '', 1, 'demand', "
                f"'{ids['C']}')")


def change(url, sql):
    """By the engine's own program, as somebody at the machine would."""
    if url.startswith("sqlite:"):
        command = ["sqlite3", "-bail", url[len("sqlite:"):], sql]
    else:
        command = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", sql, url]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode != 0:
        raise Failure(f"{sql}: {done.stderr.decode()}")


def check(url, only=None):
    """(exit code, findings) of all checks, or of the one that must say it."""
    some = ["--only", only] if only else []
    done = subprocess.run([QH, "check", "--db", url, "--json", *some], capture_output=True,
                          check=False)
    lines = done.stdout.decode().splitlines()
    if done.returncode not in (0, 1):
        raise Failure(f"qh check: {done.returncode}\n{done.stderr.decode()}")
    return done.returncode, [json.loads(line) for line in lines]


def run_case(world, case, ids, url):
    name, edit, entity, row, by = case
    if isinstance(edit, dict):
        edit = edit[world.engine]
    copy = copy_of(world, url)
    try:
        change(copy, edit.format(**ids))
        code, findings = check(copy, by)
        wanted = (entity, row.format(**ids), by)
        named = {(f["entity"], f["id"], f["check"]) for f in findings if not f["is_note"]}
        if code == 1 and wanted in named:
            return True
        print(f"not ok: {world.engine}: {name}: exit {code}, wanted {wanted}\n"
              f"    {sorted(named)[:6]}")
        return False
    finally:
        world.drop(copy)


def run_group(world, group, ids, url):
    """All rows of a group in one copy; False and a line for each that is not named."""
    name, by, rows = group
    copy = copy_of(world, url)
    try:
        # As a replica: references are not what is asked.
        first = {"sqlite": "", "postgres": "set session_replication_role = replica; "}
        for edit, *_ in rows:
            change(copy, first[world.engine] + edit.format(**ids))
        code, findings = check(copy, by)
        named = {(f["entity"], f["id"], f["what"]) for f in findings if f["check"] == by}
        missing = [r[0] for r in rows
                   if (r[1].format(**ids), r[2].format(**ids), r[3]) not in named]
        for edit in missing:
            print(f"not ok: {world.engine}: {name}: not named: {edit}")
        if missing:
            print(f"    {sorted(named)}")
        return code == 1 and not missing
    finally:
        world.drop(copy)


def whole_checks(world, ids, url):
    """All checks at once name what is spoiled for each of a few, and an unknown name is refused."""
    some = [next(c for c in CASES if c[4] == by) for by in WHOLE]
    copy = copy_of(world, url)
    try:
        for case in some:
            edit = case[1][world.engine] if isinstance(case[1], dict) else case[1]
            change(copy, edit.format(**ids))
        code, findings = check(copy)
        named = {(f["entity"], f["id"], f["check"]) for f in findings}
        missing = [c[0] for c in some if (c[2], c[3].format(**ids), c[4]) not in named]
        refused = subprocess.run([QH, "check", "--db", copy, "--only", "nothing"],
                                 capture_output=True, check=False)
        good = code == 1 and not missing and refused.returncode == 2
        if not good:
            print(f"not ok: {world.engine}: all checks at once: {code}, missing {missing}, "
                  f"unknown name {refused.returncode}")
        return good
    finally:
        world.drop(copy)


def every_check_is_spoiled():
    """Each check of `qh check` has a row here that it must report."""
    source = (Path(__file__).resolve().parents[2] / "src/domain/check.c").read_text("utf-8")
    checks = set(re.findall(r'^    {"(\w+)",\s+check_', source, re.M))
    spoiled = {case[4] for case in CASES} | {by for _, by, _ in GROUPS}
    if not checks or checks - spoiled:
        print(f"not ok: checks without a spoiled row: {sorted(checks - spoiled)}")
    return bool(checks) and not checks - spoiled


def copy_of(world, url):
    """A copy of the filled database (World.copy() copies the one it was made with)."""
    if world.engine == "sqlite":
        return world.copy()
    kept, world.name = world.name, url.partition("?")[0].rsplit("/", 1)[1]
    try:
        return world.copy()
    finally:
        world.name = kept


def on_engine(engine, names):
    world = World(engine, demo=True)
    passed = failed = 0
    try:
        url = world.copy()
        with Server(url, "--quiet") as server:
            ids = carry_through(Chain(server, world))
            wait_for_papers(url)
            time.sleep(1.5)
        look_up(url, ids)
        if engine == "sqlite":
            change(url, "pragma wal_checkpoint(truncate)")
        code, findings = check(url)
        if code != 0 or findings:
            raise Failure(f"the untouched database: {code} {findings[:5]}")
        passed += 1
        if engine == "sqlite":
            Path(url[len("sqlite:"):]).replace(world.folder / "world.db")
            url = world.url
        for case in CASES:
            if names and case[0] not in names:
                continue
            good = run_case(world, case, ids, url)
            passed, failed = passed + good, failed + (not good)
        for group in GROUPS:
            if names and group[0] not in names:
                continue
            good = run_group(world, group, ids, url)
            passed, failed = passed + good, failed + (not good)
        good = whole_checks(world, ids, url)
        passed, failed = passed + good, failed + (not good)
        copy = copy_of(world, url)
        watch.run(copy, ids["O"], change, check)
        world.drop(copy)
        passed += 1
        if engine == "postgres":
            world.drop(url)
    finally:
        world.close()
    return passed, failed


def main():
    passed = int(every_check_is_spoiled())
    failed = 1 - passed
    for engine in engines():
        try:
            good, bad = on_engine(engine, sys.argv[1:])
        except Failure as e:
            good, bad = 0, 1
            print(f"not ok: {engine}: {e}")
            traceback.print_exc()
        passed, failed = passed + good, failed + bad
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
