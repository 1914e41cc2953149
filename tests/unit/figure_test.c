#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/figure_read.h"
#include "domain/figure_table.h"

#include <stdio.h>
#include <string.h>

/* The table is searched by halves. */
static void metrics_are_sorted(void **state)
{
    (void)state;
    for (size_t i = 1; i < FIGURES_N; i++)
        assert_true(strcmp(FIGURES[i - 1].metric, FIGURES[i].metric) < 0);
    for (size_t i = 0; i < FIGURES_N; i++)
        assert_ptr_equal(figure_find(FIGURES[i].metric), &FIGURES[i]);
    assert_string_equal(figure_find("demand.wd.007")->metric, "demand.wd");
    assert_null(figure_find("demand.wdx"));
    assert_null(figure_find("demand.closed.007"));
    assert_null(figure_find(""));
}

enum { ADDS = 5 };

/* clang-format off */
static const struct row {
    const char *note;
    const char *rate;
    struct {
        const char *metric;
        int64_t amount;
    } adds[ADDS];
    const char *value; /* NULL: none */
} ROWS[] = {
    {"nothing to divide by",        "response",     {{NULL, 0}}, NULL},
    {"the article's 290 of 302",    "completion",   {{"demand.registered", 302}, {"demand.resolved", 290}}, "96.03"},
    {"half of a hundredth goes up", "completion",   {{"demand.registered", 800}, {"demand.resolved", 1}},   "0.13"},
    {"never late of struck off",    "on_time",      {{"demand.closed", 8}, {"demand.on_time", 7}},          "87.50"},
    {"two of three grades",         "satisfaction", {{"demand.content", 4}, {"demand.asked", 5}},           "80.00"},
    {"mean of 0, 0 and 1",          "mean_wd",      {{"demand.days", 1}, {"demand.wd.000", 2}, {"demand.wd.001", 1}}, "0.3"},
    {"median of one",               "median_wd",    {{"demand.wd.007", 1}},                                 "7.0"},
    {"median of two",               "median_wd",    {{"demand.wd.003", 1}, {"demand.wd.008", 1}},           "5.5"},
    {"median of three",             "median_wd",    {{"demand.wd.001", 1}, {"demand.wd.002", 1}, {"demand.wd.120", 1}}, "2.0"},
    {"median of four, two equal",   "median_wd",    {{"demand.wd.001", 1}, {"demand.wd.004", 2}, {"demand.wd.009", 1}}, "4.0"},
    {"median between two heaps",    "median_wd",    {{"demand.wd.001", 2}, {"demand.wd.004", 2}},           "2.5"},
    {"a heap that was taken back",  "median_wd",    {{"demand.wd.001", 2}, {"demand.wd.001", -2}, {"demand.wd.004", 1}}, "4.0"},
    {"coverage of two months",      "coverage",     {{"visit.enterprises", 103}},                           "25.00"},
    {"visits each",                 "visits_each",  {{"visit.done", 1743}, {"visit.officers", 63}},         "27.7"},
    {"an unknown metric is no sum", "visits_each",  {{"visit.none", 9}, {"visit.officers", 1}},             "0.0"},
};
/* clang-format on */

static void rates_follow_from_sums(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    for (size_t i = 0; i < LEN(ROWS); i++) {
        struct figure_tally t = {0};
        struct json_list rates = {0};
        struct figure_rate r = {.rate = NULL};

        figure_tally_init(&t, &a);
        t.months = 2;
        t.enterprises = 206;
        for (size_t k = 0; k < ADDS && ROWS[i].adds[k].metric; k++)
            figure_tally_add(&t, ROWS[i].adds[k].metric, ROWS[i].adds[k].amount);
        figure_tally_rates(&a, &t, &rates);
        assert_int_equal(rates.n, FIGURE_RATES);
        for (size_t k = 0; k < rates.n; k++)
            if (strcmp(((const struct figure_rate *)rates.p)[k].rate, ROWS[i].rate) == 0)
                r = ((const struct figure_rate *)rates.p)[k];
        assert_non_null(r.rate);
        if (strcmp(r.value ? r.value : "none", ROWS[i].value ? ROWS[i].value : "none") !=
            0)
            fail_msg("%s: %s", ROWS[i].note, r.value ? r.value : "none");
    }
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(metrics_are_sorted),
        cmocka_unit_test(rates_follow_from_sums),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
