#include "rule/evaluate.h"
#include "base/embedded.h"
#include "base/json.h"
#include "cli/cli.h"
#include "rule/evaluate_trace.h"
#include "rule/regulation.h"
#include "rule/trace_page.h"

#include <stdio.h>

/* A case's id is a text, or a number as written. */
static void put_id(struct json_writer *w, const struct json *c)
{
    const struct json *id = json_member(c, "id");

    json_key(w, "id");
    if (id)
        json_put_node(w, id);
    else
        json_put_null(w);
}

static void put_error(struct json_writer *w, const struct qh_error *err)
{
    json_key(w, "error");
    json_object_open(w);
    json_add_str(w, "key", err->key);
    json_add_str(w, "field", err->field);
    json_add_str(w, "detail", err->detail);
    json_object_close(w);
}

/* What the command line asks for. */
struct options {
    bool trace;
    const struct json *words; /* of a page; NULL: JSON */
};

QH_MUST static qh_status put_result(struct json_writer *w, struct arena *a,
                                    const struct evaluation *e, const struct json *c,
                                    const struct options *o, struct qh_error *err)
{
    json_key(w, "result");
    evaluation_to_json(e, a, w);
    if (!o->trace)
        return QH_OK;
    json_key(w, "trace");
    return evaluation_trace_to_json(e, c, a, w, err);
}

static void put_line(const struct buf *b)
{
    (void)fwrite(b->p, 1, b->len, stdout);
}

static void begin(struct json_writer *w, struct buf *b, struct arena *a,
                  const struct json *c)
{
    buf_init(b, a);
    json_begin(w, b);
    json_object_open(w);
    put_id(w, c);
}

/* The page of a line that was made for programs. */
static void put_page(struct arena *a, struct buf *line, const struct json *words)
{
    struct json *v = NULL;
    struct buf page;

    buf_init(&page, a);
    if (json_parse(a, buf_text(line), &v, NULL) || !json_member(v, "trace")) {
        put_line(line);
        return;
    }
    trace_page(json_member(v, "trace"), words, &page);
    buf_add_char(&page, '\n');
    put_line(&page);
}

/* One line or page; the memory of a case goes with it. */
static qh_status print_case(struct arena *a, const struct regulation *r,
                            const struct json *c, const struct options *o)
{
    struct arena_mark mark = arena_here(a);
    struct qh_error err = {.status = QH_OK};
    struct evaluation *e = NULL;
    struct json_writer w;
    struct buf b;
    qh_status rc;

    begin(&w, &b, a, c);
    rc = evaluate_case(a, r, c, &e, &err);
    if (!rc)
        rc = put_result(&w, a, e, c, o, &err);
    if (rc) {
        begin(&w, &b, a, c);
        put_error(&w, &err);
    }
    json_object_close(&w);
    buf_add_char(&b, '\n');
    if (o->words)
        put_page(a, &b, o->words);
    else
        put_line(&b);
    arena_return(a, mark);
    return rc;
}

static int evaluate_file(struct arena *a, const char *path, const struct options *o)
{
    struct qh_error err = {.status = QH_OK};
    struct regulation *r = NULL;
    struct json *doc = NULL;
    struct text file = {0};
    const struct json *cases;
    int code = 0;
    qh_status rc;

    rc = cli_file_read(a, path, CLI_FILE_MAX, &file, &err);
    if (!rc)
        rc = json_parse(a, file, &doc, &err);
    if (!rc)
        rc = regulation_load(a, doc, &r, &err);
    if (rc)
        return cli_failed("evaluate", &err);
    cases = json_member(doc, "cases");
    if (!cases || cases->kind != JSON_ARRAY) {
        (void)fprintf(stderr, "qh evaluate: %s has no cases\n", path);
        return qh_status_exit(QH_INVALID);
    }
    for (const struct json *c = cases->first; c; c = c->next)
        if (print_case(a, r, c, o))
            code = qh_status_exit(QH_INVALID);
    return code;
}

/* The wording of a language, from the files that are linked in; NULL: no such. */
static const struct json *words_of(struct arena *a, const char *lang)
{
    const struct embedded_file *f =
        embedded_find(str_format(a, "data/locales/trace.%s.json", lang));
    struct json *words = NULL;

    if (!f || json_parse(a, embedded_text(f), &words, NULL))
        return NULL;
    return words;
}

/* Reads the options; answers the index of the first file, 0 if one is wrong. */
static int read_options(int argc, char **argv, struct arena *a, struct options *o)
{
    const char *lang = "zh-CN";
    bool page = false;
    int i = 1;

    for (; i < argc && argv[i][0] == '-' && argv[i][1]; i++) {
        if (str_equal(argv[i], "--trace") || str_equal(argv[i], "--trace=json"))
            o->trace = true;
        else if (str_equal(argv[i], "--trace=text"))
            o->trace = page = true;
        else if (str_equal(argv[i], "--lang") && i + 1 < argc)
            lang = argv[++i];
        else
            return 0;
    }
    if (page) {
        o->words = words_of(a, lang);
        if (!o->words)
            return 0;
    }
    return i < argc ? i : 0;
}

static int evaluate_files(char **paths, int n, const struct options *o)
{
    int worst = 0;

    for (int i = 0; i < n; i++) {
        struct arena a;
        int code;

        arena_init(&a, 0);
        code = evaluate_file(&a, paths[i], o);
        arena_done(&a);
        if (code > worst)
            worst = code;
    }
    return worst;
}

int cli_evaluate(int argc, char **argv)
{
    struct options o = {0};
    struct arena a;
    int worst;
    int first;

    arena_init(&a, 0);
    first = read_options(argc, argv, &a, &o);
    if (!first) {
        (void)fprintf(stderr, "usage: qh evaluate [--trace | --trace=text "
                              "[--lang zh-CN|en]] FILE...\n");
        arena_done(&a);
        return qh_status_exit(QH_INVALID);
    }
    worst = evaluate_files(argv + first, argc - first, &o);
    arena_done(&a);
    if (fflush(stdout) || ferror(stdout)) {
        (void)fprintf(stderr, "qh evaluate: cannot write\n");
        return qh_status_exit(QH_IO);
    }
    return worst;
}
