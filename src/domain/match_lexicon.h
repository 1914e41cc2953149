/* match_lexicon.h - the thesaurus: words in groups, and groups linked to codes.
 *
 * data/matching/words.csv: group,words,origin.  Words of a group say the same to an
 * office; "A~B" stands for A and, at most GAP_MAX characters further on in the same
 * clause, B.  Groups whose name begins with '_' are for the method: _both and _also join
 * demands, _empty says nothing, characters of _still are no typos.
 *
 * data/matching/links.csv: code,groups,weight.  A text that has words of every one of the
 * groups (joined by '+') speaks for the code; weight in tenths.
 */
#pragma once

#include "domain/match_plain.h"
#include "domain/match_sound.h"

enum { LEXICON_GROUPS_MAX = 320, LINK_GROUPS_MAX = 3, WORD_PARTS_MAX = 4 };
enum { LEXICON_HITS_PER_CHAR = 24 }; /* the most that are kept */

struct lexicon;

/* A word found in a text. */
struct lexicon_hit {
    size_t from; /* characters [from, to) */
    size_t to;
    size_t group;
    const char *word; /* as the thesaurus has it */
    double quality;   /* 0..1: as it stands, with a gap, or by its sound */
    double weight;    /* quality times what its length adds */
    bool has_gap;
    bool by_sound;
    bool is_aside; /* it stands in the story before the demand: match_focus.h */
    size_t next;   /* of the same group, counting from 1; 0: the last one */
};

struct lexicon_hits {
    struct lexicon_hit *p; /* by `from` */
    size_t n;
    size_t *first; /* of each group, counting from 1; 0: none */
};

struct lexicon_needs {
    const struct plain *plain;
    const struct sounds *sounds;
    const char *const *codes; /* in the order by which scores are counted */
    size_t n_codes;
};

/* QH_INVALID "match.file": a link
 * names a group or a code that there is not; the keys of match_read_csv(). */
QH_MUST qh_status lexicon_load(struct arena *a, const struct lexicon_needs *needs,
                               const struct lexicon **out, struct qh_error *err);

/* All words of a normalised text; a word inside a longer one counts half. */
struct lexicon_hits lexicon_find(const struct lexicon *x, struct arena *a,
                                 struct chars t);
/* How strongly each group is named: LEXICON_GROUPS_MAX values, 0: not at all.  Uses only
 * hits for which use[i] is true; use NULL: all. */
void lexicon_strengths(const struct lexicon_hits *h, const bool *use, double *out);
/* Adds to score[code] what the links say.  A group that is missing breaks its link. */
void lexicon_score(const struct lexicon *x, const double *strengths, double *score);
/* Marks the groups (LEXICON_GROUPS_MAX places) that alone or with others speak for the
 * code. */
void lexicon_mark(const struct lexicon *x, size_t code, bool *groups);
/* What each group (LEXICON_GROUPS_MAX places, zeroed by the caller) adds to a code at
 * these strengths, at most over its links. */
void lexicon_shares(const struct lexicon *x, const double *strengths, size_t code,
                    double *out);
/* LEXICON_GROUPS_MAX: there is none of that name. */
size_t lexicon_group(const struct lexicon *x, const char *name);
/* The words of a group, normalised. */
void lexicon_words(const struct lexicon *x, size_t group, struct arena *a,
                   struct text **out, size_t *out_n);
