/* The query is read by the same tables as a body: its texts become JSON nodes of the type
 * that the table asks for. */
#include "http/api.h"

#include <assert.h>
#include <string.h>

const char *req_param(const struct req *rq, const char *name)
{
    for (size_t i = 0; i < rq->n_params; i++)
        if (strcmp(rq->params[i].name, name) == 0)
            return rq->params[i].value;
    assert(!"the address has no such part");
    return "";
}

static bool is_json(const char *content_type)
{
    static const char JSON[] = "application/json";
    size_t n = sizeof JSON - 1;

    return content_type && strncasecmp(content_type, JSON, n) == 0 &&
           (!content_type[n] || strchr("; \t", content_type[n]));
}

qh_status req_json(const struct req *rq, const struct json_field *shape, size_t n,
                   void *out, struct qh_error *err)
{
    struct json *doc = NULL;
    qh_status rc;

    if (!rq->body.len)
        return qh_fail(err, QH_INVALID, "input.no_body", "", "no body");
    if (!is_json(rq->content_type))
        return qh_fail(err, QH_INVALID, "input.media_type", "", "application/json");
    rc = json_parse(rq->arena, rq->body, &doc, err);
    if (rc)
        return rc;
    return json_decode(rq->arena, doc, shape, n, out, err);
}

qh_status req_input(const struct req *rq, void *out, struct qh_error *err)
{
    return req_json(rq, rq->endpoint->in, rq->endpoint->in_len, out, err);
}

const char *req_action(const struct req *rq)
{
    return strrchr(rq->path, '/') + 1;
}

static const struct json_field *find_field(const struct json_field *shape, size_t n,
                                           const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(shape[i].name, name) == 0)
            return &shape[i];
    return NULL;
}

/* "12" as a number node, "1" and "true" as truth; everything else stays a string, which
 * the table then refuses or takes. */
static void give_type(struct json *v, enum json_type type)
{
    bool is_number = type == JSON_T_INT || type == JSON_T_INT_OPT;
    size_t digits = strspn(v->text.p + (v->text.p[0] == '-'), "0123456789");

    if (is_number && digits && digits + (v->text.p[0] == '-') == v->text.len)
        v->kind = JSON_NUMBER;
    if (type != JSON_T_BOOL)
        return;
    if (text_is(v->text, "1") || text_is(v->text, "true"))
        v->kind = JSON_TRUE;
    if (text_is(v->text, "0") || text_is(v->text, "false"))
        v->kind = JSON_FALSE;
}

static struct json *new_node(struct arena *a, enum json_kind kind, const char *key,
                             const char *text)
{
    struct json *v = ARENA_NEW(a, struct json);

    v->kind = kind;
    v->key = text_of(key);
    v->text = text_of(text);
    return v;
}

static void append(struct json *parent, struct json *v)
{
    struct json **at = &parent->first;

    while (*at)
        at = &(*at)->next;
    *at = v;
    parent->count++;
}

static struct json *find_member(struct json *o, const char *key)
{
    for (struct json *m = o->first; m; m = m->next)
        if (text_is(m->key, key))
            return m;
    return NULL;
}

/* One more value of the query into the object that the table is then applied to. */
static qh_status add_value(const struct req *rq, struct json *doc,
                           const struct req_pair *q, const struct json_field *f,
                           struct qh_error *err)
{
    struct json *old = find_member(doc, q->name);
    struct json *v = new_node(rq->arena, JSON_STRING, q->name, q->value);
    bool is_list = f && f->type == JSON_T_STRS;

    if (old && !is_list)
        return qh_fail(err, QH_INVALID, "input.repeated", q->name, "comes twice");
    if (!old && is_list) {
        old = new_node(rq->arena, JSON_ARRAY, q->name, "");
        append(doc, old);
    }
    if (f)
        give_type(v, f->type);
    append(is_list ? old : doc, v);
    return QH_OK;
}

qh_status req_query(const struct req *rq, const struct json_field *shape, size_t n,
                    void *out, struct qh_error *err)
{
    struct json *doc = new_node(rq->arena, JSON_OBJECT, "", "");

    for (size_t i = 0; i < rq->n_query; i++) {
        const struct req_pair *q = &rq->query[i];
        qh_status rc = QH_OK;

        if (*q->value)
            rc = add_value(rq, doc, q, find_field(shape, n, q->name), err);
        if (rc)
            return rc;
    }
    return json_decode(rq->arena, doc, shape, n, out, err);
}
