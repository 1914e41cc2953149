/* demo_who.c - the people and days of the replay, and how things are shared out. */
#include "cli/demo.h"

#include <string.h>

enum { MINUTE_MS = 60000 };

/* "2024-12-02/31": the first and the last day of a month's row. */
static qh_status read_days(struct demo *d, size_t row, int64_t *first, int64_t *last)
{
    const char *text = demo_cell(&d->months, row, "days_covered");
    char from[DAY_LEN + 1] = {0};
    char until[DAY_LEN + 1] = {0};

    if (strlen(text) != DAY_LEN + 3)
        return qh_fail(&d->c->err, QH_BUG, "demo.days", "", "%s", text);
    memcpy(from, text, DAY_LEN);
    memcpy(until, text, DAY_LEN);
    memcpy(until + DAY_LEN - 2, text + DAY_LEN + 1, 2);
    if (day_parse(from, first) || day_parse(until, last))
        return qh_fail(&d->c->err, QH_BUG, "demo.days", "", "%s", text);
    return QH_OK;
}

qh_status demo_period_make(struct demo *d)
{
    struct demo_period *p = &d->period;

    p->months_n = (int)d->months.rows;
    for (int m = 0; m < p->months_n; m++) {
        int64_t first = 0;
        int64_t last = 0;
        qh_status rc = read_days(d, (size_t)m, &first, &last);

        p->first[m] = p->days_n;
        for (int64_t day = first; day <= last && !rc; day++) {
            bool worked = false;

            rc = calendar_is_workday(d->c->calendar, day, &worked, &d->c->err);
            if (rc || !worked)
                continue;
            p->day[p->days_n] = day;
            p->month_of[p->days_n++] = m;
        }
        if (rc)
            return rc;
        if (p->days_n - p->first[m] != demo_int(&d->months, (size_t)m, "workdays"))
            return qh_fail(&d->c->err, QH_BUG, "demo.workdays", "", "%s",
                           demo_cell(&d->months, (size_t)m, "month"));
    }
    p->first[p->months_n] = p->days_n;
    return QH_OK;
}

int demo_workday_at(const struct demo_period *p, int64_t day)
{
    int i = 0;

    while (i < p->days_n && p->day[i] < day)
        i++;
    return i;
}

int64_t demo_instant(const struct demo *d, int64_t day, int64_t minute)
{
    return instant_of_day(d->c->calendar, day) + minute * MINUTE_MS;
}

struct actor demo_actor(const struct demo *d, size_t person, const char *role)
{
    const struct demo_person *p = &d->persons[person];

    return (struct actor){.person = p->id,
                          .name = p->name,
                          .office = d->offices[p->office].id,
                          .rights = right_of_role(role)};
}

static size_t nth(const struct demo *d, const char *office, const char *duty, size_t n)
{
    size_t found[DEMO_PERSONS_MAX];
    size_t count = 0;

    for (size_t i = 0; i < d->persons_n; i++)
        if ((!office || strcmp(d->offices[d->persons[i].office].code, office) == 0) &&
            (!duty || strcmp(d->persons[i].duty, duty) == 0))
            found[count++] = i;
    return count ? found[n % count] : DEMO_NOBODY;
}

size_t demo_person_of(const struct demo *d, const char *office_code, size_t n)
{
    return nth(d, office_code, NULL, n);
}

size_t demo_person_with(const struct demo *d, const char *duty, size_t n)
{
    return nth(d, NULL, duty, n);
}

const char *demo_office_id(const struct demo *d, const char *code)
{
    for (size_t i = 0; i < d->offices_n; i++)
        if (strcmp(d->offices[i].code, code) == 0)
            return d->offices[i].id;
    return "";
}

size_t demo_officer_on(const struct demo_enterprise *e, int64_t day)
{
    return e->successor != DEMO_NOBODY && day >= e->handed_day ? e->successor
                                                               : e->officer;
}

void demo_shuffle(size_t *order, size_t n, struct rand *r)
{
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    for (size_t i = n; i > 1; i--) {
        size_t at = rand_below(r, i);
        size_t keep = order[i - 1];

        order[i - 1] = order[at];
        order[at] = keep;
    }
}

void demo_share(const int64_t *weight, size_t n, int64_t total, int64_t *out)
{
    int64_t sum = 0;
    int64_t given = 0;
    bool more[DEMO_ENTERPRISES_MAX] = {0};

    for (size_t i = 0; i < n; i++)
        sum += weight[i];
    for (size_t i = 0; i < n; i++) {
        out[i] = sum ? total * weight[i] / sum : 0;
        given += out[i];
    }
    for (; sum && given < total; given++) {
        size_t best = n;

        for (size_t i = 0; i < n; i++)
            if (!more[i] && weight[i] &&
                (best == n || total * weight[i] % sum > total * weight[best] % sum))
                best = i;
        more[best] = true;
        out[best]++;
    }
}
