/* match_memory.h - matching by the catalogue that an organisation has published, learning
 * from what its officers confirm.
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
 *
 * An organisation whose catalogue differs from the linked one (item.h: a version was
 * published since it was set up) has a matcher of its own, made anew when another version
 * comes into force.  Withdrawn items are proposed no more.
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

/* match_items() in the organisation's catalogue.  Without a matcher nothing is found. */
QH_MUST qh_status match_items_for(struct ctx *c, struct text text, const char **out_codes,
                                  size_t most, size_t *out_n);
/* match_explain() for each of n stored proposals. */
QH_MUST qh_status match_explain_for(struct ctx *c, struct match_proposal *p, size_t n);

/* match_find() with the lessons of c->org.  Without a matcher *out stays as it is;
 * outside a transaction nothing of officers is known.  QH_IO and QH_BUSY of the store,
 * and match_load(); so for the two above. */
QH_MUST qh_status match_for(struct ctx *c, struct text text, struct match *out);

/* An officer confirmed the code for the demand. */
QH_MUST qh_status match_confirm(struct ctx *c, const char *demand_id, const char *code);
