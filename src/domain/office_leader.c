#include "domain/office_leader.h"

#include "base/text.h"
#include "domain/history.h"
#include "store/sql_supervise.h"

/* Rows come by office; its people stand together. */
qh_status office_leaders(struct ctx *c, struct json_list *out)
{
    struct sql_office_leader_list_list rows = {0};
    struct office_leaders *offices;
    struct office_leader *people;
    size_t n = 0;
    const qh_status rc = sql_office_leader_list(c->tx, c->arena, c->org, &rows, &c->err);

    if (rc)
        return rc;
    offices = ARENA_ARRAY(c->arena, rows.n, struct office_leaders);
    people = ARENA_ARRAY(c->arena, rows.n, struct office_leader);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_office_leader_list *r = &rows.p[i];

        if (n == 0 || !str_equal(offices[n - 1].office_id, r->office_id))
            offices[n++] = (struct office_leaders){
                r->office_id, r->office_name, r->office_name_en, {.p = &people[i]}};
        people[i] = (struct office_leader){r->person_id, r->person_name};
        if (r->person_id)
            offices[n - 1].people.n++;
    }
    *out = (struct json_list){.p = offices, .n = n};
    return QH_OK;
}

qh_status office_leaders_of(struct ctx *c, const char *office_id, struct json_list *out)
{
    struct sql_leader_row_list rows = {0};
    struct office_leader *people;
    qh_status rc = QH_OK;

    if (office_id)
        rc = sql_office_leader_of(c->tx, c->arena, c->org, office_id, &rows, &c->err);
    if (!rc && rows.n == 0)
        rc = sql_office_leader_all(c->tx, c->arena, c->org, &rows, &c->err);
    if (rc)
        return rc;
    people = ARENA_ARRAY(c->arena, rows.n, struct office_leader);
    for (size_t i = 0; i < rows.n; i++)
        people[i] = (struct office_leader){rows.p[i].id, rows.p[i].name};
    *out = (struct json_list){.p = people, .n = rows.n};
    return QH_OK;
}

/* Checks all of them; *out_names: "甲、乙". */
static qh_status check_people(struct ctx *c, const struct json_strs *ids,
                              const char **out_names)
{
    struct buf names;

    if (ids->n > OFFICE_LEADERS_MAX)
        return qh_fail(&c->err, QH_INVALID, "office_leader.many", "person_ids", "%zu",
                       ids->n);
    buf_init(&names, c->arena);
    for (size_t i = 0; i < ids->n; i++) {
        struct sql_office_leader_may p = {0};
        qh_status rc =
            json_strs_repeats(ids, i)
                ? QH_NOT_FOUND
                : sql_office_leader_may(c->tx, c->arena, c->org, ids->p[i], &p, &c->err);

        if (rc == QH_NOT_FOUND)
            return qh_fail(&c->err, QH_INVALID, "office_leader.person", "person_ids",
                           "%.40s", ids->p[i]);
        if (rc)
            return rc;
        buf_add_format(&names, "%s%s", i ? "、" : "", p.name);
    }
    *out_names = buf_str(&names);
    return QH_OK;
}

static qh_status add_entry(struct ctx *c, const char *office_id, const char *names)
{
    struct json_list before = {0};
    const qh_status rc = history_of(c, "office_leader", office_id, &before);

    if (rc)
        return rc;
    return history_add(c, &(struct history_entry){.entity = "office_leader",
                                                  .entity_id = office_id,
                                                  .seq = (int64_t)before.n + 1,
                                                  .action = "change",
                                                  .from_state = "",
                                                  .to_state = "",
                                                  .note = names,
                                                  .data = "{}"});
}

qh_status office_put_leaders(struct ctx *c, const char *office_id,
                             const struct json_strs *person_ids)
{
    struct sql_office_leader_office office = {0};
    const char *names = "";
    int64_t n = 0;
    qh_status rc =
        sql_office_leader_office(c->tx, c->arena, c->org, office_id, &office, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "office.not_found", "", "%.40s", office_id);
    if (!rc)
        rc = check_people(c, person_ids, &names);
    if (!rc)
        rc = sql_office_leader_clear(c->tx, c->org, office_id, &n, &c->err);
    for (size_t i = 0; i < person_ids->n && !rc; i++)
        rc = sql_office_leader_add(c->tx, c->org, office_id, person_ids->p[i], &c->err);
    return rc ? rc : add_entry(c, office_id, names);
}
