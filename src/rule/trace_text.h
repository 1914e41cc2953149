/* trace_text.h - a trace as JSON.
 *
 * {.., "steps": [{"n": 1, "test": "zero", "row": "zero.1", "what": "formula", "name":
 * "E", "formula": "P - L", "filled": "20 - 0", "numbers": {"P": "20", "L": "0"}, "value":
 * "20", "clause": "..", "key": "trace.formula", "args": [..]}, ..], "seal": "0a1b2c3d"}
 *
 * key and args give the readable line (data/locales/trace.zh-CN.json, trace.en.json; {0}
 * is the first argument).  It is made of the records alone.  The seal is the Adler-32 (8
 * hex digits) of all bytes before the comma that leads it in, so that an altered name or
 * clause, which nothing can work out again, shows too.
 */
#pragma once

#include "base/json.h"
#include "rule/trace.h"

/* The member "steps" of the object that is open. */
void trace_steps_to_json(const struct trace *t, struct arena *a, struct json_writer *w);
/* Opens the object of a trace; answers where it begins, for trace_close(). */
size_t trace_open(struct json_writer *w);
/* Adds the seal and closes the object. */
void trace_close(struct json_writer *w, size_t from, struct arena *a);
