#include "domain/month.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

void month_of_instant(const struct calendar *c, int64_t ms, char out[MONTH_LEN + 1])
{
    char day[DAY_LEN + 1];

    day_of_instant(c, ms, day);
    memcpy(out, day, MONTH_LEN);
    out[MONTH_LEN] = '\0';
}

/* Number of the month's first day; false if there is no such month. */
static bool first_day(const char *month, int64_t *out)
{
    char day[DAY_LEN + 1];

    if (strlen(month) != MONTH_LEN)
        return false;
    (void)snprintf(day, sizeof day, "%.7s-01", month);
    return day_parse(day, out) == QH_OK;
}

bool month_is_valid(const char *month)
{
    int64_t number = 0;

    return first_day(month, &number);
}

void month_range(const struct calendar *c, const char *month, int64_t *out_from_ms,
                 int64_t *out_until_ms)
{
    int64_t number = 0;
    const bool ok = first_day(month, &number);

    assert(ok);
    (void)ok;
    *out_from_ms = instant_of_day(c, number);
    *out_until_ms = instant_of_day(c, day_add_months(number, 1));
}

void month_move(const char *month, int steps, char out[MONTH_LEN + 1])
{
    char day[DAY_LEN + 1];
    int64_t number = 0;
    const bool ok = first_day(month, &number);

    assert(ok);
    (void)ok;
    day_format(day_add_months(number, steps), day);
    memcpy(out, day, MONTH_LEN);
    out[MONTH_LEN] = '\0';
}
