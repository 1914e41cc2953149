/* pgvalue.h - values as PostgreSQL's binary format has them.  Used only by postgres.c. */
#pragma once

#include "store/run.h"

enum { PG_INT_BYTES = 8 };

/* The parameters of a statement in the arrays that libpq takes. */
struct pg_binding {
    int n;
    unsigned types[PARAMS_MAX];
    const char *values[PARAMS_MAX];
    int lengths[PARAMS_MAX];
    int formats[PARAMS_MAX];
    char ints[PARAMS_MAX][PG_INT_BYTES];
};

/* values may be NULL: types only.  The values' bytes are not copied. */
void pg_bind(struct pg_binding *b, const struct sql_form *form,
             const struct sql_value *values);
/* A whole number of 1, 2, 4 or 8 bytes. */
int64_t pg_read_int(const char *from, int length);
/* True if a column of the server's type `found` (an OID) can be read as `wanted`. */
bool pg_is_type(unsigned found, enum sql_type wanted);
