#include "document/figure.h"

#include "base/dec.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- error curve ---- */

static const double PLOT_HEIGHT = MM(46), PLOT_LEFT = 40;

struct plot {
    struct flow *f;
    const struct cert_curve *c;
    double left, right, top, bottom; /* on the page */
    double x_max, y_max;             /* x from 0, y from -y_max to y_max */
};

static double number(const char *s)
{
    struct dec v;

    if (!s || dec_parse(text_of(s), &v))
        return 0;
    return (double)v.coef * pow(10, v.exp);
}

static double at_x(const struct plot *p, double x)
{
    return p->left + (p->right - p->left) * x / p->x_max;
}

static double at_y(const struct plot *p, double y)
{
    return (p->top + p->bottom) / 2 - (p->bottom - p->top) / 2 * y / p->y_max;
}

static void find_range(struct plot *p)
{
    const struct cert_curve *c = p->c;

    for (size_t i = 0; i < c->points.n; i++) {
        p->x_max = fmax(p->x_max, number(c->points.p[i].x));
        p->y_max = fmax(p->y_max, fabs(number(c->points.p[i].y)));
    }
    for (size_t i = 0; i < c->limits.n; i++)
        p->y_max = fmax(p->y_max, number(c->limits.p[i].mpe));
    p->x_max = p->x_max > 0 ? p->x_max * 1.02 : 1;
    p->y_max = p->y_max > 0 ? p->y_max * 1.2 : 1;
}

/* Steps of the limit up to the greatest load. */
static void put_band(const struct plot *p)
{
    double from = 0;

    for (size_t i = 0; i < p->c->limits.n && from < p->x_max; i++) {
        double to = fmin(number(p->c->limits.p[i].upto), p->x_max);
        double mpe = number(p->c->limits.p[i].mpe);
        double x = at_x(p, from), w = at_x(p, to) - x;

        if (to <= from)
            continue;
        paper_fill(p->f->paper, x, at_y(p, mpe), w, at_y(p, -mpe) - at_y(p, mpe),
                   INK_BAND);
        for (int sign = -1; sign <= 1; sign += 2)
            paper_line(p->f->paper, x, at_y(p, sign * mpe), x + w, at_y(p, sign * mpe),
                       (struct paper_pen){0.8, INK_CURVE, 0});
        from = to;
    }
}

static void put_label(const struct plot *p, const char *text, double x, double y,
                      enum paper_align align)
{
    struct paper_style style = {.face = FACE_SANS, .size = 7, .ink = INK_GREY};
    struct paper_set s = paper_set(p->f->paper, text, style, 0);

    x -= align == ALIGN_CENTRE ? s.width / 2 : align == ALIGN_RIGHT ? s.width : 0;
    paper_put(p->f->paper, &s, x, y - s.height / 2);
}

static void put_y_axis(const struct plot *p)
{
    double last = 0;

    paper_line(p->f->paper, p->left, at_y(p, 0), p->right, at_y(p, 0),
               (struct paper_pen){0.5, INK_RULE, 0});
    put_label(p, "0", p->left - 4, at_y(p, 0), ALIGN_RIGHT);
    for (size_t i = 0; i < p->c->limits.n; i++) {
        const char *mpe = p->c->limits.p[i].mpe;
        double v = number(mpe);

        /* labels need a little distance */
        if (at_y(p, last) - at_y(p, v) < 8 ||
            (i > 0 && number(p->c->limits.p[i - 1].upto) >= p->x_max))
            continue;
        last = v;
        put_label(p, str_format(p->f->arena, "+%s", mpe), p->left - 4, at_y(p, v),
                  ALIGN_RIGHT);
        put_label(p, str_format(p->f->arena, "-%s", mpe), p->left - 4, at_y(p, -v),
                  ALIGN_RIGHT);
    }
}

/* 1, 2 or 5 times a power of ten, about five of them to the whole. */
static double tick_step(double whole)
{
    double power = pow(10, floor(log10(whole / 5)));
    double f = whole / 5 / power;

    return (f < 1.5 ? 1 : f < 3.5 ? 2 : f < 7.5 ? 5 : 10) * power;
}

static void put_x_axis(const struct plot *p)
{
    double step = tick_step(p->x_max);
    int decimals = step < 1 ? (int)ceil(-log10(step)) : 0;

    for (int i = 0; i * step <= p->x_max; i++) {
        double x = at_x(p, i * step);

        paper_line(p->f->paper, x, p->bottom, x, p->bottom + 2.5,
                   (struct paper_pen){0.5, INK_RULE, 0});
        put_label(p, str_format(p->f->arena, "%.*f", decimals, i * step), x,
                  p->bottom + 8, ALIGN_CENTRE);
    }
}

static void put_point(const struct plot *p, double x, double y, bool down, bool failed)
{
    struct paper *paper = p->f->paper;
    double r = failed ? 2.6 : 2;
    enum paper_ink ink = failed ? INK_SEAL : INK_CURVE;

    if (down) {
        paper_disc(paper, x, y, r, INK_WHITE);
        paper_circle(paper, x, y, r, (struct paper_pen){0.9, ink, 0});
    } else {
        paper_disc(paper, x, y, r, ink);
    }
    if (failed) {
        paper_line(paper, x - 5, y - 5, x + 5, y + 5,
                   (struct paper_pen){0.9, INK_SEAL, 0});
        paper_line(paper, x - 5, y + 5, x + 5, y - 5,
                   (struct paper_pen){0.9, INK_SEAL, 0});
    }
}

static void put_series(const struct plot *p, bool down)
{
    double *xy = ARENA_ARRAY(p->f->arena, 2 * p->c->points.n, double);
    size_t n = 0;

    for (size_t i = 0; i < p->c->points.n; i++) {
        const struct cert_point *q = &p->c->points.p[i];

        if (q->down != down)
            continue;
        xy[2 * n] = at_x(p, number(q->x));
        xy[2 * n + 1] = at_y(p, number(q->y));
        n++;
    }
    if (n > 1)
        paper_path(p->f->paper, xy, n,
                   (struct paper_pen){0.9, INK_CURVE, down ? 2.5 : 0});
    for (size_t i = 0; i < p->c->points.n; i++) {
        const struct cert_point *q = &p->c->points.p[i];

        if (q->down == down)
            put_point(p, at_x(p, number(q->x)), at_y(p, number(q->y)), down, q->failed);
    }
}

/* up, down and band, to the right above the plot */
static void put_legend(const struct plot *p)
{
    struct paper *paper = p->f->paper;
    const char *text[3] = {p->c->up_label, p->c->down_label,
                           p->f->words->word[WORD_BAND].zh};
    double x = p->right, y = p->top - 8;

    for (int i = 2; i >= 0; i--) {
        struct paper_style style = {.face = FACE_SANS, .size = 7, .ink = INK_GREY};
        struct paper_set s;

        if (!text[i] || (i == 2 && p->c->limits.n == 0))
            continue;
        s = paper_set(paper, text[i], style, 0);
        x -= s.width;
        paper_put(paper, &s, x, y - s.height / 2);
        x -= 20;
        if (i == 2) {
            paper_fill(paper, x, y - 3, 16, 6, INK_BAND);
            paper_line(paper, x, y - 3, x + 16, y - 3,
                       (struct paper_pen){0.8, INK_CURVE, 0});
            paper_line(paper, x, y + 3, x + 16, y + 3,
                       (struct paper_pen){0.8, INK_CURVE, 0});
        } else {
            double line[4] = {x, y, x + 16, y};

            paper_path(paper, line, 2, (struct paper_pen){0.9, INK_CURVE, i ? 2.5 : 0});
            put_point(p, x + 8, y, i == 1, false);
        }
        x -= 12;
    }
}

void figure_curve(struct flow *f, const struct cert_curve *c)
{
    struct plot p = {.f = f, .c = c};

    if (c->points.n == 0)
        return;
    flow_need(f, PLOT_HEIGHT + 54);
    flow_heading(f, 2, c->title ? c->title : "", NULL);
    p.left = FLOW_LEFT + PLOT_LEFT;
    p.right = FLOW_LEFT + FLOW_WIDTH - 4;
    p.top = f->y + 16;
    p.bottom = p.top + PLOT_HEIGHT;
    find_range(&p);
    paper_tag_begin(f->paper, "Figure", NULL);
    put_band(&p);
    paper_box(f->paper, p.left, p.top, p.right - p.left, p.bottom - p.top,
              (struct paper_pen){0.5, INK_RULE, 0});
    put_y_axis(&p);
    put_x_axis(&p);
    put_series(&p, false);
    put_series(&p, true);
    put_legend(&p);
    if (c->y_label)
        put_label(&p, c->y_label, FLOW_LEFT, p.top - 8, ALIGN_LEFT);
    if (c->x_label)
        put_label(&p, c->x_label, p.right, p.bottom + 17, ALIGN_RIGHT);
    paper_tag_end(f->paper, "Figure");
    f->y = p.bottom + 26;
}

/* ---- load receptor ---- */

static void put_support(struct flow *f, const struct cert_support *s, double x, double y)
{
    struct paper_style label = {.face = FACE_SANS_BOLD, .size = 8, .ink = INK_TEXT};
    struct paper_style value = {
        .face = s->failed ? FACE_SANS_BOLD : FACE_SANS, .size = 8.4, .align = ALIGN_LEFT};
    struct paper_set a = paper_set(f->paper, s->label, label, 0);
    struct paper_set b;
    const char *text = s->value ? s->value : "";

    if (s->failed)
        text = str_format(f->arena, "%s %s", text, f->words->word[WORD_FAIL_MARK].zh);
    paper_disc(f->paper, x, y, 7.5, INK_WHITE);
    paper_circle(
        f->paper, x, y, 7.5,
        (struct paper_pen){s->failed ? 1.4 : 0.7, s->failed ? INK_SEAL : INK_CURVE, 0});
    paper_put(f->paper, &a, x - a.width / 2, y - a.height / 2);
    b = paper_set(f->paper, text, value, 0);
    paper_put(f->paper, &b, x + 11, y - b.height / 2);
}

void figure_platform(struct flow *f, const struct cert_platform *p)
{
    double lines = p->lines > 0 ? (double)p->lines : 2;
    double columns = ceil((double)p->supports.n / lines);
    double height = lines * 25, x = FLOW_LEFT, w = FLOW_WIDTH;

    if (p->supports.n == 0)
        return;
    flow_need(f, flow_heading_height() + height + 16);
    flow_heading(f, 2, p->title ? p->title : "", NULL);
    paper_tag_begin(f->paper, "Figure", NULL);
    paper_fill(f->paper, x, f->y + 2, w, height, INK_HEAD);
    paper_box(f->paper, x, f->y + 2, w, height, (struct paper_pen){0.9, INK_TEXT, 0});
    for (size_t i = 0; i < p->supports.n; i++) {
        double column = floor((double)i / lines);
        double line = (double)i - column * lines;

        put_support(f, &p->supports.p[i], x + w * (column + 0.5) / columns - 16,
                    f->y + 2 + height * (line + 0.5) / lines);
    }
    paper_tag_end(f->paper, "Figure");
    f->y += height + 12;
}
