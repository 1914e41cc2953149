/* Life of a connection: note_connection() when it opens, then for each request
 * note_request() (line read), answer() (head, each piece of the body, end of the body,
 * and once more after a worker is done), note_completed().  Between the end of the body
 * and the answer the connection is suspended and belongs to a worker: only finish()
 * touches it. */
#include "http/server.h"

#include "http/exchange.h"
#include "http/listen.h"
#include "http/reply.h"
#include "http/site.h"

#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    LOOPS = 2,
    WORKERS = 4,
    CONNECTIONS = 2000,
    QUEUE_MAX = 4096,
    HASH_QUEUE_MAX = 64,
    LATE_MS = 1000,
    SILENT_S = 60,           /* inactivity, beside the deadlines */
    CONNECTION_BYTES = 32768 /* buffer for the head of a request, and for pieces */
};

struct server {
    const struct env *env;
    struct MHD_Daemon *daemon;
    struct pool *workers;
    struct pool *hasher;
    struct deadlines *deadlines;
    atomic_int at_work; /* suspended connections */
    atomic_bool closing;
    char url[LISTEN_URL_MAX];
};

/* ---- connections and requests come and go ---- */

static void note_connection(void *cls, struct MHD_Connection *c, void **socket_context,
                            enum MHD_ConnectionNotificationCode code)
{
    struct server *s = cls;
    const union MHD_ConnectionInfo *info;

    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        deadline_remove(s->deadlines, *socket_context);
        return;
    }
    info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
    *socket_context = deadline_add(s->deadlines, info->connect_fd);
}

static struct deadline *deadline_of(struct MHD_Connection *c)
{
    return MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

static void *note_request(void *cls, const char *uri, struct MHD_Connection *c)
{
    struct server *s = cls;
    struct exchange *x = exchange_new(s->env, uri);

    x->connection = c;
    x->deadline = deadline_of(c);
    return x;
}

/* Once for each suspension, whether the client waited for the answer or not. */
static void end_work(struct server *s, struct exchange *x)
{
    if (x->is_at_work)
        atomic_fetch_sub(&s->at_work, 1);
    x->is_at_work = false;
}

static void note_completed(void *cls, struct MHD_Connection *c, void **con_cls,
                           enum MHD_RequestTerminationCode code)
{
    struct server *s = cls;
    struct exchange *x = *con_cls;

    (void)c;
    (void)code;
    if (!x)
        return;
    end_work(s, x);
    deadline_set(s->deadlines, x->deadline, DEADLINE_IDLE);
    exchange_free(x);
    *con_cls = NULL;
}

/* ---- work ---- */

static void finish(struct call *k)
{
    struct exchange *x = (struct exchange *)k;

    atomic_store(&x->state, EXCHANGE_DONE);
    MHD_resume_connection(x->connection);
}

static void run_job(struct pool_job *job)
{
    call_run(&((struct exchange *)(void *)((char *)job - offsetof(struct exchange, job)))
                  ->call);
}

static bool is_hash(const struct exchange *x)
{
    return x->call.rq.endpoint && (x->call.rq.endpoint->flags & EP_HASH);
}

static enum MHD_Result start_work(struct server *s, struct exchange *x)
{
    struct call *k = &x->call;

    k->finish = finish;
    x->job.run = run_job;
    x->state = EXCHANGE_WORK;
    deadline_set(s->deadlines, x->deadline, DEADLINE_WORK);
    atomic_fetch_add(&s->at_work, 1);
    x->is_at_work = true;
    MHD_suspend_connection(x->connection);
    if (!pool_add(is_hash(x) ? s->hasher : s->workers, &x->job)) {
        call_fail(k, qh_fail(&k->ctx.err, QH_BUSY, "http.busy", "", "too many requests"));
        finish(k);
    }
    return MHD_YES;
}

/* ---- answers ---- */

static enum MHD_Result send_answer(struct server *s, struct exchange *x)
{
    struct MHD_Response *r = reply_make(&x->call, &x->status);
    enum MHD_Result ok;

    if (x->is_fatal || atomic_load(&s->closing))
        (void)MHD_add_response_header(r, "Connection", "close");
    deadline_set(s->deadlines, x->deadline, DEADLINE_ANSWER);
    ok = MHD_queue_response(x->connection, (unsigned)x->status, r);
    MHD_destroy_response(r);
    return ok;
}

/* A file of the web client, where the path is none of the API's. */
static enum MHD_Result send_file(struct server *s, struct exchange *x)
{
    struct MHD_Response *r;
    enum MHD_Result ok;
    bool own = false;

    r = site_find(s->env->site, x->connection, x->call.rq.path, &x->status, &own);
    if (!r) {
        call_fail(&x->call, x->call.rc);
        return send_answer(s, x);
    }
    x->is_static = true;
    deadline_set(s->deadlines, x->deadline, DEADLINE_ANSWER);
    ok = MHD_queue_response(x->connection, (unsigned)x->status, r);
    if (own)
        MHD_destroy_response(r);
    return ok;
}

static bool may_be_file(const struct exchange *x)
{
    return !x->call.rq.endpoint && x->call.rc == QH_NOT_FOUND && call_is_safe(&x->call) &&
           strncmp(x->call.rq.path, "/api/", 5) != 0;
}

static enum MHD_Result begin(struct server *s, struct exchange *x, const char *method,
                             const char *version)
{
    bool upload;

    if (!exchange_begin(x, method, version))
        return send_answer(s, x);
    upload = call_body_max(&x->call) > BODY_MAX;
    deadline_set(s->deadlines, x->deadline, upload ? DEADLINE_UPLOAD : DEADLINE_BODY);
    return MHD_YES;
}

static enum MHD_Result answer(void *cls, struct MHD_Connection *c, const char *url,
                              const char *method, const char *version,
                              const char *upload_data, size_t *upload_size,
                              void **con_cls)
{
    struct server *s = cls;
    struct exchange *x = *con_cls;

    (void)c;
    (void)url;
    if (x->state == EXCHANGE_NEW)
        return begin(s, x, method, version);
    if (*upload_size) {
        bool go_on = exchange_add_body(x, upload_data, *upload_size);

        *upload_size = 0;
        return go_on ? MHD_YES : MHD_NO;
    }
    if (x->state == EXCHANGE_DONE) {
        end_work(s, x);
        return send_answer(s, x);
    }
    exchange_end_body(x);
    if (may_be_file(x))
        return send_file(s, x);
    return start_work(s, x);
}

/* ---- open and close ---- */

static int or_default(int v, int standard)
{
    return v > 0 ? v : standard;
}

/* Strictness 0: the guard refuses all that 1 would and more, and the library's own
 * refusals repeat their head. */
static qh_status start_daemon(struct server *s, const struct server_options *o,
                              struct qh_error *err)
{
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC |
                     MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO;
    int fd = -1;
    qh_status rc = listen_open(o->listen, &fd, s->url, err);

    if (rc)
        return rc;
    s->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, answer, s, MHD_OPTION_LISTEN_SOCKET, fd,
        MHD_OPTION_THREAD_POOL_SIZE, (unsigned)or_default(o->loops, LOOPS),
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)or_default(o->connections, CONNECTIONS),
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)o->per_address,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SILENT_S,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,
        MHD_OPTION_STRICT_FOR_CLIENT, 0, MHD_OPTION_NOTIFY_CONNECTION, note_connection, s,
        MHD_OPTION_URI_LOG_CALLBACK, note_request, s, MHD_OPTION_NOTIFY_COMPLETED,
        note_completed, s, MHD_OPTION_END);
    if (s->daemon)
        return QH_OK;
    (void)close(fd);
    return qh_fail(err, QH_IO, "http.socket", "", "the server does not start");
}

qh_status server_open(const struct server_options *o, const struct env *env,
                      struct server **out, struct qh_error *err)
{
    struct server *s = calloc(1, sizeof *s);
    qh_status rc;

    if (!s)
        abort();
    s->env = env;
    rc = pool_open(or_default(o->workers, WORKERS), QUEUE_MAX, &s->workers, err);
    if (!rc)
        rc = pool_open(1, HASH_QUEUE_MAX, &s->hasher, err);
    if (!rc)
        rc = deadlines_open(o->limits ? o->limits : &DEADLINE_USUAL, &s->deadlines, err);
    if (!rc)
        rc = start_daemon(s, o, err);
    if (rc) {
        server_close(s);
        return rc;
    }
    *out = s;
    return QH_OK;
}

const char *server_url(const struct server *s)
{
    return s->url;
}

static void pause_ms(long ms)
{
    const struct timespec t = {.tv_nsec = ms * 1000000};

    (void)nanosleep(&t, NULL);
}

static bool has_connections(struct server *s)
{
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);

    return info && info->num_connections > 0;
}

/* The library aborts when it is stopped with a suspended connection, so those at work are
 * waited for whatever it takes; the clients only for the time of grace. */
static void stop_daemon(struct server *s)
{
    MHD_socket fd = MHD_quiesce_daemon(s->daemon);

    if (fd != MHD_INVALID_SOCKET)
        (void)close(fd);
    for (int ms = 0; has_connections(s) && ms < SERVER_GRACE_S * 1000; ms += 10) {
        deadlines_hang_up(s->deadlines, ms >= LATE_MS);
        pause_ms(10);
    }
    while (atomic_load(&s->at_work) > 0)
        pause_ms(10);
    MHD_stop_daemon(s->daemon);
}

void server_close(struct server *s)
{
    if (!s)
        return;
    atomic_store(&s->closing, true);
    if (s->daemon)
        stop_daemon(s);
    pool_close(s->workers);
    pool_close(s->hasher);
    deadlines_close(s->deadlines);
    free(s);
}
