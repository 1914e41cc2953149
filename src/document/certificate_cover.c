/* The cover in the official style: issuer, title, fields over rules with small English
 * below, signatures, place of the seal, dates, address, QR code.
 *
 * The fields share the room between number and signatures; a long value takes a second
 * line, and if all of them do the type gets smaller. */
#include "document/certificate_pages.h"

#include <math.h>
#include <string.h>

static const double TITLE_Y = MM(45), NUMBER_Y = MM(78), FIELDS_Y = MM(88),
                    FIELDS_END = MM(191), BLOCK_Y = MM(195), FOOT_Y = MM(257),
                    LABEL_WIDTH = MM(27), LABEL_GAP = MM(4);

enum { FIELDS_MAX = 16 };

struct field {
    enum word word;
    const char *value;
    enum word word2; /* a second field on the line, if value2 */
    const char *value2;
    bool bold;
};

struct field_list {
    struct field p[FIELDS_MAX];
    size_t n;
};

static const struct word_pair *word(const struct sheet *s, enum word w)
{
    return &s->flow.words->word[w];
}

/* ---- head ---- */

static void put_frame(struct sheet *s)
{
    double a = MM(11), b = MM(12.4);

    paper_box(s->flow.paper, a, a, PAPER_WIDTH - 2 * a, PAPER_HEIGHT - 2 * a,
              (struct paper_pen){1.3, INK_TEXT, 0});
    paper_box(s->flow.paper, b, b, PAPER_WIDTH - 2 * b, PAPER_HEIGHT - 2 * b,
              (struct paper_pen){0.4, INK_TEXT, 0});
}

static void put_demo_mark(struct sheet *s)
{
    struct paper_style style = {.face = FACE_SERIF_BOLD, .size = 150, .ink = INK_FAINT};
    struct paper_set set =
        paper_set_spread(s->flow.paper, word(s, WORD_DEMO_MARK)->zh, style, 400);

    paper_put_turned(s->flow.paper, &set, PAPER_WIDTH / 2, PAPER_HEIGHT * 0.5, -35);
}

static void put_centred(struct sheet *s, const struct paper_set *set, double y)
{
    paper_put(s->flow.paper, set, (PAPER_WIDTH - set->width) / 2, y);
}

static void put_issuer(struct sheet *s)
{
    const struct cert_issuer *is = &s->content->issuer;
    struct paper_style style = {.face = FACE_SERIF_BOLD,
                                .size = 21,
                                .align = ALIGN_CENTRE,
                                .spacing = 1.5,
                                .line = 1.25};
    struct paper_set zh =
        paper_set_fit(s->flow.paper, is->name, style, FLOW_WIDTH, 1, 13);

    paper_tag_begin(s->flow.paper, "P", NULL);
    paper_put(s->flow.paper, &zh, FLOW_LEFT, MM(22));
    if (is->name_en) {
        struct paper_style small = {
            .face = FACE_SERIF, .size = 10, .ink = INK_GREY, .align = ALIGN_CENTRE};
        struct paper_set en =
            paper_set_fit(s->flow.paper, is->name_en, small, FLOW_WIDTH, 2, 7);

        paper_put(s->flow.paper, &en, FLOW_LEFT, MM(22) + zh.height + 3);
    }
    paper_tag_end(s->flow.paper, "P");
}

static void put_title(struct sheet *s)
{
    const struct word_pair *w = word(s, sheet_words(s)->title);
    bool is_long = text_chars(text_of(w->zh)) > 4;
    struct paper_style style = {
        .face = FACE_SERIF_BOLD, .size = is_long ? 31 : 38, .line = 1.3};
    struct paper_style small = {.face = FACE_SERIF, .size = 12, .spacing = 1.2};
    struct paper_set zh =
        paper_set_spread(s->flow.paper, w->zh, style, MM(is_long ? 112 : 96));
    struct paper_set en = paper_set(s->flow.paper, w->en, small, 0);

    paper_outline(s->flow.paper, w->zh);
    paper_tag_begin(s->flow.paper, "H1", NULL);
    put_centred(s, &zh, TITLE_Y);
    put_centred(s, &en, TITLE_Y + zh.height + 5);
    paper_tag_end(s->flow.paper, "H1");
}

static void put_number(struct sheet *s)
{
    const struct word_pair *w = word(s, sheet_words(s)->number);
    struct paper_style style = {.face = FACE_SERIF, .size = 11};
    struct paper_style bold = {.face = FACE_SERIF_BOLD, .size = 12.5};
    struct paper_set label = paper_set(
        s->flow.paper, str_format(s->flow.arena, "%s %s", w->zh, w->en), style, 0);
    struct paper_set value = paper_set(s->flow.paper, s->content->number, bold, 0);
    double x = (PAPER_WIDTH - label.width - value.width - 10) / 2;

    paper_tag_begin(s->flow.paper, "P", NULL);
    paper_put(s->flow.paper, &label, x, NUMBER_Y);
    paper_put(s->flow.paper, &value, x + label.width + 10,
              NUMBER_Y + (label.height - value.height) / 2);
    paper_tag_end(s->flow.paper, "P");
}

/* ---- fields ---- */

static void add_field(struct field_list *l, enum word w, const char *value)
{
    if (value && *value)
        l->p[l->n++] = (struct field){.word = w, .value = value};
}

static void add_pair(struct field_list *l, enum word w, const char *value, enum word w2,
                     const char *value2)
{
    if (!value || !*value) {
        add_field(l, w2, value2);
        return;
    }
    add_field(l, w, value);
    l->p[l->n - 1].word2 = w2;
    l->p[l->n - 1].value2 = value2;
}

/* "Max 100 t   Min 1 t   e = 50 kg   d = 50 kg" */
static const char *capacity(struct sheet *s)
{
    const struct cert_instrument *i = &s->content->instrument;
    const char *const parts[][2] = {
        {"Max ", i->max}, {"Min ", i->min}, {"e = ", i->e}, {"d = ", i->d}};
    struct buf b;

    buf_init(&b, s->flow.arena);
    for (size_t k = 0; k < LEN(parts); k++)
        if (parts[k][1]) {
            buf_add_str(&b, b.len ? "\u2003" : "");
            buf_add_str(&b, parts[k][0]);
            buf_add_str(&b, parts[k][1]);
        }
    return buf_str(&b);
}

static const char *basis(struct sheet *s)
{
    struct buf b;

    buf_init(&b, s->flow.arena);
    for (size_t i = 0; i < s->content->basis.n; i++) {
        const struct cert_basis *p = &s->content->basis.p[i];

        buf_add_str(&b, i ? "\n" : "");
        buf_add_str(&b, p->code);
        buf_add_str(&b, p->title ? "  " : "");
        buf_add_str(&b, p->title ? p->title : "");
    }
    return buf_str(&b);
}

static const char *conclusion(struct sheet *s)
{
    const struct certificate_content *c = s->content;

    if (!c->conclusion || !c->conclusion_en)
        return c->conclusion;
    return str_format(s->flow.arena, "%s    %s", c->conclusion, c->conclusion_en);
}

static void list_fields(struct sheet *s, struct field_list *l)
{
    const struct certificate_content *c = s->content;
    const struct cert_instrument *i = &c->instrument;
    const struct kind_words *k = sheet_words(s);

    add_field(l, WORD_CLIENT, c->client.name);
    add_field(l, WORD_CLIENT_ADDRESS, c->client.address);
    add_field(l, WORD_INSTRUMENT,
              i->name_en ? str_format(s->flow.arena, "%s    %s", i->name, i->name_en)
                         : i->name);
    add_pair(l, WORD_MODEL, i->model, WORD_SERIAL, i->serial);
    add_pair(l, WORD_CLASS, i->accuracy_class, WORD_MANAGEMENT, i->management_no);
    add_field(l, WORD_CAPACITY, capacity(s));
    add_field(l, WORD_RANGE, i->range);
    add_field(l, WORD_MAKER, i->maker);
    add_field(l, WORD_STAGE, c->kind == CERTIFICATE_CALIBRATION ? NULL : c->stage);
    add_field(l, k->basis, basis(s));
    add_field(l, k->conclusion, conclusion(s));
    if (c->conclusion)
        l->p[l->n - 1].bold = true;
    add_field(l, WORD_INTERVAL, c->interval);
}

/* Where a field goes; `put` false: only measure. */
struct place {
    double x, y, width;
    bool put;
};

/* A label and its value over a rule; returns the height. */
static double do_field(struct sheet *s, enum word w, const char *value,
                       struct paper_style style, struct place at)
{
    struct paper *p = s->flow.paper;
    struct paper_style label = {.face = FACE_SERIF, .size = 10.5, .line = 1.2};
    struct paper_style small = {
        .face = FACE_SERIF, .size = 6.8, .ink = INK_GREY, .line = 1.2};
    double rule = at.x + LABEL_WIDTH + LABEL_GAP;
    struct paper_set zh, en, v;
    double h, base;

    v = paper_set_fit(p, value, style, at.x + at.width - rule - 4, 2, style.size - 2);
    h = fmax(v.height, 14) + 9;
    if (!at.put)
        return h;
    base = at.y + h - 4.5;
    zh = paper_set_spread(p, word(s, w)->zh, label, LABEL_WIDTH);
    en = paper_set(p, word(s, w)->en, small, 0);
    paper_tag_begin(p, "P", NULL);
    paper_put(p, &zh, at.x, base - 2.5 - zh.height);
    paper_put(p, &en, at.x, base - 0.5);
    paper_put(p, &v, rule + 2, base - 2 - v.height);
    paper_tag_end(p, "P");
    paper_line(p, rule, base, at.x + at.width, base,
               (struct paper_pen){0.5, INK_RULE, 0});
    return h;
}

/* One field, or two side by side on a common base line; returns the height. */
static double do_line(struct sheet *s, const struct field *f, struct paper_style style,
                      double y, bool put)
{
    double half = FLOW_WIDTH / 2 - MM(3);
    struct paper_style first = style;
    struct place one = {FLOW_LEFT, y, f->value2 ? half : FLOW_WIDTH, false};
    struct place two = {FLOW_LEFT + FLOW_WIDTH - half, y, half, false};
    double h1, h2 = 0;

    if (f->bold)
        first.face = FACE_SERIF_BOLD;
    h1 = do_field(s, f->word, f->value, first, one);
    if (f->value2)
        h2 = do_field(s, f->word2, f->value2, style, two);
    if (!put)
        return fmax(h1, h2);
    one.put = two.put = true;
    one.y += fmax(0, h2 - h1);
    two.y += fmax(0, h1 - h2);
    (void)do_field(s, f->word, f->value, first, one);
    if (f->value2)
        (void)do_field(s, f->word2, f->value2, style, two);
    return fmax(h1, h2);
}

static void put_fields(struct sheet *s)
{
    static const double SIZES[] = {11.5, 10.5, 9.5, 8.5};
    struct field_list l = {0};
    struct paper_style style = {.face = FACE_SERIF, .line = 1.25};
    double sum = 0, gap, y = FIELDS_Y;

    list_fields(s, &l);
    for (size_t k = 0; k < LEN(SIZES); k++) {
        sum = 0;
        style.size = SIZES[k];
        for (size_t i = 0; i < l.n; i++)
            sum += do_line(s, &l.p[i], style, 0, false);
        if (sum <= FIELDS_END - FIELDS_Y)
            break;
    }
    gap = fmax(0, fmin(10, (FIELDS_END - FIELDS_Y - sum) / (double)l.n));
    for (size_t i = 0; i < l.n; i++)
        y += do_line(s, &l.p[i], style, y, true) + gap;
}

/* ---- signatures, seal, dates ---- */

static void put_signature(struct sheet *s, enum word w, const struct cert_person *who,
                          double y)
{
    struct paper *p = s->flow.paper;
    struct paper_style label = {.face = FACE_SERIF, .size = 10.5, .line = 1.2};
    struct paper_style small = {
        .face = FACE_SERIF, .size = 6.8, .ink = INK_GREY, .line = 1.2};
    struct paper_style name = {.face = FACE_SERIF, .size = 13, .line = 1.2};
    double x = MM(116), rule = MM(139), end = FLOW_LEFT + FLOW_WIDTH;
    const char *args[] = {"at", who->signed_at, NULL};
    struct paper_set zh = paper_set_spread(p, word(s, w)->zh, label, MM(18));
    struct paper_set en = paper_set(p, word(s, w)->en, small, 0);
    struct paper_set v = paper_set_fit(p, who->name, name, end - rule - 4, 1, 8);

    paper_tag_begin(p, "P", NULL);
    paper_put(p, &zh, x, y + 20 - 2.5 - zh.height);
    paper_put(p, &en, x, y + 20 - 0.5);
    paper_put(p, &v, rule + (end - rule - v.width) / 2, y + 20 - 2 - v.height);
    if (who->signed_at) {
        struct paper_set at =
            paper_set(p, layout_words_fill(s->flow.arena, word(s, WORD_SIGNED)->zh, args),
                      small, 0);

        paper_put(p, &at, rule + (end - rule - at.width) / 2, y + 21.5);
    }
    paper_tag_end(p, "P");
    paper_line(p, rule, y + 20, end, y + 20, (struct paper_pen){0.5, INK_RULE, 0});
}

/* The place of the seal, in the colour of seals; the seal itself is stamped or signed. */
static void put_seal(struct sheet *s)
{
    struct paper *p = s->flow.paper;
    double x = MM(64), y = BLOCK_Y + MM(27), r = MM(20);
    struct paper_style style = {.face = FACE_SERIF, .size = 10.5, .ink = INK_SEAL};
    const char *text =
        str_format(s->flow.arena, "(%s)", word(s, sheet_words(s)->seal)->zh);
    struct paper_set zh = paper_set(p, text, style, 0);
    struct paper_set en;

    style.size = 7;
    en = paper_set(p, word(s, sheet_words(s)->seal)->en, style, 0);
    paper_circle(p, x, y, r, (struct paper_pen){0.5, INK_SEAL, 0});
    paper_put(p, &zh, x - zh.width / 2, y - zh.height / 2 - 3);
    paper_put(p, &en, x - en.width / 2, y + 6);
}

static void put_date(struct sheet *s, enum word w, const char *day, double *y)
{
    struct paper *p = s->flow.paper;
    struct paper_style label = {.face = FACE_SERIF, .size = 10.5, .line = 1.2};
    struct paper_style small = {
        .face = FACE_SERIF, .size = 6.8, .ink = INK_GREY, .line = 1.2};
    struct paper_style style = {.face = FACE_SERIF_BOLD, .size = 11.5, .line = 1.2};
    double x = MM(116), rule = MM(139);
    struct paper_set zh, en, v;

    if (!day)
        return;
    zh = paper_set_spread(p, word(s, w)->zh, label, MM(20));
    en = paper_set(p, word(s, w)->en, small, 0);
    v = paper_set(p, sheet_day(s, day), style, 0);
    paper_tag_begin(p, "P", NULL);
    paper_put(p, &zh, x, *y);
    paper_put(p, &en, x, *y + zh.height + 1);
    paper_put(p, &v, rule + (FLOW_LEFT + FLOW_WIDTH - rule - v.width) / 2,
              *y + (zh.height - v.height) / 2);
    paper_tag_end(p, "P");
    *y += 26;
}

static void put_block(struct sheet *s)
{
    const struct certificate_content *c = s->content;
    const struct kind_words *k = sheet_words(s);
    double y = BLOCK_Y + MM(35.5);

    put_seal(s);
    put_signature(s, WORD_APPROVER, &c->approver, BLOCK_Y);
    put_signature(s, k->checker, &c->checker, BLOCK_Y + MM(11));
    put_signature(s, k->officer, &c->officer, BLOCK_Y + MM(22));
    put_date(s, WORD_RECEIVED, c->kind == CERTIFICATE_CALIBRATION ? c->received_on : NULL,
             &y);
    put_date(s, k->tested, c->tested_on, &y);
    put_date(s, WORD_VALID, c->valid_until, &y);
}

/* ---- foot ---- */

static void put_contact(struct sheet *s)
{
    const struct cert_issuer *is = &s->content->issuer;
    const struct {
        enum word word;
        const char *value;
    } rows[] = {{WORD_AUTHORISATION, is->authorisation},
                {WORD_ADDRESS, is->address},
                {WORD_POSTCODE, is->postcode},
                {WORD_PHONE, is->phone},
                {WORD_FAX, is->fax},
                {WORD_EMAIL, is->email}};
    struct paper_style style = {.face = FACE_SERIF, .size = 7.8, .line = 1.42};
    struct buf b;
    struct paper_set set;

    buf_init(&b, s->flow.arena);
    for (size_t i = 0; i < LEN(rows); i++) {
        if (!rows[i].value)
            continue;
        if (b.len)
            buf_add_str(&b, rows[i].word == WORD_PHONE ? "\u2003" : "\n");
        buf_add_format(&b, "%s %s: %s", word(s, rows[i].word)->zh,
                       word(s, rows[i].word)->en, rows[i].value);
    }
    set = paper_set(s->flow.paper, buf_str(&b), style, FLOW_WIDTH - MM(34));
    paper_tag_begin(s->flow.paper, "P", NULL);
    paper_put(s->flow.paper, &set, FLOW_LEFT, FOOT_Y + 2);
    paper_tag_end(s->flow.paper, "P");
}

/* Attributes of a link; a quote in the address is left out. */
static const char *link_to(struct sheet *s)
{
    struct buf b;

    buf_init(&b, s->flow.arena);
    buf_add_str(&b, "uri='");
    for (const char *c = s->content->check_url; *c; c++)
        if (*c != '\'' && *c != '\\')
            buf_add_char(&b, *c);
    buf_add_str(&b, "'");
    return buf_str(&b);
}

static void put_qr(struct sheet *s)
{
    struct paper *p = s->flow.paper;
    double side = MM(21), x = FLOW_LEFT + FLOW_WIDTH - side - MM(4), y = FOOT_Y - MM(1.5);
    struct paper_style style = {.face = FACE_SERIF,
                                .size = 7,
                                .ink = INK_GREY,
                                .align = ALIGN_CENTRE,
                                .line = 1.2};
    struct paper_set caption = paper_set(p, word(s, WORD_QR)->zh, style, side + MM(10));

    if (!s->has_qr)
        return;
    paper_tag_begin(p, "Link", link_to(s));
    paper_modules(p, s->qr.module, s->qr.size, x, y, side);
    paper_tag_end(p, "Link");
    paper_put(p, &caption, x - MM(5), y + side + 2.5);
}

void certificate_cover(struct sheet *s)
{
    (void)paper_add_page(s->flow.paper);
    if (s->content->demonstration)
        put_demo_mark(s);
    put_frame(s);
    put_issuer(s);
    put_title(s);
    put_number(s);
    put_fields(s);
    put_block(s);
    paper_line(s->flow.paper, FLOW_LEFT, FOOT_Y - MM(3.5), FLOW_LEFT + FLOW_WIDTH,
               FOOT_Y - MM(3.5), (struct paper_pen){0.4, INK_RULE, 0});
    put_contact(s);
    put_qr(s);
}
