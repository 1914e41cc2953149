#include "document/mail.h"

#include "base/crypt.h"

#include <string.h>
#include <time.h>

enum { WORD_BYTES = 42, LINE_BYTES = 57 };

static const char *const BOUNDARY = "=_qh_alternative_=";

/* An encoded word of at most WORD_BYTES bytes that does not cut a character. */
static size_t word_len(struct text t)
{
    size_t n = 0;

    while (n < t.len) {
        const size_t one = text_sequence((struct text){t.p + n, t.len - n});

        if (!one || n + one > WORD_BYTES)
            break;
        n += one;
    }
    return n ? n : t.len;
}

static void add_words(struct buf *b, const char *s)
{
    struct text t = text_of(s);

    for (int i = 0; t.len; i++) {
        const size_t n = word_len(t);

        buf_add_str(b, i ? "\r\n =?UTF-8?B?" : "=?UTF-8?B?");
        buf_add_str(b, crypt_base64_padded(b->arena, t.p, n));
        buf_add_str(b, "?=");
        t = (struct text){t.p + n, t.len - n};
    }
}

static void add_address(struct buf *b, const char *header, const char *name,
                        const char *address)
{
    buf_add_str(b, header);
    add_words(b, name ? name : "");
    buf_add_format(b, "\r\n <%s>\r\n", address);
}

static void add_date(struct buf *b, int64_t ms)
{
    static const char *const DAYS[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const MONTHS[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const time_t s = (time_t)(ms / 1000);
    struct tm tm = {0};

    (void)gmtime_r(&s, &tm);
    buf_add_format(b, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", DAYS[tm.tm_wday],
                   tm.tm_mday, MONTHS[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour,
                   tm.tm_min, tm.tm_sec);
}

static void add_part(struct buf *b, const char *type, const char *content)
{
    const size_t len = strlen(content);

    buf_add_format(b,
                   "--%s\r\nContent-Type: %s; charset=utf-8\r\n"
                   "Content-Transfer-Encoding: base64\r\n\r\n",
                   BOUNDARY, type);
    for (size_t i = 0; i < len; i += LINE_BYTES) {
        const size_t n = len - i < LINE_BYTES ? len - i : LINE_BYTES;

        buf_add_format(b, "%s\r\n", crypt_base64_padded(b->arena, content + i, n));
    }
}

struct text mail_write(struct arena *a, const struct mail *m)
{
    struct buf b;

    buf_init(&b, a);
    add_address(&b, "From: ", m->from_name, m->from);
    add_address(&b, "To: ", m->to_name, m->to);
    buf_add_str(&b, "Subject: ");
    add_words(&b, m->subject);
    buf_add_str(&b, "\r\n");
    add_date(&b, m->date_ms);
    buf_add_format(&b,
                   "Message-ID: <%s>\r\nMIME-Version: 1.0\r\n"
                   "Auto-Submitted: auto-generated\r\nContent-Language: %s\r\n"
                   "Content-Type: multipart/alternative;\r\n boundary=\"%s\"\r\n\r\n",
                   m->message_id, m->language, BOUNDARY);
    add_part(&b, "text/plain", m->text);
    add_part(&b, "text/html", m->html);
    buf_add_format(&b, "--%s--\r\n", BOUNDARY);
    return buf_text(&b);
}

const char *mail_html_escape(struct arena *a, const char *s)
{
    struct buf b;

    buf_init(&b, a);
    for (; *s; s++) {
        if (*s == '&')
            buf_add_str(&b, "&amp;");
        else if (*s == '<')
            buf_add_str(&b, "&lt;");
        else if (*s == '>')
            buf_add_str(&b, "&gt;");
        else if (*s == '"')
            buf_add_str(&b, "&quot;");
        else if (*s == '\'')
            buf_add_str(&b, "&#39;");
        else
            buf_add_char(&b, *s);
    }
    return buf_str(&b);
}
