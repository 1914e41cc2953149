"""The rules of tools/house: for each a line that breaks it and one that does not."""
import unittest

from house import layers, objects, sizes, words
from house.limits import Limits
from house.source import parse

HEADER = "/* x.h - purpose. */\n#pragma once\n"

# path, text, rules found
HOUSE = [
    ("down is allowed", "src/domain/a.c", '#include "rule/b.h"\n', []),
    ("the own folder is allowed", "src/rule/a.c", '#include "rule/b.h"\n', []),
    ("sideways", "src/rule/a.c", '#include "store/b.h"\n', ["layer"]),
    ("up", "src/base/a.c", '#include "http/b.h"\n', ["layer"]),
    ("not from src", "src/base/a.c", '#include "b.h"\n', ["layer"]),
    ("no such layer", "src/util/a.c", "", ["layer"]),
    ("a commented include is none", "src/base/a.c", '/* #include "http/b.h" */\n', []),
    ("tests include what they like", "tests/unit/a.c", '#include "http/b.h"\n', []),
    ("library in its place", "src/store/sqlite.c", "#include <sqlite3.h>\n", []),
    ("library elsewhere", "src/store/run.c", "#include <sqlite3.h>\n", ["library"]),
    ("folder of a library", "src/document/a.c", "#include <pango/pangocairo.h>\n", []),
    ("pango in domain", "src/domain/a.c", "#include <pango/pangocairo.h>\n", ["library"]),
    ("banned call", "src/base/a.c", "x = atoi (s);\n", ["banned"]),
    ("banned name in a comment", "src/base/a.c", "/* atoi(s) */\n", []),
    ("banned name in a string", "src/base/a.c", 's = "strcpy(a)";\n', []),
    ("longer name", "src/base/a.c", "my_atoi(s); snprintf(a);\n", []),
    ("member of that name", "src/base/a.c", "x->system(a); x.system(a);\n", []),
    ("heap in domain", "src/domain/a.c", "p = malloc(3);\n", ["heap"]),
    ("heap in a handler", "src/http/api_visit.c", "free(p);\n", ["heap"]),
    ("heap in the server", "src/http/server.c", "free(p);\n", []),
    ("clock in base", "src/base/a.c", "t = time(NULL);\n", ["clock"]),
    ("clock in http", "src/http/a.c", "t = time(NULL);\n", []),
    ("double in base", "src/base/a.c", "double x;\n", ["float"]),
    ("number with a point", "src/base/a.c", "x = 1.5;\n", ["float"]),
    ("number with a point in a string", "src/base/a.c", 'x = "1.5";\n', []),
    ("member of an array", "src/base/a.c", "x = a[1].b + v2.c;\n", []),
    ("double in dispatch", "src/dispatch/a.c", "double x = 1.5;\n", []),
    ("double in match", "src/domain/match.c", "double x;\n", []),
    ("double in a part of match", "src/domain/match_model.c", "double x;\n", []),
    ("wording", "src/domain/a.c", 's = "检定";\n', ["han"]),
    ("wording in a comment", "src/domain/a.c", "/* 检定 */\n", []),
    ("full-width digits", "src/base/a.c", 's = "１２．５";\n', []),
    ("wording in tests", "tests/unit/a.c", 's = "检定";\n', []),
    ("status without QH_MUST", "src/base/x.h", HEADER + "qh_status a_b(int x);\n", ["must"]),
    ("status with QH_MUST", "src/base/x.h", HEADER + "QH_MUST qh_status a_b(int x);\n", []),
    ("header without purpose", "src/base/x.h", "#pragma once\n", ["header"]),
    ("header without pragma", "src/base/x.h", "/* x.h - purpose. */\n", ["header"]),
    ("wide line", "src/base/a.c", "/* " + "x" * 90 + " */\n", ["columns"]),
    ("wide table", "src/base/a.c",
     "/* clang-format off */\n/* " + "x" * 90 + " */\n/* clang-format on */\n", []),
    ("Han characters take two columns", "src/base/a.c", "/* " + "检" * 43 + " */\n",
     ["columns"]),
    ("long file", "src/base/a.c", "\n" * 601, ["lines"]),
    ("file at the limit", "src/base/a.c", "\n" * 600, []),
    ("long function", "src/base/a.c",
     "int f(void)\n{\n" + "    g();\n" * 60 + "}\n", ["function"]),
    ("function at the limit", "src/base/a.c",
     "int f(void)\n{\n" + "    g();\n" * 59 + "}\n", []),
    ("seven parameters", "src/base/a.c",
     "int f(int a, int b, int c, int d,\n      int e, int (*f)(int, int), int g)\n{\n}\n",
     ["params"]),
    ("six parameters", "src/base/a.c",
     "int f(int a, int b, int c, int d,\n      int e, int (*f)(int, int))\n{\n}\n", []),
    ("eleven includes", "src/domain/a.c",
     "".join(f'#include "base/a{i}.h"\n' for i in range(11)), ["includes"]),
]

TEXT = [
    ("number of an issue", "a.md", "TODO(#12): later", []),
    ("no number", "a.md", "TODO: later", ["unfinished"]),
    ("folder of a machine", "a.sh", "cd /ho" "me/ann/x", ["machine"]),
    ("path of a system", "a.sh", "cd /usr/share", []),
    ("route in an address", "a.ts", "`${base}/wo" "rk/x`", []),
    ("registry in a lock", "web/package-lock.json",
     '"resolved": "https://example.org/a.tgz"', ["registry"]),
    ("private key", "a.pem", "-----BEGIN PRIVATE" " KEY-----", ["secret"]),
]

DUMP = """\
0000000000000000 l    d  .text\t0000000000000000 .text
0000000000000000 l     O .rodata\t0000000000000008 TABLE
0000000000000020 l     O .data.rel.ro.local\t0000000000000008 NAMES
0000000000000000 l     O .bss\t0000000000000004 count.3
0000000000000000 g     O .data\t0000000000000004 settings
0000000000000000 g     O .tbss\t0000000000000004 .hidden per_thread
0000000000000000 g     F .text\t0000000000000014 f
"""


class HouseTest(unittest.TestCase):
    def test_rules(self):
        for note, path, text, want in HOUSE:
            with self.subTest(note):
                src = [parse(path, text)]
                found = layers.check(src, Limits()) + words.check(src, Limits()) \
                    + sizes.check(src, Limits())
                self.assertEqual(sorted({f.rule for f in found}), sorted(want))

    def test_texts(self):
        for note, path, text, want in TEXT:
            with self.subTest(note):
                found = words.check_text(path, text, Limits())
                self.assertEqual([f.rule for f in found], want)

    def test_cycle(self):
        def header(name, includes):
            return parse(f"src/base/{name}.h",
                         "".join(f'#include "base/{i}.h"\n' for i in includes))

        tree = [header("a", ["b", "c"]), header("b", ["c"]), header("c", [])]
        ring = [header("a", ["b"]), header("b", ["c"]), header("c", ["a"])]
        self.assertEqual(layers.check_cycles(tree), [])
        self.assertEqual([f.text for f in layers.check_cycles(ring)],
                         ["src/base/a.h -> src/base/b.h -> src/base/c.h -> src/base/a.h"])

    def test_line_numbers(self):
        src = parse("src/base/a.c", 'x = "a\\"b"; /* two\nlines */\nchar c = \'"\';\natoi(s);\n')
        found = words.check([src], Limits())
        self.assertEqual([(f.rule, f.line) for f in found], [("banned", 4)])

    def test_globals(self):
        self.assertEqual(objects.mutable_names(DUMP), ["count", "settings", "per_thread"])


class LimitsTest(unittest.TestCase):
    def test_exception_counts_once_used(self):
        limits = Limits("# why\nbanned src/base/a.c an old interface\n")
        found = words.check([parse("src/base/a.c", "atoi(s);\n")], limits)
        self.assertEqual((found, limits.unused()), ([], []))

    def test_unused_exception_is_reported(self):
        limits = Limits("banned src/base/a.c an old interface\n")
        self.assertEqual(len(limits.unused()), 1)

    def test_reason_is_needed(self):
        self.assertEqual(len(Limits("banned src/base/a.c\n").findings), 1)

    def test_number_is_a_limit(self):
        limits = Limits("lines=700 src/base/a.c one table\n")
        self.assertTrue(limits.allows("lines", "src/base/a.c", 700))
        self.assertFalse(limits.allows("lines", "src/base/a.c", 701))


if __name__ == "__main__":
    unittest.main()
