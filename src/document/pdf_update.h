/* pdf_update.h - additions to a finished PDF by an incremental update. */
#pragma once

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

/* Adds entries ("/Lang (zh-CN)") to the catalogue of a PDF as cairo writes it: one
 * section, a classic cross-reference table.  QH_BUG "pdf.trailer" otherwise. */
QH_MUST qh_status pdf_add_to_catalogue(struct arena *a, struct text pdf,
                                       const char *entries, struct text *out,
                                       struct qh_error *err);
