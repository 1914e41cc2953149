/* embedded.h - the files that are linked into the binary: data/ and the built web client.
 *
 * tools/embed.py makes the table at build time, in the order of the paths.  Paths begin
 * with "data/" (the folder data of the sources) or "web/" (what the web build left in
 * web/dist; no such file when it has not run).  Everything here is constant and lives as
 * long as the process.
 */
#pragma once

#include "base/text.h"

#include <stddef.h>

/* Bytes of a file; a NUL follows that len does not count. */
struct embedded_bytes {
    const unsigned char *data; /* NULL: there is no such variant */
    size_t len;
};

struct embedded_file {
    const char *path; /* "data/locales/zh-CN.json", "web/assets/index-1a2b.js" */
    const char *etag; /* 16 hex digits of the SHA-256 of the plain bytes, no quotes;
                         whoever sends a variant makes it differ, "<etag>-br" */
    const char *type; /* media type by the name, "application/octet-stream" if unknown */
    struct embedded_bytes plain;
    struct embedded_bytes gzip;   /* Content-Encoding: gzip */
    struct embedded_bytes brotli; /* Content-Encoding: br */
};

/* The file of that path; NULL if there is none. */
const struct embedded_file *embedded_find(const char *path);

/* The plain bytes of a file as text. */
struct text embedded_text(const struct embedded_file *f);

/* All files whose paths begin with prefix, in the order of their paths: a pointer to the
 * first and their number in *out_count.  NULL and 0 when there are none. */
const struct embedded_file *embedded_below(const char *prefix, size_t *out_count);

/* The table itself, made by tools/embed.py.  Use the functions above. */
extern const struct embedded_file EMBEDDED[];
extern const size_t EMBEDDED_COUNT;
