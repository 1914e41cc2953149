/* paper.h - an A4 document of text and lines, collected page by page, written as PDF.
 *
 * What is set is only remembered; paper_write() draws all of it, so that a page can say
 * "page x of y" before y is known.  Lengths are points (1/72 inch) from the upper left
 * corner; MM() converts.  One paper at a time holds the press (press.h): open it, fill
 * it, write it, close it, in one thread and without waiting for anything.
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "document/layout_words.h"
#include "document/press.h"

#include <stdbool.h>

#define MM(x) ((x) * (72.0 / 25.4))
#define PAPER_WIDTH MM(210.0)
#define PAPER_HEIGHT MM(297.0)

struct paper;

enum paper_face {
    FACE_SERIF,
    FACE_SERIF_BOLD,
    FACE_SANS, /* figures of equal width */
    FACE_SANS_BOLD
};
enum paper_ink {
    INK_TEXT,
    INK_GREY,  /* second language, notes; AA contrast on white */
    INK_RULE,  /* hairlines */
    INK_HEAD,  /* background of table heads */
    INK_BAND,  /* band of the permissible error */
    INK_FAINT, /* mark across the page */
    INK_SEAL,  /* vermilion */
    INK_CURVE, /* accent */
    INK_WHITE
};
enum paper_align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };

struct paper_pen {
    double width;
    enum paper_ink ink;
    double dash; /* length of the dashes; 0: solid */
};

struct paper_style {
    enum paper_face face;
    double size;
    enum paper_ink ink;
    enum paper_align align;
    double spacing; /* added between characters */
    double line;    /* distance of lines as a factor of the size; 0: 1.45 */
};

/* A text that has been set to a width: its size, before it stands anywhere. */
struct paper_set {
    double width;    /* of the longest line */
    double height;   /* of all lines */
    double box;      /* width it was set to */
    double baseline; /* of the first line, below the top */
    int lines;
    struct paper_style style;
    void *layout; /* of the text machine */
};

struct paper *paper_open(struct arena *a, const struct layout_words *words);
void paper_close(struct paper *p);

/* Breaks lines at `width` (<= 0: one line). */
struct paper_set paper_set(struct paper *p, const char *text, struct paper_style style,
                           double width);
/* One line spread evenly over `width`, as labels of official forms are. */
struct paper_set paper_set_spread(struct paper *p, const char *text,
                                  struct paper_style style, double width);
/* The greatest size from style.size down to `least` with which the text takes at most
 * `lines` lines. */
struct paper_set paper_set_fit(struct paper *p, const char *text,
                               struct paper_style style, double width, int lines,
                               double least);

/* Further pages are added at the end; everything below goes to the page selected. */
int paper_add_page(struct paper *p);
int paper_pages(const struct paper *p);
void paper_select(struct paper *p, int page);

void paper_put(struct paper *p, const struct paper_set *s, double x, double y);
/* Turned by degrees around its centre, which stands at x, y. */
void paper_put_turned(struct paper *p, const struct paper_set *s, double x, double y,
                      double degrees);
void paper_line(struct paper *p, double x1, double y1, double x2, double y2,
                struct paper_pen pen);
void paper_box(struct paper *p, double x, double y, double w, double h,
               struct paper_pen pen);
void paper_fill(struct paper *p, double x, double y, double w, double h,
                enum paper_ink ink);
void paper_circle(struct paper *p, double x, double y, double r, struct paper_pen pen);
void paper_disc(struct paper *p, double x, double y, double r, enum paper_ink ink);
/* n points as x, y pairs. */
void paper_path(struct paper *p, const double *xy, size_t n, struct paper_pen pen);
/* Dark modules of a square code of `size` a side, one byte each. */
void paper_modules(struct paper *p, const unsigned char *module, int size, double x,
                   double y, double side);

/* Structure of the tagged PDF ("H1", "P", "Table", "TR", "TH", "TD", "Figure") and links
 * ("Link" with uri).  They nest and end on the page where they begin. */
void paper_tag_begin(struct paper *p, const char *name, const char *attributes);
void paper_tag_end(struct paper *p, const char *name);
/* An entry of the outline that leads to the page selected. */
void paper_outline(struct paper *p, const char *title);

struct paper_info {
    const char *title, *author, *subject, *keywords;
    const char *created; /* "YYYY-MM-DDThh:mm:ss+08:00" */
};

/* The PDF, in the arena.  Equal calls give equal bytes.  QH_IO "paper.write". */
QH_MUST qh_status paper_write(struct paper *p, const struct paper_info *info,
                              struct text *out, struct qh_error *err);
