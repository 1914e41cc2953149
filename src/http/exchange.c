#include "http/exchange.h"

#include "base/log.h"
#include "http/guard.h"
#include "http/titles.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BODY_STEP = 16 * 1024, ADDRESS_MAX = 64 };

static int64_t now_ns(void)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

struct exchange *exchange_new(const struct env *env, const char *uri)
{
    struct exchange *x = calloc(1, sizeof *x);

    if (!x)
        abort();
    call_init(&x->call, env);
    x->raw_uri = text_of(str_copy(&x->call.arena, uri));
    x->began_ns = now_ns();
    return x;
}

static void log_line(const struct exchange *x)
{
    const struct call *k = &x->call;
    const struct qh_error *err = &k->ctx.err;
    const char *id = k->rq.endpoint ? k->rq.endpoint->id : "";

    log_event(LOG_INFO, "http.request", LOG_S("method", k->rq.method), LOG_S("op", id),
              LOG_N("status", x->status), LOG_N("us", (now_ns() - x->began_ns) / 1000),
              LOG_N("cpu_us", k->cpu_ns / 1000), LOG_S("key", k->rc ? err->key : ""));
    if (k->rc && x->status >= 500)
        log_failure("http.failure", err);
}

void exchange_free(struct exchange *x)
{
    if (x->status && !x->is_static && !x->call.env->is_quiet)
        log_line(x);
    call_done(&x->call);
    free(x->body);
    free(x);
}

static const char *header(const struct exchange *x, const char *name)
{
    return MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, name);
}

/* A header as text that we understand; others count as absent. */
static const char *clean(const struct exchange *x, const char *name)
{
    const char *v = header(x, name);

    return v && text_is_utf8(text_of(v)) ? v : NULL;
}

static bool is_loopback(const struct sockaddr *sa)
{
    return sa &&
           ((sa->sa_family == AF_INET &&
             ntohl(((const struct sockaddr_in *)(const void *)sa)->sin_addr.s_addr) >>
                     24 ==
                 127) ||
            (sa->sa_family == AF_INET6 &&
             IN6_IS_ADDR_LOOPBACK(
                 &((const struct sockaddr_in6 *)(const void *)sa)->sin6_addr)));
}

/* The client's address; behind a trusted proxy the last one that the proxy wrote. */
static const char *address_of(const struct exchange *x)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *sa = info ? info->client_addr : NULL;
    const char *given = clean(x, "X-Forwarded-For");
    char *out = arena_alloc(x->call.rq.arena, ADDRESS_MAX, 1);
    const char *comma;

    if (x->call.env->trust_proxy && given && is_loopback(sa)) {
        comma = strrchr(given, ',');
        return str_copy(x->call.rq.arena, comma ? comma + 1 : given);
    }
    if (sa && sa->sa_family == AF_INET)
        (void)inet_ntop(AF_INET,
                        &((const struct sockaddr_in *)(const void *)sa)->sin_addr, out,
                        ADDRESS_MAX);
    if (sa && sa->sa_family == AF_INET6)
        (void)inet_ntop(AF_INET6,
                        &((const struct sockaddr_in6 *)(const void *)sa)->sin6_addr, out,
                        ADDRESS_MAX);
    return out;
}

static const char *copied(const struct exchange *x, const char *name)
{
    const char *v = clean(x, name);

    return v ? str_copy(x->call.rq.arena, v) : NULL;
}

/* Copies: the library's texts go with the connection's buffer. */
static void read_headers(struct exchange *x)
{
    struct req *rq = &x->call.rq;
    const char *cookie =
        MHD_lookup_connection_value(x->connection, MHD_COOKIE_KIND, "qh_session");

    rq->content_type = copied(x, "Content-Type");
    rq->idempotency_key = copied(x, "Idempotency-Key");
    rq->if_none_match = copied(x, "If-None-Match");
    rq->csrf = copied(x, "X-CSRF-Token");
    rq->host = copied(x, "Host");
    rq->origin = copied(x, "Origin");
    rq->fetch_site = copied(x, "Sec-Fetch-Site");
    rq->session = cookie ? str_copy(rq->arena, cookie) : NULL;
    rq->address = address_of(x);
}

static qh_status too_long(struct exchange *x)
{
    return qh_fail(&x->call.ctx.err, QH_LIMIT, "http.body", "", "at most %zu bytes",
                   call_body_max(&x->call));
}

static void refuse(struct exchange *x, qh_status rc)
{
    x->is_fatal = true;
    x->state = EXCHANGE_DONE;
    call_fail(&x->call, rc);
}

bool exchange_begin(struct exchange *x, const char *method, const char *version)
{
    struct call *k = &x->call;
    const char *length = header(x, "Content-Length");
    qh_status rc;

    k->rq.method = str_copy(&k->arena, method);
    k->rq.lang = titles_choose(clean(x, "Accept-Language"));
    rc = guard_check(x->connection, version, &k->ctx.err);
    if (rc) {
        refuse(x, rc);
        return false;
    }
    call_route(k, method, x->raw_uri);
    if (length && strtoull(length, NULL, 10) > call_body_max(k)) {
        refuse(x, too_long(x));
        return false;
    }
    read_headers(x);
    x->state = EXCHANGE_BODY;
    return true;
}

bool exchange_add_body(struct exchange *x, const char *p, size_t n)
{
    size_t max = call_body_max(&x->call);

    if (x->is_over || x->body_len + n > max) {
        x->is_over = true;
        x->body_len += n;
        return x->body_len < 2 * max;
    }
    if (x->body_len + n > x->body_cap) {
        size_t cap = x->body_cap ? x->body_cap * 2 : BODY_STEP;

        while (cap < x->body_len + n)
            cap *= 2;
        x->body = realloc(x->body, cap);
        if (!x->body)
            abort();
        x->body_cap = cap;
    }
    memcpy(x->body + x->body_len, p, n);
    x->body_len += n;
    return true;
}

void exchange_end_body(struct exchange *x)
{
    struct call *k = &x->call;

    if (x->is_over)
        k->rc = too_long(x);
    else
        k->rq.body = (struct text){x->body ? x->body : "", x->body_len};
}
