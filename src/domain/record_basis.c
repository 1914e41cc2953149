#include "base/embedded.h"
#include "base/squeeze.h"
#include "domain/record_work.h"
#include "domain/standard.h"

/* What a browser needs to judge a record by itself; the server stays the authority. */
qh_status record_basis(struct ctx *c, const char *id, struct text *out)
{
    const struct embedded_file *weights = embedded_find("data/weights/weights_mpe.csv");
    struct sql_record_one row = {0};
    struct text edition = {0};
    struct json *plan = NULL;
    struct json_writer w;
    struct buf b;
    qh_status rc = sql_record_one(c->tx, c->arena, c->org, id, &row, &c->err);

    if (rc == QH_NOT_FOUND || (!rc && c->actor.enterprise))
        return qh_fail(&c->err, QH_NOT_FOUND, "record.not_found", "", "%s", id);
    if (rc)
        return rc;
    rc = edition_bytes(c, row.edition_hash, &edition);
    if (rc)
        return rc;
    rc = squeeze_back(c->arena, row.plan, &row.plan, &c->err);
    if (!rc)
        rc = json_parse(c->arena, text_of(row.plan), &plan, &c->err);
    if (rc)
        return rc;
    if (!weights || !json_member(plan, "input"))
        return qh_fail(&c->err, QH_BUG, "record.plan", "", "%s", row.number);
    buf_init(&b, c->arena);
    json_begin(&w, &b);
    json_object_open(&w);
    json_add_raw(&w, "edition", edition);
    json_key(&w, "weights");
    json_put_text(&w, embedded_text(weights));
    json_key(&w, "input");
    json_put_node(&w, json_member(plan, "input"));
    json_object_close(&w);
    *out = (struct text){buf_str(&b), b.len};
    return QH_OK;
}
