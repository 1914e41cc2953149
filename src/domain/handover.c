#include "domain/handover.h"

#include "base/id.h"
#include "base/text.h"
#include "domain/demand_row.h"
#include "domain/history.h"
#include "domain/notify.h"
#include "domain/page.h"
#include "domain/pairing_row.h"
#include "domain/setting.h"
#include "domain/visit_row.h"

static qh_status own_handover(struct ctx *c, const void *subject)
{
    const struct sql_handover_row *h = subject;

    if (str_equal(c->actor.person, h->to_officer_id))
        return QH_OK;
    return qh_fail(&c->err, QH_DENIED, "handover.other", "", "hand-over %s", h->id);
}

/* clang-format off */
static const struct workflow_step STEPS[] = {
    {"accept", "open", "accepted", RIGHT_BIT(RIGHT_PAIRING_READ), own_handover},
};
/* clang-format on */

const struct workflow HANDOVER_WORKFLOW = {"handover", STEPS, LEN(STEPS)};

/* ---- making one ---- */

/* What is under way while a hand-over is made. */
struct move {
    const struct handover_new *in;
    const char *id;
    const char *note; /* "张三 → 李四" */
    const char *due_until;
    int64_t seq;
    struct handover_done done;
};

struct line {
    const char *enterprise_id;
    const char *entity;
    const char *entity_id;
    const char *label;
    const char *due_day;
};

static qh_status add_line(struct ctx *c, struct move *m, const struct line *l)
{
    if (m->seq >= HANDOVER_LINES_MAX)
        return qh_fail(&c->err, QH_LIMIT, "handover.lines", "", "over %d",
                       HANDOVER_LINES_MAX);
    return sql_handover_line_add(
        c->tx,
        &(struct sql_handover_line_add_in){.org = c->org,
                                           .handover_id = m->id,
                                           .seq = ++m->seq,
                                           .enterprise_id = l->enterprise_id,
                                           .entity = l->entity,
                                           .entity_id = l->entity_id,
                                           .label = l->label,
                                           .due_day = l->due_day},
        &c->err);
}

/* The demand stays where it is in its workflow; who handles it may change. */
static qh_status move_demand(struct ctx *c, const struct move *m, const char *id)
{
    struct demand_row d = {0};
    qh_status rc = demand_load_any(c, id, &d);

    if (rc)
        return rc;
    if (str_equal(d.v.handler_id, m->in->from_officer_id))
        d.v.handler_id = m->in->to_officer_id;
    rc = demand_move(
        c, &d,
        &(struct demand_entry){.action = "hand_over", .note = m->note, .clock = ""});
    return rc ? rc : demand_save(c, &d);
}

static qh_status move_demands(struct ctx *c, struct move *m, const char *enterprise)
{
    struct sql_pairing_demands_list rows = {0};
    qh_status rc =
        sql_pairing_demands(c->tx, c->arena, c->org, enterprise, &rows, &c->err);

    for (size_t i = 0; i < rows.n && !rc; i++) {
        char *due = NULL;

        if (rows.p[i].due_ms.has) {
            due = ARENA_ARRAY(c->arena, DAY_LEN + 1, char);
            day_of_instant(c->calendar, rows.p[i].due_ms.v, due);
        }
        rc = move_demand(c, m, rows.p[i].id);
        if (!rc)
            rc = add_line(c, m,
                          &(struct line){enterprise, "demand", rows.p[i].id,
                                         rows.p[i].number, due});
        m->done.demands++;
    }
    return rc;
}

/* A day may become fuller than is allowed: that is for the successor to move. */
static qh_status warn_day(struct ctx *c, struct move *m, const char *day)
{
    struct sql_visit_day_count on_day = {0};
    int64_t most = 0;
    qh_status rc = setting_int(c, SETTING_VISIT_DAY_MAX, &most);

    if (!rc)
        rc = sql_visit_day_count(c->tx, c->arena, c->org, m->in->to_officer_id, day, "",
                                 &on_day, &c->err);
    if (!rc && on_day.n > most)
        pairing_warn(c, &m->done.warnings, "day_full");
    return rc;
}

static qh_status move_visits(struct ctx *c, struct move *m, const char *enterprise)
{
    struct sql_visit_planned_of_list rows = {0};
    qh_status rc = sql_visit_planned_of(c->tx, c->arena, c->org, enterprise,
                                        m->in->from_officer_id, &rows, &c->err);

    for (size_t i = 0; i < rows.n && !rc; i++) {
        const struct sql_visit_planned_of *r = &rows.p[i];

        rc = visit_note(c,
                        &(struct sql_visit_one){
                            .id = r->id, .state = r->state, .version = r->version},
                        "hand_over", "planned", m->note);
        if (!rc)
            rc = visit_saved(c, r->id,
                             sql_visit_set_officer(c->tx, c->org, r->id, r->version,
                                                   m->in->to_officer_id, &c->err));
        if (!rc)
            rc = add_line(c, m,
                          &(struct line){enterprise, "visit", r->id, r->kind, r->day});
        if (!rc)
            rc = warn_day(c, m, r->day);
        m->done.visits++;
    }
    return rc;
}

static qh_status list_instruments(struct ctx *c, struct move *m, const char *enterprise)
{
    struct sql_pairing_instruments_list rows = {0};
    qh_status rc = sql_pairing_instruments(c->tx, c->arena, c->org, enterprise,
                                           m->due_until, &rows, &c->err);

    for (size_t i = 0; i < rows.n && !rc; i++) {
        const struct sql_pairing_instruments *r = &rows.p[i];

        rc = add_line(c, m,
                      &(struct line){enterprise, "instrument", r->id,
                                     str_format(c->arena, "%s %s", r->name_zh, r->serial),
                                     r->due_day});
        m->done.instruments++;
    }
    return rc;
}

/* One pairing: its end, the new one, and what goes with it. */
static qh_status move_pairing(struct ctx *c, struct move *m,
                              const struct sql_pairing_row *p)
{
    struct pairing_done began = {.warnings = m->done.warnings};
    struct pairing_done ended = {0};
    qh_status rc = pairing_end(c, p->id, p->version, m->in->day, m->in->reason, &ended);

    if (!rc)
        rc = pairing_begin(c,
                           &(struct pairing_new){p->enterprise_id, m->in->to_officer_id,
                                                 m->in->day, m->in->reason, m->id},
                           &began);
    m->done.warnings = began.warnings;
    if (!rc)
        rc = add_line(c, m,
                      &(struct line){p->enterprise_id, "enterprise", p->enterprise_id,
                                     p->enterprise_name, NULL});
    if (!rc)
        rc = move_demands(c, m, p->enterprise_id);
    if (!rc)
        rc = move_visits(c, m, p->enterprise_id);
    if (!rc)
        rc = list_instruments(c, m, p->enterprise_id);
    m->done.enterprises++;
    return rc;
}

/* The pairings meant: those of the enterprises named, or all of the officer's. */
static qh_status find_pairings(struct ctx *c, const struct handover_new *in,
                               struct sql_pairing_row_list *out)
{
    const struct page_day at = PAGE_LATEST_DAY;
    qh_status rc = QH_OK;

    if (!in->enterprise_ids.n)
        return sql_pairing_list(
            c->tx, c->arena,
            &(struct sql_pairing_list_in){.org = c->org,
                                          .officer = in->from_officer_id,
                                          .open = true,
                                          .division = "",
                                          .before_day = at.day,
                                          .before_id = at.id,
                                          .limit = HANDOVER_ENTERPRISES_MAX},
            out, &c->err);
    out->p = ARENA_ARRAY(c->arena, in->enterprise_ids.n, struct sql_pairing_row);
    for (size_t i = 0; i < in->enterprise_ids.n && !rc; i++) {
        struct sql_pairing_row *p = &out->p[out->n];

        rc = sql_pairing_present(c->tx, c->arena, c->org, in->enterprise_ids.p[i], p,
                                 &c->err);
        if (rc == QH_NOT_FOUND || (!rc && !str_equal(p->officer_id, in->from_officer_id)))
            return qh_fail(&c->err, QH_INVALID, "handover.not_paired", "enterprise_ids",
                           "%.40s", in->enterprise_ids.p[i]);
        out->n++;
    }
    return rc;
}

static qh_status check_people(struct ctx *c, const struct handover_new *in,
                              const char **out_to_name)
{
    struct sql_pairing_officer to = {0};
    qh_status rc;

    if (str_equal(in->from_officer_id, in->to_officer_id))
        return qh_fail(&c->err, QH_INVALID, "handover.same", "to_officer_id",
                       "the same person");
    if (str_is_blank(in->reason))
        return qh_fail(&c->err, QH_INVALID, "handover.reason", "reason", "none given");
    rc = sql_pairing_officer(c->tx, c->arena, c->org, in->to_officer_id, &to, &c->err);
    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_INVALID, "pairing.officer", "to_officer_id", "%.40s",
                       in->to_officer_id);
    *out_to_name = to.name;
    return rc;
}

static qh_status insert(struct ctx *c, const struct move *m)
{
    const struct handover_new *in = m->in;
    const qh_status rc = sql_handover_add(
        c->tx,
        &(struct sql_handover_add_in){.org = c->org,
                                      .id = m->id,
                                      .from_officer_id = in->from_officer_id,
                                      .to_officer_id = in->to_officer_id,
                                      .day = in->day,
                                      .reason = in->reason,
                                      .made_ms = c->now_ms,
                                      .made_by = c->actor.name ? c->actor.name : ""},
        &c->err);

    if (rc)
        return rc;
    return history_add(c, &(struct history_entry){.entity = "handover",
                                                  .entity_id = m->id,
                                                  .seq = 1,
                                                  .action = "make",
                                                  .from_state = "",
                                                  .to_state = "open",
                                                  .note = in->reason});
}

qh_status handover_make(struct ctx *c, const struct handover_new *in,
                        struct handover_done *out)
{
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);
    char *due = ARENA_ARRAY(c->arena, DAY_LEN + 1, char);
    struct move m = {.in = in, .id = id, .due_until = due};
    struct sql_pairing_row_list pairs = {0};
    const char *to_name = NULL;
    int64_t due_days = 0;
    qh_status rc = check_people(c, in, &to_name);

    if (!rc)
        rc = find_pairings(c, in, &pairs);
    if (!rc)
        rc = setting_int(c, SETTING_PAIRING_DUE_DAYS, &due_days);
    if (rc)
        return rc;
    if (!pairs.n)
        return qh_fail(&c->err, QH_INVALID, "handover.nothing", "from_officer_id",
                       "no pairing lasts");
    m.note = str_format(c->arena, "%s → %s", pairs.p[0].officer_name, to_name);
    day_format(day_number_of_instant(c->calendar, c->now_ms) + due_days, due);
    id_make(c->now_ms, c->rand, id);
    rc = insert(c, &m);
    for (size_t i = 0; i < pairs.n && !rc; i++)
        rc = move_pairing(c, &m, &pairs.p[i]);
    if (!rc)
        rc = notify_event(c, NOTIFY_HANDOVER_MADE, id, NULL);
    if (rc)
        return rc;
    m.done.id = id;
    *out = m.done;
    return QH_OK;
}

/* ---- reading ---- */

static struct handover_row row_of(const struct sql_handover_row *r)
{
    return (struct handover_row){
        r->id,          r->from_officer_id, r->from_name, r->to_officer_id, r->to_name,
        r->day,         r->reason,          r->state,     r->made_ms,       r->made_by,
        r->accepted_ms, r->lines,           r->version};
}

qh_status handover_list(struct ctx *c, const struct handover_filter *f,
                        struct handover_page *out)
{
    struct sql_handover_row_list rows = {0};
    struct page_time at = PAGE_NEWEST;
    struct handover_row *items;
    qh_status rc = page_read(f->after, &at, &c->err);

    if (rc)
        return rc;
    rc = sql_handover_list(
        c->tx, c->arena,
        &(struct sql_handover_list_in){.org = c->org,
                                       .officer_to = f->to_id,
                                       .officer_from = f->from_id,
                                       .state = f->state ? f->state : "",
                                       .at_ms = at.ms,
                                       .at_id = at.id,
                                       .limit = f->limit + 1},
        &rows, &c->err);
    if (rc)
        return rc;
    if (page_cut(&rows.n, f->limit))
        out->next =
            page_write(c->arena, rows.p[rows.n - 1].made_ms, rows.p[rows.n - 1].id);
    items = ARENA_ARRAY(c->arena, rows.n, struct handover_row);
    for (size_t i = 0; i < rows.n; i++)
        items[i] = row_of(&rows.p[i]);
    out->items = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

static qh_status load(struct ctx *c, const char *id, struct sql_handover_row *out)
{
    const qh_status rc = sql_handover_one(c->tx, c->arena, c->org, id, out, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "handover.not_found", "", "%.40s", id);
    return rc;
}

qh_status handover_find(struct ctx *c, const char *id, struct handover_detail *out)
{
    struct sql_handover_lines_list rows = {0};
    struct workflow_actions actions = {0};
    struct sql_handover_row h = {0};
    struct handover_line *items;
    struct json_list events = {0};
    qh_status rc = load(c, id, &h);

    if (!rc)
        rc = sql_handover_lines(c->tx, c->arena, c->org, id, &rows, &c->err);
    if (!rc)
        rc = history_of(c, "handover", id, &events);
    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct handover_line);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_handover_lines *r = &rows.p[i];

        items[i] = (struct handover_line){r->seq,    r->enterprise_id, r->enterprise_name,
                                          r->entity, r->entity_id,     r->label,
                                          r->due_day};
    }
    workflow_actions(c, &HANDOVER_WORKFLOW, h.state, &h, &actions);
    *out = (struct handover_detail){.handover = row_of(&h),
                                    .lines = {.p = items, .n = rows.n},
                                    .events = events,
                                    .actions = {.p = actions.p, .n = actions.n}};
    return QH_OK;
}

qh_status handover_accept(struct ctx *c, const char *id, int64_t version,
                          const char *note)
{
    const struct workflow_step *step = NULL;
    struct sql_handover_row h = {0};
    qh_status rc = load(c, id, &h);

    if (rc)
        return rc;
    if (h.version != version)
        return qh_fail(&c->err, QH_CONFLICT, "handover.changed", "version", "%s", id);
    rc = workflow_check(c, &HANDOVER_WORKFLOW, "accept", h.state, &h, &step);
    if (rc)
        return rc;
    rc = sql_handover_accept(c->tx, c->org, id, version, c->now_ms, &c->err);
    if (rc == QH_CONFLICT)
        return qh_fail(&c->err, QH_CONFLICT, "handover.changed", "version", "%s", id);
    if (rc)
        return rc;
    rc = history_add(c, &(struct history_entry){.entity = "handover",
                                                .entity_id = id,
                                                .seq = version + 1,
                                                .action = "accept",
                                                .from_state = "open",
                                                .to_state = "accepted",
                                                .note = note});
    return rc ? rc : notify_event(c, NOTIFY_HANDOVER_ACCEPTED, id, NULL);
}
