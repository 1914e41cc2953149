#include "domain/figure_axis.h"

#include "base/text.h"
#include "domain/month.h"

static const char *const AXES[FIGURE_AXES_N + 1] = {"division", "office", "kind", "item",
                                                    "route",    "day",    NULL};

const char *const *figure_axes(void)
{
    return AXES;
}

const char *figure_value(const struct figure_at *at, const char *axis)
{
    const char *const values[FIGURE_AXES_N] = {at->division, at->office, at->kind,
                                               at->item,     at->route,  at->day};

    for (size_t i = 0; i < FIGURE_AXES_N; i++)
        if (str_equal(AXES[i], axis))
            return values[i];
    return "";
}

void figure_day(const struct ctx *c, bool is_daily, int64_t at_ms, char out[DAY_LEN + 1])
{
    out[0] = '\0';
    if (is_daily)
        day_of_instant(c->calendar, at_ms, out);
}
