#include "domain/enterprise.h"

#include "base/text.h"
#include "domain/page.h"
#include "store/sql_organisation.h"

/* "%part%" for LIKE ... ESCAPE '!'; NULL for NULL. */
static const char *pattern_of(struct ctx *c, const char *part)
{
    struct buf b;

    if (!part)
        return NULL;
    buf_init(&b, c->arena);
    buf_add_char(&b, '%');
    for (const char *p = part; *p; p++) {
        if (*p == '%' || *p == '_' || *p == '!')
            buf_add_char(&b, '!');
        buf_add_char(&b, *p);
    }
    buf_add_char(&b, '%');
    return buf_str(&b);
}

static qh_status not_found(struct ctx *c, const char *id)
{
    return qh_fail(&c->err, QH_NOT_FOUND, "enterprise.not_found", "", "%.40s", id);
}

/* A contact's list is the own enterprise. */
static qh_status list_own(struct ctx *c, struct enterprise_page *out)
{
    struct enterprise *item = ARENA_NEW(c->arena, struct enterprise);
    struct sql_enterprise_one e = {0};
    const qh_status rc =
        sql_enterprise_one(c->tx, c->arena, c->org, c->actor.enterprise, &e, &c->err);

    if (rc)
        return rc;
    *item = (struct enterprise){e.id,
                                e.name,
                                e.ident_kind,
                                e.ident_value,
                                e.industry_code,
                                e.industry_name,
                                e.size_class,
                                e.division_code,
                                e.division_name,
                                e.park_name,
                                e.supported != 0,
                                e.version,
                                NULL,
                                NULL};
    out->items = (struct json_list){.p = item, .n = 1};
    return QH_OK;
}

/* The cursor is the id of the last one; the list goes on after its name. */
static qh_status list(struct ctx *c, const struct enterprise_filter *f,
                      struct sql_enterprise_list_list *rows)
{
    struct sql_enterprise_one last = {.id = "", .name = ""};
    qh_status rc;

    if (f->after) {
        rc = sql_enterprise_one(c->tx, c->arena, c->org, f->after, &last, &c->err);
        if (rc == QH_NOT_FOUND)
            return qh_fail(&c->err, QH_INVALID, "list.cursor", "after", "%.60s",
                           f->after);
        if (rc)
            return rc;
    }
    return sql_enterprise_list(c->tx, c->arena,
                               &(struct sql_enterprise_list_in){
                                   .org = c->org,
                                   .pattern = pattern_of(c, f->q),
                                   .division = f->division,
                                   .industry = f->industry,
                                   .officer = f->officer,
                                   .size = f->size ? f->size : "",
                                   .park = f->park ? f->park : "",
                                   .unpaired = f->unpaired ? "1" : "",
                                   .after_name = last.name,
                                   .after_id = last.id,
                                   .limit = f->limit + 1,
                               },
                               rows, &c->err);
}

qh_status enterprise_list(struct ctx *c, const struct enterprise_filter *f,
                          struct enterprise_page *out)
{
    struct sql_enterprise_list_list rows = {0};
    struct enterprise *items;
    qh_status rc;

    if (c->actor.enterprise)
        return list_own(c, out);
    rc = list(c, f, &rows);
    if (rc)
        return rc;
    if (page_cut(&rows.n, f->limit))
        out->next = rows.p[rows.n - 1].id;
    items = ARENA_ARRAY(c->arena, rows.n, struct enterprise);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_enterprise_list *r = &rows.p[i];

        items[i] =
            (struct enterprise){r->id,          r->name,           r->ident_kind,
                                r->ident_value, r->industry_code,  r->industry_name,
                                r->size_class,  r->division_code,  r->division_name,
                                r->park_name,   r->supported != 0, r->version,
                                r->officer_id,  r->officer_name};
    }
    out->items = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

/* The officer of today; the history of pairings for people of the bureau. */
static qh_status load_pairings(struct ctx *c, struct enterprise_detail *d)
{
    struct sql_pairing_of_list rows = {0};
    struct pairing *items;
    const qh_status rc = sql_pairing_of(c->tx, c->arena, c->org, d->id, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct pairing);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_pairing_of *r = &rows.p[i];

        items[i] =
            (struct pairing){r->id,       r->officer_id, r->officer_name, r->office_name,
                             r->from_day, r->until_day,  r->version};
        if (!r->until_day && !d->officer_id) {
            d->officer_id = r->officer_id;
            d->officer_name = r->officer_name;
        }
    }
    if (!c->actor.enterprise)
        d->pairings = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

/* For people of the bureau. */
static qh_status load_contacts(struct ctx *c, struct enterprise_detail *d)
{
    struct sql_enterprise_contacts_list rows = {0};
    struct enterprise_contact *items;
    qh_status rc;

    if (c->actor.enterprise)
        return QH_OK;
    rc = sql_enterprise_contacts(c->tx, c->arena, c->org, d->id, &rows, &c->err);
    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct enterprise_contact);
    for (size_t i = 0; i < rows.n; i++)
        items[i] = (struct enterprise_contact){rows.p[i].name, rows.p[i].title_zh,
                                               rows.p[i].phone_masked};
    d->contacts = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

static struct enterprise_detail detail_of(const struct sql_enterprise_one *e)
{
    return (struct enterprise_detail){
        .id = e->id,
        .name = e->name,
        .ident_kind = e->ident_kind,
        .ident_value = e->ident_value,
        .industry_code = e->industry_code,
        .industry_name = e->industry_name,
        .size_class = e->size_class,
        .division_code = e->division_code,
        .division_name = e->division_name,
        .park_code = e->park_code,
        .park_name = e->park_name,
        .address_zh = e->address_zh,
        .lat_u = e->lat_u,
        .lon_u = e->lon_u,
        .founded_year = e->founded_year,
        .supported = e->supported != 0,
        .is_fictional = e->is_fictional != 0,
        .version = e->version,
    };
}

qh_status enterprise_find(struct ctx *c, const char *id, struct enterprise_detail *out)
{
    struct sql_enterprise_counts counts = {0};
    struct sql_enterprise_one e = {0};
    struct enterprise_detail d;
    qh_status rc;

    if (c->actor.enterprise && !str_equal(c->actor.enterprise, id))
        return not_found(c, id);
    rc = sql_enterprise_one(c->tx, c->arena, c->org, id, &e, &c->err);
    if (rc == QH_NOT_FOUND)
        return not_found(c, id);
    if (rc)
        return rc;
    d = detail_of(&e);
    rc = sql_enterprise_counts(c->tx, c->arena, c->org, id, &counts, &c->err);
    if (rc)
        return rc;
    d.counts = (struct enterprise_counts){counts.demands_open, counts.instruments,
                                          counts.certificates, counts.visits,
                                          counts.visits_planned};
    rc = load_pairings(c, &d);
    if (!rc)
        rc = load_contacts(c, &d);
    if (rc)
        return rc;
    *out = d;
    return QH_OK;
}
