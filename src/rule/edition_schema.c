/* edition_schema.c - the tables of edition_shape.c as a JSON schema. */
#include "rule/edition_shape.h"

static void put_type(struct json_writer *w, const char *type)
{
    json_add_str(w, "type", type);
}

static void put_ref(struct json_writer *w, const char *name)
{
    json_key(w, "$ref");
    json_put_str(w, name);
}

/* Definitions have the names of their tables: "#/$defs/limit". */
static void put_shape_ref(struct json_writer *w, const struct shape *s)
{
    char name[64] = "#/$defs/";
    size_t n = 8;

    for (const char *p = s->name; *p && n + 1 < sizeof name; p++)
        name[n++] = *p;
    name[n] = 0;
    put_ref(w, name);
}

static void put_words(struct json_writer *w, const char *const *words)
{
    json_key(w, "enum");
    json_array_open(w);
    for (; *words; words++)
        json_put_str(w, *words);
    json_array_close(w);
}

static void put_pattern(struct json_writer *w, const char *pattern)
{
    put_type(w, "string");
    json_add_str(w, "pattern", pattern);
}

static void put_items(struct json_writer *w, const struct shape_field *f)
{
    put_type(w, "array");
    json_key(w, "items");
    json_object_open(w);
    if (f->type == SHAPE_LIST)
        put_shape_ref(w, f->shape);
    else if (f->type == SHAPE_EXPRS)
        put_ref(w, "#/$defs/expression");
    else if (f->words)
        put_words(w, f->words);
    else
        put_type(w, "string");
    json_object_close(w);
}

static void put_values(struct json_writer *w, const struct shape_field *f)
{
    put_type(w, "object");
    json_key(w, "additionalProperties");
    json_object_open(w);
    if (f->type == SHAPE_MAP) {
        put_shape_ref(w, f->shape);
    } else if (f->type == SHAPE_WHEN) {
        put_type(w, "array");
    } else {
        put_type(w, "object");
        json_key(w, "additionalProperties");
        json_object_open(w);
        put_type(w, "string");
        json_object_close(w);
    }
    json_object_close(w);
}

/* The members of the schema of one value, into an object that is open. */
static void put_value(struct json_writer *w, const struct shape_field *f)
{
    switch (f->type) {
    case SHAPE_TEXT:
        put_type(w, "string");
        json_add_int(w, "minLength", 1);
        break;
    case SHAPE_WORDS:
        put_type(w, "string");
        break;
    case SHAPE_ONE_OF:
        put_words(w, f->words);
        break;
    case SHAPE_BOOL:
        put_type(w, "boolean");
        break;
    case SHAPE_INT:
        put_type(w, "integer");
        break;
    case SHAPE_DAY:
        put_pattern(w, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
        break;
    case SHAPE_DECIMAL:
        put_pattern(w, "^[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?$");
        break;
    case SHAPE_PART:
        put_pattern(w, "^(0|1|0\\.[0-9]+|1\\.0+)$");
        break;
    case SHAPE_EXPR:
        put_ref(w, "#/$defs/expression");
        break;
    case SHAPE_EXPRS:
    case SHAPE_TEXTS:
    case SHAPE_LIST:
        put_items(w, f);
        break;
    case SHAPE_OBJECT:
        put_shape_ref(w, f->shape);
        break;
    case SHAPE_MAP:
    case SHAPE_TABLE:
    case SHAPE_WHEN:
        put_values(w, f);
        break;
    case SHAPE_LIMIT:
        put_shape_ref(w, &LIMIT_SHAPE);
        break;
    case SHAPE_COUNT:
        put_ref(w, "#/$defs/count");
        break;
    case SHAPE_POINTS:
        put_shape_ref(w, &POINTS_SHAPE);
        break;
    case SHAPE_ANY:
    case SHAPE_TYPES:
        break;
    }
}

static void put_field(struct json_writer *w, const struct shape_field *f)
{
    json_key(w, f->name);
    json_object_open(w);
    if (!(f->flags & SHAPE_NULLABLE)) {
        put_value(w, f);
        json_object_close(w);
        return;
    }
    json_key(w, "anyOf");
    json_array_open(w);
    json_object_open(w);
    put_value(w, f);
    json_object_close(w);
    json_object_open(w);
    put_type(w, "null");
    json_object_close(w);
    json_array_close(w);
    json_object_close(w);
}

static void put_shape(struct json_writer *w, const struct shape *s)
{
    put_type(w, "object");
    json_key(w, "properties");
    json_object_open(w);
    for (size_t i = 0; i < s->n; i++)
        put_field(w, &s->fields[i]);
    json_object_close(w);
    json_key(w, "required");
    json_array_open(w);
    for (size_t i = 0; i < s->n; i++)
        if ((s->fields[i].flags & SHAPE_REQUIRED) && !s->fields[i].kinds &&
            !(s->fields[i].flags & (SHAPE_BRIDGE | SHAPE_GENERAL)))
            json_put_str(w, s->fields[i].name);
    json_array_close(w);
    json_add_bool(w, "additionalProperties", false);
}

enum { SHAPES_MAX = 80 };

struct shapes {
    const struct shape *at[SHAPES_MAX];
    size_t n;
};

/* All tables that are reached from one, each once. */
static void gather(struct shapes *to, const struct shape *s)
{
    for (size_t i = 0; i < to->n; i++)
        if (to->at[i] == s)
            return;
    if (to->n == SHAPES_MAX)
        return;
    to->at[to->n++] = s;
    for (size_t i = 0; i < s->n; i++)
        if (s->fields[i].shape)
            gather(to, s->fields[i].shape);
}

static void put_expression(struct json_writer *w)
{
    json_key(w, "expression");
    json_object_open(w);
    json_key(w, "type");
    json_array_open(w);
    json_put_str(w, "string");
    json_put_str(w, "number");
    json_array_close(w);
    json_object_close(w);
    json_key(w, "count");
    json_object_open(w);
    json_key(w, "type");
    json_array_open(w);
    json_put_str(w, "string");
    json_put_str(w, "number");
    json_put_str(w, "object");
    json_array_close(w);
    json_object_close(w);
}

void shape_to_schema(struct json_writer *w)
{
    struct shapes all = {0};

    gather(&all, &EDITION_SHAPE);
    gather(&all, &LIMIT_SHAPE);
    gather(&all, &POINTS_SHAPE);
    json_object_open(w);
    json_add_str(w, "$schema", "https://json-schema.org/draft/2020-12/schema");
    json_add_str(w, "title", "Regulation edition, schema qh-regulation/1");
    put_shape(w, &EDITION_SHAPE);
    json_key(w, "$defs");
    json_object_open(w);
    put_expression(w);
    for (size_t i = 1; i < all.n; i++) {
        json_key(w, all.at[i]->name);
        json_object_open(w);
        put_shape(w, all.at[i]);
        json_object_close(w);
    }
    json_object_close(w);
    json_object_close(w);
}
