#include "domain/certificate_decision.h"

#include "document/layout_words.h"
#include "domain/phrase.h"
#include "rule/uncertainty.h"

#include <string.h>

enum { RISK_DIGITS = 2 };

/* What the values of one judgement say together. */
struct seen {
    bool decided; /* at least one by the rule */
    bool rest;    /* at least one by its limit alone */
    bool passed;
    struct dec risk; /* greatest of those that pass */
};

static bool is_number(const struct json *v)
{
    return v && (v->kind == JSON_STRING || v->kind == JSON_NUMBER) && v->text.len;
}

/* A value or a row with a limit. */
static void see(const struct json *v, struct seen *out)
{
    const char *verdict = json_str(v, "verdict", "");
    const bool passes = str_equal(verdict, "pass");
    struct dec risk;

    if (!passes && !str_equal(verdict, "fail"))
        return;
    if (!json_member(v, "zone")) {
        out->rest = out->rest || is_number(json_member(v, "limit"));
        return;
    }
    out->decided = true;
    if (!passes || json_dec(json_member(v, "risk"), &risk))
        return;
    if (!out->passed || dec_compare(risk, out->risk) > 0)
        out->risk = risk;
    out->passed = true;
}

/* Of the general procedure by values, of a weighbridge by rows. */
static struct seen see_all(const struct json *result)
{
    const struct json *tests = json_member(result, "tests");
    const struct json *rows = json_member(result, "rows");
    struct seen out = {0};
    bool has_values = false;

    for (const struct json *t = tests ? tests->first : NULL; t; t = t->next) {
        const struct json *values = json_member(t, "values");

        has_values = has_values || values;
        for (const struct json *v = values ? values->first : NULL; v; v = v->next)
            see(v, &out);
    }
    for (const struct json *r = rows && !has_values ? rows->first : NULL; r; r = r->next)
        see(r, &out);
    return out;
}

/* "0.13 %", rounded up; "0" where it is exactly that. */
static const char *percent(struct arena *a, struct dec risk)
{
    struct dec v;
    struct dec up;

    if (!dec_sign(risk))
        return "0 %";
    if (dec_mul(risk, dec_int(100), &v) || uncertainty_round_up(v, RISK_DIGITS, &up))
        return NULL;
    if (dec_compare(up, dec_scaled(1, -4)) < 0)
        up = dec_scaled(1, -4);
    return str_format(a, "%s %%", dec_text_short(a, up));
}

static const char *text_of_rule(const struct certificate_source *s, const char *by,
                                const struct certificate_content *p, bool rest,
                                const char *lang)
{
    struct arena *a = s->c->arena;
    const char *key = str_format(a, "decision.%s%s", p->decision_rule, lang);
    const char *source = phrase(s->words, str_format(a, "decision.by.%s%s", by, lang));
    const char *factor = p->decision_factor ? p->decision_factor : "";
    const char *risk = p->decision_risk ? p->decision_risk : "";
    const char *args[] = {"by", source, "factor", factor, "risk", risk, NULL};
    struct buf b;

    buf_init(&b, a);
    buf_add_str(&b, layout_words_fill(a, phrase(s->words, key), args));
    if (p->decision_risk) {
        key = str_format(a, "decision.risk%s", lang);
        buf_add_str(&b, layout_words_fill(a, phrase(s->words, key), args));
    }
    if (rest)
        buf_add_str(&b, phrase(s->words, str_format(a, "decision.rest%s", lang)));
    return buf_str(&b);
}

void certificate_decision_fill(const struct certificate_source *s, const struct json *doc,
                               struct certificate_content *p)
{
    const struct json *own = json_member(doc, "decision");
    const char *asked = json_str(s->record->input, "decision", NULL);
    const struct seen seen = see_all(s->result);

    if (asked && str_equal(asked, "none"))
        asked = NULL;
    if (!s->judges || !seen.decided || (!asked && !own))
        return;
    p->decision_rule = asked ? asked : json_str(own, "rule", "simple");
    p->decision_factor = json_str(own, "factor", "1");
    if (!str_equal(p->decision_rule, "guard_band"))
        p->decision_factor = NULL;
    if (seen.passed)
        p->decision_risk = percent(s->c->arena, seen.risk);
    p->decision = text_of_rule(s, asked ? "order" : "edition", p, seen.rest, "");
    p->decision_en = text_of_rule(s, asked ? "order" : "edition", p, seen.rest, ".en");
}
