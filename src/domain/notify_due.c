#include "domain/notify_due.h"

#include "base/days.h"

enum { MINUTE_MS = 60 * 1000, OPENING_MIN = 510, DAYS_MOST = 40 };

static int64_t minute_of(const struct calendar *c, int64_t at_ms)
{
    return (at_ms - instant_of_day(c, day_number_of_instant(c, at_ms))) / MINUTE_MS;
}

static int64_t instant_at(const struct calendar *c, int64_t day, int64_t minute)
{
    return instant_of_day(c, day) + minute * MINUTE_MS;
}

static int64_t skip_quiet(const struct calendar *c, const struct notify_times *w,
                          int64_t at_ms)
{
    const int64_t day = day_number_of_instant(c, at_ms);
    const int64_t minute = minute_of(c, at_ms);
    const int64_t from = w->quiet_from_min.v;
    const int64_t until = w->quiet_until_min.v;

    if (!w->quiet_from_min.has || !w->quiet_until_min.has || from == until)
        return at_ms;
    if (from < until)
        return minute >= from && minute < until ? instant_at(c, day, until) : at_ms;
    if (minute >= from)
        return instant_at(c, day + 1, until);
    return minute < until ? instant_at(c, day, until) : at_ms;
}

static bool is_workday(const struct calendar *c, int64_t day)
{
    struct qh_error err = {0};
    bool yes = true;

    return calendar_is_workday(c, day, &yes, &err) || yes;
}

int64_t notify_after_quiet(const struct calendar *c, const struct notify_times *w,
                           int64_t at_ms)
{
    int64_t day;
    const int64_t until = w->quiet_until_min.has ? w->quiet_until_min.v : OPENING_MIN;

    at_ms = skip_quiet(c, w, at_ms);
    day = day_number_of_instant(c, at_ms);
    if (!w->workdays_only || is_workday(c, day))
        return at_ms;
    for (int i = 0; i < DAYS_MOST && !is_workday(c, day); i++)
        day++;
    return skip_quiet(c, w, instant_at(c, day, until));
}

int64_t notify_digest_ms(const struct calendar *c, const struct notify_times *w,
                         int64_t at_ms)
{
    int64_t day = day_number_of_instant(c, at_ms);

    if (minute_of(c, at_ms) >= w->digest_min)
        day++;
    while (w->digest_weekday >= 0 && day_weekday(day) != w->digest_weekday)
        day++;
    return notify_after_quiet(c, w, instant_at(c, day, w->digest_min));
}

int64_t notify_backoff_ms(int64_t n, int64_t base_ms, int64_t chance)
{
    int64_t wait = base_ms;

    for (int64_t i = 1; i < n && wait < NOTIFY_BACKOFF_MAX_MS; i++)
        wait *= 4;
    if (wait > NOTIFY_BACKOFF_MAX_MS)
        wait = NOTIFY_BACKOFF_MAX_MS;
    return wait / 2 + wait / 2 * chance / 1000;
}

static enum notify_outcome of_mail(bool arrived, int64_t status)
{
    if (arrived)
        return NOTIFY_SENT;
    if (status == 530 || status == 534 || status == 535 || status == 538)
        return NOTIFY_RETRY;
    return status >= 500 && status < 600 ? NOTIFY_DEAD : NOTIFY_RETRY;
}

enum notify_outcome notify_outcome(bool is_mail, bool arrived, int64_t status)
{
    if (is_mail)
        return of_mail(arrived, status);
    if (status >= 200 && status < 300)
        return NOTIFY_SENT;
    if (status == 0 || status == 408 || status == 425 || status == 429 || status >= 500)
        return NOTIFY_RETRY;
    return NOTIFY_DEAD;
}
