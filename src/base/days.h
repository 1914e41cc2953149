/* days.h - local days, working days, and time that counts for a clock.
 *
 * Days are "YYYY-MM-DD" (proleptic Gregorian, years 1900 to 2999) or numbers: days since
 * 1970-01-01.  Instants are ms UTC.  China has one zone, +08:00, without summer time; the
 * calendar carries the offset.  Which days are working days says the official calendar
 * (data/calendars/cn-YYYY.json: days off and make-up working days of the State Council);
 * a year that no file covers is refused, never assumed.
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    DAY_LEN = 10,
    STAMP_LEN = 16, /* "YYYY-MM-DD hh:mm" */
    DAY_OFFSET_CHINA = 480,
    CALENDAR_YEARS = 40,
    CALENDAR_SPANS = 8, /* pieces of office hours in a day */
    MINUTES_A_DAY = 1440
};

/* Office hours in minutes after local midnight; until is no longer worked. */
struct calendar_span {
    int from_min;
    int until_min;
};

struct calendar_year {
    int year;
    int64_t first;  /* number of 1 January */
    int length;     /* 365 or 366 */
    bool confirmed; /* compared with the official notice */
    struct calendar_span hours[CALENDAR_SPANS];
    int hours_n;
    uint16_t before[367]; /* working days before the i-th day of the year */
};

/* Only read once the years are added, so that threads may share it. */
struct calendar {
    int offset_min; /* local time = UTC + offset */
    int years_n;
    struct calendar_year years[CALENDAR_YEARS]; /* ascending */
};

/* ---- days ---- */

/* QH_INVALID: not an existing day of 1900..2999, written YYYY-MM-DD. */
QH_MUST qh_status day_parse(const char *day, int64_t *out);
/* number within the years 0 to 9999 (past them the first or last day is written); out
 * gets DAY_LEN characters and a NUL. */
void day_format(int64_t number, char out[DAY_LEN + 1]);
/* 0 Monday .. 6 Sunday. */
int day_weekday(int64_t number);
/* The same day of a later (or earlier) month; the last one of a shorter month. */
int64_t day_add_months(int64_t number, int months);
/* Until when a certificate is valid: day + months - 1 day; where the month is too short
 * for the day, its last day itself [vectors/validity-dates.json].  QH_INVALID as
 * day_parse(); QH_RANGE if the result is past 1900..2999. */
QH_MUST qh_status day_valid_until(const char *day, int months, char out[DAY_LEN + 1]);

/* ---- instants ---- */

int64_t day_number_of_instant(const struct calendar *c, int64_t ms);
void day_of_instant(const struct calendar *c, int64_t ms, char out[DAY_LEN + 1]);
void stamp_of_instant(const struct calendar *c, int64_t ms, char out[STAMP_LEN + 1]);
int64_t year_of_instant(const struct calendar *c, int64_t ms);
/* Local midnight at which the day begins. */
int64_t instant_of_day(const struct calendar *c, int64_t number);

/* ---- working days ---- */

/* Sets the zone; no year yet. */
void calendar_init(struct calendar *c, int offset_min);
/* Adds a year from the text of its file:
 *
 *     {"year": 2025, "source": "...", "confirmed": true,
 *      "hours": [{"from": "08:30", "to": "12:00"}, ...],
 *      "off": [{"name": "...", "from": "2025-01-28", "to": "2025-02-04"}, ...],
 *      "work": ["2025-01-26", ...]}
 *
 * "off" are days not worked, "work" days of a week-end that are; all others are worked
 * from Monday to Friday.  Failures leave the calendar as it was: those of json_parse()
 * and json_decode(); QH_INVALID "calendar.day" (a day out of the year, listed twice, or
 * made up although worked anyway), "calendar.hours" (not HH:MM, none, not ascending),
 * "calendar.twice" (the year is there already); QH_LIMIT "calendar.years".  The arena is
 * for reading only. */
QH_MUST qh_status calendar_add(struct calendar *c, struct arena *a, struct text json,
                               struct qh_error *err);
/* The year of a day; NULL if no file covers it. */
const struct calendar_year *calendar_find(const struct calendar *c, int64_t number);

/* All of these: QH_RANGE "calendar.year" where no file covers a year that is needed. */
QH_MUST qh_status calendar_is_workday(const struct calendar *c, int64_t number, bool *out,
                                      struct qh_error *err);
/* The n-th working day after the given day, which itself does not count, worked or not;
 * n < 0: before it; n = 0: the day itself, or the next working day if it is none. */
QH_MUST qh_status calendar_add_workdays(const struct calendar *c, int64_t number, int n,
                                        int64_t *out, struct qh_error *err);
/* Working days in (from, until]; negative if until < from.  So n > 0 working days added
 * to a day give a day that is n away. */
QH_MUST qh_status calendar_workdays_between(const struct calendar *c, int64_t from,
                                            int64_t until, int64_t *out,
                                            struct qh_error *err);
/* Office minutes in [from_ms, until_ms), whole ones; negative if until_ms < from_ms (that
 * long overdue). */
QH_MUST qh_status calendar_minutes_between(const struct calendar *c, int64_t from_ms,
                                           int64_t until_ms, int64_t *out,
                                           struct qh_error *err);
/* The instant at which the office opens on a day, worked or not. */
QH_MUST qh_status calendar_opening(const struct calendar *c, int64_t number,
                                   int64_t *out_ms, struct qh_error *err);
/* The instant at which the office closes on a day, worked or not. */
QH_MUST qh_status calendar_closing(const struct calendar *c, int64_t number,
                                   int64_t *out_ms, struct qh_error *err);
/* End of a limit of n working days that begins at from_ms: close of office on the n-th
 * working day after the day of from_ms. */
QH_MUST qh_status calendar_due(const struct calendar *c, int64_t from_ms, int n,
                               int64_t *out_ms, struct qh_error *err);
