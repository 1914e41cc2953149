#include "domain/setting.h"

#include "base/text.h"
#include "domain/cursor.h"
#include "domain/history.h"
#include "store/sql_setting.h"

#include <stdio.h>
#include <string.h>

/* clang-format off */
static const struct setting {
    const char *name;
    const char *unit;
    int64_t value; /* default */
    int64_t min;
    int64_t max;
} SETTINGS[] = {
    {SETTING_TRIAGE_WD,      "wd", 1, 1, 10},
    {SETTING_ASSIGN_WD,      "wd", 1, 1, 10},
    {SETTING_ACCEPT_WD,      "wd", 1, 1, 10},
    {SETTING_ADVICE_WD,      "wd", 2, 1, 60},
    {SETTING_ORDINARY_WD,    "wd", 7, 1, 60},
    {SETTING_COMPLEX_WD,    "wd", 15, 1, 90},
    {SETTING_HARD_WD,       "wd", 30, 1, 120},
    {SETTING_MEETING_WD,    "wd", 10, 1, 60},
    {SETTING_FORWARD_WD,    "wd", 15, 1, 60},
    {SETTING_FOLLOW_UP_WD,   "wd", 3, 1, 30},
    {SETTING_REDO_WD,        "wd", 5, 1, 30},
    {SETTING_DECLINE_WD,     "wd", 2, 1, 30},
    {SETTING_EXTEND_MAX_WD, "wd", 15, 1, 60},
    {SETTING_SUPERVISE_REPLY_WD, "wd", 3, 1, 30},
    {SETTING_CONFIRM_DAYS,  "days", 30, 1, 365},
    {SETTING_CONTACT_WD,     "wd", 1, 1, 10},
    {SETTING_PROPOSAL_WD,    "wd", 3, 1, 30},
    {SETTING_INTERIM_WD,     "wd", 5, 1, 30},
    {SETTING_RECEIPT_WD,     "wd", 3, 1, 30},
    {SETTING_OBJECTION_WD,   "wd", 0, 0, 10},
    {SETTING_PAUSE_MAX_WD,  "wd", 20, 0, 120},
    {SETTING_REOPEN_DAYS,   "days", 30, 1, 365},
    {SETTING_REOPEN_MAX,     "times", 2, 0, 10},
    {SETTING_DUPLICATE_DAYS, "days", 180, 1, 1000},
    {SETTING_LIGHT_CONTACT_WD,  "wd", 1, 0, 10},
    {SETTING_LIGHT_PROPOSAL_WD, "wd", 1, 0, 10},
    {SETTING_LIGHT_INTERIM_WD,  "wd", 1, 0, 10},
    {SETTING_LIGHT_DONE_WD,     "wd", 1, 0, 10},
    {SETTING_LIGHT_DONE_LONG_WD, "wd", 2, 0, 10},
    {SETTING_LIGHT_STEP_WD,     "wd", 1, 0, 10},
    {SETTING_VISIT_QUIET_WD, "wd", 5, 0, 60},
    {SETTING_VISIT_DAY_MAX,  "visits", 4, 1, 50},
    {SETTING_PAIRING_ROTATION_MONTHS,    "months", 36, 0, 240},
    {SETTING_PAIRING_ROTATION_WARN_DAYS, "days", 60, 0, 365},
    {SETTING_PAIRING_LOAD_MIN,            "enterprises", 2, 0, 100},
    {SETTING_PAIRING_LOAD_MAX,            "enterprises", 8, 1, 100},
    {SETTING_PAIRING_INTEREST_FORBIDS,    "switch", 1, 0, 1},
    {SETTING_PAIRING_DUE_DAYS,           "days", 90, 0, 730},
    {SETTING_NOTIFY_RETRY_S,             "s", 30, 1, 3600},
    {SETTING_NOTIFY_TRIES,                "times", 8, 1, 20},
    {SETTING_NOTIFY_LEASE_S,            "s", 120, 30, 3600},
    {SETTING_NOTIFY_BREAK_AFTER,          "times", 5, 1, 100},
    {SETTING_NOTIFY_INSTRUMENT_DAYS,     "days", 30, 1, 365},
    {SETTING_NOTIFY_STANDARD_DAYS,       "days", 60, 1, 365},
    {SETTING_NOTIFY_CREDENTIAL_DAYS,     "days", 60, 1, 365},
    {SETTING_NOTIFY_KEEP_READ_DAYS, "days", 180, 30, 3650},
    {SETTING_NOTIFY_KEEP_SENT_DAYS, "days", 90, 7, 3650},
    {SETTING_ITEM_SECOND_PERSON,          "switch", 1, 0, 1},
    {SETTING_APPOINTMENT_REMIND_DAYS,     "days", 2, 1, 30},
    {SETTING_CERTIFICATE_RENDER_DAYS,    "days", 30, 0, 3650},
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

/* ---- for pages ---- */

/* The last change of a setting; NULL if there was none.  *out_n: how many there were. */
static qh_status last_change(struct ctx *c, const char *name,
                             const struct history_row **out, int64_t *out_n)
{
    struct json_list rows = {0};
    const qh_status rc = history_of(c, "setting", name, &rows);

    if (rc)
        return rc;
    *out_n = (int64_t)rows.n;
    *out = rows.n ? (const struct history_row *)rows.p + rows.n - 1 : NULL;
    return QH_OK;
}

static qh_status read_row(struct ctx *c, const struct setting *s, struct setting_row *out)
{
    const struct history_row *last = NULL;
    int64_t n = 0;
    qh_status rc;

    *out = (struct setting_row){.name = s->name,
                                .unit = s->unit,
                                .usual = s->value,
                                .min = s->min,
                                .max = s->max};
    rc = setting_int(c, s->name, &out->value);
    if (!rc)
        rc = last_change(c, s->name, &last, &n);
    if (rc || !last)
        return rc;
    out->changed_by = last->actor_name;
    out->changed_ms = (struct opt_int){.has = true, .v = last->at_ms};
    return QH_OK;
}

qh_status setting_rows(struct ctx *c, struct json_list *out)
{
    struct setting_row *rows = ARENA_ARRAY(c->arena, LEN(SETTINGS), struct setting_row);
    qh_status rc = QH_OK;

    for (size_t i = 0; i < LEN(SETTINGS) && !rc; i++)
        rc = read_row(c, &SETTINGS[i], &rows[i]);
    *out = (struct json_list){.p = rows, .n = LEN(SETTINGS)};
    return rc;
}

qh_status setting_change(struct ctx *c, const char *name, const struct setting_new *in)
{
    const struct history_row *last = NULL;
    int64_t before = 0;
    int64_t n = 0;
    qh_status rc;

    if (!setting_of(name))
        return qh_fail(&c->err, QH_NOT_FOUND, "setting.not_found", "", "%.60s", name);
    rc = setting_int(c, name, &before);
    if (!rc && in->was.has && in->was.v != before)
        return qh_fail(&c->err, QH_CONFLICT, "setting.changed", "was", "%lld",
                       (long long)before);
    if (!rc && in->value == before)
        return qh_fail(&c->err, QH_INVALID, "setting.same", "value", "%lld",
                       (long long)before);
    if (!rc)
        rc = last_change(c, name, &last, &n);
    if (!rc)
        rc = setting_put_int(c, name, in->value);
    if (rc)
        return rc;
    return history_add(c,
                       &(struct history_entry){
                           .entity = "setting",
                           .entity_id = name,
                           .seq = n + 1,
                           .action = "change",
                           .from_state = str_format(c->arena, "%lld", (long long)before),
                           .to_state = str_format(c->arena, "%lld", (long long)in->value),
                           .note = in->note ? in->note : ""});
}

qh_status setting_history(struct ctx *c, const char *name, struct json_list *out)
{
    if (!setting_of(name))
        return qh_fail(&c->err, QH_NOT_FOUND, "setting.not_found", "", "%.60s", name);
    return history_of(c, "setting", name, out);
}
