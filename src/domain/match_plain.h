/* match_plain.h - one writing for what people type, dictate and paste.
 *
 * Lower case, full-width forms made narrow, traditional characters made simplified
 * (data/matching/simplified.csv), spoken numbers of three characters or more written in
 * digits ("nine thousand and one" in Chinese becomes 9001), letters that were read out
 * joined ("s c" becomes "sc").  For the matcher only: what
 * is shown and stored stays as it was written.
 */
#pragma once

#include "base/status.h"
#include "base/text.h"

struct plain;

/* Code points of a text. */
struct chars {
    const uint32_t *p;
    size_t n;
};

/* The keys of match_read_csv(). */
QH_MUST qh_status plain_load(struct arena *a, const struct plain **out,
                             struct qh_error *err);
/* t: well-formed UTF-8. */
struct text plain_text(const struct plain *p, struct arena *a, struct text t);
/* A transcript that has a blank after every word or character (every third at least),
 * without these blanks; any other text as it is: there a blank may part two demands. */
struct text plain_unspaced(struct arena *a, struct text t);
struct chars plain_chars(struct arena *a, struct text t);
bool plain_is_han(uint32_t code);
