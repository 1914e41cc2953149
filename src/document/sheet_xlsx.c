/* libxlsxwriter in its mode of constant memory: rows go to a temporary file in their
 * order; texts stand in the cells. */
#include "document/sheet_inner.h"

#include "base/text.h"

#include <string.h>
#include <xlsxwriter.h>

enum { HEAD_ROW = 2, FIRST_ROW = 3, ZONE_MS = 8 * 3600 * 1000 };

/* Days from 1899-12-30, where spreadsheets begin to count, to 1970-01-01. */
enum { EPOCH_DAY = 25569 };

struct book {
    struct arena *arena;
    lxw_workbook *file;
    lxw_worksheet *page;
    lxw_format *formats[5]; /* by enum sheet_kind */
    char *text;             /* room for a text that is cut */
    bool failed;
};

static qh_status failed(struct qh_error *err, lxw_error code)
{
    return qh_fail(err, QH_IO, "sheet.write", "", "%s", lxw_strerror(code));
}

static lxw_format *new_format(struct book *b, const char *number)
{
    lxw_format *f = workbook_add_format(b->file);

    format_set_font_name(f, "SimSun");
    format_set_font_size(f, 10);
    format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
    if (number)
        format_set_num_format(f, number);
    else
        format_set_text_wrap(f);
    return f;
}

static void make_formats(struct book *b)
{
    static const char *const NUMBERS[] = {NULL, "0", "#,##0.00", "yyyy-mm-dd",
                                          "yyyy-mm-dd hh:mm"};

    for (size_t i = 0; i < LEN(NUMBERS); i++)
        b->formats[i] = new_format(b, NUMBERS[i]);
}

static void set_up_paper(struct book *b, const struct sheet_head *head)
{
    worksheet_set_landscape(b->page);
    worksheet_set_paper(b->page, 9);                      /* A4 */
    worksheet_gridlines(b->page, LXW_SHOW_ALL_GRIDLINES); /* also on paper */
    worksheet_fit_to_pages(b->page, 1, 0);
    worksheet_set_margins(b->page, 0.5, 0.5, 0.6, 0.6);
    (void)worksheet_set_footer(b->page, str_format(b->arena, "&C%s", head->page));
    (void)worksheet_repeat_rows(b->page, HEAD_ROW, HEAD_ROW);
    worksheet_freeze_panes(b->page, FIRST_ROW, 0);
}

static void put_head(struct book *b, const struct sheet_head *head)
{
    const lxw_col_t last = (lxw_col_t)(head->n - 1);
    lxw_format *title = workbook_add_format(b->file);
    lxw_format *note = workbook_add_format(b->file);
    lxw_format *names = new_format(b, NULL);

    format_set_font_name(title, "SimHei");
    format_set_font_size(title, 16);
    format_set_align(title, LXW_ALIGN_CENTER);
    format_set_font_name(note, "SimSun");
    format_set_font_size(note, 9);
    format_set_bold(names);
    format_set_align(names, LXW_ALIGN_CENTER);
    format_set_bg_color(names, 0xE9ECEF);
    for (size_t i = 0; i < head->n; i++)
        (void)worksheet_set_column(b->page, (lxw_col_t)i, (lxw_col_t)i,
                                   head->columns[i].width, NULL);
    (void)worksheet_set_row(b->page, 0, 26, NULL);
    (void)worksheet_merge_range(b->page, 0, 0, 0, last, head->title, title);
    (void)worksheet_write_string(b->page, 1, 0, head->note, note);
    for (size_t i = 0; i < head->n; i++)
        (void)worksheet_write_string(b->page, HEAD_ROW, (lxw_col_t)i,
                                     head->columns[i].title, names);
}

qh_status book_open(struct arena *a, const char *path, const struct sheet_head *head,
                    struct book **out, struct qh_error *err)
{
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    struct book *b = arena_alloc(a, 1, sizeof *b);

    b->arena = a;
    b->text = arena_alloc(a, 1, 4 * SHEET_TEXT_MAX + 1);
    b->file = workbook_new_opt(path, &options);
    if (!b->file)
        return failed(err, LXW_ERROR_MEMORY_MALLOC_FAILED);
    b->page = workbook_add_worksheet(b->file, NULL);
    if (!b->page) {
        (void)workbook_close(b->file);
        return failed(err, LXW_ERROR_CREATING_TMPFILE);
    }
    make_formats(b);
    set_up_paper(b, head);
    put_head(b, head);
    *out = b;
    return QH_OK;
}

/* Cut to the characters that a cell may hold; control characters, which XML has not, are
 * blanks. */
static const char *clean(struct book *b, const char *text)
{
    size_t chars = 0;
    size_t n = 0;

    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        chars += (*p & 0xC0U) != 0x80U;
        if (chars > SHEET_TEXT_MAX)
            break;
        b->text[n++] = (char)(*p < 0x20 && *p != '\t' && *p != '\n' ? ' ' : *p);
    }
    b->text[n] = '\0';
    return b->text;
}

static bool is_plain(const char *text)
{
    size_t n = 0;

    for (; text[n]; n++)
        if ((unsigned char)text[n] < 0x20 || n >= SHEET_TEXT_MAX)
            return false;
    return true;
}

/* "YYYY-MM-DD"; false: not a day, which then stays a text. */
static bool day_of(const char *text, lxw_datetime *out)
{
    char *end = NULL;

    *out = (lxw_datetime){0};
    out->year = (int)strtol(text, &end, 10);
    if (*end != '-')
        return false;
    out->month = (int)strtol(end + 1, &end, 10);
    if (*end != '-')
        return false;
    out->day = (int)strtol(end + 1, &end, 10);
    return *end == '\0';
}

struct place {
    lxw_row_t row;
    lxw_col_t col;
    enum sheet_kind kind;
};

static lxw_error put_number(struct book *b, const struct place *at, double v)
{
    return worksheet_write_number(b->page, at->row, at->col, v, b->formats[at->kind]);
}

/* To the minute. */
static lxw_error put_instant(struct book *b, const struct place *at, int64_t ms)
{
    const int64_t minutes = (ms + ZONE_MS) / 60000;

    return put_number(b, at, (double)minutes / 1440.0 + EPOCH_DAY);
}

static lxw_error put_cell(struct book *b, const struct place *at,
                          const struct sheet_cell *c)
{
    lxw_format *format = b->formats[at->kind];
    lxw_datetime day;

    if (at->kind == SHEET_INT && c->has)
        return put_number(b, at, (double)c->number);
    if (at->kind == SHEET_YUAN && c->has)
        return put_number(b, at, (double)c->number / 100.0);
    if (at->kind == SHEET_INSTANT && c->has)
        return put_instant(b, at, c->number);
    if (!c->text || !*c->text)
        return LXW_NO_ERROR;
    if (at->kind == SHEET_DAY && day_of(c->text, &day))
        return worksheet_write_datetime(b->page, at->row, at->col, &day, format);
    return worksheet_write_string(b->page, at->row, at->col,
                                  is_plain(c->text) ? c->text : clean(b, c->text),
                                  format);
}

qh_status book_row(struct book *b, const struct sheet *s, const struct sheet_cell *cells,
                   struct qh_error *err)
{
    struct place at = {.row = (lxw_row_t)(s->rows + FIRST_ROW - 1)};
    lxw_error code = LXW_NO_ERROR;

    for (size_t i = 0; i < s->n && code == LXW_NO_ERROR; i++) {
        at.col = (lxw_col_t)i;
        at.kind = s->columns[i].kind;
        code = put_cell(b, &at, &cells[i]);
    }
    return code == LXW_NO_ERROR ? QH_OK : failed(err, code);
}

qh_status book_close(struct book *b, struct qh_error *err)
{
    const lxw_error code = workbook_close(b->file);

    return code == LXW_NO_ERROR ? QH_OK : failed(err, code);
}
