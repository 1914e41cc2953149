/* confirm_shapes.h - the JSON of what an enterprise says of an answer. */
#pragma once

#include "base/json.h"
#include "domain/demand_confirm.h"

extern const char
    *const SATISFACTIONS[4]; /* satisfied, basically, not; NULL at the end */

/* For a person who is signed in: with the version that was read. */
struct follow_up_in {
    int64_t version;
    int satisfaction; /* index into SATISFACTIONS */
    int64_t rating;
    const char *note;
    bool downtime_confirmed;
    int solved; /* index into SOLVED; 0: not asked */
    struct opt_int answered;
    struct opt_int contacted;
    bool informed;
};
extern const struct json_field FOLLOW_UP_IN[9];

/* The word of the enterprise as the domain takes it. */
struct confirm_in confirm_in_of(const struct follow_up_in *in);
