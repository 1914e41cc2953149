#include "domain/notify_person.h"

#include "base/text.h"
#include "domain/notify_address.h"
#include "store/sql_notify_channel.h"
#include "store/sql_notify_person.h"

#include <string.h>

enum { DIGEST_MIN = 480 };

qh_status notify_person_of(struct ctx *c, const char *person_id,
                           struct notify_person *out)
{
    struct sql_notify_person_one r = {0};
    const qh_status rc =
        sql_notify_person_one(c->tx, c->arena, c->org, person_id, &r, &c->err);

    if (rc == QH_NOT_FOUND) {
        c->err = (struct qh_error){0};
        *out = (struct notify_person){.language = "zh-CN",
                                      .email = "",
                                      .sms_to = "",
                                      .wechat_to = "",
                                      .digest = "none",
                                      .digest_min = DIGEST_MIN};
        return QH_OK;
    }
    if (rc)
        return rc;
    *out =
        (struct notify_person){r.language,          r.email,          r.sms_to,
                               r.wechat_to,         r.digest,         r.digest_min,
                               r.digest_weekday,    r.quiet_from_min, r.quiet_until_min,
                               r.workdays_only != 0};
    return QH_OK;
}

struct notify_times notify_times_of(const struct notify_person *p)
{
    return (struct notify_times){
        .quiet_from_min = p->quiet_from_min,
        .quiet_until_min = p->quiet_until_min,
        .workdays_only = p->workdays_only,
        .digest_min = p->digest_min,
        .digest_weekday = str_equal(p->digest, "weekly") ? p->digest_weekday : -1};
}

const char *notify_address_of(const struct notify_person *p, enum notify_channel ch)
{
    if (ch == CHANNEL_EMAIL)
        return p->email;
    if (ch == CHANNEL_SMS)
        return p->sms_to;
    return ch == CHANNEL_WECHAT ? p->wechat_to : "";
}

/* ---- wishes ---- */

static void apply(const char *channel, bool chosen, unsigned *bits)
{
    for (unsigned ch = 0; ch < CHANNEL_COUNT; ch++)
        if (str_equal(NOTIFY_CHANNEL_NAMES[ch], channel))
            *bits = chosen ? *bits | CHANNEL_BIT(ch) : *bits & ~CHANNEL_BIT(ch);
}

qh_status notify_channels_of(struct ctx *c, const char *person_id, enum notify_kind kind,
                             unsigned *out)
{
    struct sql_notify_choice_kind_list rows = {0};
    unsigned bits = NOTIFY_KINDS[kind].channels;
    qh_status rc = sql_notify_choice_kind(c->tx, c->arena, c->org, person_id,
                                          NOTIFY_KIND_NAMES[kind], &rows, &c->err);

    for (size_t i = 0; i < rows.n && !rc; i++)
        apply(rows.p[i].channel, rows.p[i].chosen != 0, &bits);
    if (NOTIFY_KINDS[kind].fixed)
        bits |= CHANNEL_BIT(CHANNEL_INBOX);
    *out = bits;
    return rc;
}

/* ---- the page ---- */

/* An enterprise contact hears of what contacts are told, others of the rest. */
static bool concerns(const struct ctx *c, enum notify_kind kind)
{
    const unsigned told = NOTIFY_KINDS[kind].told;

    if (c->actor.enterprise)
        return (told & TOLD_CONTACTS) != 0;
    return (told & ~(unsigned)TOLD_CONTACTS) != 0;
}

static struct notify_wish wish_of(enum notify_kind kind, unsigned bits)
{
    return (struct notify_wish){
        .kind = NOTIFY_KIND_NAMES[kind],
        .inbox = (bits & CHANNEL_BIT(CHANNEL_INBOX)) || NOTIFY_KINDS[kind].fixed,
        .email = (bits & CHANNEL_BIT(CHANNEL_EMAIL)) != 0,
        .sms = (bits & CHANNEL_BIT(CHANNEL_SMS)) != 0,
        .wechat = (bits & CHANNEL_BIT(CHANNEL_WECHAT)) != 0,
        .fixed = NOTIFY_KINDS[kind].fixed,
    };
}

static qh_status load_wishes(struct ctx *c, struct json_list *out)
{
    struct notify_wish *items =
        ARENA_ARRAY(c->arena, NOTIFY_KIND_COUNT, struct notify_wish);
    struct sql_notify_choice_list_list rows = {0};
    unsigned bits[NOTIFY_KIND_COUNT];
    enum notify_kind kind;
    qh_status rc =
        sql_notify_choice_list(c->tx, c->arena, c->org, c->actor.person, &rows, &c->err);

    for (int k = 0; k < NOTIFY_KIND_COUNT; k++)
        bits[k] = NOTIFY_KINDS[k].channels;
    for (size_t i = 0; i < rows.n && !rc; i++)
        if (notify_kind_of(rows.p[i].kind, &kind))
            apply(rows.p[i].channel, rows.p[i].chosen != 0, &bits[kind]);
    *out = (struct json_list){.p = items};
    for (int k = 0; k < NOTIFY_KIND_COUNT; k++)
        if (concerns(c, (enum notify_kind)k))
            items[out->n++] = wish_of((enum notify_kind)k, bits[k]);
    return rc;
}

static qh_status load_channels(struct ctx *c, struct json_strs *out)
{
    struct sql_notify_endpoint_on_list rows = {0};
    qh_status rc = sql_notify_endpoint_on(c->tx, c->arena, c->org, &rows, &c->err);

    out->p = ARENA_ARRAY(c->arena, CHANNEL_COUNT, const char *);
    out->p[out->n++] = NOTIFY_CHANNEL_NAMES[CHANNEL_INBOX];
    for (int ch = CHANNEL_EMAIL; ch < CHANNEL_COUNT && !rc; ch++)
        for (size_t i = 0; i < rows.n; i++)
            if (str_equal(rows.p[i].channel, NOTIFY_CHANNEL_NAMES[ch])) {
                out->p[out->n++] = NOTIFY_CHANNEL_NAMES[ch];
                break;
            }
    return rc;
}

qh_status notify_profile(struct ctx *c, struct notify_profile *out)
{
    qh_status rc = notify_person_of(c, c->actor.person, &out->person);

    if (!rc)
        rc = load_channels(c, &out->channels);
    return rc ? rc : load_wishes(c, &out->wishes);
}

/* ---- changes ---- */

static qh_status check_address(struct ctx *c, const struct notify_person *p)
{
    struct sql_notify_endpoint_on_list rows = {0};
    qh_status rc;

    if (*p->email && !notify_email_is_good(p->email))
        return qh_fail(&c->err, QH_INVALID, "notify.email", "email", "not an address");
    if (*p->sms_to && !notify_phone_is_good(p->sms_to))
        return qh_fail(&c->err, QH_INVALID, "notify.phone", "sms_to", "not a number");
    if (*p->wechat_to && !notify_token_is_good(p->wechat_to))
        return qh_fail(&c->err, QH_INVALID, "notify.token", "wechat_to", "not an id");
    if (p->quiet_from_min.has != p->quiet_until_min.has)
        return qh_fail(&c->err, QH_INVALID, "notify.quiet", "quiet_until_min",
                       "one end only");
    rc = sql_notify_endpoint_on(c->tx, c->arena, c->org, &rows, &c->err);
    for (size_t i = 0; i < rows.n && !rc; i++)
        if (*p->email && str_equal(rows.p[i].channel, "email") &&
            !notify_domain_allows(rows.p[i].domains, p->email))
            return qh_fail(&c->err, QH_INVALID, "notify.domain", "email", "not allowed");
    return rc;
}

static qh_status put_choice(struct ctx *c, const struct notify_choice_in *in, size_t i)
{
    const char *field = str_format(c->arena, "choices[%zu]", i);
    const unsigned bit = CHANNEL_BIT((unsigned)in->channel);
    const char *channel = NOTIFY_CHANNEL_NAMES[in->channel];
    enum notify_kind kind;
    int64_t n = 0;

    if (!notify_kind_of(in->kind, &kind))
        return qh_fail(&c->err, QH_INVALID, "notify.kind", field, "%.40s", in->kind);
    if (NOTIFY_KINDS[kind].fixed && in->channel == CHANNEL_INBOX && !in->chosen)
        return qh_fail(&c->err, QH_INVALID, "notify.fixed", field, "%s", in->kind);
    if (in->chosen == ((NOTIFY_KINDS[kind].channels & bit) != 0))
        return sql_notify_choice_remove(c->tx, c->org, c->actor.person, in->kind, channel,
                                        &n, &c->err);
    return sql_notify_choice_put(c->tx, c->org, c->actor.person, in->kind, channel,
                                 in->chosen, &c->err);
}

qh_status notify_profile_put(struct ctx *c, const struct notify_person *p,
                             const struct json_list *choices)
{
    const struct notify_choice_in *in = choices->p;
    qh_status rc = check_address(c, p);

    if (!rc)
        rc = sql_notify_person_put(c->tx,
                                   &(struct sql_notify_person_put_in){
                                       .org = c->org,
                                       .person_id = c->actor.person,
                                       .language = p->language,
                                       .email = p->email,
                                       .sms_to = p->sms_to,
                                       .wechat_to = p->wechat_to,
                                       .digest = p->digest,
                                       .digest_min = p->digest_min,
                                       .digest_weekday = p->digest_weekday,
                                       .quiet_from_min = p->quiet_from_min,
                                       .quiet_until_min = p->quiet_until_min,
                                       .workdays_only = p->workdays_only,
                                   },
                                   &c->err);
    for (size_t i = 0; i < choices->n && !rc; i++)
        rc = put_choice(c, &in[i], i);
    return rc;
}
