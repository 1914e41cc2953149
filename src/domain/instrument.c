#include "domain/instrument.h"

#include "base/days.h"
#include "base/id.h"
#include "domain/history.h"
#include "domain/method.h"
#include "domain/page.h"
#include "domain/standard.h"
#include "store/sql_certificate.h"
#include "store/sql_instrument.h"
#include "store/sql_record.h"

#include <string.h>

enum { PARAMS_MAX = 40, PARAM_BYTES = 100 };

static qh_status parse_params(struct ctx *c, const char *text, const struct json **out)
{
    struct json *v = NULL;
    qh_status rc = json_parse(c->arena, text_of(text), &v, &c->err);

    if (rc)
        return rc;
    *out = v;
    return QH_OK;
}

/* Enterprise contacts see their own enterprise's only. */
static bool is_visible(const struct ctx *c, const char *enterprise_id)
{
    return !c->actor.enterprise || str_equal(c->actor.enterprise, enterprise_id);
}

static qh_status row_of(struct ctx *c, const struct sql_instrument_list *r,
                        struct instrument *out)
{
    *out = (struct instrument){
        .id = r->id,
        .enterprise_id = r->enterprise_id,
        .enterprise_name = r->enterprise_name,
        .kind_code = r->kind_code,
        .kind_name = r->kind_name,
        .regulation = r->regulation,
        .name_zh = r->name_zh,
        .model = r->model,
        .serial = r->serial,
        .maker = r->maker,
        .accuracy_class = r->accuracy_class,
        .place_zh = r->place_zh,
        .purpose = r->purpose,
        .due_day = r->due_day,
        .state = r->state,
        .version = r->version,
    };
    return parse_params(c, r->params, &out->params);
}

qh_status instrument_list(struct ctx *c, const struct instrument_filter *f,
                          struct instrument_page *out)
{
    struct sql_instrument_list_list rows = {0};
    struct instrument *items;
    const char *enterprise = c->actor.enterprise ? c->actor.enterprise : f->enterprise_id;
    qh_status rc;

    rc = sql_instrument_list(c->tx, c->arena,
                             &(struct sql_instrument_list_in){
                                 .org = c->org,
                                 .enterprise = enterprise,
                                 .due_before = f->due_before,
                                 .state = f->state,
                                 .after_id = f->after ? f->after : "",
                                 .limit = f->limit + 1,
                             },
                             &rows, &c->err);
    if (rc)
        return rc;
    if (page_cut(&rows.n, f->limit))
        out->next = rows.p[rows.n - 1].id;
    items = ARENA_ARRAY(c->arena, rows.n, struct instrument);
    for (size_t i = 0; i < rows.n; i++) {
        rc = row_of(c, &rows.p[i], &items[i]);
        if (rc)
            return rc;
    }
    out->items = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

qh_status instrument_seals(struct ctx *c, const char *id, struct json_list *out)
{
    struct sql_seal_of_instrument_list rows = {0};
    struct seal *items;
    qh_status rc = sql_seal_of_instrument(c->tx, c->arena, c->org, id, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct seal);
    for (size_t i = 0; i < rows.n; i++)
        items[i] = (struct seal){
            .id = rows.p[i].id,
            .number = rows.p[i].number,
            .kind = rows.p[i].kind,
            .position_zh = rows.p[i].position_zh,
            .applied_ms = rows.p[i].applied_ms,
            .applied_photo = rows.p[i].applied_photo,
            .broken_ms = rows.p[i].broken_ms.has ? rows.p[i].broken_ms.v : 0,
            .broken_photo = rows.p[i].broken_photo,
            .applied_record_id = rows.p[i].applied_record_id,
            .broken_record_id = rows.p[i].broken_record_id,
        };
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

static qh_status load_records(struct ctx *c, const char *id, struct json_list *out)
{
    struct sql_record_of_instrument_list rows = {0};
    struct instrument_record *items;
    qh_status rc = sql_record_of_instrument(c->tx, c->arena, c->org, id, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct instrument_record);
    for (size_t i = 0; i < rows.n; i++)
        items[i] = (struct instrument_record){
            .id = rows.p[i].id,
            .number = rows.p[i].number,
            .state = rows.p[i].state,
            .verdict = rows.p[i].verdict,
            .test_until_day = rows.p[i].test_until_day,
        };
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

static qh_status load_certificates(struct ctx *c, const char *id, struct json_list *out)
{
    struct sql_certificate_valid_of_instrument_list rows = {0};
    struct instrument_certificate *items;
    qh_status rc =
        sql_certificate_valid_of_instrument(c->tx, c->arena, c->org, id, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct instrument_certificate);
    for (size_t i = 0; i < rows.n; i++)
        items[i] = (struct instrument_certificate){
            .id = rows.p[i].id,
            .number = rows.p[i].number,
            .kind = rows.p[i].kind,
            .state = rows.p[i].state,
            .valid_until_day = rows.p[i].valid_until_day,
        };
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

qh_status instrument_find(struct ctx *c, const char *id, struct instrument_detail *out)
{
    struct sql_instrument_one r = {0};
    qh_status rc = sql_instrument_one(c->tx, c->arena, c->org, id, &r, &c->err);

    if (rc == QH_NOT_FOUND || (!rc && !is_visible(c, r.enterprise_id)))
        return qh_fail(&c->err, QH_NOT_FOUND, "instrument.not_found", "", "%s", id);
    if (rc)
        return rc;
    out->instrument = (struct instrument){
        .id = r.id,
        .enterprise_id = r.enterprise_id,
        .enterprise_name = r.enterprise_name,
        .kind_code = r.kind_code,
        .kind_name = r.kind_name,
        .regulation = r.regulation,
        .name_zh = r.name_zh,
        .model = r.model,
        .serial = r.serial,
        .maker = r.maker,
        .accuracy_class = r.accuracy_class,
        .place_zh = r.place_zh,
        .purpose = r.purpose,
        .due_day = r.due_day,
        .state = r.state,
        .version = r.version,
    };
    out->purpose_by = r.purpose_by;
    out->purpose_day = r.purpose_day;
    rc = parse_params(c, r.params, &out->instrument.params);
    if (rc)
        return rc;
    rc = instrument_seals(c, id, &out->seals);
    if (rc)
        return rc;
    rc = load_records(c, id, &out->records);
    if (rc)
        return rc;
    return load_certificates(c, id, &out->certificates);
}

static bool is_plain(const struct json *v)
{
    return v->kind != JSON_OBJECT && v->kind != JSON_ARRAY && v->text.len <= PARAM_BYTES;
}

/* The parameters are texts, numbers or lists of them, never deeper. */
static bool params_are_plain(const struct json *params)
{
    if (!params || params->kind != JSON_OBJECT || params->count > PARAMS_MAX)
        return false;
    for (const struct json *m = params->first; m; m = m->next) {
        if (m->kind == JSON_ARRAY && m->count <= PARAMS_MAX) {
            for (const struct json *x = m->first; x; x = x->next)
                if (!is_plain(x))
                    return false;
        } else if (!is_plain(m)) {
            return false;
        }
    }
    return true;
}

static const char *json_text_of(struct ctx *c, const struct json *v)
{
    struct buf b;
    struct json_writer w;

    buf_init(&b, c->arena);
    json_begin(&w, &b);
    json_put_node(&w, v);
    return buf_str(&b);
}

/* By the edition in force, if the kind has one: parameters that no plan could be made of
 * are refused here and not first on site. */
static qh_status check_params(struct ctx *c, const struct instrument_new *in,
                              const char *regulation)
{
    struct edition e = {0};
    char today[DAY_LEN + 1];
    qh_status rc;

    day_of_instant(c->calendar, c->now_ms, today);
    rc = edition_on(c, regulation, today, &e);
    if (rc == QH_CONFLICT || rc == QH_NOT_FOUND) {
        c->err = (struct qh_error){0};
        return QH_OK;
    }
    if (rc)
        return rc;
    return method_check(c, e.hash,
                        &(struct method_subject){.accuracy_class = in->accuracy_class,
                                                 .params = in->params,
                                                 .service = "verification",
                                                 .stage = "periodic"});
}

/* Of its kind: the regulation, and parameters that a plan can be made of. */
static qh_status check_facts(struct ctx *c, const struct instrument_new *in,
                             const char *regulations)
{
    if (!params_are_plain(in->params))
        return qh_fail(&c->err, QH_INVALID, "instrument.params", "params",
                       "a flat object of texts and numbers is needed");
    if (in->regulation && !edition_is_listed(regulations, in->regulation))
        return qh_fail(&c->err, QH_INVALID, "instrument.regulation", "regulation",
                       "%s is none of %s", in->regulation, regulations);
    return check_params(c, in, in->regulation ? in->regulation : regulations);
}

static qh_status check_new(struct ctx *c, const struct instrument_new *in)
{
    struct sql_instrument_kind kind = {0};
    qh_status rc;

    if (!is_visible(c, in->enterprise_id))
        return qh_fail(&c->err, QH_NOT_FOUND, "enterprise.not_found", "enterprise_id",
                       "%s", in->enterprise_id);
    rc = sql_instrument_kind_one(c->tx, c->arena, c->org, in->kind_code, &kind, &c->err);
    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_INVALID, "instrument.kind", "kind_code", "%s",
                       in->kind_code);
    if (!rc && kind.retired_day)
        return qh_fail(&c->err, QH_CONFLICT, "instrument.kind_retired", "kind_code",
                       "%s on %s", in->kind_code, kind.retired_day);
    return rc ? rc : check_facts(c, in, kind.regulation);
}

qh_status instrument_register(struct ctx *c, const struct instrument_new *in,
                              const char **out_id)
{
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);
    char today[DAY_LEN + 1];
    qh_status rc = check_new(c, in);

    if (rc)
        return rc;
    id_make(c->now_ms, c->rand, id);
    day_of_instant(c->calendar, c->now_ms, today);
    rc = sql_instrument_add(c->tx,
                            &(struct sql_instrument_add_in){
                                .org = c->org,
                                .id = id,
                                .enterprise_id = in->enterprise_id,
                                .kind_code = in->kind_code,
                                .regulation = in->regulation,
                                .name_zh = in->name_zh,
                                .model = in->model,
                                .serial = in->serial,
                                .maker = in->maker,
                                .accuracy_class = in->accuracy_class,
                                .params = json_text_of(c, in->params),
                                .place_zh = in->place_zh,
                                .purpose = in->purpose,
                                .purpose_by = c->actor.name ? c->actor.name : "",
                                .purpose_day = today,
                                .due_day = in->due_day,
                            },
                            &c->err);
    if (rc == QH_CONFLICT && tx_failed_on(&c->err, "instrument_serial"))
        return qh_fail(&c->err, QH_CONFLICT, "instrument.duplicate", "serial", "%s %s",
                       in->maker, in->serial);
    if (rc)
        return rc;
    *out_id = id;
    return history_add(c, &(struct history_entry){.entity = "instrument",
                                                  .entity_id = id,
                                                  .seq = 1,
                                                  .action = "register",
                                                  .from_state = "",
                                                  .to_state = "in_use",
                                                  .note = "",
                                                  .data = "{}"});
}

qh_status instrument_describe(struct ctx *c, const char *id, int64_t version,
                              const struct instrument_new *in)
{
    struct sql_instrument_kind kind = {0};
    struct sql_instrument_one r = {0};
    const char *params;
    qh_status rc = sql_instrument_one(c->tx, c->arena, c->org, id, &r, &c->err);

    if (rc == QH_NOT_FOUND || (!rc && !is_visible(c, r.enterprise_id)))
        return qh_fail(&c->err, QH_NOT_FOUND, "instrument.not_found", "", "%s", id);
    if (!rc)
        rc =
            sql_instrument_kind_one(c->tx, c->arena, c->org, r.kind_code, &kind, &c->err);
    if (!rc)
        rc = check_facts(c, in, kind.regulation);
    if (rc)
        return rc;
    params = json_text_of(c, in->params);
    rc = sql_instrument_describe(c->tx, c->org, id, in->regulation, in->accuracy_class,
                                 params, version, &c->err);
    if (rc == QH_CONFLICT)
        return qh_fail(&c->err, QH_CONFLICT, "instrument.changed", "version", "%s", id);
    if (rc)
        return rc;
    return history_add(c, &(struct history_entry){
                              .entity = "instrument",
                              .entity_id = id,
                              .seq = version + 1,
                              .action = "describe",
                              .from_state = r.state,
                              .to_state = r.state,
                              .note = str_format(c->arena, "%s -> %s", r.accuracy_class,
                                                 in->accuracy_class),
                              .data = str_format(c->arena, "{\"from\":%s,\"to\":%s}",
                                                 r.params, params)});
}

qh_status instrument_declare_purpose(struct ctx *c, const char *id, const char *purpose,
                                     int64_t version)
{
    struct sql_instrument_one r = {0};
    char today[DAY_LEN + 1];
    qh_status rc = sql_instrument_one(c->tx, c->arena, c->org, id, &r, &c->err);

    if (rc == QH_NOT_FOUND || (!rc && !is_visible(c, r.enterprise_id)))
        return qh_fail(&c->err, QH_NOT_FOUND, "instrument.not_found", "", "%s", id);
    if (rc)
        return rc;
    day_of_instant(c->calendar, c->now_ms, today);
    rc = sql_instrument_set_purpose(c->tx, c->org, id, purpose,
                                    c->actor.name ? c->actor.name : "", today, version,
                                    &c->err);
    if (rc == QH_CONFLICT)
        return qh_fail(&c->err, QH_CONFLICT, "instrument.changed", "version", "%s", id);
    if (rc)
        return rc;
    return history_add(c,
                       &(struct history_entry){
                           .entity = "instrument",
                           .entity_id = id,
                           .seq = version + 1,
                           .action = "purpose",
                           .from_state = r.state,
                           .to_state = r.state,
                           .note = "",
                           .data = str_format(c->arena, "{\"from\":\"%s\",\"to\":\"%s\"}",
                                              r.purpose, purpose)});
}
