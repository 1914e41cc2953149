#include "base/crypt.h"
#include "base/log.h"
#include "cli/cli.h"
#include "cli/deliver.h"
#include "cli/jobs.h"
#include "cli/options.h"
#include "cli/process.h"
#include "cli/share.h"
#include "http/endpoints.h"
#include "http/server.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>

struct options {
    struct process_options process;
    const char *listen;
    int64_t connections;
    int64_t per_address;
    int64_t patience;
    bool notify_private;
    bool no_jobs;
};

static qh_status read_options(int argc, char **argv, struct options *o,
                              struct qh_error *err)
{
    struct process_options *p = &o->process;
    const struct option table[] = {
        {"--db", OPTION_TEXT, &p->db, true},
        {"--listen", OPTION_TEXT, &o->listen, false},
        {"--web", OPTION_TEXT, &p->web, false},
        {"--public-url", OPTION_TEXT, &p->public_url, false},
        {"--seal-key", OPTION_TEXT, &p->seal_file, false},
        {"--frame-ancestors", OPTION_TEXT, &p->frame_ancestors, false},
        {"--org", OPTION_TEXT, &p->org, false},
        {"--workers", OPTION_NUMBER, &p->workers, false},
        {"--connections", OPTION_NUMBER, &o->connections, false},
        {"--per-address", OPTION_NUMBER, &o->per_address, false},
        {"--patience", OPTION_NUMBER, &o->patience, false},
        {"--migrate", OPTION_FLAG, &p->migrate, false},
        {"--notify-private", OPTION_FLAG, &o->notify_private, false},
        {"--quiet", OPTION_FLAG, &p->quiet, false},
        {"--secure-cookies", OPTION_FLAG, &p->secure_cookies, false},
        {"--trust-proxy", OPTION_FLAG, &p->trust_proxy, false},
        {"--no-watch", OPTION_FLAG, &p->no_watch, false},
        {"--no-jobs", OPTION_FLAG, &o->no_jobs, false},
    };

    return options_read(argc, argv, table, LEN(table), err);
}

static int64_t now_ms(void)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
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
        .workers = (int)o->process.workers,
        .connections = (int)o->connections,
        .per_address = (int)o->per_address,
    };
    struct process p = {0};
    struct server *server = NULL;
    struct jobs *jobs = NULL;
    struct deliver *deliver = NULL;
    struct share *share = NULL;
    int signal_number = 0;
    qh_status rc = process_open(&p, &o->process, err);

    p.env.endpoints = &ENDPOINTS;
    limit_patience(&limits, o->patience);
    if (!rc)
        rc = server_open(&so, &p.env, &server, err);
    if (!rc)
        rc = share_start(&p.env, &share, err);
    if (!rc && !o->no_jobs)
        rc = jobs_start(&p.env, &jobs, err);
    if (!rc && !o->no_jobs)
        rc = deliver_start(&p.env, o->notify_private, &deliver, err);
    if (!rc) {
        (void)printf("ready %s\n", server_url(server));
        (void)fflush(stdout);
        (void)sigwait(ends, &signal_number);
    }
    deliver_stop(deliver);
    jobs_stop(jobs);
    server_close(server);
    share_stop(share);
    process_close(&p);
    return rc;
}

/* A client that is gone is no reason to end; the signals that are wait for sigwait(), in
 * every thread that starts after this. */
static void set_signals(sigset_t *ends)
{
    const struct sigaction ignore = {.sa_handler = SIG_IGN};

    (void)sigaction(SIGPIPE, &ignore, NULL);
    (void)sigemptyset(ends);
    (void)sigaddset(ends, SIGTERM);
    (void)sigaddset(ends, SIGINT);
    (void)pthread_sigmask(SIG_BLOCK, ends, NULL);
}

int cli_serve(int argc, char **argv)
{
    struct options o = {.listen = "127.0.0.1:8080", .process.workers = 4};
    struct qh_error err = {0};
    sigset_t ends;
    qh_status rc;

    log_open(2, LOG_INFO, now_ms);
    set_signals(&ends);
    rc = read_options(argc, argv, &o, &err);
    if (!rc)
        rc = crypt_init(&err);
    if (!rc)
        rc = serve(&o, &ends, &err);
    return rc ? cli_failed("serve", &err) : 0;
}
