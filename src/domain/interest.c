/* Declared conflicts of interest: who declares one is not paired with that enterprise. */
#include "base/id.h"
#include "base/text.h"
#include "domain/history.h"
#include "domain/page.h"
#include "domain/pairing_row.h"
#include "store/sql_demand.h"

#define R(name) RIGHT_BIT(RIGHT_##name)

/* clang-format off */
static const struct workflow_step STEPS[] = {
    {"end", "declared", "ended", R(PAIRING_WRITE), NULL},
};
/* clang-format on */

const struct workflow INTEREST_WORKFLOW = {"interest", STEPS, LEN(STEPS)};

static const char *const GROUNDS[] = {"family", "property", "former_post", "case",
                                      "other"};

qh_status interest_list(struct ctx *c, const char *state, const char *after,
                        int64_t limit, struct interest_page *out)
{
    struct sql_interest_row_list rows = {0};
    struct page_time at = PAGE_NEWEST;
    struct interest_row *items;
    qh_status rc = page_read(after, &at, &c->err);

    if (rc)
        return rc;
    rc = sql_interest_list(
        c->tx, c->arena,
        &(struct sql_interest_list_in){
            .org = c->org,
            .officer = ctx_can(c, RIGHT_PAIRING_WRITE) ? NULL : c->actor.person,
            .state = state ? state : "",
            .at_ms = at.ms,
            .at_id = at.id,
            .limit = limit + 1},
        &rows, &c->err);
    if (rc)
        return rc;
    if (page_cut(&rows.n, limit))
        out->next =
            page_write(c->arena, rows.p[rows.n - 1].declared_ms, rows.p[rows.n - 1].id);
    items = ARENA_ARRAY(c->arena, rows.n, struct interest_row);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_interest_row *r = &rows.p[i];

        items[i] = (struct interest_row){r->id,
                                         r->officer_id,
                                         r->officer_name,
                                         r->enterprise_id,
                                         r->enterprise_name,
                                         r->ground,
                                         r->note,
                                         r->declared_ms,
                                         r->ended_ms,
                                         r->state,
                                         r->paired != 0,
                                         r->version};
    }
    out->items = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

static qh_status check_new(struct ctx *c, const struct interest_new *in,
                           const char *officer)
{
    struct sql_interest_standing standing = {0};
    struct sql_demand_enterprise e = {0};
    struct sql_pairing_officer p = {0};
    bool known = false;
    qh_status rc;

    for (size_t i = 0; i < LEN(GROUNDS); i++)
        known = known || str_equal(GROUNDS[i], in->ground);
    if (!known)
        return qh_fail(&c->err, QH_INVALID, "interest.ground", "ground", "%.40s",
                       in->ground);
    if (!str_equal(officer, c->actor.person) && !ctx_can(c, RIGHT_PAIRING_WRITE))
        return qh_fail(&c->err, QH_DENIED, "interest.other", "officer_id", "%.40s",
                       officer);
    rc = sql_pairing_officer(c->tx, c->arena, c->org, officer, &p, &c->err);
    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_INVALID, "interest.officer", "officer_id", "%.40s",
                       officer);
    if (rc)
        return rc;
    rc = sql_demand_enterprise(c->tx, c->arena, c->org, in->enterprise_id, &e, &c->err);
    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "enterprise.not_found", "enterprise_id",
                       "%.40s", in->enterprise_id);
    if (!rc)
        rc = sql_interest_standing(c->tx, c->arena, c->org, officer, in->enterprise_id,
                                   &standing, &c->err);
    if (!rc && standing.n)
        rc = qh_fail(&c->err, QH_CONFLICT, "interest.declared", "", "%s", p.name);
    return rc;
}

qh_status interest_declare(struct ctx *c, const struct interest_new *in,
                           struct pairing_done *out)
{
    const char *officer = in->officer_id ? in->officer_id : c->actor.person;
    const char *note = in->note ? in->note : "";
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);
    struct sql_pairing_row present = {0};
    qh_status rc = check_new(c, in, officer);

    if (rc)
        return rc;
    id_make(c->now_ms, c->rand, id);
    rc =
        sql_interest_add(c->tx,
                         &(struct sql_interest_add_in){.org = c->org,
                                                       .id = id,
                                                       .officer_id = officer,
                                                       .enterprise_id = in->enterprise_id,
                                                       .ground = in->ground,
                                                       .note = note,
                                                       .declared_ms = c->now_ms},
                         &c->err);
    if (!rc)
        rc = history_add(c, &(struct history_entry){.entity = "interest",
                                                    .entity_id = id,
                                                    .seq = 1,
                                                    .action = "declare",
                                                    .from_state = "",
                                                    .to_state = "declared",
                                                    .note = note});
    if (rc)
        return rc;
    *out = (struct pairing_done){.id = id, .version = 1};
    rc = sql_pairing_present(c->tx, c->arena, c->org, in->enterprise_id, &present,
                             &c->err);
    if (!rc && str_equal(present.officer_id, officer))
        pairing_warn(c, &out->warnings, "interest");
    if (rc != QH_NOT_FOUND)
        return rc;
    c->err = (struct qh_error){0};
    return QH_OK;
}

qh_status interest_end(struct ctx *c, const char *id, int64_t version, const char *reason,
                       struct pairing_done *out)
{
    const struct workflow_step *step = NULL;
    struct sql_interest_row r = {0};
    qh_status rc = sql_interest_one(c->tx, c->arena, c->org, id, &r, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "interest.not_found", "", "%.40s", id);
    if (rc)
        return rc;
    if (r.version != version)
        return qh_fail(&c->err, QH_CONFLICT, "interest.changed", "version", "%s", id);
    rc = workflow_check(c, &INTEREST_WORKFLOW, "end", r.state, &r, &step);
    if (rc)
        return rc;
    if (str_is_blank(reason))
        return qh_fail(&c->err, QH_INVALID, "interest.reason", "reason", "none given");
    rc = sql_interest_end(c->tx, c->org, id, version, c->now_ms, &c->err);
    if (rc == QH_CONFLICT)
        return qh_fail(&c->err, QH_CONFLICT, "interest.changed", "version", "%s", id);
    if (!rc)
        rc = history_add(c, &(struct history_entry){.entity = "interest",
                                                    .entity_id = id,
                                                    .seq = version + 1,
                                                    .action = "end",
                                                    .from_state = "declared",
                                                    .to_state = "ended",
                                                    .note = reason});
    if (!rc)
        *out = (struct pairing_done){.id = r.id, .version = version + 1};
    return rc;
}
