/* Whom a package fits: its rules, one after the other, against one enterprise.
 *
 * Rules of the enterprise itself come first in a walk over many, so that what is due is
 * only read for those that are left. */
#include "domain/package_row.h"

#include "base/days.h"
#include "base/text.h"
#include "domain/item.h"

#include <stdlib.h>
#include <string.h>

enum { EXAMPLES_MAX = 3, PAGE_ROWS = 200 };

struct fitting {
    struct ctx *c;
    const struct sql_package_subject *e;
};

typedef qh_status rule_fn(const struct fitting *f, const struct package_rule *r,
                          bool *out_holds, struct offer_reason *out);

static bool is_any(const struct json_strs *values, const char *value)
{
    for (size_t i = 0; i < values->n; i++)
        if (str_equal(values->p[i], value))
            return true;
    return false;
}

static qh_status by_industry(const struct fitting *f, const struct package_rule *r,
                             bool *out_holds, struct offer_reason *out)
{
    *out_holds = is_any(&r->values, f->e->industry_code);
    out->what_zh = f->e->industry_zh;
    out->what_en = f->e->industry_en;
    return QH_OK;
}

static qh_status by_size(const struct fitting *f, const struct package_rule *r,
                         bool *out_holds, struct offer_reason *out)
{
    *out_holds = is_any(&r->values, f->e->size_class);
    out->what_zh = f->e->size_class;
    out->what_en = f->e->size_class;
    return QH_OK;
}

static qh_status by_division(const struct fitting *f, const struct package_rule *r,
                             bool *out_holds, struct offer_reason *out)
{
    *out_holds = is_any(&r->values, f->e->division_code);
    out->what_zh = f->e->division_zh;
    out->what_en = f->e->division_en;
    return QH_OK;
}

static const char *day_after(struct ctx *c, int64_t days)
{
    char *day = ARENA_ARRAY(c->arena, DAY_LEN + 1, char);

    day_format(day_number_of_instant(c->calendar, c->now_ms) + days, day);
    return day;
}

static void add_example(struct ctx *c, struct offer_reason *out, const char *text)
{
    if (!out->examples.p)
        out->examples.p = ARENA_ARRAY(c->arena, EXAMPLES_MAX, const char *);
    if (out->examples.n < EXAMPLES_MAX)
        out->examples.p[out->examples.n++] = text;
}

static qh_status by_instruments(const struct fitting *f, const struct package_rule *r,
                                bool *out_holds, struct offer_reason *out)
{
    struct ctx *c = f->c;
    struct sql_package_due_list rows = {0};
    const qh_status rc = sql_package_due(c->tx, c->arena, c->org, f->e->id,
                                         day_after(c, r->n), &rows, &c->err);

    for (size_t i = 0; i < rows.n && !rc; i++) {
        if (r->values.n && !is_any(&r->values, rows.p[i].kind_code))
            continue;
        if (!out->count++)
            out->first_day = rows.p[i].due_day;
        add_example(c, out,
                    str_format(c->arena, "%s %s %s", rows.p[i].name_zh, rows.p[i].model,
                               rows.p[i].place_zh));
    }
    *out_holds = out->count > 0;
    return rc;
}

static qh_status by_certificates(const struct fitting *f, const struct package_rule *r,
                                 bool *out_holds, struct offer_reason *out)
{
    struct ctx *c = f->c;
    struct sql_package_expiring_list rows = {0};
    const qh_status rc = sql_package_expiring(c->tx, c->arena, c->org, f->e->id,
                                              day_after(c, r->n), &rows, &c->err);

    for (size_t i = 0; i < rows.n && !rc; i++)
        add_example(c, out,
                    str_format(c->arena, "%s %s", rows.p[i].name_zh, rows.p[i].number));
    out->count = (int64_t)rows.n;
    out->first_day = rows.n ? rows.p[0].valid_until_day : NULL;
    *out_holds = rows.n > 0;
    return rc;
}

static qh_status by_age(const struct fitting *f, const struct package_rule *r,
                        bool *out_holds, struct offer_reason *out)
{
    const int64_t year = year_of_instant(f->c->calendar, f->c->now_ms);

    out->count = f->e->founded_year;
    *out_holds = year - f->e->founded_year <= r->n;
    return QH_OK;
}

static qh_status by_support(const struct fitting *f, const struct package_rule *r,
                            bool *out_holds, struct offer_reason *out)
{
    (void)r;
    (void)out;
    *out_holds = f->e->supported != 0;
    return QH_OK;
}

/* In the order in which they are looked at: cheap ones first. */
/* clang-format off */
static const struct {
    const char *kind;
    rule_fn *holds;
} RULES[] = {
    {"industry",             by_industry},
    {"size",                 by_size},
    {"division",             by_division},
    {"young",                by_age},
    {"supported",            by_support},
    {"instrument_due",       by_instruments},
    {"certificate_expiring", by_certificates},
};
/* clang-format on */

qh_status package_fits_one(struct ctx *c, const struct json_list *rules,
                           const struct sql_package_subject *e, bool *out_fits,
                           struct json_list *out_reasons)
{
    struct offer_reason *why = ARENA_ARRAY(c->arena, rules->n + 1, struct offer_reason);
    const struct package_rule *p = rules->p;
    const struct fitting f = {c, e};
    bool holds = true;
    size_t n = 0;

    for (size_t k = 0; k < LEN(RULES) && holds; k++)
        for (size_t i = 0; i < rules->n && holds; i++) {
            qh_status rc;

            if (!str_equal(p[i].kind, RULES[k].kind))
                continue;
            why[n] = (struct offer_reason){
                .kind = p[i].kind, .what_zh = "", .what_en = "", .n = p[i].n};
            rc = RULES[k].holds(&f, &p[i], &holds, &why[n]);
            if (rc)
                return rc;
            n++;
        }
    *out_fits = holds;
    *out_reasons = (struct json_list){.p = why, .n = n};
    return QH_OK;
}

qh_status package_subject(struct ctx *c, const char *enterprise_id,
                          struct sql_package_subject *out)
{
    const char *own = c->actor.enterprise;
    const char *id = enterprise_id ? enterprise_id : own;
    qh_status rc = QH_NOT_FOUND;

    if (id && (!own || str_equal(own, id)))
        rc = sql_package_enterprise(c->tx, c->arena, c->org, id, out, &c->err);
    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "enterprise.not_found", "enterprise_id",
                       "%.40s", id ? id : "none given");
    return rc;
}

/* ---- offers ---- */

/* Those on offer, each told whether it is already under way. */
static struct json_list open_items(struct json_list all,
                                   const struct sql_pick_open_list *open)
{
    struct package_item_shown *p = all.p;
    size_t n = 0;

    for (size_t i = 0; i < all.n; i++) {
        if (!p[i].on_offer)
            continue;
        for (size_t k = 0; k < open->n; k++)
            p[i].is_open =
                p[i].is_open || str_equal(open->p[k].item_code, p[i].item_code);
        p[n++] = p[i];
    }
    return (struct json_list){.p = p, .n = n};
}

static qh_status offer_one(struct ctx *c, const struct sql_package_list *p,
                           const struct sql_package_subject *e, bool *out_fits,
                           struct offer *out)
{
    struct json_list rules = {0};
    qh_status rc = package_load_rules(c, p->id, &rules);

    if (!rc)
        rc = package_fits_one(c, &rules, e, out_fits, &out->reasons);
    if (rc || !*out_fits)
        return rc;
    out->package_id = p->id;
    out->name_zh = p->name_zh;
    out->name_en = p->name_en;
    out->wording_zh = p->wording_zh;
    out->wording_en = p->wording_en;
    return package_load_items(c, p->id, &out->items);
}

/* The earliest day that an offer names; "9" comes after every day. */
static const char *first_day(const struct offer *o)
{
    const struct offer_reason *r = o->reasons.p;
    const char *first = "9";

    for (size_t i = 0; i < o->reasons.n; i++)
        if (r[i].first_day && strcmp(r[i].first_day, first) < 0)
            first = r[i].first_day;
    return first;
}

/* What falls due comes first; n is small. */
static void put_urgent_first(struct offer *p, size_t n)
{
    for (size_t i = 1; i < n; i++)
        for (size_t k = i; k > 0 && strcmp(first_day(&p[k]), first_day(&p[k - 1])) < 0;
             k--) {
            const struct offer other = p[k];

            p[k] = p[k - 1];
            p[k - 1] = other;
        }
}

qh_status offer_list(struct ctx *c, const char *enterprise_id, struct json_list *out)
{
    struct sql_package_list_list rows = {0};
    struct sql_package_subject e = {0};
    struct sql_pick_open_list open = {0};
    struct offer *p;
    size_t n = 0;
    qh_status rc = package_subject(c, enterprise_id, &e);

    if (!rc)
        rc = sql_package_list(
            c->tx, c->arena,
            &(struct sql_package_list_in){.org = c->org, .state = "published"}, &rows,
            &c->err);
    if (!rc)
        rc = sql_pick_open(c->tx, c->arena, c->org, e.id, &open, &c->err);
    p = ARENA_ARRAY(c->arena, rows.n + 1, struct offer);
    for (size_t i = 0; i < rows.n && !rc; i++) {
        bool fits = false;

        p[n] = (struct offer){0};
        rc = offer_one(c, &rows.p[i], &e, &fits, &p[n]);
        if (rc || !fits)
            continue;
        p[n].items = open_items(p[n].items, &open);
        n += p[n].items.n > 0;
    }
    put_urgent_first(p, n);
    *out = (struct json_list){.p = p, .n = n};
    return rc;
}

/* ---- preview ---- */

/* One page of the walk; *after moves on, NULL at the end. */
static qh_status scan_page(struct ctx *c, const struct json_list *rules, int64_t limit,
                           const char **after, struct package_fits *out)
{
    struct package_fit *p = out->items.p;
    struct sql_package_subject_list rows = {0};
    qh_status rc = sql_package_enterprises(c->tx, c->arena, c->org, *after, PAGE_ROWS,
                                           &rows, &c->err);

    for (size_t i = 0; i < rows.n && !rc; i++) {
        const struct sql_package_subject *e = &rows.p[i];
        struct json_list reasons = {0};
        bool fits = false;

        rc = package_fits_one(c, rules, e, &fits, &reasons);
        out->scanned++;
        out->count += fits;
        if (!rc && fits && out->items.n < (size_t)limit)
            p[out->items.n++] = (struct package_fit){
                e->id, e->name, e->size_class, e->industry_zh, e->division_zh, reasons};
    }
    *after = rows.n == PAGE_ROWS ? rows.p[rows.n - 1].id : NULL;
    return rc;
}

qh_status package_preview(struct ctx *c, const char *id, const char *after, int64_t limit,
                          struct package_fits *out)
{
    struct sql_package_one p = {0};
    struct json_list rules = {0};
    const char *at = after ? after : "";
    qh_status rc = package_load(c, id, &p);

    if (!rc)
        rc = package_load_rules(c, id, &rules);
    out->items.p = ARENA_ARRAY(c->arena, (size_t)limit, struct package_fit);
    while (at && out->scanned < PACKAGE_SCAN_MAX && !rc)
        rc = scan_page(c, &rules, limit, &at, out);
    out->next = at;
    return rc;
}
