#include "domain/demand_token.h"

#include "base/crypt.h"
#include "base/text.h"
#include "domain/cursor.h"
#include "domain/setting.h"
#include "store/sql_setting.h"
#include "store/tx.h"

#include <inttypes.h>
#include <string.h>

enum { HOUR_MS = 3600 * 1000, DAY_HOURS = 24, TOKEN_MAX = CRYPT_TOKEN + 12 };

static const char *const KEY_NAME = "confirm_key";

/* The key; made if there is none and the transaction may write. */
static qh_status load_key(struct ctx *c, uint8_t out[CRYPT_KEY])
{
    struct sql_setting_one row = {0};
    qh_status rc = sql_setting_one(c->tx, c->arena, "", KEY_NAME, &row, &c->err);

    if (!rc)
        return crypt_from_base64(text_of(row.value), out, CRYPT_KEY)
                   ? QH_OK
                   : qh_fail(&c->err, QH_BUG, "confirm.key", "", "setting %s", KEY_NAME);
    if (rc != QH_NOT_FOUND || !tx_can_write(c->tx))
        return rc;
    c->err = (struct qh_error){0};
    crypt_random(out, CRYPT_KEY);
    return sql_setting_put(c->tx, "", KEY_NAME, crypt_base64(c->arena, out, CRYPT_KEY),
                           &c->err);
}

static qh_status hash_of(struct ctx *c, const char *token, const char **out)
{
    char *hash = ARENA_ARRAY(c->arena, CRYPT_HEX, char);
    uint8_t key[CRYPT_KEY];
    const qh_status rc = load_key(c, key);

    if (rc)
        return rc;
    crypt_keyed_hash(key, text_of(token), hash);
    crypt_wipe(key, sizeof key);
    *out = hash;
    return QH_OK;
}

qh_status demand_token_make(struct ctx *c, struct demand_row *d, const char **out_token)
{
    char random[CRYPT_TOKEN];
    const char *token;
    int64_t end_hour;
    int64_t reopen_days = 0;
    int64_t days = 0;
    qh_status rc = setting_int(c, SETTING_CONFIRM_DAYS, &days);

    if (!rc)
        rc = setting_int(c, SETTING_REOPEN_DAYS, &reopen_days);
    if (rc)
        return rc;
    days += reopen_days;
    crypt_token(random);
    end_hour = c->now_ms / HOUR_MS + 1 + days * DAY_HOURS;
    token = str_format(c->arena, "%s.%" PRId64, random, end_hour);
    rc = hash_of(c, token, &d->v.confirm_hash);
    if (rc)
        return rc;
    *out_token = token;
    return QH_OK;
}

/* The hour at which the token ends; false if the text is none of ours. */
static bool read_end(const char *token, int64_t *out_hour)
{
    const char *dot = strchr(token, '.');

    return strlen(token) <= TOKEN_MAX && dot && dot - token == CRYPT_TOKEN - 1 &&
           cursor_int(dot + 1, out_hour);
}

qh_status demand_token_find(struct ctx *c, const char *token, struct demand_row *out)
{
    struct sql_demand_by_confirm found = {0};
    const char *hash = NULL;
    int64_t end_hour = 0;
    qh_status rc = QH_NOT_FOUND;

    if (read_end(token, &end_hour) && c->now_ms / HOUR_MS < end_hour)
        rc = hash_of(c, token, &hash);
    if (!rc)
        rc = sql_demand_by_confirm(c->tx, c->arena, hash, &found, &c->err);
    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "confirm.not_found", "",
                       "unknown or expired");
    if (rc)
        return rc;
    c->org = found.org;
    return demand_load_any(c, found.id, out);
}
