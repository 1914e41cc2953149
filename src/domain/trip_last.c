#include "domain/trip_last.h"

#include "base/json.h"
#include "base/squeeze.h"
#include "store/sql_record.h"

enum { SPREAD_DIGITS = 3 };

/* The spread of a test in a stored result: {"tests":[{"test":..,"worst":{"value":..}}]}.
 */
static const struct json *spread_of(const struct json *result, const char *test)
{
    const struct json *tests = json_member(result, "tests");

    for (const struct json *t = tests ? tests->first : NULL; t; t = t->next)
        if (str_equal(json_str(t, "test", ""), test))
            return json_member(json_member(t, "worst"), "value");
    return NULL;
}

static const struct json *last_spread(const struct json *result)
{
    const struct json *gate =
        json_member(json_member(json_member(result, "substitution"), "gate"), "spread");

    return gate && gate->kind == JSON_STRING ? gate : spread_of(result, "repeatability");
}

qh_status trip_last_spread(struct ctx *c, const char *instrument_id, struct dec e,
                           const char **out)
{
    struct sql_record_of_instrument_list rows = {0};
    qh_status rc =
        sql_record_of_instrument(c->tx, c->arena, c->org, instrument_id, &rows, &c->err);

    *out = NULL;
    if (rc)
        return rc;
    for (size_t i = 0; i < rows.n; i++) {
        const struct json *spread;
        struct json *result = NULL;
        struct dec v = {0};

        if (!str_equal(rows.p[i].state, "approved"))
            continue;
        rc = squeeze_back(c->arena, rows.p[i].result, &rows.p[i].result, &c->err);
        if (!rc)
            rc = json_parse(c->arena, text_of(rows.p[i].result), &result, &c->err);
        if (rc)
            return rc;
        spread = last_spread(json_member(result, "current"));
        if (!spread || json_dec(spread, &v) ||
            dec_div(v, e, SPREAD_DIGITS, DEC_HALF_EVEN, &v))
            continue;
        *out = dec_text_short(c->arena, v);
        return QH_OK;
    }
    return QH_OK;
}
