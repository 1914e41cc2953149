#include "http/api_office.h"

#include "domain/office.h"
#include "http/list.h"

/* A list that comes whole. */
struct items_out {
    struct json_list items;
};

static const struct json_field OFFICE_OUT[] = {
    JSON_STR(struct office, id, JSON_REQUIRED, 26),
    JSON_STR(struct office, code, JSON_REQUIRED, 20),
    JSON_STR(struct office, name_zh, JSON_REQUIRED, 100),
    JSON_STR(struct office, name_en, JSON_REQUIRED, 100),
    JSON_STR(struct office, kind, JSON_REQUIRED, 20),
    JSON_STR(struct office, duty_zh, JSON_REQUIRED, 200),
};

static const struct json_field OFFICE_LIST_OUT[] = {
    JSON_OBJS(struct items_out, items, JSON_REQUIRED, OFFICE_OUT, struct office, 1000),
};

static const struct json_field PLACE_OUT[] = {
    JSON_STR(struct place, code, JSON_REQUIRED, 20),
    JSON_STR(struct place, name_zh, JSON_REQUIRED, 100),
    JSON_STR(struct place, name_en, JSON_REQUIRED, 100),
    JSON_INT(struct place, lat_u, JSON_REQUIRED, INT64_MIN, INT64_MAX),
    JSON_INT(struct place, lon_u, JSON_REQUIRED, INT64_MIN, INT64_MAX),
};

static const struct json_field PLACE_LIST_OUT[] = {
    JSON_OBJS(struct items_out, items, JSON_REQUIRED, PLACE_OUT, struct place, 1000),
};

static const struct json_field PERSON_OUT[] = {
    JSON_STR(struct person, id, JSON_REQUIRED, 26),
    JSON_STR(struct person, name, JSON_REQUIRED, 100),
    JSON_STR(struct person, title_zh, JSON_REQUIRED, 100),
    JSON_STR(struct person, office_id, JSON_OPTIONAL, 26),
    JSON_STR(struct person, office_name, JSON_OPTIONAL, 100),
    JSON_STRS(struct person, roles, JSON_REQUIRED, 20, 40),
};

static const struct json_field PERSON_PAGE_OUT[] = {
    JSON_OBJS(struct person_page, items, JSON_REQUIRED, PERSON_OUT, struct person,
              LIST_MAX),
    JSON_STR(struct person_page, next, JSON_OPTIONAL, 26),
};

struct person_query {
    const char *role;
    const char *office_id;
    const char *after;
    int64_t limit;
};

static const struct json_field PERSON_QUERY[] = {
    JSON_STR(struct person_query, role, JSON_OPTIONAL, 40),
    JSON_ID(struct person_query, office_id, JSON_OPTIONAL),
    JSON_ID(struct person_query, after, JSON_OPTIONAL),
    JSON_INT(struct person_query, limit, JSON_OPTIONAL, 1, LIST_MAX),
};

static qh_status api_offices(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct items_out out = {0};
    const qh_status rc = office_list(c, &out.items);

    (void)rq;
    if (rc)
        return rc;
    return res_json(c, rs, 200, OFFICE_LIST_OUT, LEN(OFFICE_LIST_OUT), &out);
}

static qh_status api_divisions(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct items_out out = {0};
    const qh_status rc = division_list(c, &out.items);

    (void)rq;
    if (rc)
        return rc;
    return res_json(c, rs, 200, PLACE_LIST_OUT, LEN(PLACE_LIST_OUT), &out);
}

static qh_status api_parks(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct items_out out = {0};
    const qh_status rc = park_list(c, &out.items);

    (void)rq;
    if (rc)
        return rc;
    return res_json(c, rs, 200, PLACE_LIST_OUT, LEN(PLACE_LIST_OUT), &out);
}

static qh_status api_industries(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct items_out out = {0};
    const qh_status rc = industry_list(c, &out.items);

    (void)rq;
    if (rc)
        return rc;
    return res_json(c, rs, 200, PLACE_LIST_OUT, LEN(PLACE_LIST_OUT), &out);
}

static qh_status api_persons(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct person_page out = {0};
    struct person_query q = {0};
    qh_status rc = req_query(rq, PERSON_QUERY, LEN(PERSON_QUERY), &q, &c->err);

    if (rc)
        return rc;
    rc = person_list(
        c, &(struct person_filter){q.role, q.office_id, q.after, list_limit(q.limit)},
        &out);
    if (rc)
        return rc;
    return res_json(c, rs, 200, PERSON_PAGE_OUT, LEN(PERSON_PAGE_OUT), &out);
}

/* clang-format off */
const struct endpoint API_OFFICE[] = {
    EP("GET", "/api/offices",     RIGHT_PERSON_READ,     TX_READ, api_offices,
       "office_list", EP_OUT(OFFICE_LIST_OUT)),
    EP("GET", "/api/persons",     RIGHT_PERSON_READ,     TX_READ, api_persons,
       "person_list", EP_QUERY(PERSON_QUERY), EP_OUT(PERSON_PAGE_OUT)),
    EP("GET", "/api/divisions",   RIGHT_PUBLIC,          TX_READ, api_divisions,
       "division_list", EP_OUT(PLACE_LIST_OUT)),
    EP("GET", "/api/industries",  RIGHT_ENTERPRISE_READ, TX_READ, api_industries,
       "industry_list", EP_OUT(PLACE_LIST_OUT)),
    EP("GET", "/api/parks",  RIGHT_ENTERPRISE_READ, TX_READ, api_parks,
       "park_list", EP_OUT(PLACE_LIST_OUT)),
};
/* clang-format on */
const size_t API_OFFICE_LEN = LEN(API_OFFICE);
