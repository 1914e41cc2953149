/* certificate_pdf.h - a verification paper as PDF. */
#pragma once

#include "document/certificate.h"
#include "document/layout_words.h"

/* The whole paper: A4, cover by the official style, second page with standards and
 * conditions, results with tables and drawings; fonts embedded as subsets, tagged, with
 * outline, link and QR code.  The same content and words give the same bytes on a machine
 * with the same fonts; time comes from content->issued_at.
 *
 * Workers may call it at once: it takes the lock of words->press while it sets and draws
 * (about 50 ms).  Not inside a transaction.
 * Errors of certificate_check() and qr_encode(); QH_IO "paper.write"; QH_LIMIT
 * "certificate.pages" past 60 pages. */
QH_MUST qh_status certificate_pdf(struct arena *a, const struct certificate_content *c,
                                  const struct layout_words *words, struct text *out,
                                  struct qh_error *err);
