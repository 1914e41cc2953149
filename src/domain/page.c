#include "domain/page.h"

#include "base/id.h"
#include "base/text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { DAY_CHARS = 10 };

bool page_cut(size_t *n, int64_t limit)
{
    const bool more = *n > (size_t)limit;

    if (more)
        *n = (size_t)limit;
    return more;
}

static qh_status refuse(const char *after, struct qh_error *err)
{
    return qh_fail(err, QH_INVALID, "list.cursor", "after", "%.60s", after);
}

qh_status page_read(const char *after, struct page_time *out, struct qh_error *err)
{
    char *end = NULL;
    long long ms;

    if (!after || !*after)
        return QH_OK;
    errno = 0;
    ms = strtoll(after, &end, 10);
    if (errno || end == after || *end != '.' || !id_is_valid(text_of(end + 1)))
        return refuse(after, err);
    *out = (struct page_time){.ms = ms, .id = end + 1};
    return QH_OK;
}

const char *page_write(struct arena *a, int64_t ms, const char *id)
{
    return str_format(a, "%" PRId64 ".%s", ms, id);
}

qh_status page_read_day(struct arena *a, const char *after, struct page_day *out,
                        struct qh_error *err)
{
    if (!after || !*after)
        return QH_OK;
    if (strlen(after) != DAY_CHARS + 1 + ID_LEN || after[DAY_CHARS] != '.' ||
        !id_is_valid(text_of(after + DAY_CHARS + 1)))
        return refuse(after, err);
    out->day = text_copy(a, (struct text){.p = after, .len = DAY_CHARS});
    out->id = after + DAY_CHARS + 1;
    return QH_OK;
}

const char *page_write_day(struct arena *a, const char *day, const char *id)
{
    return str_format(a, "%s.%s", day, id);
}
