/* target.h - the one function of a fuzz target.
 *
 * It is called by libFuzzer in `make fuzz` and by replay.c in `make check`.  It returns 0
 * and fails by abort(), by an assertion or by a sanitizer's report.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
