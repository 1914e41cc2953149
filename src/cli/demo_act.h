/* demo_act.h - what happens in the replay, act by act, in the order of time.
 *
 * An act is a function that does one thing in the name of somebody at an instant, by the
 * domain's functions.  All acts are planned first; then they are done in the order of
 * their instants (in the order of planning at the same one), many in one transaction.
 */
#pragma once

#include "cli/demo.h"

struct store;

/* c->now_ms is the act's instant, c->actor nobody.  What the act allocates is gone
 * afterwards: what others need goes into arg. */
typedef qh_status (*demo_act)(struct demo *d, void *arg);

void demo_act_add(struct demo *d, int64_t at_ms, demo_act act, void *arg);
/* Called now and then with how many are done. */
typedef void (*demo_progress)(struct demo *d, size_t done, size_t all);
QH_MUST qh_status demo_acts_run(struct demo *d, struct store *store, demo_progress tell);
/* The bytes of the numbered papers of the silicon-materials enterprise. */
QH_MUST qh_status demo_papers_render(struct demo *d, struct store *store);
