#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct row {
    const char *name;
    int http;
    int exit;
};

/* clang-format off */
static const struct row ROWS[] = {
    [QH_OK]        = {"ok",        200, 0},
    [QH_INVALID]   = {"invalid",   422, 2},
    [QH_LOGIN]     = {"login",     401, 3},
    [QH_DENIED]    = {"denied",    403, 4},
    [QH_NOT_FOUND] = {"not_found", 404, 5},
    [QH_CONFLICT]  = {"conflict",  409, 6},
    [QH_RANGE]     = {"range",     422, 7},
    [QH_LIMIT]     = {"limit",     413, 8},
    [QH_BUSY]      = {"busy",      503, 9},
    [QH_IO]        = {"io",        500, 10},
    [QH_BUG]       = {"bug",       500, 11},
};
/* clang-format on */

static void copy_text(char *to, size_t cap, const char *from)
{
    size_t n = from ? strlen(from) : 0;

    if (n >= cap)
        n = cap - 1;
    if (n)
        memcpy(to, from, n);
    to[n] = 0;
}

/* In parentheses because of the analyzer's macro in status.h. */
qh_status(qh_fail)(struct qh_error *err, qh_status status, const char *key,
                   const char *field, const char *fmt, ...)
{
    va_list ap;

    if (!err)
        return status;
    err->status = status;
    copy_text(err->key, sizeof err->key, key);
    copy_text(err->field, sizeof err->field, field);
    va_start(ap, fmt);
    (void)vsnprintf(err->detail, sizeof err->detail, fmt, ap);
    va_end(ap);
    return status;
}

static const struct row *row_of(qh_status status)
{
    return (size_t)status < LEN(ROWS) ? &ROWS[status] : &ROWS[QH_BUG];
}

int qh_status_http(qh_status status)
{
    return row_of(status)->http;
}

int qh_status_exit(qh_status status)
{
    return row_of(status)->exit;
}

const char *qh_status_name(qh_status status)
{
    return row_of(status)->name;
}
