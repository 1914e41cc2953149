#include "base/days.h"

#include "base/json.h"

#include <string.h>

enum day_kind { DAY_USUAL, DAY_OFF, DAY_WORK };
enum { YEAR_MIN = 1900, YEAR_MAX = 2999, MS_A_MINUTE = 60000, SPAN_MOST = 4000 };

static const int64_t MS_A_DAY = 86400000;

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
    struct civil c = to_civil(number);

    put_digits(out, c.y, 4);
    out[4] = '-';
    put_digits(out + 5, c.m, 2);
    out[7] = '-';
    put_digits(out + 8, c.d, 2);
    out[DAY_LEN] = 0;
}

int day_weekday(int64_t number)
{
    int64_t r = (number + 3) % 7; /* 1970-01-01 was a Thursday */

    return (int)(r < 0 ? r + 7 : r);
}

static int64_t add_months(int64_t number, int months, bool *clamped)
{
    struct civil c = to_civil(number);
    int64_t total = c.y * 12 + (c.m - 1) + months;
    int64_t y = total / 12;
    int64_t m = total % 12 + 1;
    int64_t last = month_days(y, m);

    *clamped = c.d > last;
    return from_civil(y, m, *clamped ? last : c.d);
}

int64_t day_add_months(int64_t number, int months)
{
    bool clamped;

    return add_months(number, months, &clamped);
}

qh_status day_valid_until(const char *day, int months, char out[DAY_LEN + 1])
{
    bool clamped;
    int64_t number = 0;
    qh_status rc = day_parse(day, &number);

    if (rc)
        return rc;
    number = add_months(number, months, &clamped);
    day_format(clamped ? number : number - 1, out);
    return QH_OK;
}

/* ---- instants ---- */

static int64_t local_minute(const struct calendar *c, int64_t ms)
{
    int64_t minute = ms / MS_A_MINUTE;

    if (ms % MS_A_MINUTE < 0)
        minute--;
    return minute + c->offset_min;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    int64_t q = a / b;

    return a % b < 0 ? q - 1 : q;
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

/* ---- the calendar ---- */

void calendar_init(struct calendar *c, int offset_min)
{
    static const struct calendar_span HOURS[] = {{510, 720}, {870, 1080}};

    *c = (struct calendar){.offset_min = offset_min, .hours_n = (int)LEN(HOURS)};
    for (int i = 0; i < c->hours_n; i++) {
        c->hours[i] = HOURS[i];
        c->day_min += HOURS[i].until_min - HOURS[i].from_min;
    }
}

static qh_status mark(struct calendar_year *y, const struct json *list,
                      enum day_kind kind, struct qh_error *err)
{
    if (!list || list->kind != JSON_ARRAY)
        return qh_fail(err, QH_INVALID, "calendar.file", "", "a list of days is missing");
    for (const struct json *v = list->first; v; v = v->next) {
        int64_t number = 0;
        int64_t first = from_civil(y->year, 1, 1);

        if (v->kind != JSON_STRING || day_parse(v->text.p, &number) || number < first ||
            number >= from_civil(y->year + 1, 1, 1))
            return qh_fail(err, QH_INVALID, "calendar.file", "", "no day of %d: %.20s",
                           y->year, v->text.p ? v->text.p : "");
        if (y->kind[number - first] != DAY_USUAL)
            return qh_fail(err, QH_INVALID, "calendar.file", "", "twice: %s", v->text.p);
        y->kind[number - first] = (uint8_t)kind;
    }
    return QH_OK;
}

static const struct calendar_year *year_of(const struct calendar *c, int64_t year)
{
    for (int i = 0; i < c->years_n; i++)
        if (c->years[i].year == year)
            return &c->years[i];
    return NULL;
}

qh_status calendar_add(struct calendar *c, struct arena *a, struct text json,
                       struct qh_error *err)
{
    struct calendar_year *y = &c->years[c->years_n];
    struct json *v = NULL;
    int64_t year = 0;
    qh_status rc = json_parse(a, json, &v, err);

    if (rc)
        return rc;
    if (c->years_n == CALENDAR_YEARS)
        return qh_fail(err, QH_LIMIT, "calendar.years", "", "over %d", CALENDAR_YEARS);
    if (json_int(json_member(v, "year"), &year) || year < YEAR_MIN || year > YEAR_MAX ||
        year_of(c, year))
        return qh_fail(err, QH_INVALID, "calendar.file", "year", "no year, or twice");
    *y = (struct calendar_year){.year = (int)year,
                                .confirmed = json_is_true(json_member(v, "confirmed"))};
    rc = mark(y, json_member(v, "off"), DAY_OFF, err);
    if (rc)
        return rc;
    rc = mark(y, json_member(v, "work"), DAY_WORK, err);
    if (rc)
        return rc;
    c->years_n++;
    return QH_OK;
}

qh_status calendar_is_workday(const struct calendar *c, int64_t number, bool *out,
                              struct qh_error *err)
{
    int64_t year = to_civil(number).y;
    const struct calendar_year *y = year_of(c, year);
    enum day_kind kind;

    if (!y)
        return qh_fail(err, QH_RANGE, "calendar.year", "", "no calendar of %lld",
                       (long long)year);
    kind = (enum day_kind)y->kind[number - from_civil(year, 1, 1)];
    *out = kind == DAY_WORK || (kind == DAY_USUAL && day_weekday(number) < 5);
    return QH_OK;
}

qh_status calendar_add_workdays(const struct calendar *c, int64_t number, int n,
                                int64_t *out, struct qh_error *err)
{
    int64_t day = number;
    int left = n;

    for (int i = 0; i < SPAN_MOST; i++) {
        bool works = false;
        qh_status rc = calendar_is_workday(c, day, &works, err);

        if (rc)
            return rc;
        if (works && (left == 0 || (day > number && --left == 0))) {
            *out = day;
            return QH_OK;
        }
        day++;
    }
    return qh_fail(err, QH_RANGE, "calendar.span", "", "over %d days", SPAN_MOST);
}

qh_status calendar_workdays_between(const struct calendar *c, int64_t from, int64_t until,
                                    int64_t *out, struct qh_error *err)
{
    int64_t low = from < until ? from : until;
    int64_t high = from < until ? until : from;
    int64_t n = 0;

    if (high - low > SPAN_MOST * 3)
        return qh_fail(err, QH_RANGE, "calendar.span", "", "%lld days",
                       (long long)(high - low));
    for (int64_t day = low + 1; day <= high; day++) {
        bool works = false;
        qh_status rc = calendar_is_workday(c, day, &works, err);

        if (rc)
            return rc;
        n += works;
    }
    *out = from <= until ? n : -n;
    return QH_OK;
}

/* Office minutes of a working day within [from, until) minutes after midnight. */
static int64_t minutes_of_day(const struct calendar *c, int64_t from, int64_t until)
{
    int64_t sum = 0;

    for (int i = 0; i < c->hours_n; i++) {
        int64_t a = c->hours[i].from_min > from ? c->hours[i].from_min : from;
        int64_t b = c->hours[i].until_min < until ? c->hours[i].until_min : until;

        if (b > a)
            sum += b - a;
    }
    return sum;
}

qh_status calendar_minutes_between(const struct calendar *c, int64_t from_ms,
                                   int64_t until_ms, int64_t *out, struct qh_error *err)
{
    int64_t from = local_minute(c, from_ms);
    int64_t until = local_minute(c, until_ms);
    int64_t sum = 0;

    if (until - from > (int64_t)SPAN_MOST * MINUTES_A_DAY)
        return qh_fail(err, QH_RANGE, "calendar.span", "", "over %d days", SPAN_MOST);
    for (int64_t day = floor_div(from, MINUTES_A_DAY); day * MINUTES_A_DAY < until;
         day++) {
        int64_t start = day * MINUTES_A_DAY;
        bool works = false;
        qh_status rc = calendar_is_workday(c, day, &works, err);

        if (rc)
            return rc;
        if (works)
            sum += minutes_of_day(c, from > start ? from - start : 0, until - start);
    }
    *out = sum;
    return QH_OK;
}

qh_status calendar_due(const struct calendar *c, int64_t from_ms, int n, int64_t *out_ms,
                       struct qh_error *err)
{
    int64_t day = 0;
    qh_status rc =
        calendar_add_workdays(c, day_number_of_instant(c, from_ms), n, &day, err);

    if (rc)
        return rc;
    *out_ms = instant_of_day(c, day) +
              (int64_t)c->hours[c->hours_n - 1].until_min * MS_A_MINUTE;
    return QH_OK;
}
