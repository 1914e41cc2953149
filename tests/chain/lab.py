"""lab.py - laboratory instruments over HTTP: booking, trip, record of the general procedure,
check, approval, paper.  Readings are worked out from the plan that the server shows.
"""
from decimal import Decimal as D

from chain import DAY_MS, Chain, plain

# What the measured quantities and conditions are, by the end of their row key.
AMBIENT = {"cond.temperature": "23.0", "cond.humidity": "52", "cond.pressure": "100.9",
           "cond.voltage": "220"}


class Lab(Chain):
    """values: what is read where the plan cannot tell, by row key or key with reading."""

    def lab_instruments(self):
        d = self.call("metrology", "GET", f"/api/demands/{self.ids['demand']}")
        page = self.call("metrology", "GET",
                         f"/api/instruments?enterprise_id={d['enterprise_id']}&limit=100")
        return {i["regulation"]: i for i in page["items"] if i["kind_code"] != "K01"}

    def book_lab(self, instruments, now_ms, service, stage="periodic"):
        """A calibration specification (JJF) knows no verification."""
        b = self.call("metrology", "POST", "/api/bookings", {
            "demand_id": self.ids["demand"],
            "lines": [{"instrument_id": i["id"], "stage": stage,
                       "service": "calibration" if i["regulation"].startswith("JJF") else service}
                      for i in instruments],
            "windows": [{"from_ms": now_ms - DAY_MS, "until_ms": now_ms + 3 * DAY_MS}],
            "needs": "化验室上班时间均可", "downtime_days": 0})
        self.ids["booking"] = b["id"]
        self.call("dispatcher", "POST", f"/api/bookings/{b['id']}/accept",
                  {"version": b["version"]})
        return self.call("dispatcher", "GET", f"/api/bookings/{b['id']}")

    def lab_standards(self):
        return [s for s in self.weights() if not s["nominal_kg"]]

    def lab_plan(self, booking, days, standards=None):
        plan = self.plan(booking, days, standards=standards or self.lab_standards())
        vehicles = self.call("dispatcher", "GET", "/api/vehicles")["items"]
        plan["vehicle_id"] = next(v["id"] for v in vehicles if v["kind"] == "van")
        return plan

    def number(self, row, want, values):
        """The value that is known, else the default, else the point itself."""
        for key in (f"{row['key']}.{want}", row["key"], f"{row['key'].rsplit('.', 1)[0]}.{want}",
                    row["key"].rsplit(".", 1)[0]):
            if key in values:
                return values[key]
        ask = next(a for a in row["ask"] if a["id"] == want)
        if ask["default"] is not None:
            return ask["default"]
        base = D(row["p"] or row["near"] or "0")
        return plain(base)

    def lab_reading(self, row, values):
        if row["form"] == "item":
            return {"result": values.get(row["key"], "pass")}
        all_values = {**AMBIENT, **values}
        given = {}
        tail = row["key"].rsplit(".", 1)[1]
        start = int(tail) if tail.isdigit() and row["form"] in ("time", "scan") else 0
        for i, want in enumerate(row["wants"]):
            v = self.number(row, want, all_values)
            given[want] = v[(start + i) % len(v)] if isinstance(v, list) else v
        return given

    def is_read(self, row, values):
        """What is needed, and what the values speak of."""
        return row["required"] or row["form"] == "item" or any(
            k == row["key"] or k.startswith(row["key"] + ".") for k in values)

    def lab_fill(self, record, values=None, leave_out=()):
        """Every row, a step at a time."""
        for step in record["plan"]["steps"]:
            rows = [{"row_key": row["key"], "value": self.lab_reading(row, values or {})}
                    for row in step["rows"]
                    if row["key"] not in leave_out and self.is_read(row, values or {})]
            if rows:
                self.enter_rows(record, rows)
        return record

    def enter_rows(self, record, rows, confirmed=False, status=None):
        body = {"version": record["version"], "rows": rows, "confirmed": confirmed}
        r = self.call("verifier", "POST", f"/api/records/{record['id']}/readings", body,
                      status=status)
        if isinstance(r, dict) and "version" in r:
            record.update(version=r["version"], result=r["result"], verdict=r["verdict"])
        return r

    def strike(self, record, key, reason):
        entry = next(e for e in self.refresh(record)["entries"]
                     if e["row_key"] == key and not e["struck"])
        r = self.call("verifier", "POST", f"/api/records/{record['id']}/strike",
                      {"version": record["version"], "seq": entry["seq"], "reason": reason})
        record.update(version=r["version"], result=r["result"], verdict=r["verdict"])
        return r
