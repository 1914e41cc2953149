/* json_fuzz.c - reader, writer and shape tables of JSON on any bytes. */
#include "target.h"

#include "base/json.h"

#include <stdlib.h>
#include <string.h>

static void require(bool holds)
{
    if (!holds)
        abort();
}

struct line {
    const char *unit;
    struct dec value;
    int64_t count;
};

struct input {
    const char *name;
    const char *day;
    const char *id;
    struct opt_int limit;
    int route;
    bool urgent;
    struct line first;
    struct json_list lines;
    struct json_strs words;
    const struct json *raw;
};

static const char *const ROUTES[] = {"own", "county", NULL};

static const struct json_field LINE[] = {
    JSON_STR(struct line, unit, JSON_OPTIONAL, 4),
    JSON_DEC(struct line, value, JSON_OPTIONAL),
    JSON_INT(struct line, count, JSON_OPTIONAL, -5, 5),
};

static const struct json_field INPUT[] = {
    JSON_STR(struct input, name, JSON_OPTIONAL, 20),
    JSON_DATE(struct input, day, JSON_OPTIONAL),
    JSON_ID(struct input, id, JSON_OPTIONAL),
    JSON_INT_OPT(struct input, limit, JSON_OPTIONAL, 0, 9),
    JSON_ENUM(struct input, route, JSON_OPTIONAL, ROUTES),
    JSON_BOOL(struct input, urgent, JSON_OPTIONAL),
    JSON_OBJ(struct input, first, JSON_OPTIONAL, LINE, struct line),
    JSON_OBJS(struct input, lines, JSON_OPTIONAL, LINE, struct line, 3),
    JSON_STRS(struct input, words, JSON_OPTIONAL, 3, 5),
    JSON_RAW(struct input, raw, JSON_OPTIONAL),
};

static struct text write_node(struct arena *a, const struct json *v)
{
    struct json_writer w;
    struct buf b;

    buf_init(&b, a);
    json_begin(&w, &b);
    json_put_node(&w, v);
    return buf_text(&b);
}

static struct text write_input(struct arena *a, const struct input *in)
{
    struct json_writer w;
    struct buf b;

    buf_init(&b, a);
    json_begin(&w, &b);
    json_encode(&w, INPUT, LEN(INPUT), in);
    return buf_text(&b);
}

/* Every text of the tree is UTF-8 without NUL and followed by one. */
static void check_tree(const struct json *v)
{
    size_t n = 0;

    if (v->kind == JSON_STRING || v->kind == JSON_NUMBER)
        require(text_is_utf8(v->text) && v->text.p[v->text.len] == 0);
    for (const struct json *i = v->first; i; i = i->next, n++) {
        if (v->kind == JSON_OBJECT)
            require(text_is_utf8(i->key) && i->key.p[i->key.len] == 0);
        check_tree(i);
    }
    require(n == v->count);
}

/* What was written is read, and written the same again. */
static void check_writer(struct arena *a, const struct json *v)
{
    struct text once = write_node(a, v);
    struct json *again = NULL;

    require(json_parse(a, once, &again, NULL) == QH_OK);
    require(text_equal(write_node(a, again), once));
}

/* A struct that was read and written is read as the same struct. */
static void check_shape(struct arena *a, const struct json *v)
{
    struct input in = {0};
    struct input same = {0};
    struct qh_error err = {0};
    struct json *again = NULL;
    struct text once;

    if (json_decode(a, v, INPUT, LEN(INPUT), &in, &err)) {
        require(strncmp(err.key, "input.", 6) == 0);
        require(text_is_utf8(text_of(err.field)));
        return;
    }
    once = write_input(a, &in);
    require(json_parse(a, once, &again, NULL) == QH_OK);
    require(json_decode(a, again, INPUT, LEN(INPUT), &same, &err) == QH_OK);
    require(text_equal(write_input(a, &same), once));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text t = {.p = (const char *)data, .len = size};
    struct json *v = NULL;
    struct qh_error err = {0};
    struct arena a;

    arena_init(&a, 0);
    if (json_parse(&a, t, &v, &err)) {
        require(v == NULL && strncmp(err.key, "json.", 5) == 0);
        require(strncmp(err.detail, "line ", 5) == 0 || err.status == QH_LIMIT);
    } else {
        check_tree(v);
        check_writer(&a, v);
        check_shape(&a, v);
    }
    arena_done(&a);
    return 0;
}
