/* pick.h - which weights make up a load.
 *
 * Masses are whole milligrams.  The search takes the heaviest weights first and looks
 * further only while the load is not met exactly, within PICK_STEPS_MAX steps; for sets
 * of standard weights the first try is nearly always exact.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PICK_KINDS_MAX = 64, PICK_STEPS_MAX = 20000 };

struct pick_weight {
    int64_t mg;
    int64_t count;
};

/* The heaviest load not above `target`; counts[i] of w[i], which is sorted heaviest
 * first.  Answers its mass, 0 if there is none. */
int64_t pick_below(const struct pick_weight *w, size_t n, int64_t target,
                   int64_t *counts);
/* The lightest load not below `target`; 0 if all weights together are lighter. */
int64_t pick_above(const struct pick_weight *w, size_t n, int64_t target,
                   int64_t *counts);
/* Mass of all. */
int64_t pick_total(const struct pick_weight *w, size_t n);
