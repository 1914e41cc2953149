#include "http/shapes.h"

#include <string.h>

enum { SHAPES_MAX = 1000 };

char *shapes_type_name(struct arena *a, const char *table)
{
    char *out = arena_alloc(a, strlen(table) + 1, 1);
    bool is_first = true;
    size_t n = 0;

    for (const char *p = table; *p; p++) {
        if (*p == '_') {
            is_first = true;
            continue;
        }
        out[n++] = *p >= 'A' && *p <= 'Z' && !is_first ? (char)(*p + 32) : *p;
        is_first = false;
    }
    return out;
}

int shapes_status(const struct endpoint *ep)
{
    if (ep->status)
        return ep->status;
    return ep->out || (ep->flags & EP_RAW_OUT) ? 200 : 204;
}

static struct shape_entry *find(struct shape_list *l, const char *table)
{
    for (size_t i = 0; i < l->n; i++)
        if (strcmp(l->p[i].table, table) == 0)
            return &l->p[i];
    return NULL;
}

static qh_status add(struct arena *a, struct shape_list *l, const struct shape_entry *e,
                     struct qh_error *err)
{
    struct shape_entry *old = find(l, e->table);

    if (old && old->fields != e->fields)
        return qh_fail(err, QH_BUG, "shapes.name", "", "two tables are called %s",
                       e->table);
    if (old && (old->is_input || !e->is_input))
        return QH_OK;
    if (!old) {
        if (l->n == SHAPES_MAX)
            return qh_fail(err, QH_LIMIT, "shapes.count", "", "over %d", SHAPES_MAX);
        old = &l->p[l->n++];
        *old = *e;
        old->name = shapes_type_name(a, e->table);
    }
    old->is_input = e->is_input;
    for (size_t i = 0; i < e->n; i++) {
        const struct json_field *f = &e->fields[i];
        const struct shape_entry nested = {
            .table = f->shape_name,
            .fields = f->shape,
            .n = f->shape_len,
            .is_input = e->is_input,
        };
        qh_status rc = f->shape ? add(a, l, &nested, err) : QH_OK;

        if (rc)
            return rc;
    }
    return QH_OK;
}

static qh_status add_endpoint(struct arena *a, struct shape_list *l,
                              const struct endpoint *ep, struct qh_error *err)
{
    const struct shape_entry entries[] = {
        {.table = ep->in_name, .fields = ep->in, .n = ep->in_len, .is_input = true},
        {.table = ep->query_name,
         .fields = ep->query,
         .n = ep->query_len,
         .is_input = true},
        {.table = ep->out_name, .fields = ep->out, .n = ep->out_len},
    };

    for (size_t i = 0; i < LEN(entries); i++) {
        qh_status rc = entries[i].fields ? add(a, l, &entries[i], err) : QH_OK;

        if (rc)
            return rc;
    }
    return QH_OK;
}

qh_status shapes_collect(struct arena *a, const struct endpoint_table *table,
                         struct shape_list *out, struct qh_error *err)
{
    const struct endpoint_list *lists = table->lists;

    *out = (struct shape_list){.p = ARENA_ARRAY(a, SHAPES_MAX, struct shape_entry)};
    for (size_t i = 0; i < table->n; i++) {
        for (size_t k = 0; k < *lists[i].n; k++) {
            qh_status rc = add_endpoint(a, out, &lists[i].rows[k], err);

            if (rc)
                return rc;
        }
    }
    return QH_OK;
}
