/* match_memory.h - matching that learns from what officers confirm.
 *
 * The matcher itself is read when it is first needed, so that a server starts at once and
 * stays small where no demand is stated.
 *
 * A triage writes one row (match_lesson: demand, code, time), the last word about that
 * demand.  Matching counts the newest LESSONS_MAX rows of the organisation beside the
 * development corpus (match_lesson.h); the catalogue and the thesaurus keep their weight,
 * so nothing is forgotten.  The counts are kept in memory per organisation and made anew
 * from the rows when a newer row is there, or after LESSONS_FRESH_MS; the same rows
 * always give the same counts, on every process.
 */
#pragma once

#include "domain/ctx.h"
#include "domain/match.h"

enum { LESSONS_MAX = 1000, LESSONS_FRESH_MS = 60000 };

/* Shared by all threads. */
struct match_memory;

struct match_memory *match_memory_new(struct arena *a);
/* NULL is accepted. */
void match_memory_done(struct match_memory *m);

/* The matcher; the first call reads it, the failures are those of match_load().  NULL
 * where the application has none. */
QH_MUST qh_status matcher_of(struct ctx *c, const struct matcher **out);

/* match_find() with the lessons of c->org.  Without a matcher *out stays as it is;
 * outside a transaction nothing of officers is known.  QH_IO and QH_BUSY of the store,
 * and matcher_of(). */
QH_MUST qh_status match_for(struct ctx *c, struct text text, struct match *out);

/* An officer confirmed the code for the demand. */
QH_MUST qh_status match_confirm(struct ctx *c, const char *demand_id, const char *code);
