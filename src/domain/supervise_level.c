#include "domain/supervise_level.h"

#include "base/text.h"
#include "store/sql_supervise.h"

/* Rows come by level; a level's people stand together. */
qh_status supervise_levels(struct ctx *c, struct json_list *out)
{
    struct sql_supervise_levels_list rows = {0};
    struct supervise_level *levels;
    struct supervise_person *people;
    size_t n_people = 0;
    size_t n = 0;
    const qh_status rc = sql_supervise_levels(c->tx, c->arena, c->org, &rows, &c->err);

    if (rc)
        return rc;
    levels = ARENA_ARRAY(c->arena, rows.n, struct supervise_level);
    people = ARENA_ARRAY(c->arena, rows.n, struct supervise_person);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_supervise_levels *r = &rows.p[i];

        if (n == 0 || levels[n - 1].level != r->level)
            levels[n++] = (struct supervise_level){
                r->level, r->after_wd, {.p = &people[n_people], .n = 0}, false};
        if (!r->person_id) {
            levels[n - 1].leader = true;
            continue;
        }
        people[n_people++] =
            (struct supervise_person){r->person_id, r->person_name, r->office_name};
        levels[n - 1].people.n++;
    }
    *out = (struct json_list){.p = levels, .n = n};
    return QH_OK;
}

static qh_status check_people(struct ctx *c, const struct supervise_level_in *in)
{
    const struct json_strs *ids = &in->person_ids;
    struct sql_supervise_officer p = {0};
    qh_status rc;

    if ((ids->n == 0 && !in->leader) || ids->n > SUPERVISE_PEOPLE_MAX)
        return qh_fail(&c->err, QH_INVALID, "supervise.people", "person_ids", "%zu",
                       ids->n);
    for (size_t i = 0; i < ids->n; i++) {
        if (json_strs_repeats(ids, i))
            return qh_fail(&c->err, QH_INVALID, "supervise.people", "person_ids",
                           "%.40s twice", ids->p[i]);
        rc = sql_supervise_officer(c->tx, c->arena, c->org, ids->p[i], &p, &c->err);
        if (rc == QH_NOT_FOUND)
            return qh_fail(&c->err, QH_INVALID, "supervise.person", "person_ids", "%.40s",
                           ids->p[i]);
        if (rc)
            return rc;
    }
    return QH_OK;
}

static qh_status check_levels(struct ctx *c, const struct supervise_level_in *in,
                              size_t n)
{
    int64_t before = 0;
    qh_status rc = QH_OK;

    for (size_t i = 0; i < n && !rc; i++) {
        if (in[i].after_wd < before || in[i].after_wd > SUPERVISE_AFTER_WD_MAX)
            return qh_fail(&c->err, QH_INVALID, "supervise.after_wd", "after_wd",
                           "level %zu: %lld", i + 1, (long long)in[i].after_wd);
        before = in[i].after_wd;
        rc = check_people(c, &in[i]);
    }
    return rc;
}

static qh_status add_level(struct ctx *c, int64_t level,
                           const struct supervise_level_in *in)
{
    qh_status rc = QH_OK;

    if (in->leader)
        rc = sql_supervise_level_leader_add(c->tx, c->org, level, in->after_wd, &c->err);
    for (size_t i = 0; i < in->person_ids.n && !rc; i++)
        rc = sql_supervise_level_add(c->tx, c->org, level, in->person_ids.p[i],
                                     in->after_wd, &c->err);
    return rc;
}

qh_status supervise_put_levels(struct ctx *c, const struct supervise_level_in *in,
                               size_t n)
{
    int64_t count = 0;
    qh_status rc = check_levels(c, in, n);

    if (!rc)
        rc = sql_supervise_level_clear(c->tx, c->org, &count, &c->err);
    if (!rc)
        rc = sql_supervise_level_leader_clear(c->tx, c->org, &count, &c->err);
    for (size_t i = 0; i < n && !rc; i++)
        rc = add_level(c, (int64_t)i + 1, &in[i]);
    if (rc)
        return rc;
    return sql_supervise_watch_all(c->tx, c->org, &count, &c->err);
}
