/* qh import: a table of somebody else, by the functions that the server uses. */
#include "domain/import.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/tool.h"
#include "domain/transact.h"
#include "http/titles.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { IMPORT_FILE_MAX = 12 * 1024 * 1024, SHOWN_EACH = 100, EXIT_FAULTS = 2 };

struct importer {
    struct tool tool;
    struct import_order order;
    struct import *file;
    struct import_report report;
    const struct titles *titles;
    const char *db;
    const char *org;
    const char *login;
    const char *lang;
    const char *again; /* where the faulty lines go; or NULL */
    bool is_tty;
};

static volatile sig_atomic_t interrupted;

static void interrupt(int signal_number)
{
    (void)signal_number;
    interrupted = 1;
}

static bool go_on(void *arg, int64_t done, int64_t of)
{
    const struct importer *x = arg;

    if (x->is_tty && of && (done % SHOWN_EACH == 0 || done + 1 == of))
        (void)fprintf(stderr, "\r%3d %%", (int)(100 * (done + 1) / of));
    return !interrupted;
}

static qh_status try_lines(struct ctx *c, void *arg)
{
    struct importer *x = arg;

    return import_try(c, x->file, &x->report);
}

static qh_status take_lines(struct ctx *c, void *arg)
{
    struct importer *x = arg;

    return import_take(c, x->file, &x->report);
}

/* "LINE: LABEL: FIELD: wording (key)" */
static void print_faults(const struct importer *x)
{
    const struct import_fault *f = x->report.faults.p;

    for (size_t i = 0; i < x->report.faults.n; i++) {
        const char *title = titles_of(x->titles, x->lang, f[i].key);

        printf("%lld: %s: %s%s%s (%s)\n", (long long)f[i].line, f[i].label, f[i].field,
               *f[i].field ? ": " : "", title ? title : "", f[i].key);
    }
    if (x->report.bad > (int64_t)x->report.faults.n)
        printf("... %lld\n", (long long)x->report.bad);
}

static qh_status write_again(const struct importer *x, struct qh_error *err)
{
    FILE *f;
    bool ok;

    if (!x->again || x->report.bad == 0)
        return QH_OK;
    f = fopen(x->again, "wbe");
    if (!f)
        return qh_fail(err, QH_IO, "file.write", "--again", "%s", x->again);
    ok = fwrite(x->report.again.p, 1, x->report.again.len, f) == x->report.again.len;
    if (fclose(f) || !ok)
        return qh_fail(err, QH_IO, "file.write", "--again", "%s", x->again);
    return QH_OK;
}

static qh_status open_file(struct importer *x, const char *path, struct qh_error *err)
{
    qh_status rc = tool_open(&x->tool, x->db, x->org, err);

    if (!rc)
        rc = tool_act_as(&x->tool, x->login, err);
    if (!rc && !ctx_can(&x->tool.c, RIGHT_IMPORT))
        rc = qh_fail(err, QH_DENIED, "auth.denied", "--login", "%s", x->login);
    if (!rc)
        rc = titles_load(&x->tool.arena, &x->titles, err);
    if (!rc)
        rc = cli_file_read(&x->tool.arena, path, IMPORT_FILE_MAX, &x->order.file, err);
    if (rc)
        return rc;
    rc = import_open(&x->tool.c, &x->order, &x->file);
    *err = x->tool.c.err;
    return rc;
}

static qh_status run(struct importer *x, struct qh_error *err)
{
    struct tool *t = &x->tool;
    qh_status rc = ctx_write(t->store, &t->c, try_lines, x);

    if (strcmp(t->c.err.key, "import.tried") == 0) {
        t->c.err = (struct qh_error){0};
        rc = QH_OK;
        if (!x->order.dry && (x->report.bad == 0 || x->order.partial))
            rc = ctx_write(t->store, &t->c, take_lines, x);
    }
    *err = t->c.err;
    if (x->is_tty)
        (void)fprintf(stderr, "\r     \r");
    return rc;
}

static int finish(const struct importer *x, struct qh_error *err)
{
    print_faults(x);
    if (write_again(x, err))
        return cli_failed("import", err);
    (void)fprintf(stderr, "%lld lines, %lld good, %lld faulty, %lld taken in\n",
                  (long long)x->report.rows, (long long)x->report.good,
                  (long long)x->report.bad, (long long)x->report.taken);
    return x->report.bad ? EXIT_FAULTS : 0;
}

int cli_import(int argc, char **argv)
{
    struct importer x = {0};
    const struct option table[] = {
        {"--db", OPTION_TEXT, &x.db, true},
        {"--login", OPTION_TEXT, &x.login, true},
        {"--org", OPTION_TEXT, &x.org, false},
        {"--dry-run", OPTION_FLAG, &x.order.dry, false},
        {"--partial", OPTION_FLAG, &x.order.partial, false},
        {"--again", OPTION_TEXT, &x.again, false},
        {"--lang", OPTION_TEXT, &x.lang, false},
    };
    struct qh_error err = {0};
    qh_status rc;
    int code;

    if (argc < 3 || argv[1][0] == '-')
        rc = qh_fail(&err, QH_INVALID, "cli.missing", "TABLE FILE", "required");
    else
        rc = options_read(argc - 2, argv + 2, table, LEN(table), &err);
    if (rc)
        return cli_failed("import", &err);
    x.order.kind = argv[1];
    x.order.go_on = go_on;
    x.order.arg = &x;
    x.lang = x.lang ? x.lang : "zh-CN";
    x.is_tty = isatty(STDERR_FILENO) == 1;
    (void)signal(SIGINT, interrupt);
    rc = open_file(&x, argv[2], &err);
    if (!rc)
        rc = run(&x, &err);
    code = rc ? cli_failed("import", &err) : finish(&x, &err);
    tool_done(&x.tool);
    return code;
}
