/* site_dir.h - a folder read as if it were linked into the binary (base/embedded.h). */
#pragma once

#include "base/arena.h"
#include "base/embedded.h"
#include "base/status.h"

/* All files below dir, with paths "web/..." in order.  Lives as long as the arena.  The
 * keys of file_read(); QH_LIMIT "site.files". */
QH_MUST qh_status site_dir_read(struct arena *a, const char *dir,
                                const struct embedded_file **out, size_t *out_count,
                                struct qh_error *err);
