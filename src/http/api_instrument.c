#include "http/api_instrument.h"

#include "domain/instrument.h"
#include "http/list.h"

const struct json_field INSTRUMENT_OUT[17] = {
    JSON_STR(struct instrument, id, JSON_REQUIRED, 26),
    JSON_STR(struct instrument, enterprise_id, JSON_REQUIRED, 26),
    JSON_STR(struct instrument, enterprise_name, JSON_REQUIRED, 120),
    JSON_STR(struct instrument, kind_code, JSON_REQUIRED, 20),
    JSON_STR(struct instrument, kind_name, JSON_REQUIRED, 120),
    JSON_STR(struct instrument, regulation, JSON_REQUIRED, 80),
    JSON_STR(struct instrument, name_zh, JSON_REQUIRED, 120),
    JSON_STR(struct instrument, model, JSON_REQUIRED, 80),
    JSON_STR(struct instrument, serial, JSON_REQUIRED, 80),
    JSON_STR(struct instrument, maker, JSON_REQUIRED, 120),
    JSON_STR(struct instrument, accuracy_class, JSON_REQUIRED, 20),
    JSON_RAW(struct instrument, params, JSON_REQUIRED),
    JSON_STR(struct instrument, place_zh, JSON_REQUIRED, 120),
    JSON_STR(struct instrument, purpose, JSON_REQUIRED, 20),
    JSON_STR(struct instrument, due_day, JSON_OPTIONAL, 10),
    JSON_STR(struct instrument, state, JSON_REQUIRED, 20),
    JSON_INT(struct instrument, version, JSON_REQUIRED, 1, INT64_MAX),
};

const struct json_field SEAL_OUT[10] = {
    JSON_STR(struct seal, id, JSON_REQUIRED, 26),
    JSON_STR(struct seal, number, JSON_REQUIRED, 40),
    JSON_STR(struct seal, kind, JSON_REQUIRED, 20),
    JSON_STR(struct seal, position_zh, JSON_REQUIRED, 80),
    JSON_INT(struct seal, applied_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct seal, applied_photo, JSON_OPTIONAL, 26),
    JSON_INT(struct seal, broken_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct seal, broken_photo, JSON_OPTIONAL, 26),
    JSON_STR(struct seal, applied_record_id, JSON_OPTIONAL, 26),
    JSON_STR(struct seal, broken_record_id, JSON_OPTIONAL, 26),
};

static const struct json_field INSTRUMENT_RECORD_OUT[] = {
    JSON_STR(struct instrument_record, id, JSON_REQUIRED, 26),
    JSON_STR(struct instrument_record, number, JSON_REQUIRED, 40),
    JSON_STR(struct instrument_record, state, JSON_REQUIRED, 20),
    JSON_STR(struct instrument_record, verdict, JSON_REQUIRED, 20),
    JSON_STR(struct instrument_record, test_until_day, JSON_OPTIONAL, 10),
};

static const struct json_field INSTRUMENT_CERTIFICATE_OUT[] = {
    JSON_STR(struct instrument_certificate, id, JSON_REQUIRED, 26),
    JSON_STR(struct instrument_certificate, number, JSON_REQUIRED, 40),
    JSON_STR(struct instrument_certificate, kind, JSON_REQUIRED, 20),
    JSON_STR(struct instrument_certificate, state, JSON_REQUIRED, 20),
    JSON_STR(struct instrument_certificate, valid_until_day, JSON_OPTIONAL, 10),
};

static const struct json_field INSTRUMENT_PAGE_OUT[] = {
    JSON_OBJS(struct instrument_page, items, JSON_REQUIRED, INSTRUMENT_OUT,
              struct instrument, LIST_MAX),
    JSON_STR(struct instrument_page, next, JSON_OPTIONAL, 80),
};

static const struct json_field INSTRUMENT_DETAIL_OUT[] = {
    JSON_OBJ(struct instrument_detail, instrument, JSON_REQUIRED, INSTRUMENT_OUT,
             struct instrument),
    JSON_STR(struct instrument_detail, purpose_by, JSON_REQUIRED, 80),
    JSON_STR(struct instrument_detail, purpose_day, JSON_REQUIRED, 10),
    JSON_OBJS(struct instrument_detail, seals, JSON_REQUIRED, SEAL_OUT, struct seal, 500),
    JSON_OBJS(struct instrument_detail, records, JSON_REQUIRED, INSTRUMENT_RECORD_OUT,
              struct instrument_record, 50),
    JSON_OBJS(struct instrument_detail, certificates, JSON_REQUIRED,
              INSTRUMENT_CERTIFICATE_OUT, struct instrument_certificate, 50),
};

struct instrument_query {
    const char *enterprise_id;
    const char *due_before;
    const char *state;
    const char *after;
    int64_t limit;
};

static const struct json_field INSTRUMENT_QUERY[] = {
    JSON_ID(struct instrument_query, enterprise_id, JSON_OPTIONAL),
    JSON_DATE(struct instrument_query, due_before, JSON_OPTIONAL),
    JSON_STR(struct instrument_query, state, JSON_OPTIONAL, 20),
    JSON_STR(struct instrument_query, after, JSON_OPTIONAL, 80),
    JSON_INT(struct instrument_query, limit, JSON_OPTIONAL, 1, LIST_MAX),
};

static const char *const PURPOSES[] = {"trade",       "safety", "medical",
                                       "environment", "other",  NULL};

struct instrument_in {
    const char *enterprise_id;
    const char *kind_code;
    const char *regulation;
    const char *name_zh;
    const char *model;
    const char *serial;
    const char *maker;
    const char *accuracy_class;
    const struct json *params;
    const char *place_zh;
    int purpose;
    const char *due_day;
};

static const struct json_field INSTRUMENT_IN[] = {
    JSON_ID(struct instrument_in, enterprise_id, JSON_REQUIRED),
    JSON_STR(struct instrument_in, kind_code, JSON_REQUIRED, 20),
    JSON_STR(struct instrument_in, regulation, JSON_OPTIONAL, 40),
    JSON_STR(struct instrument_in, name_zh, JSON_REQUIRED, 60),
    JSON_STR(struct instrument_in, model, JSON_REQUIRED, 60),
    JSON_STR(struct instrument_in, serial, JSON_REQUIRED, 60),
    JSON_STR(struct instrument_in, maker, JSON_REQUIRED, 100),
    JSON_STR(struct instrument_in, accuracy_class, JSON_REQUIRED, 20),
    JSON_RAW(struct instrument_in, params, JSON_REQUIRED),
    JSON_STR(struct instrument_in, place_zh, JSON_REQUIRED, 100),
    JSON_ENUM(struct instrument_in, purpose, JSON_REQUIRED, PURPOSES),
    JSON_DATE(struct instrument_in, due_day, JSON_OPTIONAL),
};

/* What is known of an instrument, anew. */
struct describe_in {
    int64_t version;
    const char *regulation;
    const char *accuracy_class;
    const struct json *params;
};

static const struct json_field INSTRUMENT_DESCRIBE_IN[] = {
    JSON_INT(struct describe_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct describe_in, regulation, JSON_OPTIONAL, 40),
    JSON_STR(struct describe_in, accuracy_class, JSON_REQUIRED, 20),
    JSON_RAW(struct describe_in, params, JSON_REQUIRED),
};

struct purpose_in {
    int64_t version;
    int purpose;
};

static const struct json_field PURPOSE_IN[] = {
    JSON_INT(struct purpose_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_ENUM(struct purpose_in, purpose, JSON_REQUIRED, PURPOSES),
};

static qh_status api_instrument_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct instrument_page page = {0};
    struct instrument_query q = {0};
    struct instrument_filter f;
    qh_status rc = req_query(rq, INSTRUMENT_QUERY, LEN(INSTRUMENT_QUERY), &q, &c->err);

    if (rc)
        return rc;
    f = (struct instrument_filter){q.enterprise_id, q.due_before, q.state, q.after,
                                   list_limit(q.limit)};
    rc = instrument_list(c, &f, &page);
    if (rc)
        return rc;
    return res_json(c, rs, 200, INSTRUMENT_PAGE_OUT, LEN(INSTRUMENT_PAGE_OUT), &page);
}

static qh_status reply_detail(struct ctx *c, struct res *rs, int status, const char *id)
{
    struct instrument_detail d = {0};
    qh_status rc = instrument_find(c, id, &d);

    if (rc)
        return rc;
    return res_json(c, rs, status, INSTRUMENT_DETAIL_OUT, LEN(INSTRUMENT_DETAIL_OUT), &d);
}

static qh_status api_instrument_find(struct ctx *c, const struct req *rq, struct res *rs)
{
    return reply_detail(c, rs, 200, req_param(rq, "id"));
}

static qh_status api_instrument_register(struct ctx *c, const struct req *rq,
                                         struct res *rs)
{
    struct instrument_in in = {0};
    const char *id = NULL;
    qh_status rc = req_json(rq, INSTRUMENT_IN, LEN(INSTRUMENT_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = instrument_register(c,
                             &(struct instrument_new){
                                 .enterprise_id = in.enterprise_id,
                                 .kind_code = in.kind_code,
                                 .regulation = in.regulation,
                                 .name_zh = in.name_zh,
                                 .model = in.model,
                                 .serial = in.serial,
                                 .maker = in.maker,
                                 .accuracy_class = in.accuracy_class,
                                 .params = in.params,
                                 .place_zh = in.place_zh,
                                 .purpose = PURPOSES[in.purpose],
                                 .due_day = in.due_day,
                             },
                             &id);
    if (rc)
        return rc;
    return reply_detail(c, rs, 201, id);
}

static qh_status api_instrument_describe(struct ctx *c, const struct req *rq,
                                         struct res *rs)
{
    const char *id = req_param(rq, "id");
    struct describe_in in = {0};
    qh_status rc = req_input(rq, &in, &c->err);

    if (!rc)
        rc = instrument_describe(
            c, id, in.version,
            &(struct instrument_new){.regulation = in.regulation,
                                     .accuracy_class = in.accuracy_class,
                                     .params = in.params});
    return rc ? rc : reply_detail(c, rs, 200, id);
}

static qh_status api_instrument_purpose(struct ctx *c, const struct req *rq,
                                        struct res *rs)
{
    const char *id = req_param(rq, "id");
    struct purpose_in in = {0};
    qh_status rc = req_json(rq, PURPOSE_IN, LEN(PURPOSE_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = instrument_declare_purpose(c, id, PURPOSES[in.purpose], in.version);
    if (rc)
        return rc;
    return reply_detail(c, rs, 200, id);
}

/* clang-format off */
const struct endpoint API_INSTRUMENT[] = {
    EP("GET",  "/api/instruments",              RIGHT_INSTRUMENT_READ,  TX_READ,  api_instrument_list,
       "instrument_list", EP_QUERY(INSTRUMENT_QUERY), EP_OUT(INSTRUMENT_PAGE_OUT)),
    EP("GET",  "/api/instruments/{id}",         RIGHT_INSTRUMENT_READ,  TX_READ,  api_instrument_find,
       "instrument_find", EP_OUT(INSTRUMENT_DETAIL_OUT)),
    EP("POST", "/api/instruments",              RIGHT_INSTRUMENT_WRITE, TX_WRITE, api_instrument_register,
       "instrument_register", .status = 201, EP_IN(INSTRUMENT_IN), EP_OUT(INSTRUMENT_DETAIL_OUT)),
    EP("POST", "/api/instruments/{id}/describe", RIGHT_INSTRUMENT_WRITE, TX_WRITE, api_instrument_describe,
       "instrument_describe", EP_IN(INSTRUMENT_DESCRIBE_IN), EP_OUT(INSTRUMENT_DETAIL_OUT)),
    EP("POST", "/api/instruments/{id}/purpose", RIGHT_INSTRUMENT_WRITE, TX_WRITE, api_instrument_purpose,
       "instrument_purpose", EP_IN(PURPOSE_IN), EP_OUT(INSTRUMENT_DETAIL_OUT)),
};
/* clang-format on */
const size_t API_INSTRUMENT_LEN = LEN(API_INSTRUMENT);
