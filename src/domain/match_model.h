/* match_model.h - from a text to a decision; for match.c, the bench and the tests.
 *
 *   score(c) = what the thesaurus' links say        (match_lexicon.h)
 *            + what the catalogue's words say       (match_profile.h)
 *            + what the lessons say, times `rate`   (match_lesson.h)
 *
 * No item fits if the best department beats the best item by more than `margin`.  A text
 * holds a second demand if, once the words of the first are taken away, the rest (or one
 * clause) speaks for another code with at least `second` (words that join demands, "as
 * well", "at the same time", add to it).  These settings are learned, nothing else is.
 */
#pragma once

#include "domain/match_lesson.h"
#include "domain/match_lexicon.h"
#include "domain/match_profile.h"

enum { MODEL_CODES_MAX = 96, MODEL_SET_MAX = 3, READ_CHARS_MAX = 500 };

struct model {
    const struct plain *plain;
    const struct sounds *sounds;
    const struct lexicon *lexicon;
    const struct profiles *profiles;
    pair_id *empty; /* pairs of no matter, sorted */
    size_t n_empty;
    size_t both; /* groups of words that join demands */
    size_t also;
    size_t ask;     /* of those that ask */
    size_t nothing; /* of those that say that nothing is needed */
};

struct model_settings {
    double rate;
    double margin;
    double second;
    double heat; /* scores over heat are log odds: see model_chances() */
};

/* What a text says before any lesson. */
struct reading {
    struct text text; /* normalised, its first READ_CHARS_MAX characters */
    struct chars chars;
    struct lexicon_hits hits;
    double *strengths;    /* LEXICON_GROUPS_MAX */
    double *prior;        /* by code */
    const pair_id *pairs; /* sorted, each once, without the empty ones */
    size_t n_pairs;
};

/* A text whose codes are known, for tuning. */
struct example {
    struct reading reading;
    struct lesson lesson; /* its codes, the first one first */
    size_t also_right[LESSON_CODES_MAX];
    size_t n_also_right;
};

struct decision {
    double score[MODEL_CODES_MAX];
    size_t order[MODEL_CODES_MAX]; /* best first */
    size_t set[MODEL_SET_MAX];     /* what would be filed, best first */
    size_t n_set;
    bool none_fit;
};

/* changed: as profiles_load().  QH_LIMIT "match.file" over MODEL_CODES_MAX codes; the
 * keys of lexicon_load(). */
QH_MUST qh_status model_load(struct arena *a, const struct profile_items *changed,
                             struct model *out, struct qh_error *err);
/* text: UTF-8. */
void model_read(const struct model *m, struct arena *a, struct text text,
                struct reading *out);
/* The pairs of a text alone: what a lesson is made of. */
void model_pairs(const struct model *m, struct arena *a, struct text text,
                 const pair_id **out, size_t *out_n);
void model_decide(const struct model *m, const struct lesson_source *s,
                  const struct model_settings *set, const struct reading *r,
                  struct decision *out);
/* Settings that do best on the examples, each judged by the lessons of the others.  n 0:
 * the defaults. */
struct model_settings model_tune(const struct model *m, struct arena *a,
                                 const struct example *p, size_t n);
/* Calibrated chances of all codes, by the scores: they add up to 1. */
void model_chances(const struct model *m, const struct model_settings *set,
                   const double *score, double *out);
