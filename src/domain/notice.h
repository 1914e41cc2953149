/* notice.h - the inbox of the person who is signed in: what he was told, read or not.
 *
 * Everybody sees his own notices only.  The wording is made of the event when it is read,
 * in both languages (data/locales/notices.*.json).
 */
#pragma once

#include "base/json.h"
#include "base/opt.h"
#include "domain/ctx.h"

enum { NOTICE_COUNT_MAX = 100 };

struct notice_row {
    const char *id;
    const char *kind;
    const char *entity; /* with entity_id: the page to open */
    const char *entity_id;
    const char *text_zh;
    const char *text_en;
    int64_t at_ms;
    struct opt_int read_ms;
};

struct notice_page {
    struct json_list items; /* struct notice_row, newest first */
    const char *next;
};

struct notice_filter {
    bool unread;      /* only those */
    const char *kind; /* or NULL */
    const char *after;
    int64_t limit;
};

/* QH_INVALID "list.cursor". */
QH_MUST qh_status notice_list(struct ctx *c, const struct notice_filter *f,
                              struct notice_page *out);
/* How many are unread, NOTICE_COUNT_MAX at most. */
QH_MUST qh_status notice_unread(struct ctx *c, int64_t *out);
/* Reading a notice again changes nothing.  QH_NOT_FOUND "notice.not_found". */
QH_MUST qh_status notice_read(struct ctx *c, const char *id);
/* Reads all that came up to an instant. */
QH_MUST qh_status notice_read_until(struct ctx *c, int64_t until_ms);
