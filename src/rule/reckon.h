/* reckon.h - sums of exact decimals one after the other.
 *
 * Each step does nothing once *rc is a failure, so that a long formula reads like one and
 * is tested once at its end.  A failed step answers 0.
 */
#pragma once

#include "base/dec.h"

static inline struct dec reckon_add(qh_status *rc, struct dec a, struct dec b)
{
    struct dec out = {0};

    if (!*rc)
        *rc = dec_add(a, b, &out);
    return out;
}

static inline struct dec reckon_sub(qh_status *rc, struct dec a, struct dec b)
{
    struct dec out = {0};

    if (!*rc)
        *rc = dec_sub(a, b, &out);
    return out;
}

static inline struct dec reckon_mul(qh_status *rc, struct dec a, struct dec b)
{
    struct dec out = {0};

    if (!*rc)
        *rc = dec_mul(a, b, &out);
    return out;
}

static inline struct dec reckon_quot(qh_status *rc, struct dec a, struct dec b)
{
    struct dec out = {0};

    if (!*rc)
        *rc = dec_quot(a, b, &out);
    return out;
}

static inline struct dec reckon_sqrt(qh_status *rc, struct dec v)
{
    struct dec out = {0};

    if (!*rc)
        *rc = dec_sqrt(v, &out);
    return out;
}

static inline struct dec reckon_square(qh_status *rc, struct dec v)
{
    return reckon_mul(rc, v, v);
}
