#include "domain/notify_secret.h"

#include "base/crypt.h"
#include "base/text.h"
#include "domain/app.h"
#include "store/sql_notify_channel.h"

#include <string.h>

/* A sealed secret is this and the sealed text "ENDPOINT-ID SECRET": one that was copied
 * to the row of another channel does not open there.  No password begins so: they come
 * as one line of a form. */
static const char PREFIX[] = "\x1Fsealed:";

const char *const NOTIFY_SECRET_STATES[] = {"none", "plain", "sealed", "locked", NULL};

static const uint8_t *seal_key(const struct ctx *c)
{
    return c->app ? c->app->seal_key : NULL;
}

static bool is_sealed(const char *stored)
{
    return strncmp(stored, PREFIX, sizeof PREFIX - 1) == 0;
}

static bool open_sealed(struct ctx *c, const char *endpoint_id, const char *stored,
                        const char **out)
{
    const uint8_t *key = seal_key(c);
    const size_t n = strlen(endpoint_id);
    struct text plain = {0};

    if (!key || !crypt_unseal(c->arena, key, stored + sizeof PREFIX - 1, &plain) ||
        plain.len <= n || memcmp(plain.p, endpoint_id, n) != 0 || plain.p[n] != ' ')
        return false;
    *out = text_copy(c->arena, (struct text){plain.p + n + 1, plain.len - n - 1});
    return true;
}

qh_status notify_secret_put(struct ctx *c, const char *endpoint_id, const char *secret)
{
    const uint8_t *key = seal_key(c);

    if (key) {
        const char *plain = str_format(c->arena, "%s %s", endpoint_id, secret);

        secret = str_format(c->arena, "%s%s", PREFIX,
                            crypt_seal(c->arena, key, text_of(plain)));
    }
    return sql_notify_secret_put(c->tx, c->org, endpoint_id, secret, &c->err);
}

/* As it is stored; NULL if there is none. */
static qh_status load(struct ctx *c, const char *endpoint_id, const char **out)
{
    struct sql_notify_secret_one row = {0};
    qh_status rc =
        sql_notify_secret_one(c->tx, c->arena, c->org, endpoint_id, &row, &c->err);

    if (rc == QH_NOT_FOUND) {
        c->err = (struct qh_error){0};
        rc = QH_OK;
    }
    *out = row.secret;
    return rc;
}

qh_status notify_secret_find(struct ctx *c, const char *endpoint_id, const char **out)
{
    const char *stored = NULL;
    qh_status rc = load(c, endpoint_id, &stored);

    if (rc)
        return rc;
    if (stored && is_sealed(stored))
        return open_sealed(c, endpoint_id, stored, out)
                   ? QH_OK
                   : qh_fail(&c->err, QH_CONFLICT, "endpoint.sealed", "", "%s",
                             endpoint_id);
    *out = stored ? stored : "";
    return QH_OK;
}

qh_status notify_secret_state(struct ctx *c, const char *endpoint_id,
                              enum notify_secret_state *out)
{
    const char *stored = NULL;
    const char *plain;
    qh_status rc = load(c, endpoint_id, &stored);

    if (rc)
        return rc;
    if (!stored || !*stored)
        *out = NOTIFY_SECRET_NONE;
    else if (!is_sealed(stored))
        *out = NOTIFY_SECRET_PLAIN;
    else if (open_sealed(c, endpoint_id, stored, &plain))
        *out = NOTIFY_SECRET_SEALED;
    else
        *out = NOTIFY_SECRET_LOCKED;
    return QH_OK;
}

qh_status notify_secret_seal_old(struct ctx *c, int64_t *out_n)
{
    struct sql_notify_secret_list_list rows = {0};
    qh_status rc = QH_OK;

    *out_n = 0;
    if (seal_key(c))
        rc = sql_notify_secret_list(c->tx, c->arena, c->org, &rows, &c->err);
    for (size_t i = 0; i < rows.n && !rc; i++) {
        if (!*rows.p[i].secret || is_sealed(rows.p[i].secret))
            continue;
        rc = notify_secret_put(c, rows.p[i].endpoint_id, rows.p[i].secret);
        *out_n += !rc;
    }
    return rc;
}
