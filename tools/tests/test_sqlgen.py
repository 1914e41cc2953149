"""sqlgen: what it refuses, with the place, and what it makes of blocks and engines."""
import os
import tempfile
import unittest

import sqlgen
import sqlparse

MIGRATION = """-- words of a migration
create table thing (
    org text not null,
    id text not null,
    state text not null check (state in ('a, b', 'c;d')), -- kept
    due_ms int,
    bytes bytes,
    primary key (org, id)
);
create unique index thing_state on thing (org, state);
create table code (code text not null primary key);
create table kept (org text not null, seq int not null, note text, primary key (org, seq));
create table row_digest (org text not null, entity text not null, entity_id text not null,
    hash text not null, primary key (org, entity, entity_id));
-- digest: kept
-- for: sqlite
create virtual table words using fts5(w);
-- end
-- for: postgres
create index thing_words on thing using gin (string_to_array(state, ' '));
-- end
"""

HEAD = "-- name: q :many\n-- plan: search\n-- in:   org text, id text\n-- out:  state text\n"
WHERE = " FROM thing WHERE org = :org AND id = :id"

# note, text of the file, what the message says
REFUSED = [
    ("no such column", HEAD + "SELECT colour" + WHERE + ";", "no such column"),
    ("no such table", HEAD + "SELECT state FROM nowhere WHERE org = :org AND id = :id;",
     "no such table"),
    ("a column more than out", HEAD + "SELECT state, due_ms" + WHERE + ";",
     "2 columns in SQL, 1 in 'out:'"),
    ("unknown parameter", HEAD + "SELECT state" + WHERE + " AND state = :other;",
     ":other is not in 'in:'"),
    ("unused parameter", HEAD + "SELECT state FROM thing WHERE org = :org;",
     "input id is not used"),
    ("another's rows", "-- name: q :many\n-- plan: index\n-- in: id text\n-- out: state text\n"
     "SELECT state FROM thing WHERE id = :id;", "without the input 'org text'"),
    ("org in one block only", "-- name: q :many\n-- plan: index\n-- in: org text, all flag\n"
     "-- out: state text\nSELECT state FROM thing\n-- optional: all\n"
     "WHERE org = :org\n-- end\n;", "without :org"),
    ("a reason is needed", "-- name: q :many\n-- plan: index\n-- any-org:\n-- out: state text\n"
     "SELECT state FROM thing;", "needs its reason"),
    ("no plan", HEAD.replace("-- plan: search\n", "") + "SELECT state" + WHERE + ";",
     "a list says what its plan may do"),
    ("scan without a reason", HEAD.replace("search", "scan") + "SELECT state" + WHERE + ";",
     "scan: REASON"),
    ("offset", HEAD + "SELECT state" + WHERE + " LIMIT 5 OFFSET 5;", "OFFSET"),
    ("star", HEAD + "SELECT *" + WHERE + ";", "SELECT *"),
    ("star of an alias", HEAD + "SELECT t.* FROM thing t WHERE org = :org AND id = :id;",
     "SELECT *"),
    ("double quotes", HEAD + 'SELECT "state"' + WHERE + ";", "double quotes"),
    ("lower", HEAD + "SELECT lower(state)" + WHERE + ";", "ASCII only in SQLite"),
    ("rowid", HEAD + "SELECT state" + WHERE + " AND rowid > 5;", "not in PostgreSQL"),
    ("for update", HEAD + "SELECT state" + WHERE + " FOR UPDATE;", "FOR UPDATE"),
    ("two statements", HEAD + "SELECT state; SELECT 1" + WHERE + ";", "one statement"),
    ("no end", HEAD + "SELECT state" + WHERE, "without its ';'"),
    ("end inside a block", HEAD.replace("id text", "id text?") +
     "SELECT state FROM thing WHERE org = :org\n-- optional: id\n AND id = :id;\n-- end\n",
     "inside a block"),
    ("block without null", HEAD + "SELECT state FROM thing WHERE org = :org\n"
     "-- optional: id\n AND id = :id\n-- end\n;", "may be null, or a flag"),
    ("unknown word of an enum", "-- name: q :many\n-- plan: index\n-- in: org text, sort enum(up,down)\n"
     "-- out: state text\nSELECT state FROM thing WHERE org = :org\n-- when: sort=left\n"
     "ORDER BY state\n-- end\n;", "needs an enum input and words of it"),
    ("unknown word in the head", "-- name: q :many\n-- plan: index\n-- inn: org text\nSELECT 1;",
     "unknown word 'inn:'"),
    ("unknown mode", "-- name: q :all\nSELECT 1;", "expected 'name: x"),
    ("unknown type", "-- name: q :one\n-- in: org string\nSELECT 1;", "not a parameter"),
    ("a word of C", "-- name: q :one\n-- in: int int\nSELECT 1;", "cannot be a name in C"),
    ("no answer", "-- name: q :one\n-- in: org text, id text\nSELECT state" + WHERE + ";",
     "1 columns in SQL, 0 in 'out:'"),
    ("change of nothing", "-- name: q :change\n-- in: org text, id text\n"
     "SELECT state" + WHERE + ";", "answers no columns"),
    ("many that writes", HEAD + "DELETE" + WHERE + " RETURNING state;", "is for SELECT"),
    ("a name twice", (HEAD + "SELECT state" + WHERE + ";\n") * 2, "stands already in"),
    ("a digest past RETURNING", "-- name: q :one\n-- in: org text, seq int\n-- out: note text?\n"
     "UPDATE kept SET note = 'x' WHERE org = :org AND seq = :seq RETURNING note;",
     "change it by :change"),
    ("a digest past WITH", "-- name: q :change\n-- in: org text\n"
     "WITH a AS (SELECT 1) UPDATE kept SET note = 'x' WHERE org = :org;",
     "in a way that no digest can follow"),
    ("one row, two shapes", HEAD + "-- row: r\nSELECT state" + WHERE + ";\n" +
     HEAD.replace("q ", "p ").replace("state text", "due int?") + "-- row: r\nSELECT due_ms" +
     WHERE + ";", "has other columns in q"),
]


def filters(n, extra=""):
    """A query with n optional blocks."""
    names = [f"f{i}" for i in range(n)]
    return ("-- name: q :many\n-- plan: index\n-- in: org text, " + ", ".join(f"{x} flag" for x in names) +
            f"\n-- out: id text\n{extra}SELECT id FROM thing WHERE org = :org\n" +
            "".join(f"-- optional: {x}\n AND due_ms > {i}\n-- end\n"
                    for i, x in enumerate(names)) + ";\n")


class SqlgenTest(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.TemporaryDirectory()
        self.addCleanup(self.dir.cleanup)
        os.mkdir(self.path("migrations"))
        self.write("migrations/0001-things.sql", MIGRATION)

    def path(self, *names):
        return os.path.join(self.dir.name, *names)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as f:
            f.write(text)
        return self.path(name)

    def read(self, name):
        with open(self.path(name), encoding="utf-8") as f:
            return f.read()

    def generate(self, text):
        os.makedirs(self.path("out"), exist_ok=True)
        return sqlgen.generate(self.path("out"), "store", self.path("migrations"),
                               [self.write("q.sql", text)])

    def test_refused(self):
        for note, text, message in REFUSED:
            with self.subTest(note), self.assertRaises(sqlparse.SqlError) as caught:
                self.generate(text)
            self.assertIn(message, str(caught.exception), note)
            self.assertRegex(str(caught.exception), r"q\.sql:\d+: ", note)

    def test_combinations(self):
        self.generate(filters(4))
        catalogue = self.read("out/sql_store_catalogue.c")
        self.assertEqual(catalogue.count('"SELECT id FROM thing'), 32)
        self.assertIn('"q[f0,f3]"', catalogue)
        with self.assertRaisesRegex(sqlparse.SqlError, "32 combinations, at most 16"):
            self.generate(filters(5))
        self.generate(filters(5, "-- combine: none | f0 | f1+f4\n"))
        catalogue = self.read("out/sql_store_catalogue.c")
        self.assertEqual(catalogue.count('"SELECT id FROM thing'), 6)
        self.assertIn("{0, 1, -1, -1,", self.read("out/sql_q.c"))
        with self.assertRaisesRegex(sqlparse.SqlError, "'combine:' names"):
            self.generate(filters(2, "-- combine: none | f7\n"))

    def test_parameters_are_numbered_by_engine_and_use(self):
        self.generate("-- name: q :many\n-- plan: index\n-- in: id text, org text\n-- out: state text\n"
                      "SELECT ':id ; -- x' || state FROM thing -- :nothing\n"
                      " WHERE org = :org AND id = :id AND id <> :org;\n"
                      "-- for: postgres\nSELECT state::text FROM thing\n"
                      " WHERE id = :id AND org = :org;\n")
        catalogue = self.read("out/sql_store_catalogue.c")
        self.assertIn("SELECT ':id ; -- x' || state FROM thing \"", catalogue)
        self.assertIn("WHERE org = ?1 AND id = ?2 AND id <> ?1", catalogue)
        self.assertIn("SELECT state::text FROM thing", catalogue)
        self.assertIn("WHERE id = $1 AND org = $2", catalogue)
        self.assertIn("p0_sqlite[] = {{1, SQL_TEXT}, {0, SQL_TEXT}}", catalogue)
        self.assertIn("p0_postgres[] = {{0, SQL_TEXT}, {1, SQL_TEXT}}", catalogue)

    def test_inputs(self):
        self.generate(HEAD + "SELECT state" + WHERE + ";\n")
        self.assertIn("sql_q(struct tx *tx, struct arena *a, const char *org, "
                      "const char *id, struct sql_q_list *out", self.read("out/sql_q.h"))
        self.generate(filters(1))
        self.assertIn("const struct sql_q_in *in", self.read("out/sql_q.h"))
        self.assertIn("    bool f0; /* a filter, if given */", self.read("out/sql_q.h"))

    def test_migration_in_both_dialects(self):
        reader, (migration,) = sqlgen.read_migrations(self.path("migrations"))
        self.assertEqual(len(migration.sqlite), 6)
        self.assertEqual(len(migration.postgres), 6)
        self.assertIn("due_ms INTEGER", migration.sqlite[0])
        self.assertTrue(migration.sqlite[0].endswith(") STRICT"))
        self.assertIn("state TEXT not null check (state in ('a, b', 'c;d'))",
                      migration.sqlite[0])
        self.assertIn('org TEXT COLLATE "C" not null', migration.postgres[0])
        self.assertIn("bytes BYTEA", migration.postgres[0])
        self.assertIn("due_ms BIGINT", migration.postgres[0])
        self.assertFalse(any("virtual" in s for s in migration.postgres))
        self.assertFalse(any("gin" in s for s in migration.sqlite))
        self.assertEqual(reader.constraints["thing_pkey"], ("thing", ["org", "id"]))
        self.assertEqual(reader.constraints["thing_state"], ("thing", ["org", "state"]))
        self.assertEqual(reader.constraints["code_pkey"], ("code", ["code"]))

    def test_a_change_answers_what_its_digest_needs(self):
        self.generate("-- name: q :change-one\n-- in: org text, seq int\n"
                      "DELETE FROM kept WHERE org = :org AND seq = :seq;\n")
        catalogue = self.read("out/sql_store_catalogue.c")
        self.assertIn('"RETURNING org, seq, note"', catalogue)
        self.assertIn('"q", "tit", SQL_PLAN_ANY', catalogue)
        self.assertIn("}, 1, true},", catalogue)
        self.assertIn('{"kept", 1, "tit", d_kept, k_kept, LEN(k_kept), 4, 5, 6}', catalogue)
        self.assertIn("g.entity_id = CAST(t.seq AS text)", catalogue)

    def test_digests_name_tables_that_are_there(self):
        self.write("migrations/0002-more.sql", "-- digest: nowhere\n")
        with self.assertRaisesRegex(sqlparse.SqlError, "no table nowhere"):
            self.generate(HEAD + "SELECT state" + WHERE + ";\n")

    def test_migrations_have_no_gaps(self):
        self.write("migrations/0003-late.sql", "create table t (a text);")
        with self.assertRaisesRegex(sqlparse.SqlError, "without gaps"):
            sqlgen.read_migrations(self.path("migrations"))

    def test_warning_for_the_order_of_nulls(self):
        text = ("-- name: q :many\n-- plan: index\n-- in: org text\n-- out: due_ms int?\n"
                "SELECT due_ms FROM thing WHERE org = :org{} ORDER BY due_ms{};\n")
        self.assertEqual(len(self.generate(text.format("", ""))), 1)
        self.assertEqual(self.generate(text.format("", " NULLS LAST")), [])
        self.assertEqual(self.generate(text.format(" AND due_ms IS NOT NULL", "")), [])
        self.assertEqual(self.generate(text.format(" AND (due_ms, id) > (5, 'a')", "")), [])

    def test_files_that_stay_the_same_are_not_touched(self):
        self.generate(HEAD + "SELECT state" + WHERE + ";\n")
        os.utime(self.path("out", "sql_q.h"), (1, 1))
        self.generate(HEAD + "SELECT state" + WHERE + ";\n")
        self.assertEqual(os.stat(self.path("out", "sql_q.h")).st_mtime, 1)


if __name__ == "__main__":
    unittest.main()
