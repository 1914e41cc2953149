/* What the enterprise says beside its word on an answer: that it is to be done over, that
 * it wants to withdraw. */
#include "domain/demand_confirm.h"

#include "base/text.h"
#include "domain/demand_meeting.h"
#include "domain/demand_promise.h"
#include "domain/demand_token.h"
#include "domain/history.h"
#include "domain/setting.h"

qh_status demand_do_over(struct ctx *c, struct demand_row *d, const char *action,
                         const char *note)
{
    const bool again = d->v.rounds > 0;
    struct demand_entry e = {.action = action,
                             .to = again ? "MTG" : "REDO",
                             .note = note,
                             .clock = again ? "meeting" : "redo"};
    qh_status rc =
        setting_int(c, again ? SETTING_MEETING_WD : SETTING_REDO_WD, &e.limit_wd);

    if (!rc && again)
        rc = meeting_ask(c, d, note);
    if (!rc)
        rc = promise_done(c, d, e.limit_wd);
    if (rc)
        return rc;
    d->v.rounds++;
    d->v.redo_from_id = again ? NULL : d->v.handler_id;
    return demand_move(c, d, &e);
}

/* ---- reopened ---- */

/* The row is loaded and may be reopened. */
static qh_status reopen(struct ctx *c, struct demand_row *d, const char *reason)
{
    qh_status rc = demand_check_text(c, reason);

    if (rc)
        return rc;
    d->v.closed_ms = (struct opt_int){0};
    d->v.reopened++;
    rc = demand_do_over(c, d, "reopen", reason);
    return rc ? rc : demand_save(c, d);
}

qh_status demand_reopen(struct ctx *c, const char *id, int64_t version,
                        const char *reason)
{
    struct demand_row d = {0};
    const qh_status rc = demand_begin(c, id, version, "reopen", &d);

    return rc ? rc : reopen(c, &d, reason);
}

/* Runs a step of the workflow for the enterprise of a token, in its organisation. */
static qh_status begin_by_link(struct ctx *c, const char *token, const char *action,
                               struct demand_row *out)
{
    const struct workflow_step *step = NULL;
    const qh_status rc = demand_token_find(c, token, out);

    if (rc)
        return rc;
    c->actor =
        (struct actor){.name = out->v.enterprise_name,
                       .rights = c->actor.rights | RIGHT_BIT(RIGHT_DEMAND_CONFIRM)};
    return workflow_check(c, &DEMAND_WORKFLOW, action, out->v.state, out, &step);
}

qh_status confirm_reopen(struct ctx *c, const char *token, const char *reason,
                         const char **out_state)
{
    struct demand_row d = {0};
    struct ctx as = *c;
    qh_status rc = begin_by_link(&as, token, "reopen", &d);

    if (!rc)
        rc = reopen(&as, &d, reason);
    c->err = as.err;
    if (!rc)
        *out_state = d.v.state;
    return rc;
}

/* ---- withdrawn ---- */

/* It goes on. */
static qh_status keep(struct ctx *c, struct demand_row *d)
{
    d->v.withdraw_ms = (struct opt_int){0};
    return demand_finish(
        c, d, (struct demand_entry){.action = "withdraw_deny", .clock = ""}, NULL);
}

/* What the desk wrote when it noted the wish. */
static qh_status wish_of(struct ctx *c, const struct demand_row *d, const char **out)
{
    struct json_list rows = {0};
    const struct history_row *r;
    const qh_status rc = history_of(c, "demand", d->v.id, &rows);

    if (rc)
        return rc;
    r = rows.p;
    for (size_t i = 0; i < rows.n; i++)
        if (str_equal(r[i].action, "withdraw_ask"))
            *out = r[i].note;
    return QH_OK;
}

static qh_status decide_withdrawal(struct ctx *c, const char *token, bool agree,
                                   struct demand_row *d)
{
    const char *reason = "";
    qh_status rc = begin_by_link(c, token, agree ? "withdraw" : "withdraw_deny", d);

    if (rc)
        return rc;
    if (!d->v.withdraw_ms.has)
        return qh_fail(&c->err, QH_CONFLICT, "confirm.used", "", "demand %s",
                       d->v.number);
    if (!agree)
        return keep(c, d);
    rc = wish_of(c, d, &reason);
    return rc ? rc : demand_withdraw_now(c, d, reason);
}

qh_status confirm_withdraw(struct ctx *c, const char *token, bool agree,
                           const char **out_state)
{
    struct demand_row d = {0};
    struct ctx as = *c;
    const qh_status rc = decide_withdrawal(&as, token, agree, &d);

    c->err = as.err;
    if (!rc)
        *out_state = d.v.state;
    return rc;
}
