/* record.h - the original record of one verification: readings entered once, as typed.
 *
 * A record belongs to one task of a trip.  Its plan (rows to read) is frozen when it is
 * opened; readings are entries that are never changed, chained by hash: a correction
 * strikes the old entry with a reason and adds a new one.  An adjustment begins a new
 * set: the first is "as found", the last "as left", which alone counts for the document.
 * After each entry the rule engine judges anew; a missing row is never a pass.
 *
 * States (table in record_flow.c): draft, submitted, returned, checked, approved.
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"

struct record_row {
    const char *id;
    const char *number;
    const char *trip_id;
    const char *instrument_id;
    const char *name_zh;
    const char *model;
    const char *serial;
    const char *enterprise_name;
    const char *service;
    const char *stage;
    const char *state;
    const char *verdict;
    const char *officer_name;
    const char *test_until_day;
    int64_t submitted_ms; /* 0: not yet */
    int64_t version;
};

struct record_page {
    struct json_list items;
    const char *next;
};

struct record_filter {
    const char *state;
    const char *officer_id;
    const char *trip_id;
    const char *after;
    int64_t limit;
};

struct record_entry {
    int64_t seq;
    int64_t set_no;
    const char *row_key;
    const char *kind; /* reading | strike | adjustment */
    const struct json *value;
    int64_t struck_seq; /* strike: the entry it strikes; 0 otherwise */
    bool struck;        /* some later entry strikes this one */
    const char *reason;
    int64_t at_ms;
    const char *person_name;
    const char *hash;
};

struct record_set {
    int64_t set_no;
    const char *kind; /* as_found | as_left */
    const struct json *result;
};

struct record_attachment {
    const char *id;
    const char *name;
    const char *media_type;
    int64_t size;
    int64_t at_ms;
};

struct record_detail {
    const char *id;
    const char *number;
    const char *state;
    const char *service;
    const char *stage;
    const char *instrument_id;
    const char *trip_id;
    const char *booking_id;
    const char *demand_id;
    const char *edition_code;
    const char *edition_title;
    const char *edition_hash;
    int64_t set_no;
    const struct json *input, *plan; /* frozen when it was opened */
    const struct json *result;       /* of the current set; see rule/weighbridge_json.h */
    struct json_list sets;           /* struct record_set */
    struct json_list entries;        /* struct record_entry */
    struct json_list seals;          /* struct seal of domain/instrument.h */
    struct json_list attachments;
    const char *verdict;
    const char *officer_id;
    const char *officer_name;
    const char *checker_name;
    const char *approver_name;
    const char *test_from_day;
    const char *test_until_day;
    int64_t submitted_ms;
    int64_t checked_ms;
    int64_t approved_ms;
    int64_t version;
    struct json_list actions; /* struct workflow_action */
};

/* A row read: {"i": "20000", "dl": "25"} or {"result": "pass"}. */
struct record_reading {
    const char *row_key;
    const struct json *value;
};

/* One row or several at once: a series, a matrix pasted from a spreadsheet. */
struct record_entry_new {
    int64_t version;
    const struct record_reading *readings;
    size_t n;       /* 1..RECORD_READINGS_MAX */
    bool confirmed; /* the officer confirms what was asked back */
};

/* What changed by an entry: enough for the tablet to go on. */
struct record_reply {
    int64_t version;
    int64_t seq;
    const char *verdict;
    const struct json *result;
};

struct record_strike_new {
    int64_t version;
    int64_t seq;
    const char *reason;
};

struct record_adjust_new {
    int64_t version;
    const char *what; /* what was adjusted or repaired */
};

struct record_seal_new {
    int64_t version;
    const char *action;  /* break | apply */
    const char *seal_id; /* break */
    const char *number;  /* apply */
    const char *kind;
    const char *position_zh;
    const char *photo_id; /* attachment of this record; needed to break */
};

/* Opens the record of a task.  site: NULL, or texts that go before the instrument's
 * parameters.  QH_CONFLICT "record.exists", "record.trip_state", "edition.unconfirmed",
 * "record.standard_expired", "record.standard_not_yet", "record.accreditation_expired",
 * "record.standard_unfit" (field: which is missing or not good enough), "record.kind";
 * QH_INVALID "record.site"; QH_DENIED "record.not_in_crew", "credential.missing". */
QH_MUST qh_status record_open(struct ctx *c, const char *trip_task_id,
                              const struct json *site, const char **out_id);
/* The latest opened first. */
QH_MUST qh_status record_list(struct ctx *c, const struct record_filter *f,
                              struct record_page *out);
QH_MUST qh_status record_find(struct ctx *c, const char *id, struct record_detail *out);
/* The trace of the current set as JSON. */
QH_MUST qh_status record_trace(struct ctx *c, const char *id, struct text *out);
/* {"edition": document, "weights": text of weights_mpe.csv, "input": of the plan}: with
 * the record's readings the request "judge" of rule/engine.h. */
QH_MUST qh_status record_basis(struct ctx *c, const char *id, struct text *out);

/* All or none.  QH_INVALID "record.row" (not in the plan), "weighbridge.reading";
 * QH_CONFLICT "record.row_taken" (strike the old entry first), "record.ask_back" (field:
 * the questions), "record.gate_first", "record.changed", "record.state"; QH_DENIED
 * "record.not_yours". */
enum { RECORD_READINGS_MAX = 500 };
QH_MUST qh_status record_enter(struct ctx *c, const char *id,
                               const struct record_entry_new *in,
                               struct record_reply *out);
/* QH_INVALID "record.entry" (no such open reading of the current set). */
QH_MUST qh_status record_strike(struct ctx *c, const char *id,
                                const struct record_strike_new *in,
                                struct record_reply *out);
/* Begins a new set.  QH_CONFLICT "record.seal_unbroken": break the seals first;
 * "record.nothing_found": nothing was read as found yet. */
QH_MUST qh_status record_adjust(struct ctx *c, const char *id,
                                const struct record_adjust_new *in,
                                struct record_reply *out);
/* Breaks or applies a seal.  QH_INVALID "record.seal", "record.seal_photo". */
QH_MUST qh_status record_seal(struct ctx *c, const char *id,
                              const struct record_seal_new *in, struct record_reply *out);

/* The officer signs; "record.incomplete", "record.seals_not_renewed" and as above. */
QH_MUST qh_status record_submit(struct ctx *c, const char *id, int64_t version);
/* Another person with the duty `check` for the regulation reads and passes or returns. */
QH_MUST qh_status record_check(struct ctx *c, const char *id, int64_t version, bool pass,
                               const char *reason);
/* A person with the duty `approve`; approval numbers the document, adds the charges, sets
 * the due day.  *out_certificate: its id; NULL when returned. */
QH_MUST qh_status record_approve(struct ctx *c, const char *id, int64_t version,
                                 bool approve, const char *reason,
                                 const char **out_certificate);
