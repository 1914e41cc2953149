/* The frozen form of a certificate's content: one table per struct, read by json_decode()
 * and written by json_encode(). */
#include "document/certificate.h"

enum { SHORT = 120, LINE = 300, LONG = 2000, URL = 500, LIST = 60, ROWS = 400 };

const char *const CERTIFICATE_KINDS[] = {"verification", "notice", "calibration",
                                         "inspection", NULL};
static const char *const VERDICTS[] = {"none", "pass", "fail", NULL};
static const char *const ALIGNS[] = {"centre", "left", "number", NULL};
static const char *const PHASES[] = {"final", "as_found", NULL};

#define T struct cert_issuer
static const struct json_field ISSUER[] = {
    JSON_STR(T, name, JSON_REQUIRED, LINE),
    JSON_STR(T, name_en, JSON_OPTIONAL, LINE),
    JSON_STR(T, authorisation, JSON_OPTIONAL, SHORT),
    JSON_STR(T, address, JSON_OPTIONAL, LINE),
    JSON_STR(T, postcode, JSON_OPTIONAL, SHORT),
    JSON_STR(T, phone, JSON_OPTIONAL, SHORT),
    JSON_STR(T, fax, JSON_OPTIONAL, SHORT),
    JSON_STR(T, email, JSON_OPTIONAL, SHORT),
};
#undef T
#define T struct cert_client
static const struct json_field CLIENT[] = {
    JSON_STR(T, name, JSON_REQUIRED, LINE),
    JSON_STR(T, name_en, JSON_OPTIONAL, LINE),
    JSON_STR(T, address, JSON_OPTIONAL, LINE),
    JSON_STR(T, contact, JSON_OPTIONAL, LINE),
};
#undef T
#define T struct cert_property
static const struct json_field PROPERTY[] = {
    JSON_STR(T, label, JSON_REQUIRED, SHORT),
    JSON_STR(T, value, JSON_REQUIRED, LONG),
};
#undef T
#define T struct cert_instrument
static const struct json_field INSTRUMENT[] = {
    JSON_STR(T, name, JSON_REQUIRED, LINE),
    JSON_STR(T, name_en, JSON_OPTIONAL, LINE),
    JSON_STR(T, model, JSON_OPTIONAL, LINE),
    JSON_STR(T, serial, JSON_OPTIONAL, LINE),
    JSON_STR(T, maker, JSON_OPTIONAL, LINE),
    JSON_STR(T, accuracy_class, JSON_OPTIONAL, SHORT),
    JSON_STR(T, max, JSON_OPTIONAL, SHORT),
    JSON_STR(T, min, JSON_OPTIONAL, SHORT),
    JSON_STR(T, e, JSON_OPTIONAL, SHORT),
    JSON_STR(T, d, JSON_OPTIONAL, SHORT),
    JSON_STR(T, range, JSON_OPTIONAL, LINE),
    JSON_STR(T, management_no, JSON_OPTIONAL, LINE),
    JSON_OBJS(T, more, JSON_OPTIONAL, PROPERTY, struct cert_property, LIST),
};
#undef T
#define T struct cert_basis
static const struct json_field BASIS[] = {
    JSON_STR(T, code, JSON_REQUIRED, SHORT),
    JSON_STR(T, title, JSON_OPTIONAL, LINE),
};
#undef T
#define T struct cert_person
static const struct json_field PERSON[] = {
    JSON_STR(T, name, JSON_OPTIONAL, SHORT),
    JSON_STR(T, signed_at, JSON_OPTIONAL, SHORT),
    JSON_STR(T, credential, JSON_OPTIONAL, SHORT),
};
#undef T
#define T struct cert_standard
static const struct json_field STANDARD[] = {
    JSON_STR(T, name, JSON_REQUIRED, LINE),
    JSON_STR(T, range, JSON_OPTIONAL, LINE),
    JSON_STR(T, quality, JSON_OPTIONAL, LINE),
    JSON_STR(T, certificate_no, JSON_OPTIONAL, LINE),
    JSON_STR(T, valid_until, JSON_OPTIONAL, SHORT),
};
#undef T
#define T struct cert_weights
static const struct json_field WEIGHTS[] = {
    JSON_STR(T, weight_class, JSON_REQUIRED, SHORT),
    JSON_STR(T, nominal, JSON_REQUIRED, SHORT),
    JSON_STR(T, count, JSON_REQUIRED, SHORT),
    JSON_STR(T, numbers, JSON_OPTIONAL, LONG),
    JSON_STR(T, certificate_no, JSON_OPTIONAL, LONG),
    JSON_STR(T, valid_until, JSON_OPTIONAL, SHORT),
};
#undef T
#define T struct cert_device
static const struct json_field DEVICE[] = {
    JSON_STR(T, name, JSON_REQUIRED, LINE),
    JSON_STR(T, model, JSON_OPTIONAL, LINE),
    JSON_STR(T, serial, JSON_OPTIONAL, LINE),
    JSON_STR(T, quality, JSON_OPTIONAL, LINE),
    JSON_STR(T, certificate_no, JSON_OPTIONAL, LINE),
    JSON_STR(T, valid_until, JSON_OPTIONAL, SHORT),
};
#undef T
#define T struct cert_column
static const struct json_field COLUMN[] = {
    JSON_STR(T, label, JSON_REQUIRED, LINE),
    JSON_ENUM(T, align, JSON_REQUIRED, ALIGNS),
    JSON_INT(T, weight, JSON_REQUIRED, 1, 100),
};
#undef T
#define T struct cert_row
static const struct json_field ROW[] = {
    JSON_STRS(T, cells, JSON_REQUIRED, CERT_COLUMNS_MAX, LINE),
    JSON_BOOL(T, failed, JSON_REQUIRED),
};
#undef T
#define T struct cert_table
static const struct json_field TABLE[] = {
    JSON_STR(T, title, JSON_REQUIRED, LINE),
    JSON_STR(T, clause, JSON_OPTIONAL, SHORT),
    JSON_STR(T, limit, JSON_OPTIONAL, LINE),
    JSON_STR(T, result, JSON_OPTIONAL, LINE),
    JSON_ENUM(T, verdict, JSON_REQUIRED, VERDICTS),
    JSON_STR(T, verdict_text, JSON_OPTIONAL, SHORT),
    JSON_ENUM(T, phase, JSON_REQUIRED, PHASES),
    JSON_BOOL(T, hidden, JSON_REQUIRED),
    JSON_OBJS(T, columns, JSON_OPTIONAL, COLUMN, struct cert_column, CERT_COLUMNS_MAX),
    JSON_OBJS(T, rows, JSON_OPTIONAL, ROW, struct cert_row, ROWS),
    JSON_STR(T, note, JSON_OPTIONAL, LONG),
};
#undef T
#define T struct cert_point
static const struct json_field POINT[] = {
    JSON_STR(T, x, JSON_REQUIRED, SHORT),
    JSON_STR(T, y, JSON_REQUIRED, SHORT),
    JSON_BOOL(T, down, JSON_REQUIRED),
    JSON_BOOL(T, failed, JSON_REQUIRED),
};
#undef T
#define T struct cert_limit
static const struct json_field LIMIT[] = {
    JSON_STR(T, upto, JSON_REQUIRED, SHORT),
    JSON_STR(T, mpe, JSON_REQUIRED, SHORT),
};
#undef T
#define T struct cert_curve
static const struct json_field CURVE[] = {
    JSON_STR(T, title, JSON_OPTIONAL, LINE),
    JSON_STR(T, x_label, JSON_OPTIONAL, LINE),
    JSON_STR(T, y_label, JSON_OPTIONAL, LINE),
    JSON_STR(T, up_label, JSON_OPTIONAL, LINE),
    JSON_STR(T, down_label, JSON_OPTIONAL, LINE),
    JSON_OBJS(T, points, JSON_OPTIONAL, POINT, struct cert_point, ROWS),
    JSON_OBJS(T, limits, JSON_OPTIONAL, LIMIT, struct cert_limit, LIST),
};
#undef T
#define T struct cert_support
static const struct json_field SUPPORT[] = {
    JSON_STR(T, label, JSON_REQUIRED, SHORT),
    JSON_STR(T, value, JSON_OPTIONAL, SHORT),
    JSON_BOOL(T, failed, JSON_REQUIRED),
};
#undef T
#define T struct cert_platform
static const struct json_field PLATFORM[] = {
    JSON_STR(T, title, JSON_OPTIONAL, LINE),
    JSON_INT(T, lines, JSON_REQUIRED, 0, 4),
    JSON_OBJS(T, supports, JSON_OPTIONAL, SUPPORT, struct cert_support, LIST),
};
#undef T

#define T struct certificate_content
const struct json_field CERTIFICATE_SHAPE[] = {
    JSON_STR(T, schema, JSON_REQUIRED, SHORT),
    JSON_ENUM(T, kind, JSON_REQUIRED, CERTIFICATE_KINDS),
    JSON_BOOL(T, demonstration, JSON_REQUIRED),
    JSON_STR(T, number, JSON_REQUIRED, SHORT),
    JSON_STR(T, replaces, JSON_OPTIONAL, SHORT),
    JSON_STR(T, cancels, JSON_OPTIONAL, SHORT),
    JSON_OBJ(T, issuer, JSON_REQUIRED, ISSUER, struct cert_issuer),
    JSON_OBJ(T, client, JSON_REQUIRED, CLIENT, struct cert_client),
    JSON_OBJ(T, instrument, JSON_REQUIRED, INSTRUMENT, struct cert_instrument),
    JSON_OBJS(T, basis, JSON_REQUIRED, BASIS, struct cert_basis, LIST),
    JSON_STR(T, stage, JSON_OPTIONAL, SHORT),
    JSON_STR(T, conclusion, JSON_OPTIONAL, LINE),
    JSON_STR(T, conclusion_en, JSON_OPTIONAL, LINE),
    JSON_OBJ(T, approver, JSON_REQUIRED, PERSON, struct cert_person),
    JSON_OBJ(T, checker, JSON_REQUIRED, PERSON, struct cert_person),
    JSON_OBJ(T, officer, JSON_REQUIRED, PERSON, struct cert_person),
    JSON_DATE(T, received_on, JSON_OPTIONAL),
    JSON_DATE(T, tested_on, JSON_OPTIONAL),
    JSON_DATE(T, valid_until, JSON_OPTIONAL),
    JSON_STR(T, interval, JSON_OPTIONAL, LINE),
    JSON_STR(T, issued_at, JSON_OPTIONAL, SHORT),
    JSON_STR(T, check_url, JSON_OPTIONAL, URL),
    JSON_STR(T, record_no, JSON_OPTIONAL, SHORT),
    JSON_STR(T, qualification, JSON_OPTIONAL, LONG),
    JSON_STR(T, traceability, JSON_OPTIONAL, LONG),
    JSON_OBJS(T, standards, JSON_OPTIONAL, STANDARD, struct cert_standard, LIST),
    JSON_OBJS(T, weights, JSON_OPTIONAL, WEIGHTS, struct cert_weights, LIST),
    JSON_OBJS(T, devices, JSON_OPTIONAL, DEVICE, struct cert_device, LIST),
    JSON_STR(T, place, JSON_OPTIONAL, LINE),
    JSON_STR(T, temperature, JSON_OPTIONAL, LINE),
    JSON_STR(T, humidity, JSON_OPTIONAL, LINE),
    JSON_OBJS(T, conditions, JSON_OPTIONAL, PROPERTY, struct cert_property, LIST),
    JSON_STRS(T, remarks, JSON_OPTIONAL, LIST, LONG),
    JSON_STR(T, verified_to, JSON_OPTIONAL, LINE),
    JSON_STR(T, adjustment, JSON_OPTIONAL, LONG),
    JSON_OBJS(T, tables, JSON_OPTIONAL, TABLE, struct cert_table, LIST),
    JSON_OBJ(T, platform, JSON_OPTIONAL, PLATFORM, struct cert_platform),
    JSON_OBJ(T, curve, JSON_OPTIONAL, CURVE, struct cert_curve),
    JSON_STR(T, uncertainty, JSON_OPTIONAL, LONG),
    JSON_STR(T, decision_rule, JSON_OPTIONAL, SHORT),
    JSON_STR(T, decision_factor, JSON_OPTIONAL, SHORT),
    JSON_STR(T, decision_risk, JSON_OPTIONAL, SHORT),
    JSON_STR(T, decision, JSON_OPTIONAL, LONG),
    JSON_STR(T, decision_en, JSON_OPTIONAL, LONG),
};
#undef T
const size_t CERTIFICATE_SHAPE_N = LEN(CERTIFICATE_SHAPE);

struct text certificate_to_json(struct arena *a, const struct certificate_content *c)
{
    struct json_writer w;
    struct buf b;

    buf_init(&b, a);
    json_begin(&w, &b);
    json_encode(&w, CERTIFICATE_SHAPE, CERTIFICATE_SHAPE_N, c);
    (void)buf_str(&b);
    return buf_text(&b);
}

qh_status certificate_from_json(struct arena *a, struct text text,
                                struct certificate_content *out, struct qh_error *err)
{
    struct certificate_content c = {0};
    struct json *v;
    qh_status rc;

    rc = json_parse(a, text, &v, err);
    if (rc)
        return rc;
    rc = json_decode(a, v, CERTIFICATE_SHAPE, CERTIFICATE_SHAPE_N, &c, err);
    if (rc)
        return rc;
    if (!str_equal(c.schema, CERTIFICATE_SCHEMA))
        return qh_fail(err, QH_INVALID, "certificate.schema", "schema", "%s", c.schema);
    *out = c;
    return QH_OK;
}
