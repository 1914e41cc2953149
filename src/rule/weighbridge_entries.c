/* What was read in a record of a weighbridge, from JSON. */
#include "rule/entries.h"
#include "rule/weighbridge_json.h"

/* error keys: weighbridge.entries weighbridge.reading weighbridge.item
 * weighbridge.question */
static const struct entry_keys KEYS = {"weighbridge.entries", "weighbridge.reading",
                                       "weighbridge.item", "weighbridge.question"};

static long find(const void *plan, const char *key)
{
    return weighbridge_row_find(plan, key);
}

/* Whether an item may not apply is told by the verdict. */
QH_MUST static qh_status read_row(struct entry_reader *r, const struct json *row,
                                  size_t at)
{
    const struct weighbridge_plan *plan = r->plan;
    struct weighbridge_entries *to = r->to;
    struct weighbridge_entry *e = &to->rows[at];
    enum weighbridge_reading_id ids[WEIGHBRIDGE_READINGS];
    size_t n = weighbridge_wants(plan->rows[at].form, ids);
    qh_status rc = QH_OK;

    for (size_t i = 0; !rc && i < n; i++)
        rc = entry_reading(r, row, WEIGHBRIDGE_READING_NAMES[ids[i]], &e->read[i]);
    if (!rc)
        rc = entry_reading(r, row, "placed", &e->placed);
    if (!rc && plan->rows[at].form == ROW_ITEM)
        rc = entry_item(r, row, true, &e->item);
    return rc ? rc : entry_confirmed(r, row, WEIGHBRIDGE_QUESTIONS, &e->confirmed);
}

qh_status weighbridge_entries_from_json(struct arena *a,
                                        const struct weighbridge_plan *plan,
                                        const struct json *v,
                                        struct weighbridge_entries **out,
                                        struct qh_error *err)
{
    struct weighbridge_entries *to = ARENA_NEW(a, struct weighbridge_entries);
    struct entry_reader r = {.arena = a,
                             .keys = &KEYS,
                             .plan = plan,
                             .find = find,
                             .row = read_row,
                             .to = to,
                             .err = err};
    qh_status rc;

    to->rows = ARENA_ARRAY(a, plan->rows_n, struct weighbridge_entry);
    rc = entries_read(&r, v, &to->stopped);
    if (rc)
        return rc;
    to->unknown = r.unknown;
    to->unknown_n = r.unknown_n;
    *out = to;
    return QH_OK;
}
