/* bulletin_compose.h - writes the contents of a bulletin from the rows; for bulletin*.c
 * only. */
#pragma once

#include "domain/bulletin.h"

struct bulletin_source {
    const char *kind;
    const char *from_day;
    const char *until_day; /* included */
    const char *org_name;
    bool is_demo;
    const struct json_list *cases;
    const char *next_steps;
};

/* A draft.  QH_BUG where the days are none. */
QH_MUST qh_status bulletin_compose(struct ctx *c, const struct bulletin_source *s,
                                   struct bulletin_content *out);
/* A draft becomes an issue: number is "ZB2026-001", "YB2026-01". */
QH_MUST qh_status bulletin_give_number(struct ctx *c, const char *number,
                                       struct bulletin_content *out);
