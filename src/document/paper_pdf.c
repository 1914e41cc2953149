/* Draws the pages of a paper with cairo. */
#include "document/paper_ops.h"
#include "document/pdf_update.h"

#include <cairo-pdf.h>
#include <math.h>
#include <stdint.h>

struct colour {
    double r, g, b;
};

#define RGB(hex)                                                                         \
    {                                                                                    \
        ((hex) >> 16 & 255) / 255.0, ((hex) >> 8 & 255) / 255.0, ((hex)&255) / 255.0     \
    }
static const struct colour INKS[] = {
    [INK_TEXT] = RGB(0x12171e), [INK_GREY] = RGB(0x59636f),  [INK_RULE] = RGB(0x6d7681),
    [INK_HEAD] = RGB(0xeef1f3), [INK_BAND] = RGB(0xe3efee),  [INK_FAINT] = RGB(0xf0f1f3),
    [INK_SEAL] = RGB(0xc8352b), [INK_CURVE] = RGB(0x0f6e6e), [INK_WHITE] = RGB(0xffffff),
};

static void draw_text(cairo_t *cr, const struct op *o)
{
    cairo_save(cr);
    if (o->turn != 0) {
        cairo_translate(cr, o->x, o->y);
        cairo_rotate(cr, o->turn);
        cairo_move_to(cr, -o->w / 2, -o->h / 2);
    } else {
        cairo_move_to(cr, o->x, o->y);
    }
    pango_cairo_show_layout(cr, o->layout);
    cairo_restore(cr);
}

static void stroke(cairo_t *cr, const struct op *o)
{
    cairo_set_line_width(cr, o->width);
    if (o->dash > 0)
        cairo_set_dash(cr, &o->dash, 1, 0);
    cairo_stroke(cr);
    cairo_set_dash(cr, NULL, 0, 0);
}

static void draw_path(cairo_t *cr, const struct op *o)
{
    for (size_t i = 0; i < o->n; i++)
        cairo_line_to(cr, o->xy[2 * i], o->xy[2 * i + 1]);
    stroke(cr, o);
}

/* One path for all modules: no seams between neighbours. */
static void draw_modules(cairo_t *cr, const struct op *o)
{
    double step = o->w / (double)o->n;

    for (size_t row = 0; row < o->n; row++)
        for (size_t from = 0, to; from < o->n; from = to + 1) {
            for (to = from; to < o->n && o->modules[row * o->n + to]; to++)
                ;
            if (to > from)
                cairo_rectangle(cr, o->x + (double)from * step, o->y + (double)row * step,
                                (double)(to - from) * step, step);
        }
    cairo_fill(cr);
}

static void draw_shape(cairo_t *cr, const struct op *o)
{
    if (o->kind == OP_LINE) {
        cairo_move_to(cr, o->x, o->y);
        cairo_line_to(cr, o->w, o->h);
    } else if (o->kind == OP_CIRCLE || o->kind == OP_DISC) {
        cairo_new_sub_path(cr);
        cairo_arc(cr, o->x, o->y, o->w, 0, 2 * G_PI);
    } else {
        cairo_rectangle(cr, o->x, o->y, o->w, o->h);
    }
    if (o->kind == OP_FILL || o->kind == OP_DISC)
        cairo_fill(cr);
    else
        stroke(cr, o);
}

static void draw(cairo_t *cr, const struct op *o)
{
    const struct colour *c = &INKS[o->ink];

    cairo_new_path(cr); /* a text leaves its point behind */
    cairo_set_source_rgb(cr, c->r, c->g, c->b);
    switch (o->kind) {
    case OP_TEXT:
        draw_text(cr, o);
        break;
    case OP_PATH:
        draw_path(cr, o);
        break;
    case OP_MODULES:
        draw_modules(cr, o);
        break;
    case OP_TAG_BEGIN:
        cairo_tag_begin(cr, o->name, o->tag ? o->tag : "");
        break;
    case OP_TAG_END:
        cairo_tag_end(cr, o->name);
        break;
    case OP_OUTLINE:
        break; /* written by write_outline() */
    case OP_LINE:
    case OP_BOX:
    case OP_FILL:
    case OP_CIRCLE:
    case OP_DISC:
        draw_shape(cr, o);
        break;
    }
}

static void write_outline(const struct paper *p, cairo_surface_t *s)
{
    int number = 0;

    for (const struct page *g = p->pages; g; g = g->next) {
        number++;
        for (const struct op *o = g->first; o; o = o->next)
            if (o->kind == OP_OUTLINE)
                (void)cairo_pdf_surface_add_outline(
                    s, CAIRO_PDF_OUTLINE_ROOT, o->name,
                    str_format(p->arena, "page=%d", number), CAIRO_PDF_OUTLINE_FLAG_OPEN);
    }
}

static void write_info(cairo_surface_t *s, const struct paper_info *info)
{
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_TITLE, info->title);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_AUTHOR, info->author);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_SUBJECT, info->subject);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_KEYWORDS, info->keywords);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATOR, "Quanheng");
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE, info->created);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_MOD_DATE, info->created);
}

static cairo_status_t keep(void *to, const unsigned char *bytes, unsigned int n)
{
    buf_add(to, (struct text){(const char *)bytes, n});
    return CAIRO_STATUS_SUCCESS;
}

qh_status paper_write(struct paper *p, const struct paper_info *info, struct text *out,
                      struct qh_error *err)
{
    struct buf b;
    cairo_surface_t *s;
    cairo_status_t st;
    cairo_t *cr;

    buf_init(&b, p->arena);
    s = cairo_pdf_surface_create_for_stream(keep, &b, PAPER_WIDTH, PAPER_HEIGHT);
    cairo_pdf_surface_restrict_to_version(s, CAIRO_PDF_VERSION_1_5);
    write_info(s, info);
    cr = cairo_create(s);
    write_outline(p, s);
    cairo_tag_begin(cr, "Document", "");
    for (const struct page *g = p->pages; g; g = g->next) {
        for (const struct op *o = g->first; o; o = o->next)
            draw(cr, o);
        if (!g->next)
            cairo_tag_end(cr, "Document");
        cairo_show_page(cr);
    }
    st = cairo_status(cr);
    cairo_destroy(cr);
    cairo_surface_finish(s);
    if (!st)
        st = cairo_surface_status(s);
    cairo_surface_destroy(s);
    if (st)
        return qh_fail(err, QH_IO, "paper.write", "", "%s", cairo_status_to_string(st));
    (void)buf_str(&b); /* a NUL after it */
    /* MarkInfo is there: cairo writes it for a document with tags. */
    return pdf_add_to_catalogue(p->arena, buf_text(&b),
                                "/Lang (zh-CN)\n"
                                "   /ViewerPreferences << /DisplayDocTitle true >>",
                                out, err);
}
