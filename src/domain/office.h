/* office.h - the bureau's offices, its people, and the places and industries of
 * enterprises.
 *
 * Read only: what an organisation is set up with comes in by cli/.
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"

struct office {
    const char *id;
    const char *code;
    const char *name_zh;
    const char *name_en;
    const char *kind; /* leadership | office | institute | station | window */
    const char *duty_zh;
};

/* All of them, by code: struct office. */
QH_MUST qh_status office_list(struct ctx *c, struct json_list *out);

/* A person of the bureau who is still there; enterprise contacts are not listed. */
struct person {
    const char *id;
    const char *name;
    const char *title_zh;
    const char *office_id;
    const char *office_name;
    struct json_strs roles;
};

struct person_filter {
    const char *role;      /* or NULL */
    const char *office_id; /* or NULL */
    const char *after;     /* id of the last one of the page before; or NULL */
    int64_t limit;
};

struct person_page {
    struct json_list items; /* struct person */
    const char *next;
};

QH_MUST qh_status person_list(struct ctx *c, const struct person_filter *f,
                              struct person_page *out);

struct place {
    const char *code;
    const char *name_zh;
    const char *name_en;
    int64_t lat_u; /* 0 for industries */
    int64_t lon_u;
};

QH_MUST qh_status division_list(struct ctx *c, struct json_list *out);
QH_MUST qh_status industry_list(struct ctx *c, struct json_list *out);
/* Parks and development zones, by code. */
QH_MUST qh_status park_list(struct ctx *c, struct json_list *out);
