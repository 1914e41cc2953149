#include "http/api_credential.h"

#include "base/text.h"
#include "domain/credential.h"

static const char *const DUTIES[] = {"verify", "check", "approve", NULL};

static const struct json_field CREDENTIAL_OUT[] = {
    JSON_STR(struct credential, id, JSON_REQUIRED, 26),
    JSON_STR(struct credential, person_id, JSON_REQUIRED, 26),
    JSON_STR(struct credential, person_name, JSON_REQUIRED, 100),
    JSON_STR(struct credential, regulation_code, JSON_REQUIRED, 60),
    JSON_STR(struct credential, duty, JSON_REQUIRED, 20),
    JSON_STR(struct credential, number, JSON_REQUIRED, CREDENTIAL_NUMBER_MAX),
    JSON_STR(struct credential, valid_from_day, JSON_REQUIRED, 10),
    JSON_STR(struct credential, valid_until_day, JSON_REQUIRED, 10),
    JSON_STR(struct credential, stopped_day, JSON_OPTIONAL, 10),
    JSON_STR(struct credential, state, JSON_REQUIRED, 20),
    JSON_BOOL(struct credential, is_valid, JSON_REQUIRED),
    JSON_INT(struct credential, version, JSON_REQUIRED, 0, INT64_MAX),
};

struct credentials_out {
    struct json_list items;
};

static const struct json_field CREDENTIAL_LIST_OUT[] = {
    JSON_OBJS(struct credentials_out, items, JSON_REQUIRED, CREDENTIAL_OUT,
              struct credential, CREDENTIAL_LIST_MAX),
};

static const struct json_field CREDENTIAL_QUERY[] = {
    JSON_ID(struct credential, person_id, JSON_OPTIONAL),
};

struct credential_in {
    const char *person_id;
    const char *regulation_code;
    int duty;
    const char *number;
    const char *valid_from_day;
    const char *valid_until_day;
};

#define TERM                                                                             \
    JSON_STR(struct credential_in, number, JSON_REQUIRED, CREDENTIAL_NUMBER_MAX),        \
        JSON_DATE(struct credential_in, valid_from_day, JSON_REQUIRED),                  \
        JSON_DATE(struct credential_in, valid_until_day, JSON_REQUIRED)

static const struct json_field CREDENTIAL_ADD_IN[] = {
    JSON_ID(struct credential_in, person_id, JSON_REQUIRED),
    JSON_STR(struct credential_in, regulation_code, JSON_REQUIRED, 40),
    JSON_ENUM(struct credential_in, duty, JSON_REQUIRED, DUTIES),
    TERM,
};

static const struct json_field CREDENTIAL_RENEW_IN[] = {TERM};

struct credential_step_in {
    int64_t version;
    const char *reason;
};

static const struct json_field CREDENTIAL_STEP_IN[] = {
    JSON_INT(struct credential_step_in, version, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct credential_step_in, reason, JSON_REQUIRED, CREDENTIAL_REASON_MAX),
};

static qh_status reply(struct ctx *c, struct res *rs, int status, const char *person_id)
{
    struct credentials_out out = {0};
    const qh_status rc = credential_list(c, person_id, &out.items);

    if (rc)
        return rc;
    return res_json(c, rs, status, CREDENTIAL_LIST_OUT, LEN(CREDENTIAL_LIST_OUT), &out);
}

static qh_status api_credential_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct credential q = {0};
    const qh_status rc =
        req_query(rq, CREDENTIAL_QUERY, LEN(CREDENTIAL_QUERY), &q, &c->err);

    return rc ? rc : reply(c, rs, 200, q.person_id);
}

static struct credential credential_of(const struct credential_in *in)
{
    return (struct credential){.person_id = in->person_id,
                               .regulation_code = in->regulation_code,
                               .duty = DUTIES[in->duty],
                               .number = in->number,
                               .valid_from_day = in->valid_from_day,
                               .valid_until_day = in->valid_until_day};
}

static qh_status api_credential_add(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct credential_in in = {0};
    struct credential k;
    const char *id = NULL;
    qh_status rc = req_input(rq, &in, &c->err);

    if (rc)
        return rc;
    k = credential_of(&in);
    rc = credential_add(c, &k, &id);
    return rc ? rc : reply(c, rs, 201, in.person_id);
}

static qh_status api_credential_renew(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct credential_in in = {0};
    struct credential k;
    const char *person = NULL;
    qh_status rc = req_input(rq, &in, &c->err);

    if (rc)
        return rc;
    k = credential_of(&in);
    rc = credential_renew(c, req_param(rq, "id"), &k, &person);
    return rc ? rc : reply(c, rs, 201, person);
}

static qh_status api_credential_stop(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct credential_step_in in = {0};
    const char *why = str_equal(req_action(rq), "end") ? "ended" : "suspended";
    const char *person = NULL;
    qh_status rc = req_input(rq, &in, &c->err);

    if (!rc)
        rc = credential_stop(c, req_param(rq, "id"), in.version, why, in.reason, &person);
    return rc ? rc : reply(c, rs, 200, person);
}

/* clang-format off */
const struct endpoint API_CREDENTIAL[] = {
    EP("GET",  "/api/credentials",              RIGHT_PERSON_READ,  TX_READ,  api_credential_list,
       "credential_list", EP_QUERY(CREDENTIAL_QUERY), EP_OUT(CREDENTIAL_LIST_OUT)),
    EP("POST", "/api/credentials",              RIGHT_PERSON_ADMIN, TX_WRITE, api_credential_add,
       "credential_add", .status = 201, EP_IN(CREDENTIAL_ADD_IN), EP_OUT(CREDENTIAL_LIST_OUT)),
    EP("POST", "/api/credentials/{id}/renew",   RIGHT_PERSON_ADMIN, TX_WRITE, api_credential_renew,
       "credential_renew", .status = 201, EP_IN(CREDENTIAL_RENEW_IN), EP_OUT(CREDENTIAL_LIST_OUT)),
    EP("POST", "/api/credentials/{id}/suspend", RIGHT_PERSON_ADMIN, TX_WRITE, api_credential_stop,
       "credential_suspend", EP_IN(CREDENTIAL_STEP_IN), EP_OUT(CREDENTIAL_LIST_OUT)),
    EP("POST", "/api/credentials/{id}/end",     RIGHT_PERSON_ADMIN, TX_WRITE, api_credential_stop,
       "credential_end", EP_IN(CREDENTIAL_STEP_IN), EP_OUT(CREDENTIAL_LIST_OUT)),
};
/* clang-format on */
const size_t API_CREDENTIAL_LEN = LEN(API_CREDENTIAL);
