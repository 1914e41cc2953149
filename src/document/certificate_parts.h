/* certificate_parts.h - the parts of a verification paper: people, standards, tables.
 *
 * See certificate.h.  All values are texts ready to print; NULL is "not given"; days are
 * "YYYY-MM-DD", instants "YYYY-MM-DD hh:mm" in local time.
 */
#pragma once

#include "base/json.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CERT_COLUMNS_MAX = 24 };

enum certificate_verdict { CERT_NONE, CERT_PASS, CERT_FAIL };
enum certificate_align { CERT_CENTRE, CERT_LEFT, CERT_NUMBER }; /* NUMBER: flush right */
/* A table read before an adjustment is void but kept: it is printed after the others. */
enum certificate_phase { CERT_FINAL, CERT_AS_FOUND };

struct cert_issuer {
    const char *name, *name_en;
    const char *authorisation; /* no. of the metrological authorisation 计量授权证书号 */
    const char *address, *postcode, *phone, *fax, *email;
};

struct cert_client {
    const char *name, *name_en;
    const char *address;
    const char *contact;
};

/* A further property of the instrument or of the conditions. */
struct cert_property {
    const char *label, *value;
};
struct cert_properties {
    struct cert_property *p;
    size_t n;
};

struct cert_instrument {
    const char *name, *name_en;
    const char *model, *serial, *maker;
    const char *accuracy_class;
    const char *max, *min, *e, *d; /* weighing instruments, with unit: "100 t" */
    const char *range;             /* others: measuring range */
    const char *management_no;     /* the enterprise's own number */
    struct cert_properties more;   /* indicator, load cells, platform, seals, software */
};

/* Regulation or specification. */
struct cert_basis {
    const char *code, *title;
};

/* Who signed when.  credential: number of the qualification, if printed. */
struct cert_person {
    const char *name, *signed_at, *credential;
};

/* A measurement standard (set) with its approval certificate 计量标准考核证书. */
struct cert_standard {
    const char *name, *range, *quality; /* quality: U, class or MPE */
    const char *certificate_no, *valid_until;
};
/* Standard weights really placed. */
struct cert_weights {
    const char *weight_class, *nominal, *count, *numbers;
    const char *certificate_no, *valid_until;
};
/* Another instrument used: thermometer, indicator of the crane, ... */
struct cert_device {
    const char *name, *model, *serial, *quality, *certificate_no, *valid_until;
};

struct cert_column {
    const char *label;
    enum certificate_align align;
    int64_t weight; /* share of the width, 1..100 */
};
/* As many cells as columns; an empty cell is written as a dash by the caller. */
struct cert_row {
    struct json_strs cells;
    bool failed;
};

/* One item of the regulation: heading, data, limit and conclusion.  With no column it
 * stands in the summary only (and its note below the heading). */
struct cert_table {
    const char *title;  /* "偏载" */
    const char *clause; /* of the regulation */
    const char *limit;  /* in words or numbers: "|Ec| <= 25 kg" */
    const char *result; /* what is compared, worst value: "15 kg" */
    enum certificate_verdict verdict;
    const char *verdict_text; /* "合格" */
    enum certificate_phase phase;
    bool hidden; /* not in the summary (a further table of the item before it) */
    struct {
        struct cert_column *p;
        size_t n;
    } columns;
    struct {
        struct cert_row *p;
        size_t n;
    } rows;
    const char *note;
};

/* Error against load, drawn with the band of the MPE.  Numbers are decimal texts. */
struct cert_point {
    const char *x, *y;
    bool down; /* read with falling load */
    bool failed;
};
struct cert_limit {
    const char *upto, *mpe; /* +-mpe for loads up to and including upto; rising */
};
struct cert_curve {
    const char *title, *x_label, *y_label;
    const char *up_label, *down_label;
    struct {
        struct cert_point *p;
        size_t n;
    } points;
    struct {
        struct cert_limit *p;
        size_t n;
    } limits;
};

/* The load receptor from above; supports stand column by column, `lines` in each. */
struct cert_support {
    const char *label, *value;
    bool failed;
};
struct cert_platform {
    const char *title;
    int64_t lines;
    struct {
        struct cert_support *p;
        size_t n;
    } supports;
};
