/* item.h - the catalogue of service items, and the departments outside of the bureau. */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"

struct item {
    const char *code;
    const char *category_zh;
    const char *category_en;
    const char *name_zh;
    const char *name_en;
    const char *who_may_ask;
    const char *basis;
    struct opt_int statutory_limit_wd; /* absent: the law sets none */
    int64_t commit_limit_wd;           /* what the bureau promises */
    const char *lead_office_code;
    const char *default_route; /* own | county | report */
    const char *fee;
    const char *waiver_rule;
    bool on_site;
    bool appointment;
    const char *keywords;    /* separated by blanks */
    const char *also_called; /* separated by '|' */
    const char *not_this;    /* what people mix it up with */
};

/* The published items, by code; with q those whose words the text names, best first. */
QH_MUST qh_status item_list(struct ctx *c, const char *q, struct json_list *out);

struct department {
    const char *code;
    const char *name_zh;
    const char *name_en;
    const char *matters_zh;
};

QH_MUST qh_status department_list(struct ctx *c, struct json_list *out);
