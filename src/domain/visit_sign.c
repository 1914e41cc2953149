/* The signature of the enterprise: drawn on the telephone, or a message of its own. */
#include "base/text.h"
#include "domain/visit_row.h"
#include "store/sql_certificate.h"

/* A picture that is attached to this visit. */
static qh_status check_picture(struct ctx *c, const char *visit_id, const char *id)
{
    struct sql_attachment_one a = {0};
    qh_status rc = QH_NOT_FOUND;

    if (id)
        rc = sql_attachment_one(c->tx, c->arena, c->org, id, &a, &c->err);
    if (rc && rc != QH_NOT_FOUND)
        return rc;
    if (rc || !str_equal(a.entity, "visit") || !str_equal(a.entity_id, visit_id) ||
        !text_starts(text_of(a.media_type), TEXT("image/")))
        return qh_fail(&c->err, QH_INVALID, "visit.sign_picture", "attachment_id",
                       "%.40s", id ? id : "none given");
    return QH_OK;
}

static qh_status check_sign(struct ctx *c, const char *id, const struct visit_sign *in)
{
    if (in->satisfaction.has && (in->satisfaction.v < 1 || in->satisfaction.v > 5))
        return qh_fail(&c->err, QH_INVALID, "visit.satisfaction", "satisfaction",
                       "1 to 5");
    if (str_equal(in->kind, "drawn"))
        return check_picture(c, id, in->attachment_id);
    if (!str_equal(in->kind, "message"))
        return qh_fail(&c->err, QH_INVALID, "visit.sign_kind", "kind", "%.40s", in->kind);
    if (str_is_blank(in->note))
        return qh_fail(&c->err, QH_INVALID, "visit.sign_note", "note", "none given");
    return QH_OK;
}

static qh_status save(struct ctx *c, const struct sql_visit_one *v, const char *action,
                      const struct visit_sign *in, struct visit_key *out)
{
    const char *note = in->note ? in->note : "";
    qh_status rc = visit_note(c, v, action, "done", note);

    if (rc)
        return rc;
    *out = (struct visit_key){v->id, v->version + 1};
    return visit_saved(
        c, v->id,
        sql_visit_save_signature(
            c->tx,
            &(struct sql_visit_save_signature_in){
                .org = c->org,
                .id = v->id,
                .old_version = v->version,
                .sign_kind = in->kind,
                .sign_role = in->role,
                .sign_note = note,
                .sign_attachment_id =
                    str_equal(in->kind, "drawn") ? in->attachment_id : NULL,
                .sign_ms = c->now_ms,
                .satisfaction = in->satisfaction.has ? in->satisfaction : v->satisfaction,
            },
            &c->err));
}

qh_status visit_sign(struct ctx *c, const char *id, const struct visit_sign *in,
                     struct visit_key *out)
{
    struct sql_visit_one v = {0};
    qh_status rc = visit_begin(c, id, in->version, "sign", &v);

    if (!rc)
        rc = check_sign(c, v.id, in);
    return rc ? rc : save(c, &v, "sign", in, out);
}

qh_status visit_confirm(struct ctx *c, const char *id, int64_t version, const char *note,
                        struct opt_int satisfaction, struct visit_key *out)
{
    struct visit_sign in = {
        .kind = "message", .note = note, .satisfaction = satisfaction};
    struct sql_visit_contact contact = {0};
    struct sql_visit_one v = {0};
    qh_status rc = visit_begin(c, id, version, "confirm", &v);

    if (!rc)
        rc = sql_visit_contact(c->tx, c->arena, c->org, c->actor.person, &contact,
                               &c->err);
    if (rc)
        return rc;
    if (satisfaction.has && (satisfaction.v < 1 || satisfaction.v > 5))
        return qh_fail(&c->err, QH_INVALID, "visit.satisfaction", "satisfaction",
                       "1 to 5");
    in.role = contact.title_zh;
    return save(c, &v, "confirm", &in, out);
}
