/* compile.h - small parts of an edition file compiled, each with its place on failure. */
#pragma once

#include "rule/regulation_data.h"

struct compile {
    struct arena *arena;
    struct regulation *reg;
    struct qh_error *err;
};

/* A count that an edition fixes or works out: {"ge": "N"} by any way of the grammar of
 * limits, or an expression.  Both NULL: not said. */
struct count {
    const struct expr *expr;
    const struct limit *limit;
};

/* QH_INVALID "regulation.edition" at path. */
QH_MUST qh_status compile_fail(const struct compile *c, const char *path,
                               const char *what);
/* Member `name` of o as an expression; absent or null leaves *out as it is. */
QH_MUST qh_status compile_expr(const struct compile *c, const struct json *o,
                               const char *path, const char *name,
                               const struct expr **out);
/* The node itself; a number or a text is due. */
QH_MUST qh_status compile_expr_node(const struct compile *c, const struct json *v,
                                    const char *path, const struct expr **out);
QH_MUST qh_status compile_count(const struct compile *c, const struct json *o,
                                const char *path, const char *name, struct count *out);
/* Slot of the name that member `name` of o says. */
QH_MUST qh_status compile_name(const struct compile *c, const struct json *o,
                               const char *path, const char *name, uint32_t *out);

/* The number itself; *has false where none applies (null in the grammar of limits). */
QH_MUST qh_status count_value(const struct count *c, struct scope *s, bool *has,
                              struct dec *out, struct qh_error *err);
bool count_is_said(const struct count *c);
/* QH_RANGE "procedure.count" if it is not whole or not within 0..most. */
QH_MUST qh_status count_of(const struct count *c, struct scope *s, int64_t most,
                           int64_t *out, struct qh_error *err);
