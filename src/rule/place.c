#include "rule/place.h"

#include <stdlib.h>
#include <string.h>

/* ---- from a node to its path ---- */

struct search {
    struct arena *arena;
    bool (*fits)(const struct search *s, const struct json *v, struct text key);
    const char *text;
    struct text name;
    const char *found;
};

static bool is_text(const struct search *s, const struct json *v, struct text key)
{
    (void)key;
    return v->text.p == s->text;
}

static bool is_name_char(unsigned char c)
{
    return c == '_' || c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
}

bool place_is_wording(struct text key)
{
    static const char *const WORDS[] = {"zh",         "en",    "zh_rule", "en_rule",
                                        "note",       "what",  "source",  "clause",
                                        "confidence", "label", "id",      "name"};

    for (size_t i = 0; i < LEN(WORDS); i++)
        if (text_is(key, WORDS[i]))
            return true;
    return false;
}

static bool has_name(const struct search *s, const struct json *v, struct text key)
{
    size_t len = s->name.len;

    if (v->kind != JSON_STRING || place_is_wording(key))
        return false;
    for (size_t i = 0; i + len <= v->text.len; i++)
        if (!memcmp(v->text.p + i, s->name.p, len) &&
            (i == 0 || !is_name_char((unsigned char)v->text.p[i - 1])) &&
            (i + len == v->text.len || !is_name_char((unsigned char)v->text.p[i + len])))
            return true;
    return false;
}

/* Recursion is as deep as documents nest: JSON_DEPTH_MAX at most. */
static bool walk(struct search *s, const struct json *v, const char *path,
                 struct text key)
{
    size_t i = 0;

    if ((v->kind == JSON_STRING || v->kind == JSON_NUMBER) && s->fits(s, v, key)) {
        s->found = path;
        return true;
    }
    if (v->kind != JSON_OBJECT && v->kind != JSON_ARRAY)
        return false;
    for (const struct json *m = v->first; m; m = m->next, i++) {
        const char *at = v->kind == JSON_ARRAY ? str_format(s->arena, "%s[%zu]", path, i)
                                               : str_format(s->arena, "%s%s%s", path,
                                                            *path ? "." : "", m->key.p);

        if (walk(s, m, at, v->kind == JSON_ARRAY ? key : m->key))
            return true;
    }
    return false;
}

const char *place_of_text(struct arena *a, const struct json *doc, const char *text)
{
    struct search s = {.arena = a, .fits = is_text, .text = text, .found = ""};

    (void)walk(&s, doc, "", (struct text){0});
    return s.found;
}

const char *place_of_name(struct arena *a, const struct json *doc, struct text name)
{
    struct search s = {.arena = a, .fits = has_name, .name = name, .found = ""};

    (void)walk(&s, doc, "", (struct text){0});
    return s.found;
}

/* ---- from a path to its line ---- */

/* A reader of text that is known to be JSON. */
struct reader {
    const char *p, *end;
    int line;
};

static void skip_space(struct reader *r)
{
    while (r->p < r->end && strchr(" \t\r\n,:", *r->p)) {
        r->line += *r->p == '\n';
        r->p++;
    }
}

static struct text read_string(struct reader *r)
{
    const char *start = ++r->p;

    while (r->p < r->end && *r->p != '"')
        r->p += *r->p == '\\' ? 2 : 1;
    if (r->p > r->end)
        r->p = r->end;
    return (struct text){start, (size_t)(r->p++ - start)};
}

/* Over one value, however deep. */
static void skip_value(struct reader *r)
{
    int depth = 0;

    do {
        skip_space(r);
        if (r->p >= r->end)
            return;
        if (*r->p == '"') {
            (void)read_string(r);
            continue;
        }
        if (*r->p == '{' || *r->p == '[')
            depth++;
        else if (*r->p == '}' || *r->p == ']')
            depth--;
        else
            while (r->p + 1 < r->end && !strchr(" \t\r\n,:]}", r->p[1]))
                r->p++;
        r->p++;
    } while (depth > 0);
}

/* The member's name begins the rest of the path; keys may hold dots ("0.02"). */
static size_t key_fits(struct text key, const char *path)
{
    size_t dot = *path == '.';

    if (strncmp(path + dot, key.p, key.len) != 0)
        return 0;
    path += dot + key.len;
    return *path == 0 || *path == '.' || *path == '[' ? dot + key.len : 0;
}

/* Moves to the member or item that the path names next; false if it is not there. */
static bool step_in(struct reader *r, const char **path)
{
    bool object = *r->p == '{';
    long want = -1;
    char *end = NULL;

    if (!object && **path == '[') {
        want = strtol(*path + 1, &end, 10);
        end += *end == ']';
    }
    r->p++;
    for (long i = 0;; i++) {
        size_t n = 0;

        skip_space(r);
        if (r->p >= r->end || *r->p == '}' || *r->p == ']')
            return false;
        if (object) {
            n = key_fits(read_string(r), *path);
            skip_space(r);
        }
        if (object ? n > 0 : i == want) {
            *path = object ? *path + n : end;
            return true;
        }
        skip_value(r);
    }
}

int place_line(struct text file, const char *path)
{
    struct reader r = {file.p, file.p + file.len, 1};
    int line;

    skip_space(&r);
    line = r.line;
    while (*path && r.p < r.end && (*r.p == '{' || *r.p == '[') && step_in(&r, &path))
        line = r.line;
    return line;
}
