/* Works in place on one copy: a cell is never longer than its source, and its NUL goes
 * where the comma, the line end or the closing quote stood.  The copy ends in a NUL,
 * which no file holds once it is checked as UTF-8. */
#include "base/csv.h"

#include <assert.h>
#include <string.h>

struct reader {
    char *p;
    size_t line;
    const char **cells; /* room for all, the header's first */
    size_t n;
    size_t cols;
    struct qh_error *err;
};

QH_MUST static qh_status fail(const struct reader *r, qh_status status, const char *key)
{
    return qh_fail(r->err, status, key, "", "line %zu", r->line);
}

/* Takes the comma or line end after a cell and ends the cell at `end`. */
QH_MUST static qh_status end_cell(struct reader *r, char *end, bool *is_last)
{
    char c = *r->p;

    if (c == '\r' && r->p[1] != '\n')
        return fail(r, QH_INVALID, "csv.line_end");
    *is_last = c != ',';
    r->p += c == '\r' ? 2 : c != 0;
    *end = 0;
    return QH_OK;
}

/* r->p is past the opening quote. */
QH_MUST static qh_status read_quoted(struct reader *r, bool *is_last)
{
    size_t first_line = r->line;
    char *to = r->p;

    for (;;) {
        if (*r->p == '"' && r->p[1] != '"')
            break;
        if (*r->p == 0) {
            r->line = first_line;
            return fail(r, QH_INVALID, "csv.quote");
        }
        r->p += *r->p == '"';
        r->line += *r->p == '\n';
        *to++ = *r->p++;
    }
    r->p++;
    if (*r->p && !strchr(",\r\n", *r->p))
        return fail(r, QH_INVALID, "csv.quote");
    return end_cell(r, to, is_last);
}

QH_MUST static qh_status read_cell(struct reader *r, bool *is_last)
{
    r->cells[r->n] = r->p;
    if (*r->p == '"') {
        r->cells[r->n++] = ++r->p;
        return read_quoted(r, is_last);
    }
    r->n++;
    r->p += strcspn(r->p, ",\"\r\n");
    if (*r->p == '"')
        return fail(r, QH_INVALID, "csv.quote");
    return end_cell(r, r->p, is_last);
}

/* Reads one row and counts its cells. */
QH_MUST static qh_status read_row(struct reader *r, size_t *out)
{
    size_t before = r->n;
    bool is_last = false;

    while (!is_last) {
        qh_status rc = read_cell(r, &is_last);

        if (rc)
            return rc;
    }
    *out = r->n - before;
    return QH_OK;
}

QH_MUST static qh_status read_header(struct reader *r)
{
    qh_status rc;

    if (!*r->p)
        return fail(r, QH_INVALID, "csv.empty");
    rc = read_row(r, &r->cols);
    if (rc)
        return rc;
    if (r->cols > CSV_COLS_MAX)
        return fail(r, QH_LIMIT, "csv.cols");
    for (size_t i = 0; i < r->cols; i++) {
        if (!*r->cells[i] || text_starts(text_of(r->cells[i]), TEXT("\xEF\xBB\xBF")))
            return fail(r, QH_INVALID, "csv.header");
        for (size_t j = 0; j < i; j++)
            if (str_equal(r->cells[i], r->cells[j]))
                return fail(r, QH_INVALID, "csv.header");
    }
    return QH_OK;
}

QH_MUST static qh_status read_rows(struct reader *r, size_t *out)
{
    size_t rows = 0;

    while (*r->p) {
        size_t line = ++r->line;
        size_t cells = 0;
        qh_status rc;

        if (rows == CSV_ROWS_MAX)
            return fail(r, QH_LIMIT, "csv.rows");
        rc = read_row(r, &cells);
        if (rc)
            return rc;
        if (cells != r->cols)
            return qh_fail(r->err, QH_INVALID, "csv.cells", "",
                           "line %zu: %zu cells instead of %zu", line, cells, r->cols);
        rows++;
    }
    *out = rows;
    return QH_OK;
}

static size_t count_cells(struct text t)
{
    size_t n = 1;

    for (size_t i = 0; i < t.len; i++)
        n += t.p[i] == ',' || t.p[i] == '\n';
    return n;
}

qh_status csv_parse(struct arena *a, struct text t, struct csv *out, struct qh_error *err)
{
    struct reader r = {.line = 1, .err = err};
    size_t rows = 0;
    qh_status rc;

    if (t.len > CSV_BYTES_MAX)
        return qh_fail(err, QH_LIMIT, "csv.size", "", "%zu bytes", t.len);
    if (!text_is_utf8(t))
        return qh_fail(err, QH_INVALID, "csv.utf8", "", "malformed UTF-8 or NUL");
    r.p = text_copy(a, t);
    r.cells = ARENA_ARRAY(a, count_cells(t), const char *);
    rc = read_header(&r);
    if (!rc)
        rc = read_rows(&r, &rows);
    if (rc)
        return rc;
    *out = (struct csv){
        .cols = r.cols, .rows = rows, .names = r.cells, .cells = r.cells + r.cols};
    return QH_OK;
}

size_t csv_col(const struct csv *c, const char *name)
{
    for (size_t i = 0; i < c->cols; i++)
        if (str_equal(c->names[i], name))
            return i;
    return CSV_NONE;
}

qh_status csv_cols(const struct csv *c, const char *const *names, size_t n, size_t *out,
                   struct qh_error *err)
{
    for (size_t i = 0; i < n; i++)
        if (csv_col(c, names[i]) == CSV_NONE)
            return qh_fail(err, QH_NOT_FOUND, "csv.column", "", "no column %s", names[i]);
    for (size_t i = 0; i < n; i++)
        out[i] = csv_col(c, names[i]);
    return QH_OK;
}

const char *csv_cell(const struct csv *c, size_t row, size_t col)
{
    assert(row < c->rows && col < c->cols);
    return c->cells[row * c->cols + col];
}
