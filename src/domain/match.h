/* match.h - which of the service items a demand's plain words are about.
 *
 * A transparent model (match_model.h): words of a thesaurus and of the catalogue speak
 * for items and for outside departments, also when they are misspelt by their sound, in
 * traditional characters, dictated without punctuation or said in dialect; pairs of
 * characters of texts whose item is known (the development corpus, and what officers
 * confirmed) add to it.  Every proposal names the words that it rests on.  If a
 * department beats every item the answer is "none of the items: department X".
 * docs/matching.md has the method, its figures and its limits.
 *
 * Everything is linked into the binary: data/world, data/matching.  Nothing here depends
 * on the clock, on chance or on a network.
 */
#pragma once

#include "base/arena.h"
#include "base/json.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

enum { MATCH_ITEMS_MAX = 3, MATCH_WORDS_MAX = 6, MATCH_SET_MAX = 3 };

struct matcher;
struct lessons; /* match_lesson.h */

struct match_proposal {
    const char *item_code;       /* NULL: it is a department */
    const char *department_code; /* NULL: it is an item */
    const char *name_zh;
    const char *name_en;
    int64_t score_ppm;     /* 1..1,000,000: its chance, as calibrated on the corpus */
    const char *key;       /* how it was found: "match.words", "match.sounds" (misspelt),
                              "match.parts", "match.learned", "match.department",
                              "match.department_too" */
    const char *words;     /* of the text, joined by "、", weightiest first */
    const char *reason;    /* the sentence for people, Chinese */
    const char *reason_en; /* and English */
};

struct match {
    struct json_list proposals; /* struct match_proposal, best first; empty: no idea */
    bool none_fit; /* the first proposal is a department, or nothing is asked */
    struct json_strs demands; /* codes of items and departments to file: one, or as many
                                 as the text seems to hold demands (at most
                                 MATCH_SET_MAX), best first; empty: no idea */
};

struct profile_items; /* match_profile.h */

/* Reads the linked catalogue, thesaurus, corpus and wording, and learns from the corpus;
 * changed: items that an organisation words otherwise, or has beside them; NULL: none.
 * The matcher lives as long as the arena.  QH_NOT_FOUND "match.file"; the keys of
 * model_load(), corpus_read() and json_parse(). */
QH_MUST qh_status match_load(struct arena *a, const struct profile_items *changed,
                             const struct matcher **out, struct qh_error *err);

/* At most MATCH_ITEMS_MAX items and one department.  text: UTF-8.  learned: what officers
 * confirmed, or NULL. */
void match_find(const struct matcher *m, const struct lessons *learned, struct arena *a,
                struct text text, struct match *out);
/* The sentences of a proposal of which code, key and words are known (stored ones). */
void match_explain(const struct matcher *m, struct arena *a, struct match_proposal *p);

/* The items, in the order of the catalogue, whose words the text names, best first: for
 * the search box.  Fills codes[0..*out_n), at most `most`. */
void match_items(const struct matcher *m, struct arena *a, struct text text,
                 const char **out_codes, size_t most, size_t *out_n);

/* A confirmed demand, for match_learn(). */
struct match_confirmed {
    const char *text;
    const char *code; /* of the item or department; an unknown one is passed over */
};

/* Counts n confirmed demands.  The result lives as long as the arena and depends on the
 * rows only, not on their order. */
const struct lessons *match_learn(const struct matcher *m, struct arena *a,
                                  const struct match_confirmed *rows, size_t n);
