#include "http/api_handover.h"

#include "domain/handover.h"
#include "http/api_step.h"
#include "http/list.h"

enum { REASON_MAX = 400 };

static const struct json_field HANDOVER_OUT[] = {
    JSON_STR(struct handover_row, id, JSON_REQUIRED, 26),
    JSON_STR(struct handover_row, from_officer_id, JSON_REQUIRED, 26),
    JSON_STR(struct handover_row, from_name, JSON_REQUIRED, 100),
    JSON_STR(struct handover_row, to_officer_id, JSON_REQUIRED, 26),
    JSON_STR(struct handover_row, to_name, JSON_REQUIRED, 100),
    JSON_STR(struct handover_row, day, JSON_REQUIRED, 10),
    JSON_STR(struct handover_row, reason, JSON_REQUIRED, REASON_MAX),
    JSON_STR(struct handover_row, state, JSON_REQUIRED, 20),
    JSON_INT(struct handover_row, made_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct handover_row, made_by, JSON_REQUIRED, 100),
    JSON_INT_OPT(struct handover_row, accepted_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_INT(struct handover_row, lines, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct handover_row, version, JSON_REQUIRED, 0, INT64_MAX),
};

static const struct json_field HANDOVER_PAGE_OUT[] = {
    JSON_OBJS(struct handover_page, items, JSON_REQUIRED, HANDOVER_OUT,
              struct handover_row, LIST_MAX),
    JSON_STR(struct handover_page, next, JSON_OPTIONAL, 60),
};

static const struct json_field HANDOVER_LINE_OUT[] = {
    JSON_INT(struct handover_line, seq, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct handover_line, enterprise_id, JSON_REQUIRED, 26),
    JSON_STR(struct handover_line, enterprise_name, JSON_REQUIRED, 200),
    JSON_STR(struct handover_line, entity, JSON_REQUIRED, 20),
    JSON_STR(struct handover_line, entity_id, JSON_REQUIRED, 26),
    JSON_STR(struct handover_line, label, JSON_REQUIRED, 300),
    JSON_STR(struct handover_line, due_day, JSON_OPTIONAL, 10),
};

static const struct json_field HANDOVER_DETAIL_OUT[] = {
    JSON_OBJ(struct handover_detail, handover, JSON_REQUIRED, HANDOVER_OUT,
             struct handover_row),
    JSON_OBJS(struct handover_detail, lines, JSON_REQUIRED, HANDOVER_LINE_OUT,
              struct handover_line, HANDOVER_LINES_MAX),
    JSON_OBJS(struct handover_detail, events, JSON_REQUIRED, ENTRY_OUT,
              struct history_row, HISTORY_MAX),
    JSON_OBJS(struct handover_detail, actions, JSON_REQUIRED, ACTION_OUT,
              struct workflow_action, 20),
};

static qh_status reply_detail(struct ctx *c, struct res *rs, const char *id)
{
    struct handover_detail out = {0};
    const qh_status rc = handover_find(c, id, &out);

    if (rc)
        return rc;
    return res_json(c, rs, 200, HANDOVER_DETAIL_OUT, LEN(HANDOVER_DETAIL_OUT), &out);
}

static const char *const STATES[] = {"open", "accepted", NULL};

struct handover_query {
    const char *to_officer_id;
    const char *from_officer_id;
    int state;
    const char *after;
    int64_t limit;
};

static const struct json_field HANDOVER_QUERY[] = {
    JSON_ID(struct handover_query, to_officer_id, JSON_OPTIONAL),
    JSON_ID(struct handover_query, from_officer_id, JSON_OPTIONAL),
    JSON_ENUM(struct handover_query, state, JSON_OPTIONAL, STATES),
    JSON_STR(struct handover_query, after, JSON_OPTIONAL, 60),
    JSON_INT(struct handover_query, limit, JSON_OPTIONAL, 1, LIST_MAX),
};

static qh_status api_handover_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct handover_page out = {0};
    struct handover_query q = {.state = -1};
    qh_status rc = req_query(rq, HANDOVER_QUERY, LEN(HANDOVER_QUERY), &q, &c->err);

    if (!rc)
        rc = handover_list(c,
                           &(struct handover_filter){q.to_officer_id, q.from_officer_id,
                                                     q.state < 0 ? NULL : STATES[q.state],
                                                     q.after, list_limit(q.limit)},
                           &out);
    if (rc)
        return rc;
    return res_json(c, rs, 200, HANDOVER_PAGE_OUT, LEN(HANDOVER_PAGE_OUT), &out);
}

static qh_status api_handover_find(struct ctx *c, const struct req *rq, struct res *rs)
{
    return reply_detail(c, rs, req_param(rq, "id"));
}

static const struct json_field HANDOVER_IN[] = {
    JSON_ID(struct handover_new, from_officer_id, JSON_REQUIRED),
    JSON_ID(struct handover_new, to_officer_id, JSON_REQUIRED),
    JSON_DATE(struct handover_new, day, JSON_REQUIRED),
    JSON_STR(struct handover_new, reason, JSON_REQUIRED, REASON_MAX),
    JSON_STRS(struct handover_new, enterprise_ids, JSON_OPTIONAL,
              HANDOVER_ENTERPRISES_MAX, 26),
};

static const struct json_field HANDOVER_DONE_OUT[] = {
    JSON_STR(struct handover_done, id, JSON_REQUIRED, 26),
    JSON_INT(struct handover_done, enterprises, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct handover_done, demands, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct handover_done, visits, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct handover_done, instruments, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STRS(struct handover_done, warnings, JSON_REQUIRED, 8, 40),
};

static qh_status api_handover_make(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct handover_done out = {0};
    struct handover_new in = {0};
    qh_status rc = req_json(rq, HANDOVER_IN, LEN(HANDOVER_IN), &in, &c->err);

    if (!rc)
        rc = handover_make(c, &in, &out);
    if (rc)
        return rc;
    return res_json(c, rs, 201, HANDOVER_DONE_OUT, LEN(HANDOVER_DONE_OUT), &out);
}

static qh_status api_handover_accept(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct step_in in = {0};
    qh_status rc = req_json(rq, STEP_IN, LEN(STEP_IN), &in, &c->err);

    if (!rc)
        rc = handover_accept(c, req_param(rq, "id"), in.version, in.reason);
    if (rc)
        return rc;
    return reply_detail(c, rs, req_param(rq, "id"));
}

/* clang-format off */
const struct endpoint API_HANDOVER[] = {
    EP("GET",  "/api/handovers",             RIGHT_PAIRING_READ,  TX_READ,  api_handover_list,
       "handover_list", EP_QUERY(HANDOVER_QUERY), EP_OUT(HANDOVER_PAGE_OUT)),
    EP("GET",  "/api/handovers/{id}",        RIGHT_PAIRING_READ,  TX_READ,  api_handover_find,
       "handover_find", EP_OUT(HANDOVER_DETAIL_OUT)),
    EP("POST", "/api/handovers",             RIGHT_PAIRING_WRITE, TX_WRITE, api_handover_make,
       "handover_make", .status = 201, EP_IN(HANDOVER_IN), EP_OUT(HANDOVER_DONE_OUT)),
    EP("POST", "/api/handovers/{id}/accept", RIGHT_PAIRING_READ,  TX_WRITE, api_handover_accept,
       "handover_accept", EP_IN(STEP_IN), EP_OUT(HANDOVER_DETAIL_OUT)),
};
/* clang-format on */
const size_t API_HANDOVER_LEN = LEN(API_HANDOVER);
