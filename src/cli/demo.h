/* demo.h - the demo world: data/world and a seed become a database, repeatably.
 *
 * Rules and totals: data/world/README.md.  Each table is drawn from a random stream of
 * its own (rand_stream(seed, name)), so that a change in one leaves the others as they
 * were. What people do (demands and their progress) goes through the domain's functions;
 * what an organisation is set up with is inserted by store/queries/world.sql.
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
    DEMO_ACCOUNTS_MAX = 20
};

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
    const char *industry;
    const char *division;
    const char *park; /* NULL: outside of parks */
    const char *size_class;
    const char *officer_id;
    bool silicon; /* the silicon-materials enterprise */
};

struct demo_account {
    const char *role;
    const char *login;
    const char *password;
};

struct demo {
    struct ctx *c; /* tx is set while a step runs */
    uint64_t seed;
    struct csv divisions, parks, industries, kinds, surnames, given, patterns, brands,
        suffixes;
    struct demo_office offices[DEMO_OFFICES_MAX];
    size_t offices_n;
    struct demo_person persons[DEMO_PERSONS_MAX];
    size_t persons_n;
    struct demo_enterprise enterprises[DEMO_ENTERPRISES_MAX];
    size_t enterprises_n;
    struct demo_account accounts[DEMO_ACCOUNTS_MAX];
    size_t accounts_n;
    const char **names_used; /* full names given out */
    size_t names_n;
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
/* One of the values between '|', by index; NULL past the last. */
const char *demo_part(struct arena *a, const char *list, size_t i);
/* True if the list has the value between '|'. */
bool demo_has(const char *list, const char *value);
/* A row drawn by column "weight", within [from, until). */
size_t demo_draw(const struct csv *t, struct rand *r, size_t from, size_t until);
char *demo_id(struct demo *d);
/* A person's name that nobody else has. */
const char *demo_name(struct demo *d, struct rand *r);

/* Steps, in this order; each runs in a write transaction. */
QH_MUST qh_status demo_catalogue(struct demo *d); /* org, offices, places, items */
QH_MUST qh_status demo_people(struct demo *d);    /* officers and the institute's nine */
QH_MUST qh_status demo_enterprises(struct demo *d); /* with contacts and pairings */
QH_MUST qh_status demo_metrology(struct demo *d);   /* standards, editions, tariffs */
QH_MUST qh_status demo_instruments(struct demo *d);
QH_MUST qh_status demo_demands(struct demo *d);
QH_MUST qh_status demo_notices(struct demo *d);
