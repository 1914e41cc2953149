#include "domain/credential.h"

#include "base/days.h"
#include "base/id.h"
#include "base/text.h"
#include "domain/history.h"
#include "domain/standard.h"
#include "store/sql_organisation.h"
#include "store/sql_standard.h"
#include "store/sql_trip.h"
#include "store/sql_world.h"

#include <string.h>

static const char *const IN_USE = "in_use";
static const char *const SUSPENDED = "suspended";
static const char *const ENDED = "ended";

/* ---- reading ---- */

static const char *state_on(const struct sql_credential_row *r, const char *day)
{
    if (r->stopped_day && strcmp(r->stopped_day, day) <= 0)
        return r->stopped_why;
    if (strcmp(r->valid_from_day, day) > 0)
        return "not_yet";
    return strcmp(r->valid_until_day, day) < 0 ? "expired" : IN_USE;
}

static struct credential credential_of(const struct sql_credential_row *r,
                                       const char *day)
{
    const char *state = state_on(r, day);

    return (struct credential){.id = r->id,
                               .person_id = r->person_id,
                               .person_name = r->person_name,
                               .regulation_code = r->regulation_code,
                               .duty = r->duty,
                               .number = r->number,
                               .valid_from_day = r->valid_from_day,
                               .valid_until_day = r->valid_until_day,
                               .stopped_day = r->stopped_day,
                               .state = state,
                               .is_valid = str_equal(state, IN_USE),
                               .version = r->version};
}

static qh_status rows_of(struct ctx *c, const char *person_id,
                         struct sql_credential_row_list *out)
{
    return sql_credential_list(c->tx, c->arena,
                               &(struct sql_credential_list_in){
                                   .org = c->org,
                                   .person_id = person_id,
                                   .limit = CREDENTIAL_LIST_MAX,
                               },
                               out, &c->err);
}

qh_status credential_list(struct ctx *c, const char *person_id, struct json_list *out)
{
    struct sql_credential_row_list rows = {0};
    struct credential *items;
    char today[DAY_LEN + 1];
    const qh_status rc = rows_of(c, person_id, &rows);

    if (rc)
        return rc;
    day_of_instant(c->calendar, c->now_ms, today);
    items = ARENA_ARRAY(c->arena, rows.n, struct credential);
    for (size_t i = 0; i < rows.n; i++)
        items[i] = credential_of(&rows.p[i], today);
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

static qh_status load(struct ctx *c, const char *id, struct sql_credential_row *out)
{
    const qh_status rc = sql_credential_one(c->tx, c->arena, c->org, id, out, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "credential.not_found", "", "%.40s", id);
    return rc;
}

/* ---- what is typed ---- */

static qh_status check_days(struct ctx *c, const struct credential *in)
{
    if (strcmp(in->valid_from_day, in->valid_until_day) > 0)
        return qh_fail(&c->err, QH_INVALID, "credential.days", "valid_until_day",
                       "%s to %s", in->valid_from_day, in->valid_until_day);
    return QH_OK;
}

static qh_status check_person(struct ctx *c, const char *id)
{
    struct sql_trip_person who = {0};
    const qh_status rc = sql_trip_person(c->tx, c->arena, c->org, id, &who, &c->err);

    if (rc == QH_NOT_FOUND || (!rc && !str_equal(who.state, "active")))
        return qh_fail(&c->err, QH_INVALID, "credential.person", "person_id", "%.40s",
                       id);
    return rc;
}

static qh_status check_regulation(struct ctx *c, const char *code)
{
    if (strchr(code, '/'))
        return qh_fail(&c->err, QH_INVALID, "credential.regulation", "regulation_code",
                       "%.40s", code);
    return edition_check_list(c, code, "credential.regulation", "regulation_code");
}

/* ---- history ---- */

static qh_status tell(struct ctx *c, const char *id, int64_t seq,
                      const struct history_entry *more)
{
    struct history_entry e = *more;

    e.entity = "credential";
    e.entity_id = id;
    e.seq = seq;
    if (!e.data)
        e.data = "{}";
    return history_add(c, &e);
}

/* ---- changes ---- */

static qh_status add_row(struct ctx *c, const struct credential *in, const char *action,
                         const char **out_id)
{
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);
    qh_status rc;

    id_make(c->now_ms, c->rand, id);
    rc = sql_world_credential_add(
        c->tx,
        &(struct sql_world_credential_add_in){.org = c->org,
                                              .id = id,
                                              .person_id = in->person_id,
                                              .regulation_code = in->regulation_code,
                                              .duty = in->duty,
                                              .number = in->number,
                                              .valid_from_day = in->valid_from_day,
                                              .valid_until_day = in->valid_until_day,
                                              .version = 1},
        &c->err);
    if (rc)
        return rc;
    *out_id = id;
    return tell(c, id, 1,
                &(struct history_entry){.action = action,
                                        .from_state = "",
                                        .to_state = IN_USE,
                                        .note = str_format(c->arena, "%s %s %s",
                                                           in->regulation_code, in->duty,
                                                           in->number)});
}

qh_status credential_add(struct ctx *c, const struct credential *in, const char **out_id)
{
    qh_status rc = check_days(c, in);

    if (!rc)
        rc = check_person(c, in->person_id);
    if (!rc)
        rc = check_regulation(c, in->regulation_code);
    return rc ? rc : add_row(c, in, "add", out_id);
}

qh_status credential_renew(struct ctx *c, const char *id, const struct credential *in,
                           const char **out_person)
{
    struct sql_credential_row old = {0};
    struct credential k = *in;
    const char *added = NULL;
    qh_status rc = load(c, id, &old);

    if (!rc && str_equal(old.stopped_why, ENDED))
        return qh_fail(&c->err, QH_CONFLICT, "credential.state", "", "%s", id);
    if (!rc)
        rc = check_days(c, in);
    if (!rc)
        rc = check_person(c, old.person_id);
    k.person_id = *out_person = old.person_id;
    k.regulation_code = old.regulation_code;
    k.duty = old.duty;
    return rc ? rc : add_row(c, &k, "renew", &added);
}

/* The day on which a suspended one stopped stays when it is ended. */
qh_status credential_stop(struct ctx *c, const char *id, int64_t version, const char *why,
                          const char *reason, const char **out_person)
{
    struct sql_credential_row old = {0};
    char today[DAY_LEN + 1];
    const char *from;
    qh_status rc = load(c, id, &old);

    if (rc)
        return rc;
    if (old.stopped_day &&
        (str_equal(old.stopped_why, ENDED) || str_equal(why, SUSPENDED)))
        return qh_fail(&c->err, QH_CONFLICT, "credential.state", "", "%s", id);
    day_of_instant(c->calendar, c->now_ms, today);
    rc = sql_credential_stop(c->tx, c->org, id, old.stopped_day ? old.stopped_day : today,
                             why, version, &c->err);
    if (rc == QH_CONFLICT)
        return qh_fail(&c->err, QH_CONFLICT, "credential.changed", "version", "%s", id);
    if (rc)
        return rc;
    *out_person = old.person_id;
    from = old.stopped_why ? old.stopped_why : IN_USE;
    return tell(
        c, id, version + 1,
        &(struct history_entry){.action = str_equal(why, ENDED) ? "end" : "suspend",
                                .from_state = version ? from : "",
                                .to_state = why,
                                .note = reason});
}

/* ---- is it there ---- */

/* The most telling reason among the rows of the regulation and duty.
 * error keys: credential.suspended credential.ended credential.expired credential.not_yet
 * credential.missing */
static const char *reason_of(const struct sql_credential_row_list *rows, const char *code,
                             const char *duty, const char *day)
{
    static const char *const REASONS[][2] = {{"suspended", "credential.suspended"},
                                             {"ended", "credential.ended"},
                                             {"expired", "credential.expired"},
                                             {"not_yet", "credential.not_yet"}};

    for (size_t k = 0; k < LEN(REASONS); k++)
        for (size_t i = 0; i < rows->n; i++)
            if (str_equal(rows->p[i].regulation_code, code) &&
                str_equal(rows->p[i].duty, duty) &&
                str_equal(state_on(&rows->p[i], day), REASONS[k][0]))
                return REASONS[k][1];
    return "credential.missing";
}

qh_status credential_require(struct ctx *c, const char *person, const char *code,
                             const char *duty, const char *day)
{
    struct sql_credential_valid_list valid = {0};
    struct sql_credential_row_list rows = {0};
    qh_status rc = sql_credential_valid(c->tx, c->arena, c->org, person, code, duty, day,
                                        &valid, &c->err);

    if (rc || valid.n)
        return rc;
    rc = rows_of(c, person, &rows);
    if (rc)
        return rc;
    return qh_fail(&c->err, QH_DENIED, reason_of(&rows, code, duty, day), "",
                   "%s: %s of %s on %s", person, duty, code, day);
}
