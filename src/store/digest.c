#include "store/digest.h"

#include "base/crypt.h"
#include "store/driver.h"

#include <string.h>

enum { ORG = 0 }; /* place of the organisation in a key */

/* Numbers of the store's own statements, from catalogue->digest_first. */
enum { OWN_PUT, OWN_DROP, OWN_ANY };

/* A row's place and digest. */
struct digested {
    const char *org;
    const char *id;
    char hash[CRYPT_HEX];
    struct digested *next;
};

static const struct sql_digest *digest_of(const struct tx *tx, int number)
{
    return &tx->catalogue->digests[number - 1];
}

static enum sql_type type_of(char letter)
{
    return letter == 'i' ? SQL_INT : letter == 't' ? SQL_TEXT : SQL_BYTES;
}

/* ---- reading ---- */

static qh_status read_value(struct tx *tx, struct cursor *k, size_t i, char letter,
                            struct sql_value *out, struct qh_error *err)
{
    const qh_status rc = tx->driver->column(k, i, type_of(letter), out, err);

    if (rc)
        tx->spoiled = true;
    return rc;
}

static void add_value(struct buf *b, const char *name, const struct sql_value *v)
{
    if (v->null || (v->type == SQL_INT ? v->i == 0 : v->t.len == 0))
        return;
    if (v->type == SQL_INT) {
        buf_add_format(b, "%s i %lld\n", name, (long long)v->i);
        return;
    }
    buf_add_format(b, "%s %c %zu ", name, v->type == SQL_TEXT ? 't' : 'b', v->t.len);
    buf_add(b, v->t);
    buf_add_char(b, '\n');
}

/* One column of the key: the first is the organisation, the others make the id. */
static void add_key(struct buf *id, const struct sql_value *v, bool is_first)
{
    if (!is_first)
        buf_add_char(id, '/');
    if (v->type == SQL_INT)
        buf_add_int(id, v->i);
    else
        buf_add(id, v->t);
}

/* Place and digest of the row under the cursor, whose first columns are the table's. */
static qh_status read_digest(struct tx *tx, struct cursor *k, const struct sql_digest *d,
                             struct arena *a, struct digested *out, struct qh_error *err)
{
    struct sql_value v = {0};
    struct buf all;
    struct buf id;

    buf_init(&all, a);
    buf_init(&id, a);
    for (size_t i = 0; d->columns[i]; i++) {
        const qh_status rc = read_value(tx, k, i, d->columns[i], &v, err);

        if (rc)
            return rc;
        add_value(&all, d->names[i], &v);
        if (i == d->key[ORG])
            out->org = text_copy(a, v.t);
    }
    for (size_t i = ORG + 1; i < d->n_key; i++) {
        const qh_status rc = read_value(tx, k, d->key[i], d->columns[d->key[i]], &v, err);

        if (rc)
            return rc;
        add_key(&id, &v, i == ORG + 1);
    }
    crypt_sha256(buf_text(&all), out->hash);
    out->id = buf_str(&id);
    if (arena_is_over(a))
        return qh_fail(err, QH_LIMIT, "store.memory", "", "%s", d->table);
    return QH_OK;
}

/* ---- writing ---- */

static qh_status put(struct tx *tx, const struct sql_digest *d,
                     const struct digested *row, bool drop, struct qh_error *err)
{
    const struct sql_value values[] = {
        sql_of_text(row->org, false), sql_of_text(d->table, false),
        sql_of_text(row->id, false), sql_of_text(row->hash, false)};
    const struct sql_call call = {
        tx->catalogue->digest_first + (drop ? OWN_DROP : OWN_PUT), values, NULL};

    struct cursor k = {0};
    bool has = false;
    qh_status rc = tx_start(tx, &call, false, &k, err);

    if (rc)
        return rc;
    rc = tx_next(tx, &k, &has, err);
    tx->driver->finish(&k);
    return rc;
}

/* Reads all rows into a list, the last first, and counts them. */
static qh_status take(struct tx *tx, struct cursor *k, struct arena *a,
                      struct digested **out, int64_t *out_count, struct qh_error *err)
{
    const struct sql_digest *d = digest_of(tx, k->statement->digest);
    bool has = true;
    qh_status rc = QH_OK;

    for (;;) {
        struct digested *row;

        rc = tx_next(tx, k, &has, err);
        if (rc || !has)
            return rc;
        row = arena_alloc(a, 1, sizeof *row);
        rc = read_digest(tx, k, d, a, row, err);
        if (rc)
            return rc;
        row->next = *out;
        *out = row;
        (*out_count)++;
    }
}

qh_status digest_change(struct tx *tx, struct cursor *k, int64_t *out_count,
                        struct qh_error *err)
{
    const struct sql_statement *st = k->statement;
    const struct sql_digest *d = digest_of(tx, st->digest);
    struct digested *rows = NULL;
    struct arena a;
    int64_t n = 0;
    qh_status rc;

    arena_init(&a, 0);
    rc = take(tx, k, &a, &rows, &n, err);
    tx->driver->finish(k);
    for (const struct digested *r = rows; r && !rc; r = r->next)
        rc = put(tx, d, r, st->deletes, err);
    arena_done(&a);
    if (!rc)
        *out_count = n;
    return rc;
}

/* ---- walking ---- */

static qh_status open_list(struct tx *tx, int statement, const struct sql_value *values,
                           bool stream, struct cursor *k, struct qh_error *err)
{
    const qh_status rc = tx->driver->start(
        tx->conn, &tx->catalogue->statements[statement], values, stream, k, err);

    if (rc)
        tx->spoiled = true;
    return rc;
}

/* All rows of a table, one after the other. */
struct walk {
    struct tx *tx;
    const struct sql_digest *d;
    digest_fault_fn fault;
    void *arg;
    int64_t rows;
};

typedef qh_status (*row_fn)(struct walk *c, struct cursor *k, struct arena *a,
                            struct qh_error *err);

static qh_status each_row(struct walk *c, int statement, const char *org, row_fn fn,
                          struct qh_error *err)
{
    const struct sql_value values[] = {sql_of_text(org, false)};
    struct cursor k = {0};
    struct arena a;
    bool has = true;
    qh_status rc = open_list(c->tx, statement, values, true, &k, err);

    if (rc)
        return rc;
    arena_init(&a, 0);
    for (;;) {
        rc = tx_next(c->tx, &k, &has, err);
        if (rc || !has)
            break;
        arena_reset(&a);
        rc = fn(c, &k, &a, err);
        if (rc)
            break;
    }
    c->tx->driver->finish(&k);
    arena_done(&a);
    return rc;
}

/* ---- comparing ---- */

static qh_status compare_row(struct walk *c, struct cursor *k, struct arena *a,
                             struct qh_error *err)
{
    struct digested row = {0};
    struct digest_fault f;
    struct sql_value v = {0};
    qh_status rc = read_digest(c->tx, k, c->d, a, &row, err);

    if (!rc)
        rc = read_value(c->tx, k, strlen(c->d->columns), 't', &v, err);
    if (rc)
        return rc;
    c->rows++;
    if (!v.null && text_is(v.t, row.hash))
        return QH_OK;
    f = (struct digest_fault){c->d->table, row.id, v.null ? NULL : text_copy(a, v.t),
                              row.hash};
    return c->fault(c->arg, &f, err);
}

static qh_status report_lost(struct walk *c, struct cursor *k, struct arena *a,
                             struct qh_error *err)
{
    struct digest_fault f = {.table = c->d->table, .expected = "a row"};
    struct sql_value v = {0};
    const qh_status rc = read_value(c->tx, k, 0, 't', &v, err);

    if (rc)
        return rc;
    f.id = text_copy(a, v.t);
    return c->fault(c->arg, &f, err);
}

qh_status digest_check(struct tx *tx, const char *org, digest_fault_fn fault, void *arg,
                       int64_t *out_rows, struct qh_error *err)
{
    struct walk c = {.tx = tx, .fault = fault, .arg = arg};
    qh_status rc = QH_OK;

    for (size_t i = 0; i < tx->catalogue->n_digests && !rc; i++) {
        c.d = &tx->catalogue->digests[i];
        rc = each_row(&c, c.d->list, org, compare_row, err);
        if (!rc)
            rc = each_row(&c, c.d->lost, org, report_lost, err);
    }
    *out_rows = c.rows;
    return rc;
}

/* ---- filling ---- */

/* True if the table has some digest. */
static qh_status has_any(struct tx *tx, const struct sql_digest *d, bool *out,
                         struct qh_error *err)
{
    const struct sql_value values[] = {sql_of_text(d->table, false)};
    struct cursor k = {0};
    qh_status rc =
        open_list(tx, tx->catalogue->digest_first + OWN_ANY, values, false, &k, err);

    if (rc)
        return rc;
    rc = tx_next(tx, &k, out, err);
    tx->driver->finish(&k);
    return rc;
}

static qh_status fill_row(struct walk *c, struct cursor *k, struct arena *a,
                          struct qh_error *err)
{
    struct digested row = {0};
    const qh_status rc = read_digest(c->tx, k, c->d, a, &row, err);

    return rc ? rc : put(c->tx, c->d, &row, false, err);
}

qh_status digest_fill(struct tx *tx, int before, struct qh_error *err)
{
    qh_status rc = QH_OK;

    for (size_t i = 0; i < tx->catalogue->n_digests && !rc; i++) {
        const struct sql_digest *d = &tx->catalogue->digests[i];
        bool has = false;

        if ((size_t)d->migration > tx->catalogue->n_migrations)
            continue;
        rc = has_any(tx, d, &has, err);
        if (!rc && (!has || d->migration > before))
            rc = each_row(&(struct walk){.tx = tx, .d = d}, d->fill, "", fill_row, err);
    }
    return rc;
}
