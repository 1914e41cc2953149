#include "domain/match.h"

#include "base/csv.h"
#include "cli/cli.h"
#include "cli/options.h"

#include <stdio.h>
#include <string.h>

enum { TEXT_BYTES_MAX = 64 * 1024 };

static void put_text(struct buf *b, const char *s)
{
    const bool quoted = strpbrk(s, ",\"\r\n") != NULL;

    if (quoted)
        buf_add_char(b, '"');
    for (const char *p = s; *p; p++) {
        if (*p == '"')
            buf_add_char(b, '"');
        buf_add_char(b, *p);
    }
    if (quoted)
        buf_add_char(b, '"');
}

static void put_code(struct buf *b, const char *code, size_t *n)
{
    if ((*n)++ > 0)
        buf_add_char(b, '|');
    buf_add_str(b, code);
}

static bool is_department(const char *code)
{
    return text_starts(text_of(code), TEXT("EX-"));
}

static void put_line(struct buf *b, const char *id, const struct match *m)
{
    const struct match_proposal *p = m->proposals.p;
    size_t codes = 0;
    size_t set = 0;
    size_t departments = 0;

    put_text(b, id);
    buf_add_char(b, ',');
    for (size_t i = 0; i < m->proposals.n; i++)
        if (p[i].item_code)
            put_code(b, p[i].item_code, &codes);
    buf_add_char(b, ',');
    for (size_t i = 0; i < m->demands.n; i++)
        put_code(b, m->demands.p[i], &set);
    buf_add_str(b, m->none_fit ? ",1," : ",0,");
    for (size_t i = 0; i < m->demands.n; i++)
        if (is_department(m->demands.p[i]))
            put_code(b, m->demands.p[i], &departments);
    buf_add_char(b, '\n');
}

/* Spreadsheets put a byte order mark before and empty lines behind. */
static struct text trim_file(struct text t)
{
    if (text_starts(t, TEXT("\xEF\xBB\xBF")))
        t = (struct text){t.p + 3, t.len - 3};
    while (t.len > 0 && strchr("\r\n", t.p[t.len - 1]))
        t.len--;
    return t;
}

/* What is looked at of a text: its beginning, whole characters; the row is told. */
static struct text beginning(const char *text, size_t row)
{
    struct text t = text_of(text);

    if (t.len <= TEXT_BYTES_MAX)
        return t;
    (void)fprintf(stderr, "qh match: row %zu: only the first %d bytes are looked at\n",
                  row + 1, TEXT_BYTES_MAX);
    t.len = TEXT_BYTES_MAX;
    while (t.len > 0 && ((unsigned char)t.p[t.len] & 0xC0) == 0x80)
        t.len--;
    return t;
}

static qh_status match_rows(const struct matcher *m, const struct csv *c,
                            struct qh_error *err)
{
    static const char *const NAMES[] = {"id", "text"};
    size_t col[LEN(NAMES)];
    struct arena a;
    qh_status rc = csv_cols(c, NAMES, LEN(NAMES), col, err);

    if (rc)
        return rc;
    (void)fputs("id,codes,set,none,departments\n", stdout);
    arena_init(&a, 0);
    for (size_t row = 0; row < c->rows; row++) {
        const struct text text = beginning(csv_cell(c, row, col[1]), row);
        struct match found = {0};
        struct buf b;

        match_find(m, NULL, &a, text, &found);
        buf_init(&b, &a);
        put_line(&b, csv_cell(c, row, col[0]), &found);
        (void)fwrite(b.p, 1, b.len, stdout);
        arena_reset(&a);
    }
    arena_done(&a);
    return QH_OK;
}

static qh_status match_file(struct arena *a, const char *path, struct qh_error *err)
{
    const struct matcher *m = NULL;
    struct text file = {0};
    struct csv c = {0};
    qh_status rc = cli_file_read(a, path, CSV_BYTES_MAX, &file, err);

    if (!rc)
        rc = csv_parse(a, trim_file(file), &c, err);
    if (!rc)
        rc = match_load(a, NULL, &m, err);
    if (rc)
        return rc;
    rc = match_rows(m, &c, err);
    if (!rc && (fflush(stdout) || ferror(stdout)))
        rc = qh_fail(err, QH_IO, "file.write", "", "standard output");
    return rc;
}

int cli_match(int argc, char **argv)
{
    const char *path = NULL;
    const struct option options[] = {{"--csv", OPTION_TEXT, &path, true}};
    struct qh_error err = {.status = QH_OK};
    struct arena a;
    qh_status rc;

    rc = options_read(argc, argv, options, LEN(options), &err);
    arena_init(&a, 0);
    if (!rc)
        rc = match_file(&a, path, &err);
    arena_done(&a);
    return rc ? cli_failed("match", &err) : 0;
}
