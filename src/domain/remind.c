#include "domain/remind.h"

#include "base/days.h"
#include "base/text.h"
#include "domain/notify.h"
#include "domain/setting.h"
#include "store/sql_remind.h"

enum { DAY_MS = 24 * 3600 * 1000, RED_DAYS = 3 };

typedef qh_status (*day_query)(struct tx *tx, struct arena *a, const char *org,
                               const char *from_day, const char *until_day, int64_t limit,
                               struct sql_remind_row_list *out, struct qh_error *err);

/* clang-format off */
static const struct sort {
    enum notify_kind kind;
    day_query query;
    const char *days; /* setting; NULL: tomorrow */
} SORTS[] = {
    {NOTIFY_INSTRUMENT_DUE,      sql_remind_instruments, SETTING_NOTIFY_INSTRUMENT_DAYS},
    {NOTIFY_STANDARD_EXPIRING,   sql_remind_standards,   SETTING_NOTIFY_STANDARD_DAYS},
    {NOTIFY_CREDENTIAL_EXPIRING, sql_remind_credentials, SETTING_NOTIFY_CREDENTIAL_DAYS},
    {NOTIFY_BOOKING_TOMORROW,    sql_remind_bookings,    NULL},
};
/* clang-format on */

/* States in which somebody has to act within a limit. */
static const char *const STATES[] = {"REG", "TRI", "ASG", "WIP",
                                     "EXT", "MTG", "FWD", "REDO"};

qh_status remind_horizon(struct ctx *c, int64_t *out_day)
{
    const int64_t today = day_number_of_instant(c->calendar, c->now_ms);
    int64_t base = today;
    int64_t open_ms = 0;
    bool works = false;
    qh_status rc = calendar_is_workday(c->calendar, today, &works, &c->err);

    if (!rc && works)
        rc = calendar_opening(c->calendar, today, &open_ms, &c->err);
    if (!rc && works && c->now_ms < open_ms)
        base--;
    if (!rc)
        rc = calendar_add_workdays(c->calendar, base, 1, out_day, &c->err);
    if (rc == QH_RANGE) { /* no calendar of that year */
        c->err = (struct qh_error){0};
        *out_day = today + 1;
        rc = QH_OK;
    }
    return rc;
}

static qh_status remind_days(struct ctx *c, const struct sort *s, int64_t most,
                             bool *out_left)
{
    const int64_t today = day_number_of_instant(c->calendar, c->now_ms);
    struct sql_remind_row_list rows = {0};
    char from[DAY_LEN + 1];
    char until[DAY_LEN + 1];
    int64_t days = 1;
    int64_t next = 0;
    qh_status rc = remind_horizon(c, &next);

    if (!rc && s->days)
        rc = setting_int(c, s->days, &days);
    if (rc)
        return rc;
    day_format(s->days ? today : today + 1, from);
    day_format(next - 1 + days, until);
    rc = s->query(c->tx, c->arena, c->org, from, until, most, &rows, &c->err);
    for (size_t i = 0; i < rows.n && !rc; i++)
        rc = notify_event(
            c, s->kind, rows.p[i].id,
            &(struct notify_more){.once = rows.p[i].day, .due_day = rows.p[i].day});
    *out_left |= rows.n == (size_t)most;
    return rc;
}

/* ---- demands ---- */

static qh_status tell_red(struct ctx *c, const struct sql_remind_demands *d)
{
    const char *once = str_format(c->arena, "%lld", (long long)d->due_ms);

    return notify_event(c, NOTIFY_DEMAND_RED, d->id, &(struct notify_more){.once = once});
}

static qh_status remind_demands(struct ctx *c, const char *state, int64_t most,
                                bool *out_left)
{
    const int64_t since_ms = c->now_ms - (int64_t)RED_DAYS * DAY_MS;
    struct sql_remind_demands_list red = {0};
    qh_status rc = sql_remind_demands(c->tx, c->arena, c->org, state, since_ms,
                                      c->now_ms - 1, most, &red, &c->err);

    for (size_t i = 0; i < red.n && !rc; i++)
        rc = tell_red(c, &red.p[i]);
    *out_left |= red.n == (size_t)most;
    return rc;
}

qh_status remind_round(struct ctx *c, int64_t most, bool *out_left)
{
    qh_status rc = QH_OK;

    *out_left = false;
    for (size_t i = 0; i < LEN(SORTS) && !rc; i++)
        rc = remind_days(c, &SORTS[i], most, out_left);
    for (size_t i = 0; i < LEN(STATES) && !rc; i++)
        rc = remind_demands(c, STATES[i], most, out_left);
    return rc;
}
