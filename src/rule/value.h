/* value.h - names of a regulation and the values they have while a case is evaluated.
 *
 * Every name that an expression or a limit mentions gets a slot when the regulation is
 * loaded.  A scope holds the values; those of a test point shadow those of the case and
 * go away with it.  A value from JSON stays as written until an expression needs it.
 */
#pragma once

#include "base/arena.h"
#include "base/dec.h"
#include "base/json.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

enum { VALUE_LIST_MAX = 20000, NAMES_MAX = 4000 };
/* Steps of one evaluation; ten thousand points take some hundred thousand. */
enum { SCOPE_WORK_MAX = 20000000 };

enum value_kind {
    VALUE_NONE,   /* the name has no value here */
    VALUE_RAW,    /* as in the JSON node, not read yet */
    VALUE_NUMBER, /* num */
    VALUE_LIST,   /* list, n */
    VALUE_TABLE,  /* list: key and value in turn, sorted by key; n: rows */
    VALUE_TEXT,   /* a text that is no number: a grade, a type */
    VALUE_OTHER   /* null, true, false */
};

struct value {
    struct dec num;
    const struct dec *list;
    size_t n;
    const struct json *node; /* what it was read from, or NULL if computed */
    enum value_kind kind;
};

struct expr;

/* Names and their slots. */
struct names {
    struct arena *arena;
    struct text *list;
    uint32_t n;
    uint32_t cap;
    uint32_t *index; /* open addressing: slot + 1, 0 empty; a power of two */
    uint32_t index_cap;
    bool *fixed;             /* by slot: a procedure sets it once for an instrument */
    uint32_t exprs_n;        /* expressions compiled so far: their ids */
    const struct expr *last; /* the last of them, NULL: none; the others by `before` */
};

/* Is it a character of names: a letter, digit, _ or not ASCII? */
bool name_has(char c);
/* The results of other tests have names of three words, "results.fit.slope" (results.h).
 * Number of bytes of such a name that t begins with; 0: none. */
#define NAME_RESULTS "results."
size_t name_result_length(struct text t);
static inline bool name_is_result(struct text name)
{
    return name.len && name.p[0] == NAME_RESULTS[0] &&
           name_result_length(name) == name.len;
}

/* Slots that every regulation has, in this order. */
enum {
    SLOT_X,
    SLOT_P,
    SLOT_R,
    SLOT_XM,
    SLOT_REL,
    SLOT_ABSDEV,
    SLOT_GRADE,
    SLOT_FS,
    SLOT_A,
    SLOT_B,
    SLOT_KNOWN
};

void names_init(struct names *t, struct arena *a);
/* Slot of a name, made if new.  QH_LIMIT "regulation.names" (too many, or over
 * JSON_KEY_MAX bytes). */
QH_MUST qh_status names_add(struct names *t, struct text name, uint32_t *out,
                            struct qh_error *err);
/* Marks a name that keeps its value as long as a scope with a memo lives. */
void names_fix(struct names *t, uint32_t slot);
/* Slot, or -1. */
int32_t names_find(const struct names *t, struct text name);

struct scope_undo {
    uint32_t slot;
    struct value old;
};

/* What an expression of fixed names came to. */
struct scope_memo {
    struct dec value;
    bool known;
};

struct scope {
    struct arena *arena;
    struct scope_memo *memo; /* by id of the expression; NULL: nothing is kept */
    const struct names *names;
    struct value *slots; /* names->n of them */
    struct scope_undo *undo;
    size_t undo_n;
    size_t undo_cap;
    uint64_t work; /* steps done so far */
};

/* Counts n steps.  QH_LIMIT "evaluate.work" past SCOPE_WORK_MAX. */
QH_MUST qh_status scope_spend(struct scope *s, size_t n, struct qh_error *err);

/* base: names->n values to start from, or NULL for none. */
void scope_init(struct scope *s, struct arena *a, const struct names *names,
                const struct value *base);
/* Sets a slot for good. */
static inline void scope_set(struct scope *s, uint32_t slot, struct dec v)
{
    s->slots[slot] = (struct value){.kind = VALUE_NUMBER, .num = v};
}
/* Sets a slot until scope_back(). */
void scope_shadow(struct scope *s, uint32_t slot, struct value v);
static inline void scope_shadow_dec(struct scope *s, uint32_t slot, struct dec v)
{
    scope_shadow(s, slot, (struct value){.kind = VALUE_NUMBER, .num = v});
}
/* Shadows all members of an object that have a slot; `skip` (or NULL) is left out, and so
 * are names of results: no case can set them. */
void scope_shadow_object(struct scope *s, const struct json *o, const char *skip);
static inline size_t scope_here(const struct scope *s)
{
    return s->undo_n;
}
void scope_back(struct scope *s, size_t mark);

/* The value of a node, unread. */
struct value value_of(const struct json *node);
/* A node as the oracle's str() prints it: a text as written; a number of JSON as Python
 * shows it (0.10 is "0.1", 1e2 "100.0", 1E-7 "1e-07"); "True", "False", else "None". */
struct text value_words(struct arena *a, const struct json *node);
/* A computed number as the oracle's str() prints it: "20.50", "2E+1", "1.5E-9". */
struct text value_name(struct arena *a, struct dec v);
/* As the oracle's `if`: false for absent, null, false, 0, an empty text, list or object.
 */
bool value_is_true(const struct json *node);
/* Reads a RAW value: number, text, list of numbers or table.  QH_INVALID "value.list",
 * "value.table"; QH_LIMIT "value.length". */
QH_MUST qh_status value_read(struct arena *a, struct value *v, struct qh_error *err);
/* Number of a node.  QH_INVALID "value.number", QH_LIMIT "value.digits" (more than
 * DEC_TEXT_MAX characters), QH_RANGE "value.range"; detail shows the text.  A fraction
 * that was no text has no needless zeros: 0.10 has one decimal, "0.10" has two. */
QH_MUST qh_status value_number(const struct json *node, struct dec *out,
                               struct qh_error *err);
/* Numbers of an array.  Also QH_INVALID "value.list", QH_LIMIT "value.length". */
QH_MUST qh_status value_numbers(struct arena *a, const struct json *node,
                                struct dec **out, size_t *out_n, struct qh_error *err);
