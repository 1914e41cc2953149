/* Packages themselves: editing, publication, reading. */
#include "domain/package_row.h"

#include "base/id.h"
#include "base/text.h"
#include "domain/history.h"
#include "domain/item.h"

#include <string.h>

/* clang-format off */
static const struct workflow_step STEPS[] = {
    {"publish",  "draft withdrawn", "published", RIGHT_BIT(RIGHT_ITEM_WRITE), NULL},
    {"edit",     "draft withdrawn", "draft withdrawn", RIGHT_BIT(RIGHT_ITEM_WRITE), NULL},
    {"withdraw", "published",       "withdrawn", RIGHT_BIT(RIGHT_ITEM_WRITE), NULL},
};
/* clang-format on */

const struct workflow PACKAGE_WORKFLOW = {"package", STEPS, LEN(STEPS)};

/* What a rule takes: values (needed, allowed, none) and a number of at most `most`. */
enum takes { TAKES_NONE, TAKES_MAYBE, TAKES_SOME };

/* clang-format off */
static const struct rule_form {
    const char *kind;
    enum takes values;
    int64_t most; /* 0: no number */
} FORMS[] = {
    {"industry",             TAKES_SOME,  0},
    {"size",                 TAKES_SOME,  0},
    {"division",             TAKES_SOME,  0},
    {"instrument_due",       TAKES_MAYBE, PACKAGE_DAYS_MAX},
    {"certificate_expiring", TAKES_NONE,  PACKAGE_DAYS_MAX},
    {"young",                TAKES_NONE,  50},
    {"supported",            TAKES_NONE,  0},
};
/* clang-format on */

/* ---- what must hold ---- */

static bool is_good_rule(const struct package_rule *r)
{
    const struct rule_form *f = NULL;

    for (size_t i = 0; i < LEN(FORMS); i++)
        if (str_equal(FORMS[i].kind, r->kind))
            f = &FORMS[i];
    if (!f || r->values.n > PACKAGE_VALUES_MAX)
        return false;
    if ((f->values == TAKES_SOME && !r->values.n) ||
        (f->values == TAKES_NONE && r->values.n))
        return false;
    for (size_t i = 0; i < r->values.n; i++)
        if (strchr(r->values.p[i], ' '))
            return false;
    return f->most ? r->n >= 1 && r->n <= f->most : r->n == 0;
}

static qh_status check_rules(struct ctx *c, const struct json_list *list)
{
    const struct package_rule *r = list->p;

    if (!list->n || list->n > PACKAGE_RULES_MAX)
        return qh_fail(&c->err, QH_INVALID, "package.rules", "rules", "%zu", list->n);
    for (size_t i = 0; i < list->n; i++)
        if (!is_good_rule(&r[i]))
            return qh_fail(&c->err, QH_INVALID, "package.rule",
                           str_format(c->arena, "rules[%zu]", i), "%.40s", r[i].kind);
    return QH_OK;
}

static qh_status check_items(struct ctx *c, const struct json_list *list)
{
    const struct package_item *p = list->p;

    if (!list->n || list->n > PACKAGE_ITEMS_MAX)
        return qh_fail(&c->err, QH_INVALID, "package.items", "items", "%zu", list->n);
    for (size_t i = 0; i < list->n; i++) {
        struct item it = {0};
        qh_status rc;

        for (size_t k = 0; k < i; k++)
            if (str_equal(p[k].item_code, p[i].item_code))
                return qh_fail(&c->err, QH_INVALID, "package.items",
                               str_format(c->arena, "items[%zu]", i), "%s twice",
                               p[i].item_code);
        rc = item_find(c, p[i].item_code, &it);
        if (rc == QH_NOT_FOUND) {
            c->err = (struct qh_error){0};
            return qh_fail(&c->err, QH_INVALID, "package.item",
                           str_format(c->arena, "items[%zu]", i), "%.20s",
                           p[i].item_code);
        }
        if (rc)
            return rc;
    }
    return QH_OK;
}

static qh_status check(struct ctx *c, const struct package_new *in)
{
    const qh_status rc = check_rules(c, &in->rules);

    return rc ? rc : check_items(c, &in->items);
}

/* ---- writing ---- */

static const char *joined(struct ctx *c, const struct json_strs *values)
{
    struct buf b;

    buf_init(&b, c->arena);
    for (size_t i = 0; i < values->n; i++) {
        if (i)
            buf_add_char(&b, ' ');
        buf_add_str(&b, values->p[i]);
    }
    return buf_str(&b);
}

static qh_status add_parts(struct ctx *c, const char *id, const struct package_new *in)
{
    const struct package_rule *r = in->rules.p;
    const struct package_item *p = in->items.p;
    qh_status rc = QH_OK;

    for (size_t i = 0; i < in->rules.n && !rc; i++)
        rc = sql_package_rule_add(c->tx, c->org, id, (int64_t)i + 1, r[i].kind,
                                  joined(c, &r[i].values), r[i].n, &c->err);
    for (size_t i = 0; i < in->items.n && !rc; i++)
        rc = sql_package_item_add(c->tx, c->org, id, (int64_t)i + 1, p[i].item_code,
                                  p[i].why_zh, p[i].why_en, &c->err);
    return rc;
}

static qh_status note(struct ctx *c, const char *id, int64_t seq, const char *action,
                      const char *from, const char *to)
{
    return history_add(c, &(struct history_entry){.entity = "package",
                                                  .entity_id = id,
                                                  .seq = seq,
                                                  .action = action,
                                                  .from_state = from,
                                                  .to_state = to,
                                                  .note = "",
                                                  .data = "{}"});
}

qh_status package_create(struct ctx *c, const struct package_new *in, const char **out_id)
{
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);
    qh_status rc = check(c, in);

    if (rc)
        return rc;
    id_make(c->now_ms, c->rand, id);
    rc = sql_package_add(c->tx,
                         &(struct sql_package_add_in){.org = c->org,
                                                      .id = id,
                                                      .name_zh = in->name_zh,
                                                      .name_en = in->name_en,
                                                      .wording_zh = in->wording_zh,
                                                      .wording_en = in->wording_en,
                                                      .made_ms = c->now_ms},
                         &c->err);
    if (!rc)
        rc = add_parts(c, id, in);
    if (rc)
        return rc;
    *out_id = id;
    return note(c, id, 1, "draft", "", "draft");
}

qh_status package_load(struct ctx *c, const char *id, struct sql_package_one *out)
{
    const qh_status rc = sql_package_one(c->tx, c->arena, c->org, id, out, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "package.not_found", "", "%.40s", id);
    return rc;
}

static qh_status begin(struct ctx *c, const char *id, int64_t version, const char *action,
                       struct sql_package_one *out, const struct workflow_step **out_step)
{
    const qh_status rc = package_load(c, id, out);

    if (rc)
        return rc;
    if (out->version != version)
        return qh_fail(&c->err, QH_CONFLICT, "package.changed", "version", "%s", id);
    return workflow_check(c, &PACKAGE_WORKFLOW, action, out->state, out, out_step);
}

qh_status package_edit(struct ctx *c, const char *id, int64_t version,
                       const struct package_new *in)
{
    const struct workflow_step *step = NULL;
    struct sql_package_one p = {0};
    qh_status rc = begin(c, id, version, "edit", &p, &step);

    if (!rc)
        rc = check(c, in);
    if (rc)
        return rc;
    rc = sql_package_edit(c->tx,
                          &(struct sql_package_edit_in){.org = c->org,
                                                        .id = id,
                                                        .version = version,
                                                        .name_zh = in->name_zh,
                                                        .name_en = in->name_en,
                                                        .wording_zh = in->wording_zh,
                                                        .wording_en = in->wording_en},
                          &c->err);
    if (!rc)
        rc = sql_package_rules_drop(c->tx, c->org, id, &c->err);
    if (!rc)
        rc = sql_package_items_drop(c->tx, c->org, id, &c->err);
    if (!rc)
        rc = add_parts(c, id, in);
    return rc ? rc : note(c, id, version + 1, "edit", p.state, p.state);
}

qh_status package_step(struct ctx *c, const char *id, const char *action, int64_t version,
                       const char *reason)
{
    const struct workflow_step *step = NULL;
    struct sql_package_one p = {0};
    qh_status rc = begin(c, id, version, action, &p, &step);

    if (rc)
        return rc;
    if (str_equal(action, "withdraw") && (!reason || !text_trim(text_of(reason)).len))
        return qh_fail(&c->err, QH_INVALID, "package.reason", "reason", "empty");
    rc = sql_package_set_state(c->tx, c->org, id, version, step->to, &c->err);
    if (rc)
        return rc;
    return history_add(c, &(struct history_entry){.entity = "package",
                                                  .entity_id = id,
                                                  .seq = version + 1,
                                                  .action = action,
                                                  .from_state = p.state,
                                                  .to_state = step->to,
                                                  .note = reason ? reason : "",
                                                  .data = "{}"});
}

/* ---- reading ---- */

qh_status package_list(struct ctx *c, struct json_list *out)
{
    struct sql_package_list_list rows = {0};
    struct package_row *p;
    const qh_status rc = sql_package_list(
        c->tx, c->arena, &(struct sql_package_list_in){.org = c->org}, &rows, &c->err);

    if (rc)
        return rc;
    p = ARENA_ARRAY(c->arena, rows.n + 1, struct package_row);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_package_list *r = &rows.p[i];

        p[i] = (struct package_row){r->id,           r->name_zh,     r->name_en,
                                    r->wording_zh,   r->wording_en,  r->state,
                                    r->made_ms,      r->items,       r->picks,
                                    r->picked_items, r->enterprises, r->version};
    }
    *out = (struct json_list){.p = p, .n = rows.n};
    return QH_OK;
}

static struct json_strs split(struct ctx *c, const char *vals)
{
    struct json_strs out = {.p = ARENA_ARRAY(c->arena, PACKAGE_VALUES_MAX, const char *)};

    while (*vals && out.n < PACKAGE_VALUES_MAX) {
        const size_t n = strcspn(vals, " ");

        out.p[out.n++] = text_copy(c->arena, (struct text){vals, n});
        vals += n + (vals[n] == ' ');
    }
    return out;
}

qh_status package_load_rules(struct ctx *c, const char *id, struct json_list *out)
{
    struct sql_package_rules_list rows = {0};
    struct package_rule *p;
    const qh_status rc = sql_package_rules(c->tx, c->arena, c->org, id, &rows, &c->err);

    if (rc)
        return rc;
    p = ARENA_ARRAY(c->arena, rows.n + 1, struct package_rule);
    for (size_t i = 0; i < rows.n; i++)
        p[i] =
            (struct package_rule){rows.p[i].kind, split(c, rows.p[i].vals), rows.p[i].n};
    *out = (struct json_list){.p = p, .n = rows.n};
    return QH_OK;
}

qh_status package_load_items(struct ctx *c, const char *id, struct json_list *out)
{
    struct sql_package_items_list rows = {0};
    struct package_item_shown *p;
    const qh_status rc = sql_package_items(c->tx, c->arena, c->org, id, &rows, &c->err);

    if (rc)
        return rc;
    p = ARENA_ARRAY(c->arena, rows.n + 1, struct package_item_shown);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_package_items *r = &rows.p[i];

        p[i] = (struct package_item_shown){
            .item_code = r->item_code,
            .name_zh = r->name_zh,
            .name_en = r->name_en,
            .why_zh = r->why_zh,
            .why_en = r->why_en,
            .commit_limit_wd = r->commit_limit_wd,
            .fee = r->fee,
            .on_site = r->on_site != 0,
            .appointment = r->appointment != 0,
            .on_offer = str_equal(r->state, "published"),
        };
    }
    *out = (struct json_list){.p = p, .n = rows.n};
    return QH_OK;
}

qh_status package_find(struct ctx *c, const char *id, struct package_detail *out)
{
    struct workflow_actions actions = {0};
    struct sql_package_one p = {0};
    qh_status rc = package_load(c, id, &p);

    if (!rc)
        rc = package_load_rules(c, id, &out->rules);
    if (!rc)
        rc = package_load_items(c, id, &out->items);
    if (!rc)
        rc = history_of(c, "package", id, &out->events);
    if (rc)
        return rc;
    out->row = (struct package_row){.id = p.id,
                                    .name_zh = p.name_zh,
                                    .name_en = p.name_en,
                                    .wording_zh = p.wording_zh,
                                    .wording_en = p.wording_en,
                                    .state = p.state,
                                    .made_ms = p.made_ms,
                                    .items = (int64_t)out->items.n,
                                    .version = p.version};
    workflow_actions(c, &PACKAGE_WORKFLOW, p.state, &p, &actions);
    out->actions = (struct json_list){.p = actions.p, .n = actions.n};
    return QH_OK;
}
