/* Rows of tests/vectors/r76.json on single readings, through rule/weighing by the rules
 * of data/reference/oiml-r76-2006.json.  Each section counts its rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "r76_rows.h"

static void limits_by_class_and_load(void **state)
{
    size_t n = 0;

    (void)state;
    EACH(o, r76_rows(r76.rows, "mpe"))
    {
        struct weighing *w = r76_of_row(o);
        struct dec mpe = {0};

        OK(weighing_mpe(w, r76_num(o, "load"), &mpe, &r76.err));
        r76_same("mpe", mpe, r76_num(o, "mpe"));
        r76_same("m e", r76_times(r76_num(o, "m"), r76_num(o, "e")), r76_num(o, "load"));
        n++;
    }
    assert_int_equal(n, 150);
}

static void check_error(const struct json *o)
{
    struct weighing *w = r76_of_row(o);
    struct weighing_outcome got =
        r76_point(w, "weighing", r76_num(o, "L"), r76_num(o, "I"), r76_num(o, "dL"),
                  r76_num(o, "E0"));

    if (json_member(o, "P"))
        r76_same("P", got.p, r76_num(o, "P"));
    if (json_member(o, "E"))
        r76_same("E", got.error, r76_num(o, "E"));
    r76_same("Ec", got.value, r76_num(o, "Ec"));
    r76_same("mpe", got.limit, r76_num(o, "mpe"));
    r76_same_verdict(o, "verdict", r76_verdict(got.pass));
}

static void errors_before_rounding(void **state)
{
    size_t n = 0;

    (void)state;
    EACH(o, r76_rows(r76.rows, "error"))
    {
        check_error(o);
        n++;
    }
    assert_int_equal(n, 24);
}

static void traps_of_binary_numbers(void **state)
{
    const struct json *traps = json_member(r76.rows, "float_traps");
    size_t n = 0;

    (void)state;
    EACH(o, r76_rows(traps, "equal_to_mpe"))
    {
        check_error(o);
        n++;
    }
    EACH(o, r76_rows(traps, "thresholds"))
    {
        struct weighing *w = r76_of_row(o);
        struct dec spread = r76_minus(r76_num(o, "Emax"), r76_num(o, "Emin"));
        bool fifth = strstr(json_str(o, "what", ""), "0.2e") != NULL;
        struct dec parts = {0};

        r76_same("spread", spread, r76_num(o, "spread"));
        OK(weighing_least_standards(w, spread, &parts, &r76.err));
        r76_same("parts", parts, dec_int(fifth ? 5 : 3));
        assert_true(json_is_true(json_member(o, "met")));
        n++;
    }
    EACH(o, r76_rows(traps, "band_edges"))
    {
        struct weighing *w = r76_of_row(o);
        struct dec load = {0};
        struct dec mpe = {0};

        for (const struct json *v = json_member(o, "weights")->first; v; v = v->next) {
            struct dec one = {0};

            assert_int_equal(json_dec(v, &one), QH_OK);
            assert_int_equal(dec_add(load, one, &load), QH_OK);
        }
        r76_same("load", load, r76_num(o, "load"));
        r76_same("m e", r76_times(r76_num(o, "m"), r76_num(o, "e")), load);
        OK(weighing_mpe(w, load, &mpe, &r76.err));
        r76_same("mpe", mpe, r76_num(o, "mpe"));
        n++;
    }
    assert_int_equal(n, 15 + 7 + 9);
}

static void eccentricity_loads(void **state)
{
    size_t n = 0;

    (void)state;
    EACH(o, r76_rows(r76.rows, "eccentricity_load"))
    {
        const struct json *e = json_member(o, "e");
        bool has_e = e && e->kind != JSON_NULL;
        struct weighing_instrument ins = {.class_name = "III",
                                          .max = r76_num(o, "Max"),
                                          .tare_max = r76_num(o, "T_additive"),
                                          .e = has_e ? r76_num(o, "e") : dec_int(1)};
        struct weighing *w;
        struct dec whole = {0};
        struct dec parts = {0};
        struct dec v = {0};

        ins.d = ins.e;
        assert_int_equal(json_int(json_member(o, "supports"), &ins.supports), QH_OK);
        assert_true(weighing_unit(json_str(o, "unit", ""), &ins.unit));
        w = r76_opened(&ins, "initial");
        OK(weighing_eccentricity_parts(
            w, str_equal(json_str(o, "kind", ""), "minimal_off_centre"), &parts,
            &r76.err));
        assert_int_equal(dec_add(ins.max, ins.tare_max, &whole), QH_OK);
        r76_same_ratio(o, "nominal_load", whole, parts);
        assert_int_equal(dec_div(whole, parts, 3, DEC_HALF_EVEN, &v), QH_OK);
        r76_same("3 decimals", v, r76_num(o, "nominal_load_3dp"));
        n++;
        if (!has_e)
            continue;
        OK(weighing_multiple_below(w, parts, &v, &r76.err));
        r76_same("below", v, r76_num(o, "multiple_of_e_below"));
        if (dec_compare(r76_times(v, parts), whole))
            assert_int_equal(dec_add(v, ins.e, &v), QH_OK);
        r76_same("above", v, r76_num(o, "multiple_of_e_above"));
        assert_int_equal(dec_quot(whole, parts, &v), QH_OK);
        OK(weighing_mpe(w, v, &v, &r76.err));
        r76_same("mpe", v, r76_num(o, "mpe_class_III_at_nominal"));
    }
    assert_int_equal(n, 14);
}

static void eccentricity_positions(void **state)
{
    size_t n = 0;

    (void)state;
    EACH(o, r76_rows(r76.rows, "eccentricity"))
    {
        r76_same_verdict(o, "verdict", r76_check_positions(o, 0));
        n++;
    }
    assert_int_equal(n, 6);
}

static void repeatability(void **state)
{
    const struct json *section = json_member(r76.rows, "repeatability");
    size_t n = 0;

    (void)state;
    EACH(o, r76_rows(section, "counts_required"))
    {
        const char *max = json_str(o, "Max", "");
        struct weighing_instrument ins = {.class_name = "III",
                                          .max = dec_int(*max == '<' ? 999 : 1000),
                                          .e = dec_int(1),
                                          .d = dec_int(1)};
        int64_t want = 0;
        int64_t got = 0;

        r76.row_id = "counts_required";
        assert_int_equal(json_int(json_member(o, "weighings_per_series"), &want), QH_OK);
        OK(weighing_placements(r76_opened(&ins, "initial"), json_str(o, "stage", ""),
                               &got, &r76.err));
        assert_int_equal(got, want);
        n++;
    }
    EACH(o, r76_rows(section, "cases"))
    {
        r76_same_verdict(o, "verdict", r76_check_repeatability(o, "initial"));
        n++;
    }
    assert_int_equal(n, 3 + 5);
}

static void discrimination(void **state)
{
    const struct rule_test *t = r76_test_named("discrimination");
    size_t n = 0;

    (void)state;
    EACH(o, r76_rows(json_member(r76.rows, "discrimination"), "cases"))
    {
        struct weighing_instrument ins = {.class_name = "III",
                                          .max = dec_scaled(1, 12),
                                          .e = r76_num(o, "d"),
                                          .d = r76_num(o, "d")};
        struct weighing_outcome got = {0};
        struct weighing *w;
        bool applies;

        assert_true(weighing_unit(json_str(o, "unit", ""), &ins.unit));
        w = r76_opened(&ins, "initial");
        OK(weighing_applies(w, t, &applies, &r76.err));
        n++;
        if (!applies) {
            r76_same_verdict(o, "verdict", "NOT_APPLICABLE");
            continue;
        }
        r76_same("I - d", r76_minus(r76_num(o, "I_before"), ins.d),
                 r76_num(o, "I_after_removal"));
        r76_same("1.4 d", r76_times(ins.d, dec_scaled(14, -1)), r76_num(o, "extra_load"));
        OK(weighing_discrimination(w, t, r76_num(o, "I_before"), r76_num(o, "I_after"),
                                   &got, &r76.err));
        r76_same_verdict(o, "verdict", r76_verdict(got.pass));
    }
    assert_int_equal(n, 4);
}

static void zero_and_tare(void **state)
{
    size_t n = 0;

    (void)state;
    EACH(o, r76_rows(json_member(r76.rows, "zero_or_tare_accuracy"), "cases"))
    {
        static const char *const TESTS[] = {"zero", "tare"};

        for (size_t i = 0; i < LEN(TESTS); i++) {
            struct weighing_outcome got =
                r76_point(r76_of_row(o), TESTS[i], r76_num(o, "L"), r76_num(o, "I"),
                          r76_num(o, "dL"), dec_int(0));

            r76_same("E0", got.error, r76_num(o, "E0"));
            r76_same("limit", got.limit, r76_num(o, "limit"));
            r76_same_verdict(o, "verdict", r76_verdict(got.pass));
        }
        n++;
    }
    assert_int_equal(n, 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_by_class_and_load),
        cmocka_unit_test(errors_before_rounding),
        cmocka_unit_test(traps_of_binary_numbers),
        cmocka_unit_test(eccentricity_loads),
        cmocka_unit_test(eccentricity_positions),
        cmocka_unit_test(repeatability),
        cmocka_unit_test(discrimination),
        cmocka_unit_test(zero_and_tare),
    };

    return cmocka_run_group_tests(tests, r76_set_up, r76_tear_down);
}
