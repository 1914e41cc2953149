#include "base/embedded.h"
#include "base/json.h"
#include "cli/cli.h"
#include "rule/edition_shape.h"
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

int cli_regulation(int argc, char **argv)
{
    struct arena a;
    int code;

    if (argc < 2 ||
        !(str_equal(argv[1], "schema") || (str_equal(argv[1], "check") && argc > 2))) {
        (void)fprintf(stderr, "usage: qh regulation check FILE...\n"
                              "       qh regulation schema\n");
        return qh_status_exit(QH_INVALID);
    }
    arena_init(&a, 0);
    code = str_equal(argv[1], "schema") ? print_schema(&a) : check_files(&a, argc, argv);
    arena_done(&a);
    if (fflush(stdout) || ferror(stdout)) {
        (void)fprintf(stderr, "qh regulation: cannot write\n");
        return qh_status_exit(QH_IO);
    }
    return code;
}
