#include "http/api_attachment.h"

#include "domain/attachment.h"

static const char *const ENTITIES[] = {"record", "demand", "visit", NULL};

struct attachment_query {
    int entity;
    const char *entity_id;
    const char *name;
};

static const struct json_field ATTACHMENT_QUERY[] = {
    JSON_ENUM(struct attachment_query, entity, JSON_REQUIRED, ENTITIES),
    JSON_ID(struct attachment_query, entity_id, JSON_REQUIRED),
    JSON_STR(struct attachment_query, name, JSON_REQUIRED, 120),
};

static const struct json_field ATTACHMENT_OUT[] = {
    JSON_STR(struct attachment_saved, id, JSON_REQUIRED, 26),
    JSON_STR(struct attachment_saved, hash, JSON_REQUIRED, 64),
    JSON_STR(struct attachment_saved, media_type, JSON_REQUIRED, 60),
    JSON_INT(struct attachment_saved, size, JSON_REQUIRED, 0, INT64_MAX),
};

static qh_status api_attachment_add(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct attachment_saved saved = {0};
    struct attachment_query q = {0};
    qh_status rc = req_query(rq, ATTACHMENT_QUERY, LEN(ATTACHMENT_QUERY), &q, &c->err);

    if (rc)
        return rc;
    rc = attachment_add(c,
                        &(struct attachment_new){ENTITIES[q.entity], q.entity_id, q.name},
                        rq->body, &saved);
    if (rc)
        return rc;
    return res_json(c, rs, 201, ATTACHMENT_OUT, LEN(ATTACHMENT_OUT), &saved);
}

static qh_status api_attachment_get(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct attachment_file f = {0};
    qh_status rc = attachment_take(c, req_param(rq, "id"), &f);

    if (rc)
        return rc;
    rc = res_bytes(rs, f.media_type, f.bytes, f.name);
    rs->is_inline = true;
    rs->etag = f.hash;
    return rc;
}

/* clang-format off */
const struct endpoint API_ATTACHMENT[] = {
    EP("POST", "/api/attachments",      RIGHT_ATTACHMENT_WRITE, TX_WRITE, api_attachment_add,
       "attachment_add", .status = 201, .flags = EP_UPLOAD, EP_QUERY(ATTACHMENT_QUERY), EP_OUT(ATTACHMENT_OUT)),
    EP("GET",  "/api/attachments/{id}", RIGHT_ATTACHMENT_READ,  TX_READ,  api_attachment_get,
       "attachment_get", .flags = EP_RAW_OUT),
};
/* clang-format on */
const size_t API_ATTACHMENT_LEN = LEN(API_ATTACHMENT);
