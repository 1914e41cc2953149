/* pick.h - items ordered in one go ("点单"), out of a package or of the catalogue.
 *
 * Each picked item becomes what its way of working asks for: an appointment where a time
 * is wished for, else a demand; instruments need both, because their booking answers a
 * demand.  All of them carry the channel of the order.
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"

enum { PICK_ITEMS_MAX = 20, PICK_NOTE_MAX = 500 };

struct pick_item_new {
    const char *item_code;
    const char *note;             /* in plain words, or NULL */
    const char *place;            /* with windows: on_site | window | phone */
    bool not_producing;           /* as in an appointment */
    struct json_list windows;     /* struct appointment_window; none: a demand */
    struct json_strs instruments; /* ids */
};

struct pick_new {
    const char *enterprise_id; /* NULL: that of the enterprise contact */
    const char *package_id;    /* NULL: out of the catalogue */
    const char *channel;       /* as a demand's source; NULL: online or window */
    struct json_list items;    /* struct pick_item_new */
};

/* QH_INVALID "pick.items" (none, too many, or one twice), "pick.item" (not in the package
 * or not in the catalogue); QH_CONFLICT "pick.package" (no longer offered to the
 * enterprise); the keys of appointment_create() and demand_register(). */
QH_MUST qh_status pick_create(struct ctx *c, const struct pick_new *in,
                              const char **out_id);

struct pick_item {
    const char *item_code;
    int64_t item_no;
    const char *name_zh;
    const char *name_en;
    const char *demand_id;
    const char *demand_number;
    const char *demand_state;
    const char *appointment_id;
    const char *appointment_number;
    const char *appointment_state;
};

struct pick {
    const char *id;
    const char *package_id;
    const char *package_zh;
    const char *package_en;
    const char *enterprise_id;
    const char *enterprise_name;
    const char *channel;
    const char *person_name;
    int64_t at_ms;
    struct json_list items; /* struct pick_item */
};

struct pick_filter {
    const char *enterprise_id; /* or NULL */
    const char *package_id;    /* or NULL */
    const char *after;
    int64_t limit;
};

struct pick_page {
    struct json_list items; /* struct pick, newest first */
    const char *next;
};

/* One of them.  QH_NOT_FOUND "pick.not_found". */
QH_MUST qh_status pick_find(struct ctx *c, const char *id, struct pick *out);
/* A contact sees those of the own enterprise.  QH_INVALID "list.cursor". */
QH_MUST qh_status pick_list(struct ctx *c, const struct pick_filter *f,
                            struct pick_page *out);
