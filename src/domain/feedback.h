/* feedback.h - what people say about the pages themselves: a button on every page.
 *
 * Rules for government applications ask for a place for complaints and suggestions
 * [peers.md 6.3].  It is stored with the page it was said on and listed for
 * administrators; nothing is measured about those who say it.
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"
#include "domain/workflow.h"

enum { FEEDBACK_TEXT_MAX = 1000, FEEDBACK_PAGE_MAX = 200 };

extern const struct workflow FEEDBACK_WORKFLOW;

struct feedback_row {
    const char *id;
    const char *person_name; /* NULL: nobody was signed in */
    const char *page;
    const char *text;
    int64_t at_ms;
    const char *state; /* open | done */
    const char *answer;
    int64_t version;
};

struct feedback_page {
    struct json_list items; /* struct feedback_row, newest first */
    const char *next;
};

/* page: the address within the client, or "".  QH_INVALID "feedback.text". */
QH_MUST qh_status feedback_add(struct ctx *c, const char *page, const char *text,
                               const char **out_id);
/* state: open | done.  QH_INVALID "list.cursor". */
QH_MUST qh_status feedback_list(struct ctx *c, const char *state, const char *after,
                                int64_t limit, struct feedback_page *out);
/* QH_NOT_FOUND "feedback.not_found"; QH_CONFLICT "feedback.changed", "feedback.state". */
QH_MUST qh_status feedback_close(struct ctx *c, const char *id, int64_t version,
                                 const char *answer);
