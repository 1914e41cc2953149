#include "domain/certificate.h"

#include "base/crypt.h"
#include "base/days.h"
#include "base/id.h"
#include "domain/app.h"
#include "domain/certificate_content.h"
#include "domain/figure.h"
#include "domain/history.h"
#include "domain/notify.h"
#include "domain/number.h"
#include "domain/page.h"
#include "store/sql_certificate.h"

#include <inttypes.h>

/* Good until something else is said: issued, or numbered and not opened yet. */
static bool is_good(const struct sql_certificate_valid_of_instrument *r)
{
    return str_equal(r->kind, "verification") &&
           (str_equal(r->state, "issued") || str_equal(r->state, "numbered"));
}

/* ---- numbering ---- */

static const char *kind_of(const struct record_detail *r)
{
    if (str_equal(r->service, "in_service"))
        return "inspection";
    if (str_equal(r->service, "calibration"))
        return "calibration";
    return str_equal(r->verdict, "pass") ? "verification" : "notice";
}

/* Letter of the document in the number: J verification, T notice, X calibration, C
 * inspection. */
static char letter_of(const char *kind)
{
    switch (kind[0]) {
    case 'v':
        return 'J';
    case 'n':
        return 'T';
    case 'c':
        return 'X';
    default:
        return 'C';
    }
}

static qh_status number_paper(struct ctx *c, struct certificate_draft *d)
{
    qh_status rc = number_take(c, str_format(c->arena, "certificate.%s", d->kind),
                               d->year, &d->serial);

    if (rc)
        return rc;
    d->number = str_format(c->arena, "JA%c%04" PRId64 "-%05" PRId64, letter_of(d->kind),
                           d->year, d->serial);
    return QH_OK;
}

/* A failure cancels what was valid; a new paper of the same kind lets the old one run
 * out. */
static qh_status revoke_old(struct ctx *c, const char *instrument_id, const char *by)
{
    struct sql_certificate_valid_of_instrument_list old = {0};
    qh_status rc = sql_certificate_valid_of_instrument(c->tx, c->arena, c->org,
                                                       instrument_id, &old, &c->err);

    for (size_t i = 0; i < old.n && !rc; i++) {
        if (!is_good(&old.p[i]))
            continue;
        rc = sql_certificate_set_state(c->tx, c->org, old.p[i].id, "revoked",
                                       old.p[i].version, &c->err);
        if (!rc)
            rc = history_add(c, &(struct history_entry){.entity = "certificate",
                                                        .entity_id = old.p[i].id,
                                                        .seq = old.p[i].version + 1,
                                                        .action = "revoke",
                                                        .from_state = old.p[i].state,
                                                        .to_state = "revoked",
                                                        .note = by,
                                                        .data = "{}"});
        if (!rc)
            rc = notify_event(c, NOTIFY_CERTIFICATE_VOIDED, old.p[i].id, NULL);
    }
    return rc;
}

static qh_status old_number(struct ctx *c, const char *instrument_id, const char **out)
{
    struct sql_certificate_valid_of_instrument_list old = {0};
    qh_status rc = sql_certificate_valid_of_instrument(c->tx, c->arena, c->org,
                                                       instrument_id, &old, &c->err);

    *out = NULL;
    for (size_t i = 0; i < old.n && !rc && !*out; i++)
        if (is_good(&old.p[i]))
            *out = old.p[i].number;
    return rc;
}

static qh_status insert(struct ctx *c, const struct certificate_draft *d, const char *id,
                        struct text content)
{
    char hash[CRYPT_HEX];

    crypt_sha256(content, hash);
    return sql_certificate_add(
        c->tx,
        &(struct sql_certificate_add_in){
            .org = c->org,
            .id = id,
            .number = d->number,
            .kind = d->kind,
            .year = d->year,
            .serial = d->serial,
            .record_id = d->record->id,
            .instrument_id = d->record->instrument_id,
            .enterprise_id = d->instrument->instrument.enterprise_id,
            .content = content.p,
            .content_hash = hash,
            .issued_day = d->today,
            .valid_until_day = d->valid_until,
            .replaces_id = NULL,
            .numbered_ms = c->now_ms,
        },
        &c->err);
}

static qh_status after_numbering(struct ctx *c, const struct certificate_draft *d,
                                 const char *id)
{
    bool failed =
        !str_equal(d->record->verdict, "pass") && !str_equal(d->kind, "calibration");
    qh_status rc = QH_OK;

    if (failed)
        rc = revoke_old(c, d->record->instrument_id, d->number);
    if (rc)
        return rc;
    if (str_equal(d->kind, "verification") || failed) {
        rc = certificate_set_instrument(c, d, failed);
        if (rc)
            return rc;
    }
    rc = figure_add(c, str_format(c->arena, "certificate.%s", d->kind), c->now_ms,
                    d->division, 1, id);
    if (rc)
        return rc;
    return history_add(c, &(struct history_entry){.entity = "certificate",
                                                  .entity_id = id,
                                                  .seq = 1,
                                                  .action = "number",
                                                  .from_state = "",
                                                  .to_state = "numbered",
                                                  .note = d->number,
                                                  .data = "{}"});
}

qh_status certificate_number(struct ctx *c, const char *record_id, const char **out_id)
{
    struct certificate_draft d = {0};
    struct text content = {0};
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);
    qh_status rc = certificate_draft_take(c, record_id, &d);

    if (rc)
        return rc;
    d.kind = kind_of(d.record);
    d.year = year_of_instant(c->calendar, c->now_ms);
    rc = old_number(c, d.record->instrument_id, &d.old_number);
    if (rc)
        return rc;
    rc = number_paper(c, &d);
    if (rc)
        return rc;
    rc = certificate_content_make(c, &d, &content);
    if (rc)
        return rc;
    id_make(c->now_ms, c->rand, id);
    rc = insert(c, &d, id, content);
    if (rc)
        return rc;
    *out_id = id;
    return after_numbering(c, &d, id);
}

/* ---- issuing ---- */

qh_status certificate_next_numbered(struct ctx *c, const char **out_id,
                                    struct text *out_content)
{
    struct sql_certificate_numbered_list rows = {0};
    int64_t from_ms = 0;
    qh_status rc = certificate_render_from(c, &from_ms);

    *out_id = NULL;
    if (!rc)
        rc =
            sql_certificate_numbered(c->tx, c->arena, c->org, from_ms, 1, &rows, &c->err);
    if (rc || !rows.n)
        return rc;
    *out_id = rows.p[0].id;
    *out_content = text_of(rows.p[0].content);
    return QH_OK;
}

qh_status certificate_store(struct ctx *c, const char *id, struct text pdf)
{
    struct sql_certificate_one r = {0};
    char hash[CRYPT_HEX];
    qh_status rc = sql_certificate_one(c->tx, c->arena, c->org, id, &r, &c->err);

    if (rc || !str_equal(r.state, "numbered"))
        return rc;
    crypt_sha256(pdf, hash);
    rc = sql_blob_put(c->tx, c->org, hash, pdf, (int64_t)pdf.len, &c->err);
    if (rc)
        return rc;
    rc = sql_certificate_issue(c->tx, c->org, id, hash, c->now_ms, r.version, &c->err);
    if (rc)
        return rc;
    rc = history_add(c, &(struct history_entry){.entity = "certificate",
                                                .entity_id = id,
                                                .seq = r.version + 1,
                                                .action = "issue",
                                                .from_state = "numbered",
                                                .to_state = "issued",
                                                .note = "",
                                                .data = "{}"});
    return rc ? rc : notify_event(c, NOTIFY_CERTIFICATE_ISSUED, id, NULL);
}

qh_status certificate_bytes(struct ctx *c, const char *id, struct text *out)
{
    struct sql_certificate_one r = {0};
    struct sql_blob_get b = {0};
    qh_status rc = sql_certificate_one(c->tx, c->arena, c->org, id, &r, &c->err);

    if (rc == QH_NOT_FOUND ||
        (!rc && c->actor.enterprise && !str_equal(c->actor.enterprise, r.enterprise_id)))
        return qh_fail(&c->err, QH_NOT_FOUND, "certificate.not_found", "", "%s", id);
    if (rc)
        return rc;
    if (!r.pdf_hash)
        return qh_fail(&c->err, QH_NOT_FOUND, "certificate.no_bytes", "", "%s", r.number);
    rc = sql_blob_get(c->tx, c->arena, c->org, r.pdf_hash, &b, &c->err);
    if (rc)
        return qh_fail(&c->err, QH_BUG, "certificate.blob", "", "%s", r.pdf_hash);
    *out = b.bytes;
    return QH_OK;
}

/* ---- reading ---- */

static struct certificate_row row_of(const struct sql_certificate_list *r)
{
    return (struct certificate_row){
        .id = r->id,
        .number = r->number,
        .kind = r->kind,
        .state = r->state,
        .record_id = r->record_id,
        .instrument_id = r->instrument_id,
        .name_zh = r->name_zh,
        .model = r->model,
        .serial = r->serial,
        .enterprise_id = r->enterprise_id,
        .enterprise_name = r->enterprise_name,
        .issued_day = r->issued_day,
        .valid_until_day = r->valid_until_day,
        .numbered_ms = r->numbered_ms,
        .version = r->version,
    };
}

qh_status certificate_list(struct ctx *c, const struct certificate_filter *f,
                           struct certificate_page *out)
{
    struct sql_certificate_list_list rows = {0};
    struct page_time at = PAGE_NEWEST;
    struct certificate_row *items;
    qh_status rc = page_read(f->after, &at, &c->err);

    if (rc)
        return rc;
    rc = sql_certificate_list(
        c->tx, c->arena,
        &(struct sql_certificate_list_in){
            .org = c->org,
            .kind = f->kind,
            .enterprise = c->actor.enterprise ? c->actor.enterprise : f->enterprise_id,
            .number = f->number,
            .before_ms = at.ms,
            .before_id = at.id,
            .limit = f->limit + 1,
        },
        &rows, &c->err);
    if (rc)
        return rc;
    if (page_cut(&rows.n, f->limit))
        out->next =
            page_write(c->arena, rows.p[rows.n - 1].numbered_ms, rows.p[rows.n - 1].id);
    items = ARENA_ARRAY(c->arena, rows.n, struct certificate_row);
    for (size_t i = 0; i < rows.n; i++)
        items[i] = row_of(&rows.p[i]);
    out->items = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

qh_status certificate_find(struct ctx *c, const char *id, struct certificate_detail *out)
{
    struct sql_certificate_one r = {0};
    struct json *content = NULL;
    qh_status rc = sql_certificate_one(c->tx, c->arena, c->org, id, &r, &c->err);

    if (rc == QH_NOT_FOUND ||
        (!rc && c->actor.enterprise && !str_equal(c->actor.enterprise, r.enterprise_id)))
        return qh_fail(&c->err, QH_NOT_FOUND, "certificate.not_found", "", "%s", id);
    if (rc)
        return rc;
    rc = json_parse(c->arena, text_of(r.content), &content, &c->err);
    if (rc)
        return rc;
    *out = (struct certificate_detail){
        .id = r.id,
        .number = r.number,
        .kind = r.kind,
        .state = r.state,
        .record_id = r.record_id,
        .instrument_id = r.instrument_id,
        .enterprise_id = r.enterprise_id,
        .content = content,
        .content_hash = r.content_hash,
        .pdf_hash = r.pdf_hash,
        .issued_day = r.issued_day,
        .valid_until_day = r.valid_until_day,
        .replaces_id = r.replaces_id,
        .numbered_ms = r.numbered_ms,
        .issued_ms = r.issued_ms.has ? r.issued_ms.v : 0,
        .check_url = certificate_check_url(c, r.number),
        .version = r.version,
    };
    return QH_OK;
}

qh_status certificate_look_up(struct ctx *c, const char *number,
                              struct certificate_public *out)
{
    struct sql_certificate_by_number r = {0};
    struct json *content = NULL;
    qh_status rc =
        sql_certificate_by_number(c->tx, c->arena, c->org, number, &r, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "certificate.not_found", "", "%.40s",
                       number);
    if (rc)
        return rc;
    rc = json_parse(c->arena, text_of(r.content), &content, &c->err);
    if (rc)
        return rc;
    *out = (struct certificate_public){
        .number = r.number,
        .kind = r.kind,
        .state = r.state,
        .issued_day = r.issued_day,
        .valid_until_day = r.valid_until_day,
        .content = content,
        .content_hash = r.content_hash,
        .pdf_hash = r.pdf_hash,
    };
    return QH_OK;
}

qh_status certificate_void(struct ctx *c, const char *id, int64_t version,
                           const char *reason)
{
    struct sql_certificate_one r = {0};
    qh_status rc = sql_certificate_one(c->tx, c->arena, c->org, id, &r, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "certificate.not_found", "", "%s", id);
    if (rc)
        return rc;
    if (!reason || !*reason)
        return qh_fail(&c->err, QH_INVALID, "certificate.reason", "reason", "none given");
    if (!str_equal(r.state, "issued"))
        return qh_fail(&c->err, QH_CONFLICT, "certificate.state", "", "%s is %s",
                       r.number, r.state);
    rc = sql_certificate_set_state(c->tx, c->org, id, "void", version, &c->err);
    if (rc == QH_CONFLICT)
        return qh_fail(&c->err, QH_CONFLICT, "certificate.changed", "version", "%s",
                       r.number);
    if (rc)
        return rc;
    rc = history_add(c, &(struct history_entry){.entity = "certificate",
                                                .entity_id = id,
                                                .seq = version + 1,
                                                .action = "void",
                                                .from_state = "issued",
                                                .to_state = "void",
                                                .note = reason,
                                                .data = "{}"});
    return rc ? rc : notify_event(c, NOTIFY_CERTIFICATE_VOIDED, id, NULL);
}
