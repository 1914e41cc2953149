#include "rule/engine.h"

#include "rule/evaluate_trace.h"
#include "rule/procedure_json.h"
#include "rule/record_json.h"
#include "rule/regulation.h"
#include "rule/trace_page.h"
#include "rule/weighbridge_json.h"
#include "rule/weighbridge_trace.h"
#include "rule/weights.h"

static void put_error(struct json_writer *w, const struct qh_error *err)
{
    json_object_open(w);
    json_add_str(w, "status", qh_status_name(err->status));
    json_add_str(w, "key", err->key);
    json_add_str(w, "field", err->field);
    json_add_str(w, "detail", err->detail);
    json_object_close(w);
}

/* The steps of a case as JSON of their own, for a failure must not leave half of them. */
static qh_status trace_of(struct arena *a, const struct evaluation *e,
                          const struct json *c, const char **out, struct qh_error *err)
{
    struct json_writer w;
    struct buf b;
    qh_status rc;

    buf_init(&b, a);
    json_begin(&w, &b);
    rc = evaluation_trace_to_json(e, c, a, &w, err);
    *out = buf_str(&b);
    return rc;
}

/* A case that fails is an answer of its own; the others go on. */
static void put_case(struct arena *a, const struct regulation *r, const struct json *c,
                     bool with_trace, struct json_writer *w)
{
    const struct json *id = json_member(c, "id");
    struct qh_error err = {.status = QH_OK};
    struct evaluation *e = NULL;
    const char *trace = NULL;
    qh_status rc = evaluate_case(a, r, c, &e, &err);

    if (!rc && with_trace)
        rc = trace_of(a, e, c, &trace, &err);

    json_object_open(w);
    json_key(w, "id");
    if (id)
        json_put_node(w, id);
    else
        json_put_null(w);
    json_key(w, rc ? "error" : "result");
    if (rc)
        put_error(w, &err);
    else
        evaluation_to_json(e, a, w);
    if (!rc && trace)
        json_add_raw(w, "trace", text_of(trace));
    json_object_close(w);
}

static qh_status call_evaluate(struct arena *a, const struct json *request,
                               struct json_writer *w, struct qh_error *err)
{
    const struct json *doc = json_member(request, "regulation");
    const struct json *cases = json_member(request, "cases");
    struct regulation *r = NULL;
    qh_status rc = regulation_load(a, doc, &r, err);

    if (rc)
        return rc;
    if (!cases)
        cases = json_member(doc, "cases");
    if (!cases || cases->kind != JSON_ARRAY)
        return qh_fail(err, QH_INVALID, "evaluate.case", "cases", "a list is due");
    json_object_open(w);
    json_key(w, "cases");
    json_array_open(w);
    for (const struct json *c = cases->first; c; c = c->next)
        put_case(a, r, c, json_is_true(json_member(request, "trace")), w);
    json_array_close(w);
    json_object_close(w);
    return QH_OK;
}

static qh_status make_plan(struct arena *a, const struct json *request,
                           struct weighbridge_plan **out, struct qh_error *err)
{
    struct weighbridge_input *in = NULL;
    struct weights_table *table = NULL;
    struct regulation *r = NULL;
    qh_status rc = regulation_load(a, json_member(request, "edition"), &r, err);

    if (!rc)
        rc =
            weights_table_load(a, text_of(json_str(request, "weights", "")), &table, err);
    if (!rc)
        rc = weighbridge_input_from_json(a, json_member(request, "input"), &in, err);
    if (rc)
        return rc;
    return weighbridge_plan_make(a, r, table, in, out, err);
}

/* ---- editions of the general procedure ---- */

static bool is_general(const struct json *request)
{
    const struct json *head = json_member(json_member(request, "edition"), "regulation");

    return str_equal(json_str(head, "procedure", ""), "general");
}

static qh_status make_general(struct arena *a, const struct json *request,
                              struct procedure_plan **out, struct qh_error *err)
{
    struct regulation *r = NULL;
    qh_status rc = regulation_load(a, json_member(request, "edition"), &r, err);

    if (rc)
        return rc;
    return procedure_plan_make(a, r, json_member(request, "input"), out, err);
}

static qh_status plan_general(struct arena *a, const struct json *request,
                              struct json_writer *w, struct qh_error *err)
{
    struct procedure_plan *plan = NULL;
    qh_status rc = make_general(a, request, &plan, err);

    if (rc)
        return rc;
    json_object_open(w);
    json_key(w, "plan");
    procedure_plan_to_json(plan, a, w);
    json_object_close(w);
    return QH_OK;
}

static void put_cases(struct arena *a, const struct procedure_plan *plan,
                      const struct procedure_result *r, struct json_writer *w)
{
    json_key(w, "cases");
    json_array_open(w);
    for (int i = 1; i <= plan->instances; i++)
        json_put_node(w, procedure_case(a, plan, r, i));
    json_array_close(w);
}

static qh_status judge_general(struct arena *a, const struct json *request,
                               struct json_writer *w, struct qh_error *err)
{
    struct procedure_plan *plan = NULL;
    struct procedure_entries *in = NULL;
    struct procedure_result *r = NULL;
    qh_status rc = make_general(a, request, &plan, err);

    if (!rc)
        rc = procedure_entries_from_json(a, plan, json_member(request, "entries"), &in,
                                         err);
    if (!rc)
        rc = procedure_judge(a, plan, in, &r, err);
    if (rc)
        return rc;
    json_object_open(w);
    json_key(w, "result");
    procedure_result_to_json(plan, in, r, a, w);
    if (json_is_true(json_member(request, "plan"))) {
        json_key(w, "plan");
        procedure_plan_to_json(plan, a, w);
    }
    if (json_is_true(json_member(request, "cases")))
        put_cases(a, plan, r, w);
    json_object_close(w);
    return QH_OK;
}

static qh_status call_plan(struct arena *a, const struct json *request,
                           struct json_writer *w, struct qh_error *err)
{
    struct weighbridge_plan *plan = NULL;
    qh_status rc;

    if (is_general(request))
        return plan_general(a, request, w, err);
    rc = make_plan(a, request, &plan, err);
    if (rc)
        return rc;
    json_object_open(w);
    json_key(w, "plan");
    weighbridge_plan_to_json(plan, a, w);
    json_object_close(w);
    return QH_OK;
}

static qh_status call_judge(struct arena *a, const struct json *request,
                            struct json_writer *w, struct qh_error *err)
{
    struct weighbridge_plan *plan = NULL;
    struct weighbridge_entries *in = NULL;
    struct weighbridge_result *r = NULL;
    qh_status rc;

    if (is_general(request))
        return judge_general(a, request, w, err);
    rc = make_plan(a, request, &plan, err);
    if (!rc)
        rc = weighbridge_entries_from_json(a, plan, json_member(request, "entries"), &in,
                                           err);
    if (!rc)
        rc = weighbridge_judge(a, plan, in, &r, err);
    if (rc)
        return rc;
    json_object_open(w);
    json_key(w, "result");
    weighbridge_result_to_json(plan, in, r, a, w);
    if (json_is_true(json_member(request, "plan"))) {
        json_key(w, "plan");
        weighbridge_plan_to_json(plan, a, w);
    }
    if (json_is_true(json_member(request, "trace"))) {
        json_key(w, "trace");
        rc = weighbridge_trace_to_json(plan, in, r, a, w, err);
    }
    json_object_close(w);
    return rc;
}

static qh_status call_check(struct arena *a, const struct json *request,
                            struct json_writer *w, struct qh_error *err)
{
    struct regulation *r = NULL;
    qh_status rc = regulation_load(a, json_member(request, "regulation"), &r, err);

    if (rc)
        return rc;
    json_object_open(w);
    json_add_str(w, "code", regulation_code(r));
    json_add_str(w, "edition", regulation_edition(r));
    record_put_unconfirmed(r, w);
    json_object_close(w);
    return QH_OK;
}

static qh_status call_page(struct arena *a, const struct json *request,
                           struct json_writer *w, struct qh_error *err)
{
    const struct json *trace = json_member(request, "trace");
    struct buf page;

    if (!trace || trace->kind != JSON_OBJECT)
        return qh_fail(err, QH_INVALID, "engine.trace", "trace", "an object is due");
    buf_init(&page, a);
    trace_page(trace, json_member(request, "words"), &page);
    json_object_open(w);
    json_add_str(w, "page", buf_str(&page));
    json_object_close(w);
    return QH_OK;
}

static const struct {
    const char *name;
    engine_call *call;
} ENGINE_CALLS[] = {
    {"evaluate", call_evaluate}, {"plan", call_plan}, {"judge", call_judge},
    {"check", call_check},       {"page", call_page},
};

static qh_status run(struct arena *a, struct text request, struct json_writer *w,
                     struct qh_error *err)
{
    struct json *v = NULL;
    const char *name;
    qh_status rc;

    if (request.len > ENGINE_REQUEST_MAX)
        return qh_fail(err, QH_LIMIT, "engine.request", "", "%zu bytes", request.len);
    rc = json_parse(a, request, &v, err);
    if (rc)
        return rc;
    name = json_str(v, "call", "");
    for (size_t i = 0; i < LEN(ENGINE_CALLS); i++) {
        if (!str_equal(name, ENGINE_CALLS[i].name))
            continue;
        rc = ENGINE_CALLS[i].call(a, v, w, err);
        if (!rc && arena_is_over(a))
            rc = qh_fail(err, QH_LIMIT, "engine.memory", "", "more than %d bytes",
                         ENGINE_MEMORY_MAX);
        return rc;
    }
    return qh_fail(err, QH_INVALID, "engine.call", "call", "'%.40s'", name);
}

static void begin(struct json_writer *w, struct buf *b, struct arena *a, const char *key)
{
    buf_init(b, a);
    json_begin(w, b);
    json_object_open(w);
    json_key(w, key);
}

struct text engine_answer(struct arena *a, struct text request)
{
    struct qh_error err = {.status = QH_OK};
    struct json_writer w;
    struct buf b;

    begin(&w, &b, a, "ok");
    if (run(a, request, &w, &err)) {
        begin(&w, &b, a, "error");
        put_error(&w, &err);
    }
    json_object_close(&w);
    return (struct text){buf_str(&b), b.len};
}
