#include "domain/demand_course_find.h"

#include "base/days.h"
#include "base/text.h"
#include "store/sql_demand_course.h"

/* What may be read by people of the bureau only. */
static const char *inside(const struct ctx *c, const char *text)
{
    return c->actor.enterprise ? NULL : text;
}

/* ---- clocks, pauses, extensions ---- */

static const char *state_of(const struct ctx *c, const struct sql_promise_list *p)
{
    if (p->met_ms.has)
        return p->met_ms.v > p->due_ms ? "late" : "met";
    if (p->ended_ms.has)
        return "replaced";
    if (c->now_ms > p->due_ms)
        return "overdue";
    return p->warn_ms.has && c->now_ms >= p->warn_ms.v ? "soon" : "running";
}

static qh_status load_promises(struct ctx *c, const char *id, struct json_list *out)
{
    struct sql_promise_list_list rows = {0};
    struct demand_promise *items;
    qh_status rc = sql_promise_list(c->tx, c->arena, c->org, id, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct demand_promise);
    for (size_t i = 0; i < rows.n && !rc; i++) {
        const struct sql_promise_list *p = &rows.p[i];
        const int64_t until_ms = p->met_ms.has     ? p->met_ms.v
                                 : p->ended_ms.has ? p->ended_ms.v
                                                   : c->now_ms;

        items[i] = (struct demand_promise){.name = p->name,
                                           .round = p->round,
                                           .from_ms = p->from_ms,
                                           .limit_wd = p->limit_wd,
                                           .moved_wd = p->moved_wd,
                                           .due_ms = p->due_ms,
                                           .met_ms = p->met_ms,
                                           .ended_ms = p->ended_ms,
                                           .state = state_of(c, p)};
        rc = calendar_workdays_between(
            c->calendar, day_number_of_instant(c->calendar, p->from_ms),
            day_number_of_instant(c->calendar, until_ms), &items[i].used_wd, &c->err);
    }
    *out = (struct json_list){.p = items, .n = rows.n};
    return rc;
}

static qh_status load_stops(struct ctx *c, const char *id, struct json_list *out)
{
    struct sql_pause_list_list rows = {0};
    struct demand_stop *items;
    const qh_status rc = sql_pause_list(c->tx, c->arena, c->org, id, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct demand_stop);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_pause_list *p = &rows.p[i];

        items[i] = (struct demand_stop){
            .reason = p->reason,
            .note = p->note,
            .by_name = p->by_name,
            .from_ms = p->from_ms,
            .until_ms = p->ended_ms.has ? p->ended_ms.v : p->until_ms,
            .moved_wd = p->moved_wd,
            .open = !p->ended_ms.has && p->until_ms > c->now_ms,
        };
    }
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

static qh_status load_extensions(struct ctx *c, const char *id, struct json_list *out)
{
    struct sql_extension_list_list rows = {0};
    struct demand_extension *items;
    const qh_status rc = sql_extension_list(c->tx, c->arena, c->org, id, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct demand_extension);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_extension_list *x = &rows.p[i];

        items[i] = (struct demand_extension){
            .reason = x->reason,
            .days = x->days,
            .asked_name = inside(c, x->asked_name),
            .asked_ms = x->asked_ms,
            .due_before_ms = x->due_before_ms,
            .state = x->state,
            .decided_name = inside(c, x->decided_name),
            .decided_ms = x->decided_ms,
            .decision_note = inside(c, x->decision_note),
            .due_after_ms = x->due_after_ms,
        };
    }
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

/* ---- other sides, meetings ---- */

static qh_status load_forwards(struct ctx *c, const char *id, struct json_list *out)
{
    struct sql_forward_list_list rows = {0};
    struct demand_forward *items;
    const qh_status rc = sql_forward_list(c->tx, c->arena, c->org, id, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct demand_forward);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_forward_list *f = &rows.p[i];
        const int64_t heard_ms = f->received_ms.has ? f->received_ms.v : c->now_ms;

        items[i] = (struct demand_forward){
            .kind = f->kind,
            .where_name = f->department_name ? f->department_name : f->division_name,
            .officer_name = f->officer_name,
            .sent_ms = f->sent_ms,
            .receipt_due_ms = f->receipt_due_ms,
            .received_by = inside(c, f->received_by),
            .received_ms = f->received_ms,
            .receipt_late = heard_ms > f->receipt_due_ms,
            .reply_day = f->reply_day,
            .reply_number = inside(c, f->reply_number),
            .reply_text = inside(c, f->reply_text),
            .attachment_id = inside(c, f->attachment_id),
            .attachment_name = inside(c, f->attachment_name),
            .replied_ms = f->replied_ms,
        };
    }
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

/* "office or department: who came", of one meeting. */
static struct json_strs parties_of(struct ctx *c,
                                   const struct sql_meeting_parties_list *l, int64_t seq)
{
    const char **names = ARENA_ARRAY(c->arena, l->n, const char *);
    size_t n = 0;

    for (size_t i = 0; i < l->n; i++) {
        const struct sql_meeting_parties *p = &l->p[i];
        const char *unit = p->office_name ? p->office_name : p->department_name;

        if (p->seq != seq)
            continue;
        names[n++] = !unit      ? p->name
                     : *p->name ? str_format(c->arena, "%s: %s", unit, p->name)
                                : unit;
    }
    return (struct json_strs){.p = names, .n = n};
}

static qh_status load_meetings(struct ctx *c, const char *id, struct json_list *out)
{
    struct sql_meeting_parties_list parties = {0};
    struct sql_meeting_list_list rows = {0};
    struct demand_meeting *items;
    qh_status rc = sql_meeting_list(c->tx, c->arena, c->org, id, &rows, &c->err);

    if (!rc)
        rc = sql_meeting_parties(c->tx, c->arena, c->org, id, &parties, &c->err);
    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct demand_meeting);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_meeting_list *m = &rows.p[i];

        items[i] = (struct demand_meeting){
            .reason = inside(c, m->reason),
            .asked_ms = m->asked_ms,
            .convener_name = m->convener_name,
            .day = m->day,
            .parties = parties_of(c, &parties, m->seq),
            .minutes = inside(c, m->minutes),
            .decision = m->decision,
            .recorded_ms = m->recorded_ms,
        };
    }
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

/* ---- follow-ups, family ---- */

static qh_status load_follow_ups(struct ctx *c, const char *id, struct json_list *out)
{
    struct sql_follow_up_list_list rows = {0};
    struct demand_follow_up *items;
    const qh_status rc = sql_follow_up_list(c->tx, c->arena, c->org, id, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct demand_follow_up);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_follow_up_list *f = &rows.p[i];

        items[i] = (struct demand_follow_up){
            f->round,    f->at_ms,     f->by_name,      f->channel, f->outcome, f->solved,
            f->answered, f->contacted, f->satisfaction, f->rating,  f->note};
    }
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

static qh_status load_family(struct ctx *c, const struct demand_row *d,
                             struct json_list *out)
{
    struct sql_demand_family_list rows = {0};
    struct demand_kin *items;
    const qh_status rc = sql_demand_family(
        c->tx, c->arena, c->org, d->v.id, d->v.parent_id ? d->v.parent_id : "",
        d->v.merged_id ? d->v.merged_id : "", &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct demand_kin);
    for (size_t i = 0; i < rows.n; i++)
        items[i] = (struct demand_kin){rows.p[i].id, rows.p[i].number, rows.p[i].text,
                                       rows.p[i].state, rows.p[i].kin};
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

qh_status demand_find_course(struct ctx *c, const struct demand_row *d,
                             struct demand_detail *out)
{
    qh_status rc = load_promises(c, d->v.id, &out->promises);

    if (!rc)
        rc = load_stops(c, d->v.id, &out->stops);
    if (!rc)
        rc = load_extensions(c, d->v.id, &out->extensions);
    if (!rc)
        rc = load_forwards(c, d->v.id, &out->forwards);
    if (!rc)
        rc = load_meetings(c, d->v.id, &out->meetings);
    if (!rc)
        rc = load_follow_ups(c, d->v.id, &out->follow_ups);
    return rc ? rc : load_family(c, d, &out->family);
}
