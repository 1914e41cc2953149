#include "domain/supervise_tell.h"

#include "base/days.h"
#include "base/text.h"
#include "domain/notify.h"

/* clang-format off */
static const struct telling {
    const char *act;
    enum notify_kind kind;
    bool once; /* for the limit */
} TELLINGS[] = {
    {"remind",           NOTIFY_DEMAND_YELLOW,     true},
    {"urge",             NOTIFY_DEMAND_URGED,      false},
    {"escalate",         NOTIFY_DEMAND_ESCALATED,  false},
    {"supervise",        NOTIFY_DEMAND_SUPERVISED, false},
    {"supervise_return", NOTIFY_DEMAND_SUPERVISED, false},
};
/* clang-format on */

qh_status supervise_tell(struct ctx *c, const struct supervise_told *t)
{
    char day[DAY_LEN + 1];
    struct notify_more more = {.office_id = t->office_id, .person_id = t->person_id};

    for (size_t i = 0; i < LEN(TELLINGS); i++) {
        if (!str_equal(TELLINGS[i].act, t->kind))
            continue;
        if (t->due_ms) {
            day_of_instant(c->calendar, t->due_ms, day);
            more.due_day = day;
        }
        if (TELLINGS[i].once)
            more.once = str_format(c->arena, "%lld", (long long)t->due_ms);
        return notify_event(c, TELLINGS[i].kind, t->demand_id, &more);
    }
    return QH_OK;
}
