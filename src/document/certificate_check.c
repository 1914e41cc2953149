/* What a paper must say and what it must not.  [lab-and-certificates B1, B2] */
#include "base/dec.h"
#include "document/certificate.h"

enum {
    V = 1 << CERTIFICATE_VERIFICATION,
    N = 1 << CERTIFICATE_NOTICE,
    C = 1 << CERTIFICATE_CALIBRATION,
    I = 1 << CERTIFICATE_INSPECTION,
    ALL = V | N | C | I
};

struct rule {
    const char *field;
    size_t offset;
    int must;   /* kinds that need it */
    int banned; /* kinds that must not have it */
};

#define AT(f) #f, offsetof(struct certificate_content, f)
static const struct rule TEXTS[] = {
    {AT(number), ALL, 0},
    {AT(issuer.name), ALL, 0},
    {AT(issuer.authorisation), ALL, 0},
    {AT(issuer.address), ALL, 0},
    {AT(issuer.postcode), ALL, 0},
    {AT(issuer.phone), ALL, 0},
    {AT(client.name), ALL, 0},
    {AT(instrument.name), ALL, 0},
    {AT(instrument.model), ALL, 0},
    {AT(instrument.serial), ALL, 0},
    {AT(instrument.maker), ALL, 0},
    {AT(conclusion), V | N | I, 0},
    {AT(approver.name), ALL, 0},
    {AT(checker.name), ALL, 0},
    {AT(officer.name), ALL, 0},
    {AT(tested_on), ALL, 0},
    {AT(issued_at), ALL, 0},
    {AT(valid_until), V, N | C | I},
    {AT(cancels), 0, V | C},
    {AT(check_url), V | N | C, 0},
    {AT(record_no), ALL, 0},
    {AT(qualification), V | N | C, 0},
    {AT(traceability), C, 0},
    {AT(place), ALL, 0},
    {AT(temperature), ALL, 0},
    {AT(humidity), ALL, 0},
};
/* Lists are {pointer, size_t}: all have the layout of struct json_list. */
static const struct rule LISTS[] = {
    {AT(basis), ALL, 0},
    {AT(standards), V | N | C, 0},
    {AT(tables), ALL, 0},
};

static const char *text_at(const struct certificate_content *c, size_t offset)
{
    return *(const char *const *)(const void *)((const char *)c + offset);
}

static qh_status check_fields(const struct certificate_content *c, struct qh_error *err)
{
    int kind = 1 << c->kind;

    for (size_t i = 0; i < LEN(TEXTS); i++) {
        const char *s = text_at(c, TEXTS[i].offset);
        bool given = s && *s;

        if ((TEXTS[i].must & kind) && !given)
            return qh_fail(err, QH_INVALID, "certificate.missing", TEXTS[i].field, "%s",
                           CERTIFICATE_KINDS[c->kind]);
        if ((TEXTS[i].banned & kind) && given)
            return qh_fail(err, QH_INVALID, "certificate.forbidden", TEXTS[i].field, "%s",
                           CERTIFICATE_KINDS[c->kind]);
    }
    for (size_t i = 0; i < LEN(LISTS); i++) {
        const struct json_list *l =
            (const struct json_list *)(const void *)((const char *)c + LISTS[i].offset);

        if ((LISTS[i].must & kind) && l->n == 0)
            return qh_fail(err, QH_INVALID, "certificate.missing", LISTS[i].field, "%s",
                           CERTIFICATE_KINDS[c->kind]);
    }
    return QH_OK;
}

static qh_status check_tables(const struct certificate_content *c, struct qh_error *err)
{
    size_t failed = 0;

    for (size_t i = 0; i < c->tables.n; i++) {
        const struct cert_table *t = &c->tables.p[i];

        failed += t->verdict == CERT_FAIL && t->phase == CERT_FINAL;
        for (size_t r = 0; r < t->rows.n; r++)
            if (t->rows.p[r].cells.n != t->columns.n)
                return qh_fail(err, QH_INVALID, "certificate.cells", "tables",
                               "table %zu row %zu: %zu cells for %zu columns", i, r,
                               t->rows.p[r].cells.n, t->columns.n);
    }
    if (c->kind == CERTIFICATE_VERIFICATION && failed)
        return qh_fail(err, QH_INVALID, "certificate.verdict", "tables",
                       "%zu failed items on a certificate", failed);
    if (c->kind == CERTIFICATE_NOTICE && !failed)
        return qh_fail(err, QH_INVALID, "certificate.verdict", "tables",
                       "a notice without a failed item");
    return QH_OK;
}

static qh_status check_number(const char *s, const char *field, struct qh_error *err)
{
    struct dec v;

    if (!s || dec_parse(text_of(s), &v))
        return qh_fail(err, QH_INVALID, "certificate.number", field, "not a decimal");
    return QH_OK;
}

static qh_status check_curve(const struct cert_curve *c, struct qh_error *err)
{
    qh_status rc;

    for (size_t i = 0; i < c->points.n; i++) {
        rc = check_number(c->points.p[i].x, "curve.points", err);
        if (rc)
            return rc;
        rc = check_number(c->points.p[i].y, "curve.points", err);
        if (rc)
            return rc;
    }
    for (size_t i = 0; i < c->limits.n; i++) {
        rc = check_number(c->limits.p[i].upto, "curve.limits", err);
        if (rc)
            return rc;
        rc = check_number(c->limits.p[i].mpe, "curve.limits", err);
        if (rc)
            return rc;
    }
    return QH_OK;
}

qh_status certificate_check(const struct certificate_content *c, struct qh_error *err)
{
    qh_status rc;

    rc = check_fields(c, err);
    if (rc)
        return rc;
    rc = check_tables(c, err);
    if (rc)
        return rc;
    return check_curve(&c->curve, err);
}
