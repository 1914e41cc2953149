/* record_work.h - a record taken up to be worked on: its rows, its plan, its judgement.
 * Used by the files record*.c and certificate_content.c only.
 */
#pragma once

#include "domain/method.h"
#include "domain/record.h"
#include "store/sql_record.h"

struct record_work {
    struct sql_record_one row;
    struct sql_record_entries_list entries;
    struct method_plan plan;
};

/* First and last day of testing. */
struct record_days {
    const char *from, *until;
};

/* The standards of the trip are in use and valid on these days, their sets accredited.
 * record_id: with the certificates that held when it was opened; NULL: with those of now.
 * QH_CONFLICT "record.standard_expired", "record.standard_not_yet",
 * "record.standard_stopped", "record.accreditation_expired",
 * "record.accreditation_stopped". */
QH_MUST qh_status record_require_standards(struct ctx *c, const char *trip_id,
                                           const char *record_id,
                                           const struct record_days *days);
/* As credential_require(): the duty for the regulation's code on the day. */
QH_MUST qh_status record_require_duty(struct ctx *c, const char *person, const char *code,
                                      const char *duty, const char *day);
/* Parameters with what the officer settled on site in their place; names: those that may
 * be.  QH_INVALID "record.site". */
QH_MUST qh_status record_site_params(struct ctx *c, const struct json *params,
                                     const struct json *site, const char *const *names,
                                     const struct json **out);

/* Loads record, entries and plan (made anew from the frozen input and the edition's
 * bytes, which its hash proves).  QH_NOT_FOUND "record.not_found". */
QH_MUST qh_status record_take(struct ctx *c, const char *id, struct record_work *out);
/* The text of a member of an object that we wrote ourselves; empty if there is none. */
struct text record_part_text(struct text object, const char *key);
/* That member alone, parsed.  QH_BUG "record.plan" where it is not there. */
QH_MUST qh_status record_part(struct ctx *c, struct text object, const char *key,
                              struct json **out);
/* True if entry i counts: a reading of the set that no later entry strikes. */
bool record_entry_counts(const struct record_work *w, size_t i, int64_t set_no);
/* Judges a set. */
QH_MUST qh_status record_judge(struct ctx *c, const struct record_work *w, int64_t set_no,
                               struct method_judged *out);
/* The judgement as JSON: {"current": result, "trace": trace or null}. */
QH_MUST qh_status record_result_json(struct ctx *c, const struct record_work *w,
                                     const struct method_judged *j, bool with_trace,
                                     const char **out);

/* Stores the judgement that the others read. */
QH_MUST qh_status record_freeze(struct ctx *c, const struct record_work *w,
                                const char *result);

/* One entry to be added to the chain. */
struct record_entry_add {
    const char *row_key;
    const char *kind;
    const char *value; /* JSON object */
    struct opt_int struck_seq;
    const char *reason;
    int64_t set_no;
};
/* Adds n entries of one kind and set (at least one), judges the set, writes result,
 * verdict and head into the row, and the history.  w->entries is loaded anew; out->seq is
 * that of the last entry. */
QH_MUST qh_status record_append(struct ctx *c, struct record_work *w,
                                const struct record_entry_add *e, size_t n,
                                int64_t version, struct record_reply *out);
/* Hash of an entry: see record_work.c. */
const char *record_entry_hash(struct ctx *c, const char *record_id,
                              const struct sql_record_entries *e);

extern const struct workflow RECORD_WORKFLOW;
