/* check_order.c - numbers of an edition that cannot be meant: constants below zero,
 * bounds in the wrong order, steps that are never reached, days past the end.  What an
 * expression gives for an instrument is not known here. */
#include "base/days.h"
#include "rule/check_parts.h"

#include <string.h>

/* What a constant of a member must be. */
enum bound { BOUND_NOT_NEGATIVE, BOUND_POSITIVE, BOUND_COUNT };

struct bounded {
    const char *member;
    enum bound bound;
};

/* Is it a number as it stands? */
static bool constant(const struct json *v, struct dec *out)
{
    return v && (v->kind == JSON_STRING || v->kind == JSON_NUMBER) &&
           !dec_parse(v->text, out);
}

static const char *at(struct check *c, const char *path, const char *member)
{
    return str_format(c->arena, "%s.%s", path, member);
}

static void check_bounded(struct check *c, const struct json *o, const char *path,
                          const struct bounded *list, size_t n)
{
    static const char *const KEYS[] = {"check.negative", "check.positive", "check.count"};
    struct dec d;

    for (size_t i = 0; i < n; i++) {
        const struct json *v = json_member(o, list[i].member);
        struct dec least = dec_int(list[i].bound == BOUND_COUNT ? 1 : 0);
        int than;

        if (!constant(v, &d))
            continue;
        than = dec_compare(d, least);
        if (than < 0 || (!than && list[i].bound == BOUND_POSITIVE))
            check_add(c, KEYS[list[i].bound], at(c, path, list[i].member), v->text.p);
    }
}

/* Two constants, the first at most the second. */
static void check_two(struct check *c, const struct json *low, const struct json *high,
                      const char *path)
{
    struct dec a;
    struct dec b;

    if (constant(low, &a) && constant(high, &b) && dec_compare(a, b) > 0)
        check_add(c, "check.order", path,
                  str_format(c->arena, "%s > %s", low->text.p, high->text.p));
}

void check_limit_order(struct check *c, const struct json *limit, const char *path)
{
    static const struct bounded ABS[] = {{"abs", BOUND_NOT_NEGATIVE}};
    const struct json *between = json_member(limit, "between");

    check_bounded(c, limit, path, ABS, LEN(ABS));
    if (between && between->kind == JSON_ARRAY && between->first)
        check_two(c, between->first, between->first->next, at(c, path, "between"));
}

void check_steps_order(struct check *c, const struct json *steps, const char *path)
{
    const struct json *before = NULL;
    const struct json *last = NULL;
    size_t i = 0;

    for (const struct json *s = steps->first; s; s = s->next, i++) {
        const char *item = str_format(c->arena, "%s[%zu]", path, i);
        const struct json *edge = json_member(s, "lt");

        edge = edge ? edge : json_member(s, "le_key");
        if (last)
            check_add(c, "check.never_reached", item, "");
        check_two(c, before, edge, item);
        before = edge ? edge : before;
        if (json_is_true(json_member(s, "else")))
            last = s;
    }
}

/* ---- sections ---- */

/* An interval of GB/T 8170: 1, 2 or 5 times a power of ten. */
static bool is_interval(struct check *c, struct dec d)
{
    size_t digits = 0;
    char one = 0;

    for (const char *p = dec_text(c->arena, d); *p; p++)
        if (*p >= '1' && *p <= '9') {
            digits++;
            one = *p;
        }
    return digits == 1 && (one == '1' || one == '2' || one == '5');
}

static void check_round(struct check *c, const struct json *o, const char *path)
{
    const struct json *to = json_member(json_member(o, "round"), "to");
    struct dec d;

    if (constant(to, &d) && dec_sign(d) > 0 && !is_interval(c, d))
        check_add(c, "check.interval", at(c, path, "round.to"), to->text.p);
}

static void check_tests(struct check *c)
{
    static const struct bounded COUNTS[] = {{"least", BOUND_COUNT},
                                            {"usual", BOUND_COUNT}};
    static const struct bounded READINGS[] = {{"readings", BOUND_COUNT},
                                              {"resolution", BOUND_POSITIVE}};
    const struct json *tests = json_member(c->doc, "tests");
    size_t i = 0;

    for (const struct json *t = tests ? tests->first : NULL; t; t = t->next, i++) {
        const char *path = str_format(c->arena, "tests[%zu]", i);
        const struct json *readings = json_member(t, "readings");
        const struct json *outputs = json_member(t, "outputs");
        size_t k = 0;

        check_round(c, t, path);
        check_bounded(c, t, path, READINGS, LEN(READINGS));
        check_bounded(c, readings, at(c, path, "readings"), COUNTS, LEN(COUNTS));
        check_two(c, json_member(readings, "least"), json_member(readings, "usual"),
                  at(c, path, "readings"));
        for (const struct json *o = outputs ? outputs->first : NULL; o; o = o->next, k++)
            check_round(c, o, str_format(c->arena, "%s.outputs[%zu]", path, k));
    }
}

static void check_conditions(struct check *c)
{
    const struct json *list = json_member(c->doc, "conditions");
    size_t i = 0;

    for (const struct json *o = list ? list->first : NULL; o; o = o->next, i++)
        check_two(c, json_member(o, "min"), json_member(o, "max"),
                  str_format(c->arena, "conditions[%zu]", i));
}

static void check_sources(struct check *c, const struct json *list, const char *path)
{
    static const struct bounded SOURCE[] = {{"half_width", BOUND_NOT_NEGATIVE},
                                            {"expanded", BOUND_NOT_NEGATIVE},
                                            {"u", BOUND_NOT_NEGATIVE},
                                            {"sd", BOUND_NOT_NEGATIVE},
                                            {"k", BOUND_POSITIVE},
                                            {"n", BOUND_COUNT},
                                            {"n_used", BOUND_COUNT},
                                            {"dof", BOUND_POSITIVE}};
    size_t i = 0;

    for (const struct json *s = list ? list->first : NULL; s; s = s->next, i++)
        check_bounded(c, s, str_format(c->arena, "%s[%zu]", path, i), SOURCE,
                      LEN(SOURCE));
}

static void check_budgets(struct check *c)
{
    static const struct bounded CMC[] = {{"expr", BOUND_NOT_NEGATIVE}};
    const struct json *list = json_member(c->doc, "budgets");
    size_t i = 0;

    for (const struct json *b = list ? list->first : NULL; b; b = b->next, i++) {
        check_sources(c, json_member(b, "sources"),
                      str_format(c->arena, "budgets[%zu].sources", i));
        check_bounded(c, json_member(b, "cmc"),
                      str_format(c->arena, "budgets[%zu].cmc", i), CMC, LEN(CMC));
    }
}

/* Days as text are in the order of their letters. */
static void check_days(struct check *c, const struct json *head)
{
    static const char *const DAYS[] = {"issued", "in_force", "in_force_until"};
    const char *before = "";

    for (size_t i = 0; i < LEN(DAYS); i++) {
        const char *day = json_str(head, DAYS[i], "");
        int64_t number;

        if (!*day || day_parse(day, &number))
            continue; /* its form was looked at before */
        if (strcmp(day, before) < 0)
            check_add(c, "check.order", at(c, "regulation", DAYS[i]),
                      str_format(c->arena, "%s < %s", day, before));
        before = day;
    }
}

static void check_grades_unique(struct check *c, const struct json *head)
{
    const struct json *grades = json_member(head, "grades");
    size_t i = 0;

    for (const struct json *g = grades ? grades->first : NULL; g; g = g->next, i++)
        for (const struct json *o = grades->first; o != g; o = o->next)
            if (g->kind == JSON_STRING && text_equal(o->text, g->text)) {
                check_add(c, "check.twice",
                          str_format(c->arena, "regulation.grades[%zu]", i), g->text.p);
                break;
            }
}

void check_order(struct check *c)
{
    const struct json *head = json_member(c->doc, "regulation");

    check_days(c, head);
    check_grades_unique(c, head);
    check_conditions(c);
    check_tests(c);
    check_budgets(c);
}
