/* regulation.h - one regulation edition, compiled from its JSON file.
 *
 * Two kinds of file load: the vectors (schema "metro-vector/1", with cases) and our own
 * editions (schema "qh-regulation/1": also conditions, standards, instrument variables,
 * settings, procedure).  Expressions and limits are compiled once; every name is checked.
 */
#pragma once

#include "base/arena.h"
#include "base/json.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>

struct regulation;

/* Compiles a parsed document, which must live as long as *out.  Failures are located:
 * err->field is the path ("tests[2].limit.steps[0].le_key"), err->detail says why.
 * QH_INVALID "regulation.*", "expr.*", "limit.*"; QH_LIMIT "regulation.limit". */
QH_MUST qh_status regulation_load(struct arena *a, const struct json *doc,
                                  struct regulation **out, struct qh_error *err);
/* The same from the text of the file. */
QH_MUST qh_status regulation_load_text(struct arena *a, struct text file,
                                       struct regulation **out, struct qh_error *err);

const char *regulation_code(const struct regulation *r);    /* "JJG 539-2016" */
const char *regulation_edition(const struct regulation *r); /* "2016", "" if not said */
const char *regulation_title(const struct regulation *r, bool zh);
/* Months of validity of a certificate; 0: none. */
int regulation_validity_months(const struct regulation *r);
/* The document itself: layout hints, provenance, texts. */
const struct json *regulation_document(const struct regulation *r);
/* Ids of tests and tables whose numbers rest on secondary sources and are not confirmed;
 * NULL-terminated. */
const char *const *regulation_unconfirmed(const struct regulation *r);
