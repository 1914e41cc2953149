#include "http/api_visit.h"

#include "domain/demand.h"
#include "domain/visit.h"
#include "http/list.h"

static const char *const KINDS[] = {"on_site", "phone",     "symposium",
                                    "expert",  "follow_up", NULL};
static const char *const STATES[] = {"normal", "reduced", "stopped", "expanding", NULL};

struct heard_in {
    const char *text;
};

static const struct json_field VISIT_DEMAND_IN[] = {
    JSON_STR(struct heard_in, text, JSON_REQUIRED, DEMAND_TEXT_MAX),
};

struct visit_in {
    const char *enterprise_id;
    int kind;
    const char *day;
    const char *met_role;
    int production_state;
    const char *note;
    struct json_list demands; /* struct heard_in */
};

static const struct json_field VISIT_IN[] = {
    JSON_ID(struct visit_in, enterprise_id, JSON_REQUIRED),
    JSON_ENUM(struct visit_in, kind, JSON_REQUIRED, KINDS),
    JSON_DATE(struct visit_in, day, JSON_REQUIRED),
    JSON_STR(struct visit_in, met_role, JSON_REQUIRED, 60),
    JSON_ENUM(struct visit_in, production_state, JSON_REQUIRED, STATES),
    JSON_STR(struct visit_in, note, JSON_OPTIONAL, VISIT_NOTE_MAX),
    JSON_OBJS(struct visit_in, demands, JSON_OPTIONAL, VISIT_DEMAND_IN, struct heard_in,
              VISIT_DEMANDS_MAX),
};

static const struct json_field VISIT_DONE_OUT[] = {
    JSON_STR(struct visit_done, id, JSON_REQUIRED, 26),
    JSON_STRS(struct visit_done, demand_ids, JSON_REQUIRED, VISIT_DEMANDS_MAX, 26),
};

static const struct json_field VISIT_OUT[] = {
    JSON_STR(struct visit, id, JSON_REQUIRED, 26),
    JSON_STR(struct visit, enterprise_id, JSON_REQUIRED, 26),
    JSON_STR(struct visit, enterprise_name, JSON_REQUIRED, 200),
    JSON_STR(struct visit, division_name, JSON_REQUIRED, 100),
    JSON_STR(struct visit, officer_id, JSON_REQUIRED, 26),
    JSON_STR(struct visit, officer_name, JSON_REQUIRED, 100),
    JSON_STR(struct visit, kind, JSON_REQUIRED, 20),
    JSON_STR(struct visit, day, JSON_REQUIRED, 10),
    JSON_STR(struct visit, met_role, JSON_REQUIRED, 60),
    JSON_STR(struct visit, production_state, JSON_REQUIRED, 20),
    JSON_STR(struct visit, note, JSON_REQUIRED, 2000),
    JSON_STR(struct visit, state, JSON_REQUIRED, 20),
    JSON_INT(struct visit, demands, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct visit, version, JSON_REQUIRED, 0, INT64_MAX),
};

static const struct json_field VISIT_PAGE_OUT[] = {
    JSON_OBJS(struct visit_page, items, JSON_REQUIRED, VISIT_OUT, struct visit, LIST_MAX),
    JSON_STR(struct visit_page, next, JSON_OPTIONAL, 60),
};

struct visit_query {
    const char *enterprise_id;
    int64_t mine;
    const char *after;
    int64_t limit;
};

static const struct json_field VISIT_QUERY[] = {
    JSON_ID(struct visit_query, enterprise_id, JSON_OPTIONAL),
    JSON_INT(struct visit_query, mine, JSON_OPTIONAL, 0, 1),
    JSON_STR(struct visit_query, after, JSON_OPTIONAL, 60),
    JSON_INT(struct visit_query, limit, JSON_OPTIONAL, 1, LIST_MAX),
};

static qh_status api_visit_create(struct ctx *c, const struct req *rq, struct res *rs)
{
    const struct heard_in *heard;
    struct visit_done out = {0};
    struct visit_in in = {0};
    struct visit_new v;
    qh_status rc = req_json(rq, VISIT_IN, LEN(VISIT_IN), &in, &c->err);

    if (rc)
        return rc;
    heard = in.demands.p;
    v = (struct visit_new){.enterprise_id = in.enterprise_id,
                           .kind = KINDS[in.kind],
                           .day = in.day,
                           .met_role = in.met_role,
                           .production_state = STATES[in.production_state],
                           .note = in.note};
    v.demands.p = ARENA_ARRAY(c->arena, in.demands.n, const char *);
    for (size_t i = 0; i < in.demands.n; i++)
        v.demands.p[v.demands.n++] = heard[i].text;
    rc = visit_record(c, &v, &out);
    if (rc)
        return rc;
    return res_json(c, rs, 201, VISIT_DONE_OUT, LEN(VISIT_DONE_OUT), &out);
}

static qh_status api_visit_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct visit_page out = {0};
    struct visit_query q = {0};
    qh_status rc = req_query(rq, VISIT_QUERY, LEN(VISIT_QUERY), &q, &c->err);

    if (rc)
        return rc;
    rc = visit_list(c,
                    &(struct visit_filter){q.enterprise_id, q.mine != 0, q.after,
                                           list_limit(q.limit)},
                    &out);
    if (rc)
        return rc;
    return res_json(c, rs, 200, VISIT_PAGE_OUT, LEN(VISIT_PAGE_OUT), &out);
}

/* clang-format off */
const struct endpoint API_VISIT[] = {
    EP("POST", "/api/visits", RIGHT_VISIT_WRITE, TX_WRITE, api_visit_create,
       "visit_create", .status = 201, EP_IN(VISIT_IN), EP_OUT(VISIT_DONE_OUT)),
    EP("GET",  "/api/visits", RIGHT_VISIT_READ,  TX_READ,  api_visit_list,
       "visit_list", EP_QUERY(VISIT_QUERY), EP_OUT(VISIT_PAGE_OUT)),
};
/* clang-format on */
const size_t API_VISIT_LEN = LEN(API_VISIT);
