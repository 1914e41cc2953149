/* instrument.h - the enterprises' instruments: what they are, where, what for, when due.
 *
 * The purpose (trade, safety, medical, environment, other) belongs to the instrument,
 * with who declared it and when: it decides whether the law exempts the charge [2020
 * catalogue of compulsory verification: kind in the list AND real purpose]. Enterprise
 * contacts see their own enterprise's instruments only.
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"

struct instrument {
    const char *id;
    const char *enterprise_id;
    const char *enterprise_name;
    const char *kind_code;
    const char *kind_name;
    const char *regulation; /* its own, or those of its kind: "JJG 178 / JJG 694" */
    const char *name_zh;
    const char *model;
    const char *serial;
    const char *maker;
    const char *accuracy_class;
    const struct json *params; /* of its regulation: {"max":"100000","e":"50",...} */
    const char *place_zh;
    const char *purpose;
    const char *due_day; /* NULL: unknown */
    const char *state;
    int64_t version;
};

struct seal {
    const char *id;
    const char *number;
    const char *kind;
    const char *position_zh;
    int64_t applied_ms;
    const char *applied_photo; /* attachment id or NULL */
    int64_t broken_ms;         /* 0: unbroken */
    const char *broken_photo;
    const char *applied_record_id; /* NULL: before this system */
    const char *broken_record_id;  /* NULL: unbroken */
};

struct instrument_detail {
    struct instrument instrument;
    const char *purpose_by;
    const char *purpose_day;
    struct json_list seals;        /* struct seal */
    struct json_list records;      /* struct instrument_record */
    struct json_list certificates; /* struct instrument_certificate */
};

struct instrument_record {
    const char *id;
    const char *number;
    const char *state;
    const char *verdict;
    const char *test_until_day; /* NULL: not finished */
};

struct instrument_certificate {
    const char *id;
    const char *number;
    const char *kind;
    const char *state;
    const char *valid_until_day; /* NULL: none */
};

struct instrument_filter {
    const char *enterprise_id; /* NULL: all */
    const char *due_before;    /* "YYYY-MM-DD" or NULL */
    const char *state;         /* or NULL */
    const char *after;         /* cursor: last id, "" for the first page */
    int64_t limit;
};

struct instrument_page {
    struct json_list items; /* struct instrument */
    const char *next;
};

struct instrument_new {
    const char *enterprise_id;
    const char *kind_code;
    const char *regulation; /* one of the kind's, or NULL */
    const char *name_zh;
    const char *model;
    const char *serial;
    const char *maker;
    const char *accuracy_class;
    const struct json *params;
    const char *place_zh;
    const char *purpose;
    const char *due_day;
};

QH_MUST qh_status instrument_list(struct ctx *c, const struct instrument_filter *f,
                                  struct instrument_page *out);
/* QH_NOT_FOUND "instrument.not_found": also when it is another enterprise's. */
QH_MUST qh_status instrument_find(struct ctx *c, const char *id,
                                  struct instrument_detail *out);
/* QH_CONFLICT "instrument.duplicate": same maker and serial at this enterprise;
 * "instrument.kind_retired"; QH_INVALID "instrument.kind", "instrument.regulation",
 * "instrument.params" (at the parameter that no plan could be made of). */
QH_MUST qh_status instrument_register(struct ctx *c, const struct instrument_new *in,
                                      const char **out_id);
/* What is known of it, anew: in->regulation, accuracy_class and params; records that are
 * open keep what they began with.  QH_NOT_FOUND "instrument.not_found"; QH_CONFLICT
 * "instrument.changed"; QH_INVALID "instrument.regulation", "instrument.params". */
QH_MUST qh_status instrument_describe(struct ctx *c, const char *id, int64_t version,
                                      const struct instrument_new *in);
/* QH_CONFLICT "instrument.changed". */
QH_MUST qh_status instrument_declare_purpose(struct ctx *c, const char *id,
                                             const char *purpose, int64_t version);
/* Seals of an instrument, oldest first. */
QH_MUST qh_status instrument_seals(struct ctx *c, const char *id, struct json_list *out);
