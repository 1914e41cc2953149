#include "http/api_demand.h"

#include "domain/demand.h"
#include "domain/demand_list.h"
#include "http/demand_shapes.h"
#include "http/list.h"

static const char *const SOURCES[] = {"",          "visit",  "window", "phone",
                                      "symposium", "online", NULL};
static const char *const DUES[] = {"", "overdue", "today", "soon", NULL};
static const char *const LIGHTS[] = {"", "red", "yellow", "green", NULL};
static const char *const KINDS[] = {"", "advice", "ordinary", "complex", "hard", NULL};
static const char *const ROUTES[] = {"",       "own",   "county", "transfer",
                                     "report", "joint", NULL};
static const char *const SORTS[] = {"registered", "due", NULL};

struct demand_in {
    const char *text;
    const char *enterprise_id;
    int source;
    const char *visit_id;
};

static const struct json_field DEMAND_IN[] = {
    JSON_STR(struct demand_in, text, JSON_REQUIRED, DEMAND_TEXT_MAX),
    JSON_ID(struct demand_in, enterprise_id, JSON_OPTIONAL),
    JSON_ENUM(struct demand_in, source, JSON_OPTIONAL, SOURCES),
    JSON_ID(struct demand_in, visit_id, JSON_OPTIONAL),
};

static const struct json_field DEMAND_REGISTERED_OUT[] = {
    JSON_STR(struct demand_registered, id, JSON_REQUIRED, 26),
    JSON_STR(struct demand_registered, number, JSON_REQUIRED, 40),
    JSON_STR(struct demand_registered, state, JSON_REQUIRED, 10),
    JSON_INT(struct demand_registered, due_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_OBJS(struct demand_registered, proposals, JSON_REQUIRED, MATCH_PROPOSAL_OUT,
              struct match_proposal, 10),
    JSON_BOOL(struct demand_registered, none_fit, JSON_REQUIRED),
};

struct demand_query {
    const char *state;
    const char *office_id;
    const char *enterprise_id;
    const char *handler_id;
    const char *item;
    const char *division;
    int kind;
    int route;
    int source;
    const char *from;
    const char *until;
    int light;
    const char *q;
    int due;
    int64_t mine;
    int64_t work;
    int sort;
    int64_t limit;
    const char *after;
};

static const struct json_field DEMAND_QUERY[] = {
    JSON_STR(struct demand_query, state, JSON_OPTIONAL, 10),
    JSON_ID(struct demand_query, office_id, JSON_OPTIONAL),
    JSON_ID(struct demand_query, enterprise_id, JSON_OPTIONAL),
    JSON_ID(struct demand_query, handler_id, JSON_OPTIONAL),
    JSON_STR(struct demand_query, item, JSON_OPTIONAL, 20),
    JSON_STR(struct demand_query, division, JSON_OPTIONAL, 20),
    JSON_ENUM(struct demand_query, kind, JSON_OPTIONAL, KINDS),
    JSON_ENUM(struct demand_query, route, JSON_OPTIONAL, ROUTES),
    JSON_ENUM(struct demand_query, source, JSON_OPTIONAL, SOURCES),
    JSON_DATE(struct demand_query, from, JSON_OPTIONAL),
    JSON_DATE(struct demand_query, until, JSON_OPTIONAL),
    JSON_ENUM(struct demand_query, light, JSON_OPTIONAL, LIGHTS),
    JSON_STR(struct demand_query, q, JSON_OPTIONAL, 100),
    JSON_ENUM(struct demand_query, due, JSON_OPTIONAL, DUES),
    JSON_INT(struct demand_query, mine, JSON_OPTIONAL, 0, 1),
    JSON_INT(struct demand_query, work, JSON_OPTIONAL, 0, 1),
    JSON_ENUM(struct demand_query, sort, JSON_OPTIONAL, SORTS),
    JSON_INT(struct demand_query, limit, JSON_OPTIONAL, 1, LIST_MAX),
    JSON_STR(struct demand_query, after, JSON_OPTIONAL, 80),
};

static const struct json_field DEMAND_PAGE_OUT[] = {
    JSON_OBJS(struct demand_page, items, JSON_REQUIRED, DEMAND_ITEM_OUT,
              struct demand_item, LIST_MAX),
    JSON_STR(struct demand_page, next, JSON_OPTIONAL, 80),
};

static const struct json_field TODAY_WEEK_OUT[] = {
    JSON_INT(struct today_week, visits, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct today_week, demands, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct today_week, closed, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct today_week, exempt_fen, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct today_week, waived_fen, JSON_REQUIRED, 0, INT64_MAX),
};

static const struct json_field TODAY_OUT[] = {
    JSON_INT(struct today, overdue, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct today, due_today, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct today, to_review, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct today, returned, JSON_REQUIRED, 0, INT64_MAX),
    JSON_OBJS(struct today, todo, JSON_REQUIRED, DEMAND_ITEM_OUT, struct demand_item,
              LIST_MAX),
    JSON_OBJ(struct today, week, JSON_REQUIRED, TODAY_WEEK_OUT, struct today_week),
};

static qh_status api_demand_create(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct demand_registered out = {0};
    struct demand_in in = {0};
    qh_status rc = req_json(rq, DEMAND_IN, LEN(DEMAND_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = demand_register(
        c,
        &(struct demand_new){.text = in.text,
                             .enterprise_id = in.enterprise_id,
                             .source = in.source ? SOURCES[in.source] : NULL,
                             .visit_id = in.visit_id},
        &out);
    if (rc)
        return rc;
    return res_json(c, rs, 201, DEMAND_REGISTERED_OUT, LEN(DEMAND_REGISTERED_OUT), &out);
}

/* The name chosen; NULL: none. */
static const char *chosen(const char *const *names, int i)
{
    return i ? names[i] : NULL;
}

static qh_status api_demand_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct demand_page page = {0};
    struct demand_query q = {0};
    qh_status rc = req_query(rq, DEMAND_QUERY, LEN(DEMAND_QUERY), &q, &c->err);

    if (rc)
        return rc;
    rc = demand_list(c,
                     &(struct demand_filter){.state = q.state,
                                             .office_id = q.office_id,
                                             .handler_id = q.handler_id,
                                             .enterprise_id = q.enterprise_id,
                                             .item = q.item,
                                             .division = q.division,
                                             .kind = chosen(KINDS, q.kind),
                                             .route = chosen(ROUTES, q.route),
                                             .source = chosen(SOURCES, q.source),
                                             .from_day = q.from,
                                             .until_day = q.until,
                                             .light = chosen(LIGHTS, q.light),
                                             .q = q.q,
                                             .due = chosen(DUES, q.due),
                                             .mine = q.mine != 0,
                                             .work = q.work != 0,
                                             .by_due = q.sort != 0,
                                             .after = q.after,
                                             .limit = list_limit(q.limit)},
                     &page);
    if (rc)
        return rc;
    return res_json(c, rs, 200, DEMAND_PAGE_OUT, LEN(DEMAND_PAGE_OUT), &page);
}

static qh_status api_demand_find(struct ctx *c, const struct req *rq, struct res *rs)
{
    return demand_reply(c, rs, 200, req_param(rq, "id"));
}

static qh_status api_today(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct today out = {0};
    const qh_status rc = today_read(c, &out);

    (void)rq;
    if (rc)
        return rc;
    return res_json(c, rs, 200, TODAY_OUT, LEN(TODAY_OUT), &out);
}

/* clang-format off */
const struct endpoint API_DEMAND[] = {
    EP("POST", "/api/demands",      RIGHT_DEMAND_CREATE, TX_WRITE, api_demand_create,
       "demand_create", .status = 201, EP_IN(DEMAND_IN), EP_OUT(DEMAND_REGISTERED_OUT)),
    EP("GET",  "/api/demands",      RIGHT_DEMAND_READ,   TX_READ,  api_demand_list,
       "demand_list", EP_QUERY(DEMAND_QUERY), EP_OUT(DEMAND_PAGE_OUT)),
    EP("GET",  "/api/demands/{id}", RIGHT_DEMAND_READ,   TX_READ,  api_demand_find,
       "demand_find", EP_OUT(DEMAND_DETAIL_OUT)),
    EP("GET",  "/api/today",        RIGHT_DEMAND_READ,   TX_READ,  api_today,
       "today", EP_OUT(TODAY_OUT)),
};
/* clang-format on */
const size_t API_DEMAND_LEN = LEN(API_DEMAND);
