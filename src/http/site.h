/* site.h - the files of the web client: out of the binary, or of a folder for developers.
 *
 * "/" is the office (index.html); "/c/<number>" leads to the page of a certificate in the
 * portal.  Files under /assets/ have a hash in their name and never change; pages and
 * service workers are asked for anew each time.  All is made ready at the start, so an
 * answer costs no memory and never waits.
 */
#pragma once

#include "http/env.h"

#include "base/status.h"

#include <stdbool.h>

struct MHD_Connection;
struct MHD_Response;
struct site;

enum { SITE_FILES_MAX = 2000, SITE_FILE_MAX = 16 * 1024 * 1024 };

/* dir NULL: what is linked into the binary.  env gives the headers.  Ends by
 * site_close(), which accepts NULL.  The keys of file_read(); QH_LIMIT "site.files". */
QH_MUST qh_status site_open(const char *dir, const struct env *env, struct site **out,
                            struct qh_error *err);
void site_close(struct site *s);

/* The answer for a decoded path, and its status; NULL: no such file.  Not to be destroyed
 * unless *out_own. */
struct MHD_Response *site_find(const struct site *s, struct MHD_Connection *c,
                               const char *path, int *out_status, bool *out_own);
