#include "cli/cli.h"

#include "base/file.h"

#include <stdio.h>

qh_status cli_file_read(struct arena *a, const char *path, size_t cap, struct text *out,
                        struct qh_error *err)
{
    return file_read(a, str_equal(path, "-") ? "/dev/stdin" : path, cap, out, err);
}

int cli_failed(const char *command, const struct qh_error *err)
{
    (void)fprintf(stderr, "qh %s: %s%s%s: %s\n", command, err->key,
                  err->field[0] ? " at " : "", err->field, err->detail);
    return qh_status_exit(err->status);
}
