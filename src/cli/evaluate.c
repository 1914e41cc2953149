#include "rule/evaluate.h"
#include "base/json.h"
#include "cli/cli.h"
#include "rule/regulation.h"

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

/* One line; the memory of a case goes with it. */
static qh_status print_case(struct arena *a, const struct regulation *r,
                            const struct json *c)
{
    struct arena_mark mark = arena_here(a);
    struct qh_error err = {.status = QH_OK};
    struct evaluation *e = NULL;
    struct json_writer w;
    struct buf b;
    qh_status rc;

    rc = evaluate_case(a, r, c, &e, &err);
    buf_init(&b, a);
    json_begin(&w, &b);
    json_object_open(&w);
    put_id(&w, c);
    if (rc) {
        put_error(&w, &err);
    } else {
        json_key(&w, "result");
        evaluation_to_json(e, a, &w);
    }
    json_object_close(&w);
    buf_add_char(&b, '\n');
    (void)fwrite(b.p, 1, b.len, stdout);
    arena_return(a, mark);
    return rc;
}

static int evaluate_file(struct arena *a, const char *path)
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
        if (print_case(a, r, c))
            code = qh_status_exit(QH_INVALID);
    return code;
}

int cli_evaluate(int argc, char **argv)
{
    int worst = 0;

    if (argc < 2) {
        (void)fprintf(stderr, "usage: qh evaluate FILE...\n");
        return qh_status_exit(QH_INVALID);
    }
    for (int i = 1; i < argc; i++) {
        struct arena a;
        int code;

        arena_init(&a, 0);
        code = evaluate_file(&a, argv[i]);
        arena_done(&a);
        if (code > worst)
            worst = code;
    }
    if (fflush(stdout) || ferror(stdout)) {
        (void)fprintf(stderr, "qh evaluate: cannot write\n");
        return qh_status_exit(QH_IO);
    }
    return worst;
}
