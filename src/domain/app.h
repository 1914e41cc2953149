/* app.h - what is loaded once at the start of a process and never changes after it.
 *
 * Whoever needs a constant of this kind adds a pointer here and its loading in
 * cli/app_load.c; the domain reads it by ctx->app.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct edition_memory; /* domain/edition_memory.h */
struct layout_words;   /* document/layout_words.h */
struct match_memory;   /* domain/match_memory.h */

struct app {
    const char *public_url; /* "https://host/path" without a slash at the end; "":
                               unknown, then links are relative */
    const struct layout_words *paper_words; /* wording and fonts of the papers; NULL where
                                               nothing is rendered */
    struct match_memory *memory;     /* matching of demands and what it learned; guards
                                        itself; NULL where none are stated */
    struct edition_memory *editions; /* compiled editions; guards itself; NULL: each
                                        caller compiles its own */
    const uint8_t *seal_key; /* CRYPT_KEY bytes that seal secrets at rest; NULL: they
                                lie as they are */
};
