#include "domain/rejudge.h"

#include "base/squeeze.h"
#include "domain/record_work.h"
#include "domain/standard.h"
#include "rule/regulation.h"
#include "store/sql_rejudge.h"

qh_status rejudge_edition_load(struct ctx *c, struct text bytes,
                               struct rejudge_edition *out)
{
    qh_status rc = method_of_text(c, bytes, &out->method, &out->reg);

    if (!rc)
        rc = method_weights(c, &out->weights);
    if (!rc)
        out->code = edition_series(c->arena, regulation_code(out->reg));
    return rc;
}

static qh_status take_entries(struct ctx *c, const char *id, struct record_work *w)
{
    struct sql_rejudge_entries_list rows = {0};
    qh_status rc = sql_rejudge_entries(c->tx, c->arena, c->org, id, &rows, &c->err);

    if (rc)
        return rc;
    w->entries.p = ARENA_ARRAY(c->arena, rows.n, struct sql_record_entries);
    w->entries.n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        w->entries.p[i] = (struct sql_record_entries){.seq = rows.p[i].seq,
                                                      .set_no = rows.p[i].set_no,
                                                      .row_key = rows.p[i].row_key,
                                                      .kind = rows.p[i].kind,
                                                      .value = rows.p[i].value,
                                                      .struck_seq = rows.p[i].struck_seq};
    return QH_OK;
}

/* ---- verdicts ---- */

/* Verdicts of the tests, in order. */
struct verdicts {
    struct method_verdict *at;
    size_t n;
};

/* Of the last set by the other edition. */
static qh_status judge(struct ctx *c, const struct rejudge_edition *e,
                       const struct sql_rejudge_one *row, struct record_work *w,
                       struct rejudge_outcome *o, struct verdicts *out)
{
    struct method_judged j = {0};
    struct json *v = NULL;
    qh_status rc = record_part(c, text_of(row->plan), "input", &v);

    if (!rc)
        rc = e->method->plan(c, e->reg, v, &w->plan);
    if (!rc)
        rc = record_judge(c, w, row->set_no, &j);
    if (rc)
        return rc;
    o->to = j.verdict;
    out->n = e->method->verdicts(c, &w->plan, &j, &out->at);
    return QH_OK;
}

/* As they are stored: the part is called after what it is a part of. */
static qh_status stored(struct ctx *c, const char *result, struct verdicts *out)
{
    struct json *tests = NULL;
    qh_status rc =
        record_part(c, record_part_text(text_of(result), "current"), "tests", &tests);

    if (rc)
        return rc;
    out->at = ARENA_ARRAY(c->arena, tests->count, struct method_verdict);
    for (const struct json *t = tests->first; t; t = t->next) {
        struct method_verdict *v = &out->at[out->n++];

        v->test = json_str(t, "test", "");
        v->verdict = json_str(t, "verdict", "");
        if (json_int(json_member(t, "instance"), &v->part))
            (void)!json_int(json_member(t, "range"), &v->part);
    }
    return QH_OK;
}

static const char *verdict_of(const struct verdicts *of, const struct method_verdict *v)
{
    for (size_t i = 0; i < of->n; i++)
        if (of->at[i].part == v->part && str_equal(of->at[i].test, v->test))
            return of->at[i].verdict;
    return "";
}

static void add_test(struct rejudge_outcome *o, const char *test, const char *from,
                     const char *to)
{
    if (!str_equal(from, to))
        o->tests[o->tests_n++] = (struct rejudge_test){test, from, to};
}

/* In the order of the new edition; then those that only the old one has. */
static void compare(struct ctx *c, const struct verdicts *old, const struct verdicts *new,
                    struct rejudge_outcome *o)
{
    o->tests = ARENA_ARRAY(c->arena, old->n + new->n, struct rejudge_test);
    for (size_t i = 0; i < new->n; i++)
        add_test(o, new->at[i].test, verdict_of(old, &new->at[i]), new->at[i].verdict);
    for (size_t i = 0; i < old->n; i++)
        if (!*verdict_of(new, &old->at[i]))
            add_test(o, old->at[i].test, old->at[i].verdict, "");
}

/* Statuses by which an edition says that it does not fit the record. */
static bool is_refusal(qh_status rc)
{
    return rc == QH_INVALID || rc == QH_RANGE || rc == QH_LIMIT || rc == QH_CONFLICT ||
           rc == QH_NOT_FOUND;
}

qh_status rejudge_record(struct ctx *c, const struct rejudge_edition *e, const char *id,
                         struct rejudge_outcome *out)
{
    struct sql_rejudge_one row = {0};
    struct record_work w = {0};
    struct verdicts old = {0};
    struct verdicts new = {0};
    qh_status rc = sql_rejudge_one(c->tx, c->arena, c->org, id, &row, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "record.not_found", "", "%s", id);
    if (!rc)
        rc = squeeze_back(c->arena, row.plan, &row.plan, &c->err);
    if (!rc)
        rc = squeeze_back(c->arena, row.result, &row.result, &c->err);
    if (!rc)
        rc = take_entries(c, id, &w);
    if (!rc)
        rc = stored(c, row.result, &old);
    if (rc)
        return rc;
    *out = (struct rejudge_outcome){.id = id,
                                    .number = row.number,
                                    .state = row.state,
                                    .tested_day = row.test_until_day,
                                    .edition_hash = row.edition_hash,
                                    .from = row.verdict,
                                    .to = ""};
    c->weights = e->weights;
    rc = judge(c, e, &row, &w, out, &new);
    if (is_refusal(rc)) {
        out->refused = c->err;
        c->err = (struct qh_error){0};
        return QH_OK;
    }
    if (rc)
        return rc;
    compare(c, &old, &new, out);
    return QH_OK;
}

bool rejudge_changes(const struct rejudge_outcome *o)
{
    return o->refused.status != QH_OK || o->tests_n || !str_equal(o->from, o->to);
}
