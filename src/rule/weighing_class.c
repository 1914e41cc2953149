/* weighing_class.c - accuracy class, n, e and Min by the table of an edition.
 * [R 76-1:2006 3.2 Table 3, 3.3 Table 4, 3.4.2]
 */
#include "rule/weighing.h"

const char *const WEIGHING_ISSUES[ISSUES] = {
    "CLASS",   "E_FORM", "N_NOT_INTEGER", "N_LOW", "N_HIGH",
    "MIN_LOW", "D",      "AUXILIARY",     "PART",  "PARTS_ORDER"};

QH_MUST static qh_status no_fit(struct qh_error *err, qh_status rc, const char *what)
{
    return qh_fail(err, rc, "weighing.range", "", "%s does not fit", what);
}

static const struct edition_class *find_class(const struct weighing *w, struct dec e_g)
{
    for (size_t i = 0; i < w->ed->classes_n; i++) {
        const struct edition_class *c = &w->ed->classes[i];

        if (str_equal(c->class_name, w->ins.class_name) &&
            dec_compare(e_g, c->e_min_g) >= 0 &&
            (!c->has_e_max || dec_compare(e_g, c->e_max_g) <= 0))
            return c;
    }
    return NULL;
}

static bool has_e_form(struct dec e)
{
    qh_i128 c = dec_normal(e).coef;

    return c == 1 || c == 2 || c == 5;
}

/* v < factor * e */
QH_MUST static qh_status is_below(struct dec v, struct dec factor, struct dec e,
                                  bool *out)
{
    struct dec edge;
    qh_status rc;

    rc = dec_mul(factor, e, &edge);
    if (rc)
        return rc;
    *out = dec_compare(v, edge) < 0;
    return QH_OK;
}

/* n = max / e against the least and the greatest of the class. */
QH_MUST static qh_status classify_n(const struct weighing *w,
                                    const struct edition_class *c, struct dec max,
                                    unsigned *bits)
{
    struct dec edge;
    bool low;
    qh_status rc;

    rc = is_below(max, c->n_min, w->ins.e, &low);
    if (rc)
        return rc;
    *bits |= (unsigned)low << ISSUE_N_LOW;
    if (!c->has_n_max)
        return QH_OK;
    rc = dec_mul(c->n_max, w->ins.e, &edge);
    if (rc)
        return rc;
    *bits |= (unsigned)(dec_compare(max, edge) > 0) << ISSUE_N_HIGH;
    return QH_OK;
}

/* d < e: only beside the auxiliary indication of classes I and II, where e is a power of
 * ten of a kilogram and at most 10 d, or 1 mg. [3.4.2] */
QH_MUST static qh_status classify_d(const struct weighing *w,
                                    const struct edition_class *c, unsigned *bits)
{
    struct dec ten;
    bool wrong = !c->auxiliary || dec_normal(w->ins.e).coef != 1;
    bool is_mg = !dec_compare(w->ins.e, dec_scaled(1, -6 - w->ins.unit));
    qh_status rc;

    if (dec_compare(w->ins.d, w->ins.e) >= 0)
        return QH_OK;
    rc = dec_mul(w->ins.d, dec_int(10), &ten);
    if (rc)
        return rc;
    wrong = wrong || (!is_mg && dec_compare(w->ins.e, ten) > 0);
    *bits |= (unsigned)wrong << ISSUE_AUXILIARY;
    return QH_OK;
}

QH_MUST static qh_status classify_min(const struct weighing *w,
                                      const struct edition_class *c, unsigned *bits)
{
    bool low;
    qh_status rc = is_below(w->ins.min, c->min_e, w->ins.e, &low);

    if (rc)
        return rc;
    *bits |= (unsigned)low << ISSUE_MIN_LOW;
    return QH_OK;
}

const struct edition_class *weighing_class_of(const struct weighing *w)
{
    struct dec e_g;

    if (dec_mul(w->ins.e, dec_scaled(1, w->ins.unit + 3), &e_g))
        return NULL;
    return find_class(w, e_g);
}

/* What does not depend on the class. */
static unsigned classify_form(const struct weighing *w, struct dec max)
{
    return (unsigned)!has_e_form(w->ins.e) << ISSUE_E_FORM |
           (unsigned)!dec_is_multiple(max, w->ins.e) << ISSUE_N_NOT_INTEGER |
           (unsigned)(dec_compare(w->ins.d, w->ins.e) > 0) << ISSUE_D;
}

qh_status weighing_classify(const struct weighing *w, unsigned *out, struct qh_error *err)
{
    const struct edition_class *c = weighing_class_of(w);
    unsigned bits = classify_form(w, w->ins.max);
    qh_status rc = QH_OK;

    if (c) {
        rc = classify_n(w, c, w->ins.max, &bits);
        if (!rc)
            rc = classify_min(w, c, &bits);
        if (!rc)
            rc = classify_d(w, c, &bits);
    } else {
        bits |= 1u << ISSUE_CLASS;
    }
    if (rc)
        return no_fit(err, rc, "n");
    *out = bits;
    return QH_OK;
}

QH_MUST static qh_status classify_part(const struct weighing *w,
                                       const struct edition_class *c,
                                       const struct weighing_part_limits *part,
                                       unsigned *bits)
{
    bool last = !dec_sign(part->e_next);
    bool low = false;
    unsigned of_n = 0;
    qh_status rc = classify_n(w, c, part->max, &of_n);

    if (!rc && !last)
        rc = is_below(part->max, c->part_n_min, part->e_next, &low);
    if (!rc && part->first)
        rc = classify_min(w, c, bits);
    if (!rc)
        rc = classify_d(w, c, bits);
    if (rc)
        return rc;
    *bits |= last ? of_n : of_n & ~(1u << ISSUE_N_LOW);
    *bits |= (unsigned)low << ISSUE_PART;
    *bits |= (unsigned)(!last && dec_compare(part->e_next, w->ins.e) <= 0)
             << ISSUE_PARTS_ORDER;
    return QH_OK;
}

qh_status weighing_classify_part(const struct weighing *w,
                                 const struct weighing_part_limits *part, unsigned *out,
                                 struct qh_error *err)
{
    const struct edition_class *c = weighing_class_of(w);
    unsigned bits = classify_form(w, part->max);
    qh_status rc = QH_OK;

    if (c)
        rc = classify_part(w, c, part, &bits);
    else
        bits |= 1u << ISSUE_CLASS;
    if (rc)
        return no_fit(err, rc, "n");
    *out = bits;
    return QH_OK;
}

size_t weighing_part(const struct dec *max, size_t n, struct dec load)
{
    size_t i = 0;

    while (i < n && dec_compare(load, max[i]) > 0)
        i++;
    return i;
}

qh_status weighing_part_holds(const struct weighing *w, struct dec max_i,
                              struct dec e_next, bool *out, struct qh_error *err)
{
    struct dec e_g;
    const struct edition_class *c;
    bool low;
    qh_status rc;

    rc = dec_mul(e_next, dec_scaled(1, w->ins.unit + 3), &e_g);
    if (rc)
        return no_fit(err, rc, "e");
    c = find_class(w, e_g);
    for (size_t i = 0; !c && i < w->ed->classes_n; i++)
        if (str_equal(w->ed->classes[i].class_name, w->ins.class_name))
            c = &w->ed->classes[i];
    if (!c)
        return qh_fail(err, QH_INVALID, "weighing.edition", "", "no such class");
    rc = is_below(max_i, c->part_n_min, e_next, &low);
    if (rc)
        return no_fit(err, rc, "a part");
    *out = !low;
    return QH_OK;
}
