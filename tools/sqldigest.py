"""Digests of rows: which tables have them, and what becomes of statements that change these.

A migration names the tables by `-- digest: a, b`.  Every statement that changes such a table
gets a RETURNING of all its columns, of which src/store/digest.c makes the digest; a few
statements of our own keep, drop and list them.
"""

import re

from sqlparse import SqlError

TARGET = re.compile(r"\s*(insert\s+into|update|delete\s+from)\s+([a-z_][a-z0-9_]*)", re.I)
CHANGES = ("change", "change-one", "exec")
STORE = "row_digest"


class Digests:
    """The tables with digests, in the order of their numbers."""

    def __init__(self, reader):
        self.tables = [reader.tables[name] for name in sorted(reader.digests)
                       if name in reader.tables]
        self.migrations = reader.digests
        missing = sorted(set(reader.digests) - set(reader.tables))
        if missing or (reader.digests and STORE not in reader.tables):
            raise SqlError("digest", 1, f"no table {', '.join(missing) or STORE}")
        for table in self.tables:
            if table.key[:1] != ["org"]:
                raise SqlError("digest", 1, f"{table.name}: its key does not begin with org")
        self.numbers = {table.name: i + 1 for i, table in enumerate(self.tables)}

    def of(self, query, sql, written):
        """(number of the table or 0, True if it deletes) of a statement that writes."""
        watched = sorted(written & set(self.numbers))
        if not watched:
            return 0, False
        m = TARGET.match(sql)
        if not m or m.group(2) not in self.numbers or len(watched) > 1:
            query.fail(f"changes {', '.join(watched)} in a way that no digest can follow")
        if query.mode not in CHANGES:
            query.fail(f"{m.group(2)} has digests: change it by :change, without RETURNING")
        return self.numbers[m.group(2)], m.group(1).lower().startswith("delete")

    def returning(self, number):
        return "\nRETURNING " + ", ".join(self.tables[number - 1].columns)

    def letters(self, number):
        table = self.tables[number - 1]
        return "".join(table.types[c][0] for c in table.columns)


def id_columns(table):
    """The key without org; table org is its own id."""
    return table.key[1:] or table.key


def key_text(table):
    """SQL for the id of a row: its key without org, with slashes between."""
    parts = [f"t.{c}" if table.types[c] == "text" else f"CAST(t.{c} AS text)"
             for c in id_columns(table)]
    return " || '/' || ".join(parts)


def own_statements(digests):
    """(name, sql with :names, inputs, letters) of the store's own statements."""
    if not digests.tables:
        return []
    rows = [("digest_put", f"INSERT INTO {STORE} (org, entity, entity_id, hash)\n"
             "VALUES (:org, :entity, :entity_id, :hash)\n"
             "ON CONFLICT (org, entity, entity_id) DO UPDATE SET hash = excluded.hash",
             ["org", "entity", "entity_id", "hash"], ""),
            ("digest_drop", f"DELETE FROM {STORE}\n"
             "WHERE org = :org AND entity = :entity AND entity_id = :entity_id",
             ["org", "entity", "entity_id"], ""),
            ("digest_any", f"SELECT 1 FROM {STORE} WHERE entity = :entity LIMIT 1",
             ["entity"], "i")]
    for number, table in enumerate(digests.tables, 1):
        columns = ", ".join(f"t.{c}" for c in table.columns)
        same = (f"g.org = t.org AND g.entity = '{table.name}'\n"
                f"AND g.entity_id = {key_text(table)}")
        letters = digests.letters(number)
        rows += [(f"digest_fill_{table.name}", f"SELECT {columns} FROM {table.name} t", [],
                  letters),
                 (f"digest_list_{table.name}",
                  f"SELECT {columns}, g.hash FROM {table.name} t\n"
                  f"LEFT JOIN {STORE} g ON {same}\nWHERE t.org = :org", ["org"],
                  letters + "t"),
                 (f"digest_lost_{table.name}",
                  f"SELECT g.entity_id FROM {STORE} g\n"
                  f"WHERE g.org = :org AND g.entity = '{table.name}'\n"
                  # Not "NOT EXISTS": a key of several columns has no index as a text, and each
                  # digest would be compared with each row.
                  f"AND g.entity_id NOT IN (SELECT {key_text(table)} FROM {table.name} t "
                  "WHERE t.org = :org)", ["org"], "t")]
    return rows


def table_lines(digests, first):
    """C of the table of digests; the store's own statements begin at number first."""
    lines = []
    for table in digests.tables:
        names = ", ".join(f'"{c}"' for c in table.columns)
        lines.append(f"static const char *const d_{table.name}[] = {{{names}}};")
        places = ", ".join(str(table.columns.index(c)) for c in ["org", *id_columns(table)])
        lines.append(f"static const uint8_t k_{table.name}[] = {{{places}}};")
    lines += ["", "static const struct sql_digest digests[] = {"]
    for number, table in enumerate(digests.tables, 1):
        at = first + 3 + (number - 1) * 3
        lines.append(f'    {{"{table.name}", {digests.migrations[table.name]}, '
                     f'"{digests.letters(number)}", d_{table.name}, k_{table.name}, '
                     f"LEN(k_{table.name}), {at}, {at + 1}, {at + 2}}},")
    if not digests.tables:
        lines.append('    {"", 0, "", NULL, NULL, 0, -1, -1, -1},')
    return lines + ["};", ""]
