/* options.h - options of a command: "--name value" and "--flag".
 *
 * A command lists its options in a table of names and places; anything else on the line
 * is refused.
 */
#pragma once

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum option_type {
    OPTION_TEXT,   /* const char ** */
    OPTION_NUMBER, /* int64_t *, >= 0 */
    OPTION_FLAG    /* bool *: no value */
};

struct option {
    const char *name; /* "--db" */
    enum option_type type;
    void *to;
    bool required;
};

/* Fills the places.  QH_INVALID "cli.option" (unknown, without its value, not a number)
 * or "cli.missing" (required). */
QH_MUST qh_status options_read(int argc, char **argv, const struct option *options,
                               size_t n, struct qh_error *err);
