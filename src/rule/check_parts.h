/* check_parts.h - what the files of the check share. */
#pragma once

#include "rule/edition_shape.h"
#include "rule/regulation_check.h"

struct check {
    struct arena *arena;
    struct text file;
    const struct json *doc;
    bool general; /* the general procedure, not weighbridges */
    struct regulation_findings *out;
};

/* ---- check_parts.c ---- */

void check_add(struct check *c, const char *key, const char *path, const char *detail);
/* Does a list have an object whose member is that text, an object that key, a list that
 * grade?  NULL has none. */
bool check_has_name(const struct json *list, const char *member, struct text name);
bool check_has_key(const struct json *o, struct text name);
bool check_is_grade(const struct json *grades, struct text name);
/* Bit of the kind of a test, 0 if it is none. */
unsigned check_kind_of(const struct json *test);
/* Is it a name of instrument_vars, context, tables, vars, inputs or asks? */
bool check_declared(const struct check *c, struct text name);
/* A map by grade names grades of the regulation, and none is forgotten. */
void check_grades(struct check *c, const struct json *map, const char *path);

/* ---- check_shape.c ---- */

void check_object(struct check *c, const struct json *v, const struct shape *shape,
                  const char *path, unsigned kinds);
void check_field(struct check *c, const struct json *v, const struct shape_field *f,
                 const char *path);
void check_limit(struct check *c, const struct json *v, const char *path);

/* ---- check_itself.c ---- */

/* Ids, references, evidence, layouts. */
void check_itself(struct check *c);

/* ---- check_order.c ---- */

/* Numbers that cannot be meant: of a limit, of the steps of one, of the sections. */
void check_limit_order(struct check *c, const struct json *limit, const char *path);
void check_steps_order(struct check *c, const struct json *steps, const char *path);
void check_order(struct check *c);
