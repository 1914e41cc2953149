#include "domain/ledger_table.h"

qh_status ledger_figures(struct ctx *c, const struct ledger_filter *f,
                         struct ledger_page *page)
{
    struct figure_rows_page out = {0};
    const qh_status rc = figure_rows(c,
                                     &(struct figure_rows_filter){
                                         .metric = f->metric,
                                         .from = f->from_month,
                                         .until = f->until_month,
                                         .axis = f->axis,
                                         .value = f->value,
                                         .after = page->after,
                                         .limit = page->limit,
                                     },
                                     &out);

    *page = (struct ledger_page){out.next, page->limit, out.items};
    return rc;
}

/* clang-format off */
const struct ledger_column LEDGER_FIGURES[LEDGER_FIGURES_N] = {
    STR(struct figure_row, label, "label", 30),
    WORD(struct figure_row, entity, "entity", 12, "entity"),
    TIME(struct figure_row, at_ms, "at"),
    STR(struct figure_row, at.division, "division_code", 10),
    COUNT(struct figure_row, amount, "figure"),
};

const struct ledger_column LEDGER_MONEY[LEDGER_MONEY_N] = {
    STR(struct figure_row, label, "label", 30),
    TIME(struct figure_row, at_ms, "at"),
    STR(struct figure_row, at.division, "division_code", 10),
    YUAN(struct figure_row, amount, "amount"),
};
/* clang-format on */

const char *const LEDGER_FIGURE_FILTERS[] = {"metric",     "axis",        "value",
                                             "from_month", "until_month", NULL};
