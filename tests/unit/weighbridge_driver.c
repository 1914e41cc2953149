/* Judges weighbridge records for scripts: each line of standard input is {"input": ..,
 * "entries": ..} (entries absent: plan only); each line of output {"plan", "result",
 * "trace"} or {"error": key, "field", "detail"}; with "want": "result" no plan and no
 * trace.  Every record is judged twice, the quick way of bridge_quick.h and the general
 * one: a difference is the error "quick.differs".
 *
 * usage: weighbridge_driver [EDITION], in the root of the checkout */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "rule/regulation.h"
#include "rule/weighbridge_json.h"
#include "rule/weighbridge_trace.h"
#include "rule/weights.h"

enum { FILE_MAX = 1 << 20, LINE_MAX_BYTES = 1 << 20 };

struct driver {
    struct regulation *reg;
    struct weights_table *table;
    struct arena arena;
    struct qh_error err;
};

static qh_status load(struct driver *d, struct arena *a, const char *edition)
{
    struct text t = {0};
    qh_status rc;

    rc = file_read(a, edition, FILE_MAX, &t, &d->err);
    if (!rc)
        rc = regulation_load_text(a, t, &d->reg, &d->err);
    if (!rc)
        rc = file_read(a, "data/weights/weights_mpe.csv", FILE_MAX, &t, &d->err);
    if (!rc)
        rc = weights_table_load(a, t, &d->table, &d->err);
    return rc;
}

/* One judgement as text, with its trace if that is wanted, or its error. */
static char *judged(struct driver *d, const struct weighbridge_plan *plan,
                    const struct weighbridge_entries *entries, bool trace)
{
    struct weighbridge_result *r = NULL;
    struct json_writer w;
    struct buf out;
    struct qh_error err = {.status = QH_OK};

    if (weighbridge_judge(&d->arena, plan, entries, &r, &err))
        return str_format(&d->arena, "%s at %s: %s", err.key, err.field, err.detail);
    buf_init(&out, &d->arena);
    json_begin(&w, &out);
    json_array_open(&w);
    weighbridge_result_to_json(plan, entries, r, &d->arena, &w);
    if (trace && weighbridge_trace_to_json(plan, entries, r, &d->arena, &w, &err))
        return str_copy(&d->arena, err.key);
    json_array_close(&w);
    return buf_str(&out);
}

static qh_status compare_ways(struct driver *d, struct weighbridge_plan *plan,
                              const struct weighbridge_entries *entries, bool trace)
{
    const char *quick = judged(d, plan, entries, trace);
    const char *general;

    plan->general = true;
    for (size_t i = 0; i < plan->ranges_n; i++)
        plan->ranges[i]->general = true;
    general = judged(d, plan, entries, trace);
    plan->general = false;
    for (size_t i = 0; i < plan->ranges_n; i++)
        plan->ranges[i]->general = false;
    if (str_equal(quick, general))
        return QH_OK;
    (void)fprintf(stderr, "quick   %s\ngeneral %s\n", quick, general);
    return qh_fail(&d->err, QH_BUG, "quick.differs", "", "the two ways differ");
}

static qh_status answer(struct driver *d, struct text line, struct json_writer *w)
{
    struct weighbridge_input *in = NULL;
    struct weighbridge_plan *plan = NULL;
    struct weighbridge_entries *entries = NULL;
    struct weighbridge_result *r = NULL;
    struct json *doc = NULL;
    bool all;
    qh_status rc;

    rc = json_parse(&d->arena, line, &doc, &d->err);
    if (!rc)
        rc = weighbridge_input_from_json(&d->arena, json_member(doc, "input"), &in,
                                         &d->err);
    if (!rc)
        rc = weighbridge_plan_make(&d->arena, d->reg, d->table, in, &plan, &d->err);
    if (!rc && json_member(doc, "entries"))
        rc = weighbridge_entries_from_json(&d->arena, plan, json_member(doc, "entries"),
                                           &entries, &d->err);
    all = !str_equal(json_str(doc, "want", ""), "result");
    if (!rc && entries)
        rc = compare_ways(d, plan, entries, all);
    if (!rc && entries)
        rc = weighbridge_judge(&d->arena, plan, entries, &r, &d->err);
    if (rc)
        return rc;
    json_object_open(w);
    if (all) {
        json_key(w, "plan");
        weighbridge_plan_to_json(plan, &d->arena, w);
    }
    if (r) {
        json_key(w, "result");
        weighbridge_result_to_json(plan, entries, r, &d->arena, w);
    }
    if (r && all) {
        json_key(w, "trace");
        rc = weighbridge_trace_to_json(plan, entries, r, &d->arena, w, &d->err);
    }
    json_object_close(w);
    return rc;
}

static void print(struct driver *d, struct text line)
{
    struct json_writer w;
    struct buf out;

    arena_init(&d->arena, 0);
    buf_init(&out, &d->arena);
    json_begin(&w, &out);
    if (answer(d, line, &w)) {
        buf_init(&out, &d->arena);
        json_begin(&w, &out);
        json_object_open(&w);
        json_add_str(&w, "error", d->err.key);
        json_add_str(&w, "field", d->err.field);
        json_add_str(&w, "detail", d->err.detail);
        json_object_close(&w);
    }
    (void)puts(buf_str(&out));
    arena_done(&d->arena);
}

int main(int argc, char **argv)
{
    const char *edition = argc > 1 ? argv[1] : "data/regulations/jjg-539-2016.json";
    static char line[LINE_MAX_BYTES];
    struct driver d = {0};
    struct arena loaded;

    arena_init(&loaded, 0);
    if (load(&d, &loaded, edition)) {
        (void)fprintf(stderr, "%s at %s: %s\n", d.err.key, d.err.field, d.err.detail);
        return EXIT_FAILURE;
    }
    while (fgets(line, sizeof line, stdin))
        print(&d, text_trim(text_of(line)));
    arena_done(&loaded);
    return 0;
}
