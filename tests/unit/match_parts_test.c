#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/match_lesson.h"
#include "domain/match_model.h"

#include <string.h>

static struct arena arena;
static struct model model;

static int load(void **state)
{
    struct qh_error err = {0};

    (void)state;
    arena_init(&arena, 0);
    return model_load(&arena, NULL, &model, &err) == QH_OK ? 0 : -1;
}

static int unload(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

/* clang-format off */
static const struct plain_row {
    const char *note;
    const char *text;
    const char *plain;
} PLAIN[] = {
    {"nothing",                         "",                 ""},
    {"letters",                         "ISO 9001",         "iso 9001"},
    {"letters read out",                "办S C证,A B cd",   "办sc证,ab cd"},
    {"full width",                      "ＣＣＣ５台",         "ccc5台"},
    {"traditional",                     "請檢定地磅",         "请检定地磅"},
    {"thousands",                       "九千零一",           "9001"},
    {"tens, then one by one",           "十六九四九",         "16949"},
    {"tens",                            "一百二十吨",         "120吨"},
    {"digit by digit",                  "一二三一五",         "12315"},
    {"two numerals stay words",         "两百",              "两百"},
    {"one numeral stays a word",        "一起",              "一起"},
    {"a long run does not run over",    "一二三四五六七八九一二三四", "123456789123四"},
    {"beyond the basic plane",          "𠀀地磅",            "𠀀地磅"},
};
/* clang-format on */

static void texts_are_made_plain(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(PLAIN); i++) {
        const struct text t = plain_text(model.plain, &arena, text_of(PLAIN[i].text));

        if (!text_is(t, PLAIN[i].plain))
            fail_msg("%s: %.*s", PLAIN[i].note, (int)t.len, t.p);
    }
}

/* clang-format off */
static const struct sound_row {
    const char *note;
    const char *a;
    const char *b;
    bool alike;
} SOUNDS[] = {
    {"the same reading",             "磅", "棒", true},
    {"zh and z",                     "准", "尊", true},
    {"zh and z, same rest",          "照", "造", true},
    {"-ing and -in",                 "京", "金", true},
    {"-eng and -en",                 "生", "森", true},
    {"l and n",                      "蓝", "南", true},
    {"the second of two readings",   "校", "叫", true},
    {"another sound",                "磅", "秤", false},
    {"no reading",                   "a",  "a",  false},
};
/* clang-format on */

static uint32_t code_of(const char *s)
{
    size_t pos = 0;

    return text_next(text_of(s), &pos);
}

static void characters_sound_alike(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(SOUNDS); i++)
        if (sounds_alike(model.sounds, code_of(SOUNDS[i].a), code_of(SOUNDS[i].b)) !=
            SOUNDS[i].alike)
            fail_msg("%s", SOUNDS[i].note);
}

/* clang-format off */
static const struct word_row {
    const char *note;
    const char *text;
    const char *group;
    const char *word; /* NULL: the group must not be named */
    bool by_sound;
} WORDS[] = {
    {"as it stands",                 "那台地磅坏了",     "weighbridge", "地磅",   false},
    {"by its sound",                 "地榜坏了",           "weighbridge", "地磅",   true},
    {"with a gap",                   "昨天停了三次电",     "x_power",     "停~电",  false},
    {"not over the end of a clause", "机器停，电话打不通",   "x_power",     NULL,     false},
    {"not inside a Latin word",      "dccca",             "ccc",         NULL,     false},
    {"Latin between Han",            "要ccc吗",            "ccc",         "ccc",    false},
    {"no typo where a word stands",  "食堂",               "canteen",     "食堂",   false},
};
/* clang-format on */

/* word NULL: any of the group. */
static const struct lexicon_hit *hit_of(const struct lexicon_hits *h, size_t group,
                                        const char *word)
{
    for (size_t i = 0; i < h->n; i++)
        if (h->p[i].group == group && (!word || str_equal(h->p[i].word, word)))
            return &h->p[i];
    return NULL;
}

static void words_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(WORDS); i++) {
        const struct text t = plain_text(model.plain, &arena, text_of(WORDS[i].text));
        const struct lexicon_hits h =
            lexicon_find(model.lexicon, &arena, plain_chars(&arena, t));
        const struct lexicon_hit *x =
            hit_of(&h, lexicon_group(model.lexicon, WORDS[i].group), WORDS[i].word);

        if (!x != !WORDS[i].word ||
            (x && (x->by_sound != WORDS[i].by_sound || x->weight <= 0)))
            fail_msg("%s", WORDS[i].note);
    }
    assert_int_equal(lexicon_group(model.lexicon, "no such group"), LEXICON_GROUPS_MAX);
}

static void lessons_add_up(void **state)
{
    static const pair_id A[] = {1, 2};
    static const pair_id B[] = {2, 3};
    const struct lesson lessons[] = {{A, 2, {0}, 1}, {B, 2, {1}, 1}, {B, 2, {1}, 1}};
    const struct lesson turned[] = {lessons[2], lessons[0], lessons[1]};
    struct lesson_source s = {.sets = {lessons_count(&arena, lessons, 3)}};
    struct lesson_source t = {.sets = {lessons_count(&arena, turned, 3)}};
    struct lesson_source split = {.sets = {lessons_count(&arena, lessons, 1),
                                           lessons_count(&arena, lessons + 1, 2)}};
    double x[2] = {0};
    double y[2] = {0};
    double z[2] = {0};

    (void)state;
    lessons_score(&s, A, 2, 1, x);
    lessons_score(&t, A, 2, 1, y);
    lessons_score(&split, A, 2, 1, z);
    assert_memory_equal(x, y, sizeof x);
    assert_memory_equal(x, z, sizeof x);
    assert_true(x[0] > 0);
    assert_true(lessons_share(&s, 1, 0) > 0 && lessons_share(&s, 1, 1) == 0);
    assert_true(lessons_share(&s, 9, 0) == 0);
}

static void a_lesson_can_be_left_out(void **state)
{
    static const pair_id A[] = {1, 2};
    static const pair_id B[] = {2, 3};
    const struct lesson lessons[] = {{B, 2, {1}, 1}, {B, 2, {1}, 1}, {A, 2, {0}, 1}};
    struct lesson_source all = {.sets = {lessons_count(&arena, lessons, 3)},
                                .without = &lessons[2]};
    struct lesson_source less = {.sets = {lessons_count(&arena, lessons, 2)}};
    double x[2] = {0};
    double y[2] = {0};

    (void)state;
    lessons_score(&all, A, 2, 1, x);
    lessons_score(&less, A, 2, 1, y);
    assert_true(x[0] == y[0] && x[1] == y[1]);
}

static void no_lessons_say_nothing(void **state)
{
    static const pair_id A[] = {1};
    const struct lesson_source none = {.without = NULL};
    struct lesson_source empty = {.sets = {lessons_count(&arena, NULL, 0)}};
    double x[2] = {0};

    (void)state;
    lessons_score(&none, A, 1, 1, x);
    lessons_score(&empty, A, 1, 1, x);
    assert_true(x[0] == 0 && x[1] == 0);
    assert_int_equal(lessons_number(NULL), 0);
}

/* A text of the longest kind, and one made of nothing but words, end in time and place.
 */
static void long_texts_are_read(void **state)
{
    struct reading r;
    struct buf b;

    (void)state;
    buf_init(&b, &arena);
    for (size_t i = 0; i < 3000; i++)
        buf_add_str(&b, i % 2 ? "地磅" : "校准");
    model_read(&model, &arena, buf_text(&b), &r);
    assert_int_equal(text_chars(r.text), READ_CHARS_MAX);
    assert_true(r.strengths[lexicon_group(model.lexicon, "weighbridge")] > 0);
}

static void chances_add_up(void **state)
{
    const struct model_settings set = model_tune(&model, &arena, NULL, 0);
    double score[MODEL_CODES_MAX] = {[3] = 2, [5] = 1};
    double chance[MODEL_CODES_MAX];
    double sum = 0;

    (void)state;
    model_chances(&model, &set, score, chance);
    for (size_t i = 0; i < model.profiles->n; i++)
        sum += chance[i];
    assert_true(sum > 0.999999 && sum < 1.000001);
    assert_true(chance[3] > chance[5] && chance[5] > chance[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_made_plain),
        cmocka_unit_test(characters_sound_alike),
        cmocka_unit_test(words_are_found),
        cmocka_unit_test(lessons_add_up),
        cmocka_unit_test(a_lesson_can_be_left_out),
        cmocka_unit_test(no_lessons_say_nothing),
        cmocka_unit_test(long_texts_are_read),
        cmocka_unit_test(chances_add_up),
    };

    return cmocka_run_group_tests(tests, load, unload);
}
