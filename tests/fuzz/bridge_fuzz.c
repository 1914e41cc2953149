/* bridge_fuzz.c - a weighbridge record {"input": .., "entries": ..} by the edition of
 * data/regulations.
 *
 * It is planned, judged the quick way and in exact decimals, written and traced: every
 * failure names a key, both ways answer the same bytes, what is written is JSON again,
 * and a record with needed rows missing, questions open or unknown rows never passes. */
#include "target.h"

#include "rule/regulation.h"
#include "rule/weighbridge_json.h"
#include "rule/weighbridge_trace.h"
#include "rule/weights.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FUZZ_INPUT_MAX = 60000, FILE_MAX = 1 << 20 };

struct world {
    struct arena arena;
    struct regulation *reg;
    struct weights_table *table;
};

static void require(bool holds)
{
    if (!holds)
        abort();
}

static struct text read_file(struct arena *a, const char *path)
{
    char *p = arena_alloc(a, FILE_MAX, 1);
    FILE *f = fopen(path, "rbe");
    size_t n = f ? fread(p, 1, FILE_MAX, f) : 0;

    if (f)
        (void)fclose(f);
    require(n > 0);
    return (struct text){p, n};
}

/* Loaded once, kept for good. */
static const struct world *the_world(void)
{
    static struct world w;
    struct qh_error err = {.status = QH_OK};

    if (w.reg)
        return &w;
    arena_init(&w.arena, 0);
    require(!regulation_load_text(
        &w.arena, read_file(&w.arena, QH_ROOT "/data/regulations/jjg-539-2016.json"),
        &w.reg, &err));
    require(!weights_table_load(
        &w.arena, read_file(&w.arena, QH_ROOT "/data/weights/weights_mpe.csv"), &w.table,
        &err));
    return &w;
}

/* One judgement as text with its trace; NULL if it is refused. */
static const char *judged(struct arena *a, const struct weighbridge_plan *plan,
                          const struct weighbridge_entries *in)
{
    struct qh_error err = {.status = QH_OK};
    struct weighbridge_result *r = NULL;
    struct json *back = NULL;
    struct json_writer w;
    struct buf b;

    if (weighbridge_judge(a, plan, in, &r, &err)) {
        require(err.key[0] && err.status != QH_BUG);
        return NULL;
    }
    require(r->verdict != VERDICT_PASS ||
            (!r->missing_n && !r->open_n && !in->unknown_n));
    buf_init(&b, a);
    json_begin(&w, &b);
    json_array_open(&w);
    weighbridge_result_to_json(plan, in, r, a, &w);
    if (weighbridge_trace_to_json(plan, in, r, a, &w, &err))
        require(err.status == QH_LIMIT || err.status == QH_RANGE);
    json_array_close(&w);
    require(err.status != QH_OK || !json_parse(a, buf_text(&b), &back, NULL));
    return buf_str(&b);
}

static void set_general(struct weighbridge_plan *plan, bool general)
{
    plan->general = general;
    for (size_t i = 0; i < plan->ranges_n; i++)
        plan->ranges[i]->general = general;
}

static void run(struct arena *a, const struct json *doc)
{
    const struct world *world = the_world();
    struct qh_error err = {.status = QH_OK};
    struct weighbridge_input *in = NULL;
    struct weighbridge_plan *plan = NULL;
    struct weighbridge_entries *entries = NULL;
    struct json_writer w;
    struct buf b;
    const char *quick;
    const char *general;

    if (weighbridge_input_from_json(a, json_member(doc, "input"), &in, &err) ||
        weighbridge_plan_make(a, world->reg, world->table, in, &plan, &err)) {
        require(err.key[0] && err.status != QH_BUG);
        return;
    }
    buf_init(&b, a);
    json_begin(&w, &b);
    weighbridge_plan_to_json(plan, a, &w);
    if (weighbridge_entries_from_json(a, plan, json_member(doc, "entries"), &entries,
                                      &err)) {
        require(err.key[0] && err.status != QH_BUG);
        return;
    }
    quick = judged(a, plan, entries);
    set_general(plan, true);
    general = judged(a, plan, entries);
    require(!quick == !general && (!quick || !strcmp(quick, general)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct json *doc = NULL;
    struct arena a;

    if (size > FUZZ_INPUT_MAX)
        return 0;
    arena_init(&a, 0);
    if (!json_parse(&a, (struct text){(const char *)data, size}, &doc, NULL))
        run(&a, doc);
    arena_done(&a);
    return 0;
}
