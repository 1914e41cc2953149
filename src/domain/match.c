#include "domain/match.h"

#include "domain/match_corpus.h"
#include "domain/match_reason.h"
#include "domain/match_text.h"

#include <string.h>

static const double NAMED = 0.2; /* the least score of an item in the search box */

struct matcher {
    struct model model;
    struct model_settings settings;
    const struct lessons *corpus;
    const struct json *zh; /* wording */
    const struct json *en;
};

static qh_status learn_corpus(struct arena *a, struct matcher *m, struct qh_error *err)
{
    struct csv csv = {0};
    struct example *p = NULL;
    struct lesson *lessons;
    size_t n = 0;
    qh_status rc = match_read_csv(a, "data/world/demands_dev.csv", &csv, err);

    if (!rc)
        rc = corpus_read(&m->model, a, &csv, &p, &n, err);
    if (rc)
        return rc;
    lessons = ARENA_ARRAY(a, n + 1, struct lesson);
    for (size_t i = 0; i < n; i++)
        lessons[i] = p[i].lesson;
    m->corpus = lessons_count(a, lessons, n);
    m->settings = model_tune(&m->model, a, p, n);
    return QH_OK;
}

qh_status match_load(struct arena *a, const struct profile_items *changed,
                     const struct matcher **out, struct qh_error *err)
{
    struct matcher *m = ARENA_NEW(a, struct matcher);
    qh_status rc = match_read_wording(a, "data/locales/match.zh-CN.json", &m->zh, err);

    if (!rc)
        rc = match_read_wording(a, "data/locales/match.en.json", &m->en, err);
    if (!rc)
        rc = model_load(a, changed, &m->model, err);
    if (!rc)
        rc = learn_corpus(a, m, err);
    if (!rc)
        *out = m;
    return rc;
}

/* ---- finding ---- */

struct finding {
    const struct matcher *m;
    struct lesson_source source;
    struct reading reading;
    struct decision decision;
    double chance[MODEL_CODES_MAX];
};

void match_explain(const struct matcher *m, struct arena *a, struct match_proposal *p)
{
    const struct profiles *all = m->model.profiles;
    const char *code = p->item_code ? p->item_code : p->department_code;
    const size_t i = profiles_find(all, code);

    if (i < all->n) {
        p->name_zh = all->p[i].name_zh;
        p->name_en = all->p[i].name_en;
    }
    p->reason = match_fill(a, json_str(m->zh, p->key, p->key), p->words,
                           p->name_zh ? p->name_zh : code);
    p->reason_en = match_fill(a, json_str(m->en, p->key, p->key), p->words,
                              p->name_en ? p->name_en : code);
}

/* False: nothing of the text speaks for the code.  key NULL: by what was found. */
static bool propose(const struct finding *f, struct arena *a, size_t code,
                    const char *key, struct match_proposal *out)
{
    const struct profile *d = &f->m->model.profiles->p[code];
    const struct reason why =
        reason_find(&f->m->model, &f->source, a, &f->reading, code, MATCH_WORDS_MAX);
    const int64_t ppm = (int64_t)(1e6 * f->chance[code]);

    if (!why.key || f->decision.score[code] <= 0)
        return false;
    *out = (struct match_proposal){
        .item_code = d->is_department ? NULL : d->code,
        .department_code = d->is_department ? d->code : NULL,
        .score_ppm = ppm > 0 ? ppm : 1,
        .key = key ? key : why.key,
        .words = why.words,
    };
    match_explain(f->m, a, out);
    return true;
}

static void propose_all(const struct finding *f, struct arena *a, struct match *out)
{
    struct match_proposal *p = ARENA_ARRAY(a, MATCH_ITEMS_MAX + 1, struct match_proposal);
    const struct profiles *all = f->m->model.profiles;
    const struct decision *d = &f->decision;
    size_t department = 0;
    size_t n = 0;

    while (department + 1 < all->n && !all->p[d->order[department]].is_department)
        department++;
    if (out->none_fit && d->n_set > 0)
        n += propose(f, a, d->order[department], "match.department", &p[n]);
    for (size_t i = 0, items = 0; i < all->n && items < MATCH_ITEMS_MAX; i++) {
        if (all->p[d->order[i]].is_department || !propose(f, a, d->order[i], NULL, &p[n]))
            continue;
        items++;
        n++;
    }
    if (!out->none_fit)
        n += propose(f, a, d->order[department], "match.department_too", &p[n]);
    out->proposals = (struct json_list){.p = p, .n = n};
}

void match_find(const struct matcher *m, const struct lessons *learned, struct arena *a,
                struct text text, struct match *out)
{
    struct finding *f = ARENA_NEW(a, struct finding);
    const char **codes = ARENA_ARRAY(a, MATCH_SET_MAX, const char *);

    f->m = m;
    f->source = (struct lesson_source){.sets = {m->corpus, learned}};
    model_read(&m->model, a, text, &f->reading);
    model_decide(&m->model, &f->source, &m->settings, &f->reading, &f->decision);
    model_chances(&m->model, &m->settings, f->decision.score, f->chance);
    *out = (struct match){.none_fit = f->decision.none_fit};
    for (size_t i = 0; i < f->decision.n_set; i++)
        codes[i] = m->model.profiles->p[f->decision.set[i]].code;
    out->demands = (struct json_strs){.p = codes, .n = f->decision.n_set};
    propose_all(f, a, out);
}

void match_items(const struct matcher *m, struct arena *a, struct text text,
                 const char **out_codes, size_t most, size_t *out_n)
{
    static const struct lesson_source NOTHING = {.without = NULL};
    struct decision d;
    struct reading r;

    model_read(&m->model, a, text, &r);
    model_decide(&m->model, &NOTHING, &m->settings, &r, &d);
    *out_n = 0;
    for (size_t i = 0; i < m->model.profiles->n && *out_n < most; i++)
        if (!m->model.profiles->p[d.order[i]].is_department &&
            d.score[d.order[i]] > NAMED)
            out_codes[(*out_n)++] = m->model.profiles->p[d.order[i]].code;
}

/* ---- learning ---- */

const struct lessons *match_learn(const struct matcher *m, struct arena *a,
                                  const struct match_confirmed *rows, size_t n)
{
    struct lesson *p = ARENA_ARRAY(a, n + 1, struct lesson);
    size_t kept = 0;

    for (size_t i = 0; i < n; i++) {
        const size_t code = profiles_find(m->model.profiles, rows[i].code);
        struct lesson *l = &p[kept];

        if (code == m->model.profiles->n)
            continue;
        *l = (struct lesson){.codes = {code}, .n_codes = 1};
        model_pairs(&m->model, a, text_of(rows[i].text), &l->pairs, &l->n_pairs);
        kept++;
    }
    return lessons_count(a, p, kept);
}
