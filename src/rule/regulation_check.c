/* regulation_check.c - an edition against its tables of members, then against itself.
 * Recursion is as deep as documents nest: JSON_DEPTH_MAX at most. */
#include "rule/regulation_check.h"

#include "rule/check_parts.h"
#include "rule/place.h"
#include "rule/regulation.h"

#include <stdlib.h>
#include <string.h>

/* ---- the whole ---- */

static void add_error(struct check *c, const struct qh_error *err)
{
    for (size_t i = 0; i < c->out->n; i++)
        if (str_equal(c->out->at[i].path, err->field))
            return;
    check_add(c, str_copy(c->arena, err->key), str_copy(c->arena, err->field),
              str_copy(c->arena, err->detail));
}

/* "... line 3 column 5 ...": where the JSON breaks off. */
static void add_syntax(struct check *c, struct text file, const struct qh_error *err)
{
    static const char *const MARKS[] = {"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff"};
    const char *at = strstr(err->detail, "line ");
    const char *key = str_copy(c->arena, err->key);

    for (size_t i = 0; i < LEN(MARKS); i++)
        if (file.len >= strlen(MARKS[i]) && !memcmp(file.p, MARKS[i], strlen(MARKS[i])))
            key = "check.byte_order_mark";
    check_add(c, key, "", str_copy(c->arena, err->detail));
    if (at)
        c->out->at[c->out->n - 1].line = (int)strtol(at + 5, NULL, 10);
}

void regulation_check(struct arena *a, struct text file, struct regulation_findings *out)
{
    struct check c = {.arena = a, .file = file, .out = out};
    struct qh_error err = {.status = QH_OK};
    struct regulation *r = NULL;
    struct json *doc = NULL;
    const struct json *head;

    out->code = "";
    out->edition = "";
    if (json_parse(a, file, &doc, &err)) {
        c.file = (struct text){0};
        add_syntax(&c, file, &err);
        return;
    }
    c.doc = doc;
    head = json_member(doc, "regulation");
    out->code = json_str(head, "code", "");
    out->edition = json_str(head, "edition", "");
    c.general = !str_equal(json_str(head, "procedure", ""), "weighbridge");
    if (!str_equal(json_str(doc, "schema", ""), "qh-regulation/1")) {
        check_add(&c, "check.schema", "schema", json_str(doc, "schema", ""));
        return;
    }
    check_object(&c, doc, &EDITION_SHAPE, "", 0);
    check_itself(&c);
    check_order(&c);
    if (regulation_load(a, doc, &r, &err))
        add_error(&c, &err);
}
