/* match - how well demands are matched to the service items.
 *
 *   build/bench/match [-v] data/world/demands_dev.csv
 *
 * Prints top-1 and top-3 accuracy over texts with one demand, how many of the texts that
 * no item fits are answered so, how many texts of items are wrongly answered so, and CPU
 * time a text.  With -v also each text that was missed.
 */
#include "domain/match.h"
#include "base/csv.h"
#include "base/file.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { FILE_BYTES_MAX = 16 * 1024 * 1024, ROUNDS = 20 };

struct sums {
    int texts;
    int top1;
    int top3;
    int wrong_none;
    int none_texts;
    int none_right;
};

/* True if the code stands in the list separated by '|'. */
static bool is_listed(const char *list, const char *code)
{
    const size_t n = strlen(code);

    for (const char *p = list; *p;) {
        const char *end = strchr(p, '|');
        const size_t len = end ? (size_t)(end - p) : strlen(p);

        if (len == n && memcmp(p, code, n) == 0)
            return true;
        p += len + (end ? 1 : 0);
    }
    return false;
}

static bool is_right(const struct csv *c, size_t row, const char *code)
{
    return is_listed(csv_cell(c, row, csv_col(c, "primary_code")), code) ||
           is_listed(csv_cell(c, row, csv_col(c, "acceptable_codes")), code);
}

/* The first item that is right: 0 first, -1 none. */
static int place_of(const struct csv *c, size_t row, const struct match *m)
{
    const struct match_proposal *p = m->proposals.p;
    int place = 0;

    for (size_t i = 0; i < m->proposals.n; i++) {
        if (!p[i].item_code)
            continue;
        if (is_right(c, row, p[i].item_code))
            return place;
        place++;
    }
    return -1;
}

static void show(const struct csv *c, size_t row, const struct match *m)
{
    const struct match_proposal *p = m->proposals.p;

    printf("%s %s %s\n", csv_cell(c, row, csv_col(c, "id")),
           csv_cell(c, row, csv_col(c, "primary_code")),
           csv_cell(c, row, csv_col(c, "text")));
    for (size_t i = 0; i < m->proposals.n; i++)
        printf("    %s %lld %s\n", p[i].item_code ? p[i].item_code : p[i].department_code,
               (long long)p[i].score_ppm, p[i].reason);
}

static void count(const struct csv *c, size_t row, const struct match *m, bool verbose,
                  struct sums *s)
{
    const bool none = csv_cell(c, row, csv_col(c, "none_fit"))[0] == '1';
    const bool single = strcmp(csv_cell(c, row, csv_col(c, "n_demands")), "1") == 0;
    int place = -1;

    if (none) {
        s->none_texts++;
        s->none_right += m->none_fit ? 1 : 0;
    } else if (single) {
        place = place_of(c, row, m);
        s->texts++;
        s->top1 += place == 0 ? 1 : 0;
        s->top3 += place >= 0 ? 1 : 0;
        s->wrong_none += m->none_fit ? 1 : 0;
    }
    if (verbose && (none ? !m->none_fit : single && (place != 0 || m->none_fit)))
        show(c, row, m);
}

static int64_t cpu_ns(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void run(const struct matcher *matcher, const struct csv *c, bool verbose)
{
    const size_t text = csv_col(c, "text");
    struct sums s = {0};
    struct arena a;
    int64_t from;

    arena_init(&a, 0);
    for (size_t row = 0; row < c->rows; row++) {
        struct match m = {0};

        match_find(matcher, &a, text_of(csv_cell(c, row, text)), &m);
        count(c, row, &m, verbose, &s);
        arena_reset(&a);
    }
    from = cpu_ns();
    for (size_t i = 0; i < ROUNDS * c->rows; i++) {
        struct match m = {0};

        match_find(matcher, &a, text_of(csv_cell(c, i % c->rows, text)), &m);
        arena_reset(&a);
    }
    printf("top-1 %.3f  top-3 %.3f  of %d texts with one demand\n",
           (double)s.top1 / s.texts, (double)s.top3 / s.texts, s.texts);
    printf("none fits: %d of %d found; %d of %d item texts wrongly called none\n",
           s.none_right, s.none_texts, s.wrong_none, s.texts);
    printf("%.3f ms CPU a text\n",
           (double)(cpu_ns() - from) / 1e6 / (double)(ROUNDS * c->rows));
    arena_done(&a);
}

int main(int argc, char **argv)
{
    const bool verbose = argc == 3 && strcmp(argv[1], "-v") == 0;
    const struct matcher *matcher = NULL;
    struct qh_error err = {0};
    struct text file = {0};
    struct csv csv = {0};
    struct arena a;
    qh_status rc;

    if (argc != (verbose ? 3 : 2)) {
        (void)fprintf(stderr, "match [-v] DEMANDS.csv\n");
        return 2;
    }
    arena_init(&a, 0);
    rc = file_read(&a, argv[argc - 1], FILE_BYTES_MAX, &file, &err);
    if (!rc)
        rc = csv_parse(&a, file, &csv, &err);
    if (!rc)
        rc = match_load(&a, &matcher, &err);
    if (!rc)
        run(matcher, &csv, verbose);
    else
        (void)fprintf(stderr, "%s %s\n", err.key, err.detail);
    arena_done(&a);
    return rc ? qh_status_exit(rc) : 0;
}
