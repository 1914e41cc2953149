/* Papers: the frozen contents have their hash, the columns say what the contents say, the
 * bytes are there, and every approved record has exactly the one paper that follows from
 * its service and verdict. */
#include "domain/check_parts.h"

#include "base/crypt.h"
#include "base/json.h"
#include "base/text.h"
#include "domain/certificate.h"
#include "store/sql_check.h"

/* The kind of paper that follows from a record [lab-and-certificates.md B]. */
static const char *kind_of(const struct sql_check_certificates *e)
{
    if (str_equal(e->record_service, "in_service"))
        return "inspection";
    if (str_equal(e->record_service, "calibration"))
        return "calibration";
    return str_equal(e->record_verdict, "pass") ? "verification" : "notice";
}

static qh_status check_content(struct check_run *r,
                               const struct sql_check_certificates *e)
{
    struct check_row at = {"certificate", e->id, "content_hash"};
    struct json *v = NULL;
    char hash[CRYPT_HEX];
    qh_status rc;

    crypt_sha256(text_of(e->content), hash);
    rc = check_same(r, &at, hash, e->content_hash);
    if (rc)
        return rc;
    at.what = "content";
    if (json_parse(r->c->arena, text_of(e->content), &v, &r->c->err)) {
        r->c->err = (struct qh_error){0};
        return check_wrong(r, &at, "JSON", "something else");
    }
    at.what = "number";
    rc = check_same(r, &at, json_str(v, "number", NULL), e->number);
    at.what = "kind";
    if (!rc)
        rc = check_same(r, &at, json_str(v, "kind", NULL), e->kind);
    at.what = "valid_until_day";
    if (!rc)
        rc = check_same(r, &at, json_str(v, "valid_until", NULL), e->valid_until_day);
    return rc;
}

/* A paper that waits for its bytes; one of long ago does so until it is opened. */
static qh_status check_waiting(struct check_run *r,
                               const struct sql_check_certificates *e)
{
    int64_t from_ms = 0;
    const qh_status rc = certificate_render_from(r->c, &from_ms);

    if (rc || e->numbered_ms < from_ms)
        return rc;
    return check_note(r, &(struct check_row){"certificate", e->id, "unfinished"},
                      "issued", e->number);
}

/* Only a paper that is numbered and waits for its bytes has none, or one that was void or
 * revoked before anybody opened it. */
static qh_status check_bytes(struct check_run *r, const struct sql_check_certificates *e)
{
    const bool waits = str_equal(e->state, "numbered");
    struct check_row at = {"certificate", e->id, "pdf_hash"};

    if (waits && !e->pdf_hash)
        return check_waiting(r, e);
    if (waits)
        return check_wrong(r, &at, NULL, e->pdf_hash);
    if (!e->pdf_hash)
        return str_equal(e->state, "void") || str_equal(e->state, "revoked")
                   ? QH_OK
                   : check_wrong(r, &at, "a hash", NULL);
    return check_same(r, &at, e->pdf_hash, e->blob_hash);
}

static qh_status check_record_of(struct check_run *r,
                                 const struct sql_check_certificates *e)
{
    struct check_row at = {"certificate", e->id, "record_state"};
    qh_status rc = check_same(r, &at, "approved", e->record_state);

    if (rc || !e->record_state)
        return rc;
    at.what = "kind";
    rc = check_same(r, &at, kind_of(e), e->kind);
    at.what = "instrument_id";
    if (!rc)
        rc = check_same(r, &at, e->record_instrument_id, e->instrument_id);
    return rc;
}

static qh_status check_one(void *arg, const struct sql_check_certificates *e,
                           struct qh_error *err)
{
    struct check_run *r = arg;
    const struct arena_mark mark = arena_here(r->c->arena);
    qh_status rc;

    (void)err;
    r->rows++;
    rc = check_content(r, e);
    if (!rc)
        rc = check_bytes(r, e);
    if (!rc)
        rc = check_record_of(r, e);
    arena_return(r->c->arena, mark);
    return rc;
}

qh_status check_certificates(struct check_run *r)
{
    return sql_check_certificates(r->c->tx, r->c->org, check_one, r, &r->c->err);
}

static qh_status report_papers(void *arg, const struct sql_check_papers *e,
                               struct qh_error *err)
{
    struct check_run *r = arg;
    const struct check_row at = {"record", e->id, "papers"};

    (void)err;
    r->rows++;
    return check_equal(r, &at, 1, e->papers);
}

qh_status check_papers(struct check_run *r)
{
    return sql_check_papers(r->c->tx, r->c->org, report_papers, r, &r->c->err);
}
