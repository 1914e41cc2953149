#include "http/api_match.h"

#include "domain/match_memory.h"
#include "http/demand_shapes.h"

struct match_in {
    const char *text;
};

static const struct json_field MATCH_IN[] = {
    JSON_STR(struct match_in, text, JSON_REQUIRED, DEMAND_TEXT_MAX),
};

static const struct json_field MATCH_OUT[] = {
    JSON_OBJS(struct match, proposals, JSON_REQUIRED, MATCH_PROPOSAL_OUT,
              struct match_proposal, 10),
    JSON_BOOL(struct match, none_fit, JSON_REQUIRED),
    JSON_STRS(struct match, demands, JSON_REQUIRED, MATCH_SET_MAX, 20),
};

static qh_status api_match(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct match out = {0};
    struct match_in in = {0};
    qh_status rc = req_json(rq, MATCH_IN, LEN(MATCH_IN), &in, &c->err);

    if (!rc)
        rc = match_for(c, text_of(in.text), &out);
    if (rc)
        return rc;
    return res_json(c, rs, 200, MATCH_OUT, LEN(MATCH_OUT), &out);
}

/* clang-format off */
const struct endpoint API_MATCH[] = {
    EP("POST", "/api/match", RIGHT_PUBLIC, TX_READ, api_match,
       "match", .flags = EP_LIMITED, EP_IN(MATCH_IN), EP_OUT(MATCH_OUT)),
};
/* clang-format on */
const size_t API_MATCH_LEN = LEN(API_MATCH);
