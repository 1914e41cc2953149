#include "domain/demand_list.h"

#include "base/days.h"
#include "base/text.h"
#include "domain/demand_clock.h"
#include "domain/demand_scope.h"
#include "domain/page.h"
#include "domain/search.h"
#include "store/sql_demand_list.h"

enum { SOON_WD = 3 };

/* Instants between which a running clock must end; all of them without a filter. */
struct span {
    int64_t from_ms;
    int64_t until_ms;
};

static qh_status find_span(struct ctx *c, const char *due, struct span *out)
{
    const int64_t today = day_number_of_instant(c->calendar, c->now_ms);
    int64_t last = today;
    qh_status rc;

    *out = (struct span){0, INT64_MAX};
    if (!due)
        return QH_OK;
    if (str_equal(due, "overdue")) {
        out->until_ms = c->now_ms - 1;
        return QH_OK;
    }
    out->from_ms = c->now_ms;
    if (str_equal(due, "soon")) {
        rc = calendar_add_workdays(c->calendar, today, SOON_WD, &last, &c->err);
        if (rc)
            return rc;
    }
    out->until_ms = instant_of_day(c->calendar, last + 1) - 1;
    return QH_OK;
}

static qh_status add_light(struct ctx *c, struct demand_item *d)
{
    d->light = "none";
    if (!d->due_ms.has)
        return QH_OK;
    return demand_light(c, d->due_ms.v, d->limit_wd.v, c->now_ms, &d->light);
}

#define ITEM_OF(r)                                                                       \
    {                                                                                    \
        .id = (r)->id, .number = (r)->number, .text = (r)->text,                         \
        .enterprise_id = (r)->enterprise_id, .enterprise_name = (r)->enterprise_name,    \
        .division_name = (r)->division_name, .state = (r)->state, .kind = (r)->kind,     \
        .route = (r)->route, .item_code = (r)->item_code, .item_name = (r)->item_name,   \
        .department_code = (r)->department_code,                                         \
        .department_name = (r)->department_name,                                         \
        .lead_office_name = (r)->lead_office_name, .handler_name = (r)->handler_name,    \
        .clock = (r)->clock, .due_ms = (r)->due_ms, .limit_wd = (r)->limit_wd,           \
        .registered_ms = (r)->registered_ms, .done_ms = (r)->done_ms,                    \
        .closed_ms = (r)->closed_ms, .outcome = (r)->outcome,                            \
        .satisfaction = (r)->satisfaction, .late = (r)->late != 0,                       \
        .version = (r)->version                                                          \
    }

static qh_status list(struct ctx *c, const struct demand_filter *f,
                      struct demand_page *out)
{
    const bool by_due = f->by_due || f->due;
    struct page_time at = by_due ? (struct page_time){.ms = 0, .id = ""} : PAGE_NEWEST;
    const struct demand_scope scope = demand_scope(c);
    struct sql_demand_row_list rows = {0};
    struct demand_item *items;
    struct span span = {0};
    qh_status rc = page_read(f->after, &at, &c->err);

    if (rc)
        return rc;
    rc = find_span(c, f->due, &span);
    if (rc)
        return rc;
    rc = sql_demand_list(
        c->tx, c->arena,
        &(struct sql_demand_list_in){
            .org = c->org,
            .state = f->state,
            .office = f->office_id,
            .enterprise = scope.enterprise ? scope.enterprise : f->enterprise_id,
            .sort = by_due ? SQL_DEMAND_LIST_SORT_DUE : SQL_DEMAND_LIST_SORT_REGISTERED,
            .at_ms = at.ms,
            .at_id = at.id,
            .due_from = span.from_ms,
            .due_until = span.until_ms,
            .limit = f->limit + 1,
            .scoped = scope.scoped,
            .scope_office = scope.office,
            .scope_person = scope.person,
            .scope_booked = scope.booked,
            .mine = f->mine ? scope.person : "",
        },
        &rows, &c->err);
    if (rc)
        return rc;
    if (rows.n > (size_t)f->limit) {
        const struct sql_demand_row *last = &rows.p[f->limit - 1];

        rows.n = (size_t)f->limit;
        out->next =
            page_write(c->arena, by_due ? last->due_ms.v : last->registered_ms, last->id);
    }
    items = ARENA_ARRAY(c->arena, rows.n, struct demand_item);
    for (size_t i = 0; i < rows.n && !rc; i++) {
        items[i] = (struct demand_item)ITEM_OF(&rows.p[i]);
        rc = add_light(c, &items[i]);
    }
    out->items = (struct json_list){.p = items, .n = rows.n};
    return rc;
}

static const char *or_all(const char *s)
{
    return s ? s : "";
}

static qh_status search(struct ctx *c, const struct demand_filter *f, const char *words,
                        struct demand_page *out)
{
    const struct demand_scope scope = demand_scope(c);
    struct sql_demand_search_list rows = {0};
    struct page_time at = PAGE_NEWEST;
    struct demand_item *items;
    qh_status rc = page_read(f->after, &at, &c->err);

    if (rc)
        return rc;
    rc = sql_demand_search(
        c->tx, c->arena,
        &(struct sql_demand_search_in){
            .org = c->org,
            .words = words,
            .at_row = at.ms,
            .at_id = at.id,
            .state = or_all(f->state),
            .office = or_all(f->office_id),
            .enterprise = or_all(scope.enterprise ? scope.enterprise : f->enterprise_id),
            .limit = f->limit + 1,
            .scoped = scope.scoped,
            .scope_office = scope.office,
            .scope_person = scope.person,
            .scope_booked = scope.booked,
            .mine = f->mine ? scope.person : "",
        },
        &rows, &c->err);
    if (rc)
        return rc;
    if (rows.n > (size_t)f->limit) {
        rows.n = (size_t)f->limit;
        out->next =
            page_write(c->arena, rows.p[rows.n - 1].rowid_no, rows.p[rows.n - 1].id);
    }
    items = ARENA_ARRAY(c->arena, rows.n, struct demand_item);
    for (size_t i = 0; i < rows.n && !rc; i++) {
        items[i] = (struct demand_item)ITEM_OF(&rows.p[i]);
        rc = add_light(c, &items[i]);
    }
    out->items = (struct json_list){.p = items, .n = rows.n};
    return rc;
}

qh_status demand_list(struct ctx *c, const struct demand_filter *f,
                      struct demand_page *out)
{
    const char *words;

    if (!f->q)
        return list(c, f, out);
    if (f->due || f->by_due)
        return qh_fail(&c->err, QH_INVALID, "list.combination", "q", "with due or sort");
    words = search_words(c, f->q);
    return *words ? search(c, f, words, out) : QH_OK;
}
