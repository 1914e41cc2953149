/* json.c - nanoseconds of CPU a byte to read and to write JSON, beside jansson in the
 * same run.  The documents are lists of instruments with Chinese text; the page is a list
 * of 50 demands that is built and written. */
#include "json_peer.h"

#include "base/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 9, ROUND_NS = 40000000, PAGE_ROWS = 50, CALLS = 8 };

struct job {
    const struct text *document;
    const struct json *tree;
    struct arena *arena; /* emptied after each call */
};

/* Does the work once and returns the bytes read or written. */
typedef size_t work_fn(const struct job *job);

static int64_t cpu_ns(void)
{
    struct timespec t;

    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t))
        abort();
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;

    return (x > y) - (x < y);
}

/* ns a byte of one round: as many calls as fit into ROUND_NS. */
static double one_round(work_fn *work, const struct job *job)
{
    int64_t start = cpu_ns();
    int64_t spent;
    size_t bytes = 0;

    do {
        for (int i = 0; i < CALLS; i++) {
            bytes += work(job);
            arena_reset(job->arena);
        }
        spent = cpu_ns() - start;
    } while (spent < ROUND_NS);
    return (double)spent / (double)bytes;
}

/* Medians of rounds in which both take turns. */
static void measure(const char *name, work_fn *ours, work_fn *theirs,
                    const struct job *job)
{
    double a[ROUNDS];
    double b[ROUNDS];

    (void)one_round(ours, job);
    for (int i = 0; i < ROUNDS; i++) {
        a[i] = one_round(ours, job);
        b[i] = one_round(theirs, job);
    }
    qsort(a, ROUNDS, sizeof *a, compare);
    qsort(b, ROUNDS, sizeof *b, compare);
    printf("%-22s %6.2f ns/byte   jansson %6.2f   ratio %5.1f\n", name, a[ROUNDS / 2],
           b[ROUNDS / 2], b[ROUNDS / 2] / a[ROUNDS / 2]);
}

static size_t parse(const struct job *job)
{
    struct json *v = NULL;

    if (json_parse(job->arena, *job->document, &v, NULL))
        abort();
    return job->document->len;
}

static size_t parse_there(const struct job *job)
{
    if (!peer_parse(job->document->p, job->document->len))
        abort();
    return job->document->len;
}

static size_t write_tree(const struct job *job)
{
    struct json_writer w;
    struct buf b;

    buf_init(&b, job->arena);
    json_begin(&w, &b);
    json_put_node(&w, job->tree);
    return b.len;
}

static size_t write_tree_there(const struct job *job)
{
    (void)job;
    return peer_write();
}

static size_t write_page(const struct job *job)
{
    struct json_writer w;
    struct buf b;

    buf_init(&b, job->arena);
    json_begin(&w, &b);
    json_object_open(&w);
    json_key(&w, "items");
    json_array_open(&w);
    for (int i = 0; i < PAGE_ROWS; i++) {
        json_object_open(&w);
        json_add_str(&w, "id", "01ARZ3NDEKTSV4RRFFQ69G5FAV");
        json_add_str(&w, "number", "D2031-00057");
        json_add_str(&w, "text", "五台地磅到期，生产不能停");
        json_add_str(&w, "state", "WIP");
        json_add_int(&w, "due_ms", 1930000000000 + i);
        json_add_int(&w, "version", i);
        json_add_bool(&w, "mine", i % 2);
        json_object_close(&w);
    }
    json_array_close(&w);
    json_add_str(&w, "next", NULL);
    json_object_close(&w);
    return b.len;
}

static size_t write_page_there(const struct job *job)
{
    (void)job;
    return peer_page(PAGE_ROWS);
}

/* A list of n instruments, about 200 bytes each. */
static struct text make_document(struct arena *a, int n)
{
    struct json_writer w;
    struct buf b;

    buf_init(&b, a);
    json_begin(&w, &b);
    json_array_open(&w);
    for (int i = 0; i < n; i++) {
        json_object_open(&w);
        json_add_int(&w, "id", 100000 + i);
        json_add_str(&w, "name", "电子汽车衡（地磅）");
        json_add_str(&w, "model", "SCS-100");
        json_add_str(&w, "serial", "2031-0\"57\"");
        json_add_str(&w, "max", "100000.00");
        json_add_str(&w, "place", "吉安市井开区硅料车间一号门");
        json_add_str(&w, "due_day", "2031-05-06");
        json_add_bool(&w, "compulsory", i % 3 == 0);
        json_object_close(&w);
    }
    json_array_close(&w);
    return buf_text(&b);
}

static void measure_document(const char *size, int rows)
{
    struct arena documents;
    struct arena scratch;
    struct json *tree = NULL;
    struct text document;
    struct job job = {.document = &document, .arena = &scratch};
    char name[64];

    arena_init(&documents, 0);
    arena_init(&scratch, 0);
    document = make_document(&documents, rows);
    if (json_parse(&documents, document, &tree, NULL))
        abort();
    job.tree = tree;
    peer_prepare(document.p, document.len);
    (void)snprintf(name, sizeof name, "parse %s", size);
    measure(name, parse, parse_there, &job);
    (void)snprintf(name, sizeof name, "write %s", size);
    measure(name, write_tree, write_tree_there, &job);
    peer_release();
    arena_done(&scratch);
    arena_done(&documents);
}

int main(void)
{
    struct arena scratch;
    struct job job = {.arena = &scratch};

    measure_document("2 kB", 10);
    measure_document("1 MB", 4700);
    arena_init(&scratch, 0);
    measure("page of 50 rows", write_page, write_page_there, &job);
    arena_done(&scratch);
    return 0;
}
