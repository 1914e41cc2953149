/* arena.h - memory of one request, job or test, released as a whole.
 *
 * arena_alloc() never returns NULL and its memory is zeroed and aligned for any type.
 * Past its cap an arena goes on working but marks itself over; the body reader, the row
 * reader and the commit then answer QH_LIMIT.  If the system has no memory the process
 * ends.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *head; /* newest block */
    size_t used;              /* bytes handed out */
    size_t cap;               /* limit in bytes; 0: none */
};

/* A point to return to: everything allocated after it is released. */
struct arena_mark {
    struct arena_block *head;
    size_t pos;
    size_t used;
};

/* cap: limit in bytes, 0 for none.  No memory is taken before the first allocation. */
void arena_init(struct arena *a, size_t cap);
/* Uses buf (which the caller keeps, aligned as by malloc) before taking from the system.
 */
void arena_init_with(struct arena *a, size_t cap, void *buf, size_t len);
void arena_done(struct arena *a);
/* Releases all but the first block, which is kept for the next request. */
void arena_reset(struct arena *a);

/* n items of size bytes each, zeroed.  A product that overflows ends the process. */
void *arena_alloc(struct arena *a, size_t n, size_t size);
bool arena_is_over(const struct arena *a);

struct arena_mark arena_here(const struct arena *a);
void arena_return(struct arena *a, struct arena_mark mark);

/* One zeroed object, or n of them, of a type. */
#define ARENA_NEW(a, type) ((type *)arena_alloc((a), 1, sizeof(type)))
#define ARENA_ARRAY(a, n, type) ((type *)arena_alloc((a), (n), sizeof(type)))
