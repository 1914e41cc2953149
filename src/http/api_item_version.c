/* Versions of items for those who edit the catalogue. */
#include "domain/cursor.h"
#include "http/api_item.h"
#include "http/api_step.h"
#include "http/item_shapes.h"

#include "base/text.h"

struct list_out {
    struct json_list items;
};

static const struct json_field ITEM_HEAD_OUT[] = {
    JSON_STR(struct item_head, code, JSON_REQUIRED, 20),
    JSON_INT(struct item_head, no, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct item_head, state, JSON_REQUIRED, 20),
    JSON_STR(struct item_head, from_day, JSON_OPTIONAL, 10),
    JSON_STR(struct item_head, name_zh, JSON_REQUIRED, 120),
    JSON_STR(struct item_head, name_en, JSON_REQUIRED, 160),
    JSON_STR(struct item_head, category_zh, JSON_REQUIRED, 60),
    JSON_STR(struct item_head, category_en, JSON_REQUIRED, 60),
    JSON_STR(struct item_head, lead_office_code, JSON_REQUIRED, 20),
    JSON_STR(struct item_head, made_by_name, JSON_REQUIRED, 100),
    JSON_INT(struct item_head, made_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT_OPT(struct item_head, in_force, JSON_OPTIONAL, 1, INT64_MAX),
    JSON_STR(struct item_head, item_state, JSON_OPTIONAL, 20),
};

static const struct json_field ITEM_HEADS_OUT[] = {
    JSON_OBJS(struct list_out, items, JSON_REQUIRED, ITEM_HEAD_OUT, struct item_head,
              1000),
};

static const struct json_field ITEM_WHOLE_OUT[] = {
    JSON_STR(struct item, code, JSON_REQUIRED, 20),
    JSON_INT(struct item, no, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct item, state, JSON_REQUIRED, 20),
    JSON_STR(struct item, from_day, JSON_OPTIONAL, 10),
    JSON_STR(struct item, until_day, JSON_OPTIONAL, 10),
    WORDING_ROWS(struct item),
    JSON_STR(struct item, office_zh, JSON_OPTIONAL, 120),
    JSON_STR(struct item, office_en, JSON_OPTIONAL, 120),
    JSON_STR(struct item, note, JSON_REQUIRED, ITEM_NOTE_MAX),
    JSON_STR(struct item, made_by_name, JSON_REQUIRED, 100),
    JSON_INT(struct item, made_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_BOOL(struct item, seconded, JSON_REQUIRED),
    JSON_STR(struct item, published_by_name, JSON_OPTIONAL, 100),
    JSON_INT_OPT(struct item, published_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_INT(struct item, version, JSON_REQUIRED, 0, INT64_MAX),
};

static const struct json_field ITEM_CHANGE_OUT[] = {
    JSON_STR(struct item_change, field, JSON_REQUIRED, 40),
    JSON_STR(struct item_change, before, JSON_OPTIONAL, ITEM_DOCUMENTS_MAX),
    JSON_STR(struct item_change, after, JSON_REQUIRED, ITEM_DOCUMENTS_MAX),
};

static const struct json_field ITEM_VERSION_OUT[] = {
    JSON_OBJ(struct item_version, item, JSON_REQUIRED, ITEM_WHOLE_OUT, struct item),
    JSON_BOOL(struct item_version, in_force, JSON_REQUIRED),
    JSON_OBJS(struct item_version, changes, JSON_REQUIRED, ITEM_CHANGE_OUT,
              struct item_change, 40),
    JSON_OBJS(struct item_version, actions, JSON_REQUIRED, ACTION_OUT,
              struct workflow_action, 20),
};

static const struct json_field ITEM_VERSIONS_OUT[] = {
    JSON_OBJS(struct list_out, items, JSON_REQUIRED, ITEM_VERSION_OUT,
              struct item_version, 1000),
};

/* ---- input ---- */

struct wording_in {
    const char *code; /* of a new item */
    int64_t version;  /* of a draft */
    struct item_wording wording;
    const char *note;
};

static const struct json_field ITEM_NEW_IN[] = {
    JSON_STR(struct wording_in, code, JSON_REQUIRED, 4),
    WORDING_ROWS(struct wording_in),
    JSON_STR(struct wording_in, note, JSON_OPTIONAL, ITEM_NOTE_MAX),
};

static const struct json_field ITEM_EDIT_IN[] = {
    JSON_INT(struct wording_in, version, JSON_REQUIRED, 1, INT64_MAX),
    WORDING_ROWS(struct wording_in),
    JSON_STR(struct wording_in, note, JSON_OPTIONAL, ITEM_NOTE_MAX),
};

struct publish_in {
    int64_t version;
    const char *from_day;
};

static const struct json_field ITEM_PUBLISH_IN[] = {
    JSON_INT(struct publish_in, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_DATE(struct publish_in, from_day, JSON_REQUIRED),
};

/* A version that was set up with the organisation counts from 0. */
static const struct json_field ITEM_WITHDRAW_IN[] = {
    JSON_INT(struct step_in, version, JSON_REQUIRED, 0, INT64_MAX),
    JSON_STR(struct step_in, reason, JSON_REQUIRED, ITEM_NOTE_MAX),
};

/* Optional texts that were left out are empty. */
static void fill_in(struct wording_in *in)
{
    const char **const texts[] = {&in->wording.limit_basis, &in->wording.documents,
                                  &in->wording.keywords,    &in->wording.also_called,
                                  &in->wording.not_this,    &in->note};

    for (size_t i = 0; i < LEN(texts); i++)
        if (!*texts[i])
            *texts[i] = "";
}

/* QH_NOT_FOUND "item.not_found": no number. */
static qh_status read_key(struct ctx *c, const struct req *rq, int64_t version,
                          struct item_key *out)
{
    *out = (struct item_key){.code = req_param(rq, "code"), .version = version};
    if (!cursor_int(req_param(rq, "no"), &out->no) || out->no < 1)
        return qh_fail(&c->err, QH_NOT_FOUND, "item.not_found", "", "%.20s",
                       req_param(rq, "no"));
    return QH_OK;
}

static qh_status reply(struct ctx *c, struct res *rs, int status, const char *code)
{
    struct list_out out = {0};
    const qh_status rc = item_versions(c, code, &out.items);

    if (rc)
        return rc;
    return res_json(c, rs, status, ITEM_VERSIONS_OUT, LEN(ITEM_VERSIONS_OUT), &out);
}

/* ---- handlers ---- */

static qh_status api_item_heads(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct list_out out = {0};
    const qh_status rc = item_heads(c, &out.items);

    (void)rq;
    if (rc)
        return rc;
    return res_json(c, rs, 200, ITEM_HEADS_OUT, LEN(ITEM_HEADS_OUT), &out);
}

static qh_status api_item_versions(struct ctx *c, const struct req *rq, struct res *rs)
{
    return reply(c, rs, 200, req_param(rq, "code"));
}

static qh_status api_item_create(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct wording_in in = {0};
    qh_status rc = req_json(rq, ITEM_NEW_IN, LEN(ITEM_NEW_IN), &in, &c->err);

    if (rc)
        return rc;
    fill_in(&in);
    rc = item_create(c, in.code, &in.wording, in.note);
    return rc ? rc : reply(c, rs, 201, in.code);
}

static qh_status api_item_draft(struct ctx *c, const struct req *rq, struct res *rs)
{
    int64_t no = 0;
    const qh_status rc = item_draft(c, req_param(rq, "code"), &no);

    return rc ? rc : reply(c, rs, 201, req_param(rq, "code"));
}

static qh_status api_item_edit(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct wording_in in = {0};
    struct item_key k = {0};
    qh_status rc = req_json(rq, ITEM_EDIT_IN, LEN(ITEM_EDIT_IN), &in, &c->err);

    if (!rc)
        rc = read_key(c, rq, in.version, &k);
    if (rc)
        return rc;
    fill_in(&in);
    rc = item_edit(c, &k, &in.wording, in.note);
    return rc ? rc : reply(c, rs, 200, k.code);
}

/* The body by the shape of the address (STEP_IN, ITEM_WITHDRAW_IN), and which version. */
static qh_status read_step(struct ctx *c, const struct req *rq, struct step_in *in,
                           struct item_key *k)
{
    const qh_status rc = req_input(rq, in, &c->err);

    return rc ? rc : read_key(c, rq, in->version, k);
}

static qh_status api_item_step(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct step_in in = {0};
    struct item_key k = {0};
    qh_status rc = read_step(c, rq, &in, &k);

    if (!rc)
        rc = item_step(c, &k, req_action(rq), in.reason);
    return rc ? rc : reply(c, rs, 200, k.code);
}

static qh_status api_item_publish(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct publish_in in = {0};
    struct item_key k = {0};
    qh_status rc = req_input(rq, &in, &c->err);

    if (!rc)
        rc = read_key(c, rq, in.version, &k);
    if (!rc)
        rc = item_publish(c, &k, in.from_day);
    return rc ? rc : reply(c, rs, 200, k.code);
}

static qh_status api_item_withdraw(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct step_in in = {0};
    struct item_key k = {0};
    qh_status rc = read_step(c, rq, &in, &k);

    if (!rc)
        rc = item_withdraw(c, &k, in.reason);
    return rc ? rc : reply(c, rs, 200, k.code);
}

#define VERSION_PATH "/api/items/{code}/versions/{no}"

/* clang-format off */
const struct endpoint API_ITEM_VERSION[] = {
    EP("GET",  "/api/item-heads",           RIGHT_ITEM_WRITE, TX_READ,  api_item_heads,
       "item_heads", EP_OUT(ITEM_HEADS_OUT)),
    EP("POST", "/api/items",                RIGHT_ITEM_WRITE, TX_WRITE, api_item_create,
       "item_create", .status = 201, EP_IN(ITEM_NEW_IN), EP_OUT(ITEM_VERSIONS_OUT)),
    EP("GET",  "/api/items/{code}/versions", RIGHT_ITEM_READ,  TX_READ,  api_item_versions,
       "item_versions", EP_OUT(ITEM_VERSIONS_OUT)),
    EP("POST", "/api/items/{code}/versions", RIGHT_ITEM_WRITE, TX_WRITE, api_item_draft,
       "item_draft", .status = 201, EP_OUT(ITEM_VERSIONS_OUT)),
    EP("PUT",  VERSION_PATH,                RIGHT_ITEM_WRITE, TX_WRITE, api_item_edit,
       "item_edit", EP_IN(ITEM_EDIT_IN), EP_OUT(ITEM_VERSIONS_OUT)),
    EP("POST", VERSION_PATH "/submit",      RIGHT_ITEM_WRITE, TX_WRITE, api_item_step,
       "item_submit", EP_IN(STEP_IN), EP_OUT(ITEM_VERSIONS_OUT)),
    EP("POST", VERSION_PATH "/return",      RIGHT_ITEM_WRITE, TX_WRITE, api_item_step,
       "item_return", EP_IN(STEP_IN), EP_OUT(ITEM_VERSIONS_OUT)),
    EP("POST", VERSION_PATH "/drop",        RIGHT_ITEM_WRITE, TX_WRITE, api_item_step,
       "item_drop", EP_IN(STEP_IN), EP_OUT(ITEM_VERSIONS_OUT)),
    EP("POST", VERSION_PATH "/publish",     RIGHT_ITEM_WRITE, TX_WRITE, api_item_publish,
       "item_publish", EP_IN(ITEM_PUBLISH_IN), EP_OUT(ITEM_VERSIONS_OUT)),
    EP("POST", VERSION_PATH "/withdraw_ask",    RIGHT_ITEM_WRITE, TX_WRITE,
       api_item_step, "item_withdraw_ask", EP_IN(ITEM_WITHDRAW_IN), EP_OUT(ITEM_VERSIONS_OUT)),
    EP("POST", VERSION_PATH "/withdraw_refuse", RIGHT_ITEM_WRITE, TX_WRITE,
       api_item_step, "item_withdraw_refuse", EP_IN(ITEM_WITHDRAW_IN), EP_OUT(ITEM_VERSIONS_OUT)),
    EP("POST", VERSION_PATH "/withdraw",    RIGHT_ITEM_WRITE, TX_WRITE, api_item_withdraw,
       "item_withdraw", EP_IN(ITEM_WITHDRAW_IN), EP_OUT(ITEM_VERSIONS_OUT)),
};
/* clang-format on */
const size_t API_ITEM_VERSION_LEN = LEN(API_ITEM_VERSION);
