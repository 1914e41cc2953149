/* bulletin.h - a bulletin (简报) as bytes: red head, number, date, sections of text and
 * tables.
 *
 * All values are texts ready to print, in Chinese; what is frozen when a bulletin is
 * published is exactly this struct as JSON, so that its page and its PDF say the same.
 */
#pragma once

#include "document/certificate_parts.h"
#include "document/layout_words.h"

#include "base/arena.h"
#include "base/status.h"

struct bulletin_section {
    const char *title; /* "一、总体情况" */
    struct json_strs paragraphs;
    struct json_list columns; /* struct cert_column; none: no table */
    struct json_list rows;    /* struct cert_row */
    const char *note;         /* below the table; "" for none */
};

struct bulletin_content {
    const char *masthead; /* "助企服务简报" */
    const char *issue;    /* "第 3 期"; "草稿" */
    const char *org;
    const char *day;           /* "2026年1月5日" */
    const char *period;        /* "2025年12月29日至2026年1月4日" */
    const char *mark;          /* "演示数据"; "" for none */
    struct json_list sections; /* struct bulletin_section */
};

enum { BULLETIN_SECTIONS_MAX = 20, BULLETIN_ROWS_MAX = 200, BULLETIN_TEXT_MAX = 3000 };

extern const struct json_field BULLETIN_SHAPE[];
extern const size_t BULLETIN_SHAPE_N;

/* QH_INVALID and the keys of json_parse() and json_decode(). */
QH_MUST qh_status bulletin_from_json(struct arena *a, struct text json,
                                     struct bulletin_content *out, struct qh_error *err);
struct text bulletin_to_json(struct arena *a, const struct bulletin_content *b);

/* A4, tagged.  created: "YYYY-MM-DD".  Equal calls give equal bytes.  QH_IO
 * "paper.write". */
QH_MUST qh_status bulletin_pdf(struct arena *a, const struct bulletin_content *b,
                               const char *created, const struct layout_words *words,
                               struct text *out, struct qh_error *err);
