/* The workflow of visits as a table, who may take its steps, and the rules that look into
 * the store. */
#include "base/id.h"
#include "base/text.h"
#include "domain/history.h"
#include "domain/setting.h"
#include "domain/visit_row.h"
#include "domain/visit_rule.h"
#include "store/sql_pairing.h"

/* ---- who ---- */

/* The desk acts for every officer. */
static bool is_desk(const struct ctx *c)
{
    return ctx_can(c, RIGHT_PAIRING_WRITE);
}

static qh_status goes_along(struct ctx *c, const char *visit_id, bool *out)
{
    struct sql_visit_companions_list rows = {0};
    const qh_status rc =
        sql_visit_companions(c->tx, c->arena, c->org, visit_id, &rows, &c->err);

    if (rc)
        return rc;
    *out = false;
    for (size_t i = 0; i < rows.n; i++)
        *out = *out || str_equal(rows.p[i].person_id, c->actor.person);
    return QH_OK;
}

static qh_status own_visit(struct ctx *c, const void *subject)
{
    const struct sql_visit_one *v = subject;
    bool along = false;
    qh_status rc;

    if (is_desk(c) || str_equal(c->actor.person, v->officer_id))
        return QH_OK;
    rc = goes_along(c, v->id, &along);
    if (rc || along)
        return rc;
    return qh_fail(&c->err, QH_DENIED, "visit.other_officer", "", "visit %s", v->id);
}

static qh_status may_sign(struct ctx *c, const void *subject)
{
    const struct sql_visit_one *v = subject;

    if (v->sign_kind)
        return qh_fail(&c->err, QH_CONFLICT, "visit.signed", "", "visit %s", v->id);
    return own_visit(c, subject);
}

/* The enterprise's own contact. */
static qh_status may_confirm(struct ctx *c, const void *subject)
{
    const struct sql_visit_one *v = subject;

    if (v->sign_kind)
        return qh_fail(&c->err, QH_CONFLICT, "visit.signed", "", "visit %s", v->id);
    if (!str_equal(c->actor.enterprise, v->enterprise_id))
        return qh_fail(&c->err, QH_DENIED, "auth.denied", "", "visit %s", v->id);
    return QH_OK;
}

#define R(name) RIGHT_BIT(RIGHT_##name)

/* clang-format off */
static const struct workflow_step STEPS[] = {
    {"record",    "planned", "done",      R(VISIT_WRITE),   own_visit},
    {"move",      "planned", "planned",   R(VISIT_WRITE),   own_visit},
    {"cancel",    "planned", "cancelled", R(VISIT_WRITE),   own_visit},
    {"raise",     "done",    "done",      R(VISIT_WRITE),   own_visit},
    {"sign",      "done",    "done",      R(VISIT_WRITE),   may_sign},
    {"confirm",   "done",    "done",      R(VISIT_OWN),     may_confirm},
    {"hand_over", "planned", "planned",   R(PAIRING_WRITE), NULL},
};
/* clang-format on */

const struct workflow VISIT_WORKFLOW = {"visit", STEPS, LEN(STEPS)};

qh_status visit_sees_all(struct ctx *c, bool *out)
{
    struct sql_visit_enforcement office = {0};
    qh_status rc;

    *out = true;
    if (is_desk(c) || !c->actor.office)
        return QH_OK;
    rc =
        sql_visit_enforcement(c->tx, c->arena, c->org, c->actor.office, &office, &c->err);
    if (!rc)
        *out = office.enforcement == 0;
    return rc;
}

/* ---- one row ---- */

static qh_status not_found(struct ctx *c, const char *id)
{
    return qh_fail(&c->err, QH_NOT_FOUND, "visit.not_found", "", "%.40s", id);
}

qh_status visit_load(struct ctx *c, const char *id, struct sql_visit_one *out)
{
    bool all = false;
    bool along = false;
    qh_status rc = sql_visit_one(c->tx, c->arena, c->org, id, out, &c->err);

    if (rc == QH_NOT_FOUND)
        return not_found(c, id);
    if (rc)
        return rc;
    if (c->actor.enterprise)
        return str_equal(c->actor.enterprise, out->enterprise_id) ? QH_OK
                                                                  : not_found(c, id);
    rc = visit_sees_all(c, &all);
    if (rc || all || str_equal(c->actor.person, out->officer_id))
        return rc;
    rc = goes_along(c, id, &along);
    if (rc || along)
        return rc;
    return not_found(c, id);
}

qh_status visit_begin(struct ctx *c, const char *id, int64_t version, const char *action,
                      struct sql_visit_one *out)
{
    const struct workflow_step *step = NULL;
    const qh_status rc = visit_load(c, id, out);

    if (rc)
        return rc;
    if (out->version != version)
        return qh_fail(&c->err, QH_CONFLICT, "visit.changed", "version",
                       "visit %s is at %lld", id, (long long)out->version);
    return workflow_check(c, &VISIT_WORKFLOW, action, out->state, out, &step);
}

qh_status visit_note(struct ctx *c, const struct sql_visit_one *v, const char *action,
                     const char *to, const char *note)
{
    return history_add(c, &(struct history_entry){.entity = "visit",
                                                  .entity_id = v->id,
                                                  .seq = v->version + 1,
                                                  .action = action,
                                                  .from_state = v->state,
                                                  .to_state = to,
                                                  .note = note});
}

qh_status visit_saved(struct ctx *c, const char *id, qh_status rc)
{
    if (rc != QH_CONFLICT)
        return rc;
    return qh_fail(&c->err, QH_CONFLICT, "visit.changed", "version", "visit %s", id);
}

/* ---- rules ---- */

qh_status visit_find_near(struct ctx *c, const struct visit_try *t, int64_t quiet_wd,
                          struct sql_visit_near *out)
{
    struct sql_visit_near_list near = {0};
    char from[DAY_LEN + 1];
    char until[DAY_LEN + 1];
    int64_t first = 0;
    int64_t last = 0;
    qh_status rc;

    if (quiet_wd == 0 || t->ask.at_request || visit_kind_is_free(t->kind))
        return QH_OK;
    rc = visit_quiet_window(c->calendar, t->day, (int)quiet_wd, &first, &last, &c->err);
    if (rc)
        return rc;
    day_format(first, from);
    day_format(last, until);
    rc = sql_visit_near(c->tx, c->arena, c->org, t->enterprise_id, t->self, from, until,
                        &near, &c->err);
    if (!rc && near.n)
        *out = near.p[0];
    return rc;
}

qh_status visit_check_quiet(struct ctx *c, const struct visit_try *t)
{
    struct sql_visit_near near = {0};
    int64_t quiet_wd = 0;
    qh_status rc;

    if (t->ask.at_request && str_is_blank(t->ask.note))
        return qh_fail(&c->err, QH_INVALID, "visit.request_note", "request_note",
                       "who asked?");
    rc = setting_int(c, SETTING_VISIT_QUIET_WD, &quiet_wd);
    if (rc)
        return rc;
    rc = visit_find_near(c, t, quiet_wd, &near);
    if (rc || !near.id || (t->made && !str_is_blank(t->ask.note)))
        return rc;
    return qh_fail(&c->err, QH_CONFLICT, "visit.quiet", "day", "%s %s %s", near.day,
                   near.kind, near.id);
}

qh_status visit_check_person(struct ctx *c, const struct visit_try *t, const char *person,
                             const char *key)
{
    struct sql_interest_standing interest = {0};
    struct sql_visit_day_count on_day = {0};
    struct sql_visit_person p = {0};
    char day[DAY_LEN + 1];
    int64_t forbids = 0;
    int64_t most = 0;
    qh_status rc = sql_visit_person(c->tx, c->arena, c->org, person, &p, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_INVALID, key, "", "%.40s", person);
    if (!rc)
        rc = sql_interest_standing(c->tx, c->arena, c->org, person, t->enterprise_id,
                                   &interest, &c->err);
    if (!rc && interest.n)
        rc = setting_int(c, SETTING_PAIRING_INTEREST_FORBIDS, &forbids);
    if (rc)
        return rc;
    if (interest.n && forbids)
        return qh_fail(&c->err, QH_CONFLICT, "visit.interest", "", "%s", p.name);
    rc = setting_int(c, SETTING_VISIT_DAY_MAX, &most);
    if (rc)
        return rc;
    day_format(t->day, day);
    rc = sql_visit_day_count(c->tx, c->arena, c->org, person, day, t->self, &on_day,
                             &c->err);
    if (rc)
        return rc;
    if (on_day.n >= most)
        return qh_fail(&c->err, QH_CONFLICT, "visit.day_full", "day", "%s: %lld on %s",
                       p.name, (long long)on_day.n, day);
    return QH_OK;
}

qh_status visit_check_companions(struct ctx *c, const struct visit_try *t,
                                 const char *officer, const struct json_strs *companions)
{
    qh_status rc = QH_OK;

    if (companions->n > VISIT_COMPANIONS_MAX)
        return qh_fail(&c->err, QH_LIMIT, "visit.companions", "companions", "over %d",
                       VISIT_COMPANIONS_MAX);
    for (size_t i = 0; i < companions->n && !rc; i++) {
        const char *id = companions->p[i];
        bool twice = str_equal(id, officer);

        for (size_t k = 0; k < i; k++)
            twice = twice || str_equal(companions->p[k], id);
        if (twice)
            return qh_fail(&c->err, QH_INVALID, "visit.companion", "companions",
                           "%.40s twice", id);
        rc = visit_check_person(c, t, id, "visit.companion");
    }
    return rc;
}

qh_status visit_check_time(struct ctx *c, struct opt_int start_min,
                           struct opt_int minutes)
{
    enum { SHORTEST = 5, LONGEST = 720 };

    if ((start_min.has && (start_min.v < 0 || start_min.v >= MINUTES_A_DAY)) ||
        (minutes.has && (minutes.v < SHORTEST || minutes.v > LONGEST)))
        return qh_fail(&c->err, QH_INVALID, "visit.time", "start_min",
                       "outside of the day");
    return QH_OK;
}

qh_status visit_insert(struct ctx *c, struct sql_visit_add_in *in,
                       const struct json_strs *companions)
{
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);
    qh_status rc;

    id_make(c->now_ms, c->rand, id);
    in->org = c->org;
    in->id = id;
    rc = sql_visit_add(c->tx, in, &c->err);
    for (size_t i = 0; i < companions->n && !rc; i++)
        rc = sql_visit_companion_add(c->tx, c->org, id, companions->p[i], &c->err);
    return rc;
}
