/* Series of numbers are gapless: the numbers of a series and year are exactly 1 to next
 * - 1.
 *
 * Numbers are unique by their index, so n different ones within 1..next-1 leave no gap
 * when n = next - 1.  Only where they are fewer a second walk, with one bit a number,
 * names those that are missing. */
#include "domain/check_parts.h"

#include "base/text.h"
#include "domain/cursor.h"
#include "store/sql_check.h"

#include <string.h>

enum { SERIES_MAX = 1000, MISSING_MAX = 100000000, MISSING_SHOWN = 20 };

/* How the numbers of a series are written: prefix, year, '-', serial of at least
 * `digits`.
 */
/* clang-format off */
static const struct form {
    const char *series;
    const char *prefix;
    int digits;
} FORMS[] = {
    {"demand",                   "SQ",  4},
    {"booking",                  "YY",  4},
    {"trip",                     "CX",  4},
    {"appointment",              "FW",  4},
    {"record",                   "JL",  5},
    {"supervise_order",          "DB",  4},
    {"bulletin.weekly",          "ZB",  3},
    {"bulletin.monthly",         "YB",  2},
    {"certificate.verification", "JAJ", 5},
    {"certificate.notice",       "JAT", 5},
    {"certificate.calibration",  "JAX", 5},
    {"certificate.inspection",   "JAC", 5},
};
/* clang-format on */

struct series {
    const char *name;
    int64_t year;
    int64_t next;        /* 0: no row in number_series */
    int64_t count;       /* numbers seen */
    int64_t most;        /* greatest serial seen */
    unsigned char *seen; /* second walk: bit per serial */
};

struct walk {
    struct check_run *r;
    struct series all[SERIES_MAX];
    size_t n;
};

static const struct form *form_of(const char *series)
{
    for (size_t i = 0; i < LEN(FORMS); i++)
        if (strcmp(FORMS[i].series, series) == 0)
            return &FORMS[i];
    return NULL;
}

/* Year and serial of a number; false unless it is written exactly as its form says. */
static bool read_number(struct check_run *r, const struct form *f, const char *number,
                        int64_t *out_year, int64_t *out_serial)
{
    const size_t n = strlen(f->prefix);
    const char *dash = strchr(number, '-');
    char year[5] = {0};

    if (strncmp(number, f->prefix, n) != 0 || !dash || dash - number != (ptrdiff_t)n + 4)
        return false;
    memcpy(year, number + n, 4);
    if (!cursor_int(year, out_year) || !cursor_int(dash + 1, out_serial))
        return false;
    return str_equal(number,
                     str_format(r->c->arena, "%s%04lld-%0*lld", f->prefix,
                                (long long)*out_year, f->digits, (long long)*out_serial));
}

static struct series *series_of(struct walk *w, const char *name, int64_t year)
{
    for (size_t i = 0; i < w->n; i++)
        if (w->all[i].year == year && strcmp(w->all[i].name, name) == 0)
            return &w->all[i];
    if (w->n == SERIES_MAX)
        return NULL;
    w->all[w->n] = (struct series){.name = form_of(name)->series, .year = year};
    return &w->all[w->n++];
}

/* The series and serial of a row; *out is NULL where the number was reported. */
static qh_status place_number(struct walk *w, const struct sql_check_numbers *e,
                              struct series **out, int64_t *out_serial)
{
    const struct check_row at = {e->entity, e->entity_id, "number"};
    const struct form *f = form_of(e->series);
    int64_t year = 0;

    *out = NULL;
    if (!f || !read_number(w->r, f, e->number, &year, out_serial) || *out_serial < 1)
        return check_wrong(w->r, &at,
                           str_format(w->r->c->arena, "%sYYYY-N", f ? f->prefix : ""),
                           e->number);
    if (e->year && (e->year != year || e->serial != *out_serial))
        return check_wrong(w->r, &at,
                           str_format(w->r->c->arena, "year %lld serial %lld",
                                      (long long)e->year, (long long)e->serial),
                           e->number);
    *out = series_of(w, e->series, year);
    return QH_OK;
}

static qh_status count_number(void *arg, const struct sql_check_numbers *e,
                              struct qh_error *err)
{
    struct walk *w = arg;
    const struct arena_mark mark = arena_here(w->r->c->arena);
    const struct check_row at = {e->entity, e->entity_id, "number"};
    struct series *s = NULL;
    int64_t serial = 0;
    qh_status rc;

    (void)err;
    w->r->rows++;
    rc = place_number(w, e, &s, &serial);
    if (!rc && s) {
        s->count++;
        s->most = serial > s->most ? serial : s->most;
        if (serial >= s->next)
            rc = check_wrong(w->r, &at,
                             str_format(w->r->c->arena,
                                        "below %lld, the next of its series",
                                        (long long)s->next),
                             e->number);
    }
    arena_return(w->r->c->arena, mark);
    return rc;
}

/* ---- where numbers are missing ---- */

static qh_status mark_number(void *arg, const struct sql_check_numbers *e,
                             struct qh_error *err)
{
    struct walk *w = arg;
    const struct arena_mark mark = arena_here(w->r->c->arena);
    const struct form *f = form_of(e->series);
    int64_t year = 0;
    int64_t serial = 0;

    (void)err;
    if (f && read_number(w->r, f, e->number, &year, &serial)) {
        struct series *s = series_of(w, e->series, year);

        if (s && s->seen && serial >= 1 && serial < s->next)
            s->seen[serial / 8] |= (unsigned char)(1U << (serial % 8));
    }
    arena_return(w->r->c->arena, mark);
    return QH_OK;
}

static qh_status name_missing(struct check_run *r, const struct series *s)
{
    const struct form *f = form_of(s->name);
    int shown = 0;
    qh_status rc = QH_OK;

    for (int64_t i = 1; i < s->next && shown < MISSING_SHOWN && !rc; i++) {
        if (s->seen[i / 8] & (1U << (i % 8)))
            continue;
        rc = check_wrong(r,
                         &(struct check_row){"number_series",
                                             str_format(r->c->arena, "%s/%lld", s->name,
                                                        (long long)s->year),
                                             "gap"},
                         str_format(r->c->arena, "%s%04lld-%0*lld", f->prefix,
                                    (long long)s->year, f->digits, (long long)i),
                         NULL);
        shown++;
    }
    return rc;
}

/* Series with fewer numbers than were given out get their bits. */
static bool has_gaps(struct walk *w)
{
    bool any = false;

    for (size_t i = 0; i < w->n; i++) {
        struct series *s = &w->all[i];

        if (s->count >= s->next - 1 || s->next > MISSING_MAX)
            continue;
        s->seen = arena_alloc(w->r->c->arena, (size_t)s->next / 8 + 1, 1);
        any = true;
    }
    return any;
}

static qh_status load_series(struct walk *w)
{
    struct sql_check_series_list rows = {0};
    struct ctx *c = w->r->c;
    qh_status rc = sql_check_series(c->tx, c->arena, c->org, &rows, &c->err);

    for (size_t i = 0; i < rows.n && !rc; i++) {
        struct series *s = form_of(rows.p[i].series)
                               ? series_of(w, rows.p[i].series, rows.p[i].year)
                               : NULL;

        if (s)
            s->next = rows.p[i].next_serial;
        else
            rc = check_wrong(
                w->r,
                &(struct check_row){"number_series",
                                    str_format(c->arena, "%s/%lld", rows.p[i].series,
                                               (long long)rows.p[i].year),
                                    "series"},
                "a series that is known", rows.p[i].series);
    }
    return rc;
}

static qh_status judge_series(struct walk *w)
{
    struct ctx *c = w->r->c;
    qh_status rc = QH_OK;

    for (size_t i = 0; i < w->n && !rc; i++) {
        const struct series *s = &w->all[i];
        const char *id = str_format(c->arena, "%s/%lld", s->name, (long long)s->year);

        rc = check_equal(w->r, &(struct check_row){"number_series", id, "next"},
                         s->most + 1, s->next);
    }
    if (rc || !has_gaps(w))
        return rc;
    rc = sql_check_numbers(c->tx, c->org, mark_number, w, &c->err);
    for (size_t i = 0; i < w->n && !rc; i++)
        if (w->all[i].seen)
            rc = name_missing(w->r, &w->all[i]);
    return rc;
}

qh_status check_numbers(struct check_run *r)
{
    struct walk *w = ARENA_NEW(r->c->arena, struct walk);
    qh_status rc;

    w->r = r;
    rc = load_series(w);
    if (rc)
        return rc;
    rc = sql_check_numbers(r->c->tx, r->c->org, count_number, w, &r->c->err);
    if (rc)
        return rc;
    return judge_series(w);
}
