#include "domain/certificate_facts.h"

#include "document/layout_words.h"
#include "domain/phrase.h"

enum { REMARKS_MOST = 12 };

/* The words of a choice, not its value: "无止销" for "no". */
static const char *choice_text(const struct json *var, const char *value)
{
    const struct json *choices = json_member(var, "choices");

    for (const struct json *x = choices ? choices->first : NULL; x; x = x->next) {
        if (str_equal(json_str(x, "value", ""), value))
            return json_str(x, "zh", value);
    }
    return value;
}

static const char *var_text(struct ctx *c, const struct json *var, const struct json *v)
{
    struct buf b;

    if (v->kind != JSON_ARRAY)
        return choice_text(var, v->text.p);
    buf_init(&b, c->arena);
    for (const struct json *x = v->first; x; x = x->next) {
        buf_add_str(&b, b.len ? "、" : "");
        buf_add_str(&b, x->text.p);
    }
    return buf_str(&b);
}

static void add_instrument(const struct certificate_source *s, const struct json *doc,
                           const struct json *params, struct certificate_content *p)
{
    const struct json *vars = json_member(doc, "instrument_vars");
    struct cert_property *items =
        ARENA_ARRAY(s->c->arena, vars ? vars->count : 0, struct cert_property);
    size_t n = 0;

    for (const struct json *v = vars ? vars->first : NULL; v; v = v->next) {
        const struct json *value = json_member(params, json_str(v, "name", ""));

        if (!value || value->kind == JSON_NULL)
            continue;
        items[n++] = (struct cert_property){json_str(v, "zh", ""),
                                            str_format(s->c->arena, "%s %s",
                                                       var_text(s->c, v, value),
                                                       json_str(v, "unit", ""))};
    }
    p->instrument.max = p->instrument.min = p->instrument.e = p->instrument.d = NULL;
    p->instrument.range = json_str(params, "range_zh", NULL);
    p->instrument.more.p = items;
    p->instrument.more.n = n;
}

static void add_remarks(const struct certificate_source *s, const struct json *doc,
                        struct certificate_content *p)
{
    const struct json *notes = json_member(json_member(doc, "certificate"), "notes");
    const char **list = ARENA_ARRAY(s->c->arena, REMARKS_MOST, const char *);
    const char *best = json_str(s->result, "best_grade", NULL);
    size_t n = 0;

    if (p->kind == CERTIFICATE_NOTICE && best)
        list[n++] = layout_words_fill(s->c->arena, phrase(s->words, "remark.best_grade"),
                                      (const char *[]){"grade", best, NULL});
    for (const struct json *x = notes ? notes->first : NULL; x && n < REMARKS_MOST;
         x = x->next) {
        const char *key =
            str_format(s->c->arena, "note.%s.%s", CERTIFICATE_KINDS[p->kind], x->text.p);

        if (json_member(s->words, key))
            list[n++] = phrase(s->words, key);
    }
    p->remarks.p = list;
    p->remarks.n = n;
}

void certificate_facts_fill(const struct certificate_source *s, const struct json *doc,
                            const struct json *params, struct certificate_content *p)
{
    add_instrument(s, doc, params, p);
    add_remarks(s, doc, p);
}
