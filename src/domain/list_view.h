/* list_view.h - a list as somebody likes to see it: filter, order and columns under a
 * name.
 *
 * Own views, and those that others have shared.  The text of a view is the query of the
 * page's address and the names of its columns; the page reads both again and leaves out
 * what it does not know.  Only the owner changes a view or takes it away; anybody else is
 * told QH_NOT_FOUND "list_view.not_found".
 */
#pragma once

#include "base/json.h"
#include "domain/ctx.h"

enum {
    LIST_VIEW_NAME_MAX = 40,
    LIST_VIEW_QUERY_MAX = 600,
    LIST_VIEW_COLUMNS_MAX = 300,
    LIST_VIEWS_MAX = 50 /* of a person; and as many shared ones are shown */
};

struct list_view {
    const char *id;
    const char *name;
    const char *owner_name;
    bool own;
    bool shared;
    const char *query;   /* "state=WIP&sort=due" */
    const char *columns; /* "number,text,due"; "": the usual ones */
};

/* struct list_view: the own ones, then the shared ones of others.  page: "demand". */
QH_MUST qh_status list_view_list(struct ctx *c, const char *page, struct json_list *out);

struct list_view_in {
    const char *page;
    const char *name;
    bool shared;
    const char *query;
    const char *columns; /* or NULL */
};

/* QH_INVALID "list_view.name" (blank or too long), "list_view.query" (other characters
 * than those of a query), "list_view.columns"; QH_LIMIT "list_view.too_many". */
QH_MUST qh_status list_view_add(struct ctx *c, const struct list_view_in *in,
                                struct list_view *out);
QH_MUST qh_status list_view_change(struct ctx *c, const char *id,
                                   const struct list_view_in *in, struct list_view *out);
QH_MUST qh_status list_view_remove(struct ctx *c, const char *id);
