"""How check.py and meson_tests.py count: no failure may pass for a success."""
import os
import stat
import tempfile
import unittest
from pathlib import Path

import check
import meson_tests

# note, exit status, output, (passed, failed)
JUDGED = [
    ("all passed", 0, "x\n3 passed, 0 failed\n", (3, 0)),
    ("blank lines after it", 0, "3 passed, 0 failed\n\n", (3, 0)),
    ("some failed", 1, "3 passed, 2 failed\n", (3, 2)),
    ("some failed, status 0", 0, "3 passed, 2 failed\n", (3, 2)),
    ("ended badly after all passed", 1, "3 passed, 0 failed\n", (3, 1)),
    ("no test ran", 0, "0 passed, 0 failed\n", (0, 1)),
    ("no closing line", 0, "fine\n", (0, 1)),
    ("a sum in the middle is no closing line", 0, "3 passed, 0 failed\nSegfault\n", (0, 1)),
    ("nothing printed", 0, "", (0, 1)),
    ("skipped may be told", 0, "3 passed, 0 failed, 1 skipped\n", (3, 0)),
]

# note, record of meson, (passed, failed)
COUNTED = [
    ("cases", {"result": "OK", "stdout": "1..2\nok 1 - a\nok 2 - b\n"}, (2, 0)),
    ("a failed case", {"result": "FAIL", "stdout": "ok 1\nnot ok 2\n"}, (1, 1)),
    ("a crash after good cases", {"result": "FAIL", "stdout": "ok 1\n"}, (1, 1)),
    ("a crash before any", {"result": "FAIL", "stdout": ""}, (0, 1)),
    ("a program without cases", {"result": "OK"}, (1, 0)),
    ("a skipped case counts nowhere", {"result": "OK", "stdout": "ok 1 # SKIP no\nok 2\n"},
     (1, 0)),
    ("too late", {"result": "TIMEOUT", "stdout": "ok 1\n"}, (1, 1)),
]


class JudgeTest(unittest.TestCase):
    def test_judge(self):
        for note, status, text, want in JUDGED:
            with self.subTest(note):
                self.assertEqual(check.judge(status, text)[:2], want)

    def test_count(self):
        for note, record, want in COUNTED:
            with self.subTest(note):
                self.assertEqual(meson_tests.count(record), want)


class SuiteTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def write(self, name, text):
        file = self.path / name
        file.write_text(text, encoding="utf-8")
        os.chmod(file, stat.S_IRWXU)
        return file

    def test_remarks(self):
        suite = check.read_suite(self.write(
            "10-a", "#!/bin/sh\n# check: alone\n# check: seconds=5\n# check: needs=x/y\n"))
        self.assertEqual((suite.name, suite.alone, suite.seconds, suite.needs),
                         ("a", True, 5, ["x/y"]))

    def test_unknown_remark(self):
        with self.assertRaises(SystemExit):
            check.read_suite(self.write("10-a", "# check: alon\n"))

    def test_order_and_choice(self):
        for name in ("20-b", "10-a", "README.md"):
            self.write(name, "#!/bin/sh\n")
        self.assertEqual([s.name for s in check.find_suites(self.path, [])], ["a", "b"])
        self.assertEqual([s.name for s in check.find_suites(self.path, ["b"])], ["b"])
        with self.assertRaises(SystemExit):
            check.find_suites(self.path, ["c"])

    def test_run(self):
        suite = check.read_suite(self.write(
            "10-a", '#!/bin/sh\necho "$QH"\necho "2 passed, 0 failed"\n'))
        outcome = check.run_suite(suite, Path("/nowhere"), self.path)
        self.assertEqual((outcome.passed, outcome.failed), (2, 0))
        self.assertIn("/nowhere/qh", outcome.log.read_text(encoding="utf-8"))

    def test_late_suite_is_stopped(self):
        suite = check.read_suite(self.write(
            "10-a", "#!/bin/sh\n# check: seconds=1\nsleep 60\necho '1 passed, 0 failed'\n"))
        outcome = check.run_suite(suite, Path("/nowhere"), self.path)
        self.assertEqual((outcome.passed, outcome.failed), (0, 1))


if __name__ == "__main__":
    unittest.main()
