#include "http/progress.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct slot {
    char name[PROGRESS_NAME]; /* "": free */
    struct progress at;
    bool cancelled;
};

/* Shared by all workers. */
struct progress_board {
    pthread_mutex_t lock;
    struct slot slots[PROGRESS_SLOTS]; /* guarded by lock */
};

struct progress_board *progress_open(void)
{
    struct progress_board *b = calloc(1, sizeof *b);

    if (!b)
        abort();
    (void)pthread_mutex_init(&b->lock, NULL);
    return b;
}

void progress_close(struct progress_board *b)
{
    if (!b)
        return;
    (void)pthread_mutex_destroy(&b->lock);
    free(b);
}

/* With the lock held; "" finds a free one. */
static struct slot *find(struct progress_board *b, const char *name)
{
    for (int i = 0; i < PROGRESS_SLOTS; i++)
        if (strcmp(b->slots[i].name, name) == 0)
            return &b->slots[i];
    return NULL;
}

void progress_begin(struct progress_board *b, const char *name)
{
    const size_t n = strlen(name);
    struct slot *s;

    if (n == 0 || n >= PROGRESS_NAME)
        return;
    (void)pthread_mutex_lock(&b->lock);
    s = find(b, name) ? NULL : find(b, "");
    if (s) {
        *s = (struct slot){.cancelled = false};
        memcpy(s->name, name, n + 1);
    }
    (void)pthread_mutex_unlock(&b->lock);
}

void progress_end(struct progress_board *b, const char *name)
{
    struct slot *s;

    (void)pthread_mutex_lock(&b->lock);
    s = *name ? find(b, name) : NULL;
    if (s)
        s->name[0] = '\0';
    (void)pthread_mutex_unlock(&b->lock);
}

bool progress_step(struct progress_board *b, const char *name, struct progress at)
{
    struct slot *s;
    bool go_on = true;

    (void)pthread_mutex_lock(&b->lock);
    s = *name ? find(b, name) : NULL;
    if (s) {
        s->at = at;
        go_on = !s->cancelled;
    }
    (void)pthread_mutex_unlock(&b->lock);
    return go_on;
}

size_t progress_list(struct progress_board *b, struct progress_line out[PROGRESS_SLOTS])
{
    size_t n = 0;

    (void)pthread_mutex_lock(&b->lock);
    for (int i = 0; i < PROGRESS_SLOTS; i++) {
        const struct slot *s = &b->slots[i];

        if (!s->name[0])
            continue;
        memcpy(out[n].name, s->name, sizeof s->name);
        out[n++].at = s->at;
    }
    (void)pthread_mutex_unlock(&b->lock);
    return n;
}

bool progress_read(struct progress_board *b, const char *name, struct progress *out)
{
    const struct slot *s;

    (void)pthread_mutex_lock(&b->lock);
    s = *name ? find(b, name) : NULL;
    if (s)
        *out = s->at;
    (void)pthread_mutex_unlock(&b->lock);
    return s != NULL;
}

bool progress_cancel(struct progress_board *b, const char *name)
{
    struct slot *s;

    (void)pthread_mutex_lock(&b->lock);
    s = *name ? find(b, name) : NULL;
    if (s)
        s->cancelled = true;
    (void)pthread_mutex_unlock(&b->lock);
    return s != NULL;
}
