#include "http/demand_shapes.h"

#include "http/api_step.h"
#include "http/demand_course_shapes.h"

const struct json_field MATCH_PROPOSAL_OUT[PROPOSAL_FIELDS] = {
    JSON_STR(struct match_proposal, item_code, JSON_OPTIONAL, 20),
    JSON_STR(struct match_proposal, department_code, JSON_OPTIONAL, 20),
    JSON_STR(struct match_proposal, name_zh, JSON_OPTIONAL, 120),
    JSON_STR(struct match_proposal, name_en, JSON_OPTIONAL, 160),
    JSON_INT(struct match_proposal, score_ppm, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct match_proposal, words, JSON_OPTIONAL, 200),
    JSON_STR(struct match_proposal, reason, JSON_OPTIONAL, 400),
    JSON_STR(struct match_proposal, reason_en, JSON_OPTIONAL, 400),
};

const struct json_field DEMAND_ITEM_OUT[DEMAND_ITEM_FIELDS] = {
    JSON_STR(struct demand_item, id, JSON_REQUIRED, 26),
    JSON_STR(struct demand_item, number, JSON_REQUIRED, 40),
    JSON_STR(struct demand_item, text, JSON_REQUIRED, 2000),
    JSON_STR(struct demand_item, enterprise_id, JSON_REQUIRED, 26),
    JSON_STR(struct demand_item, enterprise_name, JSON_REQUIRED, 200),
    JSON_STR(struct demand_item, division_name, JSON_REQUIRED, 100),
    JSON_STR(struct demand_item, source, JSON_REQUIRED, 20),
    JSON_STR(struct demand_item, state, JSON_REQUIRED, 10),
    JSON_STR(struct demand_item, kind, JSON_OPTIONAL, 20),
    JSON_STR(struct demand_item, route, JSON_OPTIONAL, 20),
    JSON_STR(struct demand_item, item_code, JSON_OPTIONAL, 20),
    JSON_STR(struct demand_item, item_name, JSON_OPTIONAL, 120),
    JSON_STR(struct demand_item, department_code, JSON_OPTIONAL, 20),
    JSON_STR(struct demand_item, department_name, JSON_OPTIONAL, 120),
    JSON_STR(struct demand_item, lead_office_name, JSON_OPTIONAL, 100),
    JSON_STR(struct demand_item, handler_name, JSON_OPTIONAL, 100),
    JSON_STR(struct demand_item, clock, JSON_OPTIONAL, 20),
    JSON_INT_OPT(struct demand_item, due_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_INT_OPT(struct demand_item, limit_wd, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_STR(struct demand_item, light, JSON_REQUIRED, 10),
    JSON_INT(struct demand_item, registered_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT_OPT(struct demand_item, done_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_INT_OPT(struct demand_item, closed_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_STR(struct demand_item, outcome, JSON_OPTIONAL, 20),
    JSON_STR(struct demand_item, satisfaction, JSON_OPTIONAL, 20),
    JSON_BOOL(struct demand_item, late, JSON_REQUIRED),
    JSON_INT(struct demand_item, version, JSON_REQUIRED, 0, INT64_MAX),
};

static const struct json_field DEMAND_CLOCK_OUT[] = {
    JSON_STR(struct demand_clock, name, JSON_REQUIRED, 20),
    JSON_INT(struct demand_clock, from_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct demand_clock, due_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT_OPT(struct demand_clock, done_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_INT(struct demand_clock, limit_wd, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct demand_clock, used_wd, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct demand_clock, light, JSON_REQUIRED, 10),
};

static const struct json_field DEMAND_EVENT_OUT[] = {
    JSON_INT(struct demand_event, seq, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct demand_event, at_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct demand_event, actor_name, JSON_REQUIRED, 200),
    JSON_STR(struct demand_event, action, JSON_REQUIRED, 40),
    JSON_STR(struct demand_event, from_state, JSON_REQUIRED, 20),
    JSON_STR(struct demand_event, to_state, JSON_REQUIRED, 20),
    JSON_STR(struct demand_event, note, JSON_REQUIRED, 2000),
};

static const struct json_field DEMAND_BOOKING_OUT[] = {
    JSON_STR(struct demand_booking, id, JSON_REQUIRED, 26),
    JSON_STR(struct demand_booking, number, JSON_REQUIRED, 40),
    JSON_STR(struct demand_booking, state, JSON_REQUIRED, 20),
    JSON_INT(struct demand_booking, downtime_days, JSON_REQUIRED, 0, INT64_MAX),
};

static const struct json_field DEMAND_CERTIFICATE_OUT[] = {
    JSON_STR(struct demand_certificate, id, JSON_REQUIRED, 26),
    JSON_STR(struct demand_certificate, number, JSON_REQUIRED, 60),
    JSON_STR(struct demand_certificate, kind, JSON_REQUIRED, 20),
    JSON_STR(struct demand_certificate, state, JSON_REQUIRED, 20),
};

static const struct json_field DEMAND_ATTACHMENT_OUT[] = {
    JSON_STR(struct demand_attachment, id, JSON_REQUIRED, 26),
    JSON_STR(struct demand_attachment, name, JSON_REQUIRED, 200),
    JSON_STR(struct demand_attachment, media_type, JSON_REQUIRED, 100),
    JSON_INT(struct demand_attachment, size, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct demand_attachment, at_ms, JSON_REQUIRED, 0, INT64_MAX),
};

const struct json_field DEMAND_DETAIL_OUT[DEMAND_DETAIL_FIELDS] = {
    JSON_STR(struct demand_detail, id, JSON_REQUIRED, 26),
    JSON_STR(struct demand_detail, number, JSON_REQUIRED, 40),
    JSON_STR(struct demand_detail, text, JSON_REQUIRED, 2000),
    JSON_STR(struct demand_detail, enterprise_id, JSON_REQUIRED, 26),
    JSON_STR(struct demand_detail, enterprise_name, JSON_REQUIRED, 200),
    JSON_STR(struct demand_detail, division_name, JSON_REQUIRED, 100),
    JSON_STR(struct demand_detail, source, JSON_REQUIRED, 20),
    JSON_STR(struct demand_detail, visit_id, JSON_OPTIONAL, 26),
    JSON_STR(struct demand_detail, state, JSON_REQUIRED, 10),
    JSON_STR(struct demand_detail, kind, JSON_OPTIONAL, 20),
    JSON_STR(struct demand_detail, route, JSON_OPTIONAL, 20),
    JSON_STR(struct demand_detail, item_code, JSON_OPTIONAL, 20),
    JSON_STR(struct demand_detail, item_name, JSON_OPTIONAL, 120),
    JSON_INT_OPT(struct demand_detail, item_no, JSON_OPTIONAL, 1, INT64_MAX),
    JSON_STR(struct demand_detail, item_from_day, JSON_OPTIONAL, 10),
    JSON_STR(struct demand_detail, department_code, JSON_OPTIONAL, 20),
    JSON_STR(struct demand_detail, department_name, JSON_OPTIONAL, 120),
    JSON_STR(struct demand_detail, lead_office_id, JSON_OPTIONAL, 26),
    JSON_STR(struct demand_detail, lead_office_name, JSON_OPTIONAL, 100),
    JSON_STR(struct demand_detail, handler_id, JSON_OPTIONAL, 26),
    JSON_STR(struct demand_detail, handler_name, JSON_OPTIONAL, 100),
    JSON_STR(struct demand_detail, clock, JSON_OPTIONAL, 20),
    JSON_INT_OPT(struct demand_detail, due_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_INT_OPT(struct demand_detail, limit_wd, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_STR(struct demand_detail, light, JSON_REQUIRED, 10),
    JSON_BOOL(struct demand_detail, objected, JSON_REQUIRED),
    JSON_BOOL(struct demand_detail, extended, JSON_REQUIRED),
    JSON_BOOL(struct demand_detail, late, JSON_REQUIRED),
    JSON_STR(struct demand_detail, answer, JSON_OPTIONAL, 2000),
    JSON_STR(struct demand_detail, outcome, JSON_OPTIONAL, 20),
    JSON_STR(struct demand_detail, satisfaction, JSON_OPTIONAL, 20),
    JSON_INT_OPT(struct demand_detail, rating, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_STR(struct demand_detail, rating_note, JSON_OPTIONAL, 1000),
    JSON_INT(struct demand_detail, registered_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT_OPT(struct demand_detail, done_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_INT_OPT(struct demand_detail, closed_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_INT(struct demand_detail, rounds, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct demand_detail, reopened, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT_OPT(struct demand_detail, paused_until_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_INT_OPT(struct demand_detail, withdraw_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_STR(struct demand_detail, where_to, JSON_OPTIONAL, 1000),
    JSON_INT(struct demand_detail, version, JSON_REQUIRED, 0, INT64_MAX),
    JSON_OBJS(struct demand_detail, promises, JSON_REQUIRED, DEMAND_PROMISE_OUT,
              struct demand_promise, 1000),
    JSON_OBJS(struct demand_detail, stops, JSON_REQUIRED, DEMAND_STOP_OUT,
              struct demand_stop, 1000),
    JSON_OBJS(struct demand_detail, extensions, JSON_REQUIRED, DEMAND_EXTENSION_OUT,
              struct demand_extension, 1000),
    JSON_OBJS(struct demand_detail, forwards, JSON_REQUIRED, DEMAND_FORWARD_OUT,
              struct demand_forward, 1000),
    JSON_OBJS(struct demand_detail, meetings, JSON_REQUIRED, DEMAND_MEETING_OUT,
              struct demand_meeting, 1000),
    JSON_OBJS(struct demand_detail, follow_ups, JSON_REQUIRED, DEMAND_FOLLOW_UP_OUT,
              struct demand_follow_up, 1000),
    JSON_OBJS(struct demand_detail, family, JSON_REQUIRED, DEMAND_KIN_OUT,
              struct demand_kin, 200),
    JSON_OBJS(struct demand_detail, proposals, JSON_REQUIRED, MATCH_PROPOSAL_OUT,
              struct match_proposal, 10),
    JSON_OBJS(struct demand_detail, clocks, JSON_REQUIRED, DEMAND_CLOCK_OUT,
              struct demand_clock, 1000),
    JSON_OBJS(struct demand_detail, events, JSON_REQUIRED, DEMAND_EVENT_OUT,
              struct demand_event, 1000),
    JSON_OBJS(struct demand_detail, bookings, JSON_REQUIRED, DEMAND_BOOKING_OUT,
              struct demand_booking, 1000),
    JSON_OBJS(struct demand_detail, certificates, JSON_REQUIRED, DEMAND_CERTIFICATE_OUT,
              struct demand_certificate, 500),
    JSON_OBJS(struct demand_detail, attachments, JSON_REQUIRED, DEMAND_ATTACHMENT_OUT,
              struct demand_attachment, 500),
    JSON_OBJS(struct demand_detail, actions, JSON_REQUIRED, ACTION_OUT,
              struct workflow_action, 60),
};

qh_status demand_reply(struct ctx *c, struct res *rs, int status, const char *id)
{
    struct demand_detail d = {0};
    const qh_status rc = demand_find(c, id, &d);

    if (rc)
        return rc;
    return res_json(c, rs, status, DEMAND_DETAIL_OUT, LEN(DEMAND_DETAIL_OUT), &d);
}
