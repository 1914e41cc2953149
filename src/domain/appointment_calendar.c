/* An appointment as an iCalendar file.
 *
 * RFC 5545: lines end with CRLF and are folded at 75 octets without cutting a character;
 * commas, semicolons, backslashes and line feeds of texts are escaped.  The UID is the
 * appointment's id, SEQUENCE its version, so that a calendar which reads a later file
 * moves the entry instead of making a second one. */
#include "domain/appointment_row.h"

#include "base/days.h"
#include "base/text.h"

#include <stdio.h>

enum { LINE_OCTETS = 75, MINUTE_MS = 60000, HOUR_MINUTES = 60 };

static bool is_continuation(char x)
{
    return ((unsigned char)x & 0xC0U) == 0x80U;
}

/* One content line, folded. */
static void add_line(struct buf *b, const char *line)
{
    size_t width = 0;

    for (const char *p = line; *p;) {
        size_t n = 1;

        while (p[n] && is_continuation(p[n]))
            n++;
        if (width + n > LINE_OCTETS) {
            buf_add_str(b, "\r\n ");
            width = 1;
        }
        for (size_t i = 0; i < n; i++)
            buf_add_char(b, p[i]);
        width += n;
        p += n;
    }
    buf_add_str(b, "\r\n");
}

static void add_text(struct ctx *c, struct buf *out, const char *name, const char *text)
{
    struct buf b;

    buf_init(&b, c->arena);
    buf_add_str(&b, name);
    buf_add_char(&b, ':');
    for (const char *p = text; *p; p++) {
        if (*p == '\n') {
            buf_add_str(&b, "\\n");
            continue;
        }
        if (*p == ',' || *p == ';' || *p == '\\')
            buf_add_char(&b, '\\');
        if (*p != '\r')
            buf_add_char(&b, *p);
    }
    add_line(out, buf_str(&b));
}

/* "20260302T010000Z". */
static const char *instant_of(struct ctx *c, int64_t ms)
{
    const int64_t minutes = ms / MINUTE_MS;
    const int64_t day = minutes / MINUTES_A_DAY;
    const int of_day = (int)(minutes % MINUTES_A_DAY);
    char text[DAY_LEN + 1];

    day_format(day, text);
    return str_format(c->arena, "%.4s%.2s%.2sT%02d%02d00Z", text, text + 5, text + 8,
                      of_day / HOUR_MINUTES, of_day % HOUR_MINUTES);
}

qh_status appointment_calendar(struct ctx *c, const char *id, struct text *out,
                               const char **out_name)
{
    struct sql_appointment_row r = {0};
    struct buf b;
    qh_status rc = appointment_load(c, id, &r);

    if (rc)
        return rc;
    if (!r.from_ms.has)
        return qh_fail(&c->err, QH_CONFLICT, "appointment.no_time", "", "%s", r.number);
    buf_init(&b, c->arena);
    add_line(&b, "BEGIN:VCALENDAR");
    add_line(&b, "VERSION:2.0");
    add_line(&b, "PRODID:-//Quanheng//appointments//ZH");
    add_line(&b, "METHOD:PUBLISH");
    add_line(&b, "BEGIN:VEVENT");
    add_text(c, &b, "UID", str_format(c->arena, "%s@quanheng", r.id));
    add_line(&b, str_format(c->arena, "SEQUENCE:%lld", (long long)r.version));
    add_line(&b, str_format(c->arena, "DTSTAMP:%s", instant_of(c, c->now_ms)));
    add_line(&b, str_format(c->arena, "DTSTART:%s", instant_of(c, r.from_ms.v)));
    add_line(&b, str_format(c->arena, "DTEND:%s", instant_of(c, r.until_ms.v)));
    add_text(c, &b, "SUMMARY",
             str_format(c->arena, "%s（%s）", r.item_zh, r.enterprise_name));
    add_text(c, &b, "LOCATION",
             str_equal(r.place, "on_site") ? r.address_zh : r.office_zh);
    add_text(c, &b, "DESCRIPTION",
             str_format(c->arena, "%s %s\n%s", r.number, r.office_zh, r.wish));
    add_line(&b,
             str_equal(r.state, "cancelled") ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
    add_line(&b, "BEGIN:VALARM");
    add_line(&b, "ACTION:DISPLAY");
    add_line(&b, "TRIGGER:-P1D");
    add_text(c, &b, "DESCRIPTION", r.item_zh);
    add_line(&b, "END:VALARM");
    add_line(&b, "END:VEVENT");
    add_line(&b, "END:VCALENDAR");
    *out = (struct text){buf_str(&b), b.len};
    *out_name = str_format(c->arena, "%s.ics", r.number);
    return QH_OK;
}
