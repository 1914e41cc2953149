#include "cli/tool.h"

#include "base/crypt.h"
#include "cli/app_load.h"
#include "domain/transact.h"
#include "store/sql_check.h"
#include "store/sql_session.h"

#include <string.h>
#include <time.h>

static int64_t now_ms(void)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct finding {
    struct tool *tool;
    const char *org;
    const char *login;
};

static qh_status find_org(struct tx *tx, void *arg, struct qh_error *err)
{
    const struct finding *f = arg;
    struct tool *t = f->tool;
    struct sql_check_orgs_list orgs = {0};
    const qh_status rc = sql_check_orgs(tx, &t->arena, &orgs, err);

    if (rc)
        return rc;
    t->c.org = NULL;
    for (size_t i = 0; i < orgs.n; i++)
        if (f->org ? strcmp(f->org, orgs.p[i].org) == 0 : orgs.n == 1)
            t->c.org = orgs.p[i].org;
    if (!t->c.org)
        return qh_fail(err, QH_INVALID, "cli.org", "--org", "%s", f->org ? f->org : "");
    return QH_OK;
}

qh_status tool_open(struct tool *t, const char *db, const char *org, struct qh_error *err)
{
    const struct store_options options = {.readers = 2};
    qh_status rc = crypt_init(err);

    arena_init(&t->arena, TOOL_MEMORY);
    if (!rc)
        rc = rand_from_system(&t->rand, err);
    if (!rc)
        rc = app_load(&t->arena, NULL, &t->c.app, &t->c.calendar, err);
    if (!rc)
        rc = store_open(db, &options, &t->store, err);
    if (!rc)
        rc = store_check_version(t->store, err);
    if (!rc)
        rc = store_read(t->store, find_org, &(struct finding){t, org, NULL}, err);
    t->c.arena = &t->arena;
    t->c.actor = (struct actor){.person = "", .name = "qh", .rights = UINT64_MAX};
    t->c.now_ms = now_ms();
    t->c.rand = &t->rand;
    return rc;
}

static qh_status find_person(struct ctx *c, void *arg)
{
    const struct finding *f = arg;
    struct sql_session_login l = {0};
    struct sql_session_person p = {0};
    struct sql_session_roles_list roles = {0};
    qh_status rc = sql_session_login(c->tx, c->arena, f->login, &l, &c->err);

    if (rc == QH_NOT_FOUND || (!rc && strcmp(l.org, c->org) != 0))
        return qh_fail(&c->err, QH_NOT_FOUND, "cli.login", "--login", "%.60s", f->login);
    if (!rc)
        rc = sql_session_person(c->tx, c->arena, c->org, l.id, &p, &c->err);
    if (!rc)
        rc = sql_session_roles(c->tx, c->arena, c->org, l.id, &roles, &c->err);
    if (rc)
        return rc;
    c->actor = (struct actor){.person = l.id,
                              .name = p.name,
                              .office = p.office_id,
                              .enterprise = p.enterprise_id};
    for (size_t i = 0; i < roles.n; i++)
        c->actor.rights |= right_of_role(roles.p[i].role);
    return QH_OK;
}

qh_status tool_act_as(struct tool *t, const char *login, struct qh_error *err)
{
    const qh_status rc =
        ctx_read(t->store, &t->c, find_person, &(struct finding){t, NULL, login});

    if (rc)
        *err = t->c.err;
    return rc;
}

void tool_done(struct tool *t)
{
    store_close(t->store);
    app_done(t->c.app);
    arena_done(&t->arena);
}
