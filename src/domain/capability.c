#include "domain/capability.h"

#include "base/id.h"
#include "base/text.h"
#include "domain/history.h"
#include "domain/standard.h"
#include "rule/budget.h"
#include "store/sql_capability.h"
#include "store/sql_standard.h"

#include <string.h>

/* ---- reading ---- */

static struct capability capability_of(const struct sql_capability_row *r)
{
    return (struct capability){
        .id = r->id,
        .regulation = r->regulation,
        .budget = r->budget,
        .set_id = r->set_id,
        .set_name = r->set_name,
        .base = r->base,
        .rate = r->rate,
        .follows = r->follows,
        .from_value = r->from_value,
        .to_value = r->to_value,
        .basis = r->basis,
        .valid_from_day = r->valid_from_day,
        .until_day = r->until_day,
    };
}

static qh_status rows_of(struct ctx *c, const char *regulation, int64_t limit,
                         struct sql_capability_row_list *out)
{
    return sql_capability_list(c->tx, c->arena,
                               &(struct sql_capability_list_in){.org = c->org,
                                                                .regulation = regulation,
                                                                .limit = limit},
                               out, &c->err);
}

qh_status capability_list(struct ctx *c, const char *regulation, struct json_list *out)
{
    struct sql_capability_row_list rows = {0};
    struct capability *items;
    qh_status rc = rows_of(c, regulation, CAPABILITY_LIST_MAX, &rows);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct capability);
    for (size_t i = 0; i < rows.n; i++)
        items[i] = capability_of(&rows.p[i]);
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

/* ---- as a claim ---- */

static void add_if(struct json_writer *w, const char *name, const char *value)
{
    if (value)
        json_add_str(w, name, value);
}

static void write_claim(const struct capability *k, struct json_writer *w)
{
    json_object_open(w);
    json_add_str(w, "budget", k->budget);
    json_add_str(w, "base", k->base);
    add_if(w, "rate", k->rate);
    add_if(w, "of", k->follows);
    add_if(w, "from", k->from_value);
    add_if(w, "to", k->to_value);
    json_object_close(w);
}

static qh_status claims_node(struct ctx *c, const struct capability *list, size_t n,
                             const struct json **out)
{
    struct json *node = NULL;
    struct json_writer w;
    struct buf b;
    qh_status rc;

    buf_init(&b, c->arena);
    json_begin(&w, &b);
    json_array_open(&w);
    for (size_t i = 0; i < n; i++)
        write_claim(&list[i], &w);
    json_array_close(&w);
    rc = json_parse(c->arena, (struct text){buf_str(&b), b.len}, &node, &c->err);
    if (!rc)
        *out = node;
    return rc;
}

/* ---- adding ---- */

/* The newest file of the edition. */
static qh_status edition_hash(struct ctx *c, const char *regulation, const char **out)
{
    struct sql_edition_list_list rows = {0};
    qh_status rc = sql_edition_list(c->tx, c->arena, c->org, &rows, &c->err);

    *out = NULL;
    for (size_t i = 0; !rc && i < rows.n; i++)
        if (str_equal(rows.p[i].edition, regulation) &&
            !str_equal(rows.p[i].state, "superseded"))
            *out = rows.p[i].hash;
    if (!rc && !*out)
        return qh_fail(&c->err, QH_INVALID, "capability.regulation", "regulation",
                       "%.60s", regulation);
    return rc;
}

/* The engine says what is wrong of a claim; its member is that of the input. */
static qh_status check_form(struct ctx *c, const struct capability *in)
{
    static const char *const OURS[][2] = {
        {"of", "follows"}, {"from", "from_value"}, {"to", "to_value"}};
    const struct method *method = NULL;
    struct qh_error err = {.status = QH_OK};
    struct budget_frame f = {.arena = c->arena, .err = &err};
    const struct regulation *reg = NULL;
    const struct json *node = NULL;
    const char *hash = NULL;
    const char *field;
    qh_status rc = edition_hash(c, in->regulation, &hash);

    if (!rc)
        rc = method_of_edition(c, hash, &method, &reg);
    if (!rc)
        rc = claims_node(c, in, 1, &node);
    if (rc)
        return rc;
    f.reg = reg;
    if (!budget_claims(&f, node))
        return QH_OK;
    field = strchr(err.field, '.') ? strchr(err.field, '.') + 1 : "";
    for (size_t i = 0; i < LEN(OURS); i++)
        if (str_equal(OURS[i][0], field))
            field = OURS[i][1];
    return qh_fail(&c->err, QH_INVALID, "capability.form", field, "%s", err.detail);
}

static qh_status check_set(struct ctx *c, const char *set_id)
{
    struct sql_standard_set row = {0};
    qh_status rc;

    if (!set_id)
        return QH_OK;
    rc = sql_standard_set_one(c->tx, c->arena, c->org, set_id, &row, &c->err);
    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_INVALID, "capability.set", "set_id", "%.26s", set_id);
    return rc;
}

static qh_status check_input(struct ctx *c, const struct capability *in)
{
    struct sql_capability_row_list rows = {0};
    qh_status rc;

    if (in->until_day && strcmp(in->until_day, in->valid_from_day) < 0)
        return qh_fail(&c->err, QH_INVALID, "capability.days", "until_day", "%s",
                       in->until_day);
    rc = check_form(c, in);
    if (!rc)
        rc = check_set(c, in->set_id);
    if (!rc)
        rc = rows_of(c, in->regulation, CAPABILITY_OF_MAX, &rows);
    if (!rc && rows.n == CAPABILITY_OF_MAX)
        return qh_fail(&c->err, QH_LIMIT, "capability.too_many", "", "%zu", rows.n);
    return rc;
}

/* until: the last day before this entry. */
static qh_status write_history(struct ctx *c, const struct capability *k, int64_t seq,
                               const char *until)
{
    return history_add(
        c, &(struct history_entry){.entity = "capability",
                                   .entity_id = k->id,
                                   .seq = seq,
                                   .action = seq == 1 ? "add" : "end",
                                   .from_state = until ? until : "",
                                   .to_state = k->until_day ? k->until_day : "",
                                   .note = str_format(c->arena, "%s %s: %s + %s",
                                                      k->regulation, k->budget, k->base,
                                                      k->rate ? k->rate : "0"),
                                   .data = "{}"});
}

qh_status capability_add(struct ctx *c, const struct capability *in, const char **out_id)
{
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);
    struct capability k = *in;
    qh_status rc = check_input(c, in);

    if (rc)
        return rc;
    id_make(c->now_ms, c->rand, id);
    rc = sql_capability_add(
        c->tx,
        &(struct sql_capability_add_in){.org = c->org,
                                        .id = id,
                                        .regulation = in->regulation,
                                        .budget = in->budget,
                                        .set_id = in->set_id,
                                        .base = in->base,
                                        .rate = in->rate ? in->rate : "0",
                                        .follows = in->follows,
                                        .from_value = in->from_value,
                                        .to_value = in->to_value,
                                        .basis = in->basis,
                                        .valid_from_day = in->valid_from_day,
                                        .until_day = in->until_day},
        &c->err);
    if (rc)
        return rc;
    k.id = *out_id = id;
    return write_history(c, &k, 1, NULL);
}

qh_status capability_end(struct ctx *c, const char *id, const char *until_day)
{
    struct sql_capability_row row = {0};
    struct json_list before = {0};
    struct capability k;
    qh_status rc = sql_capability_one(c->tx, c->arena, c->org, id, &row, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "capability.not_found", "", "%.40s", id);
    if (rc)
        return rc;
    if ((row.until_day && strcmp(until_day, row.until_day) >= 0) ||
        strcmp(until_day, row.valid_from_day) < 0)
        return qh_fail(&c->err, QH_INVALID, "capability.days", "until_day", "%s",
                       until_day);
    rc = history_of(c, "capability", id, &before);
    if (!rc)
        rc = sql_capability_end(c->tx, c->org, id, until_day, &c->err);
    if (rc)
        return rc;
    k = capability_of(&row);
    k.until_day = until_day;
    return write_history(c, &k, (int64_t)before.n + 1, row.until_day);
}

/* ---- for a record ---- */

static bool is_on_board(const char *set_id, const struct method_standard *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_equal(s[i].set_id, set_id))
            return true;
    return false;
}

static bool holds(const struct capability *k, const char *day,
                  const struct method_standard *s, size_t n)
{
    return strcmp(k->valid_from_day, day) <= 0 &&
           (!k->until_day || strcmp(k->until_day, day) >= 0) &&
           (!k->set_id || is_on_board(k->set_id, s, n));
}

qh_status capability_claims(struct ctx *c, const char *regulation, const char *day,
                            const struct method_standard *s, size_t n,
                            const struct json **out)
{
    struct sql_capability_row_list rows = {0};
    struct capability *kept;
    size_t kept_n = 0;
    qh_status rc = rows_of(c, regulation, CAPABILITY_OF_MAX, &rows);

    *out = NULL;
    if (rc)
        return rc;
    kept = ARENA_ARRAY(c->arena, rows.n, struct capability);
    for (size_t i = 0; i < rows.n; i++) {
        const struct capability k = capability_of(&rows.p[i]);

        if (holds(&k, day, s, n))
            kept[kept_n++] = k;
    }
    return kept_n ? claims_node(c, kept, kept_n, out) : QH_OK;
}
