/* bulletin_compose.h - writes the contents of a bulletin from the rows; for bulletin*.c
 * only. */
#pragma once

#include "domain/bulletin.h"

struct bulletin_source {
    const char *kind;
    const char *from_day;
    const char *until_day; /* included */
    const char *number;    /* NULL: a draft */
    const char *org_name;
    bool is_demo;
    const struct json_list *cases;
    const char *next_steps;
};

/* QH_BUG where the days are none. */
QH_MUST qh_status bulletin_compose(struct ctx *c, const struct bulletin_source *s,
                                   struct bulletin_content *out);
