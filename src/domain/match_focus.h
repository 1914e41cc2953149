/* match_focus.h - where a long text asks for something.
 *
 * People tell the story of their plant before they say what they need, and the story is
 * full of words of other matters.  Of a text of FOCUS_CHARS or more, the sentences with
 * a word that asks (group _ask of the thesaurus) and the last sentence are the focus;
 * what stands elsewhere counts less.  A text without such sentences, and
 * one that is nothing else, is taken as a whole.
 */
#pragma once

#include "domain/match_lexicon.h"

enum { FOCUS_CHARS = 60 };

struct focus {
    const bool *in;   /* by character; NULL: all are */
    struct text text; /* the focus alone, its sentences one after the other */
};

/* t: normalised; chars: its characters; ask: the group. */
void focus_find(struct arena *a, struct text t, struct chars chars,
                const struct lexicon_hits *hits, size_t ask, struct focus *out);
/* Lessens the weight of the hits that begin outside of the focus. */
void focus_weigh(const struct focus *f, struct lexicon_hits *hits);
