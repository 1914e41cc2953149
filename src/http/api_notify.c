#include "http/api_notify.h"

#include "domain/notify_address.h"
#include "domain/notify_delivery.h"
#include "domain/notify_endpoint.h"
#include "domain/notify_person.h"
#include "http/list.h"

/* ---- one's own settings ---- */

enum { MINUTE_LAST = 1439, WEEKDAY_LAST = 6 };

static const char *const LANGUAGES[] = {"zh-CN", "en", NULL};
static const char *const DIGESTS[] = {"none", "daily", "weekly", NULL};

static const struct json_field NOTIFY_WISH_OUT[] = {
    JSON_STR(struct notify_wish, kind, JSON_REQUIRED, 60),
    JSON_BOOL(struct notify_wish, inbox, JSON_REQUIRED),
    JSON_BOOL(struct notify_wish, email, JSON_REQUIRED),
    JSON_BOOL(struct notify_wish, sms, JSON_REQUIRED),
    JSON_BOOL(struct notify_wish, wechat, JSON_REQUIRED),
    JSON_BOOL(struct notify_wish, fixed, JSON_REQUIRED),
};

static const struct json_field NOTIFY_PERSON_OUT[] = {
    JSON_STR(struct notify_person, language, JSON_REQUIRED, 10),
    JSON_STR(struct notify_person, email, JSON_REQUIRED, NOTIFY_EMAIL_MAX),
    JSON_STR(struct notify_person, sms_to, JSON_REQUIRED, NOTIFY_NUMBER_MAX),
    JSON_STR(struct notify_person, wechat_to, JSON_REQUIRED, NOTIFY_NUMBER_MAX),
    JSON_STR(struct notify_person, digest, JSON_REQUIRED, 10),
    JSON_INT(struct notify_person, digest_min, JSON_REQUIRED, 0, MINUTE_LAST),
    JSON_INT(struct notify_person, digest_weekday, JSON_REQUIRED, 0, WEEKDAY_LAST),
    JSON_INT_OPT(struct notify_person, quiet_from_min, JSON_OPTIONAL, 0, MINUTE_LAST),
    JSON_INT_OPT(struct notify_person, quiet_until_min, JSON_OPTIONAL, 0, MINUTE_LAST),
    JSON_BOOL(struct notify_person, workdays_only, JSON_REQUIRED),
};

static const struct json_field NOTIFY_PROFILE_OUT[] = {
    JSON_OBJ(struct notify_profile, person, JSON_REQUIRED, NOTIFY_PERSON_OUT,
             struct notify_person),
    JSON_STRS(struct notify_profile, channels, JSON_REQUIRED, CHANNEL_COUNT, 10),
    JSON_OBJS(struct notify_profile, wishes, JSON_REQUIRED, NOTIFY_WISH_OUT,
              struct notify_wish, NOTIFY_CHOICES_MAX),
};

static qh_status reply_profile(struct ctx *c, struct res *rs)
{
    struct notify_profile out = {0};
    const qh_status rc = notify_profile(c, &out);

    if (rc)
        return rc;
    return res_json(c, rs, 200, NOTIFY_PROFILE_OUT, LEN(NOTIFY_PROFILE_OUT), &out);
}

static qh_status api_notify_profile(struct ctx *c, const struct req *rq, struct res *rs)
{
    (void)rq;
    return reply_profile(c, rs);
}

struct profile_in {
    int language;
    const char *email;
    const char *sms_to;
    const char *wechat_to;
    int digest;
    int64_t digest_min;
    int64_t digest_weekday;
    struct opt_int quiet_from_min;
    struct opt_int quiet_until_min;
    bool workdays_only;
    struct json_list choices;
};

static const struct json_field NOTIFY_CHOICE_IN[] = {
    JSON_STR(struct notify_choice_in, kind, JSON_REQUIRED, 60),
    JSON_ENUM(struct notify_choice_in, channel, JSON_REQUIRED, NOTIFY_CHANNEL_NAMES),
    JSON_BOOL(struct notify_choice_in, chosen, JSON_REQUIRED),
};

static const struct json_field NOTIFY_PROFILE_IN[] = {
    JSON_ENUM(struct profile_in, language, JSON_REQUIRED, LANGUAGES),
    JSON_STR(struct profile_in, email, JSON_OPTIONAL, NOTIFY_EMAIL_MAX),
    JSON_STR(struct profile_in, sms_to, JSON_OPTIONAL, NOTIFY_NUMBER_MAX),
    JSON_STR(struct profile_in, wechat_to, JSON_OPTIONAL, NOTIFY_NUMBER_MAX),
    JSON_ENUM(struct profile_in, digest, JSON_REQUIRED, DIGESTS),
    JSON_INT(struct profile_in, digest_min, JSON_REQUIRED, 0, MINUTE_LAST),
    JSON_INT(struct profile_in, digest_weekday, JSON_REQUIRED, 0, WEEKDAY_LAST),
    JSON_INT_OPT(struct profile_in, quiet_from_min, JSON_OPTIONAL, 0, MINUTE_LAST),
    JSON_INT_OPT(struct profile_in, quiet_until_min, JSON_OPTIONAL, 0, MINUTE_LAST),
    JSON_BOOL(struct profile_in, workdays_only, JSON_REQUIRED),
    JSON_OBJS(struct profile_in, choices, JSON_OPTIONAL, NOTIFY_CHOICE_IN,
              struct notify_choice_in, NOTIFY_CHOICES_MAX),
};

static const char *or_empty(const char *s)
{
    return s ? s : "";
}

static qh_status api_notify_profile_put(struct ctx *c, const struct req *rq,
                                        struct res *rs)
{
    struct profile_in in = {0};
    struct notify_person p;
    qh_status rc = req_json(rq, NOTIFY_PROFILE_IN, LEN(NOTIFY_PROFILE_IN), &in, &c->err);

    if (rc)
        return rc;
    p = (struct notify_person){LANGUAGES[in.language], or_empty(in.email),
                               or_empty(in.sms_to),    or_empty(in.wechat_to),
                               DIGESTS[in.digest],     in.digest_min,
                               in.digest_weekday,      in.quiet_from_min,
                               in.quiet_until_min,     in.workdays_only};
    rc = notify_profile_put(c, &p, &in.choices);
    return rc ? rc : reply_profile(c, rs);
}

/* ---- channels ---- */

static const char *const CHANNELS[] = {"email", "sms", "wechat", "webhook", NULL};
static const char *const SECURITIES[] = {"starttls", "tls", "none", NULL};

static const struct json_field ENDPOINT_ACTION_OUT[] = {
    JSON_STR(struct workflow_action, action, JSON_REQUIRED, 30),
    JSON_BOOL(struct workflow_action, allowed, JSON_REQUIRED),
    JSON_STR(struct workflow_action, why, JSON_REQUIRED, 60),
};

static const struct json_field ENDPOINT_OUT[] = {
    JSON_STR(struct endpoint_row, id, JSON_REQUIRED, 26),
    JSON_STR(struct endpoint_row, channel, JSON_REQUIRED, 10),
    JSON_STR(struct endpoint_row, name, JSON_REQUIRED, ENDPOINT_NAME_MAX),
    JSON_STR(struct endpoint_row, url, JSON_REQUIRED, NOTIFY_URL_MAX),
    JSON_STR(struct endpoint_row, security, JSON_REQUIRED, 10),
    JSON_STR(struct endpoint_row, login, JSON_REQUIRED, ENDPOINT_SECRET_MAX),
    JSON_STR(struct endpoint_row, sender, JSON_REQUIRED, NOTIFY_EMAIL_MAX),
    JSON_STR(struct endpoint_row, ca_pem, JSON_REQUIRED, ENDPOINT_CA_MAX),
    JSON_STRS(struct endpoint_row, kinds, JSON_REQUIRED, ENDPOINT_LIST_MAX, 60),
    JSON_STRS(struct endpoint_row, domains, JSON_REQUIRED, ENDPOINT_LIST_MAX, 253),
    JSON_STR(struct endpoint_row, state, JSON_REQUIRED, 10),
    JSON_INT(struct endpoint_row, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_INT(struct endpoint_row, fails, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT_OPT(struct endpoint_row, open_until_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_INT_OPT(struct endpoint_row, ok_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_INT_OPT(struct endpoint_row, fail_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_STR(struct endpoint_row, error, JSON_REQUIRED, 20),
    JSON_STR(struct endpoint_row, secret, JSON_REQUIRED, 10),
    JSON_OBJS(struct endpoint_row, actions, JSON_REQUIRED, ENDPOINT_ACTION_OUT,
              struct workflow_action, 10),
};

struct endpoints_out {
    struct json_list items;
};

static const struct json_field ENDPOINT_LIST_OUT[] = {
    JSON_OBJS(struct endpoints_out, items, JSON_REQUIRED, ENDPOINT_OUT,
              struct endpoint_row, LIST_MAX),
};

static qh_status api_endpoint_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct endpoints_out out = {0};
    const qh_status rc = endpoint_list(c, &out.items);

    (void)rq;
    if (rc)
        return rc;
    return res_json(c, rs, 200, ENDPOINT_LIST_OUT, LEN(ENDPOINT_LIST_OUT), &out);
}

struct channel_in {
    int channel; /* of a new one */
    int security;
    struct endpoint_in e;
};

#define CHANNEL_FIELDS                                                                   \
    JSON_ENUM(struct channel_in, security, JSON_OPTIONAL, SECURITIES),                   \
        CHANNEL_STR(name, JSON_REQUIRED, ENDPOINT_NAME_MAX),                             \
        CHANNEL_STR(url, JSON_REQUIRED, NOTIFY_URL_MAX),                                 \
        CHANNEL_STR(login, JSON_OPTIONAL, ENDPOINT_SECRET_MAX),                          \
        CHANNEL_STR(sender, JSON_OPTIONAL, NOTIFY_EMAIL_MAX),                            \
        CHANNEL_STR(ca_pem, JSON_OPTIONAL, ENDPOINT_CA_MAX),                             \
        CHANNEL_STR(secret, JSON_OPTIONAL, ENDPOINT_SECRET_MAX),                         \
        CHANNEL_STRS(kinds, 60), CHANNEL_STRS(domains, 253)
#define CHANNEL_STR(f, req, most)                                                        \
    {                                                                                    \
#f, offsetof(struct channel_in, e.f), JSON_T_STR, (req), (req), (most), NULL,    \
            NULL, 0, 0, NULL                                                             \
    }
#define CHANNEL_STRS(f, chars)                                                           \
    {                                                                                    \
#f, offsetof(struct channel_in, e.f), JSON_T_STRS, JSON_OPTIONAL, 0,             \
            ENDPOINT_LIST_MAX, NULL, NULL, 0, (chars), NULL                              \
    }

static const struct json_field ENDPOINT_IN[] = {
    JSON_ENUM(struct channel_in, channel, JSON_REQUIRED, CHANNELS),
    CHANNEL_FIELDS,
};

static const struct json_field ENDPOINT_CHANGE_IN[] = {
    {"version", offsetof(struct channel_in, e.version), JSON_T_INT, JSON_REQUIRED, 1,
     INT64_MAX, NULL, NULL, 0, 0, NULL},
    CHANNEL_FIELDS,
};

static const struct json_field ENDPOINT_MADE_OUT[] = {
    JSON_STR(struct endpoint_made, id, JSON_REQUIRED, 26),
    JSON_STR(struct endpoint_made, signing_key, JSON_OPTIONAL, 60),
};

static qh_status api_endpoint_add(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct endpoint_made out = {0};
    struct channel_in in = {0};
    qh_status rc = req_json(rq, ENDPOINT_IN, LEN(ENDPOINT_IN), &in, &c->err);

    in.e.channel = CHANNELS[in.channel];
    in.e.security = SECURITIES[in.security];
    if (!rc)
        rc = endpoint_add(c, &in.e, &out);
    if (rc)
        return rc;
    return res_json(c, rs, 201, ENDPOINT_MADE_OUT, LEN(ENDPOINT_MADE_OUT), &out);
}

static qh_status api_endpoint_change(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct channel_in in = {0};
    qh_status rc =
        req_json(rq, ENDPOINT_CHANGE_IN, LEN(ENDPOINT_CHANGE_IN), &in, &c->err);

    in.e.security = SECURITIES[in.security];
    if (!rc)
        rc = endpoint_change(c, req_param(rq, "id"), &in.e);
    return rc ? rc : res_empty(rs, 204);
}

struct version_in {
    int64_t version;
};

static const struct json_field ENDPOINT_VERSION_IN[] = {
    JSON_INT(struct version_in, version, JSON_REQUIRED, 1, INT64_MAX),
};

static qh_status api_endpoint_step(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct version_in in = {0};
    qh_status rc =
        req_json(rq, ENDPOINT_VERSION_IN, LEN(ENDPOINT_VERSION_IN), &in, &c->err);

    if (!rc)
        rc = endpoint_step(c, req_param(rq, "id"), req_action(rq), in.version);
    return rc ? rc : res_empty(rs, 204);
}

static qh_status api_endpoint_new_key(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct endpoint_made out = {0};
    struct version_in in = {0};
    qh_status rc =
        req_json(rq, ENDPOINT_VERSION_IN, LEN(ENDPOINT_VERSION_IN), &in, &c->err);

    if (!rc)
        rc = endpoint_new_key(c, req_param(rq, "id"), in.version, &out);
    if (rc)
        return rc;
    return res_json(c, rs, 200, ENDPOINT_MADE_OUT, LEN(ENDPOINT_MADE_OUT), &out);
}

static qh_status api_endpoint_test(struct ctx *c, const struct req *rq, struct res *rs)
{
    const qh_status rc = endpoint_test(c, req_param(rq, "id"));

    return rc ? rc : res_empty(rs, 204);
}

/* ---- the log ---- */

static const struct json_field DELIVERY_QUERY[] = {
    JSON_STR(struct delivery_filter, state, JSON_OPTIONAL, 10),
    JSON_STR(struct delivery_filter, endpoint, JSON_OPTIONAL, 26),
    JSON_STR(struct delivery_filter, after, JSON_OPTIONAL, 60),
    JSON_INT(struct delivery_filter, limit, JSON_OPTIONAL, 1, LIST_MAX),
};

static const struct json_field DELIVERY_OUT[] = {
    JSON_STR(struct delivery_row, id, JSON_REQUIRED, 26),
    JSON_STR(struct delivery_row, endpoint_id, JSON_REQUIRED, 26),
    JSON_STR(struct delivery_row, channel, JSON_REQUIRED, 10),
    JSON_STR(struct delivery_row, endpoint_name, JSON_REQUIRED, ENDPOINT_NAME_MAX),
    JSON_STR(struct delivery_row, kind, JSON_REQUIRED, 60),
    JSON_STR(struct delivery_row, label, JSON_REQUIRED, 200),
    JSON_STR(struct delivery_row, person_name, JSON_OPTIONAL, 100),
    JSON_BOOL(struct delivery_row, digest, JSON_REQUIRED),
    JSON_STR(struct delivery_row, state, JSON_REQUIRED, 10),
    JSON_INT(struct delivery_row, due_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct delivery_row, tries, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct delivery_row, status, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct delivery_row, error, JSON_REQUIRED, 20),
    JSON_INT(struct delivery_row, at_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT_OPT(struct delivery_row, done_ms, JSON_OPTIONAL, 0, INT64_MAX),
};

static const struct json_field DELIVERY_PAGE_OUT[] = {
    JSON_OBJS(struct delivery_page, items, JSON_REQUIRED, DELIVERY_OUT,
              struct delivery_row, LIST_MAX),
    JSON_STR(struct delivery_page, next, JSON_OPTIONAL, 60),
};

static qh_status api_delivery_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct delivery_filter f = {0};
    struct delivery_page out = {0};
    qh_status rc = req_query(rq, DELIVERY_QUERY, LEN(DELIVERY_QUERY), &f, &c->err);

    f.limit = list_limit(f.limit);
    if (!rc)
        rc = delivery_list(c, &f, &out);
    if (rc)
        return rc;
    return res_json(c, rs, 200, DELIVERY_PAGE_OUT, LEN(DELIVERY_PAGE_OUT), &out);
}

static qh_status api_delivery_again(struct ctx *c, const struct req *rq, struct res *rs)
{
    const qh_status rc = delivery_again(c, req_param(rq, "id"));

    return rc ? rc : res_empty(rs, 204);
}

struct again_out {
    int64_t n;
};

static const struct json_field DELIVERY_AGAIN_OUT[] = {
    JSON_INT(struct again_out, n, JSON_REQUIRED, 0, DELIVERY_AGAIN_MAX),
};

static qh_status api_delivery_again_all(struct ctx *c, const struct req *rq,
                                        struct res *rs)
{
    struct again_out out = {0};
    const qh_status rc = delivery_again_all(c, req_param(rq, "id"), &out.n);

    if (rc)
        return rc;
    return res_json(c, rs, 200, DELIVERY_AGAIN_OUT, LEN(DELIVERY_AGAIN_OUT), &out);
}

/* clang-format off */
const struct endpoint API_NOTIFY[] = {
    EP("GET",  "/api/notify/profile",                RIGHT_SIGNED_IN,    TX_READ,  api_notify_profile,
       "notify_profile", EP_OUT(NOTIFY_PROFILE_OUT)),
    EP("POST", "/api/notify/profile",                RIGHT_SIGNED_IN,    TX_WRITE, api_notify_profile_put,
       "notify_profile_put", EP_IN(NOTIFY_PROFILE_IN), EP_OUT(NOTIFY_PROFILE_OUT)),
    EP("GET",  "/api/notify/endpoints",              RIGHT_NOTIFY_ADMIN, TX_READ,  api_endpoint_list,
       "endpoint_list", EP_OUT(ENDPOINT_LIST_OUT)),
    EP("POST", "/api/notify/endpoints",              RIGHT_NOTIFY_ADMIN, TX_WRITE, api_endpoint_add,
       "endpoint_add", .status = 201, EP_IN(ENDPOINT_IN), EP_OUT(ENDPOINT_MADE_OUT)),
    EP("POST", "/api/notify/endpoints/{id}",         RIGHT_NOTIFY_ADMIN, TX_WRITE, api_endpoint_change,
       "endpoint_change", EP_IN(ENDPOINT_CHANGE_IN)),
    EP("POST", "/api/notify/endpoints/{id}/on",      RIGHT_NOTIFY_ADMIN, TX_WRITE, api_endpoint_step,
       "endpoint_on", EP_IN(ENDPOINT_VERSION_IN)),
    EP("POST", "/api/notify/endpoints/{id}/off",     RIGHT_NOTIFY_ADMIN, TX_WRITE, api_endpoint_step,
       "endpoint_off", EP_IN(ENDPOINT_VERSION_IN)),
    EP("POST", "/api/notify/endpoints/{id}/key",     RIGHT_NOTIFY_ADMIN, TX_WRITE, api_endpoint_new_key,
       "endpoint_new_key", EP_IN(ENDPOINT_VERSION_IN), EP_OUT(ENDPOINT_MADE_OUT)),
    EP("POST", "/api/notify/endpoints/{id}/test",    RIGHT_NOTIFY_ADMIN, TX_WRITE, api_endpoint_test,
       "endpoint_test"),
    EP("POST", "/api/notify/endpoints/{id}/again",   RIGHT_NOTIFY_ADMIN, TX_WRITE, api_delivery_again_all,
       "delivery_again_all", EP_OUT(DELIVERY_AGAIN_OUT)),
    EP("GET",  "/api/notify/deliveries",             RIGHT_NOTIFY_ADMIN, TX_READ,  api_delivery_list,
       "delivery_list", EP_QUERY(DELIVERY_QUERY), EP_OUT(DELIVERY_PAGE_OUT)),
    EP("POST", "/api/notify/deliveries/{id}/again",  RIGHT_NOTIFY_ADMIN, TX_WRITE, api_delivery_again,
       "delivery_again"),
};
/* clang-format on */
const size_t API_NOTIFY_LEN = LEN(API_NOTIFY);
