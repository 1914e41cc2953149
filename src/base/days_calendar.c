/* Working days and office hours.
 *
 * For each year a table counts the working days before every day of it, so that a
 * distance is a subtraction and the n-th working day a binary search. */
#include "base/days.h"

#include "base/json.h"

#include <string.h>

enum { MS_A_MINUTE = 60000, DAYS_LISTED_MAX = 120, NOTE_MAX = 400 };

/* ---- reading a file ---- */

struct file_session {
    const char *from;
    const char *to;
};

struct file_off {
    const char *name;
    const char *from;
    const char *to;
};

struct file_year {
    int64_t year;
    const char *source;
    bool confirmed;
    const char *checked;
    struct json_list hours; /* struct file_session */
    struct json_list off;   /* struct file_off */
    struct json_strs work;
};

static const struct json_field SESSION_SHAPE[] = {
    JSON_STR(struct file_session, from, JSON_REQUIRED, 5),
    JSON_STR(struct file_session, to, JSON_REQUIRED, 5),
};

static const struct json_field OFF_SHAPE[] = {
    JSON_STR(struct file_off, name, JSON_REQUIRED, NOTE_MAX),
    JSON_DATE(struct file_off, from, JSON_REQUIRED),
    JSON_DATE(struct file_off, to, JSON_REQUIRED),
};

static const struct json_field YEAR_SHAPE[] = {
    JSON_INT(struct file_year, year, JSON_REQUIRED, 1900, 2999),
    JSON_STR(struct file_year, source, JSON_REQUIRED, NOTE_MAX),
    JSON_BOOL(struct file_year, confirmed, JSON_REQUIRED),
    JSON_STR(struct file_year, checked, JSON_OPTIONAL, NOTE_MAX),
    JSON_OBJS(struct file_year, hours, JSON_REQUIRED, SESSION_SHAPE, struct file_session,
              CALENDAR_SPANS),
    JSON_OBJS(struct file_year, off, JSON_REQUIRED, OFF_SHAPE, struct file_off,
              DAYS_LISTED_MAX),
    JSON_STRS(struct file_year, work, JSON_REQUIRED, DAYS_LISTED_MAX, 10),
};

/* "08:30" in minutes, up to 24:00; -1 if it is not that. */
static int32_t read_minutes(const char *s)
{
    int32_t v;

    if (strlen(s) != 5 || s[2] != ':')
        return -1;
    for (int i = 0; i < 5; i++)
        if (i != 2 && (s[i] < '0' || s[i] > '9'))
            return -1;
    if (s[3] > '5')
        return -1;
    v = ((s[0] - '0') * 10 + s[1] - '0') * 60 + (s[3] - '0') * 10 + s[4] - '0';
    return v <= MINUTES_A_DAY ? v : -1;
}

static qh_status take_hours(const struct file_year *f, struct calendar_year *y,
                            struct qh_error *err)
{
    const struct file_session *s = f->hours.p;
    int32_t end = -1;

    if (f->hours.n == 0)
        return qh_fail(err, QH_INVALID, "calendar.hours", "hours", "none");
    for (size_t i = 0; i < f->hours.n; i++) {
        int32_t from = read_minutes(s[i].from);
        int32_t to = read_minutes(s[i].to);

        if (from < 0 || from <= end || to <= from)
            return qh_fail(err, QH_INVALID, "calendar.hours", "hours", "%s to %s",
                           s[i].from, s[i].to);
        y->hours[y->hours_n++] =
            (struct calendar_span){.from_min = from, .until_min = to};
        end = to;
    }
    return QH_OK;
}

/* The place of a day in the year. */
static qh_status place_in_year(const struct calendar_year *y, const char *text,
                               const char *field, int *out, struct qh_error *err)
{
    int64_t day = 0;

    if (day_parse(text, &day) != QH_OK || day < y->first || day >= y->first + y->length)
        return qh_fail(err, QH_INVALID, "calendar.day", field, "%s is no day of %d", text,
                       y->year);
    *out = (int)(day - y->first);
    return QH_OK;
}

/* What a file says of each day of its year. */
enum mark { MARK_NONE, MARK_OFF, MARK_WORK };

static qh_status take_off(const struct file_year *f, const struct calendar_year *y,
                          unsigned char *mark, struct qh_error *err)
{
    const struct file_off *off = f->off.p;

    for (size_t i = 0; i < f->off.n; i++) {
        int from = 0;
        int to = 0;
        qh_status rc = place_in_year(y, off[i].from, "off", &from, err);
        if (rc)
            return rc;
        rc = place_in_year(y, off[i].to, "off", &to, err);
        if (rc)
            return rc;
        if (to < from)
            return qh_fail(err, QH_INVALID, "calendar.day", "off", "%s is after %s",
                           off[i].from, off[i].to);
        for (int d = from; d <= to; d++) {
            if (mark[d] != MARK_NONE)
                return qh_fail(err, QH_INVALID, "calendar.day", "off",
                               "%s lists a day again", off[i].name);
            mark[d] = MARK_OFF;
        }
    }
    return QH_OK;
}

static bool is_weekend(int64_t day)
{
    return day_weekday(day) >= 5;
}

static qh_status take_work(const struct file_year *f, const struct calendar_year *y,
                           unsigned char *mark, struct qh_error *err)
{
    for (size_t i = 0; i < f->work.n; i++) {
        int d = 0;
        qh_status rc = place_in_year(y, f->work.p[i], "work", &d, err);

        if (rc)
            return rc;
        if (mark[d] != MARK_NONE || !is_weekend(y->first + d))
            return qh_fail(err, QH_INVALID, "calendar.day", "work",
                           "%s is off, worked anyway, or listed again", f->work.p[i]);
        mark[d] = MARK_WORK;
    }
    return QH_OK;
}

static qh_status make_year(const struct file_year *f, struct calendar_year *y,
                           struct qh_error *err)
{
    unsigned char mark[366] = {0};
    qh_status rc;

    rc = take_hours(f, y, err);
    if (rc)
        return rc;
    rc = take_off(f, y, mark, err);
    if (rc)
        return rc;
    rc = take_work(f, y, mark, err);
    if (rc)
        return rc;
    for (int d = 0; d < y->length; d++) {
        bool worked =
            mark[d] == MARK_WORK || (mark[d] == MARK_NONE && !is_weekend(y->first + d));

        y->before[d + 1] = (uint16_t)(y->before[d] + worked);
    }
    return QH_OK;
}

/* Keeps the years in ascending order. */
static qh_status insert_year(struct calendar *c, const struct calendar_year *y,
                             struct qh_error *err)
{
    int at = c->years_n;

    if (at == CALENDAR_YEARS)
        return qh_fail(err, QH_LIMIT, "calendar.years", "", "over %d", CALENDAR_YEARS);
    while (at > 0 && c->years[at - 1].year > y->year)
        at--;
    if (at > 0 && c->years[at - 1].year == y->year)
        return qh_fail(err, QH_INVALID, "calendar.twice", "year", "%d", y->year);
    memmove(&c->years[at + 1], &c->years[at],
            (size_t)(c->years_n - at) * sizeof(c->years[0]));
    c->years[at] = *y;
    c->years_n++;
    return QH_OK;
}

void calendar_init(struct calendar *c, int offset_min)
{
    *c = (struct calendar){.offset_min = offset_min};
}

static int64_t first_day(int64_t year)
{
    char text[DAY_LEN + 1] = "0000-01-01";
    int64_t day = 0;

    for (int i = 3; i >= 0; i--, year /= 10)
        text[i] = (char)('0' + year % 10);
    (void)!day_parse(text, &day);
    return day;
}

qh_status calendar_add(struct calendar *c, struct arena *a, struct text json,
                       struct qh_error *err)
{
    struct file_year f = {0};
    struct json *v = NULL;
    struct calendar_year y = {0};
    qh_status rc;

    rc = json_parse(a, json, &v, err);
    if (rc)
        return rc;
    rc = json_decode(a, v, YEAR_SHAPE, LEN(YEAR_SHAPE), &f, err);
    if (rc)
        return rc;
    y.year = (int)f.year;
    y.confirmed = f.confirmed;
    y.first = first_day(f.year);
    y.length = (int)(day_add_months(y.first, 12) - y.first);
    rc = make_year(&f, &y, err);
    if (rc)
        return rc;
    return insert_year(c, &y, err);
}

/* ---- asking ---- */

/* Index of the year of a day, -1 if no file covers it. */
static int year_index(const struct calendar *c, int64_t day)
{
    int lo = 0;
    int hi = c->years_n;

    while (lo < hi) {
        int mid = (lo + hi) / 2;

        if (c->years[mid].first + c->years[mid].length <= day)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < c->years_n && c->years[lo].first <= day ? lo : -1;
}

const struct calendar_year *calendar_find(const struct calendar *c, int64_t number)
{
    int i = year_index(c, number);

    return i < 0 ? NULL : &c->years[i];
}

QH_MUST static qh_status find_year(const struct calendar *c, int64_t day, int *out,
                                   struct qh_error *err)
{
    char text[DAY_LEN + 1];

    *out = year_index(c, day);
    if (*out >= 0)
        return QH_OK;
    day_format(day, text);
    return qh_fail(err, QH_RANGE, "calendar.year", "", "no calendar file for %s", text);
}

/* The next year up (by = 1) or down (by = -1), which must follow without a gap. */
QH_MUST static qh_status step_year(const struct calendar *c, int *i, int by,
                                   struct qh_error *err)
{
    int year = c->years[*i].year + by;
    int next = *i + by;

    if (next < 0 || next >= c->years_n || c->years[next].year != year)
        return qh_fail(err, QH_RANGE, "calendar.year", "", "no calendar file for %d",
                       year);
    *i = next;
    return QH_OK;
}

static bool is_worked(const struct calendar_year *y, int at)
{
    return y->before[at + 1] != y->before[at];
}

static int workdays_of(const struct calendar_year *y)
{
    return y->before[y->length];
}

qh_status calendar_is_workday(const struct calendar *c, int64_t number, bool *out,
                              struct qh_error *err)
{
    int i = 0;
    qh_status rc = find_year(c, number, &i, err);

    if (rc)
        return rc;
    *out = is_worked(&c->years[i], (int)(number - c->years[i].first));
    return QH_OK;
}

/* The nth (from 1) working day of a year, which has as many. */
static int64_t nth_workday(const struct calendar_year *y, int64_t nth)
{
    int lo = 0;
    int hi = y->length - 1;

    while (lo < hi) {
        int mid = (lo + hi) / 2;

        if (y->before[mid + 1] < nth)
            lo = mid + 1;
        else
            hi = mid;
    }
    return y->first + lo;
}

qh_status calendar_add_workdays(const struct calendar *c, int64_t number, int n,
                                int64_t *out, struct qh_error *err)
{
    int i = 0;
    int64_t nth; /* of the working days of year i */
    qh_status rc = find_year(c, number, &i, err);
    int at;

    if (rc)
        return rc;
    at = (int)(number - c->years[i].first);
    nth = n > 0 ? (int64_t)c->years[i].before[at + 1] + n
                : (int64_t)c->years[i].before[at] + 1 + n;
    while (nth < 1) {
        rc = step_year(c, &i, -1, err);
        if (rc)
            return rc;
        nth += workdays_of(&c->years[i]);
    }
    while (nth > workdays_of(&c->years[i])) {
        nth -= workdays_of(&c->years[i]);
        rc = step_year(c, &i, 1, err);
        if (rc)
            return rc;
    }
    *out = nth_workday(&c->years[i], nth);
    return QH_OK;
}

/* What a year has up to a point of it: a day of the year (its length: all of it) and a
 * time of that day in ms. */
struct point {
    int at;
    int64_t time_ms;
};

typedef int64_t amount_fn(const struct calendar_year *y, struct point p);

/* Working days up to and with the day. */
static int64_t days_until(const struct calendar_year *y, struct point p)
{
    return p.at < y->length ? y->before[p.at + 1] : y->before[p.at];
}

/* ms of office hours on a working day before a time of the day. */
static int64_t office_until(const struct calendar_year *y, int64_t time_ms)
{
    int64_t sum = 0;

    for (int i = 0; i < y->hours_n; i++) {
        int64_t from = (int64_t)y->hours[i].from_min * MS_A_MINUTE;
        int64_t until = (int64_t)y->hours[i].until_min * MS_A_MINUTE;

        if (time_ms > from)
            sum += (time_ms < until ? time_ms : until) - from;
    }
    return sum;
}

static int64_t ms_until(const struct calendar_year *y, struct point p)
{
    int64_t sum = y->before[p.at] * office_until(y, (int64_t)MINUTES_A_DAY * MS_A_MINUTE);

    if (p.at < y->length && is_worked(y, p.at))
        sum += office_until(y, p.time_ms);
    return sum;
}

/* A point of time, and what lies between two of them; early is not after late. */
struct moment {
    int64_t day;
    int64_t time_ms;
};

QH_MUST static qh_status amount_between(const struct calendar *c, struct moment early,
                                        struct moment late, amount_fn *amount,
                                        int64_t *out, struct qh_error *err)
{
    const struct calendar_year *y;
    int64_t sum;
    int i = 0;
    qh_status rc = find_year(c, early.day, &i, err);

    if (rc)
        return rc;
    y = &c->years[i];
    sum = -amount(y, (struct point){(int)(early.day - y->first), early.time_ms});
    while (late.day >= y->first + y->length) {
        sum += amount(y, (struct point){y->length, 0});
        rc = step_year(c, &i, 1, err);
        if (rc)
            return rc;
        y = &c->years[i];
    }
    *out = sum + amount(y, (struct point){(int)(late.day - y->first), late.time_ms});
    return QH_OK;
}

qh_status calendar_workdays_between(const struct calendar *c, int64_t from, int64_t until,
                                    int64_t *out, struct qh_error *err)
{
    struct moment a = {.day = from};
    struct moment b = {.day = until};
    int64_t n = 0;
    qh_status rc = from <= until ? amount_between(c, a, b, days_until, &n, err)
                                 : amount_between(c, b, a, days_until, &n, err);

    if (rc)
        return rc;
    *out = from <= until ? n : -n;
    return QH_OK;
}

static struct moment moment_of(const struct calendar *c, int64_t ms)
{
    const int64_t day_ms = (int64_t)MINUTES_A_DAY * MS_A_MINUTE;
    int64_t time = (ms % day_ms + (int64_t)c->offset_min * MS_A_MINUTE) % day_ms;

    return (struct moment){.day = day_number_of_instant(c, ms),
                           .time_ms = time < 0 ? time + day_ms : time};
}

qh_status calendar_minutes_between(const struct calendar *c, int64_t from_ms,
                                   int64_t until_ms, int64_t *out, struct qh_error *err)
{
    struct moment a = moment_of(c, from_ms);
    struct moment b = moment_of(c, until_ms);
    int64_t ms = 0;
    qh_status rc = from_ms <= until_ms ? amount_between(c, a, b, ms_until, &ms, err)
                                       : amount_between(c, b, a, ms_until, &ms, err);

    if (rc)
        return rc;
    *out = (from_ms <= until_ms ? ms : -ms) / MS_A_MINUTE;
    return QH_OK;
}

qh_status calendar_opening(const struct calendar *c, int64_t number, int64_t *out_ms,
                           struct qh_error *err)
{
    int i = 0;
    const qh_status rc = find_year(c, number, &i, err);

    if (rc)
        return rc;
    *out_ms =
        instant_of_day(c, number) + (int64_t)c->years[i].hours[0].from_min * MS_A_MINUTE;
    return QH_OK;
}

qh_status calendar_closing(const struct calendar *c, int64_t number, int64_t *out_ms,
                           struct qh_error *err)
{
    int i = 0;
    qh_status rc = find_year(c, number, &i, err);
    const struct calendar_year *y = &c->years[i];

    if (rc)
        return rc;
    *out_ms = instant_of_day(c, number) +
              (int64_t)y->hours[y->hours_n - 1].until_min * MS_A_MINUTE;
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
    return calendar_closing(c, day, out_ms, err);
}
