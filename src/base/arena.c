#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGN = 16, BLOCK_MIN = 16 * 1024, BLOCK_MAX = 1024 * 1024 };

struct arena_block {
    struct arena_block *older;
    size_t size; /* bytes after the header */
    size_t pos;  /* bytes of them in use */
    bool lent;   /* the caller's memory, not to be freed */
    alignas(ALIGN) unsigned char bytes[];
};

void arena_init(struct arena *a, size_t cap)
{
    *a = (struct arena){.cap = cap};
}

void arena_init_with(struct arena *a, size_t cap, void *buf, size_t len)
{
    struct arena_block *b = buf;

    arena_init(a, cap);
    if (len <= sizeof *b)
        return;
    b->older = NULL;
    b->size = (len - sizeof *b) / ALIGN * ALIGN;
    b->pos = 0;
    b->lent = true;
    a->head = b;
}

static void release_until(struct arena *a, const struct arena_block *stop)
{
    while (a->head && a->head != stop) {
        struct arena_block *b = a->head;

        a->head = b->older;
        if (!b->lent)
            free(b);
    }
}

void arena_done(struct arena *a)
{
    if (!a)
        return;
    release_until(a, NULL);
    a->used = 0;
}

void arena_reset(struct arena *a)
{
    const struct arena_block *first = a->head;

    while (first && first->older)
        first = first->older;
    release_until(a, first);
    if (a->head)
        a->head->pos = 0;
    a->used = 0;
}

static void grow(struct arena *a, size_t need)
{
    size_t size = a->head ? a->head->size * 2 : BLOCK_MIN;
    struct arena_block *b;

    if (size > BLOCK_MAX)
        size = BLOCK_MAX;
    if (size < need)
        size = need;
    b = malloc(sizeof *b + size);
    if (!b)
        abort();
    b->older = a->head;
    b->size = size;
    b->pos = 0;
    b->lent = false;
    a->head = b;
}

void *arena_alloc(struct arena *a, size_t n, size_t size)
{
    size_t bytes;
    void *p;

    if (size && n > (SIZE_MAX / 4) / size)
        abort();
    bytes = (n * size + ALIGN - 1) / ALIGN * ALIGN;
    if (!bytes)
        bytes = ALIGN;
    if (!a->head || a->head->size - a->head->pos < bytes)
        grow(a, bytes);
    p = a->head->bytes + a->head->pos;
    a->head->pos += bytes;
    a->used += bytes;
    return memset(p, 0, bytes);
}

bool arena_is_over(const struct arena *a)
{
    return a->cap && a->used > a->cap;
}

struct arena_mark arena_here(const struct arena *a)
{
    return (struct arena_mark){
        .head = a->head, .pos = a->head ? a->head->pos : 0, .used = a->used};
}

void arena_return(struct arena *a, struct arena_mark mark)
{
    release_until(a, mark.head);
    if (a->head)
        a->head->pos = mark.pos;
    a->used = mark.used;
}
