/* The answer: what was done, how it ended, the certificates that prove it, and the link
 * by which the enterprise confirms. */
#include "domain/demand_row.h"

#include "base/text.h"
#include "domain/demand_forward.h"
#include "domain/demand_meeting.h"
#include "domain/demand_promise.h"
#include "domain/demand_token.h"
#include "domain/setting.h"
#include "store/sql_certificate.h"

static const char *const OUTCOMES[] = {"solved", "partly", "explained",
                                       "not_in_our_power"};

static qh_status check_answer(struct ctx *c, const struct demand_answer *in)
{
    const size_t n = text_chars(text_trim(text_of(in->answer)));

    if (n == 0 || n > DEMAND_TEXT_MAX)
        return qh_fail(&c->err, QH_INVALID, "demand.answer", "answer", "%zu characters",
                       n);
    for (size_t i = 0; i < LEN(OUTCOMES); i++)
        if (str_equal(OUTCOMES[i], in->outcome))
            return QH_OK;
    return qh_fail(&c->err, QH_INVALID, "demand.outcome", "outcome", "%.40s",
                   in->outcome);
}

static bool is_among(const struct sql_certificate_of_demand_list *l, const char *id)
{
    for (size_t i = 0; i < l->n; i++)
        if (str_equal(l->p[i].id, id))
            return true;
    return false;
}

/* "certificates":["...","..."] for the history; only those of the demand's bookings. */
static qh_status list_certificates(struct ctx *c, const struct demand_row *d,
                                   const struct json_strs *ids, const char **out)
{
    struct sql_certificate_of_demand_list own = {0};
    struct buf b;
    qh_status rc =
        sql_certificate_of_demand(c->tx, c->arena, c->org, d->v.id, &own, &c->err);

    if (rc)
        return rc;
    buf_init(&b, c->arena);
    buf_add_str(&b, "\"certificates\":[");
    for (size_t i = 0; i < ids->n; i++) {
        if (!is_among(&own, ids->p[i]))
            return qh_fail(&c->err, QH_INVALID, "demand.certificate",
                           str_format(c->arena, "certificate_ids[%zu]", i), "%.40s",
                           ids->p[i]);
        buf_add_format(&b, "%s\"%s\"", i ? "," : "", ids->p[i]);
    }
    buf_add_char(&b, ']');
    *out = buf_str(&b);
    return QH_OK;
}

/* What the state asks for before there is an answer. */
static qh_status check_state(struct ctx *c, const struct demand_row *d)
{
    if (str_equal(d->v.state, "FWD"))
        return forward_need_reply(c, d);
    if (str_equal(d->v.state, "MTG"))
        return meeting_need_decision(c, d);
    return QH_OK;
}

/* All that runs ends here. */
static qh_status end_clocks(struct ctx *c, struct demand_row *d)
{
    qh_status rc = demand_end_pause(c, d);

    if (!rc)
        rc = demand_lapse_extension(c, d);
    if (!rc && d->v.due_ms.has && c->now_ms > d->v.due_ms.v)
        d->v.late = 1;
    return rc ? rc : promise_keep_all(c, d);
}

qh_status demand_answer(struct ctx *c, const char *id, const struct demand_answer *in,
                        const char **out_token)
{
    struct demand_row d = {0};
    const char *token = NULL;
    struct demand_entry e = {.action = "answer", .to = "DONE", .clock = "follow_up"};
    qh_status rc = demand_begin(c, id, in->version, "answer", &d);

    if (rc)
        return rc;
    rc = check_answer(c, in);
    if (!rc)
        rc = check_state(c, &d);
    if (rc)
        return rc;
    rc = list_certificates(c, &d, &in->certificate_ids, &e.data);
    if (rc)
        return rc;
    rc = setting_int(c, SETTING_FOLLOW_UP_WD, &e.limit_wd);
    if (rc)
        return rc;
    rc = demand_token_make(c, &d, &token);
    if (rc)
        return rc;
    rc = end_clocks(c, &d);
    if (rc)
        return rc;
    d.v.withdraw_ms = (struct opt_int){0};
    d.v.answer = text_copy(c->arena, text_trim(text_of(in->answer)));
    d.v.outcome = in->outcome;
    d.v.done_ms = (struct opt_int){.has = true, .v = c->now_ms};
    e.note = d.v.answer;
    rc = demand_move(c, &d, &e);
    if (rc)
        return rc;
    *out_token = token;
    return demand_save(c, &d);
}
