#include "http/api_demand_course.h"

#include "domain/demand_course.h"
#include "domain/demand_forward.h"
#include "domain/demand_join.h"
#include "domain/demand_meeting.h"
#include "http/api_step.h"
#include "http/demand_shapes.h"

static const char *const WAYS[] = {"phone", "visit", "message", NULL};
static const char *const PAUSES[] = {"enterprise", "department", "technical", NULL};
static const char *const SIDES[] = {"department", "county", "province", NULL};

/* ---- contact, plan, interim reply ---- */

struct contact_in {
    int64_t version;
    int way;
    const char *note;
};

static const struct json_field DEMAND_CONTACT_IN[] = {
    JSON_INT(struct contact_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_ENUM(struct contact_in, way, JSON_REQUIRED, WAYS),
    JSON_STR(struct contact_in, note, JSON_OPTIONAL, DEMAND_NOTE_MAX),
};

static qh_status api_contact(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct contact_in in = {0};
    qh_status rc = req_json(rq, DEMAND_CONTACT_IN, LEN(DEMAND_CONTACT_IN), &in, &c->err);

    if (!rc)
        rc = demand_contact(c, req_param(rq, "id"), in.version, WAYS[in.way], in.note);
    return rc ? rc : demand_reply(c, rs, 200, req_param(rq, "id"));
}

struct say_in {
    int64_t version;
    const char *text;
};

static const struct json_field DEMAND_SAY_IN[] = {
    JSON_INT(struct say_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct say_in, text, JSON_REQUIRED, DEMAND_NOTE_MAX),
};

static qh_status api_propose(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct say_in in = {0};
    qh_status rc = req_json(rq, DEMAND_SAY_IN, LEN(DEMAND_SAY_IN), &in, &c->err);

    if (!rc)
        rc = demand_propose(c, req_param(rq, "id"), in.version, in.text);
    return rc ? rc : demand_reply(c, rs, 200, req_param(rq, "id"));
}

static qh_status api_interim(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct say_in in = {0};
    qh_status rc = req_json(rq, DEMAND_SAY_IN, LEN(DEMAND_SAY_IN), &in, &c->err);

    if (!rc)
        rc = demand_interim(c, req_param(rq, "id"), in.version, in.text);
    return rc ? rc : demand_reply(c, rs, 200, req_param(rq, "id"));
}

/* ---- pauses, extension ---- */

struct pause_in {
    int64_t version;
    int reason;
    const char *until_day;
    const char *note;
};

static const struct json_field DEMAND_PAUSE_IN[] = {
    JSON_INT(struct pause_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_ENUM(struct pause_in, reason, JSON_REQUIRED, PAUSES),
    JSON_DATE(struct pause_in, until_day, JSON_REQUIRED),
    JSON_STR(struct pause_in, note, JSON_REQUIRED, DEMAND_NOTE_MAX),
};

static qh_status api_pause(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct pause_in in = {0};
    qh_status rc = req_json(rq, DEMAND_PAUSE_IN, LEN(DEMAND_PAUSE_IN), &in, &c->err);

    if (!rc)
        rc = demand_pause(
            c, req_param(rq, "id"),
            &(struct demand_pause){in.version, PAUSES[in.reason], in.until_day, in.note});
    return rc ? rc : demand_reply(c, rs, 200, req_param(rq, "id"));
}

static qh_status api_resume(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct step_in in = {0};
    qh_status rc = req_json(rq, STEP_IN, LEN(STEP_IN), &in, &c->err);

    if (!rc)
        rc = demand_resume(c, req_param(rq, "id"), in.version, in.reason);
    return rc ? rc : demand_reply(c, rs, 200, req_param(rq, "id"));
}

struct extend_in {
    int64_t version;
    const char *reason;
    int64_t days;
};

static const struct json_field DEMAND_EXTEND_ASK_IN[] = {
    JSON_INT(struct extend_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct extend_in, reason, JSON_REQUIRED, DEMAND_NOTE_MAX),
    JSON_INT(struct extend_in, days, JSON_REQUIRED, 1, 60),
};

static qh_status api_extend_ask(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct extend_in in = {0};
    qh_status rc =
        req_json(rq, DEMAND_EXTEND_ASK_IN, LEN(DEMAND_EXTEND_ASK_IN), &in, &c->err);

    if (!rc)
        rc = demand_extend_ask(c, req_param(rq, "id"), in.version, in.reason, in.days);
    return rc ? rc : demand_reply(c, rs, 200, req_param(rq, "id"));
}

struct decide_in {
    int64_t version;
    bool approve;
    const char *note;
};

static const struct json_field DEMAND_EXTEND_DECIDE_IN[] = {
    JSON_INT(struct decide_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_BOOL(struct decide_in, approve, JSON_REQUIRED),
    JSON_STR(struct decide_in, note, JSON_OPTIONAL, DEMAND_NOTE_MAX),
};

static qh_status api_extend_decide(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct decide_in in = {0};
    qh_status rc =
        req_json(rq, DEMAND_EXTEND_DECIDE_IN, LEN(DEMAND_EXTEND_DECIDE_IN), &in, &c->err);

    if (!rc)
        rc =
            demand_extend_decide(c, req_param(rq, "id"), in.version, in.approve, in.note);
    return rc ? rc : demand_reply(c, rs, 200, req_param(rq, "id"));
}

/* ---- other sides ---- */

struct transfer_in {
    int64_t version;
    int to;
    const char *department_code;
    const char *division_code;
    const char *officer_id;
    const char *note;
};

static const struct json_field DEMAND_TRANSFER_IN[] = {
    JSON_INT(struct transfer_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_ENUM(struct transfer_in, to, JSON_OPTIONAL, SIDES),
    JSON_STR(struct transfer_in, department_code, JSON_OPTIONAL, 20),
    JSON_STR(struct transfer_in, division_code, JSON_OPTIONAL, 20),
    JSON_ID(struct transfer_in, officer_id, JSON_OPTIONAL),
    JSON_STR(struct transfer_in, note, JSON_OPTIONAL, DEMAND_NOTE_MAX),
};

static qh_status api_transfer(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct transfer_in in = {0};
    qh_status rc =
        req_json(rq, DEMAND_TRANSFER_IN, LEN(DEMAND_TRANSFER_IN), &in, &c->err);

    if (!rc)
        rc = demand_transfer(
            c, req_param(rq, "id"),
            &(struct demand_transfer){.version = in.version,
                                      .to = SIDES[in.to],
                                      .department_code = in.department_code,
                                      .division_code = in.division_code,
                                      .officer_id = in.officer_id,
                                      .note = in.note});
    return rc ? rc : demand_reply(c, rs, 200, req_param(rq, "id"));
}

struct receipt_in {
    int64_t version;
    const char *received_by;
};

static const struct json_field DEMAND_RECEIPT_IN[] = {
    JSON_INT(struct receipt_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct receipt_in, received_by, JSON_REQUIRED, 200),
};

static qh_status api_receipt(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct receipt_in in = {0};
    qh_status rc = req_json(rq, DEMAND_RECEIPT_IN, LEN(DEMAND_RECEIPT_IN), &in, &c->err);

    if (!rc)
        rc = demand_forward_receipt(c, req_param(rq, "id"), in.version, in.received_by);
    return rc ? rc : demand_reply(c, rs, 200, req_param(rq, "id"));
}

static const struct json_field DEMAND_REPLY_IN[] = {
    JSON_INT(struct forward_reply, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_DATE(struct forward_reply, day, JSON_REQUIRED),
    JSON_STR(struct forward_reply, number, JSON_OPTIONAL, 100),
    JSON_STR(struct forward_reply, text, JSON_REQUIRED, DEMAND_NOTE_MAX),
    JSON_ID(struct forward_reply, attachment_id, JSON_REQUIRED),
};

static qh_status api_reply(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct forward_reply in = {0};
    qh_status rc = req_json(rq, DEMAND_REPLY_IN, LEN(DEMAND_REPLY_IN), &in, &c->err);

    if (!rc)
        rc = demand_forward_reply(c, req_param(rq, "id"), &in);
    return rc ? rc : demand_reply(c, rs, 200, req_param(rq, "id"));
}

/* ---- joint meetings ---- */

static qh_status api_meet(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct step_in in = {0};
    qh_status rc = req_json(rq, STEP_IN, LEN(STEP_IN), &in, &c->err);

    if (!rc)
        rc = demand_meet(c, req_param(rq, "id"), in.version, in.reason);
    return rc ? rc : demand_reply(c, rs, 200, req_param(rq, "id"));
}

struct meeting_in {
    int64_t version;
    const char *convener_id;
    const char *day;
    struct json_list parties; /* struct meeting_party */
    const char *minutes;
    const char *decision;
};

static const struct json_field MEETING_PARTY_IN[] = {
    JSON_ID(struct meeting_party, office_id, JSON_OPTIONAL),
    JSON_STR(struct meeting_party, department_code, JSON_OPTIONAL, 20),
    JSON_STR(struct meeting_party, name, JSON_OPTIONAL, 100),
};

static const struct json_field DEMAND_MEETING_IN[] = {
    JSON_INT(struct meeting_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_ID(struct meeting_in, convener_id, JSON_REQUIRED),
    JSON_DATE(struct meeting_in, day, JSON_REQUIRED),
    JSON_OBJS(struct meeting_in, parties, JSON_REQUIRED, MEETING_PARTY_IN,
              struct meeting_party, MEETING_PARTIES_MAX),
    JSON_STR(struct meeting_in, minutes, JSON_REQUIRED, MEETING_TEXT_MAX),
    JSON_STR(struct meeting_in, decision, JSON_REQUIRED, DEMAND_TEXT_MAX),
};

static qh_status api_meeting(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct meeting_in in = {0};
    qh_status rc = req_json(rq, DEMAND_MEETING_IN, LEN(DEMAND_MEETING_IN), &in, &c->err);

    if (!rc)
        rc = demand_meeting_record(
            c, req_param(rq, "id"),
            &(struct meeting_record){in.version, in.convener_id, in.day, in.parties.p,
                                     in.parties.n, in.minutes, in.decision});
    return rc ? rc : demand_reply(c, rs, 200, req_param(rq, "id"));
}

/* ---- done over by another ---- */

struct hand_in {
    int64_t version;
    const char *office_id;
    const char *handler_id;
    const char *note;
};

static const struct json_field DEMAND_HAND_IN[] = {
    JSON_INT(struct hand_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_ID(struct hand_in, office_id, JSON_REQUIRED),
    JSON_ID(struct hand_in, handler_id, JSON_REQUIRED),
    JSON_STR(struct hand_in, note, JSON_OPTIONAL, DEMAND_NOTE_MAX),
};

static qh_status api_hand(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct hand_in in = {0};
    qh_status rc = req_json(rq, DEMAND_HAND_IN, LEN(DEMAND_HAND_IN), &in, &c->err);

    if (!rc)
        rc = demand_hand(c, req_param(rq, "id"), in.version, in.office_id, in.handler_id,
                         in.note);
    return rc ? rc : demand_reply(c, rs, 200, req_param(rq, "id"));
}

/* ---- split and merged ---- */

struct split_in {
    int64_t version;
    struct json_strs parts;
};

static const struct json_field DEMAND_SPLIT_IN[] = {
    JSON_INT(struct split_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STRS(struct split_in, parts, JSON_REQUIRED, SPLIT_MAX, DEMAND_TEXT_MAX),
};

static qh_status api_split(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct split_in in = {0};
    struct json_strs ids = {0};
    qh_status rc = req_json(rq, DEMAND_SPLIT_IN, LEN(DEMAND_SPLIT_IN), &in, &c->err);

    if (!rc)
        rc = demand_split(c, req_param(rq, "id"), in.version, &in.parts, &ids);
    return rc ? rc : demand_reply(c, rs, 200, req_param(rq, "id"));
}

struct merge_in {
    int64_t version;
    const char *into_id;
    const char *note;
};

static const struct json_field DEMAND_MERGE_IN[] = {
    JSON_INT(struct merge_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_ID(struct merge_in, into_id, JSON_REQUIRED),
    JSON_STR(struct merge_in, note, JSON_OPTIONAL, DEMAND_NOTE_MAX),
};

static qh_status api_merge(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct merge_in in = {0};
    qh_status rc = req_json(rq, DEMAND_MERGE_IN, LEN(DEMAND_MERGE_IN), &in, &c->err);

    if (!rc)
        rc = demand_merge(c, req_param(rq, "id"), in.version, in.into_id, in.note);
    return rc ? rc : demand_reply(c, rs, 200, req_param(rq, "id"));
}

static const struct json_field DEMAND_DUPLICATE_OUT[] = {
    JSON_STR(struct demand_duplicate, id, JSON_REQUIRED, 26),
    JSON_STR(struct demand_duplicate, number, JSON_REQUIRED, 40),
    JSON_STR(struct demand_duplicate, text, JSON_REQUIRED, 2000),
    JSON_STR(struct demand_duplicate, state, JSON_REQUIRED, 10),
    JSON_INT(struct demand_duplicate, registered_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct demand_duplicate, likeness_ppm, JSON_REQUIRED, 0, 1000000),
    JSON_BOOL(struct demand_duplicate, same_item, JSON_REQUIRED),
};

struct duplicates_out {
    struct json_list items;
};

static const struct json_field DEMAND_DUPLICATES_OUT[] = {
    JSON_OBJS(struct duplicates_out, items, JSON_REQUIRED, DEMAND_DUPLICATE_OUT,
              struct demand_duplicate, 20),
};

static qh_status api_duplicates(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct duplicates_out out = {0};
    const qh_status rc = demand_duplicates(c, req_param(rq, "id"), &out.items);

    if (rc)
        return rc;
    return res_json(c, rs, 200, DEMAND_DUPLICATES_OUT, LEN(DEMAND_DUPLICATES_OUT), &out);
}

/* clang-format off */
const struct endpoint API_DEMAND_COURSE[] = {
    EP("POST", "/api/demands/{id}/contact",       RIGHT_DEMAND_CREATE, TX_WRITE, api_contact,
       "demand_contact", EP_IN(DEMAND_CONTACT_IN), EP_OUT(DEMAND_DETAIL_OUT)),
    EP("POST", "/api/demands/{id}/propose",       RIGHT_DEMAND_ANSWER, TX_WRITE, api_propose,
       "demand_propose", EP_IN(DEMAND_SAY_IN), EP_OUT(DEMAND_DETAIL_OUT)),
    EP("POST", "/api/demands/{id}/interim",       RIGHT_DEMAND_ANSWER, TX_WRITE, api_interim,
       "demand_interim", EP_IN(DEMAND_SAY_IN), EP_OUT(DEMAND_DETAIL_OUT)),
    EP("POST", "/api/demands/{id}/pause",         RIGHT_DEMAND_ANSWER, TX_WRITE, api_pause,
       "demand_pause", EP_IN(DEMAND_PAUSE_IN), EP_OUT(DEMAND_DETAIL_OUT)),
    EP("POST", "/api/demands/{id}/resume",        RIGHT_DEMAND_ANSWER, TX_WRITE, api_resume,
       "demand_resume", EP_IN(STEP_IN), EP_OUT(DEMAND_DETAIL_OUT)),
    EP("POST", "/api/demands/{id}/extend-ask",    RIGHT_DEMAND_ANSWER, TX_WRITE, api_extend_ask,
       "demand_extend_ask", EP_IN(DEMAND_EXTEND_ASK_IN), EP_OUT(DEMAND_DETAIL_OUT)),
    EP("POST", "/api/demands/{id}/extend-decide", RIGHT_DEMAND_EXTEND, TX_WRITE,
       api_extend_decide, "demand_extend_decide", EP_IN(DEMAND_EXTEND_DECIDE_IN),
       EP_OUT(DEMAND_DETAIL_OUT)),
    EP("POST", "/api/demands/{id}/transfer",      RIGHT_DEMAND_TRIAGE, TX_WRITE, api_transfer,
       "demand_transfer", EP_IN(DEMAND_TRANSFER_IN), EP_OUT(DEMAND_DETAIL_OUT)),
    EP("POST", "/api/demands/{id}/receipt",       RIGHT_DEMAND_ANSWER, TX_WRITE, api_receipt,
       "demand_receipt", EP_IN(DEMAND_RECEIPT_IN), EP_OUT(DEMAND_DETAIL_OUT)),
    EP("POST", "/api/demands/{id}/reply",         RIGHT_DEMAND_ANSWER, TX_WRITE, api_reply,
       "demand_forward_reply", EP_IN(DEMAND_REPLY_IN), EP_OUT(DEMAND_DETAIL_OUT)),
    EP("POST", "/api/demands/{id}/meet",          RIGHT_DEMAND_TRIAGE, TX_WRITE, api_meet,
       "demand_meet", EP_IN(STEP_IN), EP_OUT(DEMAND_DETAIL_OUT)),
    EP("POST", "/api/demands/{id}/meeting",       RIGHT_DEMAND_TRIAGE, TX_WRITE, api_meeting,
       "demand_meeting", EP_IN(DEMAND_MEETING_IN), EP_OUT(DEMAND_DETAIL_OUT)),
    EP("POST", "/api/demands/{id}/hand",          RIGHT_DEMAND_ASSIGN, TX_WRITE, api_hand,
       "demand_hand", EP_IN(DEMAND_HAND_IN), EP_OUT(DEMAND_DETAIL_OUT)),
    EP("POST", "/api/demands/{id}/split",         RIGHT_DEMAND_TRIAGE, TX_WRITE, api_split,
       "demand_split", EP_IN(DEMAND_SPLIT_IN), EP_OUT(DEMAND_DETAIL_OUT)),
    EP("POST", "/api/demands/{id}/merge",         RIGHT_DEMAND_TRIAGE, TX_WRITE, api_merge,
       "demand_merge", EP_IN(DEMAND_MERGE_IN), EP_OUT(DEMAND_DETAIL_OUT)),
    EP("GET",  "/api/demands/{id}/duplicates",    RIGHT_DEMAND_TRIAGE, TX_READ,  api_duplicates,
       "demand_duplicates", EP_OUT(DEMAND_DUPLICATES_OUT)),
};
/* clang-format on */
const size_t API_DEMAND_COURSE_LEN = LEN(API_DEMAND_COURSE);
