#include "document/paper.h"

#include "document/paper_ops.h"
#include "document/press_map.h"

#include <hb.h>
#include <math.h>
#include <string.h>

static const double LINE_FACTOR = 1.45;

struct paper *paper_open(struct arena *a, const struct layout_words *words)
{
    struct paper *p = ARENA_NEW(a, struct paper);
    cairo_font_options_t *options = cairo_font_options_create();

    p->arena = a;
    p->words = words;
    p->press = words->press;
    if (!p->press) {
        press_init(&p->own, NULL);
        p->press = &p->own;
    }
    p->map = press_begin(p->press);
    p->context = pango_font_map_create_context(p->map);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    pango_cairo_context_set_font_options(p->context, options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(p->context, 72);
    pango_context_set_round_glyph_positions(p->context, FALSE);
    pango_context_set_language(p->context, pango_language_from_string("zh-cn"));
    return p;
}

void paper_close(struct paper *p)
{
    if (!p)
        return;
    for (struct held *h = p->held; h; h = h->next)
        g_object_unref(h->layout);
    g_object_unref(p->context);
    press_end(p->press, p->map);
    if (p->press == &p->own)
        press_done(&p->own);
}

/* ---- text ---- */

static void set_font(const struct paper *p, PangoLayout *l, struct paper_style style)
{
    bool serif = style.face == FACE_SERIF || style.face == FACE_SERIF_BOLD;
    bool bold = style.face == FACE_SERIF_BOLD || style.face == FACE_SANS_BOLD;
    double line = style.line > 0 ? style.line : LINE_FACTOR;
    PangoFontDescription *d = pango_font_description_new();
    PangoAttrList *attrs = pango_attr_list_new();

    pango_font_description_set_family(d, serif ? p->words->serif : p->words->sans);
    pango_font_description_set_weight(d, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(d, style.size * PANGO_SCALE);
    pango_layout_set_font_description(l, d);
    pango_font_description_free(d);
    pango_attr_list_insert(attrs, pango_attr_line_height_new_absolute(
                                      (int)lround(style.size * line * PANGO_SCALE)));
    pango_attr_list_insert(attrs, pango_attr_insert_hyphens_new(FALSE));
    if (style.spacing != 0)
        pango_attr_list_insert(attrs, pango_attr_letter_spacing_new(
                                          (int)lround(style.spacing * PANGO_SCALE)));
    pango_layout_set_attributes(l, attrs);
    pango_attr_list_unref(attrs);
}

static bool is_sign(const char *text, int at)
{
    char next = text[at + 1];
    char before = at > 0 ? text[at - 1] : ' ';

    return text[at] == '-' && next >= '0' && next <= '9' &&
           (before == ' ' || before == '(' || before == '\n');
}

/* A hyphen before a number is drawn as a minus sign, as wide as the plus; the text of the
 * file keeps the ASCII sign, so that copied numbers stay numbers. */
static void draw_minus_of_run(PangoLayoutRun *r, const char *text)
{
    PangoFont *font = r->item->analysis.font;

    for (int g = 0; g < r->glyphs->num_glyphs; g++) {
        PangoGlyphInfo *info = &r->glyphs->glyphs[g];
        PangoRectangle logical;
        PangoGlyph minus;

        if (!is_sign(text, r->item->offset + r->glyphs->log_clusters[g]) ||
            !hb_font_get_nominal_glyph(pango_font_get_hb_font(font), 0x2212, &minus))
            continue;
        pango_font_get_glyph_extents(font, minus, NULL, &logical);
        info->glyph = minus;
        info->geometry.width = logical.width;
    }
}

static void draw_minus(PangoLayout *l)
{
    const char *text = pango_layout_get_text(l);
    int lines = strchr(text, '-') ? pango_layout_get_line_count(l) : 0;

    for (int i = 0; i < lines; i++)
        for (GSList *run = pango_layout_get_line(l, i)->runs; run; run = run->next)
            draw_minus_of_run(run->data, text);
}

struct paper_set paper_set(struct paper *p, const char *text, struct paper_style style,
                           double width)
{
    static const PangoAlignment ALIGN[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER,
                                           PANGO_ALIGN_RIGHT};
    PangoLayout *l = pango_layout_new(p->context);
    struct held *h = ARENA_NEW(p->arena, struct held);
    PangoRectangle logical;

    h->layout = l;
    h->next = p->held;
    p->held = h;
    set_font(p, l, style);
    pango_layout_set_text(l, text ? text : "", -1);
    pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(l, ALIGN[style.align]);
    if (width > 0)
        pango_layout_set_width(l, (int)(width * PANGO_SCALE));
    draw_minus(l);
    pango_layout_get_extents(l, NULL, &logical);
    return (struct paper_set){
        .width = (double)logical.width / PANGO_SCALE,
        .height = (double)logical.height / PANGO_SCALE,
        .box = width,
        .baseline = (double)pango_layout_get_baseline(l) / PANGO_SCALE,
        .lines = pango_layout_get_line_count(l),
        .style = style,
        .layout = l,
    };
}

struct paper_set paper_set_spread(struct paper *p, const char *text,
                                  struct paper_style style, double width)
{
    struct paper_set natural = paper_set(p, text, style, 0);
    size_t n = text_chars(text_of(text));

    if (n < 2 || natural.width >= width)
        return natural;
    style.spacing = (width - natural.width) / (double)(n - 1);
    return paper_set(p, text, style, 0);
}

struct paper_set paper_set_fit(struct paper *p, const char *text,
                               struct paper_style style, double width, int lines,
                               double least)
{
    struct paper_set s = paper_set(p, text, style, width);

    while (s.lines > lines && style.size > least) {
        style.size = fmax(least, style.size - 0.5);
        s = paper_set(p, text, style, width);
    }
    return s;
}

/* ---- pages and marks ---- */

int paper_add_page(struct paper *p)
{
    struct page *page = ARENA_NEW(p->arena, struct page);

    if (p->last)
        p->last->next = page;
    else
        p->pages = page;
    p->last = page;
    p->now = page;
    return p->count++;
}

int paper_pages(const struct paper *p)
{
    return p->count;
}

void paper_select(struct paper *p, int page)
{
    p->now = p->pages;
    while (page-- > 0 && p->now->next)
        p->now = p->now->next;
}

static struct op *add(struct paper *p, enum op_kind kind, enum paper_ink ink)
{
    struct op *o = ARENA_NEW(p->arena, struct op);

    o->kind = kind;
    o->ink = ink;
    if (p->now->last)
        p->now->last->next = o;
    else
        p->now->first = o;
    p->now->last = o;
    return o;
}

static struct op *add_at(struct paper *p, enum op_kind kind, enum paper_ink ink, double x,
                         double y)
{
    struct op *o = add(p, kind, ink);

    o->x = x;
    o->y = y;
    return o;
}

void paper_put(struct paper *p, const struct paper_set *s, double x, double y)
{
    struct op *o = add_at(p, OP_TEXT, s->style.ink, x, y);

    o->layout = s->layout;
}

void paper_put_turned(struct paper *p, const struct paper_set *s, double x, double y,
                      double degrees)
{
    struct op *o = add_at(p, OP_TEXT, s->style.ink, x, y);

    o->layout = s->layout;
    o->w = s->box > 0 ? s->box : s->width;
    o->h = s->height;
    o->turn = degrees * G_PI / 180.0;
}

static struct op *add_drawn(struct paper *p, enum op_kind kind, double x, double y,
                            struct paper_pen pen)
{
    struct op *o = add_at(p, kind, pen.ink, x, y);

    o->width = pen.width;
    o->dash = pen.dash;
    return o;
}

void paper_line(struct paper *p, double x1, double y1, double x2, double y2,
                struct paper_pen pen)
{
    struct op *o = add_drawn(p, OP_LINE, x1, y1, pen);

    o->w = x2;
    o->h = y2;
}

void paper_box(struct paper *p, double x, double y, double w, double h,
               struct paper_pen pen)
{
    struct op *o = add_drawn(p, OP_BOX, x, y, pen);

    o->w = w;
    o->h = h;
}

void paper_fill(struct paper *p, double x, double y, double w, double h,
                enum paper_ink ink)
{
    struct op *o = add_at(p, OP_FILL, ink, x, y);

    o->w = w;
    o->h = h;
}

void paper_circle(struct paper *p, double x, double y, double r, struct paper_pen pen)
{
    add_drawn(p, OP_CIRCLE, x, y, pen)->w = r;
}

void paper_disc(struct paper *p, double x, double y, double r, enum paper_ink ink)
{
    add_at(p, OP_DISC, ink, x, y)->w = r;
}

void paper_path(struct paper *p, const double *xy, size_t n, struct paper_pen pen)
{
    struct op *o = add_drawn(p, OP_PATH, 0, 0, pen);
    double *copy = ARENA_ARRAY(p->arena, 2 * n, double);

    memcpy(copy, xy, 2 * n * sizeof(*xy));
    o->xy = copy;
    o->n = n;
}

void paper_modules(struct paper *p, const unsigned char *module, int size, double x,
                   double y, double side)
{
    struct op *o = add_at(p, OP_MODULES, INK_TEXT, x, y);

    o->modules = module;
    o->n = (size_t)size;
    o->w = side;
}

void paper_tag_begin(struct paper *p, const char *name, const char *attributes)
{
    struct op *o = add(p, OP_TAG_BEGIN, INK_TEXT);

    o->name = name;
    o->tag = attributes;
}

void paper_tag_end(struct paper *p, const char *name)
{
    add(p, OP_TAG_END, INK_TEXT)->name = name;
}

void paper_outline(struct paper *p, const char *title)
{
    add(p, OP_OUTLINE, INK_TEXT)->name = title;
}
