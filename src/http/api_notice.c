#include "http/api_notice.h"

#include "domain/notice.h"
#include "http/list.h"

static const struct json_field NOTICE_QUERY[] = {
    JSON_BOOL(struct notice_filter, unread, JSON_OPTIONAL),
    JSON_STR(struct notice_filter, kind, JSON_OPTIONAL, 60),
    JSON_STR(struct notice_filter, after, JSON_OPTIONAL, 60),
    JSON_INT(struct notice_filter, limit, JSON_OPTIONAL, 1, LIST_MAX),
};

static const struct json_field NOTICE_OUT[] = {
    JSON_STR(struct notice_row, id, JSON_REQUIRED, 26),
    JSON_STR(struct notice_row, kind, JSON_REQUIRED, 60),
    JSON_STR(struct notice_row, entity, JSON_REQUIRED, 30),
    JSON_STR(struct notice_row, entity_id, JSON_REQUIRED, 60),
    JSON_STR(struct notice_row, text_zh, JSON_REQUIRED, 1000),
    JSON_STR(struct notice_row, text_en, JSON_REQUIRED, 1000),
    JSON_INT(struct notice_row, at_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT_OPT(struct notice_row, read_ms, JSON_OPTIONAL, 0, INT64_MAX),
};

static const struct json_field NOTICE_PAGE_OUT[] = {
    JSON_OBJS(struct notice_page, items, JSON_REQUIRED, NOTICE_OUT, struct notice_row,
              LIST_MAX),
    JSON_STR(struct notice_page, next, JSON_OPTIONAL, 60),
};

static qh_status api_notice_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct notice_filter f = {0};
    struct notice_page out = {0};
    qh_status rc = req_query(rq, NOTICE_QUERY, LEN(NOTICE_QUERY), &f, &c->err);

    f.limit = list_limit(f.limit);
    if (!rc)
        rc = notice_list(c, &f, &out);
    if (rc)
        return rc;
    return res_json(c, rs, 200, NOTICE_PAGE_OUT, LEN(NOTICE_PAGE_OUT), &out);
}

struct unread_out {
    int64_t unread;
};

static const struct json_field NOTICE_COUNT_OUT[] = {
    JSON_INT(struct unread_out, unread, JSON_REQUIRED, 0, NOTICE_COUNT_MAX),
};

static qh_status api_notice_count(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct unread_out out = {0};
    const qh_status rc = notice_unread(c, &out.unread);

    (void)rq;
    if (rc)
        return rc;
    return res_json(c, rs, 200, NOTICE_COUNT_OUT, LEN(NOTICE_COUNT_OUT), &out);
}

static qh_status api_notice_read(struct ctx *c, const struct req *rq, struct res *rs)
{
    const qh_status rc = notice_read(c, req_param(rq, "id"));

    if (rc)
        return rc;
    return res_empty(rs, 204);
}

struct until_in {
    int64_t until_ms;
};

static const struct json_field NOTICE_UNTIL_IN[] = {
    JSON_INT(struct until_in, until_ms, JSON_REQUIRED, 0, INT64_MAX),
};

static qh_status api_notice_read_until(struct ctx *c, const struct req *rq,
                                       struct res *rs)
{
    struct until_in in = {0};
    qh_status rc = req_json(rq, NOTICE_UNTIL_IN, LEN(NOTICE_UNTIL_IN), &in, &c->err);

    if (!rc)
        rc = notice_read_until(c, in.until_ms);
    if (rc)
        return rc;
    return res_empty(rs, 204);
}

/* clang-format off */
const struct endpoint API_NOTICE[] = {
    EP("GET",  "/api/notices",           RIGHT_SIGNED_IN, TX_READ,  api_notice_list,
       "notice_list", EP_QUERY(NOTICE_QUERY), EP_OUT(NOTICE_PAGE_OUT)),
    EP("GET",  "/api/notices/count",     RIGHT_SIGNED_IN, TX_READ,  api_notice_count,
       "notice_count", EP_OUT(NOTICE_COUNT_OUT)),
    EP("POST", "/api/notices/read",      RIGHT_SIGNED_IN, TX_WRITE, api_notice_read_until,
       "notice_read_until", EP_IN(NOTICE_UNTIL_IN)),
    EP("POST", "/api/notices/{id}/read", RIGHT_SIGNED_IN, TX_WRITE, api_notice_read,
       "notice_read"),
};
/* clang-format on */
const size_t API_NOTICE_LEN = LEN(API_NOTICE);
