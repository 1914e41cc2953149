/* notify_person.h - how a person wants to be told: addresses, language, times, and wishes
 * by kind and channel.
 *
 * Everybody changes his own.  A kind that asks somebody to act stays in the inbox.
 */
#pragma once

#include "base/json.h"
#include "domain/notify_due.h"
#include "domain/notify_kinds.h"

enum { NOTIFY_CHOICES_MAX = 250 };

struct notify_person {
    const char *language; /* zh-CN | en */
    const char *email;    /* "": none, as the two below */
    const char *sms_to;
    const char *wechat_to;
    const char *digest;     /* none | daily | weekly: what mail may wait for */
    int64_t digest_min;     /* minutes after local midnight */
    int64_t digest_weekday; /* of the weekly one; 0 Monday */
    struct opt_int quiet_from_min;
    struct opt_int quiet_until_min;
    bool workdays_only;
};

/* The person's row, or the defaults: Chinese, no addresses, no digest (08:00), no quiet
 * hours. */
QH_MUST qh_status notify_person_of(struct ctx *c, const char *person_id,
                                   struct notify_person *out);
struct notify_times notify_times_of(const struct notify_person *p);
/* The address for a channel; "" if there is none. */
const char *notify_address_of(const struct notify_person *p, enum notify_channel ch);
/* CHANNEL_BIT()s on which the person is told of the kind. */
QH_MUST qh_status notify_channels_of(struct ctx *c, const char *person_id,
                                     enum notify_kind kind, unsigned *out);

/* ---- the person's own page ---- */

struct notify_wish {
    const char *kind;
    bool inbox;
    bool email;
    bool sms;
    bool wechat;
    bool fixed; /* the inbox stays on */
};

struct notify_profile {
    struct notify_person person;
    struct json_strs channels; /* that the organisation has */
    struct json_list wishes;   /* struct notify_wish: kinds that may concern him */
};

struct notify_choice_in {
    const char *kind;
    int channel; /* enum notify_channel */
    bool chosen;
};

QH_MUST qh_status notify_profile(struct ctx *c, struct notify_profile *out);
/* choices: struct notify_choice_in; those not named stay.  QH_INVALID "notify.email",
 * "notify.phone", "notify.token", "notify.quiet" (one end only), "notify.kind",
 * "notify.fixed", "notify.domain" (mail may not go there). */
QH_MUST qh_status notify_profile_put(struct ctx *c, const struct notify_person *p,
                                     const struct json_list *choices);
