/* edition_shape.h - which members an edition file may have, as tables.
 *
 * One source for the check (regulation_check.h) and for docs/regulation.schema.json,
 * which `qh regulation schema` prints.
 */
#pragma once

#include "base/json.h"

#include <stdbool.h>
#include <stddef.h>

enum shape_type {
    SHAPE_TEXT,    /* a text that is not empty */
    SHAPE_WORDS,   /* a text, may be empty */
    SHAPE_ONE_OF,  /* one of `words` */
    SHAPE_BOOL,    /* true or false */
    SHAPE_INT,     /* a whole number */
    SHAPE_DAY,     /* "2016-11-30" */
    SHAPE_DECIMAL, /* a decimal as text */
    SHAPE_PART,    /* a decimal from 0 to 1 as text: a confidence */
    SHAPE_EXPR,    /* an expression, or a number */
    SHAPE_EXPRS,   /* a list of expressions */
    SHAPE_TEXTS,   /* a list of texts */
    SHAPE_OBJECT,  /* by `shape` */
    SHAPE_LIST,    /* a list of objects by `shape` */
    SHAPE_MAP,     /* an object of any names, values by `shape` */
    SHAPE_TABLE,   /* an object of numbers by number */
    SHAPE_LIMIT,   /* the grammar of limits */
    SHAPE_COUNT,   /* an expression, or the grammar of limits */
    SHAPE_POINTS,  /* a generator of points */
    SHAPE_WHEN,    /* an object of lists of texts */
    SHAPE_ANY,
    SHAPE_TYPES
};

enum {
    SHAPE_REQUIRED = 1,
    SHAPE_NULLABLE = 2, /* null: not known, or none */
    SHAPE_BRIDGE = 4,   /* only of editions for weighbridges */
    SHAPE_GENERAL = 8   /* only of editions of the general procedure */
};

struct shape_field {
    const char *name;
    enum shape_type type;
    unsigned flags;
    unsigned kinds; /* tests: bits by enum test_kind; 0: all */
    const struct shape *shape;
    const char *const *words;
};

struct shape {
    const char *name; /* of the definition in the JSON schema */
    const struct shape_field *fields;
    size_t n;
};

extern const struct shape EDITION_SHAPE;
extern const struct shape LIMIT_SHAPE;
extern const struct shape STEP_SHAPE;
extern const struct shape POINTS_SHAPE;
extern const struct shape POINT_SHAPE; /* an item of a list of points */
extern const struct shape TEST_SHAPE;

const struct shape_field *shape_find(const struct shape *s, struct text name);

/* JSON schema (draft 2020-12) of an edition file. */
void shape_to_schema(struct json_writer *w);
