#include "http/limiter.h"

#include "base/crypt.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct window {
    uint8_t name[CRYPT_DIGEST]; /* keyed hash: names can't be chosen to collide */
    int64_t ends_ms;            /* 0: free */
    int tries;
};

struct limiter {
    pthread_mutex_t lock;
    uint8_t key[CRYPT_KEY];                         /* constant after open */
    struct window sets[LIMITER_SETS][LIMITER_WAYS]; /* guarded by lock */
};

struct limiter *limiter_open(void)
{
    struct limiter *l = calloc(1, sizeof *l);

    if (!l)
        abort();
    (void)pthread_mutex_init(&l->lock, NULL);
    crypt_random(l->key, sizeof l->key);
    return l;
}

void limiter_close(struct limiter *l)
{
    if (!l)
        return;
    (void)pthread_mutex_destroy(&l->lock);
    free(l);
}

static struct window *set_of(struct limiter *l, const uint8_t name[CRYPT_DIGEST])
{
    uint64_t n;

    memcpy(&n, name, sizeof n);
    return l->sets[n % LIMITER_SETS];
}

static struct window *find(struct window *set, const uint8_t name[CRYPT_DIGEST])
{
    for (size_t i = 0; i < LIMITER_WAYS; i++)
        if (set[i].ends_ms && memcmp(set[i].name, name, CRYPT_DIGEST) == 0)
            return &set[i];
    return NULL;
}

static struct window *oldest(struct window *set)
{
    struct window *w = &set[0];

    for (size_t i = 1; i < LIMITER_WAYS; i++)
        if (set[i].ends_ms < w->ends_ms)
            w = &set[i];
    return w;
}

int64_t limiter_try(struct limiter *l, const struct text *name, size_t n,
                    struct limit limit, int64_t now_ms)
{
    uint8_t hash[CRYPT_DIGEST];
    struct window *set;
    struct window *w;
    int64_t wait = 0;

    crypt_mac(l->key, name, n, hash);
    (void)pthread_mutex_lock(&l->lock);
    set = set_of(l, hash);
    w = find(set, hash);
    if (!w)
        w = oldest(set);
    if (w->ends_ms <= now_ms || memcmp(w->name, hash, sizeof hash) != 0) {
        *w = (struct window){.ends_ms = now_ms + limit.window_ms};
        memcpy(w->name, hash, sizeof hash);
    }
    if (w->tries >= limit.tries)
        wait = w->ends_ms - now_ms;
    else
        w->tries++;
    (void)pthread_mutex_unlock(&l->lock);
    return wait;
}

void limiter_forgive(struct limiter *l, const struct text *name, size_t n, int tries)
{
    uint8_t hash[CRYPT_DIGEST];
    struct window *w;

    crypt_mac(l->key, name, n, hash);
    (void)pthread_mutex_lock(&l->lock);
    w = find(set_of(l, hash), hash);
    if (w)
        w->tries = w->tries > tries ? w->tries - tries : 0;
    (void)pthread_mutex_unlock(&l->lock);
}
