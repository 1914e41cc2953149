/* log.h - one JSON object a line and event, to standard error unless told otherwise.
 *
 * Only http and cli log: one line per event, once per failure.  A line is one write(), so
 * lines of threads and processes never mix.  The caller keeps secrets and personal data
 * out.  The settings are the only mutable global of the program: log_open() comes before
 * any thread starts.
 *
 *     {"at":"2031-05-06T07:08:09.123Z","level":"info","event":"http.request","ms":3}
 */
#pragma once

#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR, LOG_NONE };

/* Values beyond LOG_VALUE_MAX bytes are cut (between characters). */
enum { LOG_VALUE_MAX = 512 };

/* A member of the line: a string, or a number where s is NULL and is_number. */
struct log_pair {
    const char *key;
    const char *s;
    int64_t n;
    int is_number;
};

#define LOG_S(k, v)                                                                      \
    (struct log_pair)                                                                    \
    {                                                                                    \
        .key = (k), .s = (v)                                                             \
    }
#define LOG_N(k, v)                                                                      \
    (struct log_pair)                                                                    \
    {                                                                                    \
        .key = (k), .n = (v), .is_number = 1                                             \
    }

/* Where lines go, the least level that is written (LOG_NONE: nothing), and the clock (ms
 * UTC; NULL: lines have no "at").  Without this call: standard error, LOG_INFO, no clock.
 */
void log_open(int fd, enum log_level least, int64_t (*now_ms)(void));
void log_pairs(enum log_level level, const char *event, const struct log_pair *pairs,
               size_t n);
/* A failure with its status, key, field and detail. */
void log_failure(const char *event, const struct qh_error *err);

/* log_event(LOG_INFO, "http.request", LOG_S("path", path), LOG_N("ms", 3)); */
#define log_event(level, event, ...)                                                     \
    log_pairs((level), (event), (const struct log_pair[]){__VA_ARGS__},                  \
              LEN(((const struct log_pair[]){__VA_ARGS__})))
