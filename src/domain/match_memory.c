#include "domain/match_memory.h"

#include "domain/app.h"
#include "domain/match_profile.h"
#include "store/sql_item.h"
#include "store/sql_match.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { SLOTS = 8, ORG_MAX = 64, MARK_MAX = 96 };

/* What is kept of one organisation. */
struct slot {
    char org[ORG_MAX];    /* "": free */
    char mark[MARK_MAX];  /* of its catalogue; "": as it was set up */
    char newest[ORG_MAX]; /* demand of the newest row that is counted; "": none */
    int64_t newest_ms;
    int64_t loaded_ms;
    int64_t used; /* when last asked for, by counting */
    struct arena words;
    const struct matcher *own; /* NULL: the common one */
    const char *const *withdrawn;
    size_t n_withdrawn;
    struct arena arena;
    const struct lessons *lessons; /* NULL: none */
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
    for (size_t i = 0; i < SLOTS; i++) {
        arena_init(&m->slots[i].arena, 0);
        arena_init(&m->slots[i].words, 0);
    }
    return m;
}

void match_memory_done(struct match_memory *m)
{
    if (!m)
        return;
    for (size_t i = 0; i < SLOTS; i++) {
        arena_done(&m->slots[i].arena);
        arena_done(&m->slots[i].words);
    }
    arena_done(&m->arena);
    (void)pthread_mutex_destroy(&m->lock);
    (void)pthread_mutex_destroy(&m->reading);
}

/* The common matcher; NULL where the application has none. */
static qh_status common(struct ctx *c, const struct matcher **out)
{
    struct match_memory *m = c->app ? c->app->memory : NULL;
    qh_status rc = QH_OK;

    *out = NULL;
    if (!m)
        return QH_OK;
    (void)pthread_mutex_lock(&m->reading);
    if (!m->matcher)
        rc = match_load(&m->arena, NULL, &m->matcher, &c->err);
    *out = m->matcher;
    (void)pthread_mutex_unlock(&m->reading);
    return rc;
}

/* ---- the slot of an organisation; all of it under the lock ---- */

/* Its own, or the one that was not asked for longest, emptied. */
static struct slot *slot_of(struct match_memory *m, const char *org)
{
    struct slot *oldest = &m->slots[0];

    for (size_t i = 0; i < SLOTS; i++) {
        if (str_equal(m->slots[i].org, org))
            return &m->slots[i];
        if (m->slots[i].used < oldest->used)
            oldest = &m->slots[i];
    }
    arena_done(&oldest->words);
    arena_done(&oldest->arena);
    *oldest = (struct slot){0};
    arena_init(&oldest->words, 0);
    arena_init(&oldest->arena, 0);
    return oldest;
}

/* "" while the catalogue is as it was set up. */
static qh_status read_mark(struct ctx *c, const char **out)
{
    struct sql_item_catalogue_mark m = {0};
    const qh_status rc = sql_item_catalogue_mark(c->tx, c->arena, c->org, &m, &c->err);

    *out = "";
    if (!rc && (m.changed || m.withdrawn))
        *out = str_format(c->arena, "%lld %lld %lld %lld", (long long)m.changed,
                          (long long)m.latest, (long long)m.nos, (long long)m.withdrawn);
    return rc;
}

/* The versions in force that were published since the catalogue was set up. */
static qh_status read_changed(struct ctx *c, struct arena *a, struct profile_items *out)
{
    struct sql_item_row_list rows = {0};
    struct profile_item *p;
    size_t n = 0;
    const qh_status rc = sql_item_list(c->tx, a, c->org, &rows, &c->err);

    if (rc)
        return rc;
    p = ARENA_ARRAY(a, rows.n + 1, struct profile_item);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_item_row *r = &rows.p[i];

        if (r->published_ms.has)
            p[n++] = (struct profile_item){r->code,     r->name_zh,     r->name_en,
                                           r->keywords, r->also_called, r->who_may_ask,
                                           r->basis};
    }
    *out = (struct profile_items){p, n};
    return QH_OK;
}

static qh_status read_withdrawn(struct ctx *c, struct arena *a, struct slot *s)
{
    struct sql_item_withdrawn_list rows = {0};
    const char **p;
    const qh_status rc = sql_item_withdrawn(c->tx, a, c->org, &rows, &c->err);

    if (rc)
        return rc;
    p = ARENA_ARRAY(a, rows.n + 1, const char *);
    for (size_t i = 0; i < rows.n; i++)
        p[i] = rows.p[i].code;
    s->withdrawn = p;
    s->n_withdrawn = rows.n;
    return QH_OK;
}

/* Makes the slot's matcher for the catalogue of that mark. */
static qh_status take_catalogue(struct ctx *c, struct slot *s, const char *mark)
{
    struct profile_items changed = {0};
    struct slot made = {0};
    struct arena words;
    qh_status rc = QH_OK;

    arena_init(&words, 0);
    if (*mark)
        rc = read_changed(c, &words, &changed);
    if (!rc && *mark)
        rc = read_withdrawn(c, &words, &made);
    if (!rc && changed.n)
        rc = match_load(&words, &changed, &made.own, &c->err);
    if (rc) {
        arena_done(&words);
        return rc;
    }
    arena_done(&s->words);
    s->words = words;
    s->own = made.own;
    s->withdrawn = made.withdrawn;
    s->n_withdrawn = made.n_withdrawn;
    s->newest[0] = 0; /* lessons count codes of the matcher */
    s->lessons = NULL;
    (void)snprintf(s->mark, sizeof s->mark, "%s", mark);
    return QH_OK;
}

static qh_status take_lessons(struct ctx *c, const struct matcher *matcher,
                              struct slot *s,
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
    (void)snprintf(s->newest, sizeof s->newest, "%s", newest->demand_id);
    return QH_OK;
}

/* The slot with the catalogue in force and fresh lessons, and the matcher to ask. */
static qh_status open_slot(struct ctx *c, const struct matcher *base, struct slot **out,
                           const struct matcher **out_matcher)
{
    struct match_memory *m = c->app->memory;
    struct sql_match_lesson_newest newest = {0};
    struct slot *s = slot_of(m, c->org);
    const char *mark = NULL;
    qh_status rc = read_mark(c, &mark);

    if (!rc && (!*s->org || !str_equal(s->mark, mark)))
        rc = take_catalogue(c, s, mark);
    if (rc)
        return rc;
    (void)snprintf(s->org, sizeof s->org, "%s", c->org);
    s->used = ++m->asked;
    *out = s;
    *out_matcher = s->own ? s->own : base;
    rc = sql_match_lesson_newest(c->tx, c->arena, c->org, &newest, &c->err);
    if (rc == QH_NOT_FOUND) {
        c->err = (struct qh_error){0};
        s->lessons = NULL;
        return QH_OK;
    }
    if (!rc && (!s->lessons || s->newest_ms != newest.at_ms ||
                !str_equal(s->newest, newest.demand_id) ||
                c->now_ms - s->loaded_ms >= LESSONS_FRESH_MS))
        rc = take_lessons(c, *out_matcher, s, &newest);
    return rc;
}

/* ---- asking ---- */

/* One question, answered under the lock; s is NULL outside of a transaction. */
typedef void ask_fn(struct ctx *c, const struct matcher *m, const struct slot *s,
                    void *arg);

static qh_status ask(struct ctx *c, ask_fn *fn, void *arg)
{
    const struct matcher *matcher = NULL;
    struct slot *s = NULL;
    qh_status rc = common(c, &matcher);

    if (rc || !matcher)
        return rc;
    if (!c->tx || !c->org || strlen(c->org) >= ORG_MAX) {
        fn(c, matcher, NULL, arg);
        return QH_OK;
    }
    (void)pthread_mutex_lock(&c->app->memory->lock);
    rc = open_slot(c, matcher, &s, &matcher);
    if (!rc)
        fn(c, matcher, s, arg);
    (void)pthread_mutex_unlock(&c->app->memory->lock);
    return rc;
}

static const char *kept(struct arena *a, const char *text)
{
    return text ? str_copy(a, text) : NULL;
}

static bool is_withdrawn(const struct slot *s, const char *code)
{
    for (size_t i = 0; s && i < s->n_withdrawn; i++)
        if (str_equal(s->withdrawn[i], code))
            return true;
    return false;
}

struct finding {
    struct text text;
    struct match *out;
};

/* Without what is withdrawn, and in the memory of the request: the matcher may be made
 * anew as soon as the lock is free. */
static void keep(struct ctx *c, const struct slot *s, struct match *m)
{
    struct match_proposal *p = m->proposals.p;
    size_t n = 0;

    for (size_t i = 0; i < m->proposals.n; i++) {
        if (is_withdrawn(s, p[i].item_code))
            continue;
        p[n] = p[i];
        p[n].item_code = kept(c->arena, p[i].item_code);
        p[n].department_code = kept(c->arena, p[i].department_code);
        p[n].name_zh = kept(c->arena, p[i].name_zh);
        p[n++].name_en = kept(c->arena, p[i].name_en);
    }
    m->proposals.n = n;
    n = 0;
    for (size_t i = 0; i < m->demands.n; i++)
        if (!is_withdrawn(s, m->demands.p[i]))
            m->demands.p[n++] = kept(c->arena, m->demands.p[i]);
    m->demands.n = n;
}

static void find(struct ctx *c, const struct matcher *m, const struct slot *s, void *arg)
{
    const struct finding *f = arg;

    match_find(m, s ? s->lessons : NULL, c->arena, f->text, f->out);
    keep(c, s, f->out);
}

qh_status match_for(struct ctx *c, struct text text, struct match *out)
{
    struct finding f = {text, out};

    return ask(c, find, &f);
}

struct naming {
    struct text text;
    const char **codes;
    size_t most;
    size_t n;
};

static void name(struct ctx *c, const struct matcher *m, const struct slot *s, void *arg)
{
    struct naming *f = arg;

    (void)s;
    match_items(m, c->arena, f->text, f->codes, f->most, &f->n);
    for (size_t i = 0; i < f->n; i++)
        f->codes[i] = kept(c->arena, f->codes[i]);
}

qh_status match_items_for(struct ctx *c, struct text text, const char **out_codes,
                          size_t most, size_t *out_n)
{
    struct naming f = {text, out_codes, most, 0};
    const qh_status rc = ask(c, name, &f);

    *out_n = f.n;
    return rc;
}

struct explaining {
    struct match_proposal *p;
    size_t n;
};

static void explain(struct ctx *c, const struct matcher *m, const struct slot *s,
                    void *arg)
{
    const struct explaining *f = arg;

    (void)s;
    for (size_t i = 0; i < f->n; i++) {
        match_explain(m, c->arena, &f->p[i]);
        f->p[i].name_zh = kept(c->arena, f->p[i].name_zh);
        f->p[i].name_en = kept(c->arena, f->p[i].name_en);
    }
}

qh_status match_explain_for(struct ctx *c, struct match_proposal *p, size_t n)
{
    struct explaining f = {p, n};

    return ask(c, explain, &f);
}

qh_status match_confirm(struct ctx *c, const char *demand_id, const char *code)
{
    return sql_match_lesson_put(c->tx, c->org, demand_id, code, c->now_ms, &c->err);
}
