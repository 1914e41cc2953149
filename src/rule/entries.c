#include "rule/entries.h"

QH_MUST static qh_status fail(const struct entry_reader *r, const char *key,
                              const char *member, const char *what)
{
    return qh_fail(r->err, QH_INVALID, key,
                   str_format(r->arena, "rows.%s.%s", r->key, member), "%s", what);
}

qh_status entry_reading(const struct entry_reader *r, const struct json *row,
                        const char *name, struct weighbridge_reading *out)
{
    const struct json *v = json_member(row, name);
    const char *plain;

    if (!v || v->kind == JSON_NULL)
        return QH_OK;
    if (v->kind != JSON_STRING && v->kind != JSON_NUMBER)
        return fail(r, r->keys->reading, name, "a number is due");
    if (v->text.len > DEC_TEXT_MAX)
        return fail(r, r->keys->reading, name, "too many digits");
    if (!text_trim(v->text).len)
        return QH_OK;
    plain = text_plain_number(r->arena, v->text);
    if (dec_parse(text_of(plain), &out->value))
        return fail(r, r->keys->reading, name, "not a number");
    out->given = true;
    out->typed = v->text.p;
    return QH_OK;
}

qh_status entry_item(const struct entry_reader *r, const struct json *row, bool may_na,
                     enum weighbridge_item *out)
{
    static const char *const WORDS[] = {"", "pass", "fail", "na"};
    const struct json *v = json_member(row, "result");

    if (!v || v->kind == JSON_NULL)
        return QH_OK;
    for (size_t i = 0; i < LEN(WORDS); i++)
        if (v->kind == JSON_STRING && text_is(v->text, WORDS[i])) {
            *out = (enum weighbridge_item)i;
            if (*out == ITEM_NA && !may_na)
                return fail(r, r->keys->item, "result", "this item always applies");
            return QH_OK;
        }
    return fail(r, r->keys->item, "result", "pass, fail or na");
}

qh_status entry_confirmed(const struct entry_reader *r, const struct json *row,
                          const char *const *questions, uint32_t *out)
{
    const struct json *list = json_member(row, "confirmed");

    if (!list || list->kind == JSON_NULL)
        return QH_OK;
    if (list->kind != JSON_ARRAY)
        return fail(r, r->keys->question, "confirmed", "a list is due");
    for (const struct json *v = list->first; v; v = v->next) {
        int q = 0;

        while (questions[q] &&
               !(v->kind == JSON_STRING && text_is(v->text, questions[q])))
            q++;
        if (!questions[q])
            return fail(r, r->keys->question, "confirmed", "no such question");
        *out |= 1u << q;
    }
    return QH_OK;
}

QH_MUST static qh_status read_row(struct entry_reader *r, const struct json *row)
{
    long at = r->find(r->plan, row->key.p);

    r->key = row->key.p;
    if (row->kind != JSON_OBJECT)
        return qh_fail(r->err, QH_INVALID, r->keys->entries,
                       str_format(r->arena, "rows.%s", r->key), "an object is due");
    if (at >= 0)
        return r->row(r, row, (size_t)at);
    r->unknown[r->unknown_n++] = r->key;
    return QH_OK;
}

qh_status entries_read(struct entry_reader *r, const struct json *v, bool *out_stopped)
{
    const struct json *rows = json_member(v, "rows");
    qh_status rc = QH_OK;

    if (!v || v->kind != JSON_OBJECT || (rows && rows->kind != JSON_OBJECT))
        return qh_fail(r->err, QH_INVALID, r->keys->entries, "rows",
                       "an object with the rows read is due");
    *out_stopped = json_is_true(json_member(v, "stopped"));
    r->unknown = ARENA_ARRAY(r->arena, rows ? rows->count : 0, const char *);
    for (const struct json *row = rows ? rows->first : NULL; !rc && row; row = row->next)
        rc = read_row(r, row);
    return rc;
}
