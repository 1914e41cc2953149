#include "json_peer.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static json_t *tree;

size_t peer_parse(const char *p, size_t n)
{
    json_t *v = json_loadb(p, n, JSON_REJECT_DUPLICATES, NULL);
    size_t count = json_object_size(v) + json_array_size(v);

    json_decref(v);
    return count;
}

void peer_prepare(const char *p, size_t n)
{
    tree = json_loadb(p, n, JSON_REJECT_DUPLICATES, NULL);
}

static size_t dump(const json_t *v)
{
    char *s = json_dumps(v, JSON_COMPACT);
    size_t n = s ? strlen(s) : 0;

    free(s);
    return n;
}

size_t peer_write(void)
{
    return dump(tree);
}

void peer_release(void)
{
    json_decref(tree);
    tree = NULL;
}

size_t peer_page(size_t rows)
{
    json_t *page = json_object();
    json_t *items = json_array();
    size_t n;

    for (size_t i = 0; i < rows; i++) {
        json_t *row = json_object();
        json_object_set_new(row, "id", json_string("01ARZ3NDEKTSV4RRFFQ69G5FAV"));
        json_object_set_new(row, "number", json_string("D2031-00057"));
        json_object_set_new(row, "text", json_string("五台地磅到期，生产不能停"));
        json_object_set_new(row, "state", json_string("WIP"));
        json_object_set_new(row, "due_ms", json_integer(1930000000000 + (json_int_t)i));
        json_object_set_new(row, "version", json_integer((json_int_t)i));
        json_object_set_new(row, "mine", json_boolean(i % 2));
        json_array_append_new(items, row);
    }
    json_object_set_new(page, "items", items);
    json_object_set_new(page, "next", json_null());
    n = dump(page);
    json_decref(page);
    return n;
}
