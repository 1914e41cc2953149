/* The results: failed items, summary, drawings, then every item with its data; what was
 * read before an adjustment stands at the end, void. */
#include "document/certificate_pages.h"
#include "document/figure.h"

static const struct word_pair *word(const struct sheet *s, enum word w)
{
    return &s->flow.words->word[w];
}

static const char *or_dash(const char *s)
{
    return s && *s ? s : "—";
}

static void put_title(struct sheet *s)
{
    const struct word_pair *w = word(s, sheet_words(s)->results);
    struct paper_style style = {.face = FACE_SERIF_BOLD, .size = 17, .line = 1.3};
    struct paper_style small = {.face = FACE_SERIF, .size = 8, .ink = INK_GREY};
    struct paper_set zh = paper_set_spread(s->flow.paper, w->zh, style, MM(42));
    struct paper_set en = paper_set(s->flow.paper, w->en, small, 0);

    paper_outline(s->flow.paper, w->zh);
    paper_tag_begin(s->flow.paper, "H2", NULL);
    paper_put(s->flow.paper, &zh, (PAPER_WIDTH - zh.width) / 2, s->flow.y + 2);
    paper_put(s->flow.paper, &en, (PAPER_WIDTH - en.width) / 2,
              s->flow.y + 3 + zh.height);
    paper_tag_end(s->flow.paper, "H2");
    s->flow.y += zh.height + en.height + 9;
}

static void put_line(struct sheet *s, enum word w, const char *text)
{
    if (text && *text)
        flow_text(&s->flow, str_format(s->flow.arena, "%s  %s", word(s, w)->zh, text),
                  FLOW_BODY);
}

/* A heading is not left alone at the foot of a page: two lines go with it. */
enum { STATEMENT_LEAST = 40 };

/* A statement under its heading, in one language or both. */
static void put_text(struct sheet *s, enum word w, const char *zh, const char *en)
{
    if (!zh)
        return;
    flow_need(&s->flow, flow_heading_height() + STATEMENT_LEAST);
    flow_heading(&s->flow, 1, word(s, w)->zh, word(s, w)->en);
    flow_text(&s->flow, zh, FLOW_BODY);
    if (en)
        flow_text(&s->flow, en, FLOW_BODY);
}

/* A frame with the failed items: the first thing that a notice says. */
static void put_failed(struct sheet *s)
{
    const struct certificate_content *c = s->content;
    struct paper_style bold = {.face = FACE_SERIF_BOLD, .size = 10.5, .line = 1.55};
    struct paper *p = s->flow.paper;
    struct paper_set set;
    struct buf b;

    buf_init(&b, s->flow.arena);
    for (size_t i = 0; i < c->tables.n; i++) {
        const struct cert_table *t = &c->tables.p[i];

        if (t->verdict != CERT_FAIL || t->phase != CERT_FINAL)
            continue;
        buf_add_format(&b, "%s%s %s", b.len ? "\n" : "", word(s, WORD_FAIL_MARK)->zh,
                       t->title);
        if (t->result)
            buf_add_format(&b, "  %s %s", word(s, WORD_RESULT)->zh, t->result);
        if (t->limit)
            buf_add_format(&b, "  %s %s", word(s, WORD_LIMIT)->zh, t->limit);
    }
    if (!b.len)
        return;
    set = paper_set(p, buf_str(&b), bold, FLOW_WIDTH - MM(40));
    flow_need(&s->flow, set.height + 20);
    paper_box(p, FLOW_LEFT, s->flow.y, FLOW_WIDTH, set.height + 12,
              (struct paper_pen){1, INK_SEAL, 0});
    paper_tag_begin(p, "P", NULL);
    bold.ink = INK_SEAL;
    {
        struct paper_set label = paper_set(p, word(s, WORD_FAILED)->zh, bold, 0);

        paper_put(p, &label, FLOW_LEFT + 9, s->flow.y + 6);
    }
    paper_put(p, &set, FLOW_LEFT + MM(34), s->flow.y + 6);
    paper_tag_end(p, "P");
    s->flow.y += set.height + 20;
}

/* A calibration has neither limits nor verdicts: the last two columns are left out. */
static void put_summary(struct sheet *s)
{
    static const enum word HEAD[] = {WORD_COL_ITEM, WORD_COL_CLAUSE, WORD_COL_RESULT,
                                     WORD_COL_LIMIT, WORD_COL_VERDICT};
    static const int64_t SHARE[] = {28, 14, 20, 26, 12};
    const struct certificate_content *c = s->content;
    const size_t shown = LEN(HEAD) - (c->kind == CERTIFICATE_CALIBRATION ? 2 : 0);
    struct cert_column columns[LEN(HEAD)];
    struct cert_row *rows = ARENA_ARRAY(s->flow.arena, c->tables.n, struct cert_row);
    bool judged = false;
    size_t n = 0;

    for (int failed = 1; failed >= 0; failed--)
        for (size_t i = 0; i < c->tables.n; i++) {
            const struct cert_table *t = &c->tables.p[i];
            const char **cells = ARENA_ARRAY(s->flow.arena, LEN(HEAD), const char *);
            bool first = c->kind == CERTIFICATE_NOTICE && t->verdict == CERT_FAIL;

            if (t->hidden || t->phase != CERT_FINAL || first != (failed == 1))
                continue;
            judged |= t->verdict_text || t->limit || t->result;
            cells[0] = t->title;
            cells[1] = or_dash(t->clause);
            cells[2] = or_dash(t->result);
            cells[3] = or_dash(t->limit);
            cells[4] = or_dash(t->verdict_text);
            rows[n].cells = (struct json_strs){cells, shown};
            rows[n++].failed = t->verdict == CERT_FAIL;
        }
    if (!judged)
        return;
    for (size_t i = 0; i < LEN(HEAD); i++)
        columns[i] =
            (struct cert_column){str_format(s->flow.arena, "%s %s", word(s, HEAD[i])->zh,
                                            word(s, HEAD[i])->en),
                                 i ? CERT_CENTRE : CERT_LEFT, SHARE[i]};
    flow_table(&s->flow, &(struct flow_table){.columns = columns,
                                              .columns_n = shown,
                                              .rows = rows,
                                              .rows_n = n,
                                              .title = word(s, WORD_SUMMARY)->zh,
                                              .title_en = word(s, WORD_SUMMARY)->en,
                                              .level = 1});
}

/* Limit, result and conclusion of an item, on one line below its table. */
static void put_verdict(struct sheet *s, const struct cert_table *t)
{
    const struct {
        enum word word;
        const char *value;
    } parts[] = {{WORD_LIMIT, t->limit},
                 {WORD_RESULT, t->result},
                 {WORD_VERDICT, t->verdict_text}};
    struct paper_style style = {.face = FACE_SERIF, .size = 9, .align = ALIGN_RIGHT};
    struct paper_set set;
    struct buf b;

    buf_init(&b, s->flow.arena);
    for (size_t i = 0; i < LEN(parts); i++)
        if (parts[i].value)
            buf_add_format(&b, "%s%s %s", b.len ? "\u2003" : "",
                           word(s, parts[i].word)->zh, parts[i].value);
    if (!b.len)
        return;
    if (t->verdict == CERT_FAIL) {
        style.face = FACE_SERIF_BOLD;
        buf_add_format(&b, " %s", word(s, WORD_FAIL_MARK)->zh);
    }
    set = paper_set(s->flow.paper, buf_str(&b), style, FLOW_WIDTH);
    flow_need(&s->flow, set.height);
    paper_tag_begin(s->flow.paper, "P", NULL);
    paper_put(s->flow.paper, &set, FLOW_LEFT, s->flow.y - 2);
    paper_tag_end(s->flow.paper, "P");
    s->flow.y += set.height + 4;
}

static void put_item(struct sheet *s, const struct cert_table *t)
{
    struct flow_table table = {.columns = t->columns.p,
                               .columns_n = t->columns.n,
                               .rows = t->rows.p,
                               .rows_n = t->rows.n,
                               .tail = 22,
                               .title = t->title,
                               .title_en = t->clause,
                               .level = t->hidden ? 2 : 1};

    if (t->columns.n == 0 && !t->note)
        return;
    if (t->columns.n) {
        flow_table(&s->flow, &table);
    } else {
        flow_need(&s->flow, flow_heading_height() + 40);
        flow_heading(&s->flow, table.level, t->title, t->clause);
    }
    put_verdict(s, t);
    if (t->note)
        flow_text(&s->flow, t->note, FLOW_NOTE);
}

/* An item is a table and the hidden ones after it; a notice has the failed ones first. */
static void put_items(struct sheet *s, enum certificate_phase phase)
{
    const struct certificate_content *c = s->content;
    bool sorted = c->kind == CERTIFICATE_NOTICE && phase == CERT_FINAL;

    for (int pass = sorted ? 0 : 1; pass < 2; pass++) {
        bool now = false;

        for (size_t i = 0; i < c->tables.n; i++) {
            const struct cert_table *t = &c->tables.p[i];

            if (!t->hidden || i == 0)
                now = !sorted || (t->verdict == CERT_FAIL) == (pass == 0);
            if (now && t->phase == phase)
                put_item(s, t);
        }
    }
}

static bool has_phase(const struct certificate_content *c, enum certificate_phase phase)
{
    for (size_t i = 0; i < c->tables.n; i++)
        if (c->tables.p[i].phase == phase)
            return true;
    return false;
}

static void put_phase(struct sheet *s, enum word w)
{
    struct paper_style style = {
        .face = FACE_SERIF_BOLD, .size = 11, .align = ALIGN_CENTRE};
    struct paper_set set =
        paper_set(s->flow.paper,
                  str_format(s->flow.arena, "%s  %s", word(s, w)->zh, word(s, w)->en),
                  style, FLOW_WIDTH);

    flow_need(&s->flow, set.height + 100);
    paper_fill(s->flow.paper, FLOW_LEFT, s->flow.y + 2, FLOW_WIDTH, set.height + 6,
               INK_HEAD);
    paper_tag_begin(s->flow.paper, "H2", NULL);
    paper_put(s->flow.paper, &set, FLOW_LEFT, s->flow.y + 5);
    paper_tag_end(s->flow.paper, "H2");
    s->flow.y += set.height + 14;
}

static void put_end(struct sheet *s)
{
    struct paper_style style = {
        .face = FACE_SERIF, .size = 10, .align = ALIGN_CENTRE, .spacing = 4};
    const struct word_pair *w = word(s, WORD_BELOW_BLANK);
    struct paper_set set = paper_set(s->flow.paper, w->zh, style, FLOW_WIDTH);
    double x = FLOW_LEFT, y;

    flow_need(&s->flow, set.height - 5); /* rather close to the foot than alone */
    y = s->flow.y + 6 + set.height / 2;
    paper_tag_begin(s->flow.paper, "P", NULL);
    paper_put(s->flow.paper, &set, x, s->flow.y + 6);
    paper_tag_end(s->flow.paper, "P");
    paper_line(s->flow.paper, x + MM(40), y, x + FLOW_WIDTH / 2 - 42, y,
               (struct paper_pen){0.4, INK_RULE, 0});
    paper_line(s->flow.paper, x + FLOW_WIDTH / 2 + 42, y, x + FLOW_WIDTH - MM(40), y,
               (struct paper_pen){0.4, INK_RULE, 0});
    s->flow.y += set.height + 8;
}

void certificate_results(struct sheet *s)
{
    const struct certificate_content *c = s->content;
    bool adjusted = has_phase(c, CERT_AS_FOUND);

    flow_page(&s->flow);
    put_title(s);
    if (c->kind != CERTIFICATE_CALIBRATION)
        put_failed(s);
    put_line(s, c->kind == CERTIFICATE_INSPECTION ? WORD_INSPECTED_TO : WORD_VERIFIED_TO,
             c->verified_to);
    put_line(s, WORD_ADJUSTMENT, c->adjustment);
    put_summary(s);
    figure_platform(&s->flow, &c->platform);
    figure_curve(&s->flow, &c->curve);
    if (adjusted)
        put_phase(s, WORD_AS_LEFT);
    put_items(s, CERT_FINAL);
    if (adjusted) {
        put_phase(s, WORD_AS_FOUND);
        put_items(s, CERT_AS_FOUND);
    }
    put_text(s, WORD_UNCERTAINTY, c->uncertainty, NULL);
    put_text(s, WORD_DECISION, c->decision, c->decision_en);
    put_end(s);
    if (!s->has_notes)
        certificate_notes(s, false);
}
