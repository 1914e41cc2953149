/* ledger_table.h - the ledgers that can be written as files; for ledger_*.c only. */
#pragma once

#include "base/json.h"
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

extern const struct ledger LEDGERS[];
extern const size_t LEDGERS_N;
