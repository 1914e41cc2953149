/* edition_memory.h - compiled editions of regulations, kept as long as the process lives.
 *
 * Compiling an edition costs some milliseconds, and every look at a record needs its
 * edition.  The key is the hash of the file's bytes, so nothing kept can be out of date.
 * What is kept is never changed and never given up; once the memory is full a further
 * edition is compiled for each caller, as without it.
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

#include <stddef.h>

struct regulation;

enum { EDITION_MEMORY_N = 64, EDITION_MEMORY_BYTES = 64 * 1024 * 1024 };

/* Shared by all threads; guards itself. */
struct edition_memory;

struct edition_memory *edition_memory_new(struct arena *a);
/* NULL is accepted. */
void edition_memory_done(struct edition_memory *m);

/* The kept edition with the hash, valid until edition_memory_done(); NULL: none is kept.
 */
const struct regulation *edition_memory_find(struct edition_memory *m, const char *hash);
/* Compiles `bytes`, whose hash the caller has proved, and keeps them.  NULL where there
 * is no room or they are no edition: then the caller compiles them himself (and learns
 * why they are none). */
const struct regulation *edition_memory_keep(struct edition_memory *m, const char *hash,
                                             struct text bytes);
/* How many are kept. */
size_t edition_memory_count(struct edition_memory *m);
