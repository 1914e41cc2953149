#include "http/api_certificate.h"

#include "domain/certificate.h"
#include "http/api_step.h"
#include "http/list.h"

static const struct json_field CERTIFICATE_ROW_OUT[] = {
    JSON_STR(struct certificate_row, id, JSON_REQUIRED, 26),
    JSON_STR(struct certificate_row, number, JSON_REQUIRED, 40),
    JSON_STR(struct certificate_row, kind, JSON_REQUIRED, 20),
    JSON_STR(struct certificate_row, state, JSON_REQUIRED, 20),
    JSON_STR(struct certificate_row, record_id, JSON_REQUIRED, 26),
    JSON_STR(struct certificate_row, instrument_id, JSON_REQUIRED, 26),
    JSON_STR(struct certificate_row, name_zh, JSON_REQUIRED, 120),
    JSON_STR(struct certificate_row, model, JSON_REQUIRED, 120),
    JSON_STR(struct certificate_row, serial, JSON_REQUIRED, 120),
    JSON_STR(struct certificate_row, enterprise_id, JSON_REQUIRED, 26),
    JSON_STR(struct certificate_row, enterprise_name, JSON_REQUIRED, 120),
    JSON_STR(struct certificate_row, issued_day, JSON_REQUIRED, 10),
    JSON_STR(struct certificate_row, valid_until_day, JSON_OPTIONAL, 10),
    JSON_INT(struct certificate_row, numbered_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct certificate_row, version, JSON_REQUIRED, 1, INT64_MAX),
};

static const struct json_field CERTIFICATE_PAGE_OUT[] = {
    JSON_OBJS(struct certificate_page, items, JSON_REQUIRED, CERTIFICATE_ROW_OUT,
              struct certificate_row, 100),
    JSON_STR(struct certificate_page, next, JSON_OPTIONAL, 80),
};

static const struct json_field CERTIFICATE_DETAIL_OUT[] = {
    JSON_STR(struct certificate_detail, id, JSON_REQUIRED, 26),
    JSON_STR(struct certificate_detail, number, JSON_REQUIRED, 40),
    JSON_STR(struct certificate_detail, kind, JSON_REQUIRED, 20),
    JSON_STR(struct certificate_detail, state, JSON_REQUIRED, 20),
    JSON_STR(struct certificate_detail, record_id, JSON_REQUIRED, 26),
    JSON_STR(struct certificate_detail, instrument_id, JSON_REQUIRED, 26),
    JSON_STR(struct certificate_detail, enterprise_id, JSON_REQUIRED, 26),
    JSON_RAW(struct certificate_detail, content, JSON_REQUIRED),
    JSON_STR(struct certificate_detail, content_hash, JSON_REQUIRED, 64),
    JSON_STR(struct certificate_detail, pdf_hash, JSON_OPTIONAL, 64),
    JSON_STR(struct certificate_detail, issued_day, JSON_REQUIRED, 10),
    JSON_STR(struct certificate_detail, valid_until_day, JSON_OPTIONAL, 10),
    JSON_STR(struct certificate_detail, replaces_id, JSON_OPTIONAL, 26),
    JSON_INT(struct certificate_detail, numbered_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct certificate_detail, issued_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct certificate_detail, check_url, JSON_REQUIRED, 300),
    JSON_INT(struct certificate_detail, version, JSON_REQUIRED, 1, INT64_MAX),
};

static const struct json_field CERTIFICATE_PUBLIC_OUT[] = {
    JSON_STR(struct certificate_public, number, JSON_REQUIRED, 40),
    JSON_STR(struct certificate_public, kind, JSON_REQUIRED, 20),
    JSON_STR(struct certificate_public, state, JSON_REQUIRED, 20),
    JSON_STR(struct certificate_public, issued_day, JSON_REQUIRED, 10),
    JSON_STR(struct certificate_public, valid_until_day, JSON_OPTIONAL, 10),
    JSON_RAW(struct certificate_public, content, JSON_REQUIRED),
    JSON_STR(struct certificate_public, content_hash, JSON_REQUIRED, 64),
    JSON_STR(struct certificate_public, pdf_hash, JSON_OPTIONAL, 64),
};

struct certificate_query {
    const char *kind;
    const char *enterprise_id;
    const char *number;
    const char *after;
    int64_t limit;
};

struct certificate_verify_in {
    const char *sha256;
};

struct certificate_verify_out {
    bool matches;
};

static const struct json_field CERTIFICATE_QUERY[] = {
    JSON_STR(struct certificate_query, kind, JSON_OPTIONAL, 20),
    JSON_ID(struct certificate_query, enterprise_id, JSON_OPTIONAL),
    JSON_STR(struct certificate_query, number, JSON_OPTIONAL, 40),
    JSON_STR(struct certificate_query, after, JSON_OPTIONAL, 80),
    JSON_INT(struct certificate_query, limit, JSON_OPTIONAL, 1, LIST_MAX),
};

static const struct json_field CERTIFICATE_VERIFY_IN[] = {
    JSON_STR(struct certificate_verify_in, sha256, JSON_REQUIRED, 64),
};

static const struct json_field CERTIFICATE_VERIFY_OUT[] = {
    JSON_BOOL(struct certificate_verify_out, matches, JSON_REQUIRED),
};

static qh_status api_certificate_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct certificate_page page = {0};
    struct certificate_query q = {0};
    struct certificate_filter f;
    qh_status rc = req_query(rq, CERTIFICATE_QUERY, LEN(CERTIFICATE_QUERY), &q, &c->err);

    if (rc)
        return rc;
    f = (struct certificate_filter){q.kind, q.enterprise_id, q.number, q.after,
                                    list_limit(q.limit)};
    rc = certificate_list(c, &f, &page);
    if (rc)
        return rc;
    return res_json(c, rs, 200, CERTIFICATE_PAGE_OUT, LEN(CERTIFICATE_PAGE_OUT), &page);
}

static qh_status reply_detail(struct ctx *c, struct res *rs, const char *id)
{
    struct certificate_detail d = {0};
    qh_status rc = certificate_find(c, id, &d);

    if (rc)
        return rc;
    return res_json(c, rs, 200, CERTIFICATE_DETAIL_OUT, LEN(CERTIFICATE_DETAIL_OUT), &d);
}

static qh_status api_certificate_find(struct ctx *c, const struct req *rq, struct res *rs)
{
    return reply_detail(c, rs, req_param(rq, "id"));
}

static qh_status api_certificate_void(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct step_in in = {0};
    qh_status rc = req_json(rq, STEP_IN, LEN(STEP_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = certificate_void(c, req_param(rq, "id"), in.version, in.reason);
    if (rc)
        return rc;
    return reply_detail(c, rs, req_param(rq, "id"));
}

static qh_status api_certificate_public(struct ctx *c, const struct req *rq,
                                        struct res *rs)
{
    struct certificate_public p = {0};
    qh_status rc = certificate_look_up(c, req_param(rq, "number"), &p);

    if (rc)
        return rc;
    return res_json(c, rs, 200, CERTIFICATE_PUBLIC_OUT, LEN(CERTIFICATE_PUBLIC_OUT), &p);
}

static qh_status api_certificate_verify(struct ctx *c, const struct req *rq,
                                        struct res *rs)
{
    struct certificate_verify_out out = {0};
    struct certificate_verify_in in = {0};
    struct certificate_public p = {0};
    qh_status rc =
        req_json(rq, CERTIFICATE_VERIFY_IN, LEN(CERTIFICATE_VERIFY_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = certificate_look_up(c, req_param(rq, "number"), &p);
    if (rc)
        return rc;
    out.matches = p.pdf_hash && str_equal(p.pdf_hash, in.sha256);
    return res_json(c, rs, 200, CERTIFICATE_VERIFY_OUT, LEN(CERTIFICATE_VERIFY_OUT),
                    &out);
}

/* ---- the bytes: rendered and stored on the first opening if the job has not yet ---- */

struct opening {
    const char *id;
    struct certificate_detail found;
    struct text content;
    struct text pdf;
};

static qh_status find_step(struct ctx *c, void *arg)
{
    struct opening *o = arg;
    qh_status rc = certificate_find(c, o->id, &o->found);
    struct json_writer w;
    struct buf b;

    if (rc)
        return rc;
    if (o->found.pdf_hash)
        return certificate_bytes(c, o->id, &o->pdf);
    buf_init(&b, c->arena);
    json_begin(&w, &b);
    json_put_node(&w, o->found.content);
    o->content = buf_text(&b);
    return QH_OK;
}

static qh_status store_step(struct ctx *c, void *arg)
{
    struct opening *o = arg;
    qh_status rc = certificate_store(c, o->id, o->pdf);

    if (rc || str_equal(o->found.state, "revoked")) /* too late to be issued: as it was */
        return rc;
    return certificate_bytes(c, o->id, &o->pdf);
}

static qh_status api_certificate_pdf(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct opening o = {.id = req_param(rq, "id")};
    qh_status rc = api_read(c, find_step, &o);

    if (rc)
        return rc;
    if (!o.found.pdf_hash) {
        rc = certificate_render(c, o.content, &o.pdf);
        if (rc)
            return rc;
        rc = api_write(c, rq, rs, store_step, &o);
        if (rc)
            return rc;
    }
    rc = res_bytes(rs, "application/pdf", o.pdf,
                   str_format(c->arena, "%s.pdf", o.found.number));
    rs->is_inline = true;
    return rc;
}

/* clang-format off */
const struct endpoint API_CERTIFICATE[] = {
    EP("GET",  "/api/certificates",           RIGHT_CERTIFICATE_READ, TX_READ,  api_certificate_list,
       "certificate_list", EP_QUERY(CERTIFICATE_QUERY), EP_OUT(CERTIFICATE_PAGE_OUT)),
    EP("GET",  "/api/certificates/{id}",      RIGHT_CERTIFICATE_READ, TX_READ,  api_certificate_find,
       "certificate_find", EP_OUT(CERTIFICATE_DETAIL_OUT)),
    EP("GET",  "/api/certificates/{id}/pdf",  RIGHT_CERTIFICATE_READ, TX_SELF,  api_certificate_pdf,
       "certificate_pdf", .flags = EP_RAW_OUT),
    EP("POST", "/api/certificates/{id}/void", RIGHT_CERTIFICATE_VOID, TX_WRITE, api_certificate_void,
       "certificate_void", EP_IN(STEP_IN), EP_OUT(CERTIFICATE_DETAIL_OUT)),
    EP("GET",  "/api/public/certificates/{number}",        RIGHT_PUBLIC, TX_READ, api_certificate_public,
       "certificate_public", EP_OUT(CERTIFICATE_PUBLIC_OUT)),
    EP("POST", "/api/public/certificates/{number}/verify", RIGHT_PUBLIC, TX_READ, api_certificate_verify,
       "certificate_verify", EP_IN(CERTIFICATE_VERIFY_IN), EP_OUT(CERTIFICATE_VERIFY_OUT)),
};
/* clang-format on */
const size_t API_CERTIFICATE_LEN = LEN(API_CERTIFICATE);
