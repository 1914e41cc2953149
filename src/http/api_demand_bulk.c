#include "http/api_demand_bulk.h"

#include "domain/demand.h"
#include "domain/demand_bulk.h"
#include "http/call.h"
#include "http/problem.h"

static const char *const ACTIONS[] = {"assign", "urge", NULL};

static const struct json_field DEMAND_BULK_ROW_IN[] = {
    JSON_ID(struct demand_bulk_row, id, JSON_REQUIRED),
    JSON_INT(struct demand_bulk_row, version, JSON_OPTIONAL, 1, INT64_MAX),
};

struct bulk_in {
    int action;
    const char *office_id;
    const char *note;
    struct json_list rows;
};

static const struct json_field DEMAND_BULK_IN[] = {
    JSON_ENUM(struct bulk_in, action, JSON_REQUIRED, ACTIONS),
    JSON_ID(struct bulk_in, office_id, JSON_OPTIONAL),
    JSON_STR(struct bulk_in, note, JSON_OPTIONAL, DEMAND_NOTE_MAX),
    JSON_OBJS(struct bulk_in, rows, JSON_REQUIRED, DEMAND_BULK_ROW_IN,
              struct demand_bulk_row, DEMAND_BULK_MAX),
};

static const struct json_field DEMAND_BULK_RESULT_OUT[] = {
    JSON_STR(struct demand_bulk_result, id, JSON_REQUIRED, 26),
    JSON_BOOL(struct demand_bulk_result, done, JSON_REQUIRED),
    JSON_STR(struct demand_bulk_result, key, JSON_REQUIRED, 64),
    JSON_STR(struct demand_bulk_result, title, JSON_REQUIRED, 400),
};

struct bulk_out {
    struct json_list rows;
    int64_t done;
};

static const struct json_field DEMAND_BULK_OUT[] = {
    JSON_OBJS(struct bulk_out, rows, JSON_REQUIRED, DEMAND_BULK_RESULT_OUT,
              struct demand_bulk_result, DEMAND_BULK_MAX),
    JSON_INT(struct bulk_out, done, JSON_REQUIRED, 0, DEMAND_BULK_MAX),
};

static qh_status api_demand_bulk(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct demand_bulk_result *r;
    struct bulk_out out = {0};
    struct bulk_in in = {0};
    qh_status rc = req_json(rq, DEMAND_BULK_IN, LEN(DEMAND_BULK_IN), &in, &c->err);

    if (!rc)
        rc = demand_bulk(c,
                         &(struct demand_bulk){.action = ACTIONS[in.action],
                                               .office_id = in.office_id,
                                               .note = in.note,
                                               .rows = in.rows.p,
                                               .n = in.rows.n},
                         &out.rows);
    if (rc)
        return rc;
    r = ARENA_ARRAY(c->arena, out.rows.n, struct demand_bulk_result);
    for (size_t i = 0; i < out.rows.n; i++) {
        r[i] = ((const struct demand_bulk_result *)out.rows.p)[i];
        r[i].title = r[i].done ? "" : problem_title(call_of(c), r[i].key);
        out.done += r[i].done;
    }
    out.rows.p = r;
    return res_json(c, rs, 200, DEMAND_BULK_OUT, LEN(DEMAND_BULK_OUT), &out);
}

/* The rights of the single acts are asked row by row. */
/* clang-format off */
const struct endpoint API_DEMAND_BULK[] = {
    EP("POST", "/api/demand-bulk", RIGHT_SUPERVISE_READ, TX_WRITE, api_demand_bulk,
       "demand_bulk", EP_IN(DEMAND_BULK_IN), EP_OUT(DEMAND_BULK_OUT)),
};
/* clang-format on */
const size_t API_DEMAND_BULK_LEN = LEN(API_DEMAND_BULK);
