/* demo_instruments.c - instruments by industry, and those of the silicon-materials
 * enterprise: five weighbridges for trade (100 t, 2 x 80 t, 2 x 60 t) that fall due, one
 * scale used inside the plant, eight laboratory sets. */
#include "cli/demo.h"
#include "domain/instrument.h"
#include "store/sql_instrument.h"

#include <string.h>

enum { PIECES_MAX = 4 };

/* Everything but a weighbridge. */
struct lab_instrument {
    const char *kind, *regulation, *name, *model, *grade, *params;
};

struct scale {
    const char *max, *min, *e;
    int supports;
    const char *purpose;
    const char *place;
};

/* clang-format off */
static const struct scale SILICON_SCALES[] = {
    {"100000", "1000", "50", 8, "trade", "东门原料入厂地磅"},
    {"80000",  "400",  "20", 8, "trade", "西门成品出厂一号地磅"},
    {"80000",  "400",  "20", 8, "trade", "西门成品出厂二号地磅"},
    {"60000",  "400",  "20", 6, "trade", "石英砂堆场地磅"},
    {"60000",  "400",  "20", 6, "trade", "煤场地磅"},
    {"60000",  "400",  "20", 6, "other", "厂内倒运地磅"},
};
static const struct scale OTHER_SCALES[] = {
    {"60000",  "400",  "20", 6,  "trade", "厂区地磅"},
    {"80000",  "400",  "20", 8,  "trade", "厂区地磅"},
    {"100000", "1000", "50", 8,  "trade", "厂区地磅"},
    {"120000", "1000", "50", 8,  "trade", "厂区地磅"},
};
/* Twenty weights of 1 t are enough for them by substitution. */
static const struct scale SERVED_SCALES[] = {
    {"60000",  "400",  "20", 6,  "trade", "原料地磅"},
    {"80000",  "400",  "20", 8,  "trade", "成品地磅"},
    {"60000",  "400",  "20", 6,  "trade", "仓库地磅"},
    {"100000", "1000", "50", 8,  "trade", "进厂地磅"},
};
/* clang-format on */

static const struct json *params_of(struct demo *d, const char *text)
{
    struct json *v = NULL;

    return json_parse(d->c->arena, text_of(text), &v, &d->c->err) ? NULL : v;
}

static qh_status add_seal(struct demo *d, const char *instrument, int serial,
                          const char *position)
{
    return sql_seal_add(d->c->tx,
                        &(struct sql_seal_add_in){
                            .org = d->c->org,
                            .id = demo_id(d),
                            .instrument_id = instrument,
                            .number = str_format(d->c->arena, "FY25-%05d", serial),
                            .kind = "label",
                            .position_zh = position,
                            .applied_ms = d->c->now_ms - 340 * INT64_C(86400000),
                            .applied_by = "",
                        },
                        &d->c->err);
}

/* Those that the replay serves fall due in it, all others by the day of building. */
static int64_t due_day_of(struct demo *d, const struct demo_enterprise *e, struct rand *r)
{
    if (e->silicon)
        return day_number_of_instant(d->c->calendar, d->c->now_ms) +
               rand_between(r, 254, 264);
    return day_number_of_instant(d->c->calendar, d->today_ms) + rand_between(r, -30, 320);
}

static qh_status register_scale(struct demo *d, const struct demo_enterprise *e,
                                const struct scale *s, int64_t due_day, struct rand *r,
                                const char **out)
{
    const int serial = ++d->scales_n;
    const char *id = NULL;
    char due[DAY_LEN + 1];
    const char *params = str_format(
        d->c->arena,
        "{\"max\":\"%s\",\"min\":\"%s\",\"e\":\"%s\",\"d\":\"%s\",\"supports\":%d,"
        "\"unit\":\"kg\",\"tare_max\":\"0\",\"auto_zero\":\"on\",\"indicator\":\"XK3190-"
        "DS%d\"}",
        s->max, s->min, s->e, s->e, s->supports, (int)rand_between(r, 3, 8));
    qh_status rc;

    day_format(due_day, due);
    rc = instrument_register(
        d->c,
        &(struct instrument_new){
            .enterprise_id = e->id,
            .kind_code = "K01",
            .name_zh = "电子汽车衡",
            .model = str_format(d->c->arena, "SCS-%.*s", (int)strlen(s->max) - 3, s->max),
            .serial =
                str_format(d->c->arena, "%d%05d", (int)rand_between(r, 15, 23), serial),
            .maker = "江西衡准称重设备有限公司（演示）",
            .accuracy_class = "III",
            .params = params_of(d, params),
            .place_zh = s->place,
            .purpose = s->purpose,
            .due_day = due,
        },
        &id);
    if (!rc)
        rc = add_seal(d, id, serial * 2, "称重仪表标定开关");
    if (!rc)
        rc = add_seal(d, id, serial * 2 + 1, "接线盒");
    *out = id;
    return rc;
}

static qh_status add_scale(struct demo *d, const struct demo_enterprise *e,
                           const struct scale *s, struct rand *r)
{
    const char *id = NULL;
    qh_status rc = register_scale(d, e, s, due_day_of(d, e, r), r, &id);

    if (e->silicon && strcmp(s->purpose, "trade") == 0)
        d->means.bridge[d->means.bridges_n++] = id;
    return rc;
}

static qh_status add_other(struct demo *d, const struct demo_enterprise *e,
                           const struct lab_instrument *it, struct rand *r)
{
    size_t row = demo_row(&d->kinds, "code", it->kind);
    bool compulsory = demo_int(&d->kinds, row, "compulsory") != 0;
    const char *id = NULL;
    char due[DAY_LEN + 1];
    qh_status rc;

    day_format(due_day_of(d, e, r), due);
    rc = instrument_register(
        d->c,
        &(struct instrument_new){
            .enterprise_id = e->id,
            .kind_code = it->kind,
            .regulation = it->regulation,
            .name_zh = it->name,
            .model = it->model,
            .serial = str_format(d->c->arena, "%s-%06d", it->kind,
                                 (int)rand_between(r, 1, 999999)),
            .maker = "演示仪器制造商",
            .accuracy_class = it->grade,
            .params = params_of(d, it->params),
            .place_zh = compulsory ? "生产车间" : "化验室",
            .purpose = compulsory ? (strcmp(it->kind, "K06") == 0 ? "safety" : "trade")
                                  : "other",
            .due_day = due,
        },
        &id);
    if (e->silicon) {
        d->means.set_regulation[d->means.sets_n] = it->regulation;
        d->means.set[d->means.sets_n++] = id;
    }
    return rc;
}

static qh_status add_silicon(struct demo *d, const struct demo_enterprise *e,
                             struct rand *r)
{
    struct csv t = {0};
    qh_status rc = QH_OK;

    for (size_t i = 0; i < LEN(SILICON_SCALES) && !rc; i++)
        rc = add_scale(d, e, &SILICON_SCALES[i], r);
    if (!rc)
        rc = demo_table(d, "lab_instruments", &t);
    for (size_t i = 0; i < t.rows && !rc; i++)
        rc = add_other(d, e,
                       &(struct lab_instrument){
                           .kind = demo_cell(&t, i, "kind"),
                           .regulation = demo_cell(&t, i, "regulation"),
                           .name = demo_cell(&t, i, "name_zh"),
                           .model = demo_cell(&t, i, "model"),
                           .grade = demo_cell(&t, i, "grade"),
                           .params = demo_cell(&t, i, "params"),
                       },
                       r);
    return rc;
}

/* One to four kinds of the industry's list, one or two pieces of each. */
static qh_status add_usual(struct demo *d, const struct demo_enterprise *e,
                           struct rand *r)
{
    size_t industry = demo_row(&d->industries, "code", e->industry);
    const char *kinds = demo_cell(&d->industries, industry, "instrument_kinds");
    size_t n = 0;
    qh_status rc = QH_OK;

    while (demo_part(d->c->arena, kinds, n))
        n++;
    for (uint64_t left = 1 + rand_below(r, PIECES_MAX); left && !rc; left--) {
        const char *kind = demo_part(d->c->arena, kinds, rand_below(r, n));
        size_t row = demo_row(&d->kinds, "code", kind);

        if (strcmp(kind, "K01") == 0)
            rc = add_scale(d, e, &OTHER_SCALES[rand_below(r, LEN(OTHER_SCALES))], r);
        else
            rc = add_other(d, e,
                           &(struct lab_instrument){
                               .kind = kind,
                               .name = demo_cell(&d->kinds, row, "name_zh"),
                               .model = "/",
                               .grade = "/",
                               .params = "{}",
                           },
                           r);
    }
    return rc;
}

qh_status demo_instruments(struct demo *d)
{
    struct rand r = rand_stream(d->seed, "instrument");
    bool large_given = false;
    qh_status rc = QH_OK;

    d->scales_n = 100;
    for (size_t i = 0; i < d->enterprises_n && !rc; i++) {
        const struct demo_enterprise *e = &d->enterprises[i];

        rc = e->silicon ? add_silicon(d, e, &r) : add_usual(d, e, &r);
        /* The first enterprise of cables has a 120 t scale for sure: 20 t of weights are
         * too few for it. */
        if (!rc && !large_given && strcmp(e->industry, "IN-CB") == 0) {
            large_given = true;
            rc = add_scale(d, e, &OTHER_SCALES[3], &r);
        }
    }
    return rc;
}

/* ---- those that fall due in the replay ---- */

qh_status demo_bridge_add(struct demo *d, size_t enterprise, int64_t due, struct rand *r,
                          struct demo_served *out)
{
    const size_t row = rand_below(r, LEN(SERVED_SCALES));

    out->needs_kit_50 = strcmp(SERVED_SCALES[row].e, "50") == 0;
    return register_scale(d, &d->enterprises[enterprise], &SERVED_SCALES[row], due, r,
                          &out->id);
}

/* One of the kind's rows, and one of its places. */
static size_t draw_served(const struct demo *d, const char *kind, struct rand *r)
{
    size_t n = 0;
    size_t left;

    for (size_t i = 0; i < d->served.rows; i++)
        n += strcmp(demo_cell(&d->served, i, "kind"), kind) == 0;
    left = n ? rand_below(r, n) : 0;
    for (size_t i = 0; i < d->served.rows; i++)
        if (strcmp(demo_cell(&d->served, i, "kind"), kind) == 0 && left-- == 0)
            return i;
    return SIZE_MAX;
}

static const char *draw_place(struct demo *d, size_t row, struct rand *r)
{
    const char *places = demo_cell(&d->served, row, "places");
    size_t n = 0;

    while (demo_part(d->c->arena, places, n))
        n++;
    return demo_part(d->c->arena, places, rand_below(r, n));
}

qh_status demo_served_add(struct demo *d, size_t enterprise, const char *kind,
                          int64_t due, struct rand *r, struct demo_served *out)
{
    const struct csv *t = &d->served;
    const size_t row = draw_served(d, kind, r);
    char day[DAY_LEN + 1];

    if (row == SIZE_MAX)
        return qh_fail(&d->c->err, QH_BUG, "demo.table", "", "served_instruments: %s",
                       kind);
    day_format(due, day);
    out->regulation = demo_cell(t, row, "regulation");
    return instrument_register(
        d->c,
        &(struct instrument_new){
            .enterprise_id = d->enterprises[enterprise].id,
            .kind_code = kind,
            .regulation = out->regulation,
            .name_zh = demo_cell(t, row, "name_zh"),
            .model = demo_cell(t, row, "model"),
            .serial = str_format(d->c->arena, "%s%02d%05d", demo_cell(t, row, "prefix"),
                                 (int)rand_between(r, 19, 24), ++d->served_n),
            .maker = "演示仪器制造商",
            .accuracy_class = demo_cell(t, row, "grade"),
            .params = params_of(d, demo_cell(t, row, "params")),
            .place_zh = draw_place(d, row, r),
            .purpose = demo_cell(t, row, "purpose"),
            .due_day = day,
        },
        &out->id);
}
