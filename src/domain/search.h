/* search.h - full text in Chinese: a text is found by any words of it, of two characters
 * or of one, Latin words and numbers.
 *
 * A document is indexed by its Han characters, their overlapping pairs, and its runs of
 * ASCII letters and digits; a query asks for all the pairs of its words (for a single
 * character: for that).  So a word is found wherever it stands; that the pairs also stand
 * in a row is not asked, which in texts of this length makes no difference worth its
 * price.
 */
#pragma once

#include "domain/ctx.h"

/* Indexes the n texts as one document; once for each entity. */
QH_MUST qh_status search_add(struct ctx *c, const char *entity, const char *entity_id,
                             const char *const *texts, size_t n);
/* The document says something else now; it keeps its place in the order of answers.
 * QH_NOT_FOUND "store.no_row": it was never added. */
QH_MUST qh_status search_change(struct ctx *c, const char *entity, const char *entity_id,
                                const char *const *texts, size_t n);

/* What sql_demand_search() takes as words; "" if nothing in the text can be searched. */
const char *search_words(struct ctx *c, const char *text);
