/* Rows by themselves: bytes and their hash, amounts, references, full text. */
#include "domain/check_parts.h"

#include "base/crypt.h"
#include "base/text.h"
#include "store/digest.h"
#include "store/sql_check.h"

enum { MILLION = 1000000 };

/* ---- bytes ---- */

/* The papers and attachments whose bytes they are. */
static qh_status report_users(struct check_run *r, const char *hash, const char *found)
{
    struct sql_check_blob_users_list users = {0};
    qh_status rc =
        sql_check_blob_users(r->c->tx, r->c->arena, r->c->org, hash, &users, &r->c->err);

    for (size_t i = 0; i < users.n && !rc; i++)
        rc = check_wrong(
            r, &(struct check_row){users.p[i].entity, users.p[i].entity_id, "bytes"},
            hash, found);
    return rc;
}

static qh_status check_blob(void *arg, const struct sql_check_blobs *b,
                            struct qh_error *err)
{
    struct check_run *r = arg;
    const struct arena_mark mark = arena_here(r->c->arena);
    struct check_row at = {"blob", b->hash, "bytes"};
    char hash[CRYPT_HEX];
    qh_status rc = QH_OK;

    (void)err;
    r->rows++;
    crypt_sha256(b->bytes, hash);
    if (!str_equal(hash, b->hash)) {
        rc = check_wrong(r, &at, b->hash, hash);
        if (!rc)
            rc = report_users(r, b->hash, hash);
    }
    at.what = "size";
    if (!rc)
        rc = check_equal(r, &at, (int64_t)b->bytes.len, b->size);
    arena_return(r->c->arena, mark);
    return rc;
}

qh_status check_blobs(struct check_run *r)
{
    return sql_check_blobs(r->c->tx, r->c->org, check_blob, r, &r->c->err);
}

/* ---- amounts ---- */

/* What price, quantity and rule make of a line; the rest that a rule leaves is payable.
 */
static qh_status check_charge(void *arg, const struct sql_check_charges *e,
                              struct qh_error *err)
{
    struct check_run *r = arg;
    const struct arena_mark mark = arena_here(r->c->arena);
    const int64_t full = e->price_fen * e->quantity;
    const int64_t free_fen = full * (e->rate_ppm.has ? e->rate_ppm.v : 0) / MILLION;
    const bool payable = str_equal(e->ground, "payable");
    struct check_row at = {"charge_line", e->id, "amount_fen"};
    qh_status rc;

    (void)err;
    r->rows++;
    rc = check_equal(r, &at, payable ? full - free_fen : free_fen, e->amount_fen);
    at.what = "ground";
    if (!rc && str_equal(e->ground, "exempt") != str_equal(e->waiver_code, "W1"))
        rc = check_wrong(r, &at, "exempt by W1 only", e->ground);
    arena_return(r->c->arena, mark);
    return rc;
}

qh_status check_charges(struct check_run *r)
{
    return sql_check_charges(r->c->tx, r->c->org, check_charge, r, &r->c->err);
}

/* ---- references ---- */

static qh_status report_reference(void *arg, const struct sql_reference *e,
                                  struct qh_error *err)
{
    struct check_run *r = arg;
    const struct check_row at = {e->entity, e->entity_id, e->field};

    (void)err;
    r->rows++;
    return check_wrong(r, &at, "a row that is there", e->value);
}

qh_status check_references(struct check_run *r)
{
    struct ctx *c = r->c;
    qh_status rc = sql_check_references_1(c->tx, c->org, report_reference, r, &c->err);

    if (!rc)
        rc = sql_check_references_2(c->tx, c->org, report_reference, r, &c->err);
    if (!rc)
        rc = sql_check_references_3(c->tx, c->org, report_reference, r, &c->err);
    if (!rc)
        rc = sql_check_references_4(c->tx, c->org, report_reference, r, &c->err);
    if (!rc)
        rc = sql_check_references_supervise(c->tx, c->org, report_reference, r, &c->err);
    if (!rc)
        rc = sql_check_references_items(c->tx, c->org, report_reference, r, &c->err);
    if (!rc)
        rc = sql_check_references_picks(c->tx, c->org, report_reference, r, &c->err);
    return rc;
}

/* ---- full text ---- */

static qh_status report_unsearchable(void *arg, const struct sql_check_unsearchable *e,
                                     struct qh_error *err)
{
    struct check_run *r = arg;
    const struct check_row at = {"demand", e->id, "search"};

    (void)err;
    r->rows++;
    return check_wrong(r, &at, "a row in search_doc", e->number);
}

qh_status check_search(struct check_run *r)
{
    return sql_check_unsearchable(r->c->tx, r->c->org, report_unsearchable, r,
                                  &r->c->err);
}

/* ---- digests ---- */

static qh_status report_digest(void *arg, const struct digest_fault *f,
                               struct qh_error *err)
{
    const struct check_row at = {f->table, f->id, "row"};

    (void)err;
    return check_wrong(arg, &at, f->expected, f->found);
}

qh_status check_digests(struct check_run *r)
{
    return digest_check(r->c->tx, r->c->org, report_digest, r, &r->rows, &r->c->err);
}
