/* One demand with all that its page shows. */
#include "domain/demand_find.h"

#include "base/text.h"
#include "domain/demand_clock.h"
#include "domain/demand_course_find.h"
#include "domain/demand_row.h"
#include "domain/history.h"
#include "domain/light.h"
#include "domain/match_memory.h"
#include "store/sql_certificate.h"
#include "store/sql_supervise.h"

#include <string.h>

static qh_status load_proposals(struct ctx *c, const char *id, struct json_list *out)
{
    struct sql_demand_matches_list rows = {0};
    struct match_proposal *p;
    qh_status rc = sql_demand_matches(c->tx, c->arena, c->org, id, &rows, &c->err);

    if (rc || !rows.n)
        return rc;
    p = ARENA_ARRAY(c->arena, rows.n, struct match_proposal);
    for (size_t i = 0; i < rows.n; i++) {
        struct json *reason = NULL;

        rc = json_parse(c->arena, text_of(rows.p[i].reason), &reason, &c->err);
        if (rc)
            return rc;
        p[i] = (struct match_proposal){
            .item_code = rows.p[i].item_code,
            .department_code = rows.p[i].department_code,
            .score_ppm = rows.p[i].score_ppm,
            .key = json_str(reason, "key", ""),
            .words = json_str(reason, "words", ""),
        };
    }
    *out = (struct json_list){.p = p, .n = rows.n};
    return match_explain_for(c, p, rows.n);
}

/* What offices write to one another is not for the enterprise to read. */
static bool is_internal(const char *action)
{
    static const char *const ACTIONS[] = {"triage",
                                          "assign",
                                          "accept",
                                          "start",
                                          "object",
                                          "transfer",
                                          "confirm_link",
                                          "extend_ask",
                                          "receipt",
                                          "reply",
                                          "hand",
                                          "contact",
                                          "meet",
                                          "meeting_record",
                                          "extend_refuse",
                                          "remind",
                                          "urge",
                                          "escalate",
                                          "supervise",
                                          "supervise_reply",
                                          "supervise_return",
                                          "supervise_close"};

    for (size_t i = 0; i < LEN(ACTIONS); i++)
        if (str_equal(ACTIONS[i], action))
            return true;
    return false;
}

static qh_status load_history(struct ctx *c, const char *id, struct demand_detail *out)
{
    struct sql_supervise_lights light = {0};
    struct json_list rows = {0};
    struct demand_event *events;
    const struct history_row *r;
    qh_status rc = history_of(c, "demand", id, &rows);

    if (rc)
        return rc;
    r = rows.p;
    events = ARENA_ARRAY(c->arena, rows.n, struct demand_event);
    for (size_t i = 0; i < rows.n; i++)
        events[i] = (struct demand_event){
            .seq = r[i].seq,
            .at_ms = r[i].at_ms,
            .actor_name = r[i].actor_name,
            .action = r[i].action,
            .from_state = r[i].from_state,
            .to_state = r[i].to_state,
            .note = c->actor.enterprise && is_internal(r[i].action) ? "" : r[i].note,
        };
    out->events = (struct json_list){.p = events, .n = rows.n};
    rc = sql_supervise_lights(c->tx, c->arena, c->org, id, &light, &c->err);
    if (rc)
        return rc;
    if (out->due_ms.has)
        out->light = light_at(light.warn_ms, out->due_ms.v, c->now_ms);
    return demand_clocks(c, &rows, light.warn_ms, &out->clocks);
}

static qh_status load_bookings(struct ctx *c, const char *id, struct json_list *out)
{
    struct sql_demand_bookings_list rows = {0};
    struct demand_booking *items;
    const qh_status rc = sql_demand_bookings(c->tx, c->arena, c->org, id, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct demand_booking);
    for (size_t i = 0; i < rows.n; i++)
        items[i] = (struct demand_booking){rows.p[i].id, rows.p[i].number,
                                           rows.p[i].state, rows.p[i].downtime_days};
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

static qh_status load_certificates(struct ctx *c, const char *id, struct json_list *out)
{
    struct sql_certificate_of_demand_list rows = {0};
    struct demand_certificate *items;
    const qh_status rc =
        sql_certificate_of_demand(c->tx, c->arena, c->org, id, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct demand_certificate);
    for (size_t i = 0; i < rows.n; i++)
        items[i] = (struct demand_certificate){rows.p[i].id, rows.p[i].number,
                                               rows.p[i].kind, rows.p[i].state};
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

static qh_status load_attachments(struct ctx *c, const char *id, struct json_list *out)
{
    struct sql_attachment_list_list rows = {0};
    struct demand_attachment *items;
    const qh_status rc =
        sql_attachment_list(c->tx, c->arena, c->org, "demand", id, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct demand_attachment);
    for (size_t i = 0; i < rows.n; i++)
        items[i] =
            (struct demand_attachment){rows.p[i].id, rows.p[i].name, rows.p[i].media_type,
                                       rows.p[i].size, rows.p[i].at_ms};
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

/* The steps people take; those that follow by themselves are left out. */
static struct json_list actions_of(struct ctx *c, const struct demand_row *d)
{
    struct workflow_actions all = {0};
    size_t n = 0;

    workflow_actions(c, &DEMAND_WORKFLOW, d->v.state, d, &all);
    while (n < all.n && strcmp(all.p[n].action, "start") != 0)
        n++;
    return (struct json_list){.p = all.p, .n = n};
}

static struct demand_detail detail_of(const struct sql_demand_one *v)
{
    return (struct demand_detail){
        .id = v->id,
        .number = v->number,
        .text = v->text,
        .enterprise_id = v->enterprise_id,
        .enterprise_name = v->enterprise_name,
        .division_name = v->division_name,
        .source = v->source,
        .visit_id = v->visit_id,
        .state = v->state,
        .kind = v->kind,
        .route = v->route,
        .item_code = v->item_code,
        .item_name = v->item_name,
        .item_no = v->item_no,
        .item_from_day = v->item_from_day,
        .department_code = v->department_code,
        .department_name = v->department_name,
        .lead_office_id = v->lead_office_id,
        .lead_office_name = v->lead_office_name,
        .handler_id = v->handler_id,
        .handler_name = v->handler_name,
        .clock = v->clock,
        .due_ms = v->due_ms,
        .limit_wd = v->limit_wd,
        .light = "none",
        .objected = v->objected != 0,
        .extended = v->extended != 0,
        .late = v->late != 0,
        .answer = v->answer,
        .outcome = v->outcome,
        .satisfaction = v->satisfaction,
        .rating = v->rating,
        .rating_note = v->rating_note,
        .registered_ms = v->registered_ms,
        .done_ms = v->done_ms,
        .closed_ms = v->closed_ms,
        .rounds = v->rounds,
        .reopened = v->reopened,
        .paused_until_ms = v->paused_until_ms,
        .withdraw_ms = v->withdraw_ms,
        .where_to = v->where_to,
        .version = v->version,
    };
}

qh_status demand_find(struct ctx *c, const char *id, struct demand_detail *out)
{
    struct demand_row d = {0};
    struct demand_detail page;
    qh_status rc = demand_load(c, id, &d);

    if (rc)
        return rc;
    page = detail_of(&d.v);
    if (page.paused_until_ms.has && page.paused_until_ms.v <= c->now_ms)
        page.paused_until_ms = (struct opt_int){0};
    rc = load_proposals(c, id, &page.proposals);
    if (!rc)
        rc = load_history(c, id, &page);
    if (!rc)
        rc = load_bookings(c, id, &page.bookings);
    if (!rc)
        rc = load_certificates(c, id, &page.certificates);
    if (!rc)
        rc = load_attachments(c, id, &page.attachments);
    if (!rc)
        rc = demand_find_course(c, &d, &page);
    if (rc)
        return rc;
    page.actions = actions_of(c, &d);
    *out = page;
    return QH_OK;
}
