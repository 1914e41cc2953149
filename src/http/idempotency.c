#include "http/idempotency.h"

#include "base/crypt.h"
#include "store/sql_session.h"

#include <string.h>

/* A hash, no authentication: it only says whether two requests are the same. */
static const uint8_t NO_KEY[CRYPT_KEY];

/* What is derived from an Idempotency-Key; the words keep the two apart. */
static const char ROW[] = "row", SEAL[] = "seal";

static const char *person_of(const struct call *k)
{
    return k->ctx.actor.person ? k->ctx.actor.person : "";
}

static void derive(const struct call *k, const char *what, uint8_t out[CRYPT_KEY])
{
    const struct text parts[] = {text_of(what), text_of(k->ctx.org),
                                 text_of(person_of(k)), text_of(k->rq.idempotency_key)};

    _Static_assert(CRYPT_KEY == CRYPT_DIGEST, "a digest serves as a key");
    crypt_mac(NO_KEY, parts, LEN(parts), out);
}

static const char *row_key(struct call *k)
{
    uint8_t digest[CRYPT_DIGEST];

    derive(k, ROW, digest);
    return crypt_base64(&k->arena, digest, sizeof digest);
}

qh_status idempotency_check(struct call *k)
{
    const char *key = k->rq.idempotency_key;
    const struct text parts[] = {text_of(k->rq.method), k->raw_uri, k->rq.body};
    uint8_t digest[CRYPT_DIGEST];
    size_t n = 0;

    /* A sign-in is never repeated by its key: its answer belongs to one browser. */
    if (!key || (k->rq.endpoint->flags & EP_HASH))
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
    uint8_t seal[CRYPT_KEY];
    struct text body = {0};
    qh_status rc;

    *found = false;
    if (!k->request_hash)
        return QH_OK;
    rc = sql_idempotency_one(c->tx, c->arena, c->org, person_of(k), row_key(k), &row,
                             &c->err);
    if (rc == QH_NOT_FOUND) {
        c->err = (struct qh_error){0};
        return QH_OK;
    }
    if (rc)
        return rc;
    if (strcmp(row.request_hash, k->request_hash) != 0)
        return qh_fail(&c->err, QH_CONFLICT, "http.key_reused", "", "other content");
    derive(k, SEAL, seal);
    if (!crypt_unseal(c->arena, seal, row.body, &body))
        return qh_fail(&c->err, QH_BUG, "http.key_answer", "", "the answer was changed");
    k->rs = (struct res){
        .status = (int)row.status,
        .media_type = *row.media_type ? row.media_type : NULL,
        .body = body,
    };
    k->is_replay = true;
    *found = true;
    return QH_OK;
}

qh_status idempotency_add(struct call *k)
{
    struct ctx *c = &k->ctx;
    uint8_t seal[CRYPT_KEY];
    struct sql_idempotency_add_in in = {
        .org = c->org,
        .person_id = person_of(k),
        .request_hash = k->request_hash,
        .status = k->rs.status,
        .media_type = k->rs.media_type ? k->rs.media_type : "",
        .at_ms = c->now_ms,
    };

    if (!k->request_hash)
        return QH_OK;
    derive(k, SEAL, seal);
    in.key = row_key(k);
    in.body = crypt_seal(c->arena, seal, k->rs.body);
    return sql_idempotency_add(c->tx, &in, &c->err);
}
