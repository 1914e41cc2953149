#include "domain/demand_confirm.h"

#include "base/text.h"
#include "domain/app.h"
#include "domain/certificate_content.h"
#include "domain/demand_token.h"
#include "domain/figure.h"
#include "domain/history.h"
#include "domain/setting.h"
#include "store/sql_certificate.h"
#include "store/sql_demand_course.h"

enum { RATING_MAX = 5 };

/* What an answer of the enterprise leads to. */
static const struct verdict {
    const char *word;   /* as it comes in */
    const char *action; /* as the history and the figures call it */
} VERDICTS[] = {
    {"satisfied", "satisfied"},
    {"basically", "basically"},
    {"not", "not_satisfied"},
};

static const struct verdict *verdict_of(const char *word)
{
    for (size_t i = 0; i < LEN(VERDICTS); i++)
        if (str_equal(VERDICTS[i].word, word))
            return &VERDICTS[i];
    return NULL;
}

const char *confirm_url(struct ctx *c, const char *token)
{
    const char *base = c->app && c->app->public_url ? c->app->public_url : "";

    return str_format(c->arena, "%s%sportal.html#/confirm/%s", base, *base ? "/" : "",
                      token);
}

/* ---- the page ---- */

static qh_status load_certificates(struct ctx *c, const char *id, struct json_list *out)
{
    struct sql_certificate_of_demand_list rows = {0};
    struct confirm_certificate *items;
    size_t n = 0;
    const qh_status rc =
        sql_certificate_of_demand(c->tx, c->arena, c->org, id, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct confirm_certificate);
    for (size_t i = 0; i < rows.n; i++)
        if (str_equal(rows.p[i].state, "issued") ||
            str_equal(rows.p[i].state, "numbered"))
            items[n++] =
                (struct confirm_certificate){rows.p[i].number, rows.p[i].kind,
                                             certificate_check_url(c, rows.p[i].number)};
    *out = (struct json_list){.p = items, .n = n};
    return QH_OK;
}

/* Bookings whose saved downtime waits for the enterprise's word. */
static bool waits(const struct sql_demand_bookings *b)
{
    return str_equal(b->state, "done") && b->downtime_days > 0 &&
           !b->downtime_confirmed_ms.has;
}

/* Until when a link may reopen; absent if it may not. */
static qh_status reopen_until(struct ctx *c, const struct demand_row *d,
                              struct opt_int *out)
{
    int64_t most = 0;
    int64_t end_ms = 0;
    qh_status rc = setting_int(c, SETTING_REOPEN_MAX, &most);

    if (!rc)
        rc = demand_reopen_until(c, d, &end_ms);
    if (rc)
        return rc;
    if (end_ms >= c->now_ms && d->v.reopened < most)
        *out = (struct opt_int){.has = true, .v = end_ms};
    return QH_OK;
}

static qh_status read_page(struct ctx *c, const char *token, struct confirm_page *out)
{
    struct sql_demand_bookings_list bookings = {0};
    struct demand_row d = {0};
    qh_status rc = demand_token_find(c, token, &d);

    if (rc)
        return rc;
    *out = (struct confirm_page){
        .number = d.v.number,
        .text = d.v.text,
        .answer = d.v.answer,
        .outcome = d.v.outcome,
        .enterprise_name = d.v.enterprise_name,
        .state = d.v.state,
        .satisfaction = d.v.satisfaction,
        .open = str_equal(d.v.state, "DONE"),
        .withdraw_asked = d.v.withdraw_ms.has,
        .where_to = d.v.where_to,
    };
    rc = reopen_until(c, &d, &out->reopen_until_ms);
    if (rc)
        return rc;
    rc = load_certificates(c, d.v.id, &out->certificates);
    if (rc)
        return rc;
    rc = sql_demand_bookings(c->tx, c->arena, c->org, d.v.id, &bookings, &c->err);
    if (rc)
        return rc;
    for (size_t i = 0; i < bookings.n; i++)
        if (waits(&bookings.p[i]))
            out->downtime_days += bookings.p[i].downtime_days;
    return QH_OK;
}

qh_status confirm_find(struct ctx *c, const char *token, struct confirm_page *out)
{
    struct ctx as = *c; /* of the token's organisation */
    const qh_status rc = read_page(&as, token, out);

    c->err = as.err;
    return rc;
}

/* ---- what is said ---- */

static qh_status confirm_booking(struct ctx *c, const struct demand_row *d,
                                 const struct sql_demand_bookings *b)
{
    qh_status rc =
        sql_demand_confirm_downtime(c->tx, c->org, b->id, c->now_ms, b->version, &c->err);

    if (rc)
        return rc;
    rc = history_add(c, &(struct history_entry){
                            .entity = "booking",
                            .entity_id = b->id,
                            .seq = b->version + 1,
                            .action = "confirm_downtime",
                            .from_state = b->state,
                            .to_state = b->state,
                            .data = str_format(c->arena, "{\"downtime_days\":%lld}",
                                               (long long)b->downtime_days)});
    if (rc)
        return rc;
    return figure_add(c, "downtime.days", c->now_ms, d->v.division_code, b->downtime_days,
                      b->id);
}

static qh_status confirm_downtime(struct ctx *c, const struct demand_row *d)
{
    struct sql_demand_bookings_list bookings = {0};
    qh_status rc =
        sql_demand_bookings(c->tx, c->arena, c->org, d->v.id, &bookings, &c->err);

    for (size_t i = 0; i < bookings.n && !rc; i++)
        if (waits(&bookings.p[i]))
            rc = confirm_booking(c, d, &bookings.p[i]);
    return rc;
}

/* FUP -> CLOSED. */
static qh_status strike_off(struct ctx *c, struct demand_row *d, const struct verdict *v)
{
    const qh_status rc =
        demand_move(c, d, &(struct demand_entry){.action = v->action, .to = "CLOSED"});

    if (rc)
        return rc;
    d->v.closed_ms = (struct opt_int){.has = true, .v = c->now_ms};
    return QH_OK;
}

/* After a joint meeting a demand that cannot be met is closed all the same. */
static qh_status check_closable(struct ctx *c, const struct demand_row *d)
{
    if (d->v.rounds >= 2 && (str_equal(d->v.outcome, "explained") ||
                             str_equal(d->v.outcome, "not_in_our_power")))
        return QH_OK;
    return qh_fail(&c->err, QH_CONFLICT, "confirm.not_closable", "informed", "demand %s",
                   d->v.number);
}

/* What follows from the enterprise's word. */
static qh_status follow(struct ctx *c, struct demand_row *d, const struct verdict *v,
                        const struct confirm_in *in)
{
    qh_status rc;

    if (!str_equal(v->word, "not"))
        return strike_off(c, d, v);
    if (!in->informed)
        return demand_do_over(c, d, v->action, NULL);
    rc = check_closable(c, d);
    return rc ? rc : strike_off(c, d, v);
}

static qh_status check_in(struct ctx *c, const struct confirm_in *in, const char *channel)
{
    if (!verdict_of(in->satisfaction))
        return qh_fail(&c->err, QH_INVALID, "confirm.satisfaction", "satisfaction",
                       "%.40s", in->satisfaction);
    if (in->rating < 1 || in->rating > RATING_MAX)
        return qh_fail(&c->err, QH_INVALID, "confirm.rating", "rating", "1 to %d",
                       RATING_MAX);
    if (str_equal(channel, "phone") &&
        (!in->solved || !in->answered.has || !in->contacted.has))
        return qh_fail(&c->err, QH_INVALID, "confirm.questions", "solved",
                       "all four are asked on the telephone");
    return QH_OK;
}

/* The four answers as they were given. */
static qh_status note_answers(struct ctx *c, const struct demand_row *d,
                              const struct confirm_in *in, const char *channel)
{
    struct sql_follow_up_list_list before = {0};
    const qh_status rc =
        sql_follow_up_list(c->tx, c->arena, c->org, d->v.id, &before, &c->err);

    if (rc)
        return rc;
    return sql_follow_up_add(c->tx,
                             &(struct sql_follow_up_add_in){
                                 .org = c->org,
                                 .demand_id = d->v.id,
                                 .round = (int64_t)before.n + 1,
                                 .at_ms = c->now_ms,
                                 .by_id = c->actor.person ? c->actor.person : "",
                                 .channel = channel,
                                 .handler_id = d->v.handler_id,
                                 .outcome = d->v.outcome ? d->v.outcome : "",
                                 .solved = in->solved,
                                 .answered = in->answered,
                                 .contacted = in->contacted,
                                 .satisfaction = verdict_of(in->satisfaction)->action,
                                 .rating = in->rating,
                                 .note = in->note ? in->note : ""},
                             &c->err);
}

/* The row is loaded and in DONE. */
static qh_status apply(struct ctx *c, struct demand_row *d, const struct confirm_in *in,
                       const char *channel, const char **out_state)
{
    const struct verdict *v = verdict_of(in->satisfaction);
    qh_status rc = check_in(c, in, channel);

    if (!rc)
        rc = note_answers(c, d, in, channel);
    if (rc)
        return rc;
    rc = demand_move(
        c, d,
        &(struct demand_entry){
            .action = "follow_up",
            .to = "FUP",
            .note = in->note,
            .data = str_format(c->arena, "\"satisfaction\":\"%s\",\"rating\":%lld",
                               v->action, (long long)in->rating)});
    if (rc)
        return rc;
    d->v.satisfaction = v->action;
    d->v.rating = (struct opt_int){.has = true, .v = in->rating};
    d->v.rating_note = in->note;
    rc = follow(c, d, v, in);
    if (!rc && in->downtime_confirmed)
        rc = confirm_downtime(c, d);
    if (rc)
        return rc;
    *out_state = d->v.state;
    return demand_save(c, d);
}

/* Who speaks by a link. */
static void speak_for(struct ctx *c, const struct demand_row *d)
{
    c->actor = (struct actor){.name = d->v.enterprise_name, .rights = c->actor.rights};
}

static qh_status say(struct ctx *c, const char *token, const struct confirm_in *in,
                     const char **out_state)
{
    struct demand_row d = {0};
    const qh_status rc = demand_token_find(c, token, &d);

    if (rc)
        return rc;
    if (!str_equal(d.v.state, "DONE"))
        return qh_fail(&c->err, QH_CONFLICT, "confirm.used", "", "demand %s is %s",
                       d.v.number, d.v.state);
    speak_for(c, &d);
    return apply(c, &d, in, "link", out_state);
}

qh_status confirm_say(struct ctx *c, const char *token, const struct confirm_in *in,
                      const char **out_state)
{
    struct ctx as = *c; /* the link speaks for the enterprise, in its organisation */
    const qh_status rc = say(&as, token, in, out_state);

    c->err = as.err;
    return rc;
}

qh_status confirm_follow_up(struct ctx *c, const char *id, int64_t version,
                            const struct confirm_in *in, const char **out_state)
{
    struct demand_row d = {0};
    const qh_status rc = demand_begin(c, id, version, "follow_up", &d);

    if (rc)
        return rc;
    return apply(c, &d, in, c->actor.enterprise ? "portal" : "phone", out_state);
}

qh_status confirm_link(struct ctx *c, const char *id, int64_t version,
                       const char **out_token)
{
    struct demand_row d = {0};
    const char *token = NULL;
    qh_status rc = demand_begin(c, id, version, "confirm_link", &d);

    if (rc)
        return rc;
    rc = demand_token_make(c, &d, &token);
    if (rc)
        return rc;
    rc =
        demand_move(c, &d, &(struct demand_entry){.action = "confirm_link", .clock = ""});
    if (rc)
        return rc;
    *out_token = token;
    return demand_save(c, &d);
}
