#include "http/api_item.h"

#include "domain/item.h"

struct items_out {
    struct json_list items;
};

static const struct json_field ITEM_OUT[] = {
    JSON_STR(struct item, code, JSON_REQUIRED, 20),
    JSON_STR(struct item, category_zh, JSON_REQUIRED, 60),
    JSON_STR(struct item, category_en, JSON_REQUIRED, 60),
    JSON_STR(struct item, name_zh, JSON_REQUIRED, 120),
    JSON_STR(struct item, name_en, JSON_REQUIRED, 160),
    JSON_STR(struct item, who_may_ask, JSON_REQUIRED, 200),
    JSON_STR(struct item, basis, JSON_REQUIRED, 400),
    JSON_INT_OPT(struct item, statutory_limit_wd, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_INT(struct item, commit_limit_wd, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct item, lead_office_code, JSON_REQUIRED, 20),
    JSON_STR(struct item, default_route, JSON_REQUIRED, 20),
    JSON_STR(struct item, fee, JSON_REQUIRED, 200),
    JSON_STR(struct item, waiver_rule, JSON_REQUIRED, 200),
    JSON_BOOL(struct item, on_site, JSON_REQUIRED),
    JSON_BOOL(struct item, appointment, JSON_REQUIRED),
    JSON_STR(struct item, keywords, JSON_REQUIRED, 400),
    JSON_STR(struct item, also_called, JSON_REQUIRED, 400),
    JSON_STR(struct item, not_this, JSON_REQUIRED, 200),
};

static const struct json_field ITEM_LIST_OUT[] = {
    JSON_OBJS(struct items_out, items, JSON_REQUIRED, ITEM_OUT, struct item, 1000),
};

static const struct json_field DEPARTMENT_OUT[] = {
    JSON_STR(struct department, code, JSON_REQUIRED, 20),
    JSON_STR(struct department, name_zh, JSON_REQUIRED, 100),
    JSON_STR(struct department, name_en, JSON_REQUIRED, 100),
    JSON_STR(struct department, matters_zh, JSON_REQUIRED, 400),
};

static const struct json_field DEPARTMENT_LIST_OUT[] = {
    JSON_OBJS(struct items_out, items, JSON_REQUIRED, DEPARTMENT_OUT, struct department,
              1000),
};

struct item_query {
    const char *q;
};

static const struct json_field ITEM_QUERY[] = {
    JSON_STR(struct item_query, q, JSON_OPTIONAL, 200),
};

static qh_status api_item_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct items_out out = {0};
    struct item_query q = {0};
    qh_status rc = req_query(rq, ITEM_QUERY, LEN(ITEM_QUERY), &q, &c->err);

    if (rc)
        return rc;
    rc = item_list(c, q.q, &out.items);
    if (rc)
        return rc;
    return res_json(c, rs, 200, ITEM_LIST_OUT, LEN(ITEM_LIST_OUT), &out);
}

static qh_status api_department_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct items_out out = {0};
    const qh_status rc = department_list(c, &out.items);

    (void)rq;
    if (rc)
        return rc;
    return res_json(c, rs, 200, DEPARTMENT_LIST_OUT, LEN(DEPARTMENT_LIST_OUT), &out);
}

/* clang-format off */
const struct endpoint API_ITEM[] = {
    EP("GET", "/api/items",       RIGHT_PUBLIC, TX_READ, api_item_list,
       "item_list", EP_QUERY(ITEM_QUERY), EP_OUT(ITEM_LIST_OUT)),
    EP("GET", "/api/departments", RIGHT_PUBLIC, TX_READ, api_department_list,
       "department_list", EP_OUT(DEPARTMENT_LIST_OUT)),
};
/* clang-format on */
const size_t API_ITEM_LEN = LEN(API_ITEM);
