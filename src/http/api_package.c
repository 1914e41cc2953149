/* Packages for those who edit them. */
#include "http/api_package.h"

#include "http/api_step.h"
#include "http/list.h"
#include "http/package_shapes.h"

struct packages_out {
    struct json_list items;
};

const struct json_field PACKAGE_ITEM_OUT[11] = {
    JSON_STR(struct package_item_shown, item_code, JSON_REQUIRED, 20),
    JSON_STR(struct package_item_shown, name_zh, JSON_REQUIRED, 120),
    JSON_STR(struct package_item_shown, name_en, JSON_REQUIRED, 160),
    JSON_STR(struct package_item_shown, why_zh, JSON_REQUIRED, 200),
    JSON_STR(struct package_item_shown, why_en, JSON_REQUIRED, 200),
    JSON_INT(struct package_item_shown, commit_limit_wd, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct package_item_shown, fee, JSON_REQUIRED, 200),
    JSON_BOOL(struct package_item_shown, on_site, JSON_REQUIRED),
    JSON_BOOL(struct package_item_shown, appointment, JSON_REQUIRED),
    JSON_BOOL(struct package_item_shown, on_offer, JSON_REQUIRED),
    JSON_BOOL(struct package_item_shown, is_open, JSON_REQUIRED),
};

const struct json_field OFFER_REASON_OUT[7] = {
    JSON_STR(struct offer_reason, kind, JSON_REQUIRED, 40),
    JSON_STR(struct offer_reason, what_zh, JSON_REQUIRED, 100),
    JSON_STR(struct offer_reason, what_en, JSON_REQUIRED, 100),
    JSON_INT(struct offer_reason, n, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct offer_reason, count, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct offer_reason, first_day, JSON_OPTIONAL, 10),
    JSON_STRS(struct offer_reason, examples, JSON_REQUIRED, 3, 200),
};

static const struct json_field PACKAGE_RULE_OUT[] = {
    JSON_STR(struct package_rule, kind, JSON_REQUIRED, 40),
    JSON_STRS(struct package_rule, values, JSON_OPTIONAL, PACKAGE_VALUES_MAX, 40),
    JSON_INT(struct package_rule, n, JSON_OPTIONAL, 0, PACKAGE_DAYS_MAX),
};

static const struct json_field PACKAGE_ROW_OUT[] = {
    JSON_STR(struct package_row, id, JSON_REQUIRED, 26),
    JSON_STR(struct package_row, name_zh, JSON_REQUIRED, 100),
    JSON_STR(struct package_row, name_en, JSON_REQUIRED, 100),
    JSON_STR(struct package_row, wording_zh, JSON_REQUIRED, PACKAGE_WORDING_MAX),
    JSON_STR(struct package_row, wording_en, JSON_REQUIRED, PACKAGE_WORDING_MAX),
    JSON_STR(struct package_row, state, JSON_REQUIRED, 20),
    JSON_INT(struct package_row, made_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct package_row, items, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct package_row, picks, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct package_row, picked_items, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct package_row, enterprises, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct package_row, version, JSON_REQUIRED, 1, INT64_MAX),
};

static const struct json_field PACKAGE_LIST_OUT[] = {
    JSON_OBJS(struct packages_out, items, JSON_REQUIRED, PACKAGE_ROW_OUT,
              struct package_row, 500),
};

static const struct json_field PACKAGE_DETAIL_OUT[] = {
    JSON_OBJ(struct package_detail, row, JSON_REQUIRED, PACKAGE_ROW_OUT,
             struct package_row),
    JSON_OBJS(struct package_detail, rules, JSON_REQUIRED, PACKAGE_RULE_OUT,
              struct package_rule, PACKAGE_RULES_MAX),
    JSON_OBJS(struct package_detail, items, JSON_REQUIRED, PACKAGE_ITEM_OUT,
              struct package_item_shown, 100),
    JSON_OBJS(struct package_detail, events, JSON_REQUIRED, ENTRY_OUT, struct history_row,
              1000),
    JSON_OBJS(struct package_detail, actions, JSON_REQUIRED, ACTION_OUT,
              struct workflow_action, 20),
};

static const struct json_field PACKAGE_FIT_OUT[] = {
    JSON_STR(struct package_fit, id, JSON_REQUIRED, 26),
    JSON_STR(struct package_fit, name, JSON_REQUIRED, 200),
    JSON_STR(struct package_fit, size_class, JSON_REQUIRED, 20),
    JSON_STR(struct package_fit, industry_zh, JSON_REQUIRED, 100),
    JSON_STR(struct package_fit, division_zh, JSON_REQUIRED, 100),
    JSON_OBJS(struct package_fit, reasons, JSON_REQUIRED, OFFER_REASON_OUT,
              struct offer_reason, PACKAGE_RULES_MAX),
};

static const struct json_field PACKAGE_FITS_OUT[] = {
    JSON_OBJS(struct package_fits, items, JSON_REQUIRED, PACKAGE_FIT_OUT,
              struct package_fit, LIST_MAX),
    JSON_INT(struct package_fits, scanned, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct package_fits, count, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct package_fits, next, JSON_OPTIONAL, 26),
};

/* ---- input ---- */

struct package_in {
    int64_t version; /* of an edit */
    struct package_new wording;
};

static const struct json_field PACKAGE_ITEM_IN[] = {
    JSON_STR(struct package_item, item_code, JSON_REQUIRED, 20),
    JSON_STR(struct package_item, why_zh, JSON_OPTIONAL, 200),
    JSON_STR(struct package_item, why_en, JSON_OPTIONAL, 200),
};

/* clang-format off */
#define NEW_STR(f, max) \
    {#f, offsetof(struct package_in, wording.f), JSON_T_STR, JSON_REQUIRED, 1, (max), \
     NULL, NULL, 0, 0, NULL}
#define NEW_OBJS(f, table, type, most) \
    {#f, offsetof(struct package_in, wording.f), JSON_T_OBJECTS, JSON_REQUIRED, 0, (most), \
     NULL, (table), LEN(table), sizeof(type), #table}
#define PACKAGE_ROWS \
    NEW_STR(name_zh, 100), NEW_STR(name_en, 100), NEW_STR(wording_zh, PACKAGE_WORDING_MAX), \
    NEW_STR(wording_en, PACKAGE_WORDING_MAX), \
    NEW_OBJS(rules, PACKAGE_RULE_OUT, struct package_rule, 50), \
    NEW_OBJS(items, PACKAGE_ITEM_IN, struct package_item, 50)
/* clang-format on */

static const struct json_field PACKAGE_NEW_IN[] = {PACKAGE_ROWS};

static const struct json_field PACKAGE_EDIT_IN[] = {
    JSON_INT(struct package_in, version, JSON_REQUIRED, 1, INT64_MAX),
    PACKAGE_ROWS,
};

struct preview_query {
    const char *after;
    int64_t limit;
};

static const struct json_field PACKAGE_PREVIEW_QUERY[] = {
    JSON_ID(struct preview_query, after, JSON_OPTIONAL),
    JSON_INT(struct preview_query, limit, JSON_OPTIONAL, 1, LIST_MAX),
};

/* Reasons that were left out are empty. */
static void fill_in(struct package_new *in)
{
    struct package_item *p = in->items.p;

    for (size_t i = 0; i < in->items.n; i++) {
        p[i].why_zh = p[i].why_zh ? p[i].why_zh : "";
        p[i].why_en = p[i].why_en ? p[i].why_en : "";
    }
}

/* ---- handlers ---- */

static qh_status reply(struct ctx *c, struct res *rs, int status, const char *id)
{
    struct package_detail d = {0};
    const qh_status rc = package_find(c, id, &d);

    if (rc)
        return rc;
    return res_json(c, rs, status, PACKAGE_DETAIL_OUT, LEN(PACKAGE_DETAIL_OUT), &d);
}

static qh_status api_package_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct packages_out out = {0};
    const qh_status rc = package_list(c, &out.items);

    (void)rq;
    if (rc)
        return rc;
    return res_json(c, rs, 200, PACKAGE_LIST_OUT, LEN(PACKAGE_LIST_OUT), &out);
}

static qh_status api_package_find(struct ctx *c, const struct req *rq, struct res *rs)
{
    return reply(c, rs, 200, req_param(rq, "id"));
}

static qh_status api_package_create(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct package_in in = {0};
    const char *id = NULL;
    qh_status rc = req_json(rq, PACKAGE_NEW_IN, LEN(PACKAGE_NEW_IN), &in, &c->err);

    if (rc)
        return rc;
    fill_in(&in.wording);
    rc = package_create(c, &in.wording, &id);
    return rc ? rc : reply(c, rs, 201, id);
}

static qh_status api_package_edit(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct package_in in = {0};
    qh_status rc = req_json(rq, PACKAGE_EDIT_IN, LEN(PACKAGE_EDIT_IN), &in, &c->err);

    if (rc)
        return rc;
    fill_in(&in.wording);
    rc = package_edit(c, req_param(rq, "id"), in.version, &in.wording);
    return rc ? rc : reply(c, rs, 200, req_param(rq, "id"));
}

static qh_status api_package_step(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct step_in in = {0};
    qh_status rc = req_json(rq, STEP_IN, LEN(STEP_IN), &in, &c->err);

    if (!rc)
        rc = package_step(c, req_param(rq, "id"), req_action(rq), in.version, in.reason);
    return rc ? rc : reply(c, rs, 200, req_param(rq, "id"));
}

static qh_status api_package_preview(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct package_fits out = {0};
    struct preview_query q = {0};
    qh_status rc =
        req_query(rq, PACKAGE_PREVIEW_QUERY, LEN(PACKAGE_PREVIEW_QUERY), &q, &c->err);

    if (!rc)
        rc = package_preview(c, req_param(rq, "id"), q.after, list_limit(q.limit), &out);
    if (rc)
        return rc;
    return res_json(c, rs, 200, PACKAGE_FITS_OUT, LEN(PACKAGE_FITS_OUT), &out);
}

/* clang-format off */
const struct endpoint API_PACKAGE[] = {
    EP("GET",  "/api/packages",               RIGHT_ITEM_WRITE, TX_READ,  api_package_list,
       "package_list", EP_OUT(PACKAGE_LIST_OUT)),
    EP("POST", "/api/packages",               RIGHT_ITEM_WRITE, TX_WRITE, api_package_create,
       "package_create", .status = 201, EP_IN(PACKAGE_NEW_IN), EP_OUT(PACKAGE_DETAIL_OUT)),
    EP("GET",  "/api/packages/{id}",          RIGHT_ITEM_WRITE, TX_READ,  api_package_find,
       "package_find", EP_OUT(PACKAGE_DETAIL_OUT)),
    EP("PUT",  "/api/packages/{id}",          RIGHT_ITEM_WRITE, TX_WRITE, api_package_edit,
       "package_edit", EP_IN(PACKAGE_EDIT_IN), EP_OUT(PACKAGE_DETAIL_OUT)),
    EP("GET",  "/api/packages/{id}/preview",  RIGHT_ITEM_WRITE, TX_READ,  api_package_preview,
       "package_preview", EP_QUERY(PACKAGE_PREVIEW_QUERY), EP_OUT(PACKAGE_FITS_OUT)),
    EP("POST", "/api/packages/{id}/publish",  RIGHT_ITEM_WRITE, TX_WRITE, api_package_step,
       "package_publish", EP_IN(STEP_IN), EP_OUT(PACKAGE_DETAIL_OUT)),
    EP("POST", "/api/packages/{id}/withdraw", RIGHT_ITEM_WRITE, TX_WRITE, api_package_step,
       "package_withdraw", EP_IN(STEP_IN), EP_OUT(PACKAGE_DETAIL_OUT)),
};
/* clang-format on */
const size_t API_PACKAGE_LEN = LEN(API_PACKAGE);
