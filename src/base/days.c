#include "base/days.h"

#include <string.h>

enum { YEAR_MIN = 1900, YEAR_MAX = 2999, MS_A_MINUTE = 60000, MS_A_DAY = 86400000 };
enum { WRITTEN_FIRST = -719528, WRITTEN_LAST = 2932896 }; /* 0000-01-01, 9999-12-31 */

/* Days since 1970-01-01 of a civil date, and back [H. Hinnant, "chrono-compatible
 * low-level date algorithms"]. */
static int64_t from_civil(int64_t y, int64_t m, int64_t d)
{
    int64_t era;
    int64_t yoe;
    int64_t doy;

    y -= m <= 2;
    era = (y >= 0 ? y : y - 399) / 400;
    yoe = y - era * 400;
    doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    int64_t q = a / b;

    return a % b < 0 ? q - 1 : q;
}

struct civil {
    int64_t y;
    int64_t m;
    int64_t d;
};

static struct civil to_civil(int64_t z)
{
    int64_t era;
    int64_t doe;
    int64_t yoe;
    int64_t doy;
    int64_t mp;
    struct civil c;

    z += 719468;
    era = (z >= 0 ? z : z - 146096) / 146097;
    doe = z - era * 146097;
    yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    mp = (5 * doy + 2) / 153;
    c.d = doy - (153 * mp + 2) / 5 + 1;
    c.m = mp < 10 ? mp + 3 : mp - 9;
    c.y = yoe + era * 400 + (c.m <= 2);
    return c;
}

static int64_t month_days(int64_t y, int64_t m)
{
    return m == 12 ? 31 : from_civil(y, m + 1, 1) - from_civil(y, m, 1);
}

static bool digits(const char *s, size_t n, int64_t *out)
{
    int64_t v = 0;

    for (size_t i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9')
            return false;
        v = v * 10 + (s[i] - '0');
    }
    *out = v;
    return true;
}

qh_status day_parse(const char *day, int64_t *out)
{
    struct civil c = {0};

    if (!day || strlen(day) != DAY_LEN || day[4] != '-' || day[7] != '-' ||
        !digits(day, 4, &c.y) || !digits(day + 5, 2, &c.m) || !digits(day + 8, 2, &c.d))
        return QH_INVALID;
    if (c.y < YEAR_MIN || c.y > YEAR_MAX || c.m < 1 || c.m > 12 || c.d < 1 ||
        c.d > month_days(c.y, c.m))
        return QH_INVALID;
    *out = from_civil(c.y, c.m, c.d);
    return QH_OK;
}

static void put_digits(char *to, int64_t v, int n)
{
    for (int i = n - 1; i >= 0; i--) {
        to[i] = (char)('0' + v % 10);
        v /= 10;
    }
}

void day_format(int64_t number, char out[DAY_LEN + 1])
{
    struct civil c;

    if (number < WRITTEN_FIRST)
        number = WRITTEN_FIRST;
    if (number > WRITTEN_LAST)
        number = WRITTEN_LAST;
    c = to_civil(number);
    put_digits(out, c.y, 4);
    out[4] = '-';
    put_digits(out + 5, c.m, 2);
    out[7] = '-';
    put_digits(out + 8, c.d, 2);
    out[DAY_LEN] = 0;
}

int day_weekday(int64_t number)
{
    int64_t r = number % 7;

    return (int)((r + 10) % 7); /* 1970-01-01 was a Thursday */
}

static int64_t add_months(int64_t number, int months, bool *clamped)
{
    struct civil c = to_civil(number);
    int64_t total = c.y * 12 + (c.m - 1) + months;
    int64_t y = floor_div(total, 12);
    int64_t m = total - y * 12 + 1;
    int64_t last = month_days(y, m);

    *clamped = c.d > last;
    return from_civil(y, m, *clamped ? last : c.d);
}

int64_t day_add_months(int64_t number, int months)
{
    bool clamped = false;

    return add_months(number, months, &clamped);
}

qh_status day_valid_until(const char *day, int months, char out[DAY_LEN + 1])
{
    bool clamped = false;
    int64_t number = 0;
    qh_status rc = day_parse(day, &number);

    if (rc)
        return rc;
    number = add_months(number, months, &clamped);
    if (!clamped)
        number--;
    if (number < from_civil(YEAR_MIN, 1, 1) || number >= from_civil(YEAR_MAX + 1, 1, 1))
        return QH_RANGE;
    day_format(number, out);
    return QH_OK;
}

/* ---- instants ---- */

static int64_t local_minute(const struct calendar *c, int64_t ms)
{
    return floor_div(ms, MS_A_MINUTE) + c->offset_min;
}

int64_t day_number_of_instant(const struct calendar *c, int64_t ms)
{
    return floor_div(local_minute(c, ms), MINUTES_A_DAY);
}

void day_of_instant(const struct calendar *c, int64_t ms, char out[DAY_LEN + 1])
{
    day_format(day_number_of_instant(c, ms), out);
}

void stamp_of_instant(const struct calendar *c, int64_t ms, char out[STAMP_LEN + 1])
{
    int64_t minute = local_minute(c, ms);
    int64_t day = floor_div(minute, MINUTES_A_DAY);
    int64_t of_day = minute - day * MINUTES_A_DAY;

    day_format(day, out);
    out[10] = ' ';
    put_digits(out + 11, of_day / 60, 2);
    out[13] = ':';
    put_digits(out + 14, of_day % 60, 2);
    out[STAMP_LEN] = 0;
}

int64_t year_of_instant(const struct calendar *c, int64_t ms)
{
    return to_civil(day_number_of_instant(c, ms)).y;
}

int64_t instant_of_day(const struct calendar *c, int64_t number)
{
    return number * MS_A_DAY - (int64_t)c->offset_min * MS_A_MINUTE;
}
