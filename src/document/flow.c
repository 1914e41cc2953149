#include "document/flow.h"

#include <math.h>

const struct paper_style FLOW_BODY = {.face = FACE_SERIF, .size = 9.5, .line = 1.55};
const struct paper_style FLOW_NOTE = {
    .face = FACE_SERIF, .size = 8, .ink = INK_GREY, .line = 1.5};

static const double HEAD_HEIGHT = 20.5, GAP = 4;

void flow_page(struct flow *f)
{
    (void)paper_add_page(f->paper);
    f->y = FLOW_TOP;
}

void flow_need(struct flow *f, double height)
{
    if (f->y + height > FLOW_BOTTOM && f->y > FLOW_TOP)
        flow_page(f);
}

void flow_space(struct flow *f, double height)
{
    f->y += height;
}

double flow_heading_height(void)
{
    return HEAD_HEIGHT;
}

void flow_heading(struct flow *f, int level, const char *zh, const char *en)
{
    struct paper_style style = {.face = FACE_SERIF_BOLD, .size = level == 1 ? 11.5 : 10};
    struct paper_style small = {.face = FACE_SERIF, .size = 8, .ink = INK_GREY};
    struct paper_set a = paper_set(f->paper, zh, style, 0);
    const char *tag = level == 1 ? "H2" : "H3";
    double y = f->y + (HEAD_HEIGHT - a.height) / 2 + 1;

    paper_tag_begin(f->paper, tag, NULL);
    if (level == 1)
        paper_fill(f->paper, FLOW_LEFT, f->y + 7, 2.4, HEAD_HEIGHT - 11, INK_CURVE);
    paper_put(f->paper, &a, FLOW_LEFT + (level == 1 ? 8 : 0), y);
    if (en && *en) {
        struct paper_set b =
            paper_set(f->paper, en, small, FLOW_WIDTH - a.width - (level == 1 ? 15 : 7));

        paper_put(f->paper, &b, FLOW_LEFT + a.width + (level == 1 ? 15 : 7),
                  y + a.baseline - b.baseline);
    }
    paper_tag_end(f->paper, tag);
    f->y += HEAD_HEIGHT;
}

void flow_text(struct flow *f, const char *text, struct paper_style style)
{
    struct paper_set s = paper_set(f->paper, text, style, FLOW_WIDTH);

    flow_need(f, s.height);
    paper_tag_begin(f->paper, "P", NULL);
    paper_put(f->paper, &s, FLOW_LEFT, f->y);
    paper_tag_end(f->paper, "P");
    f->y += s.height + GAP;
}

/* One pair at x; returns its height. */
static double put_pair(struct flow *f, const struct cert_property *p, double x,
                       double width)
{
    static const double LABEL = 92;
    struct paper_style style = {.face = FACE_SERIF, .size = 9, .ink = INK_GREY};
    struct paper_set label = paper_set(f->paper, p->label, style, LABEL - 6);
    struct paper_set value;

    style.ink = INK_TEXT;
    value = paper_set(f->paper, p->value, style, width - LABEL);
    paper_tag_begin(f->paper, "P", NULL);
    paper_put(f->paper, &label, x, f->y);
    paper_put(f->paper, &value, x + LABEL, f->y);
    paper_tag_end(f->paper, "P");
    return fmax(label.height, value.height);
}

static bool is_short(struct flow *f, const struct cert_property *p, double width)
{
    struct paper_style style = {.face = FACE_SERIF, .size = 9};

    return paper_set(f->paper, p->value, style, 0).width < width - 104;
}

void flow_properties(struct flow *f, const struct cert_property *p, size_t n)
{
    double half = FLOW_WIDTH / 2;

    for (size_t i = 0; i < n; i++) {
        bool two = i + 1 < n && is_short(f, &p[i], half) && is_short(f, &p[i + 1], half);
        double h;

        flow_need(f, 26);
        h = put_pair(f, &p[i], FLOW_LEFT, two ? half : FLOW_WIDTH);
        if (two)
            h = fmax(h, put_pair(f, &p[++i], FLOW_LEFT + half, half));
        f->y += h + 2.5;
    }
    f->y += GAP;
}
