#include "domain/demand_join.h"

#include "base/text.h"
#include "domain/demand_promise.h"
#include "domain/search.h"
#include "domain/setting.h"
#include "store/sql_demand_course.h"

#include <stdlib.h>

enum {
    PPM = 1000000,
    ALIKE_PPM = PPM / 4,
    ALIKE_ITEM_PPM = PPM / 8,
    DUPLICATES_MAX = 10,
};
static const int64_t DAY_MS = INT64_C(24) * 3600 * 1000;

/* ---- splitting ---- */

static qh_status check_parts(struct ctx *c, const struct json_strs *parts)
{
    qh_status rc = QH_OK;

    if (parts->n < 2 || parts->n > SPLIT_MAX)
        return qh_fail(&c->err, QH_INVALID, "demand.parts", "parts", "%zu", parts->n);
    for (size_t i = 0; i < parts->n && !rc; i++)
        rc = demand_check_text(c, parts->p[i]);
    return rc;
}

/* The parts after the first, each with a number of its own. */
static qh_status add_parts(struct ctx *c, const struct demand_row *d,
                           const struct json_strs *parts, struct json_strs *out_ids)
{
    const char **ids = ARENA_ARRAY(c->arena, parts->n, const char *);
    qh_status rc = QH_OK;

    for (size_t i = 1; i < parts->n && !rc; i++) {
        struct demand_registered made = {0};

        rc = demand_register_part(c, d, parts->p[i], &made);
        ids[i - 1] = made.id;
    }
    *out_ids = (struct json_strs){.p = ids, .n = parts->n - 1};
    return rc;
}

static const char *ids_json(struct ctx *c, const struct json_strs *ids)
{
    struct buf b;

    buf_init(&b, c->arena);
    buf_add_str(&b, "\"parts\":[");
    for (size_t i = 0; i < ids->n; i++)
        buf_add_format(&b, "%s\"%s\"", i ? "," : "", ids->p[i]);
    buf_add_char(&b, ']');
    return buf_str(&b);
}

qh_status demand_split(struct ctx *c, const char *id, int64_t version,
                       const struct json_strs *parts, struct json_strs *out_ids)
{
    struct json_strs ids = {0};
    struct demand_row d = {0};
    const char *whole;
    qh_status rc = demand_begin(c, id, version, "split", &d);

    if (!rc)
        rc = check_parts(c, parts);
    if (!rc)
        rc = add_parts(c, &d, parts, &ids);
    if (rc)
        return rc;
    whole = d.v.text;
    d.v.text = text_copy(c->arena, text_trim(text_of(parts->p[0])));
    rc = sql_demand_set_text(c->tx, c->org, d.v.id, d.v.text, &c->err);
    if (!rc)
        rc = demand_match_again(c, d.v.id, d.v.text);
    if (!rc)
        rc = search_change(
            c, "demand", d.v.id,
            (const char *const[]){d.v.number, d.v.enterprise_name, d.v.text}, 3);
    if (rc)
        return rc;
    *out_ids = ids;
    return demand_finish(
        c, &d,
        (struct demand_entry){
            .action = "split", .note = whole, .clock = "", .data = ids_json(c, &ids)},
        NULL);
}

/* ---- merging ---- */

static qh_status check_into(struct ctx *c, const struct demand_row *d,
                            const struct demand_row *into)
{
    if (str_equal(into->v.id, d->v.id) ||
        !str_equal(into->v.enterprise_id, d->v.enterprise_id) ||
        str_equal(into->v.state, "MRG") || str_equal(into->v.state, "WDR"))
        return qh_fail(&c->err, QH_INVALID, "demand.merge_into", "into_id",
                       "%s into %s in %s", d->v.number, into->v.number, into->v.state);
    return QH_OK;
}

qh_status demand_merge(struct ctx *c, const char *id, int64_t version,
                       const char *into_id, const char *note)
{
    struct demand_row into = {0};
    struct demand_row d = {0};
    qh_status rc = demand_begin(c, id, version, "merge", &d);

    if (rc)
        return rc;
    rc = demand_load(c, into_id, &into);
    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_INVALID, "demand.merge_into", "into_id", "%.40s",
                       into_id);
    if (!rc)
        rc = check_into(c, &d, &into);
    if (!rc)
        rc = promise_end_all(c, &d);
    if (rc)
        return rc;
    d.v.merged_id = into.v.id;
    d.v.outcome = "duplicate";
    rc = demand_move(
        c, &into,
        &(struct demand_entry){.action = "merged",
                               .note = d.v.number,
                               .clock = "",
                               .data = str_format(c->arena, "\"from\":\"%s\"", d.v.id)});
    if (!rc)
        rc = demand_save(c, &into);
    if (rc)
        return rc;
    return demand_finish(
        c, &d,
        (struct demand_entry){.action = "merge",
                              .to = "MRG",
                              .note = note,
                              .data = str_format(c->arena, "\"into\":\"%s\"", into.v.id)},
        NULL);
}

/* ---- duplicates ---- */

/* Letters, digits and Han: what a text says. */
static bool says_something(uint32_t code)
{
    return (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') ||
           (code >= 'A' && code <= 'Z') || (code >= 0x3400 && code <= 0x9FFF);
}

static int by_value(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a;
    const uint64_t y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

/* Pairs of neighbouring characters, ascending, each once. */
static size_t pairs_of(struct arena *a, struct text t, uint64_t **out)
{
    uint64_t *pairs = ARENA_ARRAY(a, t.len + 1, uint64_t);
    uint32_t before = 0;
    size_t n = 0;
    size_t kept = 0;

    for (size_t at = 0; at < t.len;) {
        const uint32_t code = text_next(t, &at);

        if (!says_something(code))
            continue;
        if (before)
            pairs[n++] = (uint64_t)before << 32 | code;
        before = code;
    }
    qsort(pairs, n, sizeof *pairs, by_value);
    for (size_t i = 0; i < n; i++)
        if (!kept || pairs[kept - 1] != pairs[i])
            pairs[kept++] = pairs[i];
    *out = pairs;
    return kept;
}

int64_t demand_likeness_ppm(struct arena *a, struct text x, struct text y)
{
    uint64_t *p = NULL;
    uint64_t *q = NULL;
    const size_t n = pairs_of(a, x, &p);
    const size_t m = pairs_of(a, y, &q);
    size_t both = 0;

    for (size_t i = 0, k = 0; i < n && k < m;) {
        const bool same = p[i] == q[k];
        const bool less = p[i] < q[k];

        both += same;
        i += same || less;
        k += !less;
    }
    if (n + m == both)
        return 0;
    return (int64_t)(both * PPM / (n + m - both));
}

static int by_likeness(const void *a, const void *b)
{
    const struct demand_duplicate *x = a;
    const struct demand_duplicate *y = b;

    if (x->likeness_ppm != y->likeness_ppm)
        return x->likeness_ppm < y->likeness_ppm ? 1 : -1;
    return x->registered_ms < y->registered_ms   ? 1
           : x->registered_ms > y->registered_ms ? -1
                                                 : 0;
}

/* The item of a demand, or what was proposed first. */
static qh_status code_of(struct ctx *c, const struct demand_row *d, const char **out)
{
    struct sql_demand_matches_list m = {0};
    qh_status rc;

    *out = d->v.item_code;
    if (*out)
        return QH_OK;
    rc = sql_demand_matches(c->tx, c->arena, c->org, d->v.id, &m, &c->err);
    if (!rc && m.n)
        *out = m.p[0].item_code ? m.p[0].item_code : m.p[0].department_code;
    return rc;
}

qh_status demand_duplicates(struct ctx *c, const char *id, struct json_list *out)
{
    struct sql_demand_siblings_list rows = {0};
    struct demand_duplicate *found;
    struct demand_row d = {0};
    const char *code = NULL;
    int64_t days = 0;
    size_t n = 0;
    qh_status rc = demand_load(c, id, &d);

    if (!rc)
        rc = setting_int(c, SETTING_DUPLICATE_DAYS, &days);
    if (!rc)
        rc = code_of(c, &d, &code);
    if (!rc)
        rc = sql_demand_siblings(c->tx, c->arena, c->org, d.v.enterprise_id, d.v.id,
                                 c->now_ms - days * DAY_MS, &rows, &c->err);
    if (rc)
        return rc;
    found = ARENA_ARRAY(c->arena, rows.n, struct demand_duplicate);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_demand_siblings *r = &rows.p[i];
        const bool same =
            code && str_equal(code, r->item_code ? r->item_code : r->proposed);
        const int64_t ppm =
            demand_likeness_ppm(c->arena, text_of(d.v.text), text_of(r->text));

        if (ppm >= (same ? ALIKE_ITEM_PPM : ALIKE_PPM))
            found[n++] = (struct demand_duplicate){
                r->id, r->number, r->text, r->state, r->registered_ms, ppm, same};
    }
    qsort(found, n, sizeof *found, by_likeness);
    *out = (struct json_list){.p = found, .n = n < DUPLICATES_MAX ? n : DUPLICATES_MAX};
    return QH_OK;
}
