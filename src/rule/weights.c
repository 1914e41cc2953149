#include "rule/weights.h"

enum { ROWS_MAX = 200, CLASSES_MAX = 16, FIELDS_MAX = 40 };

struct weights_row {
    struct dec nominal;          /* kg */
    struct dec mpe[CLASSES_MAX]; /* kg */
    bool has[CLASSES_MAX];
};

struct weights_table {
    struct text classes[CLASSES_MAX];
    size_t classes_n;
    size_t column[CLASSES_MAX]; /* of the file */
    struct weights_row *rows;
    size_t rows_n;
};

/* The fields of one line; a field in quotes may hold commas.  Answers their number. */
static size_t split(struct text line, struct text *out)
{
    size_t n = 0;
    size_t i = 0;

    while (n < FIELDS_MAX) {
        bool quoted = i < line.len && line.p[i] == '"';
        size_t from = quoted ? ++i : i;

        while (i < line.len && line.p[i] != (quoted ? '"' : ','))
            i++;
        out[n++] = (struct text){line.p + from, i - from};
        while (i < line.len && line.p[i] != ',')
            i++;
        if (i >= line.len)
            break;
        i++;
    }
    return n;
}

static struct text next_line(struct text *rest)
{
    struct text line = {rest->p, 0};

    while (line.len < rest->len && rest->p[line.len] != '\n')
        line.len++;
    rest->p += line.len;
    rest->len -= line.len;
    if (rest->len) {
        rest->p++;
        rest->len--;
    }
    return text_trim(line);
}

/* "M1_mpe_mg" gives class M1; "nominal_mg" the column of the nominal value. */
QH_MUST static qh_status read_head(struct weights_table *t, struct text line,
                                   size_t *nominal, struct qh_error *err)
{
    static const struct text END = {"_mpe_mg", 7};
    struct text f[FIELDS_MAX];
    size_t n = split(line, f);

    *nominal = FIELDS_MAX;
    for (size_t i = 0; i < n; i++) {
        if (text_is(f[i], "nominal_mg"))
            *nominal = i;
        if (f[i].len <= END.len || t->classes_n == CLASSES_MAX ||
            !text_equal((struct text){f[i].p + f[i].len - END.len, END.len}, END))
            continue;
        t->classes[t->classes_n] = (struct text){f[i].p, f[i].len - END.len};
        t->column[t->classes_n++] = i;
    }
    if (*nominal == FIELDS_MAX || !t->classes_n)
        return qh_fail(err, QH_INVALID, "weights.table", "line 1",
                       "columns nominal_mg and CLASS_mpe_mg are due");
    return QH_OK;
}

/* Milligrams to kilograms. */
QH_MUST static qh_status read_mg(struct text t, struct dec *out)
{
    qh_status rc;

    rc = dec_parse(text_trim(t), out);
    if (rc)
        return rc;
    return dec_mul(*out, dec_scaled(1, -6), out);
}

QH_MUST static qh_status read_row(struct weights_table *t, struct text line,
                                  size_t nominal, size_t number, struct qh_error *err)
{
    struct weights_row *r = &t->rows[t->rows_n];
    struct text f[FIELDS_MAX];
    size_t n = split(line, f);

    if (nominal >= n || read_mg(f[nominal], &r->nominal) || dec_sign(r->nominal) <= 0)
        return qh_fail(err, QH_INVALID, "weights.table", "", "line %zu: nominal value",
                       number);
    for (size_t c = 0; c < t->classes_n; c++) {
        if (t->column[c] >= n || !f[t->column[c]].len)
            continue;
        if (read_mg(f[t->column[c]], &r->mpe[c]) || dec_sign(r->mpe[c]) <= 0)
            return qh_fail(err, QH_INVALID, "weights.table", "", "line %zu: class %.*s",
                           number, (int)t->classes[c].len, t->classes[c].p);
        r->has[c] = true;
    }
    t->rows_n++;
    return QH_OK;
}

qh_status weights_table_load(struct arena *a, struct text csv, struct weights_table **out,
                             struct qh_error *err)
{
    struct weights_table *t = ARENA_NEW(a, struct weights_table);
    struct text rest = {text_copy(a, csv), csv.len};
    size_t nominal;
    size_t number = 1;
    qh_status rc;

    t->rows = ARENA_ARRAY(a, ROWS_MAX, struct weights_row);
    rc = read_head(t, next_line(&rest), &nominal, err);
    while (!rc && rest.len) {
        struct text line = next_line(&rest);

        number++;
        if (!line.len)
            continue;
        if (t->rows_n == ROWS_MAX)
            return qh_fail(err, QH_LIMIT, "weights.table", "", "over %d rows", ROWS_MAX);
        rc = read_row(t, line, nominal, number, err);
    }
    if (rc)
        return rc;
    *out = t;
    return QH_OK;
}

bool weights_mpe(const struct weights_table *t, const char *class_name,
                 struct dec nominal_kg, struct dec *out)
{
    const char *name = class_name;

    if (str_equal(name, "M12"))
        name = "M1-2";
    if (str_equal(name, "M23"))
        name = "M2-3";
    for (size_t c = 0; c < t->classes_n; c++) {
        if (!text_is(t->classes[c], name))
            continue;
        for (size_t r = 0; r < t->rows_n; r++)
            if (t->rows[r].has[c] && !dec_compare(t->rows[r].nominal, nominal_kg)) {
                *out = t->rows[r].mpe[c];
                return true;
            }
    }
    return false;
}
