#include "domain/match_memory.h"

#include "domain/app.h"
#include "store/sql_match.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { SLOTS = 8, ORG_MAX = 64 };

/* The lessons of one organisation. */
struct slot {
    char org[ORG_MAX];    /* "": free */
    char newest[ORG_MAX]; /* demand of the newest row that is counted */
    int64_t newest_ms;
    int64_t loaded_ms;
    int64_t used; /* when last asked for, by counting */
    struct arena arena;
    const struct lessons *lessons;
};

struct match_memory {
    pthread_mutex_t reading;
    const struct matcher *matcher; /* guarded by reading; NULL: not read yet */
    struct arena arena;            /* its own */
    pthread_mutex_t lock;
    struct slot slots[SLOTS]; /* guarded by lock */
    int64_t asked;            /* guarded by lock */
};

struct match_memory *match_memory_new(struct arena *a)
{
    struct match_memory *m = ARENA_NEW(a, struct match_memory);

    (void)pthread_mutex_init(&m->reading, NULL);
    (void)pthread_mutex_init(&m->lock, NULL);
    arena_init(&m->arena, 0);
    for (size_t i = 0; i < SLOTS; i++)
        arena_init(&m->slots[i].arena, 0);
    return m;
}

void match_memory_done(struct match_memory *m)
{
    if (!m)
        return;
    for (size_t i = 0; i < SLOTS; i++)
        arena_done(&m->slots[i].arena);
    arena_done(&m->arena);
    (void)pthread_mutex_destroy(&m->lock);
    (void)pthread_mutex_destroy(&m->reading);
}

qh_status matcher_of(struct ctx *c, const struct matcher **out)
{
    struct match_memory *m = c->app ? c->app->memory : NULL;
    qh_status rc = QH_OK;

    *out = NULL;
    if (!m)
        return QH_OK;
    (void)pthread_mutex_lock(&m->reading);
    if (!m->matcher)
        rc = match_load(&m->arena, &m->matcher, &c->err);
    *out = m->matcher;
    (void)pthread_mutex_unlock(&m->reading);
    return rc;
}

/* The slot of an organisation, or the one that was not asked for longest. */
static struct slot *slot_of(struct match_memory *m, const char *org)
{
    struct slot *oldest = &m->slots[0];

    for (size_t i = 0; i < SLOTS; i++) {
        if (str_equal(m->slots[i].org, org))
            return &m->slots[i];
        if (m->slots[i].used < oldest->used)
            oldest = &m->slots[i];
    }
    oldest->org[0] = 0;
    return oldest;
}

static bool is_fresh(const struct slot *s, const struct ctx *c,
                     const struct sql_match_lesson_newest *newest)
{
    return str_equal(s->org, c->org) && s->newest_ms == newest->at_ms &&
           str_equal(s->newest, newest->demand_id) &&
           c->now_ms - s->loaded_ms < LESSONS_FRESH_MS;
}

static qh_status load(struct ctx *c, const struct matcher *matcher, struct slot *s,
                      const struct sql_match_lesson_newest *newest)
{
    struct sql_match_lessons_list rows = {0};
    struct match_confirmed *p;
    struct arena work;
    qh_status rc =
        sql_match_lessons(c->tx, c->arena, c->org, LESSONS_MAX, &rows, &c->err);

    if (rc)
        return rc;
    p = ARENA_ARRAY(c->arena, rows.n, struct match_confirmed);
    for (size_t i = 0; i < rows.n; i++)
        p[i] = (struct match_confirmed){rows.p[i].text, rows.p[i].code};
    arena_init(&work, 0);
    s->lessons = match_learn(matcher, &work, p, rows.n);
    arena_done(&s->arena);
    s->arena = work;
    s->newest_ms = newest->at_ms;
    s->loaded_ms = c->now_ms;
    (void)snprintf(s->org, sizeof s->org, "%s", c->org);
    (void)snprintf(s->newest, sizeof s->newest, "%s", newest->demand_id);
    return QH_OK;
}

/* Under the lock. */
static qh_status find(struct ctx *c, const struct matcher *matcher, struct text text,
                      struct match *out)
{
    struct match_memory *m = c->app->memory;
    struct sql_match_lesson_newest newest = {0};
    struct slot *s = slot_of(m, c->org);
    qh_status rc = sql_match_lesson_newest(c->tx, c->arena, c->org, &newest, &c->err);

    if (rc == QH_NOT_FOUND) {
        match_find(matcher, NULL, c->arena, text, out);
        return QH_OK;
    }
    if (!rc && !is_fresh(s, c, &newest))
        rc = load(c, matcher, s, &newest);
    if (rc)
        return rc;
    s->used = ++m->asked;
    match_find(matcher, s->lessons, c->arena, text, out);
    return QH_OK;
}

qh_status match_for(struct ctx *c, struct text text, struct match *out)
{
    const struct matcher *matcher = NULL;
    qh_status rc = matcher_of(c, &matcher);

    if (rc || !matcher)
        return rc;
    if (!c->tx || !c->org || strlen(c->org) >= ORG_MAX) {
        match_find(matcher, NULL, c->arena, text, out);
        return QH_OK;
    }
    (void)pthread_mutex_lock(&c->app->memory->lock);
    rc = find(c, matcher, text, out);
    (void)pthread_mutex_unlock(&c->app->memory->lock);
    return rc;
}

qh_status match_confirm(struct ctx *c, const char *demand_id, const char *code)
{
    return sql_match_lesson_put(c->tx, c->org, demand_id, code, c->now_ms, &c->err);
}
