#include "http/api_pairing.h"

#include "domain/pairing.h"
#include "http/list.h"

static const struct json_field PAIRING_ROW_OUT[] = {
    JSON_STR(struct pairing_row, id, JSON_REQUIRED, 26),
    JSON_STR(struct pairing_row, officer_id, JSON_REQUIRED, 26),
    JSON_STR(struct pairing_row, officer_name, JSON_REQUIRED, 100),
    JSON_STR(struct pairing_row, office_name, JSON_OPTIONAL, 100),
    JSON_STR(struct pairing_row, enterprise_id, JSON_REQUIRED, 26),
    JSON_STR(struct pairing_row, enterprise_name, JSON_REQUIRED, 200),
    JSON_STR(struct pairing_row, division_name, JSON_REQUIRED, 100),
    JSON_STR(struct pairing_row, from_day, JSON_REQUIRED, 10),
    JSON_STR(struct pairing_row, until_day, JSON_OPTIONAL, 10),
    JSON_STR(struct pairing_row, handover_id, JSON_OPTIONAL, 26),
    JSON_STR(struct pairing_row, rotate_day, JSON_OPTIONAL, 10),
    JSON_STR(struct pairing_row, rotation, JSON_REQUIRED, 10),
    JSON_INT(struct pairing_row, version, JSON_REQUIRED, 0, INT64_MAX),
};

static const struct json_field PAIRING_PAGE_OUT[] = {
    JSON_OBJS(struct pairing_page, items, JSON_REQUIRED, PAIRING_ROW_OUT,
              struct pairing_row, LIST_MAX),
    JSON_STR(struct pairing_page, next, JSON_OPTIONAL, 60),
};

struct pairing_query {
    const char *officer_id;
    const char *enterprise_id;
    const char *division;
    int64_t open;
    const char *after;
    int64_t limit;
};

static const struct json_field PAIRING_QUERY[] = {
    JSON_ID(struct pairing_query, officer_id, JSON_OPTIONAL),
    JSON_ID(struct pairing_query, enterprise_id, JSON_OPTIONAL),
    JSON_STR(struct pairing_query, division, JSON_OPTIONAL, 20),
    JSON_INT(struct pairing_query, open, JSON_OPTIONAL, 0, 1),
    JSON_STR(struct pairing_query, after, JSON_OPTIONAL, 60),
    JSON_INT(struct pairing_query, limit, JSON_OPTIONAL, 1, LIST_MAX),
};

static qh_status api_pairing_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct pairing_page out = {0};
    struct pairing_query q = {0};
    qh_status rc = req_query(rq, PAIRING_QUERY, LEN(PAIRING_QUERY), &q, &c->err);

    if (!rc)
        rc = pairing_list(c,
                          &(struct pairing_filter){q.officer_id, q.enterprise_id,
                                                   q.division, q.open != 0, q.after,
                                                   list_limit(q.limit)},
                          &out);
    if (rc)
        return rc;
    return res_json(c, rs, 200, PAIRING_PAGE_OUT, LEN(PAIRING_PAGE_OUT), &out);
}

static const struct json_field PAIRING_LOAD_OUT[] = {
    JSON_STR(struct pairing_load, officer_id, JSON_REQUIRED, 26),
    JSON_STR(struct pairing_load, officer_name, JSON_REQUIRED, 100),
    JSON_STR(struct pairing_load, office_name, JSON_OPTIONAL, 100),
    JSON_INT(struct pairing_load, n, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct pairing_load, oldest_day, JSON_REQUIRED, 10),
    JSON_STR(struct pairing_load, warning, JSON_REQUIRED, 10),
};

struct loads_out {
    struct json_list items;
};

static const struct json_field PAIRING_LOADS_OUT[] = {
    JSON_OBJS(struct loads_out, items, JSON_REQUIRED, PAIRING_LOAD_OUT,
              struct pairing_load, 5000),
};

static qh_status api_pairing_loads(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct loads_out out = {0};
    const qh_status rc = pairing_loads(c, &out.items);

    (void)rq;
    if (rc)
        return rc;
    return res_json(c, rs, 200, PAIRING_LOADS_OUT, LEN(PAIRING_LOADS_OUT), &out);
}

/* ---- changes ---- */

static const struct json_field PAIRING_DONE_OUT[] = {
    JSON_STR(struct pairing_done, id, JSON_REQUIRED, 26),
    JSON_INT(struct pairing_done, version, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STRS(struct pairing_done, warnings, JSON_REQUIRED, 8, 40),
};

static qh_status reply_done(struct ctx *c, struct res *rs, int status,
                            const struct pairing_done *out)
{
    return res_json(c, rs, status, PAIRING_DONE_OUT, LEN(PAIRING_DONE_OUT), out);
}

static const struct json_field PAIRING_IN[] = {
    JSON_ID(struct pairing_new, enterprise_id, JSON_REQUIRED),
    JSON_ID(struct pairing_new, officer_id, JSON_REQUIRED),
    JSON_DATE(struct pairing_new, from_day, JSON_REQUIRED),
    JSON_STR(struct pairing_new, reason, JSON_OPTIONAL, PAIRING_REASON_MAX),
};

static qh_status api_pairing_begin(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct pairing_done out = {0};
    struct pairing_new in = {0};
    qh_status rc = req_json(rq, PAIRING_IN, LEN(PAIRING_IN), &in, &c->err);

    if (!rc)
        rc = pairing_begin(c, &in, &out);
    if (rc)
        return rc;
    return reply_done(c, rs, 201, &out);
}

struct end_in {
    int64_t version;
    const char *until_day;
    const char *reason;
};

static const struct json_field PAIRING_END_IN[] = {
    JSON_INT(struct end_in, version, JSON_REQUIRED, 0, INT64_MAX),
    JSON_DATE(struct end_in, until_day, JSON_REQUIRED),
    JSON_STR(struct end_in, reason, JSON_REQUIRED, PAIRING_REASON_MAX),
};

static qh_status api_pairing_end(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct pairing_done out = {0};
    struct end_in in = {0};
    qh_status rc = req_json(rq, PAIRING_END_IN, LEN(PAIRING_END_IN), &in, &c->err);

    if (!rc)
        rc = pairing_end(c, req_param(rq, "id"), in.version, in.until_day, in.reason,
                         &out);
    if (rc)
        return rc;
    return reply_done(c, rs, 200, &out);
}

/* ---- conflicts of interest ---- */

static const char *const GROUNDS[] = {"family", "property", "former_post",
                                      "case",   "other",    NULL};
static const char *const INTEREST_STATES[] = {"declared", "ended", NULL};

static const struct json_field INTEREST_ROW_OUT[] = {
    JSON_STR(struct interest_row, id, JSON_REQUIRED, 26),
    JSON_STR(struct interest_row, officer_id, JSON_REQUIRED, 26),
    JSON_STR(struct interest_row, officer_name, JSON_REQUIRED, 100),
    JSON_STR(struct interest_row, enterprise_id, JSON_REQUIRED, 26),
    JSON_STR(struct interest_row, enterprise_name, JSON_REQUIRED, 200),
    JSON_STR(struct interest_row, ground, JSON_REQUIRED, 20),
    JSON_STR(struct interest_row, note, JSON_REQUIRED, PAIRING_REASON_MAX),
    JSON_INT(struct interest_row, declared_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT_OPT(struct interest_row, ended_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_STR(struct interest_row, state, JSON_REQUIRED, 20),
    JSON_BOOL(struct interest_row, paired, JSON_REQUIRED),
    JSON_INT(struct interest_row, version, JSON_REQUIRED, 0, INT64_MAX),
};

static const struct json_field INTEREST_PAGE_OUT[] = {
    JSON_OBJS(struct interest_page, items, JSON_REQUIRED, INTEREST_ROW_OUT,
              struct interest_row, LIST_MAX),
    JSON_STR(struct interest_page, next, JSON_OPTIONAL, 60),
};

struct interest_query {
    int state;
    const char *after;
    int64_t limit;
};

static const struct json_field INTEREST_QUERY[] = {
    JSON_ENUM(struct interest_query, state, JSON_OPTIONAL, INTEREST_STATES),
    JSON_STR(struct interest_query, after, JSON_OPTIONAL, 60),
    JSON_INT(struct interest_query, limit, JSON_OPTIONAL, 1, LIST_MAX),
};

static qh_status api_interest_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct interest_page out = {0};
    struct interest_query q = {.state = -1};
    qh_status rc = req_query(rq, INTEREST_QUERY, LEN(INTEREST_QUERY), &q, &c->err);

    if (!rc)
        rc = interest_list(c, q.state < 0 ? NULL : INTEREST_STATES[q.state], q.after,
                           list_limit(q.limit), &out);
    if (rc)
        return rc;
    return res_json(c, rs, 200, INTEREST_PAGE_OUT, LEN(INTEREST_PAGE_OUT), &out);
}

struct interest_in {
    const char *officer_id;
    const char *enterprise_id;
    int ground;
    const char *note;
};

static const struct json_field INTEREST_IN[] = {
    JSON_ID(struct interest_in, officer_id, JSON_OPTIONAL),
    JSON_ID(struct interest_in, enterprise_id, JSON_REQUIRED),
    JSON_ENUM(struct interest_in, ground, JSON_REQUIRED, GROUNDS),
    JSON_STR(struct interest_in, note, JSON_OPTIONAL, PAIRING_REASON_MAX),
};

static qh_status api_interest_declare(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct pairing_done out = {0};
    struct interest_in in = {0};
    qh_status rc = req_json(rq, INTEREST_IN, LEN(INTEREST_IN), &in, &c->err);

    if (!rc)
        rc = interest_declare(c,
                              &(struct interest_new){in.officer_id, in.enterprise_id,
                                                     GROUNDS[in.ground], in.note},
                              &out);
    if (rc)
        return rc;
    return reply_done(c, rs, 201, &out);
}

struct interest_end_in {
    int64_t version;
    const char *reason;
};

static const struct json_field INTEREST_END_IN[] = {
    JSON_INT(struct interest_end_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct interest_end_in, reason, JSON_REQUIRED, PAIRING_REASON_MAX),
};

static qh_status api_interest_end(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct interest_end_in in = {0};
    struct pairing_done out = {0};
    qh_status rc = req_json(rq, INTEREST_END_IN, LEN(INTEREST_END_IN), &in, &c->err);

    if (!rc)
        rc = interest_end(c, req_param(rq, "id"), in.version, in.reason, &out);
    if (rc)
        return rc;
    return reply_done(c, rs, 200, &out);
}

/* clang-format off */
const struct endpoint API_PAIRING[] = {
    EP("GET",  "/api/pairings",           RIGHT_PAIRING_READ,  TX_READ,  api_pairing_list,
       "pairing_list", EP_QUERY(PAIRING_QUERY), EP_OUT(PAIRING_PAGE_OUT)),
    EP("GET",  "/api/pairing-loads",      RIGHT_PAIRING_READ,  TX_READ,  api_pairing_loads,
       "pairing_loads", EP_OUT(PAIRING_LOADS_OUT)),
    EP("POST", "/api/pairings",           RIGHT_PAIRING_WRITE, TX_WRITE, api_pairing_begin,
       "pairing_begin", .status = 201, EP_IN(PAIRING_IN), EP_OUT(PAIRING_DONE_OUT)),
    EP("POST", "/api/pairings/{id}/end",  RIGHT_PAIRING_WRITE, TX_WRITE, api_pairing_end,
       "pairing_end", EP_IN(PAIRING_END_IN), EP_OUT(PAIRING_DONE_OUT)),
    EP("GET",  "/api/interests",          RIGHT_PAIRING_READ,  TX_READ,  api_interest_list,
       "interest_list", EP_QUERY(INTEREST_QUERY), EP_OUT(INTEREST_PAGE_OUT)),
    EP("POST", "/api/interests",          RIGHT_PAIRING_READ,  TX_WRITE, api_interest_declare,
       "interest_declare", .status = 201, EP_IN(INTEREST_IN), EP_OUT(PAIRING_DONE_OUT)),
    EP("POST", "/api/interests/{id}/end", RIGHT_PAIRING_WRITE, TX_WRITE, api_interest_end,
       "interest_end", EP_IN(INTEREST_END_IN), EP_OUT(PAIRING_DONE_OUT)),
};
/* clang-format on */
const size_t API_PAIRING_LEN = LEN(API_PAIRING);
