#include "rule/engine_module.h"

#include "rule/engine.h"

struct engine_room {
    struct arena arena; /* holds the room itself */
    struct arena_mark empty;
    struct text request, reply;
};

struct engine_room *engine_open(void)
{
    struct engine_room *room;
    struct arena a;

    arena_init(&a, ENGINE_MEMORY_MAX);
    room = ARENA_NEW(&a, struct engine_room);
    room->arena = a;
    room->empty = arena_here(&room->arena);
    return room;
}

char *engine_begin(struct engine_room *room, size_t n)
{
    char *p;

    arena_return(&room->arena, room->empty);
    room->request = room->reply = (struct text){0};
    if (n > ENGINE_REQUEST_MAX)
        return NULL;
    p = ARENA_ARRAY(&room->arena, n, char);
    room->request = (struct text){p, n};
    return p;
}

size_t engine_run(struct engine_room *room)
{
    room->reply = engine_answer(&room->arena, room->request);
    return room->reply.len;
}

const char *engine_reply(const struct engine_room *room)
{
    return room->reply.p;
}
