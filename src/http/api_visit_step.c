#include "http/api_visit_step.h"

#include "base/days.h"
#include "domain/demand.h"
#include "http/api_step.h"
#include "http/visit_shapes.h"

/* ---- planning ---- */

struct plan_in {
    const char *enterprise_id;
    const char *officer_id;
    struct json_strs companions;
    int kind;
    const char *day;
    struct opt_int start_min;
    struct opt_int minutes;
    const char *purpose;
    bool at_request;
    const char *request_note;
    const char *demand_id;
};

static const struct json_field VISIT_PLAN_IN[] = {
    JSON_ID(struct plan_in, enterprise_id, JSON_REQUIRED),
    JSON_ID(struct plan_in, officer_id, JSON_OPTIONAL),
    JSON_STRS(struct plan_in, companions, JSON_OPTIONAL, VISIT_COMPANIONS_MAX, 26),
    JSON_ENUM(struct plan_in, kind, JSON_REQUIRED, VISIT_KINDS),
    JSON_DATE(struct plan_in, day, JSON_REQUIRED),
    JSON_INT_OPT(struct plan_in, start_min, JSON_OPTIONAL, 0, MINUTES_A_DAY - 1),
    JSON_INT_OPT(struct plan_in, minutes, JSON_OPTIONAL, 5, 720),
    JSON_STR(struct plan_in, purpose, JSON_OPTIONAL, VISIT_TEXT_MAX),
    JSON_BOOL(struct plan_in, at_request, JSON_OPTIONAL),
    JSON_STR(struct plan_in, request_note, JSON_OPTIONAL, VISIT_TEXT_MAX),
    JSON_ID(struct plan_in, demand_id, JSON_OPTIONAL),
};

static qh_status api_visit_plan(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct visit_key out = {0};
    struct plan_in in = {0};
    qh_status rc = req_json(rq, VISIT_PLAN_IN, LEN(VISIT_PLAN_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = visit_plan(c,
                    &(struct visit_plan){
                        .enterprise_id = in.enterprise_id,
                        .officer_id = in.officer_id,
                        .companions = in.companions,
                        .kind = VISIT_KINDS[in.kind],
                        .day = in.day,
                        .start_min = in.start_min,
                        .minutes = in.minutes,
                        .purpose = in.purpose,
                        .ask = {in.at_request, in.request_note},
                        .demand_id = in.demand_id,
                    },
                    &out);
    if (rc)
        return rc;
    return visit_reply(c, rs, 201, out.id);
}

struct move_in {
    int64_t version;
    const char *day;
    struct opt_int start_min;
    struct opt_int minutes;
    bool at_request;
    const char *request_note;
};

static const struct json_field VISIT_MOVE_IN[] = {
    JSON_INT(struct move_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_DATE(struct move_in, day, JSON_REQUIRED),
    JSON_INT_OPT(struct move_in, start_min, JSON_OPTIONAL, 0, MINUTES_A_DAY - 1),
    JSON_INT_OPT(struct move_in, minutes, JSON_OPTIONAL, 5, 720),
    JSON_BOOL(struct move_in, at_request, JSON_OPTIONAL),
    JSON_STR(struct move_in, request_note, JSON_OPTIONAL, VISIT_TEXT_MAX),
};

static qh_status api_visit_move(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct visit_key out = {0};
    struct move_in in = {0};
    qh_status rc = req_json(rq, VISIT_MOVE_IN, LEN(VISIT_MOVE_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = visit_move(c, req_param(rq, "id"),
                    &(struct visit_move){in.version,
                                         in.day,
                                         in.start_min,
                                         in.minutes,
                                         {in.at_request, in.request_note}},
                    &out);
    if (rc)
        return rc;
    return visit_reply(c, rs, 200, out.id);
}

static qh_status api_visit_cancel(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct visit_key out = {0};
    struct step_in in = {0};
    qh_status rc = req_json(rq, STEP_IN, LEN(STEP_IN), &in, &c->err);

    if (!rc)
        rc = visit_cancel(c, req_param(rq, "id"), in.version, in.reason, &out);
    if (rc)
        return rc;
    return visit_reply(c, rs, 200, out.id);
}

/* ---- the record ---- */

struct heard_in {
    const char *text;
    const char *key;
    bool solved;
    const char *solved_how;
};

static const struct json_field VISIT_DEMAND_IN[] = {
    JSON_STR(struct heard_in, text, JSON_REQUIRED, DEMAND_TEXT_MAX),
    JSON_STR(struct heard_in, key, JSON_OPTIONAL, VISIT_KEY_MAX),
    JSON_BOOL(struct heard_in, solved, JSON_OPTIONAL),
    JSON_STR(struct heard_in, solved_how, JSON_OPTIONAL, VISIT_TEXT_MAX),
};

/* Of a visit with a plan and of one without. */
struct record_in {
    const char *enterprise_id;
    int kind;
    struct json_strs companions;
    int64_t version;
    const char *key;
    const char *day;
    struct opt_int start_min;
    struct opt_int minutes;
    bool at_request;
    const char *request_note;
    const char *met_role;
    int production_state;
    struct opt_int headcount_change;
    const char *note;
    struct json_strs policies;
    struct json_strs solved;
    struct json_list demands; /* struct heard_in */
    const char *next_day;
    struct opt_int lat_u;
    struct opt_int lon_u;
    struct opt_int accuracy_m;
    struct opt_int satisfaction;
};

/* clang-format off */
#define RECORD_FIELDS                                                                    \
    JSON_STR(struct record_in, key, JSON_OPTIONAL, VISIT_KEY_MAX),                       \
    JSON_DATE(struct record_in, day, JSON_REQUIRED),                                     \
    JSON_INT_OPT(struct record_in, start_min, JSON_OPTIONAL, 0, MINUTES_A_DAY - 1),      \
    JSON_INT_OPT(struct record_in, minutes, JSON_OPTIONAL, 5, 720),                      \
    JSON_BOOL(struct record_in, at_request, JSON_OPTIONAL),                              \
    JSON_STR(struct record_in, request_note, JSON_OPTIONAL, VISIT_TEXT_MAX),             \
    JSON_STR(struct record_in, met_role, JSON_REQUIRED, VISIT_ROLE_MAX),                 \
    JSON_ENUM(struct record_in, production_state, JSON_REQUIRED, VISIT_PRODUCTION),      \
    JSON_INT_OPT(struct record_in, headcount_change, JSON_OPTIONAL,                      \
                 -VISIT_HEADCOUNT_MAX, VISIT_HEADCOUNT_MAX),                             \
    JSON_STR(struct record_in, note, JSON_OPTIONAL, VISIT_NOTE_MAX),                     \
    JSON_STRS(struct record_in, policies, JSON_OPTIONAL, VISIT_LINES_MAX, VISIT_TEXT_MAX), \
    JSON_STRS(struct record_in, solved, JSON_OPTIONAL, VISIT_LINES_MAX, VISIT_TEXT_MAX), \
    JSON_OBJS(struct record_in, demands, JSON_OPTIONAL, VISIT_DEMAND_IN,                 \
              struct heard_in, VISIT_DEMANDS_MAX),                                       \
    JSON_DATE(struct record_in, next_day, JSON_OPTIONAL),                                \
    JSON_INT_OPT(struct record_in, lat_u, JSON_OPTIONAL, -90000000, 90000000),           \
    JSON_INT_OPT(struct record_in, lon_u, JSON_OPTIONAL, -180000000, 180000000),         \
    JSON_INT_OPT(struct record_in, accuracy_m, JSON_OPTIONAL, 0, 100000),                \
    JSON_INT_OPT(struct record_in, satisfaction, JSON_OPTIONAL, 1, 5)
/* clang-format on */

static const struct json_field VISIT_IN[] = {
    JSON_ID(struct record_in, enterprise_id, JSON_REQUIRED),
    JSON_ENUM(struct record_in, kind, JSON_REQUIRED, VISIT_KINDS),
    JSON_STRS(struct record_in, companions, JSON_OPTIONAL, VISIT_COMPANIONS_MAX, 26),
    RECORD_FIELDS,
};

static const struct json_field VISIT_RECORD_IN[] = {
    JSON_INT(struct record_in, version, JSON_REQUIRED, 1, INT64_MAX),
    RECORD_FIELDS,
};

static const struct json_field VISIT_DONE_OUT[] = {
    JSON_STR(struct visit_done, id, JSON_REQUIRED, 26),
    JSON_INT(struct visit_done, version, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STRS(struct visit_done, demand_ids, JSON_REQUIRED, VISIT_DEMANDS_ALL_MAX, 26),
    JSON_STR(struct visit_done, next_id, JSON_OPTIONAL, 26),
    JSON_BOOL(struct visit_done, repeated, JSON_REQUIRED),
};

static struct visit_heard heard_of(const struct heard_in *in)
{
    return (struct visit_heard){in->text, in->key, in->solved, in->solved_how};
}

static struct visit_record record_of(struct ctx *c, const struct record_in *in)
{
    struct visit_heard *heard = ARENA_ARRAY(c->arena, in->demands.n, struct visit_heard);
    const struct heard_in *given = in->demands.p;

    for (size_t i = 0; i < in->demands.n; i++)
        heard[i] = heard_of(&given[i]);
    return (struct visit_record){
        .key = in->key,
        .day = in->day,
        .start_min = in->start_min,
        .minutes = in->minutes,
        .ask = {in->at_request, in->request_note},
        .met_role = in->met_role,
        .production_state = VISIT_PRODUCTION[in->production_state],
        .headcount_change = in->headcount_change,
        .note = in->note,
        .policies = in->policies,
        .solved = in->solved,
        .demands = {.p = heard, .n = in->demands.n},
        .next_day = in->next_day,
        .lat_u = in->lat_u,
        .lon_u = in->lon_u,
        .accuracy_m = in->accuracy_m,
        .satisfaction = in->satisfaction,
    };
}

static qh_status api_visit_create(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct visit_done out = {0};
    struct record_in in = {0};
    struct visit_new v;
    qh_status rc = req_json(rq, VISIT_IN, LEN(VISIT_IN), &in, &c->err);

    if (rc)
        return rc;
    v = (struct visit_new){in.enterprise_id, VISIT_KINDS[in.kind], in.companions,
                           record_of(c, &in)};
    rc = visit_record(c, &v, &out);
    if (rc)
        return rc;
    return res_json(c, rs, 201, VISIT_DONE_OUT, LEN(VISIT_DONE_OUT), &out);
}

static qh_status api_visit_record(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct visit_done out = {0};
    struct record_in in = {0};
    struct visit_record r;
    qh_status rc = req_json(rq, VISIT_RECORD_IN, LEN(VISIT_RECORD_IN), &in, &c->err);

    if (rc)
        return rc;
    r = record_of(c, &in);
    rc = visit_record_planned(c, req_param(rq, "id"), in.version, &r, &out);
    if (rc)
        return rc;
    return res_json(c, rs, 200, VISIT_DONE_OUT, LEN(VISIT_DONE_OUT), &out);
}

struct raise_in {
    int64_t version;
    struct heard_in demand;
};

static const struct json_field VISIT_RAISE_IN[] = {
    JSON_INT(struct raise_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_OBJ(struct raise_in, demand, JSON_REQUIRED, VISIT_DEMAND_IN, struct heard_in),
};

static qh_status api_visit_raise(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct visit_done out = {0};
    struct visit_heard heard;
    struct raise_in in = {0};
    qh_status rc = req_json(rq, VISIT_RAISE_IN, LEN(VISIT_RAISE_IN), &in, &c->err);

    if (rc)
        return rc;
    heard = heard_of(&in.demand);
    rc = visit_raise(c, req_param(rq, "id"), in.version, &heard, &out);
    if (rc)
        return rc;
    return res_json(c, rs, 200, VISIT_DONE_OUT, LEN(VISIT_DONE_OUT), &out);
}

/* ---- signature ---- */

static const char *const SIGN_KINDS[] = {"drawn", "message", NULL};

struct sign_in {
    int64_t version;
    int kind;
    const char *role;
    const char *note;
    const char *attachment_id;
    struct opt_int satisfaction;
};

static const struct json_field VISIT_SIGN_IN[] = {
    JSON_INT(struct sign_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_ENUM(struct sign_in, kind, JSON_REQUIRED, SIGN_KINDS),
    JSON_STR(struct sign_in, role, JSON_REQUIRED, VISIT_ROLE_MAX),
    JSON_STR(struct sign_in, note, JSON_OPTIONAL, VISIT_TEXT_MAX),
    JSON_ID(struct sign_in, attachment_id, JSON_OPTIONAL),
    JSON_INT_OPT(struct sign_in, satisfaction, JSON_OPTIONAL, 1, 5),
};

static qh_status api_visit_sign(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct visit_key out = {0};
    struct sign_in in = {0};
    qh_status rc = req_json(rq, VISIT_SIGN_IN, LEN(VISIT_SIGN_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = visit_sign(c, req_param(rq, "id"),
                    &(struct visit_sign){in.version, SIGN_KINDS[in.kind], in.role,
                                         in.note, in.attachment_id, in.satisfaction},
                    &out);
    if (rc)
        return rc;
    return visit_reply(c, rs, 200, out.id);
}

struct confirm_in {
    int64_t version;
    const char *note;
    struct opt_int satisfaction;
};

static const struct json_field VISIT_CONFIRM_IN[] = {
    JSON_INT(struct confirm_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct confirm_in, note, JSON_OPTIONAL, VISIT_TEXT_MAX),
    JSON_INT_OPT(struct confirm_in, satisfaction, JSON_OPTIONAL, 1, 5),
};

static const struct json_field VISIT_KEY_OUT[] = {
    JSON_STR(struct visit_key, id, JSON_REQUIRED, 26),
    JSON_INT(struct visit_key, version, JSON_REQUIRED, 0, INT64_MAX),
};

static qh_status api_visit_confirm(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct visit_key out = {0};
    struct confirm_in in = {0};
    qh_status rc = req_json(rq, VISIT_CONFIRM_IN, LEN(VISIT_CONFIRM_IN), &in, &c->err);

    if (rc)
        return rc;
    rc =
        visit_confirm(c, req_param(rq, "id"), in.version, in.note, in.satisfaction, &out);
    if (rc)
        return rc;
    return res_json(c, rs, 200, VISIT_KEY_OUT, LEN(VISIT_KEY_OUT), &out);
}

/* clang-format off */
const struct endpoint API_VISIT_STEP[] = {
    EP("POST", "/api/visits",                  RIGHT_VISIT_WRITE, TX_WRITE, api_visit_create,
       "visit_create", .status = 201, EP_IN(VISIT_IN), EP_OUT(VISIT_DONE_OUT)),
    EP("POST", "/api/visit-plans",             RIGHT_VISIT_WRITE, TX_WRITE, api_visit_plan,
       "visit_plan", .status = 201, EP_IN(VISIT_PLAN_IN), EP_OUT(VISIT_DETAIL_OUT)),
    EP("POST", "/api/visits/{id}/move",        RIGHT_VISIT_WRITE, TX_WRITE, api_visit_move,
       "visit_move", EP_IN(VISIT_MOVE_IN), EP_OUT(VISIT_DETAIL_OUT)),
    EP("POST", "/api/visits/{id}/cancel",      RIGHT_VISIT_WRITE, TX_WRITE, api_visit_cancel,
       "visit_cancel", EP_IN(STEP_IN), EP_OUT(VISIT_DETAIL_OUT)),
    EP("POST", "/api/visits/{id}/record",      RIGHT_VISIT_WRITE, TX_WRITE, api_visit_record,
       "visit_record", EP_IN(VISIT_RECORD_IN), EP_OUT(VISIT_DONE_OUT)),
    EP("POST", "/api/visits/{id}/raise",       RIGHT_VISIT_WRITE, TX_WRITE, api_visit_raise,
       "visit_raise", EP_IN(VISIT_RAISE_IN), EP_OUT(VISIT_DONE_OUT)),
    EP("POST", "/api/visits/{id}/sign",        RIGHT_VISIT_WRITE, TX_WRITE, api_visit_sign,
       "visit_sign", EP_IN(VISIT_SIGN_IN), EP_OUT(VISIT_DETAIL_OUT)),
    EP("POST", "/api/own-visits/{id}/confirm", RIGHT_VISIT_OWN,   TX_WRITE, api_visit_confirm,
       "visit_confirm", EP_IN(VISIT_CONFIRM_IN), EP_OUT(VISIT_KEY_OUT)),
};
/* clang-format on */
const size_t API_VISIT_STEP_LEN = LEN(API_VISIT_STEP);
