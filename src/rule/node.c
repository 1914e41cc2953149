#include "rule/node.h"

static struct node_list list_of(struct arena *a, enum json_kind kind)
{
    struct json *n = ARENA_NEW(a, struct json);

    n->kind = kind;
    return (struct node_list){.arena = a, .node = n, .end = &n->first};
}

struct node_list node_object(struct arena *a)
{
    return list_of(a, JSON_OBJECT);
}

struct node_list node_array(struct arena *a)
{
    return list_of(a, JSON_ARRAY);
}

struct json *node_text(struct arena *a, const char *s)
{
    struct json *n = ARENA_NEW(a, struct json);

    n->kind = JSON_STRING;
    n->text = text_of(s);
    return n;
}

struct json *node_copy(struct arena *a, const struct json *v)
{
    struct json *n = ARENA_NEW(a, struct json);

    *n = *v;
    n->next = NULL;
    n->key = (struct text){0};
    return n;
}

void node_add(struct node_list *l, struct json *v)
{
    *l->end = v;
    l->end = &v->next;
    l->node->count++;
}

void node_put(struct node_list *l, const char *key, struct json *v)
{
    v->key = text_of(key);
    node_add(l, v);
}

void node_put_text(struct node_list *l, const char *key, const char *s)
{
    node_put(l, key, node_text(l->arena, s));
}
