/* expr_fuzz.c - expressions: compiled, evaluated, shown with the numbers put in.
 *
 * The input is one expression.  Names of one letter have values: numbers, a list, a
 * table, a text; the others have none. */
#include "target.h"

#include "rule/expr.h"

#include <stdlib.h>
#include <string.h>

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void set(struct scope *s, const char *name, struct value v)
{
    int32_t slot = names_find(s->names, text_of(name));

    if (slot >= 0)
        s->slots[slot] = v;
}

static void fill_scope(struct scope *s)
{
    static const struct dec LIST[] = {{1, 0}, {25, -1}, {-3, 0}, {4, 2}};
    static const struct json TEXT_NODE = {.kind = JSON_STRING, .text = {"abc", 3}};

    set(s, "x", (struct value){.kind = VALUE_NUMBER, .num = dec_int(3)});
    set(s, "y", (struct value){.kind = VALUE_NUMBER, .num = dec_scaled(-25, -1)});
    set(s, "z", (struct value){.kind = VALUE_NUMBER});
    set(s, "l", (struct value){.kind = VALUE_LIST, .list = LIST, .n = 4});
    set(s, "t", (struct value){.kind = VALUE_TABLE, .list = LIST, .n = 2});
    set(s, "s", value_of(&TEXT_NODE));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text source = {(const char *)data, size};
    struct qh_error err = {.status = QH_OK};
    struct expr *e = NULL;
    struct names names;
    struct scope scope;
    struct arena a;
    struct dec v = dec_int(0);

    arena_init(&a, 0);
    names_init(&names, &a);
    if (expr_compile(&a, &names, source, &e, &err)) {
        require(err.key[0] && err.detail[0]);
    } else {
        scope_init(&scope, &a, &names, NULL);
        fill_scope(&scope);
        if (expr_eval(e, &scope, &v, &err))
            require(err.key[0] && err.detail[0]);
        else
            require(dec_text(&a, v)[0]);
        require(expr_fill(&a, e, &scope) != NULL);
    }
    arena_done(&a);
    return 0;
}
