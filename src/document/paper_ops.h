/* paper_ops.h - what stands on a page until it is drawn; between paper.c and
 * paper_pdf.c only. */
#pragma once

#include "document/paper.h"

#include <pango/pangocairo.h>

enum op_kind {
    OP_TEXT,
    OP_LINE,
    OP_BOX,
    OP_FILL,
    OP_CIRCLE,
    OP_DISC,
    OP_PATH,
    OP_MODULES,
    OP_TAG_BEGIN,
    OP_TAG_END,
    OP_OUTLINE
};

struct op {
    struct op *next;
    enum op_kind kind;
    enum paper_ink ink;
    double x, y, w, h; /* LINE: w, h is the other end; CIRCLE, DISC: w is the radius */
    double width;      /* of the line */
    double dash;
    double turn;      /* TEXT: radians around the centre */
    const double *xy; /* PATH: 2 n numbers */
    size_t n;         /* PATH: points; MODULES: modules a side */
    const unsigned char *modules;
    PangoLayout *layout;    /* TEXT */
    const char *name, *tag; /* TAG: name, attributes; OUTLINE: title */
};

struct page {
    struct page *next;
    struct op *first, *last;
};

/* Everything set, released with the paper. */
struct held {
    struct held *next;
    PangoLayout *layout;
};

struct paper {
    struct arena *arena;
    const struct layout_words *words;
    struct press own; /* used when the words bring no press */
    struct press *press;
    PangoFontMap *map;
    PangoContext *context;
    struct held *held;
    struct page *pages, *last, *now;
    int count;
};
