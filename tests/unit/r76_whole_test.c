/* Rows of tests/vectors/r76.json on substitution, weights, classes, intervals and whole
 * verifications, and all of balances.json.  Each section counts its rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "r76_rows.h"
#include "rule/words.h"

/* ---- substitution ---- */

static void check_stage(struct weighing *w, const struct json *s, struct dec e0,
                        struct dec *substitute)
{
    struct weighing_outcome got =
        r76_point(w, "weighing", r76_num(s, "L"), r76_num(s, "I"), r76_num(s, "dL"), e0);
    struct dec load = {0};
    struct dec p = {0};
    struct dec off = {0};

    assert_int_equal(dec_add(r76_num(s, "standard"), *substitute, &load), QH_OK);
    r76_same("L", load, r76_num(s, "L"));
    r76_same("substitute", *substitute, r76_num(s, "substitute"));
    r76_same("P", got.p, r76_num(s, "P"));
    r76_same("E", got.error, r76_num(s, "E"));
    r76_same("Ec", got.value, r76_num(s, "Ec"));
    r76_same("mpe", got.limit, r76_num(s, "mpe"));
    r76_same_verdict(s, "verdict", r76_verdict(got.pass));
    if (!json_member(s, "I_substitute"))
        return;
    OK(weighing_p(w, r76_test_named("weighing"), r76_num(s, "I_substitute"),
                  r76_num(s, "dL_substitute"), &p, &r76.err));
    r76_same("P_substitute", p, r76_num(s, "P_substitute"));
    OK(weighing_substitute(load, got.p, p, &off, substitute, &r76.err));
    r76_same("substitute after", *substitute, r76_num(s, "substitute_value_after"));
}

static void substitution(void **state)
{
    const struct json *section = json_member(r76.rows, "substitution");
    size_t n = 0;

    (void)state;
    EACH(o, r76_rows(section, "requirement"))
    {
        struct weighing_instrument ins = r76_instrument(o);
        struct dec floor = dec_int(1000);
        struct dec parts = {0};
        struct weighing *w;

        ins.max = r76_num(o, "Max");
        w = r76_opened(&ins, "initial");
        OK(weighing_least_standards(w, r76_num(o, "repeatability_spread"), &parts,
                                    &r76.err));
        r76_same_ratio(o, "min_standard_weights", ins.max, parts);
        r76_same_ratio(o, "min_fraction_of_Max", dec_int(1), parts);
        r76_same("spread / e", r76_times(r76_num(o, "spread_over_e"), ins.e),
                 r76_num(o, "repeatability_spread"));
        assert_true(json_is_true(json_member(o, "substitution_allowed")));
        if (dec_compare(r76_times(floor, parts), ins.max) > 0)
            r76_same_ratio(o, "min_standard_weights_with_1t_floor", floor, dec_int(1));
        else
            r76_same_ratio(o, "min_standard_weights_with_1t_floor", ins.max, parts);
        n++;
    }
    EACH(o, r76_rows(section, "runs"))
    {
        struct weighing *w = r76_of_row(o);
        struct dec substitute = dec_int(0);

        for (const struct json *s = r76_rows(o, "stages")->first; s; s = s->next) {
            check_stage(w, s, r76_num(o, "E0"), &substitute);
            n++;
        }
    }
    assert_int_equal(n, 12 + 5 + 3);
}

/* "25 x 1000 kg" */
static void read_weights(const char *s, int64_t *count, struct dec *nominal)
{
    const char *x = strstr(s, " x ");
    struct dec v = {0};

    assert_non_null(x);
    assert_int_equal(dec_parse((struct text){s, (size_t)(x - s)}, &v), QH_OK);
    assert_int_equal(dec_to_int(v, count), QH_OK);
    x += 3;
    assert_int_equal(dec_parse((struct text){x, strcspn(x, " ")}, nominal), QH_OK);
}

static void adequacy_of_weights(void **state)
{
    const struct json *section = json_member(r76.rows, "weights_adequacy");
    size_t n = 0;

    (void)state;
    EACH(o, r76_rows(section, "cases"))
    {
        struct weighing *w = r76_of_row(o);
        struct dec one = {0};
        struct dec nominal = {0};
        struct dec mpe = {0};
        struct dec parts = {0};
        int64_t count = 0;
        bool good;

        read_weights(json_str(o, "weights", ""), &count, &nominal);
        assert_true(
            weights_mpe(r76.weights, json_str(o, "class_of_weights", ""), nominal, &one));
        r76_same("load", r76_times(nominal, dec_int(count)), r76_num(o, "load"));
        r76_same("sum", r76_times(one, dec_int(count)), r76_num(o, "sum_of_mpe"));
        OK(weighing_mpe(w, r76_num(o, "load"), &mpe, &r76.err));
        OK(weighing_adequate(w, r76_num(o, "sum_of_mpe"), mpe, &good, &parts, &r76.err));
        r76_same_ratio(o, "third_of_mpe", mpe, parts);
        assert_int_equal(good, json_is_true(json_member(o, "adequate")));
        n++;
    }
    assert_int_equal(n, 36);
}

/* Largest load in e up to which weights of a class at nominal value are good enough. */
static void reach_of_classes(void **state)
{
    size_t n = 0;

    (void)state;
    EACH(o, r76_rows(json_member(r76.rows, "weights_adequacy"), "limits_in_e"))
    {
        struct weighing_instrument ins = {
            .class_name = "III", .max = dec_int(10000), .e = dec_int(1), .d = dec_int(1)};
        struct weighing *w = r76_opened(&ins, "initial");
        const char *name = json_str(o, "class_of_weights", "");
        struct text class_name = {name, strcspn(name, " ")};
        struct dec one = {0};
        int64_t reach = 0;

        r76.row_id = name;
        assert_true(weights_mpe(r76.weights, text_copy(&r76.arena, class_name),
                                dec_int(1000), &one));
        one = r76_times(one, dec_scaled(1, -3));
        for (bool good = true; good && reach <= 10000;) {
            struct dec mpe = {0};
            struct dec parts = {0};

            if (reach == 10000)
                break;
            OK(weighing_mpe(w, dec_int(reach + 1), &mpe, &r76.err));
            OK(weighing_adequate(w, r76_times(one, dec_int(reach + 1)), mpe, &good,
                                 &parts, &r76.err));
            reach += good;
        }
        r76_same("reach", dec_int(reach),
                 r76_num(o, "largest_n_where_adequate_in_all_bands_class_III"));
        n++;
    }
    assert_int_equal(n, 4);
}

static void classification(void **state)
{
    size_t n = 0;

    (void)state;
    EACH(o, r76_rows(json_member(r76.rows, "classification"), "cases"))
    {
        struct weighing_instrument ins = {.class_name = json_str(o, "class", ""),
                                          .max = r76_num(o, "Max_g"),
                                          .min = r76_num(o, "Min_g"),
                                          .e = r76_num(o, "e_g"),
                                          .d = r76_num(o, "e_g"),
                                          .unit = -3};
        unsigned got = 0;
        unsigned want = 0;

        OK(weighing_classify(r76_opened(&ins, "initial"), &got, &r76.err));
        for (const struct json *i = json_member(o, "issues")->first; i; i = i->next)
            for (unsigned k = 0; k < ISSUES; k++)
                want |= (unsigned)text_is(i->text, WEIGHING_ISSUES[k]) << k;
        if (got != want)
            fail_msg("%s: issues %x, not %x", r76.row_id, got, want);
        assert_int_equal(got == 0, json_is_true(json_member(o, "valid")));
        r76_same_ratio(o, "n", ins.max, ins.e);
        n++;
    }
    assert_int_equal(n, 12);
}

static void net_weighing(void **state)
{
    size_t n = 0;

    (void)state;
    EACH(o, r76_rows(json_member(r76.rows, "net_weighing"), "cases"))
    {
        struct weighing *w = r76_of_row(o);
        struct weighing_outcome got =
            r76_point(w, "net", r76_num(o, "net_load"), r76_num(o, "I_net"),
                      r76_num(o, "dL"), r76_num(o, "E0_after_tare"));
        struct dec gross = {0};
        struct dec mpe = {0};
        bool wrong;

        r76_same("P", got.p, r76_num(o, "P"));
        r76_same("Ec", got.value, r76_num(o, "Ec"));
        r76_same("mpe", got.limit, r76_num(o, "mpe_net"));
        r76_same_verdict(o, "verdict", r76_verdict(got.pass));
        assert_int_equal(dec_add(r76_num(o, "tare_load"), r76_num(o, "net_load"), &gross),
                         QH_OK);
        OK(weighing_mpe(w, gross, &mpe, &r76.err));
        r76_same("mpe of gross", mpe, r76_num(o, "mpe_if_gross_were_used"));
        wrong = dec_compare(dec_abs(got.value), mpe) <= 0;
        r76_same_verdict(o, "wrong_verdict_if_gross_were_used", wrong ? "PASS" : "FAIL");
        n++;
    }
    assert_int_equal(n, 5);
}

static void multi_interval(void **state)
{
    const struct json *section = json_member(r76.rows, "multi_interval");
    const struct json *ins_json = json_member(section, "instrument");
    struct dec max[3];
    struct dec e[3];
    size_t n = 0;

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(json_dec(json_item(json_member(ins_json, "Max"), i), &max[i]),
                         0);
        assert_int_equal(json_dec(json_item(json_member(ins_json, "e"), i), &e[i]), 0);
    }
    EACH(o, r76_rows(section, "cases"))
    {
        size_t part = weighing_part(max, 3, r76_num(o, "load"));
        struct weighing_instrument ins = {.class_name = "III", .max = max[2], .unit = -3};
        struct dec mpe = {0};

        assert_true(part < 3);
        ins.e = ins.d = e[part];
        r76_same("e", ins.e, r76_num(o, "e_used"));
        OK(weighing_mpe(r76_opened(&ins, "initial"), r76_num(o, "load"), &mpe, &r76.err));
        r76_same("mpe", mpe, r76_num(o, "mpe"));
        n++;
    }
    EACH(o, r76_rows(section, "table4_check"))
    {
        struct weighing_instrument ins = {.class_name = json_str(o, "class", ""),
                                          .max = r76_num(o, "Max_i"),
                                          .e = r76_num(o, "e_next"),
                                          .d = r76_num(o, "e_next"),
                                          .unit = -3};
        bool good;

        r76.row_id = "table4_check";
        OK(weighing_part_holds(r76_opened(&ins, "initial"), r76_num(o, "Max_i"),
                               r76_num(o, "e_next"), &good, &r76.err));
        assert_int_equal(good, json_is_true(json_member(o, "ok")));
        r76_same_ratio(o, "ratio", r76_num(o, "Max_i"), r76_num(o, "e_next"));
        n++;
    }
    assert_int_equal(n, 10 + 3);
}

static struct weighing_outcome output(struct weighing *w, const char *test, size_t i)
{
    struct weighing_outcome o = {0};

    OK(weighing_output(w, r76_test_named(test), i, &o, &r76.err));
    return o;
}

static void time_dependence(void **state)
{
    size_t n = 0;

    (void)state;
    EACH(o, r76_rows(json_member(r76.rows, "time_dependence"), "cases"))
    {
        struct weighing *w = r76_of_row(o);

        n++;
        if (json_member(o, "P0")) {
            struct weighing_outcome whole;
            struct weighing_outcome half;

            OK(weighing_set_name(w, "p0", r76_num(o, "P0"), &r76.err));
            OK(weighing_set_name(w, "p15", r76_num(o, "P15"), &r76.err));
            OK(weighing_set_name(w, "p30", r76_num(o, "P30"), &r76.err));
            whole = output(w, "creep", 0);
            half = output(w, "creep", 1);
            r76_same("d30_0", whole.value, r76_num(o, "d30_0"));
            r76_same("d30_15", half.value, r76_num(o, "d30_15"));
            r76_same_verdict(o, "verdict",
                             whole.pass == PASS_YES && half.pass == PASS_YES
                                 ? "PASS"
                                 : "FOUR_HOUR_TEST_NEEDED");
            continue;
        }
        OK(weighing_set_name(w, "p_before", r76_num(o, "P_before"), &r76.err));
        OK(weighing_set_name(w, "p_after", r76_num(o, "P_after"), &r76.err));
        r76_same("deviation", output(w, "zero_return", 0).value, r76_num(o, "deviation"));
        r76_same_verdict(o, "verdict", r76_verdict(output(w, "zero_return", 0).pass));
    }
    assert_int_equal(n, 4);
}

/* ---- whole verifications ---- */

static bool check_run(struct weighing *w, const struct json *list, struct dec e0)
{
    bool good = true;

    for (const struct json *o = list->first; o; o = o->next) {
        struct weighing_outcome got = r76_point(w, "weighing", r76_num(o, "L"),
                                                r76_num(o, "I"), r76_num(o, "dL"), e0);

        r76_same("P", got.p, r76_num(o, "P"));
        r76_same("E", got.error, r76_num(o, "E"));
        r76_same("Ec", got.value, r76_num(o, "Ec"));
        r76_same("mpe", got.limit, r76_num(o, "mpe"));
        r76_same_verdict(o, "verdict", r76_verdict(got.pass));
        good = good && got.pass == PASS_YES;
    }
    return good;
}

/* Items that fail, in the order of the case. */
static void check_overall(const struct json *o)
{
    const struct json *items = json_member(o, "items");
    const struct json *failed = json_member(o, "failed_items")->first;
    bool in_service = str_equal(json_str(o, "stage", ""), "in_service");
    const char *overall = "PASS";
    const char *paper;

    for (const struct json *i = items->first; i; i = i->next) {
        if (text_is(i->text, "FAIL")) {
            assert_non_null(failed);
            assert_true(text_equal(failed->text, i->key));
            failed = failed->next;
            overall = "FAIL";
        }
        if (text_is(i->text, "INCOMPLETE"))
            overall = "INCOMPLETE";
    }
    assert_null(failed);
    r76_same_verdict(o, "overall", overall);
    paper = word_paper(in_service                   ? PAPER_INSPECTION
                       : str_equal(overall, "PASS") ? PAPER_CERTIFICATE
                                                    : PAPER_NOTICE);
    if (str_equal(overall, "INCOMPLETE"))
        paper = "none until complete";
    assert_true(text_starts(text_of(json_str(o, "document", "")), text_of(paper)));
}

static void whole_verifications(void **state)
{
    size_t n = 0;

    (void)state;
    EACH(o, r76_rows(r76.rows, "whole_verification"))
    {
        const struct json *body = json_member(o, "instrument");
        const struct json *items = json_member(o, "items");
        const struct json *zero = json_member(o, "zero");
        const struct json *tare = json_member(o, "tare");
        struct weighing_instrument ins = r76_instrument(body);
        struct weighing_outcome z;
        struct weighing_outcome t;
        struct weighing *w;
        bool good;

        ins.max = r76_num(body, "Max");
        ins.min = r76_num(body, "Min");
        assert_int_equal(json_int(json_member(body, "supports"), &ins.supports), QH_OK);
        w = r76_opened(&ins, json_str(o, "stage", ""));
        z = r76_point(w, "zero", r76_num(zero, "L"), r76_num(zero, "I"),
                      r76_num(zero, "dL"), dec_int(0));
        t = r76_point(w, "tare", r76_num(tare, "L"), r76_num(tare, "I"),
                      r76_num(tare, "dL"), dec_int(0));
        r76_same("E0", z.error, r76_num(zero, "E0"));
        r76_same_verdict(items, "zero_accuracy", r76_verdict(z.pass));
        r76_same_verdict(items, "tare_accuracy", r76_verdict(t.pass));
        good = check_run(w, r76_rows(o, "up"), z.error);
        good = check_run(w, r76_rows(o, "down"), z.error) && good;
        r76_same_verdict(items, "weighing", good ? "PASS" : "FAIL");
        r76_same_verdict(
            items, "eccentricity",
            r76_check_positions(json_member(o, "eccentricity"), ins.supports));
        r76_same_verdict(items, "repeatability",
                         r76_check_repeatability(json_member(o, "repeatability"),
                                                 json_str(o, "stage", "")));
        assert_string_equal(json_str(json_member(o, "visual"), "all", ""), "pass");
        check_overall(o);
        n++;
    }
    assert_int_equal(n, 5);
}

/* ---- balances: direct reading ---- */

static const char *balance_positions(struct weighing *w, const struct json *o)
{
    const struct json *want = json_member(o, "errors")->first;
    bool good = true;

    for (const struct json *r = r76_rows(o, "readings")->first; r; r = r->next) {
        struct weighing_outcome got;
        struct dec shown = {0};
        struct dec error = {0};

        assert_int_equal(json_dec(r, &shown), QH_OK);
        assert_int_equal(json_dec(want, &error), QH_OK);
        got =
            r76_point(w, "eccentricity", r76_num(o, "L"), shown, dec_int(0), dec_int(0));
        r76_same("error", got.value, error);
        r76_same("mpe", got.limit, r76_num(o, "mpe"));
        good = good && got.pass == PASS_YES;
        want = want->next;
    }
    return good ? "PASS" : "FAIL";
}

static const char *balance_repeatability(struct weighing *w, const struct json *o)
{
    const struct rule_test *t = r76_test_named("repeatability");
    struct weighing_outcome got = {0};
    struct dec p[16];
    size_t n = 0;

    for (const struct json *r = r76_rows(o, "readings")->first; r; r = r->next, n++) {
        struct dec shown = {0};

        assert_int_equal(json_dec(r, &shown), QH_OK);
        OK(weighing_p(w, t, shown, dec_int(0), &p[n], &r76.err));
        r76_same("P", p[n], shown);
    }
    OK(weighing_spread(w, t, &(struct weighing_series){p, n, r76_num(o, "L")}, &got,
                       &r76.err));
    r76_same("spread", got.value, r76_num(o, "spread"));
    r76_same("mpe", got.limit, r76_num(o, "mpe"));
    return r76_verdict(got.pass);
}

static void balances_read_directly(void **state)
{
    size_t n = 0;

    (void)state;
    EACH(o, r76_rows(r76.balances, "cases"))
    {
        const struct json *items = json_member(o, "items");
        struct weighing_instrument ins = r76_instrument(o);
        const char *overall = "PASS";
        struct weighing *w;
        bool good = true;

        ins.max = r76_num(o, "Max");
        ins.d = r76_num(o, "d");
        w = r76_opened(&ins, json_str(o, "stage", ""));
        assert_int_equal(dec_sign(w->half), 0);
        for (const struct json *r = r76_rows(o, "linearity")->first; r;
             r = r->next, n++) {
            struct weighing_outcome got = r76_point(
                w, "weighing", r76_num(r, "L"), r76_num(r, "I"), dec_int(0), dec_int(0));

            r76_same("E", got.value, r76_num(r, "E"));
            r76_same("mpe", got.limit, r76_num(r, "mpe"));
            r76_same_verdict(r, "verdict", r76_verdict(got.pass));
            good = good && got.pass == PASS_YES;
        }
        r76_same_verdict(items, "indication_error", good ? "PASS" : "FAIL");
        r76_same_verdict(items, "repeatability",
                         balance_repeatability(w, json_member(o, "repeatability")));
        r76_same_verdict(items, "eccentricity",
                         balance_positions(w, json_member(o, "eccentricity")));
        for (const struct json *i = items->first; i; i = i->next)
            if (!text_is(i->text, "PASS"))
                overall = "FAIL";
        r76_same_verdict(o, "overall", overall);
    }
    assert_int_equal(n, 7 + 7 + 7 + 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(substitution),           cmocka_unit_test(adequacy_of_weights),
        cmocka_unit_test(reach_of_classes),       cmocka_unit_test(classification),
        cmocka_unit_test(net_weighing),           cmocka_unit_test(multi_interval),
        cmocka_unit_test(time_dependence),        cmocka_unit_test(whole_verifications),
        cmocka_unit_test(balances_read_directly),
    };

    return cmocka_run_group_tests(tests, r76_set_up, r76_tear_down);
}
