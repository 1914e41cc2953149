#include "http/api_demand_step.h"

#include "document/qr.h"
#include "domain/demand.h"
#include "domain/demand_confirm.h"
#include "http/api_step.h"
#include "http/confirm_shapes.h"
#include "http/demand_shapes.h"

static const char *const KINDS[] = {"advice", "ordinary", "complex", "hard", NULL};
static const char *const ROUTES[] = {"own",    "county", "transfer",
                                     "report", "joint",  NULL};
static const char *const OUTCOMES[] = {"solved", "partly", "explained",
                                       "not_in_our_power", NULL};

enum { CERTIFICATES_MAX = 100 };

/* ---- triage, assignment, acceptance ---- */

struct triage_in {
    int64_t version;
    const char *item_code;
    const char *department_code;
    int kind;
    int route;
    const char *note;
};

static const struct json_field DEMAND_TRIAGE_IN[] = {
    JSON_INT(struct triage_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct triage_in, item_code, JSON_OPTIONAL, 20),
    JSON_STR(struct triage_in, department_code, JSON_OPTIONAL, 20),
    JSON_ENUM(struct triage_in, kind, JSON_REQUIRED, KINDS),
    JSON_ENUM(struct triage_in, route, JSON_REQUIRED, ROUTES),
    JSON_STR(struct triage_in, note, JSON_OPTIONAL, DEMAND_NOTE_MAX),
};

static qh_status api_triage(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct triage_in in = {0};
    qh_status rc = req_json(rq, DEMAND_TRIAGE_IN, LEN(DEMAND_TRIAGE_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = demand_triage(c, req_param(rq, "id"),
                       &(struct demand_triage){.version = in.version,
                                               .item_code = in.item_code,
                                               .department_code = in.department_code,
                                               .kind = KINDS[in.kind],
                                               .route = ROUTES[in.route],
                                               .note = in.note});
    if (rc)
        return rc;
    return demand_reply(c, rs, 200, req_param(rq, "id"));
}

struct assign_in {
    int64_t version;
    const char *office_id;
    const char *note;
};

static const struct json_field DEMAND_ASSIGN_IN[] = {
    JSON_INT(struct assign_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_ID(struct assign_in, office_id, JSON_REQUIRED),
    JSON_STR(struct assign_in, note, JSON_OPTIONAL, DEMAND_NOTE_MAX),
};

static qh_status api_assign(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct assign_in in = {0};
    qh_status rc = req_json(rq, DEMAND_ASSIGN_IN, LEN(DEMAND_ASSIGN_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = demand_assign(c, req_param(rq, "id"), in.version, in.office_id, in.note);
    if (rc)
        return rc;
    return demand_reply(c, rs, 200, req_param(rq, "id"));
}

struct accept_in {
    int64_t version;
    const char *handler_id;
};

static const struct json_field DEMAND_ACCEPT_IN[] = {
    JSON_INT(struct accept_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_ID(struct accept_in, handler_id, JSON_OPTIONAL),
};

static qh_status api_accept(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct accept_in in = {0};
    qh_status rc = req_json(rq, DEMAND_ACCEPT_IN, LEN(DEMAND_ACCEPT_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = demand_accept(c, req_param(rq, "id"), in.version, in.handler_id);
    if (rc)
        return rc;
    return demand_reply(c, rs, 200, req_param(rq, "id"));
}

/* ---- answer and link ---- */

struct answer_in {
    int64_t version;
    const char *answer;
    int outcome;
    struct json_strs certificate_ids;
};

static const struct json_field DEMAND_ANSWER_IN[] = {
    JSON_INT(struct answer_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct answer_in, answer, JSON_REQUIRED, DEMAND_TEXT_MAX),
    JSON_ENUM(struct answer_in, outcome, JSON_REQUIRED, OUTCOMES),
    JSON_STRS(struct answer_in, certificate_ids, JSON_OPTIONAL, CERTIFICATES_MAX, 26),
};

struct answer_out {
    struct demand_detail demand;
    const char *confirm_token;
    const char *confirm_url;
    const char *confirm_qr; /* SVG of the address */
};

static const struct json_field DEMAND_ANSWER_OUT[] = {
    JSON_OBJ(struct answer_out, demand, JSON_REQUIRED, DEMAND_DETAIL_OUT,
             struct demand_detail),
    JSON_STR(struct answer_out, confirm_token, JSON_REQUIRED, 80),
    JSON_STR(struct answer_out, confirm_url, JSON_REQUIRED, 400),
    JSON_STR(struct answer_out, confirm_qr, JSON_REQUIRED, 100000),
};

/* The address of a link and its QR code, to be shown on a screen or printed. */
static qh_status link_of(struct ctx *c, const char *token, const char **out_url,
                         const char **out_qr)
{
    struct qr code = {0};
    qh_status rc;

    *out_url = confirm_url(c, token);
    rc = qr_encode(c->arena, *out_url, &code, &c->err);
    if (!rc)
        *out_qr = qr_svg(c->arena, &code, NULL);
    return rc;
}

static qh_status api_answer(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct answer_out out = {0};
    struct answer_in in = {0};
    qh_status rc = req_json(rq, DEMAND_ANSWER_IN, LEN(DEMAND_ANSWER_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = demand_answer(c, req_param(rq, "id"),
                       &(struct demand_answer){in.version, in.answer,
                                               OUTCOMES[in.outcome], in.certificate_ids},
                       &out.confirm_token);
    if (rc)
        return rc;
    rc = demand_find(c, req_param(rq, "id"), &out.demand);
    if (rc)
        return rc;
    rc = link_of(c, out.confirm_token, &out.confirm_url, &out.confirm_qr);
    if (rc)
        return rc;
    return res_json(c, rs, 200, DEMAND_ANSWER_OUT, LEN(DEMAND_ANSWER_OUT), &out);
}

struct link_out {
    const char *confirm_token;
    const char *confirm_url;
    const char *confirm_qr;
};

static const struct json_field CONFIRM_LINK_OUT[] = {
    JSON_STR(struct link_out, confirm_token, JSON_REQUIRED, 80),
    JSON_STR(struct link_out, confirm_url, JSON_REQUIRED, 400),
    JSON_STR(struct link_out, confirm_qr, JSON_REQUIRED, 100000),
};

static qh_status api_link(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct link_out out = {0};
    struct step_in in = {0};
    qh_status rc = req_json(rq, STEP_IN, LEN(STEP_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = confirm_link(c, req_param(rq, "id"), in.version, &out.confirm_token);
    if (!rc)
        rc = link_of(c, out.confirm_token, &out.confirm_url, &out.confirm_qr);
    if (rc)
        return rc;
    return res_json(c, rs, 200, CONFIRM_LINK_OUT, LEN(CONFIRM_LINK_OUT), &out);
}

/* The desk notes that the enterprise wants to withdraw; the link asks the enterprise. */
static qh_status api_withdraw_ask(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct link_out out = {0};
    struct step_in in = {0};
    qh_status rc = req_json(rq, STEP_IN, LEN(STEP_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = demand_withdraw_ask(c, req_param(rq, "id"), in.version, in.reason,
                             &out.confirm_token);
    if (!rc)
        rc = link_of(c, out.confirm_token, &out.confirm_url, &out.confirm_qr);
    if (rc)
        return rc;
    return res_json(c, rs, 200, CONFIRM_LINK_OUT, LEN(CONFIRM_LINK_OUT), &out);
}

static qh_status api_follow_up(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct follow_up_in in = {0};
    const char *state = NULL;
    struct confirm_in said;
    qh_status rc = req_json(rq, FOLLOW_UP_IN, LEN(FOLLOW_UP_IN), &in, &c->err);

    if (rc)
        return rc;
    said = confirm_in_of(&in);
    rc = confirm_follow_up(c, req_param(rq, "id"), in.version, &said, &state);
    if (rc)
        return rc;
    return demand_reply(c, rs, 200, req_param(rq, "id"));
}

/* ---- steps that need no more than a reason ---- */

typedef qh_status plain_step(struct ctx *c, const char *id, int64_t version,
                             const char *reason);

static qh_status run_plain(struct ctx *c, const struct req *rq, struct res *rs,
                           plain_step *step)
{
    struct step_in in = {0};
    qh_status rc = req_json(rq, STEP_IN, LEN(STEP_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = step(c, req_param(rq, "id"), in.version, in.reason);
    if (rc)
        return rc;
    return demand_reply(c, rs, 200, req_param(rq, "id"));
}

static qh_status api_object(struct ctx *c, const struct req *rq, struct res *rs)
{
    return run_plain(c, rq, rs, demand_object);
}

static qh_status api_reopen(struct ctx *c, const struct req *rq, struct res *rs)
{
    return run_plain(c, rq, rs, demand_reopen);
}

struct decline_in {
    int64_t version;
    const char *reason;
    const char *where_to;
};

static const struct json_field DEMAND_DECLINE_IN[] = {
    JSON_INT(struct decline_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct decline_in, reason, JSON_OPTIONAL, DEMAND_NOTE_MAX),
    JSON_STR(struct decline_in, where_to, JSON_OPTIONAL, DEMAND_NOTE_MAX),
};

static qh_status api_decline(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct decline_in in = {0};
    qh_status rc = req_json(rq, DEMAND_DECLINE_IN, LEN(DEMAND_DECLINE_IN), &in, &c->err);

    if (!rc)
        rc = demand_decline(c, req_param(rq, "id"), in.version, in.reason, in.where_to);
    return rc ? rc : demand_reply(c, rs, 200, req_param(rq, "id"));
}

static qh_status api_close(struct ctx *c, const struct req *rq, struct res *rs)
{
    return run_plain(c, rq, rs, demand_close);
}

static qh_status api_withdraw(struct ctx *c, const struct req *rq, struct res *rs)
{
    return run_plain(c, rq, rs, demand_withdraw);
}

/* A step whose right differs by who acts asks for the right to read; the workflow's table
 * says the rest. */
/* clang-format off */
const struct endpoint API_DEMAND_STEP[] = {
    EP("POST", "/api/demands/{id}/triage",       RIGHT_DEMAND_TRIAGE, TX_WRITE, api_triage,
       "demand_triage", EP_IN(DEMAND_TRIAGE_IN), EP_OUT(DEMAND_DETAIL_OUT)),
    EP("POST", "/api/demands/{id}/assign",       RIGHT_DEMAND_ASSIGN, TX_WRITE, api_assign,
       "demand_assign", EP_IN(DEMAND_ASSIGN_IN), EP_OUT(DEMAND_DETAIL_OUT)),
    EP("POST", "/api/demands/{id}/accept",       RIGHT_DEMAND_ACCEPT, TX_WRITE, api_accept,
       "demand_accept", EP_IN(DEMAND_ACCEPT_IN), EP_OUT(DEMAND_DETAIL_OUT)),
    EP("POST", "/api/demands/{id}/object",       RIGHT_DEMAND_ACCEPT, TX_WRITE, api_object,
       "demand_object", EP_IN(STEP_IN), EP_OUT(DEMAND_DETAIL_OUT)),
    EP("POST", "/api/demands/{id}/answer",       RIGHT_DEMAND_ANSWER, TX_WRITE, api_answer,
       "demand_answer", EP_IN(DEMAND_ANSWER_IN), EP_OUT(DEMAND_ANSWER_OUT)),
    EP("POST", "/api/demands/{id}/confirm-link", RIGHT_DEMAND_ANSWER, TX_WRITE, api_link,
       "demand_confirm_link", EP_IN(STEP_IN), EP_OUT(CONFIRM_LINK_OUT)),
    EP("POST", "/api/demands/{id}/follow-up",    RIGHT_DEMAND_READ,   TX_WRITE, api_follow_up,
       "demand_follow_up", EP_IN(FOLLOW_UP_IN), EP_OUT(DEMAND_DETAIL_OUT)),
    EP("POST", "/api/demands/{id}/decline",      RIGHT_DEMAND_TRIAGE, TX_WRITE, api_decline,
       "demand_decline", EP_IN(DEMAND_DECLINE_IN), EP_OUT(DEMAND_DETAIL_OUT)),
    EP("POST", "/api/demands/{id}/close",        RIGHT_DEMAND_TRIAGE, TX_WRITE, api_close,
       "demand_close", EP_IN(STEP_IN), EP_OUT(DEMAND_DETAIL_OUT)),
    EP("POST", "/api/demands/{id}/withdraw",     RIGHT_DEMAND_READ,   TX_WRITE, api_withdraw,
       "demand_withdraw", EP_IN(STEP_IN), EP_OUT(DEMAND_DETAIL_OUT)),
    EP("POST", "/api/demands/{id}/withdraw-ask", RIGHT_DEMAND_FOLLOW_UP, TX_WRITE,
       api_withdraw_ask, "demand_withdraw_ask", EP_IN(STEP_IN), EP_OUT(CONFIRM_LINK_OUT)),
    EP("POST", "/api/demands/{id}/reopen",       RIGHT_DEMAND_CONFIRM, TX_WRITE, api_reopen,
       "demand_reopen", EP_IN(STEP_IN), EP_OUT(DEMAND_DETAIL_OUT)),
};
/* clang-format on */
const size_t API_DEMAND_STEP_LEN = LEN(API_DEMAND_STEP);
