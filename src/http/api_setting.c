#include "http/api_setting.h"

#include "domain/history.h"
#include "domain/setting.h"

enum { SETTINGS_MAX = 200, NOTE_MAX = 400 };

static const struct json_field SETTING_OUT[] = {
    JSON_STR(struct setting_row, name, JSON_REQUIRED, 60),
    JSON_STR(struct setting_row, unit, JSON_REQUIRED, 20),
    JSON_INT(struct setting_row, value, JSON_REQUIRED, INT64_MIN, INT64_MAX),
    JSON_INT(struct setting_row, usual, JSON_REQUIRED, INT64_MIN, INT64_MAX),
    JSON_INT(struct setting_row, min, JSON_REQUIRED, INT64_MIN, INT64_MAX),
    JSON_INT(struct setting_row, max, JSON_REQUIRED, INT64_MIN, INT64_MAX),
    JSON_STR(struct setting_row, changed_by, JSON_OPTIONAL, 200),
    JSON_INT_OPT(struct setting_row, changed_ms, JSON_OPTIONAL, 0, INT64_MAX),
};

struct settings_out {
    struct json_list items;
};

static const struct json_field SETTINGS_OUT[] = {
    JSON_OBJS(struct settings_out, items, JSON_REQUIRED, SETTING_OUT, struct setting_row,
              SETTINGS_MAX),
};

static qh_status reply(struct ctx *c, struct res *rs)
{
    struct settings_out out = {0};
    const qh_status rc = setting_rows(c, &out.items);

    if (rc)
        return rc;
    return res_json(c, rs, 200, SETTINGS_OUT, LEN(SETTINGS_OUT), &out);
}

static qh_status api_setting_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    (void)rq;
    return reply(c, rs);
}

static const struct json_field SETTING_CHANGE_IN[] = {
    JSON_INT(struct setting_new, value, JSON_REQUIRED, INT64_MIN, INT64_MAX),
    JSON_INT_OPT(struct setting_new, was, JSON_OPTIONAL, INT64_MIN, INT64_MAX),
    JSON_STR(struct setting_new, note, JSON_OPTIONAL, NOTE_MAX),
};

static qh_status api_setting_change(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct setting_new in = {0};
    qh_status rc = req_json(rq, SETTING_CHANGE_IN, LEN(SETTING_CHANGE_IN), &in, &c->err);

    if (!rc)
        rc = setting_change(c, req_param(rq, "name"), &in);
    return rc ? rc : reply(c, rs);
}

static const struct json_field SETTING_ENTRY_OUT[] = {
    JSON_INT(struct history_row, seq, JSON_REQUIRED, 1, INT64_MAX),
    JSON_INT(struct history_row, at_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct history_row, actor_name, JSON_REQUIRED, 200),
    JSON_STR(struct history_row, from_state, JSON_REQUIRED, 20),
    JSON_STR(struct history_row, to_state, JSON_REQUIRED, 20),
    JSON_STR(struct history_row, note, JSON_REQUIRED, 2000),
};

static const struct json_field SETTING_HISTORY_OUT[] = {
    JSON_OBJS(struct settings_out, items, JSON_REQUIRED, SETTING_ENTRY_OUT,
              struct history_row, HISTORY_MAX),
};

static qh_status api_setting_history(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct settings_out out = {0};
    const qh_status rc = setting_history(c, req_param(rq, "name"), &out.items);

    if (rc)
        return rc;
    return res_json(c, rs, 200, SETTING_HISTORY_OUT, LEN(SETTING_HISTORY_OUT), &out);
}

/* Who changed a limit is for everybody of the bureau to see. */
/* clang-format off */
const struct endpoint API_SETTING[] = {
    EP("GET",  "/api/settings",        RIGHT_PERSON_READ,   TX_READ,  api_setting_list,
       "setting_list", EP_OUT(SETTINGS_OUT)),
    EP("POST", "/api/settings/{name}", RIGHT_SETTING_WRITE, TX_WRITE, api_setting_change,
       "setting_change", EP_IN(SETTING_CHANGE_IN), EP_OUT(SETTINGS_OUT)),
    EP("GET",  "/api/settings/{name}/history", RIGHT_PERSON_READ, TX_READ,
       api_setting_history, "setting_history", EP_OUT(SETTING_HISTORY_OUT)),
};
/* clang-format on */
const size_t API_SETTING_LEN = LEN(API_SETTING);
