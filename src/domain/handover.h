/* handover.h - succession: what an officer had in hand goes to a successor.
 *
 * A hand-over ends the pairings of some enterprises (or all) of an officer on a day and
 * begins new ones with the successor; nothing is overwritten.  With each enterprise go
 *   its open demands     each gets an entry "hand_over"; the old officer's handling of it
 *                        passes to the successor,
 *   planned visits       of the old officer; each gets an entry "hand_over",
 *   instruments          that fall due within SETTING_PAIRING_DUE_DAYS, as a list.
 * The record says what was handed over, by whom, when and why; the successor accepts it.
 * Nothing waits for the acceptance: the successor is responsible from the day on.
 */
#pragma once

#include "base/json.h"
#include "base/opt.h"
#include "domain/ctx.h"
#include "domain/workflow.h"

enum { HANDOVER_ENTERPRISES_MAX = 100, HANDOVER_LINES_MAX = 10000 };

extern const struct workflow HANDOVER_WORKFLOW;

struct handover_new {
    const char *from_officer_id;
    const char *to_officer_id;
    const char *day; /* from which the successor is responsible; not after today */
    const char *reason;
    struct json_strs enterprise_ids; /* none: all of the officer's */
};

struct handover_done {
    const char *id;
    int64_t enterprises;
    int64_t demands;
    int64_t visits;
    int64_t instruments;
    struct json_strs warnings; /* as struct pairing_done, and "day_full": the successor
                                  has a day with more planned visits than are allowed */
};

/* QH_INVALID "handover.same" (both the same), "handover.reason", "handover.nothing" (no
 * pairing to hand over), "handover.not_paired" (an enterprise of another officer), and
 * what pairing_begin() and pairing_end() answer. */
QH_MUST qh_status handover_make(struct ctx *c, const struct handover_new *in,
                                struct handover_done *out);

struct handover_row {
    const char *id;
    const char *from_officer_id;
    const char *from_name;
    const char *to_officer_id;
    const char *to_name;
    const char *day;
    const char *reason;
    const char *state; /* open | accepted */
    int64_t made_ms;
    const char *made_by; /* name */
    struct opt_int accepted_ms;
    int64_t lines;
    int64_t version;
};

struct handover_line {
    int64_t seq;
    const char *enterprise_id;
    const char *enterprise_name;
    const char *entity; /* enterprise | demand | visit | instrument */
    const char *entity_id;
    const char *label;   /* number, day or name, as it was then */
    const char *due_day; /* or NULL */
};

struct handover_page {
    struct json_list items; /* struct handover_row, newest first */
    const char *next;
};

struct handover_filter {
    const char *to_id;   /* or NULL */
    const char *from_id; /* or NULL */
    const char *state;   /* or NULL */
    const char *after;
    int64_t limit;
};

struct handover_detail {
    struct handover_row handover;
    struct json_list lines;   /* struct handover_line */
    struct json_list events;  /* struct history_row */
    struct json_list actions; /* struct workflow_action */
};

/* QH_INVALID "list.cursor". */
QH_MUST qh_status handover_list(struct ctx *c, const struct handover_filter *f,
                                struct handover_page *out);
/* QH_NOT_FOUND "handover.not_found". */
QH_MUST qh_status handover_find(struct ctx *c, const char *id,
                                struct handover_detail *out);
/* By the successor only.  QH_DENIED "handover.other"; QH_CONFLICT "handover.changed",
 * "handover.state". */
QH_MUST qh_status handover_accept(struct ctx *c, const char *id, int64_t version,
                                  const char *note);
