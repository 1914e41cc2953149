#include "http/visit_shapes.h"

#include "base/days.h"
#include "http/api_step.h"

const char *const VISIT_KINDS[6] = {"on_site", "phone",     "symposium",
                                    "expert",  "follow_up", NULL};
const char *const VISIT_PRODUCTION[5] = {"normal", "reduced", "stopped", "expanding",
                                         NULL};

const struct json_field VISIT_OUT[VISIT_FIELDS] = {
    JSON_STR(struct visit, id, JSON_REQUIRED, 26),
    JSON_STR(struct visit, enterprise_id, JSON_REQUIRED, 26),
    JSON_STR(struct visit, enterprise_name, JSON_REQUIRED, 200),
    JSON_STR(struct visit, division_name, JSON_REQUIRED, 100),
    JSON_STR(struct visit, officer_id, JSON_REQUIRED, 26),
    JSON_STR(struct visit, officer_name, JSON_REQUIRED, 100),
    JSON_STR(struct visit, kind, JSON_REQUIRED, 20),
    JSON_STR(struct visit, day, JSON_REQUIRED, 10),
    JSON_INT_OPT(struct visit, start_min, JSON_OPTIONAL, 0, MINUTES_A_DAY),
    JSON_INT_OPT(struct visit, minutes, JSON_OPTIONAL, 0, MINUTES_A_DAY),
    JSON_STR(struct visit, purpose, JSON_REQUIRED, VISIT_TEXT_MAX),
    JSON_BOOL(struct visit, at_request, JSON_REQUIRED),
    JSON_BOOL(struct visit, suggested, JSON_REQUIRED),
    JSON_STR(struct visit, met_role, JSON_REQUIRED, VISIT_ROLE_MAX),
    JSON_STR(struct visit, production_state, JSON_REQUIRED, 20),
    JSON_STR(struct visit, note, JSON_REQUIRED, VISIT_NOTE_MAX),
    JSON_STR(struct visit, state, JSON_REQUIRED, 20),
    JSON_INT_OPT(struct visit, satisfaction, JSON_OPTIONAL, 1, 5),
    JSON_STR(struct visit, sign_kind, JSON_OPTIONAL, 20),
    JSON_INT(struct visit, demands, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct visit, version, JSON_REQUIRED, 0, INT64_MAX),
};

static const struct json_field VISIT_PERSON_OUT[] = {
    JSON_STR(struct visit_person, id, JSON_REQUIRED, 26),
    JSON_STR(struct visit_person, name, JSON_REQUIRED, 100),
    JSON_STR(struct visit_person, office_name, JSON_OPTIONAL, 100),
};

static const struct json_field VISIT_RAISED_OUT[] = {
    JSON_STR(struct visit_demand, key, JSON_REQUIRED, VISIT_KEY_MAX),
    JSON_STR(struct visit_demand, id, JSON_REQUIRED, 26),
    JSON_STR(struct visit_demand, number, JSON_REQUIRED, 40),
    JSON_STR(struct visit_demand, text, JSON_REQUIRED, 2000),
    JSON_STR(struct visit_demand, state, JSON_REQUIRED, 20),
    JSON_BOOL(struct visit_demand, solved, JSON_REQUIRED),
    JSON_STR(struct visit_demand, solved_how, JSON_REQUIRED, VISIT_TEXT_MAX),
};

static const struct json_field VISIT_PHOTO_OUT[] = {
    JSON_STR(struct visit_photo, id, JSON_REQUIRED, 26),
    JSON_STR(struct visit_photo, name, JSON_REQUIRED, 120),
    JSON_STR(struct visit_photo, media_type, JSON_REQUIRED, 60),
    JSON_INT(struct visit_photo, size, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct visit_photo, at_ms, JSON_REQUIRED, 0, INT64_MAX),
};

const struct json_field VISIT_DETAIL_OUT[VISIT_DETAIL_FIELDS] = {
    JSON_OBJ(struct visit_detail, visit, JSON_REQUIRED, VISIT_OUT, struct visit),
    JSON_STR(struct visit_detail, division_code, JSON_REQUIRED, 20),
    JSON_STR(struct visit_detail, park_name, JSON_OPTIONAL, 100),
    JSON_STR(struct visit_detail, address_zh, JSON_REQUIRED, 200),
    JSON_STR(struct visit_detail, request_note, JSON_REQUIRED, VISIT_TEXT_MAX),
    JSON_STR(struct visit_detail, demand_id, JSON_OPTIONAL, 26),
    JSON_STR(struct visit_detail, from_visit_id, JSON_OPTIONAL, 26),
    JSON_INT_OPT(struct visit_detail, headcount_change, JSON_OPTIONAL, INT64_MIN,
                 INT64_MAX),
    JSON_STR(struct visit_detail, next_day, JSON_OPTIONAL, 10),
    JSON_INT_OPT(struct visit_detail, lat_u, JSON_OPTIONAL, INT64_MIN, INT64_MAX),
    JSON_INT_OPT(struct visit_detail, lon_u, JSON_OPTIONAL, INT64_MIN, INT64_MAX),
    JSON_INT_OPT(struct visit_detail, accuracy_m, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_STR(struct visit_detail, sign_role, JSON_OPTIONAL, VISIT_ROLE_MAX),
    JSON_STR(struct visit_detail, sign_note, JSON_OPTIONAL, VISIT_TEXT_MAX),
    JSON_STR(struct visit_detail, sign_attachment_id, JSON_OPTIONAL, 26),
    JSON_INT_OPT(struct visit_detail, sign_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_INT_OPT(struct visit_detail, done_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_OBJS(struct visit_detail, companions, JSON_REQUIRED, VISIT_PERSON_OUT,
              struct visit_person, VISIT_COMPANIONS_MAX),
    JSON_STRS(struct visit_detail, policies, JSON_REQUIRED, VISIT_LINES_MAX,
              VISIT_TEXT_MAX),
    JSON_STRS(struct visit_detail, solved, JSON_REQUIRED, VISIT_LINES_MAX,
              VISIT_TEXT_MAX),
    JSON_OBJS(struct visit_detail, demands, JSON_REQUIRED, VISIT_RAISED_OUT,
              struct visit_demand, VISIT_DEMANDS_ALL_MAX),
    JSON_OBJS(struct visit_detail, photos, JSON_REQUIRED, VISIT_PHOTO_OUT,
              struct visit_photo, 500),
    JSON_OBJS(struct visit_detail, events, JSON_REQUIRED, ENTRY_OUT, struct history_row,
              HISTORY_MAX),
    JSON_OBJS(struct visit_detail, actions, JSON_REQUIRED, ACTION_OUT,
              struct workflow_action, 20),
};

qh_status visit_reply(struct ctx *c, struct res *rs, int status, const char *id)
{
    struct visit_detail out = {0};
    const qh_status rc = visit_find(c, id, &out);

    if (rc)
        return rc;
    return res_json(c, rs, status, VISIT_DETAIL_OUT, VISIT_DETAIL_FIELDS, &out);
}
