"""chain.py - the one chain over HTTP: demand -> booking -> trip -> records -> certificates ->
charges -> answer -> confirmation, as tests drive it.  Readings are worked out from the plan that
the server shows, as a real scale with a small error of our choice would give them.
"""
import sys
from decimal import Decimal as D
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "api"))
from qh import Client, Failure  # noqa: E402

DAY_MS = 86400_000
TEXT = "我们厂五台地磅马上到期了，可是生产线不能停，能不能请你们上门来检定？"
# A 1 x 1 PNG: the photograph of a seal.
PHOTO = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010806000000"
                      "1f15c4890000000d49444154789c6360000002000001e221bc33000000"
                      "0049454e44ae426082")


def plain(d):
    """A decimal without exponent and trailing zeros."""
    text = format(d, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


class Chain:
    def __init__(self, server, world):
        self.world = world
        self.clients = {}
        self.server = server
        self.ids = {}

    def who(self, login):
        if login not in self.clients:
            self.clients[login] = Client(self.server).sign_in(self.world.account(login))
        return self.clients[login]

    def call(self, login, method, path, body=None, status=None, **kw):
        client = self.who(login) if login else Client(self.server)
        answer = client.send(method, path, body, **kw)
        good = status if status else (200, 201, 204)
        good = good if isinstance(good, tuple) else (good,)
        if answer.status not in good:
            raise Failure(f"{login} {method} {path}: {answer.status} {answer.data[:600]!r}")
        return answer.json if "json" in answer.type else answer.data

    # ---- up to the trip ----

    def state_demand(self):
        d = self.call("silicon", "POST", "/api/demands", {"text": TEXT})
        self.ids["demand"] = d["id"]
        return d

    def version(self, login, path):
        return self.call(login, "GET", path)["version"]

    def step(self, login, action, body=None):
        path = f"/api/demands/{self.ids['demand']}"
        return self.call(login, "POST", f"{path}/{action}",
                         {"version": self.version(login, path), **(body or {})})

    def to_office(self):
        self.step("desk", "triage", {"item_code": "ME02", "kind": "ordinary", "route": "own"})
        offices = self.call("desk", "GET", "/api/offices")["items"]
        office = next(o["id"] for o in offices if o["code"] == "O19")
        self.step("desk", "assign", {"office_id": office})
        return self.step("metrology", "accept")

    def scales(self):
        d = self.call("metrology", "GET", f"/api/demands/{self.ids['demand']}")
        page = self.call("metrology", "GET",
                         f"/api/instruments?enterprise_id={d['enterprise_id']}&limit=100")
        return [i for i in page["items"] if i["kind_code"] == "K01"]

    def book(self, instruments, now_ms, service="verification", stage="periodic"):
        """stage: of all instruments, or a list with that of each."""
        stages = stage if isinstance(stage, list) else [stage] * len(instruments)
        b = self.call("metrology", "POST", "/api/bookings", {
            "demand_id": self.ids["demand"],
            "lines": [{"instrument_id": i["id"], "service": service, "stage": s}
                      for i, s in zip(instruments, stages)],
            "windows": [{"from_ms": now_ms - DAY_MS, "until_ms": now_ms + 3 * DAY_MS}],
            "needs": "生产线不停，一次只空出一台地磅",
            "downtime_days": 2})
        self.ids["booking"] = b["id"]
        self.call("dispatcher", "POST", f"/api/bookings/{b['id']}/accept",
                  {"version": b["version"]})
        return self.call("dispatcher", "GET", f"/api/bookings/{b['id']}")

    def people(self):
        page = self.call("dispatcher", "GET", "/api/persons?limit=100&role=verifier")
        return page["items"]

    def weights(self):
        return self.call("dispatcher", "GET", "/api/standards?limit=1000")["items"]

    def plan(self, booking, days, crew=None, standards=None):
        vehicles = self.call("dispatcher", "GET", "/api/vehicles")["items"]
        truck = next(v for v in vehicles if v["kind"] == "crane_truck")
        start = booking["windows"][0]["from_ms"] + DAY_MS
        if standards is None:
            standards = [s for s in self.weights() if s["valid_until_day"] >= days[0]]
        me = self.who("verifier").session["person"]["id"]
        return {"booking_id": booking["id"], "vehicle_id": truck["id"], "from_day": days[0],
                "until_day": days[1],
                "crew": crew or [{"person_id": me, "duty": "verify"}],
                "standard_ids": [s["id"] for s in standards],
                "tasks": [{"booking_line_id": line["id"], "from_ms": start + i * 1000,
                           "until_ms": start + i * 1000 + 900}
                          for i, line in enumerate(booking["lines"])]}

    def make_trip(self, plan):
        t = self.call("dispatcher", "POST", "/api/trips", plan)
        t = self.call("dispatcher", "POST", f"/api/trips/{t['id']}/publish",
                      {"version": t["version"]})
        t = self.call("verifier", "POST", f"/api/trips/{t['id']}/start",
                      {"version": t["version"]})
        self.ids["trip"] = t["id"]
        return t

    # ---- records ----

    def open(self, task, site=None, status=None):
        body = {"trip_task_id": task["id"], **({"site": site} if site else {})}
        return self.call("verifier", "POST", "/api/records", body, status=status)

    def reading(self, plan, row, error=D(0)):
        """What a scale with that error shows: I and dL so that P - L = error."""
        e, step = D(plan["e"]), D(plan["small_weight"])
        load = D(row["load"] or "0")
        out = {}
        for want in row["wants"]:
            if want in ("i", "dl", "e0_i", "e0_dl", "back_i"):
                if want == "back_i":  # the substitutes of the stages before stay
                    base = load - D(plan["stage_mass"])
                else:
                    base = load if want in ("i", "dl") else D(row["e0_load"] or "0")
                off = error if want in ("i", "dl") else D(0)
                shown = ((base + off) / e).to_integral_value(rounding="ROUND_HALF_EVEN") * e
                dl = shown + e / 2 - base - off
                if dl <= 0:
                    shown, dl = shown + e, dl + e
                if want.endswith("dl"):
                    out[want] = plain((dl / step).to_integral_value() * step)
                else:
                    out[want] = plain(shown)
        if row["form"] == "item":
            out = {"result": "pass"}
        elif row["form"] == "value":
            own = {"creep_setup.creep_hours": "0.5", "creep_setup.creep_load": plan["max"]}
            out = {"value": own.get(row["key"], "23" if row["unit"] != "%" else "60")}
        elif row["form"] == "discrimination":
            out = {"i": plain(load), "i1": plain(load - e), "i2": plain(load + e)}
        return out

    def enter(self, record, row, value, confirmed=False, status=None):
        body = {"version": record["version"], "row_key": row["key"], "value": value}
        if confirmed:
            body["confirmed"] = True
        r = self.call("verifier", "POST", f"/api/records/{record['id']}/entries", body,
                      status=status)
        if isinstance(r, dict) and "version" in r:
            record["version"] = r["version"]
            record["result"] = r["result"]
            record["verdict"] = r["verdict"]
        return r

    def rows(self, record):
        return [row for step in record["plan"]["steps"] for row in step["rows"]]

    def fill(self, record, errors=None, leave_out=()):
        """Every row in order; errors: row key -> error to be read there."""
        for row in self.rows(record):
            if row["key"] in leave_out or (not row["required"] and row["form"] != "item"
                                           and row["form"] != "substitute"):
                continue
            error = D((errors or {}).get(row["key"], 0))
            value = self.reading(record["plan"], row, error)
            # A large error is asked back; the officer confirms that it was read right.
            answer = self.enter(record, row, value, status=(200, 409) if error else None)
            if answer.get("key") == "record.ask_back":
                self.enter(record, row, value, confirmed=True)
        return record

    def refresh(self, record):
        return self.call("verifier", "GET", f"/api/records/{record['id']}")

    def photo(self, record):
        a = self.call("verifier", "POST", f"/api/attachments?entity=record&entity_id="
                      f"{record['id']}&name=seal.png", PHOTO, media_type="image/png")
        return a["id"]

    def seals(self, record, body):
        return self.call("verifier", "POST", f"/api/records/{record['id']}/seals",
                         {"version": record["version"], **body})

    def break_seals(self, record):
        for seal in [s for s in record["seals"] if not s["broken_ms"]]:
            record = self.seals(record, {"action": "break", "seal_id": seal["id"],
                                         "photo_id": self.photo(record)})
        return record

    def renew_seals(self, record, prefix):
        for i in range(2):
            record = self.seals(record, {"action": "apply", "number": f"{prefix}-{i}",
                                         "kind": "label", "position_zh": "接线盒"})
        return record

    def submit(self, record, status=None):
        return self.call("verifier", "POST", f"/api/records/{record['id']}/submit",
                         {"version": record["version"]}, status=status)

    def review(self, record, login="checker", decision="pass", reason=None, status=None):
        verb = "approve" if login.startswith("approver") else "check"
        body = {"version": record["version"], "decision": decision}
        if reason:
            body["reason"] = reason
        return self.call(login, "POST", f"/api/records/{record['id']}/{verb}", body,
                         status=status)

    def pass_on(self, record):
        """Submitted -> approved; the certificate."""
        record = self.review(record)
        done = self.review(record, "approver", "approve")
        return self.call("approver", "GET", f"/api/certificates/{done['certificate_id']}")

    def figures(self):
        # Without a period the window moves on with the first event of today.
        f = self.call("leader", "GET", "/api/figures?from=2024-12&until=2027-11")
        return {x["metric"]: x["amount"] for x in f["figures"]}
