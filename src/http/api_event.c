#include "http/api_event.h"

#include "domain/history.h"
#include "http/list.h"

struct event_query {
    const char *entity;
    const char *id;
    const char *after;
    int64_t limit;
};

static const struct json_field EVENT_QUERY[] = {
    JSON_STR(struct event_query, entity, JSON_OPTIONAL, 40),
    JSON_STR(struct event_query, id, JSON_OPTIONAL, 60),
    JSON_STR(struct event_query, after, JSON_OPTIONAL, 160),
    JSON_INT(struct event_query, limit, JSON_OPTIONAL, 1, LIST_MAX),
};

static const struct json_field EVENT_OUT[] = {
    JSON_STR(struct history_row, entity, JSON_REQUIRED, 40),
    JSON_STR(struct history_row, entity_id, JSON_REQUIRED, 60),
    JSON_INT(struct history_row, seq, JSON_REQUIRED, 1, INT64_MAX),
    JSON_INT(struct history_row, at_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct history_row, actor_id, JSON_REQUIRED, 26),
    JSON_STR(struct history_row, actor_name, JSON_REQUIRED, 200),
    JSON_STR(struct history_row, action, JSON_REQUIRED, 40),
    JSON_STR(struct history_row, from_state, JSON_REQUIRED, 20),
    JSON_STR(struct history_row, to_state, JSON_REQUIRED, 20),
    JSON_STR(struct history_row, note, JSON_REQUIRED, 2000),
};

static const struct json_field EVENT_PAGE_OUT[] = {
    JSON_OBJS(struct history_page, items, JSON_REQUIRED, EVENT_OUT, struct history_row,
              HISTORY_MAX),
    JSON_STR(struct history_page, next, JSON_OPTIONAL, 160),
};

static qh_status api_events(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct history_page out = {0};
    struct event_query q = {0};
    qh_status rc = req_query(rq, EVENT_QUERY, LEN(EVENT_QUERY), &q, &c->err);

    if (rc)
        return rc;
    if ((q.entity == NULL) != (q.id == NULL))
        return qh_fail(&c->err, QH_INVALID, "list.combination",
                       q.entity ? "id" : "entity", "entity and id come together");
    rc = q.entity ? history_of(c, q.entity, q.id, &out.items)
                  : history_latest(c, q.after, list_limit(q.limit), &out);
    if (rc)
        return rc;
    return res_json(c, rs, 200, EVENT_PAGE_OUT, LEN(EVENT_PAGE_OUT), &out);
}

/* clang-format off */
const struct endpoint API_EVENT[] = {
    EP("GET", "/api/events", RIGHT_AUDIT_READ, TX_READ, api_events,
       "event_list", EP_QUERY(EVENT_QUERY), EP_OUT(EVENT_PAGE_OUT)),
};
/* clang-format on */
const size_t API_EVENT_LEN = LEN(API_EVENT);
