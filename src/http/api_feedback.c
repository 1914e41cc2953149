#include "http/api_feedback.h"

#include "domain/feedback.h"
#include "http/list.h"

struct said_in {
    const char *page;
    const char *text;
};

static const struct json_field FEEDBACK_IN[] = {
    JSON_STR(struct said_in, page, JSON_OPTIONAL, FEEDBACK_PAGE_MAX),
    JSON_STR(struct said_in, text, JSON_REQUIRED, FEEDBACK_TEXT_MAX),
};

struct said_out {
    const char *id;
};

static const struct json_field FEEDBACK_OUT[] = {
    JSON_STR(struct said_out, id, JSON_REQUIRED, 26),
};

static qh_status api_feedback_add(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct said_out out = {0};
    struct said_in in = {0};
    qh_status rc = req_json(rq, FEEDBACK_IN, LEN(FEEDBACK_IN), &in, &c->err);

    if (!rc)
        rc = feedback_add(c, in.page, in.text, &out.id);
    if (rc)
        return rc;
    return res_json(c, rs, 201, FEEDBACK_OUT, LEN(FEEDBACK_OUT), &out);
}

static const char *const STATES[] = {"open", "done", NULL};

struct feedback_query {
    int state; /* open unless it is given */
    const char *after;
    int64_t limit;
};

static const struct json_field FEEDBACK_QUERY[] = {
    JSON_ENUM(struct feedback_query, state, JSON_OPTIONAL, STATES),
    JSON_STR(struct feedback_query, after, JSON_OPTIONAL, 60),
    JSON_INT(struct feedback_query, limit, JSON_OPTIONAL, 1, LIST_MAX),
};

static const struct json_field FEEDBACK_ROW_OUT[] = {
    JSON_STR(struct feedback_row, id, JSON_REQUIRED, 26),
    JSON_STR(struct feedback_row, person_name, JSON_OPTIONAL, 100),
    JSON_STR(struct feedback_row, page, JSON_REQUIRED, FEEDBACK_PAGE_MAX),
    JSON_STR(struct feedback_row, text, JSON_REQUIRED, FEEDBACK_TEXT_MAX),
    JSON_INT(struct feedback_row, at_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct feedback_row, state, JSON_REQUIRED, 20),
    JSON_STR(struct feedback_row, answer, JSON_REQUIRED, FEEDBACK_TEXT_MAX),
    JSON_INT(struct feedback_row, version, JSON_REQUIRED, 0, INT64_MAX),
};

static const struct json_field FEEDBACK_PAGE_OUT[] = {
    JSON_OBJS(struct feedback_page, items, JSON_REQUIRED, FEEDBACK_ROW_OUT,
              struct feedback_row, LIST_MAX),
    JSON_STR(struct feedback_page, next, JSON_OPTIONAL, 60),
};

static qh_status api_feedback_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct feedback_page out = {0};
    struct feedback_query q = {0};
    qh_status rc = req_query(rq, FEEDBACK_QUERY, LEN(FEEDBACK_QUERY), &q, &c->err);

    if (!rc)
        rc = feedback_list(c, STATES[q.state], q.after, list_limit(q.limit), &out);
    if (rc)
        return rc;
    return res_json(c, rs, 200, FEEDBACK_PAGE_OUT, LEN(FEEDBACK_PAGE_OUT), &out);
}

struct close_in {
    int64_t version;
    const char *answer;
};

static const struct json_field FEEDBACK_CLOSE_IN[] = {
    JSON_INT(struct close_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct close_in, answer, JSON_OPTIONAL, FEEDBACK_TEXT_MAX),
};

static qh_status api_feedback_close(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct close_in in = {0};
    qh_status rc = req_json(rq, FEEDBACK_CLOSE_IN, LEN(FEEDBACK_CLOSE_IN), &in, &c->err);

    if (!rc)
        rc = feedback_close(c, req_param(rq, "id"), in.version, in.answer);
    if (rc)
        return rc;
    return res_empty(rs, 204);
}

/* clang-format off */
const struct endpoint API_FEEDBACK[] = {
    EP("POST", "/api/feedback",            RIGHT_PUBLIC,        TX_WRITE, api_feedback_add,
       "feedback_add", .flags = EP_LIMITED, .status = 201, EP_IN(FEEDBACK_IN),
       EP_OUT(FEEDBACK_OUT)),
    EP("GET",  "/api/feedback",            RIGHT_FEEDBACK_READ, TX_READ,  api_feedback_list,
       "feedback_list", EP_QUERY(FEEDBACK_QUERY), EP_OUT(FEEDBACK_PAGE_OUT)),
    EP("POST", "/api/feedback/{id}/close", RIGHT_FEEDBACK_READ, TX_WRITE, api_feedback_close,
       "feedback_close", EP_IN(FEEDBACK_CLOSE_IN)),
};
/* clang-format on */
const size_t API_FEEDBACK_LEN = LEN(API_FEEDBACK);
