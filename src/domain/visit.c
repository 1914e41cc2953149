/* The record of a visit, with or without a plan before it: one row written once, its
 * lines, the demands raised, the next contact, and the figures. */
#include "domain/visit.h"

#include "base/text.h"
#include "domain/demand.h"
#include "domain/figure.h"
#include "domain/history.h"
#include "domain/month.h"
#include "domain/visit_row.h"
#include "domain/visit_rule.h"
#include "store/sql_demand.h"

enum { MICRO_DEGREES = 1000000, LAT_MOST = 90, LON_MOST = 180, ACCURACY_MOST = 100000 };

/* ---- what may be written ---- */

static bool is_within(struct opt_int v, int64_t lo, int64_t hi)
{
    return !v.has || (v.v >= lo && v.v <= hi);
}

static qh_status check_place(struct ctx *c, const struct visit_record *r)
{
    const int64_t lat = (int64_t)LAT_MOST * MICRO_DEGREES;
    const int64_t lon = (int64_t)LON_MOST * MICRO_DEGREES;

    if (r->lat_u.has != r->lon_u.has || !is_within(r->lat_u, -lat, lat) ||
        !is_within(r->lon_u, -lon, lon) || !is_within(r->accuracy_m, 0, ACCURACY_MOST))
        return qh_fail(&c->err, QH_INVALID, "visit.place", "lat_u", "no place on earth");
    return QH_OK;
}

static qh_status check_next(struct ctx *c, const struct visit_record *r)
{
    const int64_t today = day_number_of_instant(c->calendar, c->now_ms);
    int64_t next = 0;

    if (r->next_day && (day_parse(r->next_day, &next) || next < today ||
                        next > today + VISIT_AHEAD_DAYS))
        return qh_fail(&c->err, QH_INVALID, "visit.next_day", "next_day", "%.40s",
                       r->next_day);
    return QH_OK;
}

static qh_status check_record(struct ctx *c, const struct visit_record *r,
                              int64_t *out_day)
{
    const struct visit_heard *heard = r->demands.p;
    qh_status rc = QH_OK;

    if (!visit_production_is(r->production_state))
        return qh_fail(&c->err, QH_INVALID, "visit.production_state", "production_state",
                       "%.40s", r->production_state);
    if (day_parse(r->day, out_day) ||
        *out_day > day_number_of_instant(c->calendar, c->now_ms))
        return qh_fail(&c->err, QH_INVALID, "visit.day", "day", "%.40s", r->day);
    if (!is_within(r->satisfaction, 1, 5))
        return qh_fail(&c->err, QH_INVALID, "visit.satisfaction", "satisfaction",
                       "1 to 5");
    for (size_t i = 0; i < r->demands.n; i++)
        if (heard[i].solved && str_is_blank(heard[i].solved_how))
            return qh_fail(&c->err, QH_INVALID, "visit.solved_how", "demands", "%zu", i);
    rc = visit_check_time(c, r->start_min, r->minutes);
    if (!rc)
        rc = check_place(c, r);
    if (!rc)
        rc = check_next(c, r);
    return rc;
}

/* ---- demands out of a visit ---- */

/* Those heard in a symposium or on the telephone have that as their source. */
static const char *source_of(const char *kind)
{
    return str_equal(kind, "symposium") ? "symposium"
           : str_equal(kind, "phone")   ? "phone"
                                        : "visit";
}

/* The demand of that key, if it was raised before. */
static const char *raised_before(const struct sql_visit_demands_list *before,
                                 const char *key)
{
    for (size_t i = 0; i < before->n; i++)
        if (str_equal(before->p[i].key, key))
            return before->p[i].demand_id;
    return NULL;
}

/* What a demand of a visit is called: by its sender, else by its place. */
static const char *heard_key(struct ctx *c, const struct visit_heard *h, int64_t seq)
{
    return h->key ? h->key : str_format(c->arena, "#%lld", (long long)seq);
}

static qh_status raise_one(struct ctx *c, const struct sql_visit_one *v,
                           const struct visit_heard *h, int64_t seq, const char **out_id)
{
    struct demand_registered d = {0};
    const char *key = heard_key(c, h, seq);
    qh_status rc = demand_register(c,
                                   &(struct demand_new){.text = h->text,
                                                        .enterprise_id = v->enterprise_id,
                                                        .source = source_of(v->kind),
                                                        .visit_id = v->id},
                                   &d);

    if (rc)
        return rc;
    *out_id = d.id;
    return sql_visit_demand_add(
        c->tx,
        &(struct sql_visit_demand_add_in){.org = c->org,
                                          .visit_id = v->id,
                                          .seq = seq,
                                          .key = key,
                                          .demand_id = d.id,
                                          .solved = h->solved,
                                          .solved_how = h->solved ? h->solved_how : ""},
        &c->err);
}

/* All that were heard, each key once. */
static qh_status raise_all(struct ctx *c, const struct sql_visit_one *v,
                           const struct json_list *heard, struct json_strs *out)
{
    const struct visit_heard *h = heard->p;
    qh_status rc = QH_OK;

    out->p = ARENA_ARRAY(c->arena, heard->n, const char *);
    for (size_t i = 0; i < heard->n && !rc; i++) {
        for (size_t k = 0; k < i; k++)
            if (h[i].key && str_equal(h[k].key, h[i].key))
                return qh_fail(&c->err, QH_INVALID, "visit.demand_key", "demands",
                               "%.40s twice", h[i].key);
        rc = raise_one(c, v, &h[i], (int64_t)i + 1, &out->p[out->n]);
        out->n++;
    }
    return rc;
}

/* ---- the row ---- */

static qh_status add_lines(struct ctx *c, const char *id, const char *kind,
                           const struct json_strs *lines)
{
    qh_status rc = QH_OK;

    for (size_t i = 0; i < lines->n && !rc; i++)
        rc = sql_visit_line_add(c->tx, c->org, id, kind, (int64_t)i + 1, lines->p[i],
                                &c->err);
    return rc;
}

static const char *or_empty(const char *s)
{
    return s ? s : "";
}

static qh_status save_record(struct ctx *c, const struct sql_visit_one *v,
                             const struct visit_record *r, int64_t version)
{
    return visit_saved(c, v->id,
                       sql_visit_save_record(c->tx,
                                             &(struct sql_visit_save_record_in){
                                                 .org = c->org,
                                                 .id = v->id,
                                                 .old_version = v->version,
                                                 .version = version,
                                                 .day = r->day,
                                                 .start_min = r->start_min,
                                                 .minutes = r->minutes,
                                                 .at_request = v->at_request,
                                                 .request_note = v->request_note,
                                                 .met_role = r->met_role,
                                                 .production_state = r->production_state,
                                                 .note = or_empty(r->note),
                                                 .headcount_change = r->headcount_change,
                                                 .next_day = r->next_day,
                                                 .lat_u = r->lat_u,
                                                 .lon_u = r->lon_u,
                                                 .accuracy_m = r->accuracy_m,
                                                 .satisfaction = r->satisfaction,
                                                 .client_key = r->key,
                                                 .done_ms = c->now_ms,
                                             },
                                             &c->err));
}

/* The next contact becomes a suggestion for the same officer. */
static qh_status suggest(struct ctx *c, const struct sql_visit_one *v,
                         const struct visit_record *r, const char **out_id)
{
    struct sql_visit_add_in row = {.enterprise_id = v->enterprise_id,
                                   .officer_id = v->officer_id,
                                   .kind = "on_site",
                                   .day = r->next_day,
                                   .purpose = "",
                                   .request_note = "",
                                   .from_visit_id = v->id,
                                   .suggested = 1,
                                   .state = "planned",
                                   .met_role = "",
                                   .production_state = "",
                                   .note = ""};
    qh_status rc;

    if (!r->next_day)
        return QH_OK;
    rc = visit_insert(c, &row, &(struct json_strs){0});
    if (rc)
        return rc;
    *out_id = row.id;
    return history_add(c, &(struct history_entry){.entity = "visit",
                                                  .entity_id = row.id,
                                                  .seq = 1,
                                                  .action = "suggest",
                                                  .from_state = "",
                                                  .to_state = "planned",
                                                  .note = ""});
}

/* ---- figures ---- */

static const char *metric_of(const char *kind)
{
    static const char *const METRICS[] = {"visit.on_site", "visit.phone",
                                          "visit.symposium", "visit.expert",
                                          "visit.follow_up"};

    for (size_t i = 0; i < LEN(METRICS); i++)
        if (str_equal(METRICS[i] + sizeof "visit." - 1, kind))
            return METRICS[i];
    return "";
}

/* The visit, its kind, and the enterprise and the officer of the month for the first
 * time. Division and kind are those of the visit's day. */
static qh_status count(struct ctx *c, const struct sql_visit_one *v, const char *day)
{
    struct sql_visit_month_seen seen = {0};
    char month[MONTH_LEN + 1];
    char next[MONTH_LEN + 1];
    int64_t number = 0;
    int64_t at_ms;
    qh_status rc;

    if (day_parse(day, &number))
        return qh_fail(&c->err, QH_BUG, "visit.day", "", "%s", day);
    at_ms = instant_of_day(c->calendar, number);
    month_of_instant(c->calendar, at_ms, month);
    month_move(month, 1, next);
    rc = sql_visit_month_seen(c->tx, c->arena, c->org, v->enterprise_id, v->officer_id,
                              v->id, month, next, &seen, &c->err);
    if (!rc)
        rc = figure_add(c, "visit.done", at_ms, v->division_code, 1, v->id);
    if (!rc)
        rc = figure_add(c, metric_of(v->kind), at_ms, v->division_code, 1, v->id);
    if (!rc && !seen.enterprise)
        rc = figure_add(c, "visit.enterprises", at_ms, v->division_code, 1,
                        v->enterprise_id);
    if (!rc && !seen.officer)
        rc = figure_add(c, "visit.officers", at_ms, "", 1, v->officer_id);
    return rc;
}

/* ---- recording ---- */

/* What follows from a row that is checked and in the store: v is as it was before. */
static qh_status finish(struct ctx *c, const struct sql_visit_one *v,
                        const struct visit_record *r, struct visit_done *out)
{
    qh_status rc = add_lines(c, v->id, "policy", &r->policies);

    if (!rc)
        rc = add_lines(c, v->id, "solved", &r->solved);
    if (!rc)
        rc = count(c, v, r->day);
    if (!rc)
        rc = raise_all(c, v, &r->demands, &out->demand_ids);
    if (!rc)
        rc = suggest(c, v, r, &out->next_id);
    out->id = v->id;
    return rc;
}

/* A record that is sent again must not say more: another note, or a demand that is not
 * there, would be lost without a word. */
static qh_status check_repeat(struct ctx *c, const struct sql_visit_by_key *v,
                              const struct sql_visit_demands_list *before,
                              const struct visit_record *r)
{
    const struct visit_heard *h = r->demands.p;

    if (r->note && !str_equal(r->note, v->note))
        return qh_fail(&c->err, QH_CONFLICT, "visit.key_more", "note", "%s", v->id);
    for (size_t i = 0; i < r->demands.n; i++)
        if (!raised_before(before, heard_key(c, &h[i], (int64_t)i + 1)))
            return qh_fail(&c->err, QH_CONFLICT, "visit.key_more", "demands", "%s",
                           v->id);
    return QH_OK;
}

/* The record of that key, if it was sent before: then *out says what it made. */
static qh_status find_repeat(struct ctx *c, const struct visit_record *r,
                             const char *enterprise_id, struct visit_done *out)
{
    struct sql_visit_demands_list rows = {0};
    struct sql_visit_by_key v = {0};
    qh_status rc;

    if (!r->key)
        return QH_OK;
    rc = sql_visit_by_key(c->tx, c->arena, c->org, r->key, &v, &c->err);
    if (rc == QH_NOT_FOUND) {
        c->err = (struct qh_error){0};
        return QH_OK;
    }
    if (rc)
        return rc;
    if (!str_equal(v.enterprise_id, enterprise_id))
        return qh_fail(&c->err, QH_CONFLICT, "visit.key", "key", "%.40s", r->key);
    rc = sql_visit_demands(c->tx, c->arena, c->org, v.id, &rows, &c->err);
    if (!rc)
        rc = check_repeat(c, &v, &rows, r);
    if (rc)
        return rc;
    *out = (struct visit_done){.id = v.id, .version = v.version, .repeated = true};
    out->demand_ids.p = ARENA_ARRAY(c->arena, rows.n, const char *);
    for (size_t i = 0; i < rows.n; i++)
        out->demand_ids.p[out->demand_ids.n++] = rows.p[i].demand_id;
    return QH_OK;
}

static qh_status check_new(struct ctx *c, const struct visit_new *in,
                           struct sql_demand_enterprise *e)
{
    struct visit_try t = {.self = "",
                          .enterprise_id = in->enterprise_id,
                          .kind = in->kind,
                          .ask = in->record.ask,
                          .made = true};
    qh_status rc;

    if (!visit_kind_is(in->kind))
        return qh_fail(&c->err, QH_INVALID, "visit.kind", "kind", "%.40s", in->kind);
    rc = check_record(c, &in->record, &t.day);
    if (rc)
        return rc;
    rc = sql_demand_enterprise(c->tx, c->arena, c->org, in->enterprise_id, e, &c->err);
    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "enterprise.not_found", "enterprise_id",
                       "%.40s", in->enterprise_id);
    if (!rc)
        rc = visit_check_quiet(c, &t);
    if (!rc)
        rc = visit_check_person(c, &t, c->actor.person, "visit.officer");
    if (!rc)
        rc = visit_check_companions(c, &t, c->actor.person, &in->companions);
    return rc;
}

/* The row of a visit without a plan, and its first entry. */
static qh_status insert_done(struct ctx *c, const struct visit_new *in,
                             const struct sql_demand_enterprise *e,
                             struct sql_visit_one *v)
{
    struct sql_visit_add_in row = {.enterprise_id = in->enterprise_id,
                                   .officer_id = c->actor.person,
                                   .kind = in->kind,
                                   .day = in->record.day,
                                   .purpose = "",
                                   .at_request = in->record.ask.at_request,
                                   .request_note = or_empty(in->record.ask.note),
                                   .state = "done",
                                   .met_role = in->record.met_role,
                                   .production_state = in->record.production_state,
                                   .note = ""};
    qh_status rc = visit_insert(c, &row, &in->companions);

    if (rc)
        return rc;
    *v = (struct sql_visit_one){.id = row.id,
                                .enterprise_id = e->id,
                                .division_code = e->division_code,
                                .officer_id = row.officer_id,
                                .kind = row.kind,
                                .at_request = row.at_request,
                                .request_note = row.request_note,
                                .version = 1};
    rc = save_record(c, v, &in->record, 1);
    if (rc)
        return rc;
    return history_add(c, &(struct history_entry){.entity = "visit",
                                                  .entity_id = row.id,
                                                  .seq = 1,
                                                  .action = "record",
                                                  .from_state = "",
                                                  .to_state = "done",
                                                  .note = or_empty(in->record.note)});
}

qh_status visit_record(struct ctx *c, const struct visit_new *in, struct visit_done *out)
{
    struct sql_demand_enterprise e = {0};
    struct sql_visit_one v = {0};
    qh_status rc = find_repeat(c, &in->record, in->enterprise_id, out);

    if (rc || out->repeated)
        return rc;
    rc = check_new(c, in, &e);
    if (!rc)
        rc = insert_done(c, in, &e, &v);
    if (rc)
        return rc;
    out->version = 1;
    return finish(c, &v, &in->record, out);
}

qh_status visit_record_planned(struct ctx *c, const char *id, int64_t version,
                               const struct visit_record *in, struct visit_done *out)
{
    struct sql_visit_one v = {0};
    struct visit_try t;
    qh_status rc = visit_load(c, id, &v);

    if (!rc)
        rc = find_repeat(c, in, v.enterprise_id, out);
    if (rc || out->repeated)
        return rc;
    rc = visit_begin(c, id, version, "record", &v);
    if (rc)
        return rc;
    t = (struct visit_try){id, v.enterprise_id, v.kind, 0, in->ask, true};
    if (!t.ask.at_request && v.at_request)
        t.ask = (struct visit_ask){true, v.request_note};
    rc = check_record(c, in, &t.day);
    if (!rc)
        rc = visit_check_quiet(c, &t);
    if (!rc)
        rc = visit_check_person(c, &t, v.officer_id, "visit.officer");
    if (!rc)
        rc = visit_note(c, &v, "record", "done", or_empty(in->note));
    if (rc)
        return rc;
    v.at_request = t.ask.at_request;
    v.request_note = or_empty(t.ask.note);
    rc = save_record(c, &v, in, v.version + 1);
    if (rc)
        return rc;
    out->version = v.version + 1;
    return finish(c, &v, in, out);
}

qh_status visit_raise(struct ctx *c, const char *id, int64_t version,
                      const struct visit_heard *in, struct visit_done *out)
{
    struct sql_visit_demands_list before = {0};
    struct sql_visit_one v = {0};
    const char *known;
    qh_status rc = visit_load(c, id, &v);

    if (!rc)
        rc = sql_visit_demands(c->tx, c->arena, c->org, id, &before, &c->err);
    if (rc)
        return rc;
    *out = (struct visit_done){.id = v.id, .version = v.version};
    out->demand_ids.p = ARENA_ARRAY(c->arena, 1, const char *);
    out->demand_ids.n = 1;
    known = in->key ? raised_before(&before, in->key) : NULL;
    if (known) {
        out->demand_ids.p[0] = known;
        out->repeated = true;
        return QH_OK;
    }
    if (before.n >= VISIT_DEMANDS_ALL_MAX)
        return qh_fail(&c->err, QH_LIMIT, "visit.demands", "", "over %d",
                       VISIT_DEMANDS_ALL_MAX);
    if (in->solved && str_is_blank(in->solved_how))
        return qh_fail(&c->err, QH_INVALID, "visit.solved_how", "solved_how",
                       "none given");
    rc = visit_begin(c, id, version, "raise", &v);
    if (!rc)
        rc = raise_one(c, &v, in, (int64_t)before.n + 1, &out->demand_ids.p[0]);
    if (!rc)
        rc = visit_note(c, &v, "raise", "done", "");
    out->version = v.version + 1;
    return rc ? rc
              : visit_saved(c, id,
                            sql_visit_touch(c->tx, c->org, id, v.version, &c->err));
}
