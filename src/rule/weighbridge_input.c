#include "rule/weighbridge_input.h"

#include "rule/weighbridge_json.h"
#include "rule/weighing.h"

const char *const WEIGHBRIDGE_KINDS[] = {
    "initial",     "periodic", "after_repair", "within_period", "in_service_inspection",
    "calibration", NULL};
const char *const WEIGHBRIDGE_DECISIONS[] = {"none", "simple", "guard_band", NULL};
const char *const WEIGHBRIDGE_AUTO_ZERO[] = {"absent", "off", "out_of_range", "on", NULL};
const char *const WEIGHBRIDGE_STRUCTURES[] = {"single", "multi_interval",
                                              "multiple_range", NULL};
const char *const WEIGHBRIDGE_ECCENTRICITY[] = {"support", "pair", "rolling", NULL};

struct weight_in {
    const char *class_name;
    struct dec nominal;
    int64_t count;
    struct dec mpe, error, u, k;
};

struct part_in {
    struct dec max, e, min;
};

struct input_in {
    const char *class_name, *unit, *eccentricity;
    struct dec max, min, e, d, tare_max, service_d, rolling_load, reach;
    int64_t supports, sections, devices;
    int auto_zero, kind, structure, decision;
    bool creep;
    struct json_list weights, parts;
    const struct json *claims;
};

/* The member is called "class", a word that C++ readers of the header would stumble on.
 */
#define MEMBER_CLASS(T)                                                                  \
    {                                                                                    \
        .name = "class", .offset = offsetof(T, class_name), .type = JSON_T_STR,          \
        .required = JSON_REQUIRED, .min = 1, .max = 20                                   \
    }

static const struct json_field WEIGHT[] = {
    MEMBER_CLASS(struct weight_in),
    JSON_DEC(struct weight_in, nominal, JSON_REQUIRED),
    JSON_INT(struct weight_in, count, JSON_REQUIRED, 1, 10000),
    JSON_DEC(struct weight_in, mpe, JSON_OPTIONAL),
    JSON_DEC(struct weight_in, error, JSON_OPTIONAL),
    JSON_DEC(struct weight_in, u, JSON_OPTIONAL),
    JSON_DEC(struct weight_in, k, JSON_OPTIONAL),
};

static const struct json_field PART[] = {
    JSON_DEC(struct part_in, max, JSON_REQUIRED),
    JSON_DEC(struct part_in, e, JSON_REQUIRED),
    JSON_DEC(struct part_in, min, JSON_OPTIONAL),
};

static const struct json_field INPUT[] = {
    MEMBER_CLASS(struct input_in),
    JSON_STR(struct input_in, unit, JSON_REQUIRED, 4),
    JSON_DEC(struct input_in, max, JSON_REQUIRED),
    JSON_DEC(struct input_in, min, JSON_REQUIRED),
    JSON_DEC(struct input_in, e, JSON_REQUIRED),
    JSON_DEC(struct input_in, d, JSON_REQUIRED),
    JSON_DEC(struct input_in, tare_max, JSON_OPTIONAL),
    JSON_INT(struct input_in, supports, JSON_REQUIRED, 1, WEIGHBRIDGE_SUPPORTS_MAX),
    JSON_ENUM(struct input_in, auto_zero, JSON_REQUIRED, WEIGHBRIDGE_AUTO_ZERO),
    JSON_ENUM(struct input_in, kind, JSON_REQUIRED, WEIGHBRIDGE_KINDS),
    JSON_OBJS(struct input_in, weights, JSON_REQUIRED, WEIGHT, struct weight_in,
              WEIGHBRIDGE_WEIGHTS_MAX),
    JSON_ENUM(struct input_in, structure, JSON_OPTIONAL, WEIGHBRIDGE_STRUCTURES),
    JSON_OBJS(struct input_in, parts, JSON_OPTIONAL, PART, struct part_in,
              WEIGHBRIDGE_PARTS_MAX),
    JSON_DEC(struct input_in, service_d, JSON_OPTIONAL),
    JSON_STR(struct input_in, eccentricity, JSON_OPTIONAL, 20),
    JSON_DEC(struct input_in, rolling_load, JSON_OPTIONAL),
    JSON_INT(struct input_in, sections, JSON_OPTIONAL, 1, WEIGHBRIDGE_SECTIONS_MAX),
    JSON_INT(struct input_in, devices, JSON_OPTIONAL, 0, WEIGHBRIDGE_DEVICES_MAX),
    JSON_DEC(struct input_in, reach, JSON_OPTIONAL),
    JSON_ENUM(struct input_in, decision, JSON_OPTIONAL, WEIGHBRIDGE_DECISIONS),
    JSON_RAW(struct input_in, claims, JSON_OPTIONAL),
    JSON_BOOL(struct input_in, creep, JSON_OPTIONAL),
};

/* The method of eccentricity, if one is named. */
QH_MUST static qh_status read_method(const char *name, struct weighbridge_input *to,
                                     struct qh_error *err)
{
    for (int i = 0; name && WEIGHBRIDGE_ECCENTRICITY[i]; i++)
        if (str_equal(WEIGHBRIDGE_ECCENTRICITY[i], name)) {
            to->has_method = true;
            to->method = (enum weighbridge_eccentricity)i;
            return QH_OK;
        }
    return name ? qh_fail(err, QH_INVALID, "weighbridge.eccentricity", "eccentricity",
                          "support, pair or rolling")
                : QH_OK;
}

static void read_parts(const struct input_in *in, struct weighbridge_input *to)
{
    const struct part_in *p = in->parts.p;

    for (size_t i = 0; i < in->parts.n; i++)
        to->parts[to->parts_n++] = (struct weighbridge_part){p[i].max, p[i].e, p[i].min};
}

static void read_weights(struct arena *a, const struct input_in *in,
                         struct weighbridge_input *to)
{
    const struct weight_in *w = in->weights.p;

    to->weights = ARENA_ARRAY(a, in->weights.n, struct weighbridge_weight);
    to->weights_n = in->weights.n;
    for (size_t i = 0; i < in->weights.n; i++)
        to->weights[i] = (struct weighbridge_weight){
            .class_name = w[i].class_name,
            .nominal = w[i].nominal,
            .count = w[i].count,
            .mpe = w[i].mpe,
            .has_mpe = dec_sign(w[i].mpe) > 0,
            .error = w[i].error,
            .u = w[i].u,
            .k = w[i].k,
        };
}

qh_status weighbridge_input_from_json(struct arena *a, const struct json *v,
                                      struct weighbridge_input **out,
                                      struct qh_error *err)
{
    struct input_in in = {0};
    struct weighbridge_input *to;
    qh_status rc;

    rc = json_decode(a, v, INPUT, LEN(INPUT), &in, err);
    if (rc)
        return rc;
    to = ARENA_NEW(a, struct weighbridge_input);
    *to = (struct weighbridge_input){
        .accuracy_class = in.class_name,
        .unit = in.unit,
        .max = in.max,
        .min = in.min,
        .e = in.e,
        .d = in.d,
        .tare_max = in.tare_max,
        .supports = in.supports,
        .auto_zero = (enum weighbridge_auto_zero)in.auto_zero,
        .kind = (enum weighbridge_kind)in.kind,
        .service_d = in.service_d,
        .structure = (enum weighbridge_structure)in.structure,
        .rolling_load = in.rolling_load,
        .sections = in.sections,
        .devices = in.devices,
        .reach = in.reach,
        .decision = (enum weighbridge_decision)in.decision,
        .claims = in.claims,
        .creep = in.creep,
    };
    read_weights(a, &in, to);
    read_parts(&in, to);
    rc = read_method(in.eccentricity, to, err);
    if (rc)
        return rc;
    *out = to;
    return QH_OK;
}

size_t weighbridge_small_kit(struct dec e,
                             struct weighbridge_pieces out[WEIGHBRIDGE_KIT_MAX])
{
    enum { TENTHS = 24, TWENTY = 20, TWENTY_FIVE = 25, OF_TWENTY_FIVE = 100 };
    struct dec ten = dec_int(0);
    struct dec tenth = dec_int(0);
    int64_t kg = 0;
    size_t n = 0;

    if (dec_mul(e, dec_int(10), &ten) || dec_mul(e, dec_scaled(1, -1), &tenth))
        return 0;
    if (dec_is_multiple(ten, dec_int(100)) && !dec_to_int(ten, &kg) && kg >= 200) {
        int64_t rest = kg >= 500 ? kg - OF_TWENTY_FIVE : kg;

        if (rest < kg)
            out[n++] = (struct weighbridge_pieces){dec_int(TWENTY_FIVE),
                                                   (kg - rest) / TWENTY_FIVE};
        out[n++] = (struct weighbridge_pieces){dec_int(TWENTY), rest / TWENTY};
    } else {
        out[n++] = (struct weighbridge_pieces){dec_normal(e), 10};
    }
    out[n++] = (struct weighbridge_pieces){dec_normal(tenth), TENTHS};
    return n;
}

/* Mass of the weights of 10 e and more, in the unit of the instrument: the small kit
 * does not count as standard weights. */
qh_status weighbridge_standards(const struct weighbridge_input *in, struct dec zero_load,
                                int unit, struct dec *out)
{
    struct dec sum = dec_int(0);
    struct dec m;
    qh_status rc;

    for (size_t i = 0; i < in->weights_n; i++) {
        rc = dec_mul(in->weights[i].nominal, dec_scaled(1, -unit), &m);
        if (rc)
            return rc;
        if (dec_compare(m, zero_load) < 0)
            continue;
        rc = dec_mul(m, dec_int(in->weights[i].count), &m);
        if (!rc)
            rc = dec_add(sum, m, &sum);
        if (rc)
            return rc;
    }
    *out = sum;
    return QH_OK;
}

/* e at a load: that of its partial range; of several ranges the last, which needs most.
 */
static struct dec interval_at(const struct weighbridge_input *in, struct dec load)
{
    size_t i = 0;

    if (!in->parts_n)
        return in->e;
    while (i + 1 < in->parts_n &&
           (in->structure == STRUCTURE_RANGES || dec_compare(load, in->parts[i].max) > 0))
        i++;
    return in->parts[i].e;
}

/* Opened with the e that holds where weights are substituted for the first time. */
QH_MUST static qh_status open_for(struct arena *a, const struct regulation *reg,
                                  const struct weighbridge_input *in, struct dec load,
                                  struct weighing **out, struct qh_error *err)
{
    struct weighing_instrument ins = {
        .class_name = in->accuracy_class ? in->accuracy_class : "",
        .max = in->max,
        .min = in->min,
        .e = interval_at(in, load),
        .tare_max = in->tare_max,
        .supports = in->supports,
    };

    ins.d = ins.e;
    (void)!weighing_unit(in->unit, &ins.unit);
    if (dec_sign(ins.e) <= 0)
        return qh_fail(err, QH_INVALID, "weighbridge.interval", "e", "above zero");
    if (dec_sign(in->max) <= 0)
        return qh_fail(err, QH_INVALID, "weighbridge.capacity", "max", "above zero");
    return weighing_open(a, reg, &ins, in->kind == WEIGHBRIDGE_IN_SERVICE, out, err);
}

/* The least mass the edition accepts: Max / 5, and its floor. */
QH_MUST static qh_status least_mass(struct weighing *w, struct weighbridge_feasibility *f,
                                    struct dec floor, struct qh_error *err)
{
    struct dec parts;
    qh_status rc;

    rc = weighing_least_standards(w, dec_int(0), &parts, err);
    if (!rc && dec_sign(parts) > 0)
        rc = dec_div(f->max, parts, 3, DEC_CEILING, &f->least);
    if (!rc && dec_compare(f->least, floor) < 0)
        f->least = floor;
    return rc;
}

/* By the weights' mass, when they do not reach Max. */
QH_MUST static qh_status by_mass(struct weighing *w, struct weighbridge_feasibility *f,
                                 struct qh_error *err)
{
    enum pass gate;
    struct dec floor;
    struct dec max_kg = dec_int(0);
    qh_status rc;

    rc = dec_mul(w->ins.max, dec_scaled(1, w->ins.unit), &max_kg);
    if (!rc)
        rc = dec_mul(w->ed->settings[SET_SUBSTITUTION_FLOOR], dec_scaled(1, -w->ins.unit),
                     &floor);
    if (!rc)
        rc = least_mass(w, f, floor, err);
    if (!rc)
        rc = weighing_gate(w, f->standards, &gate, &f->spread, err);
    if (rc)
        return rc;
    f->verdict = WEIGHBRIDGE_REFUSED;
    f->reason = "feasible.max_too_small";
    if (dec_compare(max_kg, w->ed->settings[SET_SUBSTITUTION_FROM]) <= 0)
        return QH_OK;
    f->reason = "feasible.too_few_weights";
    if (gate == PASS_NO || dec_compare(f->standards, floor) < 0)
        return QH_OK;
    f->verdict = WEIGHBRIDGE_FEASIBLE;
    f->reason = "feasible.half";
    if (gate == PASS_NONE)
        return QH_OK;
    f->verdict = WEIGHBRIDGE_NEEDS_SPREAD;
    f->reason = "feasible.needs_spread";
    return dec_quot(f->spread, w->ins.e, &f->spread_e);
}

/* Mass of the standard weights; those below the load of the zero error do not count. */
QH_MUST static qh_status count_standards(const struct regulation *reg,
                                         const struct weighbridge_input *in, int unit,
                                         struct dec *out, struct qh_error *err)
{
    struct dec ten;
    qh_status rc;

    if (!reg->weighing)
        return qh_fail(err, QH_INVALID, "weighing.edition", "", "'%s' is not for scales",
                       reg->code);
    rc = dec_mul(in->e, reg->weighing->settings[SET_ZERO_LOAD], &ten);
    if (!rc)
        rc = weighbridge_standards(in, ten, unit, out);
    return rc ? qh_fail(err, rc, "weighbridge.range", "weights", "the mass does not fit")
              : rc;
}

QH_MUST static qh_status feasibility(struct arena *a, const struct regulation *reg,
                                     const struct weighbridge_input *in,
                                     struct weighbridge_feasibility *out,
                                     struct qh_error *err)
{
    struct weighbridge_feasibility f = {.max = in->max};
    struct weighing *w = NULL;
    int unit;
    qh_status rc;

    if (!in->unit || !weighing_unit(in->unit, &unit))
        return qh_fail(err, QH_INVALID, "weighbridge.unit", "unit", "kg, t or g");
    rc = count_standards(reg, in, unit, &f.standards, err);
    if (!rc)
        rc = open_for(a, reg, in, f.standards, &w, err);
    if (rc)
        return rc;
    if (dec_compare(f.standards, in->max) >= 0) {
        f.verdict = WEIGHBRIDGE_FEASIBLE;
        f.reason = "feasible.direct";
        f.least = in->max;
        *out = f;
        return QH_OK;
    }
    rc = by_mass(w, &f, err);
    if (rc)
        return rc;
    *out = f;
    return QH_OK;
}

qh_status weighbridge_feasibility(const struct regulation *reg,
                                  const struct weighbridge_input *in,
                                  struct weighbridge_feasibility *out,
                                  struct qh_error *err)
{
    _Alignas(16) unsigned char room[24 * 1024];
    struct arena a;
    qh_status rc;

    arena_init_with(&a, 0, room, sizeof room);
    rc = feasibility(&a, reg, in, out, err);
    arena_done(&a);
    return rc;
}
