/* demo_metrology.c - the institute's standards, vehicles, regulation editions, tariffs.
 *
 * Twenty 1 t weights of class M1 and one whose certificate has run out (so that the
 * refusal can be seen), the small kits that follow from e = 50 kg and e = 20 kg, a
 * thermometer and a hygrometer of each crew, a crane truck and two vans.
 */
#include "cli/demo_lab.h"
#include "domain/standard.h"
#include "rule/weighbridge_input.h"
#include "store/sql_certificate.h"
#include "store/sql_instrument.h"
#include "store/sql_standard.h"

#include <stdlib.h>
#include <string.h>

enum { BIG_WEIGHTS = 20, FEN = 100 };

static const char *const WEIGHT_CLASS = "M1";

struct demo_days {
    char past[DAY_LEN + 1];
    char today[DAY_LEN + 1];
    char next[DAY_LEN + 1];
};

/* Certificates of the standards are older than the programme and outlast the day on which
 * the world is built: the store keeps one certificate of a standard, not the yearly
 * ones that there would be. */
static struct demo_days days_of(const struct demo *d)
{
    int64_t today = day_number_of_instant(d->c->calendar, d->today_ms);
    struct demo_days out;

    day_format(day_number_of_instant(d->c->calendar, d->c->now_ms) - 25, out.past);
    day_format(today, out.today);
    memcpy(out.next, d->certified_until, sizeof out.next);
    return out;
}

struct weight_lot {
    const char *set_id;
    const char *prefix;
    const char *nominal;
    int64_t count;
    const char *certificate;
    const char *valid_until;
    bool expired; /* so that the refusal can be seen: nobody takes it along */
};

static qh_status add_lot(struct demo *d, const struct weight_lot *w, const char *from)
{
    qh_status rc = QH_OK;

    for (int64_t i = 0; i < w->count && !rc; i++) {
        const char *id = demo_id(d);

        rc = sql_standard_add(
            d->c->tx,
            &(struct sql_standard_add_in){
                .org = d->c->org,
                .id = id,
                .set_id = w->set_id,
                .kind = "weight",
                .serial = str_format(d->c->arena, "%s-%03d", w->prefix, (int)i + 1),
                .nominal_kg = w->nominal,
                .accuracy_class = WEIGHT_CLASS,
                .certificate_no = w->certificate,
                .certificate_day = from,
                .valid_until_day = w->valid_until,
            },
            &d->c->err);
        if (!w->expired)
            d->means.weights[d->means.weights_n++] = id;
    }
    return rc;
}

static qh_status add_kit(struct demo *d, const char *set_id, int64_t e,
                         const struct demo_days *days)
{
    struct weighbridge_pieces kit[WEIGHBRIDGE_KIT_MAX];
    size_t n = weighbridge_small_kit(dec_int(e), kit);
    qh_status rc = QH_OK;

    for (size_t i = 0; i < n && !rc; i++) {
        const char *nominal = dec_text_short(d->c->arena, kit[i].nominal);

        rc = add_lot(d,
                     &(struct weight_lot){
                         .set_id = set_id,
                         .prefix = str_format(d->c->arena, "F%02lld-%02lld", (long long)e,
                                              (long long)strtol(nominal, NULL, 10)),
                         .nominal = nominal,
                         .count = kit[i].count,
                         .certificate = "LX2024-0412",
                         .valid_until = days->next,
                     },
                     days->past);
    }
    return rc;
}

static qh_status add_weights(struct demo *d, const char *set_id,
                             const struct demo_days *days)
{
    struct demo_days expired = *days;
    int64_t today = day_number_of_instant(d->c->calendar, d->today_ms);
    qh_status rc;

    day_format(today - 20, expired.next);
    rc = add_lot(d,
                 &(struct weight_lot){set_id, "T1", "1000", BIG_WEIGHTS, "LX2024-0411",
                                      days->next, false},
                 days->past);
    if (!rc)
        rc = add_lot(d,
                     &(struct weight_lot){set_id, "T1-OLD", "1000", 1, "LX2025-0388",
                                          expired.next, true},
                     "2025-05-06");
    d->means.kit_50_from = d->means.weights_n;
    if (!rc)
        rc = add_kit(d, set_id, 50, days);
    d->means.kit_50_until = d->means.weights_n;
    if (!rc)
        rc = add_kit(d, set_id, 20, days);
    return rc;
}

static qh_status add_device(struct demo *d, const char *set_id, const char *kind,
                            const char *serial, const char *quality,
                            const struct demo_days *days)
{
    const char *id = demo_id(d);

    /* The first of a kind goes with the weights, the second with the gauges' standards,
     * the third with the laboratory's. */
    switch (serial[strlen(serial) - 1]) {
    case '7':
        d->means.weights[d->means.weights_n++] = id;
        break;
    case '8':
        d->means.gauge[d->means.gauge_n++] = id;
        break;
    default:
        d->means.lab_for[d->means.lab_n] = "";
        d->means.lab[d->means.lab_n++] = id;
    }
    return sql_standard_add(d->c->tx,
                            &(struct sql_standard_add_in){
                                .org = d->c->org,
                                .id = id,
                                .set_id = set_id,
                                .kind = kind,
                                .serial = serial,
                                .accuracy_class = quality,
                                .certificate_no = "RG2024-0207",
                                .certificate_day = days->past,
                                .valid_until_day = days->next,
                            },
                            &d->c->err);
}

static qh_status add_standards(struct demo *d, const struct demo_days *days)
{
    const char *weights = demo_id(d);
    const char *climate = demo_id(d);
    qh_status rc;

    rc = sql_standard_set_add(d->c->tx,
                              &(struct sql_standard_set_add_in){
                                  .org = d->c->org,
                                  .id = weights,
                                  .name_zh = "电子汽车衡检定装置",
                                  .accreditation_no = "[2023]吉量标法证字第018号",
                                  .regulation_code = "JJG 539",
                                  .range_zh = "1 kg～150 t（含替代物）",
                                  .max_kg = "150000",
                                  .accuracy_zh = "M1 等级",
                                  .valid_until_day = d->accredited_until,
                              },
                              &d->c->err);
    if (!rc)
        rc = sql_standard_set_add(d->c->tx,
                                  &(struct sql_standard_set_add_in){
                                      .org = d->c->org,
                                      .id = climate,
                                      .name_zh = "环境条件监测设备",
                                      .accreditation_no = "[2023]吉量标法证字第031号",
                                      .regulation_code = "JJG 205",
                                      .range_zh = "-10 ℃～50 ℃，20 %～90 %",
                                      .max_kg = "0",
                                      .accuracy_zh = "±0.5 ℃，±5 %",
                                      .valid_until_day = d->accredited_until,
                                  },
                                  &d->c->err);
    if (!rc)
        rc = add_weights(d, weights, days);
    if (!rc)
        rc = add_device(d, climate, "thermometer", "WD-07", "±0.5 ℃", days);
    if (!rc)
        rc = add_device(d, climate, "hygrometer", "SD-07", "±5 %", days);
    if (!rc)
        rc = add_device(d, climate, "thermometer", "WD-08", "±0.5 ℃", days);
    if (!rc)
        rc = add_device(d, climate, "hygrometer", "SD-08", "±5 %", days);
    if (!rc)
        rc = add_device(d, climate, "thermometer", "WD-09", "±0.5 ℃", days);
    if (!rc)
        rc = add_device(d, climate, "hygrometer", "SD-09", "±5 %", days);
    return rc;
}

static qh_status add_vehicles(struct demo *d)
{
    qh_status rc;

    d->means.truck = demo_id(d);
    d->means.van = demo_id(d);
    d->means.lab_van = demo_id(d);
    rc = sql_vehicle_add(d->c->tx, d->c->org, d->means.truck, "赣D·演0018", "crane_truck",
                         25000, &d->c->err);
    if (!rc)
        rc = sql_vehicle_add(d->c->tx, d->c->org, d->means.van, "赣D·演0026", "van", 1200,
                             &d->c->err);
    if (!rc)
        rc = sql_vehicle_add(d->c->tx, d->c->org, d->means.lab_van, "赣D·演0033", "van",
                             1200, &d->c->err);
    return rc;
}

static qh_status add_kinds(struct demo *d)
{
    const struct csv *t = &d->kinds;
    qh_status rc = QH_OK;

    for (size_t i = 0; i < t->rows && !rc; i++) {
        int64_t price = demo_int(t, i, "ref_price_cny") * FEN;

        rc = sql_instrument_kind_add(d->c->tx,
                                     &(struct sql_instrument_kind_add_in){
                                         .org = d->c->org,
                                         .code = demo_cell(t, i, "code"),
                                         .name_zh = demo_cell(t, i, "name_zh"),
                                         .name_en = demo_cell(t, i, "name_en"),
                                         .service = demo_cell(t, i, "service"),
                                         .regulation = demo_cell(t, i, "regulation"),
                                         .compulsory = demo_int(t, i, "compulsory"),
                                         .cycle_months = demo_int(t, i, "cycle_months"),
                                         .price_fen = price,
                                         .note_zh = demo_cell(t, i, "note"),
                                     },
                                     &d->c->err);
        if (!rc)
            rc = sql_tariff_add(d->c->tx,
                                &(struct sql_tariff_add_in){
                                    .org = d->c->org,
                                    .code = demo_cell(t, i, "code"),
                                    .name_zh = demo_cell(t, i, "name_zh"),
                                    .name_en = demo_cell(t, i, "name_en"),
                                    .kind_code = demo_cell(t, i, "code"),
                                    .unit_zh = "台件",
                                    .price_fen = price,
                                    .from_day = "2024-01-01",
                                    .basis_zh = "演示参考价，非任何地区收费标准",
                                },
                                &d->c->err);
    }
    return rc;
}

static qh_status add_fixed_tariffs(struct demo *d)
{
    static const struct {
        const char *code, *zh, *en, *unit;
        int64_t price_yuan;
    } ROWS[] = {
        {"CRANE", "吊装", "Crane placing of weights", "天", 1200},
        {"TRANSPORT", "砝码运输", "Transport of weights", "次", 1600},
    };
    qh_status rc = QH_OK;

    for (size_t i = 0; i < LEN(ROWS) && !rc; i++)
        rc = sql_tariff_add(d->c->tx,
                            &(struct sql_tariff_add_in){
                                .org = d->c->org,
                                .code = ROWS[i].code,
                                .name_zh = ROWS[i].zh,
                                .name_en = ROWS[i].en,
                                .unit_zh = ROWS[i].unit,
                                .price_fen = ROWS[i].price_yuan * FEN,
                                /* Not in the replay: no line of W5 is drawn there. */
                                .from_day = "2025-08-16",
                                .basis_zh = "演示参考价，非任何地区收费标准",
                            },
                            &d->c->err);
    return rc;
}

static qh_status add_waivers(struct demo *d)
{
    struct csv t = {0};
    qh_status rc = demo_table(d, "waiver_rules", &t);

    for (size_t i = 0; i < t.rows && !rc; i++)
        rc = sql_waiver_rule_add(d->c->tx,
                                 &(struct sql_waiver_rule_add_in){
                                     .org = d->c->org,
                                     .code = demo_cell(&t, i, "code"),
                                     .name_zh = demo_cell(&t, i, "name_zh"),
                                     .name_en = demo_cell(&t, i, "name_en"),
                                     .rate_ppm = demo_degrees(&t, i, "rate"),
                                     .applies_to = demo_cell(&t, i, "applies_to"),
                                     .evidence_zh = demo_cell(&t, i, "evidence_zh"),
                                     .note_zh = demo_cell(&t, i, "note"),
                                 },
                                 &d->c->err);
    return rc;
}

qh_status demo_metrology(struct demo *d)
{
    struct demo_days days = days_of(d);
    qh_status rc = add_kinds(d);

    if (!rc)
        rc = add_fixed_tariffs(d);
    if (!rc)
        rc = add_waivers(d);
    if (!rc)
        rc = add_standards(d, &days);
    if (!rc)
        rc = demo_lab(d, days.past, days.next);
    if (!rc)
        rc = add_vehicles(d);
    if (!rc)
        rc = demo_editions(d);
    return rc;
}
