#include "store/run.h"

#include "store/driver.h"

#include <string.h>

enum { FIRST_ROWS = 16 };

/* ---- values in ---- */

struct sql_value sql_of_int(int64_t v)
{
    return (struct sql_value){.type = SQL_INT, .i = v};
}

struct sql_value sql_of_opt_int(struct opt_int v)
{
    return (struct sql_value){.type = SQL_INT, .i = v.v, .null = !v.has};
}

struct sql_value sql_of_text(const char *s, bool may_be_null)
{
    return (struct sql_value){
        .type = SQL_TEXT, .t = text_of(s), .null = !s, .missing = !s && !may_be_null};
}

struct sql_value sql_of_bytes(struct text t, bool may_be_null)
{
    return (struct sql_value){
        .type = SQL_BYTES, .t = t, .null = !t.p && (may_be_null || t.len)};
}

/* ---- catalogue ---- */

int catalogue_index(const struct sql_catalogue *c, const struct sql_statement *st)
{
    if (st < c->statements || st >= c->statements + c->n_statements)
        return -1;
    return (int)(st - c->statements);
}

const char *catalogue_constraint(const struct sql_catalogue *c, const char *columns)
{
    for (size_t i = 0; i < c->n_constraints; i++)
        if (strcmp(c->constraints[i].columns, columns) == 0)
            return c->constraints[i].name;
    return columns;
}

bool tx_failed_on(const struct qh_error *err, const char *constraint)
{
    const size_t n = strlen(constraint);

    return strncmp(err->key, "store.", 6) == 0 &&
           strncmp(err->detail, constraint, n) == 0 && err->detail[n] == ':';
}

/* ---- transactions ---- */

bool tx_can_write(const struct tx *tx)
{
    return tx->can_write;
}

bool tx_is_postgres(const struct tx *tx)
{
    return tx->driver->engine == SQL_ENGINE_POSTGRES;
}

qh_status tx_call(struct tx *tx, tx_work work, void *arg, struct qh_error *err)
{
    struct qh_error own = {0};
    qh_status rc = work(tx, arg, &own);

    if (rc == QH_OK && tx->spoiled)
        rc = qh_fail(&own, QH_BUG, "store.after_failure", "",
                     "a failure of the engine was passed over");
    if (rc && err)
        *err = own;
    return rc;
}

qh_status tx_try(struct tx *tx, tx_work work, void *arg, struct qh_error *err)
{
    qh_status rc;

    if (tx->spoiled)
        return qh_fail(err, QH_BUG, "store.after_failure", "", "savepoint");
    tx->depth++;
    rc = tx->driver->mark(tx->conn, DRIVER_MARK, tx->depth, err);
    if (rc) {
        tx->spoiled = true;
        tx->depth--;
        return rc;
    }
    rc = tx_call(tx, work, arg, err);
    if (rc == QH_OK) {
        rc = tx->driver->mark(tx->conn, DRIVER_KEEP, tx->depth, err);
        tx->spoiled = rc != QH_OK;
    } else if (!tx->driver->wants_repeat(tx->conn) &&
               tx->driver->in_transaction(tx->conn)) {
        tx->spoiled = tx->driver->mark(tx->conn, DRIVER_UNDO, tx->depth, NULL) != QH_OK;
    } else {
        tx->spoiled = true;
    }
    tx->depth--;
    return rc;
}

/* ---- running ---- */

qh_status tx_start(struct tx *tx, const struct sql_call *call, bool stream,
                   struct cursor *out, struct qh_error *err)
{
    const struct sql_statement *st;
    const struct sql_form *form;
    qh_status rc;

    if (call->number < 0)
        return qh_fail(err, QH_INVALID, "store.combination", "",
                       "filters that are not offered together");
    st = &tx->catalogue->statements[call->number];
    if (tx->spoiled)
        return qh_fail(err, QH_BUG, "store.after_failure", "", "%s", st->name);
    form = &st->form[tx->driver->engine];
    if (!form->sql)
        return qh_fail(err, QH_BUG, "store.sql", "", "%s is not for %s", st->name,
                       tx->driver->name);
    for (size_t i = 0; i < form->n_params; i++) {
        if (!call->values[form->params[i].input].missing)
            continue;
        tx->spoiled = true;
        return qh_fail(err, QH_BUG, "store.null", "", "%s: parameter %zu is NULL",
                       st->name, i + 1);
    }
    rc = tx->driver->start(tx->conn, st, call->values, stream, out, err);
    if (rc)
        tx->spoiled = true;
    return rc;
}

qh_status tx_next(struct tx *tx, struct cursor *k, bool *out_has, struct qh_error *err)
{
    const qh_status rc = tx->driver->next(k, out_has, err);

    if (rc)
        tx->spoiled = true;
    return rc;
}

static enum sql_type plain(uint8_t type)
{
    switch ((enum sql_type)type) {
    case SQL_TEXT:
    case SQL_OPT_TEXT:
        return SQL_TEXT;
    case SQL_BYTES:
    case SQL_OPT_BYTES:
        return SQL_BYTES;
    case SQL_INT:
    case SQL_OPT_INT:
        break;
    }
    return SQL_INT;
}

static struct text copy(struct arena *a, struct text t)
{
    return (struct text){.p = text_copy(a, t), .len = t.len};
}

/* Puts one value into the struct. */
static qh_status put(struct arena *a, const struct sql_column *column,
                     const struct sql_value *v, const char *name, char *row,
                     struct qh_error *err)
{
    void *to = row + column->offset;
    const bool may_be_null = column->type >= SQL_OPT_TEXT;

    if (v->null) {
        if (may_be_null)
            return QH_OK; /* the row is zeroed */
        return qh_fail(err, QH_BUG, "store.null", "", "%s: column %s", name,
                       column->name);
    }
    switch ((enum sql_type)column->type) {
    case SQL_INT:
        *(int64_t *)to = v->i;
        break;
    case SQL_OPT_INT:
        *(struct opt_int *)to = OPT_INT(v->i);
        break;
    case SQL_TEXT:
    case SQL_OPT_TEXT:
        if (memchr(v->t.p, 0, v->t.len))
            return qh_fail(err, QH_BUG, "store.type", "", "%s: NUL in column %s", name,
                           column->name);
        *(const char **)to = text_copy(a, v->t);
        break;
    case SQL_BYTES:
    case SQL_OPT_BYTES:
        *(struct text *)to = copy(a, v->t);
        break;
    }
    return QH_OK;
}

static qh_status read_row(struct tx *tx, struct cursor *k, struct arena *a,
                          const struct sql_shape *shape, void *row, struct qh_error *err)
{
    qh_status rc;

    for (size_t i = 0; i < shape->n_columns; i++) {
        const struct sql_column *column = &shape->columns[i];
        struct sql_value v;

        rc = tx->driver->column(k, i, plain(column->type), &v, err);
        if (rc == QH_OK)
            rc = put(a, column, &v, k->statement->name, row, err);
        if (rc) {
            tx->spoiled = true;
            return rc;
        }
    }
    if (arena_is_over(a))
        return qh_fail(err, QH_LIMIT, "store.memory", "", "%s", k->statement->name);
    return QH_OK;
}

qh_status sql_run_one(struct tx *tx, struct arena *a, const struct sql_call *call,
                      void *out, struct qh_error *err)
{
    struct cursor k = {0};
    bool has = false;
    qh_status rc = tx_start(tx, call, false, &k, err);

    if (rc)
        return rc;
    rc = tx_next(tx, &k, &has, err);
    if (rc == QH_OK && !has)
        rc = qh_fail(err, QH_NOT_FOUND, "store.no_row", "", "%s", k.statement->name);
    if (rc == QH_OK) {
        void *row = arena_alloc(a, 1, call->shape->size);

        rc = read_row(tx, &k, a, call->shape, row, err);
        if (rc == QH_OK)
            rc = tx_next(tx, &k, &has, err);
        if (rc == QH_OK && has)
            rc = qh_fail(err, QH_BUG, "store.sql", "", "%s: more than one row",
                         k.statement->name);
        if (rc == QH_OK)
            memcpy(out, row, call->shape->size);
    }
    tx->driver->finish(&k);
    return rc;
}

/* Room for one more row; the array doubles, the old one stays behind in the arena. */
static char *room(struct arena *a, const struct sql_shape *shape, char *rows, size_t n,
                  size_t *cap)
{
    char *wider;

    if (n < *cap)
        return rows;
    *cap = *cap ? *cap * 2 : FIRST_ROWS;
    wider = arena_alloc(a, *cap, shape->size);
    if (n)
        memcpy(wider, rows, n * shape->size);
    return wider;
}

qh_status sql_run_many(struct tx *tx, struct arena *a, const struct sql_call *call,
                       struct sql_rows *out, struct qh_error *err)
{
    struct cursor k = {0};
    char *rows = NULL;
    size_t n = 0;
    size_t cap = 0;
    qh_status rc = tx_start(tx, call, false, &k, err);

    if (rc)
        return rc;
    for (;;) {
        bool has = false;

        rc = tx_next(tx, &k, &has, err);
        if (rc || !has)
            break;
        if (n == ROWS_MAX) {
            rc = qh_fail(err, QH_LIMIT, "store.rows", "", "%s", k.statement->name);
            break;
        }
        rows = room(a, call->shape, rows, n, &cap);
        rc = read_row(tx, &k, a, call->shape, rows + n * call->shape->size, err);
        if (rc)
            break;
        n++;
    }
    tx->driver->finish(&k);
    if (rc == QH_OK)
        *out = (struct sql_rows){.p = rows, .n = n};
    return rc;
}

qh_status sql_run_each(struct tx *tx, const struct sql_call *call,
                       const struct sql_each *each, struct qh_error *err)
{
    struct cursor k = {0};
    struct arena a;
    qh_status rc = tx_start(tx, call, true, &k, err);

    if (rc)
        return rc;
    arena_init(&a, 0);
    for (;;) {
        bool has = false;
        void *row;

        rc = tx_next(tx, &k, &has, err);
        if (rc || !has)
            break;
        arena_reset(&a);
        row = arena_alloc(&a, 1, call->shape->size);
        rc = read_row(tx, &k, &a, call->shape, row, err);
        if (rc)
            break;
        rc = each->row(each->arg, row, err);
        if (rc)
            break;
    }
    tx->driver->finish(&k);
    arena_done(&a);
    return rc;
}
