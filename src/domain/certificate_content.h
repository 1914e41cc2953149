/* certificate_content.h - from a record to the frozen contents of its paper.
 *
 * Everything printed comes from the record, the register and the trip; nothing is typed
 * again.  The contents are built from the record's own plan and judgement
 * (rule/weighbridge_json.h), so that record and paper carry the same numbers.
 */
#pragma once

#include "domain/instrument.h"
#include "domain/record.h"
#include "domain/trip.h"

struct certificate_draft {
    struct record_detail *record;
    struct instrument_detail *instrument;
    struct trip_detail *trip;
    const struct json *words;
    const char *division;
    const char *kind;
    const char *number;
    int64_t year;
    int64_t serial;
    const char *today;
    const char *valid_until; /* NULL: none */
    const char *old_number;  /* valid certificate of the instrument before this one */
    int64_t months;          /* of validity */
};

/* The draft's trip names the certificates of its standards that held when the record was
 * opened: the record's numbers rest on them. */
QH_MUST qh_status certificate_papers_take(struct ctx *c, struct certificate_draft *d);
/* Loads what the contents are made of; kind, number, year and serial are the caller's. */
QH_MUST qh_status certificate_draft_take(struct ctx *c, const char *record_id,
                                         struct certificate_draft *out);
/* The frozen JSON; also sets d->valid_until.  Errors of certificate_check(). */
QH_MUST qh_status certificate_content_make(struct ctx *c, struct certificate_draft *d,
                                           struct text *out);
/* The instrument's due day after a pass; out of use after a failure. */
QH_MUST qh_status certificate_set_instrument(struct ctx *c,
                                             const struct certificate_draft *d,
                                             bool failed);
/* "https://host/c/JAJ2026-00001". */
const char *certificate_check_url(struct ctx *c, const char *number);
