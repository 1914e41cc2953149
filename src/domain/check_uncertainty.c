/* check_uncertainty.c - no calibration certificate states a U below the claim that was
 * frozen with its record.
 *
 * The record is judged anew from its readings and its frozen input, which holds the
 * claims of the day on which it was opened; U is never below them there (rule/budget.h).
 * From that judgement the contents are made once more, and each U that the paper states
 * is compared with the U at the same place: it must not be less.
 */
#include "domain/check_parts.h"

#include "base/dec.h"
#include "base/text.h"
#include "domain/certificate_content.h"
#include "domain/record_work.h"
#include "store/sql_check.h"

/* The judgement as it is today, in place of the one that is stored. */
static qh_status judge_anew(struct ctx *c, struct certificate_draft *d)
{
    struct method_judged judged = {0};
    struct record_work w = {0};
    const char *text = NULL;
    struct json *v = NULL;
    qh_status rc = record_take(c, d->record->id, &w);

    if (!rc)
        rc = record_judge(c, &w, w.row.set_no, &judged);
    if (!rc)
        rc = record_result_json(c, &w, &judged, false, &text);
    if (!rc)
        rc = json_parse(c->arena, text_of(text), &v, &c->err);
    if (!rc)
        d->record->result = json_member(v, "current");
    return rc;
}

struct anew {
    struct json *content;
    const struct json *words;
};

static qh_status make_anew(struct ctx *c, const struct sql_check_calibrations *e,
                           struct anew *out)
{
    struct certificate_draft d = {
        .kind = "calibration", .number = e->number, .year = e->year, .serial = e->serial};
    struct text text = {0};
    qh_status rc = certificate_draft_take(c, e->record_id, &d);

    if (!rc)
        rc = judge_anew(c, &d);
    if (!rc)
        rc = certificate_content_make(c, &d, &text);
    out->words = d.words;
    return rc ? rc : json_parse(c->arena, text, &out->content, &c->err);
}

static const struct json *item(const struct json *list, size_t i)
{
    const struct json *x = list ? list->first : NULL;

    while (x && i--)
        x = x->next;
    return x;
}

static const char *cell_at(const struct json *table, size_t row, size_t column)
{
    const struct json *cell =
        item(json_member(item(json_member(table, "rows"), row), "cells"), column);

    return cell ? cell->text.p : NULL;
}

/* A dash where there is no budget stays one. */
static bool is_below(const char *stated, const char *least)
{
    struct dec s = {0};
    struct dec l = {0};

    if (dec_parse(text_of(least), &l))
        return !str_equal(stated, least);
    return !stated || dec_parse(text_of(stated), &s) || dec_compare(s, l) < 0;
}

static qh_status check_column(struct check_run *r, const char *id,
                              const struct json *stated, const struct json *made,
                              size_t column)
{
    const struct json *rows = json_member(made, "rows");
    const struct check_row at = {"certificate", id, "uncertainty"};
    qh_status rc = QH_OK;

    for (size_t i = 0; rows && i < rows->count && !rc; i++) {
        const char *least = cell_at(made, i, column);
        const char *is = cell_at(stated, i, column);

        r->rows++;
        if (is_below(is, least))
            rc = check_wrong(r, &at, least, is);
    }
    return rc;
}

/* A heading with the word for U, of either procedure. */
static bool is_of_u(const struct json *words, const struct json *column)
{
    const char *label = json_str(column, "label", "");

    return text_starts(text_of(label), text_of(json_str(words, "gcol.u", "-"))) ||
           str_equal(label, json_str(words, "col.u", "-"));
}

/* The table of the same test and set of readings; NULL: it is not there. */
static const struct json *same_table(const struct json *tables, const struct json *like)
{
    for (const struct json *t = tables ? tables->first : NULL; t; t = t->next)
        if (str_equal(json_str(t, "title", ""), json_str(like, "title", "-")) &&
            str_equal(json_str(t, "phase", ""), json_str(like, "phase", "-")))
            return t;
    return NULL;
}

static qh_status check_tables(struct check_run *r, const char *id,
                              const struct anew *made, const struct json *stated)
{
    const struct json *tables = json_member(stated, "tables");
    qh_status rc = QH_OK;

    for (const struct json *s = tables ? tables->first : NULL; s && !rc; s = s->next) {
        const struct json *table = same_table(json_member(made->content, "tables"), s);
        const struct json *columns = json_member(table, "columns");

        for (size_t k = 0; columns && k < columns->count && !rc; k++)
            if (is_of_u(made->words, item(columns, k)))
                rc = check_column(r, id, s, table, k);
    }
    return rc;
}

static qh_status check_one(void *arg, const struct sql_check_calibrations *e,
                           struct qh_error *err)
{
    struct check_run *r = arg;
    const struct arena_mark mark = arena_here(r->c->arena);
    const struct check_row at = {"certificate", e->id, "contents"};
    struct json *stated = NULL;
    struct anew made = {0};
    qh_status rc = make_anew(r->c, e, &made);

    (void)err;
    r->rows++;
    if (!rc)
        rc = json_parse(r->c->arena, text_of(e->content), &stated, &r->c->err);
    if (!rc) {
        rc = check_tables(r, e->id, &made, stated);
    } else if (rc != QH_IO && rc != QH_BUSY) {
        const char *key = str_copy(r->c->arena, r->c->err.key);

        r->c->err = (struct qh_error){0};
        rc = check_wrong(r, &at, "contents that can be made from the record", key);
    }
    arena_return(r->c->arena, mark);
    return rc;
}

qh_status check_uncertainty(struct check_run *r)
{
    return sql_check_calibrations(r->c->tx, r->c->org, check_one, r, &r->c->err);
}
