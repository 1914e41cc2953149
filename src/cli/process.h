/* process.h - what a serving process stands on: constants, database, files, sessions. */
#pragma once

#include "base/arena.h"
#include "base/status.h"
#include "http/env.h"

#include <stdint.h>

struct process_options {
    const char *db;              /* URL */
    const char *web;             /* folder of the web client; NULL: the files linked in */
    const char *public_url;      /* how people reach the server; NULL: unknown */
    const char *seal_file;       /* seals secrets at rest; NULL: as seal_key_add() says */
    const char *frame_ancestors; /* who may show the portal in a frame; NULL: 'self' */
    const char *org; /* that the public sees; NULL: the first of the database */
    int64_t workers;
    bool migrate; /* run the migrations that wait */
    bool quiet;
    bool secure_cookies;
    bool trust_proxy;
    bool no_watch; /* another process raises reminders and supervision */
};

struct process {
    struct arena arena; /* constants */
    struct env env;
    struct store *store;
    struct site *site;
};

/* Fills the zeroed *p.  Ended by process_close(), also after a failure.  The keys of
 * app_load(), titles_load(), store_open(), site_open() and sessions_open(). */
QH_MUST qh_status process_open(struct process *p, const struct process_options *o,
                               struct qh_error *err);
void process_close(struct process *p);
