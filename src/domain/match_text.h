/* match_text.h - the catalogue's files and the wording of the matcher; for match.c only.
 */
#pragma once

#include "base/csv.h"
#include "base/json.h"

/* Files linked into the binary.  QH_NOT_FOUND "match.file"; the keys of csv_parse() and
 * json_parse(). */
QH_MUST qh_status match_read_csv(struct arena *a, const char *path, struct csv *out,
                                 struct qh_error *err);
QH_MUST qh_status match_read_wording(struct arena *a, const char *path,
                                     const struct json **out, struct qh_error *err);

/* The wording with {words} and {name} put in. */
const char *match_fill(struct arena *a, const char *wording, const char *words,
                       const char *name);
