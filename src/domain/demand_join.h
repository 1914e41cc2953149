/* demand_join.h - one text that holds several demands, several demands about one matter.
 *
 * The desk splits and merges while it triages (REG, TRI).  A merged demand counts
 * nowhere; its text and history stay, and the enterprise finds it through the one it went
 * into.
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"

enum { SPLIT_MAX = 5 };

/* The demand keeps the first part, each further one becomes a demand of its own (REG)
 * with number, matching and the clocks of the first one's registration.  Its history
 * keeps the whole text.  out_ids: of the new demands.  QH_INVALID "demand.parts" (not 2
 * to SPLIT_MAX), "demand.text" (length of a part). */
QH_MUST qh_status demand_split(struct ctx *c, const char *id, int64_t version,
                               const struct json_strs *parts, struct json_strs *out_ids);

/* REG, TRI -> MRG into another demand of the same enterprise that is neither merged nor
 * withdrawn.  QH_INVALID "demand.merge_into". */
QH_MUST qh_status demand_merge(struct ctx *c, const char *id, int64_t version,
                               const char *into_id, const char *note);

/* A demand of the same enterprise that may be about the same matter. */
struct demand_duplicate {
    const char *id;
    const char *number;
    const char *text;
    const char *state;
    int64_t registered_ms;
    int64_t likeness_ppm; /* of the words: 1,000,000 the same */
    bool same_item;       /* the same item, or the same first proposal */
};

/* Those of the last "demand.duplicate_days" whose words are alike by a quarter, or by an
 * eighth with the same item; best first.  struct demand_duplicate, at most 10. */
QH_MUST qh_status demand_duplicates(struct ctx *c, const char *id, struct json_list *out);

/* ---- the words, pure ---- */

/* How alike two texts are: pairs of neighbouring characters that both have, of all that
 * either has (Jaccard), in millionths.  Blanks and punctuation do not count. */
int64_t demand_likeness_ppm(struct arena *a, struct text x, struct text y);
