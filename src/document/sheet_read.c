#include "document/sheet_read.h"

#include "base/csv.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

/* What the parser of one part of the workbook knows. */
struct part {
    struct arena *arena;
    XML_Parser xml;
    struct qh_error *err;
    qh_status rc; /* of a handler */
    bool in_text; /* inside <t> or <v> */
    char *text;   /* SHEET_READ_CELL + 1 */
    size_t text_n;
    /* shared texts */
    const char **shared;
    size_t shared_n;
    /* the sheet */
    sheet_line_fn row;
    void *arg;
    const char **cells; /* SHEET_READ_COLUMNS */
    size_t n;
    size_t column;
    int line;
    bool is_shared;
    size_t rows;
};

static void stop(struct part *p, qh_status rc)
{
    p->rc = rc;
    (void)XML_StopParser(p->xml, XML_FALSE);
}

static void refuse(struct part *p, qh_status status, const char *key)
{
    stop(p, qh_fail(p->err, status, key, "", "line %d", p->line));
}

/* A workbook has no document type; one that has could declare entities. */
static void XMLCALL on_doctype(void *arg, const XML_Char *name, const XML_Char *system,
                               const XML_Char *public_id, int has_subset)
{
    (void)name;
    (void)system;
    (void)public_id;
    (void)has_subset;
    refuse(arg, QH_INVALID, "import.file");
}

static void XMLCALL on_text(void *arg, const XML_Char *s, int length)
{
    struct part *p = arg;
    const size_t n = (size_t)length;

    if (!p->in_text)
        return;
    if (p->text_n + n > SHEET_READ_CELL) {
        refuse(p, QH_LIMIT, "import.cell");
        return;
    }
    memcpy(p->text + p->text_n, s, n);
    p->text_n += n;
}

/* The part of a name after its prefix. */
static const char *local(const XML_Char *name)
{
    const char *colon = strrchr(name, ':');

    return colon ? colon + 1 : name;
}

static const char *attribute(const XML_Char **list, const char *name)
{
    for (size_t i = 0; list[i]; i += 2)
        if (strcmp(local(list[i]), name) == 0)
            return list[i + 1];
    return NULL;
}

static const char *take_text(struct part *p)
{
    const char *out = text_copy(p->arena, (struct text){p->text, p->text_n});

    p->text_n = 0;
    return out;
}

/* ---- shared texts ---- */

static void XMLCALL shared_start(void *arg, const XML_Char *name, const XML_Char **list)
{
    struct part *p = arg;

    (void)list;
    if (strcmp(local(name), "t") == 0)
        p->in_text = true;
    if (strcmp(local(name), "si") == 0)
        p->text_n = 0;
}

static void XMLCALL shared_end(void *arg, const XML_Char *name)
{
    struct part *p = arg;

    if (strcmp(local(name), "t") == 0)
        p->in_text = false;
    if (strcmp(local(name), "si") != 0)
        return;
    if (p->shared_n == SHEET_TEXTS_MAX)
        refuse(p, QH_LIMIT, "import.size");
    else
        p->shared[p->shared_n++] = take_text(p);
}

/* ---- the sheet ---- */

/* "BC12" -> 54; SHEET_READ_COLUMNS where it is too far or none. */
static size_t column_of(const char *place)
{
    size_t n = 0;

    for (; *place >= 'A' && *place <= 'Z' && n <= SHEET_READ_COLUMNS; place++)
        n = n * 26 + (size_t)(*place - 'A') + 1;
    return n > 0 && n <= SHEET_READ_COLUMNS ? n - 1 : SHEET_READ_COLUMNS;
}

static void start_row(struct part *p, const char *number)
{
    p->line = number ? (int)strtol(number, NULL, 10) : p->line + 1;
    p->cells = ARENA_ARRAY(p->arena, SHEET_READ_COLUMNS, const char *);
    p->n = 0;
    p->column = SHEET_READ_COLUMNS;
}

static void start_cell(struct part *p, const XML_Char **list)
{
    const char *place = attribute(list, "r");
    const char *type = attribute(list, "t");

    p->column = place ? column_of(place) : p->n;
    p->is_shared = type && strcmp(type, "s") == 0;
    p->text_n = 0;
    if (p->column >= SHEET_READ_COLUMNS || !p->cells)
        refuse(p, QH_LIMIT, "import.columns");
}

static void XMLCALL sheet_start(void *arg, const XML_Char *name, const XML_Char **list)
{
    struct part *p = arg;
    const char *tag = local(name);

    if (strcmp(tag, "row") == 0)
        start_row(p, attribute(list, "r"));
    else if (strcmp(tag, "c") == 0)
        start_cell(p, list);
    else if (strcmp(tag, "v") == 0 || strcmp(tag, "t") == 0)
        p->in_text = true;
}

static void end_cell(struct part *p)
{
    const char *value = take_text(p);

    if (p->is_shared) {
        const size_t at = (size_t)strtoul(value, NULL, 10);

        value = at < p->shared_n ? p->shared[at] : "";
    }
    p->cells[p->column] = value;
    if (p->n <= p->column)
        p->n = p->column + 1;
}

static void end_row(struct part *p)
{
    bool blank = true;
    qh_status rc;

    for (size_t i = 0; i < p->n; i++) {
        if (!p->cells[i])
            p->cells[i] = "";
        blank = blank && !*p->cells[i];
    }
    if (blank)
        return;
    if (++p->rows > SHEET_READ_ROWS) {
        refuse(p, QH_LIMIT, "import.rows");
        return;
    }
    rc = p->row(p->arg, &(struct sheet_line){p->line, p->cells, p->n}, p->err);
    if (rc)
        stop(p, rc);
}

static void XMLCALL sheet_end(void *arg, const XML_Char *name)
{
    struct part *p = arg;
    const char *tag = local(name);

    if (strcmp(tag, "v") == 0 || strcmp(tag, "t") == 0)
        p->in_text = false;
    else if (strcmp(tag, "c") == 0)
        end_cell(p);
    else if (strcmp(tag, "row") == 0)
        end_row(p);
}

/* ---- a part ---- */

static qh_status feed(void *arg, const char *bytes, size_t n, struct qh_error *err)
{
    struct part *p = arg;

    if (XML_Parse(p->xml, bytes, (int)n, n == 0) == XML_STATUS_OK || p->rc)
        return p->rc;
    return qh_fail(err, QH_INVALID, "import.file", "", "%s",
                   XML_ErrorString(XML_GetErrorCode(p->xml)));
}

static qh_status read_part(struct part *p, struct text file, const char *entry,
                           size_t *unpacked, struct qh_error *err)
{
    const bool is_sheet = p->row != NULL;
    qh_status rc;

    p->err = err;
    p->xml = XML_ParserCreate(NULL);
    if (!p->xml)
        abort();
    XML_SetUserData(p->xml, p);
    XML_SetStartDoctypeDeclHandler(p->xml, on_doctype);
    XML_SetCharacterDataHandler(p->xml, on_text);
    XML_SetElementHandler(p->xml, is_sheet ? sheet_start : shared_start,
                          is_sheet ? sheet_end : shared_end);
    rc = sheet_unzip(file, entry, unpacked, feed, p, err);
    XML_ParserFree(p->xml);
    return rc;
}

static qh_status read_xlsx(struct arena *a, struct text file, sheet_line_fn row,
                           void *arg, struct qh_error *err)
{
    struct part shared = {.arena = a};
    struct part sheet = {.arena = a, .row = row, .arg = arg};
    size_t unpacked = 0;
    qh_status rc;

    shared.text = sheet.text = ARENA_ARRAY(a, SHEET_READ_CELL + 1, char);
    shared.shared = ARENA_ARRAY(a, SHEET_TEXTS_MAX, const char *);
    rc = read_part(&shared, file, "xl/sharedStrings.xml", &unpacked, err);
    if (rc)
        return rc;
    sheet.shared = shared.shared;
    sheet.shared_n = shared.shared_n;
    rc = read_part(&sheet, file, "xl/worksheets/sheet1.xml", &unpacked, err);
    if (!rc && sheet.rows == 0)
        return qh_fail(err, QH_INVALID, "import.file", "", "no rows in the first sheet");
    return rc;
}

/* ---- CSV ---- */

static const char *unguarded(const char *cell)
{
    return *cell == '\'' && cell[1] && strchr("=+-@\t\r\n", cell[1]) ? cell + 1 : cell;
}

static qh_status read_csv(struct arena *a, struct text file, sheet_line_fn row, void *arg,
                          struct qh_error *err)
{
    struct csv table = {0};
    qh_status rc;

    if (file.len >= 3 && memcmp(file.p, "\xEF\xBB\xBF", 3) == 0)
        file = (struct text){file.p + 3, file.len - 3};
    rc = csv_parse(a, file, &table, err);
    if (rc)
        return rc;
    if (table.rows > SHEET_READ_ROWS)
        return qh_fail(err, QH_LIMIT, "import.rows", "", "%zu rows", table.rows);
    if (table.cols > SHEET_READ_COLUMNS)
        return qh_fail(err, QH_LIMIT, "import.columns", "", "%zu columns", table.cols);
    rc = row(arg, &(struct sheet_line){1, table.names, table.cols}, err);
    for (size_t r = 0; r < table.rows && !rc; r++) {
        const char **cells = ARENA_ARRAY(a, table.cols, const char *);

        for (size_t i = 0; i < table.cols; i++)
            cells[i] = unguarded(csv_cell(&table, r, i));
        rc = row(arg, &(struct sheet_line){(int)r + 2, cells, table.cols}, err);
    }
    return rc;
}

qh_status sheet_read(struct arena *a, struct text file, sheet_line_fn row, void *arg,
                     struct qh_error *err)
{
    if (file.len >= 4 && memcmp(file.p, "PK\x03\x04", 4) == 0)
        return read_xlsx(a, file, row, arg, err);
    return read_csv(a, file, row, arg, err);
}
