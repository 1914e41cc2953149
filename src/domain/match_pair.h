/* match_pair.h - pairs of characters, the unit by which texts are compared.
 *
 * Chinese has no blanks between words, and most words have two characters: a text is
 * taken as its overlapping pairs.  A run of ASCII letters and digits is one unit whatever
 * its length; a Han character alone between other signs is one, too.
 */
#pragma once

#include "base/text.h"

typedef uint64_t pair_id;

/* Lower case, full-width forms made plain.  t: well-formed UTF-8. */
struct text pair_normalise(struct arena *a, struct text t);
bool pair_is_latin(uint32_t code);
/* The pairs of a normalised text in their order; at most `most` - 2 of them.  Answers how
 * many. */
size_t pair_read(struct text t, pair_id *out, size_t most);
/* For qsort and bsearch over pair_id, or structs that begin with one. */
int pair_compare(const void *a, const void *b);
/* Sorts and keeps each once.  Answers how many. */
size_t pair_sort(pair_id *p, size_t n);
/* In a sorted array. */
bool pair_is_in(const pair_id *p, size_t n, pair_id x);
