/* Registration: number, matching, first clock, history, figures and search in one
 * transaction. */
#include "domain/demand_row.h"

#include "base/days.h"
#include "base/id.h"
#include "domain/demand_fact.h"
#include "domain/history.h"
#include "domain/match_memory.h"
#include "domain/number.h"
#include "domain/search.h"
#include "domain/setting.h"
#include "domain/supervise_watch.h"

static const char *const SOURCES[] = {"visit", "window", "phone", "symposium", "online"};

static qh_status check_text(struct ctx *c, const char *text)
{
    const size_t n = text_chars(text_trim(text_of(text)));

    if (n < DEMAND_TEXT_MIN || n > DEMAND_TEXT_MAX)
        return qh_fail(&c->err, QH_INVALID, "demand.text", "text", "%zu characters", n);
    return QH_OK;
}

static qh_status find_source(struct ctx *c, const struct demand_new *in, const char **out)
{
    if (!in->source) {
        *out = c->actor.enterprise ? "online" : in->visit_id ? "visit" : "window";
        return QH_OK;
    }
    for (size_t i = 0; i < LEN(SOURCES); i++)
        if (str_equal(SOURCES[i], in->source)) {
            *out = SOURCES[i];
            return QH_OK;
        }
    return qh_fail(&c->err, QH_INVALID, "demand.source", "source", "%s", in->source);
}

/* An enterprise contact states demands of the own enterprise only. */
static qh_status find_enterprise(struct ctx *c, const struct demand_new *in,
                                 struct sql_demand_enterprise *out)
{
    const char *own = c->actor.enterprise;
    const char *id = in->enterprise_id ? in->enterprise_id : own;
    qh_status rc = QH_NOT_FOUND;

    if (id && (!own || str_equal(own, id)))
        rc = sql_demand_enterprise(c->tx, c->arena, c->org, id, out, &c->err);
    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "enterprise.not_found", "enterprise_id",
                       "%.40s", id ? id : "none given");
    return rc;
}

static qh_status check_visit(struct ctx *c, const struct demand_new *in,
                             const char *enterprise)
{
    struct sql_demand_visit visit = {0};
    qh_status rc;

    if (!in->visit_id)
        return QH_OK;
    rc = sql_demand_visit(c->tx, c->arena, c->org, in->visit_id, &visit, &c->err);
    if (rc == QH_NOT_FOUND || (!rc && !str_equal(visit.enterprise_id, enterprise)))
        return qh_fail(&c->err, QH_NOT_FOUND, "visit.not_found", "visit_id", "%.40s",
                       in->visit_id);
    return rc;
}

/* What demand_match keeps of a proposal: how it was found, and the words. */
static const char *reason_of(struct ctx *c, const struct match_proposal *p)
{
    struct json_writer w;
    struct buf b;

    buf_init(&b, c->arena);
    json_begin(&w, &b);
    json_object_open(&w);
    json_add_str(&w, "key", p->key);
    json_add_str(&w, "words", p->words);
    json_object_close(&w);
    return buf_str(&b);
}

static qh_status add_matches(struct ctx *c, const char *id, const struct match *m)
{
    const struct match_proposal *p = m->proposals.p;
    qh_status rc = QH_OK;

    for (size_t i = 0; i < m->proposals.n && !rc; i++)
        rc = sql_demand_match_add(
            c->tx,
            &(struct sql_demand_match_add_in){.org = c->org,
                                              .demand_id = id,
                                              .rank = (int64_t)i + 1,
                                              .item_code = p[i].item_code,
                                              .department_code = p[i].department_code,
                                              .score_ppm = p[i].score_ppm,
                                              .reason = reason_of(c, &p[i])},
            &c->err);
    return rc;
}

/* "SQ2026-0001" (诉求). */
static qh_status take_number(struct ctx *c, const char **out)
{
    const int64_t year = year_of_instant(c->calendar, c->now_ms);
    int64_t serial = 0;
    const qh_status rc = number_take(c, "demand", year, &serial);

    if (rc)
        return rc;
    *out = str_format(c->arena, "SQ%04d-%04lld", (int)year, (long long)serial);
    return QH_OK;
}

static qh_status insert(struct ctx *c, const struct sql_demand_add_in *row)
{
    const qh_status rc = sql_demand_add(c->tx, row, &c->err);

    if (rc)
        return rc;
    return history_add(
        c, &(struct history_entry){
               .entity = "demand",
               .entity_id = row->id,
               .seq = 1,
               .action = "register",
               .from_state = "",
               .to_state = "REG",
               .note = "",
               .data = str_format(
                   c->arena, "{\"clock\":\"triage\",\"due_ms\":%lld,\"limit_wd\":%lld}",
                   (long long)row->due_ms, (long long)row->limit_wd)});
}

/* Fills the row of a new demand: number, id, first clock. */
static qh_status prepare(struct ctx *c, const struct demand_new *in,
                         const struct sql_demand_enterprise *e,
                         struct sql_demand_add_in *row)
{
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);
    qh_status rc;

    *row = (struct sql_demand_add_in){
        .org = c->org,
        .id = id,
        .enterprise_id = e->id,
        .visit_id = in->visit_id,
        .text = text_copy(c->arena, text_trim(text_of(in->text))),
        .clock = "triage",
        .registered_ms = c->now_ms,
    };
    id_make(c->now_ms, c->rand, id);
    rc = find_source(c, in, &row->source);
    if (rc)
        return rc;
    rc = setting_int(c, SETTING_TRIAGE_WD, &row->limit_wd);
    if (rc)
        return rc;
    rc = calendar_due(c->calendar, c->now_ms, (int)row->limit_wd, &row->due_ms, &c->err);
    if (rc)
        return rc;
    return take_number(c, &row->number);
}

static qh_status count_new(struct ctx *c, const struct sql_demand_add_in *row,
                           const char *division)
{
    const struct sql_demand_one v = {.id = row->id,
                                     .number = row->number,
                                     .division_code = division,
                                     .state = "REG",
                                     .registered_ms = row->registered_ms,
                                     .version = 1};

    return demand_fact_changed(c, NULL, &v);
}

qh_status demand_register(struct ctx *c, const struct demand_new *in,
                          struct demand_registered *out)
{
    struct sql_demand_enterprise e = {0};
    struct sql_demand_add_in row;
    struct match m = {0};
    qh_status rc;

    rc = check_text(c, in->text);
    if (rc)
        return rc;
    rc = find_enterprise(c, in, &e);
    if (rc)
        return rc;
    rc = check_visit(c, in, e.id);
    if (rc)
        return rc;
    rc = prepare(c, in, &e, &row);
    if (rc)
        return rc;
    rc = insert(c, &row);
    if (rc)
        return rc;
    rc = supervise_arm(c, row.id, (struct opt_int){.has = true, .v = row.due_ms},
                       row.limit_wd);
    if (rc)
        return rc;
    rc = match_for(c, text_of(row.text), &m);
    if (rc)
        return rc;
    rc = add_matches(c, row.id, &m);
    if (rc)
        return rc;
    rc = count_new(c, &row, e.division_code);
    if (rc)
        return rc;
    *out = (struct demand_registered){
        row.id, row.number, "REG", row.due_ms, m.proposals, m.none_fit,
    };
    return search_add(c, "demand", row.id,
                      (const char *const[]){row.number, e.name, row.text}, 3);
}
