/* Versions: drafts, the act of publication, the day on which they come into force. */
#include "domain/item_row.h"

#include "base/days.h"
#include "base/text.h"
#include "domain/history.h"
#include "domain/setting.h"

#include <string.h>

/* ---- withdrawing takes two ---- */

/* Who asked last that the version be withdrawn; NULL: nobody, or it was refused. */
static qh_status find_asker(struct ctx *c, const struct item *it, const char **out)
{
    struct json_list rows = {0};
    const struct history_row *r;
    const qh_status rc =
        history_of(c, "item_version", item_entity_id(c, it->code, it->no), &rows);

    *out = NULL;
    if (rc || !rows.n)
        return rc;
    r = (const struct history_row *)rows.p + rows.n - 1;
    if (str_equal(r->action, "withdraw_ask"))
        *out = r->actor_id;
    return QH_OK;
}

static qh_status guard_unasked(struct ctx *c, const void *subject)
{
    const struct item *it = subject;
    const char *asker = NULL;
    const qh_status rc = find_asker(c, it, &asker);

    if (!rc && asker)
        return qh_fail(&c->err, QH_CONFLICT, "item.withdraw_asked", "", "%s", it->code);
    return rc;
}

static qh_status guard_asked(struct ctx *c, const void *subject)
{
    const struct item *it = subject;
    const char *asker = NULL;
    const qh_status rc = find_asker(c, it, &asker);

    if (!rc && !asker)
        return qh_fail(&c->err, QH_CONFLICT, "item.withdraw_unasked", "", "%s", it->code);
    return rc;
}

/* Asked by one, done by another, where the setting says so. */
static qh_status guard_withdraw(struct ctx *c, const void *subject)
{
    const struct item *it = subject;
    const char *asker = NULL;
    int64_t second = 0;
    qh_status rc = setting_int(c, SETTING_ITEM_SECOND_PERSON, &second);

    if (!rc && second)
        rc = find_asker(c, it, &asker);
    if (rc || !second)
        return rc;
    if (!asker)
        return qh_fail(&c->err, QH_CONFLICT, "item.withdraw_second", "", "%s", it->code);
    if (str_equal(asker, c->actor.person))
        return qh_fail(&c->err, QH_DENIED, "item.own_withdrawal", "", "%s", it->code);
    return QH_OK;
}

/* clang-format off */
static const struct workflow_step STEPS[] = {
    {"submit",   "draft",           "submitted", RIGHT_BIT(RIGHT_ITEM_WRITE), NULL},
    {"publish",  "draft submitted", "published", RIGHT_BIT(RIGHT_ITEM_WRITE), NULL},
    {"return",   "submitted",       "draft",     RIGHT_BIT(RIGHT_ITEM_WRITE), NULL},
    {"edit",     "draft",           "draft",     RIGHT_BIT(RIGHT_ITEM_WRITE), NULL},
    {"drop",     "draft",           "dropped",   RIGHT_BIT(RIGHT_ITEM_WRITE), NULL},
    {"withdraw_ask",    "published", "published", RIGHT_BIT(RIGHT_ITEM_WRITE), guard_unasked},
    {"withdraw_refuse", "published", "published", RIGHT_BIT(RIGHT_ITEM_WRITE), guard_asked},
    {"withdraw", "published",       "withdrawn", RIGHT_BIT(RIGHT_ITEM_WRITE), guard_withdraw},
};
/* clang-format on */

const struct workflow ITEM_WORKFLOW = {"item_version", STEPS, LEN(STEPS)};

/* ---- reading ---- */

qh_status item_heads(struct ctx *c, struct json_list *out)
{
    struct sql_item_heads_list rows = {0};
    struct item_head *p;
    const qh_status rc = sql_item_heads(c->tx, c->arena, c->org, &rows, &c->err);

    if (rc)
        return rc;
    p = ARENA_ARRAY(c->arena, rows.n, struct item_head);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_item_heads *r = &rows.p[i];

        p[i] = (struct item_head){r->code,         r->no,          r->state,
                                  r->from_day,     r->name_zh,     r->name_en,
                                  r->category_zh,  r->category_en, r->lead_office_code,
                                  r->made_by_name, r->made_ms,     r->in_force,
                                  r->item_state};
    }
    *out = (struct json_list){.p = p, .n = rows.n};
    return QH_OK;
}

/* Enterprises see no drafts. */
static bool may_see(const struct ctx *c, const char *state)
{
    return !c->actor.enterprise || str_equal(state, "published") ||
           str_equal(state, "withdrawn");
}

qh_status item_versions(struct ctx *c, const char *code, struct json_list *out)
{
    struct sql_item_row_list rows = {0};
    struct sql_item_head head = {0};
    struct item_version *p;
    size_t n = 0;
    qh_status rc = sql_item_versions(c->tx, c->arena, c->org, code, &rows, &c->err);

    if (!rc && rows.n)
        rc = sql_item_head(c->tx, c->arena, c->org, code, &head, &c->err);
    if (rc == QH_NOT_FOUND) { /* a new item: none is in force */
        c->err = (struct qh_error){0};
        rc = QH_OK;
    }
    if (rc)
        return rc;
    p = ARENA_ARRAY(c->arena, rows.n + 1, struct item_version);
    for (size_t i = 0; i < rows.n; i++) {
        struct item_wording before = {0};
        struct workflow_actions actions = {0};

        if (!may_see(c, rows.p[i].state))
            continue;
        if (i + 1 < rows.n)
            before = item_of_row(&rows.p[i + 1]).wording;
        p[n].item = item_of_row(&rows.p[i]);
        p[n].in_force = rows.p[i].no == head.no;
        p[n].changes =
            item_changes(c->arena, i + 1 < rows.n ? &before : NULL, &p[n].item.wording);
        workflow_actions(c, &ITEM_WORKFLOW, rows.p[i].state, &p[n].item, &actions);
        p[n].actions = (struct json_list){.p = actions.p, .n = actions.n};
        n++;
    }
    if (!n)
        return qh_fail(&c->err, QH_NOT_FOUND, "item.not_found", "", "%.20s", code);
    *out = (struct json_list){.p = p, .n = n};
    return QH_OK;
}

/* ---- drafts ---- */

static qh_status add_history(struct ctx *c, const struct item *it, const char *action,
                             const char *to, const char *note)
{
    return history_add(
        c, &(struct history_entry){.entity = "item_version",
                                   .entity_id = item_entity_id(c, it->code, it->no),
                                   .seq = it->version + 1,
                                   .action = action,
                                   .from_state = it->version ? it->state : "",
                                   .to_state = to,
                                   .note = note ? note : "",
                                   .data = "{}"});
}

/* What add and edit both write: the wording, and who wrote it. */
#define WRITTEN(c, w, n)                                                                 \
    .category_zh = (w)->category_zh, .category_en = (w)->category_en,                    \
    .name_zh = (w)->name_zh, .name_en = (w)->name_en, .who_may_ask = (w)->who_may_ask,   \
    .basis = (w)->basis, .statutory_limit_wd = (w)->statutory_limit_wd,                  \
    .commit_limit_wd = (w)->commit_limit_wd, .limit_basis = (w)->limit_basis,            \
    .channels = (w)->channels, .on_site = (w)->on_site, .appointment = (w)->appointment, \
    .lead_office_code = (w)->lead_office_code, .default_route = (w)->default_route,      \
    .documents = (w)->documents, .fee = (w)->fee, .waiver_rule = (w)->waiver_rule,       \
    .keywords = (w)->keywords, .also_called = (w)->also_called,                          \
    .not_this = (w)->not_this, .note = (n), .made_by = (c)->actor.person,                \
    .made_by_name = (c)->actor.name, .made_ms = (c)->now_ms

static qh_status add_draft(struct ctx *c, const char *code, int64_t no,
                           const struct item_wording *w, const char *note)
{
    const struct item it = {.code = code, .no = no};
    const qh_status rc =
        sql_item_version_add(c->tx,
                             &(struct sql_item_version_add_in){
                                 WRITTEN(c, w, note), .org = c->org, .code = code,
                                 .no = no, .state = "draft", .version = 1},
                             &c->err);

    return rc ? rc : add_history(c, &it, "draft", "draft", note);
}

qh_status item_create(struct ctx *c, const char *code, const struct item_wording *w,
                      const char *note)
{
    struct sql_item_open_drafts known = {0};
    qh_status rc;

    if (strlen(code) != 4 || strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 2 ||
        strspn(code + 2, "0123456789") != 2)
        return qh_fail(&c->err, QH_INVALID, "item.code", "code", "%.20s", code);
    rc = sql_item_open_drafts(c->tx, c->arena, c->org, code, &known, &c->err);
    if (rc)
        return rc;
    if (known.newest)
        return qh_fail(&c->err, QH_CONFLICT, "item.exists", "code", "%s", code);
    rc = item_check_wording(c, code, w);
    return rc ? rc : add_draft(c, code, 1, w, note);
}

qh_status item_draft(struct ctx *c, const char *code, int64_t *out_no)
{
    struct sql_item_open_drafts known = {0};
    struct sql_item_last_published last = {0};
    struct item it = {0};
    qh_status rc = sql_item_open_drafts(c->tx, c->arena, c->org, code, &known, &c->err);

    if (rc)
        return rc;
    if (known.n)
        return qh_fail(&c->err, QH_CONFLICT, "item.draft_open", "", "%s", code);
    rc = sql_item_last_published(c->tx, c->arena, c->org, code, &last, &c->err);
    if (!rc)
        rc = item_load(c, code, last.no ? last.no : known.newest, &it);
    if (!rc)
        rc = add_draft(c, code, known.newest + 1, &it.wording, "");
    if (!rc)
        *out_no = known.newest + 1;
    return rc;
}

/* Loads the version and checks that the step is possible. */
static qh_status begin(struct ctx *c, const struct item_key *k, const char *action,
                       struct item *out, const struct workflow_step **out_step)
{
    qh_status rc = item_load(c, k->code, k->no, out);

    if (rc)
        return rc;
    if (out->version != k->version)
        return qh_fail(&c->err, QH_CONFLICT, "item.changed", "version", "%s", k->code);
    return workflow_check(c, &ITEM_WORKFLOW, action, out->state, out, out_step);
}

/* Somebody else was faster. */
static qh_status changed(struct ctx *c, const struct item *it, qh_status rc)
{
    if (rc != QH_CONFLICT)
        return rc;
    c->err = (struct qh_error){0};
    return qh_fail(&c->err, QH_CONFLICT, "item.changed", "version", "%s", it->code);
}

qh_status item_edit(struct ctx *c, const struct item_key *k, const struct item_wording *w,
                    const char *note)
{
    const struct workflow_step *step = NULL;
    struct item it = {0};
    qh_status rc = begin(c, k, "edit", &it, &step);

    if (!rc)
        rc = item_check_wording(c, k->code, w);
    if (rc)
        return rc;
    rc = sql_item_version_edit(c->tx,
                               &(struct sql_item_version_edit_in){
                                   WRITTEN(c, w, note), .org = c->org, .code = it.code,
                                   .no = it.no, .old_version = it.version},
                               &c->err);
    rc = changed(c, &it, rc);
    return rc ? rc : add_history(c, &it, "edit", "draft", note);
}

/* ---- steps ---- */

/* The row as it stands, to be moved. */
static struct sql_item_version_move_in move_of(struct ctx *c, const struct item *it,
                                               const char *to)
{
    return (struct sql_item_version_move_in){.org = c->org,
                                             .code = it->code,
                                             .no = it->no,
                                             .old_version = it->version,
                                             .state = to,
                                             .from_day = it->from_day,
                                             .until_day = it->until_day,
                                             .seconded = it->seconded,
                                             .published_by = it->published_by,
                                             .published_by_name = it->published_by_name,
                                             .published_ms = it->published_ms};
}

static qh_status move(struct ctx *c, const struct item *it, const char *action,
                      const struct sql_item_version_move_in *row, const char *note)
{
    const qh_status rc = changed(c, it, sql_item_version_move(c->tx, row, &c->err));

    return rc ? rc : add_history(c, it, action, row->state, note);
}

static qh_status need_reason(struct ctx *c, const char *reason)
{
    if (!reason || !text_trim(text_of(reason)).len)
        return qh_fail(&c->err, QH_INVALID, "item.reason", "reason", "empty");
    return QH_OK;
}

static qh_status need_in_force(struct ctx *c, const struct item *it)
{
    struct sql_item_head head = {0};
    const qh_status rc = sql_item_head(c->tx, c->arena, c->org, it->code, &head, &c->err);

    if (rc == QH_NOT_FOUND || (!rc && head.no != it->no))
        return qh_fail(&c->err, QH_CONFLICT, "item.not_in_force", "", "%s", it->code);
    return rc;
}

qh_status item_step(struct ctx *c, const struct item_key *k, const char *action,
                    const char *reason)
{
    const struct workflow_step *step = NULL;
    struct sql_item_version_move_in row;
    struct item it = {0};
    qh_status rc = begin(c, k, action, &it, &step);

    if (!rc && !str_equal(action, "submit") && !str_equal(action, "drop"))
        rc = need_reason(c, reason);
    if (!rc && str_equal(action, "withdraw_ask"))
        rc = need_in_force(c, &it);
    if (!rc && str_equal(action, "submit"))
        rc = item_check_wording(c, it.code, &it.wording);
    if (rc)
        return rc;
    row = move_of(c, &it, step->to);
    return move(c, &it, action, &row, reason);
}

/* Written by one, published by another, where the setting says so. */
static qh_status check_second(struct ctx *c, const struct item *it)
{
    const bool own = str_equal(it->made_by, c->actor.person);
    int64_t second = 0;
    const qh_status rc = setting_int(c, SETTING_ITEM_SECOND_PERSON, &second);

    if (rc || (!second && !str_equal(it->state, "submitted")))
        return rc;
    if (str_equal(it->state, "draft"))
        return qh_fail(&c->err, QH_CONFLICT, "item.second_person", "", "%s", it->code);
    if (second && own)
        return qh_fail(&c->err, QH_DENIED, "item.own_draft", "", "%s", it->code);
    return QH_OK;
}

static qh_status check_day(struct ctx *c, const struct item *it, const char *day)
{
    struct sql_item_last_published last = {0};
    qh_status rc =
        sql_item_last_published(c->tx, c->arena, c->org, it->code, &last, &c->err);

    if (rc)
        return rc;
    if (strcmp(day, item_today(c)) < 0 || (last.no && strcmp(day, last.from_day) < 0) ||
        strcmp(day, last.until_day) < 0)
        return qh_fail(&c->err, QH_INVALID, "item.from_day", "from_day",
                       "%s, the last one from %s", day, last.from_day);
    return QH_OK;
}

qh_status item_publish(struct ctx *c, const struct item_key *k, const char *from_day)
{
    const struct workflow_step *step = NULL;
    struct sql_item_version_move_in row;
    struct item it = {0};
    int64_t n = 0;
    qh_status rc = begin(c, k, "publish", &it, &step);

    if (!rc)
        rc = check_second(c, &it);
    if (!rc)
        rc = item_check_wording(c, it.code, &it.wording);
    if (!rc)
        rc = check_day(c, &it, from_day);
    if (rc)
        return rc;
    row = move_of(c, &it, step->to);
    row.from_day = from_day;
    row.seconded = !str_equal(it.made_by, c->actor.person);
    row.published_by = c->actor.person;
    row.published_by_name = c->actor.name;
    row.published_ms = OPT_INT(c->now_ms);
    rc = move(c, &it, "publish", &row, from_day);
    return rc ? rc : item_take_effect(c, &n);
}

qh_status item_withdraw(struct ctx *c, const struct item_key *k, const char *reason)
{
    const struct workflow_step *step = NULL;
    struct sql_item_version_move_in row;
    struct item it = {0};
    qh_status rc = begin(c, k, "withdraw", &it, &step);

    if (!rc)
        rc = need_reason(c, reason);
    if (!rc)
        rc = need_in_force(c, &it);
    if (rc)
        return rc;
    row = move_of(c, &it, step->to);
    row.until_day = item_today(c);
    rc = move(c, &it, "withdraw", &row, reason);
    return rc ? rc : sql_item_set_state(c->tx, c->org, it.code, "withdrawn", &c->err);
}

/* ---- in force ---- */

qh_status item_apply(struct ctx *c, const struct item *it, const char *state)
{
    const struct item_wording *w = &it->wording;

    return sql_item_apply(c->tx,
                          &(struct sql_item_apply_in){
                              .org = c->org,
                              .code = it->code,
                              .no = it->no,
                              .state = state,
                              .category_zh = w->category_zh,
                              .category_en = w->category_en,
                              .name_zh = w->name_zh,
                              .name_en = w->name_en,
                              .who_may_ask = w->who_may_ask,
                              .basis = w->basis,
                              .statutory_limit_wd = w->statutory_limit_wd,
                              .commit_limit_wd = w->commit_limit_wd,
                              .on_site = w->on_site,
                              .appointment = w->appointment,
                              .lead_office_code = w->lead_office_code,
                              .default_route = w->default_route,
                              .fee = w->fee,
                              .waiver_rule = w->waiver_rule,
                              .keywords = w->keywords,
                              .also_called = w->also_called,
                              .not_this = w->not_this,
                          },
                          &c->err);
}

qh_status item_is_due(struct ctx *c, bool *out)
{
    struct sql_item_due_list due = {0};
    const qh_status rc =
        sql_item_due(c->tx, c->arena, c->org, item_today(c), &due, &c->err);

    *out = due.n > 0;
    return rc;
}

qh_status item_take_effect(struct ctx *c, int64_t *out_n)
{
    struct sql_item_due_list due = {0};
    qh_status rc = sql_item_due(c->tx, c->arena, c->org, item_today(c), &due, &c->err);

    for (size_t i = 0; i < due.n && !rc; i++) {
        struct item it = {0};

        rc = item_load(c, due.p[i].code, due.p[i].no, &it);
        if (!rc)
            rc = item_apply(c, &it, "published");
    }
    *out_n = (int64_t)due.n;
    return rc;
}

qh_status item_keep(struct ctx *c, const char *demand_id, const char *code)
{
    return sql_item_keep(c->tx, c->org, demand_id, code, &c->err);
}

qh_status item_promise(struct ctx *c, const char *demand_id, int64_t *out_wd)
{
    struct sql_item_promise row = {0};
    const qh_status rc =
        sql_item_promise(c->tx, c->arena, c->org, demand_id, &row, &c->err);

    if (!rc)
        *out_wd = row.commit_limit_wd;
    return rc;
}
