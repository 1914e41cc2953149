#include "base/crypt.h"
#include "base/log.h"
#include "cli/app_load.h"
#include "cli/cli.h"
#include "cli/jobs.h"
#include "cli/options.h"
#include "http/limiter.h"
#include "http/server.h"
#include "http/session.h"
#include "http/site.h"
#include "http/titles.h"
#include "store/sql_session.h"
#include "store/store.h"

#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

struct options {
    const char *db;
    const char *listen;
    const char *web;
    const char *public_url;
    const char *frame_ancestors;
    const char *org;
    int64_t workers;
    int64_t connections;
    int64_t per_address;
    int64_t patience;
    bool migrate;
    bool quiet;
    bool secure_cookies;
    bool trust_proxy;
};

static qh_status read_options(int argc, char **argv, struct options *o,
                              struct qh_error *err)
{
    const struct option table[] = {
        {"--db", OPTION_TEXT, &o->db, true},
        {"--listen", OPTION_TEXT, &o->listen, false},
        {"--web", OPTION_TEXT, &o->web, false},
        {"--public-url", OPTION_TEXT, &o->public_url, false},
        {"--frame-ancestors", OPTION_TEXT, &o->frame_ancestors, false},
        {"--org", OPTION_TEXT, &o->org, false},
        {"--workers", OPTION_NUMBER, &o->workers, false},
        {"--connections", OPTION_NUMBER, &o->connections, false},
        {"--per-address", OPTION_NUMBER, &o->per_address, false},
        {"--patience", OPTION_NUMBER, &o->patience, false},
        {"--migrate", OPTION_FLAG, &o->migrate, false},
        {"--quiet", OPTION_FLAG, &o->quiet, false},
        {"--secure-cookies", OPTION_FLAG, &o->secure_cookies, false},
        {"--trust-proxy", OPTION_FLAG, &o->trust_proxy, false},
    };

    return options_read(argc, argv, table, LEN(table), err);
}

static int64_t now_ms(void)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- what the server stands on ---- */

struct process {
    struct arena arena; /* constants */
    struct env env;
    struct store *store;
    struct site *site;
};

static qh_status find_org(struct tx *tx, void *arg, struct qh_error *err)
{
    struct process *p = arg;
    struct sql_session_org row = {.org = ""};
    qh_status rc = sql_session_org(tx, &p->arena, &row, err);

    if (rc && rc != QH_NOT_FOUND)
        return rc;
    p->env.org = row.org;
    return QH_OK;
}

static qh_status open_store(struct process *p, const struct options *o,
                            struct qh_error *err)
{
    const struct store_options so = {.readers = (int)o->workers};
    qh_status rc = store_open(o->db, &so, &p->store, err);

    if (!rc)
        rc = o->migrate ? store_migrate(p->store, err)
                        : store_check_version(p->store, err);
    if (!rc && o->org)
        p->env.org = o->org;
    else if (!rc)
        rc = store_read(p->store, find_org, p, err);
    return rc;
}

static const char *host_of(const char *url)
{
    const char *p = url ? strstr(url, "://") : NULL;

    return p ? p + 3 : "";
}

static qh_status process_open(struct process *p, const struct options *o,
                              struct qh_error *err)
{
    struct env *env = &p->env;
    qh_status rc;

    env->is_quiet = o->quiet;
    env->secure_cookies = o->secure_cookies;
    env->trust_proxy = o->trust_proxy;
    env->frame_ancestors = o->frame_ancestors ? o->frame_ancestors : "'self'";
    env->public_host =
        text_copy(&p->arena, (struct text){host_of(o->public_url),
                                           strcspn(host_of(o->public_url), "/")});
    rc = app_load(&p->arena, o->public_url, &env->app, &env->calendar, err);
    if (!rc)
        rc = titles_load(&p->arena, &env->titles, err);
    if (!rc)
        rc = open_store(p, o, err);
    if (rc)
        return rc;
    env->store = p->store;
    env->limiter = limiter_open();
    rc = site_open(o->web, env, &p->site, err);
    env->site = p->site;
    if (!rc)
        rc = sessions_open(p->store, &env->sessions, err);
    return rc;
}

static void process_close(struct process *p)
{
    sessions_close(p->env.sessions);
    site_close(p->site);
    limiter_close(p->env.limiter);
    store_close(p->store);
    app_done(p->env.app);
    arena_done(&p->arena);
}

/* --patience N: every time that a client has becomes N seconds. */
static void limit_patience(struct deadline_limits *limits, int64_t seconds)
{
    for (int i = 0; seconds && i < DEADLINE_PHASES; i++)
        if (limits->seconds[i])
            limits->seconds[i] = (int)seconds;
}

/* ---- from the first signal to the last ---- */

static qh_status serve(const struct options *o, const sigset_t *ends,
                       struct qh_error *err)
{
    struct deadline_limits limits = DEADLINE_USUAL;
    const struct server_options so = {
        .limits = &limits,
        .listen = o->listen,
        .workers = (int)o->workers,
        .connections = (int)o->connections,
        .per_address = (int)o->per_address,
    };
    struct process p = {0};
    struct server *server = NULL;
    struct jobs *jobs = NULL;
    int signal_number = 0;
    qh_status rc = process_open(&p, o, err);

    limit_patience(&limits, o->patience);
    if (!rc)
        rc = server_open(&so, &p.env, &server, err);
    if (!rc)
        rc = jobs_start(&p.env, &jobs, err);
    if (!rc) {
        (void)printf("ready %s\n", server_url(server));
        (void)fflush(stdout);
        (void)sigwait(ends, &signal_number);
    }
    jobs_stop(jobs);
    server_close(server);
    process_close(&p);
    return rc;
}

/* Two heaps for all threads, and free memory given back early: the process stays small.
 */
static void limit_heaps(void)
{
    (void)mallopt(M_ARENA_MAX, 2);
    (void)mallopt(M_TRIM_THRESHOLD, 256 * 1024);
}

int cli_serve(int argc, char **argv)
{
    struct options o = {.listen = "127.0.0.1:8080", .workers = 4};
    struct qh_error err = {0};
    sigset_t ends;
    qh_status rc;

    limit_heaps();
    log_open(2, LOG_INFO, now_ms);
    (void)signal(SIGPIPE, SIG_IGN);
    (void)sigemptyset(&ends);
    (void)sigaddset(&ends, SIGTERM);
    (void)sigaddset(&ends, SIGINT);
    (void)sigprocmask(SIG_BLOCK, &ends, NULL);
    rc = read_options(argc, argv, &o, &err);
    if (!rc)
        rc = crypt_init(&err);
    if (!rc)
        rc = serve(&o, &ends, &err);
    return rc ? cli_failed("serve", &err) : 0;
}
