/* The rows behind a figure, page by page.  The query that counts a metric brings them,
 * the latest first; where a page ends is a place in that order, from which the next one
 * goes on.  The value of an axis is asked of the rows that the query brings, so a call
 * looks at REACH rows and ends there, be the page full or not. */
#include "domain/figure_table.h"

#include "base/text.h"
#include "domain/figure_axis.h"
#include "domain/month.h"
#include "domain/page.h"

#include <string.h>

enum { REACH = 5000 };

struct collect {
    struct ctx *c;
    const struct figure_rows_filter *filter;
    struct figure_row *rows;
    size_t n;
    int64_t seen;
    const char *next;
};

static struct figure_at copy_at(struct arena *a, const struct figure_at *at)
{
    return (struct figure_at){str_copy(a, at->division), str_copy(a, at->office),
                              str_copy(a, at->kind),     str_copy(a, at->item),
                              str_copy(a, at->route),    str_copy(a, at->day)};
}

static const char *place_of(struct arena *a, const struct figure_row *r)
{
    return *r->day ? page_write_day(a, r->day, r->id) : page_write(a, r->at_ms, r->id);
}

static void keep(struct collect *to, const struct figure_row *r)
{
    struct arena *a = to->c->arena;
    struct figure_row *row = &to->rows[to->n++];
    int64_t day = 0;

    *row = *r;
    row->metric = str_copy(a, r->metric);
    row->id = str_copy(a, r->id);
    row->label = str_copy(a, r->label);
    row->day = str_copy(a, r->day);
    row->at = copy_at(a, &r->at);
    if (row->at_ms == 0 && day_parse(row->day, &day) == QH_OK)
        row->at_ms = instant_of_day(to->c->calendar, day);
}

/* QH_LIMIT ends the query when the page is over: to->next says where it goes on. */
static qh_status collect(void *arg, const struct figure_row *r, const char *month,
                         struct qh_error *err)
{
    struct collect *to = arg;
    const struct figure_rows_filter *f = to->filter;

    (void)month;
    (void)err;
    if (str_equal(f->axis ? figure_value(&r->at, f->axis) : "", f->value ? f->value : ""))
        keep(to, r);
    to->seen++;
    if (to->n < (size_t)f->limit && to->seen < REACH)
        return QH_OK;
    to->next = place_of(to->c->arena, r);
    return QH_LIMIT;
}

static bool is_axis(const char *name)
{
    for (const char *const *axis = figure_axes(); *axis; axis++)
        if (str_equal(*axis, name))
            return true;
    return !name || str_equal(name, "all");
}

static qh_status check_filter(struct ctx *c, const struct figure_rows_filter *f)
{
    if (!f->metric || !figure_find(f->metric))
        return qh_fail(&c->err, QH_INVALID, "figure.metric", "metric", "%.40s",
                       f->metric ? f->metric : "");
    if (!f->from || !month_is_valid(f->from))
        return qh_fail(&c->err, QH_INVALID, "figure.month", "from", "%.20s",
                       f->from ? f->from : "");
    if (!f->until || !month_is_valid(f->until) || strcmp(f->from, f->until) > 0)
        return qh_fail(&c->err, QH_INVALID, "figure.month", "until", "%.20s",
                       f->until ? f->until : "");
    if (!is_axis(f->axis))
        return qh_fail(&c->err, QH_INVALID, "figure.axis", "axis", "%.20s", f->axis);
    return QH_OK;
}

/* The months, up to the place where the page before ended. */
static qh_status range_of(struct ctx *c, const struct figure_rows_filter *f,
                          struct figure_range *r)
{
    char *until = ARENA_ARRAY(c->arena, MONTH_LEN + 1, char);
    struct page_day day = {0};
    struct page_time time = {0};
    int64_t ignored = 0;
    qh_status rc;

    month_range(c->calendar, f->from, &r->from_ms, &ignored);
    month_range(c->calendar, f->until, &ignored, &r->until_ms);
    month_move(f->until, 1, until);
    r->from_day = f->from; /* "2025-08" before "2025-08-01" */
    r->until_day = until;
    r->until_id = "";
    if (!f->after || !*f->after)
        return QH_OK;
    if (strchr(f->after, '-')) {
        rc = page_read_day(c->arena, f->after, &day, &c->err);
        r->until_day = day.day;
        r->until_id = day.id;
    } else {
        rc = page_read(f->after, &time, &c->err);
        r->until_ms = time.ms;
        r->until_id = time.id;
    }
    return rc;
}

qh_status figure_rows(struct ctx *c, const struct figure_rows_filter *f,
                      struct figure_rows_page *out)
{
    struct collect to = {.c = c, .filter = f};
    const struct figure *figure;
    struct figure_range r = {0};
    qh_status rc = check_filter(c, f);

    if (!rc)
        rc = range_of(c, f, &r);
    if (rc)
        return rc;
    figure = figure_find(f->metric);
    to.rows = ARENA_ARRAY(c->arena, (size_t)f->limit, struct figure_row);
    rc = figure->count(c, figure, &r, &(struct figure_sink){collect, &to});
    if (rc && !(rc == QH_LIMIT && to.next))
        return rc;
    *out = (struct figure_rows_page){.items = {.p = to.rows, .n = to.n}, .next = to.next};
    return QH_OK;
}
