#include "http/api_appointment.h"

#include "http/api_step.h"
#include "http/appointment_shapes.h"
#include "http/list.h"

const struct json_field APPOINTMENT_WINDOW_IN[2] = {
    JSON_INT(struct appointment_window, from_ms, JSON_REQUIRED, 0, INT64_MAX / 2),
    JSON_INT(struct appointment_window, until_ms, JSON_REQUIRED, 0, INT64_MAX / 2),
};

const char *const APPOINTMENT_PLACES[4] = {"on_site", "window", "phone", NULL};

/* ---- shapes ---- */

static const struct json_field APPOINTMENT_OUT[] = {
    JSON_STR(struct appointment, id, JSON_REQUIRED, 26),
    JSON_STR(struct appointment, number, JSON_REQUIRED, 40),
    JSON_STR(struct appointment, enterprise_id, JSON_REQUIRED, 26),
    JSON_STR(struct appointment, enterprise_name, JSON_REQUIRED, 200),
    JSON_STR(struct appointment, address_zh, JSON_REQUIRED, 200),
    JSON_STR(struct appointment, division_name, JSON_REQUIRED, 100),
    JSON_STR(struct appointment, item_code, JSON_REQUIRED, 20),
    JSON_INT(struct appointment, item_no, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct appointment, item_zh, JSON_REQUIRED, 120),
    JSON_STR(struct appointment, item_en, JSON_REQUIRED, 160),
    JSON_STR(struct appointment, demand_id, JSON_OPTIONAL, 26),
    JSON_STR(struct appointment, demand_number, JSON_OPTIONAL, 40),
    JSON_STR(struct appointment, demand_state, JSON_OPTIONAL, 10),
    JSON_STR(struct appointment, booking_id, JSON_OPTIONAL, 26),
    JSON_STR(struct appointment, booking_number, JSON_OPTIONAL, 40),
    JSON_STR(struct appointment, booking_state, JSON_OPTIONAL, 20),
    JSON_STR(struct appointment, channel, JSON_REQUIRED, 20),
    JSON_STR(struct appointment, place, JSON_REQUIRED, 20),
    JSON_STR(struct appointment, wish, JSON_REQUIRED, APPOINTMENT_WISH_MAX),
    JSON_BOOL(struct appointment, not_producing, JSON_REQUIRED),
    JSON_STR(struct appointment, office_id, JSON_REQUIRED, 26),
    JSON_STR(struct appointment, office_zh, JSON_REQUIRED, 120),
    JSON_STR(struct appointment, office_en, JSON_REQUIRED, 120),
    JSON_STR(struct appointment, handler_name, JSON_OPTIONAL, 100),
    JSON_STR(struct appointment, state, JSON_REQUIRED, 20),
    JSON_INT_OPT(struct appointment, from_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_INT_OPT(struct appointment, until_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_STR(struct appointment, done_note, JSON_REQUIRED, 1000),
    JSON_INT_OPT(struct appointment, rating, JSON_OPTIONAL, 1, 5),
    JSON_INT(struct appointment, requested_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_BOOL(struct appointment, is_near, JSON_REQUIRED),
    JSON_INT(struct appointment, version, JSON_REQUIRED, 1, INT64_MAX),
};

static const struct json_field APPOINTMENT_PAGE_OUT[] = {
    JSON_OBJS(struct appointment_page, items, JSON_REQUIRED, APPOINTMENT_OUT,
              struct appointment, LIST_MAX),
    JSON_STR(struct appointment_page, next, JSON_OPTIONAL, 80),
};

static const struct json_field APPOINTMENT_PROPOSAL_OUT[] = {
    JSON_INT(struct appointment_proposal, seq, JSON_REQUIRED, 1, INT64_MAX),
    JSON_INT(struct appointment_proposal, round, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct appointment_proposal, side, JSON_REQUIRED, 20),
    JSON_INT(struct appointment_proposal, from_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct appointment_proposal, until_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_BOOL(struct appointment_proposal, is_open, JSON_REQUIRED),
};

static const struct json_field APPOINTMENT_INSTRUMENT_OUT[] = {
    JSON_STR(struct appointment_instrument, id, JSON_REQUIRED, 26),
    JSON_STR(struct appointment_instrument, name_zh, JSON_REQUIRED, 120),
    JSON_STR(struct appointment_instrument, model, JSON_REQUIRED, 120),
    JSON_STR(struct appointment_instrument, serial, JSON_REQUIRED, 120),
};

static const struct json_field APPOINTMENT_DETAIL_OUT[] = {
    JSON_OBJ(struct appointment_detail, appointment, JSON_REQUIRED, APPOINTMENT_OUT,
             struct appointment),
    JSON_OBJS(struct appointment_detail, windows, JSON_REQUIRED, APPOINTMENT_PROPOSAL_OUT,
              struct appointment_proposal, 500),
    JSON_OBJS(struct appointment_detail, instruments, JSON_REQUIRED,
              APPOINTMENT_INSTRUMENT_OUT, struct appointment_instrument, 100),
    JSON_OBJS(struct appointment_detail, events, JSON_REQUIRED, ENTRY_OUT,
              struct history_row, 1000),
    JSON_OBJS(struct appointment_detail, actions, JSON_REQUIRED, ACTION_OUT,
              struct workflow_action, 20),
};

struct appointment_in {
    const char *enterprise_id;
    const char *item_code;
    const char *demand_id;
    const char *channel;
    int place;
    const char *wish;
    bool not_producing;
    struct json_list windows;
    struct json_strs instruments;
};

static const struct json_field APPOINTMENT_IN[] = {
    JSON_ID(struct appointment_in, enterprise_id, JSON_OPTIONAL),
    JSON_STR(struct appointment_in, item_code, JSON_REQUIRED, 20),
    JSON_ID(struct appointment_in, demand_id, JSON_OPTIONAL),
    JSON_STR(struct appointment_in, channel, JSON_OPTIONAL, 20),
    JSON_ENUM(struct appointment_in, place, JSON_REQUIRED, APPOINTMENT_PLACES),
    JSON_STR(struct appointment_in, wish, JSON_OPTIONAL, APPOINTMENT_WISH_MAX),
    JSON_BOOL(struct appointment_in, not_producing, JSON_OPTIONAL),
    JSON_OBJS(struct appointment_in, windows, JSON_REQUIRED, APPOINTMENT_WINDOW_IN,
              struct appointment_window, 20),
    JSON_STRS(struct appointment_in, instruments, JSON_OPTIONAL,
              APPOINTMENT_INSTRUMENTS_MAX, 26),
};

struct appointment_query {
    const char *enterprise_id;
    const char *state;
    const char *after;
    int64_t limit;
};

static const struct json_field APPOINTMENT_QUERY[] = {
    JSON_ID(struct appointment_query, enterprise_id, JSON_OPTIONAL),
    JSON_STR(struct appointment_query, state, JSON_OPTIONAL, 20),
    JSON_STR(struct appointment_query, after, JSON_OPTIONAL, 80),
    JSON_INT(struct appointment_query, limit, JSON_OPTIONAL, 1, LIST_MAX),
};

struct upcoming_query {
    int64_t days;
};

static const struct json_field APPOINTMENT_UPCOMING_QUERY[] = {
    JSON_INT(struct upcoming_query, days, JSON_OPTIONAL, 1, 60),
};

struct upcoming_out {
    struct json_list items;
};

static const struct json_field APPOINTMENT_UPCOMING_OUT[] = {
    JSON_OBJS(struct upcoming_out, items, JSON_REQUIRED, APPOINTMENT_OUT,
              struct appointment, 100),
};

/* ---- the steps' inputs ---- */

static const struct json_field APPOINTMENT_TIME_IN[] = {
    JSON_INT(struct appointment_step, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_INT_OPT(struct appointment_step, from_ms, JSON_OPTIONAL, 0, INT64_MAX / 2),
    JSON_INT_OPT(struct appointment_step, until_ms, JSON_OPTIONAL, 0, INT64_MAX / 2),
};

static const struct json_field APPOINTMENT_WINDOWS_IN[] = {
    JSON_INT(struct appointment_step, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct appointment_step, reason, JSON_OPTIONAL, 400),
    JSON_OBJS(struct appointment_step, windows, JSON_REQUIRED, APPOINTMENT_WINDOW_IN,
              struct appointment_window, 20),
};

static const struct json_field APPOINTMENT_REASON_IN[] = {
    JSON_INT(struct appointment_step, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct appointment_step, reason, JSON_OPTIONAL, 400),
};

static const struct json_field APPOINTMENT_FINISH_IN[] = {
    JSON_INT(struct appointment_step, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct appointment_step, done, JSON_REQUIRED, 1000),
};

static const struct json_field APPOINTMENT_RATE_IN[] = {
    JSON_INT(struct appointment_step, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_INT_OPT(struct appointment_step, rating, JSON_REQUIRED, 1, 5),
    JSON_STR(struct appointment_step, reason, JSON_OPTIONAL, 400),
};

/* ---- handlers ---- */

static qh_status reply(struct ctx *c, struct res *rs, int status, const char *id)
{
    struct appointment_detail d = {0};
    const qh_status rc = appointment_find(c, id, &d);

    if (rc)
        return rc;
    return res_json(c, rs, status, APPOINTMENT_DETAIL_OUT, LEN(APPOINTMENT_DETAIL_OUT),
                    &d);
}

static qh_status api_appointment_create(struct ctx *c, const struct req *rq,
                                        struct res *rs)
{
    struct appointment_in in = {0};
    const char *id = NULL;
    qh_status rc = req_json(rq, APPOINTMENT_IN, LEN(APPOINTMENT_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = appointment_create(
        c,
        &(struct appointment_new){.enterprise_id = in.enterprise_id,
                                  .item_code = in.item_code,
                                  .demand_id = in.demand_id,
                                  .channel = in.channel,
                                  .place = APPOINTMENT_PLACES[in.place],
                                  .wish = in.wish,
                                  .not_producing = in.not_producing,
                                  .windows = in.windows,
                                  .instruments = in.instruments},
        &id);
    return rc ? rc : reply(c, rs, 201, id);
}

static qh_status api_appointment_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct appointment_page page = {0};
    struct appointment_query q = {0};
    qh_status rc = req_query(rq, APPOINTMENT_QUERY, LEN(APPOINTMENT_QUERY), &q, &c->err);

    if (!rc)
        rc = appointment_list(c,
                              &(struct appointment_filter){q.enterprise_id, q.state,
                                                           q.after, list_limit(q.limit)},
                              &page);
    if (rc)
        return rc;
    return res_json(c, rs, 200, APPOINTMENT_PAGE_OUT, LEN(APPOINTMENT_PAGE_OUT), &page);
}

static qh_status api_appointment_upcoming(struct ctx *c, const struct req *rq,
                                          struct res *rs)
{
    enum { DAYS_DEFAULT = 14 };
    struct upcoming_out out = {0};
    struct upcoming_query q = {0};
    qh_status rc = req_query(rq, APPOINTMENT_UPCOMING_QUERY,
                             LEN(APPOINTMENT_UPCOMING_QUERY), &q, &c->err);

    if (!rc)
        rc = appointment_upcoming(c, q.days ? q.days : DAYS_DEFAULT, &out.items);
    if (rc)
        return rc;
    return res_json(c, rs, 200, APPOINTMENT_UPCOMING_OUT, LEN(APPOINTMENT_UPCOMING_OUT),
                    &out);
}

static qh_status api_appointment_find(struct ctx *c, const struct req *rq, struct res *rs)
{
    return reply(c, rs, 200, req_param(rq, "id"));
}

static qh_status api_appointment_calendar(struct ctx *c, const struct req *rq,
                                          struct res *rs)
{
    const char *name = NULL;
    struct text bytes = {0};
    const qh_status rc = appointment_calendar(c, req_param(rq, "id"), &bytes, &name);

    return rc ? rc : res_bytes(rs, "text/calendar", bytes, name);
}

static qh_status api_appointment_step(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct appointment_step in = {0};
    qh_status rc = req_input(rq, &in, &c->err);

    in.action = req_action(rq);
    if (!rc)
        rc = appointment_step(c, req_param(rq, "id"), &in);
    return rc ? rc : reply(c, rs, 200, req_param(rq, "id"));
}

#define PATH "/api/appointments"

/* clang-format off */
const struct endpoint API_APPOINTMENT[] = {
    EP("POST", PATH,                   RIGHT_APPOINTMENT_ASK,    TX_WRITE, api_appointment_create,
       "appointment_create", .status = 201, EP_IN(APPOINTMENT_IN), EP_OUT(APPOINTMENT_DETAIL_OUT)),
    EP("GET",  PATH,                   RIGHT_APPOINTMENT_READ,   TX_READ,  api_appointment_list,
       "appointment_list", EP_QUERY(APPOINTMENT_QUERY), EP_OUT(APPOINTMENT_PAGE_OUT)),
    EP("GET",  "/api/appointments-upcoming", RIGHT_APPOINTMENT_READ, TX_READ, api_appointment_upcoming,
       "appointment_upcoming", EP_QUERY(APPOINTMENT_UPCOMING_QUERY),
       EP_OUT(APPOINTMENT_UPCOMING_OUT)),
    EP("GET",  PATH "/{id}",           RIGHT_APPOINTMENT_READ,   TX_READ,  api_appointment_find,
       "appointment_find", EP_OUT(APPOINTMENT_DETAIL_OUT)),
    EP("GET",  PATH "/{id}/calendar",  RIGHT_APPOINTMENT_READ,   TX_READ,  api_appointment_calendar,
       "appointment_calendar", .flags = EP_RAW_OUT),
    EP("POST", PATH "/{id}/accept", RIGHT_APPOINTMENT_ANSWER, TX_WRITE, api_appointment_step,
       "appointment_accept", EP_IN(APPOINTMENT_TIME_IN), EP_OUT(APPOINTMENT_DETAIL_OUT)),
    EP("POST", PATH "/{id}/propose", RIGHT_APPOINTMENT_ANSWER, TX_WRITE, api_appointment_step,
       "appointment_propose", EP_IN(APPOINTMENT_WINDOWS_IN), EP_OUT(APPOINTMENT_DETAIL_OUT)),
    EP("POST", PATH "/{id}/decline", RIGHT_APPOINTMENT_ANSWER, TX_WRITE, api_appointment_step,
       "appointment_decline", EP_IN(APPOINTMENT_REASON_IN), EP_OUT(APPOINTMENT_DETAIL_OUT)),
    EP("POST", PATH "/{id}/finish", RIGHT_APPOINTMENT_ANSWER, TX_WRITE, api_appointment_step,
       "appointment_finish", EP_IN(APPOINTMENT_FINISH_IN), EP_OUT(APPOINTMENT_DETAIL_OUT)),
    EP("POST", PATH "/{id}/agree", RIGHT_APPOINTMENT_ASK, TX_WRITE, api_appointment_step,
       "appointment_agree", EP_IN(APPOINTMENT_TIME_IN), EP_OUT(APPOINTMENT_DETAIL_OUT)),
    EP("POST", PATH "/{id}/counter", RIGHT_APPOINTMENT_ASK, TX_WRITE, api_appointment_step,
       "appointment_counter", EP_IN(APPOINTMENT_WINDOWS_IN), EP_OUT(APPOINTMENT_DETAIL_OUT)),
    EP("POST", PATH "/{id}/confirm", RIGHT_APPOINTMENT_ASK, TX_WRITE, api_appointment_step,
       "appointment_confirm", EP_IN(APPOINTMENT_RATE_IN), EP_OUT(APPOINTMENT_DETAIL_OUT)),
    EP("POST", PATH "/{id}/dispute", RIGHT_APPOINTMENT_ASK, TX_WRITE, api_appointment_step,
       "appointment_dispute", EP_IN(APPOINTMENT_REASON_IN), EP_OUT(APPOINTMENT_DETAIL_OUT)),
    EP("POST", PATH "/{id}/cancel", RIGHT_APPOINTMENT_ASK, TX_WRITE, api_appointment_step,
       "appointment_cancel", EP_IN(APPOINTMENT_REASON_IN), EP_OUT(APPOINTMENT_DETAIL_OUT)),
};
/* clang-format on */
const size_t API_APPOINTMENT_LEN = LEN(API_APPOINTMENT);
