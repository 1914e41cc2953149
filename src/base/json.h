/* json.h - bounded JSON reader and writer with shape tables (RFC 8259).
 *
 * The reader refuses what others accept: duplicate names, raw control characters, NUL,
 * lone surrogates, invalid or overlong UTF-8, leading zeros, NaN, trailing bytes. Numbers
 * keep their text, so that nothing is lost; decimals travel as JSON strings.  Sizes are
 * limited by the names below.  All memory comes from the arena given.  Needs only libc:
 * also runs as WebAssembly.
 */
#pragma once

#include "base/arena.h"
#include "base/dec.h"
#include "base/opt.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    JSON_BYTES_MAX = 8 * 1024 * 1024, /* of a document */
    JSON_DEPTH_MAX = 32,              /* arrays and objects one inside another */
    JSON_NODES_MAX = 400000,          /* values in a document */
    JSON_KEY_MAX = 128,               /* bytes of a name, decoded */
    JSON_NUMBER_MAX = 128,            /* bytes of a number */
    JSON_EXPONENT_MAX = 150           /* size of the exponent of a number */
};

enum json_kind {
    JSON_NULL,
    JSON_FALSE,
    JSON_TRUE,
    JSON_NUMBER,
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT
};

/* One value.  Members of an object and items of an array are a list by next, in the order
 * of the document.  Strings and names hold UTF-8 without NUL, and a NUL follows them:
 * they may be used as const char *. */
struct json {
    enum json_kind kind;
    struct text text;   /* JSON_STRING: decoded; JSON_NUMBER: as written */
    struct text key;    /* the member's name if the parent is an object */
    struct json *first; /* first item or member */
    struct json *next;  /* next item or member of the parent */
    size_t count;       /* items or members */
};

/* Reads one document.  QH_INVALID "json.syntax", "json.duplicate", "json.utf8" (malformed
 * bytes or half a surrogate pair), "json.nul" (\u0000 or the byte); QH_LIMIT "json.size",
 * "json.depth", "json.nodes", "json.key", "json.number"; QH_RANGE "json.range" (a whole
 * number beyond int64, an exponent beyond +-JSON_EXPONENT_MAX).  detail: line and column,
 * never content of the document.  t need not outlive the call. */
QH_MUST qh_status json_parse(struct arena *a, struct text t, struct json **out,
                             struct qh_error *err);

/* Member by name; NULL if absent or if o is NULL or no object.  Linear: callers with maps
 * of hundreds of names build their own index. */
const struct json *json_member(const struct json *o, const char *key);
/* NULL beyond the end or if it is no array.  Linear: loops go by next. */
const struct json *json_item(const struct json *array, size_t i);
/* The text of a string member, or fallback if absent or not a string. */
const char *json_str(const struct json *o, const char *key, const char *fallback);
/* Value of a string or number node as an exact decimal; status as dec_parse(), QH_INVALID
 * for any other node or NULL. */
QH_MUST qh_status json_dec(const struct json *v, struct dec *out);
/* Whole number of a number node within int64 ("1.0" and "1e2" are none).  QH_INVALID. */
QH_MUST qh_status json_int(const struct json *v, int64_t *out);
bool json_is_true(const struct json *v);

/* ---- shape tables ---- */

enum json_type {
    JSON_T_STR,     /* const char *: min..max characters (not bytes) after trimming */
    JSON_T_INT,     /* int64_t: a JSON number without fraction or exponent, min..max */
    JSON_T_BOOL,    /* bool */
    JSON_T_DATE,    /* const char *: "YYYY-MM-DD", an existing day of 1900..2999 */
    JSON_T_DEC,     /* struct dec: a JSON string that holds a decimal */
    JSON_T_ID,      /* const char *: an id of ours [base/id.h] */
    JSON_T_ENUM,    /* int: index into the NULL-terminated list of names */
    JSON_T_OBJECT,  /* nested struct by its own table */
    JSON_T_OBJECTS, /* struct {T *p; size_t n}: 0..max structs by their table */
    JSON_T_STRS,    /* struct json_strs: 0..max strings of 1..item characters */
    JSON_T_RAW,     /* const struct json *: any value, also null; checked by the callee */
    JSON_T_INT_OPT, /* struct opt_int: as JSON_T_INT, or null or absent */
    JSON_T_JSON     /* const char *: a JSON text that is known good; output only */
};

struct json_strs {
    const char **p;
    size_t n;
};
bool json_strs_repeats(const struct json_strs *l, size_t i); /* the i-th stands before */
/* What JSON_T_OBJECTS fills; items are elements of `size` bytes in a row. */
struct json_list {
    void *p;
    size_t n;
};

enum { JSON_OPTIONAL = 0, JSON_REQUIRED = 1 };

struct json_field {
    const char *name;
    size_t offset;
    enum json_type type;
    int required;
    int64_t min;              /* INT: least value; STR, lists: least count */
    int64_t max;              /* INT: greatest value; STR: characters; lists: items */
    const char *const *names; /* ENUM: allowed values, NULL at the end */
    const struct json_field *shape; /* OBJECT(S): table of the nested struct */
    size_t shape_len;
    size_t size; /* OBJECT(S): sizeof the nested struct; STRS: item characters */
    const char *shape_name; /* OBJECT(S): name of the table, for the generated types */
};

/* Rows of a table: the struct T, its member f (the name in JSON too), JSON_REQUIRED or
 * JSON_OPTIONAL, then the limits.  A required text has at least one character. */
/* clang-format off */
#define JSON_ROW(T, f, type, req, lo, hi) \
    #f, offsetof(T, f), (type), (req), (lo), (hi)
#define JSON_PLAIN(T, f, type, req, lo, hi) \
    {JSON_ROW(T, f, type, req, lo, hi), NULL, NULL, 0, 0, NULL}
#define JSON_STR(T, f, req, maxchars)   JSON_PLAIN(T, f, JSON_T_STR, req, req, maxchars)
#define JSON_INT(T, f, req, lo, hi)     JSON_PLAIN(T, f, JSON_T_INT, req, lo, hi)
#define JSON_INT_OPT(T, f, req, lo, hi) JSON_PLAIN(T, f, JSON_T_INT_OPT, req, lo, hi)
#define JSON_BOOL(T, f, req)            JSON_PLAIN(T, f, JSON_T_BOOL, req, 0, 0)
#define JSON_DATE(T, f, req)            JSON_PLAIN(T, f, JSON_T_DATE, req, 0, 0)
#define JSON_DEC(T, f, req)             JSON_PLAIN(T, f, JSON_T_DEC, req, 0, 0)
#define JSON_ID(T, f, req)              JSON_PLAIN(T, f, JSON_T_ID, req, 0, 0)
#define JSON_RAW(T, f, req)             JSON_PLAIN(T, f, JSON_T_RAW, req, 0, 0)
#define JSON_TEXT_JSON(T, f, req)       JSON_PLAIN(T, f, JSON_T_JSON, req, 0, 0)
#define JSON_ENUM(T, f, req, list) \
    {JSON_ROW(T, f, JSON_T_ENUM, req, 0, 0), (list), NULL, 0, 0, NULL}
#define JSON_STRS(T, f, req, maxitems, itemchars) \
    {JSON_ROW(T, f, JSON_T_STRS, req, 0, maxitems), NULL, NULL, 0, (itemchars), NULL}
#define JSON_OBJ(T, f, req, table, type) \
    {JSON_ROW(T, f, JSON_T_OBJECT, req, 0, 0), NULL, (table), LEN(table), \
     sizeof(type), #table}
#define JSON_OBJS(T, f, req, table, type, maxitems) \
    {JSON_ROW(T, f, JSON_T_OBJECTS, req, 0, maxitems), NULL, (table), LEN(table), \
     sizeof(type), #table}
/* clang-format on */

/* Fills the zeroed struct `out` from object v; a member that is absent or null leaves its
 * field as it is.  Texts are trimmed and refused if they hold controls (but tab and
 * newline), line separators, marks of direction or noncharacters.  Decimals may have
 * full-width digits or one decimal comma [text_plain_number()], at most DEC_DIGITS digits
 * and no exponent.  Unknown members are refused.  QH_INVALID with the keys
 * "input.not_object", "input.unknown", "input.missing", "input.type", "input.too_long",
 * "input.too_short", "input.range", "input.control", "input.date", "input.decimal",
 * "input.id", "input.choice"; err->field is the path ("windows[2].from").  QH_BUG
 * "input.shape": the table has more than 64 rows.  On failure *out is half filled. */
QH_MUST qh_status json_decode(struct arena *a, const struct json *v,
                              const struct json_field *shape, size_t n, void *out,
                              struct qh_error *err);

/* ---- writer ---- */

/* Writes into a buffer; commas are the writer's business.  Calls must nest properly, at
 * most 63 deep.  Bytes that are no UTF-8 come out as U+FFFD, so the result is always
 * JSON.
 */
struct json_writer {
    struct buf *out;
    uint64_t has_item; /* bit per depth: a comma is due */
    int depth;
};

void json_begin(struct json_writer *w, struct buf *out);
void json_object_open(struct json_writer *w);
void json_object_close(struct json_writer *w);
void json_array_open(struct json_writer *w);
void json_array_close(struct json_writer *w);
void json_key(struct json_writer *w, const char *key);   /* then exactly one value */
void json_put_str(struct json_writer *w, const char *s); /* NULL: null */
void json_put_text(struct json_writer *w, struct text t);
void json_put_int(struct json_writer *w, int64_t v);
void json_put_bool(struct json_writer *w, bool v);
void json_put_null(struct json_writer *w);
void json_put_raw(struct json_writer *w, struct text t); /* JSON that is known good */
void json_put_node(struct json_writer *w, const struct json *v);
/* Inside of a value begun by json_put_raw(): bytes as they are, a string in quotes. */
void json_raw(struct json_writer *w, struct text t);
void json_raw_str(struct json_writer *w, const char *s);
/* Key and value at once. */
void json_add_str(struct json_writer *w, const char *key, const char *s);
void json_add_int(struct json_writer *w, const char *key, int64_t v);
void json_add_bool(struct json_writer *w, const char *key, bool v);
void json_add_raw(struct json_writer *w, const char *key, struct text t);

/* ---- from structs: the inverse of json_decode() over the same tables ---- */

/* The struct `in` as an object: every field of the shape in its order; a NULL pointer and
 * an absent number are null (an empty list is []).  JSON_T_OBJECT of a NULL pointer does
 * not exist: nested structs lie inside. */
void json_encode(struct json_writer *w, const struct json_field *shape, size_t n,
                 const void *in);
