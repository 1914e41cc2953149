#include "domain/notify_people.h"

#include "base/days.h"
#include "base/text.h"

#include <string.h>

/* ---- the entity ---- */

typedef qh_status (*subject_query)(struct tx *tx, struct arena *a, const char *org,
                                   const char *id, struct sql_notify_subject *out,
                                   struct qh_error *err);

/* clang-format off */
static const struct source {
    const char *entity;
    subject_query query;
} SOURCES[] = {
    {"demand",      sql_notify_demand},
    {"visit",       sql_notify_visit},
    {"booking",     sql_notify_booking},
    {"trip",        sql_notify_trip},
    {"record",      sql_notify_record},
    {"certificate", sql_notify_certificate},
    {"handover",    sql_notify_handover},
    {"instrument",  sql_notify_instrument},
    {"standard",    sql_notify_standard},
    {"credential",  sql_notify_credential},
};
/* clang-format on */

static qh_status load(struct ctx *c, enum notify_kind kind, const char *id,
                      struct sql_notify_subject *out)
{
    const char *entity = notify_entity(kind);

    for (size_t i = 0; i < LEN(SOURCES); i++) {
        qh_status rc;

        if (strcmp(SOURCES[i].entity, entity) != 0)
            continue;
        rc = SOURCES[i].query(c->tx, c->arena, c->org, id, out, &c->err);
        if (rc == QH_NOT_FOUND)
            return qh_fail(&c->err, QH_NOT_FOUND, "notify.no_entity", "", "%s %.40s",
                           entity, id);
        return rc;
    }
    out->label = "";
    return QH_OK;
}

/* The enterprise of an entity that notify does not read. */
static qh_status name_enterprise(struct ctx *c, struct sql_notify_subject *s)
{
    struct sql_notify_enterprise e = {0};
    qh_status rc;

    if (!s->enterprise_id || s->enterprise_name)
        return QH_OK;
    rc = sql_notify_enterprise(c->tx, c->arena, c->org, s->enterprise_id, &e, &c->err);
    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "notify.no_entity", "", "enterprise %.40s",
                       s->enterprise_id);
    s->enterprise_name = e.name;
    return rc;
}

static void take_more(const struct notify_more *more, struct sql_notify_subject *s)
{
    if (!more)
        return;
    if (more->label)
        s->label = more->label;
    if (more->enterprise_id && !str_equal(more->enterprise_id, s->enterprise_id)) {
        s->enterprise_id = more->enterprise_id;
        s->enterprise_name = NULL;
    }
    if (more->office_id)
        s->office_id = more->office_id;
    if (more->due_day)
        s->due_day = more->due_day;
}

qh_status notify_subject(struct ctx *c, enum notify_kind kind, const char *id,
                         const struct notify_more *more, struct sql_notify_subject *out)
{
    struct sql_notify_subject s = {0};
    qh_status rc = load(c, kind, id, &s);

    if (rc)
        return rc;
    take_more(more, &s);
    rc = name_enterprise(c, &s);
    if (rc)
        return rc;
    if (!s.due_day && s.due_ms.has) {
        char *day = ARENA_ARRAY(c->arena, DAY_LEN + 1, char);

        day_of_instant(c->calendar, s.due_ms.v, day);
        s.due_day = day;
    }
    *out = s;
    return QH_OK;
}

/* ---- the people ---- */

struct search {
    struct ctx *c;
    const char *id; /* of the entity */
    bool is_booking;
    const struct sql_notify_subject *s;
    struct sql_notify_people_list rows; /* found by one step */
};

static qh_status by_owner(struct search *f)
{
    if (!f->s->owner_id)
        return QH_OK;
    return sql_notify_active(f->c->tx, f->c->arena, f->c->org, f->s->owner_id, &f->rows,
                             &f->c->err);
}

static qh_status by_second(struct search *f)
{
    if (!f->s->second_id)
        return QH_OK;
    return sql_notify_active(f->c->tx, f->c->arena, f->c->org, f->s->second_id, &f->rows,
                             &f->c->err);
}

static qh_status by_office(struct search *f)
{
    if (!f->s->office_id)
        return QH_OK;
    return sql_notify_by_office(f->c->tx, f->c->arena, f->c->org, f->s->office_id,
                                &f->rows, &f->c->err);
}

static qh_status by_owner_or_all(struct search *f)
{
    const qh_status rc = by_owner(f);

    if (rc || f->rows.n)
        return rc;
    if (f->s->office_id)
        return by_office(f);
    return sql_notify_by_role(f->c->tx, f->c->arena, f->c->org, "desk", &f->rows,
                              &f->c->err);
}

static qh_status by_contacts(struct search *f)
{
    if (!f->s->enterprise_id)
        return QH_OK;
    return sql_notify_contacts(f->c->tx, f->c->arena, f->c->org, f->s->enterprise_id,
                               &f->rows, &f->c->err);
}

static qh_status by_pair(struct search *f)
{
    if (!f->s->enterprise_id)
        return QH_OK;
    return sql_notify_pair(f->c->tx, f->c->arena, f->c->org, f->s->enterprise_id,
                           &f->rows, &f->c->err);
}

static qh_status by_crew(struct search *f)
{
    struct ctx *c = f->c;

    if (f->is_booking)
        return sql_notify_booking_crew(c->tx, c->arena, c->org, f->id, &f->rows, &c->err);
    return sql_notify_crew(c->tx, c->arena, c->org, f->id, &f->rows, &c->err);
}

static qh_status by_companions(struct search *f)
{
    return sql_notify_companions(f->c->tx, f->c->arena, f->c->org, f->id, &f->rows,
                                 &f->c->err);
}

static qh_status by_staff(struct search *f)
{
    return sql_notify_staff(f->c->tx, f->c->arena, f->c->org, &f->rows, &f->c->err);
}

/* clang-format off */
static const struct finder {
    unsigned told;
    qh_status (*find)(struct search *f); /* NULL: by role */
    const char *role;
} FINDERS[] = {
    {TOLD_OWNER,        by_owner,        NULL},
    {TOLD_OWNER_OR_ALL, by_owner_or_all, NULL},
    {TOLD_SECOND,       by_second,       NULL},
    {TOLD_OFFICE,       by_office,       NULL},
    {TOLD_CONTACTS,     by_contacts,     NULL},
    {TOLD_PAIR,         by_pair,         NULL},
    {TOLD_CREW,         by_crew,         NULL},
    {TOLD_COMPANIONS,   by_companions,   NULL},
    {TOLD_STAFF,        by_staff,        NULL},
    {TOLD_DESK,         NULL,            "desk"},
    {TOLD_LEADERS,      NULL,            "leader"},
    {TOLD_DISPATCHERS,  NULL,            "dispatcher"},
    {TOLD_CHECKERS,     NULL,            "checker"},
    {TOLD_APPROVERS,    NULL,            "approver"},
    {TOLD_ADMINS,       NULL,            "admin"},
};
/* clang-format on */

/* Not the actor, and nobody twice. */
static void add(const struct ctx *c, const char *id, struct notify_people *out)
{
    if (str_equal(id, c->actor.person) || out->n == NOTIFY_PEOPLE_MAX)
        return;
    for (size_t i = 0; i < out->n; i++)
        if (strcmp(out->id[i], id) == 0)
            return;
    out->id[out->n++] = id;
}

static qh_status run(struct search *f, const struct finder *by, struct notify_people *out)
{
    qh_status rc;

    f->rows = (struct sql_notify_people_list){0};
    rc = by->find ? by->find(f)
                  : sql_notify_by_role(f->c->tx, f->c->arena, f->c->org, by->role,
                                       &f->rows, &f->c->err);
    for (size_t i = 0; i < f->rows.n && !rc; i++)
        add(f->c, f->rows.p[i].id, out);
    return rc;
}

qh_status notify_people(struct ctx *c, enum notify_kind kind, const char *id,
                        const struct sql_notify_subject *s,
                        const struct notify_more *more, struct notify_people *out)
{
    struct search f = {c, id, str_equal(notify_entity(kind), "booking"), s, {0}};
    qh_status rc = QH_OK;

    if (more && more->person_id) {
        rc =
            sql_notify_active(c->tx, c->arena, c->org, more->person_id, &f.rows, &c->err);
        if (!rc && f.rows.n)
            add(c, f.rows.p[0].id, out);
    }
    for (size_t i = 0; i < LEN(FINDERS) && !rc; i++)
        if (NOTIFY_KINDS[kind].told & FINDERS[i].told)
            rc = run(&f, &FINDERS[i], out);
    return rc;
}
