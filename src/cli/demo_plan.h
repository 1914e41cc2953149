/* demo_plan.h - the replay as plain data: who is visited when, which demand goes which
 * way, by the rules of data/world README 3.3 to 3.7.
 *
 * Planning draws from its own streams and touches no store.  Where a draw leads into a
 * dead end it is begun anew with the next stream of the same name, so that the same seed
 * always ends at the same plan.  Days are indices of struct demo_period unless called
 * `day` (a number).
 */
#pragma once

#include "base/id.h"
#include "cli/demo.h"

enum {
    PLAN_DEMANDS_MAX = 400,
    PLAN_VISITS_MAX = 2400,
    PLAN_TEXT_MAX = 600,
    PLAN_TRIES = 4000,
    PLAN_FORWARD_WD = 15,
    PLAN_SILICON_DEMANDS = 2,
    PLAN_QUIET_WD = 6 /* from one visit to the next one that is not free */
};

enum plan_route { ROUTE_OWN, ROUTE_COUNTY, ROUTE_TRANSFER, ROUTE_REPORT, ROUTE_JOINT };
enum plan_kind { KIND_ADVICE, KIND_ORDINARY, KIND_COMPLEX, KIND_HARD };
enum plan_source {
    SOURCE_VISIT,
    SOURCE_WINDOW,
    SOURCE_PHONE,
    SOURCE_SYMPOSIUM,
    SOURCE_ONLINE
};
enum plan_visit_kind {
    VISIT_ON_SITE,
    VISIT_PHONE,
    VISIT_SYMPOSIUM,
    VISIT_EXPERT,
    VISIT_FOLLOW_UP,
    VISIT_KINDS
};

struct plan_visit;

struct plan_demand {
    const char *code; /* of the item or the department */
    enum plan_route route;
    enum plan_kind kind;
    enum plan_source source;
    bool open;     /* on the last day */
    bool spot;     /* solved on the spot */
    bool extended; /* with approval */
    bool late;
    bool reopened;
    const char *satisfaction; /* of the last round; NULL while open */
    int limit_wd; /* of the handling: by kind, cut to what the item promises */
    int more_wd;  /* of the extension */
    /* Working days, as indices. */
    int registered, accepted, answered_first, answered, followed_first, followed;
    int earliest, latest, wanted; /* of `answered`, while it is planned */
    size_t enterprise;            /* DEMO_NOBODY: not chosen yet */
    size_t handler, second;       /* persons: who answers, who does it over */
    size_t caller;                /* who follows up */
    struct plan_visit *visit;     /* in which it was heard; or NULL */
    struct plan_demand *next_heard;
    int64_t registered_ms;
    char text[PLAN_TEXT_MAX];
    char id[ID_LEN + 1];       /* once it is registered */
    char order_id[ID_LEN + 1]; /* of supervision, for late ones */
};

struct plan_visit {
    enum plan_visit_kind kind;
    size_t enterprise;
    size_t officer;
    int64_t day; /* number */
    int at;      /* index of the working day; -1 on a weekend */
    int month;
    int start_min, minutes;
    struct plan_demand *heard;   /* first of those registered in it */
    struct plan_demand *follows; /* that the call is about; or NULL */
    char id[ID_LEN + 1];
};

struct demo_plan {
    struct plan_demand demand[PLAN_DEMANDS_MAX];
    size_t demands_n;
    struct plan_visit visit[PLAN_VISITS_MAX];
    size_t visits_n;
    int64_t visits_of[DEMO_ENTERPRISES_MAX]; /* how many each enterprise gets */
    int64_t planned_of[DEMO_ENTERPRISES_MAX];
};

/* ---- the parts, in this order ---- */

/* 3.3: pairs and the six that change, with their acts. */
QH_MUST qh_status plan_pairs(struct demo *d);
/* 3.4: how many visits each enterprise gets. */
void plan_visit_shares(struct demo *d);
/* 3.5 and 3.6: codes, routes, kinds, days. */
QH_MUST qh_status plan_demands(struct demo *d);
/* Enterprises, sources and texts; the visits in which demands are heard. */
QH_MUST qh_status plan_hearing(struct demo *d);
/* 3.7: who follows up when, and which of it is a call of its own. */
QH_MUST qh_status plan_follow_ups(struct demo *d);
/* 3.4: all other visits. */
QH_MUST qh_status plan_visits(struct demo *d);
/* 3.9: the charge lines of the expert services, with their acts; after the visits' acts.
 */
QH_MUST qh_status plan_money(struct demo *d);
/* The acts of visits and demands. */
void plan_visit_acts(struct demo *d);
void plan_demand_acts(struct demo *d);
/* 3.8: the two days at the silicon-materials enterprise. */
void plan_silicon_acts(struct demo *d);
/* Reports of the desk. */
void plan_bulletins(struct demo *d);

/* ---- for the parts ---- */

/* The rows of demand_plan.csv, without kinds and days. */
QH_MUST qh_status plan_demand_rows(struct demo *d);
/* Kinds and limits, and which are solved on the spot, extended, late, reopened; false:
 * the draw does not come out. */
bool plan_demand_marks(struct demo *d, struct rand *r);
/* While they are planned only the two of the silicon-materials enterprise have one. */
static inline bool plan_is_silicon(const struct plan_demand *x)
{
    return x->enterprise != DEMO_NOBODY;
}
/* A stream of its own for the n-th try. */
struct rand plan_stream(const struct demo *d, const char *name, int attempt);
/* True if a visit that is not free may be made to the enterprise on the working day. */
bool plan_is_quiet(const struct demo_plan *p, size_t enterprise, int at);
/* Finds a time for a visit on its day that leaves the officer the way from the one before
 * and to the next one, at most four a day; sets start_min. */
bool plan_find_time(const struct demo *d, struct plan_visit *v, struct rand *r);
/* Adds a visit; NULL: no room. */
struct plan_visit *plan_visit_add(struct demo *d, const struct plan_visit *v);
const char *plan_visit_kind_name(enum plan_visit_kind k);
bool plan_is_free(enum plan_visit_kind k);
