/* points_data.h - compiled point generators; used by points.c and points_load.c only. */
#pragma once

#include "rule/points.h"

enum points_form {
    FORM_LIST,
    FORM_FRACTIONS,
    FORM_EVEN,
    FORM_EVERY,
    FORM_ITEMS,
    FORM_NEAR,
    FORM_CHOSEN,
    FORM_EDGES,
    FORM_PARTS,
    FORM_MAP,
    FORMS
};

/* One point of a list: p is the text as written if it is a plain number. */
struct points_item {
    const char *literal;
    const struct expr *p, *tol;
    const struct json *fixed, *when;
};

struct points {
    enum points_form form;
    struct points_item *items; /* list, near; fractions and spare as p */
    size_t items_n;
    const struct points **parts; /* parts, map */
    size_t parts_n;
    const struct json *keys; /* map: its members name the parts */
    uint32_t by;             /* map; items: the list */
    const struct expr *of, *from, *to, *step, *round_to, *until;
    struct count even, least, chosen_least, chosen_most;
    const struct limit *edges;
    struct points_item *spare;
    size_t spare_n;
    const struct json *positions, *with;
    const char *also;
    bool sorted, both_ways, has_each;
    uint32_t each_of, as;
    const char *as_name;
};
