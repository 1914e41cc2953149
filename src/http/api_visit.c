#include "http/api_visit.h"

#include "base/days.h"
#include "http/list.h"
#include "http/visit_shapes.h"

static const char *const STATES[] = {"planned", "done", "cancelled", NULL};

static const struct json_field VISIT_PAGE_OUT[] = {
    JSON_OBJS(struct visit_page, items, JSON_REQUIRED, VISIT_OUT, struct visit, LIST_MAX),
    JSON_STR(struct visit_page, next, JSON_OPTIONAL, 60),
};

struct visit_query {
    const char *enterprise_id;
    const char *officer_id;
    int state;
    int kind;
    const char *division;
    const char *from;
    const char *until;
    int64_t mine;
    const char *after;
    int64_t limit;
};

static const struct json_field VISIT_QUERY[] = {
    JSON_ID(struct visit_query, enterprise_id, JSON_OPTIONAL),
    JSON_ID(struct visit_query, officer_id, JSON_OPTIONAL),
    JSON_ENUM(struct visit_query, state, JSON_OPTIONAL, STATES),
    JSON_ENUM(struct visit_query, kind, JSON_OPTIONAL, VISIT_KINDS),
    JSON_STR(struct visit_query, division, JSON_OPTIONAL, 20),
    JSON_DATE(struct visit_query, from, JSON_OPTIONAL),
    JSON_DATE(struct visit_query, until, JSON_OPTIONAL),
    JSON_INT(struct visit_query, mine, JSON_OPTIONAL, 0, 1),
    JSON_STR(struct visit_query, after, JSON_OPTIONAL, 60),
    JSON_INT(struct visit_query, limit, JSON_OPTIONAL, 1, LIST_MAX),
};

static qh_status api_visit_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct visit_page out = {0};
    struct visit_query q = {.state = -1, .kind = -1};
    qh_status rc = req_query(rq, VISIT_QUERY, LEN(VISIT_QUERY), &q, &c->err);

    if (rc)
        return rc;
    rc = visit_list(c,
                    &(struct visit_filter){
                        .enterprise_id = q.enterprise_id,
                        .officer_id = q.officer_id,
                        .state = q.state < 0 ? NULL : STATES[q.state],
                        .kind = q.kind < 0 ? NULL : VISIT_KINDS[q.kind],
                        .division = q.division,
                        .from = q.from,
                        .until = q.until,
                        .mine = q.mine != 0,
                        .after = q.after,
                        .limit = list_limit(q.limit),
                    },
                    &out);
    if (rc)
        return rc;
    return res_json(c, rs, 200, VISIT_PAGE_OUT, LEN(VISIT_PAGE_OUT), &out);
}

static qh_status api_visit_find(struct ctx *c, const struct req *rq, struct res *rs)
{
    return visit_reply(c, rs, 200, req_param(rq, "id"));
}

/* ---- the calendar ---- */

struct calendar_query {
    const char *from;
    const char *until;
    const char *officer_id;
    int64_t everybody;
};

static const struct json_field VISIT_CALENDAR_QUERY[] = {
    JSON_DATE(struct calendar_query, from, JSON_REQUIRED),
    JSON_DATE(struct calendar_query, until, JSON_REQUIRED),
    JSON_ID(struct calendar_query, officer_id, JSON_OPTIONAL),
    JSON_INT(struct calendar_query, everybody, JSON_OPTIONAL, 0, 1),
};

struct calendar_out {
    struct json_list items;
};

static const struct json_field VISIT_CALENDAR_OUT[] = {
    JSON_OBJS(struct calendar_out, items, JSON_REQUIRED, VISIT_OUT, struct visit,
              VISIT_CALENDAR_MAX),
};

static qh_status api_visit_calendar(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct calendar_query q = {0};
    struct calendar_out out = {0};
    qh_status rc =
        req_query(rq, VISIT_CALENDAR_QUERY, LEN(VISIT_CALENDAR_QUERY), &q, &c->err);

    if (!rc)
        rc = visit_calendar(c, q.from, q.until, q.everybody ? "" : q.officer_id,
                            &out.items);
    if (rc)
        return rc;
    return res_json(c, rs, 200, VISIT_CALENDAR_OUT, LEN(VISIT_CALENDAR_OUT), &out);
}

/* ---- the quiet period ---- */

struct quiet_query {
    const char *enterprise_id;
    const char *day;
    int kind;
};

static const struct json_field VISIT_QUIET_QUERY[] = {
    JSON_ID(struct quiet_query, enterprise_id, JSON_REQUIRED),
    JSON_DATE(struct quiet_query, day, JSON_REQUIRED),
    JSON_ENUM(struct quiet_query, kind, JSON_REQUIRED, VISIT_KINDS),
};

static const struct json_field VISIT_QUIET_OUT[] = {
    JSON_BOOL(struct visit_quiet, allowed, JSON_REQUIRED),
    JSON_INT(struct visit_quiet, quiet_wd, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct visit_quiet, other_id, JSON_OPTIONAL, 26),
    JSON_STR(struct visit_quiet, other_day, JSON_OPTIONAL, 10),
    JSON_STR(struct visit_quiet, other_kind, JSON_OPTIONAL, 20),
    JSON_STR(struct visit_quiet, first_day, JSON_OPTIONAL, 10),
};

static qh_status api_visit_quiet(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct quiet_query q = {0};
    struct visit_quiet out = {0};
    qh_status rc = req_query(rq, VISIT_QUIET_QUERY, LEN(VISIT_QUIET_QUERY), &q, &c->err);

    if (!rc)
        rc = visit_quiet(c, q.enterprise_id, q.day, VISIT_KINDS[q.kind], &out);
    if (rc)
        return rc;
    return res_json(c, rs, 200, VISIT_QUIET_OUT, LEN(VISIT_QUIET_OUT), &out);
}

/* ---- the enterprise's own ---- */

static const struct json_field VISIT_OWN_OUT[] = {
    JSON_STR(struct visit_own, id, JSON_REQUIRED, 26),
    JSON_STR(struct visit_own, kind, JSON_REQUIRED, 20),
    JSON_STR(struct visit_own, day, JSON_REQUIRED, 10),
    JSON_INT_OPT(struct visit_own, start_min, JSON_OPTIONAL, 0, MINUTES_A_DAY),
    JSON_INT_OPT(struct visit_own, minutes, JSON_OPTIONAL, 0, MINUTES_A_DAY),
    JSON_STR(struct visit_own, purpose, JSON_REQUIRED, VISIT_TEXT_MAX),
    JSON_STR(struct visit_own, state, JSON_REQUIRED, 20),
    JSON_STR(struct visit_own, officer_name, JSON_REQUIRED, 100),
    JSON_STR(struct visit_own, officer_title, JSON_REQUIRED, 100),
    JSON_STR(struct visit_own, office_name, JSON_OPTIONAL, 100),
    JSON_STR(struct visit_own, sign_kind, JSON_OPTIONAL, 20),
    JSON_INT_OPT(struct visit_own, satisfaction, JSON_OPTIONAL, 1, 5),
    JSON_INT(struct visit_own, version, JSON_REQUIRED, 0, INT64_MAX),
};

static const struct json_field VISIT_OWN_PAGE_OUT[] = {
    JSON_OBJS(struct visit_own_page, items, JSON_REQUIRED, VISIT_OWN_OUT,
              struct visit_own, LIST_MAX),
    JSON_STR(struct visit_own_page, next, JSON_OPTIONAL, 60),
};

struct own_query {
    const char *after;
    int64_t limit;
};

static const struct json_field VISIT_OWN_QUERY[] = {
    JSON_STR(struct own_query, after, JSON_OPTIONAL, 60),
    JSON_INT(struct own_query, limit, JSON_OPTIONAL, 1, LIST_MAX),
};

static qh_status api_visit_own(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct visit_own_page out = {0};
    struct own_query q = {0};
    qh_status rc = req_query(rq, VISIT_OWN_QUERY, LEN(VISIT_OWN_QUERY), &q, &c->err);

    if (!rc)
        rc = visit_list_own(c, q.after, list_limit(q.limit), &out);
    if (rc)
        return rc;
    return res_json(c, rs, 200, VISIT_OWN_PAGE_OUT, LEN(VISIT_OWN_PAGE_OUT), &out);
}

/* clang-format off */
const struct endpoint API_VISIT[] = {
    EP("GET", "/api/visits",          RIGHT_VISIT_READ, TX_READ, api_visit_list,
       "visit_list", EP_QUERY(VISIT_QUERY), EP_OUT(VISIT_PAGE_OUT)),
    EP("GET", "/api/visit-calendar",  RIGHT_VISIT_READ, TX_READ, api_visit_calendar,
       "visit_calendar", EP_QUERY(VISIT_CALENDAR_QUERY), EP_OUT(VISIT_CALENDAR_OUT)),
    EP("GET", "/api/visit-quiet",     RIGHT_VISIT_READ, TX_READ, api_visit_quiet,
       "visit_quiet", EP_QUERY(VISIT_QUIET_QUERY), EP_OUT(VISIT_QUIET_OUT)),
    EP("GET", "/api/visits/{id}",     RIGHT_VISIT_READ, TX_READ, api_visit_find,
       "visit_find", EP_OUT(VISIT_DETAIL_OUT)),
    EP("GET", "/api/own-visits",      RIGHT_VISIT_OWN,  TX_READ, api_visit_own,
       "visit_own", EP_QUERY(VISIT_OWN_QUERY), EP_OUT(VISIT_OWN_PAGE_OUT)),
};
/* clang-format on */
const size_t API_VISIT_LEN = LEN(API_VISIT);
