#include "http/api_capability.h"

#include "domain/capability.h"

enum { NUMBER_MAX = 40, BUDGET_NAME_MAX = 60 };

static const struct json_field CAPABILITY_OUT[] = {
    JSON_STR(struct capability, id, JSON_REQUIRED, 26),
    JSON_STR(struct capability, regulation, JSON_REQUIRED, 40),
    JSON_STR(struct capability, budget, JSON_REQUIRED, BUDGET_NAME_MAX),
    JSON_STR(struct capability, set_id, JSON_OPTIONAL, 26),
    JSON_STR(struct capability, set_name, JSON_OPTIONAL, 120),
    JSON_STR(struct capability, base, JSON_REQUIRED, NUMBER_MAX),
    JSON_STR(struct capability, rate, JSON_REQUIRED, NUMBER_MAX),
    JSON_STR(struct capability, follows, JSON_OPTIONAL, BUDGET_NAME_MAX),
    JSON_STR(struct capability, from_value, JSON_OPTIONAL, NUMBER_MAX),
    JSON_STR(struct capability, to_value, JSON_OPTIONAL, NUMBER_MAX),
    JSON_STR(struct capability, basis, JSON_REQUIRED, CAPABILITY_BASIS_MAX),
    JSON_STR(struct capability, valid_from_day, JSON_REQUIRED, 10),
    JSON_STR(struct capability, until_day, JSON_OPTIONAL, 10),
};

static const struct json_field CAPABILITY_ADD_IN[] = {
    JSON_STR(struct capability, regulation, JSON_REQUIRED, 40),
    JSON_STR(struct capability, budget, JSON_REQUIRED, BUDGET_NAME_MAX),
    JSON_ID(struct capability, set_id, JSON_OPTIONAL),
    JSON_STR(struct capability, base, JSON_REQUIRED, NUMBER_MAX),
    JSON_STR(struct capability, rate, JSON_OPTIONAL, NUMBER_MAX),
    JSON_STR(struct capability, follows, JSON_OPTIONAL, BUDGET_NAME_MAX),
    JSON_STR(struct capability, from_value, JSON_OPTIONAL, NUMBER_MAX),
    JSON_STR(struct capability, to_value, JSON_OPTIONAL, NUMBER_MAX),
    JSON_STR(struct capability, basis, JSON_REQUIRED, CAPABILITY_BASIS_MAX),
    JSON_DATE(struct capability, valid_from_day, JSON_REQUIRED),
    JSON_DATE(struct capability, until_day, JSON_OPTIONAL),
};

static const struct json_field CAPABILITY_END_IN[] = {
    JSON_DATE(struct capability, until_day, JSON_REQUIRED),
};

static const struct json_field CAPABILITY_QUERY[] = {
    JSON_STR(struct capability, regulation, JSON_OPTIONAL, 40),
};

struct capabilities_out {
    struct json_list items;
};

static const struct json_field CAPABILITIES_OUT[] = {
    JSON_OBJS(struct capabilities_out, items, JSON_REQUIRED, CAPABILITY_OUT,
              struct capability, CAPABILITY_LIST_MAX),
};

static qh_status reply(struct ctx *c, struct res *rs, int status, const char *regulation)
{
    struct capabilities_out out = {0};
    const qh_status rc = capability_list(c, regulation, &out.items);

    if (rc)
        return rc;
    return res_json(c, rs, status, CAPABILITIES_OUT, LEN(CAPABILITIES_OUT), &out);
}

static qh_status api_capability_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct capability q = {0};
    const qh_status rc =
        req_query(rq, CAPABILITY_QUERY, LEN(CAPABILITY_QUERY), &q, &c->err);

    return rc ? rc : reply(c, rs, 200, q.regulation);
}

static qh_status api_capability_add(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct capability in = {0};
    const char *id = NULL;
    qh_status rc = req_json(rq, CAPABILITY_ADD_IN, LEN(CAPABILITY_ADD_IN), &in, &c->err);

    if (!rc)
        rc = capability_add(c, &in, &id);
    return rc ? rc : reply(c, rs, 201, in.regulation);
}

static qh_status api_capability_end(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct capability in = {0};
    qh_status rc = req_json(rq, CAPABILITY_END_IN, LEN(CAPABILITY_END_IN), &in, &c->err);

    if (!rc)
        rc = capability_end(c, req_param(rq, "id"), in.until_day);
    return rc ? rc : reply(c, rs, 200, NULL);
}

/* clang-format off */
const struct endpoint API_CAPABILITY[] = {
    EP("GET",  "/api/capabilities",          RIGHT_STANDARD_READ,  TX_READ,  api_capability_list,
       "capability_list", EP_QUERY(CAPABILITY_QUERY), EP_OUT(CAPABILITIES_OUT)),
    EP("POST", "/api/capabilities",          RIGHT_STANDARD_WRITE, TX_WRITE, api_capability_add,
       "capability_add", .status = 201, EP_IN(CAPABILITY_ADD_IN), EP_OUT(CAPABILITIES_OUT)),
    EP("POST", "/api/capabilities/{id}/end", RIGHT_STANDARD_WRITE, TX_WRITE, api_capability_end,
       "capability_end", EP_IN(CAPABILITY_END_IN), EP_OUT(CAPABILITIES_OUT)),
};
/* clang-format on */
const size_t API_CAPABILITY_LEN = LEN(API_CAPABILITY);
