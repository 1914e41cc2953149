#include "http/api_record.h"

#include "domain/instrument.h"
#include "domain/record.h"
#include "http/api_instrument.h"
#include "http/api_step.h"
#include "http/list.h"

static const struct json_field RECORD_ROW_OUT[] = {
    JSON_STR(struct record_row, id, JSON_REQUIRED, 26),
    JSON_STR(struct record_row, number, JSON_REQUIRED, 40),
    JSON_STR(struct record_row, trip_id, JSON_REQUIRED, 26),
    JSON_STR(struct record_row, instrument_id, JSON_REQUIRED, 26),
    JSON_STR(struct record_row, name_zh, JSON_REQUIRED, 120),
    JSON_STR(struct record_row, model, JSON_REQUIRED, 120),
    JSON_STR(struct record_row, serial, JSON_REQUIRED, 120),
    JSON_STR(struct record_row, enterprise_name, JSON_REQUIRED, 120),
    JSON_STR(struct record_row, service, JSON_REQUIRED, 20),
    JSON_STR(struct record_row, stage, JSON_REQUIRED, 20),
    JSON_STR(struct record_row, state, JSON_REQUIRED, 20),
    JSON_STR(struct record_row, verdict, JSON_REQUIRED, 20),
    JSON_STR(struct record_row, officer_name, JSON_REQUIRED, 120),
    JSON_STR(struct record_row, test_until_day, JSON_OPTIONAL, 10),
    JSON_INT(struct record_row, submitted_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct record_row, version, JSON_REQUIRED, 1, INT64_MAX),
};

static const struct json_field RECORD_PAGE_OUT[] = {
    JSON_OBJS(struct record_page, items, JSON_REQUIRED, RECORD_ROW_OUT, struct record_row,
              100),
    JSON_STR(struct record_page, next, JSON_OPTIONAL, 80),
};

static const struct json_field RECORD_ENTRY_OUT[] = {
    JSON_INT(struct record_entry, seq, JSON_REQUIRED, 1, INT64_MAX),
    JSON_INT(struct record_entry, set_no, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct record_entry, row_key, JSON_REQUIRED, 60),
    JSON_STR(struct record_entry, kind, JSON_REQUIRED, 20),
    JSON_RAW(struct record_entry, value, JSON_REQUIRED),
    JSON_INT(struct record_entry, struck_seq, JSON_REQUIRED, 0, INT64_MAX),
    JSON_BOOL(struct record_entry, struck, JSON_REQUIRED),
    JSON_STR(struct record_entry, reason, JSON_REQUIRED, 400),
    JSON_INT(struct record_entry, at_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct record_entry, person_name, JSON_REQUIRED, 120),
    JSON_STR(struct record_entry, hash, JSON_REQUIRED, 64),
};

static const struct json_field RECORD_SET_OUT[] = {
    JSON_INT(struct record_set, set_no, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct record_set, kind, JSON_REQUIRED, 20),
    JSON_RAW(struct record_set, result, JSON_REQUIRED),
};

static const struct json_field RECORD_ATTACHMENT_OUT[] = {
    JSON_STR(struct record_attachment, id, JSON_REQUIRED, 26),
    JSON_STR(struct record_attachment, name, JSON_REQUIRED, 120),
    JSON_STR(struct record_attachment, media_type, JSON_REQUIRED, 60),
    JSON_INT(struct record_attachment, size, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct record_attachment, at_ms, JSON_REQUIRED, 0, INT64_MAX),
};

static const struct json_field RECORD_DETAIL_OUT[] = {
    JSON_STR(struct record_detail, id, JSON_REQUIRED, 26),
    JSON_STR(struct record_detail, number, JSON_REQUIRED, 40),
    JSON_STR(struct record_detail, state, JSON_REQUIRED, 20),
    JSON_STR(struct record_detail, service, JSON_REQUIRED, 20),
    JSON_STR(struct record_detail, stage, JSON_REQUIRED, 20),
    JSON_STR(struct record_detail, instrument_id, JSON_REQUIRED, 26),
    JSON_STR(struct record_detail, trip_id, JSON_REQUIRED, 26),
    JSON_STR(struct record_detail, booking_id, JSON_REQUIRED, 26),
    JSON_STR(struct record_detail, demand_id, JSON_OPTIONAL, 26),
    JSON_STR(struct record_detail, edition_code, JSON_REQUIRED, 40),
    JSON_STR(struct record_detail, edition_title, JSON_REQUIRED, 120),
    JSON_STR(struct record_detail, edition_hash, JSON_REQUIRED, 64),
    JSON_INT(struct record_detail, set_no, JSON_REQUIRED, 1, INT64_MAX),
    JSON_RAW(struct record_detail, plan, JSON_REQUIRED),
    JSON_RAW(struct record_detail, result, JSON_REQUIRED),
    JSON_OBJS(struct record_detail, sets, JSON_REQUIRED, RECORD_SET_OUT,
              struct record_set, 50),
    JSON_OBJS(struct record_detail, entries, JSON_REQUIRED, RECORD_ENTRY_OUT,
              struct record_entry, 5000),
    JSON_OBJS(struct record_detail, seals, JSON_REQUIRED, SEAL_OUT, struct seal, 500),
    JSON_OBJS(struct record_detail, attachments, JSON_REQUIRED, RECORD_ATTACHMENT_OUT,
              struct record_attachment, 500),
    JSON_STR(struct record_detail, verdict, JSON_REQUIRED, 20),
    JSON_STR(struct record_detail, officer_id, JSON_REQUIRED, 26),
    JSON_STR(struct record_detail, officer_name, JSON_REQUIRED, 120),
    JSON_STR(struct record_detail, checker_name, JSON_OPTIONAL, 120),
    JSON_STR(struct record_detail, approver_name, JSON_OPTIONAL, 120),
    JSON_STR(struct record_detail, test_from_day, JSON_OPTIONAL, 10),
    JSON_STR(struct record_detail, test_until_day, JSON_OPTIONAL, 10),
    JSON_INT(struct record_detail, submitted_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct record_detail, checked_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct record_detail, approved_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct record_detail, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_OBJS(struct record_detail, actions, JSON_REQUIRED, ACTION_OUT,
              struct workflow_action, 20),
};

struct record_open_in {
    const char *trip_task_id;
    const struct json *site;
};

struct record_entry_in {
    int64_t version;
    const char *row_key;
    const struct json *value;
    bool confirmed;
};

struct record_rows_in {
    int64_t version;
    struct json_list rows; /* struct record_reading */
    bool confirmed;
};

struct record_strike_in {
    int64_t version;
    int64_t seq;
    const char *reason;
};

struct record_adjust_in {
    int64_t version;
    const char *what;
};

static const char *const SEAL_ACTIONS[] = {"break", "apply", NULL};
static const char *const SEAL_KINDS[] = {"label", "lead", "paint", "electronic", NULL};

struct record_seal_in {
    int64_t version;
    int action;
    const char *seal_id;
    const char *number;
    int kind;
    const char *position_zh;
    const char *photo_id;
};

static const char *const CHECK_DECISIONS[] = {"pass", "return", NULL};
static const char *const APPROVE_DECISIONS[] = {"approve", "return", NULL};

struct record_decide_in {
    int64_t version;
    int decision;
    const char *reason;
};

struct record_query {
    const char *state;
    bool mine;
    const char *trip_id;
    const char *after;
    int64_t limit;
};

struct record_approved_out {
    struct record_detail record;
    const char *certificate_id;
};

static const struct json_field RECORD_OPEN_IN[] = {
    JSON_ID(struct record_open_in, trip_task_id, JSON_REQUIRED),
    JSON_RAW(struct record_open_in, site, JSON_OPTIONAL),
};

static const struct json_field RECORD_ENTRY_IN[] = {
    JSON_INT(struct record_entry_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct record_entry_in, row_key, JSON_REQUIRED, 60),
    JSON_RAW(struct record_entry_in, value, JSON_REQUIRED),
    JSON_BOOL(struct record_entry_in, confirmed, JSON_OPTIONAL),
};

static const struct json_field RECORD_READING_IN[] = {
    JSON_STR(struct record_reading, row_key, JSON_REQUIRED, 60),
    JSON_RAW(struct record_reading, value, JSON_REQUIRED),
};

static const struct json_field RECORD_ROWS_IN[] = {
    JSON_INT(struct record_rows_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_OBJS(struct record_rows_in, rows, JSON_REQUIRED, RECORD_READING_IN,
              struct record_reading, RECORD_READINGS_MAX),
    JSON_BOOL(struct record_rows_in, confirmed, JSON_OPTIONAL),
};

static const struct json_field RECORD_STRIKE_IN[] = {
    JSON_INT(struct record_strike_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_INT(struct record_strike_in, seq, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct record_strike_in, reason, JSON_REQUIRED, 400),
};

static const struct json_field RECORD_ADJUST_IN[] = {
    JSON_INT(struct record_adjust_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct record_adjust_in, what, JSON_REQUIRED, 400),
};

static const struct json_field RECORD_SEAL_IN[] = {
    JSON_INT(struct record_seal_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_ENUM(struct record_seal_in, action, JSON_REQUIRED, SEAL_ACTIONS),
    JSON_ID(struct record_seal_in, seal_id, JSON_OPTIONAL),
    JSON_STR(struct record_seal_in, number, JSON_OPTIONAL, 40),
    JSON_ENUM(struct record_seal_in, kind, JSON_OPTIONAL, SEAL_KINDS),
    JSON_STR(struct record_seal_in, position_zh, JSON_OPTIONAL, 80),
    JSON_ID(struct record_seal_in, photo_id, JSON_OPTIONAL),
};

static const struct json_field RECORD_CHECK_IN[] = {
    JSON_INT(struct record_decide_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_ENUM(struct record_decide_in, decision, JSON_REQUIRED, CHECK_DECISIONS),
    JSON_STR(struct record_decide_in, reason, JSON_OPTIONAL, 400),
};

static const struct json_field RECORD_APPROVE_IN[] = {
    JSON_INT(struct record_decide_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_ENUM(struct record_decide_in, decision, JSON_REQUIRED, APPROVE_DECISIONS),
    JSON_STR(struct record_decide_in, reason, JSON_OPTIONAL, 400),
};

static const struct json_field RECORD_APPROVED_OUT[] = {
    JSON_OBJ(struct record_approved_out, record, JSON_REQUIRED, RECORD_DETAIL_OUT,
             struct record_detail),
    JSON_STR(struct record_approved_out, certificate_id, JSON_OPTIONAL, 26),
};

static const struct json_field RECORD_REPLY_OUT[] = {
    JSON_INT(struct record_reply, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_INT(struct record_reply, seq, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct record_reply, verdict, JSON_REQUIRED, 20),
    JSON_RAW(struct record_reply, result, JSON_REQUIRED),
};

static const struct json_field RECORD_QUERY[] = {
    JSON_STR(struct record_query, state, JSON_OPTIONAL, 20),
    JSON_BOOL(struct record_query, mine, JSON_OPTIONAL),
    JSON_ID(struct record_query, trip_id, JSON_OPTIONAL),
    JSON_STR(struct record_query, after, JSON_OPTIONAL, 80),
    JSON_INT(struct record_query, limit, JSON_OPTIONAL, 1, LIST_MAX),
};

static qh_status reply_detail(struct ctx *c, struct res *rs, int status, const char *id)
{
    struct record_detail d = {0};
    qh_status rc = record_find(c, id, &d);

    if (rc)
        return rc;
    return res_json(c, rs, status, RECORD_DETAIL_OUT, LEN(RECORD_DETAIL_OUT), &d);
}

static qh_status reply_entry(struct ctx *c, struct res *rs, const struct record_reply *r)
{
    return res_json(c, rs, 200, RECORD_REPLY_OUT, LEN(RECORD_REPLY_OUT), r);
}

static qh_status api_record_open(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct record_open_in in = {0};
    const char *id = NULL;
    qh_status rc = req_json(rq, RECORD_OPEN_IN, LEN(RECORD_OPEN_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = record_open(c, in.trip_task_id, in.site, &id);
    if (rc)
        return rc;
    return reply_detail(c, rs, 201, id);
}

static qh_status api_record_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct record_page page = {0};
    struct record_query q = {0};
    struct record_filter f;
    qh_status rc = req_query(rq, RECORD_QUERY, LEN(RECORD_QUERY), &q, &c->err);

    if (rc)
        return rc;
    f = (struct record_filter){q.state, q.mine ? c->actor.person : NULL, q.trip_id,
                               q.after, list_limit(q.limit)};
    rc = record_list(c, &f, &page);
    if (rc)
        return rc;
    return res_json(c, rs, 200, RECORD_PAGE_OUT, LEN(RECORD_PAGE_OUT), &page);
}

static qh_status api_record_find(struct ctx *c, const struct req *rq, struct res *rs)
{
    return reply_detail(c, rs, 200, req_param(rq, "id"));
}

static qh_status api_record_trace(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct text trace = {0};
    qh_status rc = record_trace(c, req_param(rq, "id"), &trace);

    if (rc)
        return rc;
    return res_json_text(rs, 200, trace);
}

static qh_status api_record_basis(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct text basis = {0};
    qh_status rc = record_basis(c, req_param(rq, "id"), &basis);

    if (rc)
        return rc;
    return res_json_text(rs, 200, basis);
}

static qh_status api_record_enter(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct record_entry_in in = {0};
    struct record_reply r = {0};
    qh_status rc = req_json(rq, RECORD_ENTRY_IN, LEN(RECORD_ENTRY_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = record_enter(
        c, req_param(rq, "id"),
        &(struct record_entry_new){
            in.version, &(struct record_reading){in.row_key, in.value}, 1, in.confirmed},
        &r);
    if (rc)
        return rc;
    return reply_entry(c, rs, &r);
}

static qh_status api_record_enter_rows(struct ctx *c, const struct req *rq,
                                       struct res *rs)
{
    struct record_rows_in in = {0};
    struct record_reply r = {0};
    qh_status rc = req_json(rq, RECORD_ROWS_IN, LEN(RECORD_ROWS_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = record_enter(
        c, req_param(rq, "id"),
        &(struct record_entry_new){in.version, in.rows.p, in.rows.n, in.confirmed}, &r);
    if (rc)
        return rc;
    return reply_entry(c, rs, &r);
}

static qh_status api_record_strike(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct record_strike_in in = {0};
    struct record_reply r = {0};
    qh_status rc = req_json(rq, RECORD_STRIKE_IN, LEN(RECORD_STRIKE_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = record_strike(c, req_param(rq, "id"),
                       &(struct record_strike_new){in.version, in.seq, in.reason}, &r);
    if (rc)
        return rc;
    return reply_entry(c, rs, &r);
}

static qh_status api_record_adjust(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct record_adjust_in in = {0};
    struct record_reply r = {0};
    qh_status rc = req_json(rq, RECORD_ADJUST_IN, LEN(RECORD_ADJUST_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = record_adjust(c, req_param(rq, "id"),
                       &(struct record_adjust_new){in.version, in.what}, &r);
    if (rc)
        return rc;
    return reply_detail(c, rs, 200, req_param(rq, "id"));
}

static qh_status api_record_seal(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct record_seal_in in = {0};
    struct record_reply r = {0};
    qh_status rc = req_json(rq, RECORD_SEAL_IN, LEN(RECORD_SEAL_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = record_seal(c, req_param(rq, "id"),
                     &(struct record_seal_new){.version = in.version,
                                               .action = SEAL_ACTIONS[in.action],
                                               .seal_id = in.seal_id,
                                               .number = in.number,
                                               .kind = SEAL_KINDS[in.kind],
                                               .position_zh = in.position_zh,
                                               .photo_id = in.photo_id},
                     &r);
    if (rc)
        return rc;
    return reply_detail(c, rs, 200, req_param(rq, "id"));
}

static qh_status api_record_submit(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct step_in in = {0};
    qh_status rc = req_json(rq, STEP_IN, LEN(STEP_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = record_submit(c, req_param(rq, "id"), in.version);
    if (rc)
        return rc;
    return reply_detail(c, rs, 200, req_param(rq, "id"));
}

static qh_status api_record_check(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct record_decide_in in = {0};
    qh_status rc = req_json(rq, RECORD_CHECK_IN, LEN(RECORD_CHECK_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = record_check(c, req_param(rq, "id"), in.version, in.decision == 0, in.reason);
    if (rc)
        return rc;
    return reply_detail(c, rs, 200, req_param(rq, "id"));
}

static qh_status api_record_approve(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct record_approved_out out = {0};
    struct record_decide_in in = {0};
    qh_status rc = req_json(rq, RECORD_APPROVE_IN, LEN(RECORD_APPROVE_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = record_approve(c, req_param(rq, "id"), in.version, in.decision == 0, in.reason,
                        &out.certificate_id);
    if (rc)
        return rc;
    rc = record_find(c, req_param(rq, "id"), &out.record);
    if (rc)
        return rc;
    return res_json(c, rs, 200, RECORD_APPROVED_OUT, LEN(RECORD_APPROVED_OUT), &out);
}

/* clang-format off */
const struct endpoint API_RECORD[] = {
    EP("POST", "/api/records",              RIGHT_RECORD_WRITE,   TX_WRITE, api_record_open,
       "record_open", .status = 201, EP_IN(RECORD_OPEN_IN), EP_OUT(RECORD_DETAIL_OUT)),
    EP("GET",  "/api/records",              RIGHT_RECORD_READ,    TX_READ,  api_record_list,
       "record_list", EP_QUERY(RECORD_QUERY), EP_OUT(RECORD_PAGE_OUT)),
    EP("GET",  "/api/records/{id}",         RIGHT_RECORD_READ,    TX_READ,  api_record_find,
       "record_find", EP_OUT(RECORD_DETAIL_OUT)),
    EP("GET",  "/api/records/{id}/trace",   RIGHT_RECORD_READ,    TX_READ,  api_record_trace,
       "record_trace"),
    EP("GET",  "/api/records/{id}/basis",   RIGHT_RECORD_READ,    TX_READ,  api_record_basis,
       "record_basis"),
    EP("POST", "/api/records/{id}/entries", RIGHT_RECORD_WRITE,   TX_WRITE, api_record_enter,
       "record_enter", EP_IN(RECORD_ENTRY_IN), EP_OUT(RECORD_REPLY_OUT)),
    EP("POST", "/api/records/{id}/readings", RIGHT_RECORD_WRITE,  TX_WRITE, api_record_enter_rows,
       "record_enter_rows", EP_IN(RECORD_ROWS_IN), EP_OUT(RECORD_REPLY_OUT)),
    EP("POST", "/api/records/{id}/strike",  RIGHT_RECORD_WRITE,   TX_WRITE, api_record_strike,
       "record_strike", EP_IN(RECORD_STRIKE_IN), EP_OUT(RECORD_REPLY_OUT)),
    EP("POST", "/api/records/{id}/adjust",  RIGHT_RECORD_WRITE,   TX_WRITE, api_record_adjust,
       "record_adjust", EP_IN(RECORD_ADJUST_IN), EP_OUT(RECORD_DETAIL_OUT)),
    EP("POST", "/api/records/{id}/seals",   RIGHT_RECORD_WRITE,   TX_WRITE, api_record_seal,
       "record_seal", EP_IN(RECORD_SEAL_IN), EP_OUT(RECORD_DETAIL_OUT)),
    EP("POST", "/api/records/{id}/submit",  RIGHT_RECORD_WRITE,   TX_WRITE, api_record_submit,
       "record_submit", EP_IN(STEP_IN), EP_OUT(RECORD_DETAIL_OUT)),
    EP("POST", "/api/records/{id}/check",   RIGHT_RECORD_CHECK,   TX_WRITE, api_record_check,
       "record_check", EP_IN(RECORD_CHECK_IN), EP_OUT(RECORD_DETAIL_OUT)),
    EP("POST", "/api/records/{id}/approve", RIGHT_RECORD_APPROVE, TX_WRITE, api_record_approve,
       "record_approve", EP_IN(RECORD_APPROVE_IN), EP_OUT(RECORD_APPROVED_OUT)),
};
/* clang-format on */
const size_t API_RECORD_LEN = LEN(API_RECORD);
