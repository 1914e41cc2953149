#include "domain/booking.h"

#include "domain/history.h"
#include "domain/notify.h"
#include "domain/page.h"
#include "store/sql_booking.h"
#include "store/sql_trip.h"

/* clang-format off */
static const struct workflow_step STEPS[] = {
    {"accept", "requested returned", "accepted",  RIGHT_BIT(RIGHT_BOOKING_ACCEPT), NULL},
    {"return", "requested",          "returned",  RIGHT_BIT(RIGHT_BOOKING_ACCEPT), NULL},
    {"cancel", "requested returned accepted", "cancelled", RIGHT_BIT(RIGHT_BOOKING_CREATE), NULL},
    {"plan",   "accepted",           "planned",   RIGHT_BIT(RIGHT_TRIP_PLAN),      NULL},
    {"unplan", "planned",            "accepted",  RIGHT_BIT(RIGHT_TRIP_PLAN),      NULL},
    {"done",   "planned",            "done",      RIGHT_BIT(RIGHT_RECORD_APPROVE), NULL},
};
/* clang-format on */

const struct workflow BOOKING_WORKFLOW = {"booking", STEPS, LEN(STEPS)};

static const char *basis_of(const char *demand_id, const char *appointment_id)
{
    return demand_id ? "demand" : appointment_id ? "appointment" : "due";
}

qh_status booking_list(struct ctx *c, const struct booking_filter *f,
                       struct booking_page *out)
{
    struct sql_booking_list_list rows = {0};
    struct page_time at = PAGE_NEWEST;
    struct booking_row *items;
    qh_status rc = page_read(f->after, &at, &c->err);

    if (rc)
        return rc;
    rc = sql_booking_list(
        c->tx, c->arena,
        &(struct sql_booking_list_in){
            .org = c->org,
            .state = f->state,
            .enterprise = c->actor.enterprise ? c->actor.enterprise : f->enterprise_id,
            .before_ms = at.ms,
            .before_id = at.id,
            .limit = f->limit + 1,
        },
        &rows, &c->err);
    if (rc)
        return rc;
    if (page_cut(&rows.n, f->limit))
        out->next =
            page_write(c->arena, rows.p[rows.n - 1].requested_ms, rows.p[rows.n - 1].id);
    items = ARENA_ARRAY(c->arena, rows.n, struct booking_row);
    for (size_t i = 0; i < rows.n; i++)
        items[i] = (struct booking_row){
            .id = rows.p[i].id,
            .number = rows.p[i].number,
            .basis = basis_of(rows.p[i].demand_id, rows.p[i].appointment_id),
            .demand_id = rows.p[i].demand_id,
            .demand_number = rows.p[i].demand_number,
            .appointment_id = rows.p[i].appointment_id,
            .appointment_number = rows.p[i].appointment_number,
            .enterprise_id = rows.p[i].enterprise_id,
            .enterprise_name = rows.p[i].enterprise_name,
            .division_name = rows.p[i].division_name,
            .needs = rows.p[i].needs,
            .state = rows.p[i].state,
            .requested_ms = rows.p[i].requested_ms,
            .downtime_days = rows.p[i].downtime_days,
            .lines = rows.p[i].lines,
            .version = rows.p[i].version,
        };
    out->items = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

static void join_result(struct booking_line *l,
                        const struct sql_booking_line_results_list *rs)
{
    for (size_t i = 0; i < rs->n; i++) {
        const struct sql_booking_line_results *r = &rs->p[i];

        if (!str_equal(r->line_id, l->id))
            continue;
        l->task_id = r->task_id;
        l->trip_id = r->trip_id;
        l->record_id = r->record_id;
        l->record_number = r->record_number;
        l->record_state = r->record_state;
        l->verdict = r->verdict;
        l->certificate_id = r->certificate_id;
        l->certificate_number = r->certificate_number;
        l->certificate_kind = r->certificate_kind;
    }
}

static qh_status load_lines(struct ctx *c, const char *id, struct json_list *out)
{
    struct sql_booking_lines_list rows = {0};
    struct sql_booking_line_results_list results = {0};
    struct booking_line *items;
    qh_status rc = sql_booking_lines(c->tx, c->arena, c->org, id, &rows, &c->err);

    if (rc)
        return rc;
    rc = sql_booking_line_results(c->tx, c->arena, c->org, id, &results, &c->err);
    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct booking_line);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_booking_lines *r = &rows.p[i];
        struct json *params = NULL;

        rc = json_parse(c->arena, text_of(r->params), &params, &c->err);
        if (rc)
            return rc;
        items[i] = (struct booking_line){
            .id = r->id,
            .seq = r->seq,
            .instrument_id = r->instrument_id,
            .service = r->service,
            .stage = r->stage,
            .kind_code = r->kind_code,
            .name_zh = r->name_zh,
            .model = r->model,
            .serial = r->serial,
            .maker = r->maker,
            .accuracy_class = r->accuracy_class,
            .params = params,
            .place_zh = r->place_zh,
            .purpose = r->purpose,
            .due_day = r->due_day,
        };
        join_result(&items[i], &results);
    }
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

static qh_status load_windows(struct ctx *c, const char *id, struct json_list *out)
{
    struct sql_booking_windows_list rows = {0};
    struct booking_window *items;
    qh_status rc = sql_booking_windows(c->tx, c->arena, c->org, id, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct booking_window);
    for (size_t i = 0; i < rows.n; i++)
        items[i] = (struct booking_window){rows.p[i].from_ms, rows.p[i].until_ms};
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

static qh_status load_trips(struct ctx *c, const char *id, struct json_list *out)
{
    struct sql_trip_open_of_booking_list rows = {0};
    struct booking_trip *items;
    qh_status rc = sql_trip_open_of_booking(c->tx, c->arena, c->org, id, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct booking_trip);
    for (size_t i = 0; i < rows.n; i++)
        items[i] = (struct booking_trip){.id = rows.p[i].id, .state = rows.p[i].state};
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

static qh_status load(struct ctx *c, const char *id, struct sql_booking_one *b)
{
    qh_status rc = sql_booking_one(c->tx, c->arena, c->org, id, b, &c->err);

    if (rc == QH_NOT_FOUND ||
        (!rc && c->actor.enterprise && !str_equal(c->actor.enterprise, b->enterprise_id)))
        return qh_fail(&c->err, QH_NOT_FOUND, "booking.not_found", "", "%s", id);
    return rc;
}

static struct booking_detail detail_of(const struct sql_booking_one *b)
{
    return (struct booking_detail){
        .id = b->id,
        .number = b->number,
        .basis = basis_of(b->demand_id, b->appointment_id),
        .demand_id = b->demand_id,
        .demand_number = b->demand_number,
        .demand_text = b->demand_text,
        .appointment_id = b->appointment_id,
        .appointment_number = b->appointment_number,
        .enterprise_id = b->enterprise_id,
        .enterprise_name = b->enterprise_name,
        .address_zh = b->address_zh,
        .needs = b->needs,
        .state = b->state,
        .requested_ms = b->requested_ms,
        .downtime_days = b->downtime_days,
        .downtime_confirmed_ms =
            b->downtime_confirmed_ms.has ? b->downtime_confirmed_ms.v : 0,
        .version = b->version,
    };
}

qh_status booking_find(struct ctx *c, const char *id, struct booking_detail *out)
{
    struct sql_booking_one b = {0};
    struct workflow_actions actions = {0};
    struct booking_detail d;
    qh_status rc = load(c, id, &b);

    if (rc)
        return rc;
    d = detail_of(&b);
    rc = load_lines(c, id, &d.lines);
    if (rc)
        return rc;
    rc = load_windows(c, id, &d.windows);
    if (rc)
        return rc;
    rc = load_trips(c, id, &d.trips);
    if (rc)
        return rc;
    workflow_actions(c, &BOOKING_WORKFLOW, b.state, &b, &actions);
    d.actions = (struct json_list){.p = actions.p, .n = actions.n};
    *out = d;
    return QH_OK;
}

static qh_status move(struct ctx *c, const struct sql_booking_one *b,
                      const struct workflow_step *s, int64_t version, const char *note)
{
    qh_status rc = sql_booking_set_state(c->tx, c->org, b->id, s->to, version, &c->err);

    if (rc == QH_CONFLICT)
        return qh_fail(&c->err, QH_CONFLICT, "booking.changed", "version", "%s",
                       b->number);
    if (rc)
        return rc;
    rc = history_add(c, &(struct history_entry){.entity = "booking",
                                                .entity_id = b->id,
                                                .seq = version + 1,
                                                .action = s->action,
                                                .from_state = b->state,
                                                .to_state = s->to,
                                                .note = note ? note : "",
                                                .data = "{}"});
    return rc ? rc : notify_step(c, "booking", s->action, b->id);
}

qh_status booking_step(struct ctx *c, const char *id, const char *action, int64_t version,
                       const char *note)
{
    const struct workflow_step *s = NULL;
    struct sql_booking_one b = {0};
    qh_status rc = load(c, id, &b);

    if (rc)
        return rc;
    rc = workflow_check(c, &BOOKING_WORKFLOW, action, b.state, &b, &s);
    if (rc)
        return rc;
    if ((str_equal(action, "return") || str_equal(action, "cancel")) && (!note || !*note))
        return qh_fail(&c->err, QH_INVALID, "booking.reason", "reason", "%s", action);
    return move(c, &b, s, version, note);
}

qh_status booking_advance(struct ctx *c, const char *id, const char *action)
{
    const struct workflow_step *s = NULL;
    struct sql_booking_one b = {0};
    qh_status rc = load(c, id, &b);

    if (rc)
        return rc;
    rc = workflow_check(c, &BOOKING_WORKFLOW, action, b.state, &b, &s);
    if (rc)
        return rc;
    return move(c, &b, s, b.version, "");
}
