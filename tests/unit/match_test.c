#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/match.h"
#include "domain/match_pair.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Texts made for this test; first: the code of the best proposal, "" for none. */
/* clang-format off */
static const struct row {
    const char *note;
    const char *text;
    const char *first;
    bool none_fit;
    const char *word; /* a word its reason names */
} ROWS[] = {
    {"weighbridges, plain words",   "我们五台地磅马上到期了，但是生产线不能停，能不能上门来检？", "ME02",   false, "地磅"},
    {"the catalogue settles mix-ups", "五台地磅马上到期了，可是生产线不能停，能不能上门来检定？", "ME02", false, "地磅"},
    {"the same, full width",        "我们５台地磅到期，要不要停产？",                             "ME02",   false, "地磅"},
    {"Latin words, any case",       "想过iso9001，文件不会写",                                   "QC01",   false, "iso9001"},
    {"full-width Latin",            "产品要不要做ＣＣＣ？",                                       "QC02",   false, "ccc"},
    {"longest words win",           "化验室天平和分光光度计要校准",                               "ME03",   false, "校准"},
    {"a matter of the tax bureau",  "退税三个月没有到账，发票也开不出来",                         "EX-TAX", true,  "退税"},
    {"a matter of the power company", "车间报装增容，供电公司一直不来",                           "EX-PWR", true,  "增容"},
    {"nothing to go by",            "你好！！！",                                                 "",       true,  ""},
    {"no text",                     "",                                                           "",       true,  ""},
};
/* clang-format on */

static const struct matcher *matcher;

static int load(void **state)
{
    static struct arena a;
    struct qh_error err = {0};

    (void)state;
    arena_init(&a, 0);
    return match_load(&a, NULL, &matcher, &err) == QH_OK ? 0 : -1;
}

static const char *code_of(const struct match_proposal *p)
{
    return p->item_code ? p->item_code : p->department_code;
}

static void texts_find_their_item(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    for (size_t i = 0; i < LEN(ROWS); i++) {
        const struct match_proposal *p;
        struct match m = {0};

        match_find(matcher, NULL, &a, text_of(ROWS[i].text), &m);
        p = m.proposals.p;
        if (strcmp(m.proposals.n ? code_of(p) : "", ROWS[i].first) != 0 ||
            m.none_fit != ROWS[i].none_fit)
            fail_msg("%s: got %s", ROWS[i].note, m.proposals.n ? code_of(p) : "nothing");
        if (m.proposals.n &&
            (!strstr(p->words, ROWS[i].word) || !strstr(p->reason, p->words) ||
             !strstr(p->reason_en, p->words) || strchr(p->reason, '{')))
            fail_msg("%s: reason %s", ROWS[i].note, p->reason);
    }
    arena_done(&a);
}

/* clang-format off */
static const struct demands_row {
    const char *note;
    const char *text;
    const char *codes; /* parted by blanks */
} DEMANDS[] = {
    {"one demand",                 "五台地磅到期要检定",                            "ME02"},
    {"two items",                  "地磅要检定，另外商标也想注册一个",                "IP02 ME02"},
    {"an item and a department",   "地磅要检定，另外出口退税一直没到账",              "EX-TAX ME02"},
    {"two departments",            "出口退税没到账，另外员工子女入学也没着落",        "EX-EDU EX-TAX"},
    {"nothing",                    "你好",                                         ""},
};
/* clang-format on */

static int compare_codes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void texts_are_parted(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    for (size_t i = 0; i < LEN(DEMANDS); i++) {
        struct match m = {0};
        struct buf b;

        match_find(matcher, NULL, &a, text_of(DEMANDS[i].text), &m);
        qsort(m.demands.p, m.demands.n, sizeof *m.demands.p, compare_codes);
        buf_init(&b, &a);
        for (size_t k = 0; k < m.demands.n; k++)
            buf_add_format(&b, "%s%s", k ? " " : "", m.demands.p[k]);
        if (!str_equal(buf_str(&b), DEMANDS[i].codes))
            fail_msg("%s: %s", DEMANDS[i].note, buf_str(&b));
    }
    arena_done(&a);
}

/* What officers confirm changes what comes first, in whatever order it came; the
 * catalogue keeps its word. */
static void confirming_changes_the_order(void **state)
{
    static const char UNKNOWN[] = "梦溪子母扣的瘪口要不要走一遭";
    const struct match_confirmed rows[] = {
        {"梦溪子母扣瘪口", "QC06"},
        {"子母扣又瘪口了", "QC06"},
        {"梦溪的子母扣瘪口请走一遭", "QC06"},
        {"没有这个代码", "ZZ99"},
    };
    const struct match_confirmed turned[] = {rows[2], rows[3], rows[0], rows[1]};
    const struct match_proposal *p;
    struct match before = {0};
    struct match after = {0};
    struct match again = {0};
    struct match scale = {0};
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    match_find(matcher, NULL, &a, text_of(UNKNOWN), &before);
    match_find(matcher, match_learn(matcher, &a, rows, LEN(rows)), &a, text_of(UNKNOWN),
               &after);
    match_find(matcher, match_learn(matcher, &a, turned, LEN(turned)), &a,
               text_of(UNKNOWN), &again);
    p = before.proposals.p;
    assert_true(before.proposals.n == 0 || !str_equal(code_of(p), "QC06"));
    p = after.proposals.p;
    assert_true(after.proposals.n > 0);
    assert_string_equal(code_of(p), "QC06");
    assert_string_equal(p->key, "match.learned");
    assert_int_equal(p->score_ppm,
                     ((const struct match_proposal *)again.proposals.p)->score_ppm);
    match_find(matcher, match_learn(matcher, &a, rows, LEN(rows)), &a,
               text_of("地磅到期要检定"), &scale);
    assert_string_equal(code_of(scale.proposals.p), "ME02");
    arena_done(&a);
}

static void proposals_are_in_order(void **state)
{
    const struct match_proposal *p;
    struct match m = {0};
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    match_find(matcher, NULL, &a, text_of("锅炉年检和压力表检定能不能一起，还要贷款"),
               &m);
    p = m.proposals.p;
    assert_in_range(m.proposals.n, 2, MATCH_ITEMS_MAX + 1);
    for (size_t i = 0; i < m.proposals.n; i++) {
        assert_in_range(p[i].score_ppm, 1, 1000000);
        assert_true((p[i].item_code == NULL) != (p[i].department_code == NULL));
        if (i > 0 && p[i].item_code)
            assert_true(p[i].score_ppm <= p[i - 1].score_ppm);
    }
    arena_done(&a);
}

static void a_stored_proposal_explains_itself(void **state)
{
    struct match_proposal p = {
        .item_code = "ME02", .key = "match.words", .words = "地磅"};
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    match_explain(matcher, &a, &p);
    assert_string_equal(p.reason,
                        "提到“地磅”，是“大型衡器（汽车衡、轨道衡）现场检定”的常用说法");
    arena_done(&a);
}

/* clang-format off */
static const struct pairs {
    const char *text;
    size_t n;
} PAIRS[] = {
    {"", 0}, {"磅", 1}, {"地磅", 1}, {"大地磅", 2}, {"地 磅", 2}, {"a磅", 2}, {"iso9001", 1},
    {"iso 9001", 2}, {"，。", 0}, {"地磅100吨", 3}, {"ＩＳＯ", 1},
};
/* clang-format on */

static void texts_fall_into_pairs(void **state)
{
    pair_id out[16];
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    for (size_t i = 0; i < LEN(PAIRS); i++) {
        const struct text t = pair_normalise(&a, text_of(PAIRS[i].text));
        const size_t n = pair_read(t, out, LEN(out));

        if (n != PAIRS[i].n)
            fail_msg("%s: %zu pairs", PAIRS[i].text, n);
    }
    assert_true(pair_read(TEXT("很长的文字也只填到给出的长度为止不会越界"), out, 6) < 6);
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_find_their_item),
        cmocka_unit_test(texts_are_parted),
        cmocka_unit_test(confirming_changes_the_order),
        cmocka_unit_test(proposals_are_in_order),
        cmocka_unit_test(a_stored_proposal_explains_itself),
        cmocka_unit_test(texts_fall_into_pairs),
    };

    return cmocka_run_group_tests(tests, load, NULL);
}
