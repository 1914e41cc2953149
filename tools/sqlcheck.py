"""Asks a real SQLite, in memory, what the queries of tools/sqlgen.py mean: syntax, tables
and columns touched, number of columns answered."""

import re
import sqlite3

READ, INSERT, UPDATE, DELETE = (sqlite3.SQLITE_READ, sqlite3.SQLITE_INSERT,
                                sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE)


class Checker:
    """A database with all migrations, against which statements are compiled."""

    def __init__(self, migrations, tables):
        self.tables = tables
        self.touched = set()
        self.written = set()     # tables that the statement compiled last changes
        self.db = sqlite3.connect(":memory:", isolation_level=None)
        for migration in migrations:
            try:
                for statement in migration.sqlite:
                    self.db.execute(statement)
            except sqlite3.Error as e:
                raise SystemExit(f"{migration.path}: {e}") from e

    def authorise(self, action, first, second, _database, _trigger):
        if action in (READ, INSERT, UPDATE, DELETE) and first in self.tables:
            self.touched.add(first)
            if action != READ:
                self.written.add(first)
        del second
        return sqlite3.SQLITE_OK

    def compile(self, sql):
        """Compiles one statement with ?N parameters.  Answers (columns, tables, writes)."""
        self.touched, self.written = set(), set()
        count = max((int(n) for n in re.findall(r"\?(\d+)", sql)), default=0)
        self.db.set_authorizer(self.authorise)
        try:
            rows = self.db.execute("EXPLAIN " + sql, [None] * count).fetchall()
        finally:
            self.db.set_authorizer(None)
        columns = [row[3] for row in rows if row[1] == "ResultRow"]
        return (columns[0] if columns else 0), set(self.touched), bool(self.written)


def check_statement(checker, query, sql, label):
    """Refuses what SQLite refuses, and what breaks the rules of the store."""
    try:
        columns, tables, writes = checker.compile(sql)
    except sqlite3.Error as e:
        query.fail(f"{label}: {e}\n{sql}")
    answers = query.mode in ("one", "many", "each")
    if answers and columns != len(query.outs):
        query.fail(f"{label}: {columns} columns in SQL, {len(query.outs)} in 'out:'")
    if not answers and columns:
        query.fail(f"{label}: :{query.mode} answers no columns (use :one with RETURNING)")
    if query.mode in ("many", "each") and writes:
        query.fail(f"{label}: :{query.mode} is for SELECT")
    if query.mode in ("change", "change-one") and not writes:
        query.fail(f"{label}: :{query.mode} changes nothing")
    owned = sorted(t for t in tables if "org" in checker.tables[t].columns)
    if owned and not query.any_org:
        org = query.input("org")
        if not org or org.type != "text" or org.null:
            query.fail(f"{label}: touches {', '.join(owned)} without the input 'org text'")
    return owned


def check_compiles(checker, query, sql, label):
    try:
        checker.compile(sql)
    except sqlite3.Error as e:
        query.fail(f"{label}: {e}\n{sql}")


def check_org_used(query, owned, names, label):
    if owned and not query.any_org and "org" not in names:
        query.fail(f"{label}: touches {', '.join(owned)} without :org")


def order_warnings(query, sql):
    """ORDER BY of a column that may be null without NULLS FIRST or LAST.

    A condition that excludes the nulls (a key of a page, IS NOT NULL) settles it, too: then
    the order of the engines is the same, and so is that of their indexes.
    """
    m = re.search(r"\border\s+by\b(.*?)(\blimit\b|$)", sql, re.I | re.S)
    if not m or re.search(r"\bnulls\s+(first|last)\b", m.group(1), re.I):
        return []
    where = sql[:m.start()]
    return [f"{query.path}:{query.line}: {query.name}: ORDER BY {v.name} without NULLS "
            "FIRST/LAST" for v in query.outs if v.null
            and re.search(rf"\b{v.name}\b", m.group(1), re.I)
            and not re.search(rf"\b{v.name}\s*(,[^()]*\)\s*)?([<>]|is\s+not\s+null)", where,
                              re.I)]
