/* engine_module.h - the engine as a WebAssembly module: what JavaScript calls.
 *
 *   room  = engine_open()                    once for an instance
 *   bytes = engine_begin(room, n)            frees what the call before used; put the
 *                                            request's n bytes there
 *   n     = engine_run(room)                 length of the reply; its bytes lie at
 *   bytes = engine_reply(room)               until the next engine_begin()
 *
 * The module imports nothing: it can reach neither clock nor network nor console.  Where
 * the native program would end (no memory, a broken promise of ours) it traps; the caller
 * throws the instance away.  tools/wasm.sh exports these functions by name.
 */
#pragma once

#include <stddef.h>

struct engine_room;

struct engine_room *engine_open(void);
/* NULL if n is more than ENGINE_REQUEST_MAX. */
char *engine_begin(struct engine_room *room, size_t n);
size_t engine_run(struct engine_room *room);
const char *engine_reply(const struct engine_room *room);
