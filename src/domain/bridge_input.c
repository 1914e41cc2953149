#include "domain/bridge_input.h"

#include "base/json.h"

static const char *const PURE_UNIT = "kg";

bool bridge_input_fits(const struct json *params)
{
    return json_member(params, "max") && json_member(params, "e");
}

static qh_status number(struct ctx *c, const struct json *params, const char *name,
                        struct dec *out)
{
    const struct json *v = json_member(params, name);

    if (!v || json_dec(v, out))
        return qh_fail(&c->err, QH_INVALID, "instrument.params",
                       str_format(c->arena, "params.%s", name), "not a number");
    return QH_OK;
}

static enum weighbridge_kind kind_of(const struct method_subject *it)
{
    if (str_equal(it->service, "in_service"))
        return WEIGHBRIDGE_IN_SERVICE;
    if (str_equal(it->service, "calibration"))
        return WEIGHBRIDGE_CALIBRATION;
    if (str_equal(it->stage, "initial"))
        return WEIGHBRIDGE_INITIAL;
    if (str_equal(it->stage, "repair"))
        return WEIGHBRIDGE_AFTER_REPAIR;
    if (str_equal(it->stage, "within_period"))
        return WEIGHBRIDGE_WITHIN_PERIOD;
    return WEIGHBRIDGE_PERIODIC;
}

static enum weighbridge_auto_zero auto_zero_of(const struct json *params)
{
    const char *name = json_str(params, "auto_zero", "on");

    for (int i = 0; WEIGHBRIDGE_AUTO_ZERO[i]; i++)
        if (str_equal(WEIGHBRIDGE_AUTO_ZERO[i], name))
            return (enum weighbridge_auto_zero)i;
    return AUTO_ZERO_ON;
}

static qh_status bad_param(struct ctx *c, const char *name, const char *why)
{
    return qh_fail(&c->err, QH_INVALID, "instrument.params",
                   str_format(c->arena, "params.%s", name), "%s", why);
}

/* A number that may be left out. */
static qh_status number_if(struct ctx *c, const struct json *params, const char *name,
                           struct dec *out)
{
    return json_member(params, name) ? number(c, params, name, out) : QH_OK;
}

static qh_status whole_if(struct ctx *c, const struct json *params, const char *name,
                          int64_t *out)
{
    struct dec v = dec_int(*out);
    qh_status rc = number_if(c, params, name, &v);

    if (!rc && dec_to_int(v, out))
        return bad_param(c, name, "not a whole number");
    return rc;
}

/* One of a list of words; *out stays where the parameter is not there. */
static qh_status word_if(struct ctx *c, const struct json *params, const char *name,
                         const char *const *words, int *out)
{
    const char *word = json_str(params, name, NULL);

    for (int i = 0; word && words[i]; i++)
        if (str_equal(words[i], word)) {
            *out = i;
            return QH_OK;
        }
    return word ? bad_param(c, name, "no such choice") : QH_OK;
}

/* Takes the next word off a text; false: there is none. */
static bool next_word(struct text *rest, struct text *out)
{
    size_t n = 0;

    while (rest->len && (*rest->p == ' ' || *rest->p == ';'))
        *rest = (struct text){rest->p + 1, rest->len - 1};
    while (n < rest->len && rest->p[n] != ' ' && rest->p[n] != ';')
        n++;
    *out = (struct text){rest->p, n};
    *rest = (struct text){rest->p + n, rest->len - n};
    return n > 0;
}

/* A list of numbers: an array, or a text with blanks or semicolons between them. */
static qh_status list_of(struct ctx *c, const struct json *params, const char *name,
                         struct dec out[WEIGHBRIDGE_PARTS_MAX], size_t *n)
{
    const struct json *v = json_member(params, name);
    struct text rest = v && v->kind == JSON_STRING ? v->text : TEXT("");
    struct text word;
    qh_status rc = QH_OK;

    *n = 0;
    if (v && v->kind == JSON_ARRAY)
        for (const struct json *m = v->first; !rc && m && *n < WEIGHBRIDGE_PARTS_MAX;
             m = m->next)
            rc = json_dec(m, &out[(*n)++]);
    while (!rc && *n < WEIGHBRIDGE_PARTS_MAX && next_word(&rest, &word))
        rc = dec_parse(word, &out[(*n)++]);
    if (rc || !v || !*n || text_trim(rest).len ||
        (v->kind == JSON_ARRAY && v->count > WEIGHBRIDGE_PARTS_MAX))
        return bad_param(c, name, "a list of numbers, one for each range");
    return QH_OK;
}

/* "structure" with the lists "part_max", "part_e" and, if wanted, "part_min". */
static qh_status parts(struct ctx *c, const struct json *params,
                       struct weighbridge_input *in)
{
    struct dec max[WEIGHBRIDGE_PARTS_MAX] = {{0}};
    struct dec e[WEIGHBRIDGE_PARTS_MAX] = {{0}};
    struct dec min[WEIGHBRIDGE_PARTS_MAX] = {{0}};
    int structure = STRUCTURE_SINGLE;
    size_t n = 0;
    size_t others = 0;
    qh_status rc = word_if(c, params, "structure", WEIGHBRIDGE_STRUCTURES, &structure);

    if (rc || structure == STRUCTURE_SINGLE)
        return rc;
    in->structure = (enum weighbridge_structure)structure;
    rc = list_of(c, params, "part_max", max, &n);
    if (!rc)
        rc = list_of(c, params, "part_e", e, &others);
    if (!rc && others != n)
        rc = bad_param(c, "part_e", "as many numbers as part_max");
    if (!rc && json_member(params, "part_min"))
        rc = list_of(c, params, "part_min", min, &others);
    if (!rc && others != n)
        rc = bad_param(c, "part_min", "as many numbers as part_max");
    for (size_t i = 0; !rc && i < n; i++)
        in->parts[in->parts_n++] = (struct weighbridge_part){max[i], e[i], min[i]};
    if (rc)
        return rc;
    return QH_OK;
}

static const char *const NO_YES[] = {"no", "yes", NULL};

/* How it is tested: service mode, eccentricity, printers, what there is on site. */
static qh_status manner(struct ctx *c, const struct json *params,
                        struct weighbridge_input *in)
{
    int method = -1;
    int decision = BRIDGE_NO_DECISION;
    int creep = 0;
    qh_status rc = number_if(c, params, "service_d", &in->service_d);

    if (!rc)
        rc = word_if(c, params, "decision", WEIGHBRIDGE_DECISIONS, &decision);
    if (!rc)
        rc = word_if(c, params, "creep", NO_YES, &creep);
    if (!rc)
        rc = word_if(c, params, "eccentricity", WEIGHBRIDGE_ECCENTRICITY, &method);
    if (!rc)
        rc = number_if(c, params, "rolling_load", &in->rolling_load);
    if (!rc)
        rc = whole_if(c, params, "sections", &in->sections);
    if (!rc)
        rc = whole_if(c, params, "devices", &in->devices);
    if (!rc)
        rc = number_if(c, params, "reach", &in->reach);
    if (rc)
        return rc;
    in->decision = (enum weighbridge_decision)decision;
    in->creep = creep != 0;
    in->has_method = method >= 0;
    in->method = (enum weighbridge_eccentricity)(method < 0 ? 0 : method);
    return QH_OK;
}

/* What the certificate says of a piece, in kg: "error", "u", "k". */
static qh_status take_certificate(struct ctx *c, const struct method_standard *s,
                                  struct weighbridge_weight *out)
{
    qh_status rc = number_if(c, s->params, "error", &out->error);

    if (!rc)
        rc = number_if(c, s->params, "u", &out->u);
    if (!rc)
        rc = number_if(c, s->params, "k", &out->k);
    return rc;
}

static bool is_alike(const struct weighbridge_weight *a,
                     const struct weighbridge_weight *b)
{
    return str_equal(a->class_name, b->class_name) &&
           !dec_compare(a->nominal, b->nominal) && !dec_compare(a->error, b->error) &&
           !dec_compare(a->u, b->u) && !dec_compare(a->k, b->k);
}

static qh_status add_weight(struct ctx *c, const struct method_standard *s,
                            struct weighbridge_input *in)
{
    struct weighbridge_weight w = {.class_name = s->accuracy_class, .count = 1};
    qh_status rc = dec_parse(text_of(s->nominal_kg), &w.nominal);

    if (rc)
        return qh_fail(&c->err, QH_BUG, "standard.nominal", "", "%s", s->nominal_kg);
    rc = take_certificate(c, s, &w);
    if (rc)
        return rc;
    for (size_t i = 0; i < in->weights_n; i++)
        if (is_alike(&in->weights[i], &w)) {
            in->weights[i].count++;
            return QH_OK;
        }
    if (in->weights_n == WEIGHBRIDGE_WEIGHTS_MAX)
        return qh_fail(&c->err, QH_LIMIT, "standard.kinds", "", "over %d kinds of weight",
                       WEIGHBRIDGE_WEIGHTS_MAX);
    in->weights[in->weights_n++] = w;
    return QH_OK;
}

static qh_status numbers(struct ctx *c, const struct json *params,
                         struct weighbridge_input *in)
{
    qh_status rc = number(c, params, "max", &in->max);

    if (!rc)
        rc = number(c, params, "min", &in->min);
    if (!rc)
        rc = number(c, params, "e", &in->e);
    if (!rc)
        rc = number(c, params, "d", &in->d);
    if (!rc)
        rc = number_if(c, params, "tare_max", &in->tare_max);
    if (!rc)
        rc = parts(c, params, in);
    return rc ? rc : manner(c, params, in);
}

qh_status bridge_input_make(struct ctx *c, const struct method_subject *it,
                            struct weighbridge_input *out)
{
    struct weighbridge_input in = {
        .accuracy_class = it->accuracy_class,
        .unit = json_str(it->params, "unit", PURE_UNIT),
        .auto_zero = auto_zero_of(it->params),
        .kind = kind_of(it),
    };
    struct dec supports = {0};
    qh_status rc = numbers(c, it->params, &in);

    if (rc)
        return rc;
    rc = number(c, it->params, "supports", &supports);
    if (rc)
        return rc;
    if (dec_to_int(supports, &in.supports))
        return qh_fail(&c->err, QH_INVALID, "instrument.params", "params.supports",
                       "not a whole number");
    in.weights =
        ARENA_ARRAY(c->arena, WEIGHBRIDGE_WEIGHTS_MAX, struct weighbridge_weight);
    for (size_t i = 0; i < it->standards_n; i++) {
        const struct method_standard *s = &it->standards[i];

        if (!str_equal(s->kind, "weight") || !s->nominal_kg)
            continue;
        rc = add_weight(c, s, &in);
        if (rc)
            return rc;
    }
    *out = in;
    return QH_OK;
}

static void add_dec(struct ctx *c, struct json_writer *w, const char *key, struct dec v)
{
    json_add_str(w, key, dec_text_short(c->arena, v));
}

static void write_certificate(struct ctx *c, const struct weighbridge_weight *x,
                              struct json_writer *w)
{
    if (dec_sign(x->error))
        add_dec(c, w, "error", x->error);
    if (dec_sign(x->u))
        add_dec(c, w, "u", x->u);
    if (dec_sign(x->k))
        add_dec(c, w, "k", x->k);
}

static void write_weights(struct ctx *c, const struct weighbridge_input *in,
                          struct json_writer *w)
{
    json_key(w, "weights");
    json_array_open(w);
    for (size_t i = 0; i < in->weights_n; i++) {
        json_object_open(w);
        json_add_str(w, "class", in->weights[i].class_name);
        add_dec(c, w, "nominal", in->weights[i].nominal);
        json_add_int(w, "count", in->weights[i].count);
        write_certificate(c, &in->weights[i], w);
        json_object_close(w);
    }
    json_array_close(w);
}

static void write_parts(struct ctx *c, const struct weighbridge_input *in,
                        struct json_writer *w)
{
    json_add_str(w, "structure", WEIGHBRIDGE_STRUCTURES[in->structure]);
    json_key(w, "parts");
    json_array_open(w);
    for (size_t i = 0; i < in->parts_n; i++) {
        json_object_open(w);
        add_dec(c, w, "max", in->parts[i].max);
        add_dec(c, w, "e", in->parts[i].e);
        if (dec_sign(in->parts[i].min))
            add_dec(c, w, "min", in->parts[i].min);
        json_object_close(w);
    }
    json_array_close(w);
}

static void write_manner(struct ctx *c, const struct weighbridge_input *in,
                         struct json_writer *w)
{
    if (dec_sign(in->service_d))
        add_dec(c, w, "service_d", in->service_d);
    if (in->has_method)
        json_add_str(w, "eccentricity", WEIGHBRIDGE_ECCENTRICITY[in->method]);
    if (dec_sign(in->rolling_load))
        add_dec(c, w, "rolling_load", in->rolling_load);
    if (in->sections)
        json_add_int(w, "sections", in->sections);
    if (in->devices)
        json_add_int(w, "devices", in->devices);
    if (dec_sign(in->reach))
        add_dec(c, w, "reach", in->reach);
    if (in->creep)
        json_add_bool(w, "creep", true);
    if (in->decision != BRIDGE_NO_DECISION)
        json_add_str(w, "decision", WEIGHBRIDGE_DECISIONS[in->decision]);
}

qh_status bridge_input_json(struct ctx *c, const struct method_subject *s,
                            const char **out)
{
    struct weighbridge_input in = {0};
    struct json_writer w;
    struct buf b;
    qh_status rc = bridge_input_make(c, s, &in);

    if (rc)
        return rc;
    buf_init(&b, c->arena);
    json_begin(&w, &b);
    json_object_open(&w);
    json_add_str(&w, "class", in.accuracy_class);
    json_add_str(&w, "unit", in.unit);
    add_dec(c, &w, "max", in.max);
    add_dec(c, &w, "min", in.min);
    add_dec(c, &w, "e", in.e);
    add_dec(c, &w, "d", in.d);
    add_dec(c, &w, "tare_max", in.tare_max);
    json_add_int(&w, "supports", in.supports);
    json_add_str(&w, "auto_zero", WEIGHBRIDGE_AUTO_ZERO[in.auto_zero]);
    json_add_str(&w, "kind", WEIGHBRIDGE_KINDS[in.kind]);
    write_parts(c, &in, &w);
    write_manner(c, &in, &w);
    write_weights(c, &in, &w);
    if (s->claims) {
        json_key(&w, "claims");
        json_put_node(&w, s->claims);
    }
    json_object_close(&w);
    *out = buf_str(&b);
    return QH_OK;
}
