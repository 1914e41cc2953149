/* notify_people.h - what an event is about, and who is told; for notify*.c. */
#pragma once

#include "domain/notify_kinds.h"
#include "store/sql_notify.h"

enum { NOTIFY_PEOPLE_MAX = 2000 };

/* Each person once. */
struct notify_people {
    const char *id[NOTIFY_PEOPLE_MAX];
    size_t n;
};

/* The entity as its row and `more` tell it.  QH_NOT_FOUND "notify.no_entity". */
QH_MUST qh_status notify_subject(struct ctx *c, enum notify_kind kind, const char *id,
                                 const struct notify_more *more,
                                 struct sql_notify_subject *out);
/* Who is told; past NOTIFY_PEOPLE_MAX nobody more is. */
QH_MUST qh_status notify_people(struct ctx *c, enum notify_kind kind, const char *id,
                                const struct sql_notify_subject *s,
                                const struct notify_more *more,
                                struct notify_people *out);
