#include "http/site.h"

#include "base/embedded.h"
#include "http/quality.h"
#include "http/reply.h"
#include "http/site_dir.h"
#include "http/uri.h"

#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum encoding { PLAIN, GZIP, BROTLI, ENCODINGS };

static const char *const ENCODING[ENCODINGS] = {NULL, "gzip", "br"};

struct page {
    const struct embedded_file *file;
    struct {
        struct MHD_Response *whole; /* NULL: no such form */
        char etag[40];              /* with quotes */
    } form[ENCODINGS];
};

struct site {
    const struct env *env;
    struct arena arena; /* of a folder's files */
    struct page *pages; /* by path */
    size_t n;
};

static void add(struct MHD_Response *r, const char *name, const char *value)
{
    if (!r || MHD_add_response_header(r, name, value) != MHD_YES)
        abort();
}

static bool is_hashed(const char *path)
{
    return strncmp(path, "web/assets/", 11) == 0;
}

/* A form of a file with its headers. */
static struct MHD_Response *make(const struct site *s, const struct page *p,
                                 enum encoding e, struct embedded_bytes bytes)
{
    /* The library takes a pointer that it does not write through. */
    union {
        const unsigned char *from;
        unsigned char *to;
    } body = {.from = bytes.data};
    struct MHD_Response *r =
        MHD_create_response_from_buffer(bytes.len, body.to, MHD_RESPMEM_PERSISTENT);

    add(r, "Content-Type", p->file->type);
    add(r, "ETag", p->form[e].etag);
    add(r, "Vary", "Accept-Encoding");
    add(r, "Cache-Control",
        is_hashed(p->file->path) ? "public, max-age=31536000, immutable" : "no-cache");
    if (ENCODING[e])
        add(r, "Content-Encoding", ENCODING[e]);
    reply_add_security(r, s->env, REPLY_PAGE);
    return r;
}

static void make_page(const struct site *s, struct page *p, const struct embedded_file *f)
{
    const struct embedded_bytes forms[ENCODINGS] = {f->plain, f->gzip, f->brotli};

    p->file = f;
    for (int e = PLAIN; e < ENCODINGS; e++) {
        if (!forms[e].data)
            continue;
        (void)snprintf(p->form[e].etag, sizeof p->form[e].etag, "\"%s%s%s\"", f->etag,
                       ENCODING[e] ? "-" : "", ENCODING[e] ? ENCODING[e] : "");
        p->form[e].whole = make(s, p, (enum encoding)e, forms[e]);
    }
}

qh_status site_open(const char *dir, const struct env *env, struct site **out,
                    struct qh_error *err)
{
    struct site *s = calloc(1, sizeof *s);
    const struct embedded_file *files = NULL;
    size_t n = 0;
    qh_status rc = QH_OK;

    if (!s)
        abort();
    s->env = env;
    if (dir)
        rc = site_dir_read(&s->arena, dir, &files, &n, err);
    else
        files = embedded_below("web/", &n);
    if (rc) {
        site_close(s);
        return rc;
    }
    s->pages = calloc(n + 1, sizeof *s->pages);
    if (!s->pages)
        abort();
    for (s->n = 0; s->n < n; s->n++)
        make_page(s, &s->pages[s->n], &files[s->n]);
    *out = s;
    return QH_OK;
}

void site_close(struct site *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->n; i++) {
        for (int e = PLAIN; e < ENCODINGS; e++)
            if (s->pages[i].form[e].whole)
                MHD_destroy_response(s->pages[i].form[e].whole);
    }
    free(s->pages);
    arena_done(&s->arena);
    free(s);
}

static int compare(const void *key, const void *page)
{
    return strcmp(key, ((const struct page *)page)->file->path);
}

static const struct page *find(const struct site *s, const char *path)
{
    char full[512];
    int n =
        snprintf(full, sizeof full, "web%s", strcmp(path, "/") ? path : "/index.html");

    if (n < 0 || (size_t)n >= sizeof full || !s->n)
        return NULL;
    return bsearch(full, s->pages, s->n, sizeof *s->pages, compare);
}

/* True if Accept-Encoding names the coding and not with quality 0 [RFC 9110, 12.5.3]. */
static bool accepts(const char *header, const char *coding)
{
    size_t len = strlen(coding);

    while (header && *header) {
        size_t n = strcspn(header, ",");
        size_t lead = strspn(header, " \t");

        if (lead + len <= n && strncasecmp(header + lead, coding, len) == 0 &&
            (lead + len == n || strchr(" \t;", header[lead + len])))
            return quality_of(header, n) > 0;
        header += n + (header[n] == ',');
    }
    return false;
}

static enum encoding choose(const struct page *p, struct MHD_Connection *c)
{
    const char *header =
        MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Accept-Encoding");

    for (int e = BROTLI; e > PLAIN; e--)
        if (p->form[e].whole && accepts(header, ENCODING[e]))
            return (enum encoding)e;
    return PLAIN;
}

/* The short address that is printed as a QR code on certificates. */
static struct MHD_Response *redirect(const struct site *s, const char *number)
{
    static char nothing[1];
    struct MHD_Response *r =
        MHD_create_response_from_buffer(0, nothing, MHD_RESPMEM_PERSISTENT);
    struct arena a = {0};

    add(r, "Location",
        str_format(&a, "../portal.html#/c/%s", uri_escape(&a, text_of(number))));
    add(r, "Cache-Control", "no-cache");
    reply_add_security(r, s->env, REPLY_PAGE);
    arena_done(&a);
    return r;
}

struct MHD_Response *site_find(const struct site *s, struct MHD_Connection *c,
                               const char *path, int *out_status, bool *out_own)
{
    const struct page *p;
    const char *have;
    enum encoding e;

    *out_own = strncmp(path, "/c/", 3) == 0 && path[3] && !strchr(path + 3, '/');
    *out_status = 302;
    if (*out_own)
        return redirect(s, path + 3);
    p = find(s, path);
    if (!p)
        return NULL;
    e = choose(p, c);
    have = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "If-None-Match");
    *out_status = have && strstr(have, p->form[e].etag) ? 304 : 200;
    return p->form[e].whole; /* with 304 the library leaves the body out */
}
