/* One function a type, chosen by a table; a path on the stack that is only written out
 * when something is refused.  Nesting is bounded by JSON_DEPTH_MAX of the document.
 */
#include "base/days.h"
#include "base/id.h"
#include "base/json.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { FIELDS_MAX = 64, UNKNOWN_MAX = 40 };

/* A step from the root to the value in hand; name is NULL for an item of a list. */
struct path {
    const struct path *up;
    const char *name;
    size_t index;
};

struct decoder {
    struct arena *arena;
    struct qh_error *err;
};

typedef qh_status take_fn(struct decoder *d, const struct json *v,
                          const struct json_field *f, const struct path *at, void *slot);

/* ---- refusing ---- */

/* Appends "a.b[2].c" to the string in to[cap]; what does not fit is cut. */
static void put_path(const struct path *at, char *to, size_t cap)
{
    size_t n;

    if (!at)
        return;
    put_path(at->up, to, cap);
    n = strlen(to);
    if (at->name)
        (void)snprintf(to + n, cap - n, "%s%s", n ? "." : "", at->name);
    else
        (void)snprintf(to + n, cap - n, "[%zu]", at->index);
}

QH_MUST static qh_status refuse(const struct decoder *d, const struct path *at,
                                const char *key, const char *why)
{
    char field[QH_FIELD_MAX] = "";

    put_path(at, field, sizeof field);
    return qh_fail(d->err, QH_INVALID, key, field, "%s", why);
}

QH_MUST static qh_status refuse_count(const struct decoder *d, const struct path *at,
                                      const struct json_field *f, size_t count)
{
    char why[80];
    bool over = count > (uint64_t)f->max;

    (void)snprintf(why, sizeof why, "%zu of %s %lld allowed", count,
                   over ? "at most" : "at least", (long long)(over ? f->max : f->min));
    return refuse(d, at, over ? "input.too_long" : "input.too_short", why);
}

/* Says which values there are, as far as there is room. */
QH_MUST static qh_status refuse_choice(const struct decoder *d, const struct path *at,
                                       const char *const *names)
{
    char why[QH_DETAIL_MAX] = "not one of the values allowed";
    size_t n = strlen(why);

    for (size_t i = 0; names[i] && n + strlen(names[i]) + 2 < sizeof why; i++)
        n += (size_t)snprintf(why + n, sizeof why - n, "%s%s", i ? ", " : ": ", names[i]);
    return refuse(d, at, "input.choice", why);
}

/* The name comes from outside: only letters, digits and '_' of it are repeated. */
QH_MUST static qh_status refuse_unknown(const struct decoder *d, const struct path *up,
                                        struct text name)
{
    char safe[UNKNOWN_MAX + 1] = "";
    struct path at = {.up = up, .name = safe};

    for (size_t i = 0; i < name.len && i < UNKNOWN_MAX; i++) {
        char c = name.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                     (c >= '0' && c <= '9') || c == '_';

        safe[i] = plain ? c : '?';
    }
    return refuse(d, &at, "input.unknown", "no such member");
}

/* ---- texts ---- */

/* Controls, and what would turn or break the line where the text is printed or sent as
 * XML: line and paragraph separators, marks of direction, noncharacters. */
static bool is_control(uint32_t c)
{
    if (c < 0x20)
        return c != '\t' && c != '\n';
    if (c < 0x2028)
        return c >= 0x7F && c < 0xA0;
    return c <= 0x202E || (c >= 0x2066 && c <= 0x2069) || (c & 0xFFFE) == 0xFFFE;
}

static bool has_control(struct text t)
{
    size_t pos = 0;

    while (pos < t.len)
        if (is_control(text_next(t, &pos)))
            return true;
    return false;
}

/* A string of min..max characters after trimming, with a NUL after it. */
QH_MUST static qh_status take_text(struct decoder *d, const struct json *v,
                                   const struct json_field *f, const struct path *at,
                                   const char **out)
{
    struct text t;
    size_t chars;

    if (v->kind != JSON_STRING)
        return refuse(d, at, "input.type", "a string is expected");
    t = text_trim(v->text);
    if (has_control(t))
        return refuse(d, at, "input.control", "control character");
    chars = text_chars(t);
    if (chars > (uint64_t)f->max || chars < (uint64_t)f->min)
        return refuse_count(d, at, f, chars);
    *out = t.p[t.len] == 0 ? t.p : text_copy(d->arena, t);
    return QH_OK;
}

static qh_status take_str(struct decoder *d, const struct json *v,
                          const struct json_field *f, const struct path *at, void *slot)
{
    return take_text(d, v, f, at, slot);
}

static qh_status take_date(struct decoder *d, const struct json *v,
                           const struct json_field *f, const struct path *at, void *slot)
{
    const char **out = slot;
    int64_t day;

    (void)f;
    if (v->kind != JSON_STRING)
        return refuse(d, at, "input.type", "a string is expected");
    if (day_parse(v->text.p, &day))
        return refuse(d, at, "input.date", "an existing day YYYY-MM-DD is expected");
    *out = v->text.p;
    return QH_OK;
}

static qh_status take_id(struct decoder *d, const struct json *v,
                         const struct json_field *f, const struct path *at, void *slot)
{
    const char **out = slot;

    (void)f;
    if (v->kind != JSON_STRING)
        return refuse(d, at, "input.type", "a string is expected");
    if (!id_is_valid(v->text))
        return refuse(d, at, "input.id", "an id of 26 characters is expected");
    *out = v->text.p;
    return QH_OK;
}

static qh_status take_enum(struct decoder *d, const struct json *v,
                           const struct json_field *f, const struct path *at, void *slot)
{
    int *out = slot;

    if (v->kind != JSON_STRING)
        return refuse(d, at, "input.type", "a string is expected");
    for (int i = 0; f->names[i]; i++) {
        if (text_is(v->text, f->names[i])) {
            *out = i;
            return QH_OK;
        }
    }
    return refuse_choice(d, at, f->names);
}

/* ---- numbers ---- */

/* Sign, digits and point only, and no digit that struct dec would round away. */
static bool is_plain_decimal(const char *s)
{
    size_t digits = 0;

    for (; *s; s++) {
        if (*s >= '0' && *s <= '9')
            digits += digits || *s != '0';
        else if (*s != '+' && *s != '-' && *s != '.')
            return false;
    }
    return digits <= DEC_DIGITS;
}

static qh_status take_dec(struct decoder *d, const struct json *v,
                          const struct json_field *f, const struct path *at, void *slot)
{
    struct dec *out = slot;
    const char *s;

    (void)f;
    if (v->kind != JSON_STRING)
        return refuse(d, at, "input.type", "a decimal is expected, as a string");
    if (v->text.len <= (size_t)DEC_TEXT_MAX * 3) {
        s = text_plain_number(d->arena, v->text);
        if (is_plain_decimal(s) && dec_parse(text_of(s), out) == QH_OK)
            return QH_OK;
    }
    return refuse(d, at, "input.decimal", "a decimal of at most 34 digits is expected");
}

static qh_status take_int(struct decoder *d, const struct json *v,
                          const struct json_field *f, const struct path *at, void *slot)
{
    int64_t *out = slot;
    int64_t n = 0;
    char why[80];

    if (json_int(v, &n))
        return refuse(d, at, "input.type", "a whole number is expected");
    if (n < f->min || n > f->max) {
        (void)snprintf(why, sizeof why, "%lld to %lld is allowed", (long long)f->min,
                       (long long)f->max);
        return refuse(d, at, "input.range", why);
    }
    *out = n;
    return QH_OK;
}

static qh_status take_int_opt(struct decoder *d, const struct json *v,
                              const struct json_field *f, const struct path *at,
                              void *slot)
{
    struct opt_int *out = slot;
    qh_status rc = take_int(d, v, f, at, &out->v);

    out->has = rc == QH_OK;
    return rc;
}

/* JSON_T_JSON is for output only. */
static qh_status take_none(struct decoder *d, const struct json *v,
                           const struct json_field *f, const struct path *at, void *slot)
{
    (void)v;
    (void)f;
    (void)slot;
    return refuse(d, at, "input.unknown", "only in answers");
}

static qh_status take_bool(struct decoder *d, const struct json *v,
                           const struct json_field *f, const struct path *at, void *slot)
{
    bool *out = slot;

    (void)f;
    if (v->kind != JSON_TRUE && v->kind != JSON_FALSE)
        return refuse(d, at, "input.type", "true or false is expected");
    *out = v->kind == JSON_TRUE;
    return QH_OK;
}

static qh_status take_raw(struct decoder *d, const struct json *v,
                          const struct json_field *f, const struct path *at, void *slot)
{
    const struct json **out = slot;

    (void)d;
    (void)f;
    (void)at;
    *out = v;
    return QH_OK;
}

/* ---- lists and objects ---- */

struct shape {
    const struct json_field *fields;
    size_t n;
};

QH_MUST static qh_status take_members(struct decoder *d, const struct json *v,
                                      struct shape shape, const struct path *at,
                                      void *out);

static qh_status take_object(struct decoder *d, const struct json *v,
                             const struct json_field *f, const struct path *at,
                             void *slot)
{
    return take_members(d, v, (struct shape){f->shape, f->shape_len}, at, slot);
}

QH_MUST static qh_status check_list(const struct decoder *d, const struct json *v,
                                    const struct json_field *f, const struct path *at)
{
    if (v->kind != JSON_ARRAY)
        return refuse(d, at, "input.type", "a list is expected");
    if (v->count > (uint64_t)f->max || v->count < (uint64_t)f->min)
        return refuse_count(d, at, f, v->count);
    return QH_OK;
}

static qh_status take_objects(struct decoder *d, const struct json *v,
                              const struct json_field *f, const struct path *at,
                              void *slot)
{
    struct json_list *out = slot;
    qh_status rc = check_list(d, v, f, at);
    struct path item = {.up = at};
    char *p;

    if (rc)
        return rc;
    p = arena_alloc(d->arena, v->count, f->size);
    for (const struct json *i = v->first; i; i = i->next, item.index++) {
        rc = take_object(d, i, f, &item, p + item.index * f->size);
        if (rc)
            return rc;
    }
    *out = (struct json_list){.p = p, .n = v->count};
    return QH_OK;
}

static qh_status take_strs(struct decoder *d, const struct json *v,
                           const struct json_field *f, const struct path *at, void *slot)
{
    const struct json_field one = {.min = 1, .max = (int64_t)f->size};
    struct json_strs *out = slot;
    qh_status rc = check_list(d, v, f, at);
    struct path item = {.up = at};
    const char **p;

    if (rc)
        return rc;
    p = ARENA_ARRAY(d->arena, v->count, const char *);
    for (const struct json *i = v->first; i; i = i->next, item.index++) {
        rc = take_text(d, i, &one, &item, &p[item.index]);
        if (rc)
            return rc;
    }
    *out = (struct json_strs){.p = p, .n = v->count};
    return QH_OK;
}

/* clang-format off */
static take_fn *const TAKE[] = {
    [JSON_T_STR]     = take_str,
    [JSON_T_INT]     = take_int,
    [JSON_T_BOOL]    = take_bool,
    [JSON_T_DATE]    = take_date,
    [JSON_T_DEC]     = take_dec,
    [JSON_T_ID]      = take_id,
    [JSON_T_ENUM]    = take_enum,
    [JSON_T_OBJECT]  = take_object,
    [JSON_T_OBJECTS] = take_objects,
    [JSON_T_STRS]    = take_strs,
    [JSON_T_RAW]     = take_raw,
    [JSON_T_INT_OPT] = take_int_opt,
    [JSON_T_JSON]    = take_none,
};
/* clang-format on */

/* Index of the field of that name, or n.  Members mostly come in the order of the table.
 */
static size_t find_field(struct shape shape, size_t hint, struct text name)
{
    for (size_t k = 0; k < shape.n; k++) {
        size_t i = hint + k < shape.n ? hint + k : hint + k - shape.n;

        if (text_is(name, shape.fields[i].name))
            return i;
    }
    return shape.n;
}

/* null stands for an absent member, but for JSON_T_RAW, where it is a value. */
static bool is_absent(const struct json *v, const struct json_field *f)
{
    return v->kind == JSON_NULL && f->type != JSON_T_RAW;
}

QH_MUST static qh_status check_present(const struct decoder *d, struct shape shape,
                                       uint64_t seen, const struct path *up)
{
    for (size_t i = 0; i < shape.n; i++) {
        struct path at = {.up = up, .name = shape.fields[i].name};

        if (shape.fields[i].required && !(seen >> i & 1))
            return refuse(d, &at, "input.missing", "required");
    }
    return QH_OK;
}

static qh_status take_members(struct decoder *d, const struct json *v, struct shape shape,
                              const struct path *up, void *out)
{
    uint64_t seen = 0;
    size_t hint = 0;

    if (v->kind != JSON_OBJECT)
        return refuse(d, up, "input.not_object", "an object is expected");
    for (const struct json *m = v->first; m; m = m->next) {
        size_t i = find_field(shape, hint, m->key);
        const struct json_field *f = &shape.fields[i];
        struct path at = {.up = up, .name = i < shape.n ? f->name : ""};
        qh_status rc;

        if (i == shape.n)
            return refuse_unknown(d, up, m->key);
        hint = i + 1;
        if (is_absent(m, f))
            continue;
        rc = TAKE[f->type](d, m, f, &at, (char *)out + f->offset);
        if (rc)
            return rc;
        seen |= (uint64_t)1 << i;
    }
    return check_present(d, shape, seen, up);
}

qh_status json_decode(struct arena *a, const struct json *v,
                      const struct json_field *shape, size_t n, void *out,
                      struct qh_error *err)
{
    struct decoder d = {.arena = a, .err = err};

    if (n > FIELDS_MAX)
        return qh_fail(err, QH_BUG, "input.shape", "", "%zu fields", n);
    if (!v)
        return refuse(&d, NULL, "input.not_object", "an object is expected");
    return take_members(&d, v, (struct shape){shape, n}, NULL, out);
}

bool json_strs_repeats(const struct json_strs *l, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (str_equal(l->p[k], l->p[i]))
            return true;
    return false;
}
