/* app.h - what is loaded once at the start of a process and never changes after it.
 *
 * Whoever needs a constant of this kind adds a pointer here and its loading in
 * cli/app_load.c; the domain reads it by ctx->app.
 */
#pragma once

#include <stdbool.h>

struct layout_words; /* document/layout_words.h */
struct matcher;      /* domain/match.h */
struct match_memory; /* domain/match_memory.h */

struct app {
    const char *public_url; /* "https://host/path" without a slash at the end; "":
                               unknown, then links are relative */
    const struct layout_words *paper_words; /* wording and fonts of the papers; NULL where
                                               nothing is rendered */
    const struct matcher *matcher;          /* of demands; NULL where none are stated */
    struct match_memory *memory; /* what it learned from officers; guards itself; NULL:
                                    nothing is learned */
};
