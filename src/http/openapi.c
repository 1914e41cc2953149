#include "http/openapi.h"

#include "base/crypt.h"
#include "http/call.h"
#include "http/shapes.h"

#include <string.h>

/* ---- schemas ---- */

static void put_ref(struct json_writer *w, const char *table)
{
    char *name = shapes_type_name(w->out->arena, table);

    json_add_str(w, "$ref", str_format(w->out->arena, "#/components/schemas/%s", name));
}

/* The type of a field, or of it and null. */
static void put_type(struct json_writer *w, const char *type, bool or_null)
{
    if (!or_null) {
        json_add_str(w, "type", type);
        return;
    }
    json_key(w, "type");
    json_array_open(w);
    json_put_str(w, type);
    json_put_str(w, "null");
    json_array_close(w);
}

static void put_string(struct json_writer *w, const struct json_field *f, bool or_null)
{
    put_type(w, "string", or_null);
    if (f->type == JSON_T_STR && f->max > 0) {
        json_add_int(w, "minLength", f->min);
        json_add_int(w, "maxLength", f->max);
    }
    if (f->type == JSON_T_DATE)
        json_add_str(w, "format", "date");
    if (f->type == JSON_T_DEC)
        json_add_str(w, "format", "decimal");
    if (f->type == JSON_T_ID)
        json_add_str(w, "pattern", "^[0-7][0-9A-HJKMNP-TV-Z]{25}$");
}

static void put_names(struct json_writer *w, const struct json_field *f, bool or_null)
{
    json_key(w, "enum");
    json_array_open(w);
    for (const char *const *p = f->names; *p; p++)
        json_put_str(w, *p);
    if (or_null)
        json_put_null(w);
    json_array_close(w);
}

static void put_list(struct json_writer *w, const struct json_field *f)
{
    json_add_str(w, "type", "array");
    json_add_int(w, "maxItems", f->max);
    json_key(w, "items");
    json_object_open(w);
    if (f->type == JSON_T_OBJECTS) {
        put_ref(w, f->shape_name);
    } else {
        json_add_str(w, "type", "string");
        json_add_int(w, "maxLength", (int64_t)f->size);
    }
    json_object_close(w);
}

static void put_field(struct json_writer *w, const struct json_field *f, bool or_null)
{
    json_object_open(w);
    switch (f->type) {
    case JSON_T_STR:
    case JSON_T_DATE:
    case JSON_T_DEC:
    case JSON_T_ID:
        put_string(w, f, or_null);
        break;
    case JSON_T_INT:
    case JSON_T_INT_OPT:
        put_type(w, "integer", f->type == JSON_T_INT_OPT);
        json_add_int(w, "minimum", f->min);
        json_add_int(w, "maximum", f->max);
        break;
    case JSON_T_BOOL:
        json_add_str(w, "type", "boolean");
        break;
    case JSON_T_ENUM:
        put_names(w, f, false);
        break;
    case JSON_T_OBJECT:
        put_ref(w, f->shape_name);
        break;
    case JSON_T_OBJECTS:
    case JSON_T_STRS:
        put_list(w, f);
        break;
    case JSON_T_RAW:
    case JSON_T_JSON:
        break;
    }
    json_object_close(w);
}

static void put_shape(struct json_writer *w, const struct shape_entry *e)
{
    json_key(w, e->name);
    json_object_open(w);
    json_add_str(w, "type", "object");
    json_add_bool(w, "additionalProperties", false);
    json_key(w, "required");
    json_array_open(w);
    for (size_t i = 0; i < e->n; i++)
        if (e->fields[i].required || !e->is_input)
            json_put_str(w, e->fields[i].name);
    json_array_close(w);
    json_key(w, "properties");
    json_object_open(w);
    for (size_t i = 0; i < e->n; i++) {
        json_key(w, e->fields[i].name);
        put_field(w, &e->fields[i], !e->fields[i].required);
    }
    json_object_close(w);
    json_object_close(w);
}

static void put_problem(struct json_writer *w)
{
    static const char *const NAMES[] = {"type", "title", "key", "field", "detail"};

    json_key(w, "Problem");
    json_object_open(w);
    json_add_str(w, "type", "object");
    json_add_raw(w, "required",
                 TEXT("[\"type\",\"title\",\"status\",\"key\",\"field\"]"));
    json_key(w, "properties");
    json_object_open(w);
    for (size_t i = 0; i < LEN(NAMES); i++)
        json_add_raw(w, NAMES[i], TEXT("{\"type\":\"string\"}"));
    json_add_raw(w, "status", TEXT("{\"type\":\"integer\"}"));
    json_object_close(w);
    json_object_close(w);
}

/* ---- operations ---- */

static void put_parameter(struct json_writer *w, const char *name, const char *in,
                          const struct json_field *f)
{
    static const struct json_field ANY = {.type = JSON_T_STR};

    json_object_open(w);
    json_add_str(w, "name", name);
    json_add_str(w, "in", in);
    json_add_bool(w, "required", f ? f->required : strcmp(in, "path") == 0);
    json_key(w, "schema");
    put_field(w, f ? f : &ANY, false);
    json_object_close(w);
}

static void put_path_parameters(struct json_writer *w, const char *path)
{
    for (const char *p = strchr(path, '{'); p; p = strchr(p + 1, '{')) {
        const struct text name = {p + 1, strcspn(p + 1, "}")};

        put_parameter(w, text_copy(w->out->arena, name), "path", NULL);
    }
}

static bool is_safe(const struct endpoint *ep)
{
    return strcmp(ep->method, "GET") == 0;
}

static void put_parameters(struct json_writer *w, const struct endpoint *ep)
{
    json_key(w, "parameters");
    json_array_open(w);
    put_path_parameters(w, ep->path);
    for (size_t i = 0; i < ep->query_len; i++)
        put_parameter(w, ep->query[i].name, "query", &ep->query[i]);
    if (!is_safe(ep)) {
        put_parameter(w, "Idempotency-Key", "header", NULL);
        put_parameter(w, "X-CSRF-Token", "header", NULL);
    }
    json_array_close(w);
}

static void put_content(struct json_writer *w, const char *type, const char *table)
{
    json_key(w, "content");
    json_object_open(w);
    json_key(w, type);
    json_object_open(w);
    if (table) {
        json_key(w, "schema");
        json_object_open(w);
        put_ref(w, table);
        json_object_close(w);
    }
    json_object_close(w);
    json_object_close(w);
}

static void put_body(struct json_writer *w, const struct endpoint *ep)
{
    if (!ep->in && !(ep->flags & EP_UPLOAD))
        return;
    json_key(w, "requestBody");
    json_object_open(w);
    json_add_bool(w, "required", true);
    put_content(w, ep->in ? "application/json" : "application/octet-stream", ep->in_name);
    json_object_close(w);
}

static void put_responses(struct json_writer *w, const struct endpoint *ep)
{
    json_key(w, "responses");
    json_object_open(w);
    json_key(w, str_format(w->out->arena, "%d", shapes_status(ep)));
    json_object_open(w);
    json_add_str(w, "description", "done");
    if (ep->out || (ep->flags & EP_RAW_OUT))
        put_content(w, ep->out ? "application/json" : "*/*", ep->out_name);
    json_object_close(w);
    json_key(w, "default");
    json_object_open(w);
    json_add_str(w, "description", "refused or failed (RFC 9457)");
    put_content(w, "application/problem+json", "PROBLEM");
    json_object_close(w);
    json_object_close(w);
}

static void put_operation(struct json_writer *w, const struct endpoint *ep)
{
    char *method = str_copy(w->out->arena, ep->method);

    for (char *p = method; *p; p++)
        *p = (char)(*p + 32);
    json_key(w, method);
    json_object_open(w);
    json_add_str(w, "operationId", ep->id);
    json_add_str(w, "x-right", right_name(ep->right));
    if (ep->right == RIGHT_PUBLIC)
        json_add_raw(w, "security", TEXT("[]"));
    put_parameters(w, ep);
    put_body(w, ep);
    put_responses(w, ep);
    json_object_close(w);
}

/* ---- the document ---- */

struct all {
    const struct endpoint **p;
    size_t n;
};

static struct all list_all(struct arena *a, const struct endpoint_table *table)
{
    const struct endpoint_list *lists = table->lists;
    struct all all = {0};
    size_t n = 0;

    for (size_t i = 0; i < table->n; i++)
        n += *lists[i].n;
    all.p = ARENA_ARRAY(a, n, const struct endpoint *);
    for (size_t i = 0; i < table->n; i++)
        for (size_t k = 0; k < *lists[i].n; k++)
            all.p[all.n++] = &lists[i].rows[k];
    return all;
}

static bool is_new_path(const struct all *all, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (strcmp(all->p[i]->path, all->p[at]->path) == 0)
            return false;
    return true;
}

static void put_paths(struct json_writer *w, const struct endpoint_table *table)
{
    const struct all all = list_all(w->out->arena, table);

    json_key(w, "paths");
    json_object_open(w);
    for (size_t i = 0; i < all.n; i++) {
        if (!is_new_path(&all, i))
            continue;
        json_key(w, all.p[i]->path);
        json_object_open(w);
        for (size_t k = i; k < all.n; k++)
            if (strcmp(all.p[i]->path, all.p[k]->path) == 0)
                put_operation(w, all.p[k]);
        json_object_close(w);
    }
    json_object_close(w);
}

static void put_components(struct json_writer *w, const struct shape_list *shapes)
{
    json_key(w, "components");
    json_object_open(w);
    json_key(w, "schemas");
    json_object_open(w);
    put_problem(w);
    for (size_t i = 0; i < shapes->n; i++)
        put_shape(w, &shapes->p[i]);
    json_object_close(w);
    json_add_raw(w, "securitySchemes",
                 TEXT("{\"session\":{\"type\":\"apiKey\",\"in\":\"cookie\","
                      "\"name\":\"qh_session\"}}"));
    json_object_close(w);
}

qh_status openapi_write(struct arena *a, const struct endpoint_table *table,
                        const char *version, struct text *out, struct qh_error *err)
{
    struct shape_list shapes = {0};
    qh_status rc = shapes_collect(a, table, &shapes, err);
    struct json_writer w;
    struct buf b;

    if (rc)
        return rc;
    buf_init(&b, a);
    json_begin(&w, &b);
    json_object_open(&w);
    json_add_str(&w, "openapi", "3.1.0");
    json_key(&w, "info");
    json_object_open(&w);
    json_add_str(&w, "title", "Quanheng");
    json_add_str(&w, "version", version);
    json_object_close(&w);
    json_add_raw(&w, "security", TEXT("[{\"session\":[]}]"));
    put_paths(&w, table);
    put_components(&w, &shapes);
    json_object_close(&w);
    *out = buf_text(&b);
    return QH_OK;
}

static qh_status api_openapi(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct text t = {0};
    char *hex = arena_alloc(c->arena, CRYPT_HEX, 1);
    qh_status rc =
        openapi_write(c->arena, call_of(c)->env->endpoints, QH_VERSION, &t, &c->err);

    (void)rq;
    if (rc)
        return rc;
    crypt_sha256(t, hex);
    rs->etag = hex;
    rs->cache_control = "no-cache";
    return res_json_text(rs, 200, t);
}

const struct endpoint API_OPENAPI[] = {
    EP("GET", "/api/openapi.json", RIGHT_PUBLIC, TX_NONE, api_openapi, "openapi",
       .flags = EP_RAW_OUT),
};
const size_t API_OPENAPI_LEN = LEN(API_OPENAPI);
