#include "domain/match_model.h"

#include "domain/match_focus.h"
#include "domain/match_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double BOTH = 1;   /* "as well as", "at the same time" */
static const double ALSO = 0.5; /* "and", "too" */
static const double SCORE_PART = 0.15;
static const double SCORE_CAP = 3;
static const double CLAUSE = 0.85; /* a clause of its own, against words of its own */
static const double THIRD_MORE = 0.8;
static const double USUAL_CHARS = 50;
static const double LONGER = 0.3;
static const double AFTER_DEPARTMENT = 0.5; /* an item beside a department's matter */
static const double NOTHING = 2; /* an item may have that much beside "nothing" */

enum { HITS_MAX = READ_CHARS_MAX * LEXICON_HITS_PER_CHAR + 1 };

/* ---- loading ---- */

static qh_status load_lexicon(struct arena *a, struct model *m, struct qh_error *err)
{
    const char *codes[MODEL_CODES_MAX];

    if (m->profiles->n > MODEL_CODES_MAX)
        return qh_fail(err, QH_LIMIT, "match.file", "", "%zu codes", m->profiles->n);
    for (size_t i = 0; i < m->profiles->n; i++)
        codes[i] = m->profiles->p[i].code;
    return lexicon_load(
        a, &(struct lexicon_needs){m->plain, m->sounds, codes, m->profiles->n},
        &m->lexicon, err);
}

static void load_empty(struct arena *a, struct model *m)
{
    const size_t group = lexicon_group(m->lexicon, "_empty");
    struct text *words = NULL;
    size_t n = 0;

    lexicon_words(m->lexicon, group, a, &words, &n);
    m->empty = ARENA_ARRAY(a, 4 * n + 4, pair_id);
    for (size_t i = 0; i < n; i++)
        m->n_empty += pair_read(words[i], m->empty + m->n_empty, 4 * n + 4 - m->n_empty);
    m->n_empty = pair_sort(m->empty, m->n_empty);
}

qh_status model_load(struct arena *a, const struct profile_items *changed,
                     struct model *out, struct qh_error *err)
{
    struct model m = {0};
    qh_status rc = plain_load(a, &m.plain, err);

    if (!rc)
        rc = sounds_load(a, &m.sounds, err);
    if (!rc)
        rc = profiles_load(a, m.plain, changed, &m.profiles, err);
    if (!rc)
        rc = load_lexicon(a, &m, err);
    if (rc)
        return rc;
    load_empty(a, &m);
    m.both = lexicon_group(m.lexicon, "_both");
    m.also = lexicon_group(m.lexicon, "_also");
    m.ask = lexicon_group(m.lexicon, "_ask");
    m.nothing = lexicon_group(m.lexicon, "_nothing");
    *out = m;
    return QH_OK;
}

/* ---- reading ---- */

static struct text cut_chars(struct text t, size_t most)
{
    size_t pos = 0;

    for (size_t n = 0; pos < t.len && n < most; n++)
        (void)text_next(t, &pos);
    return (struct text){t.p, pos};
}

static void read_pairs(const struct model *m, struct arena *a, struct text t,
                       const pair_id **out, size_t *out_n)
{
    pair_id *p = ARENA_ARRAY(a, t.len + 3, pair_id);
    const size_t n = pair_sort(p, pair_read(t, p, t.len + 3));

    *out_n = 0;
    for (size_t i = 0; i < n; i++)
        if (!pair_is_in(m->empty, m->n_empty, p[i]))
            p[(*out_n)++] = p[i];
    *out = p;
}

static struct text read_text(const struct model *m, struct arena *a, struct text t)
{
    t = plain_unspaced(a, cut_chars(t, READ_CHARS_MAX));
    return plain_text(m->plain, a, t);
}

void model_pairs(const struct model *m, struct arena *a, struct text text,
                 const pair_id **out, size_t *out_n)
{
    read_pairs(m, a, read_text(m, a, text), out, out_n);
}

void model_read(const struct model *m, struct arena *a, struct text text,
                struct reading *out)
{
    struct reading r = {.text = read_text(m, a, text)};

    struct focus focus;

    r.chars = plain_chars(a, r.text);
    r.hits = lexicon_find(m->lexicon, a, r.chars);
    focus_find(a, r.text, r.chars, &r.hits, m->ask, &focus);
    focus_weigh(&focus, &r.hits);
    r.strengths = ARENA_ARRAY(a, LEXICON_GROUPS_MAX, double);
    r.prior = ARENA_ARRAY(a, MODEL_CODES_MAX, double);
    read_pairs(m, a, focus.text, &r.pairs, &r.n_pairs);
    lexicon_strengths(&r.hits, NULL, r.strengths);
    lexicon_score(m->lexicon, r.strengths, r.prior);
    profiles_score(m->profiles, focus.text, r.pairs, r.n_pairs, r.prior);
    *out = r;
}

/* ---- deciding ---- */

static void sort_codes(const struct model *m, struct decision *d)
{
    for (size_t i = 0; i < m->profiles->n; i++) {
        size_t k = i;

        for (; k > 0 && d->score[d->order[k - 1]] < d->score[i]; k--)
            d->order[k] = d->order[k - 1];
        d->order[k] = i;
    }
}

/* The best item, or the best department. */
static size_t best_of(const struct model *m, const struct decision *d, bool department)
{
    for (size_t i = 0; i < m->profiles->n; i++)
        if (m->profiles->p[d->order[i]].is_department == department)
            return d->order[i];
    return 0;
}

static double lead_of_departments(const struct model *m, const struct decision *d)
{
    return d->score[best_of(m, d, true)] - d->score[best_of(m, d, false)];
}

static bool is_taken(const struct decision *d, size_t code)
{
    for (size_t i = 0; i < d->n_set; i++)
        if (d->set[i] == code)
            return true;
    return false;
}

/* use[i]: hit i has nothing to do with the codes of the set, nor with their places in the
 * text. */
static void leave_rest(const struct model *m, const struct reading *r,
                       const struct decision *d, bool *use)
{
    bool taken[LEXICON_GROUPS_MAX] = {false};
    bool places[READ_CHARS_MAX + 1] = {false};

    for (size_t i = 0; i < d->n_set; i++)
        lexicon_mark(m->lexicon, d->set[i], taken);
    for (size_t i = 0; i < r->hits.n; i++) {
        const struct lexicon_hit *x = &r->hits.p[i];

        for (size_t k = x->from; k < x->to && !x->has_gap && taken[x->group]; k++)
            places[k] = true;
    }
    for (size_t i = 0; i < r->hits.n; i++) {
        const struct lexicon_hit *x = &r->hits.p[i];

        use[i] = !taken[x->group] && !x->is_aside;
        for (size_t k = x->from; k < x->to; k++)
            use[i] = use[i] && !places[k];
    }
}

struct rest {
    size_t code;
    double strength;
};

/* What the hits in use speak for, over what they say for the codes of the set; score of
 * the whole text breaks near ties. */
static struct rest best_rest(const struct model *m, const struct reading *r,
                             const struct decision *d, const bool *use)
{
    double strengths[LEXICON_GROUPS_MAX];
    double score[MODEL_CODES_MAX] = {0};
    struct rest best = {0, 0};
    double known = 0;
    double most = 0;

    lexicon_strengths(&r->hits, use, strengths);
    lexicon_score(m->lexicon, strengths, score);
    for (size_t i = 0; i < d->n_set; i++)
        if (score[d->set[i]] > known)
            known = score[d->set[i]];
    for (size_t i = 0; i < m->profiles->n; i++) {
        const double v = score[i] > known ? score[i] - known +
                                                SCORE_PART * fmin(d->score[i], SCORE_CAP)
                                          : 0;

        if (v <= most || is_taken(d, i))
            continue;
        most = v;
        best = (struct rest){i, score[i] - known};
    }
    return best;
}

/* True where a clause begins: after a mark, and at words that join demands. */
static bool begins_clause(const struct model *m, const struct reading *r, struct chars t,
                          size_t at)
{
    if (at == 0 || !(plain_is_han(t.p[at - 1]) || pair_is_latin(t.p[at - 1])))
        return true;
    for (size_t i = 0; i < r->hits.n && r->hits.p[i].from <= at; i++)
        if (r->hits.p[i].from == at && r->hits.p[i].group == m->both &&
            !r->hits.p[i].by_sound)
            return true;
    return false;
}

/* The clause that speaks most for a code outside the set. */
static struct rest find_clause(const struct model *m, const struct reading *r,
                               const struct decision *d)
{
    struct rest best = {0, 0};
    bool use[HITS_MAX];
    size_t from = 0;

    for (size_t to = 1; to <= r->chars.n; to++) {
        struct rest x;
        size_t n = 0;

        if (to < r->chars.n && !begins_clause(m, r, r->chars, to))
            continue;
        for (size_t i = 0; i < r->hits.n; i++) {
            use[i] = r->hits.p[i].from >= from && r->hits.p[i].to <= to &&
                     !r->hits.p[i].is_aside;
            n += use[i] ? 1 : 0;
        }
        from = to;
        if (n == 0)
            continue;
        x = best_rest(m, r, d, use);
        x.strength *= CLAUSE;
        if (x.strength > best.strength)
            best = x;
    }
    return best;
}

/* What else the text speaks for: what is left without the words of the set, or a clause
 * that has more to say for another code. */
static struct rest find_rest(const struct model *m, const struct reading *r,
                             const struct decision *d)
{
    struct rest best;
    struct rest clause;
    bool use[HITS_MAX];

    leave_rest(m, r, d, use);
    best = best_rest(m, r, d, use);
    clause = find_clause(m, r, d);
    if (clause.strength > best.strength)
        best = clause;
    if (best.strength <= 0)
        return best;
    best.strength += r->strengths[m->both] > 0 ? BOTH : 0;
    best.strength += r->strengths[m->also] > 0 ? ALSO : 0;
    return best;
}

static void score_codes(const struct model *m, const struct lesson_source *s, double rate,
                        const struct reading *r, struct decision *d)
{
    *d = (struct decision){.n_set = 0};
    memcpy(d->score, r->prior, m->profiles->n * sizeof *d->score);
    lessons_score(s, r->pairs, r->n_pairs, rate, d->score);
    sort_codes(m, d);
}

/* The longer a text, the more words of other matters stand in it by chance. */
static double length_factor(const struct reading *r)
{
    const double over = ((double)r->chars.n - USUAL_CHARS) / USUAL_CHARS;

    return 1 + LONGER * fmin(fmax(over, 0), 3);
}

static void add_further(const struct model *m, const struct model_settings *set,
                        const struct reading *r, struct decision *d)
{
    double least = set->second * length_factor(r);

    while (d->n_set < MODEL_SET_MAX) {
        const struct rest x = find_rest(m, r, d);

        if (x.strength < least + (d->none_fit && !m->profiles->p[x.code].is_department
                                      ? AFTER_DEPARTMENT
                                      : 0))
            return;
        d->set[d->n_set++] = x.code;
        least += THIRD_MORE;
    }
}

/* "We need nothing, thank you", or not a word that says anything. */
static bool asks_nothing(const struct model *m, const struct reading *r,
                         const struct decision *d)
{
    const double most = d->score[d->order[0]];

    return most <= 0 || (r->strengths[m->nothing] > 0 && most < NOTHING);
}

void model_decide(const struct model *m, const struct lesson_source *s,
                  const struct model_settings *set, const struct reading *r,
                  struct decision *out)
{
    struct decision d;

    score_codes(m, s, set->rate, r, &d);
    if (asks_nothing(m, r, &d)) {
        d.none_fit = true;
        *out = d;
        return;
    }
    d.none_fit = lead_of_departments(m, &d) > set->margin;
    d.set[0] = best_of(m, &d, d.none_fit);
    if (d.score[d.set[0]] > 0) {
        d.n_set = 1;
        add_further(m, set, r, &d);
    }
    for (size_t i = 0; i < d.n_set; i++)
        d.none_fit = d.none_fit && m->profiles->p[d.set[i]].is_department;
    *out = d;
}

void model_chances(const struct model *m, const struct model_settings *set,
                   const double *score, double *out)
{
    double most = 0;
    double sum = 0;

    for (size_t i = 0; i < m->profiles->n; i++)
        if (score[i] > most)
            most = score[i];
    for (size_t i = 0; i < m->profiles->n; i++) {
        out[i] = exp((score[i] - most) / set->heat);
        sum += out[i];
    }
    for (size_t i = 0; i < m->profiles->n; i++)
        out[i] /= sum;
}

/* ---- tuning ---- */

static const double RATES[] = {0.4, 0.7, 1.0, 1.4};
static const double HEATS[] = {0.5, 0.7, 1.0, 1.4, 2.0, 2.8};
static const struct model_settings DEFAULTS = {0.7, 0.3, 2.8, 1.0};

enum { STEPS = 40 };

static bool is_right(const struct example *e, size_t code)
{
    for (size_t i = 0; i < e->n_also_right; i++)
        if (e->also_right[i] == code)
            return true;
    return e->lesson.codes[0] == code;
}

static double loss_of(const struct model *m, const struct model_settings *set,
                      const struct example *p, const struct decision *d, size_t n)
{
    double chance[MODEL_CODES_MAX];
    double sum = 0;

    for (size_t i = 0; i < n; i++) {
        double right = 1e-9;

        model_chances(m, set, d[i].score, chance);
        for (size_t c = 0; c < m->profiles->n; c++)
            right += is_right(&p[i], c) ? chance[c] : 0;
        sum -= log(right);
    }
    return sum;
}

struct tuning {
    const struct model *m;
    const struct lessons *all;
    const struct example *p;
    size_t n;
    struct decision *d; /* of each example */
};

static void score_all(const struct tuning *t, double rate)
{
    for (size_t i = 0; i < t->n; i++) {
        const struct lesson_source s = {.sets = {t->all, NULL},
                                        .without = &t->p[i].lesson};

        score_codes(t->m, &s, rate, &t->p[i].reading, &t->d[i]);
    }
}

/* The heat of the least loss at the scores as they stand; *least is moved down. */
static void tune_heat(const struct tuning *t, double rate, double *least,
                      struct model_settings *set)
{
    for (size_t k = 0; k < LEN(HEATS); k++) {
        const struct model_settings trial = {rate, set->margin, set->second, HEATS[k]};
        const double loss = loss_of(t->m, &trial, t->p, t->d, t->n);

        if (loss >= *least)
            continue;
        *least = loss;
        *set = trial;
    }
}

static void tune_rate(const struct tuning *t, struct model_settings *set)
{
    double least = HUGE_VAL;

    for (size_t i = 0; i < LEN(RATES); i++) {
        score_all(t, RATES[i]);
        tune_heat(t, RATES[i], &least, set);
    }
    score_all(t, set->rate);
}

/* Where gain[] is greatest: the middle of its longest stretch of the greatest value. */
static double middle_of_best(const double *gain, double from, double step)
{
    size_t start = 0;
    size_t best_start = 0;
    size_t best_n = 0;
    double most = gain[0];

    for (size_t i = 0; i < STEPS; i++) {
        if (i > 0 && gain[i] != gain[i - 1])
            start = i;
        if (gain[i] > most || (gain[i] == most && i + 1 - start > best_n)) {
            most = gain[i];
            best_start = start;
            best_n = i + 1 - start;
        }
    }
    return from + step * ((double)best_start + (double)(best_n - 1) / 2);
}

static bool is_none(const struct model *m, const struct example *e)
{
    for (size_t i = 0; i < e->lesson.n_codes; i++)
        if (!m->profiles->p[e->lesson.codes[i]].is_department)
            return false;
    return true;
}

/* A text wrongly called none costs WRONG times as much as one that is missed. */
static void tune_margin(const struct tuning *t, struct model_settings *set)
{
    static const double FROM = -0.5;
    static const double STEP = 0.05;
    static const double WRONG = 4;
    double gain[STEPS] = {0};
    double none = 0;

    for (size_t i = 0; i < t->n; i++)
        none += is_none(t->m, &t->p[i]) ? 1 : 0;
    if (none < 1 || none == (double)t->n)
        return;
    for (size_t k = 0; k < STEPS; k++)
        for (size_t i = 0; i < t->n; i++) {
            const double lead = lead_of_departments(t->m, &t->d[i]);

            if (lead <= FROM + STEP * (double)k)
                continue;
            gain[k] +=
                is_none(t->m, &t->p[i]) ? 1 / none : -WRONG / ((double)t->n - none);
        }
    set->margin = middle_of_best(gain, FROM, STEP);
}

static bool is_pair(const struct example *e, size_t a, size_t b)
{
    const size_t *c = e->lesson.codes;

    return e->lesson.n_codes == 2 &&
           ((c[0] == a && c[1] == b) || (c[0] == b && c[1] == a));
}

/* The share of texts with two demands that are parted rightly, less the share of texts
 * with one that are parted. */
static void tune_second(const struct tuning *t, struct model_settings *set)
{
    static const double FROM = 1.6;
    static const double STEP = 0.1;
    double gain[STEPS] = {0};
    double several = 0;

    for (size_t i = 0; i < t->n; i++)
        several += t->p[i].lesson.n_codes > 1 ? 1 : 0;
    if (several < 1 || several == (double)t->n)
        return;
    for (size_t i = 0; i < t->n; i++) {
        struct decision *d = &t->d[i];
        struct rest x;
        double worth;

        d->n_set = 1;
        d->set[0] = best_of(t->m, d, lead_of_departments(t->m, d) > set->margin);
        x = find_rest(t->m, &t->p[i].reading, d);
        worth = t->p[i].lesson.n_codes == 1            ? -0.5 / ((double)t->n - several)
                : is_pair(&t->p[i], d->set[0], x.code) ? 1 / several
                                                       : 0;
        for (size_t k = 0; k < STEPS && x.strength >= FROM + STEP * (double)k; k++)
            gain[k] += worth;
    }
    set->second = middle_of_best(gain, FROM, STEP);
}

struct model_settings model_tune(const struct model *m, struct arena *a,
                                 const struct example *p, size_t n)
{
    struct model_settings set = DEFAULTS;
    struct lesson *lessons = ARENA_ARRAY(a, n + 1, struct lesson);
    struct tuning t = {.m = m, .p = p, .n = n};

    if (n == 0)
        return set;
    for (size_t i = 0; i < n; i++)
        lessons[i] = p[i].lesson;
    t.all = lessons_count(a, lessons, n);
    t.d = ARENA_ARRAY(a, n, struct decision);
    tune_rate(&t, &set);
    tune_margin(&t, &set);
    tune_second(&t, &set);
    return set;
}
