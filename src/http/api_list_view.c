#include "http/api_list_view.h"

#include "domain/list_view.h"

enum { VIEWS_SHOWN = 2 * LIST_VIEWS_MAX };

static const char *const PAGES[] = {"demand", NULL};

static const struct json_field LIST_VIEW_OUT[] = {
    JSON_STR(struct list_view, id, JSON_REQUIRED, 26),
    JSON_STR(struct list_view, name, JSON_REQUIRED, 200),
    JSON_STR(struct list_view, owner_name, JSON_REQUIRED, 100),
    JSON_BOOL(struct list_view, own, JSON_REQUIRED),
    JSON_BOOL(struct list_view, shared, JSON_REQUIRED),
    JSON_STR(struct list_view, query, JSON_REQUIRED, LIST_VIEW_QUERY_MAX),
    JSON_STR(struct list_view, columns, JSON_REQUIRED, LIST_VIEW_COLUMNS_MAX),
};

struct views {
    struct json_list items;
};

static const struct json_field LIST_VIEWS_OUT[] = {
    JSON_OBJS(struct views, items, JSON_REQUIRED, LIST_VIEW_OUT, struct list_view,
              VIEWS_SHOWN),
};

struct views_query {
    int page;
};

static const struct json_field LIST_VIEW_QUERY[] = {
    JSON_ENUM(struct views_query, page, JSON_REQUIRED, PAGES),
};

struct view_in {
    int page;
    const char *name;
    bool shared;
    const char *query;
    const char *columns;
};

static const struct json_field LIST_VIEW_IN[] = {
    JSON_ENUM(struct view_in, page, JSON_REQUIRED, PAGES),
    JSON_STR(struct view_in, name, JSON_REQUIRED, 200),
    JSON_BOOL(struct view_in, shared, JSON_OPTIONAL),
    JSON_STR(struct view_in, query, JSON_OPTIONAL, LIST_VIEW_QUERY_MAX),
    JSON_STR(struct view_in, columns, JSON_OPTIONAL, LIST_VIEW_COLUMNS_MAX),
};

static qh_status api_views(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct views_query q = {0};
    struct views out = {0};
    qh_status rc = req_query(rq, LIST_VIEW_QUERY, LEN(LIST_VIEW_QUERY), &q, &c->err);

    if (!rc)
        rc = list_view_list(c, PAGES[q.page], &out.items);
    if (rc)
        return rc;
    return res_json(c, rs, 200, LIST_VIEWS_OUT, LEN(LIST_VIEWS_OUT), &out);
}

static qh_status read_view(struct ctx *c, const struct req *rq, struct list_view_in *out)
{
    struct view_in in = {0};
    const qh_status rc = req_json(rq, LIST_VIEW_IN, LEN(LIST_VIEW_IN), &in, &c->err);

    if (!rc)
        *out = (struct list_view_in){PAGES[in.page], in.name, in.shared,
                                     in.query ? in.query : "", in.columns};
    return rc;
}

static qh_status api_view_add(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct list_view_in in = {0};
    struct list_view out = {0};
    qh_status rc = read_view(c, rq, &in);

    if (!rc)
        rc = list_view_add(c, &in, &out);
    if (rc)
        return rc;
    return res_json(c, rs, 201, LIST_VIEW_OUT, LEN(LIST_VIEW_OUT), &out);
}

static qh_status api_view_change(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct list_view_in in = {0};
    struct list_view out = {0};
    qh_status rc = read_view(c, rq, &in);

    if (!rc)
        rc = list_view_change(c, req_param(rq, "id"), &in, &out);
    if (rc)
        return rc;
    return res_json(c, rs, 200, LIST_VIEW_OUT, LEN(LIST_VIEW_OUT), &out);
}

static qh_status api_view_remove(struct ctx *c, const struct req *rq, struct res *rs)
{
    const qh_status rc = list_view_remove(c, req_param(rq, "id"));

    return rc ? rc : res_empty(rs, 204);
}

/* clang-format off */
const struct endpoint API_LIST_VIEW[] = {
    EP("GET",    "/api/views",      RIGHT_PERSON_READ, TX_READ,  api_views,
       "list_views", EP_QUERY(LIST_VIEW_QUERY), EP_OUT(LIST_VIEWS_OUT)),
    EP("POST",   "/api/views",      RIGHT_PERSON_READ, TX_WRITE, api_view_add,
       "list_view_add", .status = 201, EP_IN(LIST_VIEW_IN), EP_OUT(LIST_VIEW_OUT)),
    EP("PUT",    "/api/views/{id}", RIGHT_PERSON_READ, TX_WRITE, api_view_change,
       "list_view_change", EP_IN(LIST_VIEW_IN), EP_OUT(LIST_VIEW_OUT)),
    EP("DELETE", "/api/views/{id}", RIGHT_PERSON_READ, TX_WRITE, api_view_remove,
       "list_view_remove"),
};
/* clang-format on */
const size_t API_LIST_VIEW_LEN = LEN(API_LIST_VIEW);
