/* regulation_check.h - what is wrong with an edition file, for those who write one.
 *
 * Everything at once, with line, path and reason: members that are unknown, missing or of
 * the wrong kind; limits without a clause, tables without source, confidence and
 * `confirmed`; grades that a table forgets; layouts of tests that are not there; and what
 * regulation_load() refuses, which works out every expression with made-up numbers.
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

#include <stddef.h>

enum { REGULATION_FINDINGS_MAX = 100 };

struct regulation_finding {
    const char *key; /* "check.clause", or a key of json_parse() or regulation_load() */
    const char *path;
    int line; /* from 1 */
    const char *detail;
};

struct regulation_findings {
    struct regulation_finding at[REGULATION_FINDINGS_MAX];
    size_t n;
    const char *code, *edition; /* "" if the file does not say */
};

/* Zeroed findings in, findings out; none: the edition is good.  Wording of the keys
 * "check.*": data/locales/regulation.*.json, of the others data/locales/errors.*.json. */
void regulation_check(struct arena *a, struct text file, struct regulation_findings *out);
