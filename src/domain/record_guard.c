/* record_guard.c - may this record be made with these standards by this person.
 *
 * Looked at when a record is opened and again when it is signed: a weight, an
 * accreditation or a credential that ran out in between makes it no pass.
 */
#include "base/days.h"
#include "domain/credential.h"
#include "domain/record_work.h"
#include "store/sql_standard.h"
#include "store/sql_trip.h"

#include <string.h>

enum { SITE_MEMBERS = 12, SITE_CHARS = 40 };

static qh_status check_standard(struct ctx *c, const struct sql_trip_standards_of *s,
                                const struct record_days *days)
{
    if (!str_equal(s->state, "in_use"))
        return qh_fail(&c->err, QH_CONFLICT, "record.standard_stopped", "", "%s %s",
                       s->serial, s->state);
    if (strcmp(s->valid_until_day, days->until) < 0)
        return qh_fail(&c->err, QH_CONFLICT, "record.standard_expired", "", "%s until %s",
                       s->serial, s->valid_until_day);
    if (strcmp(s->certificate_day, days->from) > 0)
        return qh_fail(&c->err, QH_CONFLICT, "record.standard_not_yet", "", "%s from %s",
                       s->serial, s->certificate_day);
    return QH_OK;
}

/* The set that a weight belongs to is accredited on the last day. */
static qh_status check_set(struct ctx *c, const char *set_id,
                           const struct record_days *days)
{
    struct sql_standard_set set = {0};
    qh_status rc = sql_standard_set_one(c->tx, c->arena, c->org, set_id, &set, &c->err);

    if (rc)
        return rc;
    if (strcmp(set.valid_until_day, days->until) < 0)
        return qh_fail(&c->err, QH_CONFLICT, "record.accreditation_expired", "",
                       "%s until %s", set.accreditation_no, set.valid_until_day);
    if (set.stopped_day)
        return qh_fail(&c->err, QH_CONFLICT, "record.accreditation_stopped", "",
                       "%s from %s", set.accreditation_no, set.stopped_day);
    return QH_OK;
}

/* What held when the record was opened, of standards that were certified anew since. */
static qh_status as_opened(struct ctx *c, const char *record_id, const char *trip_id,
                           struct sql_trip_standards_of_list *rows)
{
    struct sql_standard_papers_of_list old = {0};
    qh_status rc = sql_standard_papers_of(c->tx, c->arena, c->org, record_id, trip_id,
                                          &old, &c->err);

    for (size_t i = 0; i < old.n && !rc; i++)
        for (size_t k = 0; k < rows->n; k++)
            if (str_equal(old.p[i].standard_id, rows->p[k].id)) {
                rows->p[k].certificate_day = old.p[i].certificate_day;
                rows->p[k].valid_until_day = old.p[i].valid_until_day;
            }
    return rc;
}

qh_status record_require_standards(struct ctx *c, const char *trip_id,
                                   const char *record_id, const struct record_days *days)
{
    struct sql_trip_standards_of_list rows = {0};
    const char *set = "";
    qh_status rc =
        sql_trip_standards_of(c->tx, c->arena, c->org, trip_id, &rows, &c->err);

    if (!rc && record_id)
        rc = as_opened(c, record_id, trip_id, &rows);
    for (size_t i = 0; !rc && i < rows.n; i++) {
        rc = check_standard(c, &rows.p[i], days);
        if (!rc && !str_equal(set, rows.p[i].set_id))
            rc = check_set(c, rows.p[i].set_id, days);
        set = rows.p[i].set_id;
    }
    return rc;
}

qh_status record_require_duty(struct ctx *c, const char *person, const char *code,
                              const char *duty, const char *day)
{
    return credential_require(c, person, code, duty, day);
}

/* ---- what the officer settles on site ---- */

static bool is_named(const char *const *names, struct text key)
{
    for (size_t i = 0; names && names[i]; i++)
        if (text_is(key, names[i]))
            return true;
    return false;
}

static qh_status check_site(struct ctx *c, const struct json *site,
                            const char *const *names)
{
    if (site->kind != JSON_OBJECT || site->count > SITE_MEMBERS)
        return qh_fail(&c->err, QH_INVALID, "record.site", "site", "an object is due");
    for (const struct json *m = site->first; m; m = m->next)
        if (!is_named(names, m->key) || m->kind != JSON_STRING ||
            text_chars(m->text) > SITE_CHARS)
            return qh_fail(&c->err, QH_INVALID, "record.site",
                           str_format(c->arena, "site.%.40s", m->key.p),
                           "not to be settled on site, or no short text");
    return QH_OK;
}

qh_status record_site_params(struct ctx *c, const struct json *params,
                             const struct json *site, const char *const *names,
                             const struct json **out)
{
    struct json *merged = NULL;
    struct json_writer w;
    struct buf b;
    qh_status rc;

    *out = params;
    if (!site || site->kind == JSON_NULL)
        return QH_OK;
    rc = check_site(c, site, names);
    if (rc)
        return rc;
    buf_init(&b, c->arena);
    json_begin(&w, &b);
    json_object_open(&w);
    for (const struct json *m = params ? params->first : NULL; m; m = m->next)
        if (!json_member(site, m->key.p)) {
            json_key(&w, m->key.p);
            json_put_node(&w, m);
        }
    for (const struct json *m = site->first; m; m = m->next) {
        json_key(&w, m->key.p);
        json_put_node(&w, m);
    }
    json_object_close(&w);
    rc = json_parse(c->arena, text_of(buf_str(&b)), &merged, &c->err);
    if (!rc)
        *out = merged;
    return rc;
}
