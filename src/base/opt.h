/* opt.h - a whole number that may be absent (null in JSON and SQL). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct opt_int {
    bool has;
    int64_t v; /* 0 if !has */
};
