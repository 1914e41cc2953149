#include "domain/office.h"

#include "base/days.h"
#include "domain/page.h"
#include "store/sql_organisation.h"

#include <string.h>

qh_status office_list(struct ctx *c, struct json_list *out)
{
    struct sql_office_list_list rows = {0};
    struct office *items;
    const qh_status rc = sql_office_list(c->tx, c->arena, c->org, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct office);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_office_list *r = &rows.p[i];

        items[i] =
            (struct office){r->id, r->code, r->name_zh, r->name_en, r->kind, r->duty_zh};
    }
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

static qh_status load_roles(struct ctx *c, struct person *p)
{
    struct sql_person_roles_list rows = {0};
    const qh_status rc = sql_person_roles(c->tx, c->arena, c->org, p->id, &rows, &c->err);

    if (rc)
        return rc;
    p->roles.p = ARENA_ARRAY(c->arena, rows.n, const char *);
    for (size_t i = 0; i < rows.n; i++)
        p->roles.p[p->roles.n++] = rows.p[i].role;
    return QH_OK;
}

qh_status person_list(struct ctx *c, const struct person_filter *f,
                      struct person_page *out)
{
    struct sql_person_list_list rows = {0};
    struct person *items;
    qh_status rc;

    rc =
        sql_person_list(c->tx, c->arena,
                        &(struct sql_person_list_in){.org = c->org,
                                                     .role = f->role,
                                                     .office = f->office_id,
                                                     .after_id = f->after ? f->after : "",
                                                     .limit = f->limit + 1},
                        &rows, &c->err);
    if (rc)
        return rc;
    if (page_cut(&rows.n, f->limit))
        out->next = rows.p[rows.n - 1].id;
    items = ARENA_ARRAY(c->arena, rows.n, struct person);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_person_list *r = &rows.p[i];

        items[i] = (struct person){.id = r->id,
                                   .name = r->name,
                                   .title_zh = r->title_zh,
                                   .office_id = r->office_id,
                                   .office_name = r->office_name};
        rc = load_roles(c, &items[i]);
        if (rc)
            return rc;
    }
    out->items = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

static struct json_list places_of(struct ctx *c, const struct sql_place_row_list *rows)
{
    struct place *items = ARENA_ARRAY(c->arena, rows->n, struct place);

    for (size_t i = 0; i < rows->n; i++)
        items[i] = (struct place){rows->p[i].code, rows->p[i].name_zh, rows->p[i].name_en,
                                  rows->p[i].lat_u, rows->p[i].lon_u};
    return (struct json_list){.p = items, .n = rows->n};
}

qh_status division_list(struct ctx *c, struct json_list *out)
{
    struct sql_place_row_list rows = {0};
    const qh_status rc = sql_division_list(c->tx, c->arena, c->org, &rows, &c->err);

    if (!rc)
        *out = places_of(c, &rows);
    return rc;
}

qh_status industry_list(struct ctx *c, struct json_list *out)
{
    struct sql_place_row_list rows = {0};
    const qh_status rc = sql_industry_list(c->tx, c->arena, c->org, &rows, &c->err);

    if (!rc)
        *out = places_of(c, &rows);
    return rc;
}

qh_status park_list(struct ctx *c, struct json_list *out)
{
    struct sql_place_row_list rows = {0};
    const qh_status rc = sql_park_list(c->tx, c->arena, c->org, &rows, &c->err);

    if (!rc)
        *out = places_of(c, &rows);
    return rc;
}
