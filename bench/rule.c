/* Time of a judgement: the record of a weighbridge of 100 t (four substitutes,
 * 38 rows with 93 readings) from parsed input, with its trace, from JSON text; and all
 * cases of the vectors given as arguments, by the generic evaluator.  CPU time, the least
 * of the rounds: in the others something else had the core.
 */
#include "base/file.h"
#include "rule/evaluate.h"
#include "rule/regulation.h"
#include "rule/weighbridge_json.h"
#include "rule/weighbridge_trace.h"
#include "rule/weights.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    ROUNDS = 31,
    FILE_MAX = 1 << 20,
    PASSES = 2000,
    VECTOR_PASSES = 50,
    CASES_MAX = 200,
    JUDGE_MAX = 64 * 1024,        /* memory of one judgement of a weighbridge at most */
    SCRATCH_MAX = 2 * 1024 * 1024 /* with its trace as text */
};

struct bench {
    struct arena loaded; /* edition, plan, entries */
    struct arena scratch;
    struct weighbridge_plan *plan;
    struct weighbridge_entries *entries;
    struct text entries_json;
    struct trace trace;      /* in scratch: of the last judgement */
    struct trace kept_trace; /* in loaded */
    size_t text_len;         /* bytes of it as text */
    struct {
        const struct regulation *reg;
        const struct json *c;
    } cases[CASES_MAX];
    size_t cases_n;
    struct qh_error err;
};

static struct bench b;

static void must(qh_status rc)
{
    if (!rc)
        return;
    (void)fprintf(stderr, "bench: %s at %s: %s\n", b.err.key, b.err.field, b.err.detail);
    abort();
}

static double now_us(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* Least us of one pass. */
static double measure(void (*pass)(void), int passes)
{
    double least = 0;

    for (int r = 0; r < ROUNDS; r++) {
        double start = now_us();
        double us;

        for (int i = 0; i < passes; i++) {
            arena_reset(&b.scratch);
            pass();
        }
        us = (now_us() - start) / passes;
        if (!r || us < least)
            least = us;
    }
    return least;
}

static struct text read_file(const char *path)
{
    struct text t = {0};

    must(file_read(&b.loaded, path, FILE_MAX, &t, &b.err));
    return t;
}

static const char INPUT[] =
    "{\"class\":\"III\",\"unit\":\"kg\",\"max\":\"100000\",\"min\":\"1000\",\"e\":\"50\","
    "\"d\":\"50\",\"supports\":8,\"auto_zero\":\"on\",\"kind\":\"periodic\",\"weights\":["
    "{\"class\":\"M1\",\"nominal\":\"1000\",\"count\":20},"
    "{\"class\":\"M1\",\"nominal\":\"25\",\"count\":4},"
    "{\"class\":\"M1\",\"nominal\":\"20\",\"count\":20},"
    "{\"class\":\"M1\",\"nominal\":\"5\",\"count\":24}]}";

static void put_load(struct json_writer *w, const char *i, const char *dl,
                     struct dec load, int n)
{
    static const char *const EXTRA[] = {"25", "20", "25", "30"};
    struct dec shown = dec_int(0);

    must(dec_round_interval(load, dec_int(50), DEC_HALF_EVEN, &shown));
    json_add_str(w, i, dec_text_short(&b.loaded, shown));
    json_add_str(w, dl, EXTRA[n % 4]);
}

/* Readings with small errors for every row. */
static void make_entries(void)
{
    struct json_writer w;
    struct buf out;

    buf_init(&out, &b.loaded);
    json_begin(&w, &out);
    json_object_open(&w);
    json_key(&w, "rows");
    json_object_open(&w);
    for (size_t i = 0; i < b.plan->rows_n; i++) {
        const struct weighbridge_row *row = &b.plan->rows[i];
        struct dec below = dec_int(0);

        json_key(&w, row->key);
        json_object_open(&w);
        if (row->form == ROW_ITEM) {
            json_add_str(&w, "result", "pass");
        } else if (row->form == ROW_VALUE) {
            json_add_str(&w, "value", "20.5");
        } else {
            put_load(&w, "i", "dl", row->load, row->form == ROW_LOAD ? (int)i : 0);
            if (row->form == ROW_ECCENTRIC)
                put_load(&w, "e0_i", "e0_dl", row->e0_load, 0);
            must(dec_sub(row->load, b.plan->stage_mass, &below));
            if (row->form == ROW_SUBSTITUTE)
                json_add_str(&w, "back_i", dec_text_short(&b.loaded, below));
        }
        json_object_close(&w);
    }
    json_object_close(&w);
    json_object_close(&w);
    b.entries_json = (struct text){buf_str(&out), out.len};
}

static void make_record(void)
{
    struct regulation *reg = NULL;
    struct weights_table *table = NULL;
    struct weighbridge_input *in = NULL;
    struct json *doc = NULL;

    must(regulation_load_text(&b.loaded, read_file("data/regulations/jjg-539-2016.json"),
                              &reg, &b.err));
    must(weights_table_load(&b.loaded, read_file("data/weights/weights_mpe.csv"), &table,
                            &b.err));
    must(json_parse(&b.loaded, text_of(INPUT), &doc, &b.err));
    must(weighbridge_input_from_json(&b.loaded, doc, &in, &b.err));
    must(weighbridge_plan_make(&b.loaded, reg, table, in, &b.plan, &b.err));
    make_entries();
    must(json_parse(&b.loaded, b.entries_json, &doc, &b.err));
    must(weighbridge_entries_from_json(&b.loaded, b.plan, doc, &b.entries, &b.err));
}

static void judge(void)
{
    struct weighbridge_result *r = NULL;

    must(weighbridge_judge(&b.scratch, b.plan, b.entries, &r, &b.err));
    if (r->verdict != VERDICT_PASS)
        abort();
}

/* With every step of the trace as a record. */
static void judge_and_trace(void)
{
    struct weighbridge_result *r = NULL;

    must(weighbridge_judge(&b.scratch, b.plan, b.entries, &r, &b.err));
    must(weighbridge_trace(b.plan, b.entries, r, &b.scratch, &b.trace, &b.err));
}

/* The text of the records that are there. */
static void trace_text(void)
{
    struct json_writer w;
    struct buf out;

    buf_init(&out, &b.scratch);
    json_begin(&w, &out);
    weighbridge_steps_to_json(b.plan, &b.kept_trace, &b.scratch, &w);
    b.text_len = out.len;
}

static void keep_trace(void)
{
    struct weighbridge_result *r = NULL;

    must(weighbridge_judge(&b.loaded, b.plan, b.entries, &r, &b.err));
    must(weighbridge_trace(b.plan, b.entries, r, &b.loaded, &b.kept_trace, &b.err));
}

static void from_text(void)
{
    struct weighbridge_entries *entries = NULL;
    struct weighbridge_result *r = NULL;
    struct json *doc = NULL;

    must(json_parse(&b.scratch, b.entries_json, &doc, &b.err));
    must(weighbridge_entries_from_json(&b.scratch, b.plan, doc, &entries, &b.err));
    must(weighbridge_judge(&b.scratch, b.plan, entries, &r, &b.err));
}

static void read_vectors(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        struct regulation *reg = NULL;
        struct json *doc = NULL;

        must(json_parse(&b.loaded, read_file(argv[i]), &doc, &b.err));
        if (!str_equal(json_str(doc, "schema", ""), "metro-vector/1"))
            continue;
        must(regulation_load(&b.loaded, doc, &reg, &b.err));
        for (const struct json *c = json_member(doc, "cases")->first;
             c && b.cases_n < CASES_MAX; c = c->next) {
            b.cases[b.cases_n].reg = reg;
            b.cases[b.cases_n++].c = c;
        }
    }
}

static void evaluate_vectors(void)
{
    for (size_t i = 0; i < b.cases_n; i++) {
        struct evaluation *e = NULL;

        arena_reset(&b.scratch);
        must(evaluate_case(&b.scratch, b.cases[i].reg, b.cases[i].c, &e, &b.err));
    }
}

/* What the oracle is given: {"plan": .., "entries": ..}. */
static void print_record(void)
{
    struct json_writer w;
    struct buf out;

    buf_init(&out, &b.loaded);
    json_begin(&w, &out);
    json_object_open(&w);
    json_key(&w, "plan");
    weighbridge_plan_to_json(b.plan, &b.loaded, &w);
    json_add_raw(&w, "entries", b.entries_json);
    json_object_close(&w);
    (void)puts(buf_str(&out));
}

/* The arena lies in a buffer of our own: nothing is taken from the system. */
static void lend(size_t size)
{
    arena_done(&b.scratch);
    arena_init_with(&b.scratch, 0, ARENA_ARRAY(&b.loaded, size, char), size);
}

int main(int argc, char **argv)
{
    size_t bytes;
    size_t with_trace;
    size_t rows = 0;

    arena_init(&b.loaded, 0);
    make_record();
    if (argc > 1 && !strcmp(argv[1], "--record")) {
        print_record();
        arena_done(&b.loaded);
        return 0;
    }
    lend(JUDGE_MAX);
    judge();
    bytes = b.scratch.used;
    judge_and_trace();
    with_trace = b.scratch.used - bytes;
    if (with_trace > JUDGE_MAX)
        abort();
    for (size_t i = 0; i < b.plan->rows_n; i++)
        rows += b.plan->rows[i].form != ROW_ITEM;
    (void)printf("weighbridge record: %zu rows, %zu of them with readings; %zu bytes of "
                 "an arena of %d, nothing else\n",
                 b.plan->rows_n, rows, bytes, JUDGE_MAX);
    (void)printf("with its trace: %zu steps; %zu bytes\n", (size_t)b.trace.n, with_trace);
    (void)printf("judge, parsed input   %8.2f us\n", measure(judge, PASSES));
    (void)printf("judge and trace       %8.2f us\n",
                 measure(judge_and_trace, PASSES / 4));
    keep_trace();
    lend(SCRATCH_MAX);
    (void)printf("the trace as text     %8.2f us", measure(trace_text, PASSES / 20));
    (void)printf(" for %zu bytes\n", b.text_len);
    (void)printf("judge from JSON text  %8.2f us\n", measure(from_text, PASSES / 4));
    read_vectors(argc, argv);
    if (b.cases_n)
        (void)printf("vectors, parsed: %zu cases %8.3f us a case\n", b.cases_n,
                     measure(evaluate_vectors, VECTOR_PASSES) / (double)b.cases_n);
    arena_done(&b.scratch);
    arena_done(&b.loaded);
    return 0;
}
