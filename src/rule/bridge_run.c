#include "rule/bridge_judge.h"

struct weighing *bridge_own(struct bridge_run *run, size_t part)
{
    if (!run->parts[part])
        run->parts[part] = weighing_copy(run->arena, run->b->parts[part].w);
    bridge_quick_sync(run, part);
    return run->parts[part];
}
