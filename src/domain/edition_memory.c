#include "domain/edition_memory.h"

#include "base/crypt.h"
#include "rule/regulation.h"

#include <pthread.h>
#include <string.h>

struct kept {
    char hash[CRYPT_HEX];
    struct arena arena; /* of the compiled edition */
    const struct regulation *reg;
};

struct edition_memory {
    pthread_mutex_t lock;
    struct kept p[EDITION_MEMORY_N]; /* guarded by lock */
    size_t n;                        /* guarded by lock */
    size_t bytes;                    /* guarded by lock: in all arenas */
};

struct edition_memory *edition_memory_new(struct arena *a)
{
    struct edition_memory *m = ARENA_NEW(a, struct edition_memory);

    (void)pthread_mutex_init(&m->lock, NULL);
    return m;
}

void edition_memory_done(struct edition_memory *m)
{
    if (!m)
        return;
    for (size_t i = 0; i < m->n; i++)
        arena_done(&m->p[i].arena);
    (void)pthread_mutex_destroy(&m->lock);
}

/* Under the lock. */
static const struct regulation *find(const struct edition_memory *m, const char *hash)
{
    for (size_t i = 0; i < m->n; i++)
        if (strcmp(m->p[i].hash, hash) == 0)
            return m->p[i].reg;
    return NULL;
}

const struct regulation *edition_memory_find(struct edition_memory *m, const char *hash)
{
    const struct regulation *reg;

    if (!m)
        return NULL;
    (void)pthread_mutex_lock(&m->lock);
    reg = find(m, hash);
    (void)pthread_mutex_unlock(&m->lock);
    return reg;
}

/* Under the lock, in the next free place. */
static const struct regulation *compile(struct edition_memory *m, const char *hash,
                                        struct text bytes)
{
    struct kept *k = &m->p[m->n];
    struct regulation *reg = NULL;
    struct qh_error err = {0};
    const char *own;

    arena_init(&k->arena, 0);
    own = text_copy(&k->arena, bytes);
    if (regulation_load_text(&k->arena, (struct text){own, bytes.len}, &reg, &err) ||
        m->bytes + k->arena.used > EDITION_MEMORY_BYTES) {
        arena_done(&k->arena);
        return NULL;
    }
    memcpy(k->hash, hash, sizeof k->hash);
    k->reg = reg;
    m->bytes += k->arena.used;
    m->n++;
    return reg;
}

const struct regulation *edition_memory_keep(struct edition_memory *m, const char *hash,
                                             struct text bytes)
{
    const struct regulation *reg = NULL;

    if (!m || strlen(hash) + 1 != CRYPT_HEX)
        return NULL;
    (void)pthread_mutex_lock(&m->lock);
    reg = find(m, hash);
    if (!reg && m->n < EDITION_MEMORY_N)
        reg = compile(m, hash, bytes);
    (void)pthread_mutex_unlock(&m->lock);
    return reg;
}

size_t edition_memory_count(struct edition_memory *m)
{
    size_t n;

    (void)pthread_mutex_lock(&m->lock);
    n = m->n;
    (void)pthread_mutex_unlock(&m->lock);
    return n;
}
