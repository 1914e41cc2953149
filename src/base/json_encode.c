/* One field kind, one line: what json_decode() reads of a struct, this writes back. */
#include "base/json.h"

static void put_field(struct json_writer *w, const struct json_field *f, const void *at);

void json_encode(struct json_writer *w, const struct json_field *shape, size_t n,
                 const void *in)
{
    json_object_open(w);
    for (size_t i = 0; i < n; i++) {
        json_key(w, shape[i].name);
        put_field(w, &shape[i], (const char *)in + shape[i].offset);
    }
    json_object_close(w);
}

static void put_decimal(struct json_writer *w, const struct dec *v)
{
    json_put_str(w, dec_text(w->out->arena, *v));
}

static void put_objects(struct json_writer *w, const struct json_field *f,
                        const struct json_list *list)
{
    const char *item = list->p;

    json_array_open(w);
    for (size_t i = 0; i < list->n; i++, item += f->size)
        json_encode(w, f->shape, f->shape_len, item);
    json_array_close(w);
}

static void put_strings(struct json_writer *w, const struct json_strs *list)
{
    json_array_open(w);
    for (size_t i = 0; i < list->n; i++)
        json_put_str(w, list->p[i]);
    json_array_close(w);
}

static void put_json(struct json_writer *w, const char *s)
{
    if (s)
        json_put_raw(w, text_of(s));
    else
        json_put_null(w);
}

static void put_number(struct json_writer *w, const struct opt_int *v)
{
    if (v->has)
        json_put_int(w, v->v);
    else
        json_put_null(w);
}

static void put_node(struct json_writer *w, const struct json *v)
{
    if (v)
        json_put_node(w, v);
    else
        json_put_null(w);
}

static void put_field(struct json_writer *w, const struct json_field *f, const void *at)
{
    switch (f->type) {
    case JSON_T_STR:
    case JSON_T_DATE:
    case JSON_T_ID:
        json_put_str(w, *(const char *const *)at);
        break;
    case JSON_T_INT:
        json_put_int(w, *(const int64_t *)at);
        break;
    case JSON_T_INT_OPT:
        put_number(w, at);
        break;
    case JSON_T_BOOL:
        json_put_bool(w, *(const bool *)at);
        break;
    case JSON_T_DEC:
        put_decimal(w, at);
        break;
    case JSON_T_ENUM:
        json_put_str(w, f->names[*(const int *)at]);
        break;
    case JSON_T_OBJECT:
        json_encode(w, f->shape, f->shape_len, at);
        break;
    case JSON_T_OBJECTS:
        put_objects(w, f, at);
        break;
    case JSON_T_STRS:
        put_strings(w, at);
        break;
    case JSON_T_RAW:
        put_node(w, *(const struct json *const *)at);
        break;
    case JSON_T_JSON:
        put_json(w, *(const char *const *)at);
        break;
    }
}
