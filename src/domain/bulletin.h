/* bulletin.h - weekly and monthly reports (简报) of the programme desk.
 *
 * A draft is composed anew from the rows each time it is opened; the desk adds typical
 * cases and the next steps.  Publishing gives it the next number of its kind and year
 * (ZB2026-001, YB2026-01) and freezes its contents: page and PDF show those from then on,
 * whatever becomes of the rows.  Its hash stands in the history.
 */
#pragma once

#include "base/json.h"
#include "document/bulletin.h"
#include "domain/ctx.h"
#include "domain/workflow.h"

extern const struct workflow BULLETIN_WORKFLOW;

enum { BULLETIN_CASES_MAX = 10, BULLETIN_NOTE_MAX = 2000 };

/* A typical case that the desk chose. */
struct bulletin_case {
    const char *demand_id;
    const char *text; /* what was done and what came of it */
};

struct bulletin_row {
    const char *id;
    const char *kind; /* weekly | monthly */
    const char *from_day;
    const char *until_day; /* included */
    const char *number;    /* NULL: a draft */
    const char *state;     /* draft | published */
    int64_t made_ms;
    struct opt_int published_ms;
    int64_t version;
};

struct bulletin_page {
    struct json_list items; /* struct bulletin_row, newest first */
    const char *next;
};

struct bulletin_detail {
    struct bulletin_row row;
    struct json_list cases; /* struct bulletin_case */
    const char *next_steps;
    struct bulletin_content content;
    const char *content_hash; /* NULL: a draft */
};

/* Drafts are for those who may write them.  QH_INVALID "list.cursor". */
QH_MUST qh_status bulletin_list(struct ctx *c, const char *after, int64_t limit,
                                struct bulletin_page *out);
/* QH_NOT_FOUND "bulletin.not_found". */
QH_MUST qh_status bulletin_find(struct ctx *c, const char *id,
                                struct bulletin_detail *out);

/* A draft of the week (Monday to Sunday) or month of the day.  QH_INVALID "bulletin.day"
 * (no day, or its period has not begun). */
QH_MUST qh_status bulletin_make(struct ctx *c, const char *kind, const char *day,
                                const char **out_id);

struct bulletin_edit {
    int64_t version;
    struct json_list cases; /* struct bulletin_case, at most BULLETIN_CASES_MAX */
    const char *next_steps; /* a line is a paragraph */
};

/* QH_CONFLICT "bulletin.changed", "bulletin.state" (published); QH_INVALID
 * "bulletin.case" (no such demand). */
QH_MUST qh_status bulletin_edit(struct ctx *c, const char *id,
                                const struct bulletin_edit *in);
/* What a report will say, for bulletin_publish(): counted in a transaction of its own,
 * because it reads more rows than a write should. */
QH_MUST qh_status bulletin_prepare(struct ctx *c, const char *id,
                                   struct bulletin_content *out);
/* content: of bulletin_prepare() for the same version.  QH_CONFLICT "bulletin.changed",
 * "bulletin.state". */
QH_MUST qh_status bulletin_publish(struct ctx *c, const char *id, int64_t version,
                                   const struct bulletin_content *content);
/* The PDF of contents; outside of transactions. */
QH_MUST qh_status bulletin_render(struct ctx *c, const struct bulletin_detail *b,
                                  struct text *out);
