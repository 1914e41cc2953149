/* mail.h - a message of electronic mail as bytes: text and HTML beside each other, UTF-8.
 *
 * Pure.  [RFC 5322, RFC 2045 to 2047, RFC 3834]  All header values that people wrote are
 * encoded words, so that no line break of theirs becomes one of a header; addresses must
 * have been checked before.
 */
#pragma once

#include "base/text.h"

struct mail {
    const char *from; /* addresses */
    const char *from_name;
    const char *to;
    const char *to_name;
    const char *subject;
    const char
        *message_id;      /* "ID@host", without brackets; the same for each repetition */
    const char *language; /* "zh-CN" */
    const char *text;
    const char *html;
    int64_t date_ms; /* UTC */
};

/* The bytes to hand to SMTP, lines ending with CR LF, no line longer than 78. */
struct text mail_write(struct arena *a, const struct mail *m);
/* The five characters that HTML keeps for itself are written out. */
const char *mail_html_escape(struct arena *a, const char *s);
