/* A page of the ledger.  One filter leads: the rows of its index are read in the order of
 * the page, the others are asked of each.  Which one leads is measured: of every filter
 * that has an index it is looked how far REACH rows of it go from where the page begins;
 * the one that goes furthest has the fewest rows on the way.  Beyond that the page ends,
 * be it full or not, with the place to go on from: no combination of filters costs more
 * than REACH rows. */
#include "domain/demand_list.h"

#include "base/days.h"
#include "base/text.h"
#include "domain/demand_scope.h"
#include "domain/light.h"
#include "domain/page.h"
#include "domain/search.h"
#include "store/sql_demand_list.h"

#include <string.h>

enum {
    SOON_WD = 3,
    WARN_WD_MAX = 5,
    REACH = 250,
    REACH_SCOPED = 100,
    FOUND_MOST = 200,
    FOUND_FIRST = 24,
    SCOPED_HANDS = 2
};

static const char *const LAST_ID = "7ZZZZZZZZZZZZZZZZZZZZZZZZZ";

/* Everything that is asked of a row, '' and 0 where nothing is. */
struct asked {
    const struct demand_filter *f;
    struct demand_scope scope;
    const char *enterprise;
    int64_t scoped; /* as the queries take it */
    int64_t from_ms;
    int64_t until_ms;
    int64_t warned;
    int64_t due_from; /* the running clock ends between them */
    int64_t due_until;
    bool by_due;
};

static const char *or_all(const char *s)
{
    return s ? s : "";
}

static bool is_given(const char *s)
{
    return s && *s;
}

static qh_status end_of_workday(struct ctx *c, int days, int64_t *out_ms)
{
    const int64_t today = day_number_of_instant(c->calendar, c->now_ms);
    int64_t last = today;
    qh_status rc = QH_OK;

    if (days)
        rc = calendar_add_workdays(c->calendar, today, days, &last, &c->err);
    if (!rc)
        *out_ms = instant_of_day(c->calendar, last + 1) - 1;
    return rc;
}

/* due: overdue | today | soon. */
static qh_status read_due(struct ctx *c, const char *due, struct asked *q)
{
    if (str_equal(due, "overdue")) {
        q->due_until = c->now_ms - 1;
        return QH_OK;
    }
    q->due_from = c->now_ms;
    return end_of_workday(c, str_equal(due, "soon") ? SOON_WD : 0, &q->due_until);
}

/* light: red | yellow | green. */
static qh_status read_light(struct ctx *c, const char *light, struct asked *q)
{
    int64_t until_ms = 0;
    qh_status rc;

    if (str_equal(light, "red")) {
        if (q->due_until > c->now_ms - 1)
            q->due_until = c->now_ms - 1;
        return QH_OK;
    }
    if (q->due_from < c->now_ms)
        q->due_from = c->now_ms;
    q->warned = str_equal(light, "yellow") ? 1 : 2;
    if (q->warned == 2)
        return QH_OK;
    rc = end_of_workday(c, WARN_WD_MAX, &until_ms); /* none is yellow any earlier */
    if (!rc && q->due_until > until_ms)
        q->due_until = until_ms;
    return rc;
}

static qh_status read_day(struct ctx *c, const char *field, const char *day,
                          int64_t *out_number)
{
    if (day_parse(day, out_number))
        return qh_fail(&c->err, QH_INVALID, "input.date", field, "%.20s", day);
    return QH_OK;
}

static qh_status read_days(struct ctx *c, const struct demand_filter *f, struct asked *q)
{
    int64_t day = 0;
    qh_status rc = QH_OK;

    if (is_given(f->from_day)) {
        rc = read_day(c, "from", f->from_day, &day);
        q->from_ms = instant_of_day(c->calendar, day);
    }
    if (!rc && is_given(f->until_day)) {
        rc = read_day(c, "until", f->until_day, &day);
        q->until_ms = instant_of_day(c->calendar, day + 1);
    }
    return rc;
}

static qh_status read_filter(struct ctx *c, const struct demand_filter *f,
                             struct asked *q)
{
    qh_status rc = QH_OK;

    *q = (struct asked){.f = f,
                        .scope = demand_scope(c),
                        .until_ms = INT64_MAX,
                        .due_until = INT64_MAX - 1,
                        .by_due = f->by_due || f->due || f->light};
    q->scoped = q->scope.scoped && f->work ? SCOPED_HANDS : q->scope.scoped;
    q->enterprise = or_all(q->scope.enterprise ? q->scope.enterprise : f->enterprise_id);
    if (f->due)
        rc = read_due(c, f->due, q);
    if (!rc && f->light)
        rc = read_light(c, f->light, q);
    return rc ? rc : read_days(c, f, q);
}

/* The inputs that all queries of the list share. */
#define ASKED(c, q)                                                                      \
    .org = (c)->org, .state = or_all((q)->f->state),                                     \
    .office = or_all((q)->f->office_id), .handler = or_all((q)->f->handler_id),          \
    .enterprise = (q)->enterprise, .item = or_all((q)->f->item),                         \
    .division = or_all((q)->f->division), .kind = or_all((q)->f->kind),                  \
    .route = or_all((q)->f->route), .source = or_all((q)->f->source),                    \
    .from_ms = (q)->from_ms, .until_ms = (q)->until_ms, .warned = (q)->warned,           \
    .now_ms = (c)->now_ms, .scoped = (q)->scoped, .scope_office = (q)->scope.office,     \
    .scope_person = (q)->scope.person, .scope_booked = (q)->scope.booked,                \
    .mine = (q)->f->mine ? (q)->scope.person : ""

static void item_of(const struct ctx *c, const struct sql_demand_row *r,
                    struct demand_item *out)
{
    *out = (struct demand_item){
        .id = r->id,
        .number = r->number,
        .text = r->text,
        .enterprise_id = r->enterprise_id,
        .enterprise_name = r->enterprise_name,
        .division_name = r->division_name,
        .source = r->source,
        .state = r->state,
        .kind = r->kind,
        .route = r->route,
        .item_code = r->item_code,
        .item_name = r->item_name,
        .department_code = r->department_code,
        .department_name = r->department_name,
        .lead_office_name = r->lead_office_name,
        .handler_name = r->handler_name,
        .clock = r->clock,
        .due_ms = r->due_ms,
        .limit_wd = r->limit_wd,
        .registered_ms = r->registered_ms,
        .done_ms = r->done_ms,
        .closed_ms = r->closed_ms,
        .outcome = r->outcome,
        .satisfaction = r->satisfaction,
        .late = r->late != 0,
        .version = r->version,
        .light = r->due_ms.has ? light_at(r->warn_ms, r->due_ms.v, c->now_ms) : "none",
    };
}

/* ---- which filter leads ---- */

struct lead {
    int drive;
    struct page_time to; /* how far REACH rows of it go */
    bool whole;          /* there are fewer */
};

/* Filters with an index, in the order of the newest. */
static size_t newest_drives(const struct asked *q, int *out)
{
    const struct demand_filter *f = q->f;
    size_t n = 0;

    if (is_given(q->enterprise))
        out[n++] = SQL_DEMAND_LIST_NEWEST_DRIVE_ENTERPRISE;
    if (is_given(f->handler_id))
        out[n++] = SQL_DEMAND_LIST_NEWEST_DRIVE_HANDLER;
    if (is_given(f->office_id))
        out[n++] = is_given(f->state) ? SQL_DEMAND_LIST_NEWEST_DRIVE_OFFICE_STATE
                                      : SQL_DEMAND_LIST_NEWEST_DRIVE_OFFICE;
    else if (is_given(f->state))
        out[n++] = SQL_DEMAND_LIST_NEWEST_DRIVE_STATE;
    if (is_given(f->item))
        out[n++] = SQL_DEMAND_LIST_NEWEST_DRIVE_ITEM;
    if (is_given(f->division))
        out[n++] = SQL_DEMAND_LIST_NEWEST_DRIVE_DIVISION;
    if (n == 0)
        out[n++] = SQL_DEMAND_LIST_NEWEST_DRIVE_NONE;
    return n;
}

static size_t due_drives(const struct asked *q, int *out)
{
    size_t n = 0;

    if (is_given(q->f->handler_id))
        out[n++] = SQL_DEMAND_LIST_DUE_DRIVE_HANDLER;
    if (is_given(q->f->office_id))
        out[n++] = SQL_DEMAND_LIST_DUE_DRIVE_OFFICE;
    if (is_given(q->f->state))
        out[n++] = SQL_DEMAND_LIST_DUE_DRIVE_STATE;
    if (is_given(q->enterprise))
        out[n++] = SQL_DEMAND_LIST_DUE_DRIVE_ENTERPRISE;
    if (n == 0)
        out[n++] = SQL_DEMAND_LIST_DUE_DRIVE_NONE;
    return n;
}

/* Whether somebody may see a row costs more than its filters. */
static int64_t reach(const struct asked *q)
{
    return q->scope.scoped ? REACH_SCOPED : REACH;
}

/* The inputs that both queries share. */
#define REACHED(c, q, at)                                                                \
    .org = (c)->org, .at_ms = (at)->ms, .at_id = (at)->id, .over = reach(q) - 1,         \
    .state = or_all((q)->f->state), .office = or_all((q)->f->office_id),                 \
    .handler = or_all((q)->f->handler_id), .enterprise = (q)->enterprise

static qh_status reach_due(struct ctx *c, const struct asked *q,
                           const struct page_time *at, struct lead *l)
{
    struct sql_demand_reach_due r = {0};
    const qh_status rc = sql_demand_reach_due(
        c->tx, c->arena,
        &(struct sql_demand_reach_due_in){
            REACHED(c, q, at), .drive = (enum sql_demand_reach_due_drive)l->drive},
        &r, &c->err);

    l->to = (struct page_time){r.to_ms, r.to_id};
    return rc;
}

static qh_status reach_newest(struct ctx *c, const struct asked *q,
                              const struct page_time *at, struct lead *l)
{
    struct sql_demand_reach_newest r = {0};
    const qh_status rc = sql_demand_reach_newest(
        c->tx, c->arena,
        &(struct sql_demand_reach_newest_in){
            REACHED(c, q, at), .drive = (enum sql_demand_reach_newest_drive)l->drive,
            .item = or_all(q->f->item), .division = or_all(q->f->division)},
        &r, &c->err);

    l->to = (struct page_time){r.to_ms, r.to_id};
    return rc;
}

static qh_status reach_of(struct ctx *c, const struct asked *q,
                          const struct page_time *at, struct lead *l)
{
    const qh_status rc = q->by_due ? reach_due(c, q, at, l) : reach_newest(c, q, at, l);

    l->whole = rc == QH_NOT_FOUND;
    if (!l->whole)
        return rc;
    c->err = (struct qh_error){0};
    return QH_OK;
}

/* How many filters are given beside the one that leads. */
static bool has_others(const struct asked *q, size_t leads)
{
    const struct demand_filter *f = q->f;

    return leads > 1 || q->scope.scoped || f->mine || is_given(f->kind) ||
           is_given(f->route) || is_given(f->source) || q->warned ||
           (q->by_due &&
            (is_given(f->item) || is_given(f->division) || f->from_day || f->until_day));
}

static bool goes_further(const struct asked *q, const struct lead *a,
                         const struct lead *b)
{
    if (a->whole || b->whole)
        return a->whole && !b->whole;
    if (a->to.ms != b->to.ms)
        return q->by_due ? a->to.ms > b->to.ms : a->to.ms < b->to.ms;
    return (strcmp(a->to.id, b->to.id) > 0) == q->by_due;
}

static qh_status choose(struct ctx *c, const struct asked *q, const struct page_time *at,
                        struct lead *out)
{
    int drives[8];
    const size_t n = q->by_due ? due_drives(q, drives) : newest_drives(q, drives);
    qh_status rc = QH_OK;

    *out = (struct lead){.drive = drives[0], .whole = true};
    if (!has_others(q, n))
        return QH_OK;
    for (size_t i = 0; i < n && !rc; i++) {
        struct lead l = {.drive = drives[i]};

        rc = reach_of(c, q, at, &l);
        if (!rc && (i == 0 || goes_further(q, &l, out)))
            *out = l;
    }
    return rc;
}

/* ---- pages ---- */

/* Whether the lead's reach ends before the range that is asked for does. */
static bool is_cut(const struct asked *q, const struct lead *l)
{
    if (l->whole)
        return false;
    return q->by_due ? l->to.ms <= q->due_until : l->to.ms >= q->from_ms;
}

static struct page_time end_of(const struct asked *q, const struct lead *l)
{
    if (is_cut(q, l))
        return l->to;
    return q->by_due ? (struct page_time){q->due_until, LAST_ID}
                     : (struct page_time){q->from_ms, ""};
}

static qh_status read_rows(struct ctx *c, const struct asked *q,
                           const struct page_time *at, const struct lead *l,
                           struct sql_demand_row_list *out)
{
    const struct page_time to = end_of(q, l);

    if (q->by_due)
        return sql_demand_list_due(c->tx, c->arena,
                                   &(struct sql_demand_list_due_in){
                                       ASKED(c, q),
                                       .drive = (enum sql_demand_list_due_drive)l->drive,
                                       .at_ms = at->ms, .at_id = at->id, .to_ms = to.ms,
                                       .to_id = to.id, .limit = q->f->limit + 1},
                                   out, &c->err);
    return sql_demand_list_newest(
        c->tx, c->arena,
        &(struct sql_demand_list_newest_in){
            ASKED(c, q), .drive = (enum sql_demand_list_newest_drive)l->drive,
            .at_ms = at->ms, .at_id = at->id, .to_ms = to.ms, .to_id = to.id,
            .limit = q->f->limit + 1},
        out, &c->err);
}

/* Where a page that is not full goes on: past the last row that was looked at. */
static const char *next_reach(struct ctx *c, const struct asked *q, const struct lead *l)
{
    return is_cut(q, l) ? page_write(c->arena, l->to.ms, l->to.id) : NULL;
}

/* The first place that can be on a page. */
static struct page_time beginning(const struct asked *q)
{
    if (q->by_due)
        return (struct page_time){.ms = q->due_from, .id = ""};
    return q->until_ms == INT64_MAX ? PAGE_NEWEST
                                    : (struct page_time){.ms = q->until_ms, .id = ""};
}

static qh_status list(struct ctx *c, const struct asked *q, struct demand_page *out)
{
    struct page_time at = beginning(q);
    struct sql_demand_row_list rows = {0};
    struct demand_item *items;
    struct lead lead = {0};
    qh_status rc = page_read(q->f->after, &at, &c->err);

    if (!rc)
        rc = choose(c, q, &at, &lead);
    if (!rc)
        rc = read_rows(c, q, &at, &lead, &rows);
    if (rc)
        return rc;
    out->next = next_reach(c, q, &lead);
    if (rows.n > (size_t)q->f->limit) {
        const struct sql_demand_row *last = &rows.p[q->f->limit - 1];

        rows.n = (size_t)q->f->limit;
        out->next = page_write(c->arena, q->by_due ? last->due_ms.v : last->registered_ms,
                               last->id);
    }
    items = ARENA_ARRAY(c->arena, rows.n, struct demand_item);
    for (size_t i = 0; i < rows.n; i++)
        item_of(c, &rows.p[i], &items[i]);
    out->items = (struct json_list){.p = items, .n = rows.n};
    return rc;
}

/* ---- full text ---- */

/* A batch of what has the words; each is asked for the filters.  *out_last: the last one
 * looked at. */
static qh_status take_found(struct ctx *c, const struct asked *q,
                            const struct sql_demand_search_list *found,
                            struct demand_page *out, size_t *out_last)
{
    struct demand_item *items = (struct demand_item *)out->items.p;
    qh_status rc = QH_OK;

    for (size_t i = 0; i < found->n && !rc; i++) {
        struct sql_demand_row row = {0};

        if (out->items.n == (size_t)q->f->limit)
            break;
        *out_last = i;
        rc = sql_demand_list_one(
            c->tx, c->arena,
            &(struct sql_demand_list_one_in){ASKED(c, q), .id = found->p[i].id}, &row,
            &c->err);
        if (rc == QH_NOT_FOUND) {
            c->err = (struct qh_error){0};
            rc = QH_OK;
        } else if (!rc) {
            item_of(c, &row, &items[out->items.n++]);
        }
    }
    return rc;
}

/* At most FOUND_MOST of those that have the words are looked at for one page. */
static qh_status search(struct ctx *c, const struct asked *q, const char *words,
                        struct demand_page *out)
{
    struct page_time at = PAGE_NEWEST;
    int64_t batch = q->f->limit + 1 > FOUND_FIRST ? q->f->limit + 1 : FOUND_FIRST;
    int64_t seen = 0;
    qh_status rc = page_read(q->f->after, &at, &c->err);

    out->items.p = ARENA_ARRAY(c->arena, (size_t)q->f->limit, struct demand_item);
    while (!rc) {
        struct sql_demand_search_list found = {0};
        size_t last = 0;

        rc = sql_demand_search(c->tx, c->arena, c->org, words, at.ms, at.id, batch,
                               &found, &c->err);
        if (!rc)
            rc = take_found(c, q, &found, out, &last);
        if (rc || found.n == 0)
            break;
        at = (struct page_time){found.p[last].rowid_no, found.p[last].id};
        seen += (int64_t)found.n;
        out->next = last + 1 < found.n || found.n == (size_t)batch
                        ? page_write(c->arena, at.ms, at.id)
                        : NULL;
        if (!out->next || out->items.n == (size_t)q->f->limit || seen >= FOUND_MOST)
            break;
        batch = FOUND_MOST - seen;
    }
    return rc;
}

qh_status demand_list_one(struct ctx *c, const char *id, struct demand_item *out)
{
    const struct demand_filter all = {.limit = 1};
    struct sql_demand_row row = {0};
    struct asked q;
    qh_status rc = read_filter(c, &all, &q);

    if (!rc)
        rc = sql_demand_list_one(c->tx, c->arena,
                                 &(struct sql_demand_list_one_in){ASKED(c, &q), .id = id},
                                 &row, &c->err);
    if (!rc)
        item_of(c, &row, out);
    return rc;
}

qh_status demand_list(struct ctx *c, const struct demand_filter *f,
                      struct demand_page *out)
{
    struct asked q;
    const char *words;
    qh_status rc;

    if (f->q && (f->due || f->by_due || f->light))
        return qh_fail(&c->err, QH_INVALID, "list.combination", "q", "with due or sort");
    rc = read_filter(c, f, &q);
    if (rc)
        return rc;
    if (!f->q)
        return list(c, &q, out);
    words = search_words(c, f->q);
    return *words ? search(c, &q, words, out) : QH_OK;
}
