/* record_json.h - what the JSON of both procedures has alike: weighbridge_json.h and
 * procedure_json.h describe the shapes.
 */
#pragma once

#include "base/json.h"
#include "rule/regulation.h"
#include "rule/weighbridge.h"

/* The member "regulation": {"code", "edition"}. */
void record_put_regulation(const struct regulation *reg, struct json_writer *w);
/* The member "unconfirmed": ids of tests and tables. */
void record_put_unconfirmed(const struct regulation *reg, struct json_writer *w);
/* A decimal as text; of _if null unless it is there. */
void record_put_dec(struct json_writer *w, struct arena *a, const char *key,
                    struct dec v);
void record_put_dec_if(struct json_writer *w, struct arena *a, const char *key, bool has,
                       struct dec v);
/* A member that is a list of notes. */
void record_put_notes(struct json_writer *w, const char *key,
                      const struct weighbridge_note *list, size_t n);

/* An item of "questions". */
struct record_question {
    const char *row, *reading, *question, *value;
    bool confirmed;
};
void record_put_question(struct json_writer *w, const struct record_question *q);
