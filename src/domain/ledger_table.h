/* ledger_table.h - the ledgers that can be written as files; for ledger_*.c only. */
#pragma once

#include "base/json.h"
#include "domain/figure.h"
#include "domain/ledger_file.h"

enum ledger_field { FIELD_TEXT, FIELD_INT, FIELD_OPT_INT, FIELD_BOOL };

struct ledger_column {
    const char *key; /* title: "column.<key>" in data/locales/export */
    enum sheet_kind kind;
    int width;
    enum ledger_field field;
    size_t offset;     /* in the item */
    const char *words; /* value "x" is shown as the text of "<words>.x"; or NULL */
};

struct ledger_page {
    const char
        *after; /* in: where it begins, NULL at first; out: the next, NULL at the end */
    int64_t limit;
    struct json_list items;
};

struct ledger {
    const char *name;
    enum right right;
    size_t item_size;
    const struct ledger_column *columns;
    size_t n;
    const char *const *filters; /* names of struct ledger_filter, NULL at the end */
    qh_status (*fetch)(struct ctx *c, const struct ledger_filter *f,
                       struct ledger_page *page);
};

/* Columns of items of type T: the field f under the title `key`. */
#define STR(T, f, key, width)                                                            \
    {                                                                                    \
        key, SHEET_TEXT, width, FIELD_TEXT, offsetof(T, f), NULL                         \
    }
#define WORD(T, f, key, width, words)                                                    \
    {                                                                                    \
        key, SHEET_TEXT, width, FIELD_TEXT, offsetof(T, f), words                        \
    }
#define DAY(T, f, key)                                                                   \
    {                                                                                    \
        key, SHEET_DAY, 12, FIELD_TEXT, offsetof(T, f), NULL                             \
    }
#define TIME(T, f, key)                                                                  \
    {                                                                                    \
        key, SHEET_INSTANT, 17, FIELD_INT, offsetof(T, f), NULL                          \
    }
#define TIME_OR(T, f, key)                                                               \
    {                                                                                    \
        key, SHEET_INSTANT, 17, FIELD_OPT_INT, offsetof(T, f), NULL                      \
    }
#define COUNT(T, f, key)                                                                 \
    {                                                                                    \
        key, SHEET_INT, 9, FIELD_INT, offsetof(T, f), NULL                               \
    }
#define COUNT_OR(T, f, key)                                                              \
    {                                                                                    \
        key, SHEET_INT, 9, FIELD_OPT_INT, offsetof(T, f), NULL                           \
    }
#define YUAN(T, f, key)                                                                  \
    {                                                                                    \
        key, SHEET_YUAN, 13, FIELD_INT, offsetof(T, f), NULL                             \
    }
#define YES(T, f, key)                                                                   \
    {                                                                                    \
        key, SHEET_TEXT, 8, FIELD_BOOL, offsetof(T, f), "yes"                            \
    }

/* The rows behind a figure (ledger_figure.c). */
enum { LEDGER_FIGURES_N = 5, LEDGER_MONEY_N = 4 };
enum { LEDGER_FIGURE_SIZE = sizeof(struct figure_row) };
extern const struct ledger_column LEDGER_FIGURES[LEDGER_FIGURES_N];
extern const struct ledger_column LEDGER_MONEY[LEDGER_MONEY_N];
extern const char *const LEDGER_FIGURE_FILTERS[];
QH_MUST qh_status ledger_figures(struct ctx *c, const struct ledger_filter *f,
                                 struct ledger_page *page);

extern const struct ledger LEDGERS[];
extern const size_t LEDGERS_N;
