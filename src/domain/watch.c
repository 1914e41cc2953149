#include "domain/watch.h"

#include "domain/appointment_watch.h"
#include "domain/notify_purge.h"
#include "domain/remind.h"
#include "domain/supervise_watch.h"

enum { MOST = 100 };

static qh_status services(struct ctx *c, void *left)
{
    const qh_status rc = service_watch(c);

    return rc ? rc : service_is_due(c, left);
}

static qh_status acts(struct ctx *c, void *left)
{
    return supervise_watch(c, MOST, left);
}

static qh_status reminders(struct ctx *c, void *left)
{
    return remind_round(c, MOST, left);
}

static qh_status old_messages(struct ctx *c, void *left)
{
    return notify_purge(c, MOST, left);
}

const ctx_work WATCH_WORKS[] = {services, acts, reminders, old_messages};
const size_t WATCH_WORKS_N = LEN(WATCH_WORKS);
