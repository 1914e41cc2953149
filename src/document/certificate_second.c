/* The second page: what was used, where, and under which conditions. */
#include "document/certificate_pages.h"

enum { PROPERTIES_MAX = 80 };

/* A column of a table of the second page: heading, share, alignment. */
struct column {
    enum word word;
    int64_t weight;
    enum certificate_align align;
};

static const struct column STANDARD_COLUMNS[] = {
    {WORD_COL_NAME, 24, CERT_LEFT},      {WORD_COL_RANGE, 20, CERT_CENTRE},
    {WORD_COL_QUALITY, 24, CERT_CENTRE}, {WORD_COL_APPROVAL, 22, CERT_CENTRE},
    {WORD_COL_VALID, 14, CERT_CENTRE},
};
static const struct column WEIGHT_COLUMNS[] = {
    {WORD_COL_CLASS, 9, CERT_CENTRE},        {WORD_COL_NOMINAL, 13, CERT_CENTRE},
    {WORD_COL_COUNT, 8, CERT_CENTRE},        {WORD_COL_NUMBERS, 32, CERT_LEFT},
    {WORD_COL_CERTIFICATE, 24, CERT_CENTRE}, {WORD_COL_VALID, 14, CERT_CENTRE},
};
static const struct column DEVICE_COLUMNS[] = {
    {WORD_COL_NAME, 22, CERT_LEFT},      {WORD_COL_MODEL, 22, CERT_CENTRE},
    {WORD_COL_QUALITY, 22, CERT_CENTRE}, {WORD_COL_CERTIFICATE, 22, CERT_CENTRE},
    {WORD_COL_VALID, 14, CERT_CENTRE},
};

static const struct word_pair *word(const struct sheet *s, enum word w)
{
    return &s->flow.words->word[w];
}

static void heading(struct sheet *s, enum word w)
{
    flow_need(&s->flow, flow_heading_height() + 40);
    flow_heading(&s->flow, 1, word(s, w)->zh, word(s, w)->en);
}

/* cells: rows * n texts; NULL becomes a dash. */
static void put_table(struct sheet *s, enum word title, const struct column *columns,
                      size_t n, const char *const *cells, size_t rows)
{
    struct cert_column *head = ARENA_ARRAY(s->flow.arena, n, struct cert_column);
    struct cert_row *body = ARENA_ARRAY(s->flow.arena, rows, struct cert_row);

    for (size_t c = 0; c < n; c++) {
        const struct word_pair *w = word(s, columns[c].word);

        head[c].label = str_format(s->flow.arena, "%s\n%s", w->zh, w->en);
        head[c].align = columns[c].align;
        head[c].weight = columns[c].weight;
    }
    for (size_t r = 0; r < rows; r++) {
        body[r].cells.n = n;
        body[r].cells.p = ARENA_ARRAY(s->flow.arena, n, const char *);
        for (size_t c = 0; c < n; c++)
            body[r].cells.p[c] = cells[r * n + c] ? cells[r * n + c] : "—";
    }
    flow_table(&s->flow, &(struct flow_table){.columns = head,
                                              .columns_n = n,
                                              .rows = body,
                                              .rows_n = rows,
                                              .title = word(s, title)->zh,
                                              .title_en = word(s, title)->en,
                                              .level = 1});
}

static void put_standards(struct sheet *s)
{
    const struct certificate_content *c = s->content;
    size_t n = LEN(STANDARD_COLUMNS);
    const char **cells = ARENA_ARRAY(s->flow.arena, c->standards.n * n, const char *);

    if (c->standards.n == 0)
        return;
    for (size_t i = 0; i < c->standards.n; i++) {
        const struct cert_standard *p = &c->standards.p[i];
        const char *row[] = {p->name, p->range, p->quality, p->certificate_no,
                             p->valid_until};

        for (size_t k = 0; k < n; k++)
            cells[i * n + k] = row[k];
    }
    put_table(s, WORD_STANDARDS, STANDARD_COLUMNS, n, cells, c->standards.n);
}

static void put_weights(struct sheet *s)
{
    const struct certificate_content *c = s->content;
    size_t n = LEN(WEIGHT_COLUMNS);
    const char **cells = ARENA_ARRAY(s->flow.arena, c->weights.n * n, const char *);

    if (c->weights.n == 0)
        return;
    for (size_t i = 0; i < c->weights.n; i++) {
        const struct cert_weights *p = &c->weights.p[i];
        const char *row[] = {p->weight_class, p->nominal,        p->count,
                             p->numbers,      p->certificate_no, p->valid_until};

        for (size_t k = 0; k < n; k++)
            cells[i * n + k] = row[k];
    }
    put_table(s, WORD_WEIGHTS, WEIGHT_COLUMNS, n, cells, c->weights.n);
}

static void put_devices(struct sheet *s)
{
    const struct certificate_content *c = s->content;
    size_t n = LEN(DEVICE_COLUMNS);
    const char **cells = ARENA_ARRAY(s->flow.arena, c->devices.n * n, const char *);

    if (c->devices.n == 0)
        return;
    for (size_t i = 0; i < c->devices.n; i++) {
        const struct cert_device *p = &c->devices.p[i];
        const char *number = p->model && p->serial ? str_format(s->flow.arena, "%s / %s",
                                                                p->model, p->serial)
                                                   : (p->model ? p->model : p->serial);
        const char *row[] = {p->name, number, p->quality, p->certificate_no,
                             p->valid_until};

        for (size_t k = 0; k < n; k++)
            cells[i * n + k] = row[k];
    }
    put_table(s, WORD_DEVICES, DEVICE_COLUMNS, n, cells, c->devices.n);
}

/* ---- pairs ---- */

struct pairs {
    struct cert_property p[PROPERTIES_MAX];
    size_t n;
};

static void add_pair(struct sheet *s, struct pairs *l, enum word w, const char *value)
{
    if (value && *value && l->n < PROPERTIES_MAX)
        l->p[l->n++] = (struct cert_property){word(s, w)->zh, value};
}

/* A further property, unless it says again what stands there already. */
static void add_more(struct pairs *l, const struct cert_properties *more)
{
    for (size_t i = 0; i < more->n && l->n < PROPERTIES_MAX; i++) {
        bool known = false;

        for (size_t k = 0; k < l->n; k++)
            known |= str_equal(l->p[k].label, more->p[i].label);
        if (!known)
            l->p[l->n++] = more->p[i];
    }
}

static void put_details(struct sheet *s)
{
    const struct certificate_content *c = s->content;
    struct pairs l = {0};

    if (c->instrument.more.n == 0)
        return;
    add_more(&l, &c->instrument.more);
    heading(s, WORD_DETAILS);
    flow_properties(&s->flow, l.p, l.n);
}

static void put_conditions(struct sheet *s)
{
    const struct certificate_content *c = s->content;
    struct pairs l = {0};

    heading(s, WORD_CONDITIONS);
    add_pair(s, &l, WORD_PLACE, c->place);
    add_pair(s, &l, WORD_TEMPERATURE, c->temperature);
    add_pair(s, &l, WORD_HUMIDITY, c->humidity);
    add_more(&l, &c->conditions);
    flow_properties(&s->flow, l.p, l.n);
}

static void put_statement(struct sheet *s, enum word w, const char *text)
{
    if (!text)
        return;
    heading(s, w);
    flow_text(&s->flow, text, FLOW_BODY);
}

static void put_references(struct sheet *s)
{
    const struct certificate_content *c = s->content;

    heading(s, WORD_REFERENCES);
    for (size_t i = 0; i < c->basis.n; i++) {
        const struct cert_basis *b = &c->basis.p[i];

        flow_text(&s->flow,
                  str_format(s->flow.arena, "%s  %s", b->code, b->title ? b->title : ""),
                  FLOW_BODY);
    }
    flow_text(&s->flow,
              str_format(s->flow.arena, "%s  %s", word(s, WORD_RECORD)->zh, c->record_no),
              FLOW_BODY);
}

static void put_remarks(struct sheet *s)
{
    const struct certificate_content *c = s->content;
    const char *replaced[] = {"number", c->replaces, NULL};
    const char *cancelled[] = {"number", c->cancels, NULL};

    if (!c->replaces && !c->cancels && c->remarks.n == 0)
        return;
    heading(s, WORD_REMARKS);
    if (c->replaces)
        flow_text(&s->flow,
                  layout_words_fill(s->flow.arena, word(s, WORD_REPLACES)->zh, replaced),
                  FLOW_BODY);
    if (c->cancels)
        flow_text(&s->flow,
                  layout_words_fill(s->flow.arena, word(s, WORD_CANCELS)->zh, cancelled),
                  FLOW_BODY);
    for (size_t i = 0; i < c->remarks.n; i++)
        flow_text(&s->flow, c->remarks.p[i], FLOW_BODY);
}

/* At the foot of the second page; on a crowded one they wait for the end. */
void certificate_notes(struct sheet *s, bool wait)
{
    const struct word_pair *note = s->flow.words->notes[s->content->kind];
    struct paper *p = s->flow.paper;
    struct paper_set set, label;
    struct buf b;

    buf_init(&b, s->flow.arena);
    for (int i = 0; note[i].zh; i++)
        buf_add_format(&b, "%s%d. %s  %s", i ? "\n" : "", i + 1, note[i].zh, note[i].en);
    set = paper_set(p, buf_str(&b), FLOW_NOTE, FLOW_WIDTH - 22);
    if (wait && s->flow.y + set.height + 8 > FLOW_BOTTOM)
        return;
    flow_need(&s->flow, set.height + 8);
    s->flow.y = FLOW_BOTTOM - set.height - 6;
    label = paper_set(p, word(s, WORD_NOTES)->zh, FLOW_NOTE, 0);
    paper_line(p, FLOW_LEFT, s->flow.y, FLOW_LEFT + MM(40), s->flow.y,
               (struct paper_pen){0.4, INK_RULE, 0});
    paper_tag_begin(p, "P", NULL);
    paper_put(p, &label, FLOW_LEFT, s->flow.y + 4);
    paper_put(p, &set, FLOW_LEFT + 22, s->flow.y + 4);
    paper_tag_end(p, "P");
    s->has_notes = true;
}

void certificate_second(struct sheet *s)
{
    flow_page(&s->flow);
    paper_outline(s->flow.paper, word(s, WORD_STANDARDS)->zh);
    put_statement(s, WORD_QUALIFICATION, s->content->qualification);
    put_references(s);
    put_statement(s, WORD_TRACEABILITY, s->content->traceability);
    put_standards(s);
    put_weights(s);
    put_devices(s);
    put_conditions(s);
    put_details(s);
    put_remarks(s);
    certificate_notes(s, true);
}
