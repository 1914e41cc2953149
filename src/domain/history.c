#include "domain/history.h"

#include "base/crypt.h"
#include "domain/cursor.h"
#include "store/sql_event.h"

#include <stdio.h>
#include <string.h>

/* One line: the value with its line feeds and backslashes escaped, and the line's end. */
static void add_line(struct buf *b, const char *value)
{
    for (const char *p = value; *p; p++) {
        if (*p == '\n')
            buf_add_str(b, "\\n");
        else if (*p == '\\')
            buf_add_str(b, "\\\\");
        else
            buf_add_char(b, *p);
    }
    buf_add_char(b, '\n');
}

const char *history_hash_lines(struct arena *a, const char *const *lines, size_t n)
{
    char *hash = arena_alloc(a, CRYPT_HEX, 1);
    const struct arena_mark mark = arena_here(a);
    struct buf text;

    buf_init(&text, a);
    for (size_t i = 0; i < n; i++)
        add_line(&text, lines[i]);
    crypt_sha256(buf_text(&text), hash);
    arena_return(a, mark);
    return hash;
}

const char *history_entry_hash(struct arena *a, const char *org,
                               const struct history_row *r, const char *prev_hash)
{
    char seq[24];
    char at_ms[24];
    const char *const lines[] = {org,           r->entity,   r->entity_id,  seq,
                                 at_ms,         r->actor_id, r->actor_name, r->action,
                                 r->from_state, r->to_state, r->note,       r->data,
                                 prev_hash};

    (void)snprintf(seq, sizeof seq, "%lld", (long long)r->seq);
    (void)snprintf(at_ms, sizeof at_ms, "%lld", (long long)r->at_ms);
    return history_hash_lines(a, lines, LEN(lines));
}

/* The hash of entry seq; "" before the first. */
static qh_status hash_of(struct ctx *c, const struct history_entry *e, int64_t seq,
                         const char **out)
{
    struct sql_event_hash before = {0};
    qh_status rc;

    if (seq == 0) {
        *out = "";
        return QH_OK;
    }
    rc = sql_event_hash(c->tx, c->arena, c->org, e->entity, e->entity_id, seq, &before,
                        &c->err);
    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_BUG, "history.gap", "", "%s %s has no entry %lld",
                       e->entity, e->entity_id, (long long)seq);
    if (rc)
        return rc;
    *out = before.hash;
    return QH_OK;
}

qh_status history_add(struct ctx *c, const struct history_entry *e)
{
    const struct history_row row = {
        .entity = e->entity,
        .entity_id = e->entity_id,
        .seq = e->seq,
        .at_ms = c->now_ms,
        .actor_id = c->actor.person ? c->actor.person : "",
        .actor_name = c->actor.name ? c->actor.name : "",
        .action = e->action,
        .from_state = e->from_state,
        .to_state = e->to_state,
        .note = e->note ? e->note : "",
        .data = e->data ? e->data : "{}",
    };
    const char *prev = NULL;
    qh_status rc;

    rc = hash_of(c, e, e->seq - 1, &prev);
    if (rc)
        return rc;
    rc = sql_event_add(c->tx,
                       &(struct sql_event_add_in){
                           .org = c->org,
                           .entity = row.entity,
                           .entity_id = row.entity_id,
                           .seq = row.seq,
                           .at_ms = row.at_ms,
                           .actor_id = row.actor_id,
                           .actor_name = row.actor_name,
                           .action = row.action,
                           .from_state = row.from_state,
                           .to_state = row.to_state,
                           .note = row.note,
                           .data = row.data,
                           .prev_hash = prev,
                           .hash = history_entry_hash(c->arena, c->org, &row, prev)},
                       &c->err);
    if (rc == QH_CONFLICT && strcmp(c->err.key, "store.duplicate") == 0)
        return qh_fail(&c->err, QH_CONFLICT, "history.changed", "", "%s %s entry %lld",
                       e->entity, e->entity_id, (long long)e->seq);
    return rc;
}

qh_status history_of(struct ctx *c, const char *entity, const char *entity_id,
                     struct json_list *out)
{
    struct sql_event_of_list found = {0};
    struct history_row *rows;
    qh_status rc;

    rc = sql_event_of(c->tx, c->arena, c->org, entity, entity_id, 0, HISTORY_MAX, &found,
                      &c->err);
    if (rc)
        return rc;
    rows = ARENA_ARRAY(c->arena, found.n, struct history_row);
    for (size_t i = 0; i < found.n; i++) {
        const struct sql_event_of *f = &found.p[i];

        rows[i] = (struct history_row){
            .entity = entity,
            .entity_id = entity_id,
            .seq = f->seq,
            .at_ms = f->at_ms,
            .actor_id = f->actor_id,
            .actor_name = f->actor_name,
            .action = f->action,
            .from_state = f->from_state,
            .to_state = f->to_state,
            .note = f->note,
            .data = f->data,
        };
    }
    *out = (struct json_list){.p = rows, .n = found.n};
    return QH_OK;
}

/* Where a page of history_latest() begins: the last row of the page before. */
struct place {
    int64_t at_ms;
    const char *entity;
    const char *entity_id;
    int64_t seq;
};

static qh_status place_of(struct ctx *c, const char *after, struct place *out)
{
    const char *parts[4];

    if (!after) {
        *out = (struct place){INT64_MAX, "", "", 0};
        return QH_OK;
    }
    if (!cursor_split(c->arena, after, parts, LEN(parts)) ||
        !cursor_int(parts[0], &out->at_ms) || !cursor_int(parts[3], &out->seq))
        return qh_fail(&c->err, QH_INVALID, "list.cursor", "after", "%s", after);
    out->entity = parts[1];
    out->entity_id = parts[2];
    return QH_OK;
}

qh_status history_latest(struct ctx *c, const char *after, int64_t limit,
                         struct history_page *out)
{
    struct sql_event_latest_list found = {0};
    struct history_row *rows;
    struct place at = {0};
    qh_status rc;

    rc = place_of(c, after, &at);
    if (rc)
        return rc;
    rc = sql_event_latest(c->tx, c->arena, c->org, at.at_ms, at.entity, at.entity_id,
                          at.seq, limit + 1, &found, &c->err);
    if (rc)
        return rc;
    rows = ARENA_ARRAY(c->arena, found.n, struct history_row);
    for (size_t i = 0; i < found.n; i++) {
        const struct sql_event_latest *f = &found.p[i];

        rows[i] = (struct history_row){
            f->entity, f->entity_id,  f->seq,      f->at_ms, f->actor_id, f->actor_name,
            f->action, f->from_state, f->to_state, f->note,  "{}"};
    }
    out->items = (struct json_list){.p = rows, .n = found.n};
    if (found.n > (size_t)limit) {
        const struct history_row *last = &rows[limit - 1];

        out->items.n = (size_t)limit;
        out->next = str_format(c->arena, "%lld|%s|%s|%lld", (long long)last->at_ms,
                               last->entity, last->entity_id, (long long)last->seq);
    }
    return QH_OK;
}
