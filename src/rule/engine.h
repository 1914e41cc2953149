/* engine.h - the rule engine as one function from JSON text to JSON text.
 *
 * What the browser and scripts see: the same calls, natively and as WebAssembly, with the
 * same bytes as answer.  A call keeps nothing: all it needs stands in the request, all
 * memory comes from the arena given.
 *
 * request:  {"call": NAME, ...}
 *   evaluate  "regulation": document (vector or edition), "cases": [case, ...] (absent:
 * the document's own)
 *             -> {"cases": [{"id": .., "result": ..} or {"id": .., "error": ..}]}
 *             with "trace": true also "trace": .. (evaluate_trace.h)
 *   page      "trace": .., "words": contents of data/locales/trace.*.json
 *             -> {"page": text} (trace_page.h)
 *   plan      "edition": document, "weights": text of weights_mpe.csv, "input": ..
 *             -> {"plan": ..}
 *   judge     as plan, and "entries": .., "trace": true?, "plan": true?
 *             -> {"result": .., "trace": ..?, "plan": ..?}
 *             both also for editions of the general procedure [procedure_json.h]: no
 *             weights; "cases": true gives what was judged as cases of metro-vector/1
 *   check     "regulation": document
 *             -> {"code": .., "edition": .., "unconfirmed": [..]}
 * reply:    {"ok": what the call gives} or {"error": {"status", "key", "field",
 * "detail"}}
 *
 * The shapes are those of weighbridge_json.h and evaluate.h.  A new call is a row in the
 * table ENGINE_CALLS of engine.c.
 */
#pragma once

#include "base/arena.h"
#include "base/json.h"
#include "base/status.h"

enum { ENGINE_REQUEST_MAX = 4 * 1024 * 1024, ENGINE_MEMORY_MAX = 192 * 1024 * 1024 };

/* One call.  Writes one JSON value at the place where w stands. */
typedef qh_status engine_call(struct arena *a, const struct json *request,
                              struct json_writer *w, struct qh_error *err);

/* Answers a request; never fails, an error is a reply.  Beside those of the calls:
 * QH_INVALID "engine.call" (no such call); QH_LIMIT "engine.request" (more than
 * ENGINE_REQUEST_MAX bytes), "engine.memory" (the arena is over its cap). */
struct text engine_answer(struct arena *a, struct text request);
