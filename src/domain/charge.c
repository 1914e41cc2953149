#include "domain/charge.h"

#include "base/days.h"
#include "base/id.h"
#include "domain/figure.h"
#include "domain/page.h"
#include "domain/trip.h"
#include "store/sql_booking.h"
#include "store/sql_certificate.h"

enum { MILLION = 1000000 };

static const char *const TARIFF_CRANE = "CRANE";
static const char *const TARIFF_TRANSPORT = "TRANSPORT";

/* One tariff row times a quantity, for somebody. */
struct item {
    const char *booking_id;
    const char *visit_id;
    const char *record_id;
    const char *note;
    const char *tariff_code;
    const char *enterprise_id;
    const char *division_code;
    int64_t price_fen;
    int64_t quantity;
};

struct ground {
    const char *name;
    const char *metric;
};

static const struct ground PAYABLE = {"payable", "charge.payable_fen"};
static const struct ground EXEMPT = {"exempt", "charge.exempt_fen"};
static const struct ground WAIVED = {"waived", "charge.waived_fen"};

static qh_status add_line(struct ctx *c, const struct item *it, const struct ground *g,
                          const char *waiver, int64_t amount_fen, const char *reason)
{
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);
    qh_status rc;

    id_make(c->now_ms, c->rand, id);
    rc = sql_charge_add(c->tx,
                        &(struct sql_charge_add_in){
                            .org = c->org,
                            .id = id,
                            .booking_id = it->booking_id,
                            .visit_id = it->visit_id,
                            .record_id = it->record_id,
                            .note = it->note ? it->note : "",
                            .tariff_code = it->tariff_code,
                            .waiver_code = waiver,
                            .ground = g->name,
                            .quantity = it->quantity,
                            .price_fen = it->price_fen,
                            .amount_fen = amount_fen,
                            .reason = reason,
                            .enterprise_id = it->enterprise_id,
                            .at_ms = c->now_ms,
                        },
                        &c->err);
    if (rc || amount_fen == 0)
        return rc;
    return figure_add(c, g->metric, c->now_ms, it->division_code, amount_fen, id);
}

/* The part that a rule of the programme waives, and the rest that is payable. */
static qh_status add_waived(struct ctx *c, const struct item *it, const char *rule,
                            const char *reason)
{
    struct sql_waiver_rule_one w = {0};
    int64_t full = it->price_fen * it->quantity;
    int64_t waived;
    qh_status rc = sql_waiver_rule_one(c->tx, c->arena, c->org, rule, &w, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_CONFLICT, "charge.no_rule", "", "%s", rule);
    if (rc)
        return rc;
    waived = full * w.rate_ppm / MILLION;
    rc = add_line(c, it, &WAIVED, rule, waived, reason);
    if (rc || waived == full)
        return rc;
    return add_line(c, it, &PAYABLE, rule, full - waived, "charge.rest_payable");
}

static bool law_exempts(const struct charge_subject *s)
{
    return s->compulsory && !str_equal(s->service, "calibration") &&
           !str_equal(s->purpose, "other");
}

static bool is_small(const char *size_class)
{
    return str_equal(size_class, "small") || str_equal(size_class, "micro");
}

static struct item item_of(const struct charge_subject *s, const char *tariff,
                           int64_t price_fen)
{
    const int64_t pieces = s->quantity ? s->quantity : 1;

    return (struct item){
        .booking_id = s->booking_id,
        .visit_id = s->visit_id,
        .record_id = s->record_id,
        .note = s->note,
        .tariff_code = tariff,
        .enterprise_id = s->enterprise_id,
        .division_code = s->division_code,
        .price_fen = price_fen,
        .quantity = s->passed ? pieces : 0,
    };
}

qh_status charge_add_record(struct ctx *c, const struct charge_subject *s)
{
    struct sql_tariff_of_kind t = {0};
    struct item it;
    qh_status rc;

    if (!s->booking_id == !s->visit_id)
        return qh_fail(&c->err, QH_BUG, "charge.subject", "", "a booking or a visit");
    rc = sql_tariff_of_kind(c->tx, c->arena, c->org, s->kind_code, s->day, &t, &c->err);
    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_CONFLICT, "charge.no_tariff", "", "%s on %s",
                       s->kind_code, s->day);
    if (rc)
        return rc;
    it = item_of(s, t.code, t.price_fen);
    if (law_exempts(s))
        return add_line(c, &it, &EXEMPT, "W1", it.price_fen * it.quantity,
                        s->passed ? "charge.exempt_by_purpose" : "charge.not_passed");
    if (!s->passed)
        return add_line(c, &it, &PAYABLE, NULL, 0, "charge.not_passed");
    if (s->supported)
        return add_waived(c, &it, "W3", "charge.supported_enterprise");
    if (is_small(s->size_class))
        return add_waived(c, &it, "W2", "charge.small_enterprise");
    return add_line(c, &it, &PAYABLE, NULL, it.price_fen * it.quantity, "charge.payable");
}

static qh_status add_fixed(struct ctx *c, const struct trip_detail *t,
                           const struct sql_booking_one *b, const char *code,
                           int64_t quantity)
{
    struct sql_tariff_one row = {0};
    qh_status rc =
        sql_tariff_one(c->tx, c->arena, c->org, code, t->until_day, &row, &c->err);
    struct item it;

    if (rc == QH_NOT_FOUND) { /* nothing that could be collected or waived */
        c->err = (struct qh_error){0};
        return QH_OK;
    }
    if (rc)
        return rc;
    it = (struct item){
        .booking_id = t->booking_id,
        .tariff_code = code,
        .enterprise_id = b->enterprise_id,
        .division_code = b->division_code,
        .price_fen = row.price_fen,
        .quantity = quantity,
    };
    return add_waived(c, &it, "W5", "charge.transport_by_institute");
}

qh_status charge_add_transport(struct ctx *c, const struct trip_detail *t)
{
    struct sql_booking_one b = {0};
    int64_t from = 0;
    int64_t until = 0;
    qh_status rc = sql_booking_one(c->tx, c->arena, c->org, t->booking_id, &b, &c->err);

    if (rc)
        return rc;
    rc = day_parse(t->from_day, &from);
    if (!rc)
        rc = day_parse(t->until_day, &until);
    if (rc)
        return qh_fail(&c->err, QH_BUG, "trip.days", "", "%s", t->number);
    rc = add_fixed(c, t, &b, TARIFF_CRANE, until - from + 1);
    if (rc)
        return rc;
    return add_fixed(c, t, &b, TARIFF_TRANSPORT, 1);
}

static void sum_up(const struct charge_line *l, struct charge_page *out)
{
    if (str_equal(l->ground, EXEMPT.name))
        out->exempt_fen += l->amount_fen;
    else if (str_equal(l->ground, WAIVED.name))
        out->waived_fen += l->amount_fen;
    else
        out->payable_fen += l->amount_fen;
}

qh_status charge_list(struct ctx *c, const struct charge_filter *f,
                      struct charge_page *out)
{
    struct sql_charge_list_list rows = {0};
    struct charge_line *items;
    qh_status rc;

    rc = sql_charge_list(
        c->tx, c->arena,
        &(struct sql_charge_list_in){
            .org = c->org,
            .booking = f->booking_id,
            .enterprise = c->actor.enterprise ? c->actor.enterprise : f->enterprise_id,
            .ground = f->ground,
            .after_id = f->after ? f->after : "",
            .limit = f->limit + 1,
        },
        &rows, &c->err);
    if (rc)
        return rc;
    if (page_cut(&rows.n, f->limit))
        out->next = rows.p[rows.n - 1].id;
    items = ARENA_ARRAY(c->arena, rows.n, struct charge_line);
    for (size_t i = 0; i < rows.n; i++) {
        items[i] = (struct charge_line){
            .id = rows.p[i].id,
            .booking_id = rows.p[i].booking_id,
            .booking_number = rows.p[i].booking_number,
            .visit_id = rows.p[i].visit_id,
            .visit_day = rows.p[i].visit_day,
            .record_id = rows.p[i].record_id,
            .record_number = rows.p[i].record_number,
            .note = rows.p[i].note,
            .enterprise_id = rows.p[i].enterprise_id,
            .tariff_code = rows.p[i].tariff_code,
            .name_zh = rows.p[i].name_zh,
            .quantity = rows.p[i].quantity,
            .price_fen = rows.p[i].price_fen,
            .amount_fen = rows.p[i].amount_fen,
            .ground = rows.p[i].ground,
            .waiver_code = rows.p[i].waiver_code,
            .reason = rows.p[i].reason,
            .at_ms = rows.p[i].at_ms,
        };
        sum_up(&items[i], out);
    }
    out->items = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}
