/* enterprise.h - enterprises and the officers they are paired with.
 *
 * Enterprise contacts see their own only; for others it is QH_NOT_FOUND
 * "enterprise.not_found".
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"

struct enterprise {
    const char *id;
    const char *name;
    const char *ident_kind; /* uscc | demo */
    const char *ident_value;
    const char *industry_code;
    const char *industry_name;
    const char *size_class; /* large | medium | small | micro */
    const char *division_code;
    const char *division_name;
    const char *park_name; /* NULL: outside of parks */
    bool supported;        /* on the list of the programme: charges are waived (W3) */
    int64_t version;
    const char *officer_id; /* the present one; NULL: none */
    const char *officer_name;
};

struct enterprise_filter {
    const char *q;        /* part of the name or of the identifier; or NULL */
    const char *division; /* code or NULL */
    const char *industry; /* code or NULL */
    const char *officer;  /* id or NULL: paired with now */
    const char *size;     /* class or NULL */
    const char *park;     /* code or NULL */
    bool unpaired;        /* only those without an officer */
    const char *after;    /* "next" of the page before; or NULL */
    int64_t limit;
};

struct enterprise_page {
    struct json_list items; /* struct enterprise, by name */
    const char *next;
};

/* QH_INVALID "list.cursor". */
QH_MUST qh_status enterprise_list(struct ctx *c, const struct enterprise_filter *f,
                                  struct enterprise_page *out);

struct pairing {
    const char *id;
    const char *officer_id;
    const char *officer_name;
    const char *office_name;
    const char *from_day;
    const char *until_day; /* NULL: still; else the day from which it is over */
    int64_t version;
};

struct enterprise_counts {
    int64_t demands_open;
    int64_t instruments;
    int64_t certificates;
    int64_t visits;
    int64_t visits_planned;
};

/* A person of the enterprise whom the bureau may ask. */
struct enterprise_contact {
    const char *name;
    const char *title;
    const char *phone_masked; /* "138****0001" */
};

struct enterprise_detail {
    const char *id;
    const char *name;
    const char *ident_kind;
    const char *ident_value;
    const char *industry_code;
    const char *industry_name;
    const char *size_class;
    const char *division_code;
    const char *division_name;
    const char *park_code;
    const char *park_name;
    const char *address_zh;
    int64_t lat_u;
    int64_t lon_u;
    int64_t founded_year;
    bool supported;
    bool is_fictional;
    const char *officer_id; /* the present one; NULL: none */
    const char *officer_name;
    int64_t version;
    struct enterprise_counts counts;
    struct json_list pairings; /* struct pairing, latest first; empty for contacts */
    struct json_list contacts; /* struct enterprise_contact */
};

QH_MUST qh_status enterprise_find(struct ctx *c, const char *id,
                                  struct enterprise_detail *out);
