#include "domain/visit_rule.h"

static const char *const KINDS[] = {"on_site", "phone", "symposium", "expert",
                                    "follow_up"};
static const char *const FREE_KINDS[] = {"expert", "follow_up"};
static const char *const PRODUCTION[] = {"normal", "reduced", "stopped", "expanding"};

static bool is_one_of(const char *const *names, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (str_equal(names[i], name))
            return true;
    return false;
}

bool visit_kind_is(const char *kind)
{
    return is_one_of(KINDS, LEN(KINDS), kind);
}

bool visit_kind_is_free(const char *kind)
{
    return is_one_of(FREE_KINDS, LEN(FREE_KINDS), kind);
}

bool visit_production_is(const char *state)
{
    return is_one_of(PRODUCTION, LEN(PRODUCTION), state);
}

qh_status visit_quiet_window(const struct calendar *cal, int64_t day, int quiet_wd,
                             int64_t *out_from, int64_t *out_until, struct qh_error *err)
{
    int64_t from = 0;
    int64_t end = 0;
    qh_status rc;

    /* Back from the day after, so that the day itself counts if it is worked. */
    rc = calendar_add_workdays(cal, day + 1, -(quiet_wd + 1), &from, err);
    if (rc)
        return rc;
    rc = visit_quiet_end(cal, day, quiet_wd, &end, err);
    if (rc)
        return rc;
    *out_from = from;
    *out_until = end - 1;
    return QH_OK;
}

qh_status visit_quiet_end(const struct calendar *cal, int64_t day, int quiet_wd,
                          int64_t *out, struct qh_error *err)
{
    return calendar_add_workdays(cal, day, quiet_wd + 1, out, err);
}
