#include "domain/attachment.h"

#include "base/crypt.h"
#include "base/id.h"
#include "domain/visit_row.h"
#include "store/sql_booking.h"
#include "store/sql_certificate.h"
#include "store/sql_record.h"

#include <string.h>

struct magic {
    const char *type;
    const char *bytes;
    size_t len;
    size_t at;
};

static const struct magic MAGICS[] = {
    {"image/jpeg", "\xFF\xD8\xFF", 3, 0},
    {"image/png", "\x89PNG\r\n\x1A\n", 8, 0},
    {"image/webp", "WEBP", 4, 8},
    {"application/pdf", "%PDF-", 5, 0},
};

static const char *type_of(struct text bytes)
{
    for (size_t i = 0; i < LEN(MAGICS); i++) {
        const struct magic *m = &MAGICS[i];

        if (bytes.len >= m->at + m->len && memcmp(bytes.p + m->at, m->bytes, m->len) == 0)
            return m->type;
    }
    return NULL;
}

/* Each answers QH_NOT_FOUND unless the entity is there and the person's to see. */
static qh_status find_record(struct ctx *c, const char *id)
{
    struct sql_record_one r = {0};

    if (c->actor.enterprise)
        return QH_NOT_FOUND;
    return sql_record_one(c->tx, c->arena, c->org, id, &r, &c->err);
}

static qh_status find_demand(struct ctx *c, const char *id)
{
    struct sql_booking_demand_for d = {0};
    const qh_status rc = sql_booking_demand_for(c->tx, c->arena, c->org, id, &d, &c->err);

    if (!rc && c->actor.enterprise && !str_equal(c->actor.enterprise, d.enterprise_id))
        return QH_NOT_FOUND;
    return rc;
}

static qh_status find_visit(struct ctx *c, const char *id)
{
    struct sql_visit_one v = {0};

    return visit_load(c, id, &v);
}

static const struct owner {
    const char *entity;
    qh_status (*find)(struct ctx *c, const char *id);
} OWNERS[] = {
    {"record", find_record},
    {"demand", find_demand},
    {"visit", find_visit},
};

/* The entity exists in this org and is the person's to see. */
static qh_status check_entity(struct ctx *c, const char *entity, const char *id)
{
    for (size_t i = 0; i < LEN(OWNERS); i++) {
        qh_status rc;

        if (!str_equal(OWNERS[i].entity, entity))
            continue;
        rc = OWNERS[i].find(c, id);
        if (rc == QH_NOT_FOUND)
            return qh_fail(&c->err, QH_NOT_FOUND, "attachment.no_entity", "entity_id",
                           "%.40s", id);
        return rc;
    }
    return qh_fail(&c->err, QH_INVALID, "attachment.entity", "entity", "%.40s", entity);
}

qh_status attachment_add(struct ctx *c, const struct attachment_new *in,
                         struct text bytes, struct attachment_saved *out)
{
    char *hash = ARENA_ARRAY(c->arena, CRYPT_HEX, char);
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);
    const char *type = type_of(bytes);
    qh_status rc;

    if (!bytes.len)
        return qh_fail(&c->err, QH_INVALID, "attachment.empty", "", "no bytes");
    if (!type)
        return qh_fail(&c->err, QH_INVALID, "attachment.type", "", "unknown first bytes");
    rc = check_entity(c, in->entity, in->entity_id);
    if (rc)
        return rc;
    crypt_sha256(bytes, hash);
    id_make(c->now_ms, c->rand, id);
    rc = sql_blob_put(c->tx, c->org, hash, bytes, (int64_t)bytes.len, &c->err);
    if (rc)
        return rc;
    *out = (struct attachment_saved){id, hash, type, (int64_t)bytes.len};
    return sql_attachment_add(c->tx,
                              &(struct sql_attachment_add_in){
                                  .org = c->org,
                                  .id = id,
                                  .entity = in->entity,
                                  .entity_id = in->entity_id,
                                  .hash = hash,
                                  .name = in->name,
                                  .media_type = type,
                                  .size = (int64_t)bytes.len,
                                  .at_ms = c->now_ms,
                                  .person_id = c->actor.person,
                              },
                              &c->err);
}

qh_status attachment_take(struct ctx *c, const char *id, struct attachment_file *out)
{
    struct sql_attachment_one a = {0};
    struct sql_blob_get b = {0};
    qh_status rc = sql_attachment_one(c->tx, c->arena, c->org, id, &a, &c->err);

    if (!rc)
        rc = check_entity(c, a.entity, a.entity_id);
    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "attachment.not_found", "", "%.40s", id);
    if (rc)
        return rc;
    rc = sql_blob_get(c->tx, c->arena, c->org, a.hash, &b, &c->err);
    if (rc)
        return rc;
    *out = (struct attachment_file){a.name, a.media_type, b.bytes, a.hash};
    return QH_OK;
}
