/* The steps of an appointment, each one loaded, checked, written once with its entry. */
#include "domain/appointment_row.h"

#include "base/days.h"
#include "base/text.h"
#include "domain/booking.h"
#include "domain/history.h"

#include <string.h>

static const char *const SIDES[] = {"enterprise", "office"};

static bool is(const struct appointment_step *in, const char *action)
{
    return str_equal(in->action, action);
}

static bool is_blank(const char *text)
{
    return !text || !text_trim(text_of(text)).len;
}

/* ---- what each step needs ---- */

static qh_status need_reason(struct ctx *c, const struct appointment_step *in)
{
    const bool needs =
        is(in, "propose") || is(in, "decline") || is(in, "cancel") || is(in, "dispute");

    if (needs && is_blank(in->reason))
        return qh_fail(&c->err, QH_INVALID, "appointment.reason", "reason", "%s",
                       in->action);
    return QH_OK;
}

/* The time lies within a window of the round that waits, of the side that is answered. */
static qh_status agree_time(struct ctx *c, const struct appointment_step *in,
                            struct sql_appointment_save_in *row)
{
    const char *side = SIDES[is(in, "agree")];
    struct sql_appointment_windows_list w = {0};
    qh_status rc = sql_appointment_windows(c->tx, c->arena, c->org, row->id, &w, &c->err);

    for (size_t i = 0; i < w.n && !rc; i++) {
        if (w.p[i].round != w.p[w.n - 1].round || !str_equal(w.p[i].side, side))
            continue;
        if (!in->from_ms.has || !in->until_ms.has || in->from_ms.v >= in->until_ms.v ||
            in->from_ms.v < w.p[i].from_ms || in->until_ms.v > w.p[i].until_ms)
            continue;
        row->from_ms = in->from_ms;
        row->until_ms = in->until_ms;
        return QH_OK;
    }
    return rc ? rc
              : qh_fail(&c->err, QH_INVALID, "appointment.time", "from_ms",
                        "in no window of the %s", side);
}

/* The booking's windows are those of the enterprise; what kind of work it is says the
 * kind of each instrument. */
static qh_status book(struct ctx *c, const struct sql_appointment_row *r,
                      const struct sql_appointment_instruments_list *list,
                      const char **out_id)
{
    struct booking_line_new *lines =
        ARENA_ARRAY(c->arena, list->n, struct booking_line_new);
    struct sql_appointment_windows_list w = {0};
    struct booking_window *windows;
    size_t n = 0;
    qh_status rc = sql_appointment_windows(c->tx, c->arena, c->org, r->id, &w, &c->err);

    if (rc)
        return rc;
    windows = ARENA_ARRAY(c->arena, w.n, struct booking_window);
    for (size_t i = 0; i < w.n; i++)
        if (w.p[i].round == w.p[w.n - 1].round)
            windows[n++] = (struct booking_window){w.p[i].from_ms, w.p[i].until_ms};
    for (size_t i = 0; i < list->n; i++)
        lines[i] = (struct booking_line_new){
            list->p[i].instrument_id,
            str_equal(list->p[i].service, "calibration") ? "calibration" : "verification",
            "periodic"};
    return booking_create(c,
                          &(struct booking_new){.demand_id = r->demand_id,
                                                .enterprise_id = r->enterprise_id,
                                                .appointed = true,
                                                .lines = {lines, list->n},
                                                .windows = {windows, n},
                                                .needs = r->wish},
                          out_id);
}

/* A booking answers no demand, or one that the office has taken over. */
static bool is_worked_on(const char *demand_state)
{
    return str_equal(demand_state, "WIP") || str_equal(demand_state, "EXT") ||
           str_equal(demand_state, "REDO");
}

static qh_status do_accept(struct ctx *c, const struct sql_appointment_row *r,
                           const struct appointment_step *in,
                           struct sql_appointment_save_in *row)
{
    struct sql_appointment_instruments_list list = {0};
    const char *booking = NULL;
    qh_status rc =
        sql_appointment_instruments(c->tx, c->arena, c->org, r->id, &list, &c->err);

    row->handler_id = c->actor.person;
    if (!rc && !list.n)
        return agree_time(c, in, row);
    if (!rc && r->demand_id && !is_worked_on(r->demand_state))
        return qh_fail(&c->err, QH_CONFLICT, "appointment.demand_state", "", "%s is %s",
                       r->demand_number, r->demand_state);
    if (!rc)
        rc = book(c, r, &list, &booking);
    if (!rc)
        row->booking_id = booking;
    return rc;
}

/* Other windows: of the office with its proposal, of the enterprise with its answer. */
static qh_status do_windows(struct ctx *c, const struct appointment_step *in,
                            struct sql_appointment_save_in *row)
{
    const qh_status rc = appointment_check_windows(c, &in->windows);

    if (rc)
        return rc;
    row->from_ms = NO_INT;
    row->until_ms = NO_INT;
    row->booking_id = NULL; /* one that came back */
    if (is(in, "propose"))
        row->handler_id = c->actor.person;
    return appointment_add_windows(c, row->id, SIDES[is(in, "propose")], &in->windows);
}

static qh_status do_finish(struct ctx *c, const struct appointment_step *in,
                           struct sql_appointment_save_in *row)
{
    if (is_blank(in->done))
        return qh_fail(&c->err, QH_INVALID, "appointment.done", "done", "empty");
    row->done_note = in->done;
    row->handler_id = c->actor.person;
    return QH_OK;
}

static qh_status do_confirm(struct ctx *c, const struct appointment_step *in,
                            struct sql_appointment_save_in *row)
{
    if (!in->rating.has || in->rating.v < 1 || in->rating.v > 5)
        return qh_fail(&c->err, QH_INVALID, "appointment.rating", "rating", "1 to 5");
    row->rating = in->rating;
    return QH_OK;
}

static qh_status change(struct ctx *c, const struct sql_appointment_row *r,
                        const struct appointment_step *in,
                        struct sql_appointment_save_in *row)
{
    const qh_status rc = need_reason(c, in);

    if (rc)
        return rc;
    if (is(in, "accept"))
        return do_accept(c, r, in, row);
    if (is(in, "agree"))
        return agree_time(c, in, row);
    if (is(in, "propose") || is(in, "counter"))
        return do_windows(c, in, row);
    if (is(in, "finish"))
        return do_finish(c, in, row);
    if (is(in, "confirm"))
        return do_confirm(c, in, row);
    return QH_OK;
}

/* A booking that nobody has planned yet goes with the appointment. */
static qh_status cancel_booking(struct ctx *c, const struct sql_appointment_row *r,
                                const struct appointment_step *in)
{
    struct booking_detail b = {0};
    qh_status rc;

    if (!r->booking_id || !is(in, "cancel"))
        return QH_OK;
    rc = booking_find(c, r->booking_id, &b);
    if (rc || str_equal(b.state, "cancelled"))
        return rc;
    return booking_step(c, r->booking_id, "cancel", b.version, in->reason);
}

static const char *note_of(const struct appointment_step *in)
{
    return in->reason ? in->reason : in->done ? in->done : "";
}

qh_status appointment_step(struct ctx *c, const char *id,
                           const struct appointment_step *in)
{
    const struct workflow_step *step = NULL;
    struct sql_appointment_row r = {0};
    struct sql_appointment_save_in row;
    qh_status rc = appointment_load(c, id, &r);

    if (rc)
        return rc;
    if (r.version != in->version)
        return qh_fail(&c->err, QH_CONFLICT, "appointment.changed", "version", "%s",
                       r.number);
    rc = workflow_check(c, &APPOINTMENT_WORKFLOW, in->action, r.state, &r, &step);
    if (rc)
        return rc;
    row = (struct sql_appointment_save_in){.org = c->org,
                                           .id = r.id,
                                           .old_version = r.version,
                                           .state = step->to,
                                           .handler_id = r.handler_id,
                                           .from_ms = r.from_ms,
                                           .until_ms = r.until_ms,
                                           .booking_id = r.booking_id,
                                           .done_note = r.done_note,
                                           .rating = r.rating};
    rc = change(c, &r, in, &row);
    if (!rc)
        rc = cancel_booking(c, &r, in);
    if (!rc)
        rc = sql_appointment_save(c->tx, &row, &c->err);
    if (rc)
        return rc;
    rc = history_add(c, &(struct history_entry){.entity = "appointment",
                                                .entity_id = r.id,
                                                .seq = r.version + 1,
                                                .action = in->action,
                                                .from_state = r.state,
                                                .to_state = step->to,
                                                .note = note_of(in),
                                                .data = "{}"});
    return rc ? rc : appointment_tell(c, in->action, r.id);
}
