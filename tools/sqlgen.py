#!/usr/bin/env python3
"""sqlgen - makes typed C of the named queries and embeds the migrations.

    sqlgen.py --out DIR [--name STORE] --migrations DIR QUERIES.sql ...

Writes DIR/sql_<file>.h and .c for each file and DIR/sql_<name>_catalogue.[ch]
(`--name` is "store" unless given).  Files whose contents stay the same are not touched.
Syntax and rules: src/store/queries/README.md.
"""

import argparse
import hashlib
import itertools
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import sqlcheck  # noqa: E402  (the folder of this file has to be known first)
import sqldigest  # noqa: E402
import sqlparse  # noqa: E402
from sqlparse import SqlError  # noqa: E402

PLANS = {"": "ANY", "scan": "ANY", "search": "SEARCH", "index": "INDEX"}
IN_TYPE = {"text": "const char *", "int": "int64_t ", "bytes": "struct text ",
           "flag": "bool "}
OUT_TYPE = {("text", False): "const char *", ("text", True): "const char *",
            ("int", False): "int64_t ", ("int", True): "struct opt_int ",
            ("bytes", False): "struct text ", ("bytes", True): "struct text "}


class Variant:
    """One statement: the blocks that are in, and its text for both engines."""

    def __init__(self, query, given, chosen):
        self.query = query
        self.given = given          # names of the optional blocks that are in
        self.chosen = chosen        # {enum input: word}
        label = [*sorted(given), *(f"{k}={v}" for k, v in chosen.items())]
        self.label = query.name + (f"[{','.join(label)}]" if label else "")
        self.sql = {}
        self.names = {}
        self.digest = 0             # number of the table whose digests it changes
        self.deletes = False
        for engine in query.engines():
            text = "\n".join(p.text for p in query.body(engine) if self.has(p))
            try:
                self.sql[engine], self.names[engine] = sqlparse.number_parameters(
                    text, engine, {v.name for v in query.ins if v.type not in
                                   ("flag", "enum")})
            except KeyError as e:
                query.fail(f"{self.label}: :{e.args[0]} is not in 'in:'")

    def has(self, piece):
        if piece.optional:
            return piece.optional in self.given
        return not piece.when or self.chosen[piece.when] in piece.words


def variants_of(query):
    """All combinations, in the order of their number; None where one is not allowed."""
    optionals, choices = query.optionals(), query.choices()
    result = []
    for words in itertools.product(*(c.words for c in choices)):
        for bits in range(1 << len(optionals)):
            given = {n for i, n in enumerate(optionals) if bits >> i & 1}
            allowed = not query.combine or given in query.combine
            result.append(Variant(query, given, dict(zip([c.name for c in choices], words)))
                          if allowed else None)
    for combination in query.combine:
        if not combination <= set(optionals):
            query.fail(f"'combine:' names {sorted(combination - set(optionals))}")
    count = sum(v is not None for v in result)
    if count > sqlparse.COMBINATIONS_MAX:
        query.fail(f"{count} combinations, at most {sqlparse.COMBINATIONS_MAX}: "
                   "list the ones in use by 'combine:'")
    return result


def add_digest(digests, checker, query, variant):
    """What a statement returns that changes a table with digests."""
    sql = variant.sql["sqlite"]
    variant.digest, variant.deletes = digests.of(query, sql, checker.written)
    if variant.digest:
        for engine in query.engines():
            variant.sql[engine] += digests.returning(variant.digest)
        sqlcheck.check_compiles(checker, query, variant.sql["sqlite"], variant.label)


def check_query(checker, digests, query, variants):
    """Answers warnings; raises SqlError for what is refused."""
    warnings, used = [], set()
    for variant in filter(None, variants):
        for engine in query.engines():
            sqlparse.lint_sql(query, variant.sql[engine])
            used |= set(variant.names[engine])
        if "sqlite" not in variant.sql:
            continue
        owned = sqlcheck.check_statement(checker, query, variant.sql["sqlite"],
                                         variant.label)
        for engine in query.engines():
            sqlcheck.check_org_used(query, owned, variant.names[engine], variant.label)
        add_digest(digests, checker, query, variant)
        warnings += sqlcheck.order_warnings(query, variant.sql["sqlite"])
    blocks = set(query.optionals()) | {c.name for c in query.choices()}
    for value in query.ins:
        if value.name not in used | blocks:
            query.fail(f"input {value.name} is not used")
    if len(query.ins) > sqlparse.INPUTS_MAX:
        query.fail(f"more than {sqlparse.INPUTS_MAX} inputs")
    if query.mode in ("many", "each") and not query.plan:
        query.fail("a list says what its plan may do: add '-- plan: index' (it neither "
                   "scans nor sorts), 'search' (no scan) or 'scan: REASON'")
    if query.mode in ("one", "many", "each") and not query.outs:
        query.fail("'out:' is missing")
    if query.mode not in ("one", "many", "each") and query.outs:
        query.fail(f":{query.mode} has no 'out:'")
    return warnings


# ---- C ----

def c_string(text, indent):
    lines = [line.strip().replace("\\", "\\\\").replace('"', '\\"')
             for line in text.strip().split("\n") if line.strip()]
    lines = [line + ("" if i == len(lines) - 1 else " ") for i, line in enumerate(lines)]
    return f"\n{indent}".join(f'"{line}"' for line in lines) or '""'


def enum_name(query, value):
    return f"sql_{query.name}_{value.name}"


def in_type(query, value):
    if value.type == "enum":
        return f"enum {enum_name(query, value)} "
    if value.type == "int" and value.null:
        return "struct opt_int "
    return IN_TYPE[value.type]


def row_name(query):
    return query.row or query.name


def parameters(query):
    """The parameter list of the C function."""
    parts = ["struct tx *tx"]
    if query.mode in ("one", "many"):
        parts.append("struct arena *a")
    if query.takes_struct():
        parts.append(f"const struct sql_{query.name}_in *in")
    else:
        parts += [f"{in_type(query, v)}{v.name}" for v in query.ins]
    if query.mode == "one":
        parts.append(f"struct sql_{row_name(query)} *out")
    elif query.mode == "many":
        parts.append(f"struct sql_{row_name(query)}_list *out")
    elif query.mode == "each":
        parts += [f"sql_{row_name(query)}_fn row", "void *arg"]
    elif query.mode == "change":
        parts.append("int64_t *out_count")
    parts.append("struct qh_error *err")
    return ", ".join(parts)


def row_types(query, seen):
    """Struct of the answer, its list and its callback, each once a file."""
    name, lines = row_name(query), []
    if query.outs and name not in seen:
        lines.append(f"struct sql_{name} {{")
        lines += [f"    {OUT_TYPE[v.type, v.null]}{v.name};"
                  + (" /* may be NULL */" if v.null and v.type == "text" else "")
                  for v in query.outs]
        lines += ["};", ""]
        seen[name] = query.outs
    if query.mode == "many" and name + " list" not in seen:
        lines += [f"struct sql_{name}_list {{", f"    struct sql_{name} *p;",
                  "    size_t n;", "};", ""]
        seen[name + " list"] = True
    if query.mode == "each" and name + " fn" not in seen:
        lines += [f"typedef qh_status (*sql_{name}_fn)(void *arg, const struct sql_{name} "
                  "*row,\n    struct qh_error *err);", ""]
        seen[name + " fn"] = True
    return lines


def in_types(query):
    lines = []
    for value in query.choices():
        upper = enum_name(query, value).upper()
        lines += [f"enum {enum_name(query, value)} {{",
                  *(f"    {upper}_{w.upper()}," for w in value.words), "};", ""]
    if query.takes_struct():
        lines.append(f"struct sql_{query.name}_in {{")
        optionals = query.optionals()
        for v in query.ins:
            note = "a filter, if given" if v.name in optionals else \
                "may be NULL" if v.null and v.type == "text" else ""
            lines.append(f"    {in_type(query, v)}{v.name};"
                         + (f" /* {note} */" if note else ""))
        lines += ["};", ""]
    return lines


def header_of(stem, queries):
    guard = [f"/* sql_{stem}.h - generated by tools/sqlgen.py from {stem}.sql; do not edit.",
             " *", " * How to call these: src/store/queries/README.md. */", "#pragma once",
             "", '#include "store/tx.h"', ""]
    lines, seen = [], {}
    for query in queries:
        lines.append(f"/* {stem}.sql:{query.line}  {query.name} :{query.mode} */")
        lines += in_types(query) + row_types(query, seen)
        lines += [f"QH_MUST qh_status sql_{query.name}({parameters(query)});", ""]
    return "\n".join(guard + lines)


def value_of(query, value):
    name = f"in->{value.name}" if query.takes_struct() else value.name
    if value.type == "int":
        return f"sql_of_opt_int({name})" if value.null else f"sql_of_int({name})"
    if value.type == "bytes":
        return f"sql_of_bytes({name}, {str(value.null).lower()})"
    return f"sql_of_text({name}, {str(value.null).lower()})"


def bound(query):
    """The inputs that are values: all but flags and enums."""
    return [v for v in query.ins if v.type not in ("flag", "enum")]


def number_of_variant(query):
    """C expression for the number of the combination."""
    parts = []
    for i, name in enumerate(query.optionals()):
        value = query.input(name)
        test = f"in->{name}"
        if value.type == "int":
            test += ".has"
        elif value.type == "bytes":
            test += ".p != NULL"
        elif value.type == "text":
            test += " != NULL"
        parts.append(f"(unsigned)({test}) << {i}" if i else f"(unsigned)({test})")
    step = 1 << len(query.optionals())
    for value in reversed(query.choices()):
        parts.append(f"(unsigned)in->{value.name} * {step}u")
        step *= len(value.words)
    return "\n        + ".join(f"({p})" for p in parts) or "0"


def columns_of(stem, query, seen):
    name = row_name(query)
    if not query.outs or name in seen:
        return []
    seen.add(name)
    kinds = {("text", False): "SQL_TEXT", ("text", True): "SQL_OPT_TEXT",
             ("int", False): "SQL_INT", ("int", True): "SQL_OPT_INT",
             ("bytes", False): "SQL_BYTES", ("bytes", True): "SQL_OPT_BYTES"}
    del stem
    return [f"static const struct sql_column columns_{name}[] = {{",
            *(f'    {{"{v.name}", {kinds[v.type, v.null]}, '
              f"offsetof(struct sql_{name}, {v.name})}}," for v in query.outs),
            "};",
            f"static const struct sql_shape shape_{name} = {{columns_{name}, "
            f"LEN(columns_{name}), sizeof(struct sql_{name})}};", ""]


def body_of(query, variants, first):
    lines = [f"qh_status sql_{query.name}({parameters(query)})", "{"]
    values = bound(query)
    if values:
        lines += ["    const struct sql_value values[] = {",
                  *(f"        {value_of(query, v)}," for v in values), "    };"]
    else:
        lines.append("    const struct sql_value *values = NULL;")
    if query.takes_struct() and (query.optionals() or query.choices()):
        table = []
        index = first
        for variant in variants:
            table.append(str(index) if variant else "-1")
            index += variant is not None
        lines += [f"    static const int table[] = {{{', '.join(table)}}};",
                  f"    const unsigned which = {number_of_variant(query)};",
                  "    const int statement_no = which < LEN(table) ? table[which] : -1;"]
    else:
        lines.append(f"    const int statement_no = {first};")
    shape = f"&shape_{row_name(query)}" if query.outs else "NULL"
    lines.append(f"    const struct sql_call call = {{statement_no, values, {shape}}};")
    tail = {"one": "sql_run_one(tx, a, &call, out, err)",
            "many": "sql_run_many(tx, a, &call, &list, err)",
            "each": "sql_run_each(tx, &call, &each, err)",
            "change": "sql_run_change(tx, &call, out_count, err)",
            "change-one": "sql_run_change_one(tx, &call, err)",
            "exec": "sql_run_exec(tx, &call, err)"}[query.mode]
    name = row_name(query)
    if query.mode == "many":
        lines += ["    struct sql_rows list = {0};",
                  f"    const qh_status rc = {tail};", "", "    if (rc)",
                  "        return rc;",
                  f"    *out = (struct sql_{name}_list){{.p = list.p, .n = list.n}};",
                  "    return QH_OK;", "}", ""]
        return lines
    if query.mode == "each":
        pass_on = f"pass_{query.name}"
        before = [f"struct {pass_on} {{", f"    sql_{name}_fn row;", "    void *arg;", "};", "",
                  f"static qh_status {pass_on}(void *arg, const void *row, "
                  "struct qh_error *err)", "{", f"    struct {pass_on} *c = arg;", "",
                  "    return c->row(c->arg, row, err);", "}", ""]
        lines += [f"    struct {pass_on} pass = {{row, arg}};",
                  f"    const struct sql_each each = {{{pass_on}, &pass}};"]
        lines = before + lines
    return lines + ["", f"    return {tail};", "}", ""]


def source_of(stem, queries, variants, first):
    lines = [f"/* Generated by tools/sqlgen.py from {stem}.sql; do not edit. */",
             f'#include "store/sql_{stem}.h"', '#include "store/run.h"', ""]
    seen = set()
    for query in queries:
        lines += columns_of(stem, query, seen)
        lines += body_of(query, variants[query.name], first[query.name])
    return "\n".join(lines)


def own_lines(row, number):
    """The same for a statement of the store's own."""
    name, sql, inputs, letters = row
    arrays, texts = [], []
    for engine in ("sqlite", "postgres"):
        text, names = sqlparse.number_parameters(sql, engine, set(inputs))
        array = f"p{number}_{engine}"
        if names:
            arrays.append(f"static const struct sql_param {array}[] = {{"
                          + ", ".join(f"{{{inputs.index(n)}, SQL_TEXT}}" for n in names)
                          + "};")
        texts.append(f"        {{{c_string(text, '         ')},\n"
                     f"         {array if names else 'NULL'}, {len(names)}}},")
    return arrays, [f'    [{number}] = {{"{name}", "{letters}", SQL_PLAN_ANY, {{',
                    *texts, "    }, 0, false},"]


def statement_lines(query, variant, number, digests):
    """Arrays of parameters and the row of the table of statements."""
    order = [v.name for v in bound(query)]
    arrays, texts = [], []
    for engine in ("sqlite", "postgres"):
        if engine not in variant.sql:
            texts.append("        {NULL, NULL, 0},")
            continue
        names = variant.names[engine]
        array = f"p{number}_{engine}"
        if names:
            arrays.append(f"static const struct sql_param {array}[] = {{"
                          + ", ".join(f"{{{order.index(n)}, "
                                      f"SQL_{query.input(n).type.upper()}}}"
                                      for n in names) + "};")
        texts.append(f"        {{{c_string(variant.sql[engine], '         ')},\n"
                     f"         {array if names else 'NULL'}, {len(names)}}},")
    columns = "".join(v.type[0] for v in query.outs)
    if variant.digest:
        columns = digests.letters(variant.digest)
    head = (f'    [{number}] = {{"{variant.label}", "{columns}", '
            f"SQL_PLAN_{PLANS[query.plan]}, {{")
    tail = f"    }}, {variant.digest}, {str(variant.deletes).lower()}}},"
    return arrays, [head,
                    *texts, tail]


def migration_arrays(migration):
    """The statements of a migration for each engine, ended by NULL."""
    lines = []
    for engine in ("sqlite", "postgres"):
        lines.append(f"static const char *const m{migration.number}_{engine}[] = {{")
        for statement in getattr(migration, engine):
            lines.append("    " + c_string(statement, "    ") + ",")
        lines += ["    NULL,", "};", ""]
    return lines


def catalogue(name, rows, reader, migrations, digests):
    first = len(rows)
    rows = rows + [own_lines(row, first + i)
                   for i, row in enumerate(sqldigest.own_statements(digests))]
    arrays = [a for r in rows for a in r[0]]
    lines = ["/* Generated by tools/sqlgen.py; do not edit. */",
             f'#include "store/sql_{name}_catalogue.h"', ""]
    lines += arrays + [""]
    lines += ["static const struct sql_statement statements[] = {",
              *(line for r in rows for line in r[1]),
              *([] if rows else ['    {"", "", 0, {{"", NULL, 0}, {"", NULL, 0}}, 0, false},']),
              "};", ""]
    for m in migrations:
        lines += migration_arrays(m)
    lines += ["static const struct sql_migration migrations[] = {"]
    for m in migrations:
        digest = hashlib.sha256(m.source.encode()).hexdigest()
        lines += [f'    {{{m.number}, "{m.name}",', f'     "{digest}",',
                  f"     {{m{m.number}_sqlite, m{m.number}_postgres}}}},"]
    lines += ["};", "", "static const struct sql_constraint constraints[] = {"]
    for key, (table, columns) in sorted(reader.constraints.items()):
        text = ", ".join(f"{table}.{c}" for c in columns)
        lines.append(f'    {{"{key}", "{text}"}},')
    lines += ['    {"", ""},', "};", ""]
    lines += sqldigest.table_lines(digests, first)
    upper = name.upper()
    lines += [f"const struct sql_catalogue {upper}_CATALOGUE = {{",
              f"    .statements = statements, .n_statements = {len(rows)},",
              "    .migrations = migrations, .n_migrations = LEN(migrations),",
              "    .constraints = constraints, .n_constraints = LEN(constraints),",
              f"    .digests = digests, .n_digests = {len(digests.tables)},",
              f"    .digest_first = {first if digests.tables else -1},", "};", ""]
    header = "\n".join(["/* Generated by tools/sqlgen.py; do not edit. */", "#pragma once",
                        "", '#include "store/run.h"', "",
                        f"extern const struct sql_catalogue {upper}_CATALOGUE;", ""])
    return header, "\n".join(lines)


def write(path, text):
    try:
        with open(path, encoding="utf-8") as f:
            if f.read() == text:
                return
    except FileNotFoundError:
        pass
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def read_migrations(folder):
    reader, migrations = sqlparse.MigrationReader(), []
    for entry in sorted(os.listdir(folder)):
        if not entry.endswith(".sql"):
            continue
        m = re.fullmatch(r"(\d{4})-([a-z0-9-]+)\.sql", entry)
        path = os.path.join(folder, entry)
        if not m or int(m.group(1)) != len(migrations) + 1:
            raise SqlError(path, 1, "migrations are numbered 0001-name.sql without gaps")
        with open(path, encoding="utf-8") as f:
            migrations.append(reader.read(path, int(m.group(1)), m.group(2), f.read()))
    return reader, migrations


def share_rows(queries):
    """`row:` names a struct that several queries answer; `out:` stands in the first."""
    known = {}
    for query in queries:
        if query.row and not query.outs:
            if query.row not in known:
                query.fail(f"row {query.row} has no 'out:' before this")
            query.outs = known[query.row].outs
        elif query.row in known and query.row and known[query.row].outs != query.outs:
            query.fail(f"row {query.row} has other columns in {known[query.row].name}")
        if query.outs:
            known.setdefault(row_name(query), query)
    for query in queries:
        first = known.get(query.name)
        if not query.row and query.outs and first is not query:
            query.fail(f"the name is taken by the row of {first.name}")


def generate(out, name, folder, paths):
    reader, migrations = read_migrations(folder)
    checker = sqlcheck.Checker(migrations, reader.tables)
    digests = sqldigest.Digests(reader)
    rows, names, warnings = [], {}, []
    for path in sorted(paths, key=os.path.basename):
        stem = os.path.splitext(os.path.basename(path))[0]
        with open(path, encoding="utf-8") as f:
            queries = sqlparse.QueryReader(path, f.read()).read()
        for query in queries:
            if query.name in names:
                query.fail(f"the name stands already in {names[query.name]}")
            names[query.name] = path
        share_rows(queries)
        variants, first = {}, {}
        for query in queries:
            variants[query.name] = variants_of(query)
            warnings += check_query(checker, digests, query, variants[query.name])
            first[query.name] = len(rows)
            for variant in filter(None, variants[query.name]):
                rows.append(statement_lines(query, variant, len(rows), digests))
        if out:
            write(os.path.join(out, f"sql_{stem}.h"), header_of(stem, queries))
            write(os.path.join(out, f"sql_{stem}.c"),
                  source_of(stem, queries, variants, first))
    header, source = catalogue(name, rows, reader, migrations, digests)
    if out:
        write(os.path.join(out, f"sql_{name}_catalogue.h"), header)
        write(os.path.join(out, f"sql_{name}_catalogue.c"), source)
    return warnings


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", help="folder to write to; without it only the check runs")
    parser.add_argument("--name", default="store")
    parser.add_argument("--migrations", required=True)
    parser.add_argument("queries", nargs="*")
    args = parser.parse_args(argv)
    try:
        warnings = generate(args.out, args.name, args.migrations, args.queries)
    except SqlError as e:
        print(e, file=sys.stderr)
        return 1
    for warning in dict.fromkeys(warnings):
        print("warning:", warning, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
