#include "http/api_confirm.h"

#include "domain/demand_confirm.h"
#include "http/confirm_shapes.h"

enum { NOTE_MAX = 1000 };

const char *const SATISFACTIONS[4] = {"satisfied", "basically", "not", NULL};

static const char *const SOLVED[] = {"", "yes", "partly", "no", NULL};

const struct json_field FOLLOW_UP_IN[9] = {
    JSON_INT(struct follow_up_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_ENUM(struct follow_up_in, satisfaction, JSON_REQUIRED, SATISFACTIONS),
    JSON_INT(struct follow_up_in, rating, JSON_REQUIRED, 1, 5),
    JSON_STR(struct follow_up_in, note, JSON_OPTIONAL, NOTE_MAX),
    JSON_BOOL(struct follow_up_in, downtime_confirmed, JSON_OPTIONAL),
    JSON_ENUM(struct follow_up_in, solved, JSON_OPTIONAL, SOLVED),
    JSON_INT_OPT(struct follow_up_in, answered, JSON_OPTIONAL, 0, 1),
    JSON_INT_OPT(struct follow_up_in, contacted, JSON_OPTIONAL, 0, 1),
    JSON_BOOL(struct follow_up_in, informed, JSON_OPTIONAL),
};

static const struct json_field CONFIRM_IN[] = {
    JSON_ENUM(struct follow_up_in, satisfaction, JSON_REQUIRED, SATISFACTIONS),
    JSON_INT(struct follow_up_in, rating, JSON_REQUIRED, 1, 5),
    JSON_STR(struct follow_up_in, note, JSON_OPTIONAL, NOTE_MAX),
    JSON_BOOL(struct follow_up_in, downtime_confirmed, JSON_OPTIONAL),
    JSON_ENUM(struct follow_up_in, solved, JSON_OPTIONAL, SOLVED),
    JSON_INT_OPT(struct follow_up_in, answered, JSON_OPTIONAL, 0, 1),
    JSON_INT_OPT(struct follow_up_in, contacted, JSON_OPTIONAL, 0, 1),
};

struct confirm_in confirm_in_of(const struct follow_up_in *in)
{
    return (struct confirm_in){
        .satisfaction = SATISFACTIONS[in->satisfaction],
        .rating = in->rating,
        .note = in->note,
        .downtime_confirmed = in->downtime_confirmed,
        .solved = in->solved ? SOLVED[in->solved] : NULL,
        .answered = in->answered,
        .contacted = in->contacted,
        .informed = in->informed,
    };
}

static const struct json_field CONFIRM_CERTIFICATE_OUT[] = {
    JSON_STR(struct confirm_certificate, number, JSON_REQUIRED, 60),
    JSON_STR(struct confirm_certificate, kind, JSON_REQUIRED, 20),
    JSON_STR(struct confirm_certificate, check_url, JSON_REQUIRED, 400),
};

static const struct json_field CONFIRM_PAGE_OUT[] = {
    JSON_STR(struct confirm_page, number, JSON_REQUIRED, 40),
    JSON_STR(struct confirm_page, text, JSON_REQUIRED, 2000),
    JSON_STR(struct confirm_page, answer, JSON_OPTIONAL, 2000),
    JSON_STR(struct confirm_page, outcome, JSON_OPTIONAL, 20),
    JSON_STR(struct confirm_page, enterprise_name, JSON_REQUIRED, 200),
    JSON_OBJS(struct confirm_page, certificates, JSON_REQUIRED, CONFIRM_CERTIFICATE_OUT,
              struct confirm_certificate, 500),
    JSON_INT(struct confirm_page, downtime_days, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct confirm_page, state, JSON_REQUIRED, 10),
    JSON_STR(struct confirm_page, satisfaction, JSON_OPTIONAL, 20),
    JSON_BOOL(struct confirm_page, open, JSON_REQUIRED),
    JSON_INT_OPT(struct confirm_page, reopen_until_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_BOOL(struct confirm_page, withdraw_asked, JSON_REQUIRED),
    JSON_STR(struct confirm_page, where_to, JSON_OPTIONAL, 1000),
};

struct confirm_out {
    const char *state;
};

static const struct json_field CONFIRM_OUT[] = {
    JSON_STR(struct confirm_out, state, JSON_REQUIRED, 10),
};

static qh_status api_confirm_find(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct confirm_page out = {0};
    const qh_status rc = confirm_find(c, req_param(rq, "token"), &out);

    if (rc)
        return rc;
    return res_json(c, rs, 200, CONFIRM_PAGE_OUT, LEN(CONFIRM_PAGE_OUT), &out);
}

static qh_status api_confirm_say(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct follow_up_in in = {0};
    struct confirm_out out = {0};
    struct confirm_in said;
    qh_status rc = req_json(rq, CONFIRM_IN, LEN(CONFIRM_IN), &in, &c->err);

    if (rc)
        return rc;
    said = confirm_in_of(&in);
    rc = confirm_say(c, req_param(rq, "token"), &said, &out.state);
    if (rc)
        return rc;
    return res_json(c, rs, 200, CONFIRM_OUT, LEN(CONFIRM_OUT), &out);
}

struct reopen_in {
    const char *reason;
};

static const struct json_field CONFIRM_REOPEN_IN[] = {
    JSON_STR(struct reopen_in, reason, JSON_REQUIRED, NOTE_MAX),
};

static qh_status api_confirm_reopen(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct reopen_in in = {0};
    struct confirm_out out = {0};
    qh_status rc = req_json(rq, CONFIRM_REOPEN_IN, LEN(CONFIRM_REOPEN_IN), &in, &c->err);

    if (!rc)
        rc = confirm_reopen(c, req_param(rq, "token"), in.reason, &out.state);
    if (rc)
        return rc;
    return res_json(c, rs, 200, CONFIRM_OUT, LEN(CONFIRM_OUT), &out);
}

struct withdraw_in {
    bool agree;
};

static const struct json_field CONFIRM_WITHDRAW_IN[] = {
    JSON_BOOL(struct withdraw_in, agree, JSON_REQUIRED),
};

static qh_status api_confirm_withdraw(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct withdraw_in in = {0};
    struct confirm_out out = {0};
    qh_status rc =
        req_json(rq, CONFIRM_WITHDRAW_IN, LEN(CONFIRM_WITHDRAW_IN), &in, &c->err);

    if (!rc)
        rc = confirm_withdraw(c, req_param(rq, "token"), in.agree, &out.state);
    if (rc)
        return rc;
    return res_json(c, rs, 200, CONFIRM_OUT, LEN(CONFIRM_OUT), &out);
}

/* clang-format off */
const struct endpoint API_CONFIRM[] = {
    EP("GET",  "/api/confirm/{token}", RIGHT_PUBLIC, TX_READ,  api_confirm_find,
       "confirm_find", .flags = EP_LIMITED, EP_OUT(CONFIRM_PAGE_OUT)),
    EP("POST", "/api/confirm/{token}", RIGHT_PUBLIC, TX_WRITE, api_confirm_say,
       "confirm_say", .flags = EP_LIMITED, EP_IN(CONFIRM_IN), EP_OUT(CONFIRM_OUT)),
    EP("POST", "/api/confirm/{token}/reopen", RIGHT_PUBLIC, TX_WRITE, api_confirm_reopen,
       "confirm_reopen", .flags = EP_LIMITED, EP_IN(CONFIRM_REOPEN_IN), EP_OUT(CONFIRM_OUT)),
    EP("POST", "/api/confirm/{token}/withdraw", RIGHT_PUBLIC, TX_WRITE, api_confirm_withdraw,
       "confirm_withdraw", .flags = EP_LIMITED, EP_IN(CONFIRM_WITHDRAW_IN),
       EP_OUT(CONFIRM_OUT)),
};
/* clang-format on */
const size_t API_CONFIRM_LEN = LEN(API_CONFIRM);
