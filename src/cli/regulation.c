#include "base/embedded.h"
#include "base/json.h"
#include "cli/cli.h"
#include "rule/edition_shape.h"
#include "rule/engine.h"
#include "rule/regulation_check.h"

#include <stdio.h>

/* Words of both languages; those of the check first, then those of errors. */
struct wording {
    struct arena *arena;
    const struct json *files[2][2];
};

static const struct json *words_of(struct arena *a, const char *area, const char *lang)
{
    const struct embedded_file *f =
        embedded_find(str_format(a, "data/locales/%s.%s.json", area, lang));
    struct json *v = NULL;

    if (!f || json_parse(a, embedded_text(f), &v, NULL))
        return NULL;
    return v;
}

static void load_words(struct wording *w)
{
    static const char *const LANGS[] = {"zh-CN", "en"};
    static const char *const AREAS[] = {"regulation", "errors"};

    for (size_t l = 0; l < LEN(LANGS); l++)
        for (size_t a = 0; a < LEN(AREAS); a++)
            w->files[l][a] = words_of(w->arena, AREAS[a], LANGS[l]);
}

static const char *word(const struct wording *w, size_t lang, const char *key)
{
    const char *s = json_str(w->files[lang][0], key, NULL);

    return s ? s : json_str(w->files[lang][1], key, key);
}

static void print_finding(const struct wording *w, const char *file,
                          const struct regulation_finding *f)
{
    (void)printf("%s:%d: %s%s%s | %s%s%s%s\n", file, f->line, f->path,
                 *f->path ? ": " : "", word(w, 0, f->key), word(w, 1, f->key),
                 *f->detail ? " (" : "", f->detail, *f->detail ? ")" : "");
}

static int check_file(struct arena *a, const struct wording *w, const char *path)
{
    struct regulation_findings *found = ARENA_NEW(a, struct regulation_findings);
    struct qh_error err = {.status = QH_OK};
    struct text file = {0};

    if (cli_file_read(a, path, CLI_FILE_MAX, &file, &err))
        return cli_failed("regulation", &err);
    regulation_check(a, file, found);
    for (size_t i = 0; i < found->n; i++)
        print_finding(w, path, &found->at[i]);
    if (!found->n)
        (void)printf("%s: %s %s | %s\n", path, found->code, word(w, 0, "check.good"),
                     word(w, 1, "check.good"));
    return found->n ? qh_status_exit(QH_INVALID) : 0;
}

static int print_schema(struct arena *a)
{
    struct json_writer w;
    struct buf b;

    buf_init(&b, a);
    json_begin(&w, &b);
    shape_to_schema(&w);
    (void)printf("%s\n", buf_str(&b));
    return 0;
}

static int check_files(struct arena *a, int argc, char **argv)
{
    struct wording w = {.arena = a};
    int worst = 0;

    load_words(&w);
    for (int i = 2; i < argc; i++) {
        int code = check_file(a, &w, argv[i]);

        if (code > worst)
            worst = code;
    }
    return worst;
}

/* The entries of a record; rows may stand there without the member "rows". */
static void put_entries(struct json_writer *w, const struct json *entries)
{
    if (json_member(entries, "rows") || json_member(entries, "stopped")) {
        json_put_node(w, entries);
        return;
    }
    json_object_open(w);
    json_key(w, "rows");
    json_put_node(w, entries);
    json_object_close(w);
}

/* The request of engine.h that judges one record, or plans where nothing is read yet. */
static struct text request_of(struct arena *a, struct text edition, const struct json *r)
{
    static const char *const TAKEN[] = {"input", "weights", "trace", "plan"};
    const struct json *entries = json_member(r, "entries");
    struct json_writer w;
    struct buf b;

    buf_init(&b, a);
    json_begin(&w, &b);
    json_object_open(&w);
    json_add_str(&w, "call", entries ? "judge" : "plan");
    json_add_raw(&w, "edition", edition);
    for (size_t i = 0; i < LEN(TAKEN); i++) {
        if (!json_member(r, TAKEN[i]))
            continue;
        json_key(&w, TAKEN[i]);
        json_put_node(&w, json_member(r, TAKEN[i]));
    }
    if (entries) {
        json_key(&w, "entries");
        put_entries(&w, entries);
    }
    json_add_bool(&w, "cases", true);
    json_object_close(&w);
    return buf_text(&b);
}

/* Prints the engine's answer on one line; the exit code. */
static int try_one(struct arena *a, struct text edition, const struct json *r)
{
    struct qh_error err = {.status = QH_OK};
    qh_status rc = QH_OK;
    struct text reply;

    if (r->kind != JSON_OBJECT || !json_member(r, "input"))
        rc = qh_fail(&err, QH_INVALID, "procedure.entries", "input",
                     "a record is an object with the member \"input\"");
    if (rc)
        return cli_failed("regulation", &err);
    reply = engine_answer(a, request_of(a, edition, r));
    (void)printf("%.*s\n", (int)reply.len, reply.p);
    return text_starts(reply, TEXT("{\"ok\"")) ? 0 : qh_status_exit(QH_INVALID);
}

/* The file holds one record, or a list of them as its member "records". */
static int try_records(struct arena *a, char **argv)
{
    struct qh_error err = {.status = QH_OK};
    struct text edition = {0};
    struct text file = {0};
    const struct json *list;
    struct json *r = NULL;
    int worst = 0;
    qh_status rc = cli_file_read(a, argv[2], CLI_FILE_MAX, &edition, &err);

    if (!rc)
        rc = json_parse(a, edition, &r, &err);
    if (!rc)
        rc = cli_file_read(a, argv[3], CLI_FILE_MAX, &file, &err);
    if (!rc)
        rc = json_parse(a, file, &r, &err);
    if (rc)
        return cli_failed("regulation", &err);
    list = json_member(r, "records");
    if (!list || list->kind != JSON_ARRAY)
        return try_one(a, edition, r);
    for (const struct json *m = list->first; m; m = m->next) {
        int code = try_one(a, edition, m);

        if (code > worst)
            worst = code;
    }
    return worst;
}

static int run(struct arena *a, int argc, char **argv)
{
    if (str_equal(argv[1], "schema"))
        return print_schema(a);
    return str_equal(argv[1], "try") ? try_records(a, argv) : check_files(a, argc, argv);
}

static bool is_usage(int argc, char **argv)
{
    if (argc < 2)
        return false;
    return str_equal(argv[1], "schema") || (str_equal(argv[1], "check") && argc > 2) ||
           (str_equal(argv[1], "try") && argc == 4);
}

int cli_regulation(int argc, char **argv)
{
    struct arena a;
    int code;

    if (!is_usage(argc, argv)) {
        (void)fprintf(stderr, "usage: qh regulation check FILE...\n"
                              "       qh regulation try FILE RECORD\n"
                              "       qh regulation schema\n");
        return qh_status_exit(QH_INVALID);
    }
    arena_init(&a, 0);
    code = run(&a, argc, argv);
    arena_done(&a);
    if (fflush(stdout) || ferror(stdout)) {
        (void)fprintf(stderr, "qh regulation: cannot write\n");
        return qh_status_exit(QH_IO);
    }
    return code;
}
