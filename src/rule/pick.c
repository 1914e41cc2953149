#include "rule/pick.h"

#include <string.h>

struct search {
    const struct pick_weight *w;
    size_t n;
    int64_t rest[PICK_KINDS_MAX + 1]; /* mass of all weights from here on */
    int64_t now[PICK_KINDS_MAX];
    int64_t *best;
    int64_t best_left; /* what is missing to the target */
    int steps;
};

static void keep(struct search *s, int64_t left)
{
    if (left >= s->best_left)
        return;
    s->best_left = left;
    memcpy(s->best, s->now, s->n * sizeof *s->best);
}

/* Depth is at most PICK_KINDS_MAX. */
static void look(struct search *s, size_t i, int64_t left)
{
    int64_t most;

    if (s->steps++ > PICK_STEPS_MAX)
        return;
    keep(s, left);
    if (i == s->n || !s->best_left || left - s->rest[i] >= s->best_left)
        return;
    most = left / s->w[i].mg;
    if (most > s->w[i].count)
        most = s->w[i].count;
    for (int64_t k = most; k >= 0 && s->best_left && s->steps <= PICK_STEPS_MAX; k--) {
        s->now[i] = k;
        look(s, i + 1, left - k * s->w[i].mg);
    }
    s->now[i] = 0;
}

int64_t pick_total(const struct pick_weight *w, size_t n)
{
    int64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += w[i].mg * w[i].count;
    return sum;
}

int64_t pick_below(const struct pick_weight *w, size_t n, int64_t target, int64_t *counts)
{
    struct search s = {.w = w, .n = n, .best = counts};

    memset(counts, 0, n * sizeof *counts);
    if (n > PICK_KINDS_MAX || target <= 0)
        return 0;
    for (size_t i = n; i-- > 0;)
        s.rest[i] = s.rest[i + 1] + w[i].mg * w[i].count;
    s.best_left = target + 1;
    look(&s, 0, target);
    return target - s.best_left;
}

/* What stays away is the heaviest load not above total - target. */
int64_t pick_above(const struct pick_weight *w, size_t n, int64_t target, int64_t *counts)
{
    int64_t total = pick_total(w, n);
    int64_t away;

    memset(counts, 0, n * sizeof *counts);
    if (n > PICK_KINDS_MAX || target > total)
        return 0;
    away = pick_below(w, n, total - target, counts);
    for (size_t i = 0; i < n; i++)
        counts[i] = w[i].count - counts[i];
    return total - away;
}
