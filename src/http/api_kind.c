#include "http/api_kind.h"

#include "domain/kind.h"

static const char *const SERVICES[] = {"verification", "calibration", "either", NULL};

static const struct json_field KIND_OUT[] = {
    JSON_STR(struct kind, code, JSON_REQUIRED, 20),
    JSON_STR(struct kind, name_zh, JSON_REQUIRED, 120),
    JSON_STR(struct kind, name_en, JSON_REQUIRED, 120),
    JSON_STR(struct kind, service, JSON_REQUIRED, 20),
    JSON_STR(struct kind, regulation, JSON_REQUIRED, KIND_REGULATIONS_MAX),
    JSON_BOOL(struct kind, compulsory, JSON_REQUIRED),
    JSON_INT(struct kind, cycle_months, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct kind, price_fen, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct kind, unit_zh, JSON_OPTIONAL, KIND_UNIT_MAX),
    JSON_STR(struct kind, price_basis, JSON_OPTIONAL, KIND_NOTE_MAX),
    JSON_STR(struct kind, note_zh, JSON_REQUIRED, KIND_NOTE_MAX),
    JSON_STR(struct kind, retired_day, JSON_OPTIONAL, 10),
    JSON_STRS(struct kind, editions, JSON_REQUIRED, KIND_FORMS_MAX, 40),
    JSON_INT(struct kind, version, JSON_REQUIRED, 0, INT64_MAX),
};

static const struct json_field KIND_FORM_OUT[] = {
    JSON_STR(struct kind_form, regulation, JSON_REQUIRED, 40),
    JSON_STR(struct kind_form, edition, JSON_REQUIRED, 40),
    JSON_STR(struct kind_form, state, JSON_REQUIRED, 20),
    JSON_STR(struct kind_form, procedure, JSON_REQUIRED, 20),
    JSON_STR(struct kind_form, service, JSON_REQUIRED, 20),
    JSON_RAW(struct kind_form, grades, JSON_OPTIONAL),
    JSON_RAW(struct kind_form, vars, JSON_OPTIONAL),
};

static const struct json_field KIND_DETAIL_OUT[] = {
    JSON_OBJ(struct kind_detail, kind, JSON_REQUIRED, KIND_OUT, struct kind),
    JSON_OBJS(struct kind_detail, forms, JSON_REQUIRED, KIND_FORM_OUT, struct kind_form,
              KIND_FORMS_MAX),
};

struct kinds_out {
    struct json_list items;
};

static const struct json_field KINDS_OUT[] = {
    JSON_OBJS(struct kinds_out, items, JSON_REQUIRED, KIND_OUT, struct kind,
              KIND_LIST_MAX),
};

struct kind_in {
    const char *code;
    const char *name_zh;
    const char *name_en;
    int service;
    const char *regulation;
    bool compulsory;
    int64_t cycle_months;
    int64_t price_fen;
    const char *unit_zh;
    const char *price_basis;
    const char *note_zh;
    int64_t version;
};

#define KIND_MEMBERS                                                                     \
    JSON_STR(struct kind_in, name_zh, JSON_REQUIRED, KIND_NAME_MAX),                     \
        JSON_STR(struct kind_in, name_en, JSON_REQUIRED, KIND_NAME_MAX),                 \
        JSON_ENUM(struct kind_in, service, JSON_REQUIRED, SERVICES),                     \
        JSON_STR(struct kind_in, regulation, JSON_REQUIRED, KIND_REGULATIONS_MAX),       \
        JSON_BOOL(struct kind_in, compulsory, JSON_REQUIRED),                            \
        JSON_INT(struct kind_in, cycle_months, JSON_REQUIRED, 0, KIND_CYCLE_MAX),        \
        JSON_INT(struct kind_in, price_fen, JSON_REQUIRED, 0, KIND_PRICE_MAX),           \
        JSON_STR(struct kind_in, unit_zh, JSON_REQUIRED, KIND_UNIT_MAX),                 \
        JSON_STR(struct kind_in, price_basis, JSON_REQUIRED, KIND_NOTE_MAX),             \
        JSON_STR(struct kind_in, note_zh, JSON_OPTIONAL, KIND_NOTE_MAX)

static const struct json_field KIND_ADD_IN[] = {
    JSON_STR(struct kind_in, code, JSON_REQUIRED, KIND_CODE_MAX),
    KIND_MEMBERS,
};

static const struct json_field KIND_CHANGE_IN[] = {
    JSON_INT(struct kind_in, version, JSON_REQUIRED, 0, INT64_MAX),
    KIND_MEMBERS,
};

struct kind_step_in {
    int64_t version;
    const char *reason;
};

static const struct json_field KIND_STEP_IN[] = {
    JSON_INT(struct kind_step_in, version, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct kind_step_in, reason, JSON_REQUIRED, KIND_NOTE_MAX),
};

static struct kind kind_of(const struct kind_in *in)
{
    return (struct kind){
        .code = in->code,
        .name_zh = in->name_zh,
        .name_en = in->name_en,
        .service = SERVICES[in->service],
        .regulation = in->regulation,
        .compulsory = in->compulsory,
        .cycle_months = in->cycle_months,
        .price_fen = in->price_fen,
        .unit_zh = in->unit_zh,
        .price_basis = in->price_basis,
        .note_zh = in->note_zh ? in->note_zh : "",
        .version = in->version,
    };
}

static qh_status reply(struct ctx *c, struct res *rs, int status, const char *code)
{
    struct kind_detail d = {0};
    const qh_status rc = kind_find(c, code, &d);

    if (rc)
        return rc;
    return res_json(c, rs, status, KIND_DETAIL_OUT, LEN(KIND_DETAIL_OUT), &d);
}

static qh_status api_kind_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct kinds_out out = {0};
    const qh_status rc = kind_list(c, &out.items);

    (void)rq;
    if (rc)
        return rc;
    return res_json(c, rs, 200, KINDS_OUT, LEN(KINDS_OUT), &out);
}

static qh_status api_kind_find(struct ctx *c, const struct req *rq, struct res *rs)
{
    return reply(c, rs, 200, req_param(rq, "code"));
}

static qh_status api_kind_add(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct kind_in in = {0};
    struct kind k;
    qh_status rc = req_json(rq, KIND_ADD_IN, LEN(KIND_ADD_IN), &in, &c->err);

    if (rc)
        return rc;
    k = kind_of(&in);
    rc = kind_add(c, &k);
    return rc ? rc : reply(c, rs, 201, in.code);
}

static qh_status api_kind_change(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct kind_in in = {0};
    struct kind k;
    qh_status rc = req_json(rq, KIND_CHANGE_IN, LEN(KIND_CHANGE_IN), &in, &c->err);

    if (rc)
        return rc;
    in.code = req_param(rq, "code");
    k = kind_of(&in);
    rc = kind_change(c, &k);
    return rc ? rc : reply(c, rs, 200, in.code);
}

static qh_status step(struct ctx *c, const struct req *rq, struct res *rs, bool retire)
{
    const char *code = req_param(rq, "code");
    struct kind_step_in in = {0};
    qh_status rc = req_json(rq, KIND_STEP_IN, LEN(KIND_STEP_IN), &in, &c->err);

    if (!rc)
        rc = kind_retire(c, code, in.version, retire, in.reason);
    return rc ? rc : reply(c, rs, 200, code);
}

static qh_status api_kind_retire(struct ctx *c, const struct req *rq, struct res *rs)
{
    return step(c, rq, rs, true);
}

static qh_status api_kind_resume(struct ctx *c, const struct req *rq, struct res *rs)
{
    return step(c, rq, rs, false);
}

/* clang-format off */
const struct endpoint API_KIND[] = {
    EP("GET",  "/api/kinds",               RIGHT_INSTRUMENT_READ, TX_READ,  api_kind_list,
       "kind_list", EP_OUT(KINDS_OUT)),
    EP("POST", "/api/kinds",               RIGHT_STANDARD_WRITE,  TX_WRITE, api_kind_add,
       "kind_add", .status = 201, EP_IN(KIND_ADD_IN), EP_OUT(KIND_DETAIL_OUT)),
    EP("GET",  "/api/kinds/{code}",        RIGHT_INSTRUMENT_READ, TX_READ,  api_kind_find,
       "kind_find", EP_OUT(KIND_DETAIL_OUT)),
    EP("PUT",  "/api/kinds/{code}",        RIGHT_STANDARD_WRITE,  TX_WRITE, api_kind_change,
       "kind_change", EP_IN(KIND_CHANGE_IN), EP_OUT(KIND_DETAIL_OUT)),
    EP("POST", "/api/kinds/{code}/retire", RIGHT_STANDARD_WRITE,  TX_WRITE, api_kind_retire,
       "kind_retire", EP_IN(KIND_STEP_IN), EP_OUT(KIND_DETAIL_OUT)),
    EP("POST", "/api/kinds/{code}/resume", RIGHT_STANDARD_WRITE,  TX_WRITE, api_kind_resume,
       "kind_resume", EP_IN(KIND_STEP_IN), EP_OUT(KIND_DETAIL_OUT)),
};
/* clang-format on */
const size_t API_KIND_LEN = LEN(API_KIND);
