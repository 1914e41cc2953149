#include "document/bulletin.h"

#include "base/json.h"
#include "document/flow.h"

/* ---- shape ---- */

static const char *const ALIGNS[] = {"centre", "left", "number", NULL};

static const struct json_field COLUMN_SHAPE[] = {
    JSON_STR(struct cert_column, label, JSON_REQUIRED, 60),
    JSON_ENUM(struct cert_column, align, JSON_REQUIRED, ALIGNS),
    JSON_INT(struct cert_column, weight, JSON_REQUIRED, 1, 100),
};
static const struct json_field ROW_SHAPE[] = {
    JSON_STRS(struct cert_row, cells, JSON_REQUIRED, CERT_COLUMNS_MAX, BULLETIN_TEXT_MAX),
};
static const struct json_field SECTION_SHAPE[] = {
    JSON_STR(struct bulletin_section, title, JSON_REQUIRED, 60),
    JSON_STRS(struct bulletin_section, paragraphs, JSON_REQUIRED, 60, BULLETIN_TEXT_MAX),
    JSON_OBJS(struct bulletin_section, columns, JSON_REQUIRED, COLUMN_SHAPE,
              struct cert_column, CERT_COLUMNS_MAX),
    JSON_OBJS(struct bulletin_section, rows, JSON_REQUIRED, ROW_SHAPE, struct cert_row,
              BULLETIN_ROWS_MAX),
    JSON_STR(struct bulletin_section, note, JSON_OPTIONAL, 300),
};
const struct json_field BULLETIN_SHAPE[] = {
    JSON_STR(struct bulletin_content, masthead, JSON_REQUIRED, 40),
    JSON_STR(struct bulletin_content, issue, JSON_REQUIRED, 40),
    JSON_STR(struct bulletin_content, org, JSON_REQUIRED, 100),
    JSON_STR(struct bulletin_content, day, JSON_REQUIRED, 40),
    JSON_STR(struct bulletin_content, period, JSON_REQUIRED, 80),
    JSON_STR(struct bulletin_content, mark, JSON_OPTIONAL, 40),
    JSON_OBJS(struct bulletin_content, sections, JSON_REQUIRED, SECTION_SHAPE,
              struct bulletin_section, BULLETIN_SECTIONS_MAX),
};
const size_t BULLETIN_SHAPE_N = LEN(BULLETIN_SHAPE);

qh_status bulletin_from_json(struct arena *a, struct text json,
                             struct bulletin_content *out, struct qh_error *err)
{
    struct json *v = NULL;
    const qh_status rc = json_parse(a, json, &v, err);

    return rc ? rc : json_decode(a, v, BULLETIN_SHAPE, BULLETIN_SHAPE_N, out, err);
}

struct text bulletin_to_json(struct arena *a, const struct bulletin_content *b)
{
    struct json_writer w;
    struct buf to;

    buf_init(&to, a);
    json_begin(&w, &to);
    json_encode(&w, BULLETIN_SHAPE, BULLETIN_SHAPE_N, b);
    return buf_text(&to);
}

/* ---- paper ---- */

/* Masthead in red, spread; below it issue, office and day; a red rule that is thick, then
 * thin, as official briefings have it. */
static void put_masthead(struct flow *f, const struct bulletin_content *b)
{
    const struct paper_style head = {
        .face = FACE_SERIF_BOLD, .size = 34, .ink = INK_SEAL, .align = ALIGN_CENTRE};
    const struct paper_style issue = {
        .face = FACE_SERIF, .size = 13, .align = ALIGN_CENTRE};
    const struct paper_style left = {.face = FACE_SERIF, .size = 11.5};
    const struct paper_style right = {
        .face = FACE_SERIF, .size = 11.5, .align = ALIGN_RIGHT};
    struct paper *p = f->paper;
    const double side = MM(18);
    struct paper_set set = paper_set_spread(p, b->masthead, head, FLOW_WIDTH - 2 * side);

    f->y = MM(30);
    paper_tag_begin(p, "H1", NULL);
    paper_put(p, &set, FLOW_LEFT + side, f->y);
    paper_tag_end(p, "H1");
    f->y += set.height + 10;
    set = paper_set(p, b->issue, issue, FLOW_WIDTH);
    paper_tag_begin(p, "P", NULL);
    paper_put(p, &set, FLOW_LEFT, f->y);
    f->y += set.height + 8;
    set = paper_set(p, b->org, left, FLOW_WIDTH * 0.7);
    paper_put(p, &set, FLOW_LEFT, f->y);
    set = paper_set(p, b->day, right, FLOW_WIDTH);
    paper_put(p, &set, FLOW_LEFT, f->y);
    paper_tag_end(p, "P");
    f->y += set.height + 4;
    paper_line(p, FLOW_LEFT, f->y, FLOW_LEFT + FLOW_WIDTH, f->y,
               (struct paper_pen){2.2, INK_SEAL, 0});
    paper_line(p, FLOW_LEFT, f->y + 3.4, FLOW_LEFT + FLOW_WIDTH, f->y + 3.4,
               (struct paper_pen){0.7, INK_SEAL, 0});
    f->y += 18;
}

static void put_section(struct flow *f, const struct bulletin_section *s)
{
    static const struct paper_style TEXT_STYLE = {
        .face = FACE_SERIF, .size = 11.5, .line = 1.7};
    static const struct paper_style NOTE_STYLE = {
        .face = FACE_SERIF, .size = 9, .ink = INK_GREY, .line = 1.5};
    const char **paragraphs = s->paragraphs.p;
    /* The table keeps its own heading on its page. */
    const bool is_table = s->columns.n > 0 && s->paragraphs.n == 0;

    if (!is_table) {
        flow_need(f, flow_heading_height() + 50);
        flow_heading(f, 1, s->title, NULL);
        flow_space(f, 3);
    }
    for (size_t i = 0; i < s->paragraphs.n; i++)
        flow_text(f, str_format(f->arena, "　　%s", paragraphs[i]), TEXT_STYLE);
    if (s->columns.n > 0)
        flow_table(f, &(struct flow_table){.columns = s->columns.p,
                                           .columns_n = s->columns.n,
                                           .rows = s->rows.p,
                                           .rows_n = s->rows.n,
                                           .title = is_table ? s->title : NULL,
                                           .level = 1});
    if (s->note && *s->note)
        flow_text(f, s->note, NOTE_STYLE);
    flow_space(f, 8);
}

static void put_page_marks(struct paper *p, struct arena *a,
                           const struct bulletin_content *b)
{
    const struct paper_style number = {
        .face = FACE_SERIF, .size = 9, .align = ALIGN_CENTRE};
    const struct paper_style mark = {
        .face = FACE_SANS_BOLD, .size = 8, .ink = INK_SEAL, .align = ALIGN_CENTRE};
    const int pages = paper_pages(p);

    for (int i = 0; i < pages; i++) {
        struct paper_set set;

        paper_select(p, i);
        set =
            paper_set(p, str_format(a, "— %d / %d —", i + 1, pages), number, FLOW_WIDTH);
        paper_put(p, &set, FLOW_LEFT, PAPER_HEIGHT - MM(17));
        if (!b->mark || !*b->mark)
            continue;
        set = paper_set(p, b->mark, mark, FLOW_WIDTH);
        paper_put(p, &set, FLOW_LEFT, MM(9));
    }
}

qh_status bulletin_pdf(struct arena *a, const struct bulletin_content *b,
                       const char *created, const struct layout_words *words,
                       struct text *out, struct qh_error *err)
{
    const struct bulletin_section *sections = b->sections.p;
    struct flow f = {.words = words, .arena = a};
    const struct paper_info info = {
        .title = str_format(a, "%s %s", b->masthead, b->issue),
        .author = b->org,
        .subject = b->period,
        .keywords = b->issue,
        .created = str_format(a, "%.10sT00:00:00+08:00", created),
    };
    qh_status rc;

    f.paper = paper_open(a, words);
    flow_page(&f);
    put_masthead(&f, b);
    for (size_t i = 0; i < b->sections.n; i++) {
        paper_outline(f.paper, sections[i].title);
        put_section(&f, &sections[i]);
    }
    put_page_marks(f.paper, a, b);
    rc = paper_write(f.paper, &info, out, err);
    paper_close(f.paper);
    return rc;
}
