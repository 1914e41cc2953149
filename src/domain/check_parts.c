#include "domain/check_parts.h"

#include "base/text.h"

static qh_status report(struct check_run *r, const struct check_row *row,
                        const char *expected, const char *found, bool is_note)
{
    const struct check_finding f = {
        .check = r->name,
        .entity = row->entity,
        .id = row->id,
        .what = row->what,
        .expected = expected ? expected : "none",
        .found = found ? found : "none",
        .is_note = is_note,
    };

    return r->report(r->arg, &f, &r->c->err);
}

qh_status check_wrong(struct check_run *r, const struct check_row *row,
                      const char *expected, const char *found)
{
    return report(r, row, expected, found, false);
}

qh_status check_note(struct check_run *r, const struct check_row *row,
                     const char *expected, const char *found)
{
    return report(r, row, expected, found, true);
}

qh_status check_same(struct check_run *r, const struct check_row *row,
                     const char *expected, const char *found)
{
    return str_equal(expected, found) ? QH_OK : check_wrong(r, row, expected, found);
}

qh_status check_equal(struct check_run *r, const struct check_row *row, int64_t expected,
                      int64_t found)
{
    if (expected == found)
        return QH_OK;
    return check_wrong(r, row, str_format(r->c->arena, "%lld", (long long)expected),
                       str_format(r->c->arena, "%lld", (long long)found));
}
