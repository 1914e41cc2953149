/* match.h - which of the service items a demand's plain words are about.
 *
 * A transparent scorer: the words of the catalogue (keywords, other names, parts of the
 * item's name, who may ask) and of the outside departments (their matters) are looked up
 * in the text, whole first, then by pairs of characters; a word counts the more the fewer
 * items use it.  Nothing is learned and nothing comes from example texts, so every
 * proposal can say which words it rests on.  If an outside department fits better than
 * every item, the answer is "none of the items: department X".
 *
 * The catalogue is that of data/world/{service_items,external_departments}.csv, linked
 * into the binary.
 */
#pragma once

#include "base/arena.h"
#include "base/json.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

enum { MATCH_ITEMS_MAX = 3, MATCH_WORDS_MAX = 6 };

struct matcher;

struct match_proposal {
    const char *item_code;       /* NULL: it is a department */
    const char *department_code; /* NULL: it is an item */
    const char *name_zh;
    const char *name_en;
    int64_t score_ppm;     /* 0..1,000,000; for comparing, not a probability */
    const char *key;       /* how it was found: "match.words", "match.parts" */
    const char *words;     /* of the text, joined by "、", weightiest first */
    const char *reason;    /* the sentence for people, Chinese */
    const char *reason_en; /* and English */
};

struct match {
    struct json_list proposals; /* struct match_proposal, best first; empty: no idea */
    bool none_fit;              /* the first proposal is a department */
};

/* Reads the linked catalogue and the wording; lives as long as the arena.  QH_NOT_FOUND
 * "match.file"; the keys of csv_parse() and json_parse(). */
QH_MUST qh_status match_load(struct arena *a, const struct matcher **out,
                             struct qh_error *err);

/* At most MATCH_ITEMS_MAX items and one department.  text: UTF-8. */
void match_find(const struct matcher *m, struct arena *a, struct text text,
                struct match *out);
/* The sentences of a proposal of which code, key and words are known (stored ones). */
void match_explain(const struct matcher *m, struct arena *a, struct match_proposal *p);

/* The items, in the order of the catalogue, whose words the text names, best first: for
 * the search box.  Fills codes[0..*out_n), at most `most`. */
void match_items(const struct matcher *m, struct arena *a, struct text text,
                 const char **out_codes, size_t most, size_t *out_n);
