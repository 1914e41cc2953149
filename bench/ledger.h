/* ledger.h - what the parts of the ledger's bench share: ledger.c (operations, full
 * text), ledger_sweep.c (the list with all its filters). */
#pragma once

#include "base/rand.h"
#include "domain/demand_list.h"
#include "domain/right.h"
#include "store/store.h"

struct sqlite3;
struct sqlite3_stmt;

/* A page of the list. */
enum { PAGE = 20 };

struct bench {
    struct store *store;
    struct store *small; /* or NULL */
    struct sqlite3 *db;
    struct sqlite3_stmt *raw_list;
    struct sqlite3_stmt *raw_add;
    const struct app *app;
    const struct calendar *calendar;
    struct rand rand;
    struct arena kept;  /* for the whole run */
    struct arena arena; /* of one operation */
    const char *org;
    const char *some_id;         /* of a demand */
    const char *some_enterprise; /* of an enterprise */
    const char *some_office;
    const char *some_handler;
    const char *some_item;
    const char *some_division;
    const char *role; /* as whom, of some_office and by the name of some_handler */
    int64_t now_ms;
    int serial;
    int page;      /* of PAGES */
    size_t rows;   /* of the last page */
    const char *q; /* words of the search */
    const char *q_state;
};

/* Ends the run if something failed. */
void bench_must(qh_status rc, const struct qh_error *err);
struct ctx bench_context(struct bench *b, struct tx *tx);
/* CPU time of the process. */
double bench_cpu_us(void);

/* The first column of at most so many rows, by bare sqlite3. */
size_t bench_texts(struct bench *b, const char *sql, const char **out, size_t most);

/* Pages with filters drawn at random, as several roles, in both orders, some of them
 * further on than the first: prints the percentiles and the dearest of them. */
void bench_sweep(struct bench *b);
