#include "store/pgvalue.h"

/* Types of PostgreSQL (pg_type.h), which libpq's headers do not name. */
enum {
    OID_BOOL = 16,
    OID_BYTEA = 17,
    OID_INT8 = 20,
    OID_INT2 = 21,
    OID_INT4 = 23,
    OID_TEXT = 25,
    OID_UNKNOWN = 705,
    OID_VARCHAR = 1043
};

static unsigned oid_of(uint8_t type)
{
    return type == SQL_INT ? OID_INT8 : type == SQL_BYTES ? OID_BYTEA : OID_TEXT;
}

static void write_int(char *to, int64_t v)
{
    for (int i = PG_INT_BYTES - 1; i >= 0; i--) {
        to[i] = (char)(v & 0xff);
        v >>= 8;
    }
}

int64_t pg_read_int(const char *from, int length)
{
    uint64_t v = length && (from[0] & 0x80) ? UINT64_MAX : 0;

    for (int i = 0; i < length; i++)
        v = v << 8 | (unsigned char)from[i];
    return (int64_t)v;
}

/* Text must end with a NUL in text format, so all values travel in binary format. */
void pg_bind(struct pg_binding *b, const struct sql_form *form,
             const struct sql_value *values)
{
    b->n = (int)form->n_params;
    for (int i = 0; i < b->n; i++) {
        const struct sql_value *v = values ? &values[form->params[i].input] : NULL;

        b->types[i] = oid_of(form->params[i].type);
        b->formats[i] = 1;
        b->values[i] = NULL;
        b->lengths[i] = 0;
        if (!v || v->null)
            continue;
        if (v->type == SQL_INT) {
            write_int(b->ints[i], v->i);
            b->values[i] = b->ints[i];
            b->lengths[i] = PG_INT_BYTES;
        } else {
            b->values[i] = v->t.p ? v->t.p : "";
            b->lengths[i] = (int)v->t.len;
        }
    }
}

bool pg_is_type(unsigned found, enum sql_type wanted)
{
    switch (found) {
    case OID_INT8:
    case OID_INT4:
    case OID_INT2:
    case OID_BOOL:
        return wanted == SQL_INT;
    case OID_TEXT:
    case OID_VARCHAR:
    case OID_UNKNOWN:
        return wanted == SQL_TEXT;
    case OID_BYTEA:
        return wanted == SQL_BYTES;
    default:
        return false;
    }
}
