/* flow.h - text, tables and figures one below the other, over as many pages as needed.
 *
 * All measures in points.  A flow knows where the next thing goes; what does not fit goes
 * to a new page.  Chinese first, English small beside it.
 */
#pragma once

#include "document/certificate_parts.h"
#include "document/paper.h"

#define FLOW_LEFT MM(22.0)
#define FLOW_WIDTH (PAPER_WIDTH - 2 * FLOW_LEFT)
#define FLOW_TOP MM(27.0)
#define FLOW_BOTTOM (PAPER_HEIGHT - MM(23.0))

struct flow {
    struct paper *paper;
    const struct layout_words *words;
    struct arena *arena;
    double y;
};

/* Content of a table: columns and rows as in the certificate's tables. */
struct flow_table {
    const struct cert_column *columns;
    size_t columns_n;
    const struct cert_row *rows;
    size_t rows_n;
    const char *title, *title_en; /* heading above it, on the same page */
    int level;                    /* of the heading */
    double tail;                  /* room that must be left below the last row */
};

void flow_page(struct flow *f);
/* A new page unless `height` fits below. */
void flow_need(struct flow *f, double height);
void flow_space(struct flow *f, double height);
/* Room that a flow_heading() takes. */
double flow_heading_height(void);
/* level 1: of a part; 2: of an item. */
void flow_heading(struct flow *f, int level, const char *zh, const char *en);
void flow_text(struct flow *f, const char *text, struct paper_style style);
/* "label: value" pairs in two columns; a long value takes the whole width. */
void flow_properties(struct flow *f, const struct cert_property *p, size_t n);
/* A grid with its head repeated on each page; failed rows are bold with a mark. */
void flow_table(struct flow *f, const struct flow_table *t);

extern const struct paper_style FLOW_BODY, FLOW_NOTE;
