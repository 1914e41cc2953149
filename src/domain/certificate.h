/* certificate.h - verification papers: numbered at approval, issued once, never edited.
 *
 * The transaction of the approval takes the number from the gapless series of its kind
 * and year and freezes the contents (state numbered); a second one stores the rendered
 * bytes and their hash (state issued).  A crash in between leaves a numbered one that
 * the server's job or the first who opens it finishes.  It counts like an issued one:
 * a later failure revokes it, the next paper names it.
 *
 * Kinds: verification (passed), notice (a failed verification: no validity, the old
 * certificate is cancelled), calibration, inspection (in-service, whatever the verdict).
 * Validity: last day of testing + months of the regulation - 1 day.
 */
#pragma once

#include "base/json.h"
#include "base/text.h"
#include "domain/ctx.h"

struct certificate_row {
    const char *id;
    const char *number;
    const char *kind;
    const char *state; /* numbered | issued | void | replaced | revoked */
    const char *record_id;
    const char *instrument_id;
    const char *name_zh;
    const char *model;
    const char *serial;
    const char *enterprise_id;
    const char *enterprise_name;
    const char *issued_day;
    const char *valid_until_day; /* NULL: none */
    int64_t numbered_ms;
    int64_t version;
};

struct certificate_page {
    struct json_list items;
    const char *next;
};

struct certificate_filter {
    const char *kind;
    const char *enterprise_id;
    const char *number;
    const char *after;
    int64_t limit;
};

struct certificate_detail {
    const char *id;
    const char *number;
    const char *kind;
    const char *state;
    const char *record_id;
    const char *instrument_id;
    const char *enterprise_id;
    const struct json *content; /* document/certificate.h */
    const char *content_hash;
    const char *pdf_hash; /* NULL until issued */
    const char *issued_day;
    const char *valid_until_day;
    const char *replaces_id;
    int64_t numbered_ms;
    int64_t issued_ms;
    const char *check_url;
    int64_t version;
};

/* What anybody sees behind the QR code. */
struct certificate_public {
    const char *number;
    const char *kind;
    const char *state;
    const char *issued_day;
    const char *valid_until_day;
    const struct json *content;
    const char *content_hash;
    const char *pdf_hash;
};

/* Numbers the paper of an approved record inside the approval's transaction, freezes its
 * contents, sets the instrument's due day, cancels the old certificate after a failure.
 */
QH_MUST qh_status certificate_number(struct ctx *c, const char *record_id,
                                     const char **out_id);
QH_MUST qh_status certificate_list(struct ctx *c, const struct certificate_filter *f,
                                   struct certificate_page *out);
/* QH_NOT_FOUND "certificate.not_found": also when it is another enterprise's. */
QH_MUST qh_status certificate_find(struct ctx *c, const char *id,
                                   struct certificate_detail *out);
QH_MUST qh_status certificate_look_up(struct ctx *c, const char *number,
                                      struct certificate_public *out);
/* Renders the frozen contents; outside of transactions. */
QH_MUST qh_status certificate_render(struct ctx *c, struct text content,
                                     struct text *out);
/* Stores the rendered bytes and moves numbered -> issued; nothing if it is issued. */
QH_MUST qh_status certificate_store(struct ctx *c, const char *id, struct text pdf);
/* The stored bytes.  QH_NOT_FOUND "certificate.no_bytes" while it is only numbered. */
QH_MUST qh_status certificate_bytes(struct ctx *c, const char *id, struct text *out);
/* The instant from which on numbered papers get their bytes without being asked for
 * (setting certificate.render_days); older ones get them on first opening. */
QH_MUST qh_status certificate_render_from(struct ctx *c, int64_t *out_ms);
/* The oldest paper since then that is numbered but has no bytes; *out_id NULL if there is
 * none. */
QH_MUST qh_status certificate_next_numbered(struct ctx *c, const char **out_id,
                                            struct text *out_content);
/* QH_CONFLICT "certificate.state"; QH_INVALID "certificate.reason". */
QH_MUST qh_status certificate_void(struct ctx *c, const char *id, int64_t version,
                                   const char *reason);
