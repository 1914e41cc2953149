#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "r76_rows.h"

enum { FILE_MAX = 1 << 20 };

struct r76_frame r76;

static struct text read_file(const char *path)
{
    struct text t = {0};

    r76.row_id = path;
    OK(file_read(&r76.arena, path, FILE_MAX, &t, &r76.err));
    return t;
}

int r76_set_up(void **state)
{
    struct json *doc = NULL;

    (void)state;
    arena_init(&r76.arena, 0);
    OK(regulation_load_text(&r76.arena, read_file("data/reference/oiml-r76-2006.json"),
                            &r76.reg, &r76.err));
    OK(weights_table_load(&r76.arena, read_file("data/weights/weights_mpe.csv"),
                          &r76.weights, &r76.err));
    OK(json_parse(&r76.arena, read_file("tests/vectors/r76.json"), &doc, &r76.err));
    r76.rows = doc;
    OK(json_parse(&r76.arena, read_file("tests/vectors/balances.json"), &doc, &r76.err));
    r76.balances = doc;
    return 0;
}

int r76_tear_down(void **state)
{
    (void)state;
    arena_done(&r76.arena);
    return 0;
}

struct dec r76_num(const struct json *o, const char *name)
{
    struct dec v = {0};

    if (json_dec(json_member(o, name), &v))
        fail_msg("%s: no number %s", r76.row_id, name);
    return v;
}

struct dec r76_times(struct dec a, struct dec b)
{
    struct dec v = {0};

    if (dec_mul(a, b, &v))
        fail_msg("%s: product", r76.row_id);
    return v;
}

struct dec r76_minus(struct dec a, struct dec b)
{
    struct dec v = {0};

    if (dec_sub(a, b, &v))
        fail_msg("%s: difference", r76.row_id);
    return v;
}

void r76_same(const char *what, struct dec got, struct dec want)
{
    if (dec_compare(got, want))
        fail_msg("%s: %s is %s, not %s", r76.row_id, what, dec_text(&r76.arena, got),
                 dec_text(&r76.arena, want));
}

void r76_same_ratio(const struct json *o, const char *name, struct dec n, struct dec d)
{
    const char *s = json_str(o, name, "");
    const char *slash = strchr(s, '/');
    struct dec a = {0};
    struct dec b = dec_int(1);

    if (dec_parse((struct text){s, slash ? (size_t)(slash - s) : strlen(s)}, &a) ||
        (slash && dec_parse(text_of(slash + 1), &b)))
        fail_msg("%s: no rational %s", r76.row_id, name);
    r76_same(name, r76_times(n, b), r76_times(a, d));
}

struct weighing_instrument r76_instrument(const struct json *o)
{
    struct weighing_instrument ins = {
        .class_name = json_str(o, "class", "III"),
        .max = dec_scaled(1, 12),
        .e = r76_num(o, "e"),
        .d = r76_num(o, "e"),
        .supports = 4,
    };

    if (!weighing_unit(json_str(o, "unit", "kg"), &ins.unit))
        fail_msg("%s: unit", r76.row_id);
    return ins;
}

struct weighing *r76_opened(const struct weighing_instrument *ins, const char *stage)
{
    struct weighing *w = NULL;

    OK(weighing_open(&r76.arena, r76.reg, ins, str_equal(stage, "in_service"), &w,
                     &r76.err));
    return w;
}

struct weighing *r76_of_row(const struct json *o)
{
    struct weighing_instrument ins = r76_instrument(o);

    return r76_opened(&ins, json_str(o, "stage", "initial"));
}

const struct rule_test *r76_test_named(const char *id)
{
    const struct rule_test *t = regulation_test(r76.reg, id);

    assert_non_null(t);
    return t;
}

const char *r76_verdict(enum pass p)
{
    return p == PASS_YES ? "PASS" : "FAIL";
}

void r76_same_verdict(const struct json *o, const char *member, const char *got)
{
    const char *want = json_str(o, member, "");

    if (!str_equal(got, want))
        fail_msg("%s: %s is %s, not %s", r76.row_id, member, got, want);
}

struct weighing_outcome r76_point(struct weighing *w, const char *test, struct dec load,
                                  struct dec shown, struct dec extra, struct dec e0)
{
    struct weighing_reading r = {load, shown, extra, e0};
    struct weighing_outcome o = {0};

    OK(weighing_point(w, r76_test_named(test), &r, &o, &r76.err));
    return o;
}

const struct json *r76_rows(const struct json *o, const char *name)
{
    const struct json *list = json_member(o, name);

    assert_non_null(list);
    assert_true(list->count > 0);
    return list;
}

/* Positions of one case; answers the item's verdict.  supports 0: as many as there are.
 */
const char *r76_check_positions(const struct json *o, int64_t supports)
{
    struct weighing *w = r76_of_row(o);
    struct dec max = dec_int(0);
    struct dec lo = {0};
    struct dec hi = {0};
    bool good = true;
    int64_t n = 0;

    for (const struct json *p = r76_rows(o, "positions")->first; p; p = p->next, n++) {
        struct weighing_outcome got =
            r76_point(w, "eccentricity", r76_num(o, "L"), r76_num(p, "I"),
                      r76_num(p, "dL"), r76_num(p, "E0"));

        r76_same("P", got.p, r76_num(p, "P"));
        r76_same("E", got.error, r76_num(p, "E"));
        r76_same("Ec", got.value, r76_num(p, "Ec"));
        r76_same("mpe", got.limit, r76_num(o, "mpe"));
        r76_same_verdict(p, "verdict", r76_verdict(got.pass));
        good = good && got.pass == PASS_YES;
        if (dec_compare(dec_abs(got.value), max) > 0)
            max = dec_abs(got.value);
        if (!n || dec_compare(got.value, lo) < 0)
            lo = got.value;
        if (!n || dec_compare(got.value, hi) > 0)
            hi = got.value;
    }
    r76_same("max_abs_Ec", max, r76_num(o, "max_abs_Ec"));
    if (supports && n < supports)
        return "INCOMPLETE"; /* its range_Ec is that of the complete case */
    r76_same("range_Ec", r76_minus(hi, lo), r76_num(o, "range_Ec"));
    return good ? "PASS" : "FAIL";
}

const char *r76_check_repeatability(const struct json *o, const char *stage)
{
    struct weighing_instrument ins = r76_instrument(o);
    struct weighing *w = r76_opened(&ins, stage);
    const struct rule_test *t = r76_test_named("repeatability");
    struct weighing_outcome got = {0};
    struct dec p[16];
    size_t n = 0;

    for (const struct json *r = r76_rows(o, "readings")->first; r; r = r->next, n++) {
        assert_true(n < LEN(p));
        OK(weighing_p(w, t, r76_num(r, "I"), r76_num(r, "dL"), &p[n], &r76.err));
        r76_same("P", p[n], r76_num(r, "P"));
    }
    OK(weighing_spread(w, t, &(struct weighing_series){p, n, r76_num(o, "L")}, &got,
                       &r76.err));
    r76_same("spread", got.value, r76_num(o, "spread"));
    r76_same("mpe", got.limit, r76_num(o, "mpe"));
    r76_same("spread / e", r76_times(r76_num(o, "spread_over_e"), r76_num(o, "e")),
             got.value);
    return r76_verdict(got.pass);
}
