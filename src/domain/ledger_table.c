#include "domain/ledger_table.h"

#include "base/text.h"
#include "domain/booking.h"
#include "domain/certificate.h"
#include "domain/charge.h"
#include "domain/demand_list.h"
#include "domain/enterprise.h"
#include "domain/instrument.h"
#include "domain/item.h"
#include "domain/visit_list.h"

static bool is_on(const char *value)
{
    return str_equal(value, "1");
}

static qh_status demands(struct ctx *c, const struct ledger_filter *f,
                         struct ledger_page *page)
{
    struct demand_page out = {0};
    const qh_status rc = demand_list(c,
                                     &(struct demand_filter){
                                         .state = f->state,
                                         .office_id = f->office_id,
                                         .handler_id = f->handler_id,
                                         .enterprise_id = f->enterprise_id,
                                         .item = f->item,
                                         .division = f->division,
                                         .kind = f->kind,
                                         .route = f->route,
                                         .source = f->source,
                                         .from_day = f->from,
                                         .until_day = f->until,
                                         .light = f->light,
                                         .q = f->q,
                                         .due = f->due,
                                         .mine = is_on(f->mine),
                                         .work = is_on(f->work),
                                         .by_due = str_equal(f->sort, "due"),
                                         .after = page->after,
                                         .limit = page->limit,
                                     },
                                     &out);

    *page = (struct ledger_page){out.next, page->limit, out.items};
    return rc;
}

static qh_status visits(struct ctx *c, const struct ledger_filter *f,
                        struct ledger_page *page)
{
    struct visit_page out = {0};
    const qh_status rc = visit_list(c,
                                    &(struct visit_filter){
                                        .enterprise_id = f->enterprise_id,
                                        .officer_id = f->officer_id,
                                        .state = f->state,
                                        .kind = f->kind,
                                        .division = f->division,
                                        .from = f->from,
                                        .until = f->until,
                                        .mine = is_on(f->mine),
                                        .after = page->after,
                                        .limit = page->limit,
                                    },
                                    &out);

    *page = (struct ledger_page){out.next, page->limit, out.items};
    return rc;
}

static qh_status instruments(struct ctx *c, const struct ledger_filter *f,
                             struct ledger_page *page)
{
    struct instrument_page out = {0};
    const qh_status rc = instrument_list(c,
                                         &(struct instrument_filter){
                                             .enterprise_id = f->enterprise_id,
                                             .due_before = f->due_before,
                                             .state = f->state,
                                             .after = page->after ? page->after : "",
                                             .limit = page->limit,
                                         },
                                         &out);

    *page = (struct ledger_page){out.next, page->limit, out.items};
    return rc;
}

static qh_status certificates(struct ctx *c, const struct ledger_filter *f,
                              struct ledger_page *page)
{
    struct certificate_page out = {0};
    const qh_status rc = certificate_list(c,
                                          &(struct certificate_filter){
                                              .kind = f->kind,
                                              .enterprise_id = f->enterprise_id,
                                              .number = f->number,
                                              .after = page->after ? page->after : "",
                                              .limit = page->limit,
                                          },
                                          &out);

    *page = (struct ledger_page){out.next, page->limit, out.items};
    return rc;
}

static qh_status charges(struct ctx *c, const struct ledger_filter *f,
                         struct ledger_page *page)
{
    struct charge_page out = {0};
    const qh_status rc = charge_list(c,
                                     &(struct charge_filter){
                                         .booking_id = f->booking_id,
                                         .enterprise_id = f->enterprise_id,
                                         .ground = f->ground,
                                         .after = page->after ? page->after : "",
                                         .limit = page->limit,
                                     },
                                     &out);

    *page = (struct ledger_page){out.next, page->limit, out.items};
    return rc;
}

static qh_status bookings(struct ctx *c, const struct ledger_filter *f,
                          struct ledger_page *page)
{
    struct booking_page out = {0};
    const qh_status rc = booking_list(c,
                                      &(struct booking_filter){
                                          .state = f->state,
                                          .enterprise_id = f->enterprise_id,
                                          .after = page->after ? page->after : "",
                                          .limit = page->limit,
                                      },
                                      &out);

    *page = (struct ledger_page){out.next, page->limit, out.items};
    return rc;
}

static qh_status items(struct ctx *c, const struct ledger_filter *f,
                       struct ledger_page *page)
{
    struct json_list all = {0};
    const qh_status rc = item_list(c, &(struct item_filter){.q = f->q}, &all);

    *page = (struct ledger_page){NULL, page->limit, all};
    return rc;
}

static qh_status enterprises(struct ctx *c, const struct ledger_filter *f,
                             struct ledger_page *page)
{
    struct enterprise_page out = {0};
    const qh_status rc = enterprise_list(c,
                                         &(struct enterprise_filter){
                                             .q = f->q,
                                             .division = f->division,
                                             .industry = f->industry,
                                             .officer = f->officer_id,
                                             .size = f->size,
                                             .park = f->park,
                                             .unpaired = is_on(f->unpaired),
                                             .after = page->after,
                                             .limit = page->limit,
                                         },
                                         &out);

    *page = (struct ledger_page){out.next, page->limit, out.items};
    return rc;
}

/* clang-format off */
static const struct ledger_column DEMANDS[] = {
    STR(struct demand_item, number, "number", 14),
    TIME(struct demand_item, registered_ms, "registered"),
    STR(struct demand_item, enterprise_name, "enterprise", 28),
    STR(struct demand_item, division_name, "division", 10),
    STR(struct demand_item, text, "demand", 48),
    WORD(struct demand_item, state, "state", 11, "demand_state"),
    WORD(struct demand_item, kind, "kind", 7, "kind"),
    WORD(struct demand_item, route, "route", 10, "route"),
    WORD(struct demand_item, source, "source", 8, "source"),
    STR(struct demand_item, item_name, "item", 24),
    STR(struct demand_item, department_name, "department", 14),
    STR(struct demand_item, lead_office_name, "office", 16),
    STR(struct demand_item, handler_name, "handler", 9),
    TIME_OR(struct demand_item, due_ms, "due"),
    TIME_OR(struct demand_item, done_ms, "done"),
    TIME_OR(struct demand_item, closed_ms, "closed"),
    WORD(struct demand_item, outcome, "outcome", 10, "outcome"),
    WORD(struct demand_item, satisfaction, "satisfaction", 10, "satisfaction"),
    YES(struct demand_item, late, "late"),
};

static const struct ledger_column VISITS[] = {
    DAY(struct visit, day, "day"),
    STR(struct visit, enterprise_name, "enterprise", 28),
    STR(struct visit, division_name, "division", 10),
    WORD(struct visit, kind, "visit_kind", 11, "visit_kind"),
    WORD(struct visit, state, "state", 9, "visit_state"),
    STR(struct visit, officer_name, "officer", 9),
    STR(struct visit, met_role, "met_role", 14),
    WORD(struct visit, production_state, "production", 10, "production"),
    STR(struct visit, note, "note", 48),
    COUNT(struct visit, demands, "demands"),
    COUNT_OR(struct visit, minutes, "minutes"),
    COUNT_OR(struct visit, satisfaction, "visit_satisfaction"),
};

static const struct ledger_column INSTRUMENTS[] = {
    STR(struct instrument, enterprise_name, "enterprise", 28),
    STR(struct instrument, name_zh, "instrument", 18),
    STR(struct instrument, kind_name, "instrument_kind", 16),
    STR(struct instrument, model, "model", 16),
    STR(struct instrument, serial, "serial", 16),
    STR(struct instrument, maker, "maker", 24),
    STR(struct instrument, accuracy_class, "class", 10),
    STR(struct instrument, place_zh, "place", 16),
    WORD(struct instrument, purpose, "purpose", 10, "purpose"),
    DAY(struct instrument, due_day, "due_day"),
    WORD(struct instrument, state, "state", 9, "instrument_state"),
    STR(struct instrument, regulation, "regulation", 18),
};

static const struct ledger_column CERTIFICATES[] = {
    STR(struct certificate_row, number, "certificate_number", 22),
    WORD(struct certificate_row, kind, "certificate_kind", 16, "certificate_kind"),
    WORD(struct certificate_row, state, "state", 9, "certificate_state"),
    STR(struct certificate_row, enterprise_name, "enterprise", 28),
    STR(struct certificate_row, name_zh, "instrument", 18),
    STR(struct certificate_row, model, "model", 16),
    STR(struct certificate_row, serial, "serial", 16),
    DAY(struct certificate_row, issued_day, "issued"),
    DAY(struct certificate_row, valid_until_day, "valid_until"),
};

static const struct ledger_column CHARGES[] = {
    TIME(struct charge_line, at_ms, "at"),
    STR(struct charge_line, booking_number, "booking_number", 16),
    STR(struct charge_line, record_number, "record_number", 16),
    STR(struct charge_line, name_zh, "tariff", 28),
    WORD(struct charge_line, ground, "ground", 14, "ground"),
    STR(struct charge_line, waiver_code, "waiver", 8),
    COUNT(struct charge_line, quantity, "quantity"),
    YUAN(struct charge_line, price_fen, "price"),
    YUAN(struct charge_line, amount_fen, "amount"),
};

static const struct ledger_column BOOKINGS[] = {
    STR(struct booking_row, number, "booking_number", 16),
    TIME(struct booking_row, requested_ms, "requested"),
    STR(struct booking_row, enterprise_name, "enterprise", 28),
    STR(struct booking_row, division_name, "division", 10),
    STR(struct booking_row, demand_number, "demand_number", 14),
    WORD(struct booking_row, state, "state", 9, "booking_state"),
    COUNT(struct booking_row, lines, "lines"),
    STR(struct booking_row, needs, "needs", 40),
    COUNT(struct booking_row, downtime_days, "downtime"),
};

static const struct ledger_column ITEMS[] = {
    STR(struct item, code, "code", 8),
    STR(struct item, wording.category_zh, "category", 14),
    STR(struct item, wording.name_zh, "item", 28),
    STR(struct item, wording.who_may_ask, "who_may_ask", 24),
    STR(struct item, wording.basis, "basis", 40),
    COUNT_OR(struct item, wording.statutory_limit_wd, "statutory_limit"),
    COUNT(struct item, wording.commit_limit_wd, "commit_limit"),
    STR(struct item, wording.lead_office_code, "office_code", 9),
    WORD(struct item, wording.default_route, "route", 10, "route"),
    STR(struct item, wording.fee, "fee", 20),
    YES(struct item, wording.on_site, "on_site"),
    YES(struct item, wording.appointment, "appointment"),
};

static const struct ledger_column ENTERPRISES[] = {
    STR(struct enterprise, name, "enterprise", 32),
    STR(struct enterprise, ident_value, "ident", 22),
    STR(struct enterprise, industry_name, "industry", 18),
    WORD(struct enterprise, size_class, "size", 8, "size"),
    STR(struct enterprise, division_name, "division", 10),
    STR(struct enterprise, park_name, "park", 20),
    YES(struct enterprise, supported, "supported"),
    STR(struct enterprise, officer_name, "officer", 9),
};
/* clang-format on */

static const char *const DEMAND_FILTERS[] = {
    "state", "office_id", "handler_id", "enterprise_id", "item",  "division",
    "kind",  "route",     "source",     "from",          "until", "light",
    "q",     "due",       "mine",       "work",          "sort",  NULL};
static const char *const VISIT_FILTERS[] = {"enterprise_id", "officer_id", "state",
                                            "kind",          "division",   "from",
                                            "until",         "mine",       NULL};
static const char *const INSTRUMENT_FILTERS[] = {"enterprise_id", "due_before", "state",
                                                 NULL};
static const char *const CERTIFICATE_FILTERS[] = {"kind", "enterprise_id", "number",
                                                  NULL};
static const char *const CHARGE_FILTERS[] = {"booking_id", "enterprise_id", "ground",
                                             NULL};
static const char *const BOOKING_FILTERS[] = {"state", "enterprise_id", NULL};
static const char *const ITEM_FILTERS[] = {"q", NULL};
static const char *const ENTERPRISE_FILTERS[] = {
    "q", "division", "industry", "officer_id", "size", "park", "unpaired", NULL};

#define LEDGER(name, right, T, columns, filters, fetch)                                  \
    {                                                                                    \
        name, right, sizeof(T), columns, LEN(columns), filters, fetch                    \
    }
/* clang-format off */
const struct ledger LEDGERS[] = {
    LEDGER("demands", RIGHT_DEMAND_READ, struct demand_item, DEMANDS, DEMAND_FILTERS, demands),
    LEDGER("visits", RIGHT_VISIT_READ, struct visit, VISITS, VISIT_FILTERS, visits),
    LEDGER("instruments", RIGHT_INSTRUMENT_READ, struct instrument, INSTRUMENTS, INSTRUMENT_FILTERS, instruments),
    LEDGER("certificates", RIGHT_CERTIFICATE_READ, struct certificate_row, CERTIFICATES, CERTIFICATE_FILTERS, certificates),
    LEDGER("charges", RIGHT_CHARGE_READ, struct charge_line, CHARGES, CHARGE_FILTERS, charges),
    LEDGER("bookings", RIGHT_BOOKING_READ, struct booking_row, BOOKINGS, BOOKING_FILTERS, bookings),
    {"figures", RIGHT_DASHBOARD_READ, LEDGER_FIGURE_SIZE, LEDGER_FIGURES, LEDGER_FIGURES_N, LEDGER_FIGURE_FILTERS, ledger_figures},
    {"money", RIGHT_DASHBOARD_READ, LEDGER_FIGURE_SIZE, LEDGER_MONEY, LEDGER_MONEY_N, LEDGER_FIGURE_FILTERS, ledger_figures},
    LEDGER("items", RIGHT_ITEM_READ, struct item, ITEMS, ITEM_FILTERS, items),
    LEDGER("enterprises", RIGHT_ENTERPRISE_READ, struct enterprise, ENTERPRISES, ENTERPRISE_FILTERS, enterprises),
};
/* clang-format on */
const size_t LEDGERS_N = LEN(LEDGERS);
