#include "domain/notify_endpoint.h"

#include "base/crypt.h"
#include "base/id.h"
#include "domain/history.h"
#include "domain/notify_address.h"
#include "domain/notify_person.h"
#include "domain/notify_route.h"
#include "domain/notify_secret.h"
#include "store/sql_notify.h"

#include <string.h>

enum { ENDPOINTS_MOST = 40, KEY_BYTES = 32, DOMAIN_MAX = 253 };

/* clang-format off */
static const struct workflow_step STEPS[] = {
    {"change",  "on off", "",    RIGHT_BIT(RIGHT_NOTIFY_ADMIN), NULL},
    {"new_key", "on off", "",    RIGHT_BIT(RIGHT_NOTIFY_ADMIN), NULL},
    {"on",      "off",    "on",  RIGHT_BIT(RIGHT_NOTIFY_ADMIN), NULL},
    {"off",     "on",     "off", RIGHT_BIT(RIGHT_NOTIFY_ADMIN), NULL},
};
/* clang-format on */

const struct workflow ENDPOINT_WORKFLOW = {"endpoint", STEPS, LEN(STEPS)};

/* ---- reading ---- */

static struct json_strs split(struct ctx *c, const char *words)
{
    struct json_strs out = {.p = ARENA_ARRAY(c->arena, ENDPOINT_LIST_MAX, const char *)};

    for (const char *p = words; *p && out.n < ENDPOINT_LIST_MAX;) {
        const size_t n = strcspn(p, " ");

        out.p[out.n++] = text_copy(c->arena, (struct text){p, n});
        p += n + (p[n] == ' ');
    }
    return out;
}

static struct endpoint_row row_of(struct ctx *c, const struct sql_notify_endpoint_row *r)
{
    struct workflow_actions actions = {0};

    workflow_actions(c, &ENDPOINT_WORKFLOW, r->state, r, &actions);
    return (struct endpoint_row){
        .id = r->id,
        .channel = r->channel,
        .name = r->name,
        .url = r->url,
        .security = r->security,
        .login = r->login,
        .sender = r->sender,
        .ca_pem = r->ca_pem,
        .kinds = split(c, r->kinds),
        .domains = split(c, r->domains),
        .state = r->state,
        .version = r->version,
        .fails = r->fails.v,
        .open_until_ms = r->open_until_ms.v > c->now_ms ? r->open_until_ms : NO_INT,
        .ok_ms = r->ok_ms,
        .fail_ms = r->fail_ms,
        .error = r->error ? r->error : "",
        .actions = {.p = actions.p, .n = actions.n},
    };
}

qh_status endpoint_list(struct ctx *c, struct json_list *out)
{
    struct sql_notify_endpoint_row_list rows = {0};
    struct endpoint_row *items;
    qh_status rc = sql_notify_endpoint_list(c->tx, c->arena, c->org, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct endpoint_row);
    for (size_t i = 0; i < rows.n && !rc; i++) {
        enum notify_secret_state secret = NOTIFY_SECRET_NONE;

        rc = notify_secret_state(c, rows.p[i].id, &secret);
        items[i] = row_of(c, &rows.p[i]);
        items[i].secret = NOTIFY_SECRET_STATES[secret];
    }
    *out = (struct json_list){.p = items, .n = rows.n};
    return rc;
}

/* ---- what is given ---- */

/* As it goes into the row. */
struct given {
    const char *name;
    const char *url;
    const char *security;
    const char *login;
    const char *sender;
    const char *ca_pem;
    const char *kinds;
    const char *domains;
};

static const char *or_empty(const char *s)
{
    return s ? s : "";
}

static const char *join(struct ctx *c, const struct json_strs *list)
{
    struct buf b;

    buf_init(&b, c->arena);
    for (size_t i = 0; i < list->n; i++) {
        if (i)
            buf_add_char(&b, ' ');
        buf_add_str(&b, list->p[i]);
    }
    return buf_str(&b);
}

static qh_status check_lists(struct ctx *c, const struct endpoint_in *in)
{
    enum notify_kind kind;

    for (size_t i = 0; i < in->kinds.n; i++)
        if (!notify_kind_of(in->kinds.p[i], &kind))
            return qh_fail(&c->err, QH_INVALID, "endpoint.kind",
                           str_format(c->arena, "kinds[%zu]", i), "%.40s",
                           in->kinds.p[i]);
    for (size_t i = 0; i < in->domains.n; i++)
        if (!notify_domain_is_good(in->domains.p[i]))
            return qh_fail(&c->err, QH_INVALID, "endpoint.domain",
                           str_format(c->arena, "domains[%zu]", i), "not a domain");
    return QH_OK;
}

static qh_status check_mail(struct ctx *c, const struct given *g)
{
    if (!notify_smtp_is_good(g->url))
        return qh_fail(&c->err, QH_INVALID, "endpoint.url", "url", "not smtp://");
    if (!notify_email_is_good(g->sender))
        return qh_fail(&c->err, QH_INVALID, "endpoint.sender", "sender", "no address");
    if (str_equal(g->security, "none") && *g->login)
        return qh_fail(&c->err, QH_INVALID, "endpoint.security", "security",
                       "a login without TLS");
    return QH_OK;
}

static qh_status check_hook(struct ctx *c, const struct given *g)
{
    if (!notify_http_is_good(g->url))
        return qh_fail(&c->err, QH_INVALID, "endpoint.url", "url", "not https://");
    if (*g->login || *g->sender)
        return qh_fail(&c->err, QH_INVALID, "endpoint.login", "login", "of mail only");
    return QH_OK;
}

static qh_status take(struct ctx *c, const char *channel, const struct endpoint_in *in,
                      struct given *g)
{
    const bool is_mail = str_equal(channel, "email");
    qh_status rc = check_lists(c, in);

    if (rc)
        return rc;
    *g = (struct given){
        .name = in->name,
        .url = in->url,
        .security = is_mail ? (in->security ? in->security : "starttls")
                            : (strncmp(in->url, "https:", 6) == 0 ? "tls" : "none"),
        .login = or_empty(in->login),
        .sender = or_empty(in->sender),
        .ca_pem = or_empty(in->ca_pem),
        .kinds = join(c, &in->kinds),
        .domains = join(c, &in->domains),
    };
    if (str_is_blank(g->name))
        return qh_fail(&c->err, QH_INVALID, "endpoint.name", "name", "blank");
    if (*g->ca_pem && strncmp(g->ca_pem, "-----BEGIN CERTIFICATE-----", 27) != 0)
        return qh_fail(&c->err, QH_INVALID, "endpoint.ca", "ca_pem", "not PEM");
    if (!is_mail && in->secret)
        return qh_fail(&c->err, QH_INVALID, "endpoint.secret", "secret", "made here");
    return is_mail ? check_mail(c, g) : check_hook(c, g);
}

/* ---- making ---- */

static qh_status note(struct ctx *c, const char *id, int64_t seq, const char *action,
                      const char *from, const char *to)
{
    return history_add(c, &(struct history_entry){.entity = "notify_endpoint",
                                                  .entity_id = id,
                                                  .seq = seq,
                                                  .action = action,
                                                  .from_state = from,
                                                  .to_state = to,
                                                  .note = ""});
}

/* "whsec_" and 32 random bytes in base64, the form of Standard Webhooks. */
static qh_status make_key(struct ctx *c, const char *id, const char **out)
{
    uint8_t bytes[KEY_BYTES];

    crypt_random(bytes, sizeof bytes);
    *out = str_format(c->arena, "whsec_%s",
                      crypt_base64_padded(c->arena, bytes, sizeof bytes));
    crypt_wipe(bytes, sizeof bytes);
    return notify_secret_put(c, id, *out);
}

static qh_status put_secret(struct ctx *c, const char *channel, const char *id,
                            const struct endpoint_in *in, struct endpoint_made *out)
{
    if (!str_equal(channel, "email"))
        return make_key(c, id, &out->signing_key);
    if (!in->secret)
        return in->login && *in->login ? qh_fail(&c->err, QH_INVALID, "endpoint.secret",
                                                 "secret", "a login without password")
                                       : QH_OK;
    return notify_secret_put(c, id, in->secret);
}

qh_status endpoint_add(struct ctx *c, const struct endpoint_in *in,
                       struct endpoint_made *out)
{
    struct sql_notify_endpoint_row_list rows = {0};
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);
    struct given g = {0};
    qh_status rc = take(c, in->channel, in, &g);

    if (!rc)
        rc = sql_notify_endpoint_list(c->tx, c->arena, c->org, &rows, &c->err);
    if (rc)
        return rc;
    if (rows.n >= ENDPOINTS_MOST)
        return qh_fail(&c->err, QH_LIMIT, "endpoint.many", "", "over %d", ENDPOINTS_MOST);
    id_make(c->now_ms, c->rand, id);
    rc = sql_notify_endpoint_add(c->tx,
                                 &(struct sql_notify_endpoint_add_in){
                                     c->org, id, in->channel, g.name, g.url, g.security,
                                     g.login, g.sender, g.ca_pem, g.kinds, g.domains},
                                 &c->err);
    if (!rc)
        rc = put_secret(c, in->channel, id, in, out);
    out->id = id;
    return rc ? rc : note(c, id, 1, "add", "", "off");
}

/* ---- changing ---- */

static qh_status begin(struct ctx *c, const char *id, const char *action, int64_t version,
                       struct sql_notify_endpoint_row *e)
{
    const struct workflow_step *step = NULL;
    qh_status rc = sql_notify_endpoint_one(c->tx, c->arena, c->org, id, e, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "endpoint.not_found", "", "%.40s", id);
    if (rc)
        return rc;
    if (e->version != version)
        return qh_fail(&c->err, QH_CONFLICT, "endpoint.changed", "version", "%s", id);
    return workflow_check(c, &ENDPOINT_WORKFLOW, action, e->state, e, &step);
}

static qh_status save(struct ctx *c, const struct sql_notify_endpoint_row *e,
                      const struct given *g, const char *state, const char *action)
{
    qh_status rc = sql_notify_endpoint_save(
        c->tx,
        &(struct sql_notify_endpoint_save_in){c->org, e->id, e->version, g->name, g->url,
                                              g->security, g->login, g->sender, g->ca_pem,
                                              g->kinds, g->domains, state},
        &c->err);

    if (rc == QH_CONFLICT)
        return qh_fail(&c->err, QH_CONFLICT, "endpoint.changed", "version", "%s", e->id);
    return rc ? rc : note(c, e->id, e->version + 1, action, e->state, state);
}

static struct given same(const struct sql_notify_endpoint_row *e)
{
    return (struct given){e->name,   e->url,    e->security, e->login,
                          e->sender, e->ca_pem, e->kinds,    e->domains};
}

/* Where the password would go is not where it was meant for. */
static bool goes_elsewhere(const struct sql_notify_endpoint_row *e, const struct given *g)
{
    return *g->login &&
           !(str_equal(e->url, g->url) && str_equal(e->login, g->login) &&
             str_equal(e->security, g->security) && str_equal(e->ca_pem, g->ca_pem));
}

qh_status endpoint_change(struct ctx *c, const char *id, const struct endpoint_in *in)
{
    struct sql_notify_endpoint_row e = {0};
    struct given g = {0};
    qh_status rc = begin(c, id, "change", in->version, &e);

    if (!rc)
        rc = take(c, e.channel, in, &g);
    if (rc)
        return rc;
    if (str_equal(e.channel, "email") && !in->secret && goes_elsewhere(&e, &g))
        return qh_fail(&c->err, QH_INVALID, "endpoint.secret_again", "secret",
                       "another server or login");
    if (in->secret)
        rc = notify_secret_put(c, id, in->secret);
    return rc ? rc : save(c, &e, &g, e.state, "change");
}

/* To people goes one endpoint of a channel at a time. */
static qh_status check_taken(struct ctx *c, const struct sql_notify_endpoint_row *e)
{
    struct sql_notify_endpoint_on_list on = {0};
    qh_status rc = sql_notify_endpoint_on(c->tx, c->arena, c->org, &on, &c->err);

    for (size_t i = 0; i < on.n && !rc; i++)
        if (!str_equal(e->channel, "webhook") && str_equal(on.p[i].channel, e->channel))
            return qh_fail(&c->err, QH_CONFLICT, "endpoint.taken", "", "%s", on.p[i].id);
    return rc;
}

qh_status endpoint_step(struct ctx *c, const char *id, const char *action,
                        int64_t version)
{
    struct sql_notify_endpoint_row e = {0};
    struct given g;
    qh_status rc = begin(c, id, action, version, &e);

    if (!rc && str_equal(action, "on"))
        rc = check_taken(c, &e);
    if (rc)
        return rc;
    g = same(&e);
    return save(c, &e, &g, action, action);
}

qh_status endpoint_new_key(struct ctx *c, const char *id, int64_t version,
                           struct endpoint_made *out)
{
    struct sql_notify_endpoint_row e = {0};
    struct given g;
    qh_status rc = begin(c, id, "new_key", version, &e);

    if (rc)
        return rc;
    if (str_equal(e.channel, "email"))
        return qh_fail(&c->err, QH_CONFLICT, "endpoint.no_key", "", "%s", id);
    g = same(&e);
    out->id = e.id;
    rc = make_key(c, id, &out->signing_key);
    return rc ? rc : save(c, &e, &g, e.state, "new_key");
}

/* ---- a test ---- */

static qh_status check_receiver(struct ctx *c, const char *channel)
{
    struct notify_person p = {0};
    qh_status rc = notify_person_of(c, c->actor.person, &p);

    for (int ch = CHANNEL_EMAIL; ch < CHANNEL_COUNT && !rc; ch++)
        if (str_equal(NOTIFY_CHANNEL_NAMES[ch], channel) &&
            !*notify_address_of(&p, (enum notify_channel)ch))
            return qh_fail(&c->err, QH_CONFLICT, "endpoint.no_address", "", "%s",
                           channel);
    return rc;
}

qh_status endpoint_test(struct ctx *c, const char *id)
{
    char *event = ARENA_ARRAY(c->arena, ID_LEN + 1, char);
    struct sql_notify_endpoint_row e = {0};
    qh_status rc = sql_notify_endpoint_one(c->tx, c->arena, c->org, id, &e, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "endpoint.not_found", "", "%.40s", id);
    if (!rc && !str_equal(e.state, "on"))
        return qh_fail(&c->err, QH_CONFLICT, "endpoint.off", "", "%s", id);
    if (!rc)
        rc = check_receiver(c, e.channel);
    if (rc)
        return rc;
    id_make(c->now_ms, c->rand, event);
    rc = sql_notify_event_add(
        c->tx,
        &(struct sql_notify_event_add_in){c->org, event, NOTIFY_KIND_NAMES[NOTIFY_TEST],
                                          notify_entity(NOTIFY_TEST), id, e.name, "",
                                          NULL, c->now_ms},
        &c->err);
    return rc ? rc
              : notify_route_one(c, id, event,
                                 str_equal(e.channel, "webhook") ? NULL
                                                                 : c->actor.person);
}
