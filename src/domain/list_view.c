#include "domain/list_view.h"

#include "base/id.h"
#include "base/text.h"
#include "store/sql_list_view.h"

#include <string.h>

static struct list_view view_of(struct ctx *c, const struct sql_list_view_row *r)
{
    return (struct list_view){
        .id = r->id,
        .name = r->name,
        .owner_name = r->owner_name,
        .own = str_equal(r->owner_id, c->actor.person),
        .shared = r->shared != 0,
        .query = r->query,
        .columns = r->columns,
    };
}

qh_status list_view_list(struct ctx *c, const char *page, struct json_list *out)
{
    struct sql_list_view_row_list own = {0};
    struct sql_list_view_row_list shared = {0};
    struct list_view *views;
    qh_status rc = sql_list_view_own(c->tx, c->arena, c->org, page, c->actor.person,
                                     LIST_VIEWS_MAX, &own, &c->err);

    if (!rc)
        rc = sql_list_view_shared(c->tx, c->arena, c->org, page, c->actor.person,
                                  LIST_VIEWS_MAX, &shared, &c->err);
    if (rc)
        return rc;
    views = ARENA_ARRAY(c->arena, own.n + shared.n, struct list_view);
    for (size_t i = 0; i < own.n; i++)
        views[i] = view_of(c, &own.p[i]);
    for (size_t i = 0; i < shared.n; i++)
        views[own.n + i] = view_of(c, &shared.p[i]);
    *out = (struct json_list){.p = views, .n = own.n + shared.n};
    return QH_OK;
}

/* Letters, digits and the characters given. */
static bool is_made_of(const char *text, const char *more)
{
    for (const char *p = text; *p; p++) {
        const bool plain = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
                           (*p >= '0' && *p <= '9');

        if (!plain && !strchr(more, *p))
            return false;
    }
    return true;
}

static qh_status check(struct ctx *c, const struct list_view_in *in)
{
    const size_t n = text_chars(text_trim(text_of(in->name)));

    if (n == 0 || n > LIST_VIEW_NAME_MAX)
        return qh_fail(&c->err, QH_INVALID, "list_view.name", "name", "%zu characters",
                       n);
    if (strlen(in->query) > LIST_VIEW_QUERY_MAX || !is_made_of(in->query, "=&%._-+~"))
        return qh_fail(&c->err, QH_INVALID, "list_view.query", "query", "%.40s",
                       in->query);
    if (in->columns &&
        (strlen(in->columns) > LIST_VIEW_COLUMNS_MAX || !is_made_of(in->columns, ",_")))
        return qh_fail(&c->err, QH_INVALID, "list_view.columns", "columns", "%.40s",
                       in->columns);
    return QH_OK;
}

static qh_status load_own(struct ctx *c, const char *id, struct sql_list_view_row *out)
{
    const qh_status rc = sql_list_view_one(c->tx, c->arena, c->org, id, out, &c->err);

    if (rc == QH_NOT_FOUND || (!rc && !str_equal(out->owner_id, c->actor.person)))
        return qh_fail(&c->err, QH_NOT_FOUND, "list_view.not_found", "", "%.40s", id);
    return rc;
}

static qh_status read_back(struct ctx *c, const char *id, struct list_view *out)
{
    struct sql_list_view_row row = {0};
    const qh_status rc = load_own(c, id, &row);

    if (!rc)
        *out = view_of(c, &row);
    return rc;
}

static const char *name_of(struct ctx *c, const struct list_view_in *in)
{
    return text_copy(c->arena, text_trim(text_of(in->name)));
}

qh_status list_view_add(struct ctx *c, const struct list_view_in *in,
                        struct list_view *out)
{
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);
    struct sql_list_view_row_list own = {0};
    qh_status rc = check(c, in);

    if (!rc)
        rc = sql_list_view_own(c->tx, c->arena, c->org, in->page, c->actor.person,
                               LIST_VIEWS_MAX, &own, &c->err);
    if (rc)
        return rc;
    if (own.n == LIST_VIEWS_MAX)
        return qh_fail(&c->err, QH_LIMIT, "list_view.too_many", "", "%zu", own.n);
    id_make(c->now_ms, c->rand, id);
    rc = sql_list_view_add(
        c->tx,
        &(struct sql_list_view_add_in){.org = c->org,
                                       .id = id,
                                       .page = in->page,
                                       .owner_id = c->actor.person,
                                       .name = name_of(c, in),
                                       .shared = in->shared,
                                       .query = in->query,
                                       .columns = in->columns ? in->columns : "",
                                       .saved_ms = c->now_ms},
        &c->err);
    return rc ? rc : read_back(c, id, out);
}

qh_status list_view_change(struct ctx *c, const char *id, const struct list_view_in *in,
                           struct list_view *out)
{
    struct sql_list_view_row row = {0};
    qh_status rc = load_own(c, id, &row);

    if (!rc)
        rc = check(c, in);
    if (!rc)
        rc = sql_list_view_set(
            c->tx,
            &(struct sql_list_view_set_in){.org = c->org,
                                           .id = id,
                                           .name = name_of(c, in),
                                           .shared = in->shared,
                                           .query = in->query,
                                           .columns = in->columns ? in->columns : "",
                                           .saved_ms = c->now_ms},
            &c->err);
    return rc ? rc : read_back(c, id, out);
}

qh_status list_view_remove(struct ctx *c, const char *id)
{
    struct sql_list_view_row row = {0};
    const qh_status rc = load_own(c, id, &row);

    return rc ? rc : sql_list_view_remove(c->tx, c->org, id, &c->err);
}
