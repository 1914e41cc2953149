/* demo_lab.c - what the institute takes along for laboratory instruments: an accredited
 * set for each regulation, its standards with value, range, limit and uncertainty. */
#include "cli/demo_lab.h"

#include "store/sql_standard.h"

struct lab_set {
    const char *regulation;
    const char *name_zh;
    const char *accreditation_no;
    const char *range_zh;
    const char *accuracy_zh;
};

struct lab_standard {
    const char *regulation; /* of its set */
    const char *kind;       /* as the editions name it */
    const char *name_zh, *name_en;
    const char *serial;
    const char *accuracy_class;
    const char *params;
};

/* clang-format off */
static const struct lab_set SETS[] = {
    {"JJG 1036", "电子天平检定装置", "[2023]吉量标法证字第042号", "1 mg～500 g", "E2 等级"},
    {"JJG 119",  "酸度计检定装置",   "[2023]吉量标法证字第043号", "pH 0～14",    "0.0006 级；U = 0.005～0.01，k = 2"},
};
static const struct lab_standard STANDARDS[] = {
    {"JJG 1036", "weights", "砝码组 1 mg～200 g", "Set of weights 1 mg to 200 g", "E2-1036", "E2",
     "{\"from\":\"0.001\",\"to\":\"200\",\"mpe\":\"0.0003\",\"u\":\"0.0001\",\"k\":\"2\",\"unit\":\"g\"}"},
    {"JJG 119", "ph_simulator", "酸度计检定仪", "pH simulator", "PHJ-03", "0.0006级",
     "{\"from\":\"0\",\"to\":\"14\",\"mpe\":\"0.0006\",\"u\":\"0.0004\",\"k\":\"2\",\"unit\":\"pH\"}"},
    {"JJG 119", "ph_buffer", "邻苯二甲酸氢钾缓冲溶液", "Phthalate buffer", "GBW13103", "有证标准物质",
     "{\"nominal\":\"4.003\",\"u\":\"0.01\",\"k\":\"2\",\"unit\":\"pH\"}"},
    {"JJG 119", "ph_buffer", "混合磷酸盐缓冲溶液", "Phosphate buffer", "GBW13104", "有证标准物质",
     "{\"nominal\":\"6.864\",\"u\":\"0.01\",\"k\":\"2\",\"unit\":\"pH\"}"},
    {"JJG 119", "ph_buffer", "四硼酸钠缓冲溶液", "Borax buffer", "GBW13105", "有证标准物质",
     "{\"nominal\":\"9.182\",\"u\":\"0.01\",\"k\":\"2\",\"unit\":\"pH\"}"},
};
/* clang-format on */

static qh_status add_set(struct demo *d, const struct lab_set *s, const char *id)
{
    return sql_standard_set_add(d->c->tx,
                                &(struct sql_standard_set_add_in){
                                    .org = d->c->org,
                                    .id = id,
                                    .name_zh = s->name_zh,
                                    .accreditation_no = s->accreditation_no,
                                    .regulation_code = s->regulation,
                                    .range_zh = s->range_zh,
                                    .max_kg = "0",
                                    .accuracy_zh = s->accuracy_zh,
                                    .valid_until_day = "2028-06-30",
                                },
                                &d->c->err);
}

static qh_status add_standard(struct demo *d, const struct lab_standard *s,
                              const char *set_id, const char *from, const char *until)
{
    const char *id = demo_id(d);
    qh_status rc = sql_standard_add(
        d->c->tx,
        &(struct sql_standard_add_in){
            .org = d->c->org,
            .id = id,
            .set_id = set_id,
            .kind = "other",
            .serial = s->serial,
            .accuracy_class = s->accuracy_class,
            .certificate_no = str_format(d->c->arena, "HX2026-%s", s->serial),
            .certificate_day = from,
            .valid_until_day = until,
        },
        &d->c->err);

    if (rc)
        return rc;
    return sql_standard_measure_add(d->c->tx, d->c->org, id, s->kind, s->name_zh,
                                    s->name_en, s->params, &d->c->err);
}

qh_status demo_lab(struct demo *d, const char *from, const char *until)
{
    qh_status rc = QH_OK;

    for (size_t i = 0; i < LEN(SETS) && !rc; i++) {
        const char *id = demo_id(d);

        rc = add_set(d, &SETS[i], id);
        for (size_t k = 0; k < LEN(STANDARDS) && !rc; k++)
            if (str_equal(STANDARDS[k].regulation, SETS[i].regulation))
                rc = add_standard(d, &STANDARDS[k], id, from, until);
    }
    return rc;
}
