#include "cli/demo.h"
#include "store/sql_world.h"

static qh_status add_org(struct demo *d)
{
    return sql_world_org_add(d->c->tx,
                             &(struct sql_world_org_add_in){
                                 .org = d->c->org,
                                 .name_zh = "吉安市市场监督管理局",
                                 .name_en = "Ji'an Market Supervision Bureau",
                                 .is_demo = 1,
                                 .authorisation_no = "（赣）法计（2023）08001号（演示）",
                                 .address_zh = "江西省吉安市吉州区（演示地址）",
                                 .postcode = "343000",
                                 .phone = "0796-0000000",
                             },
                             &d->c->err);
}

/* The enforcement detachment, whose duty says that a visit is no inspection. */
static const char *const ENFORCEMENT = "O18";

static qh_status add_offices(struct demo *d)
{
    struct csv t = {0};
    qh_status rc = demo_table(d, "offices", &t);

    for (size_t i = 0; i < t.rows && !rc; i++) {
        struct demo_office *o = &d->offices[d->offices_n++];

        o->id = demo_id(d);
        o->code = demo_cell(&t, i, "code");
        rc = sql_world_office_add(d->c->tx,
                                  &(struct sql_world_office_add_in){
                                      .org = d->c->org,
                                      .id = o->id,
                                      .code = o->code,
                                      .name_zh = demo_cell(&t, i, "name_zh"),
                                      .name_en = demo_cell(&t, i, "name_en"),
                                      .kind = demo_cell(&t, i, "kind"),
                                      .duty_zh = demo_cell(&t, i, "duty_zh"),
                                  },
                                  &d->c->err);
    }
    return rc ? rc
              : sql_world_office_enforces(d->c->tx, d->c->org, ENFORCEMENT, &d->c->err);
}

static qh_status add_places(struct demo *d)
{
    const struct csv *v = &d->divisions;
    const struct csv *p = &d->parks;
    qh_status rc = QH_OK;

    for (size_t i = 0; i < v->rows && !rc; i++)
        rc = sql_world_division_add(
            d->c->tx, d->c->org, demo_cell(v, i, "code"), demo_cell(v, i, "name_zh"),
            demo_cell(v, i, "name_en"), demo_degrees(v, i, "seat_lat"),
            demo_degrees(v, i, "seat_lon"), &d->c->err);
    for (size_t i = 0; i < p->rows && !rc; i++)
        rc = sql_world_park_add(d->c->tx,
                                &(struct sql_world_park_add_in){
                                    .org = d->c->org,
                                    .code = demo_cell(p, i, "park_id"),
                                    .name_zh = demo_cell(p, i, "name_zh"),
                                    .name_en = demo_cell(p, i, "name_en"),
                                    .division_code = demo_cell(p, i, "division_code"),
                                    .lat_u = demo_degrees(p, i, "lat"),
                                    .lon_u = demo_degrees(p, i, "lon"),
                                },
                                &d->c->err);
    for (size_t i = 0; i < d->industries.rows && !rc; i++)
        rc = sql_world_industry_add(d->c->tx, d->c->org,
                                    demo_cell(&d->industries, i, "code"),
                                    demo_cell(&d->industries, i, "name_zh"),
                                    demo_cell(&d->industries, i, "name_en"), &d->c->err);
    return rc;
}

static qh_status add_departments(struct demo *d)
{
    struct csv departments = {0};
    qh_status rc = demo_table(d, "external_departments", &departments);

    for (size_t i = 0; i < departments.rows && !rc; i++)
        rc = sql_world_department_add(
            d->c->tx, d->c->org, demo_cell(&departments, i, "code"),
            demo_cell(&departments, i, "name_zh"), demo_cell(&departments, i, "name_en"),
            demo_cell(&departments, i, "typical_matters_zh"), &d->c->err);
    return rc;
}

qh_status demo_catalogue(struct demo *d)
{
    qh_status rc = add_org(d);

    if (!rc)
        rc = add_offices(d);
    if (!rc)
        rc = add_places(d);
    if (!rc)
        rc = demo_items(d);
    if (!rc)
        rc = add_departments(d);
    if (!rc)
        rc = demo_packages(d);
    return rc;
}
