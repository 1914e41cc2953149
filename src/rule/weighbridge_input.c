#include "rule/weighbridge_input.h"

#include "rule/weighbridge_json.h"
#include "rule/weighing.h"

const char *const WEIGHBRIDGE_KINDS[] = {
    "initial",     "periodic", "after_repair", "within_period", "in_service_inspection",
    "calibration", NULL};
const char *const WEIGHBRIDGE_AUTO_ZERO[] = {"absent", "off", "out_of_range", "on", NULL};

struct weight_in {
    const char *class_name;
    struct dec nominal;
    int64_t count;
    struct dec mpe;
};

struct input_in {
    const char *class_name, *unit;
    struct dec max, min, e, d, tare_max;
    int64_t supports;
    int auto_zero, kind;
    struct json_list weights;
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
};

qh_status weighbridge_input_from_json(struct arena *a, const struct json *v,
                                      struct weighbridge_input **out,
                                      struct qh_error *err)
{
    struct input_in in = {0};
    struct weighbridge_input *to;
    const struct weight_in *w;
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
        .weights = ARENA_ARRAY(a, in.weights.n, struct weighbridge_weight),
        .weights_n = in.weights.n,
    };
    w = in.weights.p;
    for (size_t i = 0; i < in.weights.n; i++)
        to->weights[i] = (struct weighbridge_weight){
            .class_name = w[i].class_name,
            .nominal = w[i].nominal,
            .count = w[i].count,
            .mpe = w[i].mpe,
            .has_mpe = dec_sign(w[i].mpe) > 0,
        };
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

/* Mass of the weights above 10 e, in the unit of the instrument: the small kit does not
 * count as standard weights. */
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
        if (dec_compare(m, zero_load) <= 0)
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

QH_MUST static qh_status open_for(struct arena *a, const struct regulation *reg,
                                  const struct weighbridge_input *in,
                                  struct weighing **out, struct qh_error *err)
{
    struct weighing_instrument ins = {
        .class_name = in->accuracy_class ? in->accuracy_class : "",
        .max = in->max,
        .min = in->min,
        .e = in->e,
        .d = dec_sign(in->d) > 0 ? in->d : in->e,
        .tare_max = in->tare_max,
        .supports = in->supports,
    };

    if (!weighing_unit(in->unit, &ins.unit))
        return qh_fail(err, QH_INVALID, "weighbridge.unit", "unit", "kg, t or g");
    if (dec_sign(in->e) <= 0)
        return qh_fail(err, QH_INVALID, "weighbridge.interval", "e", "above zero");
    if (dec_sign(in->max) <= 0)
        return qh_fail(err, QH_INVALID, "weighbridge.capacity", "max", "above zero");
    return weighing_open(a, reg, &ins, in->kind == WEIGHBRIDGE_IN_SERVICE, out, err);
}

/* By the weights' mass, when they do not reach Max. */
QH_MUST static qh_status by_mass(struct weighing *w, struct weighbridge_feasibility *f,
                                 struct qh_error *err)
{
    enum pass gate;
    struct dec parts;
    struct dec max_kg = dec_int(0);
    qh_status rc;

    rc = dec_mul(w->ins.max, dec_scaled(1, w->ins.unit), &max_kg);
    if (!rc)
        rc = weighing_least_standards(w, dec_int(0), &parts, err);
    if (!rc && dec_sign(parts) > 0)
        rc = dec_div(f->max, parts, 3, DEC_CEILING, &f->least);
    if (!rc)
        rc = weighing_gate(w, f->standards, &gate, &f->spread, err);
    if (rc)
        return rc;
    f->verdict = WEIGHBRIDGE_REFUSED;
    f->reason = "feasible.max_too_small";
    if (dec_compare(max_kg, w->ed->settings[SET_SUBSTITUTION_FROM]) <= 0)
        return QH_OK;
    f->reason = "feasible.too_few_weights";
    if (gate == PASS_NO)
        return QH_OK;
    f->verdict = WEIGHBRIDGE_FEASIBLE;
    f->reason = "feasible.half";
    if (gate == PASS_NONE)
        return QH_OK;
    f->verdict = WEIGHBRIDGE_NEEDS_SPREAD;
    f->reason = "feasible.needs_spread";
    return dec_quot(f->spread, w->ins.e, &f->spread_e);
}

QH_MUST static qh_status feasibility(struct arena *a, const struct regulation *reg,
                                     const struct weighbridge_input *in,
                                     struct weighbridge_feasibility *out,
                                     struct qh_error *err)
{
    struct weighbridge_feasibility f = {.max = in->max};
    struct weighing *w = NULL;
    struct dec ten;
    qh_status rc;

    rc = open_for(a, reg, in, &w, err);
    if (rc)
        return rc;
    rc = dec_mul(in->e, w->ed->settings[SET_ZERO_LOAD], &ten);
    if (!rc)
        rc = weighbridge_standards(in, ten, w->ins.unit, &f.standards);
    if (rc)
        return qh_fail(err, rc, "weighbridge.range", "weights", "the mass does not fit");
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
