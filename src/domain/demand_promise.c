#include "domain/demand_promise.h"

#include "base/days.h"
#include "base/text.h"
#include "domain/light.h"
#include "domain/setting.h"
#include "store/sql_demand_course.h"

static const char *const CONTACT = "contact";
static const char *const PROPOSAL = "proposal";
static const char *const INTERIM = "interim";
static const char *const DONE = "done";

static qh_status load(struct ctx *c, const struct demand_row *d,
                      struct sql_promise_list_list *out)
{
    return sql_promise_list(c->tx, c->arena, c->org, d->v.id, out, &c->err);
}

static bool runs(const struct sql_promise_list *p)
{
    return !p->met_ms.has && !p->ended_ms.has;
}

static qh_status save(struct ctx *c, const struct demand_row *d,
                      const struct sql_promise_list *p)
{
    return sql_promise_save(c->tx,
                            &(struct sql_promise_save_in){.org = c->org,
                                                          .demand_id = d->v.id,
                                                          .name = p->name,
                                                          .round = p->round,
                                                          .limit_wd = p->limit_wd,
                                                          .moved_wd = p->moved_wd,
                                                          .due_ms = p->due_ms,
                                                          .met_ms = p->met_ms,
                                                          .ended_ms = p->ended_ms,
                                                          .warn_ms = p->warn_ms},
                            &c->err);
}

/* Ends a running clock now: kept, or because another takes its place. */
static qh_status finish(struct ctx *c, struct demand_row *d, struct sql_promise_list *p,
                        bool kept)
{
    *(kept ? &p->met_ms : &p->ended_ms) = (struct opt_int){.has = true, .v = c->now_ms};
    if (str_equal(p->name, DONE) && c->now_ms > p->due_ms)
        d->v.late = 1;
    return save(c, d, p);
}

/* Ends those that run, of one name or (NULL) all; *out_n: how many of the name there are.
 */
static qh_status finish_all(struct ctx *c, struct demand_row *d, const char *name,
                            bool kept, int64_t *out_n)
{
    struct sql_promise_list_list all = {0};
    qh_status rc = load(c, d, &all);

    *out_n = 0;
    for (size_t i = 0; i < all.n && !rc; i++) {
        if (name && !str_equal(all.p[i].name, name))
            continue;
        (*out_n)++;
        if (runs(&all.p[i]))
            rc = finish(c, d, &all.p[i], kept);
    }
    return rc;
}

/* A new clock of the name, after those there were of it. */
static qh_status start(struct ctx *c, struct demand_row *d, const char *name,
                       int64_t from_ms, int64_t limit_wd)
{
    struct opt_int warn_ms = {.has = true};
    int64_t due_ms = 0;
    int64_t n = 0;
    qh_status rc = calendar_due(c->calendar, from_ms, (int)limit_wd, &due_ms, &c->err);

    if (!rc)
        rc = light_warn(c, name, due_ms, limit_wd, &warn_ms.v);
    if (!rc)
        rc = finish_all(c, d, name, false, &n);
    if (rc)
        return rc;
    return sql_promise_add(c->tx,
                           &(struct sql_promise_add_in){.org = c->org,
                                                        .demand_id = d->v.id,
                                                        .name = name,
                                                        .round = n + 1,
                                                        .from_ms = from_ms,
                                                        .limit_wd = limit_wd,
                                                        .due_ms = due_ms,
                                                        .warn_ms = warn_ms},
                           &c->err);
}

/* A limit by setting, at most `most`. */
static qh_status start_within(struct ctx *c, struct demand_row *d, const char *name,
                              const char *setting, int64_t most)
{
    int64_t limit = 0;
    const qh_status rc = setting_int(c, setting, &limit);

    if (rc)
        return rc;
    return start(c, d, name, c->now_ms, limit < most ? limit : most);
}

qh_status promise_done(struct ctx *c, struct demand_row *d, int64_t limit_wd)
{
    return start(c, d, DONE, c->now_ms, limit_wd);
}

qh_status promise_handling(struct ctx *c, struct demand_row *d, int64_t limit_wd)
{
    qh_status rc = start_within(c, d, PROPOSAL, SETTING_PROPOSAL_WD, limit_wd);

    if (!rc)
        rc = start_within(c, d, INTERIM, SETTING_INTERIM_WD, limit_wd);
    return rc ? rc : promise_done(c, d, limit_wd);
}

qh_status promise_contact(struct ctx *c, struct demand_row *d, int64_t from_ms, bool kept)
{
    int64_t limit = 0;
    qh_status rc = setting_int(c, SETTING_CONTACT_WD, &limit);

    if (!rc)
        rc = start(c, d, CONTACT, from_ms, limit);
    if (rc || !kept)
        return rc;
    return promise_keep(c, d, CONTACT);
}

qh_status promise_keep(struct ctx *c, struct demand_row *d, const char *name)
{
    int64_t n = 0;

    return finish_all(c, d, name, true, &n);
}

qh_status promise_keep_all(struct ctx *c, struct demand_row *d)
{
    return promise_keep(c, d, NULL);
}

qh_status promise_end_all(struct ctx *c, struct demand_row *d)
{
    int64_t n = 0;

    return finish_all(c, d, NULL, false, &n);
}

/* The running clock of the name; NULL if none runs. */
static struct sql_promise_list *running(struct sql_promise_list_list *all,
                                        const char *name)
{
    for (size_t i = 0; i < all->n; i++)
        if (runs(&all->p[i]) && str_equal(all->p[i].name, name))
            return &all->p[i];
    return NULL;
}

qh_status promise_interim(struct ctx *c, struct demand_row *d)
{
    struct sql_promise_list_list all = {0};
    const struct sql_promise_list *done;
    int64_t limit = 0;
    int64_t next_ms = 0;
    qh_status rc = promise_keep(c, d, INTERIM);

    if (!rc)
        rc = load(c, d, &all);
    if (!rc)
        rc = setting_int(c, SETTING_INTERIM_WD, &limit);
    if (!rc)
        rc = calendar_due(c->calendar, c->now_ms, (int)limit, &next_ms, &c->err);
    if (rc)
        return rc;
    done = running(&all, DONE);
    if (!done || next_ms >= done->due_ms)
        return QH_OK;
    return start(c, d, INTERIM, c->now_ms, limit);
}

/* The end and the light of a clock by its limit and what moved it. */
static qh_status move_due(struct ctx *c, const struct demand_row *d,
                          struct sql_promise_list *p)
{
    qh_status rc = calendar_due(c->calendar, p->from_ms, (int)(p->limit_wd + p->moved_wd),
                                &p->due_ms, &c->err);

    p->warn_ms.has = true;
    if (!rc)
        rc = light_warn(c, p->name, p->due_ms, p->limit_wd, &p->warn_ms.v);
    return rc ? rc : save(c, d, p);
}

qh_status promise_move(struct ctx *c, struct demand_row *d, int64_t days)
{
    struct sql_promise_list_list all = {0};
    qh_status rc = load(c, d, &all);

    for (size_t i = 0; i < all.n && !rc; i++) {
        if (!runs(&all.p[i]) || str_equal(all.p[i].name, CONTACT))
            continue;
        all.p[i].moved_wd += days;
        rc = move_due(c, d, &all.p[i]);
    }
    return rc;
}

qh_status promise_extend(struct ctx *c, struct demand_row *d, int64_t days)
{
    struct sql_promise_list_list all = {0};
    struct sql_promise_list *done;
    const qh_status rc = load(c, d, &all);

    if (rc)
        return rc;
    done = running(&all, DONE);
    if (!done)
        return QH_OK;
    done->limit_wd += days;
    return move_due(c, d, done);
}
