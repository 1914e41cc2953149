/* bulletin_count.h - what a bulletin counts; for bulletin_*.c only. */
#pragma once

#include "domain/figure_read.h"

enum { BULLETIN_BY_KIND, BULLETIN_BY_OFFICE, BULLETIN_BY_DIVISION, BULLETIN_BYS };
enum { BULLETIN_GROUPS_MAX = 100 };

struct bulletin_group {
    const char *value;
    struct figure_tally tally;
};

struct bulletin_groups {
    const char *axis;
    struct bulletin_group p[BULLETIN_GROUPS_MAX];
    size_t n;
};

/* Of a period.  The period is one "month" of its tallies: visit.enterprises are those
 * with a visit in it, visit.officers those who made one. */
struct bulletin_counts {
    struct figure_tally period;
    struct bulletin_groups by[BULLETIN_BYS];
};

/* Days, both included; *out zeroed. */
QH_MUST qh_status bulletin_count_period(struct ctx *c, const char *from_day,
                                        const char *until_day,
                                        struct bulletin_counts *out);

/* From the beginning to the end of the day. */
struct bulletin_so_far {
    int64_t registered;
    int64_t closed;
};
QH_MUST qh_status bulletin_count_so_far(struct ctx *c, const char *until_day,
                                        struct bulletin_so_far *out);
