/* bridge_class.c - is the instrument one of its class, and if not, why.
 * [R 76-1:2006 3.2, 3.3, 3.4]
 */
#include "rule/bridge.h"

/* What a reason puts beside its wording. */
struct reason {
    struct dec is, due;
    bool has;
};

/* "class.n_high" */
static const char *issue_key(struct bridge_maker *m, size_t issue)
{
    char *key = str_format(m->arena, "class.%s", WEIGHING_ISSUES[issue]);

    for (char *c = key; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    return key;
}

/* The number found and the one that the class demands. */
static struct reason reason_of(const struct weighing *w, enum weighing_issue issue,
                               const struct weighing_part_limits *part)
{
    const struct edition_class *c = weighing_class_of(w);
    struct reason r = {.has = true};

    if (dec_quot(part->max, w->ins.e, &r.is) || !c)
        return (struct reason){.is = w->ins.e};
    r.is = dec_significant(r.is, 8);
    switch (issue) {
    case ISSUE_N_LOW:
        r.due = c->n_min;
        return r;
    case ISSUE_N_HIGH:
        r.due = c->n_max;
        return r;
    case ISSUE_MIN_LOW:
        r.is = w->ins.min;
        r.has = !dec_mul(c->min_e, w->ins.e, &r.due);
        return r;
    case ISSUE_PART:
        r.due = c->part_n_min;
        r.has = !dec_quot(part->max, part->e_next, &r.is);
        r.is = dec_significant(r.is, 8);
        return r;
    case ISSUE_D:
    case ISSUE_AUXILIARY:
        r.is = w->ins.d;
        r.due = w->ins.e;
        return r;
    case ISSUE_CLASS:
    case ISSUE_E_FORM:
    case ISSUE_N_NOT_INTEGER:
    case ISSUE_PARTS_ORDER:
    case ISSUES:
        break;
    }
    return (struct reason){.is = w->ins.e};
}

static void note_issues(struct bridge_maker *m, const struct weighing *w,
                        const struct weighing_part_limits *part, unsigned bits)
{
    for (size_t i = 0; i < ISSUES; i++) {
        struct reason r;

        if (!(bits & (1u << i)))
            continue;
        r = reason_of(w, (enum weighing_issue)i, part);
        bridge_note(m, issue_key(m, i), "", dec_text_short(m->arena, dec_normal(r.is)),
                    r.has ? dec_text_short(m->arena, dec_normal(r.due)) : NULL);
    }
    if (w->ed->class_blocks)
        m->plan->class_issues |= bits;
}

qh_status bridge_class(struct bridge_maker *m)
{
    const struct bridge *b = m->b;
    qh_status rc = QH_OK;

    for (size_t i = 0; !rc && i < b->parts_n; i++) {
        struct weighing_part_limits part = {.max = b->parts[i].max, .first = !i};
        unsigned bits = 0;

        if (i + 1 < b->parts_n)
            part.e_next = b->parts[i + 1].w->ins.e;
        if (b->parts_n == 1)
            rc = weighing_classify(b->w, &bits, m->err);
        else
            rc = weighing_classify_part(b->parts[i].w, &part, &bits, m->err);
        if (!rc)
            note_issues(m, b->parts[i].w, &part, bits);
    }
    return rc;
}
