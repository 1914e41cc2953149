/* history.h - what happened to an entity: append-only entries, one hash chain per entity.
 *
 * hash = SHA-256 of the lines "org", "entity", "entity_id", "seq", "at_ms", "actor_id",
 * "actor_name", "action", "from_state", "to_state", "note", "data", "prev_hash", each
 * followed by a line feed (line feeds inside a value are written as "\n", backslashes as
 * "\\").  The entity's row carries `version` = number of its entries, so that a cut tail
 * is seen as well as a changed entry; `qh check` recounts both.
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"

struct history_entry {
    const char *entity; /* table name: "demand", "booking", ... */
    const char *entity_id;
    int64_t seq;            /* 1 for the first entry; equals the row's new version */
    const char *action;     /* "register", "assign", ... */
    const char *from_state; /* "" for the first */
    const char *to_state;
    const char *note; /* what people wrote; "" if nothing */
    const char *data; /* JSON object of what changed; "{}" if nothing */
};

/* Appends the entry after entry seq - 1 in the transaction of c, by c's actor at c's
 * time. QH_CONFLICT "history.changed": entry seq exists already; QH_BUG "history.gap":
 * entry seq - 1 does not exist. */
QH_MUST qh_status history_add(struct ctx *c, const struct history_entry *e);

/* SHA-256, as hexadecimal, of n lines: each text followed by a line feed, line feeds
 * inside it written as "\n", backslashes as "\\".  No two different lists have the same
 * lines. */
const char *history_hash_lines(struct arena *a, const char *const *lines, size_t n);

/* One entry as it is read.  `hash` and `data` as they were written. */
struct history_row {
    const char *entity;
    const char *entity_id;
    int64_t seq;
    int64_t at_ms;
    const char *actor_id;   /* "": nobody signed in, or the system */
    const char *actor_name; /* "": the system */
    const char *action;
    const char *from_state;
    const char *to_state;
    const char *note;
    const char *data;
};

/* The hash that the entry must carry after an entry with prev_hash ("" for the first). */
const char *history_entry_hash(struct arena *a, const char *org,
                               const struct history_row *r, const char *prev_hash);

struct history_page {
    struct json_list items; /* struct history_row */
    const char *next;       /* cursor, NULL at the end */
};

/* The entries of one entity, oldest first, at most HISTORY_MAX. */
enum { HISTORY_MAX = 1000 };
QH_MUST qh_status history_of(struct ctx *c, const char *entity, const char *entity_id,
                             struct json_list *out);
/* The newest entries of all entities, newest first, without their data.  after: "next" of
 * the page before or NULL.  QH_INVALID "list.cursor". */
QH_MUST qh_status history_latest(struct ctx *c, const char *after, int64_t limit,
                                 struct history_page *out);
