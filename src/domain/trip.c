#include "domain/trip.h"

#include "base/days.h"
#include "base/id.h"
#include "domain/booking.h"
#include "domain/charge.h"
#include "domain/history.h"
#include "domain/notify.h"
#include "domain/number.h"
#include "domain/page.h"
#include "domain/workflow.h"
#include "store/sql_trip.h"

#include <string.h>

/* clang-format off */
static const struct workflow_step STEPS[] = {
    {"publish", "draft",               "published", RIGHT_BIT(RIGHT_TRIP_PUBLISH), NULL},
    {"start",   "published",           "under_way", RIGHT_BIT(RIGHT_RECORD_WRITE), NULL},
    {"finish",  "under_way",           "done",      RIGHT_BIT(RIGHT_RECORD_WRITE), NULL},
    {"cancel",  "draft published",     "cancelled", RIGHT_BIT(RIGHT_TRIP_PLAN),    NULL},
};
/* clang-format on */

const struct workflow TRIP_WORKFLOW = {"trip", STEPS, LEN(STEPS)};

static qh_status take_number(struct ctx *c, const char **out)
{
    int64_t year = year_of_instant(c->calendar, c->now_ms);
    int64_t serial = 0;
    qh_status rc = number_take(c, "trip", year, &serial);

    if (rc)
        return rc;
    *out = str_format(c->arena, "CX%04d-%04lld", (int)year, (long long)serial);
    return QH_OK;
}

static qh_status add_crew(struct ctx *c, const struct trip_new *in, const char *id)
{
    const struct trip_crew_new *crew = in->crew.p;
    qh_status rc = QH_OK;

    for (size_t i = 0; i < in->crew.n && !rc; i++)
        rc = sql_trip_crew_add(c->tx, c->org, id, crew[i].person_id, crew[i].duty,
                               &c->err);
    for (size_t i = 0; i < in->standard_ids.n && !rc; i++)
        rc = sql_trip_standard_add(c->tx, c->org, id, in->standard_ids.p[i], &c->err);
    return rc;
}

static qh_status add_tasks(struct ctx *c, const struct trip_new *in, const char *id)
{
    const struct trip_task_new *tasks = in->tasks.p;
    qh_status rc = QH_OK;

    for (size_t i = 0; i < in->tasks.n && !rc; i++) {
        char *task = ARENA_ARRAY(c->arena, ID_LEN + 1, char);

        id_make(c->now_ms, c->rand, task);
        rc = sql_trip_task_add(c->tx, c->org, task, id, tasks[i].booking_line_id,
                               tasks[i].from_ms, tasks[i].until_ms, &c->err);
    }
    return rc;
}

/* A plan with a problem of severity refuse is not saved: the first one is told. */
static qh_status refuse_bad(struct ctx *c, const struct trip_new *in)
{
    struct trip_check check = {0};
    const struct trip_problem *p;
    qh_status rc = trip_check(c, in, &check);

    if (rc || check.ok)
        return rc;
    p = check.problems.p;
    while (!str_equal(p->severity, "refuse"))
        p++;
    return qh_fail(&c->err, QH_CONFLICT, "trip.refused", p->key, "%s %s", p->subject,
                   p->value);
}

static qh_status insert(struct ctx *c, const struct trip_new *in, const char *id)
{
    const char *number = NULL;
    qh_status rc = take_number(c, &number);

    if (rc)
        return rc;
    rc = sql_trip_add(c->tx,
                      &(struct sql_trip_add_in){
                          .org = c->org,
                          .id = id,
                          .number = number,
                          .booking_id = in->booking_id,
                          .vehicle_id = in->vehicle_id,
                          .from_day = in->from_day,
                          .until_day = in->until_day,
                      },
                      &c->err);
    if (rc)
        return rc;
    rc = add_crew(c, in, id);
    if (rc)
        return rc;
    return add_tasks(c, in, id);
}

static qh_status plan_booking(struct ctx *c, const char *booking_id)
{
    struct booking_detail b = {0};
    qh_status rc = booking_find(c, booking_id, &b);

    if (rc || !str_equal(b.state, "accepted"))
        return rc;
    return booking_advance(c, booking_id, "plan");
}

qh_status trip_create(struct ctx *c, const struct trip_new *in, const char **out_id)
{
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);
    qh_status rc = refuse_bad(c, in);

    if (rc)
        return rc;
    id_make(c->now_ms, c->rand, id);
    rc = insert(c, in, id);
    if (rc)
        return rc;
    rc = plan_booking(c, in->booking_id);
    if (rc)
        return rc;
    *out_id = id;
    return history_add(c, &(struct history_entry){.entity = "trip",
                                                  .entity_id = id,
                                                  .seq = 1,
                                                  .action = "plan",
                                                  .from_state = "",
                                                  .to_state = "draft",
                                                  .note = "",
                                                  .data = "{}"});
}

qh_status trip_list(struct ctx *c, const struct trip_filter *f, struct trip_page *out)
{
    struct sql_trip_list_list rows = {0};
    struct page_day at = PAGE_LATEST_DAY;
    struct trip_row *items;
    qh_status rc = page_read_day(c->arena, f->after, &at, &c->err);

    if (rc)
        return rc;
    rc = sql_trip_list(c->tx, c->arena,
                       &(struct sql_trip_list_in){
                           .org = c->org,
                           .state = f->state,
                           .person = f->person_id,
                           .before_day = at.day,
                           .before_id = at.id,
                           .limit = f->limit + 1,
                       },
                       &rows, &c->err);
    if (rc)
        return rc;
    if (page_cut(&rows.n, f->limit))
        out->next =
            page_write_day(c->arena, rows.p[rows.n - 1].from_day, rows.p[rows.n - 1].id);
    items = ARENA_ARRAY(c->arena, rows.n, struct trip_row);
    for (size_t i = 0; i < rows.n; i++)
        items[i] = (struct trip_row){
            .id = rows.p[i].id,
            .number = rows.p[i].number,
            .booking_id = rows.p[i].booking_id,
            .booking_number = rows.p[i].booking_number,
            .enterprise_id = rows.p[i].enterprise_id,
            .enterprise_name = rows.p[i].enterprise_name,
            .division_name = rows.p[i].division_name,
            .plate = rows.p[i].plate,
            .from_day = rows.p[i].from_day,
            .until_day = rows.p[i].until_day,
            .state = rows.p[i].state,
            .tasks = rows.p[i].tasks,
            .version = rows.p[i].version,
        };
    out->items = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

static qh_status load_crew(struct ctx *c, const char *id, struct json_list *out)
{
    struct sql_trip_crew_of_list rows = {0};
    struct trip_crew *items;
    qh_status rc = sql_trip_crew_of(c->tx, c->arena, c->org, id, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct trip_crew);
    for (size_t i = 0; i < rows.n; i++)
        items[i] = (struct trip_crew){rows.p[i].person_id, rows.p[i].name,
                                      rows.p[i].title_zh, rows.p[i].duty};
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

static qh_status load_standards(struct ctx *c, const char *id, struct json_list *out)
{
    struct sql_trip_standards_of_list rows = {0};
    struct trip_standard *items;
    qh_status rc = sql_trip_standards_of(c->tx, c->arena, c->org, id, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct trip_standard);
    for (size_t i = 0; i < rows.n; i++)
        items[i] = (struct trip_standard){
            .id = rows.p[i].id,
            .set_id = rows.p[i].set_id,
            .kind = rows.p[i].kind,
            .name_zh = rows.p[i].name_zh,
            .serial = rows.p[i].serial,
            .nominal_kg = rows.p[i].nominal_kg,
            .accuracy_class = rows.p[i].accuracy_class,
            .certificate_no = rows.p[i].certificate_no,
            .valid_until_day = rows.p[i].valid_until_day,
        };
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

static qh_status load_tasks(struct ctx *c, const char *id, struct json_list *out)
{
    struct sql_trip_tasks_of_list rows = {0};
    struct trip_task *items;
    qh_status rc = sql_trip_tasks_of(c->tx, c->arena, c->org, id, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct trip_task);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_trip_tasks_of *r = &rows.p[i];
        struct json *params = NULL;

        rc = json_parse(c->arena, text_of(r->params), &params, &c->err);
        if (rc)
            return rc;
        items[i] = (struct trip_task){
            .id = r->id,
            .booking_line_id = r->booking_line_id,
            .instrument_id = r->instrument_id,
            .service = r->service,
            .stage = r->stage,
            .from_ms = r->from_ms,
            .until_ms = r->until_ms,
            .name_zh = r->name_zh,
            .model = r->model,
            .serial = r->serial,
            .maker = r->maker,
            .accuracy_class = r->accuracy_class,
            .params = params,
            .place_zh = r->place_zh,
            .purpose = r->purpose,
            .record_id = r->record_id,
            .record_number = r->record_number,
            .record_state = r->record_state,
            .verdict = r->verdict,
        };
    }
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

static qh_status load(struct ctx *c, const char *id, struct sql_trip_one *t)
{
    qh_status rc = sql_trip_one(c->tx, c->arena, c->org, id, t, &c->err);

    if (rc == QH_NOT_FOUND ||
        (!rc && c->actor.enterprise && !str_equal(c->actor.enterprise, t->enterprise_id)))
        return qh_fail(&c->err, QH_NOT_FOUND, "trip.not_found", "", "%s", id);
    return rc;
}

static struct trip_detail detail_of(const struct sql_trip_one *t)
{
    return (struct trip_detail){
        .id = t->id,
        .number = t->number,
        .booking_id = t->booking_id,
        .booking_number = t->booking_number,
        .demand_id = t->demand_id,
        .needs = t->needs,
        .enterprise_id = t->enterprise_id,
        .enterprise_name = t->enterprise_name,
        .address_zh = t->address_zh,
        .lat_u = t->lat_u,
        .lon_u = t->lon_u,
        .vehicle_id = t->vehicle_id,
        .plate = t->plate,
        .from_day = t->from_day,
        .until_day = t->until_day,
        .state = t->state,
        .version = t->version,
    };
}

/* The saved plan in the shape of a new one, for checking it again. */
static struct trip_new plan_of(struct ctx *c, const struct trip_detail *d)
{
    struct trip_crew_new *crew = ARENA_ARRAY(c->arena, d->crew.n, struct trip_crew_new);
    struct trip_task_new *tasks = ARENA_ARRAY(c->arena, d->tasks.n, struct trip_task_new);
    const char **standards = ARENA_ARRAY(c->arena, d->standards.n, const char *);
    const struct trip_crew *who = d->crew.p;
    const struct trip_task *task = d->tasks.p;
    const struct trip_standard *standard = d->standards.p;

    for (size_t i = 0; i < d->crew.n; i++)
        crew[i] = (struct trip_crew_new){who[i].person_id, who[i].duty};
    for (size_t i = 0; i < d->tasks.n; i++)
        tasks[i] = (struct trip_task_new){task[i].booking_line_id, task[i].from_ms,
                                          task[i].until_ms};
    for (size_t i = 0; i < d->standards.n; i++)
        standards[i] = standard[i].id;
    return (struct trip_new){
        .booking_id = d->booking_id,
        .vehicle_id = d->vehicle_id,
        .from_day = d->from_day,
        .until_day = d->until_day,
        .crew = {crew, d->crew.n},
        .standard_ids = {standards, d->standards.n},
        .tasks = {tasks, d->tasks.n},
    };
}

static qh_status load_problems(struct ctx *c, struct trip_detail *d)
{
    struct trip_new plan = plan_of(c, d);
    struct trip_check check = {0};
    qh_status rc = trip_check_again(c, &plan, d->id, &check);

    if (rc)
        return rc;
    d->problems = check.problems;
    d->lines = check.lines;
    return QH_OK;
}

qh_status trip_take(struct ctx *c, const char *id, struct trip_detail *out)
{
    struct workflow_actions actions = {0};
    struct sql_trip_one t = {0};
    struct trip_detail d;
    qh_status rc = load(c, id, &t);

    if (rc)
        return rc;
    d = detail_of(&t);
    rc = load_crew(c, id, &d.crew);
    if (!rc)
        rc = load_standards(c, id, &d.standards);
    if (!rc)
        rc = load_tasks(c, id, &d.tasks);
    if (rc)
        return rc;
    workflow_actions(c, &TRIP_WORKFLOW, t.state, &t, &actions);
    d.actions = (struct json_list){.p = actions.p, .n = actions.n};
    *out = d;
    return QH_OK;
}

qh_status trip_find(struct ctx *c, const char *id, struct trip_detail *out)
{
    struct trip_detail d = {0};
    qh_status rc = trip_take(c, id, &d);

    if (!rc)
        rc = load_problems(c, &d);
    if (!rc)
        *out = d;
    return rc;
}

static bool starts_too_early(const struct ctx *c, const struct trip_detail *d)
{
    char today[DAY_LEN + 1];

    day_of_instant(c->calendar, c->now_ms, today);
    return strcmp(today, d->from_day) < 0;
}

/* What must hold before the step, and what follows from it. */
static qh_status before_step(struct ctx *c, const struct trip_detail *d,
                             const char *action)
{
    const struct trip_problem *p = d->problems.p;
    const struct trip_task *t = d->tasks.p;

    if (str_equal(action, "publish"))
        for (size_t i = 0; i < d->problems.n; i++)
            if (str_equal(p[i].severity, "refuse"))
                return qh_fail(&c->err, QH_CONFLICT, "trip.refused", p[i].key, "%s %s",
                               p[i].subject, p[i].value);
    if (str_equal(action, "start") && starts_too_early(c, d))
        return qh_fail(&c->err, QH_CONFLICT, "trip.too_early", "", "from %s",
                       d->from_day);
    if (str_equal(action, "finish"))
        for (size_t i = 0; i < d->tasks.n; i++)
            if (!t[i].record_id || str_equal(t[i].record_state, "draft"))
                return qh_fail(&c->err, QH_CONFLICT, "trip.record_open", "", "%s",
                               t[i].serial);
    if (str_equal(action, "cancel"))
        for (size_t i = 0; i < d->tasks.n; i++)
            if (t[i].record_id)
                return qh_fail(&c->err, QH_CONFLICT, "trip.has_records", "", "%s",
                               t[i].record_number);
    return QH_OK;
}

static qh_status after_step(struct ctx *c, const struct trip_detail *d,
                            const char *action)
{
    if (str_equal(action, "cancel"))
        return booking_advance(c, d->booking_id, "unplan");
    if (str_equal(action, "finish"))
        return charge_add_transport(c, d);
    if (str_equal(action, "publish"))
        return notify_event(c, NOTIFY_BOOKING_PLANNED, d->booking_id, NULL);
    return QH_OK;
}

qh_status trip_step(struct ctx *c, const char *id, const char *action, int64_t version,
                    const char *note)
{
    const struct workflow_step *s = NULL;
    struct trip_detail d = {0};
    qh_status rc = trip_take(c, id, &d);

    if (!rc && str_equal(action, "publish"))
        rc = load_problems(c, &d);
    if (rc)
        return rc;
    rc = workflow_check(c, &TRIP_WORKFLOW, action, d.state, &d, &s);
    if (rc)
        return rc;
    rc = before_step(c, &d, action);
    if (rc)
        return rc;
    rc = sql_trip_set_state(c->tx, c->org, id, s->to, version, &c->err);
    if (rc == QH_CONFLICT)
        return qh_fail(&c->err, QH_CONFLICT, "trip.changed", "version", "%s", d.number);
    if (rc)
        return rc;
    rc = history_add(c, &(struct history_entry){.entity = "trip",
                                                .entity_id = id,
                                                .seq = version + 1,
                                                .action = action,
                                                .from_state = d.state,
                                                .to_state = s->to,
                                                .note = note ? note : "",
                                                .data = "{}"});
    if (!rc)
        rc = notify_step(c, "trip", action, id);
    return rc ? rc : after_step(c, &d, action);
}
