/* demo.h - the demo world: data/world and a seed become a database, repeatably.
 *
 * Rules and totals: data/world/README.md.  Each table is drawn from a random stream of
 * its own (rand_stream(seed, name)), so that a change in one leaves the others as they
 * were. What an organisation is set up with is inserted by store/queries/world.sql; what
 * people do (pairings, visits, demands and their progress, bookings, records, charges) is
 * planned first (demo_plan.h) and then done act by act, in the order of time, by the
 * domain's functions (demo_act.h).
 */
#pragma once

#include "base/csv.h"
#include "base/days.h"
#include "base/rand.h"
#include "domain/ctx.h"

enum {
    DEMO_OFFICES_MAX = 40,
    DEMO_PERSONS_MAX = 80,
    DEMO_ENTERPRISES_MAX = 300,
    DEMO_ACCOUNTS_MAX = 20,
    DEMO_WORKDAYS_MAX = 400,
    DEMO_MONTHS_MAX = 24
};

#define DEMO_NOBODY SIZE_MAX

struct demo_office {
    const char *id;
    const char *code;
};

struct demo_person {
    const char *id;
    const char *name;
    const char *title; /* 局领导, 科室负责人, 服务专员, 联络员, or of the institute */
    const char *duty; /* leader | head | service | contact | verifier | checker | ... */
    size_t office;    /* index */
    int pairs;        /* enterprises to be paired with */
};

struct demo_enterprise {
    const char *id;
    const char *name;
    const char *contact_id;
    const char *contact_name;
    const char *industry;
    const char *division;
    size_t division_row;
    const char *park; /* NULL: outside of parks */
    const char *size_class;
    int64_t lat_u, lon_u;
    bool supported;     /* by the programme: W3 */
    bool silicon;       /* the silicon-materials enterprise */
    size_t officer;     /* index of the person paired with it at first */
    int64_t paired_day; /* number of the day from which */
    size_t successor;   /* DEMO_NOBODY unless the pair changes once */
    int64_t handed_day; /* from which the successor is responsible */
};

/* Standards, vehicles and instruments that the replay takes along or serves. */
enum { DEMO_STANDARDS_MAX = 400, DEMO_SERVED_MAX = 20 };

struct demo_means {
    const char *weights[DEMO_STANDARDS_MAX]; /* with thermometer and hygrometer */
    size_t weights_n;
    size_t kit_50_from, kit_50_until; /* those of e = 50 kg, among the weights */
    const char *lab[DEMO_STANDARDS_MAX];
    const char *lab_for[DEMO_STANDARDS_MAX]; /* regulation; "": for all of them */
    size_t lab_n;
    const char *gauge[DEMO_STANDARDS_MAX]; /* for pressure gauges */
    size_t gauge_n;
    const char *truck, *van, *lab_van;
    /* Of the silicon-materials enterprise: weighbridges for trade, laboratory sets. */
    const char *bridge[DEMO_SERVED_MAX];
    size_t bridges_n;
    const char *set[DEMO_SERVED_MAX];
    const char *set_regulation[DEMO_SERVED_MAX];
    size_t sets_n;
};

struct demo_account {
    const char *role;
    const char *login;
    const char *password;
};

/* The days of the replay: working days of monthly_plan.csv, one after the other. */
struct demo_period {
    int64_t day[DEMO_WORKDAYS_MAX]; /* numbers */
    int month_of[DEMO_WORKDAYS_MAX];
    int days_n;
    int first[DEMO_MONTHS_MAX + 1]; /* index of a month's first day; [months_n]: days_n */
    int months_n;
};

struct demo_plan; /* demo_plan.h */
struct demo_acts; /* demo_act.h */

struct demo {
    struct ctx *c; /* tx is set while a step runs */
    uint64_t seed;
    int64_t today_ms; /* when the world is built */
    /* Last days, from the day of building on, so that the world can be worked in for a
     * year and more: of the standards' certificates (a year and a half), of
     * accreditations and of people's credentials (four years). */
    char certified_until[DAY_LEN + 1];
    char accredited_until[DAY_LEN + 1];
    struct csv divisions, parks, industries, kinds, surnames, given, patterns, brands,
        suffixes, months, items, phrases, served, readings;
    struct demo_period period;
    struct demo_office offices[DEMO_OFFICES_MAX];
    size_t offices_n;
    struct demo_person persons[DEMO_PERSONS_MAX];
    size_t persons_n;
    struct demo_enterprise enterprises[DEMO_ENTERPRISES_MAX];
    size_t enterprises_n;
    struct demo_means means;
    int scales_n, served_n; /* registered: parts of serial numbers */
    struct demo_account accounts[DEMO_ACCOUNTS_MAX];
    size_t accounts_n;
    const char **names_used; /* full names given out */
    size_t names_n;
    struct demo_plan *plan;
    struct demo_acts *acts;
    int shown; /* tenths of the bar that were told; -1: none */
};

/* The table data/world/<name>.csv.  QH_NOT_FOUND "demo.table". */
QH_MUST qh_status demo_table(struct demo *d, const char *name, struct csv *out);
/* A cell by the column's name; "" if there is no such column. */
const char *demo_cell(const struct csv *t, size_t row, const char *column);
int64_t demo_int(const struct csv *t, size_t row, const char *column);
/* Micro-degrees of a decimal like "27.1157". */
int64_t demo_degrees(const struct csv *t, size_t row, const char *column);
/* Index of the row whose column has the value; SIZE_MAX if none. */
size_t demo_row(const struct csv *t, const char *column, const char *value);
/* The n-th phrase of a kind (modulo their number), and a drawn one. */
const char *demo_phrase(const struct demo *d, const char *kind, size_t n);
const char *demo_phrase_draw(const struct demo *d, const char *kind, struct rand *r);
/* The text with each "{name}" replaced by the value. */
const char *demo_filled(struct arena *a, const char *text, const char *name,
                        const char *value);
/* One of the values between '|', by index; NULL past the last. */
const char *demo_part(struct arena *a, const char *list, size_t i);
/* True if the list has the value between '|'. */
bool demo_has(const char *list, const char *value);
/* A row drawn by column "weight", within [from, until). */
size_t demo_draw(const struct csv *t, struct rand *r, size_t from, size_t until);
char *demo_id(struct demo *d);
/* A person's name that nobody else has. */
const char *demo_name(struct demo *d, struct rand *r);

/* ---- who and when (demo_who.c) ---- */

/* Fills the period from monthly_plan.csv and the calendar.  QH_BUG "demo.workdays" where
 * the table's working days are not the calendar's. */
QH_MUST qh_status demo_period_make(struct demo *d);
/* Index of the first working day at or after the day; days_n past the end. */
int demo_workday_at(const struct demo_period *p, int64_t day);
/* Instant of a minute after local midnight. */
int64_t demo_instant(const struct demo *d, int64_t day, int64_t minute);
/* The person as an actor with the rights of the role. */
struct actor demo_actor(const struct demo *d, size_t person, const char *role);
/* The n-th person of the office, modulo their number; DEMO_NOBODY if it has none. */
size_t demo_person_of(const struct demo *d, const char *office_code, size_t n);
/* The n-th person with the duty, modulo their number. */
size_t demo_person_with(const struct demo *d, const char *duty, size_t n);
const char *demo_office_id(const struct demo *d, const char *code);
/* Who is responsible for the enterprise on a day. */
size_t demo_officer_on(const struct demo_enterprise *e, int64_t day);
/* A drawn order of 0..n-1. */
void demo_shuffle(size_t *order, size_t n, struct rand *r);
/* Shares `total` by weights: whole parts, then the largest rests, the first of equal
 * ones.
 */
void demo_share(const int64_t *weight, size_t n, int64_t total, int64_t *out);

/* Steps, in this order; each runs in a write transaction. */
QH_MUST qh_status demo_catalogue(struct demo *d); /* org, offices, places, items */
QH_MUST qh_status demo_items(struct demo *d);     /* of demo_catalogue() */
QH_MUST qh_status demo_packages(struct demo *d);  /* of demo_catalogue() */
QH_MUST qh_status demo_people(struct demo *d);    /* officers and the institute's nine */
QH_MUST qh_status demo_enterprises(struct demo *d); /* with contacts */
QH_MUST qh_status demo_metrology(struct demo *d);   /* standards, editions, tariffs */
QH_MUST qh_status demo_instruments(struct demo *d);
/* One that the replay serves, of served_instruments.csv; due: the number of a day. */
struct demo_served {
    const char *id;
    const char *regulation; /* NULL: a weighbridge */
    bool needs_kit_50;      /* a weighbridge with e = 50 kg */
};
QH_MUST qh_status demo_bridge_add(struct demo *d, size_t enterprise, int64_t due,
                                  struct rand *r, struct demo_served *out);
QH_MUST qh_status demo_served_add(struct demo *d, size_t enterprise, const char *kind,
                                  int64_t due, struct rand *r, struct demo_served *out);
/* Plans everything that happens in the period and puts it among the acts; then, after all
 * of them, the messages of the day of building. */
QH_MUST qh_status demo_plan_make(struct demo *d);
QH_MUST qh_status demo_notices(struct demo *d);
