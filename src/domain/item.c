#include "domain/item.h"

#include "base/text.h"
#include "domain/match_memory.h"
#include "store/sql_organisation.h"

enum { ITEMS_MAX = 200 };

static struct item item_of(const struct sql_item_list *r)
{
    return (struct item){r->code,
                         r->category_zh,
                         r->category_en,
                         r->name_zh,
                         r->name_en,
                         r->who_may_ask,
                         r->basis,
                         r->statutory_limit_wd,
                         r->commit_limit_wd,
                         r->lead_office_code,
                         r->default_route,
                         r->fee,
                         r->waiver_rule,
                         r->on_site != 0,
                         r->appointment != 0,
                         r->keywords,
                         r->also_called,
                         r->not_this};
}

/* Those of the items that the text names, in the order of how well. */
static size_t choose(struct ctx *c, const struct matcher *matcher, const char *q,
                     const struct sql_item_list_list *rows, struct item *out)
{
    const char *codes[ITEMS_MAX];
    size_t found = 0;
    size_t n = 0;

    match_items(matcher, c->arena, text_of(q), codes, LEN(codes), &found);
    for (size_t i = 0; i < found; i++)
        for (size_t k = 0; k < rows->n; k++)
            if (str_equal(rows->p[k].code, codes[i]))
                out[n++] = item_of(&rows->p[k]);
    return n;
}

qh_status item_list(struct ctx *c, const char *q, struct json_list *out)
{
    struct sql_item_list_list rows = {0};
    const struct matcher *matcher = NULL;
    struct item *items;
    qh_status rc = sql_item_list(c->tx, c->arena, c->org, &rows, &c->err);

    if (!rc && q)
        rc = matcher_of(c, &matcher);
    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct item);
    if (matcher) {
        *out = (struct json_list){.p = items, .n = choose(c, matcher, q, &rows, items)};
        return QH_OK;
    }
    for (size_t i = 0; i < rows.n; i++)
        items[i] = item_of(&rows.p[i]);
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

qh_status department_list(struct ctx *c, struct json_list *out)
{
    struct sql_department_list_list rows = {0};
    struct department *items;
    const qh_status rc = sql_department_list(c->tx, c->arena, c->org, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct department);
    for (size_t i = 0; i < rows.n; i++)
        items[i] = (struct department){rows.p[i].code, rows.p[i].name_zh,
                                       rows.p[i].name_en, rows.p[i].matters_zh};
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}
