/* What was read in a record of the general procedure, from JSON. */
#include "rule/entries.h"
#include "rule/procedure_json.h"

/* error keys: procedure.entries procedure.reading procedure.item procedure.question */
static const struct entry_keys KEYS = {"procedure.entries", "procedure.reading",
                                       "procedure.item", "procedure.question"};

static long find(const void *plan, const char *key)
{
    return procedure_row_find(plan, key);
}

QH_MUST static qh_status read_row(struct entry_reader *r, const struct json *row,
                                  size_t at)
{
    const struct procedure_plan *plan = r->plan;
    const struct procedure_row *planned = &plan->rows[at];
    struct procedure_entries *to = r->to;
    struct procedure_entry *e = &to->rows[at];
    qh_status rc = QH_OK;

    for (size_t i = 0; !rc && i < planned->wants_n; i++)
        rc = entry_reading(r, row, planned->wants[i].name, &e->read[i]);
    if (!rc && planned->form == FORM_ROW_ITEM)
        rc = entry_item(r, row, planned->may_na, &e->item);
    return rc ? rc : entry_confirmed(r, row, PROCEDURE_QUESTIONS, &e->confirmed);
}

qh_status procedure_entries_from_json(struct arena *a, const struct procedure_plan *plan,
                                      const struct json *v,
                                      struct procedure_entries **out,
                                      struct qh_error *err)
{
    struct procedure_entries *to = ARENA_NEW(a, struct procedure_entries);
    struct entry_reader r = {.arena = a,
                             .keys = &KEYS,
                             .plan = plan,
                             .find = find,
                             .row = read_row,
                             .to = to,
                             .err = err};
    qh_status rc;

    to->rows = ARENA_ARRAY(a, plan->rows_n, struct procedure_entry);
    for (size_t i = 0; i < plan->rows_n; i++)
        to->rows[i].read =
            ARENA_ARRAY(a, plan->rows[i].wants_n, struct weighbridge_reading);
    rc = entries_read(&r, v, &to->stopped);
    if (rc)
        return rc;
    to->unknown = r.unknown;
    to->unknown_n = r.unknown_n;
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
