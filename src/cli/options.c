#include "cli/options.h"

#include <stdlib.h>
#include <string.h>

static const struct option *find(const struct option *options, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(options[i].name, name) == 0)
            return &options[i];
    return NULL;
}

static bool take(const struct option *o, const char *value)
{
    char *end = NULL;

    if (o->type == OPTION_TEXT) {
        *(const char **)o->to = value;
        return true;
    }
    if (!*value || value[strspn(value, "0123456789")] || strlen(value) > 18)
        return false;
    *(int64_t *)o->to = strtoll(value, &end, 10);
    return true;
}

qh_status options_read(int argc, char **argv, const struct option *options, size_t n,
                       struct qh_error *err)
{
    uint64_t seen = 0;

    for (int i = 1; i < argc; i++) {
        const struct option *o = find(options, n, argv[i]);

        if (!o)
            return qh_fail(err, QH_INVALID, "cli.option", argv[i], "unknown option");
        seen |= (uint64_t)1 << (o - options);
        if (o->type == OPTION_FLAG) {
            *(bool *)o->to = true;
            continue;
        }
        if (++i == argc || !take(o, argv[i]))
            return qh_fail(err, QH_INVALID, "cli.option", o->name, "needs its value");
    }
    for (size_t i = 0; i < n; i++)
        if (options[i].required && !(seen >> i & 1))
            return qh_fail(err, QH_INVALID, "cli.missing", options[i].name, "required");
    return QH_OK;
}
