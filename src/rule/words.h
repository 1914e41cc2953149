/* words.h - the fixed words of results as the vectors print them.
 *
 * The one table of Chinese wording in the engine: schema metro-vector/1 prescribes these
 * texts letter by letter, and the engine runs where no locale files are (command line,
 * WebAssembly).  The product itself takes its wording from data/locales by key.
 */
#pragma once

#include "rule/evaluate.h"

const char *word_conclusion(enum conclusion c);
/* NULL for PAPER_NONE. */
const char *word_paper(enum paper p);

/* Titles that the general procedure adds to those of the edition: "conditions", "inputs",
 * "blank", "hours". */
struct word_title {
    const char *id, *zh, *en;
};
const struct word_title *word_title(const char *id);
