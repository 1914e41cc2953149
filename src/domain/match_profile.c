#include "domain/match_profile.h"

#include "domain/match_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PHRASES_MAX = 80, PHRASE_MOST = 6 };

static const double PHRASE = 0.12;
static const double PAIR = 0.06;

struct profile_rarity {
    pair_id pair;
    double value;
};

size_t profiles_find(const struct profiles *p, const char *code)
{
    for (size_t i = 0; i < p->n; i++)
        if (str_equal(p->p[i].code, code))
            return i;
    return p->n;
}

static void add_phrase(struct profile *d, struct text t)
{
    const struct text p = text_trim(t);

    if (text_chars(p) < 2 || d->n_phrases == PHRASES_MAX)
        return;
    for (size_t i = 0; i < d->n_phrases; i++)
        if (text_equal(d->phrases[i].text, p))
            return;
    d->phrases[d->n_phrases++] = (struct profile_phrase){.text = p};
}

/* Phrases of a cell are parted by blanks, bars and the enumeration comma. */
static void add_cell(struct arena *a, const struct plain *plain, struct profile *d,
                     const char *cell)
{
    const struct text t = plain_text(plain, a, text_of(cell));
    size_t start = 0;
    size_t pos = 0;

    while (pos < t.len) {
        const size_t here = pos;
        const uint32_t code = text_next(t, &pos);

        if (code != ' ' && code != '|' && code != 0x3001)
            continue;
        add_phrase(d, (struct text){t.p + start, here - start});
        start = pos;
    }
    add_phrase(d, (struct text){t.p + start, t.len - start});
}

static void add_item(struct arena *a, const struct plain *plain, struct profiles *p,
                     const struct profile_item *it)
{
    struct profile *d = &p->p[p->n++];

    *d = (struct profile){
        .code = it->code, .name_zh = it->name_zh, .name_en = it->name_en};
    d->phrases = ARENA_ARRAY(a, PHRASES_MAX, struct profile_phrase);
    add_cell(a, plain, d, it->keywords);
    add_cell(a, plain, d, it->also_called);
    d->blob =
        plain_text(plain, a,
                   text_of(str_format(a, "%s %s %s %s %s", it->name_zh, it->keywords,
                                      it->also_called, it->who_may_ask, it->basis)));
}

/* The item as it was changed; NULL: it was not. */
static const struct profile_item *changed_of(const struct profile_items *changed,
                                             const char *code)
{
    for (size_t i = 0; changed && i < changed->n; i++)
        if (str_equal(changed->p[i].code, code))
            return &changed->p[i];
    return NULL;
}

/* Those of the file in its order, then those that it does not have. */
static qh_status load_items(struct arena *a, const struct plain *plain,
                            const struct profile_items *changed, struct profiles *p,
                            const struct csv *c, struct qh_error *err)
{
    static const char *const NAMES[] = {
        "code", "name_zh", "name_en", "keywords", "also_called", "who_may_ask", "basis"};
    size_t col[LEN(NAMES)];
    qh_status rc = csv_cols(c, NAMES, LEN(NAMES), col, err);

    if (rc)
        return rc;
    for (size_t row = 0; row < c->rows; row++) {
        const char *cell[LEN(NAMES)];
        const struct profile_item *it;

        for (size_t i = 0; i < LEN(NAMES); i++)
            cell[i] = csv_cell(c, row, col[i]);
        it = changed_of(changed, cell[0]);
        add_item(a, plain, p,
                 it ? it
                    : &(struct profile_item){cell[0], cell[1], cell[2], cell[3], cell[4],
                                             cell[5], cell[6]});
    }
    for (size_t i = 0; changed && i < changed->n; i++)
        if (profiles_find(p, changed->p[i].code) == p->n)
            add_item(a, plain, p, &changed->p[i]);
    p->n_items = p->n;
    return QH_OK;
}

static qh_status load_departments(struct arena *a, const struct plain *plain,
                                  struct profiles *p, const struct csv *c,
                                  struct qh_error *err)
{
    static const char *const NAMES[] = {"code", "name_zh", "name_en",
                                        "typical_matters_zh"};
    size_t col[LEN(NAMES)];
    qh_status rc = csv_cols(c, NAMES, LEN(NAMES), col, err);

    if (rc)
        return rc;
    for (size_t row = 0; row < c->rows; row++) {
        const char *matters = csv_cell(c, row, col[3]);
        struct profile *d = &p->p[p->n++];

        *d = (struct profile){.code = csv_cell(c, row, col[0]),
                              .is_department = true,
                              .name_zh = csv_cell(c, row, col[1]),
                              .name_en = csv_cell(c, row, col[2])};
        d->phrases = ARENA_ARRAY(a, PHRASES_MAX, struct profile_phrase);
        add_cell(a, plain, d, matters);
        d->blob =
            plain_text(plain, a, text_of(str_format(a, "%s %s", d->name_zh, matters)));
    }
    return QH_OK;
}

static void count_pairs(struct arena *a, struct profiles *p)
{
    size_t all = 0;
    pair_id *list;

    for (size_t i = 0; i < p->n; i++) {
        struct profile *d = &p->p[i];

        d->pairs = ARENA_ARRAY(a, d->blob.len + 3, pair_id);
        d->n_pairs = pair_sort(d->pairs, pair_read(d->blob, d->pairs, d->blob.len + 3));
        all += d->n_pairs;
    }
    list = ARENA_ARRAY(a, all + 1, pair_id);
    p->rarities = ARENA_ARRAY(a, all + 1, struct profile_rarity);
    all = 0;
    for (size_t i = 0; i < p->n; i++) {
        memcpy(list + all, p->p[i].pairs, p->p[i].n_pairs * sizeof *list);
        all += p->p[i].n_pairs;
    }
    qsort(list, all, sizeof *list, pair_compare);
    for (size_t i = 0; i < all;) {
        size_t end = i;

        while (end < all && list[end] == list[i])
            end++;
        p->rarities[p->n_rarities++] =
            (struct profile_rarity){list[i], log((double)(p->n + 1) / (double)(end - i))};
        i = end;
    }
}

static void weigh_phrase(const struct profiles *p, struct profile_phrase *phrase)
{
    const struct text t = phrase->text;
    const size_t chars = text_chars(t);
    size_t n = 0;

    for (size_t i = 0; i < p->n; i++)
        if (memmem(p->p[i].blob.p, p->p[i].blob.len, t.p, t.len))
            n++;
    phrase->worth = PHRASE * log((double)(p->n + 1) / (double)(n ? n : 1)) *
                    sqrt((double)(chars < PHRASE_MOST ? chars : PHRASE_MOST) / 2);
}

qh_status profiles_load(struct arena *a, const struct plain *plain,
                        const struct profile_items *changed, const struct profiles **out,
                        struct qh_error *err)
{
    struct profiles *p = ARENA_NEW(a, struct profiles);
    struct csv items = {0};
    struct csv departments = {0};
    qh_status rc = match_read_csv(a, "data/world/service_items.csv", &items, err);

    if (!rc)
        rc = match_read_csv(a, "data/world/external_departments.csv", &departments, err);
    if (rc)
        return rc;
    p->p = ARENA_ARRAY(a, items.rows + departments.rows + (changed ? changed->n : 0),
                       struct profile);
    rc = load_items(a, plain, changed, p, &items, err);
    if (!rc)
        rc = load_departments(a, plain, p, &departments, err);
    if (rc)
        return rc;
    count_pairs(a, p);
    for (size_t i = 0; i < p->n; i++)
        for (size_t k = 0; k < p->p[i].n_phrases; k++)
            weigh_phrase(p, &p->p[i].phrases[k]);
    *out = p;
    return QH_OK;
}

static double rarity_of(const struct profiles *p, pair_id x)
{
    /* the pair is the first member, so that the same comparison serves */
    const struct profile_rarity *r =
        bsearch(&x, p->rarities, p->n_rarities, sizeof *p->rarities, pair_compare);

    return r ? r->value : 0;
}

void profiles_score(const struct profiles *p, struct text text, const pair_id *pairs,
                    size_t n_pairs, double *score)
{
    for (size_t i = 0; i < p->n; i++)
        for (size_t k = 0; k < p->p[i].n_phrases; k++) {
            const struct profile_phrase *x = &p->p[i].phrases[k];

            if (memmem(text.p, text.len, x->text.p, x->text.len))
                score[i] += x->worth;
        }
    for (size_t k = 0; k < n_pairs; k++) {
        const double worth = PAIR * rarity_of(p, pairs[k]);

        for (size_t i = 0; worth > 0 && i < p->n; i++)
            if (pair_is_in(p->p[i].pairs, p->p[i].n_pairs, pairs[k]))
                score[i] += worth;
    }
}
