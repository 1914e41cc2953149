/* layout_words.h - the printed wording of the papers, read from
 * data/layouts/certificate.json.
 *
 * Every label is a pair, Chinese and English; code names it by enum.  The file must have
 * all of them and no other, so that a missing word shows at start and never on a paper.
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

/* Names of the words: WORD_X is member "x" of "words" in the file. */
/* clang-format off */
#define CERTIFICATE_WORDS(W)                                                             \
    W(TITLE_VERIFICATION, "title_verification") W(TITLE_NOTICE, "title_notice")          \
    W(TITLE_CALIBRATION, "title_calibration") W(TITLE_INSPECTION, "title_inspection")    \
    W(NUMBER, "number") W(NUMBER_NOTICE, "number_notice")                                \
    W(NUMBER_INSPECTION, "number_inspection") W(PAGE, "page") W(DAY, "day")              \
    W(CLIENT, "client") W(CLIENT_ADDRESS, "client_address") W(CONTACT, "contact")        \
    W(INSTRUMENT, "instrument")                                                          \
    W(MODEL, "model") W(SERIAL, "serial") W(MAKER, "maker") W(CLASS, "class")            \
    W(CAPACITY, "capacity") W(RANGE, "range") W(MANAGEMENT, "management")                \
    W(STAGE, "stage")                                                                    \
    W(BASIS, "basis") W(BASIS_CALIBRATION, "basis_calibration")                          \
    W(BASIS_INSPECTION, "basis_inspection") W(CONCLUSION, "conclusion")                  \
    W(CONCLUSION_CALIBRATION, "conclusion_calibration")                                  \
    W(CONCLUSION_INSPECTION, "conclusion_inspection")                                    \
    W(APPROVER, "approver") W(CHECKER, "checker")                                        \
    W(CHECKER_CALIBRATION, "checker_calibration")                                        \
    W(OFFICER, "officer") W(OFFICER_CALIBRATION, "officer_calibration")                  \
    W(OFFICER_INSPECTION, "officer_inspection") W(SIGNED, "signed")                      \
    W(TESTED, "tested") W(TESTED_CALIBRATION, "tested_calibration")                      \
    W(TESTED_INSPECTION, "tested_inspection") W(RECEIVED, "received")                    \
    W(ISSUED, "issued") W(VALID, "valid") W(INTERVAL, "interval")                        \
    W(SEAL, "seal") W(SEAL_CALIBRATION, "seal_calibration")                              \
    W(SEAL_INSPECTION, "seal_inspection")                                                \
    W(AUTHORISATION, "authorisation") W(ADDRESS, "address") W(POSTCODE, "postcode")      \
    W(PHONE, "phone") W(FAX, "fax") W(EMAIL, "email") W(QR, "qr") W(CHECK, "check")      \
    W(REPLACES, "replaces") W(CANCELS, "cancels")                                        \
    W(DEMO_MARK, "demo_mark") W(DEMO_NOTE, "demo_note")                                  \
    W(RECORD, "record") W(QUALIFICATION, "qualification")                                \
    W(TRACEABILITY, "traceability") W(REFERENCES, "references")                          \
    W(STANDARDS, "standards") W(WEIGHTS, "weights") W(DEVICES, "devices")                \
    W(DETAILS, "details") W(CONDITIONS, "conditions") W(PLACE, "place")                  \
    W(TEMPERATURE, "temperature") W(HUMIDITY, "humidity") W(REMARKS, "remarks")          \
    W(COL_NAME, "col_name") W(COL_RANGE, "col_range") W(COL_QUALITY, "col_quality")      \
    W(COL_APPROVAL, "col_approval") W(COL_CERTIFICATE, "col_certificate")                \
    W(COL_VALID, "col_valid") W(COL_CLASS, "col_class") W(COL_NOMINAL, "col_nominal")    \
    W(COL_COUNT, "col_count") W(COL_NUMBERS, "col_numbers") W(COL_MODEL, "col_model")    \
    W(COL_ITEM, "col_item") W(COL_CLAUSE, "col_clause") W(COL_LIMIT, "col_limit")        \
    W(COL_RESULT, "col_result") W(COL_VERDICT, "col_verdict")                            \
    W(RESULTS, "results") W(RESULTS_CALIBRATION, "results_calibration")                  \
    W(RESULTS_INSPECTION, "results_inspection") W(SUMMARY, "summary")                    \
    W(FAILED, "failed") W(VERIFIED_TO, "verified_to") W(INSPECTED_TO, "inspected_to")    \
    W(ADJUSTMENT, "adjustment")                                                          \
    W(AS_LEFT, "as_left") W(AS_FOUND, "as_found") W(LIMIT, "limit") W(RESULT, "result")  \
    W(VERDICT, "verdict") W(FAIL_MARK, "fail_mark") W(CONTINUED, "continued")            \
    W(UNCERTAINTY, "uncertainty") W(DECISION, "decision") W(BELOW_BLANK, "below_blank")                          \
    W(BAND, "band") W(NOTES, "notes")
/* clang-format on */

struct press;

enum word {
#define WORD_ENUM(name, key) WORD_##name,
    CERTIFICATE_WORDS(WORD_ENUM)
#undef WORD_ENUM
        WORD_COUNT
};

struct word_pair {
    const char *zh, *en;
};

enum { NOTES_MAX = 8, KINDS_OF_PAPER = 4 };

struct layout_words {
    struct word_pair word[WORD_COUNT];
    /* Notes at the foot of the second page, by enum certificate_kind; zh NULL ends. */
    struct word_pair notes[KINDS_OF_PAPER][NOTES_MAX];
    const char *serif, *sans; /* families, best first, separated by commas */
    struct press *press;      /* set by the caller; NULL: fonts are found for each call */
};

/* Reads data/layouts/certificate.json.  Errors of json_parse(); QH_INVALID
 * "words.missing" and "words.unknown" with the member as field. */
QH_MUST qh_status layout_words_load(struct arena *a, struct text json,
                                    struct layout_words *out, struct qh_error *err);

/* "{page} of {pages}" with the names replaced by values; args: name, value pairs ended by
 * a NULL name. */
const char *layout_words_fill(struct arena *a, const char *pattern,
                              const char *const *args);
