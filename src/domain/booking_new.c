/* A booking is made: whose it is, when, which instruments; all checked before a row is
 * written. */
#include "domain/booking.h"

#include "base/days.h"
#include "base/id.h"
#include "domain/history.h"
#include "domain/notify.h"
#include "domain/number.h"
#include "store/sql_booking.h"
#include "store/sql_demand.h"
#include "store/sql_instrument.h"

#include <string.h>

enum { LINES_MOST = 40, WINDOWS_MOST = 20, DOWNTIME_MOST = 60 };

static const int64_t DAY_MS = 86400000;

/* Whose booking it becomes, by its demand. */
static qh_status check_demand(struct ctx *c, const char *demand_id,
                              const char **out_enterprise)
{
    struct sql_booking_demand_for d = {0};
    qh_status rc =
        sql_booking_demand_for(c->tx, c->arena, c->org, demand_id, &d, &c->err);
    bool own;

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "demand.not_found", "demand_id", "%s",
                       demand_id);
    if (rc)
        return rc;
    own = c->actor.enterprise ? str_equal(c->actor.enterprise, d.enterprise_id)
                              : !ctx_can(c, RIGHT_DEMAND_ANSWER) ||
                                    str_equal(c->actor.office, d.lead_office_id) ||
                                    ctx_can(c, RIGHT_DEMAND_TRIAGE);
    if (!own)
        return qh_fail(&c->err, QH_NOT_FOUND, "demand.not_found", "demand_id", "%s",
                       demand_id);
    if (!str_equal(d.state, "WIP") && !str_equal(d.state, "EXT") &&
        !str_equal(d.state, "REDO"))
        return qh_fail(&c->err, QH_CONFLICT, "booking.demand_state", "demand_id",
                       "demand %s is %s", d.number, d.state);
    *out_enterprise = d.enterprise_id;
    return QH_OK;
}

/* Whose booking it becomes without a demand. */
static qh_status check_enterprise(struct ctx *c, const struct booking_new *in,
                                  const char **out)
{
    const char *id = c->actor.enterprise ? c->actor.enterprise : in->enterprise_id;
    struct sql_demand_enterprise e = {0};
    qh_status rc;

    if (!id)
        return qh_fail(&c->err, QH_INVALID, "booking.enterprise", "enterprise_id",
                       "none given");
    rc = sql_demand_enterprise(c->tx, c->arena, c->org, id, &e, &c->err);
    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "enterprise.not_found", "enterprise_id",
                       "%s", id);
    if (!rc)
        *out = e.id;
    return rc;
}

static qh_status check_windows(struct ctx *c, const struct booking_new *in)
{
    const struct booking_window *w = in->windows.p;

    if (!in->windows.n)
        return qh_fail(&c->err, QH_INVALID, "booking.no_windows", "windows",
                       "none given");
    if (in->windows.n > WINDOWS_MOST)
        return qh_fail(&c->err, QH_LIMIT, "booking.windows", "windows", "over %d",
                       WINDOWS_MOST);
    for (size_t i = 0; i < in->windows.n; i++)
        if (w[i].from_ms >= w[i].until_ms || w[i].until_ms <= c->now_ms)
            return qh_fail(&c->err, QH_INVALID, "booking.window",
                           str_format(c->arena, "windows[%zu]", i), "empty or past");
    return QH_OK;
}

/* Who asks for the lines. */
struct asker {
    const char *enterprise_id;
    const char *last_due; /* day; NULL: they need not fall due */
};

static qh_status check_line(struct ctx *c, const struct booking_line_new *l, size_t i,
                            const struct asker *by)
{
    const char *field = str_format(c->arena, "lines[%zu].instrument_id", i);
    struct sql_booking_line_open_list open = {0};
    struct sql_instrument_one it = {0};
    qh_status rc;

    rc = sql_instrument_one(c->tx, c->arena, c->org, l->instrument_id, &it, &c->err);
    if (rc && rc != QH_NOT_FOUND)
        return rc;
    if (rc || !str_equal(it.enterprise_id, by->enterprise_id) ||
        str_equal(it.state, "scrapped"))
        return qh_fail(&c->err, QH_INVALID, "booking.instrument", field, "%s",
                       l->instrument_id);
    if (by->last_due && it.due_day && strcmp(it.due_day, by->last_due) > 0)
        return qh_fail(&c->err, QH_INVALID, "booking.not_due", field, "%s after %s",
                       it.due_day, by->last_due);
    rc = sql_booking_line_open(c->tx, c->arena, c->org, l->instrument_id, &open, &c->err);
    if (rc)
        return rc;
    if (open.n)
        return qh_fail(&c->err, QH_CONFLICT, "booking.line_open", field, "in booking %s",
                       open.p[0].number);
    return QH_OK;
}

static qh_status check_lines(struct ctx *c, const struct booking_new *in,
                             const struct asker *by)
{
    const struct booking_line_new *l = in->lines.p;
    const int64_t most = in->demand_id ? DOWNTIME_MOST : 0;

    if (!in->lines.n)
        return qh_fail(&c->err, QH_INVALID, "booking.no_lines", "lines", "none given");
    if (in->lines.n > LINES_MOST)
        return qh_fail(&c->err, QH_LIMIT, "booking.lines", "lines", "over %d",
                       LINES_MOST);
    if (in->downtime_days < 0 || in->downtime_days > most)
        return qh_fail(&c->err, QH_INVALID, "booking.downtime", "downtime_days",
                       "0 to %lld days", (long long)most);
    for (size_t i = 0; i < in->lines.n; i++) {
        qh_status rc = check_line(c, &l[i], i, by);

        if (rc)
            return rc;
        for (size_t k = 0; k < i; k++)
            if (str_equal(l[k].instrument_id, l[i].instrument_id))
                return qh_fail(&c->err, QH_INVALID, "booking.instrument_twice",
                               str_format(c->arena, "lines[%zu].instrument_id", i), "%s",
                               l[i].instrument_id);
    }
    return QH_OK;
}

static qh_status add_parts(struct ctx *c, const char *id, const struct booking_new *in)
{
    const struct booking_line_new *l = in->lines.p;
    const struct booking_window *w = in->windows.p;
    qh_status rc = QH_OK;

    for (size_t i = 0; i < in->windows.n && !rc; i++)
        rc = sql_booking_window_add(c->tx, c->org, id, (int64_t)i + 1, w[i].from_ms,
                                    w[i].until_ms, &c->err);
    for (size_t i = 0; i < in->lines.n && !rc; i++) {
        char *line = ARENA_ARRAY(c->arena, ID_LEN + 1, char);

        id_make(c->now_ms, c->rand, line);
        rc = sql_booking_line_add(c->tx,
                                  &(struct sql_booking_line_add_in){
                                      .org = c->org,
                                      .id = line,
                                      .booking_id = id,
                                      .seq = (int64_t)i + 1,
                                      .instrument_id = l[i].instrument_id,
                                      .service = l[i].service,
                                      .stage = l[i].stage,
                                  },
                                  &c->err);
    }
    return rc;
}

/* "YY2026-0001" (预约). */
static qh_status take_number(struct ctx *c, const char **out)
{
    int64_t year = year_of_instant(c->calendar, c->now_ms);
    int64_t serial = 0;
    qh_status rc = number_take(c, "booking", year, &serial);

    if (rc)
        return rc;
    *out = str_format(c->arena, "YY%04d-%04lld", (int)year, (long long)serial);
    return QH_OK;
}

static qh_status insert(struct ctx *c, const struct booking_new *in,
                        const char *enterprise, const char *id)
{
    const char *number = NULL;
    qh_status rc = take_number(c, &number);

    if (rc)
        return rc;
    rc = sql_booking_add(c->tx,
                         &(struct sql_booking_add_in){
                             .org = c->org,
                             .id = id,
                             .number = number,
                             .demand_id = in->demand_id,
                             .enterprise_id = enterprise,
                             .needs = in->needs ? in->needs : "",
                             .requested_ms = c->now_ms,
                             .downtime_days = in->downtime_days,
                         },
                         &c->err);
    if (rc)
        return rc;
    return add_parts(c, id, in);
}

/* Whose booking it is, and until which day its instruments have to fall due. */
static qh_status find_asker(struct ctx *c, const struct booking_new *in,
                            struct asker *out)
{
    char *last = ARENA_ARRAY(c->arena, DAY_LEN + 1, char);

    if (in->demand_id)
        return check_demand(c, in->demand_id, &out->enterprise_id);
    if (!in->appointed) {
        day_of_instant(c->calendar, c->now_ms + BOOKING_DUE_DAYS * DAY_MS, last);
        out->last_due = last;
    }
    return check_enterprise(c, in, &out->enterprise_id);
}

qh_status booking_create(struct ctx *c, const struct booking_new *in, const char **out_id)
{
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);
    struct asker by = {0};
    qh_status rc = find_asker(c, in, &by);

    if (rc)
        return rc;
    rc = check_windows(c, in);
    if (rc)
        return rc;
    rc = check_lines(c, in, &by);
    if (rc)
        return rc;
    id_make(c->now_ms, c->rand, id);
    rc = insert(c, in, by.enterprise_id, id);
    if (rc)
        return rc;
    *out_id = id;
    rc = history_add(c, &(struct history_entry){.entity = "booking",
                                                .entity_id = id,
                                                .seq = 1,
                                                .action = "request",
                                                .from_state = "",
                                                .to_state = "requested",
                                                .note = in->needs ? in->needs : "",
                                                .data = "{}"});
    return rc ? rc : notify_step(c, "booking", "request", id);
}
