/* certificate_pages.h - the pages of a paper, one function each; certificate_pdf.c puts
 * them together. */
#pragma once

#include "document/certificate.h"
#include "document/flow.h"
#include "document/qr.h"

struct sheet {
    struct flow flow;
    const struct certificate_content *content;
    struct qr qr;
    bool has_qr;
    bool has_notes;
};

/* Words that differ by the kind of paper. */
struct kind_words {
    enum word title, number, basis, conclusion, checker, officer, tested, seal, results;
};
const struct kind_words *sheet_words(const struct sheet *s);
/* "2025 年 08 月 06 日" of "2025-08-06"; the text itself if it is no day. */
const char *sheet_day(const struct sheet *s, const char *day);

void certificate_cover(struct sheet *s);
void certificate_second(struct sheet *s);
void certificate_notes(struct sheet *s, bool wait);
void certificate_results(struct sheet *s);
/* Heads and feet of all pages, when their number is known. */
void certificate_frames(struct sheet *s);
