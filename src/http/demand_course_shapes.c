#include "http/demand_course_shapes.h"

#include "domain/demand_meeting.h"

const struct json_field DEMAND_PROMISE_OUT[10] = {
    JSON_STR(struct demand_promise, name, JSON_REQUIRED, 20),
    JSON_INT(struct demand_promise, round, JSON_REQUIRED, 1, INT64_MAX),
    JSON_INT(struct demand_promise, from_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct demand_promise, limit_wd, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct demand_promise, moved_wd, JSON_REQUIRED, INT64_MIN, INT64_MAX),
    JSON_INT(struct demand_promise, due_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT_OPT(struct demand_promise, met_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_INT_OPT(struct demand_promise, ended_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_INT(struct demand_promise, used_wd, JSON_REQUIRED, INT64_MIN, INT64_MAX),
    JSON_STR(struct demand_promise, state, JSON_REQUIRED, 20),
};

const struct json_field DEMAND_STOP_OUT[7] = {
    JSON_STR(struct demand_stop, reason, JSON_REQUIRED, 20),
    JSON_STR(struct demand_stop, note, JSON_REQUIRED, 1000),
    JSON_STR(struct demand_stop, by_name, JSON_OPTIONAL, 100),
    JSON_INT(struct demand_stop, from_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct demand_stop, until_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct demand_stop, moved_wd, JSON_REQUIRED, 0, INT64_MAX),
    JSON_BOOL(struct demand_stop, open, JSON_REQUIRED),
};

const struct json_field DEMAND_EXTENSION_OUT[10] = {
    JSON_STR(struct demand_extension, reason, JSON_REQUIRED, 1000),
    JSON_INT(struct demand_extension, days, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct demand_extension, asked_name, JSON_OPTIONAL, 100),
    JSON_INT(struct demand_extension, asked_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct demand_extension, due_before_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct demand_extension, state, JSON_REQUIRED, 20),
    JSON_STR(struct demand_extension, decided_name, JSON_OPTIONAL, 100),
    JSON_INT_OPT(struct demand_extension, decided_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_STR(struct demand_extension, decision_note, JSON_OPTIONAL, 1000),
    JSON_INT_OPT(struct demand_extension, due_after_ms, JSON_OPTIONAL, 0, INT64_MAX),
};

const struct json_field DEMAND_FORWARD_OUT[14] = {
    JSON_STR(struct demand_forward, kind, JSON_REQUIRED, 20),
    JSON_STR(struct demand_forward, where_name, JSON_OPTIONAL, 120),
    JSON_STR(struct demand_forward, officer_name, JSON_OPTIONAL, 100),
    JSON_INT(struct demand_forward, sent_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct demand_forward, receipt_due_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct demand_forward, received_by, JSON_OPTIONAL, 200),
    JSON_INT_OPT(struct demand_forward, received_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_BOOL(struct demand_forward, receipt_late, JSON_REQUIRED),
    JSON_STR(struct demand_forward, reply_day, JSON_OPTIONAL, 10),
    JSON_STR(struct demand_forward, reply_number, JSON_OPTIONAL, 100),
    JSON_STR(struct demand_forward, reply_text, JSON_OPTIONAL, 1000),
    JSON_STR(struct demand_forward, attachment_id, JSON_OPTIONAL, 26),
    JSON_STR(struct demand_forward, attachment_name, JSON_OPTIONAL, 200),
    JSON_INT_OPT(struct demand_forward, replied_ms, JSON_OPTIONAL, 0, INT64_MAX),
};

const struct json_field DEMAND_MEETING_OUT[8] = {
    JSON_STR(struct demand_meeting, reason, JSON_OPTIONAL, 1000),
    JSON_INT(struct demand_meeting, asked_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct demand_meeting, convener_name, JSON_OPTIONAL, 100),
    JSON_STR(struct demand_meeting, day, JSON_OPTIONAL, 10),
    JSON_STRS(struct demand_meeting, parties, JSON_REQUIRED, MEETING_PARTIES_MAX, 300),
    JSON_STR(struct demand_meeting, minutes, JSON_OPTIONAL, MEETING_TEXT_MAX),
    JSON_STR(struct demand_meeting, decision, JSON_OPTIONAL, MEETING_TEXT_MAX),
    JSON_INT_OPT(struct demand_meeting, recorded_ms, JSON_OPTIONAL, 0, INT64_MAX),
};

const struct json_field DEMAND_FOLLOW_UP_OUT[11] = {
    JSON_INT(struct demand_follow_up, round, JSON_REQUIRED, 1, INT64_MAX),
    JSON_INT(struct demand_follow_up, at_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct demand_follow_up, by_name, JSON_OPTIONAL, 100),
    JSON_STR(struct demand_follow_up, channel, JSON_REQUIRED, 10),
    JSON_STR(struct demand_follow_up, outcome, JSON_REQUIRED, 20),
    JSON_STR(struct demand_follow_up, solved, JSON_OPTIONAL, 10),
    JSON_INT_OPT(struct demand_follow_up, answered, JSON_OPTIONAL, 0, 1),
    JSON_INT_OPT(struct demand_follow_up, contacted, JSON_OPTIONAL, 0, 1),
    JSON_STR(struct demand_follow_up, satisfaction, JSON_REQUIRED, 20),
    JSON_INT(struct demand_follow_up, rating, JSON_REQUIRED, 1, 5),
    JSON_STR(struct demand_follow_up, note, JSON_REQUIRED, 1000),
};

const struct json_field DEMAND_KIN_OUT[5] = {
    JSON_STR(struct demand_kin, id, JSON_REQUIRED, 26),
    JSON_STR(struct demand_kin, number, JSON_REQUIRED, 40),
    JSON_STR(struct demand_kin, text, JSON_REQUIRED, 2000),
    JSON_STR(struct demand_kin, state, JSON_REQUIRED, 10),
    JSON_STR(struct demand_kin, kin, JSON_REQUIRED, 10),
};
