#include "http/api_booking.h"

#include "domain/booking.h"
#include "http/api_step.h"
#include "http/list.h"

static const char *const SERVICES[] = {"verification", "calibration", "in_service", NULL};
static const char *const STAGES[] = {"initial", "periodic", "repair", "within_period",
                                     NULL};

struct line_in {
    const char *instrument_id;
    int service;
    int stage;
};

struct booking_in {
    const char *demand_id;
    const char *enterprise_id;
    struct json_list lines;   /* struct line_in */
    struct json_list windows; /* struct booking_window */
    const char *needs;
    int64_t downtime_days;
};

static const struct json_field BOOKING_LINE_IN[] = {
    JSON_ID(struct line_in, instrument_id, JSON_REQUIRED),
    JSON_ENUM(struct line_in, service, JSON_REQUIRED, SERVICES),
    JSON_ENUM(struct line_in, stage, JSON_REQUIRED, STAGES),
};

static const struct json_field BOOKING_WINDOW[] = {
    JSON_INT(struct booking_window, from_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct booking_window, until_ms, JSON_REQUIRED, 0, INT64_MAX),
};

static const struct json_field BOOKING_IN[] = {
    JSON_ID(struct booking_in, demand_id, JSON_REQUIRED),
    JSON_OBJS(struct booking_in, lines, JSON_REQUIRED, BOOKING_LINE_IN, struct line_in,
              40),
    JSON_OBJS(struct booking_in, windows, JSON_REQUIRED, BOOKING_WINDOW,
              struct booking_window, 20),
    JSON_STR(struct booking_in, needs, JSON_OPTIONAL, 1000),
    JSON_INT(struct booking_in, downtime_days, JSON_OPTIONAL, 0, 60),
};

static const struct json_field BOOKING_DUE_IN[] = {
    JSON_ID(struct booking_in, enterprise_id, JSON_OPTIONAL),
    JSON_OBJS(struct booking_in, lines, JSON_REQUIRED, BOOKING_LINE_IN, struct line_in,
              40),
    JSON_OBJS(struct booking_in, windows, JSON_REQUIRED, BOOKING_WINDOW,
              struct booking_window, 20),
    JSON_STR(struct booking_in, needs, JSON_OPTIONAL, 1000),
};

static const struct json_field BOOKING_ROW_OUT[] = {
    JSON_STR(struct booking_row, id, JSON_REQUIRED, 26),
    JSON_STR(struct booking_row, number, JSON_REQUIRED, 40),
    JSON_STR(struct booking_row, basis, JSON_REQUIRED, 20),
    JSON_STR(struct booking_row, demand_id, JSON_OPTIONAL, 26),
    JSON_STR(struct booking_row, demand_number, JSON_OPTIONAL, 40),
    JSON_STR(struct booking_row, appointment_id, JSON_OPTIONAL, 26),
    JSON_STR(struct booking_row, appointment_number, JSON_OPTIONAL, 40),
    JSON_STR(struct booking_row, enterprise_id, JSON_REQUIRED, 26),
    JSON_STR(struct booking_row, enterprise_name, JSON_REQUIRED, 120),
    JSON_STR(struct booking_row, division_name, JSON_REQUIRED, 120),
    JSON_STR(struct booking_row, needs, JSON_REQUIRED, 1000),
    JSON_STR(struct booking_row, state, JSON_REQUIRED, 20),
    JSON_INT(struct booking_row, requested_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct booking_row, downtime_days, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct booking_row, lines, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct booking_row, version, JSON_REQUIRED, 1, INT64_MAX),
};

static const struct json_field BOOKING_PAGE_OUT[] = {
    JSON_OBJS(struct booking_page, items, JSON_REQUIRED, BOOKING_ROW_OUT,
              struct booking_row, 100),
    JSON_STR(struct booking_page, next, JSON_OPTIONAL, 80),
};

static const struct json_field BOOKING_LINE_OUT[] = {
    JSON_STR(struct booking_line, id, JSON_REQUIRED, 26),
    JSON_INT(struct booking_line, seq, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct booking_line, instrument_id, JSON_REQUIRED, 26),
    JSON_STR(struct booking_line, service, JSON_REQUIRED, 20),
    JSON_STR(struct booking_line, stage, JSON_REQUIRED, 20),
    JSON_STR(struct booking_line, kind_code, JSON_REQUIRED, 20),
    JSON_STR(struct booking_line, name_zh, JSON_REQUIRED, 120),
    JSON_STR(struct booking_line, model, JSON_REQUIRED, 120),
    JSON_STR(struct booking_line, serial, JSON_REQUIRED, 120),
    JSON_STR(struct booking_line, maker, JSON_REQUIRED, 120),
    JSON_STR(struct booking_line, accuracy_class, JSON_REQUIRED, 40),
    JSON_RAW(struct booking_line, params, JSON_REQUIRED),
    JSON_STR(struct booking_line, place_zh, JSON_REQUIRED, 120),
    JSON_STR(struct booking_line, purpose, JSON_REQUIRED, 20),
    JSON_STR(struct booking_line, due_day, JSON_OPTIONAL, 10),
    JSON_STR(struct booking_line, task_id, JSON_OPTIONAL, 26),
    JSON_STR(struct booking_line, trip_id, JSON_OPTIONAL, 26),
    JSON_STR(struct booking_line, record_id, JSON_OPTIONAL, 26),
    JSON_STR(struct booking_line, record_number, JSON_OPTIONAL, 40),
    JSON_STR(struct booking_line, record_state, JSON_OPTIONAL, 20),
    JSON_STR(struct booking_line, verdict, JSON_OPTIONAL, 20),
    JSON_STR(struct booking_line, certificate_id, JSON_OPTIONAL, 26),
    JSON_STR(struct booking_line, certificate_number, JSON_OPTIONAL, 40),
    JSON_STR(struct booking_line, certificate_kind, JSON_OPTIONAL, 20),
};

static const struct json_field BOOKING_TRIP_OUT[] = {
    JSON_STR(struct booking_trip, id, JSON_REQUIRED, 26),
    JSON_STR(struct booking_trip, state, JSON_REQUIRED, 20),
};

static const struct json_field BOOKING_DETAIL_OUT[] = {
    JSON_STR(struct booking_detail, id, JSON_REQUIRED, 26),
    JSON_STR(struct booking_detail, number, JSON_REQUIRED, 40),
    JSON_STR(struct booking_detail, basis, JSON_REQUIRED, 20),
    JSON_STR(struct booking_detail, demand_id, JSON_OPTIONAL, 26),
    JSON_STR(struct booking_detail, demand_number, JSON_OPTIONAL, 40),
    JSON_STR(struct booking_detail, demand_text, JSON_OPTIONAL, 2000),
    JSON_STR(struct booking_detail, appointment_id, JSON_OPTIONAL, 26),
    JSON_STR(struct booking_detail, appointment_number, JSON_OPTIONAL, 40),
    JSON_STR(struct booking_detail, enterprise_id, JSON_REQUIRED, 26),
    JSON_STR(struct booking_detail, enterprise_name, JSON_REQUIRED, 120),
    JSON_STR(struct booking_detail, address_zh, JSON_REQUIRED, 200),
    JSON_STR(struct booking_detail, needs, JSON_REQUIRED, 1000),
    JSON_STR(struct booking_detail, state, JSON_REQUIRED, 20),
    JSON_INT(struct booking_detail, requested_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct booking_detail, downtime_days, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct booking_detail, downtime_confirmed_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_OBJS(struct booking_detail, windows, JSON_REQUIRED, BOOKING_WINDOW,
              struct booking_window, 20),
    JSON_OBJS(struct booking_detail, lines, JSON_REQUIRED, BOOKING_LINE_OUT,
              struct booking_line, 40),
    JSON_OBJS(struct booking_detail, trips, JSON_REQUIRED, BOOKING_TRIP_OUT,
              struct booking_trip, 100),
    JSON_INT(struct booking_detail, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_OBJS(struct booking_detail, actions, JSON_REQUIRED, ACTION_OUT,
              struct workflow_action, 20),
};

struct booking_query {
    const char *state;
    const char *enterprise_id;
    const char *after;
    int64_t limit;
};

static const struct json_field BOOKING_QUERY[] = {
    JSON_STR(struct booking_query, state, JSON_OPTIONAL, 20),
    JSON_ID(struct booking_query, enterprise_id, JSON_OPTIONAL),
    JSON_STR(struct booking_query, after, JSON_OPTIONAL, 80),
    JSON_INT(struct booking_query, limit, JSON_OPTIONAL, 1, LIST_MAX),
};

static qh_status reply_detail(struct ctx *c, struct res *rs, int status, const char *id)
{
    struct booking_detail d = {0};
    qh_status rc = booking_find(c, id, &d);

    if (rc)
        return rc;
    return res_json(c, rs, status, BOOKING_DETAIL_OUT, LEN(BOOKING_DETAIL_OUT), &d);
}

static qh_status create(struct ctx *c, struct res *rs, const struct booking_in *in)
{
    const struct line_in *given = in->lines.p;
    struct booking_line_new *lines =
        ARENA_ARRAY(c->arena, in->lines.n, struct booking_line_new);
    const char *id = NULL;
    qh_status rc;

    for (size_t i = 0; i < in->lines.n; i++)
        lines[i] = (struct booking_line_new){
            given[i].instrument_id, SERVICES[given[i].service], STAGES[given[i].stage]};
    rc = booking_create(c,
                        &(struct booking_new){.demand_id = in->demand_id,
                                              .enterprise_id = in->enterprise_id,
                                              .lines = {lines, in->lines.n},
                                              .windows = in->windows,
                                              .needs = in->needs,
                                              .downtime_days = in->downtime_days},
                        &id);
    return rc ? rc : reply_detail(c, rs, 201, id);
}

static qh_status api_booking_create(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct booking_in in = {0};
    const qh_status rc = req_json(rq, BOOKING_IN, LEN(BOOKING_IN), &in, &c->err);

    return rc ? rc : create(c, rs, &in);
}

static qh_status api_booking_due(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct booking_in in = {0};
    const qh_status rc = req_json(rq, BOOKING_DUE_IN, LEN(BOOKING_DUE_IN), &in, &c->err);

    return rc ? rc : create(c, rs, &in);
}

static qh_status api_booking_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct booking_page page = {0};
    struct booking_query q = {0};
    struct booking_filter f;
    qh_status rc = req_query(rq, BOOKING_QUERY, LEN(BOOKING_QUERY), &q, &c->err);

    if (rc)
        return rc;
    f = (struct booking_filter){q.state, q.enterprise_id, q.after, list_limit(q.limit)};
    rc = booking_list(c, &f, &page);
    if (rc)
        return rc;
    return res_json(c, rs, 200, BOOKING_PAGE_OUT, LEN(BOOKING_PAGE_OUT), &page);
}

static qh_status api_booking_find(struct ctx *c, const struct req *rq, struct res *rs)
{
    return reply_detail(c, rs, 200, req_param(rq, "id"));
}

static qh_status api_booking_step(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct step_in in = {0};
    qh_status rc = req_json(rq, STEP_IN, LEN(STEP_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = booking_step(c, req_param(rq, "id"), req_action(rq), in.version, in.reason);
    if (rc)
        return rc;
    return reply_detail(c, rs, 200, req_param(rq, "id"));
}

/* clang-format off */
const struct endpoint API_BOOKING[] = {
    EP("POST", "/api/bookings",             RIGHT_BOOKING_CREATE, TX_WRITE, api_booking_create,
       "booking_create", .status = 201, EP_IN(BOOKING_IN), EP_OUT(BOOKING_DETAIL_OUT)),
    EP("POST", "/api/bookings/due",         RIGHT_BOOKING_DUE,    TX_WRITE, api_booking_due,
       "booking_due", .status = 201, EP_IN(BOOKING_DUE_IN), EP_OUT(BOOKING_DETAIL_OUT)),
    EP("GET",  "/api/bookings",             RIGHT_BOOKING_READ,   TX_READ,  api_booking_list,
       "booking_list", EP_QUERY(BOOKING_QUERY), EP_OUT(BOOKING_PAGE_OUT)),
    EP("GET",  "/api/bookings/{id}",        RIGHT_BOOKING_READ,   TX_READ,  api_booking_find,
       "booking_find", EP_OUT(BOOKING_DETAIL_OUT)),
    EP("POST", "/api/bookings/{id}/accept", RIGHT_BOOKING_ACCEPT, TX_WRITE, api_booking_step,
       "booking_accept", EP_IN(STEP_IN), EP_OUT(BOOKING_DETAIL_OUT)),
    EP("POST", "/api/bookings/{id}/return", RIGHT_BOOKING_ACCEPT, TX_WRITE, api_booking_step,
       "booking_return", EP_IN(STEP_IN), EP_OUT(BOOKING_DETAIL_OUT)),
    EP("POST", "/api/bookings/{id}/cancel", RIGHT_BOOKING_CREATE, TX_WRITE, api_booking_step,
       "booking_cancel", EP_IN(STEP_IN), EP_OUT(BOOKING_DETAIL_OUT)),
};
/* clang-format on */
const size_t API_BOOKING_LEN = LEN(API_BOOKING);
