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
    CALENDAR_YEARS = 40,
    CALENDAR_SPANS = 8, /* pieces of office hours in a day */
    MINUTES_A_DAY = 1440
};

/* Days off or make-up working days of one year, by day of the year (0 to 365). */
struct calendar_year {
    int year; /* 0: not there */
    bool confirmed;
    uint8_t kind[366]; /* enum day_kind */
};

struct calendar_span {
    int from_min; /* minutes after local midnight */
    int until_min;
};

struct calendar {
    int offset_min; /* local time = UTC + offset */
    struct calendar_span hours[CALENDAR_SPANS];
    int hours_n;
    int day_min; /* minutes of a working day */
    struct calendar_year years[CALENDAR_YEARS];
    int years_n;
};

/* ---- days ---- */

/* QH_INVALID "day.syntax" without err: not an existing day of 1900..2999. */
QH_MUST qh_status day_parse(const char *day, int64_t *out);
/* number within 1900-01-01..2999-12-31; out gets DAY_LEN characters and a NUL. */
void day_format(int64_t number, char out[DAY_LEN + 1]);
/* 0 Monday .. 6 Sunday. */
int day_weekday(int64_t number);
/* The same day of a later (or earlier) month; the last one of a shorter month. */
int64_t day_add_months(int64_t number, int months);
/* Until when a certificate is valid: day + months - 1 day; where the month is too short
 * for the day, its last day itself [vectors/validity-dates.json]. */
QH_MUST qh_status day_valid_until(const char *day, int months, char out[DAY_LEN + 1]);

/* ---- instants ---- */

int64_t day_number_of_instant(const struct calendar *c, int64_t ms);
void day_of_instant(const struct calendar *c, int64_t ms, char out[DAY_LEN + 1]);
void stamp_of_instant(const struct calendar *c, int64_t ms, char out[STAMP_LEN + 1]);
int64_t year_of_instant(const struct calendar *c, int64_t ms);
/* Local midnight at which the day begins. */
int64_t instant_of_day(const struct calendar *c, int64_t number);

/* ---- working days ---- */

/* The zone and the office hours 08:30-12:00, 14:30-18:00; no year yet. */
void calendar_init(struct calendar *c, int offset_min);
/* Adds a year from the text of its file: {"year": 2025, "off": ["2025-01-01", ...],
 * "work": ["2025-01-26", ...], "confirmed": true, ...}.  QH_INVALID "calendar.file". */
QH_MUST qh_status calendar_add(struct calendar *c, struct arena *a, struct text json,
                               struct qh_error *err);
/* All of these: QH_RANGE "calendar.year" where no file covers a year that is needed. */
QH_MUST qh_status calendar_is_workday(const struct calendar *c, int64_t number, bool *out,
                                      struct qh_error *err);
/* The n-th working day after the given day (n >= 0); n = 0: the day itself, or the next
 * working day if it is none. */
QH_MUST qh_status calendar_add_workdays(const struct calendar *c, int64_t number, int n,
                                        int64_t *out, struct qh_error *err);
/* Working days in (from, until]; negative if until < from. */
QH_MUST qh_status calendar_workdays_between(const struct calendar *c, int64_t from,
                                            int64_t until, int64_t *out,
                                            struct qh_error *err);
/* Office minutes in [from_ms, until_ms); 0 if it is empty. */
QH_MUST qh_status calendar_minutes_between(const struct calendar *c, int64_t from_ms,
                                           int64_t until_ms, int64_t *out,
                                           struct qh_error *err);
/* End of a limit of n working days that begins at from_ms: close of office on the n-th
 * working day after the day of from_ms. */
QH_MUST qh_status calendar_due(const struct calendar *c, int64_t from_ms, int n,
                               int64_t *out_ms, struct qh_error *err);
