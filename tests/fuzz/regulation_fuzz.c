/* regulation_fuzz.c - whole documents: loaded, their cases evaluated, written and traced.
 *
 * Every failure names a key; what is written is JSON again; a case with needed readings
 * missing is never concluded. */
#include "target.h"

#include "rule/evaluate_trace.h"
#include "rule/regulation.h"

#include <stdlib.h>

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void evaluate(struct arena *a, const struct regulation *r, const struct json *c)
{
    struct qh_error err = {.status = QH_OK};
    struct evaluation *e = NULL;
    struct json *back = NULL;
    struct json_writer w;
    struct buf b;

    if (evaluate_case(a, r, c, &e, &err)) {
        require(err.key[0] && err.field[0] && err.detail[0]);
        return;
    }
    require(!e->missing_n || e->conclusion == CONCLUSION_INCOMPLETE);
    buf_init(&b, a);
    json_begin(&w, &b);
    evaluation_to_json(e, a, &w);
    require(!json_parse(a, buf_text(&b), &back, &err));
    buf_init(&b, a);
    json_begin(&w, &b);
    if (evaluation_trace_to_json(e, c, a, &w, &err))
        require(err.status == QH_LIMIT);
    else
        require(!json_parse(a, buf_text(&b), &back, &err));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text file = {(const char *)data, size};
    struct qh_error err = {.status = QH_OK};
    struct regulation *r = NULL;
    const struct json *cases;
    struct json *doc = NULL;
    struct arena a;

    arena_init(&a, 0);
    if (!json_parse(&a, file, &doc, &err)) {
        if (regulation_load(&a, doc, &r, &err)) {
            require(err.key[0] && err.detail[0]);
        } else {
            cases = json_member(doc, "cases");
            for (const struct json *c = cases ? cases->first : NULL; c; c = c->next)
                evaluate(&a, r, c);
        }
    }
    arena_done(&a);
    return 0;
}
