#include "base/days.h"
#include "base/id.h"
#include "domain/instrument.h"
#include "domain/record_work.h"
#include "domain/workflow.h"
#include "store/sql_certificate.h"
#include "store/sql_instrument.h"

#include <string.h>

enum { VALUE_MEMBERS = 80, VALUE_CHARS = 200 };

static const char *const EMPTY = "{}";

/* Takes the record up for its officer, in a state where `action` is possible. */
static qh_status take_own(struct ctx *c, const char *id, const char *action,
                          struct record_work *w)
{
    const struct workflow_step *s = NULL;
    qh_status rc = record_take(c, id, w);

    if (rc)
        return rc;
    rc = workflow_check(c, &RECORD_WORKFLOW, action, w->row.state, w, &s);
    if (rc)
        return rc;
    if (!str_equal(w->row.officer_id, c->actor.person))
        return qh_fail(&c->err, QH_DENIED, "record.not_yours", "", "%s", w->row.number);
    return QH_OK;
}

/* A flat object of short texts; unknown readings are refused by the rule engine's reader.
 */
static qh_status check_value(struct ctx *c, const struct json *value)
{
    if (!value || value->kind != JSON_OBJECT || value->count == 0 ||
        value->count > VALUE_MEMBERS)
        return qh_fail(&c->err, QH_INVALID, "record.value", "value",
                       "an object is needed");
    for (const struct json *m = value->first; m; m = m->next) {
        if (text_is(m->key, "confirmed"))
            return qh_fail(&c->err, QH_INVALID, "record.value", "value.confirmed",
                           "say confirmed beside the value");
        if (m->kind != JSON_STRING || text_chars(m->text) > VALUE_CHARS)
            return qh_fail(&c->err, QH_INVALID, "record.value",
                           str_format(c->arena, "value.%s", m->key.p), "a short text");
    }
    return QH_OK;
}

static bool is_read(const struct record_work *w, const char *key)
{
    for (size_t i = 0; i < w->entries.n; i++)
        if (str_equal(w->entries.p[i].row_key, key) &&
            record_entry_counts(w, i, w->row.set_no))
            return true;
    return false;
}

/* Some rows decide whether others may be read at all. */
static qh_status check_gate(struct ctx *c, const struct record_work *w, size_t row)
{
    const struct method_plan *p = &w->plan;

    for (size_t i = 0; i < p->rows_n; i++)
        if (p->method->is_first(p, i, row) && !is_read(w, p->keys[i]))
            return qh_fail(&c->err, QH_CONFLICT, "record.gate_first", "row_key", "%s",
                           p->keys[i]);
    return QH_OK;
}

static qh_status check_row(struct ctx *c, const struct record_work *w, const char *key,
                           size_t *out_row)
{
    long row = method_row(&w->plan, key);

    if (row < 0)
        return qh_fail(&c->err, QH_INVALID, "record.row", "row_key", "%.40s", key);
    if (is_read(w, key))
        return qh_fail(&c->err, QH_CONFLICT, "record.row_taken", "row_key", "%s", key);
    *out_row = (size_t)row;
    return check_gate(c, w, (size_t)row);
}

/* The value as stored; asked: the questions that the officer confirms, or NULL. */
static const char *value_text(struct ctx *c, const struct json *value,
                              const char *const *asked)
{
    struct json_writer w;
    struct buf b;

    buf_init(&b, c->arena);
    json_begin(&w, &b);
    json_object_open(&w);
    for (const struct json *m = value->first; m; m = m->next) {
        json_key(&w, m->key.p);
        json_put_text(&w, m->text);
    }
    if (asked && *asked) {
        json_key(&w, "confirmed");
        json_array_open(&w);
        for (; *asked; asked++)
            json_put_str(&w, *asked);
        json_array_close(&w);
    }
    json_object_close(&w);
    return buf_str(&b);
}

/* The readings taken up as if they stood, each checked with those before it. */
static qh_status try_readings(struct ctx *c, const struct record_entry_new *in,
                              struct record_work *trial, size_t *rows)
{
    size_t known = trial->entries.n;
    struct sql_record_entries *all =
        ARENA_ARRAY(c->arena, known + in->n, struct sql_record_entries);

    for (size_t i = 0; i < known; i++)
        all[i] = trial->entries.p[i];
    trial->entries.p = all;
    for (size_t i = 0; i < in->n; i++) {
        qh_status rc = check_value(c, in->readings[i].value);

        if (!rc)
            rc = check_row(c, trial, in->readings[i].row_key, &rows[i]);
        if (rc)
            return rc;
        all[trial->entries.n++] = (struct sql_record_entries){
            .seq = (int64_t)(known + i) + 1,
            .set_no = trial->row.set_no,
            .row_key = trial->plan.keys[rows[i]],
            .kind = "reading",
            .value = value_text(c, in->readings[i].value, NULL)};
    }
    return QH_OK;
}

/* Names of all questions, each once, with a space between; "" if nothing is asked. */
static const char *question_names(struct ctx *c, const char *const *const *asked,
                                  size_t n)
{
    struct buf b;

    buf_init(&b, c->arena);
    for (size_t i = 0; i < n; i++)
        for (const char *const *q = asked[i]; *q; q++) {
            if (b.len && strstr(buf_str(&b), *q))
                continue;
            if (b.len)
                buf_add_char(&b, ' ');
            buf_add_str(&b, *q);
        }
    return buf_str(&b);
}

/* What the rule engine asks about each reading, with all of them taken as if they stood.
 */
static qh_status questions_of(struct ctx *c, const struct record_entry_new *in,
                              const struct record_work *w, const char *const **out)
{
    size_t *rows = ARENA_ARRAY(c->arena, in->n, size_t);
    struct method_judged j = {0};
    struct record_work trial = *w;
    qh_status rc = try_readings(c, in, &trial, rows);

    if (rc)
        return rc;
    rc = record_judge(c, &trial, trial.row.set_no, &j);
    if (rc)
        return rc;
    for (size_t i = 0; i < in->n; i++)
        out[i] = trial.plan.method->questions(c, &j, rows[i]);
    return QH_OK;
}

qh_status record_enter(struct ctx *c, const char *id, const struct record_entry_new *in,
                       struct record_reply *out)
{
    struct record_entry_add *add;
    struct record_work w = {0};
    const char *const **asked;
    const char *names;
    qh_status rc = take_own(c, id, "enter", &w);

    if (rc)
        return rc;
    if (in->n < 1 || in->n > RECORD_READINGS_MAX)
        return qh_fail(&c->err, QH_LIMIT, "record.readings", "rows", "%zu", in->n);
    asked = ARENA_ARRAY(c->arena, in->n, const char *const *);
    rc = questions_of(c, in, &w, asked);
    if (rc)
        return rc;
    names = question_names(c, asked, in->n);
    if (*names && !in->confirmed)
        return qh_fail(&c->err, QH_CONFLICT, "record.ask_back", names, "%s",
                       in->readings[0].row_key);
    add = ARENA_ARRAY(c->arena, in->n, struct record_entry_add);
    for (size_t i = 0; i < in->n; i++)
        add[i] = (struct record_entry_add){
            .row_key = in->readings[i].row_key,
            .kind = "reading",
            .value = value_text(c, in->readings[i].value, asked[i]),
            .reason = "",
            .set_no = w.row.set_no};
    return record_append(c, &w, add, in->n, in->version, out);
}

qh_status record_strike(struct ctx *c, const char *id, const struct record_strike_new *in,
                        struct record_reply *out)
{
    struct record_work w = {0};
    qh_status rc = take_own(c, id, "enter", &w);

    if (rc)
        return rc;
    for (size_t i = 0; i < w.entries.n; i++)
        if (w.entries.p[i].seq == in->seq && record_entry_counts(&w, i, w.row.set_no))
            return record_append(
                c, &w,
                &(struct record_entry_add){.row_key = w.entries.p[i].row_key,
                                           .kind = "strike",
                                           .value = EMPTY,
                                           .struck_seq = OPT_INT(in->seq),
                                           .reason = in->reason,
                                           .set_no = w.row.set_no},
                1, in->version, out);
    return qh_fail(&c->err, QH_INVALID, "record.entry", "seq", "%lld",
                   (long long)in->seq);
}

static qh_status require_open_seals(struct ctx *c, const struct record_work *w)
{
    struct sql_seal_of_instrument_list seals = {0};
    qh_status rc = sql_seal_of_instrument(c->tx, c->arena, c->org, w->row.instrument_id,
                                          &seals, &c->err);

    if (rc)
        return rc;
    for (size_t i = 0; i < seals.n; i++)
        if (!seals.p[i].broken_ms.has)
            return qh_fail(&c->err, QH_CONFLICT, "record.seal_unbroken", "", "%s",
                           seals.p[i].number);
    return QH_OK;
}

qh_status record_adjust(struct ctx *c, const char *id, const struct record_adjust_new *in,
                        struct record_reply *out)
{
    struct record_work w = {0};
    bool found = false;
    qh_status rc = take_own(c, id, "adjust", &w);

    if (rc)
        return rc;
    for (size_t i = 0; i < w.entries.n; i++)
        found |= record_entry_counts(&w, i, w.row.set_no);
    if (!found)
        return qh_fail(&c->err, QH_CONFLICT, "record.nothing_found", "", "%s",
                       w.row.number);
    rc = require_open_seals(c, &w);
    if (rc)
        return rc;
    return record_append(c, &w,
                         &(struct record_entry_add){.row_key = "",
                                                    .kind = "adjustment",
                                                    .value = EMPTY,
                                                    .reason = in->what,
                                                    .set_no = w.row.set_no + 1},
                         1, in->version, out);
}

static qh_status require_photo(struct ctx *c, const struct record_work *w,
                               const struct record_seal_new *in)
{
    struct sql_attachment_one photo = {0};
    qh_status rc;

    if (!in->photo_id)
        return qh_fail(&c->err, QH_INVALID, "record.seal_photo", "photo_id", "none");
    rc = sql_attachment_one(c->tx, c->arena, c->org, in->photo_id, &photo, &c->err);
    if (rc && rc != QH_NOT_FOUND)
        return rc;
    if (rc || !str_equal(photo.entity_id, w->row.id) ||
        !str_equal(photo.entity, "record"))
        return qh_fail(&c->err, QH_INVALID, "record.seal_photo", "photo_id", "%s",
                       in->photo_id);
    return QH_OK;
}

static qh_status break_seal(struct ctx *c, const struct record_work *w,
                            const struct record_seal_new *in)
{
    struct sql_seal_one seal = {0};
    qh_status rc;

    if (!in->seal_id)
        return qh_fail(&c->err, QH_INVALID, "record.seal", "seal_id", "none");
    rc = require_photo(c, w, in);
    if (rc)
        return rc;
    rc = sql_seal_one(c->tx, c->arena, c->org, in->seal_id, &seal, &c->err);
    if (rc && rc != QH_NOT_FOUND)
        return rc;
    if (rc || !str_equal(seal.instrument_id, w->row.instrument_id) || seal.broken_ms.has)
        return qh_fail(&c->err, QH_INVALID, "record.seal", "seal_id", "%s", in->seal_id);
    return sql_seal_break(c->tx, c->org, in->seal_id, w->row.id, c->now_ms,
                          c->actor.person, in->photo_id, &c->err);
}

static qh_status apply_seal(struct ctx *c, const struct record_work *w,
                            const struct record_seal_new *in)
{
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);
    qh_status rc;

    if (!in->number || !in->kind || !in->position_zh)
        return qh_fail(&c->err, QH_INVALID, "record.seal", "number", "incomplete");
    if (in->photo_id) {
        rc = require_photo(c, w, in);
        if (rc)
            return rc;
    }
    id_make(c->now_ms, c->rand, id);
    rc = sql_seal_add(c->tx,
                      &(struct sql_seal_add_in){
                          .org = c->org,
                          .id = id,
                          .instrument_id = w->row.instrument_id,
                          .number = in->number,
                          .kind = in->kind,
                          .position_zh = in->position_zh,
                          .applied_record_id = w->row.id,
                          .applied_ms = c->now_ms,
                          .applied_by = c->actor.person,
                          .applied_photo = in->photo_id,
                      },
                      &c->err);
    if (rc == QH_CONFLICT && tx_failed_on(&c->err, "seal_number"))
        return qh_fail(&c->err, QH_CONFLICT, "record.seal_number", "number", "%s",
                       in->number);
    return rc;
}

/* What was done to which seal, for the chain of the record. */
static const char *seal_text(struct ctx *c, const struct record_seal_new *in)
{
    struct json_writer w;
    struct buf b;

    buf_init(&b, c->arena);
    json_begin(&w, &b);
    json_object_open(&w);
    json_add_str(&w, "action", in->action);
    json_add_str(&w, "seal_id", in->seal_id);
    json_add_str(&w, "number", in->number);
    json_add_str(&w, "kind", in->kind);
    json_add_str(&w, "position_zh", in->position_zh);
    json_add_str(&w, "photo_id", in->photo_id);
    json_object_close(&w);
    return buf_str(&b);
}

qh_status record_seal(struct ctx *c, const char *id, const struct record_seal_new *in,
                      struct record_reply *out)
{
    struct record_work w = {0};
    qh_status rc = take_own(c, id, "enter", &w);

    if (rc)
        return rc;
    if (str_equal(in->action, "break"))
        rc = break_seal(c, &w, in);
    else
        rc = apply_seal(c, &w, in);
    if (rc)
        return rc;
    return record_append(c, &w,
                         &(struct record_entry_add){.row_key = "",
                                                    .kind = "seal",
                                                    .value = seal_text(c, in),
                                                    .reason = in->action,
                                                    .set_no = w.row.set_no},
                         1, in->version, out);
}
