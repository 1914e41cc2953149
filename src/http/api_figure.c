#include "http/api_figure.h"

#include "domain/figure_read.h"

static const char *const AXES[] = {"all",  "division", "office", "kind",
                                   "item", "route",    NULL};
static const char *const GROUPS[] = {"division", "office", "kind", "item", "route", NULL};

struct figure_query {
    const char *from;
    const char *until;
    int axis;
    const char *value;
};

static const struct json_field FIGURE_QUERY[] = {
    JSON_STR(struct figure_query, from, JSON_OPTIONAL, 7),
    JSON_STR(struct figure_query, until, JSON_OPTIONAL, 7),
    JSON_ENUM(struct figure_query, axis, JSON_OPTIONAL, AXES),
    JSON_STR(struct figure_query, value, JSON_OPTIONAL, 26),
};

static const struct json_field FIGURE_BY_QUERY[] = {
    JSON_STR(struct figure_query, from, JSON_OPTIONAL, 7),
    JSON_STR(struct figure_query, until, JSON_OPTIONAL, 7),
    JSON_ENUM(struct figure_query, axis, JSON_REQUIRED, GROUPS),
};

static const struct json_field PUBLIC_FIGURE_QUERY[] = {
    JSON_STR(struct figure_query, from, JSON_OPTIONAL, 7),
    JSON_STR(struct figure_query, until, JSON_OPTIONAL, 7),
};

static const struct json_field FIGURE_SUM_OUT[] = {
    JSON_STR(struct figure_sum, metric, JSON_REQUIRED, 40),
    JSON_INT(struct figure_sum, amount, JSON_REQUIRED, INT64_MIN, INT64_MAX),
};

static const struct json_field FIGURE_MONTH_OUT[] = {
    JSON_STR(struct figure_month, month, JSON_REQUIRED, 7),
    JSON_STR(struct figure_month, metric, JSON_REQUIRED, 40),
    JSON_INT(struct figure_month, amount, JSON_REQUIRED, INT64_MIN, INT64_MAX),
};

static const struct json_field FIGURE_RATE_OUT[] = {
    JSON_STR(struct figure_rate, rate, JSON_REQUIRED, 40),
    JSON_STR(struct figure_rate, unit, JSON_REQUIRED, 10),
    JSON_INT(struct figure_rate, numerator, JSON_REQUIRED, INT64_MIN, INT64_MAX),
    JSON_INT(struct figure_rate, denominator, JSON_REQUIRED, INT64_MIN, INT64_MAX),
    JSON_STR(struct figure_rate, above, JSON_OPTIONAL, 40),
    JSON_STR(struct figure_rate, below, JSON_OPTIONAL, 40),
    JSON_STR(struct figure_rate, value, JSON_OPTIONAL, 30),
};

static const struct json_field FIGURE_PAGE_OUT[] = {
    JSON_STR(struct figure_page, from, JSON_REQUIRED, 7),
    JSON_STR(struct figure_page, until, JSON_REQUIRED, 7),
    JSON_OBJS(struct figure_page, figures, JSON_REQUIRED, FIGURE_SUM_OUT,
              struct figure_sum, 100),
    JSON_OBJS(struct figure_page, rates, JSON_REQUIRED, FIGURE_RATE_OUT,
              struct figure_rate, FIGURE_RATES),
    JSON_OBJS(struct figure_page, months, JSON_REQUIRED, FIGURE_MONTH_OUT,
              struct figure_month, 10000),
};

static const struct json_field FIGURE_GROUP_OUT[] = {
    JSON_STR(struct figure_group, value, JSON_REQUIRED, 32),
    JSON_STR(struct figure_group, name_zh, JSON_REQUIRED, 200),
    JSON_STR(struct figure_group, name_en, JSON_REQUIRED, 200),
    JSON_OBJS(struct figure_group, figures, JSON_REQUIRED, FIGURE_SUM_OUT,
              struct figure_sum, 100),
    JSON_OBJS(struct figure_group, rates, JSON_REQUIRED, FIGURE_RATE_OUT,
              struct figure_rate, FIGURE_RATES),
};

static const struct json_field FIGURE_GROUPS_OUT[] = {
    JSON_STR(struct figure_groups, from, JSON_REQUIRED, 7),
    JSON_STR(struct figure_groups, until, JSON_REQUIRED, 7),
    JSON_OBJS(struct figure_groups, items, JSON_REQUIRED, FIGURE_GROUP_OUT,
              struct figure_group, 1100),
};

struct row_query {
    const char *metric;
    const char *month; /* or from and until */
    const char *from;
    const char *until;
    int axis;
    const char *value;
    const char *after;
    int64_t limit;
};

static const struct json_field FIGURE_ROW_QUERY[] = {
    JSON_STR(struct row_query, metric, JSON_REQUIRED, 40),
    JSON_STR(struct row_query, month, JSON_OPTIONAL, 7),
    JSON_STR(struct row_query, from, JSON_OPTIONAL, 7),
    JSON_STR(struct row_query, until, JSON_OPTIONAL, 7),
    JSON_ENUM(struct row_query, axis, JSON_OPTIONAL, AXES),
    JSON_STR(struct row_query, value, JSON_OPTIONAL, 26),
    JSON_STR(struct row_query, after, JSON_OPTIONAL, 80),
    JSON_INT(struct row_query, limit, JSON_OPTIONAL, 1, FIGURE_ROWS_MAX),
};

/* A row as it goes out. */
struct row_out {
    const char *entity;
    const char *id;
    const char *label;
    int64_t amount;
    int64_t at_ms;
    const char *division;
};

static const struct json_field FIGURE_ROW_OUT[] = {
    JSON_STR(struct row_out, entity, JSON_REQUIRED, 40),
    JSON_STR(struct row_out, id, JSON_REQUIRED, 26),
    JSON_STR(struct row_out, label, JSON_REQUIRED, 200),
    JSON_INT(struct row_out, amount, JSON_REQUIRED, INT64_MIN, INT64_MAX),
    JSON_INT(struct row_out, at_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct row_out, division, JSON_REQUIRED, 20),
};

struct rows_out {
    struct json_list items;
    const char *next;
};

static const struct json_field FIGURE_ROWS_OUT[] = {
    JSON_OBJS(struct rows_out, items, JSON_REQUIRED, FIGURE_ROW_OUT, struct row_out,
              FIGURE_ROWS_MAX),
    JSON_STR(struct rows_out, next, JSON_OPTIONAL, 80),
};

static qh_status api_figures(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct figure_page out = {0};
    struct figure_query q = {0};
    qh_status rc = req_query(rq, FIGURE_QUERY, LEN(FIGURE_QUERY), &q, &c->err);

    if (rc)
        return rc;
    rc = figure_read(c, &(struct figure_filter){q.from, q.until, AXES[q.axis], q.value},
                     &out);
    if (rc)
        return rc;
    return res_json(c, rs, 200, FIGURE_PAGE_OUT, LEN(FIGURE_PAGE_OUT), &out);
}

static qh_status api_figures_by(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct figure_groups out = {0};
    struct figure_query q = {0};
    qh_status rc = req_query(rq, FIGURE_BY_QUERY, LEN(FIGURE_BY_QUERY), &q, &c->err);

    if (rc)
        return rc;
    rc = figure_read_by(c, &(struct figure_filter){q.from, q.until, GROUPS[q.axis], NULL},
                        &out);
    if (rc)
        return rc;
    return res_json(c, rs, 200, FIGURE_GROUPS_OUT, LEN(FIGURE_GROUPS_OUT), &out);
}

static qh_status api_public_figures(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct figure_page out = {0};
    struct figure_query q = {0};
    qh_status rc =
        req_query(rq, PUBLIC_FIGURE_QUERY, LEN(PUBLIC_FIGURE_QUERY), &q, &c->err);

    if (rc)
        return rc;
    rc = figure_read(c, &(struct figure_filter){q.from, q.until, NULL, NULL}, &out);
    if (rc)
        return rc;
    return res_json(c, rs, 200, FIGURE_PAGE_OUT, LEN(FIGURE_PAGE_OUT), &out);
}

static qh_status api_figure_rows(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct row_query q = {0};
    struct figure_rows_page found = {0};
    struct row_out *items;
    qh_status rc = req_query(rq, FIGURE_ROW_QUERY, LEN(FIGURE_ROW_QUERY), &q, &c->err);

    if (rc)
        return rc;
    rc = figure_rows(c,
                     &(struct figure_rows_filter){
                         .metric = q.metric,
                         .from = q.month ? q.month : q.from,
                         .until = q.month ? q.month : q.until,
                         .axis = AXES[q.axis],
                         .value = q.value,
                         .after = q.after,
                         .limit = q.limit ? q.limit : FIGURE_ROWS_MAX,
                     },
                     &found);
    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, found.items.n, struct row_out);
    for (size_t i = 0; i < found.items.n; i++) {
        const struct figure_row *r = (const struct figure_row *)found.items.p + i;

        items[i] = (struct row_out){r->entity, r->id,    r->label,
                                    r->amount, r->at_ms, r->at.division};
    }
    return res_json(c, rs, 200, FIGURE_ROWS_OUT, LEN(FIGURE_ROWS_OUT),
                    &(struct rows_out){{.p = items, .n = found.items.n}, found.next});
}

/* clang-format off */
const struct endpoint API_FIGURE[] = {
    EP("GET", "/api/figures",        RIGHT_DASHBOARD_READ, TX_READ, api_figures,
       "figure_read", EP_QUERY(FIGURE_QUERY), EP_OUT(FIGURE_PAGE_OUT)),
    EP("GET", "/api/figures/by",     RIGHT_DASHBOARD_READ, TX_READ, api_figures_by,
       "figure_by", EP_QUERY(FIGURE_BY_QUERY), EP_OUT(FIGURE_GROUPS_OUT)),
    EP("GET", "/api/figures/rows",   RIGHT_DASHBOARD_READ, TX_READ, api_figure_rows,
       "figure_rows", EP_QUERY(FIGURE_ROW_QUERY), EP_OUT(FIGURE_ROWS_OUT)),
    EP("GET", "/api/public/figures", RIGHT_PUBLIC,         TX_READ, api_public_figures,
       "public_figures", EP_QUERY(PUBLIC_FIGURE_QUERY), EP_OUT(FIGURE_PAGE_OUT)),
};
/* clang-format on */
const size_t API_FIGURE_LEN = LEN(API_FIGURE);
