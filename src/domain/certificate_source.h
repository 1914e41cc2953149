/* certificate_source.h - one set of readings of a record on its way to paper.
 *
 * Used by the files that print results (certificate_bridge.c, certificate_general.c).
 * Input is the record's own JSON: the plan, the judgement and the entries as typed.
 */
#pragma once

#include "document/certificate.h"
#include "domain/certificate_content.h"

struct certificate_source {
    struct ctx *c;
    const struct json *words;
    const struct record_detail *record;
    const struct json *result;
    int64_t set_no;
    enum certificate_phase phase;
    bool judges; /* false: a calibration, which says no limit and no verdict */
};

/* The last set (as left, or the only one), or the first if as_found. */
struct certificate_source certificate_source_of(struct ctx *c,
                                                const struct certificate_draft *d,
                                                bool as_found, bool judges);
/* The object of the array whose member has the value; NULL: none. */
const struct json *certificate_by(const struct json *array, const char *name,
                                  const char *value);
/* What was typed in a row of the set; NULL: nothing. */
const struct json *certificate_typed(const struct certificate_source *s, const char *key);
/* Text of a member, a dash if there is none. */
const char *certificate_scalar(const struct json *v, const char *name);
/* "合格", a dash for "none". */
const char *certificate_word(const struct certificate_source *s, const char *verdict);
enum certificate_verdict certificate_verdict_of(const char *name);
/* Has the step numbers read off the scale (creep, return to zero), no conditions?  unit:
 * of the scale. */
bool certificate_reads_scale(const struct json *step, const char *unit);
/* In a notice the failed items stand first; the order is otherwise that of the day. */
void certificate_failed_first(struct ctx *c, struct certificate_content *p);
/* What was adjusted or repaired between the sets. */
void certificate_add_adjustment(const struct certificate_source *s,
                                struct certificate_content *p);
/* Rows of form "value" that have been filled: conditions; temperature and humidity have
 * places of their own on the second page. */
void certificate_add_conditions(const struct certificate_source *s,
                                struct certificate_content *p);
