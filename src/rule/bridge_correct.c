/* Conventional values of the weights: what their certificates say, as corrections.
 *
 * They count at a calibration and for E1 and E2; the verification by F1 to M3 stands on
 * nominal values and class limits, whatever the certificates say.  The same pieces are
 * not known one by one in a load: all of a kind have their own sum, some of them the mean
 * correction, to a microgram.  [OIML R 76-1:2006 3.7.1; EURAMET cg-18 v4.0, 7.1.2-2]
 */
#include "rule/bridge.h"
#include "rule/reckon.h"

#include <string.h>

enum { MEAN_DECIMALS = 9 /* of a kilogram */ };

bool bridge_counts_certificate(const struct weighbridge_input *in,
                               const struct weighbridge_weight *w)
{
    return in->kind == WEIGHBRIDGE_CALIBRATION || str_equal(w->class_name, "E1") ||
           str_equal(w->class_name, "E2");
}

/* U of one piece for k = 2. */
static struct dec expanded(qh_status *rc, const struct weighbridge_weight *w)
{
    struct dec k = dec_sign(w->k) > 0 ? w->k : dec_int(2);

    return reckon_quot(rc, reckon_mul(rc, w->u, dec_int(2)), k);
}

/* Sums of all pieces of a kind, in the unit of the instrument. */
QH_MUST static qh_status correct_kind(const struct weighbridge_input *in, int unit,
                                      struct bridge_weight *to)
{
    struct dec scale = dec_scaled(1, -unit);
    qh_status rc = QH_OK;

    to->certified = to->count > 0;
    to->error = to->u = dec_int(0);
    for (size_t i = 0; i < in->weights_n; i++) {
        const struct weighbridge_weight *w = &in->weights[i];
        struct dec n = dec_int(w->count);

        if (dec_compare(w->nominal, to->in->nominal) ||
            !str_equal(w->class_name, to->in->class_name))
            continue;
        to->certified = to->certified && dec_sign(w->u) > 0;
        to->error = reckon_add(&rc, to->error, reckon_mul(&rc, w->error, n));
        to->u = reckon_add(&rc, to->u, reckon_mul(&rc, expanded(&rc, w), n));
    }
    to->error = reckon_mul(&rc, to->error, scale);
    to->u = reckon_mul(&rc, to->u, scale);
    return rc;
}

qh_status bridge_correct(struct bridge_maker *m)
{
    const struct weighbridge_input *in = m->plan->in;
    struct bridge *b = m->b;
    qh_status rc = QH_OK;

    for (size_t k = 0; !rc && k < b->kinds; k++)
        if (bridge_counts_certificate(in, b->weights[k].in))
            rc = correct_kind(in, b->w->ins.unit, &b->weights[k]);
    return rc ? qh_fail(m->err, rc, "weighbridge.range", "weights", "a correction") : rc;
}

/* n pieces of a kind: all of them, or the mean so often. */
static struct dec part_of(qh_status *rc, const struct bridge_weight *w, struct dec all,
                          int64_t n, int unit)
{
    struct dec mean;

    if (n == w->count || !dec_sign(all))
        return n ? all : dec_int(0);
    mean = reckon_quot(rc, all, dec_int(w->count));
    if (!*rc)
        *rc = dec_round_to(mean, MEAN_DECIMALS + unit, DEC_HALF_EVEN, &mean);
    return reckon_mul(rc, mean, dec_int(n));
}

/* What is added for the stages before: all standard weights so often. */
static struct dec of_stages(qh_status *rc, struct dec all, int stage)
{
    return reckon_mul(rc, all, dec_int(stage));
}

qh_status bridge_corrected(struct bridge_maker *m, const struct bridge_load *load,
                           struct bridge_correction *out)
{
    const struct bridge *b = m->b;
    int unit = b->w->ins.unit;
    qh_status rc = QH_OK;

    *out = (struct bridge_correction){.certified = true};
    for (size_t k = 0; k < b->load_n; k++) {
        const struct bridge_weight *w = &b->weights[k];
        int64_t n = load->counts[k];
        int stage = k < b->main_n ? load->stage : 0;

        if (n || stage)
            out->certified = out->certified && w->certified;
        out->placed = reckon_add(&rc, out->placed, part_of(&rc, w, w->error, n, unit));
        out->stages = reckon_add(&rc, out->stages, of_stages(&rc, w->error, stage));
        out->u = reckon_add(&rc, out->u, part_of(&rc, w, w->u, n, unit));
        out->u = reckon_add(&rc, out->u, of_stages(&rc, w->u, stage));
    }
    return rc ? qh_fail(m->err, rc, "weighbridge.range", "weights", "a correction") : rc;
}
