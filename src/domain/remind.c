#include "domain/remind.h"

#include "base/days.h"
#include "base/text.h"
#include "domain/demand_clock.h"
#include "domain/notify.h"
#include "domain/setting.h"
#include "store/sql_remind.h"

enum { DAY_MS = 24 * 3600 * 1000, RED_DAYS = 3, YELLOW_DAYS = 14 };

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

static qh_status remind_days(struct ctx *c, const struct sort *s, int64_t most,
                             bool *out_left)
{
    const int64_t today = day_number_of_instant(c->calendar, c->now_ms);
    struct sql_remind_row_list rows = {0};
    char from[DAY_LEN + 1];
    char until[DAY_LEN + 1];
    int64_t days = 1;
    qh_status rc = QH_OK;

    if (s->days)
        rc = setting_int(c, s->days, &days);
    if (rc)
        return rc;
    day_format(s->days ? today : today + 1, from);
    day_format(today + days, until);
    rc = s->query(c->tx, c->arena, c->org, from, until, most, &rows, &c->err);
    for (size_t i = 0; i < rows.n && !rc; i++)
        rc = notify_event(
            c, s->kind, rows.p[i].id,
            &(struct notify_more){.once = rows.p[i].day, .due_day = rows.p[i].day});
    *out_left |= rows.n == (size_t)most;
    return rc;
}

/* ---- demands ---- */

static qh_status tell(struct ctx *c, enum notify_kind kind,
                      const struct sql_remind_demands *d)
{
    const char *once = str_format(c->arena, "%lld", (long long)d->due_ms);

    return notify_event(c, kind, d->id, &(struct notify_more){.once = once});
}

static qh_status tell_yellow(struct ctx *c, const struct sql_remind_demands *d)
{
    const char *light = NULL;
    qh_status rc = demand_light(c, d->due_ms, d->limit_wd.v, c->now_ms, &light);

    if (rc == QH_RANGE) { /* a year without calendar has no lights */
        c->err = (struct qh_error){0};
        return QH_OK;
    }
    if (rc || !str_equal(light, "yellow"))
        return rc;
    return tell(c, NOTIFY_DEMAND_YELLOW, d);
}

static qh_status remind_demands(struct ctx *c, const char *state, int64_t most,
                                bool *out_left)
{
    const int64_t since_ms = c->now_ms - (int64_t)RED_DAYS * DAY_MS;
    const int64_t until_ms = c->now_ms + (int64_t)YELLOW_DAYS * DAY_MS;
    struct sql_remind_demands_list red = {0};
    struct sql_remind_demands_list yellow = {0};
    qh_status rc = sql_remind_demands(c->tx, c->arena, c->org, state, "demand.red",
                                      since_ms, c->now_ms, most, &red, &c->err);

    for (size_t i = 0; i < red.n && !rc; i++)
        rc = tell(c, NOTIFY_DEMAND_RED, &red.p[i]);
    if (!rc)
        rc = sql_remind_demands(c->tx, c->arena, c->org, state, "demand.yellow",
                                c->now_ms, until_ms, ROWS_MAX, &yellow, &c->err);
    for (size_t i = 0; i < yellow.n && !rc; i++)
        rc = tell_yellow(c, &yellow.p[i]);
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
