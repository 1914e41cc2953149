/* What was read, from JSON.  Readings are text as typed; what is no number even when it
 * is made plain is refused with its place. */
#include "rule/procedure_json.h"

struct reader {
    struct arena *arena;
    const struct procedure_plan *plan;
    struct procedure_entries *to;
    struct qh_error *err;
    const char *key; /* of the row */
};

QH_MUST static qh_status fail(const struct reader *r, const char *key, const char *member,
                              const char *what)
{
    return qh_fail(r->err, QH_INVALID, key,
                   str_format(r->arena, "rows.%s.%s", r->key, member), "%s", what);
}

/* An empty text or null counts as not read. */
QH_MUST static qh_status reading(const struct reader *r, const struct json *row,
                                 const char *name, struct weighbridge_reading *out)
{
    const struct json *v = json_member(row, name);
    const char *plain;

    if (!v || v->kind == JSON_NULL)
        return QH_OK;
    if (v->kind != JSON_STRING && v->kind != JSON_NUMBER)
        return fail(r, "procedure.reading", name, "a number is due");
    if (v->text.len > DEC_TEXT_MAX)
        return fail(r, "procedure.reading", name, "too many digits");
    if (!text_trim(v->text).len)
        return QH_OK;
    plain = text_plain_number(r->arena, v->text);
    if (dec_parse(text_of(plain), &out->value))
        return fail(r, "procedure.reading", name, "not a number");
    out->given = true;
    out->typed = v->text.p;
    return QH_OK;
}

QH_MUST static qh_status item(const struct reader *r, const struct json *row, bool may_na,
                              struct procedure_entry *e)
{
    static const char *const WORDS[] = {"", "pass", "fail", "na"};
    const struct json *v = json_member(row, "result");

    if (!v || v->kind == JSON_NULL)
        return QH_OK;
    for (size_t i = 0; i < LEN(WORDS); i++)
        if (v->kind == JSON_STRING && text_is(v->text, WORDS[i])) {
            e->item = (enum weighbridge_item)i;
            if (e->item == ITEM_NA && !may_na)
                return fail(r, "procedure.item", "result", "this item always applies");
            return QH_OK;
        }
    return fail(r, "procedure.item", "result", "pass, fail or na");
}

QH_MUST static qh_status confirmed(const struct reader *r, const struct json *row,
                                   struct procedure_entry *e)
{
    const struct json *list = json_member(row, "confirmed");

    if (!list || list->kind == JSON_NULL)
        return QH_OK;
    if (list->kind != JSON_ARRAY)
        return fail(r, "procedure.question", "confirmed", "a list is due");
    for (const struct json *v = list->first; v; v = v->next) {
        int q = 0;

        while (PROCEDURE_QUESTIONS[q] &&
               !(v->kind == JSON_STRING && text_is(v->text, PROCEDURE_QUESTIONS[q])))
            q++;
        if (!PROCEDURE_QUESTIONS[q])
            return fail(r, "procedure.question", "confirmed", "no such question");
        e->confirmed |= 1u << q;
    }
    return QH_OK;
}

QH_MUST static qh_status read_row(struct reader *r, const struct json *row)
{
    const struct procedure_row *planned;
    long at = procedure_row_find(r->plan, row->key.p);
    struct procedure_entry *e;
    qh_status rc = QH_OK;

    r->key = row->key.p;
    if (row->kind != JSON_OBJECT)
        return qh_fail(r->err, QH_INVALID, "procedure.entries",
                       str_format(r->arena, "rows.%s", r->key), "an object is due");
    if (at < 0) {
        r->to->unknown[r->to->unknown_n++] = r->key;
        return QH_OK;
    }
    e = &r->to->rows[at];
    planned = &r->plan->rows[at];
    for (size_t i = 0; !rc && i < planned->wants_n; i++)
        rc = reading(r, row, planned->wants[i].name, &e->read[i]);
    if (!rc && planned->form == FORM_ROW_ITEM)
        rc = item(r, row, planned->may_na, e);
    return rc ? rc : confirmed(r, row, e);
}

qh_status procedure_entries_from_json(struct arena *a, const struct procedure_plan *plan,
                                      const struct json *v,
                                      struct procedure_entries **out,
                                      struct qh_error *err)
{
    struct procedure_entries *to = ARENA_NEW(a, struct procedure_entries);
    struct reader r = {.arena = a, .plan = plan, .to = to, .err = err};
    const struct json *rows = json_member(v, "rows");
    qh_status rc;

    if (!v || v->kind != JSON_OBJECT || (rows && rows->kind != JSON_OBJECT))
        return qh_fail(err, QH_INVALID, "procedure.entries", "rows",
                       "an object with the rows read is due");
    to->rows = ARENA_ARRAY(a, plan->rows_n, struct procedure_entry);
    for (size_t i = 0; i < plan->rows_n; i++)
        to->rows[i].read =
            ARENA_ARRAY(a, plan->rows[i].wants_n, struct weighbridge_reading);
    to->stopped = json_is_true(json_member(v, "stopped"));
    to->unknown = ARENA_ARRAY(a, rows ? rows->count : 0, const char *);
    for (const struct json *row = rows ? rows->first : NULL; row; row = row->next) {
        rc = read_row(&r, row);
        if (rc)
            return rc;
    }
    *out = to;
    return QH_OK;
}

bool procedure_is_read(const struct procedure_plan *plan,
                       const struct procedure_entries *in, size_t row)
{
    const struct procedure_row *r = &plan->rows[row];

    if (r->form == FORM_ROW_ITEM)
        return in->rows[row].item != ITEM_NONE;
    for (size_t i = 0; i < r->wants_n; i++)
        if (r->wants[i].needed && !in->rows[row].read[i].given)
            return false;
    return true;
}
