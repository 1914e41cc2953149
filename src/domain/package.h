/* package.h - customised packages: items offered together to the enterprises they fit.
 *
 * Whom a package fits say its rules, which are data: all rules must hold, of the values
 * of one rule any.  An offer tells its reasons, so that the enterprise and its officer
 * see why it is made.  Packages are edited by the desk and administrators while they are
 * drafts or withdrawn; what is published is what is offered.
 *
 *   draft --publish--> published --withdraw--> withdrawn --publish--> published
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"
#include "domain/workflow.h"

enum {
    PACKAGE_RULES_MAX = 10,
    PACKAGE_ITEMS_MAX = 20,
    PACKAGE_VALUES_MAX = 40,
    PACKAGE_DAYS_MAX = 730,
    PACKAGE_WORDING_MAX = 1000
};

extern const struct workflow PACKAGE_WORKFLOW;

/* kind: industry | size | division (values: codes) | instrument_due (values: kinds of
 * instruments, none: any; n: days) | certificate_expiring (n: days) | young (n: years) |
 * supported. */
struct package_rule {
    const char *kind;
    struct json_strs values;
    int64_t n;
};

struct package_item {
    const char *item_code;
    const char *why_zh; /* why it belongs to the package, or "" */
    const char *why_en;
};

struct package_new {
    const char *name_zh;
    const char *name_en;
    const char *wording_zh; /* what the enterprise reads */
    const char *wording_en;
    struct json_list rules; /* struct package_rule */
    struct json_list items; /* struct package_item */
};

/* QH_INVALID "package.rules" (none, or too many), "package.rule" (a kind that there is
 * not, values or a number it does not take), "package.items" (none, too many, or one
 * twice), "package.item" (not in the catalogue). */
QH_MUST qh_status package_create(struct ctx *c, const struct package_new *in,
                                 const char **out_id);
/* The same, and QH_NOT_FOUND "package.not_found", QH_CONFLICT "package.changed",
 * "package.state" (a published one is not edited). */
QH_MUST qh_status package_edit(struct ctx *c, const char *id, int64_t version,
                               const struct package_new *in);
/* publish, withdraw.  QH_INVALID "package.reason". */
QH_MUST qh_status package_step(struct ctx *c, const char *id, const char *action,
                               int64_t version, const char *reason);

struct package_row {
    const char *id;
    const char *name_zh;
    const char *name_en;
    const char *wording_zh;
    const char *wording_en;
    const char *state;
    int64_t made_ms;
    int64_t items;
    int64_t picks;        /* orders out of it */
    int64_t picked_items; /* items in them */
    int64_t enterprises;  /* that ordered */
    int64_t version;
};

QH_MUST qh_status package_list(struct ctx *c, struct json_list *out);

/* An item of a package, as the catalogue has it now. */
struct package_item_shown {
    const char *item_code;
    const char *name_zh;
    const char *name_en;
    const char *why_zh;
    const char *why_en;
    int64_t commit_limit_wd;
    const char *fee;
    bool on_site;
    bool appointment;
    bool on_offer; /* false: withdrawn from the catalogue */
    bool is_open;  /* in an offer: already ordered and under way */
};

struct package_detail {
    struct package_row row; /* without its counts */
    struct json_list rules; /* struct package_rule */
    struct json_list items; /* struct package_item_shown */
    struct json_list events;
    struct json_list actions;
};

QH_MUST qh_status package_find(struct ctx *c, const char *id, struct package_detail *out);

/* ---- offers ---- */

/* Why a package fits: the rule, what of the enterprise meets it. */
struct offer_reason {
    const char *kind;
    const char *what_zh; /* the industry, the size class's code, the division; or "" */
    const char *what_en;
    int64_t n;                 /* days or years of the rule */
    int64_t count;             /* instruments or certificates */
    const char *first_day;     /* the earliest; NULL: none */
    struct json_strs examples; /* names, at most 3 */
};

struct offer {
    const char *package_id;
    const char *name_zh;
    const char *name_en;
    const char *wording_zh;
    const char *wording_en;
    struct json_list reasons; /* struct offer_reason */
    struct json_list items;   /* struct package_item_shown, those on offer */
};

/* The published packages that fit an enterprise, those with something that falls due
 * first.  NULL: that of the contact.  QH_NOT_FOUND "enterprise.not_found". */
QH_MUST qh_status offer_list(struct ctx *c, const char *enterprise_id,
                             struct json_list *out);

/* An enterprise that a package fits. */
struct package_fit {
    const char *id;
    const char *name;
    const char *size_class;
    const char *industry_zh;
    const char *division_zh;
    struct json_list reasons; /* struct offer_reason */
};

struct package_fits {
    struct json_list items; /* struct package_fit, at most `limit` */
    int64_t scanned;        /* enterprises looked at */
    int64_t count;          /* of them that fit */
    const char *next;       /* goes on behind the last one looked at; NULL: all seen */
};

/* Looks at up to PACKAGE_SCAN_MAX enterprises in the order of their ids. */
enum { PACKAGE_SCAN_MAX = 2000 };
QH_MUST qh_status package_preview(struct ctx *c, const char *id, const char *after,
                                  int64_t limit, struct package_fits *out);
