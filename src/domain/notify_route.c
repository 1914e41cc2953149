#include "domain/notify_route.h"

#include "base/id.h"
#include "base/text.h"
#include "domain/notify_address.h"
#include "domain/notify_person.h"
#include "store/sql_notify.h"
#include "store/sql_notify_delivery.h"

qh_status notify_route_load(struct ctx *c, struct notify_route *out)
{
    return sql_notify_endpoint_on(c->tx, c->arena, c->org, &out->endpoints, &c->err);
}

static bool is_webhook_for(const struct sql_notify_endpoint_on *e, enum notify_kind kind)
{
    return str_equal(e->channel, "webhook") &&
           (!*e->kinds || notify_list_has(e->kinds, NOTIFY_KIND_NAMES[kind]));
}

bool notify_route_has_webhook(const struct notify_route *r, enum notify_kind kind)
{
    for (size_t i = 0; i < r->endpoints.n; i++)
        if (is_webhook_for(&r->endpoints.p[i], kind))
            return true;
    return false;
}

/* The first endpoint of a personal channel; NULL if there is none. */
static const struct sql_notify_endpoint_on *endpoint_of(const struct notify_route *r,
                                                        const char *channel)
{
    for (size_t i = 0; i < r->endpoints.n; i++)
        if (str_equal(r->endpoints.p[i].channel, channel))
            return &r->endpoints.p[i];
    return NULL;
}

struct message {
    const char *endpoint_id;
    const char *event_id;
    const char *person_id;
    bool digest;
    int64_t due_ms;
};

static qh_status add(struct ctx *c, const struct message *m)
{
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);

    id_make(c->now_ms, c->rand, id);
    return sql_notify_delivery_add(c->tx,
                                   &(struct sql_notify_delivery_add_in){
                                       .org = c->org,
                                       .id = id,
                                       .endpoint_id = m->endpoint_id,
                                       .event_id = m->event_id,
                                       .person_id = m->person_id,
                                       .digest = m->digest,
                                       .due_ms = m->due_ms,
                                       .at_ms = c->now_ms,
                                   },
                                   &c->err);
}

/* By mail, when the digest is due; otherwise once it is not quiet. */
static void set_time(const struct ctx *c, const struct notify_person *p,
                     enum notify_kind kind, enum notify_channel ch, struct message *m)
{
    const struct notify_times w = notify_times_of(p);

    m->digest = ch == CHANNEL_EMAIL && !str_equal(p->digest, "none") &&
                !NOTIFY_KINDS[kind].urgent;
    m->due_ms = m->digest ? notify_digest_ms(c->calendar, &w, c->now_ms)
                          : notify_after_quiet(c->calendar, &w, c->now_ms);
}

static qh_status send_person(struct ctx *c, const struct notify_route *r,
                             enum notify_kind kind, unsigned bits, struct message *m)
{
    struct notify_person p = {0};
    qh_status rc;

    if (!r->endpoints.n || !(bits & ~CHANNEL_BIT(CHANNEL_INBOX)))
        return QH_OK;
    rc = notify_person_of(c, m->person_id, &p);
    for (int ch = CHANNEL_EMAIL; ch < CHANNEL_COUNT && !rc; ch++) {
        const struct sql_notify_endpoint_on *e = endpoint_of(r, NOTIFY_CHANNEL_NAMES[ch]);
        const char *to = notify_address_of(&p, (enum notify_channel)ch);

        if (!e || !(bits & CHANNEL_BIT((unsigned)ch)) || !*to)
            continue;
        m->endpoint_id = e->id;
        set_time(c, &p, kind, (enum notify_channel)ch, m);
        rc = add(c, m);
    }
    return rc;
}

qh_status notify_route_person(struct ctx *c, const struct notify_route *r,
                              enum notify_kind kind, const char *event_id,
                              const char *person_id)
{
    struct message m = {.event_id = event_id, .person_id = person_id};
    struct opt_int read = NO_INT;
    unsigned bits = 0;
    qh_status rc = notify_channels_of(c, person_id, kind, &bits);

    if (rc || !bits)
        return rc;
    if (!(bits & CHANNEL_BIT(CHANNEL_INBOX)))
        read = OPT_INT(c->now_ms); /* it stands in the inbox, but the bell is silent */
    rc = sql_notice_add(c->tx, c->org, person_id, event_id, c->now_ms, read, &c->err);
    return rc ? rc : send_person(c, r, kind, bits, &m);
}

qh_status notify_route_webhooks(struct ctx *c, const struct notify_route *r,
                                enum notify_kind kind, const char *event_id)
{
    qh_status rc = QH_OK;

    for (size_t i = 0; i < r->endpoints.n && !rc; i++)
        if (is_webhook_for(&r->endpoints.p[i], kind))
            rc = add(c, &(struct message){.endpoint_id = r->endpoints.p[i].id,
                                          .event_id = event_id,
                                          .due_ms = c->now_ms});
    return rc;
}

qh_status notify_route_one(struct ctx *c, const char *endpoint_id, const char *event_id,
                           const char *person_id)
{
    return add(c, &(struct message){.endpoint_id = endpoint_id,
                                    .event_id = event_id,
                                    .person_id = person_id,
                                    .due_ms = c->now_ms});
}
