/* visit.h - visits to enterprises: a service, never an inspection.
 *
 * A visit has no place for findings, penalties or inspection forms [State Council Office
 * 2024 no. 54].
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"

enum { VISIT_NOTE_MAX = 2000, VISIT_DEMANDS_MAX = 10 };

struct visit_new {
    const char *enterprise_id;
    const char *kind;             /* on_site | phone | symposium | expert | follow_up */
    const char *day;              /* "YYYY-MM-DD", not after today */
    const char *met_role;         /* whom one met, by role */
    const char *production_state; /* normal | reduced | stopped | expanding */
    const char *note;             /* or NULL */
    struct json_strs demands;     /* texts of the demands that were heard */
};

struct visit_done {
    const char *id;
    struct json_strs demand_ids; /* registered with it, in their order */
};

/* Records a visit that the actor has made and registers the demands heard.
 * QH_NOT_FOUND "enterprise.not_found"; QH_INVALID "visit.kind", "visit.production_state",
 * "visit.day", "demand.text". */
QH_MUST qh_status visit_record(struct ctx *c, const struct visit_new *in,
                               struct visit_done *out);

struct visit {
    const char *id;
    const char *enterprise_id;
    const char *enterprise_name;
    const char *division_name;
    const char *officer_id;
    const char *officer_name;
    const char *kind;
    const char *day;
    const char *met_role;
    const char *production_state;
    const char *note;
    const char *state;
    int64_t demands; /* heard at it */
    int64_t version;
};

struct visit_filter {
    const char *enterprise_id; /* or NULL */
    bool mine;                 /* the actor's */
    const char *after;         /* "next" of the page before; or NULL */
    int64_t limit;
};

struct visit_page {
    struct json_list items; /* struct visit, latest first */
    const char *next;
};

/* QH_INVALID "list.cursor". */
QH_MUST qh_status visit_list(struct ctx *c, const struct visit_filter *f,
                             struct visit_page *out);
