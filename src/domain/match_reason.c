/* Words of the thesaurus first, then phrases of the catalogue, then pairs of characters
 * that the catalogue has, then pairs that lessons had. */
#include "domain/match_reason.h"

#include <stdlib.h>
#include <string.h>

enum { FOUND_MAX = 64 };

static const char COMMA[] = "\xE3\x80\x81"; /* U+3001 */

/* A stretch of the text, in bytes. */
struct found {
    size_t from;
    size_t to;
    double worth;
    const char *right; /* the word meant, if it is misspelt */
};

struct finds {
    struct found p[FOUND_MAX];
    size_t n;
};

static void add(struct finds *f, struct found x)
{
    for (size_t i = 0; i < f->n; i++) {
        struct found *y = &f->p[i];

        if (x.from >= y->to || y->from >= x.to)
            continue;
        if (y->worth < x.worth)
            *y = x; /* of two that overlap the weightier one */
        return;
    }
    if (f->n < FOUND_MAX)
        f->p[f->n++] = x;
}

static int compare_finds(const void *a, const void *b)
{
    const struct found *x = a;
    const struct found *y = b;

    if (x->worth != y->worth)
        return x->worth < y->worth ? 1 : -1;
    return (x->from > y->from) - (x->from < y->from);
}

/* Byte offsets of the characters of a text, one more than there are. */
static size_t *offsets_of(struct arena *a, struct text t)
{
    size_t *p = ARENA_ARRAY(a, t.len + 2, size_t);
    size_t n = 0;

    for (size_t pos = 0; pos < t.len;) {
        p[n++] = pos;
        (void)text_next(t, &pos);
    }
    p[n] = t.len;
    return p;
}

static void find_thesaurus(const struct model *m, const struct reading *r,
                           const size_t *at, size_t code, struct finds *f)
{
    double share[LEXICON_GROUPS_MAX] = {0};

    lexicon_shares(m->lexicon, r->strengths, code, share);
    for (size_t i = 0; i < r->hits.n; i++) {
        const struct lexicon_hit *h = &r->hits.p[i];

        if (share[h->group] > 0)
            add(f, (struct found){at[h->from], at[h->to], share[h->group] * h->weight,
                                  h->by_sound ? h->word : NULL});
    }
}

static void find_phrases(const struct model *m, const struct reading *r, size_t code,
                         struct finds *f)
{
    const struct profile *d = &m->profiles->p[code];

    for (size_t i = 0; i < d->n_phrases; i++) {
        const struct text t = d->phrases[i].text;
        const char *p = memmem(r->text.p, r->text.len, t.p, t.len);

        if (p)
            add(f,
                (struct found){(size_t)(p - r->text.p), (size_t)(p - r->text.p) + t.len,
                               d->phrases[i].worth, NULL});
    }
}

/* Pairs of characters of the catalogue's words, or those that lessons had. */
static void find_pairs(const struct model *m, const struct lesson_source *s,
                       const struct reading *r, size_t code, struct finds *f)
{
    const struct profile *d = &m->profiles->p[code];

    for (size_t pos = 0; pos < r->text.len;) {
        size_t next = pos;
        size_t end;
        pair_id one[4];
        double worth;

        (void)text_next(r->text, &next);
        end = next;
        if (end < r->text.len)
            (void)text_next(r->text, &end);
        if (pair_read((struct text){r->text.p + pos, end - pos}, one, LEN(one)) == 1 &&
            pair_is_in(r->pairs, r->n_pairs, one[0])) {
            worth = s ? lessons_share(s, one[0], code)
                      : (double)pair_is_in(d->pairs, d->n_pairs, one[0]);
            if (worth > 0)
                add(f, (struct found){pos, end, worth, NULL});
        }
        pos = next;
    }
}

static const char *join(struct arena *a, const struct reading *r, struct finds *f,
                        size_t most)
{
    struct buf b;

    buf_init(&b, a);
    qsort(f->p, f->n, sizeof *f->p, compare_finds);
    for (size_t i = 0; i < f->n && i < most; i++) {
        if (i > 0)
            buf_add_str(&b, COMMA);
        buf_add(&b, (struct text){r->text.p + f->p[i].from, f->p[i].to - f->p[i].from});
        if (f->p[i].right)
            buf_add_format(&b, "(%s)", f->p[i].right);
    }
    return buf_str(&b);
}

static bool all_misspelt(const struct finds *f)
{
    for (size_t i = 0; i < f->n; i++)
        if (!f->p[i].right)
            return false;
    return true;
}

struct reason reason_find(const struct model *m, const struct lesson_source *s,
                          struct arena *a, const struct reading *r, size_t code,
                          size_t most)
{
    struct finds f = {.n = 0};
    const char *key = "match.words";

    find_thesaurus(m, r, offsets_of(a, r->text), code, &f);
    find_phrases(m, r, code, &f);
    if (f.n && all_misspelt(&f))
        key = "match.sounds";
    if (!f.n) {
        key = "match.parts";
        find_pairs(m, NULL, r, code, &f);
    }
    if (!f.n) {
        key = "match.learned";
        find_pairs(m, s, r, code, &f);
    }
    if (!f.n)
        return (struct reason){NULL, ""};
    return (struct reason){key, join(a, r, &f, most)};
}
