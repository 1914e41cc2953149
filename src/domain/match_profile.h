/* match_profile.h - what the catalogue itself says of its items and of the departments.
 *
 * A code is an item of data/world/service_items.csv or a department of
 * data/world/external_departments.csv; items come first, both in the order of their
 * files.
 *
 *   score = PHRASE rarity(p) sqrt(length(p) / 2)  for each keyword or other name p that
 *           stands in the text (at most six characters count)
 *         + PAIR rarity(g) for each pair of characters g of the text that the code's
 *           words have anywhere
 *
 * rarity: ln((codes + 1) / codes that have it).
 */
#pragma once

#include "domain/match_pair.h"
#include "domain/match_plain.h"

struct profile_phrase {
    struct text text; /* normalised */
    double worth;
};

struct profile {
    const char *code;
    bool is_department;
    const char *name_zh;
    const char *name_en;
    struct text blob; /* all its words, normalised */
    struct profile_phrase *phrases;
    size_t n_phrases;
    pair_id *pairs; /* sorted, each once */
    size_t n_pairs;
};

struct profiles {
    struct profile *p;
    size_t n;
    size_t n_items; /* the first ones */
    struct profile_rarity *rarities;
    size_t n_rarities;
};

/* What an item says where the catalogue says otherwise than the linked file. */
struct profile_item {
    const char *code;
    const char *name_zh;
    const char *name_en;
    const char *keywords;
    const char *also_called;
    const char *who_may_ask;
    const char *basis;
};
struct profile_items {
    const struct profile_item *p;
    size_t n;
};

/* changed: items of the file with other words, and new ones; NULL: none.  The keys of
 * match_read_csv(). */
QH_MUST qh_status profiles_load(struct arena *a, const struct plain *plain,
                                const struct profile_items *changed,
                                const struct profiles **out, struct qh_error *err);
/* Adds to score[i] of each code.  text normalised; pairs sorted, each once. */
void profiles_score(const struct profiles *p, struct text text, const pair_id *pairs,
                    size_t n_pairs, double *score);
/* The index of a code; p->n: there is none. */
size_t profiles_find(const struct profiles *p, const char *code);
