/* Tables of any number of columns over any number of pages.
 *
 * All cells are set first: the rows' heights come of it, and the width of the widest
 * number of a column, which is centred while the numbers stand flush right in it. */
#include "document/flow.h"

#include <math.h>

static const double PAD_X = 3, PAD_Y = 2.6, HAIR = 0.4, EDGE = 0.9, TOGETHER = 210;

struct grid {
    struct flow *f;
    const struct flow_table *t;
    double *x;             /* left edges, columns_n + 1 of them */
    double *number;        /* widest number of the column */
    struct paper_set *set; /* rows_n * columns_n */
    struct paper_set *head;
    double *height; /* of the rows */
    double head_height;
    double top; /* of the part on this page */
};

static struct paper_style cell_style(const struct grid *g, size_t row, size_t column)
{
    struct paper_style s = {.face = FACE_SANS, .size = 8.4, .line = 1.4};

    if (g->t->rows[row].failed)
        s.face = FACE_SANS_BOLD;
    if (g->t->columns[column].align == CERT_CENTRE)
        s.align = ALIGN_CENTRE;
    return s;
}

static double cell_width(const struct grid *g, size_t column)
{
    return g->x[column + 1] - g->x[column] - 2 * PAD_X;
}

static void set_widths(struct grid *g)
{
    double sum = 0;

    for (size_t c = 0; c < g->t->columns_n; c++)
        sum += (double)g->t->columns[c].weight;
    g->x[0] = FLOW_LEFT;
    for (size_t c = 0; c < g->t->columns_n; c++)
        g->x[c + 1] = g->x[c] + FLOW_WIDTH * (double)g->t->columns[c].weight / sum;
}

static void set_head(struct grid *g)
{
    struct paper_style style = {
        .face = FACE_SANS_BOLD, .size = 8, .align = ALIGN_CENTRE, .line = 1.35};

    for (size_t c = 0; c < g->t->columns_n; c++) {
        g->head[c] =
            paper_set(g->f->paper, g->t->columns[c].label, style, cell_width(g, c));
        g->head_height = fmax(g->head_height, g->head[c].height + 2 * PAD_Y);
    }
}

static void set_cells(struct grid *g)
{
    size_t n = g->t->columns_n;

    for (size_t r = 0; r < g->t->rows_n; r++)
        for (size_t c = 0; c < n; c++) {
            struct paper_style style = cell_style(g, r, c);
            struct paper_set *s = &g->set[r * n + c];

            *s =
                paper_set(g->f->paper, g->t->rows[r].cells.p[c], style, cell_width(g, c));
            g->height[r] = fmax(g->height[r], s->height + 2 * PAD_Y);
            if (g->t->columns[c].align == CERT_NUMBER)
                g->number[c] = fmax(g->number[c], s->width);
        }
}

static void put_head(struct grid *g)
{
    struct paper *p = g->f->paper;
    double y = g->f->y;

    g->top = y;
    paper_fill(p, FLOW_LEFT, y, FLOW_WIDTH, g->head_height, INK_HEAD);
    paper_tag_begin(p, "Table", NULL);
    paper_tag_begin(p, "TR", NULL);
    for (size_t c = 0; c < g->t->columns_n; c++) {
        paper_tag_begin(p, "TH", NULL);
        paper_put(p, &g->head[c], g->x[c] + PAD_X,
                  y + (g->head_height - g->head[c].height) / 2);
        paper_tag_end(p, "TH");
    }
    paper_tag_end(p, "TR");
    g->f->y += g->head_height;
}

/* Rules of the part on this page, from its top to y. */
static void put_rules(struct grid *g)
{
    struct paper *p = g->f->paper;
    double y = g->f->y;

    paper_tag_end(p, "Table");
    for (size_t c = 1; c < g->t->columns_n; c++)
        paper_line(p, g->x[c], g->top, g->x[c], y, (struct paper_pen){HAIR, INK_RULE, 0});
    paper_line(p, FLOW_LEFT, g->top, FLOW_LEFT, y, (struct paper_pen){HAIR, INK_RULE, 0});
    paper_line(p, FLOW_LEFT + FLOW_WIDTH, g->top, FLOW_LEFT + FLOW_WIDTH, y,
               (struct paper_pen){HAIR, INK_RULE, 0});
    paper_line(p, FLOW_LEFT, g->top, FLOW_LEFT + FLOW_WIDTH, g->top,
               (struct paper_pen){EDGE, INK_TEXT, 0});
    paper_line(p, FLOW_LEFT, y, FLOW_LEFT + FLOW_WIDTH, y,
               (struct paper_pen){EDGE, INK_TEXT, 0});
}

static void put_cell(struct grid *g, size_t row, size_t c)
{
    const struct paper_set *s = &g->set[row * g->t->columns_n + c];
    double x = g->x[c] + PAD_X;
    double y = g->f->y + (g->height[row] - s->height) / 2;

    if (g->t->columns[c].align == CERT_NUMBER && s->lines == 1)
        x += (cell_width(g, c) + g->number[c]) / 2 - s->width;
    paper_tag_begin(g->f->paper, "TD", NULL);
    paper_put(g->f->paper, s, x, y);
    paper_tag_end(g->f->paper, "TD");
}

static void put_mark(struct grid *g, size_t row)
{
    struct paper_style style = {
        .face = FACE_SANS_BOLD, .size = 9, .ink = INK_SEAL, .align = ALIGN_RIGHT};
    struct paper_set s =
        paper_set(g->f->paper, g->f->words->word[WORD_FAIL_MARK].zh, style, 0);

    paper_put(g->f->paper, &s, FLOW_LEFT - s.width - 2,
              g->f->y + (g->height[row] - s.height) / 2);
}

static void put_row(struct grid *g, size_t row)
{
    struct paper *p = g->f->paper;

    paper_line(p, FLOW_LEFT, g->f->y, FLOW_LEFT + FLOW_WIDTH, g->f->y,
               (struct paper_pen){HAIR, INK_RULE, 0});
    if (g->t->rows[row].failed)
        put_mark(g, row);
    paper_tag_begin(p, "TR", NULL);
    for (size_t c = 0; c < g->t->columns_n; c++)
        put_cell(g, row, c);
    paper_tag_end(p, "TR");
    g->f->y += g->height[row];
}

static void put_continued(struct grid *g)
{
    struct paper_style style = {
        .face = FACE_SERIF, .size = 8, .ink = INK_GREY, .align = ALIGN_RIGHT};
    struct paper_set s =
        paper_set(g->f->paper, g->f->words->word[WORD_CONTINUED].zh, style, FLOW_WIDTH);

    paper_put(g->f->paper, &s, FLOW_LEFT, g->f->y);
    g->f->y += s.height + 2;
}

void flow_table(struct flow *f, const struct flow_table *t)
{
    struct grid g = {.f = f, .t = t};
    double first = 0, whole = t->tail;

    g.x = ARENA_ARRAY(f->arena, t->columns_n + 1, double);
    g.number = ARENA_ARRAY(f->arena, t->columns_n, double);
    g.head = ARENA_ARRAY(f->arena, t->columns_n, struct paper_set);
    g.set = ARENA_ARRAY(f->arena, t->rows_n * t->columns_n + 1, struct paper_set);
    g.height = ARENA_ARRAY(f->arena, t->rows_n + 1, double);
    set_widths(&g);
    set_head(&g);
    set_cells(&g);
    for (size_t r = 0; r < t->rows_n; r++) {
        whole += g.height[r];
        if (r < 2)
            first += g.height[r];
    }
    /* a short table is not torn */
    flow_need(f,
              flow_heading_height() + g.head_height + (whole < TOGETHER ? whole : first));
    if (t->title)
        flow_heading(f, t->level, t->title, t->title_en);
    put_head(&g);
    for (size_t r = 0; r < t->rows_n; r++) {
        double tail = r + 1 == t->rows_n ? t->tail : 0;

        if (f->y + g.height[r] + tail > FLOW_BOTTOM) {
            put_rules(&g);
            flow_page(f);
            put_continued(&g);
            put_head(&g);
        }
        put_row(&g, r);
    }
    put_rules(&g);
    f->y += 6;
}
