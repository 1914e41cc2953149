#include "domain/certificate_content.h"

#include "base/days.h"
#include "document/certificate.h"
#include "document/layout_words.h"
#include "domain/app.h"
#include "domain/history.h"
#include "domain/method.h"
#include "domain/phrase.h"
#include "store/sql_certificate_paper.h"
#include "store/sql_instrument.h"

const char *certificate_check_url(struct ctx *c, const char *number)
{
    const char *base = c->app && c->app->public_url ? c->app->public_url : "";

    return str_format(c->arena, "%s/c/%s", base, number);
}

static qh_status take_division(struct ctx *c, struct certificate_draft *d)
{
    struct sql_instrument_one it = {0};
    qh_status rc = sql_instrument_one(c->tx, c->arena, c->org, d->record->instrument_id,
                                      &it, &c->err);

    if (rc)
        return rc;
    d->division = it.division_code;
    d->months = it.cycle_months;
    return QH_OK;
}

qh_status certificate_draft_take(struct ctx *c, const char *record_id,
                                 struct certificate_draft *out)
{
    char *today = ARENA_ARRAY(c->arena, DAY_LEN + 1, char);
    qh_status rc;

    out->record = ARENA_NEW(c->arena, struct record_detail);
    out->instrument = ARENA_NEW(c->arena, struct instrument_detail);
    out->trip = ARENA_NEW(c->arena, struct trip_detail);
    rc = record_find(c, record_id, out->record);
    if (!rc)
        rc = instrument_find(c, out->record->instrument_id, out->instrument);
    if (!rc)
        rc = trip_take(c, out->record->trip_id, out->trip);
    if (!rc)
        rc = certificate_papers_take(c, out);
    if (!rc)
        rc = phrase_load(c, "certificate", "zh-CN", &out->words);
    if (!rc)
        rc = take_division(c, out);
    if (rc)
        return rc;
    day_of_instant(c->calendar, c->now_ms, today);
    out->today = today;
    return QH_OK;
}

/* ---- cover ---- */

static const char *quantity(struct ctx *c, const struct certificate_draft *d,
                            const char *name)
{
    const struct json *params = d->instrument->instrument.params;
    const char *v = json_str(params, name, NULL);

    return v ? str_format(c->arena, "%s %s", v, json_str(params, "unit", "kg")) : NULL;
}

static const char *stamp(struct ctx *c, int64_t ms)
{
    char *s = ARENA_ARRAY(c->arena, STAMP_LEN + 1, char);

    stamp_of_instant(c->calendar, ms, s);
    return s;
}

static qh_status fill_issuer(struct ctx *c, struct certificate_content *p)
{
    struct sql_paper_org o = {0};
    qh_status rc = sql_paper_org(c->tx, c->arena, c->org, &o, &c->err);

    if (rc)
        return rc;
    p->demonstration = o.is_demo != 0;
    p->issuer = (struct cert_issuer){
        .name = o.institute_zh,
        .name_en = o.institute_en,
        .authorisation = o.authorisation_no,
        .address = o.address_zh,
        .postcode = o.postcode,
        .phone = o.phone,
    };
    return QH_OK;
}

static void fill_instrument(struct ctx *c, const struct certificate_draft *d,
                            struct certificate_content *p)
{
    const struct instrument *it = &d->instrument->instrument;

    p->client =
        (struct cert_client){.name = it->enterprise_name, .address = d->trip->address_zh};
    p->instrument = (struct cert_instrument){
        .name = it->name_zh,
        .model = it->model,
        .serial = it->serial,
        .maker = it->maker,
        .accuracy_class = it->accuracy_class,
        .max = quantity(c, d, "max"),
        .min = quantity(c, d, "min"),
        .e = quantity(c, d, "e"),
        .d = quantity(c, d, "d"),
    };
}

static void fill_people(struct ctx *c, const struct certificate_draft *d,
                        struct certificate_content *p)
{
    const struct record_detail *r = d->record;

    p->officer = (struct cert_person){r->officer_name, stamp(c, r->submitted_ms), NULL};
    p->checker = (struct cert_person){r->checker_name, stamp(c, r->checked_ms), NULL};
    p->approver = (struct cert_person){r->approver_name, stamp(c, r->approved_ms), NULL};
}

static enum certificate_kind kind_of(const char *name)
{
    for (int i = 0; CERTIFICATE_KINDS[i]; i++)
        if (str_equal(CERTIFICATE_KINDS[i], name))
            return (enum certificate_kind)i;
    return CERTIFICATE_INSPECTION;
}

/* Instruments without classes have "/" there, or nothing. */
static bool has_class(const struct instrument *it)
{
    return *it->accuracy_class && !str_equal(it->accuracy_class, "/");
}

/* "合格 III 级", "不合格", or for an inspection "符合" / "不符合"; none for a
 * calibration. */
static void fill_conclusion(struct ctx *c, const struct certificate_draft *d,
                            struct certificate_content *p)
{
    const char *key =
        str_format(c->arena, "conclusion.%s.%s", d->kind, d->record->verdict);

    if (p->kind == CERTIFICATE_CALIBRATION)
        return;
    p->conclusion = phrase(d->words, key);
    p->conclusion_en = phrase(d->words, str_format(c->arena, "%s.en", key));
    if (p->kind == CERTIFICATE_VERIFICATION && has_class(&d->instrument->instrument)) {
        const char *args[] = {"verdict", p->conclusion, "class",
                              d->instrument->instrument.accuracy_class, NULL};

        p->conclusion =
            layout_words_fill(c->arena, phrase(d->words, "conclusion.class"), args);
    }
}

static void fill_validity(struct ctx *c, struct certificate_draft *d,
                          struct certificate_content *p)
{
    char *until = ARENA_ARRAY(c->arena, DAY_LEN + 1, char);

    p->tested_on = d->record->test_until_day;
    if (p->kind != CERTIFICATE_VERIFICATION ||
        day_valid_until(d->record->test_until_day, (int)d->months, until))
        return;
    d->valid_until = until;
    p->valid_until = until;
}

static qh_status fill_cover(struct ctx *c, struct certificate_draft *d,
                            struct certificate_content *p)
{
    struct cert_basis *basis = ARENA_NEW(c->arena, struct cert_basis);
    qh_status rc = fill_issuer(c, p);

    if (rc)
        return rc;
    p->schema = CERTIFICATE_SCHEMA;
    p->kind = kind_of(d->kind);
    p->number = d->number;
    p->cancels = str_equal(d->record->verdict, "fail") ? d->old_number : NULL;
    fill_instrument(c, d, p);
    fill_people(c, d, p);
    fill_conclusion(c, d, p);
    fill_validity(c, d, p);
    *basis = (struct cert_basis){d->record->edition_code, d->record->edition_title};
    p->basis.p = basis;
    p->basis.n = 1;
    p->stage = phrase_of(c, d->words, "stage", d->record->stage);
    p->issued_at = stamp(c, c->now_ms);
    p->check_url = certificate_check_url(c, d->number);
    return QH_OK;
}

/* ---- page 2 ---- */

/* Was this standard used?  The general procedure says which ones; a weighing record uses
 * the weights and what the conditions are read with. */
static bool is_used(const struct certificate_draft *d, const struct trip_standard *s)
{
    static const char *const WEIGHING[] = {"weight", "thermometer", "hygrometer"};
    const struct json *list = json_member(d->record->result, "standards");

    for (const struct json *r = list ? list->first : NULL; r; r = r->next) {
        const struct json *used = json_member(r, "used");

        for (const struct json *id = used ? used->first : NULL; id; id = id->next)
            if (text_is(id->text, s->id))
                return true;
    }
    for (size_t i = 0; !list && i < LEN(WEIGHING); i++)
        if (str_equal(WEIGHING[i], s->kind))
            return true;
    return false;
}

static bool is_set_used(const struct certificate_draft *d, const char *set_id)
{
    const struct trip_standard *s = d->trip->standards.p;

    for (size_t i = 0; i < d->trip->standards.n; i++)
        if (str_equal(s[i].set_id, set_id) && is_used(d, &s[i]))
            return true;
    return false;
}

static qh_status fill_sets(struct ctx *c, const struct certificate_draft *d,
                           struct certificate_content *p)
{
    struct sql_paper_sets_list rows = {0};
    struct cert_standard *items;
    size_t n = 0;
    qh_status rc =
        sql_paper_sets(c->tx, c->arena, c->org, d->record->trip_id, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct cert_standard);
    for (size_t i = 0; i < rows.n; i++) {
        if (!is_set_used(d, rows.p[i].id))
            continue;
        items[n++] = (struct cert_standard){
            .name = rows.p[i].name_zh,
            .range = rows.p[i].range_zh,
            .quality = rows.p[i].accuracy_zh,
            .certificate_no = rows.p[i].accreditation_no,
            .valid_until = rows.p[i].valid_until_day,
        };
    }
    p->standards.p = items;
    p->standards.n = n;
    return QH_OK;
}

static bool same_weights(const struct trip_standard *a, const struct trip_standard *b)
{
    return str_equal(a->nominal_kg, b->nominal_kg) &&
           str_equal(a->accuracy_class, b->accuracy_class) &&
           str_equal(a->certificate_no, b->certificate_no) &&
           str_equal(a->valid_until_day, b->valid_until_day);
}

/* One with a nominal mass; sets of weights have a name and a range instead. */
static bool is_weight(const struct trip_standard *s)
{
    return str_equal(s->kind, "weight") && s->nominal_kg;
}

/* Equal weights of one certificate become one row with the first and last serial number.
 */
static void fill_weights(struct ctx *c, const struct certificate_draft *d,
                         struct certificate_content *p)
{
    const struct trip_standard *s = d->trip->standards.p;
    struct cert_weights *items =
        ARENA_ARRAY(c->arena, d->trip->standards.n, struct cert_weights);
    size_t n = 0;

    for (size_t i = 0; i < d->trip->standards.n;) {
        size_t k = i + 1;

        if (!is_weight(&s[i]) || !is_used(d, &s[i])) {
            i++;
            continue;
        }
        while (k < d->trip->standards.n && same_weights(&s[i], &s[k]))
            k++;
        items[n++] = (struct cert_weights){
            .weight_class = s[i].accuracy_class,
            .nominal = str_format(c->arena, "%s kg", s[i].nominal_kg),
            .count = str_format(c->arena, "%zu", k - i),
            .numbers = k - i > 1
                           ? str_format(c->arena, "%s – %s", s[i].serial, s[k - 1].serial)
                           : s[i].serial,
            .certificate_no = s[i].certificate_no,
            .valid_until = s[i].valid_until_day,
        };
        i = k;
    }
    p->weights.p = items;
    p->weights.n = n;
}

static void fill_devices(struct ctx *c, const struct certificate_draft *d,
                         struct certificate_content *p)
{
    const struct trip_standard *s = d->trip->standards.p;
    struct cert_device *items =
        ARENA_ARRAY(c->arena, d->trip->standards.n, struct cert_device);
    size_t n = 0;

    for (size_t i = 0; i < d->trip->standards.n; i++)
        if (!is_weight(&s[i]) && is_used(d, &s[i]))
            items[n++] = (struct cert_device){
                .name = s[i].name_zh ? s[i].name_zh
                                     : phrase_of(c, d->words, "device", s[i].kind),
                .model = NULL,
                .serial = s[i].serial,
                .quality = s[i].accuracy_class,
                .certificate_no = s[i].certificate_no,
                .valid_until = s[i].valid_until_day,
            };
    p->devices.p = items;
    p->devices.n = n;
}

static qh_status fill_page_two(struct ctx *c, const struct certificate_draft *d,
                               struct certificate_content *p)
{
    p->record_no = d->record->number;
    p->qualification = phrase(d->words, "qualification");
    if (p->kind == CERTIFICATE_CALIBRATION)
        p->traceability = phrase(d->words, "traceability");
    p->place = str_format(c->arena, "%s %s", d->trip->enterprise_name,
                          d->instrument->instrument.place_zh);
    fill_weights(c, d, p);
    fill_devices(c, d, p);
    return fill_sets(c, d, p);
}

/* The method of the record's edition knows how its results are printed. */
static qh_status fill_results(struct ctx *c, const struct certificate_draft *d,
                              struct certificate_content *p)
{
    const struct method *method = NULL;
    const struct regulation *reg = NULL;
    qh_status rc = method_of_edition(c, d->record->edition_hash, &method, &reg);

    if (!rc)
        method->paper(c, reg, d, p);
    return rc;
}

qh_status certificate_content_make(struct ctx *c, struct certificate_draft *d,
                                   struct text *out)
{
    struct certificate_content p = {0};
    qh_status rc = fill_cover(c, d, &p);

    if (rc)
        return rc;
    rc = fill_page_two(c, d, &p);
    if (rc)
        return rc;
    rc = fill_results(c, d, &p);
    if (rc)
        return rc;
    rc = certificate_check(&p, &c->err);
    if (rc)
        return rc;
    *out = certificate_to_json(c->arena, &p);
    return QH_OK;
}

qh_status certificate_set_instrument(struct ctx *c, const struct certificate_draft *d,
                                     bool failed)
{
    const struct instrument *it = &d->instrument->instrument;
    char *next = ARENA_ARRAY(c->arena, DAY_LEN + 1, char);
    const char *due = it->due_day;
    qh_status rc;

    if (!failed && !day_valid_until(d->record->test_until_day, (int)d->months, next))
        due = next;
    rc = sql_instrument_set_result(c->tx, c->org, it->id, due,
                                   failed ? "stopped" : "in_use", it->version, &c->err);
    if (rc)
        return rc;
    return history_add(c,
                       &(struct history_entry){.entity = "instrument",
                                               .entity_id = it->id,
                                               .seq = it->version + 1,
                                               .action = failed ? "fail" : "pass",
                                               .from_state = it->state,
                                               .to_state = failed ? "stopped" : "in_use",
                                               .note = d->number,
                                               .data = "{}"});
}
