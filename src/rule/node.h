/* node.h - JSON trees made in memory, for readings on their way to the evaluator. */
#pragma once

#include "base/json.h"

/* An object or array that grows at its end. */
struct node_list {
    struct arena *arena;
    struct json *node;
    struct json **end;
};

struct node_list node_object(struct arena *a);
struct node_list node_array(struct arena *a);
/* A string; s must be UTF-8 and is not copied. */
struct json *node_text(struct arena *a, const char *s);
/* A shallow copy: the same items, free to take another place in a list. */
struct json *node_copy(struct arena *a, const struct json *v);
/* Adds v, which belongs to no other list, as the next item or as member `key`. */
void node_add(struct node_list *l, struct json *v);
void node_put(struct node_list *l, const char *key, struct json *v);
void node_put_text(struct node_list *l, const char *key, const char *s);
