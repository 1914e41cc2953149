#include "domain/light.h"

#include "base/days.h"
#include "base/text.h"
#include "domain/setting.h"

enum { LONG_LIMIT_WD = 10, SHORT_LIMIT_WD = 2, WARN_DAYS_MAX = 60 };

/* clang-format off */
static const struct of_clock {
    const char *clock;
    const char *setting;
    const char *long_setting;
} OF_CLOCKS[] = {
    {"contact",   SETTING_LIGHT_CONTACT_WD,  SETTING_LIGHT_CONTACT_WD},
    {"proposal",  SETTING_LIGHT_PROPOSAL_WD, SETTING_LIGHT_PROPOSAL_WD},
    {"interim",   SETTING_LIGHT_INTERIM_WD,  SETTING_LIGHT_INTERIM_WD},
    {"done",      SETTING_LIGHT_DONE_WD,     SETTING_LIGHT_DONE_LONG_WD},
    {"handling",  SETTING_LIGHT_DONE_WD,     SETTING_LIGHT_DONE_LONG_WD},
    {"extension", SETTING_LIGHT_DONE_WD,     SETTING_LIGHT_DONE_LONG_WD},
    {"forward",   SETTING_LIGHT_DONE_WD,     SETTING_LIGHT_DONE_LONG_WD},
    {"meeting",   SETTING_LIGHT_DONE_WD,     SETTING_LIGHT_DONE_LONG_WD},
    {"redo",      SETTING_LIGHT_DONE_WD,     SETTING_LIGHT_DONE_LONG_WD},
};
/* clang-format on */

static const char *setting_of(const char *clock, int64_t limit_wd)
{
    for (size_t i = 0; i < LEN(OF_CLOCKS); i++)
        if (str_equal(OF_CLOCKS[i].clock, clock))
            return limit_wd < LONG_LIMIT_WD ? OF_CLOCKS[i].setting
                                            : OF_CLOCKS[i].long_setting;
    return SETTING_LIGHT_STEP_WD;
}

/* Working days left at which the light turns yellow. */
static qh_status warning_of(struct ctx *c, const char *clock, int64_t limit_wd,
                            int64_t *out)
{
    int64_t n = 0;
    qh_status rc;

    if (limit_wd <= SHORT_LIMIT_WD) {
        *out = 0;
        return QH_OK;
    }
    rc = setting_int(c, setting_of(clock, limit_wd), &n);
    if (!rc)
        *out = n < limit_wd ? n : limit_wd - 1;
    return rc;
}

/* Back from the last day as long as no more than n working days are left. */
static qh_status first_day(struct ctx *c, int64_t last, int64_t n, int64_t *out)
{
    int64_t day = last;

    for (int i = 0; i < WARN_DAYS_MAX; i++) {
        int64_t left = 0;
        const qh_status rc =
            calendar_workdays_between(c->calendar, day - 1, last, &left, &c->err);

        if (rc)
            return rc;
        if (left > n)
            break;
        day--;
    }
    *out = day;
    return QH_OK;
}

qh_status light_warn(struct ctx *c, const char *clock, int64_t due_ms, int64_t limit_wd,
                     int64_t *out_ms)
{
    const int64_t last = day_number_of_instant(c->calendar, due_ms);
    int64_t day = last;
    int64_t n = 0;
    qh_status rc = warning_of(c, clock, limit_wd, &n);

    if (!rc)
        rc = first_day(c, last, n, &day);
    if (rc == QH_RANGE) { /* no calendar of that year */
        c->err = (struct qh_error){0};
        rc = QH_OK;
    }
    if (!rc)
        *out_ms = instant_of_day(c->calendar, day);
    return rc;
}

const char *light_at(struct opt_int warn_ms, int64_t due_ms, int64_t at_ms)
{
    if (at_ms > due_ms)
        return "red";
    return warn_ms.has && at_ms >= warn_ms.v ? "yellow" : "green";
}
