/* shapes.h - all shape tables that the addresses name, each once, for the generated
 * texts.
 */
#pragma once

#include "http/api.h"

struct shape_entry {
    const char *table; /* "MOVE_IN" */
    const char *name;  /* "MoveIn" */
    const struct json_field *fields;
    size_t n;
    bool is_input; /* some body or query needs it */
};

struct shape_list {
    struct shape_entry *p;
    size_t n;
};

/* In the order of the addresses, nested shapes after those that name them.
 * QH_BUG "shapes.name": two tables have the same name. */
QH_MUST qh_status shapes_collect(struct arena *a, const struct endpoint_table *table,
                                 struct shape_list *out, struct qh_error *err);
/* "MOVE_IN" -> "MoveIn". */
char *shapes_type_name(struct arena *a, const char *table);
/* HTTP status of an endpoint's success. */
int shapes_status(const struct endpoint *ep);
