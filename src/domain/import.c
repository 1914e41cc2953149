#include "domain/import_table.h"

#include "base/crypt.h"
#include "base/days.h"
#include "base/id.h"
#include "base/text.h"
#include "document/sheet_read.h"
#include "domain/cursor.h"
#include "domain/history.h"
#include "domain/phrase.h"
#include "store/sql_import.h"

#include <string.h>

enum { HEAD_LINES = 5, NOT_THERE = -1, DAY_ZERO = 25569 };

struct import_line {
    int line;
    const char *v[IMPORT_COLUMNS_MAX];
    struct import_fault fault; /* key NULL: good */
};

struct import {
    const struct import_kind *kind;
    struct import_order order;
    char hash[CRYPT_HEX];
    const struct json *words[2]; /* Chinese, English */
    int columns[IMPORT_COLUMNS_MAX];
    bool has_head;
    int lines_before; /* lines in which the titles were looked for */
    struct import_line *lines;
    size_t n;
    struct ctx *c; /* while the file is read */
};

static const struct import_kind *find_kind(const char *name)
{
    for (size_t i = 0; i < IMPORT_KINDS_N; i++)
        if (str_equal(IMPORT_KINDS[i].name, name))
            return &IMPORT_KINDS[i];
    return NULL;
}

static qh_status no_kind(struct ctx *c, const char *name)
{
    return qh_fail(&c->err, QH_NOT_FOUND, "import.kind", "", "%.40s", name);
}

/* ---- the file ---- */

static bool is_title(const struct import *i, const char *cell, const char *key)
{
    char name[48] = "column.";

    if (str_equal(cell, key))
        return true;
    memcpy(name + 7, key, strlen(key) + 1);
    return str_equal(cell, phrase(i->words[0], name)) ||
           str_equal(cell, phrase(i->words[1], name));
}

/* Which column of the file is which; QH_INVALID names the first that is missing. */
static qh_status find_titles(struct import *i, const struct sheet_line *line,
                             struct qh_error *err)
{
    for (size_t k = 0; k < i->kind->n; k++) {
        const struct import_column *column = &i->kind->columns[k];

        i->columns[k] = NOT_THERE;
        for (size_t n = 0; n < line->n; n++)
            if (is_title(i, text_copy(i->c->arena, text_trim(text_of(line->cells[n]))),
                         column->key))
                i->columns[k] = (int)n;
        if (i->columns[k] == NOT_THERE && column->required)
            return qh_fail(err, QH_INVALID, "import.title", column->key, "line %d",
                           line->line);
    }
    return QH_OK;
}

/* A day that a spreadsheet keeps as a number. */
static const char *day_cell(struct ctx *c, const char *key, const char *cell)
{
    char *day;
    int64_t n = 0;

    if (!strstr(key, "_day") || !cursor_int(cell, &n) || n < 1 || n > 80000)
        return cell;
    day = ARENA_ARRAY(c->arena, DAY_LEN + 1, char);
    day_format(n - DAY_ZERO, day);
    return day;
}

static const char *const CHOICES[] = {"size", "purpose", "source"};

/* "小型" -> "small": choices may be written in words. */
static const char *choice_cell(const struct import *i, const char *key, const char *cell)
{
    const struct json *words = i->words[0];
    char prefix[24];
    size_t n;

    if (str_equal(key, "supported"))
        return str_equal(cell, phrase(words, "yes.1")) || str_equal(cell, "Yes") ? "1"
                                                                                 : cell;
    for (size_t k = 0; k < LEN(CHOICES); k++) {
        if (!str_equal(CHOICES[k], key))
            continue;
        n = strlen(key);
        memcpy(prefix, key, n);
        memcpy(prefix + n, ".", 2);
        for (size_t l = 0; l < LEN(i->words); l++) {
            const char *name = phrase_key(i->words[l], prefix, cell);

            if (name)
                return name + n + 1;
        }
    }
    return cell;
}

static void take_cells(struct import *i, const struct sheet_line *line)
{
    struct import_line *to = &i->lines[i->n++];

    to->line = line->line;
    for (size_t k = 0; k < i->kind->n; k++) {
        const int at = i->columns[k];
        const char *cell = "";

        if (at != NOT_THERE && (size_t)at < line->n)
            cell = text_copy(i->c->arena, text_trim(text_of(line->cells[at])));
        to->v[k] = choice_cell(i, i->kind->columns[k].key,
                               day_cell(i->c, i->kind->columns[k].key, cell));
    }
}

static qh_status take_line(void *arg, const struct sheet_line *line, struct qh_error *err)
{
    struct import *i = arg;
    struct qh_error missing = {0};
    qh_status rc;

    if (i->has_head) {
        if (i->n == i->kind->rows_max)
            return qh_fail(err, QH_LIMIT, "import.rows_of_kind", "", "%s: line %d",
                           i->kind->name, line->line);
        take_cells(i, line);
        return QH_OK;
    }
    rc = find_titles(i, line, &missing);
    i->has_head = !rc;
    if (rc && ++i->lines_before == HEAD_LINES)
        *err = missing;
    return i->lines_before == HEAD_LINES ? rc : QH_OK;
}

qh_status import_open(struct ctx *c, const struct import_order *o, struct import **out)
{
    struct import *i = ARENA_NEW(c->arena, struct import);
    qh_status rc;

    i->kind = find_kind(o->kind);
    if (!i->kind)
        return no_kind(c, o->kind);
    i->c = c;
    i->order = *o;
    i->lines = ARENA_ARRAY(c->arena, i->kind->rows_max, struct import_line);
    crypt_sha256(o->file, i->hash);
    rc = phrase_load(c, "export", "zh-CN", &i->words[0]);
    if (!rc)
        rc = phrase_load(c, "export", "en", &i->words[1]);
    if (!rc)
        rc = sheet_read(c->arena, o->file, take_line, i, &c->err);
    if (!rc && !i->has_head)
        rc = qh_fail(&c->err, QH_INVALID, "import.title", i->kind->columns[0].key,
                     "no titles");
    if (!rc)
        *out = i;
    return rc;
}

/* ---- the lines ---- */

static qh_status check_new(struct ctx *c, const struct import *i)
{
    struct sql_import_done_list l = {0};
    const qh_status rc =
        sql_import_done(c->tx, c->arena, c->org, i->kind->name, i->hash, &l, &c->err);

    if (!rc && l.n > 0)
        return qh_fail(&c->err, QH_CONFLICT, "import.repeated", "", "%s", i->hash);
    return rc;
}

static qh_status take_cells_of(struct ctx *c, const struct import *i,
                               const struct import_line *l)
{
    for (size_t k = 0; k < i->kind->n; k++)
        if (i->kind->columns[k].required && !*l->v[k])
            return qh_fail(&c->err, QH_INVALID, "import.empty", i->kind->columns[k].key,
                           "line %d", l->line);
    return i->kind->take(c, l->v);
}

/* A line leaves rows behind and no memory: a file has many. */
static qh_status take_one(struct ctx *c, const struct import *i,
                          const struct import_line *l)
{
    const struct arena_mark mark = arena_here(c->arena);
    const qh_status rc = take_cells_of(c, i, l);

    arena_return(c->arena, mark);
    return rc;
}

/* What a person can mend; anything else ends the import. */
static bool is_fault(qh_status rc)
{
    return rc == QH_INVALID || rc == QH_NOT_FOUND || rc == QH_CONFLICT ||
           rc == QH_RANGE || rc == QH_DENIED;
}

static void put_cell(struct buf *b, const char *cell)
{
    buf_add_char(b, '"');
    if (*cell && strchr("=+-@", *cell))
        buf_add_char(b, '\'');
    for (; *cell; cell++) {
        if (*cell == '"')
            buf_add_char(b, '"');
        buf_add_char(b, *cell);
    }
    buf_add_char(b, '"');
}

/* The faulty lines as a file that can be mended and sent again. */
static struct text lines_again(struct ctx *c, const struct import *i)
{
    struct buf b;

    buf_init(&b, c->arena);
    buf_add_str(&b, "\xEF\xBB\xBF");
    for (size_t k = 0; k < i->kind->n; k++) {
        put_cell(&b, phrase_of(c, i->words[0], "column", i->kind->columns[k].key));
        buf_add_char(&b, ',');
    }
    buf_add_format(&b, "\"%s\"\r\n", phrase(i->words[0], "fault"));
    for (size_t n = 0; n < i->n; n++) {
        if (!i->lines[n].fault.key)
            continue;
        for (size_t k = 0; k < i->kind->n; k++) {
            put_cell(&b, i->lines[n].v[k]);
            buf_add_char(&b, ',');
        }
        buf_add_format(&b, "\"%d: %s %s\"\r\n", i->lines[n].line, i->lines[n].fault.key,
                       i->lines[n].fault.field);
    }
    return buf_text(&b);
}

static void report(struct ctx *c, const struct import *i, struct import_report *out)
{
    struct import_fault *faults =
        ARENA_ARRAY(c->arena, IMPORT_REPORT_MAX, struct import_fault);
    size_t n = 0;

    *out = (struct import_report){.rows = (int64_t)i->n};
    for (size_t k = 0; k < i->n; k++) {
        const struct import_line *l = &i->lines[k];

        if (!l->fault.key) {
            out->good++;
            continue;
        }
        out->bad++;
        if (n < IMPORT_REPORT_MAX)
            faults[n++] = l->fault;
    }
    out->faults = (struct json_list){.p = faults, .n = n};
    out->again = lines_again(c, i);
}

static qh_status go_on(struct ctx *c, const struct import *i, size_t done)
{
    const int64_t of = 2 * (int64_t)i->n;

    if (!i->order.go_on || i->order.go_on(i->order.arg, (int64_t)done, of))
        return QH_OK;
    return qh_fail(&c->err, QH_CONFLICT, "import.cancelled", "", "%zu of %zu", done,
                   2 * i->n);
}

/* What is wrong with the line itself goes into its fault. */
static qh_status try_line(struct ctx *c, const struct import *i, struct import_line *l)
{
    const qh_status rc = take_one(c, i, l);

    if (!is_fault(rc))
        return rc;
    l->fault = (struct import_fault){l->line, str_copy(c->arena, c->err.key),
                                     str_copy(c->arena, c->err.field), l->v[0]};
    c->err = (struct qh_error){0};
    return QH_OK;
}

qh_status import_try(struct ctx *c, struct import *i, struct import_report *out)
{
    qh_status rc = check_new(c, i);

    for (size_t k = 0; k < i->n && !rc; k++) {
        struct import_line *l = &i->lines[k];

        l->fault = (struct import_fault){0};
        rc = go_on(c, i, k);
        if (!rc)
            rc = try_line(c, i, l);
    }
    if (rc)
        return rc;
    report(c, i, out);
    return qh_fail(&c->err, QH_CONFLICT, "import.tried", "", "%zu lines", i->n);
}

static qh_status note(struct ctx *c, const struct import *i, int64_t rows)
{
    char id[ID_LEN + 1];
    qh_status rc;

    id_make(c->now_ms, c->rand, id);
    rc = sql_import_add(c->tx,
                        &(struct sql_import_add_in){.org = c->org,
                                                    .id = id,
                                                    .kind = i->kind->name,
                                                    .file_hash = i->hash,
                                                    .row_count = rows,
                                                    .at_ms = c->now_ms,
                                                    .person_id = c->actor.person},
                        &c->err);
    if (rc)
        return rc;
    return history_add(
        c, &(struct history_entry){
               .entity = "import",
               .entity_id = id,
               .seq = 1,
               .action = "import",
               .from_state = "",
               .to_state = "done",
               .note = "",
               .data =
                   str_format(c->arena, "{\"kind\":\"%s\",\"rows\":%lld,\"hash\":\"%s\"}",
                              i->kind->name, (long long)rows, i->hash)});
}

qh_status import_take(struct ctx *c, struct import *i, struct import_report *out)
{
    int64_t taken = 0;
    qh_status rc = check_new(c, i);

    if (rc)
        return rc;
    report(c, i, out);
    if (out->bad > 0 && !i->order.partial)
        return qh_fail(&c->err, QH_CONFLICT, "import.faults", "", "%lld lines",
                       (long long)out->bad);
    for (size_t k = 0; k < i->n && !rc; k++) {
        if (i->lines[k].fault.key)
            continue;
        rc = go_on(c, i, i->n + k);
        if (!rc)
            rc = take_one(c, i, &i->lines[k]);
        taken++;
    }
    if (!rc && taken > 0)
        rc = note(c, i, taken);
    out->taken = taken;
    return rc;
}

/* ---- the template ---- */

qh_status import_template(struct ctx *c, const char *kind, const char *lang,
                          enum sheet_format format, const char *path,
                          const char **out_name)
{
    const struct import_kind *k = find_kind(kind);
    struct sheet_column columns[IMPORT_COLUMNS_MAX];
    const struct json *words = NULL;
    struct sheet_head head = {.columns = columns};
    struct sheet *sheet = NULL;
    int64_t rows = 0;
    qh_status rc;

    if (!k)
        return no_kind(c, kind);
    rc = phrase_load(c, "export", lang, &words);
    if (rc)
        return rc;
    for (size_t i = 0; i < k->n; i++)
        columns[i] = (struct sheet_column){
            phrase_of(c, words, "column", k->columns[i].key), SHEET_TEXT, 20};
    head.n = k->n;
    head.title = phrase_of(c, words, "template", kind);
    head.note = phrase_of(c, words, "template_note", kind);
    head.page = phrase(words, "page");
    rc = sheet_open(c->arena, path, format, &head, &sheet, &c->err);
    if (!rc)
        rc = sheet_close(sheet, &rows, &c->err);
    *out_name = str_format(c->arena, "%s.%s", head.title, sheet_suffix(format));
    return rc;
}
