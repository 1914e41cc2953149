#include "http/api_enterprise.h"

#include "domain/enterprise.h"
#include "http/list.h"

static const struct json_field ENTERPRISE_OUT[] = {
    JSON_STR(struct enterprise, id, JSON_REQUIRED, 26),
    JSON_STR(struct enterprise, name, JSON_REQUIRED, 200),
    JSON_STR(struct enterprise, ident_kind, JSON_REQUIRED, 10),
    JSON_STR(struct enterprise, ident_value, JSON_REQUIRED, 40),
    JSON_STR(struct enterprise, industry_code, JSON_REQUIRED, 20),
    JSON_STR(struct enterprise, industry_name, JSON_REQUIRED, 100),
    JSON_STR(struct enterprise, size_class, JSON_REQUIRED, 10),
    JSON_STR(struct enterprise, division_code, JSON_REQUIRED, 20),
    JSON_STR(struct enterprise, division_name, JSON_REQUIRED, 100),
    JSON_STR(struct enterprise, park_name, JSON_OPTIONAL, 100),
    JSON_BOOL(struct enterprise, supported, JSON_REQUIRED),
    JSON_INT(struct enterprise, version, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct enterprise, officer_id, JSON_OPTIONAL, 26),
    JSON_STR(struct enterprise, officer_name, JSON_OPTIONAL, 100),
};

static const struct json_field ENTERPRISE_PAGE_OUT[] = {
    JSON_OBJS(struct enterprise_page, items, JSON_REQUIRED, ENTERPRISE_OUT,
              struct enterprise, LIST_MAX),
    JSON_STR(struct enterprise_page, next, JSON_OPTIONAL, 26),
};

static const struct json_field ENTERPRISE_COUNTS_OUT[] = {
    JSON_INT(struct enterprise_counts, demands_open, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct enterprise_counts, instruments, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct enterprise_counts, certificates, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct enterprise_counts, visits, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct enterprise_counts, visits_planned, JSON_REQUIRED, 0, INT64_MAX),
};

static const struct json_field PAIRING_OUT[] = {
    JSON_STR(struct pairing, id, JSON_REQUIRED, 26),
    JSON_STR(struct pairing, officer_id, JSON_REQUIRED, 26),
    JSON_STR(struct pairing, officer_name, JSON_REQUIRED, 100),
    JSON_STR(struct pairing, office_name, JSON_OPTIONAL, 100),
    JSON_STR(struct pairing, from_day, JSON_REQUIRED, 10),
    JSON_STR(struct pairing, until_day, JSON_OPTIONAL, 10),
    JSON_INT(struct pairing, version, JSON_REQUIRED, 0, INT64_MAX),
};

static const struct json_field ENTERPRISE_CONTACT_OUT[] = {
    JSON_STR(struct enterprise_contact, name, JSON_REQUIRED, 100),
    JSON_STR(struct enterprise_contact, title, JSON_REQUIRED, 100),
    JSON_STR(struct enterprise_contact, phone_masked, JSON_REQUIRED, 40),
};

static const struct json_field ENTERPRISE_DETAIL_OUT[] = {
    JSON_STR(struct enterprise_detail, id, JSON_REQUIRED, 26),
    JSON_STR(struct enterprise_detail, name, JSON_REQUIRED, 200),
    JSON_STR(struct enterprise_detail, ident_kind, JSON_REQUIRED, 10),
    JSON_STR(struct enterprise_detail, ident_value, JSON_REQUIRED, 40),
    JSON_STR(struct enterprise_detail, industry_code, JSON_REQUIRED, 20),
    JSON_STR(struct enterprise_detail, industry_name, JSON_REQUIRED, 100),
    JSON_STR(struct enterprise_detail, size_class, JSON_REQUIRED, 10),
    JSON_STR(struct enterprise_detail, division_code, JSON_REQUIRED, 20),
    JSON_STR(struct enterprise_detail, division_name, JSON_REQUIRED, 100),
    JSON_STR(struct enterprise_detail, park_code, JSON_OPTIONAL, 20),
    JSON_STR(struct enterprise_detail, park_name, JSON_OPTIONAL, 100),
    JSON_STR(struct enterprise_detail, address_zh, JSON_REQUIRED, 200),
    JSON_INT(struct enterprise_detail, lat_u, JSON_REQUIRED, INT64_MIN, INT64_MAX),
    JSON_INT(struct enterprise_detail, lon_u, JSON_REQUIRED, INT64_MIN, INT64_MAX),
    JSON_INT(struct enterprise_detail, founded_year, JSON_REQUIRED, 0, INT64_MAX),
    JSON_BOOL(struct enterprise_detail, supported, JSON_REQUIRED),
    JSON_BOOL(struct enterprise_detail, is_fictional, JSON_REQUIRED),
    JSON_STR(struct enterprise_detail, officer_id, JSON_OPTIONAL, 26),
    JSON_STR(struct enterprise_detail, officer_name, JSON_OPTIONAL, 100),
    JSON_INT(struct enterprise_detail, version, JSON_REQUIRED, 0, INT64_MAX),
    JSON_OBJ(struct enterprise_detail, counts, JSON_REQUIRED, ENTERPRISE_COUNTS_OUT,
             struct enterprise_counts),
    JSON_OBJS(struct enterprise_detail, pairings, JSON_REQUIRED, PAIRING_OUT,
              struct pairing, 100),
    JSON_OBJS(struct enterprise_detail, contacts, JSON_REQUIRED, ENTERPRISE_CONTACT_OUT,
              struct enterprise_contact, 100),
};

static const char *const SIZES[] = {"large", "medium", "small", "micro", NULL};

struct enterprise_query {
    const char *q;
    const char *division;
    const char *industry;
    const char *officer_id;
    int size;
    const char *park;
    int64_t unpaired;
    const char *after;
    int64_t limit;
};

static const struct json_field ENTERPRISE_QUERY[] = {
    JSON_STR(struct enterprise_query, q, JSON_OPTIONAL, 60),
    JSON_STR(struct enterprise_query, division, JSON_OPTIONAL, 20),
    JSON_STR(struct enterprise_query, industry, JSON_OPTIONAL, 20),
    JSON_ID(struct enterprise_query, officer_id, JSON_OPTIONAL),
    JSON_ENUM(struct enterprise_query, size, JSON_OPTIONAL, SIZES),
    JSON_STR(struct enterprise_query, park, JSON_OPTIONAL, 20),
    JSON_INT(struct enterprise_query, unpaired, JSON_OPTIONAL, 0, 1),
    JSON_STR(struct enterprise_query, after, JSON_OPTIONAL, 26),
    JSON_INT(struct enterprise_query, limit, JSON_OPTIONAL, 1, LIST_MAX),
};

static qh_status api_enterprise_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct enterprise_page out = {0};
    struct enterprise_query q = {.size = -1};
    qh_status rc = req_query(rq, ENTERPRISE_QUERY, LEN(ENTERPRISE_QUERY), &q, &c->err);

    if (rc)
        return rc;
    rc = enterprise_list(c,
                         &(struct enterprise_filter){
                             .q = q.q,
                             .division = q.division,
                             .industry = q.industry,
                             .officer = q.officer_id,
                             .size = q.size < 0 ? NULL : SIZES[q.size],
                             .park = q.park,
                             .unpaired = q.unpaired != 0,
                             .after = q.after,
                             .limit = list_limit(q.limit),
                         },
                         &out);
    if (rc)
        return rc;
    return res_json(c, rs, 200, ENTERPRISE_PAGE_OUT, LEN(ENTERPRISE_PAGE_OUT), &out);
}

static qh_status api_enterprise_find(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct enterprise_detail out = {0};
    const qh_status rc = enterprise_find(c, req_param(rq, "id"), &out);

    if (rc)
        return rc;
    return res_json(c, rs, 200, ENTERPRISE_DETAIL_OUT, LEN(ENTERPRISE_DETAIL_OUT), &out);
}

/* clang-format off */
const struct endpoint API_ENTERPRISE[] = {
    EP("GET", "/api/enterprises",      RIGHT_ENTERPRISE_READ, TX_READ, api_enterprise_list,
       "enterprise_list", EP_QUERY(ENTERPRISE_QUERY), EP_OUT(ENTERPRISE_PAGE_OUT)),
    EP("GET", "/api/enterprises/{id}", RIGHT_ENTERPRISE_READ, TX_READ, api_enterprise_find,
       "enterprise_find", EP_OUT(ENTERPRISE_DETAIL_OUT)),
};
/* clang-format on */
const size_t API_ENTERPRISE_LEN = LEN(API_ENTERPRISE);
