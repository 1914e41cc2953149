/* points.h - where to test: the point generators of an edition.
 *
 *   {"list": ["3", "0.5*Max", {"p": "279.4", "seg": "A", "r": "279.4"}]}
 *                             further members go with the point; "when" as for tests
 *   {"fractions": ["0.1", "0.5", "1"], "of": "nominal", "from": "0"?}
 *   {"even": "10", "from": "0", "to": "Max"}          n evenly spread, both ends
 *   {"every": "20*d", "from": "0", "to": "Max"}       every k divisions, and the end
 *   {"numbered": "mark", "from": "0", "to": "fs"}     the numbered graduations
 *   {"items": "points"}                 those of a list of the instrument, if it has one
 *   {"near": [{"p": "0.4*span", "tol": "0.1*span"}]}  the officer says what it was
 *   {"chosen": {"least": "3", "most": "10", "from": "t_low"?, "to": "t_high"?}}
 *   {"edges_of": "mpe"}                               where that limit changes
 *
 * Or {"parts": [generators]}, or {"by": NAME, "map": {"text": generator}}.  What may
 * stand beside any of them: "round_to": E, "until": E (none above), "sorted":
 * true (ascending, equal ones once),
 * "least": COUNT with "spare": [E] (taken in order while there are too few), "both_ways":
 * true (up, then down), "positions": [{"id", "zh", "en"}] (each point at each position),
 * "with": {"seg": "C"} (members of the points that have none of their own), "also": NAME
 * (the point's value is also known by this name),
 * "each_of": NAME with "as": NAME (once for each item of a list, under that name).
 * COUNT: expression, or the grammar of limits with "ge".
 */
#pragma once

#include "rule/compile.h"

enum { POINTS_MAX = 400, POINTS_DEPTH_MAX = 4 };

struct points;

struct point {
    const char *p; /* as text; NULL: the officer types it */
    bool has_value;
    struct dec value; /* of p; or what it should be near to */
    bool near;
    struct dec tol;
    bool has_from, has_to; /* chosen: within these */
    struct dec from, to;
    const struct json *fixed; /* further members, or NULL */
    const struct json *pos;   /* of positions: {"id", "zh", "en"}, or NULL */
    bool both_ways, down;
    bool needed;
    const char *as; /* each_of: a name and its value, or NULL */
    const char *as_value;
};

struct point_list {
    struct point *at;
    size_t n, cap;
};

/* node NULL gives *out NULL.  QH_INVALID "regulation.edition", "expr.*", "limit.*". */
QH_MUST qh_status points_load(const struct compile *c, const struct json *node,
                              const char *path, const struct points **out);
/* The points for the values of the scope.  QH_LIMIT "procedure.points"; QH_INVALID
 * "procedure.points" (no generator for a type, a step that is not above 0), "expr.*". */
QH_MUST qh_status points_make(struct arena *a, const struct points *g, struct scope *s,
                              struct point_list *out, struct qh_error *err);
/* Puts the point's members, p and the name of each_of into the scope. */
void point_shadow(const struct point *p, struct scope *s);

/* "when": {NAME: ["text", ...]}: all names have one of their texts.  NULL: always. */
bool when_holds(const struct json *when, struct scope *s);
