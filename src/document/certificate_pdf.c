#include "document/certificate_pdf.h"

#include "document/certificate_pages.h"

#include <string.h>

enum { PAGES_MAX = 60 };

/* ---- heads, feet, marks ---- */

static void put_demo(struct sheet *s)
{
    const struct word_pair *note = &s->flow.words->word[WORD_DEMO_NOTE];
    struct paper *p = s->flow.paper;
    struct paper_style style = {
        .face = FACE_SANS_BOLD, .size = 8, .ink = INK_SEAL, .align = ALIGN_CENTRE};
    const char *text = str_format(s->flow.arena, "%s    %s", note->zh, note->en);
    struct paper_set set = paper_set(p, text, style, 0);
    double w = set.width + 20, x = (PAPER_WIDTH - w) / 2;

    paper_box(p, x, MM(5), w, 14, (struct paper_pen){0.7, INK_SEAL, 0});
    paper_put(p, &set, x + 10, MM(5) + (14 - set.height) / 2);
}

/* Chinese above English; on the cover both on one line below the frame. */
static void put_page_number(struct sheet *s, int page)
{
    const char *args[] = {"page", str_format(s->flow.arena, "%d", page + 1), "pages",
                          str_format(s->flow.arena, "%d", paper_pages(s->flow.paper)),
                          NULL};
    const struct word_pair *w = &s->flow.words->word[WORD_PAGE];
    const char *zh = layout_words_fill(s->flow.arena, w->zh, args);
    const char *en = layout_words_fill(s->flow.arena, w->en, args);
    struct paper_style style = {
        .face = FACE_SERIF, .size = 8.5, .align = ALIGN_CENTRE, .line = 1.3};
    struct paper_set set;
    double y = PAPER_HEIGHT - MM(17.5);

    if (page == 0) {
        zh = str_format(s->flow.arena, "%s    %s", zh, en);
        y = PAPER_HEIGHT - MM(9);
    }
    set = paper_set(s->flow.paper, zh, style, FLOW_WIDTH);
    paper_put(s->flow.paper, &set, FLOW_LEFT, y);
    if (page == 0)
        return;
    y += set.height;
    style.size = 7.5;
    style.ink = INK_GREY;
    set = paper_set(s->flow.paper, en, style, FLOW_WIDTH);
    paper_put(s->flow.paper, &set, FLOW_LEFT, y);
}

static void put_head(struct sheet *s)
{
    const struct kind_words *k = sheet_words(s);
    const struct layout_words *w = s->flow.words;
    struct paper *p = s->flow.paper;
    struct paper_style style = {.face = FACE_SERIF_BOLD, .size = 10};
    struct paper_style small = {.face = FACE_SERIF, .size = 7.5, .ink = INK_GREY};
    struct paper_style right = {.face = FACE_SERIF, .size = 9, .align = ALIGN_RIGHT};
    struct paper_set title = paper_set(p, w->word[k->title].zh, style, 0);
    struct paper_set en = paper_set(p, w->word[k->title].en, small, 0);
    struct paper_set number =
        paper_set(p,
                  str_format(s->flow.arena, "%s %s: %s", w->word[k->number].zh,
                             w->word[k->number].en, s->content->number),
                  right, FLOW_WIDTH);
    double base = MM(21);

    paper_put(p, &title, FLOW_LEFT, base - title.height - 1);
    paper_put(p, &en, FLOW_LEFT + title.width + 7,
              base - title.height - 1 + title.baseline - en.baseline);
    paper_put(p, &number, FLOW_LEFT,
              base - title.height - 1 + title.baseline - number.baseline);
    paper_line(p, FLOW_LEFT, base, FLOW_LEFT + FLOW_WIDTH, base,
               (struct paper_pen){0.8, INK_TEXT, 0});
    paper_line(p, FLOW_LEFT, base + 1.8, FLOW_LEFT + FLOW_WIDTH, base + 1.8,
               (struct paper_pen){0.3, INK_TEXT, 0});
}

static void put_foot(struct sheet *s)
{
    struct paper_style style = {.face = FACE_SANS, .size = 6.5, .ink = INK_GREY};
    struct paper *p = s->flow.paper;
    double y = PAPER_HEIGHT - MM(19);

    paper_line(p, FLOW_LEFT, y, FLOW_LEFT + FLOW_WIDTH, y,
               (struct paper_pen){0.4, INK_RULE, 0});
    if (s->content->check_url) {
        struct paper_set set = paper_set(p,
                                         str_format(s->flow.arena, "%s %s",
                                                    s->flow.words->word[WORD_CHECK].zh,
                                                    s->content->check_url),
                                         style, FLOW_WIDTH * 0.38);

        paper_put(p, &set, FLOW_LEFT, y + 5);
    }
    style.align = ALIGN_RIGHT;
    {
        struct paper_set issuer =
            paper_set(p, s->content->issuer.name, style, FLOW_WIDTH * 0.38);

        paper_put(p, &issuer, FLOW_LEFT + FLOW_WIDTH * 0.62, y + 5);
    }
}

void certificate_frames(struct sheet *s)
{
    int pages = paper_pages(s->flow.paper);

    for (int i = 0; i < pages; i++) {
        paper_select(s->flow.paper, i);
        if (i > 0) {
            put_head(s);
            put_foot(s);
        }
        put_page_number(s, i);
        if (s->content->demonstration)
            put_demo(s);
    }
}

/* ---- the whole ---- */

static const char *created(struct arena *a, const char *issued_at)
{
    if (strlen(issued_at) < 16)
        return str_format(a, "%.10sT00:00:00+08:00", issued_at);
    return str_format(a, "%.10sT%.5s:00+08:00", issued_at, issued_at + 11);
}

static qh_status write_paper(struct sheet *s, struct text *out, struct qh_error *err)
{
    const struct certificate_content *c = s->content;
    const struct layout_words *w = s->flow.words;
    const char *title =
        str_format(s->flow.arena, "%s %s", w->word[sheet_words(s)->title].zh, c->number);
    struct paper_info info = {
        .title = title,
        .author = c->issuer.name,
        .subject = str_format(s->flow.arena, "%s %s %s", c->instrument.name,
                              c->instrument.model, c->instrument.serial),
        .keywords = str_format(s->flow.arena, "%s, %s, %s", c->number, c->client.name,
                               c->record_no),
        .created = created(s->flow.arena, c->issued_at),
    };

    if (paper_pages(s->flow.paper) > PAGES_MAX)
        return qh_fail(err, QH_LIMIT, "certificate.pages", "tables", "%d pages",
                       paper_pages(s->flow.paper));
    return paper_write(s->flow.paper, &info, out, err);
}

qh_status certificate_pdf(struct arena *a, const struct certificate_content *c,
                          const struct layout_words *words, struct text *out,
                          struct qh_error *err)
{
    struct sheet s = {.flow = {.words = words, .arena = a}, .content = c};
    qh_status rc;

    rc = certificate_check(c, err);
    if (rc)
        return rc;
    if (c->check_url) {
        rc = qr_encode(a, c->check_url, &s.qr, err);
        if (rc)
            return rc;
        s.has_qr = true;
    }
    s.flow.paper = paper_open(a, words);
    certificate_cover(&s);
    certificate_second(&s);
    certificate_results(&s);
    certificate_frames(&s);
    rc = write_paper(&s, out, err);
    paper_close(s.flow.paper);
    return rc;
}
