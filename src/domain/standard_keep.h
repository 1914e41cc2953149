/* standard_keep.h - the laboratory's standards one by one: registered with a certificate,
 * certified anew, stopped, withdrawn, moved to another set.
 *
 * A certificate is never overwritten: each is kept with who recorded it and when, and the
 * newest one is what the standard is good for.  A record rests on the certificates that
 * held when it was opened; they are what its paper names, whatever came in since.
 *
 * States: in_use, stopped (out of use for now), withdrawn (for good).  With a standard on
 * board that is not in use, nothing is planned, opened or signed (record_guard.c,
 * trip_check.c).
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"
#include "domain/standard.h"
#include "domain/workflow.h"

extern const struct workflow STANDARD_WORKFLOW;

enum {
    STANDARD_SERIAL_MAX = 40,
    STANDARD_NAME_MAX = 60,
    STANDARD_CLASS_MAX = 40,
    STANDARD_NUMBER_MAX = 60, /* of certificates and accreditations */
    STANDARD_REASON_MAX = 200,
    STANDARD_PARAM_MAX = 40, /* characters of one value */
    STANDARD_CERTIFICATES_MAX = 1000
};

/* One certificate of a standard.  params: as struct standard has them; of a weight
 * "error" (conventional mass minus nominal value), "u", "k" in kg. */
struct standard_paper {
    int64_t seq;
    const char *certificate_no;
    const char *issuer; /* who calibrated it: what it is traceable to; "" as set up */
    const char *certificate_day;
    const char *valid_until_day;
    const char *accuracy_class;
    const struct json *params; /* NULL: none */
    int64_t recorded_ms;       /* 0: as set up */
    const char *recorded_by;
};

struct standard_new {
    const char *set_id;
    const char *kind;    /* weight | thermometer | hygrometer | as the editions name it */
    const char *name_zh; /* NULL: weights and instruments for the conditions only */
    const char *name_en;
    const char *serial;
    const char *nominal_kg; /* of a weight */
    struct standard_paper paper;
};

struct standard_detail {
    struct standard standard;
    struct json_list certificates; /* struct standard_paper, oldest first */
};

/* QH_NOT_FOUND "standard.not_found". */
QH_MUST qh_status standard_find(struct ctx *c, const char *id,
                                struct standard_detail *out);
/* QH_INVALID "standard.set", "standard.kind" (no name of a kind), "standard.nominal" (no
 * mass, or of something that is no weight), "standard.name", "standard.days",
 * "standard.params" (at the member); QH_CONFLICT "standard.duplicate" (serial number in
 * its set). */
QH_MUST qh_status standard_register(struct ctx *c, const struct standard_new *in,
                                    const char **out_id);
/* QH_INVALID "standard.days", "standard.params"; QH_CONFLICT "standard.older" (than the
 * one it has), "standard.changed", "standard.state" (withdrawn); QH_LIMIT
 * "standard.certificates". */
QH_MUST qh_status standard_certify(struct ctx *c, const char *id, int64_t version,
                                   const struct standard_paper *in);
/* action: stop, resume, withdraw.  QH_CONFLICT "standard.state", "standard.changed",
 * "standard.in_work" (withdraw: a record that is not approved rests on it). */
QH_MUST qh_status standard_step(struct ctx *c, const char *id, const char *action,
                                int64_t version, const char *reason);
/* To another set.  QH_INVALID "standard.set"; QH_CONFLICT "standard.duplicate",
 * "standard.changed", "standard.state". */
QH_MUST qh_status standard_move(struct ctx *c, const char *id, int64_t version,
                                const char *set_id);

/* ---- sets ---- */

/* The accreditation of a set (计量标准考核证书): made, changed or renewed as a whole; the
 * history keeps what it was.  QH_INVALID "standard_set.regulation", "standard_set.max";
 * QH_CONFLICT "standard_set.changed", "standard_set.state" (stopped or in use already);
 * QH_NOT_FOUND "standard_set.not_found". */
QH_MUST qh_status standard_set_find(struct ctx *c, const char *id,
                                    struct standard_set *out);
QH_MUST qh_status standard_set_add(struct ctx *c, const struct standard_set *in,
                                   const char **out_id);
QH_MUST qh_status standard_set_change(struct ctx *c, const struct standard_set *in);
/* From today on nothing is planned or signed with its standards, or they count again. */
QH_MUST qh_status standard_set_stop(struct ctx *c, const char *id, int64_t version,
                                    bool stop, const char *reason);
