#include "document/sheet_inner.h"

#include "base/text.h"

#include <string.h>
#include <time.h>

enum { ZONE_MS = 8 * 3600 * 1000 };

static qh_status failed(struct qh_error *err)
{
    return qh_fail(err, QH_IO, "sheet.write", "", "the file cannot be written");
}

const char *sheet_media_type(enum sheet_format format)
{
    return format == SHEET_XLSX
               ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
               : "text/csv";
}

const char *sheet_suffix(enum sheet_format format)
{
    return format == SHEET_XLSX ? "xlsx" : "csv";
}

/* ---- CSV ---- */

/* Would a program calculate it? */
static bool is_dangerous(const char *text)
{
    return *text && strchr("=+-@\t\r\n", *text) != NULL;
}

static bool put_text(FILE *f, const char *text)
{
    const bool quoted = is_dangerous(text) || strpbrk(text, ",\"\r\n") != NULL;
    bool ok = true;

    if (!quoted)
        return fputs(text, f) >= 0;
    ok = fputs(is_dangerous(text) ? "\"'" : "\"", f) >= 0;
    for (const char *p = text; *p && ok; p++) {
        if (*p == '"')
            ok = fputc('"', f) != EOF;
        ok = ok && fputc((unsigned char)*p, f) != EOF;
    }
    return ok && fputc('"', f) != EOF;
}

static bool put_instant(FILE *f, int64_t ms)
{
    const time_t at = (time_t)((ms + ZONE_MS) / 1000);
    struct tm t = {0};

    (void)gmtime_r(&at, &t);
    return fprintf(f, "%04d-%02d-%02d %02d:%02d", t.tm_year + 1900, t.tm_mon + 1,
                   t.tm_mday, t.tm_hour, t.tm_min) >= 0;
}

static bool put_yuan(FILE *f, int64_t fen)
{
    const int64_t size = fen < 0 ? -fen : fen;

    return fprintf(f, "%s%lld.%02d", fen < 0 ? "-" : "", (long long)(size / 100),
                   (int)(size % 100)) >= 0;
}

static bool put_cell(FILE *f, enum sheet_kind kind, const struct sheet_cell *c)
{
    switch (kind) {
    case SHEET_INT:
        return !c->has || fprintf(f, "%lld", (long long)c->number) >= 0;
    case SHEET_YUAN:
        return !c->has || put_yuan(f, c->number);
    case SHEET_INSTANT:
        return !c->has || put_instant(f, c->number);
    case SHEET_DAY:
        return !c->text || fputs(c->text, f) >= 0;
    case SHEET_TEXT:
        break;
    }
    return !c->text || put_text(f, c->text);
}

static bool put_head(FILE *f, enum sheet_format format, const struct sheet_head *head)
{
    bool ok = format != SHEET_CSV_BOM || fputs("\xEF\xBB\xBF", f) >= 0;

    for (size_t i = 0; i < head->n && ok; i++)
        ok = (i == 0 || fputc(',', f) != EOF) && put_text(f, head->columns[i].title);
    return ok && fputs("\r\n", f) >= 0;
}

static qh_status put_row(const struct sheet *s, const struct sheet_cell *cells,
                         struct qh_error *err)
{
    bool ok = true;

    for (size_t i = 0; i < s->n && ok; i++)
        ok = (i == 0 || fputc(',', s->csv) != EOF) &&
             put_cell(s->csv, s->columns[i].kind, &cells[i]);
    return ok && fputs("\r\n", s->csv) >= 0 ? QH_OK : failed(err);
}

/* ---- both ---- */

qh_status sheet_open(struct arena *a, const char *path, enum sheet_format format,
                     const struct sheet_head *head, struct sheet **out,
                     struct qh_error *err)
{
    struct sheet *s = arena_alloc(a, 1, sizeof *s);
    qh_status rc = QH_OK;

    *s = (struct sheet){.format = format, .columns = head->columns, .n = head->n};
    if (format == SHEET_XLSX) {
        rc = book_open(a, path, head, &s->book, err);
    } else {
        s->csv = fopen(path, "wbe");
        if (!s->csv || !put_head(s->csv, format, head))
            rc = failed(err);
    }
    if (rc && s->csv)
        (void)fclose(s->csv);
    if (!rc)
        *out = s;
    return rc;
}

qh_status sheet_row(struct sheet *s, const struct sheet_cell *cells, struct qh_error *err)
{
    if (s->rows == SHEET_ROWS_MAX)
        return qh_fail(err, QH_LIMIT, "sheet.rows", "", "over %d", SHEET_ROWS_MAX);
    s->rows++;
    return s->book ? book_row(s->book, s, cells, err) : put_row(s, cells, err);
}

qh_status sheet_close(struct sheet *s, int64_t *out_rows, struct qh_error *err)
{
    qh_status rc = QH_OK;

    if (s->book)
        rc = book_close(s->book, err);
    else if (fclose(s->csv) != 0)
        rc = failed(err);
    if (!rc)
        *out_rows = s->rows;
    return rc;
}

void sheet_drop(struct sheet *s)
{
    struct qh_error ignored = {0};
    int64_t rows = 0;
    const qh_status rc = sheet_close(s, &rows, &ignored);

    (void)rc;
}
