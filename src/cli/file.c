#include "cli/cli.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { FIRST = 64 * 1024 };

/* Standard input has no length: the buffer doubles until it ends. */
QH_MUST static qh_status read_all(struct arena *a, FILE *f, const char *path, size_t cap,
                                  struct text *out, struct qh_error *err)
{
    size_t room = FIRST;
    size_t len = 0;
    char *p = arena_alloc(a, room + 1, 1);

    for (;;) {
        size_t got = fread(p + len, 1, room - len, f);
        char *more;

        len += got;
        if (ferror(f))
            return qh_fail(err, QH_IO, "file.read", path, "cannot be read");
        if (len > cap)
            return qh_fail(err, QH_LIMIT, "file.size", path, "over %zu bytes", cap);
        if (!got)
            break;
        if (len < room)
            continue;
        more = arena_alloc(a, room * 2 + 1, 1);
        memcpy(more, p, len);
        p = more;
        room *= 2;
    }
    *out = (struct text){p, len};
    return QH_OK;
}

qh_status cli_file_read(struct arena *a, const char *path, size_t cap, struct text *out,
                        struct qh_error *err)
{
    bool input = str_equal(path, "-");
    FILE *f = input ? stdin : fopen(path, "rbe");
    qh_status rc;

    if (!f)
        return qh_fail(err, QH_NOT_FOUND, "file.open", path, "cannot be opened");
    rc = read_all(a, f, path, cap, out, err);
    if (!input)
        (void)fclose(f);
    return rc;
}

int cli_failed(const char *command, const struct qh_error *err)
{
    (void)fprintf(stderr, "qh %s: %s%s%s: %s\n", command, err->key,
                  err->field[0] ? " at " : "", err->field, err->detail);
    return qh_status_exit(err->status);
}
