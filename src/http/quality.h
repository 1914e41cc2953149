/* quality.h - the weight of an element of Accept-Language or Accept-Encoding. */
#pragma once

#include <stddef.h>

/* In thousandths: 800 for the n bytes "en;q=0.8", 1000 where none is given
 * [RFC 9110, 12.4.2]. */
int quality_of(const char *p, size_t n);
