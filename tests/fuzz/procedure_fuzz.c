/* A document {"edition": .., "input": .., "entries": ..}: the edition is checked and
 * loaded, the instrument planned, the readings judged, everything written. */
#include "target.h"

#include "rule/procedure_json.h"
#include "rule/regulation.h"
#include "rule/regulation_check.h"

enum { FUZZ_INPUT_MAX = 60000 };

static void judge(struct arena *a, const struct procedure_plan *plan,
                  const struct json *entries, struct json_writer *w)
{
    struct qh_error err = {.status = QH_OK};
    struct procedure_entries *in = NULL;
    struct procedure_result *r = NULL;

    if (procedure_entries_from_json(a, plan, entries, &in, &err) ||
        procedure_judge(a, plan, in, &r, &err))
        return;
    procedure_result_to_json(plan, in, r, a, w);
    for (int i = 1; i <= plan->instances; i++)
        (void)procedure_case(a, plan, r, i);
}

static void run(struct arena *a, const struct json *doc)
{
    struct qh_error err = {.status = QH_OK};
    struct procedure_plan *plan = NULL;
    struct regulation *reg = NULL;
    struct json_writer w;
    struct buf b;

    buf_init(&b, a);
    json_begin(&w, &b);
    json_array_open(&w);
    if (regulation_load(a, json_member(doc, "edition"), &reg, &err) ||
        procedure_plan_make(a, reg, json_member(doc, "input"), &plan, &err))
        return;
    procedure_plan_to_json(plan, a, &w);
    judge(a, plan, json_member(doc, "entries"), &w);
}

static void check(struct arena *a, const struct json *edition)
{
    struct regulation_findings *found = ARENA_NEW(a, struct regulation_findings);
    struct json_writer w;
    struct buf b;

    buf_init(&b, a);
    json_begin(&w, &b);
    json_put_node(&w, edition);
    regulation_check(a, buf_text(&b), found);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct json *doc = NULL;
    struct arena a;

    if (size > FUZZ_INPUT_MAX)
        return 0;
    arena_init(&a, 0);
    if (!json_parse(&a, (struct text){(const char *)data, size}, &doc, NULL)) {
        if (json_member(doc, "edition"))
            check(&a, json_member(doc, "edition"));
        run(&a, doc);
    }
    arena_done(&a);
    return 0;
}
