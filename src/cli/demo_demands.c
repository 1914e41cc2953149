#include "cli/demo.h"

qh_status demo_demands(struct demo *d)
{
    (void)d;
    return QH_OK;
}
