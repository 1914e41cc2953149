/* The wording of a version: its fields as a table, differences, and what must hold. */
#include "domain/item_row.h"

#include "base/text.h"

#include <stddef.h>
#include <string.h>

enum field_kind { FIELD_TEXT, FIELD_INT, FIELD_INT_OPT, FIELD_BOOL };

#define FIELD(name, kind)                                                                \
    {                                                                                    \
#name, offsetof(struct item_wording, name), kind                                 \
    }
/* clang-format off */
static const struct field {
    const char *name;
    size_t at;
    enum field_kind kind;
} FIELDS[] = {
    FIELD(category_zh,        FIELD_TEXT),
    FIELD(category_en,        FIELD_TEXT),
    FIELD(name_zh,            FIELD_TEXT),
    FIELD(name_en,            FIELD_TEXT),
    FIELD(who_may_ask,        FIELD_TEXT),
    FIELD(basis,              FIELD_TEXT),
    FIELD(statutory_limit_wd, FIELD_INT_OPT),
    FIELD(commit_limit_wd,    FIELD_INT),
    FIELD(limit_basis,        FIELD_TEXT),
    FIELD(channels,           FIELD_TEXT),
    FIELD(on_site,            FIELD_BOOL),
    FIELD(appointment,        FIELD_BOOL),
    FIELD(lead_office_code,   FIELD_TEXT),
    FIELD(default_route,      FIELD_TEXT),
    FIELD(documents,          FIELD_TEXT),
    FIELD(fee,                FIELD_TEXT),
    FIELD(waiver_rule,        FIELD_TEXT),
    FIELD(keywords,           FIELD_TEXT),
    FIELD(also_called,        FIELD_TEXT),
    FIELD(not_this,           FIELD_TEXT),
};
/* clang-format on */

static const char *shown(struct arena *a, const struct field *f,
                         const struct item_wording *w)
{
    const char *at = (const char *)w + f->at;
    const char *text = NULL;
    struct opt_int opt = {0};
    bool yes = false;

    switch (f->kind) {
    case FIELD_TEXT:
        memcpy(&text, at, sizeof text);
        return text ? text : "";
    case FIELD_INT:
        memcpy(&opt.v, at, sizeof opt.v);
        return str_format(a, "%lld", (long long)opt.v);
    case FIELD_INT_OPT:
        memcpy(&opt, at, sizeof opt);
        return opt.has ? str_format(a, "%lld", (long long)opt.v) : "";
    case FIELD_BOOL:
        memcpy(&yes, at, sizeof yes);
        return yes ? "1" : "0";
    }
    return "";
}

struct json_list item_changes(struct arena *a, const struct item_wording *before,
                              const struct item_wording *after)
{
    struct item_change *p = ARENA_ARRAY(a, LEN(FIELDS), struct item_change);
    size_t n = 0;

    for (size_t i = 0; i < LEN(FIELDS); i++) {
        const char *old = before ? shown(a, &FIELDS[i], before) : NULL;
        const char *now = shown(a, &FIELDS[i], after);

        if (old ? !str_equal(old, now) : *now != 0)
            p[n++] = (struct item_change){FIELDS[i].name, old, now};
    }
    return (struct json_list){.p = p, .n = n};
}

/* ---- what must hold ---- */

static bool is_letter(char x)
{
    return x >= 'A' && x <= 'Z';
}

static bool is_digit(char x)
{
    return x >= '0' && x <= '9';
}

/* Two letters and two digits, and no more of either beside them. */
static bool is_code(const char *all, const char *p)
{
    if (!is_letter(p[0]) || !is_letter(p[1]) || !is_digit(p[2]) || !is_digit(p[3]))
        return false;
    return !is_digit(p[4]) && (p == all || !is_letter(p[-1]));
}

/* The codes that a text names are items, and not the item itself. */
static qh_status check_codes(struct ctx *c, const char *code, const char *text)
{
    for (const char *p = text; *p; p++) {
        const char *named;
        struct sql_item_head head = {0};
        qh_status rc;

        if (!is_code(text, p))
            continue;
        named = str_format(c->arena, "%.4s", p);
        rc = sql_item_head(c->tx, c->arena, c->org, named, &head, &c->err);
        if (rc == QH_NOT_FOUND || (!rc && str_equal(named, code)))
            return qh_fail(&c->err, QH_INVALID, "item.not_this", "not_this", "%s", named);
        if (rc)
            return rc;
    }
    return QH_OK;
}

/* Every part of a text parted by '|' is one of the names. */
static bool are_of(const char *text, const char *const *names, size_t n)
{
    while (*text) {
        const size_t len = strcspn(text, "|");
        bool known = false;

        for (size_t i = 0; i < n; i++)
            known = known || (strlen(names[i]) == len && !memcmp(names[i], text, len));
        if (!known)
            return false;
        text += len;
        if (*text == '|' && *++text == 0)
            return false;
    }
    return true;
}

qh_status item_check_wording(struct ctx *c, const char *code,
                             const struct item_wording *w)
{
    static const char *const CHANNELS[] = {"window", "online", "on-site", "appointment"};
    static const char *const ROUTES[] = {"own", "county", "report"};
    static const char *const BASES[] = {"statute", "practice"};
    struct sql_item_office office = {0};
    qh_status rc;

    if (w->statutory_limit_wd.has && w->commit_limit_wd > w->statutory_limit_wd.v)
        return qh_fail(&c->err, QH_INVALID, "item.limit", "commit_limit_wd",
                       "%lld over %lld", (long long)w->commit_limit_wd,
                       (long long)w->statutory_limit_wd.v);
    if (!*w->default_route || !are_of(w->default_route, ROUTES, LEN(ROUTES)) ||
        strchr(w->default_route, '|'))
        return qh_fail(&c->err, QH_INVALID, "item.route", "default_route", "%.40s",
                       w->default_route);
    if (!*w->channels || !are_of(w->channels, CHANNELS, LEN(CHANNELS)))
        return qh_fail(&c->err, QH_INVALID, "item.channels", "channels", "%.40s",
                       w->channels);
    if (!are_of(w->limit_basis, BASES, LEN(BASES)))
        return qh_fail(&c->err, QH_INVALID, "item.limit_basis", "limit_basis", "%.40s",
                       w->limit_basis);
    rc = sql_item_office(c->tx, c->arena, c->org, w->lead_office_code, &office, &c->err);
    if (rc == QH_NOT_FOUND || (!rc && str_equal(office.kind, "leadership")))
        return qh_fail(&c->err, QH_INVALID, "item.office", "lead_office_code", "%.20s",
                       w->lead_office_code);
    return rc ? rc : check_codes(c, code, w->not_this);
}
