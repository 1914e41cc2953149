#include "rule/general.h"

#include "rule/results.h"
#include "rule/weighbridge_input.h"

const char *const GENERAL_SLOT_NAMES[GENERAL_SLOTS] = {
    "stage",     "svc",         "std_mpe",  "std_u",  "std_k",
    "std_class", "std_nominal", "std_from", "std_to",
};

QH_MUST static qh_status load_vars(const struct compile *c, struct general *g)
{
    const struct json *list = json_member(c->reg->doc, "instrument_vars");
    size_t n = 0;
    qh_status rc = QH_OK;

    if (list && list->kind != JSON_ARRAY)
        return compile_fail(c, "instrument_vars", "a list is due");
    g->vars = ARENA_ARRAY(c->arena, list ? list->count : 0, struct general_var);
    for (const struct json *v = list ? list->first : NULL; v && !rc; v = v->next, n++) {
        const char *path = str_format(c->arena, "instrument_vars[%zu]", n);

        rc = compile_count(c, v, path, "above", &g->vars[n].above);
        if (!rc)
            rc = compile_count(c, v, path, "least", &g->vars[n].least);
        if (!rc)
            rc = compile_count(c, v, path, "most", &g->vars[n].most);
    }
    return rc;
}

/* "kinds": kinds of verification; all if absent. */
QH_MUST static qh_status load_kinds(const struct compile *c, const struct json *o,
                                    const char *path, unsigned *out)
{
    const struct json *list = json_member(o, "kinds");

    *out = list ? 0 : ~0u;
    for (const struct json *v = list ? list->first : NULL; v; v = v->next) {
        unsigned k = 0;

        while (WEIGHBRIDGE_KINDS[k] && !text_is(v->text, WEIGHBRIDGE_KINDS[k]))
            k++;
        if (!WEIGHBRIDGE_KINDS[k])
            return compile_fail(c, str_format(c->arena, "%s.kinds", path),
                                "no such kind of verification");
        *out |= 1u << k;
    }
    return QH_OK;
}

QH_MUST static qh_status load_when(const struct compile *c, const struct json *o,
                                   const char *path, const struct json **out)
{
    const struct json *when = json_member(o, "when");
    const char *at = str_format(c->arena, "%s.when", path);

    if (when && when->kind != JSON_OBJECT)
        return compile_fail(c, at, "an object of names and lists of texts is due");
    for (const struct json *m = when ? when->first : NULL; m; m = m->next) {
        if (names_find(&c->reg->names, m->key) < 0)
            return compile_fail(c, str_format(c->arena, "%s.%s", at, m->key.p),
                                "no such name");
        if (m->kind != JSON_ARRAY || !m->count)
            return compile_fail(c, str_format(c->arena, "%s.%s", at, m->key.p),
                                "a list of texts is due");
    }
    *out = when;
    return QH_OK;
}

/* Where an input of a formula comes from, if not from a reading. */
QH_MUST static qh_status load_of(const struct compile *c, const struct json *o,
                                 const char *path, struct general_ask *out)
{
    const struct json *of = json_member(o, "of");

    if (!of)
        return QH_OK;
    out->of_test = json_str(of, "test", "");
    out->of_value = json_str(of, "take", "raw");
    out->of_output = json_str(of, "output", NULL);
    if (!regulation_test(c->reg, out->of_test))
        return compile_fail(c, str_format(c->arena, "%s.of.test", path),
                            "no test of that id");
    if (!str_equal(out->of_value, "raw") && !str_equal(out->of_value, "value") &&
        !str_equal(out->of_value, "result"))
        return compile_fail(c, str_format(c->arena, "%s.of.take", path),
                            "raw, value or result");
    return QH_OK;
}

QH_MUST static qh_status load_ask(const struct compile *c, const struct json *o,
                                  const char *path, struct general_ask *out)
{
    const struct json *fallback = json_member(o, "default");
    qh_status rc;

    out->id = json_str(o, "id", "");
    out->zh = json_str(o, "zh", "");
    out->en = json_str(o, "en", "");
    out->unit = json_str(o, "unit", "");
    out->optional = json_str(o, "required", NULL) == NULL && json_member(o, "required") &&
                    !json_is_true(json_member(o, "required"));
    if (fallback && (fallback->kind == JSON_STRING || fallback->kind == JSON_NUMBER))
        out->fallback = fallback->text.p;
    rc = compile_name(c, o, path, "id", &out->slot);
    if (!rc)
        rc = compile_expr(c, o, path, "resolution", &out->resolution);
    if (!rc)
        rc = compile_count(c, o, path, "count", &out->count);
    if (!rc)
        rc = load_kinds(c, o, path, &out->kinds);
    if (!rc)
        rc = load_when(c, o, path, &out->when);
    return rc ? rc : load_of(c, o, path, out);
}

QH_MUST static qh_status load_asks(const struct compile *c, const struct json *list,
                                   const char *path, struct general_asks *out)
{
    qh_status rc;

    if (!list)
        return QH_OK;
    if (list->kind != JSON_ARRAY || list->count > GENERAL_ASKS_MAX)
        return compile_fail(c, path, "a list of at most 20 quantities is due");
    out->at = ARENA_ARRAY(c->arena, list->count, struct general_ask);
    for (const struct json *o = list->first; o; o = o->next) {
        rc = load_ask(c, o, str_format(c->arena, "%s[%zu]", path, out->n),
                      &out->at[out->n]);
        if (rc)
            return rc;
        out->n++;
    }
    return QH_OK;
}

QH_MUST static qh_status load_condition(const struct compile *c, const struct json *o,
                                        const char *path, struct general_condition *out)
{
    const struct json *change = json_member(o, "change");
    const char *gate = json_str(o, "gate", "");
    qh_status rc = load_ask(c, o, path, &out->ask);

    if (rc)
        return rc;
    out->clause = json_str(o, "clause", "");
    out->blocks = str_equal(gate, "block");
    if (!out->blocks && !str_equal(gate, "warn"))
        return compile_fail(c, str_format(c->arena, "%s.gate", path), "block or warn");
    rc = compile_expr(c, o, path, "min", &out->min);
    if (!rc)
        rc = compile_expr(c, o, path, "max", &out->max);
    if (!rc && change)
        rc = compile_expr(c, change, str_format(c->arena, "%s.change", path), "max",
                          &out->change);
    out->per_hour = json_is_true(json_member(change, "per_hour"));
    return rc;
}

QH_MUST static qh_status load_conditions(const struct compile *c, struct general *g)
{
    const struct json *list = json_member(c->reg->doc, "conditions");
    qh_status rc;

    if (list && (list->kind != JSON_ARRAY || list->count > GENERAL_ASKS_MAX))
        return compile_fail(c, "conditions", "a list of at most 20 conditions is due");
    g->conditions =
        ARENA_ARRAY(c->arena, list ? list->count : 0, struct general_condition);
    for (const struct json *o = list ? list->first : NULL; o; o = o->next) {
        rc =
            load_condition(c, o, str_format(c->arena, "conditions[%zu]", g->conditions_n),
                           &g->conditions[g->conditions_n]);
        if (rc)
            return rc;
        g->conditions_n++;
    }
    return QH_OK;
}

QH_MUST static qh_status load_standard(const struct compile *c, const struct json *o,
                                       const char *path, struct general_standard *out)
{
    const struct json *range = json_member(o, "range");
    qh_status rc;

    out->id = json_str(o, "id", "");
    out->kind = json_str(o, "kind", out->id);
    out->zh = json_str(o, "zh", "");
    out->en = json_str(o, "en", "");
    out->clause = json_str(o, "clause", "");
    out->required = json_is_true(json_member(o, "required"));
    if (!*out->id)
        return compile_fail(c, path, "a standard needs an id");
    rc = load_kinds(c, o, path, &out->kinds);
    if (!rc)
        rc = load_when(c, o, path, &out->when);
    if (!rc)
        rc = limit_compile(&c->reg->limits, json_member(o, "limit"),
                           str_format(c->arena, "%s.limit", path), &out->limit, c->err);
    if (!rc && range)
        rc = compile_expr(c, range, str_format(c->arena, "%s.range", path), "from",
                          &out->from);
    if (!rc && range)
        rc = compile_expr(c, range, str_format(c->arena, "%s.range", path), "to",
                          &out->to);
    return rc;
}

QH_MUST static qh_status load_standards(const struct compile *c, struct general *g)
{
    const struct json *list = json_member(c->reg->doc, "standards");
    qh_status rc;

    if (list && list->kind != JSON_ARRAY)
        return compile_fail(c, "standards", "a list is due");
    g->standards = ARENA_ARRAY(c->arena, list ? list->count : 0, struct general_standard);
    for (const struct json *o = list ? list->first : NULL; o; o = o->next) {
        rc = load_standard(c, o, str_format(c->arena, "standards[%zu]", g->standards_n),
                           &g->standards[g->standards_n]);
        if (rc)
            return rc;
        g->standards_n++;
    }
    return QH_OK;
}

QH_MUST static qh_status load_from(const struct compile *c, const struct json *o,
                                   const char *path, struct general_from *out)
{
    const struct json *from = json_member(o, "from");
    const struct json *take = json_member(from, "take");

    if (!from)
        return QH_OK;
    out->test = json_str(from, "test", "");
    out->by = json_str(from, "by", "p");
    if (!regulation_test(c->reg, out->test) ||
        str_equal(out->test, json_str(o, "id", "")))
        return compile_fail(c, str_format(c->arena, "%s.from.test", path),
                            "the id of another test is due");
    if (take && (take->kind != JSON_ARRAY || take->count > LEN(out->take)))
        return compile_fail(c, str_format(c->arena, "%s.from.take", path),
                            "a list of one or two readings is due");
    for (const struct json *v = take ? take->first : NULL; v; v = v->next)
        out->take[out->take_n++] = v->text.p ? v->text.p : "";
    return QH_OK;
}

/* "readings": COUNT, or {"least": COUNT, "usual": COUNT}. */
QH_MUST static qh_status load_readings(const struct compile *c, const struct json *o,
                                       const char *path, struct general_test *out)
{
    const struct json *r = json_member(o, "readings");
    const char *at = str_format(c->arena, "%s.readings", path);
    qh_status rc;

    if (!r || r->kind != JSON_OBJECT || !json_member(r, "usual")) {
        rc = compile_count(c, o, path, "readings", &out->readings);
        out->readings_least = out->readings;
        return rc;
    }
    rc = compile_count(c, r, at, "usual", &out->readings);
    if (!rc)
        rc = compile_count(c, r, at, "least", &out->readings_least);
    if (!rc && !count_is_said(&out->readings_least))
        rc = compile_fail(c, at, "`least` is due beside `usual`");
    return rc;
}

QH_MUST static qh_status load_counts(const struct compile *c, const struct json *o,
                                     const char *path, struct general_test *out)
{
    qh_status rc = load_readings(c, o, path, out);

    if (!rc)
        rc = compile_count(c, o, path, "blanks", &out->blanks);
    if (!rc)
        rc = compile_count(c, o, path, "rounds", &out->rounds);
    if (!rc)
        rc = compile_count(c, o, path, "sensors", &out->sensors);
    if (!rc)
        rc = compile_count(c, o, path, "center", &out->center);
    out->indicated = json_is_true(json_member(o, "indicated"));
    return rc;
}

static bool has_readings(const struct general_test *g)
{
    return g->points && count_is_said(&g->readings);
}

static bool has_field(const struct general_test *g)
{
    return g->points && count_is_said(&g->rounds) && count_is_said(&g->sensors) &&
           count_is_said(&g->center);
}

static bool rests_on_results(const struct compile *c, const struct rule_test *t)
{
    uint32_t slots[64];

    for (size_t i = 0; i < t->outputs_n; i++) {
        size_t n =
            t->outputs[i].expr ? expr_slots(t->outputs[i].expr, slots, LEN(slots)) : 0;

        while (n--)
            if (name_is_result(c->reg->names.list[slots[n]]))
                return true;
    }
    return false;
}

/* What each kind of test cannot do without. */
QH_MUST static qh_status check_plan(const struct compile *c, const struct rule_test *t,
                                    const struct general_test *g, const char *path)
{
    const struct {
        bool fits;
        const char *what;
    } NEEDS[TEST_KINDS] = {
        [TEST_CHECKLIST] = {g->items && g->items->kind == JSON_ARRAY && g->items->count,
                            "a checklist needs `items`"},
        [TEST_POINT_ERROR] = {g->from.test || has_readings(g),
                              "`points` and `readings`, or `from`, are due"},
        [TEST_STAT] = {g->from.test || has_readings(g),
                       "`points` and `readings`, or `from`, are due"},
        [TEST_PAIRED] = {g->from.test || g->points, "`points` or `from` are due"},
        [TEST_SERIES] = {g->times || count_is_said(&g->rounds),
                         "`times` or `rounds` are due"},
        [TEST_FIELD] = {has_field(g), "`points` (set values), `rounds`, `sensors` and "
                                      "`center` are due"},
        [TEST_REGRESSION] = {has_readings(g), "`points` (levels) and `readings` are due"},
        [TEST_FORMULA] = {g->asks.n > 0 || rests_on_results(c, t),
                          "`inputs`, or results of other tests, are due"},
        [TEST_BUDGET] = {false, "no test of an instrument"},
        [TEST_ROUNDING] = {false, "no test of an instrument"},
        [TEST_VALIDITY] = {false, "no test of an instrument"},
    };

    return NEEDS[t->kind].fits ? QH_OK : compile_fail(c, path, NEEDS[t->kind].what);
}

/* What a test takes from others must be known before it. */
QH_MUST static qh_status check_order(const struct compile *c, const struct general *g,
                                     size_t i, const char *path)
{
    const struct general_test *t = &g->tests[i];
    const struct rule_test *from =
        t->from.test ? regulation_test(c->reg, t->from.test) : NULL;

    if (from && from > &c->reg->tests[i])
        return compile_fail(c, str_format(c->arena, "%s.from.test", path),
                            "that test comes only later");
    if (from && g->tests[from - c->reg->tests].from.test)
        return compile_fail(c, str_format(c->arena, "%s.from.test", path),
                            "that test has no readings of its own");
    for (size_t k = 0; k < t->asks.n; k++)
        if (t->asks.at[k].of_test &&
            regulation_test(c->reg, t->asks.at[k].of_test) >= &c->reg->tests[i])
            return compile_fail(c, str_format(c->arena, "%s.inputs[%zu].of", path, k),
                                "that test comes only later");
    return QH_OK;
}

QH_MUST static qh_status load_test(const struct compile *c, struct general *g, size_t i)
{
    const struct rule_test *t = &c->reg->tests[i];
    const char *path = str_format(c->arena, "tests[%zu]", i);
    const char *asks = t->kind == TEST_FORMULA ? "inputs" : "asks";
    struct general_test *out = &g->tests[i];
    qh_status rc;

    out->row = json_str(t->node, "row", t->id);
    out->items = json_member(t->node, "items");
    rc = load_kinds(c, t->node, path, &out->kinds);
    if (!rc)
        rc = load_when(c, t->node, path, &out->when);
    if (!rc)
        rc = limit_compile(&c->reg->limits, json_member(t->node, "applies_if"),
                           str_format(c->arena, "%s.applies_if", path), &out->applies_if,
                           c->err);
    if (!rc && out->applies_if && !out->applies_if->has_of)
        rc = compile_fail(c, path, "applies_if needs `of`");
    if (!rc)
        rc = load_asks(c, json_member(t->node, asks),
                       str_format(c->arena, "%s.%s", path, asks), &out->asks);
    if (!rc)
        rc = points_load(c, json_member(t->node, "points"),
                         str_format(c->arena, "%s.points", path), &out->points);
    if (!rc)
        rc = points_load(c, json_member(t->node, "times"),
                         str_format(c->arena, "%s.times", path), &out->times);
    if (!rc)
        rc = compile_expr(c, t->node, path, "resolution", &out->resolution);
    if (!rc)
        rc = load_from(c, t->node, path, &out->from);
    if (!rc)
        rc = load_counts(c, t->node, path, out);
    if (!rc)
        rc = check_plan(c, t, out, path);
    return rc ? rc : check_order(c, g, i, path);
}

qh_status general_check_results(struct arena *a, const struct regulation *r,
                                struct qh_error *err)
{
    size_t other = 0;

    for (size_t i = 0; i < r->tests_n; i++)
        for (size_t k = 0; results_need(r, i, k, &other); k++)
            if ((r->tests[i].kind == TEST_FIELD) != (r->tests[other].kind == TEST_FIELD))
                return qh_fail(err, QH_INVALID, "regulation.result",
                               str_format(a, "tests[%zu]", i),
                               "results of a field test are for field tests only: "
                               "there is one for each set value");
    return QH_OK;
}

qh_status general_slots(struct names *names, struct qh_error *err)
{
    uint32_t slot;
    qh_status rc;

    for (size_t i = 0; i < GENERAL_SLOTS; i++) {
        rc = names_add(names, text_of(GENERAL_SLOT_NAMES[i]), &slot, err);
        if (rc)
            return rc;
    }
    return QH_OK;
}

qh_status general_load(struct arena *a, struct regulation *r, struct general **out,
                       struct qh_error *err)
{
    struct compile c = {.arena = a, .reg = r, .err = err};
    struct general *g = ARENA_NEW(a, struct general);
    qh_status rc;

    for (size_t i = 0; i < GENERAL_SLOTS; i++)
        g->slots[i] = (uint32_t)names_find(&r->names, text_of(GENERAL_SLOT_NAMES[i]));
    rc = load_vars(&c, g);
    if (!rc)
        rc = load_conditions(&c, g);
    if (!rc)
        rc = load_standards(&c, g);
    if (!rc)
        rc = load_asks(&c, json_member(r->doc, "inputs"), "inputs", &g->inputs);
    g->tests = ARENA_ARRAY(a, r->tests_n, struct general_test);
    for (size_t i = 0; !rc && i < r->tests_n; i++)
        rc = load_test(&c, g, i);
    if (rc)
        return rc;
    *out = g;
    return QH_OK;
}
