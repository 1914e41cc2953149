/* Packages of items that the programme offers: data/world/packages.json, through the
 * domain's own functions. */
#include "cli/demo.h"

#include "base/embedded.h"
#include "domain/package.h"

static const char *const PATH = "data/world/packages.json";

static const struct json_field RULE_IN[] = {
    JSON_STR(struct package_rule, kind, JSON_REQUIRED, 40),
    JSON_STRS(struct package_rule, values, JSON_REQUIRED, PACKAGE_VALUES_MAX, 40),
    JSON_INT(struct package_rule, n, JSON_REQUIRED, 0, PACKAGE_DAYS_MAX),
};

static const struct json_field ITEM_IN[] = {
    JSON_STR(struct package_item, item_code, JSON_REQUIRED, 20),
    JSON_STR(struct package_item, why_zh, JSON_REQUIRED, 200),
    JSON_STR(struct package_item, why_en, JSON_REQUIRED, 200),
};

static const struct json_field NEW_IN[] = {
    JSON_STR(struct package_new, name_zh, JSON_REQUIRED, 100),
    JSON_STR(struct package_new, name_en, JSON_REQUIRED, 100),
    JSON_STR(struct package_new, wording_zh, JSON_REQUIRED, PACKAGE_WORDING_MAX),
    JSON_STR(struct package_new, wording_en, JSON_REQUIRED, PACKAGE_WORDING_MAX),
    JSON_OBJS(struct package_new, rules, JSON_REQUIRED, RULE_IN, struct package_rule,
              PACKAGE_RULES_MAX),
    JSON_OBJS(struct package_new, items, JSON_REQUIRED, ITEM_IN, struct package_item,
              PACKAGE_ITEMS_MAX),
};

static qh_status add(struct ctx *c, const struct json *v)
{
    struct package_new in = {0};
    const char *id = NULL;
    qh_status rc = json_decode(c->arena, v, NEW_IN, LEN(NEW_IN), &in, &c->err);

    if (!rc)
        rc = package_create(c, &in, &id);
    return rc ? rc : package_step(c, id, "publish", 1, NULL);
}

qh_status demo_packages(struct demo *d)
{
    const struct embedded_file *f = embedded_find(PATH);
    struct ctx *c = d->c;
    const int64_t now_ms = c->now_ms;
    struct json *all = NULL;
    const struct json *v;
    qh_status rc;

    if (!f)
        return qh_fail(&c->err, QH_NOT_FOUND, "demo.table", "", "%s", PATH);
    rc = json_parse(c->arena, embedded_text(f), &all, &c->err);
    for (size_t i = 0; !rc && (v = json_item(all, i)) != NULL; i++) {
        c->now_ms = now_ms + (int64_t)i; /* lists keep the order of the file */
        rc = add(c, v);
    }
    c->now_ms = now_ms;
    return rc;
}
