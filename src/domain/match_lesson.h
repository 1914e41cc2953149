/* match_lesson.h - what is learned from texts whose codes are known.
 *
 * A lesson is the set of pairs of characters of a text and its codes.  Lessons are only
 * counted: n(g) lessons have the pair g, n(g, c) of them have the code c.  For a text:
 *
 *   evidence(c) = rate * sum over its pairs g of  rarity(g) n(g, c) / (n(g) + DOUBT)
 *
 * rarity(g) = ln((N + 1) / n(g)) / ln(N + 1), N lessons.  Counts are sums, so that the
 * order of lessons does not matter, a lesson can be taken back exactly, and the same rows
 * always give the same result.
 */
#pragma once

#include "domain/match_pair.h"

enum { LESSON_CODES_MAX = 4 };

struct lesson {
    const pair_id *pairs; /* sorted, each once */
    size_t n_pairs;
    size_t codes[LESSON_CODES_MAX];
    size_t n_codes;
};

/* Counts of many lessons. */
struct lessons;

const struct lessons *lessons_count(struct arena *a, const struct lesson *p, size_t n);
size_t lessons_number(const struct lessons *l);

/* Where evidence comes from: two sets of counts (each may be NULL), less one lesson that
 * is in the first (or NULL), as if it had never been counted. */
struct lesson_source {
    const struct lessons *sets[2];
    const struct lesson *without;
};

/* Adds rate times the evidence to score[]. */
void lessons_score(const struct lesson_source *s, const pair_id *pairs, size_t n_pairs,
                   double rate, double *score);
/* The evidence of one pair for a code at rate 1. */
double lessons_share(const struct lesson_source *s, pair_id pair, size_t code);
