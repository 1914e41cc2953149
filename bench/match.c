/* match - how well demands are matched to the service items.
 *
 *   build/bench/match [-v] DEV.csv                  20 times 5-fold cross-validation
 *   build/bench/match [-v] DEV.csv TEST.csv [HALF]  learned from DEV, judged on TEST, or
 *                                                   on its rows whose column half is HALF
 *
 * Folds are stratified by primary code; texts that share more than TWINS of their pairs
 * of characters are in one fold.  Everything that is learned (evidence of lessons, rate,
 * margin, second, heat) is learned inside the fold; the thesaurus and the catalogue are
 * data.  Printed: the mean over the runs with the interval that holds 95 % of 2,000
 * bootstrap samples of the texts, beside plain keyword search in the same run.  With -v
 * also each text that is missed (cross-validation: in the first run).
 */
#include "domain/match_corpus.h"

#include "base/file.h"
#include "domain/match.h"
#include "domain/match_text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { FILE_BYTES_MAX = 16 * 1024 * 1024, RUNS = 20, FOLDS = 5 };
enum { SAMPLES = 2000, ROUNDS = 20 };

static const double TWINS = 0.4;

/* What is counted, and of which texts. */
enum figure {
    TOP1,
    TOP3,
    NONE_FOUND,
    DEPARTMENT,
    NONE_WRONG,
    PARTED,
    SPLIT_WRONG,
    FIGURES
};

static const char *const NAMES[FIGURES] = {
    "top-1, one demand",       "top-3, one demand",   "none fits, found",
    "its department is right", "wrongly called none", "several demands, exact set",
    "wrongly taken as several"};

struct text_row {
    const char *id;
    const char *words;
    const char *style;
    bool none;
    bool single;
    double sum[FIGURES];
    bool counts[FIGURES];
};

struct bench {
    struct arena *a;
    struct model model;
    struct example *p;
    struct text_row *rows;
    size_t n;
    size_t *twin; /* the first text of its cluster */
    bool verbose;
    double chance_sum[2]; /* calibration: stated chance, share that is right */
    double chance_n;
};

static uint64_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005U + 1442695040888963407U;
    return *state >> 33;
}

static const char *code_of(const struct bench *b, size_t code)
{
    return b->model.profiles->p[code].code;
}

static bool is_right(const struct example *e, size_t code)
{
    for (size_t i = 0; i < e->n_also_right; i++)
        if (e->also_right[i] == code)
            return true;
    return e->lesson.codes[0] == code;
}

static bool is_exact(const struct example *e, const size_t *set, size_t n)
{
    size_t found = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < e->lesson.n_codes; k++)
            found += set[i] == e->lesson.codes[k] ? 1 : 0;
    return n == e->lesson.n_codes && found == n;
}

/* ---- judging one answer ---- */

struct answer {
    size_t items[3];
    size_t department;
    bool none;
    size_t set[MODEL_SET_MAX];
    size_t n_set;
};

static struct answer answer_of(const struct model *m, const struct decision *d)
{
    struct answer x = {.none = d->none_fit, .n_set = d->n_set};
    size_t items = 0;
    bool has_department = false;

    memcpy(x.set, d->set, sizeof x.set);
    for (size_t i = 0; i < m->profiles->n; i++) {
        const size_t code = d->order[i];

        if (!m->profiles->p[code].is_department && items < 3)
            x.items[items++] = code;
        if (m->profiles->p[code].is_department && !has_department) {
            x.department = code;
            has_department = true;
        }
    }
    return x;
}

static void put(struct text_row *r, enum figure f, bool yes)
{
    r->counts[f] = true;
    r->sum[f] += yes ? 1 : 0;
}

static void judge(struct text_row *r, const struct example *e, const struct answer *x)
{
    bool top3 = false;

    for (size_t i = 0; i < 3; i++)
        top3 = top3 || is_right(e, x->items[i]);
    if (r->none) {
        put(r, NONE_FOUND, x->none);
        put(r, DEPARTMENT, x->department == e->lesson.codes[0]);
    } else if (r->single) {
        put(r, TOP1, is_right(e, x->items[0]));
        put(r, TOP3, top3);
        put(r, NONE_WRONG, x->none);
    }
    if (r->single)
        put(r, SPLIT_WRONG, x->n_set > 1);
    else
        put(r, PARTED, is_exact(e, x->set, x->n_set));
}

static void show(const struct bench *b, size_t i, const struct answer *x)
{
    const struct text_row *r = &b->rows[i];
    const struct example *e = &b->p[i];
    const bool right = r->none     ? x->none
                       : r->single ? is_right(e, x->items[0]) && !x->none
                                   : is_exact(e, x->set, x->n_set);

    if (right)
        return;
    printf("%s %s %s\n    %s %s %s, %s%s; set", r->id, code_of(b, e->lesson.codes[0]),
           r->words, code_of(b, x->items[0]), code_of(b, x->items[1]),
           code_of(b, x->items[2]), code_of(b, x->department), x->none ? ", none" : "");
    for (size_t k = 0; k < x->n_set; k++)
        printf(" %s", code_of(b, x->set[k]));
    printf("\n");
}

/* ---- figures ---- */

static double mean_of(const struct bench *b, enum figure f, const size_t *pick, size_t n,
                      int runs)
{
    double sum = 0;
    double all = 0;

    for (size_t i = 0; i < n; i++) {
        const struct text_row *r = &b->rows[pick ? pick[i] : i];

        if (!r->counts[f])
            continue;
        sum += r->sum[f] / runs;
        all += 1;
    }
    return all > 0 ? sum / all : NAN;
}

static int compare_doubles(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;

    return (x > y) - (x < y);
}

static void print_figure(const struct bench *b, enum figure f, int runs)
{
    double *samples = ARENA_ARRAY(b->a, SAMPLES, double);
    size_t *members = ARENA_ARRAY(b->a, b->n + 1, size_t);
    size_t *pick = ARENA_ARRAY(b->a, b->n + 1, size_t);
    uint64_t state = 7;
    size_t n = 0;

    for (size_t i = 0; i < b->n; i++)
        if (b->rows[i].counts[f])
            members[n++] = i;
    if (n == 0)
        return;
    for (size_t s = 0; s < SAMPLES; s++) {
        for (size_t i = 0; i < n; i++)
            pick[i] = members[next_random(&state) % n];
        samples[s] = mean_of(b, f, pick, n, runs);
    }
    qsort(samples, SAMPLES, sizeof *samples, compare_doubles);
    printf("  %-26s %.3f  (%.3f to %.3f)  of %zu texts\n", NAMES[f],
           mean_of(b, f, NULL, b->n, runs), samples[SAMPLES / 40],
           samples[SAMPLES - SAMPLES / 40 - 1], n);
}

static void print_figures(const struct bench *b, const char *title, int runs)
{
    printf("%s\n", title);
    for (enum figure f = 0; f < FIGURES; f++)
        print_figure(b, f, runs);
}

static void forget(struct bench *b)
{
    for (size_t i = 0; i < b->n; i++) {
        memset(b->rows[i].sum, 0, sizeof b->rows[i].sum);
        memset(b->rows[i].counts, 0, sizeof b->rows[i].counts);
    }
}

/* ---- plain keyword search, the baseline ---- */

static void judge_keywords(struct bench *b, size_t i)
{
    const struct profiles *all = b->model.profiles;
    struct decision d = {.n_set = 0};
    struct answer x;

    for (size_t c = 0; c < all->n; c++) {
        size_t k = c;

        for (size_t w = 0; w < all->p[c].n_phrases; w++) {
            const struct text t = all->p[c].phrases[w].text;
            const struct text in = b->p[i].reading.text;

            d.score[c] += memmem(in.p, in.len, t.p, t.len) ? 1 : 0;
        }
        for (; k > 0 && d.score[d.order[k - 1]] < d.score[c]; k--)
            d.order[k] = d.order[k - 1];
        d.order[k] = c;
    }
    x = answer_of(&b->model, &d);
    x.none = d.score[x.items[0]] < 1;
    for (size_t k = 0; k < 3; k++)
        if (d.score[x.items[k]] < 1)
            x.items[k] = MODEL_CODES_MAX;
    judge(&b->rows[i], &b->p[i], &x);
}

/* ---- folds ---- */

static double likeness(const struct reading *x, const struct reading *y)
{
    size_t both = 0;

    for (size_t i = 0; i < x->n_pairs; i++)
        both += pair_is_in(y->pairs, y->n_pairs, x->pairs[i]) ? 1 : 0;
    return (double)both / (double)(x->n_pairs + y->n_pairs - both + 1);
}

static void find_twins(struct bench *b)
{
    b->twin = ARENA_ARRAY(b->a, b->n + 1, size_t);
    for (size_t i = 0; i < b->n; i++) {
        b->twin[i] = i;
        for (size_t k = 0; k < i; k++)
            if (likeness(&b->p[i].reading, &b->p[k].reading) > TWINS) {
                b->twin[i] = b->twin[k];
                break;
            }
    }
}

/* Deals the texts of each primary code, in an order of chance, to the folds in turn. */
static void deal(const struct bench *b, uint64_t seed, size_t *fold)
{
    size_t *order = ARENA_ARRAY(b->a, b->n + 1, size_t);
    uint64_t state = seed;
    size_t next = next_random(&state) % FOLDS;

    for (size_t i = 0; i < b->n; i++)
        order[i] = i;
    for (size_t i = b->n; i > 1; i--) {
        const size_t k = next_random(&state) % i;
        const size_t x = order[i - 1];

        order[i - 1] = order[k];
        order[k] = x;
    }
    for (size_t code = 0; code < b->model.profiles->n; code++)
        for (size_t i = 0; i < b->n; i++)
            if (b->p[order[i]].lesson.codes[0] == code && b->twin[order[i]] == order[i])
                fold[order[i]] = next++ % FOLDS;
    for (size_t i = 0; i < b->n; i++)
        fold[i] = fold[b->twin[i]];
}

static void calibrate(struct bench *b, const struct model_settings *set, size_t i,
                      const struct decision *d)
{
    double chance[MODEL_CODES_MAX];
    const size_t first = d->order[0];

    if (!b->rows[i].single)
        return;
    model_chances(&b->model, set, d->score, chance);
    b->chance_sum[0] += chance[first];
    b->chance_sum[1] += is_right(&b->p[i], first) ? 1 : 0;
    b->chance_n += 1;
}

static void run_fold(struct bench *b, const size_t *fold, size_t which, bool verbose)
{
    struct example *train = ARENA_ARRAY(b->a, b->n + 1, struct example);
    struct lesson *lessons = ARENA_ARRAY(b->a, b->n + 1, struct lesson);
    struct lesson_source s = {.without = NULL};
    struct model_settings set;
    size_t n = 0;

    for (size_t i = 0; i < b->n; i++)
        if (fold[i] != which) {
            lessons[n] = b->p[i].lesson;
            train[n++] = b->p[i];
        }
    set = model_tune(&b->model, b->a, train, n);
    s.sets[0] = lessons_count(b->a, lessons, n);
    if (verbose)
        printf("fold %zu: rate %.1f margin %.2f second %.2f heat %.1f\n", which, set.rate,
               set.margin, set.second, set.heat);
    for (size_t i = 0; i < b->n; i++) {
        struct decision d;
        struct answer x;

        if (fold[i] != which)
            continue;
        model_decide(&b->model, &s, &set, &b->p[i].reading, &d);
        x = answer_of(&b->model, &d);
        judge(&b->rows[i], &b->p[i], &x);
        calibrate(b, &set, i, &d);
        if (verbose)
            show(b, i, &x);
    }
}

static void cross_validate(struct bench *b)
{
    size_t *fold = ARENA_ARRAY(b->a, b->n + 1, size_t);

    find_twins(b);
    for (uint64_t run = 0; run < RUNS; run++) {
        const struct arena_mark mark = arena_here(b->a);

        deal(b, run + 1, fold);
        for (size_t k = 0; k < FOLDS; k++)
            run_fold(b, fold, k, b->verbose && run == 0);
        arena_return(b->a, mark);
    }
    print_figures(b, "20 times 5-fold cross-validation: mean (95 % interval)", RUNS);
    printf("  calibration: mean chance of the first answer %.3f, right %.3f\n",
           b->chance_sum[0] / b->chance_n, b->chance_sum[1] / b->chance_n);
    forget(b);
    for (size_t i = 0; i < b->n; i++)
        judge_keywords(b, i);
    print_figures(b, "keyword search, same texts", 1);
}

/* ---- another set of texts ---- */

static void judge_others(struct bench *dev, struct bench *b)
{
    struct lesson *lessons = ARENA_ARRAY(b->a, dev->n + 1, struct lesson);
    struct lesson_source s = {.without = NULL};
    const struct model_settings set = model_tune(&dev->model, b->a, dev->p, dev->n);

    for (size_t i = 0; i < dev->n; i++)
        lessons[i] = dev->p[i].lesson;
    s.sets[0] = lessons_count(b->a, lessons, dev->n);
    printf("settings: rate %.1f margin %.2f second %.2f heat %.1f\n", set.rate,
           set.margin, set.second, set.heat);
    for (size_t i = 0; i < b->n; i++) {
        struct decision d;
        struct answer x;

        model_decide(&b->model, &s, &set, &b->p[i].reading, &d);
        x = answer_of(&b->model, &d);
        judge(&b->rows[i], &b->p[i], &x);
        if (b->verbose)
            show(b, i, &x);
    }
    print_figures(b, "learned from the first file, judged on the second", 1);
    forget(b);
    for (size_t i = 0; i < b->n; i++)
        judge_keywords(b, i);
    print_figures(b, "keyword search, same texts", 1);
}

/* ---- files, time ---- */

static qh_status load(struct bench *b, const char *path, const char *half,
                      struct qh_error *err)
{
    struct text file = {0};
    struct csv c = {0};
    size_t kept = 0;
    size_t col;
    qh_status rc = file_read(b->a, path, FILE_BYTES_MAX, &file, err);

    if (!rc)
        rc = csv_parse(b->a, file, &c, err);
    if (!rc)
        rc = corpus_read(&b->model, b->a, &c, &b->p, &b->n, err);
    if (rc)
        return rc;
    col = half ? csv_col(&c, "half") : CSV_NONE;
    b->rows = ARENA_ARRAY(b->a, b->n + 1, struct text_row);
    for (size_t i = 0; i < b->n; i++) {
        if (col != CSV_NONE && !str_equal(csv_cell(&c, i, col), half))
            continue;
        b->p[kept] = b->p[i];
        b->rows[kept++] = (struct text_row){
            .id = csv_cell(&c, i, csv_col(&c, "id")),
            .words = csv_cell(&c, i, csv_col(&c, "text")),
            .none = csv_cell(&c, i, csv_col(&c, "none_fit"))[0] == '1',
            .single = str_equal(csv_cell(&c, i, csv_col(&c, "n_demands")), "1"),
        };
    }
    b->n = kept;
    return QH_OK;
}

static int64_t cpu_ns(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static qh_status print_time(const struct bench *b, struct qh_error *err)
{
    const struct matcher *m = NULL;
    struct arena a;
    int64_t from = cpu_ns();
    qh_status rc;

    rc = match_load(b->a, NULL, &m, err);
    if (rc)
        return rc;
    printf("loading and learning: %.0f ms CPU", (double)(cpu_ns() - from) / 1e6);
    arena_init(&a, 0);
    from = cpu_ns();
    for (size_t i = 0; i < ROUNDS * b->n; i++) {
        struct match x = {0};

        match_find(m, NULL, &a, text_of(b->rows[i % b->n].words), &x);
        arena_reset(&a);
    }
    printf("; a text: %.3f ms CPU\n",
           (double)(cpu_ns() - from) / 1e6 / (double)(ROUNDS * b->n));
    arena_done(&a);
    return QH_OK;
}

static qh_status run(struct arena *a, int argc, char **argv, struct qh_error *err)
{
    struct bench dev = {.a = a};
    struct bench test;
    qh_status rc = model_load(a, NULL, &dev.model, err);

    dev.verbose = str_equal(argv[1], "-v");
    argv += dev.verbose ? 2 : 1;
    argc -= dev.verbose ? 2 : 1;
    if (!rc)
        rc = load(&dev, argv[0], NULL, err);
    if (rc)
        return rc;
    if (argc == 1) {
        cross_validate(&dev);
        return print_time(&dev, err);
    }
    test = dev;
    rc = load(&test, argv[1], argc > 2 ? argv[2] : NULL, err);
    if (!rc)
        judge_others(&dev, &test);
    return rc;
}

int main(int argc, char **argv)
{
    struct qh_error err = {0};
    struct arena a;
    qh_status rc;

    if (argc < 2 || (str_equal(argv[1], "-v") && argc < 3)) {
        (void)fprintf(stderr, "match [-v] DEV.csv [TEST.csv [HALF]]\n");
        return 2;
    }
    arena_init(&a, 0);
    rc = run(&a, argc, argv, &err);
    if (rc)
        (void)fprintf(stderr, "%s %s\n", err.key, err.detail);
    arena_done(&a);
    return rc ? qh_status_exit(rc) : 0;
}
