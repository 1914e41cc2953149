/* Words are found by their first character, typos by the sound of it: two sorted indices,
 * each a few dozen words long at a given character.  A text of n characters costs about n
 * times that; nothing is allocated but the hits. */
#include "domain/match_lexicon.h"

#include "domain/match_pair.h"
#include "domain/match_text.h"

#include <stdlib.h>
#include <string.h>

enum { GAP_MAX = 4, GAP_SHORT = 3, WORD_CHARS_MAX = 24 };

static const double GAP_QUALITY = 0.85;
static const double SOUND_LONG = 0.8;   /* a typo in a word of three characters or more */
static const double SOUND_SHORT = 0.55; /* in one of two */
static const double SOUND_BOTH = 0.2;   /* both of two */
static const double INSIDE = 0.5;       /* a word inside a longer one */
static const double MORE = 0.35;        /* the second and third word of a group */

struct word {
    struct chars parts[WORD_PARTS_MAX];
    size_t n_parts;
    size_t group;
    const char *text;
    double length; /* what its length is worth */
    bool all_han;
};

struct entry {
    uint32_t key; /* first character, or its sound */
    const struct word *word;
};

struct link {
    size_t code;
    size_t groups[LINK_GROUPS_MAX];
    size_t n_groups;
    double weight;
};

struct lexicon {
    const struct sounds *sounds;
    const char *names[LEXICON_GROUPS_MAX];
    size_t n_groups;
    struct word *words;
    size_t n_words;
    struct entry *by_char; /* sorted */
    size_t n_by_char;
    struct entry *by_sound; /* sorted */
    size_t n_by_sound;
    uint32_t *still; /* characters that are no typos, sorted */
    size_t n_still;
    struct link *links;
    size_t n_links;
};

/* ---- loading ---- */

size_t lexicon_group(const struct lexicon *x, const char *name)
{
    for (size_t i = 0; i < x->n_groups; i++)
        if (str_equal(x->names[i], name))
            return i;
    return LEXICON_GROUPS_MAX;
}

/* The next piece of a list parted by `mark`; *from moves past it. */
static struct text next_piece(struct text list, char mark, size_t *from)
{
    const char *start = list.p + *from;
    const char *end = memchr(start, mark, list.len - *from);
    const size_t n = end ? (size_t)(end - start) : list.len - *from;

    *from += n + 1;
    return (struct text){start, n};
}

static void measure(struct word *w)
{
    size_t n = w->n_parts - 1;

    w->all_han = w->n_parts == 1;
    for (size_t i = 0; i < w->n_parts; i++) {
        n += w->parts[i].n;
        for (size_t k = 0; k < w->parts[i].n; k++)
            w->all_han = w->all_han && plain_is_han(w->parts[i].p[k]);
    }
    if (!plain_is_han(w->parts[0].p[0]))
        w->length = 1.1;
    else
        w->length = n >= 4 ? 1.25 : 0.75 + 0.125 * (double)n;
}

static void add_word(struct lexicon *x, const struct plain *plain, struct arena *a,
                     struct text t, size_t group)
{
    const struct text low = plain_text(plain, a, t);
    struct word *w = &x->words[x->n_words];

    *w = (struct word){.group = group, .text = text_copy(a, low)};
    for (size_t from = 0; from <= low.len && w->n_parts < WORD_PARTS_MAX;) {
        const struct text part = next_piece(low, '~', &from);

        if (part.len)
            w->parts[w->n_parts++] = plain_chars(a, part);
    }
    if (w->n_parts == 0)
        return;
    measure(w);
    x->n_words++;
}

static size_t count_pieces(const struct csv *c, size_t col)
{
    size_t n = 0;

    for (size_t row = 0; row < c->rows; row++) {
        n++;
        for (const char *p = csv_cell(c, row, col); *p; p++)
            n += *p == '|';
    }
    return n;
}

static qh_status load_words(struct arena *a, const struct plain *plain, struct lexicon *x,
                            struct qh_error *err)
{
    static const char *const NAMES[] = {"group", "words"};
    struct csv c = {0};
    size_t col[LEN(NAMES)];
    qh_status rc = match_read_csv(a, "data/matching/words.csv", &c, err);

    if (!rc)
        rc = csv_cols(&c, NAMES, LEN(NAMES), col, err);
    if (rc)
        return rc;
    if (c.rows > LEXICON_GROUPS_MAX)
        return qh_fail(err, QH_LIMIT, "match.file", "", "%zu groups", c.rows);
    x->words = ARENA_ARRAY(a, count_pieces(&c, col[1]), struct word);
    for (size_t row = 0; row < c.rows; row++) {
        const struct text all = text_of(csv_cell(&c, row, col[1]));

        x->names[x->n_groups++] = csv_cell(&c, row, col[0]);
        for (size_t from = 0; from <= all.len;)
            add_word(x, plain, a, next_piece(all, '|', &from), row);
    }
    return QH_OK;
}

static qh_status read_link(const struct lexicon *x, struct arena *a, struct link *l,
                           const char *groups, struct qh_error *err)
{
    const struct text all = text_of(groups);

    for (size_t from = 0; from <= all.len && l->n_groups < LINK_GROUPS_MAX;) {
        const char *name = text_copy(a, next_piece(all, '+', &from));
        const size_t g = lexicon_group(x, name);

        if (g == LEXICON_GROUPS_MAX)
            return qh_fail(err, QH_INVALID, "match.file", "", "no group %s", name);
        l->groups[l->n_groups++] = g;
    }
    return QH_OK;
}

static qh_status load_links(struct arena *a, struct lexicon *x,
                            const struct lexicon_needs *needs, struct qh_error *err)
{
    static const char *const NAMES[] = {"code", "groups", "weight"};
    struct csv c = {0};
    size_t col[LEN(NAMES)];
    qh_status rc = match_read_csv(a, "data/matching/links.csv", &c, err);

    if (!rc)
        rc = csv_cols(&c, NAMES, LEN(NAMES), col, err);
    if (rc)
        return rc;
    x->links = ARENA_ARRAY(a, c.rows, struct link);
    for (size_t row = 0; row < c.rows; row++) {
        struct link *l = &x->links[x->n_links++];

        while (l->code < needs->n_codes &&
               !str_equal(needs->codes[l->code], csv_cell(&c, row, col[0])))
            l->code++;
        if (l->code == needs->n_codes)
            return qh_fail(err, QH_INVALID, "match.file", "", "no code %s",
                           csv_cell(&c, row, col[0]));
        l->weight = (double)strtoll(csv_cell(&c, row, col[2]), NULL, 10) / 10;
        rc = read_link(x, a, l, csv_cell(&c, row, col[1]), err);
        if (rc)
            return rc;
    }
    return QH_OK;
}

/* Equal keys stay in the order of the file. */
static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a;
    const struct entry *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->word > y->word) - (x->word < y->word);
}

static int compare_codes(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a;
    const uint32_t y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

static void make_still(struct arena *a, struct lexicon *x)
{
    const size_t group = lexicon_group(x, "_still");

    x->still = ARENA_ARRAY(a, x->n_words + 1, uint32_t);
    for (size_t i = 0; i < x->n_words; i++)
        if (x->words[i].group == group)
            x->still[x->n_still++] = x->words[i].parts[0].p[0];
    qsort(x->still, x->n_still, sizeof *x->still, compare_codes);
}

static void make_indices(struct arena *a, struct lexicon *x)
{
    /* words that say nothing by themselves are in no index */
    const size_t empty = lexicon_group(x, "_empty");
    const size_t still = lexicon_group(x, "_still");

    x->by_char = ARENA_ARRAY(a, x->n_words, struct entry);
    x->by_sound = ARENA_ARRAY(a, x->n_words * SOUNDS_OF_ONE, struct entry);
    for (size_t i = 0; i < x->n_words; i++) {
        const struct word *w = &x->words[i];
        const uint16_t *s = sounds_of(x->sounds, w->parts[0].p[0]);

        if (w->group == empty || w->group == still)
            continue;
        x->by_char[x->n_by_char++] = (struct entry){w->parts[0].p[0], w};
        if (!w->all_han || w->parts[0].n < 2)
            continue;
        for (size_t k = 0; s && k < SOUNDS_OF_ONE && s[k]; k++)
            x->by_sound[x->n_by_sound++] = (struct entry){s[k], w};
    }
    qsort(x->by_char, x->n_by_char, sizeof *x->by_char, compare_entries);
    qsort(x->by_sound, x->n_by_sound, sizeof *x->by_sound, compare_entries);
}

qh_status lexicon_load(struct arena *a, const struct lexicon_needs *needs,
                       const struct lexicon **out, struct qh_error *err)
{
    struct lexicon *x = ARENA_NEW(a, struct lexicon);
    qh_status rc;

    x->sounds = needs->sounds;
    rc = load_words(a, needs->plain, x, err);
    if (!rc)
        rc = load_links(a, x, needs, err);
    if (rc)
        return rc;
    make_still(a, x);
    make_indices(a, x);
    *out = x;
    return QH_OK;
}

void lexicon_words(const struct lexicon *x, size_t group, struct arena *a,
                   struct text **out, size_t *out_n)
{
    *out = ARENA_ARRAY(a, x->n_words, struct text);
    *out_n = 0;
    for (size_t i = 0; i < x->n_words; i++)
        if (x->words[i].group == group)
            (*out)[(*out_n)++] = text_of(x->words[i].text);
}

/* ---- finding ---- */

struct search {
    const struct lexicon *x;
    struct chars t;
    struct lexicon_hits *hits;
    size_t most;
    bool *covered; /* by a word as it stands: no typo there */
};

static const struct entry *first_entry(const struct entry *e, size_t n, uint32_t key)
{
    size_t low = 0;
    size_t high = n;

    while (low < high) {
        const size_t mid = low + (high - low) / 2;

        if (e[mid].key < key)
            low = mid + 1;
        else
            high = mid;
    }
    return e + low;
}

static bool stands_at(struct chars t, size_t at, struct chars w)
{
    return at + w.n <= t.n && memcmp(t.p + at, w.p, w.n * sizeof *w.p) == 0;
}

static bool is_letter(uint32_t code)
{
    return code >= 'a' && code <= 'z';
}

/* Latin words do not begin or end inside a word. */
static bool cuts_word(struct chars t, size_t from, size_t to)
{
    return (from > 0 && is_letter(t.p[from]) && is_letter(t.p[from - 1])) ||
           (to < t.n && is_letter(t.p[to - 1]) && is_letter(t.p[to]));
}

/* Where the parts of a word end that begins at `at`; 0: it does not stand there. */
static size_t end_of(struct chars t, size_t at, const struct word *w)
{
    size_t end;

    if (!stands_at(t, at, w->parts[0]))
        return 0;
    end = at + w->parts[0].n;
    for (size_t i = 1; i < w->n_parts; i++) {
        const size_t most = w->parts[i - 1].n + w->parts[i].n < 3 ? GAP_SHORT : GAP_MAX;
        size_t gap = 0;

        while (!stands_at(t, end + gap, w->parts[i])) {
            if (gap == most || end + gap >= t.n ||
                !(plain_is_han(t.p[end + gap]) || pair_is_latin(t.p[end + gap])))
                return 0;
            gap++;
        }
        end += gap + w->parts[i].n;
    }
    return cuts_word(t, at, end) ? 0 : end;
}

static void add_hit(const struct search *s, const struct word *w, size_t from, size_t to,
                    double quality)
{
    if (s->hits->n == s->most)
        return;
    s->hits->p[s->hits->n++] = (struct lexicon_hit){
        .from = from,
        .to = to,
        .group = w->group,
        .word = w->text,
        .quality = quality,
        .weight = quality * w->length,
        .has_gap = w->n_parts > 1,
    };
}

static void find_words(const struct search *s)
{
    const struct lexicon *x = s->x;

    for (size_t at = 0; at < s->t.n; at++) {
        const uint32_t key = s->t.p[at];
        const struct entry *e = first_entry(x->by_char, x->n_by_char, key);

        for (; e < x->by_char + x->n_by_char && e->key == key; e++) {
            const size_t end = end_of(s->t, at, e->word);

            if (!end)
                continue;
            add_hit(s, e->word, at, end, e->word->n_parts > 1 ? GAP_QUALITY : 1);
            for (size_t i = at; i < end && e->word->n_parts == 1; i++)
                s->covered[i] = true;
        }
    }
}

/* Nobody mistypes the commonest characters. */
static bool is_still(const struct lexicon *x, uint32_t code)
{
    return bsearch(&code, x->still, x->n_still, sizeof code, compare_codes) != NULL;
}

/* How many characters differ of a word that sounds like the text at `at`; 0: it does not,
 * or stands there as it is. */
static size_t typos_at(const struct search *s, size_t at, struct chars w)
{
    size_t n = 0;

    if (at + w.n > s->t.n)
        return 0;
    for (size_t i = 0; i < w.n; i++) {
        const uint32_t c = s->t.p[at + i];

        if (c == w.p[i])
            continue;
        if (s->covered[at + i] || is_still(s->x, c) ||
            !sounds_alike(s->x->sounds, c, w.p[i]))
            return 0;
        n++;
    }
    return n;
}

static void find_sound(const struct search *s, size_t at, uint32_t sound)
{
    const struct lexicon *x = s->x;
    const struct entry *e = first_entry(x->by_sound, x->n_by_sound, sound);

    for (; e < x->by_sound + x->n_by_sound && e->key == sound; e++) {
        const struct chars w = e->word->parts[0];
        const size_t typos = typos_at(s, at, w);

        if (!typos)
            continue;
        add_hit(s, e->word, at, at + w.n,
                w.n > 2      ? SOUND_LONG
                : typos == 1 ? SOUND_SHORT
                             : SOUND_BOTH);
        s->hits->p[s->hits->n - 1].by_sound = true;
    }
}

static void find_sounds(const struct search *s)
{
    for (size_t at = 0; at < s->t.n; at++) {
        const uint16_t *of = sounds_of(s->x->sounds, s->t.p[at]);

        for (size_t i = 0; of && i < SOUNDS_OF_ONE && of[i]; i++)
            find_sound(s, at, of[i]);
    }
}

static int compare_hits(const void *a, const void *b)
{
    const struct lexicon_hit *x = a;
    const struct lexicon_hit *y = b;

    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    if (x->to != y->to)
        return x->to > y->to ? -1 : 1;
    return strcmp(x->word, y->word);
}

/* The longest word around hit i of another group, if it is as sure. */
static bool lies_inside(const struct lexicon_hits *h, size_t i)
{
    const struct lexicon_hit *x = &h->p[i];

    size_t k = i;

    while (k + 1 < h->n && h->p[k + 1].from == x->from)
        k++;
    for (; k < h->n && h->p[k].from + WORD_CHARS_MAX >= x->from; k--) {
        const struct lexicon_hit *y = &h->p[k];

        if (y->to >= x->to && y->to - y->from > x->to - x->from && !y->has_gap &&
            y->group != x->group && y->quality >= x->quality)
            return true;
    }
    return false;
}

struct lexicon_hits lexicon_find(const struct lexicon *x, struct arena *a, struct chars t)
{
    struct lexicon_hits h = {.n = 0};
    struct search s = {.x = x, .t = t, .hits = &h, .most = t.n * LEXICON_HITS_PER_CHAR};

    h.p = ARENA_ARRAY(a, s.most + 1, struct lexicon_hit);
    s.covered = ARENA_ARRAY(a, t.n + 1, bool);
    find_words(&s);
    find_sounds(&s);
    qsort(h.p, h.n, sizeof *h.p, compare_hits);
    h.first = ARENA_ARRAY(a, LEXICON_GROUPS_MAX, size_t);
    for (size_t i = h.n; i > 0; i--) {
        h.p[i - 1].next = h.first[h.p[i - 1].group];
        h.first[h.p[i - 1].group] = i;
    }
    for (size_t i = 0; i < h.n; i++)
        if (lies_inside(&h, i))
            h.p[i].weight *= INSIDE;
    return h;
}

/* ---- scoring ---- */

/* A word that another of its group says already, or that came before. */
static bool is_said(const struct lexicon_hits *h, const bool *use, size_t i)
{
    const struct lexicon_hit *x = &h->p[i];

    for (size_t k = h->first[x->group] - 1; k < h->n; k = h->p[k].next - 1) {
        const struct lexicon_hit *y = &h->p[k];
        const bool better =
            y->to - y->from > x->to - x->from || y->quality > x->quality || k < i;

        if (k == i || (use && !use[k]))
            continue;
        if (y->from <= x->from && y->to >= x->to && y->quality >= x->quality && better)
            return true;
        if (k < i && strcmp(y->word, x->word) == 0 && y->weight >= x->weight)
            return true;
    }
    return false;
}

void lexicon_strengths(const struct lexicon_hits *h, const bool *use, double *out)
{
    double best[LEXICON_GROUPS_MAX][3] = {{0}};

    for (size_t i = 0; i < h->n; i++) {
        double *top = best[h->p[i].group];
        double w = h->p[i].weight;

        if ((use && !use[i]) || is_said(h, use, i))
            continue;
        for (size_t k = 0; k < 3; k++) {
            const double other = top[k];

            if (w <= other)
                continue;
            top[k] = w;
            w = other;
        }
    }
    for (size_t g = 0; g < LEXICON_GROUPS_MAX; g++)
        out[g] = best[g][0] + MORE * (best[g][1] + best[g][2]);
}

static double link_value(const struct link *l, const double *strengths)
{
    double least = strengths[l->groups[0]];

    for (size_t i = 1; i < l->n_groups; i++)
        if (strengths[l->groups[i]] < least)
            least = strengths[l->groups[i]];
    return l->weight * least;
}

void lexicon_score(const struct lexicon *x, const double *strengths, double *score)
{
    for (size_t i = 0; i < x->n_links; i++)
        score[x->links[i].code] += link_value(&x->links[i], strengths);
}

void lexicon_mark(const struct lexicon *x, size_t code, bool *groups)
{
    for (size_t i = 0; i < x->n_links; i++)
        for (size_t k = 0; x->links[i].code == code && k < x->links[i].n_groups; k++)
            groups[x->links[i].groups[k]] = true;
}

void lexicon_shares(const struct lexicon *x, const double *strengths, size_t code,
                    double *out)
{
    for (size_t i = 0; i < x->n_links; i++) {
        const struct link *l = &x->links[i];
        double v;

        if (l->code != code)
            continue;
        v = link_value(l, strengths);
        for (size_t k = 0; k < l->n_groups; k++)
            if (v > out[l->groups[k]])
                out[l->groups[k]] = v;
    }
}
