/* file.h - whole files: read with a cap, written so that a crash leaves the old or the
 * new.
 *
 * Nothing stays open after a call.  Paths go to the detail of the error, contents never.
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

#include <stddef.h>

enum { FILE_PATH_MAX = 4096 };

/* All bytes of a file (or of a pipe), at most cap; a NUL follows them.  QH_NOT_FOUND
 * "file.open" if there is none; QH_IO "file.open" | "file.read"; QH_LIMIT "file.size". */
QH_MUST qh_status file_read(struct arena *a, const char *path, size_t cap,
                            struct text *out, struct qh_error *err);

/* Replaces or makes the file at path with the permissions `mode` (0600, 0644), whatever
 * the umask: a temporary file beside it, fsync, rename, fsync of the folder.  When the
 * call returns QH_OK the contents survive a power cut; otherwise the old file is as it
 * was and the temporary one is gone.  A link at path is replaced, not followed.  QH_IO
 * "file.write"; QH_LIMIT "file.path". */
QH_MUST qh_status file_write(const char *path, struct text bytes, unsigned mode,
                             struct qh_error *err);
/* Makes the file as file_write() does, but never replaces one: of several processes that
 * call at once one makes it, and all find the same.  QH_OK, too, if it is there already;
 * the keys of file_write(). */
QH_MUST qh_status file_make(const char *path, struct text bytes, unsigned mode,
                            struct qh_error *err);
