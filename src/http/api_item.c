#include "http/api_item.h"

#include "http/item_shapes.h"

struct items_out {
    struct json_list items;
};

/* What everybody may read of an item. */
static const struct json_field ITEM_OUT[] = {
    JSON_STR(struct item, code, JSON_REQUIRED, 20),
    JSON_INT(struct item, no, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct item, from_day, JSON_OPTIONAL, 10),
    WORDING_ROWS(struct item),
    JSON_STR(struct item, office_zh, JSON_OPTIONAL, 120),
    JSON_STR(struct item, office_en, JSON_OPTIONAL, 120),
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

static const struct json_field ITEM_QUERY[] = {
    JSON_STR(struct item_filter, q, JSON_OPTIONAL, 200),
    JSON_STR(struct item_filter, category, JSON_OPTIONAL, 60),
    JSON_STR(struct item_filter, office, JSON_OPTIONAL, 20),
};

static qh_status api_item_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct items_out out = {0};
    struct item_filter f = {0};
    qh_status rc = req_query(rq, ITEM_QUERY, LEN(ITEM_QUERY), &f, &c->err);

    if (rc)
        return rc;
    rc = item_list(c, &f, &out.items);
    if (rc)
        return rc;
    return res_json(c, rs, 200, ITEM_LIST_OUT, LEN(ITEM_LIST_OUT), &out);
}

static qh_status api_item_find(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct item out = {0};
    const qh_status rc = item_find(c, req_param(rq, "code"), &out);

    if (rc)
        return rc;
    return res_json(c, rs, 200, ITEM_OUT, LEN(ITEM_OUT), &out);
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
    EP("GET", "/api/items",        RIGHT_PUBLIC, TX_READ, api_item_list,
       "item_list", EP_QUERY(ITEM_QUERY), EP_OUT(ITEM_LIST_OUT)),
    EP("GET", "/api/items/{code}", RIGHT_PUBLIC, TX_READ, api_item_find,
       "item_find", EP_OUT(ITEM_OUT)),
    EP("GET", "/api/departments",  RIGHT_PUBLIC, TX_READ, api_department_list,
       "department_list", EP_OUT(DEPARTMENT_LIST_OUT)),
};
/* clang-format on */
const size_t API_ITEM_LEN = LEN(API_ITEM);
