#include "http/idempotency.h"

#include "base/crypt.h"
#include "store/sql_session.h"

#include <string.h>

/* A hash, no authentication: it only says whether two requests are the same. */
static const uint8_t NO_KEY[CRYPT_KEY];

static const char *person_of(const struct call *k)
{
    return k->ctx.actor.person ? k->ctx.actor.person : "";
}

qh_status idempotency_check(struct call *k)
{
    const char *key = k->rq.idempotency_key;
    const struct text parts[] = {text_of(k->rq.method), k->raw_uri, k->rq.body};
    uint8_t digest[CRYPT_DIGEST];
    size_t n = 0;

    /* A sign-in is never repeated by its key: its answer belongs to one browser. */
    if (!key || (k->ep->flags & EP_HASH))
        return QH_OK;
    while (key[n] > ' ' && key[n] < 0x7F)
        n++;
    if (!n || key[n] || n > IDEMPOTENCY_KEY_MAX)
        return qh_fail(&k->ctx.err, QH_INVALID, "http.key_invalid", "",
                       "1 to %d visible characters", IDEMPOTENCY_KEY_MAX);
    crypt_mac(NO_KEY, parts, LEN(parts), digest);
    k->request_hash = crypt_base64(&k->arena, digest, sizeof digest);
    return QH_OK;
}

qh_status idempotency_find(struct call *k, bool *found)
{
    struct ctx *c = &k->ctx;
    struct sql_idempotency_one row = {0};
    qh_status rc;

    *found = false;
    if (!k->request_hash)
        return QH_OK;
    rc = sql_idempotency_one(c->tx, c->arena, c->org, person_of(k), k->rq.idempotency_key,
                             &row, &c->err);
    if (rc == QH_NOT_FOUND) {
        c->err = (struct qh_error){0};
        return QH_OK;
    }
    if (rc)
        return rc;
    if (strcmp(row.request_hash, k->request_hash) != 0)
        return qh_fail(&c->err, QH_CONFLICT, "http.key_reused", "", "other content");
    k->rs = (struct res){
        .status = (int)row.status,
        .media_type = *row.media_type ? row.media_type : NULL,
        .body = text_of(row.body),
    };
    k->is_replay = true;
    *found = true;
    return QH_OK;
}

qh_status idempotency_add(struct call *k)
{
    struct ctx *c = &k->ctx;
    const struct sql_idempotency_add_in in = {
        .org = c->org,
        .person_id = person_of(k),
        .key = k->rq.idempotency_key,
        .request_hash = k->request_hash,
        .status = k->rs.status,
        .media_type = k->rs.media_type ? k->rs.media_type : "",
        .body = text_copy(c->arena, k->rs.body),
        .at_ms = c->now_ms,
    };

    if (!k->request_hash)
        return QH_OK;
    return sql_idempotency_add(c->tx, &in, &c->err);
}
