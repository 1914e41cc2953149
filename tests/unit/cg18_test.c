/* Every row of tests/vectors/cg18.json, by the budget template of the weighbridge
 * edition: the template is data, and what it comes to is the model of EURAMET cg-18. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "rule/budget.h"
#include "rule/budget_template.h"
#include "rule/reckon.h"
#include "rule/stat.h"

enum { FILE_MAX = 1 << 20, READINGS_MAX = 10 };

static struct frame {
    struct arena arena;
    struct regulation *reg;
    struct json *vectors;
    struct scope scope;
    struct qh_error err;
    const char *row;
} f;

static void ok(qh_status rc)
{
    if (rc)
        fail_msg("%s: %s %s %s", f.row, f.err.key, f.err.field, f.err.detail);
}

static int set_up(void **state)
{
    struct text t = {0};

    (void)state;
    arena_init(&f.arena, 0);
    f.row = "files";
    ok(file_read(&f.arena, "data/regulations/jjg-539-2016.json", FILE_MAX, &t, &f.err));
    ok(regulation_load_text(&f.arena, t, &f.reg, &f.err));
    ok(file_read(&f.arena, "tests/vectors/cg18.json", FILE_MAX, &t, &f.err));
    ok(json_parse(&f.arena, t, &f.vectors, &f.err));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_done(&f.arena);
    return 0;
}

/* ---- values ---- */

static struct dec num(const struct json *o, const char *name)
{
    struct dec v = {0};

    if (value_number(json_member(o, name), &v, NULL))
        fail_msg("%s: no number %s", f.row, name);
    return v;
}

static void set(const char *name, struct dec v)
{
    int32_t slot = names_find(&f.reg->names, text_of(name));

    if (slot < 0)
        fail_msg("%s is no name of the edition", name);
    scope_set(&f.scope, (uint32_t)slot, v);
}

static void set_int(const char *name, int64_t v)
{
    set(name, dec_int(v));
}

/* Everything that a case leaves out. */
static void begin(const char *row)
{
    static const char *const ZERO[] = {"certified",  "cert_u",   "adjusted", "air_known",
                                       "convection", "ecc_diff", "stages",   "sub_i2",
                                       "cmc_rel",    "cmc_abs",  "tol",      "m_n"};

    f.row = row;
    scope_init(&f.scope, &f.arena, &f.reg->names, f.reg->base);
    for (size_t i = 0; i < LEN(ZERO); i++)
        set_int(ZERO[i], 0);
    set_int("ecc_load", 1);
    set_int("cert_k", 2);
    set_int("n_rep", 5);
}

static void set_readings(const struct json *common, const char *name)
{
    struct dec *x = NULL;
    struct dec sd = {0};
    size_t n = 0;

    ok(value_numbers(&f.arena, json_member(common, name), &x, &n, &f.err));
    ok(stat_compute(&f.arena, STAT_SD, x, n, &sd, &f.err));
    set("s_rep", sd);
    set_int("n_rep", (int64_t)n);
}

static void set_eccentricity(const struct json *common)
{
    set("ecc_load", num(common, "eccentricity_load"));
    set("ecc_diff", num(common, "eccentricity_max_difference"));
}

/* Within 1e-6 of the vector, which has 10 digits. */
static void near(const char *what, struct dec got, const struct json *want)
{
    struct dec v = {0};
    struct dec off = {0};
    struct dec room = {0};

    if (!want || value_number(want, &v, &f.err))
        fail_msg("%s: no %s: %s", f.row, what, f.err.detail);
    assert_int_equal(dec_sub(got, v, &off), QH_OK);
    assert_int_equal(dec_mul(dec_abs(v), dec_scaled(1, -6), &room), QH_OK);
    if (dec_compare(dec_abs(off), room) > 0)
        fail_msg("%s %s: %s, not %s", f.row, what, dec_text_short(&f.arena, got),
                 dec_text_short(&f.arena, v));
}

/* Contribution of a source, 0 if it does not apply. */
static struct dec part(const struct budget *b, const char *id)
{
    for (size_t i = 0; i < b->lines_n; i++)
        if (str_equal(b->lines[i].source->id, id))
            return b->lines[i].part.contribution;
    return dec_int(0);
}

/* Root of the sum of squares of some sources. */
static struct dec together(const struct budget *b, const char *const *ids, size_t n)
{
    struct dec sum = dec_int(0);
    qh_status rc = QH_OK;

    for (size_t i = 0; i < n; i++)
        sum = reckon_add(&rc, sum, reckon_square(&rc, part(b, ids[i])));
    sum = reckon_sqrt(&rc, sum);
    assert_int_equal(rc, QH_OK);
    return sum;
}

static struct budget *work_out(struct dec value, bool continuous)
{
    struct budget_template t = *budget_template_at(f.reg, 0);
    struct budget_frame frame = {.arena = &f.arena,
                                 .reg = f.reg,
                                 .scope = &f.scope,
                                 .value = value,
                                 .err = &f.err};
    struct budget *b = NULL;

    t.coverage.continuous = continuous;
    ok(budget_of_template(&frame, &t, &b));
    return b;
}

/* ---- points ---- */

static const char *const READING[] = {"zero", "load", "repeatability", "eccentricity"};
static const char *const WEIGHTS[] = {"nominal", "certificate"};
static const char *const BUOYANCY[] = {"buoyancy", "buoyancy_fresh", "buoyancy_span"};
static const char *const DRIFT[] = {"drift", "drift_nominal"};
static const char *const REFERENCE[] = {"nominal",        "certificate",   "buoyancy",
                                        "buoyancy_fresh", "buoyancy_span", "drift",
                                        "drift_nominal",  "convection"};

static void check_point(const struct json *point)
{
    const struct json *in = json_member(point, "inputs");
    const struct json *want = json_member(point, "expected");
    struct dec reference = num(in, json_member(in, "m_ref") ? "m_ref" : "m_N");
    struct dec error = {0};
    struct budget *b;
    struct dec twice = {0};

    set("m_n", num(in, "m_N"));
    set("shown", num(in, "I"));
    assert_int_equal(dec_sub(num(in, "I"), reference, &error), QH_OK);
    near("E", error, json_member(want, "E"));
    b = work_out(error, true);
    near("u_dig0", part(b, "zero"), json_member(want, "u_dig0"));
    near("u_digL", part(b, "load"), json_member(want, "u_digL"));
    near("u_rep", part(b, "repeatability"), json_member(want, "u_rep"));
    near("u_ecc", part(b, "eccentricity"), json_member(want, "u_ecc"));
    near("u_mc", together(b, WEIGHTS, LEN(WEIGHTS)), json_member(want, "u_mc"));
    near("u_mB", together(b, BUOYANCY, LEN(BUOYANCY)), json_member(want, "u_mB"));
    near("u_mD", together(b, DRIFT, LEN(DRIFT)), json_member(want, "u_mD"));
    near("u_conv", part(b, "convection"), json_member(want, "u_conv"));
    near("u_I", together(b, READING, LEN(READING)), json_member(want, "u_I"));
    near("u_mref", together(b, REFERENCE, LEN(REFERENCE)), json_member(want, "u_mref"));
    near("u_E", b->uc, json_member(want, "u_E"));
    near("nu_eff", b->nu_eff.nu, json_member(want, "nu_eff"));
    near("k", b->factor.k, json_member(want, "k"));
    near("U_E", b->raw, json_member(want, "U_E"));
    assert_int_equal(dec_mul(b->uc, dec_int(2), &twice), QH_OK);
    near("U_E_k2", twice, json_member(want, "U_E_k2"));
    assert_true(dec_compare(b->expanded, b->raw) >= 0);
    b = work_out(error, false);
    near("k_nu_truncated", b->factor.k, json_member(want, "k_nu_truncated"));
}

static size_t check_points(const char *section, size_t least,
                           void (*prepare)(const struct json *common,
                                           const struct json *in))
{
    const struct json *s = json_member(f.vectors, section);
    const struct json *common = json_member(s, "common");
    size_t n = 0;

    for (const struct json *p = json_member(s, "points")->first; p; p = p->next) {
        begin(str_format(&f.arena, "%s[%zu]", section, n++));
        set_eccentricity(common);
        prepare(common, json_member(p, "inputs"));
        check_point(p);
    }
    assert_int_equal(n, least);
    return n;
}

/* Certificate values, not adjusted before. */
static void prepare_h1(const struct json *common, const struct json *in)
{
    set_readings(common, "repeatability_readings");
    set("step0", num(common, "d"));
    set("step", num(common, "d"));
    set_int("certified", 1);
    set("cert_u", num(in, "U_certificate_k2"));
    set("k_drift", num(in, "kD"));
    set("tol", num(in, "mpe_of_weights"));
}

/* Nominal values, adjusted immediately before, two scale intervals. */
static void prepare_h2(const struct json *common, const struct json *in)
{
    set_readings(common, str_equal(json_str(in, "dL", ""), "2") ? "repeatability_10kg"
                                                                : "repeatability_25kg");
    set("step0", num(in, "d0"));
    set("step", num(in, "dL"));
    set_int("adjusted", 1);
    set("tol", num(in, "mpe_of_weights_F2"));
}

/* Nominal values, change-over points, not adjusted before. */
static void prepare_truck(const struct json *common, const struct json *in)
{
    set_readings(common, "repeatability_48t");
    set("step0", num(common, "d_T"));
    set("step", num(common, "d_T"));
    set("tol", num(in, "Tol_sum"));
}

static void h1(void **state)
{
    (void)state;
    (void)check_points("h1_like_five_points", 5, prepare_h1);
}

static void h2(void **state)
{
    (void)state;
    (void)check_points("h2_like_multi_interval_60kg", 5, prepare_h2);
}

static void truck(void **state)
{
    (void)state;
    (void)check_points("truck_scale_60t_all_weights", 4, prepare_truck);
}

/* The published row of Appendix H1 with its printed, rounded figures. */
static void h1_published(void **state)
{
    const struct json *s = json_member(f.vectors, "h1_like_five_points");
    const struct json *p = json_member(s, "points")->first->next->next;
    struct budget *b;

    (void)state;
    begin("H1, 100 g");
    set_eccentricity(json_member(s, "common"));
    prepare_h1(json_member(s, "common"), json_member(p, "inputs"));
    set("m_n", dec_int(100));
    set("shown", num(json_member(p, "inputs"), "I"));
    b = work_out(dec_scaled(7, -4), true);
    assert_string_equal(dec_text(&f.arena, dec_significant(part(b, "buoyancy"), 3)),
                        "0.000889");
    assert_string_equal(dec_text(&f.arena, dec_significant(part(b, "drift"), 2)),
                        "0.000036");
    assert_string_equal(dec_text(&f.arena, dec_significant(b->uc, 3)), "0.000900");
    assert_string_equal(dec_text(&f.arena, dec_significant(b->factor.k, 3)), "2.00");
    assert_string_equal(dec_text(&f.arena, dec_significant(b->raw, 3)), "0.00180");
    assert_string_equal(dec_text(&f.arena, b->expanded), "0.0019");
    assert_string_equal(dec_text(&f.arena, b->rounded), "0.0007");
}

/* u2(L_n) = n^2 u2(m_c1) + 2 sum u2(I_j), without eccentricity and with it left out. */
static void substitution(void **state)
{
    static const char *const LOAD[] = {"nominal", "substitution"};
    const struct json *s = json_member(f.vectors, "substitution_loads");
    const struct json *truck = json_member(f.vectors, "truck_scale_60t_all_weights");
    size_t rows = 0;

    (void)state;
    for (const struct json *c = json_member(s, "cases")->first; c; c = c->next, rows++) {
        int64_t n = (int64_t)num(c, "n").coef;
        struct dec sum = {0};
        struct dec s2 = {0};
        struct budget *b;
        qh_status rc = QH_OK;

        begin(str_format(&f.arena, "substitution_loads[%zu]", rows));
        set_readings(json_member(truck, "common"), "repeatability_48t");
        set("step0", num(json_member(s, "common"), "d_T"));
        set("step", num(json_member(s, "common"), "d_T"));
        set_int("tol", n);
        set("m_n", num(c, "load"));
        set("shown", num(c, "load"));
        set_int("stages", n - 1);
        b = work_out(dec_int(0), true);
        sum = reckon_square(&rc, together(b, LOAD, LEN(LOAD)));
        /* The repeatability of the comparisons stands with that of the reading. */
        s2 = reckon_square(&rc, part(b, "repeatability"));
        s2 = reckon_quot(&rc, s2, dec_int(2 * n - 1));
        s2 = reckon_mul(&rc, s2, dec_int(2 * n - 2));
        sum = reckon_sqrt(&rc, reckon_add(&rc, sum, s2));
        assert_int_equal(rc, QH_OK);
        near("u_load", sum, json_member(c, "u_load"));
    }
    assert_int_equal(rows, 3);
}

static void masscor(void **state)
{
    const struct json *s = json_member(f.vectors, "reading_uncertainty_masscor");
    const struct json *in = json_member(s, "inputs");
    const struct json *want = json_member(s, "expected");
    struct budget *b;
    struct dec u;
    struct dec square = {0};

    (void)state;
    begin("masscor");
    set_eccentricity(in);
    set("step0", num(in, "d"));
    set("step", num(in, "d"));
    set("s_rep", num(in, "s"));
    set("shown", num(in, "reading"));
    b = work_out(dec_int(0), true);
    u = together(b, READING, LEN(READING));
    near("u", u, json_member(want, "u"));
    assert_int_equal(dec_mul(u, u, &square), QH_OK);
    near("u_squared", square, json_member(want, "u_squared"));
}

/* exp() of the expression language is what air density needs. */
static void air_density(void **state)
{
    const char *formula = "(0.34848*p - 0.009*r*exp(0.061*x))/(273.15 + x)";
    const struct json *s = json_member(f.vectors, "air_density_simple");
    struct expr *e = NULL;
    size_t rows = 0;

    (void)state;
    begin("air density");
    ok(expr_compile(&f.arena, &f.reg->names, text_of(formula), &e, &f.err));
    for (const struct json *c = json_member(s, "cases")->first; c; c = c->next, rows++) {
        struct dec v = {0};

        set("p", num(c, "p"));
        set("r", num(c, "h"));
        set("x", num(c, "t"));
        ok(expr_eval(e, &f.scope, &v, &f.err));
        near("rho", v, json_member(c, "rho"));
    }
    assert_int_equal(rows, 4);
}

/* Not below what the laboratory may claim; variants without a vector. */
static void cmc_and_variants(void **state)
{
    struct budget *b;

    (void)state;
    begin("cmc");
    set("s_rep", dec_scaled(1, -1));
    set_int("step0", 2);
    set_int("step", 2);
    set_int("m_n", 10000);
    set_int("shown", 10000);
    set("cmc_rel", dec_scaled(5, -4));
    b = work_out(dec_scaled(26, -1), false);
    assert_true(b->cmc_applies);
    assert_string_equal(dec_text(&f.arena, b->expanded), "5.0");
    assert_string_equal(dec_text(&f.arena, b->rounded), "2.6");
    set("cmc_rel", dec_scaled(1, -6));
    b = work_out(dec_scaled(26, -1), false);
    assert_false(b->cmc_applies);
    /* 7.1.2-5e with 4 K: sqrt(1.07E-4 + 1.33E-6*16) * 1.2/8000 * 10000 = 0.0169891 */
    set_int("air_known", 1);
    set_int("air_span", 4);
    set_int("convection", 3);
    b = work_out(dec_int(0), false);
    assert_string_equal(dec_text(&f.arena, dec_significant(part(b, "buoyancy_span"), 6)),
                        "0.0169891");
    assert_int_equal(dec_sign(part(b, "buoyancy")), 0);
    assert_string_equal(dec_text(&f.arena, dec_significant(part(b, "convection"), 6)),
                        "1.73205");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(h1),           cmocka_unit_test(h1_published),
        cmocka_unit_test(h2),           cmocka_unit_test(truck),
        cmocka_unit_test(substitution), cmocka_unit_test(masscor),
        cmocka_unit_test(air_density),  cmocka_unit_test(cmc_and_variants),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
