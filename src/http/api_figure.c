#include "http/api_figure.h"

#include "domain/figure.h"

struct figure_query {
    const char *from;
    const char *until;
    const char *division;
};

static const struct json_field FIGURE_QUERY[] = {
    JSON_STR(struct figure_query, from, JSON_OPTIONAL, 7),
    JSON_STR(struct figure_query, until, JSON_OPTIONAL, 7),
    JSON_STR(struct figure_query, division, JSON_OPTIONAL, 20),
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

static const struct json_field FIGURE_DIVISION_OUT[] = {
    JSON_STR(struct figure_division, code, JSON_REQUIRED, 20),
    JSON_STR(struct figure_division, name_zh, JSON_REQUIRED, 100),
    JSON_STR(struct figure_division, name_en, JSON_REQUIRED, 100),
    JSON_STR(struct figure_division, metric, JSON_REQUIRED, 40),
    JSON_INT(struct figure_division, amount, JSON_REQUIRED, INT64_MIN, INT64_MAX),
};

static const struct json_field FIGURE_PAGE_OUT[] = {
    JSON_OBJS(struct figure_page, figures, JSON_REQUIRED, FIGURE_SUM_OUT,
              struct figure_sum, 100),
    JSON_OBJS(struct figure_page, months, JSON_REQUIRED, FIGURE_MONTH_OUT,
              struct figure_month, 10000),
    JSON_OBJS(struct figure_page, divisions, JSON_REQUIRED, FIGURE_DIVISION_OUT,
              struct figure_division, 10000),
};

static const struct json_field PUBLIC_FIGURES_OUT[] = {
    JSON_OBJS(struct figure_page, figures, JSON_REQUIRED, FIGURE_SUM_OUT,
              struct figure_sum, 100),
    JSON_OBJS(struct figure_page, months, JSON_REQUIRED, FIGURE_MONTH_OUT,
              struct figure_month, 10000),
};

struct row_query {
    const char *metric;
    const char *month;
    const char *division;
};

static const struct json_field FIGURE_ROW_QUERY[] = {
    JSON_STR(struct row_query, metric, JSON_REQUIRED, 40),
    JSON_STR(struct row_query, month, JSON_REQUIRED, 7),
    JSON_STR(struct row_query, division, JSON_OPTIONAL, 20),
};

static const struct json_field FIGURE_ROW_OUT[] = {
    JSON_STR(struct figure_row, entity, JSON_REQUIRED, 40),
    JSON_STR(struct figure_row, id, JSON_REQUIRED, 26),
    JSON_STR(struct figure_row, label, JSON_REQUIRED, 200),
    JSON_INT(struct figure_row, amount, JSON_REQUIRED, INT64_MIN, INT64_MAX),
    JSON_INT(struct figure_row, at_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct figure_row, division, JSON_REQUIRED, 20),
};

struct rows_out {
    struct json_list items;
};

static const struct json_field FIGURE_ROWS_OUT[] = {
    JSON_OBJS(struct rows_out, items, JSON_REQUIRED, FIGURE_ROW_OUT, struct figure_row,
              FIGURE_ROWS_MAX),
};

static qh_status api_figures(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct figure_page out = {0};
    struct figure_query q = {0};
    qh_status rc = req_query(rq, FIGURE_QUERY, LEN(FIGURE_QUERY), &q, &c->err);

    if (rc)
        return rc;
    rc = figure_read(c, &(struct figure_filter){q.from, q.until, q.division, !q.division},
                     &out);
    if (rc)
        return rc;
    return res_json(c, rs, 200, FIGURE_PAGE_OUT, LEN(FIGURE_PAGE_OUT), &out);
}

static qh_status api_public_figures(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct figure_page out = {0};
    struct figure_query q = {0};
    qh_status rc =
        req_query(rq, PUBLIC_FIGURE_QUERY, LEN(PUBLIC_FIGURE_QUERY), &q, &c->err);

    if (rc)
        return rc;
    rc = figure_read(c, &(struct figure_filter){q.from, q.until, NULL, false}, &out);
    if (rc)
        return rc;
    return res_json(c, rs, 200, PUBLIC_FIGURES_OUT, LEN(PUBLIC_FIGURES_OUT), &out);
}

static qh_status api_figure_rows(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct rows_out out = {0};
    struct row_query q = {0};
    qh_status rc = req_query(rq, FIGURE_ROW_QUERY, LEN(FIGURE_ROW_QUERY), &q, &c->err);

    if (rc)
        return rc;
    rc = figure_rows(c, q.metric, q.month, q.division, &out.items);
    if (rc)
        return rc;
    return res_json(c, rs, 200, FIGURE_ROWS_OUT, LEN(FIGURE_ROWS_OUT), &out);
}

/* clang-format off */
const struct endpoint API_FIGURE[] = {
    EP("GET", "/api/figures",        RIGHT_DASHBOARD_READ, TX_READ, api_figures,
       "figure_read", EP_QUERY(FIGURE_QUERY), EP_OUT(FIGURE_PAGE_OUT)),
    EP("GET", "/api/figures/rows",   RIGHT_DASHBOARD_READ, TX_READ, api_figure_rows,
       "figure_rows", EP_QUERY(FIGURE_ROW_QUERY), EP_OUT(FIGURE_ROWS_OUT)),
    EP("GET", "/api/public/figures", RIGHT_PUBLIC,         TX_READ, api_public_figures,
       "public_figures", EP_QUERY(PUBLIC_FIGURE_QUERY), EP_OUT(PUBLIC_FIGURES_OUT)),
};
/* clang-format on */
const size_t API_FIGURE_LEN = LEN(API_FIGURE);
