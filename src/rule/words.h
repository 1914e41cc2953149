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
