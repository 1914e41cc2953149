/* The services beside the tests: rounding (GB/T 8170), validity. */
#include "base/days.h"
#include "rule/kinds.h"
#include "rule/value_text.h"

QH_MUST static qh_status rounded(const struct kind_run *k, const struct json *r,
                                 struct text *out)
{
    bool up = str_equal(json_str(r, "mode", ""), "up");
    struct dec v;
    struct dec to;
    struct dec shown = dec_int(0);
    struct text sign;
    qh_status rc;

    rc = kind_number(k, r, "v", &v);
    if (!rc)
        rc = kind_number(k, r, "to", &to);
    if (rc)
        return rc;
    if (dec_sign(to) <= 0)
        return kind_fail(k, "to: an interval above zero is due");
    rc = dec_round_interval(v, to, up ? DEC_UP : DEC_HALF_EVEN, &shown);
    if (rc)
        return qh_fail(k->err, rc, "evaluate.round", "", "rounding does not fit");
    /* A negative value that becomes zero keeps its sign, even "-0.00". */
    sign = text_trim(value_words(k->arena, json_member(r, "v")));
    *out =
        text_of(value_text(k->arena, shown, !up && sign.len && sign.p[0] == '-', true));
    return QH_OK;
}

qh_status kind_rounding(const struct kind_run *k, struct test_result *t)
{
    qh_status rc;

    if (k->data->kind != JSON_ARRAY || k->data->count > EVALUATE_POINTS_MAX)
        return kind_fail(k, "a list is due");
    t->texts = ARENA_ARRAY(k->arena, k->data->count, struct text);
    for (const struct json *r = k->data->first; r; r = r->next) {
        rc = rounded(k, r, &t->texts[t->texts_n]);
        if (rc)
            return kind_at(k, rc, "", t->texts_n);
        t->texts_n++;
    }
    return QH_OK;
}

enum { MONTHS_MAX = 1200 };

qh_status kind_validity(const struct kind_run *k, struct test_result *t)
{
    if (k->data->kind != JSON_ARRAY || k->data->count > EVALUATE_POINTS_MAX)
        return kind_fail(k, "a list is due");
    t->texts = ARENA_ARRAY(k->arena, k->data->count, struct text);
    for (const struct json *r = k->data->first; r; r = r->next) {
        const struct json *date = json_member(r, "date");
        char until[DAY_LEN + 1];
        int64_t months = 0;

        if (!date || date->kind != JSON_STRING ||
            json_int(json_member(r, "months"), &months) || months < 0 ||
            months > MONTHS_MAX || day_valid_until(date->text.p, (int)months, until))
            return kind_at(k, kind_fail(k, "an existing date and months are due"), "",
                           t->texts_n);
        t->texts[t->texts_n++] = text_of(str_copy(k->arena, until));
    }
    return QH_OK;
}
