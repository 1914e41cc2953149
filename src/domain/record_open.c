#include "base/days.h"
#include "base/id.h"
#include "base/squeeze.h"
#include "domain/capability.h"
#include "domain/history.h"
#include "domain/number.h"
#include "domain/record_work.h"
#include "domain/standard.h"
#include "store/sql_instrument.h"
#include "store/sql_trip.h"

#include <string.h>

/* What is needed to open a record, gathered before anything is written. */
struct opening {
    const struct json *site; /* what the officer settled */
    struct sql_trip_task_one task;
    struct sql_instrument_one instrument;
    struct edition edition;
    struct method_standard *standards;
    size_t standards_n;
    char today[DAY_LEN + 1];
};

static qh_status require_crew(struct ctx *c, const struct opening *o)
{
    struct sql_trip_crew_of_list crew = {0};
    qh_status rc =
        sql_trip_crew_of(c->tx, c->arena, c->org, o->task.trip_id, &crew, &c->err);

    if (rc)
        return rc;
    for (size_t i = 0; i < crew.n; i++)
        if (str_equal(crew.p[i].person_id, c->actor.person) &&
            str_equal(crew.p[i].duty, "verify"))
            return QH_OK;
    return qh_fail(&c->err, QH_DENIED, "record.not_in_crew", "", "%s", c->actor.person);
}

static qh_status take_task(struct ctx *c, const char *task_id, struct opening *o)
{
    qh_status rc = sql_trip_task_one(c->tx, c->arena, c->org, task_id, &o->task, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "trip.no_task", "trip_task_id", "%s",
                       task_id);
    if (rc)
        return rc;
    if (!str_equal(o->task.trip_state, "under_way"))
        return qh_fail(&c->err, QH_CONFLICT, "record.trip_state", "", "the trip is %s",
                       o->task.trip_state);
    rc = require_crew(c, o);
    if (rc)
        return rc;
    return sql_instrument_one(c->tx, c->arena, c->org, o->task.instrument_id,
                              &o->instrument, &c->err);
}

static qh_status take_edition(struct ctx *c, struct opening *o)
{
    qh_status rc = edition_on(c, o->instrument.regulation, o->today, &o->edition);

    if (rc)
        return rc;
    if (!str_equal(o->edition.state, "confirmed"))
        return qh_fail(&c->err, QH_CONFLICT, "edition.unconfirmed", "", "%s",
                       o->edition.edition);
    return record_require_duty(c, c->actor.person, o->edition.code, "verify", o->today);
}

static qh_status take_standard(struct ctx *c, const struct sql_trip_standards_of *s,
                               struct method_standard *out)
{
    *out = (struct method_standard){
        .id = s->id,
        .set_id = s->set_id,
        .kind = s->kind,
        .name_zh = s->name_zh,
        .serial = s->serial,
        .nominal_kg = s->nominal_kg,
        .accuracy_class = s->accuracy_class,
    };
    return standard_params(c, s->params, &out->params);
}

/* The standards on board today; an expired one stops the record before it begins. */
static qh_status take_standards(struct ctx *c, struct opening *o)
{
    struct sql_trip_standards_of_list rows = {0};
    qh_status rc = record_require_standards(c, o->task.trip_id, NULL,
                                            &(struct record_days){o->today, o->today});

    if (!rc)
        rc = sql_trip_standards_of(c->tx, c->arena, c->org, o->task.trip_id, &rows,
                                   &c->err);
    if (rc)
        return rc;
    o->standards = ARENA_ARRAY(c->arena, rows.n, struct method_standard);
    for (size_t i = 0; i < rows.n; i++) {
        rc = take_standard(c, &rows.p[i], &o->standards[o->standards_n++]);
        if (rc)
            return rc;
    }
    return QH_OK;
}

static qh_status make_input(struct ctx *c, const struct opening *o,
                            const struct method *method, const struct regulation *reg,
                            const char **out)
{
    struct method_subject subject = {.accuracy_class = o->instrument.accuracy_class,
                                     .service = o->task.service,
                                     .stage = o->task.stage,
                                     .standards = o->standards,
                                     .standards_n = o->standards_n};
    struct json *kept = NULL;
    qh_status rc = json_parse(c->arena, text_of(o->instrument.params), &kept, &c->err);

    if (!rc)
        rc = record_site_params(c, kept, o->site, method->site, &subject.params);
    if (!rc)
        rc = capability_claims(c, o->edition.edition, o->today, o->standards,
                               o->standards_n, &subject.claims);
    return rc ? rc : method->input(c, reg, &subject, out);
}

/* The frozen input and plan: {"input": .., "plan": ..}, and the judgement of nothing. */
static qh_status make_plan(struct ctx *c, const struct opening *o, const char **out_plan,
                           const char **out_result)
{
    const struct method *method = NULL;
    struct method_judged j = {0};
    const struct regulation *reg = NULL;
    struct record_work w = {0};
    const char *input = NULL;
    struct json *v = NULL;
    struct json_writer jw;
    struct buf b;
    qh_status rc = method_of_edition(c, o->edition.hash, &method, &reg);

    if (!rc)
        rc = make_input(c, o, method, reg, &input);
    if (!rc)
        rc = json_parse(c->arena, text_of(input), &v, &c->err);
    if (!rc)
        rc = method->plan(c, reg, v, &w.plan);
    if (rc)
        return rc;
    if (w.plan.refused)
        return qh_fail(&c->err, QH_CONFLICT, "record.standard_unfit", w.plan.refused,
                       "%s", w.plan.refused);
    buf_init(&b, c->arena);
    json_begin(&jw, &b);
    json_object_open(&jw);
    json_add_raw(&jw, "input", text_of(input));
    json_key(&jw, "plan");
    method->plan_json(&w.plan, c->arena, &jw);
    json_object_close(&jw);
    *out_plan = buf_str(&b);
    rc = record_judge(c, &w, 1, &j);
    if (rc)
        return rc;
    return record_result_json(c, &w, &j, false, out_result);
}

/* "JL2026-0001" (记录). */
static qh_status take_number(struct ctx *c, const char **out)
{
    int64_t year = year_of_instant(c->calendar, c->now_ms);
    int64_t serial = 0;
    qh_status rc = number_take(c, "record", year, &serial);

    if (rc)
        return rc;
    *out = str_format(c->arena, "JL%04d-%05lld", (int)year, (long long)serial);
    return QH_OK;
}

static qh_status insert(struct ctx *c, const struct opening *o, const char *id)
{
    const char *result = NULL;
    const char *number = NULL;
    const char *plan = NULL;
    qh_status rc = make_plan(c, o, &plan, &result);

    if (rc)
        return rc;
    rc = take_number(c, &number);
    if (rc)
        return rc;
    rc = sql_record_add(c->tx,
                        &(struct sql_record_add_in){
                            .org = c->org,
                            .id = id,
                            .number = number,
                            .trip_task_id = o->task.id,
                            .trip_id = o->task.trip_id,
                            .instrument_id = o->task.instrument_id,
                            .edition_id = o->edition.id,
                            .edition_hash = o->edition.hash,
                            .service = o->task.service,
                            .stage = o->task.stage,
                            .plan = squeeze_text(c->arena, plan),
                            .result = squeeze_text(c->arena, result),
                            .officer_id = c->actor.person,
                        },
                        &c->err);
    if (rc == QH_CONFLICT && tx_failed_on(&c->err, "record_task"))
        return qh_fail(&c->err, QH_CONFLICT, "record.exists", "", "%s", o->task.id);
    return rc;
}

qh_status record_open(struct ctx *c, const char *trip_task_id, const struct json *site,
                      const char **out_id)
{
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);
    struct opening o = {.site = site};
    qh_status rc = take_task(c, trip_task_id, &o);

    if (rc)
        return rc;
    day_of_instant(c->calendar, c->now_ms, o.today);
    rc = take_edition(c, &o);
    if (rc)
        return rc;
    rc = take_standards(c, &o);
    if (rc)
        return rc;
    id_make(c->now_ms, c->rand, id);
    rc = insert(c, &o, id);
    if (rc)
        return rc;
    *out_id = id;
    return history_add(c, &(struct history_entry){.entity = "record",
                                                  .entity_id = id,
                                                  .seq = 1,
                                                  .action = "open",
                                                  .from_state = "",
                                                  .to_state = "draft",
                                                  .note = "",
                                                  .data = "{}"});
}
