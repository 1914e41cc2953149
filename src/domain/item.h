/* item.h - the catalogue of service items and its versions; the departments outside.
 *
 * An item is known by its code and has versions, counted from 1.  A published version is
 * never edited: the next one replaces it from a day on, and demands, charges and
 * appointments keep the version that was in force when they were matched.  What the
 * catalogue offers is the version in force (service_item.no); item_take_effect() moves it
 * on.
 *
 *   draft --submit--> submitted --publish--> published --withdraw--> withdrawn
 *   draft --publish--> published             without a second person, if the setting says
 * so submitted --return--> draft, draft --drop--> dropped
 *
 * Every step takes the version (count of changes) that was read: QH_CONFLICT
 * "item.changed"; a step that the state does not allow: QH_CONFLICT "item_version.state".
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"
#include "domain/workflow.h"

enum { ITEM_TEXT_MAX = 400, ITEM_DOCUMENTS_MAX = 1200, ITEM_NOTE_MAX = 400 };

extern const struct workflow ITEM_WORKFLOW; /* of a version */

/* What a version says of the item. */
struct item_wording {
    const char *category_zh;
    const char *category_en;
    const char *name_zh;
    const char *name_en;
    const char *who_may_ask;
    const char *basis;
    struct opt_int statutory_limit_wd; /* absent: the law sets none */
    int64_t commit_limit_wd; /* what the bureau promises; never the longer one */
    const char *limit_basis; /* statute | practice | "" */
    const char *channels;    /* window|online|on-site|appointment */
    bool on_site;
    bool appointment; /* can be asked for at an agreed time */
    const char *lead_office_code;
    const char *default_route; /* own | county | report */
    const char *documents;     /* to bring along, one a line */
    const char *fee;
    const char *waiver_rule;
    const char *keywords;    /* separated by blanks */
    const char *also_called; /* separated by '|' */
    const char *not_this;    /* what people mix it up with; codes in it are links */
};

struct item {
    const char *code;
    int64_t no;            /* of the version */
    const char *state;     /* of the version */
    const char *from_day;  /* NULL: a draft */
    const char *until_day; /* NULL: not withdrawn */
    struct item_wording wording;
    const char *office_zh; /* NULL: no office has that code */
    const char *office_en;
    const char *note; /* what was changed and why */
    const char *made_by;
    const char *made_by_name; /* "": set up with the organisation */
    int64_t made_ms;
    bool seconded; /* another person published it */
    const char *published_by;
    const char *published_by_name;
    struct opt_int published_ms;
    int64_t version;
};

struct item_filter {
    const char *q;        /* NULL: all, by code; else those it names, best first */
    const char *category; /* Chinese name or NULL */
    const char *office;   /* code or NULL */
};

/* The items on offer, in the version in force: struct item. */
QH_MUST qh_status item_list(struct ctx *c, const struct item_filter *f,
                            struct json_list *out);
/* One of them.  QH_NOT_FOUND "item.not_found": none of that code, or withdrawn. */
QH_MUST qh_status item_find(struct ctx *c, const char *code, struct item *out);

struct department {
    const char *code;
    const char *name_zh;
    const char *name_en;
    const char *matters_zh;
};

QH_MUST qh_status department_list(struct ctx *c, struct json_list *out);

/* ---- for those who edit the catalogue ---- */

struct item_head {
    const char *code;
    int64_t no; /* the newest version */
    const char *state;
    const char *from_day;
    const char *name_zh;
    const char *name_en;
    const char *category_zh;
    const char *category_en;
    const char *lead_office_code;
    const char *made_by_name;
    int64_t made_ms;
    struct opt_int in_force;
    const char *item_state; /* NULL: never published; published | withdrawn */
};

QH_MUST qh_status item_heads(struct ctx *c, struct json_list *out);

/* A field that a version has otherwise than the one before. */
struct item_change {
    const char *field;  /* member of struct item_wording */
    const char *before; /* NULL: the version before did not have it */
    const char *after;
};

struct item_version {
    struct item item;
    bool in_force;
    struct json_list changes; /* struct item_change, against the version before */
    struct json_list actions; /* struct workflow_action */
};

/* All versions, newest first: struct item_version.  QH_NOT_FOUND "item.not_found". */
QH_MUST qh_status item_versions(struct ctx *c, const char *code, struct json_list *out);
/* The differences between two wordings: struct item_change.  before may be NULL. */
struct json_list item_changes(struct arena *a, const struct item_wording *before,
                              const struct item_wording *after);

/* Which version is meant. */
struct item_key {
    const char *code;
    int64_t no;
    int64_t version; /* as read */
};

/* A draft of a new item.  QH_INVALID "item.code" (two letters, two digits); QH_CONFLICT
 * "item.exists"; the keys of item_edit(). */
QH_MUST qh_status item_create(struct ctx *c, const char *code,
                              const struct item_wording *w, const char *note);
/* A draft that begins as the newest version.  QH_CONFLICT "item.draft_open". */
QH_MUST qh_status item_draft(struct ctx *c, const char *code, int64_t *out_no);
/* QH_INVALID "item.limit" (promises more time than the law allows), "item.office",
 * "item.route", "item.not_this" (a code in it that there is not, or its own),
 * "item.channels". */
QH_MUST qh_status item_edit(struct ctx *c, const struct item_key *k,
                            const struct item_wording *w, const char *note);
/* submit, return, drop, withdraw_ask, withdraw_refuse.  QH_INVALID "item.reason" where
 * one is needed; QH_CONFLICT "item.withdraw_asked", "item.withdraw_unasked",
 * "item.not_in_force". */
QH_MUST qh_status item_step(struct ctx *c, const struct item_key *k, const char *action,
                            const char *reason);
/* Publishes from a day on.  QH_INVALID "item.from_day" (before today, or not after that
 * of the version before); QH_CONFLICT "item.second_person" (a draft that has to be
 * submitted first); QH_DENIED "item.own_draft" (whoever wrote it may not publish it). */
QH_MUST qh_status item_publish(struct ctx *c, const struct item_key *k,
                               const char *from_day);
/* Takes the item out of the catalogue from tomorrow on; open demands go on.  QH_INVALID
 * "item.reason"; QH_CONFLICT "item.not_in_force", "item.withdraw_second" (somebody has to
 * ask for it first); QH_DENIED "item.own_withdrawal" (whoever asked may not do it). */
QH_MUST qh_status item_withdraw(struct ctx *c, const struct item_key *k,
                                const char *reason);

/* ---- for demands and jobs ---- */

/* The demand keeps the version in force of its item (none for a department: code NULL).
 */
QH_MUST qh_status item_keep(struct ctx *c, const char *demand_id, const char *code);
/* Working days promised by the version that the demand was matched to. */
QH_MUST qh_status item_promise(struct ctx *c, const char *demand_id, int64_t *out_wd);
/* Is there a version whose day has come and that is not in force yet? */
QH_MUST qh_status item_is_due(struct ctx *c, bool *out);
/* Puts versions in force whose day has come; *out_n: how many. */
QH_MUST qh_status item_take_effect(struct ctx *c, int64_t *out_n);
