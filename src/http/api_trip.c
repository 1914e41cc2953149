#include "http/api_trip.h"

#include "domain/trip.h"
#include "http/api_step.h"
#include "http/list.h"

static const char *const DUTIES[] = {"verify", "drive", "assist", NULL};

struct crew_in {
    const char *person_id;
    int duty;
};

struct trip_in {
    const char *booking_id;
    const char *vehicle_id;
    const char *from_day;
    const char *until_day;
    struct json_list crew; /* struct crew_in */
    struct json_strs standard_ids;
    struct json_list tasks; /* struct trip_task_new */
};

static const struct json_field TRIP_CREW_IN[] = {
    JSON_ID(struct crew_in, person_id, JSON_REQUIRED),
    JSON_ENUM(struct crew_in, duty, JSON_REQUIRED, DUTIES),
};

static const struct json_field TRIP_TASK_IN[] = {
    JSON_ID(struct trip_task_new, booking_line_id, JSON_REQUIRED),
    JSON_INT(struct trip_task_new, from_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct trip_task_new, until_ms, JSON_REQUIRED, 0, INT64_MAX),
};

static const struct json_field TRIP_IN[] = {
    JSON_ID(struct trip_in, booking_id, JSON_REQUIRED),
    JSON_ID(struct trip_in, vehicle_id, JSON_REQUIRED),
    JSON_DATE(struct trip_in, from_day, JSON_REQUIRED),
    JSON_DATE(struct trip_in, until_day, JSON_REQUIRED),
    JSON_OBJS(struct trip_in, crew, JSON_REQUIRED, TRIP_CREW_IN, struct crew_in, 20),
    JSON_STRS(struct trip_in, standard_ids, JSON_REQUIRED, 500, 26),
    JSON_OBJS(struct trip_in, tasks, JSON_REQUIRED, TRIP_TASK_IN, struct trip_task_new,
              40),
};

static const struct json_field TRIP_PROBLEM_OUT[] = {
    JSON_STR(struct trip_problem, key, JSON_REQUIRED, 64),
    JSON_STR(struct trip_problem, severity, JSON_REQUIRED, 10),
    JSON_STR(struct trip_problem, subject, JSON_REQUIRED, 200),
    JSON_STR(struct trip_problem, value, JSON_REQUIRED, 200),
};

static const struct json_field TRIP_FEASIBILITY_OUT[] = {
    JSON_STR(struct trip_feasibility, booking_line_id, JSON_REQUIRED, 26),
    JSON_STR(struct trip_feasibility, instrument_name, JSON_REQUIRED, 120),
    JSON_STR(struct trip_feasibility, feasibility, JSON_REQUIRED, 30),
    JSON_STR(struct trip_feasibility, spread_e, JSON_OPTIONAL, 20),
    JSON_STR(struct trip_feasibility, standards_kg, JSON_OPTIONAL, 40),
    JSON_STR(struct trip_feasibility, max_kg, JSON_OPTIONAL, 40),
    JSON_STR(struct trip_feasibility, least_kg, JSON_OPTIONAL, 40),
    JSON_STR(struct trip_feasibility, last_spread_e, JSON_OPTIONAL, 20),
};

static const struct json_field TRIP_CHECK_OUT[] = {
    JSON_BOOL(struct trip_check, ok, JSON_REQUIRED),
    JSON_OBJS(struct trip_check, problems, JSON_REQUIRED, TRIP_PROBLEM_OUT,
              struct trip_problem, 200),
    JSON_OBJS(struct trip_check, lines, JSON_REQUIRED, TRIP_FEASIBILITY_OUT,
              struct trip_feasibility, 40),
};

static const struct json_field TRIP_ROW_OUT[] = {
    JSON_STR(struct trip_row, id, JSON_REQUIRED, 26),
    JSON_STR(struct trip_row, number, JSON_REQUIRED, 40),
    JSON_STR(struct trip_row, booking_id, JSON_REQUIRED, 26),
    JSON_STR(struct trip_row, booking_number, JSON_REQUIRED, 40),
    JSON_STR(struct trip_row, enterprise_id, JSON_REQUIRED, 26),
    JSON_STR(struct trip_row, enterprise_name, JSON_REQUIRED, 120),
    JSON_STR(struct trip_row, division_name, JSON_REQUIRED, 120),
    JSON_STR(struct trip_row, plate, JSON_REQUIRED, 20),
    JSON_STR(struct trip_row, from_day, JSON_REQUIRED, 10),
    JSON_STR(struct trip_row, until_day, JSON_REQUIRED, 10),
    JSON_STR(struct trip_row, state, JSON_REQUIRED, 20),
    JSON_INT(struct trip_row, tasks, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct trip_row, version, JSON_REQUIRED, 1, INT64_MAX),
};

static const struct json_field TRIP_PAGE_OUT[] = {
    JSON_OBJS(struct trip_page, items, JSON_REQUIRED, TRIP_ROW_OUT, struct trip_row, 100),
    JSON_STR(struct trip_page, next, JSON_OPTIONAL, 80),
};

static const struct json_field TRIP_CREW_OUT[] = {
    JSON_STR(struct trip_crew, person_id, JSON_REQUIRED, 26),
    JSON_STR(struct trip_crew, name, JSON_REQUIRED, 120),
    JSON_STR(struct trip_crew, title_zh, JSON_REQUIRED, 120),
    JSON_STR(struct trip_crew, duty, JSON_REQUIRED, 20),
};

static const struct json_field TRIP_STANDARD_OUT[] = {
    JSON_STR(struct trip_standard, id, JSON_REQUIRED, 26),
    JSON_STR(struct trip_standard, set_id, JSON_REQUIRED, 26),
    JSON_STR(struct trip_standard, kind, JSON_REQUIRED, 40),
    JSON_STR(struct trip_standard, name_zh, JSON_OPTIONAL, 120),
    JSON_STR(struct trip_standard, serial, JSON_REQUIRED, 60),
    JSON_STR(struct trip_standard, nominal_kg, JSON_OPTIONAL, 40),
    JSON_STR(struct trip_standard, accuracy_class, JSON_REQUIRED, 40),
    JSON_STR(struct trip_standard, certificate_no, JSON_REQUIRED, 80),
    JSON_STR(struct trip_standard, valid_until_day, JSON_REQUIRED, 10),
};

static const struct json_field TRIP_TASK_OUT[] = {
    JSON_STR(struct trip_task, id, JSON_REQUIRED, 26),
    JSON_STR(struct trip_task, booking_line_id, JSON_REQUIRED, 26),
    JSON_STR(struct trip_task, instrument_id, JSON_REQUIRED, 26),
    JSON_STR(struct trip_task, service, JSON_REQUIRED, 20),
    JSON_STR(struct trip_task, stage, JSON_REQUIRED, 20),
    JSON_INT(struct trip_task, from_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct trip_task, until_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct trip_task, name_zh, JSON_REQUIRED, 120),
    JSON_STR(struct trip_task, model, JSON_REQUIRED, 120),
    JSON_STR(struct trip_task, serial, JSON_REQUIRED, 120),
    JSON_STR(struct trip_task, maker, JSON_REQUIRED, 120),
    JSON_STR(struct trip_task, accuracy_class, JSON_REQUIRED, 40),
    JSON_RAW(struct trip_task, params, JSON_REQUIRED),
    JSON_STR(struct trip_task, place_zh, JSON_REQUIRED, 120),
    JSON_STR(struct trip_task, purpose, JSON_REQUIRED, 20),
    JSON_STR(struct trip_task, record_id, JSON_OPTIONAL, 26),
    JSON_STR(struct trip_task, record_number, JSON_OPTIONAL, 40),
    JSON_STR(struct trip_task, record_state, JSON_OPTIONAL, 20),
    JSON_STR(struct trip_task, verdict, JSON_OPTIONAL, 20),
};

static const struct json_field TRIP_DETAIL_OUT[] = {
    JSON_STR(struct trip_detail, id, JSON_REQUIRED, 26),
    JSON_STR(struct trip_detail, number, JSON_REQUIRED, 40),
    JSON_STR(struct trip_detail, booking_id, JSON_REQUIRED, 26),
    JSON_STR(struct trip_detail, booking_number, JSON_REQUIRED, 40),
    JSON_STR(struct trip_detail, demand_id, JSON_OPTIONAL, 26),
    JSON_STR(struct trip_detail, needs, JSON_REQUIRED, 1000),
    JSON_STR(struct trip_detail, enterprise_id, JSON_REQUIRED, 26),
    JSON_STR(struct trip_detail, enterprise_name, JSON_REQUIRED, 120),
    JSON_STR(struct trip_detail, address_zh, JSON_REQUIRED, 200),
    JSON_INT(struct trip_detail, lat_u, JSON_REQUIRED, INT64_MIN, INT64_MAX),
    JSON_INT(struct trip_detail, lon_u, JSON_REQUIRED, INT64_MIN, INT64_MAX),
    JSON_STR(struct trip_detail, vehicle_id, JSON_REQUIRED, 26),
    JSON_STR(struct trip_detail, plate, JSON_REQUIRED, 20),
    JSON_STR(struct trip_detail, from_day, JSON_REQUIRED, 10),
    JSON_STR(struct trip_detail, until_day, JSON_REQUIRED, 10),
    JSON_STR(struct trip_detail, state, JSON_REQUIRED, 20),
    JSON_OBJS(struct trip_detail, crew, JSON_REQUIRED, TRIP_CREW_OUT, struct trip_crew,
              20),
    JSON_OBJS(struct trip_detail, standards, JSON_REQUIRED, TRIP_STANDARD_OUT,
              struct trip_standard, 500),
    JSON_OBJS(struct trip_detail, tasks, JSON_REQUIRED, TRIP_TASK_OUT, struct trip_task,
              40),
    JSON_OBJS(struct trip_detail, problems, JSON_REQUIRED, TRIP_PROBLEM_OUT,
              struct trip_problem, 200),
    JSON_OBJS(struct trip_detail, lines, JSON_REQUIRED, TRIP_FEASIBILITY_OUT,
              struct trip_feasibility, 40),
    JSON_INT(struct trip_detail, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_OBJS(struct trip_detail, actions, JSON_REQUIRED, ACTION_OUT,
              struct workflow_action, 20),
};

struct trip_query {
    const char *state;
    bool mine;
    const char *after;
    int64_t limit;
};

static const struct json_field TRIP_QUERY[] = {
    JSON_STR(struct trip_query, state, JSON_OPTIONAL, 20),
    JSON_BOOL(struct trip_query, mine, JSON_OPTIONAL),
    JSON_STR(struct trip_query, after, JSON_OPTIONAL, 80),
    JSON_INT(struct trip_query, limit, JSON_OPTIONAL, 1, LIST_MAX),
};

static qh_status reply_detail(struct ctx *c, struct res *rs, int status, const char *id)
{
    struct trip_detail d = {0};
    qh_status rc = trip_find(c, id, &d);

    if (rc)
        return rc;
    return res_json(c, rs, status, TRIP_DETAIL_OUT, LEN(TRIP_DETAIL_OUT), &d);
}

static qh_status read_plan(struct ctx *c, const struct req *rq, struct trip_new *out)
{
    struct trip_crew_new *crew;
    const struct crew_in *given;
    struct trip_in in = {0};
    qh_status rc = req_json(rq, TRIP_IN, LEN(TRIP_IN), &in, &c->err);

    if (rc)
        return rc;
    given = in.crew.p;
    crew = ARENA_ARRAY(c->arena, in.crew.n, struct trip_crew_new);
    for (size_t i = 0; i < in.crew.n; i++)
        crew[i] = (struct trip_crew_new){given[i].person_id, DUTIES[given[i].duty]};
    *out = (struct trip_new){.booking_id = in.booking_id,
                             .vehicle_id = in.vehicle_id,
                             .from_day = in.from_day,
                             .until_day = in.until_day,
                             .crew = {crew, in.crew.n},
                             .standard_ids = in.standard_ids,
                             .tasks = in.tasks};
    return QH_OK;
}

static qh_status api_trip_check(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct trip_check check = {0};
    struct trip_new plan = {0};
    qh_status rc = read_plan(c, rq, &plan);

    if (rc)
        return rc;
    rc = trip_check(c, &plan, &check);
    if (rc)
        return rc;
    return res_json(c, rs, 200, TRIP_CHECK_OUT, LEN(TRIP_CHECK_OUT), &check);
}

static qh_status api_trip_create(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct trip_new plan = {0};
    const char *id = NULL;
    qh_status rc = read_plan(c, rq, &plan);

    if (rc)
        return rc;
    rc = trip_create(c, &plan, &id);
    if (rc)
        return rc;
    return reply_detail(c, rs, 201, id);
}

static qh_status api_trip_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct trip_page page = {0};
    struct trip_query q = {0};
    struct trip_filter f;
    qh_status rc = req_query(rq, TRIP_QUERY, LEN(TRIP_QUERY), &q, &c->err);

    if (rc)
        return rc;
    f = (struct trip_filter){q.state, q.mine ? c->actor.person : NULL, q.after,
                             list_limit(q.limit)};
    rc = trip_list(c, &f, &page);
    if (rc)
        return rc;
    return res_json(c, rs, 200, TRIP_PAGE_OUT, LEN(TRIP_PAGE_OUT), &page);
}

static qh_status api_trip_find(struct ctx *c, const struct req *rq, struct res *rs)
{
    return reply_detail(c, rs, 200, req_param(rq, "id"));
}

static qh_status api_trip_step(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct step_in in = {0};
    qh_status rc = req_json(rq, STEP_IN, LEN(STEP_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = trip_step(c, req_param(rq, "id"), req_action(rq), in.version, in.reason);
    if (rc)
        return rc;
    return reply_detail(c, rs, 200, req_param(rq, "id"));
}

/* clang-format off */
const struct endpoint API_TRIP[] = {
    EP("POST", "/api/trips/check",        RIGHT_TRIP_PLAN,    TX_READ,  api_trip_check,
       "trip_check", EP_IN(TRIP_IN), EP_OUT(TRIP_CHECK_OUT)),
    EP("POST", "/api/trips",              RIGHT_TRIP_PLAN,    TX_WRITE, api_trip_create,
       "trip_create", .status = 201, EP_IN(TRIP_IN), EP_OUT(TRIP_DETAIL_OUT)),
    EP("GET",  "/api/trips",              RIGHT_TRIP_READ,    TX_READ,  api_trip_list,
       "trip_list", EP_QUERY(TRIP_QUERY), EP_OUT(TRIP_PAGE_OUT)),
    EP("GET",  "/api/trips/{id}",         RIGHT_TRIP_READ,    TX_READ,  api_trip_find,
       "trip_find", EP_OUT(TRIP_DETAIL_OUT)),
    EP("POST", "/api/trips/{id}/publish", RIGHT_TRIP_PUBLISH, TX_WRITE, api_trip_step,
       "trip_publish", EP_IN(STEP_IN), EP_OUT(TRIP_DETAIL_OUT)),
    EP("POST", "/api/trips/{id}/start",   RIGHT_RECORD_WRITE, TX_WRITE, api_trip_step,
       "trip_start", EP_IN(STEP_IN), EP_OUT(TRIP_DETAIL_OUT)),
    EP("POST", "/api/trips/{id}/finish",  RIGHT_RECORD_WRITE, TX_WRITE, api_trip_step,
       "trip_finish", EP_IN(STEP_IN), EP_OUT(TRIP_DETAIL_OUT)),
    EP("POST", "/api/trips/{id}/cancel",  RIGHT_TRIP_PLAN,    TX_WRITE, api_trip_step,
       "trip_cancel", EP_IN(STEP_IN), EP_OUT(TRIP_DETAIL_OUT)),
};
/* clang-format on */
const size_t API_TRIP_LEN = LEN(API_TRIP);
