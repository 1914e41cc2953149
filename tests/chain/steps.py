"""steps.py - counting of what holds, and days of the office, for the chain tests."""
import datetime
import traceback

from qh import Failure


class Count:
    def __init__(self):
        self.passed = self.failed = 0

    def expect(self, what, is_, wanted):
        if is_ == wanted:
            self.passed += 1
        else:
            self.failed += 1
            print(f"not ok: {what}: {is_!r}, expected {wanted!r}")

    def expect_true(self, what, value):
        self.expect(what, bool(value), True)

    def guard(self, engine, work):
        try:
            work(engine)
        except Failure as e:
            self.failed += 1
            print(f"not ok: {engine}: {e}")
            traceback.print_exc()

    def total(self):
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed or not self.passed else 0


def local_days(now_ms):
    zone = datetime.timezone(datetime.timedelta(hours=8))
    day = datetime.datetime.fromtimestamp(now_ms / 1000, zone).date()
    return [day.isoformat(), (day + datetime.timedelta(days=1)).isoformat()]
