#include "domain/notify_delivery.h"

#include "base/text.h"
#include "domain/notify_due.h"
#include "domain/notify_secret.h"
#include "domain/setting.h"
#include "store/sql_notify_channel.h"
#include "store/sql_notify_delivery.h"
#include "store/sql_notify_person.h"

enum { SECOND_MS = 1000, REST_MS = 30 * 1000 };

static const char *or_empty(const char *s)
{
    return s ? s : "";
}

/* ---- which endpoints ---- */

qh_status notify_ready(struct ctx *c, int64_t most, struct json_list *out)
{
    struct sql_notify_endpoint_row_list rows = {0};
    struct notify_ready *items;
    int64_t break_after = 0;
    qh_status rc = sql_notify_endpoint_list(c->tx, c->arena, c->org, &rows, &c->err);

    if (!rc)
        rc = setting_int(c, SETTING_NOTIFY_BREAK_AFTER, &break_after);
    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct notify_ready);
    *out = (struct json_list){.p = items};
    for (size_t i = 0; i < rows.n && !rc; i++) {
        const struct sql_notify_endpoint_row *e = &rows.p[i];
        const bool broken = e->fails.v >= break_after;
        enum notify_secret_state secret = NOTIFY_SECRET_NONE;
        struct sql_notify_delivery_due_list due = {0};

        if (!str_equal(e->state, "on") || e->open_until_ms.v > c->now_ms)
            continue;
        rc = sql_notify_delivery_due(c->tx, c->arena, c->org, e->id, c->now_ms, 1, &due,
                                     &c->err);
        if (!due.n)
            continue;
        rc = notify_secret_state(c, e->id, &secret);
        items[out->n++] = (struct notify_ready){e->id, broken ? 1 : most,
                                                secret == NOTIFY_SECRET_LOCKED};
    }
    return rc;
}

/* ---- claiming ---- */

/* What one claim knows. */
struct claim {
    struct ctx *c;
    struct sql_notify_endpoint_row e;
    const char *secret;
    const char *org_zh;
    const char *org_en;
    int64_t until_ms;
};

static qh_status load_claim(struct claim *k, const char *endpoint_id)
{
    struct ctx *c = k->c;
    struct sql_notify_org org = {0};
    int64_t lease_s = 0;
    qh_status rc =
        sql_notify_endpoint_one(c->tx, c->arena, c->org, endpoint_id, &k->e, &c->err);

    if (!rc)
        rc = setting_int(c, SETTING_NOTIFY_LEASE_S, &lease_s);
    if (!rc)
        rc = sql_notify_org(c->tx, c->arena, c->org, &org, &c->err);
    if (rc)
        return rc;
    rc = notify_secret_find(c, endpoint_id, &k->secret);
    if (rc)
        return rc;
    k->org_zh = org.name_zh;
    k->org_en = org.name_en;
    k->until_ms = c->now_ms + lease_s * SECOND_MS;
    return QH_OK;
}

/* While a broken endpoint is tried, nobody else tries it. */
static qh_status hold_breaker(const struct claim *k)
{
    struct ctx *c = k->c;

    return sql_notify_health_put(c->tx,
                                 &(struct sql_notify_health_put_in){
                                     c->org, k->e.id, k->e.fails.v, k->until_ms,
                                     k->e.ok_ms, k->e.fail_ms, or_empty(k->e.error)},
                                 &c->err);
}

/* The address of the receiver; "" if there is none any more. */
static qh_status find_receiver(const struct claim *k,
                               const struct sql_notify_delivery_due *d,
                               struct notify_outgoing *o)
{
    struct ctx *c = k->c;
    struct sql_notify_receiver r = {0};
    qh_status rc;

    o->to = o->to_name = "";
    o->language = "zh-CN";
    if (!d->person_id)
        return QH_OK;
    rc = sql_notify_receiver(c->tx, c->arena, c->org, d->person_id, &r, &c->err);
    if (rc)
        return rc;
    o->to_name = r.name;
    o->to_enterprise = r.enterprise_id != NULL;
    o->language = r.language ? r.language : "zh-CN";
    if (!str_equal(r.state, "active"))
        return QH_OK;
    o->to = or_empty(str_equal(o->channel, "email") ? r.email
                     : str_equal(o->channel, "sms") ? r.sms_to
                                                    : r.wechat_to);
    return QH_OK;
}

static qh_status load_told(const struct claim *k, struct notify_outgoing *o)
{
    struct ctx *c = k->c;
    struct sql_notify_delivery_events_list rows = {0};
    struct notify_told *told;
    qh_status rc =
        sql_notify_delivery_events(c->tx, c->arena, c->org, o->id, &rows, &c->err);

    told = ARENA_ARRAY(c->arena, rows.n, struct notify_told);
    for (size_t i = 0; i < rows.n; i++)
        told[i] = (struct notify_told){
            rows.p[i].kind,  rows.p[i].entity,  rows.p[i].entity_id, rows.p[i].label,
            rows.p[i].about, rows.p[i].due_day, rows.p[i].at_ms};
    o->told = (struct json_list){.p = told, .n = rows.n};
    return rc;
}

static struct notify_outgoing outgoing_of(const struct claim *k,
                                          const struct sql_notify_delivery_due *d)
{
    return (struct notify_outgoing){.id = d->id,
                                    .tries = d->tries + 1,
                                    .endpoint_id = k->e.id,
                                    .channel = k->e.channel,
                                    .url = k->e.url,
                                    .security = k->e.security,
                                    .login = k->e.login,
                                    .secret = k->secret,
                                    .sender = k->e.sender,
                                    .ca_pem = k->e.ca_pem,
                                    .org_name_zh = k->org_zh,
                                    .org_name_en = k->org_en,
                                    .digest = d->digest != 0};
}

static qh_status end(struct ctx *c, const struct notify_outgoing *o, const char *state,
                     int64_t due_ms, const struct notify_result *r)
{
    const bool over = !str_equal(state, "waiting");
    int64_t n = 0;

    return sql_notify_delivery_end(c->tx,
                                   &(struct sql_notify_delivery_end_in){
                                       c->org, o->id, o->tries, state, due_ms, r->status,
                                       r->error, over ? OPT_INT(c->now_ms) : NO_INT},
                                   &n, &c->err);
}

/* Takes one row; *out_got: it is ours and has a receiver. */
static qh_status claim_one(const struct claim *k, const struct sql_notify_delivery_due *d,
                           struct notify_outgoing *o, bool *out_got)
{
    struct ctx *c = k->c;
    int64_t n = 0;
    qh_status rc = sql_notify_delivery_claim(c->tx, c->org, d->id, d->state, d->due_ms,
                                             d->tries, k->until_ms, &n, &c->err);

    *out_got = false;
    if (rc || !n)
        return rc;
    *o = outgoing_of(k, d);
    rc = find_receiver(k, d, o);
    if (rc)
        return rc;
    if (d->person_id && !*o->to)
        return end(c, o, "dropped", d->due_ms,
                   &(struct notify_result){.error = "nobody"});
    if (d->digest)
        rc = sql_notify_delivery_bundle(c->tx, c->org, d->id, k->e.id, d->person_id,
                                        c->now_ms, &n, &c->err);
    if (!rc)
        rc = load_told(k, o);
    *out_got = !rc;
    return rc;
}

qh_status notify_claim(struct ctx *c, const struct notify_ready *e, struct json_list *out)
{
    struct sql_notify_delivery_due_list rows = {0};
    struct notify_outgoing *items;
    struct claim k = {.c = c};
    int64_t break_after = 0;
    qh_status rc = sql_notify_delivery_due(c->tx, c->arena, c->org, e->endpoint_id,
                                           c->now_ms, e->most, &rows, &c->err);

    *out = (struct json_list){0};
    if (rc || !rows.n)
        return rc;
    rc = load_claim(&k, e->endpoint_id);
    if (!rc)
        rc = setting_int(c, SETTING_NOTIFY_BREAK_AFTER, &break_after);
    if (rc || !str_equal(k.e.state, "on") || k.e.open_until_ms.v > c->now_ms)
        return rc;
    if (k.e.fails.v >= break_after)
        rc = hold_breaker(&k);
    items = ARENA_ARRAY(c->arena, rows.n, struct notify_outgoing);
    out->p = items;
    for (size_t i = 0; i < rows.n && !rc; i++) {
        bool got = false;

        rc = claim_one(&k, &rows.p[i], &items[out->n], &got);
        out->n += got;
    }
    return rc;
}

/* ---- the end of a try ---- */

static bool is_mail(const struct notify_outgoing *o)
{
    return str_equal(o->channel, "email");
}

/* A refusal of this one message says nothing of the endpoint. */
static bool blames_endpoint(const struct notify_outgoing *o,
                            const struct notify_result *r)
{
    if (is_mail(o))
        return notify_outcome(true, r->arrived, r->status) != NOTIFY_DEAD;
    return r->status != 400 && r->status != 413 && r->status != 422;
}

static qh_status set_health(struct ctx *c, const struct notify_outgoing *o,
                            const struct notify_result *r, bool sent, int64_t chance)
{
    struct sql_notify_endpoint_row e = {0};
    struct sql_notify_health_put_in h;
    int64_t break_after = 0;
    qh_status rc =
        sql_notify_endpoint_one(c->tx, c->arena, c->org, o->endpoint_id, &e, &c->err);

    if (!rc)
        rc = setting_int(c, SETTING_NOTIFY_BREAK_AFTER, &break_after);
    if (rc)
        return rc;
    h = (struct sql_notify_health_put_in){c->org,  e.id,      e.fails.v,        0,
                                          e.ok_ms, e.fail_ms, or_empty(e.error)};
    if (sent) {
        h.fails = 0;
        h.ok_ms = OPT_INT(c->now_ms);
        h.error = "";
    } else if (blames_endpoint(o, r)) {
        h.fails++;
        h.fail_ms = OPT_INT(c->now_ms);
        h.error = r->error;
        if (h.fails >= break_after)
            h.open_until_ms =
                c->now_ms + notify_backoff_ms(h.fails + 1 - break_after, REST_MS, chance);
    }
    return sql_notify_health_put(c->tx, &h, &c->err);
}

qh_status notify_end(struct ctx *c, const struct notify_outgoing *o,
                     const struct notify_result *r, int64_t chance)
{
    enum notify_outcome outcome = notify_outcome(is_mail(o), r->arrived, r->status);
    int64_t retry_s = 0;
    int64_t tries = 0;
    qh_status rc = setting_int(c, SETTING_NOTIFY_RETRY_S, &retry_s);

    if (!rc)
        rc = setting_int(c, SETTING_NOTIFY_TRIES, &tries);
    if (rc)
        return rc;
    if (outcome == NOTIFY_RETRY && o->tries >= tries)
        outcome = NOTIFY_DEAD;
    if (outcome == NOTIFY_SENT)
        rc = end(c, o, "sent", c->now_ms, r);
    else if (outcome == NOTIFY_DEAD)
        rc = end(c, o, "dead", c->now_ms, r);
    else
        rc = end(c, o, "waiting",
                 c->now_ms + notify_backoff_ms(o->tries, retry_s * SECOND_MS, chance), r);
    return rc ? rc : set_health(c, o, r, outcome == NOTIFY_SENT, chance);
}
