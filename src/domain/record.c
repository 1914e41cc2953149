#include "domain/record.h"

#include "base/squeeze.h"
#include "domain/instrument.h"
#include "domain/page.h"
#include "domain/record_work.h"
#include "domain/workflow.h"
#include "store/sql_certificate.h"
#include "store/sql_standard.h"
#include "store/sql_trip.h"

qh_status record_list(struct ctx *c, const struct record_filter *f,
                      struct record_page *out)
{
    struct sql_record_list_list rows = {0};
    struct record_row *items;
    qh_status rc;

    rc = sql_record_list(c->tx, c->arena,
                         &(struct sql_record_list_in){
                             .org = c->org,
                             .state = f->state,
                             .officer = f->officer_id,
                             .trip = f->trip_id,
                             .before_id = f->after ? f->after : "~",
                             .limit = f->limit + 1,
                         },
                         &rows, &c->err);
    if (rc)
        return rc;
    if (page_cut(&rows.n, f->limit))
        out->next = rows.p[rows.n - 1].id;
    items = ARENA_ARRAY(c->arena, rows.n, struct record_row);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_record_list *r = &rows.p[i];

        items[i] = (struct record_row){
            .id = r->id,
            .number = r->number,
            .trip_id = r->trip_id,
            .instrument_id = r->instrument_id,
            .name_zh = r->name_zh,
            .model = r->model,
            .serial = r->serial,
            .enterprise_name = r->enterprise_name,
            .service = r->service,
            .stage = r->stage,
            .state = r->state,
            .verdict = r->verdict,
            .officer_name = r->officer_name,
            .test_until_day = r->test_until_day,
            .submitted_ms = r->submitted_ms.has ? r->submitted_ms.v : 0,
            .version = r->version,
        };
    }
    out->items = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

static bool is_struck(const struct record_work *w, size_t i)
{
    for (size_t k = i + 1; k < w->entries.n; k++)
        if (w->entries.p[k].struck_seq.has &&
            w->entries.p[k].struck_seq.v == w->entries.p[i].seq)
            return true;
    return false;
}

static qh_status list_entries(struct ctx *c, const struct record_work *w,
                              struct json_list *out)
{
    struct record_entry *items = ARENA_ARRAY(c->arena, w->entries.n, struct record_entry);

    for (size_t i = 0; i < w->entries.n; i++) {
        const struct sql_record_entries *e = &w->entries.p[i];
        struct json *value = NULL;
        qh_status rc = json_parse(c->arena, text_of(e->value), &value, &c->err);

        if (rc)
            return rc;
        items[i] = (struct record_entry){
            .seq = e->seq,
            .set_no = e->set_no,
            .row_key = e->row_key,
            .kind = e->kind,
            .value = value,
            .struck_seq = e->struck_seq.has ? e->struck_seq.v : 0,
            .struck = is_struck(w, i),
            .reason = e->reason,
            .at_ms = e->at_ms,
            .person_name = e->person_name,
            .hash = e->hash,
        };
    }
    *out = (struct json_list){.p = items, .n = w->entries.n};
    return QH_OK;
}

/* Every set judged: the first is as found, the last of several as left. */
static qh_status list_sets(struct ctx *c, const struct record_work *w,
                           struct json_list *out)
{
    size_t n = (size_t)w->row.set_no;
    struct record_set *items = ARENA_ARRAY(c->arena, n, struct record_set);

    for (size_t i = 0; i < n; i++) {
        struct method_judged j = {0};
        const char *text = NULL;
        struct json *v = NULL;
        qh_status rc = record_judge(c, w, (int64_t)i + 1, &j);

        if (!rc)
            rc = record_result_json(c, w, &j, false, &text);
        if (!rc)
            rc = json_parse(c->arena, text_of(text), &v, &c->err);
        if (rc)
            return rc;
        items[i] = (struct record_set){.set_no = (int64_t)i + 1,
                                       .kind = i == 0 ? "as_found" : "as_left",
                                       .result = json_member(v, "current")};
    }
    *out = (struct json_list){.p = items, .n = n};
    return QH_OK;
}

static qh_status list_attachments(struct ctx *c, const char *id, struct json_list *out)
{
    struct sql_attachment_list_list rows = {0};
    struct record_attachment *items;
    qh_status rc =
        sql_attachment_list(c->tx, c->arena, c->org, "record", id, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct record_attachment);
    for (size_t i = 0; i < rows.n; i++)
        items[i] =
            (struct record_attachment){rows.p[i].id, rows.p[i].name, rows.p[i].media_type,
                                       rows.p[i].size, rows.p[i].at_ms};
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

static qh_status name_of(struct ctx *c, const char *person_id, const char **out)
{
    struct sql_trip_person who = {0};
    qh_status rc;

    *out = NULL;
    if (!person_id)
        return QH_OK;
    rc = sql_trip_person(c->tx, c->arena, c->org, person_id, &who, &c->err);
    if (!rc)
        *out = who.name;
    return rc;
}

static qh_status fill_people(struct ctx *c, const struct record_work *w,
                             struct record_detail *d)
{
    struct sql_edition_one e = {0};
    qh_status rc =
        sql_edition_one(c->tx, c->arena, c->org, w->row.edition_id, &e, &c->err);

    if (rc)
        return rc;
    d->edition_code = e.edition;
    d->edition_title = e.title_zh;
    rc = name_of(c, w->row.checker_id, &d->checker_name);
    if (rc)
        return rc;
    return name_of(c, w->row.approver_id, &d->approver_name);
}

static int64_t or_zero(struct opt_int v)
{
    return v.has ? v.v : 0;
}

static struct record_detail detail_of(const struct sql_record_one *r)
{
    return (struct record_detail){
        .id = r->id,
        .number = r->number,
        .state = r->state,
        .service = r->service,
        .stage = r->stage,
        .instrument_id = r->instrument_id,
        .trip_id = r->trip_id,
        .booking_id = r->booking_id,
        .demand_id = r->demand_id,
        .edition_hash = r->edition_hash,
        .set_no = r->set_no,
        .verdict = r->verdict,
        .officer_id = r->officer_id,
        .officer_name = r->officer_name,
        .test_from_day = r->test_from_day,
        .test_until_day = r->test_until_day,
        .submitted_ms = or_zero(r->submitted_ms),
        .checked_ms = or_zero(r->checked_ms),
        .approved_ms = or_zero(r->approved_ms),
        .version = r->version,
    };
}

static qh_status fill_json(struct ctx *c, const struct record_work *w,
                           struct record_detail *d)
{
    struct json *plan = NULL;
    struct json *result = NULL;
    const char *text = NULL;
    qh_status rc = json_parse(c->arena, text_of(w->row.plan), &plan, &c->err);

    if (rc)
        return rc;
    rc = squeeze_back(c->arena, w->row.result, &text, &c->err);
    if (!rc)
        rc = json_parse(c->arena, text_of(text), &result, &c->err);
    if (rc)
        return rc;
    d->input = json_member(plan, "input");
    d->plan = json_member(plan, "plan");
    d->result = json_member(result, "current");
    rc = list_sets(c, w, &d->sets);
    if (rc)
        return rc;
    return list_entries(c, w, &d->entries);
}

qh_status record_find(struct ctx *c, const char *id, struct record_detail *out)
{
    struct workflow_actions actions = {0};
    struct record_work w = {0};
    struct record_detail d;
    qh_status rc = record_take(c, id, &w);

    if (rc)
        return rc;
    d = detail_of(&w.row);
    rc = fill_json(c, &w, &d);
    if (!rc)
        rc = fill_people(c, &w, &d);
    if (!rc)
        rc = instrument_seals(c, w.row.instrument_id, &d.seals);
    if (!rc)
        rc = list_attachments(c, id, &d.attachments);
    if (rc)
        return rc;
    workflow_actions(c, &RECORD_WORKFLOW, w.row.state, &w, &actions);
    d.actions = (struct json_list){.p = actions.p, .n = actions.n};
    *out = d;
    return QH_OK;
}

qh_status record_trace(struct ctx *c, const char *id, struct text *out)
{
    struct method_judged j = {0};
    struct record_work w = {0};
    const char *text = NULL;
    qh_status rc = record_take(c, id, &w);

    if (rc)
        return rc;
    rc = record_judge(c, &w, w.row.set_no, &j);
    if (rc)
        return rc;
    rc = record_result_json(c, &w, &j, true, &text);
    if (rc)
        return rc;
    *out = text_of(text);
    return QH_OK;
}
