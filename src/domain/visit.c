#include "domain/visit.h"

#include "base/days.h"
#include "base/id.h"
#include "domain/demand.h"
#include "domain/figure.h"
#include "domain/history.h"
#include "domain/page.h"
#include "store/sql_demand.h"
#include "store/sql_organisation.h"

static const char *const KINDS[] = {"on_site", "phone", "symposium", "expert",
                                    "follow_up"};
static const char *const STATES[] = {"normal", "reduced", "stopped", "expanding"};

static bool is_one_of(const char *const *names, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (str_equal(names[i], name))
            return true;
    return false;
}

static qh_status check(struct ctx *c, const struct visit_new *in, int64_t *out_day)
{
    if (!is_one_of(KINDS, LEN(KINDS), in->kind))
        return qh_fail(&c->err, QH_INVALID, "visit.kind", "kind", "%.40s", in->kind);
    if (!is_one_of(STATES, LEN(STATES), in->production_state))
        return qh_fail(&c->err, QH_INVALID, "visit.production_state", "production_state",
                       "%.40s", in->production_state);
    if (day_parse(in->day, out_day) ||
        *out_day > day_number_of_instant(c->calendar, c->now_ms))
        return qh_fail(&c->err, QH_INVALID, "visit.day", "day", "%.40s", in->day);
    return QH_OK;
}

/* The demands heard; those heard in a symposium have that as their source. */
static qh_status register_demands(struct ctx *c, const struct visit_new *in,
                                  struct visit_done *out)
{
    const char *source = str_equal(in->kind, "symposium") ? "symposium"
                         : str_equal(in->kind, "phone")   ? "phone"
                                                          : "visit";

    out->demand_ids.p = ARENA_ARRAY(c->arena, in->demands.n, const char *);
    for (size_t i = 0; i < in->demands.n; i++) {
        struct demand_registered d = {0};
        const qh_status rc =
            demand_register(c,
                            &(struct demand_new){.text = in->demands.p[i],
                                                 .enterprise_id = in->enterprise_id,
                                                 .source = source,
                                                 .visit_id = out->id},
                            &d);

        if (rc)
            return rc;
        out->demand_ids.p[out->demand_ids.n++] = d.id;
    }
    return QH_OK;
}

static qh_status insert(struct ctx *c, const struct visit_new *in, const char *id)
{
    const char *note = in->note ? in->note : "";
    const qh_status rc =
        sql_visit_add(c->tx,
                      &(struct sql_visit_add_in){.org = c->org,
                                                 .id = id,
                                                 .enterprise_id = in->enterprise_id,
                                                 .officer_id = c->actor.person,
                                                 .kind = in->kind,
                                                 .day = in->day,
                                                 .met_role = in->met_role,
                                                 .production_state = in->production_state,
                                                 .note = note},
                      &c->err);

    if (rc)
        return rc;
    return history_add(c, &(struct history_entry){.entity = "visit",
                                                  .entity_id = id,
                                                  .seq = 1,
                                                  .action = "record",
                                                  .from_state = "",
                                                  .to_state = "done",
                                                  .note = note});
}

qh_status visit_record(struct ctx *c, const struct visit_new *in, struct visit_done *out)
{
    struct sql_demand_enterprise e = {0};
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);
    int64_t day = 0;
    qh_status rc = check(c, in, &day);

    if (rc)
        return rc;
    rc = sql_demand_enterprise(c->tx, c->arena, c->org, in->enterprise_id, &e, &c->err);
    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "enterprise.not_found", "enterprise_id",
                       "%.40s", in->enterprise_id);
    if (rc)
        return rc;
    id_make(c->now_ms, c->rand, id);
    rc = insert(c, in, id);
    if (rc)
        return rc;
    rc = figure_add(c, "visit.done", instant_of_day(c->calendar, day), e.division_code, 1,
                    id);
    if (rc)
        return rc;
    out->id = id;
    return register_demands(c, in, out);
}

qh_status visit_list(struct ctx *c, const struct visit_filter *f, struct visit_page *out)
{
    struct sql_visit_list_list rows = {0};
    struct page_day at = PAGE_LATEST_DAY;
    struct visit *items;
    qh_status rc = page_read_day(c->arena, f->after, &at, &c->err);

    if (rc)
        return rc;
    rc = sql_visit_list(
        c->tx, c->arena,
        &(struct sql_visit_list_in){
            .org = c->org,
            .enterprise = c->actor.enterprise ? c->actor.enterprise : f->enterprise_id,
            .officer = f->mine ? c->actor.person : NULL,
            .before_day = at.day,
            .before_id = at.id,
            .limit = f->limit + 1,
        },
        &rows, &c->err);
    if (rc)
        return rc;
    if (rows.n > (size_t)f->limit) {
        rows.n = (size_t)f->limit;
        out->next =
            page_write_day(c->arena, rows.p[rows.n - 1].day, rows.p[rows.n - 1].id);
    }
    items = ARENA_ARRAY(c->arena, rows.n, struct visit);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_visit_list *r = &rows.p[i];

        items[i] = (struct visit){r->id,
                                  r->enterprise_id,
                                  r->enterprise_name,
                                  r->division_name,
                                  r->officer_id,
                                  r->officer_name,
                                  r->kind,
                                  r->day,
                                  r->met_role,
                                  r->production_state,
                                  r->note,
                                  r->state,
                                  r->demands,
                                  r->version};
    }
    out->items = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}
