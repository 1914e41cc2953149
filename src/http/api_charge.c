#include "http/api_charge.h"

#include "domain/charge.h"
#include "http/list.h"

static const struct json_field CHARGE_LINE_OUT[] = {
    JSON_STR(struct charge_line, id, JSON_REQUIRED, 26),
    JSON_STR(struct charge_line, booking_id, JSON_OPTIONAL, 26),
    JSON_STR(struct charge_line, booking_number, JSON_OPTIONAL, 40),
    JSON_STR(struct charge_line, visit_id, JSON_OPTIONAL, 26),
    JSON_STR(struct charge_line, visit_day, JSON_OPTIONAL, 10),
    JSON_STR(struct charge_line, record_id, JSON_OPTIONAL, 26),
    JSON_STR(struct charge_line, record_number, JSON_OPTIONAL, 40),
    JSON_STR(struct charge_line, note, JSON_REQUIRED, 1000),
    JSON_STR(struct charge_line, enterprise_id, JSON_REQUIRED, 26),
    JSON_STR(struct charge_line, tariff_code, JSON_REQUIRED, 20),
    JSON_STR(struct charge_line, name_zh, JSON_REQUIRED, 120),
    JSON_INT(struct charge_line, quantity, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct charge_line, price_fen, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct charge_line, amount_fen, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct charge_line, ground, JSON_REQUIRED, 20),
    JSON_STR(struct charge_line, waiver_code, JSON_OPTIONAL, 20),
    JSON_STR(struct charge_line, reason, JSON_REQUIRED, 64),
    JSON_INT(struct charge_line, at_ms, JSON_REQUIRED, 0, INT64_MAX),
};

static const struct json_field CHARGE_PAGE_OUT[] = {
    JSON_OBJS(struct charge_page, items, JSON_REQUIRED, CHARGE_LINE_OUT,
              struct charge_line, 100),
    JSON_STR(struct charge_page, next, JSON_OPTIONAL, 80),
    JSON_INT(struct charge_page, payable_fen, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct charge_page, exempt_fen, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct charge_page, waived_fen, JSON_REQUIRED, 0, INT64_MAX),
};

struct charge_query {
    const char *booking_id;
    const char *enterprise_id;
    const char *ground;
    const char *after;
    int64_t limit;
};

static const struct json_field CHARGE_QUERY[] = {
    JSON_ID(struct charge_query, booking_id, JSON_OPTIONAL),
    JSON_ID(struct charge_query, enterprise_id, JSON_OPTIONAL),
    JSON_STR(struct charge_query, ground, JSON_OPTIONAL, 20),
    JSON_STR(struct charge_query, after, JSON_OPTIONAL, 80),
    JSON_INT(struct charge_query, limit, JSON_OPTIONAL, 1, LIST_MAX),
};

static qh_status api_charge_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct charge_page page = {0};
    struct charge_query q = {0};
    struct charge_filter f;
    qh_status rc = req_query(rq, CHARGE_QUERY, LEN(CHARGE_QUERY), &q, &c->err);

    if (rc)
        return rc;
    f = (struct charge_filter){q.booking_id, q.enterprise_id, q.ground, q.after,
                               list_limit(q.limit)};
    rc = charge_list(c, &f, &page);
    if (rc)
        return rc;
    return res_json(c, rs, 200, CHARGE_PAGE_OUT, LEN(CHARGE_PAGE_OUT), &page);
}

/* clang-format off */
const struct endpoint API_CHARGE[] = {
    EP("GET", "/api/charges", RIGHT_CHARGE_READ, TX_READ, api_charge_list,
       "charge_list", EP_QUERY(CHARGE_QUERY), EP_OUT(CHARGE_PAGE_OUT)),
};
/* clang-format on */
const size_t API_CHARGE_LEN = LEN(API_CHARGE);
