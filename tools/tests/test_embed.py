"""embed.py: order, variants, what makes it run again."""
import tempfile
import unittest
from pathlib import Path

import embed


class EmbedTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.top = Path(self.folder.name)
        for name in ("b.js", "b.js.br", "b.js.gz", "a/c.json", "lone.gz", ".hidden"):
            file = self.top / name
            file.parent.mkdir(exist_ok=True)
            file.write_text(name, encoding="utf-8")

    def tearDown(self):
        self.folder.cleanup()

    def entries(self):
        files, _ = embed.walk(self.top)
        return embed.entries_of("t", self.top, files)

    def test_variants_are_no_files_of_their_own(self):
        found = {e.path: sorted(e.files) for e in self.entries()}
        self.assertEqual(found, {"t/b.js": ["brotli", "gzip", "plain"],
                                 "t/a/c.json": ["plain"], "t/lone.gz": ["plain"]})

    def test_new_contents_change_the_assembler_file(self):
        before = embed.assembler(self.entries())
        (self.top / "b.js").write_text("B.js", encoding="utf-8")
        self.assertNotEqual(before, embed.assembler(self.entries()))

    def test_depfile_names_files_and_folders(self):
        files, folders = embed.walk(self.top)
        text = embed.depfile(["x y.c"], files + folders)
        self.assertTrue(text.startswith("x\\ y.c: "))
        for name in ("b.js.gz", "a/c.json", "a"):
            self.assertIn(str(self.top / name), text.split())

    def test_folder_that_is_not_there(self):
        self.assertEqual(embed.walk(self.top / "no" / "where"), ([], []))
        self.assertEqual(embed.existing_parent(self.top / "no" / "where"), self.top)

    def test_c_string(self):
        self.assertEqual(embed.c_string('a"\\?秤1'), '"a\\042\\134\\077\\347\\247\\2441"')


if __name__ == "__main__":
    unittest.main()
