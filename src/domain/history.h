/* history.h - what happened to an entity: append-only entries, one hash chain per entity.
 *
 * hash = SHA-256 of the lines "org", "entity", "entity_id", "seq", "at_ms", "actor_id",
 * "actor_name", "action", "from_state", "to_state", "note", "data", "prev_hash", each
 * followed by a line feed (line feeds inside a value are written as "\n", backslashes as
 * "\\").  The entity's row carries `version` = number of its entries, so that a cut tail
 * is seen as well as a changed entry; `qh check` recounts both.
 */
#pragma once

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

/* Appends the entry after entry seq - 1 in the transaction of c.
 * QH_CONFLICT "history.changed": entry seq exists already. */
QH_MUST qh_status history_add(struct ctx *c, const struct history_entry *e);
