#include "http/api_standard.h"

#include "base/text.h"
#include "domain/standard_keep.h"
#include "http/list.h"

/* A truck's weights are shown on one page. */
enum { STANDARDS_MAX = 1000 };

static const struct json_field STANDARD_OUT[] = {
    JSON_STR(struct standard, id, JSON_REQUIRED, 26),
    JSON_STR(struct standard, set_id, JSON_REQUIRED, 26),
    JSON_STR(struct standard, set_name, JSON_REQUIRED, 120),
    JSON_STR(struct standard, kind, JSON_REQUIRED, 40),
    JSON_STR(struct standard, name_zh, JSON_OPTIONAL, 120),
    JSON_STR(struct standard, name_en, JSON_OPTIONAL, 120),
    JSON_STR(struct standard, serial, JSON_REQUIRED, 60),
    JSON_STR(struct standard, nominal_kg, JSON_OPTIONAL, 40),
    JSON_STR(struct standard, accuracy_class, JSON_REQUIRED, 40),
    JSON_RAW(struct standard, params, JSON_OPTIONAL),
    JSON_STR(struct standard, certificate_no, JSON_REQUIRED, 80),
    JSON_STR(struct standard, certificate_day, JSON_REQUIRED, 10),
    JSON_STR(struct standard, valid_until_day, JSON_REQUIRED, 10),
    JSON_STR(struct standard, state, JSON_REQUIRED, 20),
    JSON_INT(struct standard, version, JSON_REQUIRED, 0, INT64_MAX),
};

static const struct json_field STANDARD_PAGE_OUT[] = {
    JSON_OBJS(struct standard_page, items, JSON_REQUIRED, STANDARD_OUT, struct standard,
              1000),
    JSON_STR(struct standard_page, next, JSON_OPTIONAL, 80),
};

static const struct json_field STANDARD_SET_OUT[] = {
    JSON_STR(struct standard_set, id, JSON_REQUIRED, 26),
    JSON_STR(struct standard_set, name_zh, JSON_REQUIRED, 120),
    JSON_STR(struct standard_set, accreditation_no, JSON_REQUIRED, 80),
    JSON_STR(struct standard_set, regulation_code, JSON_REQUIRED, 120),
    JSON_STR(struct standard_set, range_zh, JSON_REQUIRED, 120),
    JSON_STR(struct standard_set, max_kg, JSON_REQUIRED, 40),
    JSON_STR(struct standard_set, accuracy_zh, JSON_REQUIRED, 120),
    JSON_STR(struct standard_set, valid_until_day, JSON_REQUIRED, 10),
    JSON_STR(struct standard_set, stopped_day, JSON_OPTIONAL, 10),
    JSON_INT(struct standard_set, version, JSON_REQUIRED, 0, INT64_MAX),
};

static const struct json_field STANDARD_PAPER_OUT[] = {
    JSON_INT(struct standard_paper, seq, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct standard_paper, certificate_no, JSON_REQUIRED, 80),
    JSON_STR(struct standard_paper, issuer, JSON_REQUIRED, STANDARD_NAME_MAX),
    JSON_STR(struct standard_paper, certificate_day, JSON_REQUIRED, 10),
    JSON_STR(struct standard_paper, valid_until_day, JSON_REQUIRED, 10),
    JSON_STR(struct standard_paper, accuracy_class, JSON_REQUIRED, 40),
    JSON_RAW(struct standard_paper, params, JSON_OPTIONAL),
    JSON_INT(struct standard_paper, recorded_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct standard_paper, recorded_by, JSON_REQUIRED, 80),
};

static const struct json_field STANDARD_DETAIL_OUT[] = {
    JSON_OBJ(struct standard_detail, standard, JSON_REQUIRED, STANDARD_OUT,
             struct standard),
    JSON_OBJS(struct standard_detail, certificates, JSON_REQUIRED, STANDARD_PAPER_OUT,
              struct standard_paper, STANDARD_CERTIFICATES_MAX),
};

/* What a certificate says, and of a new standard what it is. */
struct standard_in {
    const char *set_id;
    const char *kind;
    const char *name_zh, *name_en;
    const char *serial;
    const char *nominal_kg;
    const char *certificate_no;
    const char *issuer;
    const char *certificate_day, *valid_until_day;
    const char *accuracy_class;
    const struct json *params;
    int64_t version;
};

#define PAPER_MEMBERS                                                                    \
    JSON_STR(struct standard_in, certificate_no, JSON_REQUIRED, STANDARD_NUMBER_MAX),    \
        JSON_STR(struct standard_in, issuer, JSON_REQUIRED, STANDARD_NAME_MAX),          \
        JSON_DATE(struct standard_in, certificate_day, JSON_REQUIRED),                   \
        JSON_DATE(struct standard_in, valid_until_day, JSON_REQUIRED),                   \
        JSON_STR(struct standard_in, accuracy_class, JSON_REQUIRED, STANDARD_CLASS_MAX), \
        JSON_RAW(struct standard_in, params, JSON_OPTIONAL)

static const struct json_field STANDARD_ADD_IN[] = {
    JSON_ID(struct standard_in, set_id, JSON_REQUIRED),
    JSON_STR(struct standard_in, kind, JSON_REQUIRED, STANDARD_SERIAL_MAX),
    JSON_STR(struct standard_in, name_zh, JSON_OPTIONAL, STANDARD_NAME_MAX),
    JSON_STR(struct standard_in, name_en, JSON_OPTIONAL, STANDARD_NAME_MAX),
    JSON_STR(struct standard_in, serial, JSON_REQUIRED, STANDARD_SERIAL_MAX),
    JSON_STR(struct standard_in, nominal_kg, JSON_OPTIONAL, STANDARD_PARAM_MAX),
    PAPER_MEMBERS,
};

static const struct json_field STANDARD_CERTIFY_IN[] = {
    JSON_INT(struct standard_in, version, JSON_REQUIRED, 0, INT64_MAX),
    PAPER_MEMBERS,
};

static const struct json_field STANDARD_MOVE_IN[] = {
    JSON_INT(struct standard_in, version, JSON_REQUIRED, 0, INT64_MAX),
    JSON_ID(struct standard_in, set_id, JSON_REQUIRED),
};

struct standard_step_in {
    int64_t version;
    const char *reason;
};

static const struct json_field STANDARD_STEP_IN[] = {
    JSON_INT(struct standard_step_in, version, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct standard_step_in, reason, JSON_REQUIRED, STANDARD_REASON_MAX),
};

#define SET_MEMBERS                                                                      \
    JSON_STR(struct standard_set, name_zh, JSON_REQUIRED, STANDARD_NAME_MAX),            \
        JSON_STR(struct standard_set, accreditation_no, JSON_REQUIRED,                   \
                 STANDARD_NUMBER_MAX),                                                   \
        JSON_STR(struct standard_set, regulation_code, JSON_REQUIRED, 120),              \
        JSON_STR(struct standard_set, range_zh, JSON_REQUIRED, STANDARD_NAME_MAX),       \
        JSON_STR(struct standard_set, max_kg, JSON_REQUIRED, STANDARD_PARAM_MAX),        \
        JSON_STR(struct standard_set, accuracy_zh, JSON_REQUIRED, STANDARD_NAME_MAX),    \
        JSON_DATE(struct standard_set, valid_until_day, JSON_REQUIRED)

static const struct json_field STANDARD_SET_ADD_IN[] = {SET_MEMBERS};

static const struct json_field STANDARD_SET_CHANGE_IN[] = {
    JSON_INT(struct standard_set, version, JSON_REQUIRED, 0, INT64_MAX),
    SET_MEMBERS,
};

static const struct json_field VEHICLE_OUT[] = {
    JSON_STR(struct vehicle, id, JSON_REQUIRED, 26),
    JSON_STR(struct vehicle, plate, JSON_REQUIRED, 20),
    JSON_STR(struct vehicle, kind, JSON_REQUIRED, 20),
    JSON_INT(struct vehicle, payload_kg, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct vehicle, state, JSON_REQUIRED, 20),
};

static const struct json_field EDITION_OUT[] = {
    JSON_STR(struct edition, id, JSON_REQUIRED, 26),
    JSON_STR(struct edition, code, JSON_REQUIRED, 40),
    JSON_STR(struct edition, edition, JSON_REQUIRED, 40),
    JSON_STR(struct edition, title_zh, JSON_REQUIRED, 120),
    JSON_STR(struct edition, title_en, JSON_REQUIRED, 120),
    JSON_STR(struct edition, hash, JSON_REQUIRED, 64),
    JSON_STR(struct edition, in_force_day, JSON_REQUIRED, 10),
    JSON_STR(struct edition, until_day, JSON_OPTIONAL, 10),
    JSON_STR(struct edition, state, JSON_REQUIRED, 20),
    JSON_STR(struct edition, confirmed_note, JSON_OPTIONAL, 400),
    JSON_INT(struct edition, version, JSON_REQUIRED, 1, INT64_MAX),
};

static const struct json_field EDITION_DETAIL_OUT[] = {
    JSON_OBJ(struct edition_detail, edition, JSON_REQUIRED, EDITION_OUT, struct edition),
    JSON_STRS(struct edition_detail, unconfirmed, JSON_REQUIRED, 1000, 200),
    JSON_RAW(struct edition_detail, document, JSON_REQUIRED),
};

struct items_out {
    struct json_list items;
};

static const struct json_field STANDARD_SET_LIST_OUT[] = {
    JSON_OBJS(struct items_out, items, JSON_REQUIRED, STANDARD_SET_OUT,
              struct standard_set, 1000),
};

static const struct json_field VEHICLE_LIST_OUT[] = {
    JSON_OBJS(struct items_out, items, JSON_REQUIRED, VEHICLE_OUT, struct vehicle, 1000),
};

static const struct json_field EDITION_LIST_OUT[] = {
    JSON_OBJS(struct items_out, items, JSON_REQUIRED, EDITION_OUT, struct edition, 1000),
};

struct standard_query {
    const char *set_id;
    const char *kind;
    const char *after;
    int64_t limit;
};

static const struct json_field STANDARD_QUERY[] = {
    JSON_ID(struct standard_query, set_id, JSON_OPTIONAL),
    JSON_STR(struct standard_query, kind, JSON_OPTIONAL, 40),
    JSON_STR(struct standard_query, after, JSON_OPTIONAL, 80),
    JSON_INT(struct standard_query, limit, JSON_OPTIONAL, 1, STANDARDS_MAX),
};

struct confirm_in {
    int64_t version;
    const char *note;
};

static const struct json_field EDITION_CONFIRM_IN[] = {
    JSON_INT(struct confirm_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct confirm_in, note, JSON_REQUIRED, 400),
};

static qh_status api_standard_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct standard_page page = {0};
    struct standard_query q = {0};
    struct standard_filter f;
    qh_status rc = req_query(rq, STANDARD_QUERY, LEN(STANDARD_QUERY), &q, &c->err);

    if (rc)
        return rc;
    f = (struct standard_filter){q.set_id, q.kind, q.after, list_limit(q.limit)};
    rc = standard_list(c, &f, &page);
    if (rc)
        return rc;
    return res_json(c, rs, 200, STANDARD_PAGE_OUT, LEN(STANDARD_PAGE_OUT), &page);
}

static qh_status reply_standard(struct ctx *c, struct res *rs, int status, const char *id)
{
    struct standard_detail d = {0};
    const qh_status rc = standard_find(c, id, &d);

    if (rc)
        return rc;
    return res_json(c, rs, status, STANDARD_DETAIL_OUT, LEN(STANDARD_DETAIL_OUT), &d);
}

static qh_status api_standard_find(struct ctx *c, const struct req *rq, struct res *rs)
{
    return reply_standard(c, rs, 200, req_param(rq, "id"));
}

static struct standard_paper paper_of(const struct standard_in *in)
{
    return (struct standard_paper){.certificate_no = in->certificate_no,
                                   .issuer = in->issuer,
                                   .certificate_day = in->certificate_day,
                                   .valid_until_day = in->valid_until_day,
                                   .accuracy_class = in->accuracy_class,
                                   .params = in->params};
}

static qh_status api_standard_add(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct standard_in in = {0};
    const char *id = NULL;
    qh_status rc = req_input(rq, &in, &c->err);

    if (rc)
        return rc;
    rc = standard_register(c,
                           &(struct standard_new){.set_id = in.set_id,
                                                  .kind = in.kind,
                                                  .name_zh = in.name_zh,
                                                  .name_en = in.name_en,
                                                  .serial = in.serial,
                                                  .nominal_kg = in.nominal_kg,
                                                  .paper = paper_of(&in)},
                           &id);
    return rc ? rc : reply_standard(c, rs, 201, id);
}

static qh_status api_standard_certify(struct ctx *c, const struct req *rq, struct res *rs)
{
    const char *id = req_param(rq, "id");
    struct standard_in in = {0};
    struct standard_paper paper;
    qh_status rc = req_input(rq, &in, &c->err);

    if (rc)
        return rc;
    paper = paper_of(&in);
    rc = standard_certify(c, id, in.version, &paper);
    return rc ? rc : reply_standard(c, rs, 200, id);
}

static qh_status api_standard_move(struct ctx *c, const struct req *rq, struct res *rs)
{
    const char *id = req_param(rq, "id");
    struct standard_in in = {0};
    qh_status rc = req_input(rq, &in, &c->err);

    if (!rc)
        rc = standard_move(c, id, in.version, in.set_id);
    return rc ? rc : reply_standard(c, rs, 200, id);
}

static qh_status api_standard_step(struct ctx *c, const struct req *rq, struct res *rs)
{
    const char *id = req_param(rq, "id");
    struct standard_step_in in = {0};
    qh_status rc = req_input(rq, &in, &c->err);

    if (!rc)
        rc = standard_step(c, id, req_action(rq), in.version, in.reason);
    return rc ? rc : reply_standard(c, rs, 200, id);
}

static qh_status reply_set(struct ctx *c, struct res *rs, int status, const char *id)
{
    struct standard_set set = {0};
    const qh_status rc = standard_set_find(c, id, &set);

    if (rc)
        return rc;
    return res_json(c, rs, status, STANDARD_SET_OUT, LEN(STANDARD_SET_OUT), &set);
}

static qh_status api_standard_set_add(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct standard_set in = {0};
    const char *id = NULL;
    qh_status rc = req_input(rq, &in, &c->err);

    if (!rc)
        rc = standard_set_add(c, &in, &id);
    return rc ? rc : reply_set(c, rs, 201, id);
}

static qh_status api_standard_set_change(struct ctx *c, const struct req *rq,
                                         struct res *rs)
{
    struct standard_set in = {0};
    qh_status rc = req_input(rq, &in, &c->err);

    if (rc)
        return rc;
    in.id = req_param(rq, "id");
    rc = standard_set_change(c, &in);
    return rc ? rc : reply_set(c, rs, 200, req_param(rq, "id"));
}

static qh_status api_standard_set_step(struct ctx *c, const struct req *rq,
                                       struct res *rs)
{
    struct standard_step_in in = {0};
    qh_status rc = req_input(rq, &in, &c->err);

    if (!rc)
        rc = standard_set_stop(c, req_param(rq, "id"), in.version,
                               str_equal(req_action(rq), "stop"), in.reason);
    return rc ? rc : reply_set(c, rs, 200, req_param(rq, "id"));
}

static qh_status api_standard_sets(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct items_out out = {0};
    const qh_status rc = standard_set_list(c, &out.items);

    (void)rq;
    if (rc)
        return rc;
    return res_json(c, rs, 200, STANDARD_SET_LIST_OUT, LEN(STANDARD_SET_LIST_OUT), &out);
}

static qh_status api_vehicles(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct items_out out = {0};
    qh_status rc = vehicle_list(c, &out.items);

    (void)rq;
    if (rc)
        return rc;
    return res_json(c, rs, 200, VEHICLE_LIST_OUT, LEN(VEHICLE_LIST_OUT), &out);
}

static qh_status reply_editions(struct ctx *c, struct res *rs)
{
    struct items_out out = {0};
    qh_status rc = edition_list(c, &out.items);

    if (rc)
        return rc;
    return res_json(c, rs, 200, EDITION_LIST_OUT, LEN(EDITION_LIST_OUT), &out);
}

static qh_status api_editions(struct ctx *c, const struct req *rq, struct res *rs)
{
    (void)rq;
    return reply_editions(c, rs);
}

static qh_status api_edition_find(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct edition_detail d = {0};
    qh_status rc = edition_find(c, req_param(rq, "id"), &d);

    if (rc)
        return rc;
    return res_json(c, rs, 200, EDITION_DETAIL_OUT, LEN(EDITION_DETAIL_OUT), &d);
}

static qh_status api_edition_register(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct edition_detail d = {0};
    const char *id = NULL;
    qh_status rc = edition_register(c, rq->body, &id);

    if (!rc)
        rc = edition_find(c, id, &d);
    if (rc)
        return rc;
    return res_json(c, rs, 201, EDITION_DETAIL_OUT, LEN(EDITION_DETAIL_OUT), &d);
}

static qh_status api_edition_confirm(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct confirm_in in = {0};
    qh_status rc =
        req_json(rq, EDITION_CONFIRM_IN, LEN(EDITION_CONFIRM_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = edition_confirm(c, req_param(rq, "id"), in.version, in.note);
    if (rc)
        return rc;
    return reply_editions(c, rs);
}

/* clang-format off */
const struct endpoint API_STANDARD[] = {
    EP("GET",  "/api/standards",                RIGHT_STANDARD_READ,      TX_READ,  api_standard_list,
       "standard_list", EP_QUERY(STANDARD_QUERY), EP_OUT(STANDARD_PAGE_OUT)),
    EP("GET",  "/api/standard-sets",            RIGHT_STANDARD_READ,      TX_READ,  api_standard_sets,
       "standard_set_list", EP_OUT(STANDARD_SET_LIST_OUT)),
    EP("POST", "/api/standards",                RIGHT_STANDARD_WRITE,     TX_WRITE, api_standard_add,
       "standard_add", .status = 201, EP_IN(STANDARD_ADD_IN), EP_OUT(STANDARD_DETAIL_OUT)),
    EP("GET",  "/api/standards/{id}",           RIGHT_STANDARD_READ,      TX_READ,  api_standard_find,
       "standard_find", EP_OUT(STANDARD_DETAIL_OUT)),
    EP("POST", "/api/standards/{id}/certificates", RIGHT_STANDARD_WRITE,  TX_WRITE, api_standard_certify,
       "standard_certify", EP_IN(STANDARD_CERTIFY_IN), EP_OUT(STANDARD_DETAIL_OUT)),
    EP("POST", "/api/standards/{id}/move",      RIGHT_STANDARD_WRITE,     TX_WRITE, api_standard_move,
       "standard_move", EP_IN(STANDARD_MOVE_IN), EP_OUT(STANDARD_DETAIL_OUT)),
    EP("POST", "/api/standards/{id}/stop",      RIGHT_STANDARD_WRITE,     TX_WRITE, api_standard_step,
       "standard_stop", EP_IN(STANDARD_STEP_IN), EP_OUT(STANDARD_DETAIL_OUT)),
    EP("POST", "/api/standards/{id}/resume",    RIGHT_STANDARD_WRITE,     TX_WRITE, api_standard_step,
       "standard_resume", EP_IN(STANDARD_STEP_IN), EP_OUT(STANDARD_DETAIL_OUT)),
    EP("POST", "/api/standards/{id}/withdraw",  RIGHT_STANDARD_WRITE,     TX_WRITE, api_standard_step,
       "standard_withdraw", EP_IN(STANDARD_STEP_IN), EP_OUT(STANDARD_DETAIL_OUT)),
    EP("POST", "/api/standard-sets",            RIGHT_STANDARD_WRITE,     TX_WRITE, api_standard_set_add,
       "standard_set_add", .status = 201, EP_IN(STANDARD_SET_ADD_IN), EP_OUT(STANDARD_SET_OUT)),
    EP("PUT",  "/api/standard-sets/{id}",       RIGHT_STANDARD_WRITE,     TX_WRITE, api_standard_set_change,
       "standard_set_change", EP_IN(STANDARD_SET_CHANGE_IN), EP_OUT(STANDARD_SET_OUT)),
    EP("POST", "/api/standard-sets/{id}/stop",  RIGHT_STANDARD_WRITE,     TX_WRITE, api_standard_set_step,
       "standard_set_stop", EP_IN(STANDARD_STEP_IN), EP_OUT(STANDARD_SET_OUT)),
    EP("POST", "/api/standard-sets/{id}/resume", RIGHT_STANDARD_WRITE,    TX_WRITE, api_standard_set_step,
       "standard_set_resume", EP_IN(STANDARD_STEP_IN), EP_OUT(STANDARD_SET_OUT)),
    EP("GET",  "/api/vehicles",                 RIGHT_TRIP_READ,          TX_READ,  api_vehicles,
       "vehicle_list", EP_OUT(VEHICLE_LIST_OUT)),
    EP("GET",  "/api/regulations",              RIGHT_REGULATION_READ,    TX_READ,  api_editions,
       "edition_list", EP_OUT(EDITION_LIST_OUT)),
    EP("POST", "/api/regulations",              RIGHT_REGULATION_CONFIRM, TX_WRITE, api_edition_register,
       "edition_register", .status = 201, .flags = EP_UPLOAD, EP_OUT(EDITION_DETAIL_OUT)),
    EP("GET",  "/api/regulations/{id}",         RIGHT_REGULATION_READ,    TX_READ,  api_edition_find,
       "edition_find", EP_OUT(EDITION_DETAIL_OUT)),
    EP("POST", "/api/regulations/{id}/confirm", RIGHT_REGULATION_CONFIRM, TX_WRITE, api_edition_confirm,
       "edition_confirm", EP_IN(EDITION_CONFIRM_IN), EP_OUT(EDITION_LIST_OUT)),
};
/* clang-format on */
const size_t API_STANDARD_LEN = LEN(API_STANDARD);
