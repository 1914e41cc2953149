/* The catalogue and its versions; what demands, charges, appointments and picks keep of
 * them; appointments with their parts. */
#include "domain/check_parts.h"

#include "base/text.h"
#include "domain/item.h"
#include "store/sql_item.h"

#include <stdio.h>
#include <string.h>

static qh_status check_head(void *arg, const struct sql_item_check_heads *h,
                            struct qh_error *err)
{
    struct check_run *r = arg;
    struct check_row at = {"service_item", h->code, "no"};

    (void)err;
    r->rows++;
    if (!str_equal(h->version_state, h->state))
        return check_wrong(r, &at, h->state, h->version_state);
    at.what = "wording";
    return h->same ? QH_OK
                   : check_wrong(r, &at, "that of the version in force", "another one");
}

/* The version before, while all are walked in the order of code and number. */
struct walk {
    struct check_run *r;
    char code[24];
    char from_day[16];
    int64_t no;
    bool has_draft;
};

static bool is_open(const char *state)
{
    return str_equal(state, "draft") || str_equal(state, "submitted");
}

static bool was_published(const char *state)
{
    return str_equal(state, "published") || str_equal(state, "withdrawn");
}

/* What is wrong with one version by itself; NULL: nothing. */
static const char *fault_of(const struct sql_item_check_versions *v)
{
    const bool published = was_published(v->state);

    if (published != (v->from_day != NULL))
        return "from_day";
    if (str_equal(v->state, "withdrawn") != (v->until_day != NULL))
        return "until_day";
    if (v->statutory_limit_wd.has && v->commit_limit_wd > v->statutory_limit_wd.v)
        return "commit_limit_wd";
    if (*v->made_by && published != v->published_ms.has)
        return "published_ms";
    if (v->seconded && str_equal(v->made_by, v->published_by))
        return "published_by";
    return NULL;
}

static qh_status check_version(void *arg, const struct sql_item_check_versions *v,
                               struct qh_error *err)
{
    struct walk *w = arg;
    const struct arena_mark mark = arena_here(w->r->c->arena);
    const bool next = strcmp(w->code, v->code) == 0;
    const char *id = str_format(w->r->c->arena, "%s/%lld", v->code, (long long)v->no);
    struct check_row at = {"item_version", id, fault_of(v)};
    qh_status rc = QH_OK;

    (void)err;
    w->r->rows++;
    if (!next)
        *w = (struct walk){.r = w->r};
    if (at.what)
        rc = check_wrong(w->r, &at, "what its state asks for", v->state);
    at.what = "no";
    if (!rc)
        rc = check_equal(w->r, &at, w->no + 1, v->no);
    at.what = "from_day";
    if (!rc && v->from_day && strcmp(v->from_day, w->from_day) < 0)
        rc = check_wrong(w->r, &at, w->from_day, v->from_day);
    at.what = "state";
    if (!rc && w->has_draft && is_open(v->state))
        rc = check_wrong(w->r, &at, "one draft at a time", v->state);
    arena_return(w->r->c->arena, mark);
    (void)snprintf(w->code, sizeof w->code, "%s", v->code);
    if (v->from_day)
        (void)snprintf(w->from_day, sizeof w->from_day, "%s", v->from_day);
    w->no = v->no;
    w->has_draft = w->has_draft || is_open(v->state);
    return rc;
}

static qh_status report_kept(void *arg, const struct sql_item_check_kept *k,
                             struct qh_error *err)
{
    struct check_run *r = arg;
    const struct arena_mark mark = arena_here(r->c->arena);
    const struct check_row at = {k->entity, k->entity_id, "item_no"};
    qh_status rc;

    (void)err;
    r->rows++;
    rc = check_wrong(r, &at, "a published version",
                     str_format(r->c->arena, "%s/%lld %s", k->code ? k->code : "none",
                                (long long)k->no, k->state ? k->state : "none"));
    arena_return(r->c->arena, mark);
    return rc;
}

static qh_status report_part(void *arg, const struct sql_item_check_appointments *p,
                             struct qh_error *err)
{
    const struct check_row at = {p->entity, p->entity_id, p->what};
    struct check_run *r = arg;

    (void)err;
    r->rows++;
    return check_wrong(r, &at, "what its parts say", "another");
}

qh_status check_items(struct check_run *r)
{
    struct ctx *c = r->c;
    struct walk w = {.r = r};
    qh_status rc = sql_item_check_heads(c->tx, c->org, check_head, r, &c->err);

    if (!rc)
        rc = sql_item_check_versions(c->tx, c->org, check_version, &w, &c->err);
    if (!rc)
        rc = sql_item_check_kept(c->tx, c->org, report_kept, r, &c->err);
    if (!rc)
        rc = sql_item_check_appointments(c->tx, c->org, report_part, r, &c->err);
    return rc;
}
