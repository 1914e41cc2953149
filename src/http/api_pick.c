/* Offers to an enterprise, and what was ordered. */
#include "http/api_package.h"

#include "domain/pick.h"
#include "http/appointment_shapes.h"
#include "http/list.h"
#include "http/package_shapes.h"

struct offers_out {
    struct json_list items;
};

static const struct json_field OFFER_OUT[] = {
    JSON_STR(struct offer, package_id, JSON_REQUIRED, 26),
    JSON_STR(struct offer, name_zh, JSON_REQUIRED, 100),
    JSON_STR(struct offer, name_en, JSON_REQUIRED, 100),
    JSON_STR(struct offer, wording_zh, JSON_REQUIRED, PACKAGE_WORDING_MAX),
    JSON_STR(struct offer, wording_en, JSON_REQUIRED, PACKAGE_WORDING_MAX),
    JSON_OBJS(struct offer, reasons, JSON_REQUIRED, OFFER_REASON_OUT, struct offer_reason,
              PACKAGE_RULES_MAX),
    JSON_OBJS(struct offer, items, JSON_REQUIRED, PACKAGE_ITEM_OUT,
              struct package_item_shown, 100),
};

static const struct json_field OFFER_LIST_OUT[] = {
    JSON_OBJS(struct offers_out, items, JSON_REQUIRED, OFFER_OUT, struct offer, 500),
};

struct offer_query {
    const char *enterprise_id;
};

static const struct json_field OFFER_QUERY[] = {
    JSON_ID(struct offer_query, enterprise_id, JSON_OPTIONAL),
};

static const struct json_field PICK_ITEM_OUT[] = {
    JSON_STR(struct pick_item, item_code, JSON_REQUIRED, 20),
    JSON_INT(struct pick_item, item_no, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct pick_item, name_zh, JSON_REQUIRED, 120),
    JSON_STR(struct pick_item, name_en, JSON_REQUIRED, 160),
    JSON_STR(struct pick_item, demand_id, JSON_OPTIONAL, 26),
    JSON_STR(struct pick_item, demand_number, JSON_OPTIONAL, 40),
    JSON_STR(struct pick_item, demand_state, JSON_OPTIONAL, 10),
    JSON_STR(struct pick_item, appointment_id, JSON_OPTIONAL, 26),
    JSON_STR(struct pick_item, appointment_number, JSON_OPTIONAL, 40),
    JSON_STR(struct pick_item, appointment_state, JSON_OPTIONAL, 20),
};

static const struct json_field PICK_OUT[] = {
    JSON_STR(struct pick, id, JSON_REQUIRED, 26),
    JSON_STR(struct pick, package_id, JSON_OPTIONAL, 26),
    JSON_STR(struct pick, package_zh, JSON_OPTIONAL, 100),
    JSON_STR(struct pick, package_en, JSON_OPTIONAL, 100),
    JSON_STR(struct pick, enterprise_id, JSON_REQUIRED, 26),
    JSON_STR(struct pick, enterprise_name, JSON_REQUIRED, 200),
    JSON_STR(struct pick, channel, JSON_REQUIRED, 20),
    JSON_STR(struct pick, person_name, JSON_REQUIRED, 100),
    JSON_INT(struct pick, at_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_OBJS(struct pick, items, JSON_REQUIRED, PICK_ITEM_OUT, struct pick_item,
              PICK_ITEMS_MAX),
};

static const struct json_field PICK_PAGE_OUT[] = {
    JSON_OBJS(struct pick_page, items, JSON_REQUIRED, PICK_OUT, struct pick, LIST_MAX),
    JSON_STR(struct pick_page, next, JSON_OPTIONAL, 80),
};

/* ---- input ---- */

struct pick_item_in {
    const char *item_code;
    const char *note;
    int place;
    bool not_producing;
    struct json_list windows;
    struct json_strs instruments;
};

static const struct json_field PICK_ITEM_IN[] = {
    JSON_STR(struct pick_item_in, item_code, JSON_REQUIRED, 20),
    JSON_STR(struct pick_item_in, note, JSON_OPTIONAL, PICK_NOTE_MAX),
    JSON_ENUM(struct pick_item_in, place, JSON_OPTIONAL, APPOINTMENT_PLACES),
    JSON_BOOL(struct pick_item_in, not_producing, JSON_OPTIONAL),
    JSON_OBJS(struct pick_item_in, windows, JSON_OPTIONAL, APPOINTMENT_WINDOW_IN,
              struct appointment_window, 20),
    JSON_STRS(struct pick_item_in, instruments, JSON_OPTIONAL,
              APPOINTMENT_INSTRUMENTS_MAX, 26),
};

struct pick_in {
    const char *enterprise_id;
    const char *package_id;
    int channel;
    struct json_list items;
};

/* The first one, which is never sent: by who orders. */
static const char *const CHANNELS[] = {"own",       "visit",  "window", "phone",
                                       "symposium", "online", NULL};

static const struct json_field PICK_IN[] = {
    JSON_ID(struct pick_in, enterprise_id, JSON_OPTIONAL),
    JSON_ID(struct pick_in, package_id, JSON_OPTIONAL),
    JSON_ENUM(struct pick_in, channel, JSON_OPTIONAL, CHANNELS),
    JSON_OBJS(struct pick_in, items, JSON_REQUIRED, PICK_ITEM_IN, struct pick_item_in,
              50),
};

struct pick_query {
    const char *enterprise_id;
    const char *package_id;
    const char *after;
    int64_t limit;
};

static const struct json_field PICK_QUERY[] = {
    JSON_ID(struct pick_query, enterprise_id, JSON_OPTIONAL),
    JSON_ID(struct pick_query, package_id, JSON_OPTIONAL),
    JSON_STR(struct pick_query, after, JSON_OPTIONAL, 80),
    JSON_INT(struct pick_query, limit, JSON_OPTIONAL, 1, LIST_MAX),
};

/* ---- handlers ---- */

static qh_status api_offer_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct offers_out out = {0};
    struct offer_query q = {0};
    qh_status rc = req_query(rq, OFFER_QUERY, LEN(OFFER_QUERY), &q, &c->err);

    if (!rc)
        rc = offer_list(c, q.enterprise_id, &out.items);
    if (rc)
        return rc;
    return res_json(c, rs, 200, OFFER_LIST_OUT, LEN(OFFER_LIST_OUT), &out);
}

static struct json_list items_of(struct ctx *c, const struct json_list *in)
{
    struct pick_item_new *p = ARENA_ARRAY(c->arena, in->n + 1, struct pick_item_new);
    const struct pick_item_in *g = in->p;

    for (size_t i = 0; i < in->n; i++)
        p[i] = (struct pick_item_new){.item_code = g[i].item_code,
                                      .note = g[i].note,
                                      .place = APPOINTMENT_PLACES[g[i].place],
                                      .not_producing = g[i].not_producing,
                                      .windows = g[i].windows,
                                      .instruments = g[i].instruments};
    return (struct json_list){.p = p, .n = in->n};
}

/* The order as it is listed. */
static qh_status reply(struct ctx *c, struct res *rs, const char *id)
{
    struct pick out = {0};
    const qh_status rc = pick_find(c, id, &out);

    if (rc)
        return rc;
    return res_json(c, rs, 201, PICK_OUT, LEN(PICK_OUT), &out);
}

static qh_status api_pick_create(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct pick_in in = {0};
    const char *id = NULL;
    qh_status rc = req_json(rq, PICK_IN, LEN(PICK_IN), &in, &c->err);

    if (rc)
        return rc;
    rc = pick_create(
        c,
        &(struct pick_new){.enterprise_id = in.enterprise_id,
                           .package_id = in.package_id,
                           .channel = in.channel ? CHANNELS[in.channel] : NULL,
                           .items = items_of(c, &in.items)},
        &id);
    return rc ? rc : reply(c, rs, id);
}

static qh_status api_pick_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct pick_page page = {0};
    struct pick_query q = {0};
    qh_status rc = req_query(rq, PICK_QUERY, LEN(PICK_QUERY), &q, &c->err);

    if (!rc)
        rc = pick_list(c,
                       &(struct pick_filter){q.enterprise_id, q.package_id, q.after,
                                             list_limit(q.limit)},
                       &page);
    if (rc)
        return rc;
    return res_json(c, rs, 200, PICK_PAGE_OUT, LEN(PICK_PAGE_OUT), &page);
}

/* clang-format off */
const struct endpoint API_PICK[] = {
    EP("GET",  "/api/offers", RIGHT_APPOINTMENT_READ, TX_READ,  api_offer_list,
       "offer_list", EP_QUERY(OFFER_QUERY), EP_OUT(OFFER_LIST_OUT)),
    EP("POST", "/api/picks",  RIGHT_APPOINTMENT_ASK,  TX_WRITE, api_pick_create,
       "pick_create", .status = 201, EP_IN(PICK_IN), EP_OUT(PICK_OUT)),
    EP("GET",  "/api/picks",  RIGHT_APPOINTMENT_READ, TX_READ,  api_pick_list,
       "pick_list", EP_QUERY(PICK_QUERY), EP_OUT(PICK_PAGE_OUT)),
};
/* clang-format on */
const size_t API_PICK_LEN = LEN(API_PICK);
