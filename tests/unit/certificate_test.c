/* The content of papers: frozen form, what must be there, and the bytes made of it.  What
 * the PDF shows is read by certificate_readers.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/file.h"
#include "document/certificate_pdf.h"
#include "document/press.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 1024 * 1024, THREADS = 4 };

static const char FOLDER[] = "tests/vectors/certificates";
static const char *const SAMPLES[] = {"verification", "adjusted",   "notice",
                                      "calibration",  "inspection", "long"};

struct fixture {
    struct arena arena;
    struct press press;
    struct layout_words words;
};

static struct text load(struct arena *a, const char *path)
{
    struct qh_error err = {0};
    struct text t = {0};

    if (file_read(a, path, FILE_MAX, &t, &err))
        fail_msg("%s: %s", path, err.key);
    return t;
}

static struct certificate_content sample(struct arena *a, const char *name)
{
    struct certificate_content c = {0};
    struct qh_error err = {0};
    const char *path = str_format(a, "%s/%s.json", FOLDER, name);

    if (certificate_from_json(a, load(a, path), &c, &err))
        fail_msg("%s: %s %s %s", path, err.key, err.field, err.detail);
    return c;
}

static struct text render(struct arena *a, const struct certificate_content *c,
                          const struct layout_words *words)
{
    struct qh_error err = {0};
    struct text pdf = {0};

    if (certificate_pdf(a, c, words, &pdf, &err))
        fail_msg("%s %s %s", err.key, err.field, err.detail);
    return pdf;
}

static int set_up(void **state)
{
    static struct fixture f;
    struct qh_error err = {0};

    arena_init(&f.arena, 0);
    press_init(&f.press, getenv("QH_FONTS"));
    if (layout_words_load(&f.arena, load(&f.arena, "data/layouts/certificate.json"),
                          &f.words, &err))
        fail_msg("%s %s", err.key, err.field);
    f.words.press = &f.press;
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    press_done(&f->press);
    arena_done(&f->arena);
    return 0;
}

/* ---- frozen form ---- */

static void same_text(struct text a, struct text b)
{
    assert_int_equal(a.len, b.len);
    assert_memory_equal(a.p, b.p, a.len);
}

static void frozen_form_is_stable(void **state)
{
    struct fixture *f = *state;

    for (size_t i = 0; i < LEN(SAMPLES); i++) {
        struct certificate_content a = sample(&f->arena, SAMPLES[i]), b = {0};
        struct text first = certificate_to_json(&f->arena, &a);
        struct qh_error err = {0};

        assert_int_equal(certificate_from_json(&f->arena, first, &b, &err), QH_OK);
        same_text(first, certificate_to_json(&f->arena, &b));
        assert_null(memchr(first.p, '\n', first.len));
    }
}

/* One field that holds no other; false: it does. */
static bool fill_value(struct arena *a, const struct json_field *field, void *at,
                       int *number)
{
    if (field->type == JSON_T_STR)
        *(const char **)at = str_format(a, "text-%d.", ++*number);
    else if (field->type == JSON_T_DATE)
        *(const char **)at = str_format(a, "2031-01-%02d", ++*number % 28 + 1);
    else if (field->type == JSON_T_INT)
        *(int64_t *)at = field->max;
    else if (field->type == JSON_T_BOOL)
        *(bool *)at = true;
    else if (field->type == JSON_T_ENUM)
        *(int *)at = 1;
    else
        return false;
    return true;
}

/* Fills every field of a struct by its table; texts get numbers of their own. */
static void fill(struct arena *a, const struct json_field *shape, size_t n, void *out,
                 int *number)
{
    for (size_t i = 0; i < n; i++) {
        const struct json_field *field = &shape[i];
        char *at = (char *)out + field->offset;
        struct json_strs *strs = (void *)at;
        struct json_list *list = (void *)at;

        if (fill_value(a, field, at, number))
            continue;
        if (field->type == JSON_T_OBJECT) {
            fill(a, field->shape, field->shape_len, at, number);
        } else if (field->type == JSON_T_STRS) {
            *strs = (struct json_strs){ARENA_ARRAY(a, 2, const char *), 2};
            strs->p[0] = str_format(a, "text-%d.", ++*number);
            strs->p[1] = str_format(a, "text-%d.", ++*number);
        } else {
            assert_int_equal(field->type, JSON_T_OBJECTS);
            *list = (struct json_list){arena_alloc(a, 2, field->size), 2};
            fill(a, field->shape, field->shape_len, list->p, number);
            fill(a, field->shape, field->shape_len, (char *)list->p + field->size,
                 number);
        }
    }
}

static void every_field_comes_back(void **state)
{
    struct fixture *f = *state;
    struct certificate_content a = {0}, b = {0};
    struct qh_error err = {0};
    struct text json;
    int texts = 0;

    fill(&f->arena, CERTIFICATE_SHAPE, CERTIFICATE_SHAPE_N, &a, &texts);
    a.schema = CERTIFICATE_SCHEMA;
    json = certificate_to_json(&f->arena, &a);
    for (int i = 2; i <= texts; i++) { /* the first was the schema */
        const char *what = str_format(&f->arena, "\"text-%d.\"", i);
        const char *day = str_format(&f->arena, "\"2031-01-%02d\"", i % 28 + 1);

        assert_true(strstr(json.p, what) || strstr(json.p, day));
    }
    assert_int_equal(certificate_from_json(&f->arena, json, &b, &err), QH_OK);
    same_text(json, certificate_to_json(&f->arena, &b));
}

static void another_schema_is_refused(void **state)
{
    struct fixture *f = *state;
    struct certificate_content c = sample(&f->arena, "notice"), out = {0};
    struct qh_error err = {0};

    c.schema = "quanheng-certificate/0";
    assert_int_equal(
        certificate_from_json(&f->arena, certificate_to_json(&f->arena, &c), &out, &err),
        QH_INVALID);
    assert_string_equal(err.key, "certificate.schema");
}

/* ---- what must be there ---- */

typedef void change_fn(struct certificate_content *c);

static void drop_number(struct certificate_content *c)
{
    c->number = NULL;
}
static void drop_authorisation(struct certificate_content *c)
{
    c->issuer.authorisation = "";
}
static void drop_checker(struct certificate_content *c)
{
    c->checker.name = NULL;
}
static void drop_validity(struct certificate_content *c)
{
    c->valid_until = NULL;
}
static void give_validity(struct certificate_content *c)
{
    c->valid_until = "2026-08-06";
}
static void drop_standards(struct certificate_content *c)
{
    c->standards.n = 0;
}
static void drop_tables(struct certificate_content *c)
{
    c->tables.n = 0;
}
static void fail_item(struct certificate_content *c)
{
    c->tables.p[1].verdict = CERT_FAIL;
}
static void pass_all(struct certificate_content *c)
{
    for (size_t i = 0; i < c->tables.n; i++)
        c->tables.p[i].verdict = CERT_PASS;
}
static void shorten_row(struct certificate_content *c)
{
    c->tables.p[1].rows.p[0].cells.n--;
}
static void spoil_point(struct certificate_content *c)
{
    c->curve.points.p[0].y = "five";
}
static void spoil_limit(struct certificate_content *c)
{
    c->curve.limits.p[0].mpe = NULL;
}
static void cancel_old(struct certificate_content *c)
{
    c->cancels = "JA-1";
}
static void drop_trace(struct certificate_content *c)
{
    c->traceability = NULL;
}

static void checks_of_content(void **state)
{
    /* clang-format off */
    static const struct {
        const char *sample, *key, *field;
        change_fn *change;
    } ROWS[] = {
        {"verification", "certificate.missing",   "number",               drop_number},
        {"verification", "certificate.missing",   "issuer.authorisation", drop_authorisation},
        {"notice",       "certificate.missing",   "checker.name",         drop_checker},
        {"verification", "certificate.missing",   "valid_until",          drop_validity},
        {"notice",       "certificate.forbidden", "valid_until",          give_validity},
        {"calibration",  "certificate.forbidden", "valid_until",          give_validity},
        {"inspection",   "certificate.forbidden", "valid_until",          give_validity},
        {"verification", "certificate.forbidden", "cancels",              cancel_old},
        {"calibration",  "certificate.missing",   "traceability",         drop_trace},
        {"calibration",  "certificate.missing",   "standards",            drop_standards},
        {"inspection",   "certificate.missing",   "tables",               drop_tables},
        {"verification", "certificate.verdict",   "tables",               fail_item},
        {"notice",       "certificate.verdict",   "tables",               pass_all},
        {"verification", "certificate.cells",     "tables",               shorten_row},
        {"verification", "certificate.number",    "curve.points",         spoil_point},
        {"notice",       "certificate.number",    "curve.limits",         spoil_limit},
    };
    /* clang-format on */
    struct fixture *f = *state;

    for (size_t i = 0; i < LEN(ROWS); i++) {
        struct certificate_content c = sample(&f->arena, ROWS[i].sample);
        struct qh_error err = {0};
        struct text pdf = {0};

        assert_int_equal(certificate_check(&c, &err), QH_OK);
        ROWS[i].change(&c);
        assert_int_equal(certificate_pdf(&f->arena, &c, &f->words, &pdf, &err),
                         QH_INVALID);
        assert_string_equal(err.key, ROWS[i].key);
        assert_string_equal(err.field, ROWS[i].field);
        assert_null(pdf.p);
    }
}

/* A failed item before an adjustment does not forbid a certificate. */
static void failure_as_found_is_allowed(void **state)
{
    struct fixture *f = *state;
    struct certificate_content c = sample(&f->arena, "adjusted");
    struct qh_error err = {0};
    size_t failed = 0;

    for (size_t i = 0; i < c.tables.n; i++)
        failed += c.tables.p[i].verdict == CERT_FAIL;
    assert_int_equal(failed, 2);
    assert_int_equal(certificate_check(&c, &err), QH_OK);
}

/* ---- bytes ---- */

static void bytes_come_from_the_frozen_form_only(void **state)
{
    struct fixture *f = *state;

    for (size_t i = 0; i < LEN(SAMPLES); i++) {
        struct certificate_content a = sample(&f->arena, SAMPLES[i]), b = {0};
        struct qh_error err = {0};
        struct text one = render(&f->arena, &a, &f->words);
        struct text frozen = certificate_to_json(&f->arena, &a);

        assert_int_equal(certificate_from_json(&f->arena, frozen, &b, &err), QH_OK);
        memset(&a, 0, sizeof(a));
        same_text(one, render(&f->arena, &b, &f->words));
    }
}

static void one_reading_changes_the_bytes(void **state)
{
    struct fixture *f = *state;
    struct certificate_content c = sample(&f->arena, "verification");
    struct text before = render(&f->arena, &c, &f->words), after;

    c.tables.p[4].rows.p[0].cells.p[2] = "14350";
    after = render(&f->arena, &c, &f->words);
    assert_false(text_equal(before, after));
}

/* The fonts of the system serve where the trimmed ones are missing. */
static void fonts_of_the_system_serve(void **state)
{
    struct fixture *f = *state;
    struct layout_words words = f->words;
    struct certificate_content c = sample(&f->arena, "calibration");
    struct press other;

    words.press = NULL;
    assert_true(render(&f->arena, &c, &words).len > 20000);
    press_init(&other, "no/such/folder");
    words.press = &other;
    assert_true(render(&f->arena, &c, &words).len > 20000);
    press_done(&other);
}

struct worker {
    const struct fixture *f;
    const struct certificate_content *content;
    struct arena arena;
    struct text pdf;
    qh_status rc;
};

static void *work(void *arg)
{
    struct worker *w = arg;

    w->rc = certificate_pdf(&w->arena, w->content, &w->f->words, &w->pdf, NULL);
    return NULL;
}

static void workers_share_a_press(void **state)
{
    struct fixture *f = *state;
    struct certificate_content c = sample(&f->arena, "notice");
    struct text alone = render(&f->arena, &c, &f->words);
    struct worker w[THREADS];
    pthread_t thread[THREADS];

    for (int i = 0; i < THREADS; i++) {
        w[i] = (struct worker){.f = f, .content = &c};
        arena_init(&w[i].arena, 0);
        assert_int_equal(pthread_create(&thread[i], NULL, work, &w[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(thread[i], NULL), 0);
        assert_int_equal(w[i].rc, QH_OK);
        same_text(alone, w[i].pdf);
        arena_done(&w[i].arena);
    }
}

static void too_many_pages_are_refused(void **state)
{
    struct fixture *f = *state;
    struct certificate_content c = sample(&f->arena, "long");
    struct cert_table *many = ARENA_ARRAY(&f->arena, 60, struct cert_table);
    struct qh_error err = {0};
    struct text pdf = {0};

    for (size_t i = 0; i < 60; i++)
        many[i] = c.tables.p[c.tables.n - 1];
    c.tables.p = many;
    c.tables.n = 60;
    assert_int_equal(certificate_pdf(&f->arena, &c, &f->words, &pdf, &err), QH_LIMIT);
    assert_string_equal(err.key, "certificate.pages");
}

/* ---- words ---- */

static void words_are_complete(void **state)
{
    /* clang-format off */
    static const struct {
        const char *find, *put, *key;
    } ROWS[] = {
        {"\"valid\": [",     "\"valid_\": [",          "words.missing"},
        {"\"words\": {",     "\"words\": {\"more\": [\"a\", \"b\"],", "words.unknown"},
        {"\"inspection\": [", "\"inspect\": [",        "words.missing"},
        {"\"serif\":",       "\"sherif\":",            "words.missing"},
        {"\"NOTICE OF",      "7, \"NOTICE OF",         "words.missing"},
    };
    /* clang-format on */
    struct fixture *f = *state;
    struct text good = load(&f->arena, "data/layouts/certificate.json");

    for (size_t i = 0; i < LEN(ROWS); i++) {
        const char *at = strstr(good.p, ROWS[i].find);
        struct layout_words out = {0};
        struct qh_error err = {0};
        struct buf b;

        assert_non_null(at);
        buf_init(&b, &f->arena);
        buf_add(&b, (struct text){good.p, (size_t)(at - good.p)});
        buf_add_str(&b, ROWS[i].put);
        buf_add_str(&b, at + strlen(ROWS[i].find));
        assert_int_equal(layout_words_load(&f->arena, buf_text(&b), &out, &err),
                         QH_INVALID);
        assert_string_equal(err.key, ROWS[i].key);
    }
}

static void places_are_filled(void **state)
{
    static const char *const ARGS[] = {"a", "1", "b", NULL, NULL};
    struct fixture *f = *state;

    assert_string_equal(layout_words_fill(&f->arena, "{a}-{b}-{c}-{a", ARGS),
                        "1--{c}-{a");
}

/* The fonts lie beside an executable of the build folder, and nowhere else. */
static void fonts_are_found_beside_the_executable(void **state)
{
    struct fixture *f = *state;
    const char *fonts = getenv("QH_FONTS"); /* BUILD/data/fonts */
    size_t n = fonts ? strlen(fonts) - strlen("/data/fonts") : 0;

    if (!fonts)
        skip();
    assert_string_equal(
        press_fonts_of(&f->arena, str_format(&f->arena, "%.*s/qh", (int)n, fonts)),
        fonts);
    assert_null(press_fonts_of(&f->arena, str_format(&f->arena, "%s/qh", fonts)));
    assert_null(press_fonts_of(&f->arena, ""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frozen_form_is_stable),
        cmocka_unit_test(every_field_comes_back),
        cmocka_unit_test(another_schema_is_refused),
        cmocka_unit_test(checks_of_content),
        cmocka_unit_test(failure_as_found_is_allowed),
        cmocka_unit_test(bytes_come_from_the_frozen_form_only),
        cmocka_unit_test(one_reading_changes_the_bytes),
        cmocka_unit_test(fonts_of_the_system_serve),
        cmocka_unit_test(workers_share_a_press),
        cmocka_unit_test(too_many_pages_are_refused),
        cmocka_unit_test(fonts_are_found_beside_the_executable),
        cmocka_unit_test(words_are_complete),
        cmocka_unit_test(places_are_filled),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
