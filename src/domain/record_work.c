#include "domain/record_work.h"

#include "base/crypt.h"
#include "base/days.h"
#include "base/squeeze.h"
#include "domain/history.h"

#include <inttypes.h>

static qh_status take_plan(struct ctx *c, struct record_work *w)
{
    const struct method *method = NULL;
    const struct regulation *reg = NULL;
    struct json *input = NULL;
    qh_status rc = record_part(c, text_of(w->row.plan), "input", &input);

    if (!rc)
        rc = method_of_edition(c, w->row.edition_hash, &method, &reg);
    if (rc)
        return rc;
    return method->plan(c, reg, input, &w->plan);
}

qh_status record_take(struct ctx *c, const char *id, struct record_work *out)
{
    qh_status rc = sql_record_one(c->tx, c->arena, c->org, id, &out->row, &c->err);

    if (rc == QH_NOT_FOUND || (!rc && c->actor.enterprise))
        return qh_fail(&c->err, QH_NOT_FOUND, "record.not_found", "", "%s", id);
    if (!rc)
        rc = squeeze_back(c->arena, out->row.plan, &out->row.plan, &c->err);
    if (rc)
        return rc;
    rc = sql_record_entries(c->tx, c->arena, c->org, id, &out->entries, &c->err);
    if (rc)
        return rc;
    return take_plan(c, out);
}

bool record_entry_counts(const struct record_work *w, size_t i, int64_t set_no)
{
    const struct sql_record_entries *e = &w->entries.p[i];

    if (e->set_no != set_no || !str_equal(e->kind, "reading"))
        return false;
    for (size_t k = i + 1; k < w->entries.n; k++)
        if (w->entries.p[k].struck_seq.has && w->entries.p[k].struck_seq.v == e->seq)
            return false;
    return true;
}

/* {"stopped": false, "rows": {...}} of the entries that count. */
static const char *entries_json(struct ctx *c, const struct record_work *w,
                                int64_t set_no)
{
    struct json_writer o;
    struct buf b;

    buf_init(&b, c->arena);
    json_begin(&o, &b);
    json_object_open(&o);
    json_key(&o, "rows");
    json_object_open(&o);
    for (size_t i = 0; i < w->entries.n; i++)
        if (record_entry_counts(w, i, set_no))
            json_add_raw(&o, w->entries.p[i].row_key, text_of(w->entries.p[i].value));
    json_object_close(&o);
    json_object_close(&o);
    return buf_str(&b);
}

qh_status record_judge(struct ctx *c, const struct record_work *w, int64_t set_no,
                       struct method_judged *out)
{
    struct json *v = NULL;
    qh_status rc = json_parse(c->arena, text_of(entries_json(c, w, set_no)), &v, &c->err);

    if (rc)
        return rc;
    return w->plan.method->judge(c, &w->plan, v, out);
}

qh_status record_result_json(struct ctx *c, const struct record_work *w,
                             const struct method_judged *j, bool with_trace,
                             const char **out)
{
    struct json_writer o;
    struct buf b;
    qh_status rc = QH_OK;

    buf_init(&b, c->arena);
    json_begin(&o, &b);
    json_object_open(&o);
    json_key(&o, "current");
    w->plan.method->result_json(&w->plan, j, c->arena, &o);
    json_key(&o, "trace");
    if (with_trace)
        rc = w->plan.method->trace_json(c, &w->plan, j, &o);
    else
        json_put_null(&o);
    if (rc)
        return rc;
    json_object_close(&o);
    *out = buf_str(&b);
    return QH_OK;
}

qh_status record_freeze(struct ctx *c, const struct record_work *w, const char *result)
{
    return sql_record_freeze(c->tx, c->org, w->row.id, squeeze_text(c->arena, result),
                             w->row.version, &c->err);
}

/* SHA-256 of the lines record_id, seq, set_no, row_key, kind, value, struck_seq ("" if
 * none), reason, at_ms, person_id, prev_hash, written as domain/history.h says. */
const char *record_entry_hash(struct ctx *c, const char *record_id,
                              const struct sql_record_entries *e)
{
    const char *const lines[] = {
        c->org,
        record_id,
        str_format(c->arena, "%" PRId64, e->seq),
        str_format(c->arena, "%" PRId64, e->set_no),
        e->row_key,
        e->kind,
        e->value,
        e->struck_seq.has ? str_format(c->arena, "%" PRId64, e->struck_seq.v) : "",
        e->reason,
        str_format(c->arena, "%" PRId64, e->at_ms),
        e->person_id,
        e->prev_hash,
    };

    return history_hash_lines(c->arena, lines, LEN(lines));
}

static qh_status add_entry(struct ctx *c, const struct record_work *w,
                           const struct record_entry_add *e, int64_t seq,
                           const char **head)
{
    struct sql_record_entries x = {
        .seq = seq,
        .set_no = e->set_no,
        .row_key = e->row_key,
        .kind = e->kind,
        .value = e->value,
        .struck_seq = e->struck_seq,
        .reason = e->reason,
        .at_ms = c->now_ms,
        .person_id = c->actor.person,
        .prev_hash = *head,
    };

    x.hash = record_entry_hash(c, w->row.id, &x);
    *head = x.hash;
    return sql_record_entry_add(c->tx,
                                &(struct sql_record_entry_add_in){
                                    .org = c->org,
                                    .record_id = w->row.id,
                                    .seq = x.seq,
                                    .set_no = x.set_no,
                                    .row_key = x.row_key,
                                    .kind = x.kind,
                                    .value = x.value,
                                    .struck_seq = x.struck_seq,
                                    .reason = x.reason,
                                    .at_ms = x.at_ms,
                                    .person_id = x.person_id,
                                    .prev_hash = x.prev_hash,
                                    .hash = x.hash,
                                },
                                &c->err);
}

/* Adds the entries one after the other; *head becomes the hash of the last. */
static qh_status add_entries(struct ctx *c, const struct record_work *w,
                             const struct record_entry_add *e, size_t n,
                             const char **head)
{
    for (size_t i = 0; i < n; i++) {
        qh_status rc =
            add_entry(c, w, &e[i], (int64_t)w->entries.n + 1 + (int64_t)i, head);

        if (rc)
            return rc;
    }
    return QH_OK;
}

static qh_status write_row(struct ctx *c, const struct record_work *w, int64_t set_no,
                           const char *head, struct record_reply *out)
{
    struct method_judged j = {0};
    const char *result = NULL;
    char today[DAY_LEN + 1];
    qh_status rc = record_judge(c, w, set_no, &j);

    if (rc)
        return rc;
    rc = record_result_json(c, w, &j, false, &result);
    if (rc)
        return rc;
    day_of_instant(c->calendar, c->now_ms, today);
    out->verdict = j.verdict;
    rc = sql_record_set_work(
        c->tx,
        &(struct sql_record_set_work_in){
            .org = c->org,
            .id = w->row.id,
            .set_no = set_no,
            .result = squeeze_text(c->arena, result),
            .verdict = out->verdict,
            .test_from_day = w->row.test_from_day ? w->row.test_from_day : today,
            .test_until_day = today,
            .head_hash = head,
            .version = w->row.version,
        },
        &c->err);
    if (rc)
        return rc;
    {
        struct json *v = NULL;

        rc = json_parse(c->arena, text_of(result), &v, &c->err);
        if (rc)
            return rc;
        out->result = json_member(v, "current");
    }
    return QH_OK;
}

qh_status record_append(struct ctx *c, struct record_work *w,
                        const struct record_entry_add *e, size_t n, int64_t version,
                        struct record_reply *out)
{
    const char *head = w->row.head_hash;
    int64_t seq = (int64_t)(w->entries.n + n);
    qh_status rc;

    if (w->row.version != version)
        return qh_fail(&c->err, QH_CONFLICT, "record.changed", "version", "%s",
                       w->row.number);
    rc = add_entries(c, w, e, n, &head);
    if (rc)
        return rc;
    rc = sql_record_entries(c->tx, c->arena, c->org, w->row.id, &w->entries, &c->err);
    if (rc)
        return rc;
    rc = write_row(c, w, e->set_no, head, out);
    if (rc)
        return rc;
    out->version = version + 1;
    out->seq = seq;
    return history_add(
        c, &(struct history_entry){
               .entity = "record",
               .entity_id = w->row.id,
               .seq = version + 1,
               .action = e->kind,
               .from_state = w->row.state,
               .to_state = w->row.state,
               .note = e->reason,
               .data = n == 1 ? str_format(c->arena, "{\"seq\":%" PRId64 "}", seq)
                              : str_format(c->arena, "{\"seq\":%" PRId64 ",\"n\":%zu}",
                                           seq, n)});
}
