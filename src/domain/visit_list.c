#include "domain/visit_list.h"

#include "base/days.h"
#include "base/text.h"
#include "domain/history.h"
#include "domain/page.h"
#include "domain/setting.h"
#include "domain/visit_row.h"
#include "domain/visit_rule.h"
#include "store/sql_certificate.h"
#include "store/sql_demand.h"

#define VISIT_OF(r)                                                                      \
    {                                                                                    \
        .id = (r)->id, .enterprise_id = (r)->enterprise_id,                              \
        .enterprise_name = (r)->enterprise_name, .division_name = (r)->division_name,    \
        .officer_id = (r)->officer_id, .officer_name = (r)->officer_name,                \
        .kind = (r)->kind, .day = (r)->day, .start_min = (r)->start_min,                 \
        .minutes = (r)->minutes, .purpose = (r)->purpose,                                \
        .at_request = (r)->at_request != 0, .suggested = (r)->suggested != 0,            \
        .met_role = (r)->met_role, .production_state = (r)->production_state,            \
        .note = (r)->note, .state = (r)->state, .satisfaction = (r)->satisfaction,       \
        .sign_kind = (r)->sign_kind, .version = (r)->version                             \
    }

static struct json_list visits_of(struct ctx *c, const struct sql_visit_row_list *rows)
{
    struct visit *items = ARENA_ARRAY(c->arena, rows->n, struct visit);

    for (size_t i = 0; i < rows->n; i++) {
        items[i] = (struct visit)VISIT_OF(&rows->p[i]);
        items[i].demands = rows->p[i].demands;
    }
    return (struct json_list){.p = items, .n = rows->n};
}

static const char *or_empty(const char *s)
{
    return s ? s : "";
}

/* Whose visits the list may show: NULL for all. */
static qh_status scope_of(struct ctx *c, bool mine, const char **out)
{
    bool all = false;
    const qh_status rc = visit_sees_all(c, &all);

    *out = mine || !all ? c->actor.person : NULL;
    return rc;
}

qh_status visit_list(struct ctx *c, const struct visit_filter *f, struct visit_page *out)
{
    struct sql_visit_row_list rows = {0};
    struct page_day at = PAGE_LATEST_DAY;
    const char *person = NULL;
    qh_status rc = page_read_day(c->arena, f->after, &at, &c->err);

    if (!rc)
        rc = scope_of(c, f->mine, &person);
    if (rc)
        return rc;
    if (f->until && !f->after)
        at.day = f->until;
    rc = sql_visit_list(c->tx, c->arena,
                        &(struct sql_visit_list_in){
                            .org = c->org,
                            .enterprise = f->enterprise_id,
                            .officer = f->officer_id,
                            .person = person,
                            .state = f->state,
                            .kind = or_empty(f->kind),
                            .division = or_empty(f->division),
                            .from_day = or_empty(f->from),
                            .before_day = at.day,
                            .before_id = at.id,
                            .limit = f->limit + 1,
                        },
                        &rows, &c->err);
    if (rc)
        return rc;
    if (page_cut(&rows.n, f->limit))
        out->next =
            page_write_day(c->arena, rows.p[rows.n - 1].day, rows.p[rows.n - 1].id);
    out->items = visits_of(c, &rows);
    return QH_OK;
}

qh_status visit_calendar(struct ctx *c, const char *from, const char *until,
                         const char *officer, struct json_list *out)
{
    struct sql_visit_row_list rows = {0};
    const char *person = NULL;
    int64_t first = 0;
    int64_t last = 0;
    qh_status rc;

    if (day_parse(from, &first) || day_parse(until, &last) || last < first ||
        last - first >= VISIT_CALENDAR_DAYS)
        return qh_fail(&c->err, QH_INVALID, "visit.span", "until", "%.40s to %.40s", from,
                       until);
    rc = scope_of(c, !officer, &person);
    if (!rc)
        rc = sql_visit_calendar(c->tx, c->arena, c->org, person ? person : officer, from,
                                until, &rows, &c->err);
    if (rc)
        return rc;
    *out = visits_of(c, &rows);
    return QH_OK;
}

/* The first day from `day` on that no visit is in the way of; NULL after some tries. */
static qh_status find_first_day(struct ctx *c, struct visit_try t, int64_t quiet_wd,
                                const char *other_day, const char **out)
{
    enum { TRIES = 20 };
    char *text = ARENA_ARRAY(c->arena, DAY_LEN + 1, char);

    for (int i = 0; i < TRIES; i++) {
        struct sql_visit_near near = {0};
        int64_t other = 0;
        qh_status rc;

        if (day_parse(other_day, &other))
            return qh_fail(&c->err, QH_BUG, "visit.day", "", "%s", other_day);
        rc = visit_quiet_end(c->calendar, other, (int)quiet_wd, &t.day, &c->err);
        if (!rc)
            rc = visit_find_near(c, &t, quiet_wd, &near);
        if (rc == QH_RANGE) { /* past the years of the calendar: nothing to propose */
            c->err = (struct qh_error){0};
            return QH_OK;
        }
        if (rc)
            return rc;
        if (!near.id) {
            day_format(t.day, text);
            *out = text;
            return QH_OK;
        }
        other_day = near.day;
    }
    return QH_OK;
}

qh_status visit_quiet(struct ctx *c, const char *enterprise_id, const char *day,
                      const char *kind, struct visit_quiet *out)
{
    struct visit_try t = {.self = "", .enterprise_id = enterprise_id, .kind = kind};
    struct sql_demand_enterprise e = {0};
    struct sql_visit_near near = {0};
    qh_status rc;

    if (!visit_kind_is(kind))
        return qh_fail(&c->err, QH_INVALID, "visit.kind", "kind", "%.40s", kind);
    if (day_parse(day, &t.day))
        return qh_fail(&c->err, QH_INVALID, "visit.day", "day", "%.40s", day);
    rc = sql_demand_enterprise(c->tx, c->arena, c->org, enterprise_id, &e, &c->err);
    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "enterprise.not_found", "enterprise_id",
                       "%.40s", enterprise_id);
    if (!rc)
        rc = setting_int(c, SETTING_VISIT_QUIET_WD, &out->quiet_wd);
    if (!rc)
        rc = visit_find_near(c, &t, out->quiet_wd, &near);
    if (rc)
        return rc;
    out->allowed = !near.id;
    out->other_id = near.id;
    out->other_day = near.day;
    out->other_kind = near.kind;
    if (!near.id)
        return QH_OK;
    return find_first_day(c, t, out->quiet_wd, near.day, &out->first_day);
}

qh_status visit_list_own(struct ctx *c, const char *after, int64_t limit,
                         struct visit_own_page *out)
{
    struct sql_visit_own_list rows = {0};
    struct page_day at = PAGE_LATEST_DAY;
    struct visit_own *items;
    qh_status rc = page_read_day(c->arena, after, &at, &c->err);

    if (rc)
        return rc;
    if (!c->actor.enterprise)
        return qh_fail(&c->err, QH_DENIED, "auth.denied", "", "no enterprise");
    rc = sql_visit_own(c->tx, c->arena, c->org, c->actor.enterprise, at.day, at.id,
                       limit + 1, &rows, &c->err);
    if (rc)
        return rc;
    if (page_cut(&rows.n, limit))
        out->next =
            page_write_day(c->arena, rows.p[rows.n - 1].day, rows.p[rows.n - 1].id);
    items = ARENA_ARRAY(c->arena, rows.n, struct visit_own);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_visit_own *r = &rows.p[i];

        items[i] = (struct visit_own){r->id,          r->kind,         r->day,
                                      r->start_min,   r->minutes,      r->purpose,
                                      r->state,       r->officer_name, r->officer_title,
                                      r->office_name, r->sign_kind,    r->satisfaction,
                                      r->version};
    }
    out->items = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

/* ---- one visit ---- */

static qh_status load_companions(struct ctx *c, const char *id, struct json_list *out)
{
    struct sql_visit_companions_list rows = {0};
    struct visit_person *items;
    const qh_status rc =
        sql_visit_companions(c->tx, c->arena, c->org, id, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct visit_person);
    for (size_t i = 0; i < rows.n; i++)
        items[i] = (struct visit_person){rows.p[i].person_id, rows.p[i].name,
                                         rows.p[i].office_name};
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

static qh_status load_lines(struct ctx *c, const char *id, struct visit_detail *d)
{
    struct sql_visit_lines_list rows = {0};
    const qh_status rc = sql_visit_lines(c->tx, c->arena, c->org, id, &rows, &c->err);

    if (rc)
        return rc;
    d->policies.p = ARENA_ARRAY(c->arena, rows.n, const char *);
    d->solved.p = ARENA_ARRAY(c->arena, rows.n, const char *);
    for (size_t i = 0; i < rows.n; i++) {
        struct json_strs *to =
            str_equal(rows.p[i].kind, "policy") ? &d->policies : &d->solved;

        to->p[to->n++] = rows.p[i].text;
    }
    return QH_OK;
}

static qh_status load_demands(struct ctx *c, const char *id, struct json_list *out)
{
    struct sql_visit_demands_list rows = {0};
    struct visit_demand *items;
    const qh_status rc = sql_visit_demands(c->tx, c->arena, c->org, id, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct visit_demand);
    for (size_t i = 0; i < rows.n; i++)
        items[i] = (struct visit_demand){
            rows.p[i].key,   rows.p[i].demand_id,   rows.p[i].number,    rows.p[i].text,
            rows.p[i].state, rows.p[i].solved != 0, rows.p[i].solved_how};
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

static qh_status load_photos(struct ctx *c, const char *id, struct json_list *out)
{
    struct sql_attachment_list_list rows = {0};
    struct visit_photo *items;
    const qh_status rc =
        sql_attachment_list(c->tx, c->arena, c->org, "visit", id, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct visit_photo);
    for (size_t i = 0; i < rows.n; i++)
        items[i] =
            (struct visit_photo){rows.p[i].id, rows.p[i].name, rows.p[i].media_type,
                                 rows.p[i].size, rows.p[i].at_ms};
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

static struct visit_detail detail_of(const struct sql_visit_one *v)
{
    return (struct visit_detail){
        .visit = VISIT_OF(v),
        .division_code = v->division_code,
        .park_name = v->park_name,
        .address_zh = v->address_zh,
        .request_note = v->request_note,
        .demand_id = v->demand_id,
        .from_visit_id = v->from_visit_id,
        .headcount_change = v->headcount_change,
        .next_day = v->next_day,
        .lat_u = v->lat_u,
        .lon_u = v->lon_u,
        .accuracy_m = v->accuracy_m,
        .sign_role = v->sign_role,
        .sign_note = v->sign_note,
        .sign_attachment_id = v->sign_attachment_id,
        .sign_ms = v->sign_ms,
        .done_ms = v->done_ms,
    };
}

/* The steps people of the bureau take on the page; what the contact and a hand-over do is
 * left out. */
static struct json_list actions_of(struct ctx *c, const struct sql_visit_one *v)
{
    struct workflow_actions all = {0};
    size_t n = 0;

    workflow_actions(c, &VISIT_WORKFLOW, v->state, v, &all);
    while (n < all.n && !str_equal(all.p[n].action, "confirm"))
        n++;
    return (struct json_list){.p = all.p, .n = n};
}

qh_status visit_find(struct ctx *c, const char *id, struct visit_detail *out)
{
    struct sql_visit_one v = {0};
    struct visit_detail d;
    qh_status rc = visit_load(c, id, &v);

    if (rc)
        return rc;
    d = detail_of(&v);
    rc = load_companions(c, id, &d.companions);
    if (!rc)
        rc = load_lines(c, id, &d);
    if (!rc)
        rc = load_demands(c, id, &d.demands);
    if (!rc)
        rc = load_photos(c, id, &d.photos);
    if (!rc)
        rc = history_of(c, "visit", id, &d.events);
    if (rc)
        return rc;
    d.visit.demands = (int64_t)d.demands.n;
    d.actions = actions_of(c, &v);
    *out = d;
    return QH_OK;
}
