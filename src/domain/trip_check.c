/* trip_check.c - is the plan possible, and if not, why.
 *
 * Each rule looks at one part of the plan and adds problems; nothing stops at the first,
 * so that the dispatcher sees all of them at once.  What the standards allow is decided
 * by the regulation's edition (rule/weighbridge_input.h), not here.
 */
#include "base/days.h"
#include "domain/bridge_input.h"
#include "domain/standard.h"
#include "domain/trip.h"
#include "domain/trip_last.h"
#include "store/sql_booking.h"
#include "store/sql_instrument.h"
#include "store/sql_standard.h"
#include "store/sql_trip.h"

#include <string.h>

enum { PROBLEMS_MOST = 200, STANDARDS_MOST = 500, CREW_MOST = 20, TASKS_MOST = 40 };

struct plan {
    const struct trip_new *in;
    const char *skip_trip; /* the trip itself, when one that is saved is checked again */
    struct sql_booking_one booking;
    struct sql_standard_row *standards;
    struct method_standard *on_board;
    struct trip_problem *problems;
    size_t problems_n;
    struct trip_feasibility *lines;
    size_t lines_n;
    struct edition edition; /* of the last line looked at */
};

static void add_problem(struct plan *p, const char *key, const char *severity,
                        const char *subject, const char *value)
{
    if (p->problems_n < PROBLEMS_MOST)
        p->problems[p->problems_n++] =
            (struct trip_problem){key, severity, subject, value};
}

static qh_status load_standards(struct ctx *c, struct plan *p)
{
    size_t n = p->in->standard_ids.n;

    p->standards = ARENA_ARRAY(c->arena, n, struct sql_standard_row);
    p->on_board = ARENA_ARRAY(c->arena, n, struct method_standard);
    for (size_t i = 0; i < n; i++) {
        struct sql_standard_row *s = &p->standards[i];
        qh_status rc = sql_standard_one(c->tx, c->arena, c->org, p->in->standard_ids.p[i],
                                        s, &c->err);

        if (rc == QH_NOT_FOUND)
            return qh_fail(&c->err, QH_INVALID, "trip.standard",
                           str_format(c->arena, "standard_ids[%zu]", i), "%s",
                           p->in->standard_ids.p[i]);
        if (rc)
            return rc;
        p->on_board[i] = (struct method_standard){
            .id = s->id,
            .kind = s->kind,
            .name_zh = s->name_zh,
            .serial = s->serial,
            .nominal_kg = s->nominal_kg,
            .accuracy_class = s->accuracy_class,
        };
        rc = standard_params(c, s->params, &p->on_board[i].params);
        if (rc)
            return rc;
    }
    return QH_OK;
}

/* Valid, in use, not on another trip on these days, and on board once. */
static qh_status check_standard(struct ctx *c, struct plan *p, size_t i)
{
    const struct sql_standard_row *s = &p->standards[i];
    struct sql_standard_busy_list busy = {0};
    qh_status rc;

    if (strcmp(s->valid_until_day, p->in->until_day) < 0)
        add_problem(p, "trip.standard_expired", "refuse", s->serial, s->valid_until_day);
    if (strcmp(s->certificate_day, p->in->from_day) > 0)
        add_problem(p, "trip.standard_not_yet", "refuse", s->serial, s->certificate_day);
    if (!str_equal(s->state, "in_use"))
        add_problem(p, "trip.standard_stopped", "refuse", s->serial, s->state);
    for (size_t k = 0; k < i; k++)
        if (str_equal(p->standards[k].id, s->id))
            add_problem(p, "trip.standard_twice", "refuse", s->serial, "");
    rc = sql_standard_busy(c->tx, c->arena, c->org, s->id, p->in->from_day,
                           p->in->until_day, p->skip_trip, &busy, &c->err);
    if (rc)
        return rc;
    if (busy.n)
        add_problem(p, "trip.standard_busy", "refuse", s->serial, busy.p[0].number);
    return QH_OK;
}

static qh_status check_standards(struct ctx *c, struct plan *p)
{
    for (size_t i = 0; i < p->in->standard_ids.n; i++) {
        qh_status rc = check_standard(c, p, i);

        if (rc)
            return rc;
    }
    return QH_OK;
}

/* The accreditation of the standards used must be valid for regulation and range; max:
 * capacity in kg of a weighing instrument, or NULL. */
static qh_status check_sets(struct ctx *c, struct plan *p, const char *code,
                            const struct dec *max)
{
    bool serves = false;

    for (size_t i = 0; i < p->in->standard_ids.n && !serves; i++) {
        struct sql_standard_set set = {0};
        struct dec range = {0};
        qh_status rc;

        if (max && !str_equal(p->standards[i].kind, "weight"))
            continue;
        rc = sql_standard_set_one(c->tx, c->arena, c->org, p->standards[i].set_id, &set,
                                  &c->err);
        if (rc)
            return rc;
        if (!edition_is_listed(set.regulation_code, code) ||
            dec_parse(text_of(set.max_kg), &range))
            continue;
        serves = true;
        if (strcmp(set.valid_until_day, p->in->until_day) < 0)
            add_problem(p, "trip.accreditation_expired", "refuse", set.accreditation_no,
                        set.valid_until_day);
        if (set.stopped_day && strcmp(set.stopped_day, p->in->until_day) <= 0)
            add_problem(p, "trip.accreditation_stopped", "refuse", set.accreditation_no,
                        set.stopped_day);
        if (max && dec_compare(range, *max) < 0)
            add_problem(p, "trip.accreditation_range", "refuse", set.accreditation_no,
                        set.range_zh);
    }
    if (!serves)
        add_problem(p, "trip.accreditation_none", "refuse", code, "");
    return QH_OK;
}

/* The small weights that follow from e are on board. */
static void check_kit(struct ctx *c, struct plan *p, const struct weighbridge_input *in,
                      const char *name)
{
    struct weighbridge_pieces kit[WEIGHBRIDGE_KIT_MAX];
    size_t n = weighbridge_small_kit(in->e, kit);

    for (size_t k = 0; k < n; k++) {
        int64_t have = 0;

        for (size_t i = 0; i < in->weights_n; i++)
            if (dec_compare(in->weights[i].nominal, kit[k].nominal) == 0)
                have += in->weights[i].count;
        if (have < kit[k].count)
            add_problem(p, "trip.kit_short", "refuse", name,
                        str_format(c->arena, "%lld x %s kg", (long long)kit[k].count,
                                   dec_text_short(c->arena, kit[k].nominal)));
    }
}

static void add_feasibility(struct ctx *c, struct plan *p, const char *line,
                            const char *name, const struct weighbridge_feasibility *f)
{
    struct trip_feasibility *t = &p->lines[p->lines_n++];

    *t = (struct trip_feasibility){
        .booking_line_id = line,
        .instrument_name = name,
        .feasibility = "ok",
        .standards_kg = dec_text_short(c->arena, f->standards),
        .max_kg = dec_text_short(c->arena, f->max),
        .least_kg = dec_text_short(c->arena, f->least),
    };
    if (f->verdict == WEIGHBRIDGE_REFUSED) {
        t->feasibility = "refused";
        add_problem(p, "trip.weights_too_few", "refuse", name,
                    str_format(c->arena, "%s / %s kg", t->standards_kg, t->least_kg));
    } else if (f->verdict == WEIGHBRIDGE_NEEDS_SPREAD) {
        t->feasibility = "needs_repeatability";
        t->spread_e = dec_text_short(c->arena, f->spread_e);
        add_problem(p, "trip.needs_repeatability", "warn", name,
                    str_format(c->arena, "%s e", t->spread_e));
    }
}

static struct method_subject subject_of(const struct plan *p,
                                        const struct sql_booking_lines *l,
                                        const struct json *params)
{
    return (struct method_subject){.accuracy_class = l->accuracy_class,
                                   .params = params,
                                   .service = l->service,
                                   .stage = l->stage,
                                   .standards = p->on_board,
                                   .standards_n = p->in->standard_ids.n};
}

static qh_status judge_bridge(struct ctx *c, struct plan *p,
                              const struct sql_booking_lines *l,
                              const struct regulation *reg,
                              const struct method_subject *subject)
{
    struct weighbridge_feasibility f = {0};
    struct weighbridge_input in = {0};
    qh_status rc;

    if (!bridge_input_fits(subject->params))
        return QH_OK;
    rc = bridge_input_make(c, subject, &in);
    if (rc)
        return rc;
    rc = weighbridge_feasibility(reg, &in, &f, &c->err);
    if (rc)
        return rc;
    add_feasibility(c, p, l->id, l->name_zh, &f);
    check_kit(c, p, &in, l->name_zh);
    rc = check_sets(c, p, p->edition.code, &in.max);
    if (rc)
        return rc;
    return trip_last_spread(c, l->instrument_id, in.e,
                            &p->lines[p->lines_n - 1].last_spread_e);
}

/* The plan of the record as it would be made: what is missing is told now, not on site.
 */
static qh_status judge_general(struct ctx *c, struct plan *p,
                               const struct sql_booking_lines *l,
                               const struct regulation *reg,
                               const struct method_subject *subject)
{
    struct method_plan plan = {0};
    const char *input = NULL;
    struct json *v = NULL;
    qh_status rc = METHOD_GENERAL.input(c, reg, subject, &input);

    if (!rc)
        rc = json_parse(c->arena, text_of(input), &v, &c->err);
    if (!rc)
        rc = METHOD_GENERAL.plan(c, reg, v, &plan);
    if (rc == QH_INVALID) {
        add_problem(p, "trip.not_plannable", "refuse", l->name_zh,
                    str_format(c->arena, "%s %s", c->err.field, c->err.detail));
        c->err = (struct qh_error){0};
        plan.refused = "";
    } else if (rc) {
        return rc;
    } else if (plan.refused) {
        add_problem(p, "trip.standard_unfit", "refuse", l->name_zh, plan.refused);
    }
    p->lines[p->lines_n++] = (struct trip_feasibility){
        .booking_line_id = l->id,
        .instrument_name = l->name_zh,
        .feasibility = plan.refused ? "refused" : "ok",
        .standards_kg = "0",
        .max_kg = "0",
        .least_kg = "0",
    };
    return check_sets(c, p, p->edition.code, NULL);
}

/* At least one of the crew may verify by this regulation on every day of the trip. */
static qh_status check_verifier(struct ctx *c, struct plan *p, const char *code)
{
    const struct trip_crew_new *crew = p->in->crew.p;
    bool found = false;

    for (size_t i = 0; i < p->in->crew.n; i++) {
        struct sql_credential_valid_list from = {0};
        struct sql_credential_valid_list until = {0};
        struct sql_trip_person who = {0};
        qh_status rc;

        if (!str_equal(crew[i].duty, "verify"))
            continue;
        rc = sql_credential_valid(c->tx, c->arena, c->org, crew[i].person_id, code,
                                  "verify", p->in->from_day, &from, &c->err);
        if (rc)
            return rc;
        rc = sql_credential_valid(c->tx, c->arena, c->org, crew[i].person_id, code,
                                  "verify", p->in->until_day, &until, &c->err);
        if (rc)
            return rc;
        if (from.n && until.n) {
            found = true;
            continue;
        }
        rc = sql_trip_person(c->tx, c->arena, c->org, crew[i].person_id, &who, &c->err);
        if (rc)
            return rc;
        add_problem(p, "trip.no_credential", "refuse", who.name, code);
    }
    if (!found)
        add_problem(p, "trip.nobody_verifies", "refuse", code, "");
    return QH_OK;
}

static qh_status check_planned(struct ctx *c, struct plan *p,
                               const struct sql_booking_lines *l)
{
    struct sql_trip_line_planned_list other = {0};
    qh_status rc = sql_trip_line_planned(c->tx, c->arena, c->org, l->id, &other, &c->err);

    if (rc)
        return rc;
    for (size_t i = 0; i < other.n; i++)
        if (!str_equal(other.p[i].trip_id, p->skip_trip))
            add_problem(p, "trip.line_planned", "refuse", l->name_zh, other.p[i].number);
    return QH_OK;
}

static qh_status check_line(struct ctx *c, struct plan *p,
                            const struct sql_booking_lines *l)
{
    const struct method *method = NULL;
    struct method_subject subject;
    struct sql_instrument_one it = {0};
    const struct regulation *reg = NULL;
    struct json *params = NULL;
    qh_status rc = check_planned(c, p, l);

    if (rc)
        return rc;
    rc = sql_instrument_one(c->tx, c->arena, c->org, l->instrument_id, &it, &c->err);
    if (rc)
        return rc;
    rc = edition_on(c, it.regulation, p->in->from_day, &p->edition);
    if (rc == QH_CONFLICT) {
        add_problem(p, "trip.no_edition", "refuse", l->name_zh, it.regulation);
        return QH_OK;
    }
    if (rc)
        return rc;
    if (!str_equal(p->edition.state, "confirmed"))
        add_problem(p, "trip.edition_unconfirmed", "refuse", l->name_zh,
                    p->edition.edition);
    rc = check_verifier(c, p, p->edition.code);
    if (rc)
        return rc;
    rc = json_parse(c->arena, text_of(l->params), &params, &c->err);
    if (rc)
        return rc;
    rc = method_of_edition(c, p->edition.hash, &method, &reg);
    if (rc)
        return rc;
    subject = subject_of(p, l, params);
    return method == &METHOD_WEIGHBRIDGE ? judge_bridge(c, p, l, reg, &subject)
                                         : judge_general(c, p, l, reg, &subject);
}

static const struct sql_booking_lines *
find_line(const struct sql_booking_lines_list *lines, const char *id)
{
    for (size_t i = 0; i < lines->n; i++)
        if (str_equal(lines->p[i].id, id))
            return &lines->p[i];
    return NULL;
}

static qh_status check_tasks(struct ctx *c, struct plan *p)
{
    const struct trip_task_new *tasks = p->in->tasks.p;
    struct sql_booking_lines_list lines = {0};
    qh_status rc =
        sql_booking_lines(c->tx, c->arena, c->org, p->in->booking_id, &lines, &c->err);

    if (rc)
        return rc;
    if (!p->in->tasks.n)
        add_problem(p, "trip.no_tasks", "refuse", "", "");
    p->lines = ARENA_ARRAY(c->arena, p->in->tasks.n, struct trip_feasibility);
    for (size_t i = 0; i < p->in->tasks.n; i++) {
        const struct sql_booking_lines *l = find_line(&lines, tasks[i].booking_line_id);

        if (!l)
            return qh_fail(&c->err, QH_INVALID, "trip.task",
                           str_format(c->arena, "tasks[%zu].booking_line_id", i), "%s",
                           tasks[i].booking_line_id);
        if (tasks[i].from_ms >= tasks[i].until_ms)
            return qh_fail(&c->err, QH_INVALID, "trip.task_time",
                           str_format(c->arena, "tasks[%zu].until_ms", i), "ends first");
        rc = check_line(c, p, l);
        if (rc)
            return rc;
    }
    return QH_OK;
}

static qh_status check_crew(struct ctx *c, struct plan *p)
{
    const struct trip_crew_new *crew = p->in->crew.p;

    for (size_t i = 0; i < p->in->crew.n; i++) {
        const char *field = str_format(c->arena, "crew[%zu].person_id", i);
        struct sql_trip_person_busy_list busy = {0};
        struct sql_trip_person who = {0};
        qh_status rc;

        rc = sql_trip_person(c->tx, c->arena, c->org, crew[i].person_id, &who, &c->err);
        if (rc == QH_NOT_FOUND)
            return qh_fail(&c->err, QH_INVALID, "trip.person", field, "%s",
                           crew[i].person_id);
        if (rc)
            return rc;
        if (!str_equal(who.state, "active"))
            add_problem(p, "trip.person_left", "refuse", who.name, "");
        for (size_t k = 0; k < i; k++)
            if (str_equal(crew[k].person_id, crew[i].person_id))
                return qh_fail(&c->err, QH_INVALID, "trip.person_twice", field, "%s",
                               crew[i].person_id);
        rc = sql_trip_person_busy(c->tx, c->arena, c->org, crew[i].person_id,
                                  p->in->from_day, p->in->until_day, &busy, &c->err);
        if (rc)
            return rc;
        for (size_t k = 0; k < busy.n; k++)
            if (!str_equal(busy.p[k].trip_id, p->skip_trip))
                add_problem(p, "trip.person_busy", "refuse", who.name, busy.p[k].number);
    }
    return QH_OK;
}

static int64_t mass_on_board(const struct plan *p, bool *heavy)
{
    struct dec sum = dec_int(0);
    int64_t kg = 0;

    for (size_t i = 0; i < p->in->standard_ids.n; i++) {
        struct dec nominal = {0};

        if (!p->on_board[i].nominal_kg ||
            dec_parse(text_of(p->on_board[i].nominal_kg), &nominal))
            continue;
        if (dec_compare(nominal, dec_int(500)) >= 0)
            *heavy = true;
        if (dec_add(sum, nominal, &sum))
            return INT64_MAX;
    }
    if (dec_round_to(sum, 0, DEC_CEILING, &sum) || dec_to_int(sum, &kg))
        return INT64_MAX;
    return kg;
}

static qh_status check_vehicle(struct ctx *c, struct plan *p)
{
    struct sql_trip_vehicle_busy_list busy = {0};
    struct sql_vehicle_one v = {0};
    bool heavy = false;
    int64_t kg;
    qh_status rc =
        sql_vehicle_one(c->tx, c->arena, c->org, p->in->vehicle_id, &v, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_INVALID, "trip.vehicle", "vehicle_id", "%s",
                       p->in->vehicle_id);
    if (rc)
        return rc;
    if (!str_equal(v.state, "in_use"))
        add_problem(p, "trip.vehicle_stopped", "refuse", v.plate, "");
    kg = mass_on_board(p, &heavy);
    if (kg > v.payload_kg)
        add_problem(p, "trip.vehicle_overloaded", "refuse", v.plate,
                    str_format(c->arena, "%lld / %lld kg", (long long)kg,
                               (long long)v.payload_kg));
    if (heavy && !str_equal(v.kind, "crane_truck"))
        add_problem(p, "trip.vehicle_no_crane", "refuse", v.plate, "");
    rc = sql_trip_vehicle_busy(c->tx, c->arena, c->org, p->in->vehicle_id,
                               p->in->from_day, p->in->until_day, &busy, &c->err);
    if (rc)
        return rc;
    for (size_t k = 0; k < busy.n; k++)
        if (!str_equal(busy.p[k].trip_id, p->skip_trip))
            add_problem(p, "trip.vehicle_busy", "refuse", v.plate, busy.p[k].number);
    return QH_OK;
}

/* Tasks lie on the trip's days and inside a window in which the enterprise can spare
 * them. */
static qh_status check_windows(struct ctx *c, struct plan *p)
{
    const struct trip_task_new *tasks = p->in->tasks.p;
    struct sql_booking_windows_list w = {0};
    qh_status rc =
        sql_booking_windows(c->tx, c->arena, c->org, p->in->booking_id, &w, &c->err);

    if (rc)
        return rc;
    for (size_t i = 0; i < p->in->tasks.n; i++) {
        bool inside = false;
        char from[DAY_LEN + 1];
        char until[DAY_LEN + 1];
        const char *name = i < p->lines_n ? p->lines[i].instrument_name : "";

        day_of_instant(c->calendar, tasks[i].from_ms, from);
        day_of_instant(c->calendar, tasks[i].until_ms - 1, until);
        if (strcmp(from, p->in->from_day) < 0 || strcmp(until, p->in->until_day) > 0)
            add_problem(p, "trip.task_off_days", "refuse", name,
                        str_copy(c->arena, from));
        for (size_t k = 0; k < w.n; k++)
            inside |= tasks[i].from_ms >= w.p[k].from_ms &&
                      tasks[i].until_ms <= w.p[k].until_ms;
        if (!inside)
            add_problem(p, "trip.outside_windows", "warn", name,
                        str_copy(c->arena, from));
    }
    return QH_OK;
}

static qh_status check_frame(struct ctx *c, struct plan *p)
{
    qh_status rc =
        sql_booking_one(c->tx, c->arena, c->org, p->in->booking_id, &p->booking, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "booking.not_found", "booking_id", "%s",
                       p->in->booking_id);
    if (rc)
        return rc;
    if (strcmp(p->in->from_day, p->in->until_day) > 0)
        return qh_fail(&c->err, QH_INVALID, "trip.days", "until_day",
                       "ends before it begins");
    if (p->in->standard_ids.n > STANDARDS_MOST || p->in->crew.n > CREW_MOST ||
        p->in->tasks.n > TASKS_MOST)
        return qh_fail(&c->err, QH_LIMIT, "trip.size", "", "too many parts");
    if (!p->skip_trip[0] && !str_equal(p->booking.state, "accepted") &&
        !str_equal(p->booking.state, "planned"))
        add_problem(p, "trip.booking_state", "refuse", p->booking.number,
                    p->booking.state);
    return QH_OK;
}

typedef qh_status check_fn(struct ctx *c, struct plan *p);

qh_status trip_check_again(struct ctx *c, const struct trip_new *in, const char *trip_id,
                           struct trip_check *out)
{
    static check_fn *const CHECKS[] = {check_frame,  load_standards, check_standards,
                                       check_tasks,  check_crew,     check_vehicle,
                                       check_windows};
    struct plan p = {.in = in, .skip_trip = trip_id};

    p.problems = ARENA_ARRAY(c->arena, PROBLEMS_MOST, struct trip_problem);
    for (size_t i = 0; i < LEN(CHECKS); i++) {
        qh_status rc = CHECKS[i](c, &p);

        if (rc)
            return rc;
    }
    out->ok = true;
    for (size_t i = 0; i < p.problems_n; i++)
        if (str_equal(p.problems[i].severity, "refuse"))
            out->ok = false;
    out->problems = (struct json_list){.p = p.problems, .n = p.problems_n};
    out->lines = (struct json_list){.p = p.lines, .n = p.lines_n};
    return QH_OK;
}

qh_status trip_check(struct ctx *c, const struct trip_new *in, struct trip_check *out)
{
    return trip_check_again(c, in, "", out);
}
