#include "domain/ledger_table.h"

#include "base/days.h"
#include "base/id.h"
#include "base/text.h"
#include "domain/history.h"
#include "domain/phrase.h"

#include <string.h>

enum { PAGE = 500, LABELS_MAX = 24, LABEL_MAX = 24 };

/* clang-format off */
#define F(name) {#name, offsetof(struct ledger_filter, name)}
static const struct given {
    const char *name;
    size_t offset;
} GIVEN[] = {
    F(state), F(office_id), F(enterprise_id), F(q), F(due), F(mine), F(work), F(sort), F(kind),
    F(division), F(from), F(until), F(officer_id), F(handler_id), F(item), F(route), F(source), F(light), F(ground), F(number), F(industry),
    F(size), F(park), F(unpaired), F(due_before), F(booking_id), F(metric), F(axis), F(value), F(from_month), F(until_month),
};
#undef F
/* clang-format on */
_Static_assert(sizeof(struct ledger_filter) == LEN(GIVEN) * sizeof(const char *),
               "every filter has its name");

/* Of the file, in their order. */
struct columns {
    const struct ledger_column **p;
    size_t n;
};

static const char *given(const struct ledger_filter *f, const struct given *g)
{
    const char *const *at = (const void *)((const char *)f + g->offset);

    return *at;
}

static const struct ledger *find_ledger(const char *name)
{
    for (size_t i = 0; i < LEDGERS_N; i++)
        if (str_equal(LEDGERS[i].name, name))
            return &LEDGERS[i];
    return NULL;
}

static bool knows(const struct ledger *l, const char *filter)
{
    for (const char *const *f = l->filters; *f; f++)
        if (str_equal(*f, filter))
            return true;
    return false;
}

/* ---- columns ---- */

static const struct ledger_column *column_of(const struct ledger *l, const char *key,
                                             size_t n)
{
    for (size_t i = 0; i < l->n; i++)
        if (strlen(l->columns[i].key) == n && memcmp(l->columns[i].key, key, n) == 0)
            return &l->columns[i];
    return NULL;
}

/* Those that are asked for, in that order; all of them if none is. */
static qh_status choose_columns(struct ctx *c, const struct ledger *l, const char *asked,
                                struct columns *out)
{
    out->p = ARENA_ARRAY(c->arena, SHEET_COLUMNS_MAX, const struct ledger_column *);
    out->n = 0;
    if (!asked || !*asked) {
        for (size_t i = 0; i < l->n; i++)
            out->p[out->n++] = &l->columns[i];
        return QH_OK;
    }
    while (*asked) {
        const size_t n = strcspn(asked, ",");
        const struct ledger_column *k = column_of(l, asked, n);

        if (!k || out->n == l->n)
            return qh_fail(&c->err, QH_INVALID, "export.column", "columns", "%.40s",
                           asked);
        out->p[out->n++] = k;
        asked += n + (asked[n] == ',');
    }
    return QH_OK;
}

qh_status ledger_may(struct ctx *c, const struct ledger_order *o)
{
    const struct ledger *l = find_ledger(o->ledger);
    struct columns columns = {0};

    if (!l)
        return qh_fail(&c->err, QH_NOT_FOUND, "export.ledger", "", "%.40s", o->ledger);
    if (!ctx_can(c, l->right))
        return qh_fail(&c->err, QH_DENIED, "auth.denied", "", "export %s", l->name);
    for (size_t i = 0; i < LEN(GIVEN); i++)
        if (given(&o->filter, &GIVEN[i]) && !knows(l, GIVEN[i].name))
            return qh_fail(&c->err, QH_INVALID, "export.filter", GIVEN[i].name, "%s",
                           l->name);
    return choose_columns(c, l, o->columns, &columns);
}

/* ---- words ---- */

/* The texts of the values of one column, looked up once; they live in the words. */
struct labels {
    size_t n;
    char value[LABELS_MAX][LABEL_MAX];
    const char *text[LABELS_MAX];
};

struct writing {
    struct ctx *c;
    const struct ledger *ledger;
    struct columns columns;
    const struct json *words;
    struct labels *labels; /* by column */
    struct sheet *sheet;
};

static const char *label_of(struct writing *w, size_t column, const char *value)
{
    const char *prefix = w->columns.p[column]->words;
    const size_t size = strlen(value) + 1;
    struct labels *l = &w->labels[column];
    const char *text;

    for (size_t i = 0; i < l->n; i++)
        if (strcmp(l->value[i], value) == 0)
            return l->text[i];
    text = phrase_of(w->c, w->words, prefix, value);
    if (strncmp(text, prefix, strlen(prefix)) == 0)
        return text; /* no such text: the key, which is not kept */
    if (l->n < LABELS_MAX && size <= LABEL_MAX) {
        memcpy(l->value[l->n], value, size);
        l->text[l->n++] = text;
    }
    return text;
}

/* ---- rows ---- */

static struct sheet_cell cell_of(struct writing *w, size_t column, const char *item)
{
    const struct ledger_column *k = w->columns.p[column];
    const void *at = item + k->offset;
    struct sheet_cell cell = {0};

    switch (k->field) {
    case FIELD_TEXT:
        cell.text = *(const char *const *)at;
        if (cell.text && *cell.text && k->words)
            cell.text = label_of(w, column, cell.text);
        break;
    case FIELD_INT:
        cell = (struct sheet_cell){.number = *(const int64_t *)at, .has = true};
        break;
    case FIELD_OPT_INT:
        cell.has = ((const struct opt_int *)at)->has;
        cell.number = ((const struct opt_int *)at)->v;
        break;
    case FIELD_BOOL:
        cell.text = label_of(w, column, *(const bool *)at ? "1" : "0");
        break;
    }
    return cell;
}

static qh_status write_items(struct writing *w, const struct json_list *items)
{
    struct sheet_cell cells[SHEET_COLUMNS_MAX];
    qh_status rc = QH_OK;

    for (size_t i = 0; i < items->n && !rc; i++) {
        const char *item = (const char *)items->p + i * w->ledger->item_size;

        for (size_t k = 0; k < w->columns.n; k++)
            cells[k] = cell_of(w, k, item);
        rc = sheet_row(w->sheet, cells, &w->c->err);
    }
    return rc;
}

/* Page by page; the place of the next page outlives the memory of the one before. */
static qh_status write_pages(struct writing *w, const struct ledger_order *o)
{
    struct ctx *c = w->c;
    const struct arena_mark mark = arena_here(c->arena);
    struct ledger_page page = {.limit = PAGE};
    char after[128];
    qh_status rc = QH_OK;

    do {
        rc = w->ledger->fetch(c, &o->filter, &page);
        if (!rc)
            rc = write_items(w, &page.items);
        if (rc || !page.after)
            break;
        if (strlen(page.after) >= sizeof after)
            return qh_fail(&c->err, QH_BUG, "list.cursor", "", "%.200s", page.after);
        memcpy(after, page.after, strlen(page.after) + 1);
        arena_return(c->arena, mark);
        page = (struct ledger_page){after, PAGE, {0}};
    } while (true);
    return rc;
}

/* ---- head ---- */

/* "state=WIP, due=overdue" */
static const char *filter_text(struct ctx *c, const struct ledger_order *o)
{
    struct buf b;

    buf_init(&b, c->arena);
    for (size_t i = 0; i < LEN(GIVEN); i++) {
        const char *value = given(&o->filter, &GIVEN[i]);

        if (value)
            buf_add_format(&b, "%s%s=%s", b.len ? ", " : "", GIVEN[i].name, value);
    }
    return buf_str(&b);
}

static struct sheet_head head_of(struct writing *w, const struct ledger_order *o)
{
    struct ctx *c = w->c;
    const struct ledger *l = w->ledger;
    const struct columns *k = &w->columns;
    struct sheet_column *columns = ARENA_ARRAY(c->arena, k->n, struct sheet_column);
    const char *filter = filter_text(c, o);
    char day[DAY_LEN + 1];

    day_of_instant(c->calendar, c->now_ms, day);
    for (size_t i = 0; i < k->n; i++)
        columns[i] = (struct sheet_column){phrase_of(c, w->words, "column", k->p[i]->key),
                                           k->p[i]->kind, k->p[i]->width};
    return (struct sheet_head){
        .title = phrase_of(c, w->words, "title", l->name),
        .note = str_format(c->arena, "%s: %s    %s: %s%s%s", phrase(w->words, "made"),
                           day, phrase(w->words, "made_by"), c->actor.name,
                           *filter ? "    " : "", filter),
        .page = phrase(w->words, "page"),
        .columns = columns,
        .n = k->n,
    };
}

/* "诉求台账-20260106.xlsx" */
static const char *file_name(struct ctx *c, const char *title, enum sheet_format format)
{
    char day[DAY_LEN + 1];

    day_of_instant(c->calendar, c->now_ms, day);
    return str_format(c->arena, "%s-%.4s%.2s%.2s.%s", title, day, day + 5, day + 8,
                      sheet_suffix(format));
}

qh_status ledger_write(struct ctx *c, const struct ledger_order *o, const char *path,
                       struct ledger_file *out)
{
    struct writing w = {.c = c, .ledger = find_ledger(o->ledger)};
    struct sheet_head head;
    qh_status rc = ledger_may(c, o);

    if (rc)
        return rc;
    rc = phrase_load(c, "export", o->lang, &w.words);
    if (!rc)
        rc = choose_columns(c, w.ledger, o->columns, &w.columns);
    if (rc)
        return rc;
    w.labels = ARENA_ARRAY(c->arena, w.columns.n, struct labels);
    head = head_of(&w, o);
    out->name = file_name(c, head.title, o->format);
    out->media_type = sheet_media_type(o->format);
    rc = sheet_open(c->arena, path, o->format, &head, &w.sheet, &c->err);
    if (rc)
        return rc;
    rc = write_pages(&w, o);
    if (!rc)
        return sheet_close(w.sheet, &out->rows, &c->err);
    sheet_drop(w.sheet);
    return rc;
}

qh_status ledger_note(struct ctx *c, const struct ledger_order *o,
                      const struct ledger_file *f)
{
    char id[ID_LEN + 1];
    struct json_writer w;
    struct buf b;

    id_make(c->now_ms, c->rand, id);
    buf_init(&b, c->arena);
    json_begin(&w, &b);
    json_object_open(&w);
    json_add_str(&w, "ledger", o->ledger);
    json_add_str(&w, "format", sheet_suffix(o->format));
    json_add_int(&w, "rows", f->rows);
    json_add_str(&w, "filter", filter_text(c, o));
    json_object_close(&w);
    return history_add(c, &(struct history_entry){.entity = "export",
                                                  .entity_id = id,
                                                  .seq = 1,
                                                  .action = "export",
                                                  .from_state = "",
                                                  .to_state = "done",
                                                  .note = "",
                                                  .data = buf_str(&b)});
}
