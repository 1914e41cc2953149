#include "cli/process.h"

#include "cli/app_load.h"
#include "cli/seal_key.h"
#include "http/limiter.h"
#include "http/progress.h"
#include "http/session.h"
#include "http/site.h"
#include "http/titles.h"
#include "store/sql_session.h"
#include "store/store.h"

#include <string.h>

static qh_status find_org(struct tx *tx, void *arg, struct qh_error *err)
{
    struct process *p = arg;
    struct sql_session_org row = {.org = ""};
    qh_status rc = sql_session_org(tx, &p->arena, &row, err);

    if (rc && rc != QH_NOT_FOUND)
        return rc;
    p->env.org = row.org;
    return QH_OK;
}

static qh_status open_store(struct process *p, const struct process_options *o,
                            struct qh_error *err)
{
    const struct store_options so = {.readers = (int)o->workers};
    qh_status rc = store_open(o->db, &so, &p->store, err);

    if (!rc)
        rc = o->migrate ? store_migrate(p->store, err)
                        : store_check_version(p->store, err);
    if (!rc && o->org)
        p->env.org = o->org;
    else if (!rc)
        rc = store_read(p->store, find_org, p, err);
    return rc;
}

static const char *host_of(const char *url)
{
    const char *p = url ? strstr(url, "://") : NULL;

    return p ? p + 3 : "";
}

qh_status process_open(struct process *p, const struct process_options *o,
                       struct qh_error *err)
{
    struct env *env = &p->env;
    qh_status rc;

    env->is_quiet = o->quiet;
    env->secure_cookies = o->secure_cookies;
    env->trust_proxy = o->trust_proxy;
    env->no_watch = o->no_watch;
    env->frame_ancestors = o->frame_ancestors ? o->frame_ancestors : "'self'";
    env->public_host =
        text_copy(&p->arena, (struct text){host_of(o->public_url),
                                           strcspn(host_of(o->public_url), "/")});
    rc = app_load(&p->arena, o->public_url, &env->app, &env->calendar, err);
    if (!rc)
        rc = titles_load(&p->arena, &env->titles, err);
    if (!rc)
        rc = open_store(p, o, err);
    /* After the store: a database that is not there gets no key either. */
    if (!rc)
        rc = seal_key_add(&p->arena, o->seal_file, o->db, &env->app, err);
    if (rc)
        return rc;
    env->store = p->store;
    env->limiter = limiter_open();
    env->progress = progress_open();
    rc = site_open(o->web, env, &p->site, err);
    env->site = p->site;
    if (!rc)
        rc = sessions_open(p->store, &env->sessions, err);
    return rc;
}

void process_close(struct process *p)
{
    sessions_close(p->env.sessions);
    site_close(p->site);
    limiter_close(p->env.limiter);
    progress_close(p->env.progress);
    store_close(p->store);
    app_done(p->env.app);
    arena_done(&p->arena);
}
