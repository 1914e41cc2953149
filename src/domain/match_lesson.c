#include "domain/match_lesson.h"

#include <math.h>
#include <stdlib.h>

static const double DOUBT = 2;

/* How many lessons have the pair and the code; code SEEN: whatever their code. */
struct count {
    pair_id pair;
    size_t code;
    size_t n;
};

#define SEEN SIZE_MAX

struct lessons {
    struct count *counts; /* by pair, then code: SEEN is the last of a pair */
    size_t n_counts;
    size_t number;
};

static int compare_counts(const void *a, const void *b)
{
    const struct count *x = a;
    const struct count *y = b;

    if (x->pair != y->pair)
        return x->pair < y->pair ? -1 : 1;
    return (x->code > y->code) - (x->code < y->code);
}

const struct lessons *lessons_count(struct arena *a, const struct lesson *p, size_t n)
{
    struct lessons *l = ARENA_NEW(a, struct lessons);
    size_t all = 0;
    size_t kept = 0;

    for (size_t i = 0; i < n; i++)
        all += p[i].n_pairs * (p[i].n_codes + 1);
    l->number = n;
    l->counts = ARENA_ARRAY(a, all + 1, struct count);
    all = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < p[i].n_pairs; k++) {
            for (size_t c = 0; c < p[i].n_codes; c++)
                l->counts[all++] = (struct count){p[i].pairs[k], p[i].codes[c], 1};
            l->counts[all++] = (struct count){p[i].pairs[k], SEEN, 1};
        }
    qsort(l->counts, all, sizeof *l->counts, compare_counts);
    for (size_t i = 0; i < all; i++) {
        if (kept > 0 && compare_counts(&l->counts[kept - 1], &l->counts[i]) == 0)
            l->counts[kept - 1].n++;
        else
            l->counts[kept++] = l->counts[i];
    }
    l->n_counts = kept;
    return l;
}

size_t lessons_number(const struct lessons *l)
{
    return l ? l->number : 0;
}

/* The first count of a pair, NULL if no lesson has it. */
static const struct count *find(const struct lessons *l, pair_id pair)
{
    size_t low = 0;
    size_t high = l ? l->n_counts : 0;

    while (low < high) {
        const size_t mid = low + (high - low) / 2;

        if (l->counts[mid].pair < pair)
            low = mid + 1;
        else
            high = mid;
    }
    return l && low < l->n_counts && l->counts[low].pair == pair ? l->counts + low : NULL;
}

/* The counts of one pair in all sets. */
struct seen {
    const struct count *first[2];
    bool is_own; /* the lesson that is left out has it */
    double rarity;
    double n;
};

static struct seen look_up(const struct lesson_source *s, pair_id pair)
{
    struct seen r = {.n = 0};
    double all = s->without ? -1 : 0;

    for (size_t i = 0; i < 2; i++) {
        const struct count *c = find(s->sets[i], pair);

        r.first[i] = c;
        all += (double)lessons_number(s->sets[i]);
        while (c && c->code != SEEN)
            c++;
        r.n += c ? (double)c->n : 0;
    }
    r.is_own = s->without && pair_is_in(s->without->pairs, s->without->n_pairs, pair);
    r.n -= r.is_own ? 1 : 0;
    r.rarity = r.n > 0 && all > 0 ? log((all + 1) / r.n) / log(all + 1) : 0;
    return r;
}

static void add_evidence(const struct lesson_source *s, const struct seen *x, double rate,
                         double *score)
{
    const double worth = rate * x->rarity / (x->n + DOUBT);

    for (size_t i = 0; i < 2; i++)
        for (const struct count *c = x->first[i]; c && c->code != SEEN; c++)
            score[c->code] += worth * (double)c->n;
    for (size_t i = 0; x->is_own && i < s->without->n_codes; i++)
        score[s->without->codes[i]] -= worth;
}

void lessons_score(const struct lesson_source *s, const pair_id *pairs, size_t n_pairs,
                   double rate, double *score)
{
    for (size_t k = 0; k < n_pairs; k++) {
        const struct seen x = look_up(s, pairs[k]);

        if (x.rarity > 0)
            add_evidence(s, &x, rate, score);
    }
}

double lessons_share(const struct lesson_source *s, pair_id pair, size_t code)
{
    const struct seen x = look_up(s, pair);
    double n = 0;

    for (size_t i = 0; i < 2; i++)
        for (const struct count *c = x.first[i]; c && c->code != SEEN; c++)
            n += c->code == code ? (double)c->n : 0;
    return x.rarity * n / (x.n + DOUBT);
}
