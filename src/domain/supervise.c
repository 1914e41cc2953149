/* Acts on one demand: reminder, urging, escalation. */
#include "domain/supervise.h"

#include "base/text.h"
#include "domain/office_leader.h"
#include "domain/supervise_act.h"
#include "domain/supervise_arm.h"
#include "domain/supervise_level.h"
#include "domain/supervise_tell.h"
#include "store/sql_supervise.h"

static qh_status add_row(struct ctx *c, const struct demand_row *d,
                         const struct supervise_act *a)
{
    return sql_supervise_act_add(
        c->tx,
        &(struct sql_supervise_act_add_in){.org = c->org,
                                           .demand_id = d->v.id,
                                           .seq = d->v.version,
                                           .kind = a->kind,
                                           .level = a->level,
                                           .due_ms = a->of_limit ? d->v.due_ms
                                                                 : (struct opt_int){0},
                                           .order_id = a->order_id,
                                           .at_ms = c->now_ms},
        &c->err);
}

qh_status supervise_append(struct ctx *c, struct demand_row *d,
                           const struct supervise_act *a)
{
    qh_status rc = demand_move(
        c, d,
        &(struct demand_entry){
            .action = a->kind, .note = a->note, .clock = "", .data = a->data});

    if (!rc)
        rc = demand_save(c, d);
    return rc ? rc : add_row(c, d, a);
}

qh_status supervise_check_text(struct ctx *c, const char *key, const char *field,
                               const char *text)
{
    const size_t n = text ? text_chars(text_trim(text_of(text))) : 0;

    if (n == 0 || n > SUPERVISE_NOTE_MAX)
        return qh_fail(&c->err, QH_INVALID, key, field, "%zu characters", n);
    return QH_OK;
}

static bool has_ended(const struct demand_row *d)
{
    static const char *const ENDS[] = {"CLOSED", "WDR", "MRG"};

    for (size_t i = 0; i < LEN(ENDS); i++)
        if (str_equal(d->v.state, ENDS[i]))
            return true;
    return false;
}

qh_status supervise_may(struct ctx *c, const struct demand_row *d)
{
    if (!ctx_can(c, RIGHT_SUPERVISE_WRITE))
        return qh_fail(&c->err, QH_DENIED, "auth.denied", "", "supervise %s",
                       d->v.number);
    if (has_ended(d))
        return qh_fail(&c->err, QH_CONFLICT, "supervise.ended", "", "demand %s",
                       d->v.number);
    return QH_OK;
}

/* Loads a demand with a running clock and how far its watch has come. */
static qh_status load_running(struct ctx *c, const char *demand_id, struct demand_row *d,
                              struct sql_supervise_watched *w)
{
    qh_status rc = demand_load_any(c, demand_id, d);

    if (rc)
        return rc;
    if (!d->v.due_ms.has)
        return qh_fail(&c->err, QH_CONFLICT, "supervise.no_clock", "", "demand %s",
                       d->v.number);
    return sql_supervise_watched(c->tx, c->arena, c->org, demand_id, w, &c->err);
}

/* Appends an act of the limit that is raised once, and moves the watch on. */
static qh_status raise_once(struct ctx *c, struct demand_row *d,
                            const struct supervise_act *a)
{
    const qh_status rc = supervise_append(c, d, a);

    if (rc)
        return rc;
    return supervise_rearm(c, d->v.id, d->v.due_ms, a->level + 1);
}

static const char *limit_data(struct ctx *c, const struct demand_row *d)
{
    return str_format(c->arena, "\"of\":\"%s\",\"limit_ms\":%lld",
                      d->v.clock ? d->v.clock : "", (long long)d->v.due_ms.v);
}

qh_status supervise_remind(struct ctx *c, const char *demand_id)
{
    struct sql_supervise_watched w = {0};
    struct demand_row d = {0};
    qh_status rc = load_running(c, demand_id, &d, &w);

    if (rc || w.watch_level > 0)
        return rc;
    rc = raise_once(c, &d,
                    &(struct supervise_act){
                        .kind = "remind", .of_limit = true, .data = limit_data(c, &d)});
    if (rc)
        return rc;
    return supervise_tell(c, &(struct supervise_told){.kind = "remind",
                                                      .demand_id = demand_id,
                                                      .due_ms = d.v.due_ms.v});
}

/* The level of that number; NULL: none. */
static const struct supervise_level *level_of(const struct json_list *levels, int64_t n)
{
    const struct supervise_level *l = levels->p;

    return n >= 1 && n <= (int64_t)levels->n ? &l[n - 1] : NULL;
}

static bool is_among(const struct office_leader *p, size_t n, const char *id)
{
    for (size_t i = 0; i < n; i++)
        if (str_equal(p[i].id, id))
            return true;
    return false;
}

/* Whom the level reaches for the demand, each once: struct office_leader. */
static qh_status reached_by(struct ctx *c, const struct demand_row *d,
                            const struct supervise_level *l, struct json_list *out)
{
    const struct supervise_person *named = l->people.p;
    const struct office_leader *leader;
    struct json_list leaders = {0};
    struct office_leader *all;
    size_t n = 0;
    qh_status rc = QH_OK;

    if (l->leader)
        rc = office_leaders_of(c, d->v.lead_office_id, &leaders);
    if (rc)
        return rc;
    leader = leaders.p;
    all = ARENA_ARRAY(c->arena, l->people.n + leaders.n, struct office_leader);
    for (size_t i = 0; i < l->people.n; i++)
        all[n++] = (struct office_leader){named[i].id, named[i].name};
    for (size_t i = 0; i < leaders.n; i++)
        if (!is_among(all, n, leader[i].id))
            all[n++] = leader[i];
    *out = (struct json_list){.p = all, .n = n};
    return QH_OK;
}

/* "甲、乙", as the history shows whom it reached. */
static const char *names_of(struct ctx *c, const struct json_list *people)
{
    const struct office_leader *p = people->p;
    struct buf b;

    buf_init(&b, c->arena);
    for (size_t i = 0; i < people->n; i++)
        buf_add_format(&b, "%s%s", i ? "、" : "", p[i].name);
    return buf_str(&b);
}

static qh_status tell_level(struct ctx *c, const struct demand_row *d,
                            const struct json_list *people)
{
    const struct office_leader *p = people->p;
    qh_status rc = QH_OK;

    for (size_t i = 0; i < people->n && !rc; i++)
        rc = supervise_tell(c, &(struct supervise_told){.kind = "escalate",
                                                        .demand_id = d->v.id,
                                                        .person_id = p[i].id,
                                                        .due_ms = d->v.due_ms.v});
    return rc;
}

qh_status supervise_escalate(struct ctx *c, const char *demand_id, int64_t level)
{
    const struct supervise_level *l;
    struct sql_supervise_watched w = {0};
    struct json_list levels = {0};
    struct json_list people = {0};
    struct demand_row d = {0};
    qh_status rc = supervise_levels(c, &levels);

    if (rc)
        return rc;
    l = level_of(&levels, level);
    if (!l)
        return qh_fail(&c->err, QH_INVALID, "supervise.level", "level", "%lld",
                       (long long)level);
    rc = load_running(c, demand_id, &d, &w);
    if (rc || w.watch_level > level)
        return rc;
    rc = reached_by(c, &d, l, &people);
    if (rc)
        return rc;
    rc = raise_once(
        c, &d,
        &(struct supervise_act){.kind = "escalate",
                                .level = level,
                                .of_limit = true,
                                .note = names_of(c, &people),
                                .data = str_format(c->arena, "%s,\"level\":%lld",
                                                   limit_data(c, &d), (long long)level)});
    return rc ? rc : tell_level(c, &d, &people);
}

qh_status supervise_urge(struct ctx *c, const char *demand_id, const char *note)
{
    struct demand_row d = {0};
    qh_status rc = demand_load(c, demand_id, &d);

    if (!rc)
        rc = supervise_may(c, &d);
    if (!rc)
        rc = supervise_check_text(c, "supervise.note", "note", note);
    if (rc)
        return rc;
    rc = supervise_append(
        c, &d,
        &(struct supervise_act){.kind = "urge",
                                .of_limit = true,
                                .note = text_copy(c->arena, text_trim(text_of(note)))});
    if (rc)
        return rc;
    return supervise_tell(c, &(struct supervise_told){.kind = "urge",
                                                      .demand_id = demand_id,
                                                      .due_ms = d.v.due_ms.v});
}
