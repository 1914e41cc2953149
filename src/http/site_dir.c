#include "http/site_dir.h"

#include "base/crypt.h"
#include "base/file.h"
#include "http/site.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { DEPTH_MAX = 8 };

static const struct type {
    const char *end;
    const char *type;
} TYPES[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".wasm", "application/wasm"},
    {".txt", "text/plain; charset=utf-8"},
};

struct reader {
    struct arena *arena;
    struct embedded_file *files;
    size_t n;
    struct qh_error *err;
};

static bool ends_in(const char *s, const char *end)
{
    size_t n = strlen(s);
    size_t m = strlen(end);

    return n >= m && strcmp(s + n - m, end) == 0;
}

static const char *type_of(const char *path)
{
    for (size_t i = 0; i < LEN(TYPES); i++)
        if (ends_in(path, TYPES[i].end))
            return TYPES[i].type;
    return "application/octet-stream";
}

static struct embedded_bytes bytes_of(struct text t)
{
    return (struct embedded_bytes){(const unsigned char *)t.p, t.len};
}

/* The compressed form beside a file, if there is one. */
static struct embedded_bytes variant(struct reader *r, const char *path, const char *end)
{
    struct text t = {0};

    if (file_read(r->arena, str_format(r->arena, "%s%s", path, end), SITE_FILE_MAX, &t,
                  NULL))
        return (struct embedded_bytes){0};
    return bytes_of(t);
}

static qh_status add_file(struct reader *r, const char *path, const char *name)
{
    struct embedded_file *f;
    struct text t = {0};
    char *hex = arena_alloc(r->arena, CRYPT_HEX, 1);
    qh_status rc;

    if (ends_in(name, ".gz") || ends_in(name, ".br"))
        return QH_OK;
    if (r->n == SITE_FILES_MAX)
        return qh_fail(r->err, QH_LIMIT, "site.files", "", "over %d", SITE_FILES_MAX);
    rc = file_read(r->arena, path, SITE_FILE_MAX, &t, r->err);
    if (rc)
        return rc;
    crypt_sha256(t, hex);
    hex[16] = 0;
    f = &r->files[r->n++];
    f->path = name;
    f->etag = hex;
    f->type = type_of(path);
    f->plain = bytes_of(t);
    f->gzip = variant(r, path, ".gz");
    f->brotli = variant(r, path, ".br");
    return QH_OK;
}

static qh_status read_dir(struct reader *r, const char *dir, const char *name, int depth);

static qh_status read_entry(struct reader *r, const char *dir, const char *name,
                            const char *entry, int depth)
{
    const char *path = str_format(r->arena, "%s/%s", dir, entry);
    const char *below = str_format(r->arena, "%s/%s", name, entry);
    struct stat st;

    if (entry[0] == '.' || stat(path, &st) != 0)
        return QH_OK;
    if (S_ISREG(st.st_mode))
        return add_file(r, path, below);
    if (S_ISDIR(st.st_mode) && depth < DEPTH_MAX)
        return read_dir(r, path, below, depth + 1);
    return QH_OK;
}

static qh_status read_dir(struct reader *r, const char *dir, const char *name, int depth)
{
    struct dirent **entries = NULL;
    int n = scandir(dir, &entries, NULL, alphasort);
    qh_status rc = QH_OK;

    if (n < 0)
        return qh_fail(r->err, QH_NOT_FOUND, "file.open", "", "%s", dir);
    for (int i = 0; i < n; i++) {
        if (!rc)
            rc = read_entry(r, dir, name, entries[i]->d_name, depth);
        free(entries[i]);
    }
    free(entries);
    return rc;
}

static int compare(const void *a, const void *b)
{
    return strcmp(((const struct embedded_file *)a)->path,
                  ((const struct embedded_file *)b)->path);
}

qh_status site_dir_read(struct arena *a, const char *dir,
                        const struct embedded_file **out, size_t *out_count,
                        struct qh_error *err)
{
    struct reader r = {
        .arena = a,
        .files = ARENA_ARRAY(a, SITE_FILES_MAX, struct embedded_file),
        .err = err,
    };
    qh_status rc = read_dir(&r, dir, "web", 0);

    if (rc)
        return rc;
    qsort(r.files, r.n, sizeof *r.files, compare);
    *out = r.files;
    *out_count = r.n;
    return QH_OK;
}
