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

void check_add(struct check *c, const char *key, const char *path, const char *detail);
void check_object(struct check *c, const struct json *v, const struct shape *shape,
                  const char *path, unsigned kinds);
void check_field(struct check *c, const struct json *v, const struct shape_field *f,
                 const char *path);
void check_limit(struct check *c, const struct json *v, const char *path);

/* Bit of the kind of a test, 0 if it is none (check_itself.c). */
unsigned check_kind_of(const struct json *test);
/* Is it a name of instrument_vars, context, tables, vars, inputs or asks? */
bool check_declared(const struct check *c, struct text name);
/* A map by grade names grades of the regulation, and none is forgotten. */
void check_grades(struct check *c, const struct json *map, const char *path);
/* Ids, references, evidence, layouts. */
void check_itself(struct check *c);
