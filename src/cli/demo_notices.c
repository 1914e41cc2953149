/* demo_notices.c - what the server would have announced by now, and what people would
 * have read of all their messages: those of the last week are new, the older ones are
 * not. */
#include "cli/demo.h"
#include "domain/remind.h"
#include "store/sql_demo.h"

enum { REMIND_MOST = 500, NEW_DAYS = 7, DAY_MS = 24 * 3600 * 1000 };

qh_status demo_notices(struct demo *d)
{
    struct ctx *c = d->c;
    const int64_t before_ms = c->now_ms - (int64_t)NEW_DAYS * DAY_MS;
    const struct actor actor = c->actor;
    bool left = true;
    int64_t n = 0;
    qh_status rc = QH_OK;

    c->actor = (struct actor){.person = "", .name = "qh"};
    while (left && !rc) {
        const struct arena_mark mark = arena_here(c->arena);

        rc = remind_round(c, REMIND_MOST, &left);
        arena_return(c->arena, mark);
    }
    c->actor = actor;
    return rc ? rc : sql_demo_read_notices(c->tx, c->org, before_ms, &n, &c->err);
}
