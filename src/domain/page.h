/* page.h - where a page of a list ended: the sort value and the id of its last row.
 *
 * The text is opaque to clients ("<ms>.<id>"); a list ordered newest first begins at
 * PAGE_NEWEST.
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct page_time {
    int64_t ms;
    const char *id;
};

/* Past every row of a list that is ordered newest first. */
#define PAGE_NEWEST ((struct page_time){.ms = INT64_MAX, .id = "~"})

/* Of `limit` + 1 rows that were asked for *n came: leaves at most `limit` of them; true
 * if there are more, so that the page has a next one, from its last row on. */
bool page_cut(size_t *n, int64_t limit);

/* after: NULL or "" leaves *out as it is.  QH_INVALID "list.cursor". */
QH_MUST qh_status page_read(const char *after, struct page_time *out,
                            struct qh_error *err);
const char *page_write(struct arena *a, int64_t ms, const char *id);

/* The same for a list ordered by day: "<YYYY-MM-DD>.<id>". */
struct page_day {
    const char *day;
    const char *id;
};
#define PAGE_LATEST_DAY ((struct page_day){.day = "9999-12-31", .id = "~"})
QH_MUST qh_status page_read_day(struct arena *a, const char *after, struct page_day *out,
                                struct qh_error *err);
const char *page_write_day(struct arena *a, const char *day, const char *id);
