/* Filters drawn at random: each stands alone or with any others, with values that stand
 * in the database as often as not, so that common and rare ones meet. */
#include "ledger.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DRAWS = 4000, RUNS = 3, VALUES_MAX = 400, GIVEN_ONE_IN = 4, DEAREST = 5 };

static const char *const ROLES[] = {"desk", "handler", "officer", "verifier"};

/* clang-format off */
static const struct choice {
    const char *name;
    size_t offset;
    const char *sql;
} CHOICES[] = {
    {"state",      offsetof(struct demand_filter, state),         "SELECT DISTINCT state FROM small"},
    {"office",     offsetof(struct demand_filter, office_id),     "SELECT id FROM office"},
    {"handler",    offsetof(struct demand_filter, handler_id),    "SELECT id FROM person"},
    {"enterprise", offsetof(struct demand_filter, enterprise_id), "SELECT id FROM enterprise"},
    {"item",       offsetof(struct demand_filter, item),          "SELECT code FROM service_item"},
    {"division",   offsetof(struct demand_filter, division),      "SELECT code FROM division"},
    {"kind",       offsetof(struct demand_filter, kind),          "SELECT DISTINCT kind FROM small"},
    {"route",      offsetof(struct demand_filter, route),         "SELECT DISTINCT route FROM small"},
    {"source",     offsetof(struct demand_filter, source),        "SELECT DISTINCT source FROM small"},
    {"from",       offsetof(struct demand_filter, from_day),      "SELECT '2025-06-01' UNION SELECT '2026-01-15'"},
    {"until",      offsetof(struct demand_filter, until_day),     "SELECT '2025-12-31' UNION SELECT '2026-10-20'"},
    {"light",      offsetof(struct demand_filter, light),         "SELECT 'red' UNION SELECT 'yellow' UNION SELECT 'green'"},
    {"due",        offsetof(struct demand_filter, due),           "SELECT 'overdue' UNION SELECT 'today' UNION SELECT 'soon'"},
};
/* clang-format on */
static const char *const SMALL = "WITH small AS (SELECT state, kind, route, source FROM"
                                 " demand ORDER BY id DESC LIMIT 5000) ";

struct values {
    const char *p[VALUES_MAX];
    size_t n;
};

struct drawn {
    struct demand_filter f;
    const char *role;
    size_t rows;
    double us;
    const char *next;
};

static const char **place(struct demand_filter *f, size_t i)
{
    return (const char **)(void *)((char *)f + CHOICES[i].offset);
}

static void read_values(struct bench *b, struct values *out)
{
    for (size_t i = 0; i < LEN(CHOICES); i++)
        out[i].n = bench_texts(b, str_format(&b->kept, "%s%s", SMALL, CHOICES[i].sql),
                               out[i].p, VALUES_MAX);
}

static void draw(struct bench *b, const struct values *values, struct drawn *d)
{
    *d = (struct drawn){.f = {.limit = PAGE},
                        .role = ROLES[rand_below(&b->rand, LEN(ROLES))]};
    for (size_t i = 0; i < LEN(CHOICES); i++)
        if (values[i].n && rand_below(&b->rand, GIVEN_ONE_IN) == 0)
            *place(&d->f, i) = values[i].p[rand_below(&b->rand, values[i].n)];
    d->f.by_due = rand_below(&b->rand, 2) == 0;
    d->f.mine = rand_below(&b->rand, 8) == 0;
}

struct call {
    struct bench *b;
    struct drawn *d;
};

static qh_status list(struct tx *tx, void *arg, struct qh_error *err)
{
    struct call *k = arg;
    struct ctx c = bench_context(k->b, tx);
    struct demand_page out = {0};
    const qh_status rc = demand_list(&c, &k->d->f, &out);

    k->d->rows = out.items.n;
    k->d->next = out.next ? str_copy(&k->b->kept, out.next) : NULL;
    if (rc)
        *err = c.err;
    return rc;
}

static void run(struct bench *b, struct drawn *d)
{
    struct qh_error err = {0};

    b->role = d->role;
    d->us = 1e12;
    for (int i = 0; i < RUNS; i++) {
        double took = -bench_cpu_us();

        arena_reset(&b->arena);
        bench_must(store_read(b->store, list, &(struct call){b, d}, &err), &err);
        took += bench_cpu_us();
        d->us = took < d->us ? took : d->us;
    }
    b->role = ROLES[0];
}

static int by_time(const void *a, const void *b)
{
    const double x = ((const struct drawn *)a)->us;
    const double y = ((const struct drawn *)b)->us;

    return (x > y) - (x < y);
}

static void tell(struct drawn *d)
{
    printf("  %.3f ms, %zu rows, %s%s%s%s:", d->us / 1000, d->rows, d->role,
           d->f.by_due ? ", by due" : "", d->f.mine ? ", mine" : "",
           d->f.after ? ", further on" : "");
    for (size_t i = 0; i < LEN(CHOICES); i++)
        if (*place(&d->f, i))
            printf(" %s=%s", CHOICES[i].name, *place(&d->f, i));
    printf("\n");
}

static void tell_role(const struct drawn *all, size_t n, const char *role)
{
    static double us[DRAWS];
    size_t of = 0;

    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i].role, role) == 0)
            us[of++] = all[i].us;
    printf("%-34s%10zu%10.3f%10.3f%10.3f\n", role, of, us[of / 2] / 1000,
           us[of * 99 / 100] / 1000, us[of - 1] / 1000);
}

void bench_sweep(struct bench *b)
{
    static struct values values[LEN(CHOICES)];
    static struct drawn all[DRAWS];
    size_t n = 0;

    read_values(b, values);
    while (n < DRAWS) {
        draw(b, values, &all[n]);
        run(b, &all[n++]);
        if (n < DRAWS && all[n - 1].next && rand_below(&b->rand, 3) == 0) {
            all[n] = all[n - 1];
            all[n].f.after = all[n - 1].next;
            run(b, &all[n++]);
        }
    }
    qsort(all, n, sizeof *all, by_time);
    printf("filters drawn at random, in both orders\n%-34s%10s%10s%10s%10s\n", "",
           "pages", "p50 ms", "p99 ms", "most ms");
    for (size_t i = 0; i < LEN(ROLES); i++)
        tell_role(all, n, ROLES[i]);
    printf("the dearest\n");
    for (size_t i = n - DEAREST; i < n; i++)
        tell(&all[i]);
}
