#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "bridge_case.h"
#include "rule/regulation.h"
#include "rule/weights.h"

enum { FILE_MAX = 1 << 20 };

const struct regulation *case_regulation;
const struct weights_table *case_weights;

static struct qh_error err;

#define OK(call)                                                                         \
    do {                                                                                 \
        if (call)                                                                        \
            fail_msg("%s at %s: %s", err.key, err.field, err.detail);                    \
    } while (0)

static struct text read_file(struct arena *a, const char *path)
{
    struct text t = {0};

    OK(file_read(a, path, FILE_MAX, &t, &err));
    return t;
}

const struct regulation *bridge_edition(struct arena *a, const char *from, const char *to)
{
    struct text t = read_file(a, "data/regulations/jjg-539-2016.json");
    struct regulation *reg = NULL;
    const char *at = t.p;
    struct buf b;

    buf_init(&b, a);
    while (from) {
        const char *hit = strstr(at, from);

        if (!hit)
            break;
        buf_add(&b, (struct text){at, (size_t)(hit - at)});
        buf_add_str(&b, to);
        at = hit + strlen(from);
    }
    assert_true(!from || at != t.p);
    buf_add_str(&b, at);
    OK(regulation_load_text(a, buf_text(&b), &reg, &err));
    return reg;
}

void bridge_load(struct arena *a)
{
    struct weights_table *w = NULL;

    case_regulation = bridge_edition(a, NULL, NULL);
    OK(weights_table_load(a, read_file(a, "data/weights/weights_mpe.csv"), &w, &err));
    case_weights = w;
}

void bridge_make(struct bridge_case *c, struct arena *a, int64_t max, int64_t e,
                 int64_t tonnes)
{
    struct weighbridge_pieces kit[WEIGHBRIDGE_KIT_MAX];
    size_t n = weighbridge_small_kit(dec_int(e), kit);

    *c = (struct bridge_case){.arena = a};
    c->weights[0] = (struct weighbridge_weight){
        .class_name = "M1", .nominal = dec_int(1000), .count = tonnes};
    for (size_t i = 0; i < n; i++)
        c->weights[i + 1] = (struct weighbridge_weight){
            .class_name = "M1", .nominal = kit[i].nominal, .count = kit[i].count};
    c->in = (struct weighbridge_input){
        .accuracy_class = "III",
        .unit = "kg",
        .max = dec_int(max),
        .min = dec_int(20 * e),
        .e = dec_int(e),
        .d = dec_int(e),
        .supports = 8,
        .auto_zero = AUTO_ZERO_ON,
        .kind = WEIGHBRIDGE_PERIODIC,
        .weights_n = n + 1,
    };
    bridge_plan(c, case_regulation);
}

static void put(struct weighbridge_reading *r, struct arena *a, struct dec v)
{
    r->given = true;
    r->value = v;
    r->typed = dec_text_short(a, v);
}

/* Indication and dl of a load: I the multiple of e below or at it, P = load. */
static void faultless(struct bridge_case *c, struct dec e, struct dec load,
                      struct weighbridge_reading *i, struct weighbridge_reading *dl)
{
    struct dec half = {0};
    struct dec shown = {0};
    struct dec extra = {0};

    if (!dec_sign(c->plan->half)) {
        put(i, c->arena, load);
        return;
    }
    OK(dec_mul(e, dec_scaled(5, -1), &half));
    OK(dec_round_interval(load, e, DEC_HALF_EVEN, &shown));
    OK(dec_add(shown, half, &extra));
    OK(dec_sub(extra, load, &extra));
    put(i, c->arena, shown);
    put(dl, c->arena, extra);
}

static void fill_row(struct bridge_case *c, size_t i)
{
    const struct weighbridge_row *row = &c->plan->rows[i];
    struct weighbridge_entry *e = &c->entries->rows[i];
    struct dec below = {0};
    struct dec above = {0};
    struct dec first = c->in.parts_n ? c->in.parts[0].e : c->in.e;

    switch (row->form) {
    case ROW_ITEM:
        e->item = ITEM_PASS;
        break;
    case ROW_VALUE:
        put(&e->read[0], c->arena, dec_int(20));
        break;
    case ROW_LOAD:
        faultless(c, row->e, row->load, &e->read[0], &e->read[1]);
        break;
    case ROW_ECCENTRIC:
        faultless(c, c->in.structure == STRUCTURE_RANGES ? row->e : first, row->e0_load,
                  &e->read[0], &e->read[1]);
        faultless(c, row->e, row->load, &e->read[2], &e->read[3]);
        break;
    case ROW_SUBSTITUTE:
        OK(dec_sub(row->load, c->plan->stage_mass, &below));
        put(&e->read[0], c->arena, below);
        faultless(c, row->e, row->load, &e->read[1], &e->read[2]);
        break;
    case ROW_DISCRIMINATION:
        OK(dec_sub(row->load, row->e, &below));
        OK(dec_add(row->load, row->e, &above));
        put(&e->read[0], c->arena, row->load);
        put(&e->read[1], c->arena, below);
        put(&e->read[2], c->arena, above);
        break;
    case ROW_DISPLAYS:
        put(&e->read[0], c->arena, row->load);
        put(&e->read[1], c->arena, row->load);
        break;
    case ROW_FORMS:
        break;
    }
}

void bridge_plan(struct bridge_case *c, const struct regulation *reg)
{
    c->in.weights = c->weights;
    OK(weighbridge_plan_make(c->arena, reg, case_weights, &c->in, &c->plan, &err));
    c->entries = ARENA_NEW(c->arena, struct weighbridge_entries);
    c->entries->rows = ARENA_ARRAY(c->arena, c->plan->rows_n, struct weighbridge_entry);
    for (size_t i = 0; i < c->plan->rows_n; i++)
        fill_row(c, i);
}

static struct weighbridge_entry *entry(struct bridge_case *c, const char *row, size_t *at)
{
    long i = weighbridge_row_find(c->plan, row);

    if (i < 0)
        fail_msg("the plan has no row %s", row);
    *at = (size_t)i;
    return &c->entries->rows[i];
}

static struct weighbridge_reading *reading(struct bridge_case *c, const char *row,
                                           const char *name)
{
    enum weighbridge_reading_id ids[WEIGHBRIDGE_READINGS];
    size_t at;
    struct weighbridge_entry *e = entry(c, row, &at);
    size_t n = weighbridge_wants(c->plan->rows[at].form, ids);

    if (str_equal(name, "placed"))
        return &e->placed;
    for (size_t i = 0; i < n; i++)
        if (str_equal(WEIGHBRIDGE_READING_NAMES[ids[i]], name))
            return &e->read[i];
    fail_msg("row %s has no reading %s", row, name);
    return NULL;
}

void bridge_set(struct bridge_case *c, const char *row, const char *name,
                const char *value)
{
    size_t at;
    struct weighbridge_entry *e = entry(c, row, &at);
    struct weighbridge_reading *r;

    if (str_equal(name, "*")) {
        *e = (struct weighbridge_entry){0};
        return;
    }
    if (str_equal(name, "result")) {
        e->item = !value                     ? ITEM_NONE
                  : str_equal(value, "pass") ? ITEM_PASS
                  : str_equal(value, "na")   ? ITEM_NA
                                             : ITEM_FAIL;
        return;
    }
    r = reading(c, row, name);
    *r = (struct weighbridge_reading){0};
    if (!value)
        return;
    OK(dec_parse(text_of(value), &r->value));
    r->given = true;
    r->typed = value;
}

void bridge_shift(struct bridge_case *c, const char *row, const char *off)
{
    struct weighbridge_reading *i = reading(c, row, "i");
    struct weighbridge_reading *dl = reading(c, row, "dl");
    struct dec e = c->plan->rows[weighbridge_row_find(c->plan, row)].e;
    struct dec half = {0};
    struct dec p = {0};
    struct dec by = {0};

    OK(dec_parse(text_of(off), &by));
    OK(dec_mul(e, c->plan->half, &half));
    OK(dec_add(i->value, half, &p));
    OK(dec_sub(p, dl->value, &p));
    OK(dec_add(p, by, &p));
    faultless(c, e, p, i, dl);
    if (dl->given && dec_sign(dl->value) <= 0) { /* the next value shows */
        OK(dec_add(dl->value, e, &dl->value));
        OK(dec_add(i->value, e, &i->value));
    }
}

void bridge_judge(struct bridge_case *c)
{
    OK(weighbridge_judge(c->arena, c->plan, c->entries, &c->result, &err));
}

const char *bridge_verdict(const struct bridge_case *c)
{
    return WEIGHBRIDGE_VERDICTS[c->result->verdict];
}

const char *bridge_test_verdict(const struct bridge_case *c, const char *test)
{
    for (size_t i = 0; i < c->plan->steps_n; i++)
        if (str_equal(c->plan->steps[i].id, test))
            return WEIGHBRIDGE_VERDICTS[c->result->tests[i].verdict];
    return "";
}

bool bridge_has_reason(const struct bridge_case *c, const char *key)
{
    for (size_t i = 0; i < c->result->reasons_n; i++)
        if (str_equal(c->result->reasons[i].key, key))
            return true;
    return false;
}

static struct arena loaded;

int bridge_set_up(void **state)
{
    (void)state;
    arena_init(&loaded, 0);
    bridge_load(&loaded);
    return 0;
}

int bridge_tear_down(void **state)
{
    (void)state;
    arena_done(&loaded);
    return 0;
}
