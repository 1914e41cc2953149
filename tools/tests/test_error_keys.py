"""Where an error key is found, and what counts as missing."""
import json
import tempfile
import unittest
from pathlib import Path

import error_keys

SOURCE = """
static qh_status refuse(struct reader *r, const char *key, const char *what)
{
    return qh_fail(r->err, QH_INVALID, key, "", "%s", what);
}

qh_status a(struct qh_error *err)
{
    /* qh_fail(err, QH_INVALID, "comment.only", "", "x") */
    if (x)
        return refuse(r, y ? "two.first" : "two.second", "a, b");
    return qh_fail(err, QH_CONFLICT, "plain.key", "", "(%s)", "no.key");
}

qh_status b(struct qh_error *err)
{
    return qh_fail(err, QH_BUG, "bug.key", "", "never");
}
"""
TABLE = """
static const struct row ROWS[] = {{1, "table.one"}, {2, "table.two"}};
const struct workflow W = {"demand", STEPS, LEN(STEPS)};
/* error keys: named.one named.two */
qh_status c(struct qh_error *err)
{
    return qh_fail(err, f->status, f->key, "", "x");
}
"""


class ErrorKeys(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = Path(self.folder.name)
        (self.root / "src" / "a").mkdir(parents=True)
        (self.root / "data" / "locales").mkdir(parents=True)
        (self.root / "src" / "a" / "a.c").write_text(SOURCE, encoding="utf-8")
        (self.root / "src" / "a" / "b.c").write_text(TABLE, encoding="utf-8")

    def tearDown(self):
        self.folder.cleanup()

    def test_keys(self):
        self.assertEqual(sorted(error_keys.find_keys(self.root)), [
            "bug.key", "demand.state", "named.one", "named.two", "plain.key", "table.one",
            "table.two", "two.first", "two.second"])

    def test_wording(self):
        keys = set(error_keys.find_keys(self.root)) - {"bug.key"} | error_keys.GENERAL
        words = {key: "x" for key in keys}
        for locale in error_keys.LOCALES:
            path = self.root / "data" / "locales" / f"errors.{locale}.json"
            path.write_text(json.dumps(words), encoding="utf-8")
        self.assertEqual(error_keys.check(self.root), [])
        del words["plain.key"]
        words["gone.key"] = "x"
        words["table.one"] = " "
        path.write_text(json.dumps(words), encoding="utf-8")
        self.assertEqual([f.partition(": ")[2].partition(" (")[0]
                          for f in error_keys.check(self.root)],
                         ["no wording for plain.key", "nothing fails with gone.key",
                          "table.one is empty"])


if __name__ == "__main__":
    unittest.main()
