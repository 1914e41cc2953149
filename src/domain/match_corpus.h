/* match_corpus.h - texts of which the codes are known, as the columns of a CSV file.
 *
 * text, gold_codes (the first one is asked first), acceptable_codes (right, too, as a
 * first answer); several codes parted by '|'.  Other columns are passed over.
 */
#pragma once

#include "base/csv.h"
#include "domain/match_model.h"

/* QH_INVALID "match.file" (a code that there is not, none, or over LESSON_CODES_MAX); the
 * keys of csv_cols(). */
QH_MUST qh_status corpus_read(const struct model *m, struct arena *a, const struct csv *c,
                              struct example **out, size_t *out_n, struct qh_error *err);
