#include "http/api_supervise.h"

#include "domain/office_leader.h"
#include "domain/supervise.h"
#include "domain/supervise_level.h"
#include "domain/supervise_order.h"
#include "domain/supervise_view.h"
#include "http/api_step.h"
#include "http/demand_shapes.h"
#include "http/list.h"

/* ---- orders ---- */

static const struct json_field SUPERVISE_ORDER_OUT[] = {
    JSON_STR(struct supervise_order_item, id, JSON_REQUIRED, 26),
    JSON_STR(struct supervise_order_item, number, JSON_REQUIRED, 40),
    JSON_STR(struct supervise_order_item, demand_id, JSON_REQUIRED, 26),
    JSON_STR(struct supervise_order_item, demand_number, JSON_REQUIRED, 40),
    JSON_STR(struct supervise_order_item, demand_text, JSON_REQUIRED, 2000),
    JSON_STR(struct supervise_order_item, demand_state, JSON_REQUIRED, 10),
    JSON_STR(struct supervise_order_item, enterprise_name, JSON_REQUIRED, 200),
    JSON_STR(struct supervise_order_item, reason, JSON_REQUIRED, SUPERVISE_NOTE_MAX),
    JSON_STR(struct supervise_order_item, required, JSON_REQUIRED, SUPERVISE_NOTE_MAX),
    JSON_STR(struct supervise_order_item, office_name, JSON_REQUIRED, 100),
    JSON_STR(struct supervise_order_item, person_name, JSON_OPTIONAL, 100),
    JSON_STR(struct supervise_order_item, issuer_name, JSON_OPTIONAL, 100),
    JSON_INT(struct supervise_order_item, issued_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct supervise_order_item, due_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct supervise_order_item, state, JSON_REQUIRED, 20),
    JSON_BOOL(struct supervise_order_item, late, JSON_REQUIRED),
    JSON_STR(struct supervise_order_item, reply, JSON_OPTIONAL, SUPERVISE_NOTE_MAX),
    JSON_STR(struct supervise_order_item, replier_name, JSON_OPTIONAL, 100),
    JSON_INT_OPT(struct supervise_order_item, replied_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_INT_OPT(struct supervise_order_item, closed_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_INT(struct supervise_order_item, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_OBJS(struct supervise_order_item, actions, JSON_REQUIRED, ACTION_OUT,
              struct workflow_action, 10),
};

static const struct json_field SUPERVISE_ORDER_PAGE_OUT[] = {
    JSON_OBJS(struct supervise_order_page, items, JSON_REQUIRED, SUPERVISE_ORDER_OUT,
              struct supervise_order_item, LIST_MAX),
    JSON_STR(struct supervise_order_page, next, JSON_OPTIONAL, 60),
};

static qh_status reply_order(struct ctx *c, struct res *rs, int status, const char *id)
{
    struct supervise_order_item o = {0};
    const qh_status rc = supervise_order_find(c, id, &o);

    if (rc)
        return rc;
    return res_json(c, rs, status, SUPERVISE_ORDER_OUT, LEN(SUPERVISE_ORDER_OUT), &o);
}

struct order_in {
    const char *reason;
    const char *required;
    const char *office_id;
    const char *person_id;
    int64_t reply_wd;
};

static const struct json_field SUPERVISE_ORDER_IN[] = {
    JSON_STR(struct order_in, reason, JSON_REQUIRED, SUPERVISE_NOTE_MAX),
    JSON_STR(struct order_in, required, JSON_REQUIRED, SUPERVISE_NOTE_MAX),
    JSON_ID(struct order_in, office_id, JSON_OPTIONAL),
    JSON_ID(struct order_in, person_id, JSON_OPTIONAL),
    JSON_INT(struct order_in, reply_wd, JSON_OPTIONAL, 1, SUPERVISE_REPLY_WD_MAX),
};

static qh_status api_order_add(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct supervise_made made = {0};
    struct order_in in = {0};
    qh_status rc =
        req_json(rq, SUPERVISE_ORDER_IN, LEN(SUPERVISE_ORDER_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = supervise_order(c,
                         &(struct supervise_new){.demand_id = req_param(rq, "id"),
                                                 .reason = in.reason,
                                                 .required = in.required,
                                                 .office_id = in.office_id,
                                                 .person_id = in.person_id,
                                                 .reply_wd = in.reply_wd},
                         &made);
    if (rc)
        return rc;
    return reply_order(c, rs, 201, made.id);
}

static const char *const ORDER_STATES[] = {"", "open", "replied", "closed", NULL};

struct order_query {
    int state;
    int64_t mine;
    const char *after;
    int64_t limit;
};

static const struct json_field SUPERVISE_ORDER_QUERY[] = {
    JSON_ENUM(struct order_query, state, JSON_OPTIONAL, ORDER_STATES),
    JSON_INT(struct order_query, mine, JSON_OPTIONAL, 0, 1),
    JSON_STR(struct order_query, after, JSON_OPTIONAL, 60),
    JSON_INT(struct order_query, limit, JSON_OPTIONAL, 1, LIST_MAX),
};

static qh_status api_order_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct supervise_order_page page = {0};
    struct order_query q = {0};
    qh_status rc =
        req_query(rq, SUPERVISE_ORDER_QUERY, LEN(SUPERVISE_ORDER_QUERY), &q, &c->err);

    if (rc)
        return rc;
    rc = supervise_order_list(
        c,
        &(struct supervise_order_filter){.state = q.state ? ORDER_STATES[q.state] : NULL,
                                         .mine = q.mine != 0,
                                         .after = q.after,
                                         .limit = list_limit(q.limit)},
        &page);
    if (rc)
        return rc;
    return res_json(c, rs, 200, SUPERVISE_ORDER_PAGE_OUT, LEN(SUPERVISE_ORDER_PAGE_OUT),
                    &page);
}

static qh_status api_order_find(struct ctx *c, const struct req *rq, struct res *rs)
{
    return reply_order(c, rs, 200, req_param(rq, "id"));
}

struct order_step_in {
    int64_t version;
    const char *note;
};

static const struct json_field SUPERVISE_STEP_IN[] = {
    JSON_INT(struct order_step_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct order_step_in, note, JSON_REQUIRED, SUPERVISE_NOTE_MAX),
};

typedef qh_status order_step(struct ctx *c, const char *id, int64_t version,
                             const char *text);

static qh_status take_step(struct ctx *c, const struct req *rq, struct res *rs,
                           order_step *step)
{
    const char *id = req_param(rq, "id");
    struct order_step_in in = {0};
    qh_status rc = req_json(rq, SUPERVISE_STEP_IN, LEN(SUPERVISE_STEP_IN), &in, &c->err);

    if (!rc)
        rc = step(c, id, in.version, in.note);
    return rc ? rc : reply_order(c, rs, 200, id);
}

static qh_status api_order_reply(struct ctx *c, const struct req *rq, struct res *rs)
{
    return take_step(c, rq, rs, supervise_reply);
}

static qh_status api_order_return(struct ctx *c, const struct req *rq, struct res *rs)
{
    return take_step(c, rq, rs, supervise_return);
}

static qh_status api_order_close(struct ctx *c, const struct req *rq, struct res *rs)
{
    return take_step(c, rq, rs, supervise_close);
}

/* ---- of one demand ---- */

struct urge_in {
    const char *note;
};

static const struct json_field SUPERVISE_URGE_IN[] = {
    JSON_STR(struct urge_in, note, JSON_REQUIRED, SUPERVISE_NOTE_MAX),
};

static const struct json_field SUPERVISE_ACT_OUT[] = {
    JSON_INT(struct supervise_entry, seq, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct supervise_entry, kind, JSON_REQUIRED, 20),
    JSON_INT(struct supervise_entry, level, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT_OPT(struct supervise_entry, due_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_STR(struct supervise_entry, order_id, JSON_OPTIONAL, 26),
    JSON_INT(struct supervise_entry, at_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct supervise_entry, actor_name, JSON_REQUIRED, 200),
    JSON_STR(struct supervise_entry, note, JSON_REQUIRED, 2000),
};

static const struct json_field SUPERVISE_VIEW_OUT[] = {
    JSON_STR(struct supervise_view, light, JSON_REQUIRED, 10),
    JSON_INT_OPT(struct supervise_view, warn_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_INT_OPT(struct supervise_view, due_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_BOOL(struct supervise_view, may_act, JSON_REQUIRED),
    JSON_OBJS(struct supervise_view, acts, JSON_REQUIRED, SUPERVISE_ACT_OUT,
              struct supervise_entry, SUPERVISE_ACTS_MAX),
    JSON_OBJS(struct supervise_view, orders, JSON_REQUIRED, SUPERVISE_ORDER_OUT,
              struct supervise_order_item, LIST_MAX),
};

static qh_status reply_view(struct ctx *c, struct res *rs, const char *id)
{
    struct supervise_view v = {0};
    const qh_status rc = supervise_view(c, id, &v);

    if (rc)
        return rc;
    return res_json(c, rs, 200, SUPERVISE_VIEW_OUT, LEN(SUPERVISE_VIEW_OUT), &v);
}

static qh_status api_supervise_view(struct ctx *c, const struct req *rq, struct res *rs)
{
    return reply_view(c, rs, req_param(rq, "id"));
}

static qh_status api_urge(struct ctx *c, const struct req *rq, struct res *rs)
{
    const char *id = req_param(rq, "id");
    struct urge_in in = {0};
    qh_status rc = req_json(rq, SUPERVISE_URGE_IN, LEN(SUPERVISE_URGE_IN), &in, &c->err);

    if (!rc)
        rc = supervise_urge(c, id, in.note);
    return rc ? rc : reply_view(c, rs, id);
}

/* ---- what is overdue ---- */

static const char *const LIGHTS[] = {"red", "yellow", NULL};

struct overdue_query {
    int light;
    const char *office_id;
    const char *after;
    int64_t limit;
};

static const struct json_field SUPERVISE_OVERDUE_QUERY[] = {
    JSON_ENUM(struct overdue_query, light, JSON_OPTIONAL, LIGHTS),
    JSON_ID(struct overdue_query, office_id, JSON_OPTIONAL),
    JSON_STR(struct overdue_query, after, JSON_OPTIONAL, 80),
    JSON_INT(struct overdue_query, limit, JSON_OPTIONAL, 1, LIST_MAX),
};

static const struct json_field SUPERVISE_OVERDUE_OUT[] = {
    JSON_OBJ(struct supervise_overdue, demand, JSON_REQUIRED, DEMAND_ITEM_OUT,
             struct demand_item),
    JSON_INT(struct supervise_overdue, over_wd, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct supervise_overdue, reminded, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct supervise_overdue, urged, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct supervise_overdue, level, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct supervise_overdue, orders, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct supervise_overdue, open_orders, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT_OPT(struct supervise_overdue, last_ms, JSON_OPTIONAL, 0, INT64_MAX),
};

static const struct json_field SUPERVISE_OVERDUE_PAGE_OUT[] = {
    JSON_OBJS(struct supervise_overdue_page, items, JSON_REQUIRED, SUPERVISE_OVERDUE_OUT,
              struct supervise_overdue, LIST_MAX),
    JSON_STR(struct supervise_overdue_page, next, JSON_OPTIONAL, 80),
};

static qh_status api_overdue(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct supervise_overdue_page page = {0};
    struct overdue_query q = {0};
    qh_status rc =
        req_query(rq, SUPERVISE_OVERDUE_QUERY, LEN(SUPERVISE_OVERDUE_QUERY), &q, &c->err);

    if (!rc)
        rc = supervise_overdue(c, LIGHTS[q.light], q.office_id, q.after,
                               list_limit(q.limit), &page);
    if (rc)
        return rc;
    return res_json(c, rs, 200, SUPERVISE_OVERDUE_PAGE_OUT,
                    LEN(SUPERVISE_OVERDUE_PAGE_OUT), &page);
}

/* ---- levels ---- */

static const struct json_field SUPERVISE_PERSON_OUT[] = {
    JSON_STR(struct supervise_person, id, JSON_REQUIRED, 26),
    JSON_STR(struct supervise_person, name, JSON_REQUIRED, 100),
    JSON_STR(struct supervise_person, office_name, JSON_OPTIONAL, 100),
};

static const struct json_field SUPERVISE_LEVEL_OUT[] = {
    JSON_INT(struct supervise_level, level, JSON_REQUIRED, 1, SUPERVISE_LEVELS_MAX),
    JSON_INT(struct supervise_level, after_wd, JSON_REQUIRED, 0, SUPERVISE_AFTER_WD_MAX),
    JSON_OBJS(struct supervise_level, people, JSON_REQUIRED, SUPERVISE_PERSON_OUT,
              struct supervise_person, SUPERVISE_PEOPLE_MAX),
    JSON_BOOL(struct supervise_level, leader, JSON_REQUIRED),
};

struct levels {
    struct json_list levels;
};

static const struct json_field SUPERVISE_LEVELS_OUT[] = {
    JSON_OBJS(struct levels, levels, JSON_REQUIRED, SUPERVISE_LEVEL_OUT,
              struct supervise_level, SUPERVISE_LEVELS_MAX),
};

static const struct json_field SUPERVISE_LEVEL_IN[] = {
    JSON_INT(struct supervise_level_in, after_wd, JSON_REQUIRED, 0,
             SUPERVISE_AFTER_WD_MAX),
    JSON_STRS(struct supervise_level_in, person_ids, JSON_REQUIRED, SUPERVISE_PEOPLE_MAX,
              26),
    JSON_BOOL(struct supervise_level_in, leader, JSON_OPTIONAL),
};

static const struct json_field SUPERVISE_LEVELS_IN[] = {
    JSON_OBJS(struct levels, levels, JSON_REQUIRED, SUPERVISE_LEVEL_IN,
              struct supervise_level_in, SUPERVISE_LEVELS_MAX),
};

static qh_status api_levels(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct levels out = {0};
    const qh_status rc = supervise_levels(c, &out.levels);

    (void)rq;
    if (rc)
        return rc;
    return res_json(c, rs, 200, SUPERVISE_LEVELS_OUT, LEN(SUPERVISE_LEVELS_OUT), &out);
}

static qh_status api_levels_put(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct levels in = {0};
    qh_status rc =
        req_json(rq, SUPERVISE_LEVELS_IN, LEN(SUPERVISE_LEVELS_IN), &in, &c->err);

    if (!rc)
        rc = supervise_put_levels(c, in.levels.p, in.levels.n);
    return rc ? rc : api_levels(c, rq, rs);
}

/* ---- leaders of offices ---- */

enum { OFFICES_MAX = 1000, OFFICE_PEOPLE_MAX = 20 };

static const struct json_field OFFICE_LEADER_OUT[] = {
    JSON_STR(struct office_leader, id, JSON_REQUIRED, 26),
    JSON_STR(struct office_leader, name, JSON_REQUIRED, 100),
};

static const struct json_field OFFICE_LEADERS_OUT[] = {
    JSON_STR(struct office_leaders, office_id, JSON_REQUIRED, 26),
    JSON_STR(struct office_leaders, name_zh, JSON_REQUIRED, 100),
    JSON_STR(struct office_leaders, name_en, JSON_REQUIRED, 200),
    JSON_OBJS(struct office_leaders, people, JSON_REQUIRED, OFFICE_LEADER_OUT,
              struct office_leader, OFFICE_PEOPLE_MAX),
};

struct office_leader_page {
    struct json_list items;
};

static const struct json_field OFFICE_LEADER_PAGE_OUT[] = {
    JSON_OBJS(struct office_leader_page, items, JSON_REQUIRED, OFFICE_LEADERS_OUT,
              struct office_leaders, OFFICES_MAX),
};

static qh_status api_leaders(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct office_leader_page out = {0};
    const qh_status rc = office_leaders(c, &out.items);

    (void)rq;
    if (rc)
        return rc;
    return res_json(c, rs, 200, OFFICE_LEADER_PAGE_OUT, LEN(OFFICE_LEADER_PAGE_OUT),
                    &out);
}

struct leaders_in {
    struct json_strs person_ids;
};

static const struct json_field OFFICE_LEADERS_IN[] = {
    JSON_STRS(struct leaders_in, person_ids, JSON_REQUIRED, OFFICE_PEOPLE_MAX, 26),
};

static qh_status api_leaders_put(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct leaders_in in = {0};
    qh_status rc = req_json(rq, OFFICE_LEADERS_IN, LEN(OFFICE_LEADERS_IN), &in, &c->err);

    if (!rc)
        rc = office_put_leaders(c, req_param(rq, "office_id"), &in.person_ids);
    return rc ? rc : api_leaders(c, rq, rs);
}

/* clang-format off */
const struct endpoint API_SUPERVISE[] = {
    EP("GET",  "/api/demands/{id}/supervision", RIGHT_SUPERVISE_READ,  TX_READ,
       api_supervise_view, "supervise_view", EP_OUT(SUPERVISE_VIEW_OUT)),
    EP("POST", "/api/demands/{id}/urge",        RIGHT_SUPERVISE_WRITE, TX_WRITE,
       api_urge, "supervise_urge", EP_IN(SUPERVISE_URGE_IN), EP_OUT(SUPERVISE_VIEW_OUT)),
    EP("POST", "/api/demands/{id}/orders",      RIGHT_SUPERVISE_WRITE, TX_WRITE,
       api_order_add, "supervise_order_add", .status = 201, EP_IN(SUPERVISE_ORDER_IN),
       EP_OUT(SUPERVISE_ORDER_OUT)),
    EP("GET",  "/api/supervision/overdue",      RIGHT_SUPERVISE_READ,  TX_READ,
       api_overdue, "supervise_overdue", EP_QUERY(SUPERVISE_OVERDUE_QUERY),
       EP_OUT(SUPERVISE_OVERDUE_PAGE_OUT)),
    EP("GET",  "/api/supervision/orders",       RIGHT_SUPERVISE_READ,  TX_READ,
       api_order_list, "supervise_order_list", EP_QUERY(SUPERVISE_ORDER_QUERY),
       EP_OUT(SUPERVISE_ORDER_PAGE_OUT)),
    EP("GET",  "/api/supervision/orders/{id}",  RIGHT_SUPERVISE_READ,  TX_READ,
       api_order_find, "supervise_order_find", EP_OUT(SUPERVISE_ORDER_OUT)),
    EP("POST", "/api/supervision/orders/{id}/reply",  RIGHT_SUPERVISE_READ,  TX_WRITE,
       api_order_reply, "supervise_order_reply", EP_IN(SUPERVISE_STEP_IN),
       EP_OUT(SUPERVISE_ORDER_OUT)),
    EP("POST", "/api/supervision/orders/{id}/return", RIGHT_SUPERVISE_WRITE, TX_WRITE,
       api_order_return, "supervise_order_return", EP_IN(SUPERVISE_STEP_IN),
       EP_OUT(SUPERVISE_ORDER_OUT)),
    EP("POST", "/api/supervision/orders/{id}/close",  RIGHT_SUPERVISE_WRITE, TX_WRITE,
       api_order_close, "supervise_order_close", EP_IN(SUPERVISE_STEP_IN),
       EP_OUT(SUPERVISE_ORDER_OUT)),
    EP("GET",  "/api/supervision/levels",       RIGHT_SUPERVISE_READ,  TX_READ,
       api_levels, "supervise_levels", EP_OUT(SUPERVISE_LEVELS_OUT)),
    EP("PUT",  "/api/supervision/levels",       RIGHT_SUPERVISE_WRITE, TX_WRITE,
       api_levels_put, "supervise_levels_put", EP_IN(SUPERVISE_LEVELS_IN),
       EP_OUT(SUPERVISE_LEVELS_OUT)),
    EP("GET",  "/api/office-leaders",             RIGHT_SUPERVISE_READ, TX_READ,
       api_leaders, "office_leaders", EP_OUT(OFFICE_LEADER_PAGE_OUT)),
    EP("PUT",  "/api/office-leaders/{office_id}", RIGHT_SETTING_WRITE,  TX_WRITE,
       api_leaders_put, "office_leaders_put", EP_IN(OFFICE_LEADERS_IN),
       EP_OUT(OFFICE_LEADER_PAGE_OUT)),
};
/* clang-format on */
const size_t API_SUPERVISE_LEN = LEN(API_SUPERVISE);
