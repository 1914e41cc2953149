#include "http/reply.h"

#include "http/uri.h"

#include <fcntl.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void add(struct MHD_Response *r, const char *name, const char *value)
{
    if (MHD_add_response_header(r, name, value) != MHD_YES)
        abort();
}

static const char *policy_of(enum reply_kind kind)
{
    switch (kind) {
    case REPLY_PAGE:
        return "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' "
               "data: blob:; font-src 'self' data:; "
               "style-src 'self' 'unsafe-inline'; frame-src 'self' blob:; "
               "object-src 'none'; base-uri 'none'; form-action 'self'; "
               "frame-ancestors ";
    case REPLY_DOCUMENT:
        return "default-src 'none'; img-src 'self'; object-src 'self'; "
               "style-src 'unsafe-inline'; frame-ancestors ";
    case REPLY_DATA:
        break;
    }
    return "default-src 'none'; frame-ancestors ";
}

void reply_add_security(struct MHD_Response *r, const struct env *env,
                        enum reply_kind kind)
{
    const char *frames = "'none'";
    char policy[768];

    if (kind == REPLY_PAGE)
        frames = env->frame_ancestors;
    if (kind == REPLY_DOCUMENT)
        frames = "'self'";
    (void)snprintf(policy, sizeof policy, "%s%s", policy_of(kind), frames);
    add(r, "Content-Security-Policy", policy);
    add(r, "X-Content-Type-Options", "nosniff");
    add(r, "Referrer-Policy", "no-referrer");
    add(r, "Cross-Origin-Resource-Policy", "same-origin");
    if (env->secure_cookies)
        add(r, "Strict-Transport-Security", "max-age=31536000");
}

/* RFC 6266 with RFC 8187: the name in UTF-8, and an ASCII one for the oldest clients. */
static void add_file_name(struct MHD_Response *r, const struct call *k)
{
    struct arena a = {0};
    char *plain = str_copy(&a, k->rs.file_name);

    for (char *p = plain; *p; p++)
        if ((unsigned char)*p < 0x20 || (unsigned char)*p >= 0x7F || *p == '"' ||
            *p == '\\')
            *p = '_';
    add(r, "Content-Disposition",
        str_format(&a, "%s; filename=\"%s\"; filename*=UTF-8''%s",
                   k->rs.is_inline ? "inline" : "attachment", plain,
                   uri_escape(&a, text_of(k->rs.file_name))));
    arena_done(&a);
}

static void add_media_type(struct MHD_Response *r, const char *type)
{
    char value[128];

    if (strncmp(type, "text/", 5) == 0)
        (void)snprintf(value, sizeof value, "%s; charset=utf-8", type);
    else
        (void)snprintf(value, sizeof value, "%s", type);
    add(r, "Content-Type", value);
}

static void add_number(struct MHD_Response *r, const char *name, int v)
{
    char value[16];

    (void)snprintf(value, sizeof value, "%d", v);
    add(r, name, value);
}

/* True if the client names the tag, or any [RFC 9110, 13.1.2]. */
static bool has_it(const struct call *k, const char *quoted)
{
    const char *have = k->rq.if_none_match;

    return have && k->rs.status == 200 &&
           (strstr(have, quoted) || strcmp(have, "*") == 0);
}

/* Sets *status to 304 where the client has the bytes. */
static void add_etag(struct MHD_Response *r, const struct call *k, int *status)
{
    char quoted[140];

    if (!k->rs.etag)
        return;
    (void)snprintf(quoted, sizeof quoted, "\"%s\"", k->rs.etag);
    add(r, "ETag", quoted);
    if (has_it(k, quoted))
        *status = 304;
}

static bool is_document(const struct call *k)
{
    return !k->rc && k->rq.endpoint && (k->rq.endpoint->flags & EP_RAW_OUT);
}

/* The library closes its own descriptor of a file. */
static struct MHD_Response *from_file(int file)
{
    struct stat st = {0};
    const int fd = fcntl(file, F_DUPFD_CLOEXEC, 0);

    if (fd < 0 || fstat(fd, &st) != 0)
        abort();
    return MHD_create_response_from_fd64((uint64_t)st.st_size, fd);
}

static struct MHD_Response *from_body(struct text body)
{
    /* The library takes a pointer that it does not write through. */
    union {
        const char *from;
        char *to;
    } p = {.from = body.p};

    return MHD_create_response_from_buffer(body.len, p.to, MHD_RESPMEM_PERSISTENT);
}

struct MHD_Response *reply_make(const struct call *k, int *out_status)
{
    const struct res *rs = &k->rs;
    struct MHD_Response *r = rs->has_file ? from_file(rs->file) : from_body(rs->body);

    if (!r)
        abort();
    *out_status = rs->status;
    if (rs->media_type)
        add_media_type(r, rs->media_type);
    reply_add_security(r, k->env, is_document(k) ? REPLY_DOCUMENT : REPLY_DATA);
    add(r, "Cache-Control", rs->cache_control ? rs->cache_control : "no-store");
    if (rs->file_name)
        add_file_name(r, k);
    if (rs->cookie)
        add(r, "Set-Cookie", rs->cookie);
    if (rs->location)
        add(r, "Location", rs->location);
    if (rs->retry_after_s)
        add_number(r, "Retry-After", rs->retry_after_s);
    if (k->is_replay)
        add(r, "Idempotency-Replayed", "true");
    if (rs->status == 405 && k->allow)
        add(r, "Allow", k->allow);
    add_etag(r, k, out_status);
    return r;
}
