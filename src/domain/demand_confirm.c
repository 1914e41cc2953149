#include "domain/demand_confirm.h"

#include "base/text.h"
#include "domain/app.h"
#include "domain/certificate_content.h"
#include "domain/demand_token.h"
#include "domain/figure.h"
#include "domain/history.h"
#include "domain/setting.h"
#include "store/sql_certificate.h"

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
    };
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

/* FUP -> REDO, or MTG the second time. */
static qh_status reopen(struct ctx *c, struct demand_row *d, const struct verdict *v,
                        bool again)
{
    struct demand_entry e = {.action = v->action,
                             .to = again ? "MTG" : "REDO",
                             .clock = again ? "meeting" : "redo"};
    const qh_status rc =
        setting_int(c, again ? SETTING_MEETING_WD : SETTING_REDO_WD, &e.limit_wd);

    if (rc)
        return rc;
    return demand_move(c, d, &e);
}

/* The row is loaded and in DONE. */
static qh_status apply(struct ctx *c, struct demand_row *d, const struct confirm_in *in,
                       const char **out_state)
{
    const struct verdict *v = verdict_of(in->satisfaction);
    const bool again = str_equal(d->v.satisfaction, "not_satisfied");
    qh_status rc;

    if (!v)
        return qh_fail(&c->err, QH_INVALID, "confirm.satisfaction", "satisfaction",
                       "%.40s", in->satisfaction);
    if (in->rating < 1 || in->rating > RATING_MAX)
        return qh_fail(&c->err, QH_INVALID, "confirm.rating", "rating", "1 to %d",
                       RATING_MAX);
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
    rc = str_equal(v->word, "not") ? reopen(c, d, v, again) : strike_off(c, d, v);
    if (!rc && in->downtime_confirmed)
        rc = confirm_downtime(c, d);
    if (rc)
        return rc;
    *out_state = d->v.state;
    return demand_save(c, d);
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
    c->actor = (struct actor){.name = d.v.enterprise_name, .rights = c->actor.rights};
    return apply(c, &d, in, out_state);
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
    return apply(c, &d, in, out_state);
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
