/* qh export: a ledger as a file, by the functions that the server uses. */
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/tool.h"
#include "domain/ledger_file.h"
#include "domain/transact.h"

#include <stdio.h>
#include <string.h>

struct exporter {
    struct tool tool;
    struct ledger_order order;
    struct ledger_file file;
    const char *db;
    const char *org;
    const char *to;
    const char *format;
    bool bom;
};

static qh_status write_file(struct ctx *c, void *arg)
{
    struct exporter *x = arg;

    return ledger_write(c, &x->order, x->to, &x->file);
}

static qh_status note(struct ctx *c, void *arg)
{
    const struct exporter *x = arg;

    return ledger_note(c, &x->order, &x->file);
}

static qh_status find_format(struct exporter *x, struct qh_error *err)
{
    x->order.format = x->bom ? SHEET_CSV_BOM : SHEET_CSV;
    if (!x->format || strcmp(x->format, "xlsx") == 0)
        x->order.format = SHEET_XLSX;
    else if (strcmp(x->format, "csv") != 0)
        return qh_fail(err, QH_INVALID, "cli.option", "--format", "%s", x->format);
    if (!x->order.lang)
        x->order.lang = "zh-CN";
    return QH_OK;
}

static qh_status export_file(struct exporter *x, struct qh_error *err)
{
    qh_status rc = ctx_read(x->tool.store, &x->tool.c, write_file, x);

    if (!rc)
        rc = ctx_write(x->tool.store, &x->tool.c, note, x);
    *err = x->tool.c.err;
    return rc;
}

static qh_status export_all(struct exporter *x, struct qh_error *err)
{
    qh_status rc = find_format(x, err);

    if (!rc)
        rc = tool_open(&x->tool, x->db, x->org, err);
    if (!rc)
        rc = export_file(x, err);
    return rc;
}

int cli_export(int argc, char **argv)
{
    struct exporter x = {0};
    struct ledger_filter *f = &x.order.filter;
    const struct option table[] = {
        {"--db", OPTION_TEXT, &x.db, true},
        {"--ledger", OPTION_TEXT, &x.order.ledger, true},
        {"--to", OPTION_TEXT, &x.to, true},
        {"--org", OPTION_TEXT, &x.org, false},
        {"--format", OPTION_TEXT, &x.format, false},
        {"--bom", OPTION_FLAG, &x.bom, false},
        {"--lang", OPTION_TEXT, &x.order.lang, false},
        {"--columns", OPTION_TEXT, &x.order.columns, false},
        {"--state", OPTION_TEXT, &f->state, false},
        {"--office", OPTION_TEXT, &f->office_id, false},
        {"--enterprise", OPTION_TEXT, &f->enterprise_id, false},
        {"--q", OPTION_TEXT, &f->q, false},
        {"--due", OPTION_TEXT, &f->due, false},
        {"--mine", OPTION_TEXT, &f->mine, false},
        {"--work", OPTION_TEXT, &f->work, false},
        {"--sort", OPTION_TEXT, &f->sort, false},
        {"--kind", OPTION_TEXT, &f->kind, false},
        {"--division", OPTION_TEXT, &f->division, false},
        {"--from", OPTION_TEXT, &f->from, false},
        {"--until", OPTION_TEXT, &f->until, false},
        {"--officer", OPTION_TEXT, &f->officer_id, false},
        {"--handler", OPTION_TEXT, &f->handler_id, false},
        {"--item", OPTION_TEXT, &f->item, false},
        {"--route", OPTION_TEXT, &f->route, false},
        {"--source", OPTION_TEXT, &f->source, false},
        {"--light", OPTION_TEXT, &f->light, false},
        {"--ground", OPTION_TEXT, &f->ground, false},
        {"--number", OPTION_TEXT, &f->number, false},
        {"--industry", OPTION_TEXT, &f->industry, false},
        {"--size", OPTION_TEXT, &f->size, false},
        {"--park", OPTION_TEXT, &f->park, false},
        {"--unpaired", OPTION_TEXT, &f->unpaired, false},
        {"--due-before", OPTION_TEXT, &f->due_before, false},
        {"--booking", OPTION_TEXT, &f->booking_id, false},
        {"--metric", OPTION_TEXT, &f->metric, false},
        {"--axis", OPTION_TEXT, &f->axis, false},
        {"--value", OPTION_TEXT, &f->value, false},
        {"--from-month", OPTION_TEXT, &f->from_month, false},
        {"--until-month", OPTION_TEXT, &f->until_month, false},
    };
    struct qh_error err = {0};
    qh_status rc = options_read(argc, argv, table, LEN(table), &err);

    if (!rc)
        rc = export_all(&x, &err);
    tool_done(&x.tool);
    if (rc)
        return cli_failed("export", &err);
    (void)fprintf(stderr, "%lld rows\n", (long long)x.file.rows);
    return 0;
}
