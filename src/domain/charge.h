/* charge.h - what a service would cost by the tariff, and why it is not collected.
 *
 * Three grounds that never become one sum: payable; exempt by law (W1: compulsory
 * verification, charges suspended since 2017-04-01 [财税〔2017〕20号]); waived by the
 * programme (W2 half price for small enterprises, W3 supported enterprises, W5 crane and
 * transport of weights).  The exemption follows from the instrument's declared purpose
 * together with the catalogue, never from its kind alone.
 * A service without a record (an instrument whose kind has no regulation file, an expert
 * service at a visit) is a line with a service note and no certificate.
 * A verification that fails is not counted as relief: its line has the quantity 0 until
 * the instrument has passed.
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"

struct trip_detail;

struct charge_subject {
    const char *booking_id; /* or NULL: a service at a visit */
    const char *visit_id;   /* or NULL */
    const char *record_id;  /* NULL: a service without a record, with a note */
    const char *note;       /* of such a service: what was done; or NULL */
    int64_t quantity;       /* pieces; 0: one */
    const char *kind_code;
    bool compulsory;     /* the kind stands in the catalogue of compulsory verification */
    const char *purpose; /* trade | safety | medical | environment | other */
    const char *service; /* verification | calibration | in_service */
    bool passed;
    const char *enterprise_id;
    const char *division_code;
    const char *size_class;
    bool supported; /* on the list of enterprises the programme supports */
    const char *day;
};

struct charge_line {
    const char *id;
    const char *booking_id; /* of a booking, or NULL with the number */
    const char *booking_number;
    const char *visit_id; /* of a visit, or NULL with the day */
    const char *visit_day;
    const char *record_id; /* NULL with the number: of the trip, or a service note */
    const char *record_number;
    const char *note; /* the service note, or "" */
    const char *enterprise_id;
    const char *tariff_code;
    const char *name_zh;
    int64_t quantity;
    int64_t price_fen;
    int64_t amount_fen;
    const char *ground; /* payable | exempt | waived */
    const char *waiver_code;
    const char *reason; /* locale key */
    int64_t at_ms;
};

struct charge_filter {
    const char *booking_id;
    const char *enterprise_id;
    const char *ground;
    const char *after;
    int64_t limit;
};

struct charge_page {
    struct json_list items; /* struct charge_line */
    const char *next;
    int64_t payable_fen; /* sums of the lines shown, each within its ground */
    int64_t exempt_fen;
    int64_t waived_fen;
};

/* Adds the lines of one record.  QH_CONFLICT "charge.no_tariff": no row for the kind. */
QH_MUST qh_status charge_add_record(struct ctx *c, const struct charge_subject *s);
/* Adds the lines of crane and transport of a finished trip (once per trip), as far as the
 * tariff has a price for them on its last day. */
QH_MUST qh_status charge_add_transport(struct ctx *c, const struct trip_detail *t);
QH_MUST qh_status charge_list(struct ctx *c, const struct charge_filter *f,
                              struct charge_page *out);
