/* certificate.h - everything that a verification paper says, as one plain struct.
 *
 * The four papers share it.  The caller fills it once, when the number is given, and
 * freezes it as JSON; PDF, DCC and OFD are made of nothing else.  All values are texts
 * ready to print (decimals keep their digits and their unit stands in the heading); NULL
 * is "not given"; days are "YYYY-MM-DD", instants "YYYY-MM-DD hh:mm" in local time.
 * Texts live as long as their owner's arena.
 *
 * Fields: domain/lab-and-certificates B2 (covers by the official style since 2005) and
 * weighing 2.9 (inner pages).
 */
#pragma once

#include "base/arena.h"
#include "base/json.h"
#include "base/status.h"
#include "base/text.h"
#include "document/certificate_parts.h"

#include <stdbool.h>
#include <stddef.h>

#define CERTIFICATE_SCHEMA "quanheng-certificate/1"

enum certificate_kind {
    CERTIFICATE_VERIFICATION, /* verification certificate 检定证书 */
    CERTIFICATE_NOTICE, /* notice of result 检定结果通知书: failed, no validity */
    CERTIFICATE_CALIBRATION, /* calibration certificate 校准证书: no verdict */
    CERTIFICATE_INSPECTION   /* in-service inspection record 使用中检查记录 */
};
/* "verification", "notice", "calibration", "inspection", NULL: as in the store. */
extern const char *const CERTIFICATE_KINDS[];

struct certificate_content {
    const char *schema; /* CERTIFICATE_SCHEMA */
    enum certificate_kind kind;
    bool demonstration; /* printed visibly on every page */
    const char *number;
    const char *replaces; /* number of the paper that this one replaces */
    const char *cancels;  /* number of the certificate that a failure cancels */
    struct cert_issuer issuer;
    struct cert_client client;
    struct cert_instrument instrument;
    struct {
        struct cert_basis *p;
        size_t n;
    } basis;
    const char *stage;      /* kind of verification: "后续检定" */
    const char *conclusion; /* "合格 III 级"; may be NULL for a calibration */
    const char *conclusion_en;
    struct cert_person approver, checker, officer;
    const char *received_on; /* calibration: day of receipt */
    const char *tested_on;   /* last day of testing */
    const char *valid_until; /* verification certificate only */
    const char *interval;    /* proposed interval, only if the client asked for it */
    const char *issued_at;   /* "YYYY-MM-DD hh:mm": date of the file */
    const char *check_url;   /* in the QR code */

    const char *record_no;
    const char *qualification; /* statement of the body's authority */
    const char *traceability;  /* calibration: traceability statement */
    struct {
        struct cert_standard *p;
        size_t n;
    } standards;
    struct {
        struct cert_weights *p;
        size_t n;
    } weights;
    struct {
        struct cert_device *p;
        size_t n;
    } devices;
    const char *place, *temperature, *humidity;
    struct cert_properties conditions;
    struct json_strs remarks;

    const char *verified_to; /* "verified to Max", or the load really reached */
    const char *adjustment;  /* what was adjusted or repaired, with the date */
    struct {
        struct cert_table *p;
        size_t n;
    } tables;
    struct cert_platform platform; /* drawn if it has supports */
    struct cert_curve curve;       /* drawn if it has points */
    const char *uncertainty;       /* calibration: statement on U and k */
    /* By what rule values were judged that have an uncertainty; NULL: by the limits. */
    const char *decision_rule;          /* "simple", "guard_band" */
    const char *decision_factor;        /* of a guard band: w = factor U */
    const char *decision_risk;          /* greatest probability of a false acceptance */
    const char *decision, *decision_en; /* the same in words */
};

/* Shape of the struct: tables of JSON fields, for the frozen content and for the types of
 * the web client. */
extern const struct json_field CERTIFICATE_SHAPE[];
extern const size_t CERTIFICATE_SHAPE_N;

/* Is everything there that the paper must say, and nothing that it must not?
 * QH_INVALID "certificate.missing" with the field; "certificate.forbidden" (validity on
 * anything but a verification certificate, ...); "certificate.verdict" (a certificate
 * with a failed item, a notice without one); "certificate.cells" (a row of the wrong
 * length); "certificate.number" (a point of the curve that is no decimal). */
QH_MUST qh_status certificate_check(const struct certificate_content *c,
                                    struct qh_error *err);

/* The frozen form: one line, fields in the order of the shape, null where nothing is
 * given; equal contents give equal bytes. */
struct text certificate_to_json(struct arena *a, const struct certificate_content *c);
/* Errors of json_parse() and json_decode(); QH_INVALID "certificate.schema". */
QH_MUST qh_status certificate_from_json(struct arena *a, struct text text,
                                        struct certificate_content *out,
                                        struct qh_error *err);
