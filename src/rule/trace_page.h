/* trace_page.h - a trace as a page to read: plain text in Chinese or English.
 *
 * Renders what evaluate_trace.h and weighbridge_trace.h describe, also after years: all
 * it needs stands in the trace and in the wording (data/locales/trace.*.json, parsed).
 *
 *   JJG 119-2018 Laboratory pH meters
 *   1 Error of indication
 *     point.1
 *        1  reading: p = 4.003
 *        ...
 *        7  comparison: error = 0.009 is within ±0.01: met [5.2]
 */
#pragma once

#include "base/json.h"

/* trace: a parsed trace; words: the parsed file of wording, whose "page.language" says
 * which title of a test is taken.  A key without wording shows itself. */
void trace_page(const struct json *trace, const struct json *words, struct buf *out);
