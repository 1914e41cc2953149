#include "domain/setting.h"

#include "domain/cursor.h"
#include "store/sql_setting.h"

#include <stdio.h>
#include <string.h>

/* clang-format off */
static const struct setting {
    const char *name;
    int64_t value; /* default */
    int64_t min;
    int64_t max;
} SETTINGS[] = {
    {SETTING_TRIAGE_WD,      1, 1, 10},
    {SETTING_ASSIGN_WD,      1, 1, 10},
    {SETTING_ACCEPT_WD,      1, 1, 10},
    {SETTING_ADVICE_WD,      2, 1, 60},
    {SETTING_ORDINARY_WD,    7, 1, 60},
    {SETTING_COMPLEX_WD,    15, 1, 90},
    {SETTING_HARD_WD,       30, 1, 120},
    {SETTING_MEETING_WD,    10, 1, 60},
    {SETTING_FORWARD_WD,    15, 1, 60},
    {SETTING_FOLLOW_UP_WD,   3, 1, 30},
    {SETTING_REDO_WD,        5, 1, 30},
    {SETTING_DECLINE_WD,     2, 1, 30},
    {SETTING_EXTEND_MAX_WD, 15, 1, 60},
    {SETTING_SUPERVISE_REPLY_WD, 3, 1, 30},
    {SETTING_CONFIRM_DAYS,  30, 1, 365},
    {SETTING_CONTACT_WD,     1, 1, 10},
    {SETTING_PROPOSAL_WD,    3, 1, 30},
    {SETTING_INTERIM_WD,     5, 1, 30},
    {SETTING_RECEIPT_WD,     3, 1, 30},
    {SETTING_OBJECTION_WD,   0, 0, 10},
    {SETTING_PAUSE_MAX_WD,  20, 0, 120},
    {SETTING_REOPEN_DAYS,   30, 1, 365},
    {SETTING_REOPEN_MAX,     2, 0, 10},
    {SETTING_DUPLICATE_DAYS, 180, 1, 1000},
    {SETTING_VISIT_QUIET_WD, 5, 0, 60},
    {SETTING_VISIT_DAY_MAX,  4, 1, 50},
    {SETTING_PAIRING_ROTATION_MONTHS,    36, 0, 240},
    {SETTING_PAIRING_ROTATION_WARN_DAYS, 60, 0, 365},
    {SETTING_PAIRING_LOAD_MIN,            2, 0, 100},
    {SETTING_PAIRING_LOAD_MAX,            8, 1, 100},
    {SETTING_PAIRING_INTEREST_FORBIDS,    1, 0, 1},
    {SETTING_PAIRING_DUE_DAYS,           90, 0, 730},
    {SETTING_NOTIFY_RETRY_S,             30, 1, 3600},
    {SETTING_NOTIFY_TRIES,                8, 1, 20},
    {SETTING_NOTIFY_LEASE_S,            120, 30, 3600},
    {SETTING_NOTIFY_BREAK_AFTER,          5, 1, 100},
    {SETTING_NOTIFY_INSTRUMENT_DAYS,     30, 1, 365},
    {SETTING_NOTIFY_STANDARD_DAYS,       60, 1, 365},
    {SETTING_NOTIFY_CREDENTIAL_DAYS,     60, 1, 365},
};
/* clang-format on */

static const struct setting *setting_of(const char *name)
{
    for (size_t i = 0; i < LEN(SETTINGS); i++)
        if (strcmp(SETTINGS[i].name, name) == 0)
            return &SETTINGS[i];
    return NULL;
}

qh_status setting_int(struct ctx *c, const char *name, int64_t *out)
{
    const struct setting *s = setting_of(name);
    struct sql_setting_one row = {0};
    int64_t v = 0;
    qh_status rc;

    if (!s)
        return qh_fail(&c->err, QH_BUG, "setting.name", "", "%s", name);
    rc = sql_setting_one(c->tx, c->arena, c->org, name, &row, &c->err);
    if (rc == QH_NOT_FOUND) {
        c->err = (struct qh_error){0};
        *out = s->value;
        return QH_OK;
    }
    if (rc)
        return rc;
    *out = cursor_int(row.value, &v) && v >= s->min && v <= s->max ? v : s->value;
    return QH_OK;
}

qh_status setting_put_int(struct ctx *c, const char *name, int64_t value)
{
    const struct setting *s = setting_of(name);
    char text[24];

    if (!s)
        return qh_fail(&c->err, QH_BUG, "setting.name", "", "%s", name);
    if (value < s->min || value > s->max)
        return qh_fail(&c->err, QH_INVALID, "setting.range", name, "%lld",
                       (long long)value);
    (void)snprintf(text, sizeof text, "%lld", (long long)value);
    return sql_setting_put(c->tx, c->org, name, text, &c->err);
}
