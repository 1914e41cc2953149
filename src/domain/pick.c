#include "domain/pick.h"

#include "base/id.h"
#include "base/text.h"
#include "domain/appointment.h"
#include "domain/demand.h"
#include "domain/item.h"
#include "domain/package_row.h"
#include "domain/page.h"
#include "domain/phrase.h"

/* An order while it is made. */
struct order {
    struct ctx *c;
    const char *id;
    const char *channel;
    const struct pick_new *in;
    struct sql_package_subject enterprise;
    int64_t package_version;
    struct json_list package_items; /* struct package_item_shown */
};

/* ---- what must hold ---- */

static bool is_in_package(const struct order *o, const char *code)
{
    const struct package_item_shown *p = o->package_items.p;

    for (size_t i = 0; i < o->package_items.n; i++)
        if (str_equal(p[i].item_code, code))
            return p[i].on_offer;
    return o->in->package_id == NULL;
}

static qh_status check_items(struct order *o)
{
    const struct pick_item_new *p = o->in->items.p;
    struct ctx *c = o->c;

    if (!o->in->items.n || o->in->items.n > PICK_ITEMS_MAX)
        return qh_fail(&c->err, QH_INVALID, "pick.items", "items", "%zu", o->in->items.n);
    for (size_t i = 0; i < o->in->items.n; i++) {
        const char *field = str_format(c->arena, "items[%zu]", i);

        for (size_t k = 0; k < i; k++)
            if (str_equal(p[k].item_code, p[i].item_code))
                return qh_fail(&c->err, QH_INVALID, "pick.items", field, "%s twice",
                               p[i].item_code);
        if (!is_in_package(o, p[i].item_code))
            return qh_fail(&c->err, QH_INVALID, "pick.item", field, "%.20s",
                           p[i].item_code);
    }
    return QH_OK;
}

/* A package that was withdrawn or no longer fits since the page was opened. */
static qh_status check_package(struct order *o)
{
    struct ctx *c = o->c;
    struct sql_package_one p = {0};
    struct json_list rules = {0};
    struct json_list reasons = {0};
    bool fits = false;
    qh_status rc;

    if (!o->in->package_id)
        return QH_OK;
    rc = package_load(c, o->in->package_id, &p);
    if (!rc)
        rc = package_load_rules(c, p.id, &rules);
    if (!rc)
        rc = package_fits_one(c, &rules, &o->enterprise, &fits, &reasons);
    if (!rc)
        rc = package_load_items(c, p.id, &o->package_items);
    if (rc)
        return rc;
    if (!fits || !str_equal(p.state, "published"))
        return qh_fail(&c->err, QH_CONFLICT, "pick.package", "package_id", "%s", p.id);
    o->package_version = p.version;
    return QH_OK;
}

/* ---- making ---- */

static qh_status add_demand(struct order *o, const struct item *it,
                            const struct pick_item_new *p, const char **out_id)
{
    struct demand_registered made = {0};
    const struct json *words = NULL;
    struct ctx *c = o->c;
    struct demand_new in = {
        .enterprise_id = o->enterprise.id, .source = o->channel, .item_code = it->code};
    qh_status rc = phrase_load(c, "pick", "zh-CN", &words);

    if (rc)
        return rc;
    in.text = str_format(c->arena, "%s%s (%s)\n%s", phrase(words, "demand"),
                         it->wording.name_zh, it->code, p->note ? p->note : "");
    rc = demand_register(c, &in, &made);
    if (!rc)
        *out_id = made.id;
    return rc;
}

static qh_status add_appointment(struct order *o, const struct item *it,
                                 const struct pick_item_new *p, const char *demand_id,
                                 const char **out_id)
{
    return appointment_create(o->c,
                              &(struct appointment_new){
                                  .enterprise_id = o->enterprise.id,
                                  .item_code = it->code,
                                  .demand_id = demand_id,
                                  .channel = o->channel,
                                  .place = p->place ? p->place : "window",
                                  .wish = p->note ? p->note : "",
                                  .not_producing = p->not_producing,
                                  .windows = p->windows,
                                  .instruments = p->instruments,
                              },
                              out_id);
}

static qh_status add_item(struct order *o, size_t i)
{
    const struct pick_item_new *p = (const struct pick_item_new *)o->in->items.p + i;
    const char *appointment = NULL;
    const char *demand = NULL;
    struct ctx *c = o->c;
    struct item it = {0};
    qh_status rc = item_find(c, p->item_code, &it);

    if (rc == QH_NOT_FOUND) {
        c->err = (struct qh_error){0};
        return qh_fail(&c->err, QH_INVALID, "pick.item",
                       str_format(c->arena, "items[%zu]", i), "%.20s", p->item_code);
    }
    if (!rc && (!p->windows.n || p->instruments.n))
        rc = add_demand(o, &it, p, &demand);
    if (!rc && (p->windows.n || p->instruments.n))
        rc = add_appointment(o, &it, p, demand, &appointment);
    if (rc)
        return rc;
    return sql_pick_item_add(
        c->tx,
        &(struct sql_pick_item_add_in){.org = c->org,
                                       .pick_id = o->id,
                                       .seq = (int64_t)i + 1,
                                       .item_code = it.code,
                                       .item_no = it.no,
                                       .demand_id = demand,
                                       .appointment_id = appointment},
        &c->err);
}

static qh_status add_head(const struct order *o)
{
    struct ctx *c = o->c;

    return sql_pick_add(c->tx,
                        &(struct sql_pick_add_in){.org = c->org,
                                                  .id = o->id,
                                                  .package_id = o->in->package_id,
                                                  .package_version = o->package_version,
                                                  .enterprise_id = o->enterprise.id,
                                                  .channel = o->channel,
                                                  .person_id = c->actor.person,
                                                  .person_name = c->actor.name,
                                                  .at_ms = c->now_ms},
                        &c->err);
}

qh_status pick_create(struct ctx *c, const struct pick_new *in, const char **out_id)
{
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);
    struct order o = {.c = c, .id = id, .in = in};
    qh_status rc = package_subject(c, in->enterprise_id, &o.enterprise);

    o.channel = in->channel ? in->channel : c->actor.enterprise ? "online" : "window";
    if (!rc)
        rc = check_package(&o);
    if (!rc)
        rc = check_items(&o);
    if (rc)
        return rc;
    id_make(c->now_ms, c->rand, id);
    rc = add_head(&o);
    for (size_t i = 0; i < in->items.n && !rc; i++)
        rc = add_item(&o, i);
    if (!rc)
        *out_id = id;
    return rc;
}

/* ---- reading ---- */

static qh_status load_items(struct ctx *c, struct pick *p)
{
    struct sql_pick_items_list rows = {0};
    struct pick_item *items;
    const qh_status rc = sql_pick_items(c->tx, c->arena, c->org, p->id, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n + 1, struct pick_item);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_pick_items *r = &rows.p[i];

        items[i] = (struct pick_item){
            r->item_code,        r->item_no,        r->name_zh,
            r->name_en,          r->demand_id,      r->demand_number,
            r->demand_state,     r->appointment_id, r->appointment_number,
            r->appointment_state};
    }
    p->items = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

static struct pick pick_of(const struct sql_pick_row *r)
{
    return (struct pick){r->id,
                         r->package_id,
                         r->package_zh,
                         r->package_en,
                         r->enterprise_id,
                         r->enterprise_name,
                         r->channel,
                         r->person_name,
                         r->at_ms,
                         {0}};
}

qh_status pick_find(struct ctx *c, const char *id, struct pick *out)
{
    struct sql_pick_row r = {0};
    const qh_status rc = sql_pick_one(c->tx, c->arena, c->org, id, &r, &c->err);

    if (rc == QH_NOT_FOUND ||
        (!rc && c->actor.enterprise && !str_equal(c->actor.enterprise, r.enterprise_id)))
        return qh_fail(&c->err, QH_NOT_FOUND, "pick.not_found", "", "%.40s", id);
    if (rc)
        return rc;
    *out = pick_of(&r);
    return load_items(c, out);
}

qh_status pick_list(struct ctx *c, const struct pick_filter *f, struct pick_page *out)
{
    struct sql_pick_row_list rows = {0};
    struct page_time at = PAGE_NEWEST;
    struct pick *p;
    qh_status rc = page_read(f->after, &at, &c->err);

    if (!rc)
        rc = sql_pick_list(c->tx, c->arena,
                           &(struct sql_pick_list_in){
                               .org = c->org,
                               .enterprise = c->actor.enterprise ? c->actor.enterprise
                                                                 : f->enterprise_id,
                               .package = f->package_id,
                               .before_ms = at.ms,
                               .before_id = at.id,
                               .limit = f->limit + 1},
                           &rows, &c->err);
    if (rc)
        return rc;
    if (page_cut(&rows.n, f->limit))
        out->next = page_write(c->arena, rows.p[rows.n - 1].at_ms, rows.p[rows.n - 1].id);
    p = ARENA_ARRAY(c->arena, rows.n + 1, struct pick);
    for (size_t i = 0; i < rows.n && !rc; i++) {
        p[i] = pick_of(&rows.p[i]);
        rc = load_items(c, &p[i]);
    }
    out->items = (struct json_list){.p = p, .n = rows.n};
    return rc;
}
