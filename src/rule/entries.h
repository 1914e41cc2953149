/* entries.h - what was read, from JSON: the parts that every procedure reads alike.
 *
 * {"stopped": false, "rows": {KEY: {READING: "20,5", "result": "pass", "confirmed":
 * ["not_multiple"]}}}.  Readings are text as typed: text_plain_number() makes them plain,
 * and what is no number then is refused with its place ("rows.up.2.i").  A row that the
 * plan does not have is kept by its key.
 */
#pragma once

#include "base/json.h"
#include "rule/weighbridge.h"

/* The error keys of a procedure. */
struct entry_keys {
    const char *entries, *reading, *item, *question;
};

struct entry_reader;
/* Reads one row, the plan's number `at`; r->key is its key. */
typedef qh_status entry_row(struct entry_reader *r, const struct json *row, size_t at);

struct entry_reader {
    struct arena *arena;
    const struct entry_keys *keys;
    const void *plan;
    long (*find)(const void *plan, const char *key); /* -1: no such row */
    entry_row *row;
    void *to;
    const char *key;      /* of the row under way */
    const char **unknown; /* keys that the plan does not have */
    size_t unknown_n;
    struct qh_error *err;
};

/* All rows.  QH_INVALID keys->entries. */
QH_MUST qh_status entries_read(struct entry_reader *r, const struct json *v,
                               bool *out_stopped);
/* A number; an empty text or null counts as not read.  QH_INVALID keys->reading. */
QH_MUST qh_status entry_reading(const struct entry_reader *r, const struct json *row,
                                const char *name, struct weighbridge_reading *out);
/* The result of an item.  QH_INVALID keys->item. */
QH_MUST qh_status entry_item(const struct entry_reader *r, const struct json *row,
                             bool may_na, enum weighbridge_item *out);
/* Questions that were confirmed, as bits by `questions`.  QH_INVALID keys->question. */
QH_MUST qh_status entry_confirmed(const struct entry_reader *r, const struct json *row,
                                  const char *const *questions, uint32_t *out);
