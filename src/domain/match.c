/* The model: every item and every department is a document of phrases.
 *
 *   score(text, doc) = sum over phrases p of doc that stand in the text:  w(p) r(p) l(p)
 *                    + sum over other phrases of three characters or more:
 *                        PART w(p) (sum of r(g) over pairs g of p in the text) /
 * sqrt(pairs)
 *                    + PAIR (sum of r(g) over the pairs g of the text that doc has
 * anywhere)
 *
 * w: where the phrase comes from (keyword 1, part of the name 0.8, who may ask 0.3); r:
 * rarity, ln((N+1) / documents that have it); l: sqrt(length / 2), at most six
 * characters. Pairs of characters that carry no matter ("能不", "我们") count nothing.
 * Departments have fewer words than items, so theirs weigh DEPARTMENT times as much.
 * Cost: one search of the text per phrase, about 1,100 phrases; no allocation but the
 * result.
 */
#include "domain/match.h"

#include "domain/match_pair.h"
#include "domain/match_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    TEXT_PAIRS_MAX = 2100,
    PHRASES_MAX = 80, /* of one document */
    PHRASE_CHARS = 40,
    HIT_MAX = 64
};

static const double PART = 0.6;
static const double PAIR = 0.3;
static const double DEPARTMENT = 1.3;
static const double HALF_SCORE = 6; /* the score shown as 500,000 ppm */

/* Function words and courtesies of any letter to an office. */
static const char *const EMPTY_PAIRS[] = {
    "能不", "不能", "请你", "你们", "我们", "怎么", "什么", "可以", "是不",
    "要不", "一个", "一次", "这个", "那个", "他们", "没有", "有没", "需要",
    "就是", "的时", "时候", "现在", "企业", "公司", "我司", "哪些", "哪里",
    "如何", "是否", "帮忙", "帮我", "麻烦", "想请", "请指", "指导", "请协",
    "协助", "申请", "办理", "问题", "需求",
};

struct phrase {
    struct text text; /* normalised */
    double whole;     /* what it is worth when it stands in the text */
    double part;      /* factor for its pairs; 0: too short */
    pair_id *pairs;
    size_t n_pairs;
};

struct doc {
    const char *code;
    bool is_department;
    const char *name_zh;
    const char *name_en;
    const char *not_this; /* what people mix it up with, and what it is then; or NULL */
    struct text blob;     /* all its words, normalised */
    struct phrase *phrases;
    size_t n_phrases;
    pair_id *pairs; /* sorted, each once */
    size_t n_pairs;
};

struct rarity {
    pair_id pair;
    double value;
};

struct matcher {
    struct doc *docs;
    size_t n_docs;
    struct rarity *rarities; /* sorted by pair_id */
    size_t n_rarities;
    pair_id empty[LEN(EMPTY_PAIRS)]; /* sorted */
    const struct json *zh;           /* wording */
    const struct json *en;
};

static double rarity_of(const struct matcher *m, pair_id x)
{
    /* the pair is the first member, so that the same comparison serves */
    const struct rarity *r =
        bsearch(&x, m->rarities, m->n_rarities, sizeof *m->rarities, pair_compare);

    return r ? r->value : 0;
}

/* ---- the catalogue ---- */

/* Characters that part the phrases of a cell. */
static bool parts_phrases(uint32_t code)
{
    const struct text marks = TEXT(" |、，；。与和（）()及“”的《》/");
    size_t pos = 0;

    while (pos < marks.len)
        if (text_next(marks, &pos) == code)
            return true;
    return false;
}

/* Which marks part a cell: only blanks and bars, or every mark. */
enum cut { CUT_LIST, CUT_MARKS };

static void add_phrase(struct doc *d, struct text t, double weight)
{
    const struct text p = text_trim(t);

    if (p.len == 0 || d->n_phrases == PHRASES_MAX)
        return;
    for (size_t i = 0; i < d->n_phrases; i++) {
        if (!text_equal(d->phrases[i].text, p))
            continue;
        if (d->phrases[i].whole < weight)
            d->phrases[i].whole = weight;
        return;
    }
    d->phrases[d->n_phrases++] = (struct phrase){.text = p, .whole = weight};
}

static void add_cell(struct arena *a, struct doc *d, const char *cell, enum cut cut,
                     double weight)
{
    const struct text t = pair_normalise(a, text_of(cell));
    size_t start = 0;
    size_t pos = 0;

    while (pos < t.len) {
        const size_t here = pos;
        const uint32_t code = text_next(t, &pos);
        const bool ends = cut == CUT_LIST ? code == ' ' || code == '|' || code == 0x3001
                                          : parts_phrases(code);

        if (ends) {
            add_phrase(d, (struct text){t.p + start, here - start}, weight);
            start = pos;
        }
    }
    add_phrase(d, (struct text){t.p + start, t.len - start}, weight);
}

static struct doc *add_doc(struct arena *a, struct matcher *m, const char *code,
                           const char *name_zh, const char *name_en)
{
    struct doc *d = &m->docs[m->n_docs++];

    *d = (struct doc){.code = code, .name_zh = name_zh, .name_en = name_en};
    d->phrases = ARENA_ARRAY(a, PHRASES_MAX, struct phrase);
    return d;
}

static qh_status load_items(struct arena *a, struct matcher *m, const struct csv *c,
                            struct qh_error *err)
{
    static const char *const NAMES[] = {"code",     "name_zh",     "name_en",
                                        "keywords", "also_called", "who_may_ask",
                                        "basis",    "not_this"};
    size_t col[LEN(NAMES)];
    qh_status rc = csv_cols(c, NAMES, LEN(NAMES), col, err);

    if (rc)
        return rc;
    for (size_t row = 0; row < c->rows; row++) {
        const char *name = csv_cell(c, row, col[1]);
        const char *words = csv_cell(c, row, col[3]);
        const char *also = csv_cell(c, row, col[4]);
        const char *who = csv_cell(c, row, col[5]);
        struct doc *d =
            add_doc(a, m, csv_cell(c, row, col[0]), name, csv_cell(c, row, col[2]));

        d->not_this = csv_cell(c, row, col[7]);
        add_cell(a, d, words, CUT_LIST, 1.0);
        add_cell(a, d, also, CUT_LIST, 1.0);
        add_cell(a, d, name, CUT_MARKS, 0.8);
        add_cell(a, d, who, CUT_MARKS, 0.3);
        d->blob =
            pair_normalise(a, text_of(str_format(a, "%s %s %s %s %s", name, words, also,
                                                 who, csv_cell(c, row, col[6]))));
    }
    return QH_OK;
}

static qh_status load_departments(struct arena *a, struct matcher *m, const struct csv *c,
                                  struct qh_error *err)
{
    static const char *const NAMES[] = {"code", "name_zh", "name_en",
                                        "typical_matters_zh"};
    size_t col[LEN(NAMES)];
    qh_status rc = csv_cols(c, NAMES, LEN(NAMES), col, err);

    if (rc)
        return rc;
    for (size_t row = 0; row < c->rows; row++) {
        const char *name = csv_cell(c, row, col[1]);
        const char *matters = csv_cell(c, row, col[3]);
        struct doc *d =
            add_doc(a, m, csv_cell(c, row, col[0]), name, csv_cell(c, row, col[2]));

        d->is_department = true;
        add_cell(a, d, matters, CUT_LIST, 1.0);
        add_cell(a, d, name, CUT_MARKS, 0.8);
        d->blob = pair_normalise(a, text_of(str_format(a, "%s %s", name, matters)));
    }
    return QH_OK;
}

/* ---- weights ---- */

static void count_pairs(struct arena *a, struct matcher *m)
{
    size_t all = 0;
    pair_id *list;

    for (size_t i = 0; i < m->n_docs; i++) {
        struct doc *d = &m->docs[i];

        d->pairs = ARENA_ARRAY(a, d->blob.len + 3, pair_id);
        d->n_pairs = pair_sort(d->pairs, pair_read(d->blob, d->pairs, d->blob.len + 3));
        all += d->n_pairs;
    }
    list = ARENA_ARRAY(a, all, pair_id);
    m->rarities = ARENA_ARRAY(a, all, struct rarity);
    all = 0;
    for (size_t i = 0; i < m->n_docs; i++) {
        memcpy(list + all, m->docs[i].pairs, m->docs[i].n_pairs * sizeof *list);
        all += m->docs[i].n_pairs;
    }
    qsort(list, all, sizeof *list, pair_compare);
    for (size_t i = 0; i < all;) {
        size_t end = i;

        while (end < all && list[end] == list[i])
            end++;
        m->rarities[m->n_rarities++] =
            (struct rarity){list[i], log((double)(m->n_docs + 1) / (double)(end - i))};
        i = end;
    }
}

static double phrase_rarity(const struct matcher *m, struct text p)
{
    size_t n = 0;

    for (size_t i = 0; i < m->n_docs; i++)
        if (memmem(m->docs[i].blob.p, m->docs[i].blob.len, p.p, p.len))
            n++;
    return n ? log((double)(m->n_docs + 1) / (double)n) : 0;
}

/* Length in Han characters; three ASCII characters count as one. */
static double length_of(struct text p)
{
    size_t pos = 0;
    double n = 0;

    while (pos < p.len)
        n += pair_is_latin(text_next(p, &pos)) ? 1.0 / 3 : 1;
    return p.len && pair_is_latin((unsigned char)p.p[0]) ? n + 2 : n;
}

static void weigh_phrase(struct arena *a, const struct matcher *m, struct phrase *p)
{
    const double weight = p->whole;
    const double length = length_of(p->text);
    pair_id pairs[PHRASE_CHARS];
    size_t n = pair_read(p->text, pairs, LEN(pairs));
    size_t kept = 0;

    for (size_t i = 0; i < n; i++)
        if (!pair_is_in(m->empty, LEN(m->empty), pairs[i]))
            pairs[kept++] = pairs[i];
    p->pairs = ARENA_ARRAY(a, kept + 1, pair_id);
    memcpy(p->pairs, pairs, kept * sizeof *pairs);
    p->n_pairs = kept;
    p->whole = length < 2 || kept == 0 ? 0
                                       : weight * phrase_rarity(m, p->text) *
                                             sqrt((length < 6 ? length : 6) / 2);
    p->part = length < 3 || kept == 0 ? 0 : PART * weight / sqrt((double)kept);
}

static void weigh(struct arena *a, struct matcher *m)
{
    size_t n = 0;

    for (size_t i = 0; i < LEN(EMPTY_PAIRS); i++)
        n += pair_read(text_of(EMPTY_PAIRS[i]), m->empty + n, LEN(m->empty) - n + 3);
    qsort(m->empty, n, sizeof *m->empty, pair_compare);
    count_pairs(a, m);
    for (size_t i = 0; i < m->n_docs; i++)
        for (size_t k = 0; k < m->docs[i].n_phrases; k++)
            weigh_phrase(a, m, &m->docs[i].phrases[k]);
}

qh_status match_load(struct arena *a, const struct matcher **out, struct qh_error *err)
{
    struct matcher *m = ARENA_NEW(a, struct matcher);
    struct csv items = {0};
    struct csv departments = {0};
    qh_status rc;

    rc = match_read_csv(a, "data/world/service_items.csv", &items, err);
    if (!rc)
        rc = match_read_csv(a, "data/world/external_departments.csv", &departments, err);
    if (!rc)
        rc = match_read_wording(a, "data/locales/match.zh-CN.json", &m->zh, err);
    if (!rc)
        rc = match_read_wording(a, "data/locales/match.en.json", &m->en, err);
    if (rc)
        return rc;
    m->docs = ARENA_ARRAY(a, items.rows + departments.rows, struct doc);
    rc = load_items(a, m, &items, err);
    if (!rc)
        rc = load_departments(a, m, &departments, err);
    if (rc)
        return rc;
    weigh(a, m);
    *out = m;
    return QH_OK;
}

/* ---- finding ---- */

/* A stretch of the text on which a score rests. */
struct hit {
    const struct phrase *phrase;
    double score;
    bool whole;
};

struct query {
    struct text text;     /* normalised */
    const pair_id *pairs; /* sorted, each once, without the empty ones */
    size_t n_pairs;
};

struct scored {
    const struct doc *doc;
    double score;
    struct hit *hits; /* HIT_MAX of them */
    size_t n_hits;
};

static double score_part(const struct matcher *m, const struct query *q,
                         const struct phrase *p)
{
    double sum = 0;

    for (size_t i = 0; i < p->n_pairs; i++)
        if (pair_is_in(q->pairs, q->n_pairs, p->pairs[i]))
            sum += rarity_of(m, p->pairs[i]);
    return sum * p->part;
}

static void score_doc(const struct matcher *m, const struct query *q, struct scored *s)
{
    const struct doc *d = s->doc;

    for (size_t i = 0; i < d->n_phrases; i++) {
        const struct phrase *p = &d->phrases[i];
        const bool whole =
            p->whole > 0 && memmem(q->text.p, q->text.len, p->text.p, p->text.len);
        const double score = whole ? p->whole : p->part > 0 ? score_part(m, q, p) : 0;

        s->score += score;
        if (score > 0 && s->n_hits < HIT_MAX)
            s->hits[s->n_hits++] = (struct hit){p, score, whole};
    }
    for (size_t i = 0; i < q->n_pairs; i++)
        if (pair_is_in(d->pairs, d->n_pairs, q->pairs[i]))
            s->score += PAIR * rarity_of(m, q->pairs[i]);
    if (d->is_department)
        s->score *= DEPARTMENT;
}

static int compare_scored(const void *a, const void *b)
{
    const struct scored *x = a;
    const struct scored *y = b;

    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    return strcmp(x->doc->code, y->doc->code);
}

/* Where the catalogue itself says "that is item B, not A", and the text has words of that
 * clause which are none of A's own, B comes before A. */
static bool settles(const struct doc *first, const struct scored *s)
{
    for (size_t k = 0; k < s->n_hits; k++) {
        const struct text p = s->hits[k].phrase->text;

        if (s->hits[k].whole && match_sends_to(first->not_this, s->doc->code, p) &&
            !memmem(first->blob.p, first->blob.len, p.p, p.len))
            return true;
    }
    return false;
}

static void settle_mix_up(struct scored *order, size_t n)
{
    struct scored better;
    size_t i = 1;

    while (i < n && !(order[0].doc->not_this && settles(order[0].doc, &order[i])))
        i++;
    if (i >= n)
        return;
    better = order[i];
    better.score = order[0].score;
    for (; i > 0; i--)
        order[i] = order[i - 1];
    order[0] = better;
}

static struct query query_of(const struct matcher *m, struct arena *a, struct text text)
{
    struct query q = {.text = pair_normalise(a, text)};
    pair_id *pairs = ARENA_ARRAY(a, TEXT_PAIRS_MAX, pair_id);
    size_t n = pair_sort(pairs, pair_read(q.text, pairs, TEXT_PAIRS_MAX));
    size_t kept = 0;

    for (size_t i = 0; i < n; i++)
        if (!pair_is_in(m->empty, LEN(m->empty), pairs[i]))
            pairs[kept++] = pairs[i];
    q.pairs = pairs;
    q.n_pairs = kept;
    return q;
}

/* All documents, best first. */
static struct scored *rank(const struct matcher *m, struct arena *a,
                           const struct query *q)
{
    struct scored *order = ARENA_ARRAY(a, m->n_docs, struct scored);

    for (size_t i = 0; i < m->n_docs; i++) {
        order[i].doc = &m->docs[i];
        order[i].hits = ARENA_ARRAY(a, HIT_MAX, struct hit);
        score_doc(m, q, &order[i]);
    }
    qsort(order, m->n_docs, sizeof *order, compare_scored);
    settle_mix_up(order, m->n_docs);
    return order;
}

/* ---- reasons ---- */

static int compare_hits(const void *a, const void *b)
{
    const struct hit *x = a;
    const struct hit *y = b;

    if (x->whole != y->whole)
        return x->whole ? -1 : 1;
    return (x->score < y->score) - (x->score > y->score);
}

/* The pairs of a phrase that stand in the text, written out. */
static void add_parts(struct buf *b, const struct query *q, const struct phrase *p)
{
    size_t pos = 0;

    while (pos < p->text.len) {
        size_t end = pos;
        size_t far;
        pair_id one[4];

        (void)text_next(p->text, &end);
        far = end;
        if (far < p->text.len)
            (void)text_next(p->text, &far);
        if (pair_read((struct text){p->text.p + pos, far - pos}, one, LEN(one)) == 1 &&
            pair_is_in(q->pairs, q->n_pairs, one[0])) {
            if (b->len)
                buf_add_str(b, "、");
            buf_add(b, (struct text){p->text.p + pos, far - pos});
            return;
        }
        pos = end;
    }
}

static const char *words_of(struct arena *a, const struct query *q, struct scored *s)
{
    struct buf b;
    size_t n = 0;

    buf_init(&b, a);
    qsort(s->hits, s->n_hits, sizeof *s->hits, compare_hits);
    for (size_t i = 0; i < s->n_hits && n < MATCH_WORDS_MAX; i++) {
        const struct hit *h = &s->hits[i];

        if (!h->whole && n > 0)
            break;
        if (h->whole) {
            if (b.len)
                buf_add_str(&b, "、");
            buf_add(&b, h->phrase->text);
        } else {
            add_parts(&b, q, h->phrase);
        }
        n++;
    }
    return buf_str(&b);
}

void match_explain(const struct matcher *m, struct arena *a, struct match_proposal *p)
{
    const char *code = p->item_code ? p->item_code : p->department_code;
    const char *key = p->key;

    for (size_t i = 0; i < m->n_docs; i++) {
        if (!str_equal(m->docs[i].code, code))
            continue;
        p->name_zh = m->docs[i].name_zh;
        p->name_en = m->docs[i].name_en;
    }
    p->reason = match_fill(a, json_str(m->zh, key, key), p->words,
                           p->name_zh ? p->name_zh : code);
    p->reason_en = match_fill(a, json_str(m->en, key, key), p->words,
                              p->name_en ? p->name_en : code);
}

/* key NULL: by what was found. */
static struct match_proposal propose(const struct matcher *m, struct arena *a,
                                     const struct query *q, struct scored *s,
                                     const char *key)
{
    struct match_proposal p = {
        .score_ppm = (int64_t)(1e6 * s->score / (s->score + HALF_SCORE)),
        .words = words_of(a, q, s),
    };

    p.key = key ? key : s->hits[0].whole ? "match.words" : "match.parts";
    if (s->doc->is_department)
        p.department_code = s->doc->code;
    else
        p.item_code = s->doc->code;
    match_explain(m, a, &p);
    return p;
}

void match_find(const struct matcher *m, struct arena *a, struct text text,
                struct match *out)
{
    struct match_proposal *p = ARENA_ARRAY(a, MATCH_ITEMS_MAX + 1, struct match_proposal);
    const struct query q = query_of(m, a, text);
    struct scored *order = rank(m, a, &q);
    struct scored *department = NULL;
    size_t n = 0;

    /* A hit is needed: pairs alone, scattered over a document, are no reason. */
    for (size_t i = 0; i < m->n_docs && order[i].score > 0; i++)
        if (order[i].doc->is_department && order[i].n_hits && !department)
            department = &order[i];
    out->none_fit = department != NULL && department == order;
    if (out->none_fit)
        p[n++] = propose(m, a, &q, department, "match.department");
    for (size_t i = 0, items = 0; i < m->n_docs && items < MATCH_ITEMS_MAX; i++) {
        if (order[i].doc->is_department || order[i].score <= 0 || !order[i].n_hits)
            continue;
        p[n++] = propose(m, a, &q, &order[i], NULL);
        items++;
    }
    if (department && !out->none_fit)
        p[n++] = propose(m, a, &q, department, "match.department_too");
    out->proposals = (struct json_list){.p = p, .n = n};
}

void match_items(const struct matcher *m, struct arena *a, struct text text,
                 const char **out_codes, size_t most, size_t *out_n)
{
    const struct query q = query_of(m, a, text);
    struct scored *order = rank(m, a, &q);

    *out_n = 0;
    for (size_t i = 0; i < m->n_docs && *out_n < most; i++)
        if (!order[i].doc->is_department && order[i].score > 0)
            out_codes[(*out_n)++] = order[i].doc->code;
}
