#include "rule/trace_page.h"

#include <string.h>

struct page {
    const struct json *trace, *words;
    struct buf *out;
    bool zh;
    const char *test, *row; /* of the step before */
    int tests;
};

static const char *word(const struct page *p, const char *key, const char *fallback)
{
    return json_str(p->words, key, fallback);
}

/* Spaces that an empty argument left, and those at the end. */
static void add_tidy(struct buf *out, const char *line)
{
    bool space = false;

    for (; *line; line++) {
        if (*line == ' ') {
            space = true;
            continue;
        }
        if (space && out->len)
            buf_add_char(out, ' ');
        space = false;
        buf_add_char(out, *line);
    }
}

/* The wording of a key with {0}, {1}, ... put in. */
static char *sentence(const struct page *p, const struct json *step)
{
    const struct json *args = json_member(step, "args");
    const char *key = json_str(step, "key", "");
    const char *at = word(p, key, key);
    struct buf b;

    buf_init(&b, p->out->arena);
    for (; *at; at++) {
        const struct json *arg;

        if (at[0] != '{' || at[1] < '0' || at[1] > '9' || at[2] != '}') {
            buf_add_char(&b, *at);
            continue;
        }
        arg = args && args->kind == JSON_ARRAY ? json_item(args, (size_t)(at[1] - '0'))
                                               : NULL;
        if (arg)
            buf_add(&b, arg->text);
        at += 2;
    }
    return buf_str(&b);
}

static const char *title_of(const struct page *p, const char *test)
{
    const struct json *list = json_member(p->trace, "tests");

    for (const struct json *t = list ? list->first : NULL; t; t = t->next)
        if (str_equal(json_str(t, "id", ""), test)) {
            const char *title = json_str(t, p->zh ? "zh" : "en", "");

            return *title ? title : test;
        }
    return test;
}

/* What a formula says twice (a lone number) is said once. */
static char *formula_line(const struct page *p, const struct json *step)
{
    struct arena *a = p->out->arena;
    const struct json *args = json_member(step, "args");
    const char *unit = "";
    const char *parts[4];
    struct buf b;

    if (!args || args->kind != JSON_ARRAY || args->count < LEN(parts))
        return sentence(p, step);
    for (size_t i = 0; i < LEN(parts); i++)
        parts[i] = text_copy(a, json_item(args, i)->text);
    if (args->count > LEN(parts))
        unit = text_copy(a, json_item(args, LEN(parts))->text);
    buf_init(&b, a);
    buf_add_str(&b, parts[0]);
    for (size_t i = 1; i < LEN(parts); i++)
        if (!str_equal(parts[i], parts[i - 1]))
            buf_add_format(&b, " = %s", parts[i]);
    if (*unit)
        buf_add_format(&b, " %s", unit);
    return buf_str(&b);
}

static void put_heading(struct page *p, const char *test, const char *row)
{
    if (!str_equal(test, p->test)) {
        p->row = "";
        if (*test)
            buf_add_format(p->out, "\n%d %s\n", ++p->tests, title_of(p, test));
        else
            buf_add_char(p->out, '\n');
    }
    if (*row && !str_equal(row, p->row))
        buf_add_format(p->out, "  %s\n", row);
    p->test = test;
    p->row = row;
}

static void put_step(struct page *p, const struct json *step)
{
    struct arena *a = p->out->arena;
    const char *key = json_str(step, "key", "");
    const char *what = json_str(step, "what", "");
    const char *clause = json_str(step, "clause", "");
    const char *name = word(p, str_format(a, "what.%s", what), "");
    const struct json *n = json_member(step, "n");
    struct buf line;

    put_heading(p, json_str(step, "test", ""), json_str(step, "row", ""));
    buf_init(&line, a);
    add_tidy(&line,
             str_equal(key, "trace.formula") ? formula_line(p, step) : sentence(p, step));
    buf_add_format(p->out, "%6.*s  %s%s%s", n ? (int)n->text.len : 0, n ? n->text.p : "",
                   name, *name ? word(p, "page.colon", ": ") : "", buf_str(&line));
    if (*clause)
        buf_add_format(p->out, " [%s]", clause);
    buf_add_char(p->out, '\n');
}

void trace_page(const struct json *trace, const struct json *words, struct buf *out)
{
    const struct json *reg = json_member(trace, "regulation");
    const struct json *steps = json_member(trace, "steps");
    const struct json *id = json_member(trace, "case");
    struct page p = {.trace = trace, .words = words, .out = out, .test = "", .row = ""};

    p.zh = str_equal(word(&p, "page.language", ""), "zh");
    buf_add_format(out, "%s %s\n", json_str(reg, "code", ""),
                   json_str(reg, p.zh ? "title_zh" : "title_en", ""));
    if (id && (id->kind == JSON_STRING || id->kind == JSON_NUMBER))
        buf_add_format(out, "%s %.*s\n", word(&p, "page.case", ""), (int)id->text.len,
                       id->text.p);
    for (const struct json *s = steps ? steps->first : NULL; s; s = s->next)
        put_step(&p, s);
    buf_add_format(out, "%s %s\n", word(&p, "page.seal", ""),
                   json_str(trace, "seal", ""));
}
