#include "base/log.h"

#include "base/json.h"

#include <errno.h>
#include <stdalign.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LINE_BYTES = 8192, TIME_MAX = 40 };

/* Set once by log_open() before any thread starts, read by all. */
static struct {
    int fd;
    enum log_level least;
    int64_t (*now_ms)(void);
} settings = {.fd = STDERR_FILENO, .least = LOG_INFO};

void log_open(int fd, enum log_level least, int64_t (*now_ms)(void))
{
    settings.fd = fd;
    settings.least = least;
    settings.now_ms = now_ms;
}

static const char *name_of(enum log_level level)
{
    static const char *const NAMES[] = {"debug", "info", "warn", "error", "none"};

    return NAMES[level];
}

static void put_time(struct json_writer *w, int64_t ms)
{
    char s[TIME_MAX];
    time_t seconds = (time_t)(ms / 1000);
    struct tm tm;
    size_t n;

    if (!gmtime_r(&seconds, &tm))
        return;
    n = strftime(s, sizeof s, "%Y-%m-%dT%H:%M:%S", &tm);
    (void)snprintf(s + n, sizeof s - n, ".%03dZ", (int)(ms % 1000));
    json_add_str(w, "at", s);
}

/* At most LOG_VALUE_MAX bytes, cut before a character that would not fit whole. */
static struct text cut(const char *s)
{
    size_t n = strnlen(s, LOG_VALUE_MAX + 1);

    if (n <= LOG_VALUE_MAX)
        return (struct text){s, n};
    n = LOG_VALUE_MAX;
    while (n && ((unsigned char)s[n] & 0xC0) == 0x80)
        n--;
    return (struct text){s, n};
}

static void put_pair(struct json_writer *w, const struct log_pair *p)
{
    json_key(w, p->key);
    if (p->is_number)
        json_put_int(w, p->n);
    else if (p->s)
        json_put_text(w, cut(p->s));
    else
        json_put_null(w);
}

static void write_line(struct text line)
{
    ssize_t n;

    do
        n = write(settings.fd, line.p, line.len);
    while (n < 0 && errno == EINTR);
}

void log_pairs(enum log_level level, const char *event, const struct log_pair *pairs,
               size_t n)
{
    alignas(max_align_t) char memory[LINE_BYTES];
    struct json_writer w;
    struct arena a;
    struct buf b;

    if (level < settings.least || level >= LOG_NONE)
        return;
    arena_init_with(&a, 0, memory, sizeof memory);
    buf_init(&b, &a);
    json_begin(&w, &b);
    json_object_open(&w);
    if (settings.now_ms)
        put_time(&w, settings.now_ms());
    json_add_str(&w, "level", name_of(level));
    json_add_str(&w, "event", event);
    for (size_t i = 0; i < n; i++)
        put_pair(&w, &pairs[i]);
    json_object_close(&w);
    buf_add_char(&b, '\n');
    write_line(buf_text(&b));
    arena_done(&a);
}

void log_failure(const char *event, const struct qh_error *err)
{
    log_event(LOG_ERROR, event, LOG_S("status", qh_status_name(err->status)),
              LOG_S("key", err->key), LOG_S("field", err->field),
              LOG_S("detail", err->detail));
}
