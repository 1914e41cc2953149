"""Reads named queries (.sql) and migrations for tools/sqlgen.py.

The syntax is described in src/store/queries/README.md.  Everything here is plain text work;
what a statement means is asked of SQLite itself (tools/sqlcheck.py).
"""

import re
from dataclasses import dataclass, field

TYPES = ("text", "int", "bytes")
MODES = ("one", "many", "each", "change", "change-one", "exec")
DIRECTIVES = ("name", "in", "out", "row", "optional", "when", "end", "for", "plan",
              "any-org", "combine")
COMBINATIONS_MAX = 16
INPUTS_MAX = 64    # PARAMS_MAX of src/store/run.h
C_WORDS = set("""auto break case char const continue default do double else enum extern
float for goto if inline int long register restrict return short signed sizeof static struct
switch typedef union unsigned void volatile while tx a in out err row arg""".split())

# Functions and words that mean different things, or nothing, on one of the two engines.
NOT_PORTABLE = {
    "upper": "ASCII only in SQLite", "lower": "ASCII only in SQLite",
    "group_concat": "not in PostgreSQL", "string_agg": "not in SQLite 3.40",
    "ifnull": "write coalesce", "nvl": "write coalesce", "iif": "write CASE",
    "instr": "not in PostgreSQL", "strpos": "not in SQLite", "position": "not in SQLite",
    "glob": "not in PostgreSQL", "ilike": "not in SQLite", "similar": "not in SQLite",
    "date": "dates are computed in C", "datetime": "dates are computed in C",
    "strftime": "dates are computed in C", "julianday": "dates are computed in C",
    "now": "the time comes in by a parameter", "current_timestamp": "the time comes in",
    "current_date": "the time comes in", "random": "random values come in",
    "rowid": "not in PostgreSQL", "ctid": "not in SQLite", "typeof": "not in PostgreSQL",
    "printf": "not in PostgreSQL", "format": "differs", "concat": "write ||",
    "json_extract": "JSON is read in C", "json_each": "JSON is read in C",
    "left": None, "total": "not in PostgreSQL", "hex": "not in PostgreSQL",
    "quote": "not in PostgreSQL", "last_insert_rowid": "not in PostgreSQL",
    "nextval": "ids are made by us", "autoincrement": "ids are made by us",
}


class SqlError(Exception):
    """A fault in a .sql file, with its place."""

    def __init__(self, path, line, text):
        super().__init__(f"{path}:{line}: {text}")


@dataclass
class Value:
    """One input or output: its name, type, whether it may be null, and an enum's words."""
    name: str
    type: str            # text | int | bytes | flag | enum
    null: bool = False
    words: tuple = ()


@dataclass
class Piece:
    """A stretch of SQL and the condition under which it belongs to the statement."""
    text: str
    optional: str = ""   # name of an input: there if it is given (flag: true)
    when: str = ""       # name of an enum input ...
    words: tuple = ()    # ... and its words for which the piece is there


@dataclass
class Query:
    path: str
    line: int
    name: str
    mode: str
    ins: list = field(default_factory=list)
    outs: list = field(default_factory=list)
    row: str = ""
    plan: str = ""       # index | search | scan
    any_org: str = ""
    combine: list = field(default_factory=list)   # sets of optional names; [] means all
    bodies: dict = field(default_factory=dict)    # any | sqlite | postgres -> [Piece]

    def fail(self, text):
        raise SqlError(self.path, self.line, f"{self.name}: {text}")

    def input(self, name):
        for value in self.ins:
            if value.name == name:
                return value
        return None

    def body(self, engine):
        return self.bodies.get(engine, self.bodies.get("any"))

    def engines(self):
        return [e for e in ("sqlite", "postgres") if self.body(e) is not None]

    def optionals(self):
        """Names of the optional blocks, in order of the inputs."""
        used = {p.optional for body in self.bodies.values() for p in body}
        return [v.name for v in self.ins if v.name in used]

    def choices(self):
        """The enum inputs that select blocks."""
        return [v for v in self.ins if v.type == "enum"]

    def takes_struct(self):
        return len(self.ins) > 6 or any(v.type in ("flag", "enum") for v in self.ins) \
            or bool(self.optionals())


def parse_values(path, line, text, is_input):
    """Reads `org text, due int?, sort enum(due,number)`."""
    values = []
    for part in re.split(r",(?![^(]*\))", text):
        part = part.strip()
        if not part:
            continue
        m = re.fullmatch(r"([a-z][a-z0-9_]*)\s+(text|int|bytes|flag|enum)"
                         r"(?:\(([^)]*)\))?(\?)?", part)
        if not m:
            raise SqlError(path, line, f"not a parameter: {part!r}")
        name, kind, words, null = m.groups()
        if name in C_WORDS and not (name == "row" and is_input):
            raise SqlError(path, line, f"{name!r} cannot be a name in C; use AS")
        if kind in ("flag", "enum") and (not is_input or null):
            raise SqlError(path, line, f"{part!r}: {kind} is for inputs and never null")
        if (kind == "enum") != bool(words):
            raise SqlError(path, line, f"{part!r}: words in brackets belong to enum")
        values.append(Value(name, kind, bool(null),
                            tuple(w.strip() for w in (words or "").split(",") if w.strip())))
    names = [v.name for v in values]
    if len(set(names)) != len(names):
        raise SqlError(path, line, "a name stands twice")
    return values


class QueryReader:
    """Reads one file line by line."""

    def __init__(self, path, text):
        self.path = path
        self.lines = text.split("\n")
        self.queries = []
        self.query = None
        self.pieces = None      # the body being read
        self.done = True        # the body has ended with ';'
        self.block = None       # the open optional/when block
        self.number = 0

    def fail(self, text):
        raise SqlError(self.path, self.number, text)

    def read(self):
        for self.number, line in enumerate(self.lines, 1):
            m = re.match(r"--\s*([a-z-]+):\s*(.*)$", line)
            if m and m.group(1) in DIRECTIVES:
                self.directive(m.group(1), m.group(2).strip())
            elif re.match(r"--\s*end\s*$", line):
                self.end_block()
            elif line.lstrip().startswith("--"):
                if m and self.query and not self.pieces and not self.query.bodies:
                    self.fail(f"unknown word '{m.group(1)}:' in the head of a query")
            elif line.strip():
                self.sql(line)
        self.number += 1
        self.close_query()
        return self.queries

    def directive(self, word, rest):
        if word == "name":
            self.open_query(rest)
            return
        if not self.query:
            self.fail(f"'{word}:' before the first name")
        if word in ("optional", "when"):
            self.open_block(word, rest)
            return
        if word == "for":
            self.open_body(rest)
            return
        if not self.done or self.query.bodies:
            self.fail(f"'{word}:' belongs before the SQL")
        query = self.query
        if word == "in":
            query.ins += parse_values(self.path, self.number, rest, True)
        elif word == "out":
            query.outs += parse_values(self.path, self.number, rest, False)
        elif word == "row":
            query.row = rest
        elif word == "plan":
            if not re.fullmatch(r"index|search|scan:.+", rest):
                self.fail("'plan:' index (no scan, no sort), search (no scan) or "
                          "scan: REASON")
            query.plan = rest.split(":")[0]
        elif word == "any-org":
            if not rest:
                self.fail("'any-org:' needs its reason")
            query.any_org = rest
        elif word == "combine":
            query.combine += [set() if c.strip() == "none" else set(c.split("+"))
                              for c in rest.replace(" ", "").split("|")]

    def open_query(self, rest):
        self.close_query()
        m = re.fullmatch(r"([a-z][a-z0-9_]*)\s+:([a-z-]+)", rest)
        if not m or m.group(2) not in MODES:
            self.fail(f"expected 'name: x :{'|'.join(MODES)}', got {rest!r}")
        self.query = Query(self.path, self.number, m.group(1), m.group(2))
        self.pieces = None
        self.done = True

    def close_query(self):
        if not self.query:
            return
        if self.block or not self.done:
            self.fail(f"{self.query.name}: SQL without its ';' or block without '-- end'")
        if not self.query.bodies:
            self.fail(f"{self.query.name}: no SQL")
        self.queries.append(self.query)
        self.query = None

    def open_body(self, engine):
        if engine not in ("sqlite", "postgres"):
            self.fail("'for:' sqlite or postgres")
        if not self.done:
            self.fail("'for:' inside a statement")
        if engine in self.query.bodies:
            self.fail(f"a second body for {engine}")
        self.pieces = self.query.bodies[engine] = []
        self.done = False

    def open_block(self, word, rest):
        if self.block:
            self.fail("blocks do not nest")
        if self.done and self.query.bodies:
            self.fail("a block after the end of the statement")
        if word == "optional":
            value = self.query.input(rest)
            if not value or not (value.null or value.type == "flag"):
                self.fail(f"'optional: {rest}' needs an input that may be null, or a flag")
            self.block = {"optional": rest}
        else:
            name, _, words = rest.replace(" ", "").partition("=")
            value = self.query.input(name)
            words = tuple(words.split("|"))
            if not value or value.type != "enum" or not set(words) <= set(value.words):
                self.fail(f"'when: {rest}' needs an enum input and words of it")
            self.block = {"when": name, "words": words}

    def end_block(self):
        if not self.block:
            self.fail("'end' without a block")
        self.block = None

    def sql(self, line):
        if not self.query:
            self.fail("SQL before the first name")
        if self.done:
            if self.query.bodies:
                self.fail("SQL after the ';'")
            self.pieces = self.query.bodies["any"] = []
            self.done = False
        text = strip_comment(line).rstrip()
        if text.endswith(";"):
            if self.block:
                self.fail("the ';' stands inside a block")
            text = text[:-1]
            self.done = True
        if ";" in without_strings(text):
            self.fail("one statement a query")
        if text.strip():
            self.pieces.append(Piece(text, **(self.block or {})))


def strip_comment(line):
    """Cuts `-- ...` off, unless it stands in a string."""
    quoted = False
    for i, c in enumerate(line):
        if c == "'":
            quoted = not quoted
        elif c == "-" and line[i:i + 2] == "--" and not quoted:
            return line[:i]
    return line


def number_parameters(sql, engine, names):
    """Puts ?1 or $1 for :name.  Returns the text and the names in order of number."""
    order = []
    out = []
    pos = 0
    token = re.compile(r"'(?:[^']|'')*'|::|:([a-z][a-z0-9_]*)")
    for m in token.finditer(sql):
        out.append(sql[pos:m.start()])
        pos = m.end()
        name = m.group(1)
        if not name:
            out.append(m.group(0))
            continue
        if name not in names:
            raise KeyError(name)
        if name not in order:
            order.append(name)
        out.append(("?" if engine == "sqlite" else "$") + str(order.index(name) + 1))
    out.append(sql[pos:])
    return "".join(out), order


def without_strings(sql):
    return re.sub(r"'(?:[^']|'')*'", "''", sql)


def lint_sql(query, sql):
    """What is refused, above all in a text written for both engines."""
    bare = without_strings(sql).lower()
    # One row so far on is a place to go to, not a page.
    if re.search(r"\boffset\b", re.sub(r"\blimit 1 offset\b", "", bare)):
        query.fail("OFFSET: page by key")
    if re.search(r"\bselect\s+(distinct\s+)?([a-z_]+\.)?\*", bare) or \
            re.search(r"\breturning\s+\*", bare):
        query.fail("SELECT *: name the columns")
    if '"' in bare:
        query.fail("no double quotes")
    if "any" in query.bodies:
        for word in re.findall(r"[a-z_]+(?=\s*\()|\browid\b|\bilike\b|\bglob\b"
                               r"|\bcurrent_timestamp\b|\bcurrent_date\b", bare):
            if NOT_PORTABLE.get(word):
                query.fail(f"{word}: {NOT_PORTABLE[word]}")
        if re.search(r"\bfor\s+update\b", bare):
            query.fail("FOR UPDATE is a syntax error in SQLite")
        if re.search(r"\binsert\s+or\b", bare):
            query.fail("INSERT OR: write ON CONFLICT")


# ---- migrations ----

@dataclass
class Table:
    name: str
    columns: list
    types: dict = field(default_factory=dict)      # column -> text | int | bytes
    key: list = field(default_factory=list)
    uniques: dict = field(default_factory=dict)    # constraint or index name -> columns
    foreign: list = field(default_factory=list)


@dataclass
class Migration:
    number: int
    name: str
    path: str
    source: str
    sqlite: list = field(default_factory=list)      # statements
    postgres: list = field(default_factory=list)


def split_top(text):
    """Splits at commas outside of brackets and strings."""
    parts, depth, quoted, start = [], 0, False, 0
    for i, c in enumerate(text):
        if c == "'":
            quoted = not quoted
        elif quoted:
            continue
        elif c == "(":
            depth += 1
        elif c == ")":
            depth -= 1
        elif c == "," and depth == 0:
            parts.append(text[start:i])
            start = i + 1
    parts.append(text[start:])
    return [" ".join(p.split()) for p in parts if p.strip()]


def split_statements(text):
    """Statements of a migration, without comments."""
    text = "\n".join(strip_comment(line) for line in text.split("\n"))
    parts, quoted, start = [], False, 0
    for i, c in enumerate(text):
        if c == "'":
            quoted = not quoted
        elif c == ";" and not quoted:
            parts.append(text[start:i])
            start = i + 1
    if text[start:].strip():
        parts.append(text[start:])
    return [p.strip() for p in parts if p.strip()]


WORDS = {"sqlite": {"text": "TEXT", "int": "INTEGER", "bytes": "BLOB"},
         "postgres": {"text": 'TEXT COLLATE "C"', "int": "BIGINT", "bytes": "BYTEA"}}
COLUMN = re.compile(r"([a-z][a-z0-9_]*)\s+(text|int|bytes)\b(.*)", re.I | re.S)
NOT_COLUMN = re.compile(r"(primary|foreign|unique|check|constraint)\b", re.I)


def names_in(text):
    return [c.strip() for c in text.split(",")]


class MigrationReader:
    """Turns the migrations, in order, into both dialects and learns the tables."""

    def __init__(self):
        self.tables = {}
        self.digests = {}        # table -> number of the last migration that asks for it
        self.constraints = {}    # name -> (table, [columns]) of every key and unique index

    def read(self, path, number, name, text):
        migration = Migration(number, name, path, text)
        for line in re.findall(r"^--\s*digest:\s*(.+)$", text, re.M):
            self.digests.update(dict.fromkeys(names_in(line), number))
        for engines, chunk in self.chunks(path, text):
            for statement in split_statements(chunk):
                for engine in engines:
                    getattr(migration, engine).append(
                        self.statement(path, engine, statement))
        return migration

    @staticmethod
    def chunks(path, text):
        """`-- for: sqlite` ... `-- end` belongs to one engine, all else to both."""
        engines, lines = ("sqlite", "postgres"), []
        for number, line in enumerate(text.split("\n"), 1):
            m = re.match(r"--\s*for:\s*(\w+)\s*$", line)
            if m or re.match(r"--\s*end\s*$", line):
                yield engines, "\n".join(lines)
                lines = []
                engines = (m.group(1),) if m else ("sqlite", "postgres")
                if m and m.group(1) not in WORDS:
                    raise SqlError(path, number, "'for:' sqlite or postgres")
            else:
                lines.append(line)
        yield engines, "\n".join(lines)

    def statement(self, path, engine, text):
        m = re.match(r"create\s+table\s+([a-z_][a-z0-9_]*)\s*\((.*)\)$", text, re.I | re.S)
        if m:
            return self.create_table(path, engine, m.group(1), m.group(2))
        m = re.match(r"create\s+unique\s+index\s+(\w+)\s+on\s+(\w+)\s*\(([^)]*)\)$", text,
                     re.I | re.S)
        if m:
            self.constraints[m.group(1)] = (m.group(2), names_in(m.group(3)))
            return text
        m = re.match(r"alter\s+table\s+(\w+)\s+add\s+column\s+(.*)$", text, re.I | re.S)
        if m:
            return self.add_column(path, engine, m.group(1), m.group(2))
        m = re.match(r"drop\s+table\s+(\w+)$", text, re.I)
        if m and engine == "sqlite":
            self.tables.pop(m.group(1), None)
        return text

    @staticmethod
    def column(path, engine, text):
        m = COLUMN.match(text)
        if not m:
            raise SqlError(path, 1, f"not a column of type text, int or bytes: {text!r}")
        kind = m.group(2).lower()
        return f"{m.group(1)} {WORDS[engine][kind]}{m.group(3)}", m.group(1), kind

    def create_table(self, path, engine, name, body):
        table = Table(name, [])
        items = []
        for part in split_top(body):
            if NOT_COLUMN.match(part):
                items.append(part)
                self.constraint(table, part)
                continue
            sql, column, table.types[part.split()[0]] = self.column(path, engine, part)
            table.columns.append(column)
            items.append(sql)
            if re.search(r"\bprimary\s+key\b", part, re.I):
                table.key = [column]
        self.tables[name] = table
        if table.key:
            self.constraints[name + "_pkey"] = (name, table.key)
        strict = " STRICT" if engine == "sqlite" else ""
        return f"CREATE TABLE {name} (\n    " + ",\n    ".join(items) + f"\n){strict}"

    @staticmethod
    def constraint(table, text):
        m = re.match(r"primary\s+key\s*\(([^)]*)\)", text, re.I)
        if m:
            table.key = names_in(m.group(1))
        m = re.match(r"foreign\s+key\s*\(([^)]*)\)\s*references\s+(\w+)", text, re.I)
        if m:
            table.foreign.append((names_in(m.group(1)), m.group(2)))

    def add_column(self, path, engine, table, text):
        sql, column, kind = self.column(path, engine, text)
        if table not in self.tables:
            raise SqlError(path, 1, f"no table {table}")
        if column not in self.tables[table].columns:
            self.tables[table].columns.append(column)
            self.tables[table].types[column] = kind
        return f"ALTER TABLE {table} ADD COLUMN {sql}"
