#include "http/api_setting.h"

#include "domain/setting.h"

enum { SETTINGS_MAX = 200, NOTE_MAX = 400 };

static const struct json_field SETTING_OUT[] = {
    JSON_STR(struct setting_row, name, JSON_REQUIRED, 60),
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

struct change_in {
    int64_t value;
    const char *note;
};

static const struct json_field SETTING_CHANGE_IN[] = {
    JSON_INT(struct change_in, value, JSON_REQUIRED, INT64_MIN, INT64_MAX),
    JSON_STR(struct change_in, note, JSON_OPTIONAL, NOTE_MAX),
};

static qh_status api_setting_change(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct change_in in = {0};
    qh_status rc = req_json(rq, SETTING_CHANGE_IN, LEN(SETTING_CHANGE_IN), &in, &c->err);

    if (!rc)
        rc = setting_change(c, req_param(rq, "name"), in.value, in.note);
    return rc ? rc : reply(c, rs);
}

/* Who changed a limit is for everybody of the bureau to see. */
/* clang-format off */
const struct endpoint API_SETTING[] = {
    EP("GET",  "/api/settings",        RIGHT_PERSON_READ,   TX_READ,  api_setting_list,
       "setting_list", EP_OUT(SETTINGS_OUT)),
    EP("POST", "/api/settings/{name}", RIGHT_SETTING_WRITE, TX_WRITE, api_setting_change,
       "setting_change", EP_IN(SETTING_CHANGE_IN), EP_OUT(SETTINGS_OUT)),
};
/* clang-format on */
const size_t API_SETTING_LEN = LEN(API_SETTING);
