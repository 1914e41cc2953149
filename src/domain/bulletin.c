#include "domain/bulletin_compose.h"

#include "base/crypt.h"
#include "base/days.h"
#include "base/id.h"
#include "base/text.h"
#include "domain/app.h"
#include "domain/history.h"
#include "domain/notify.h"
#include "domain/number.h"
#include "domain/page.h"
#include "store/sql_bulletin.h"

#include <string.h>

/* clang-format off */
static const struct workflow_step STEPS[] = {
    {"edit",    "draft", "draft",     RIGHT_BIT(RIGHT_BULLETIN_WRITE), NULL},
    {"publish", "draft", "published", RIGHT_BIT(RIGHT_BULLETIN_WRITE), NULL},
};

static const struct json_field CASE_SHAPE[] = {
    JSON_ID(struct bulletin_case, demand_id, JSON_REQUIRED),
    JSON_STR(struct bulletin_case, text, JSON_REQUIRED, BULLETIN_NOTE_MAX),
};
struct cases {
    struct json_list items;
};
static const struct json_field CASES_SHAPE[] = {
    JSON_OBJS(struct cases, items, JSON_REQUIRED, CASE_SHAPE, struct bulletin_case, BULLETIN_CASES_MAX),
};
/* clang-format on */

const struct workflow BULLETIN_WORKFLOW = {"bulletin", STEPS, LEN(STEPS)};

static qh_status load(struct ctx *c, const char *id, struct sql_bulletin_one *out)
{
    const qh_status rc = sql_bulletin_one(c->tx, c->arena, c->org, id, out, &c->err);

    if (rc == QH_NOT_FOUND ||
        (!rc && str_equal(out->state, "draft") && !ctx_can(c, RIGHT_BULLETIN_WRITE)))
        return qh_fail(&c->err, QH_NOT_FOUND, "bulletin.not_found", "", "%.40s", id);
    return rc;
}

static qh_status begin(struct ctx *c, const char *id, int64_t version, const char *action,
                       struct sql_bulletin_one *out)
{
    const struct workflow_step *step = NULL;
    const qh_status rc = load(c, id, out);

    if (rc)
        return rc;
    if (out->version != version)
        return qh_fail(&c->err, QH_CONFLICT, "bulletin.changed", "version", "%.40s", id);
    return workflow_check(c, &BULLETIN_WORKFLOW, action, out->state, out, &step);
}

static qh_status note(struct ctx *c, const struct sql_bulletin_one *b, const char *action,
                      const char *to, const char *data)
{
    return history_add(c, &(struct history_entry){.entity = "bulletin",
                                                  .entity_id = b->id,
                                                  .seq = b->version + 1,
                                                  .action = action,
                                                  .from_state = b->state,
                                                  .to_state = to,
                                                  .note = "",
                                                  .data = data});
}

/* ---- reading ---- */

qh_status bulletin_list(struct ctx *c, const char *after, int64_t limit,
                        struct bulletin_page *out)
{
    struct sql_bulletin_list_list rows = {0};
    struct page_time at = PAGE_NEWEST;
    struct bulletin_row *items;
    qh_status rc = page_read(after, &at, &c->err);

    if (!rc)
        rc = sql_bulletin_list(c->tx, c->arena, c->org,
                               ctx_can(c, RIGHT_BULLETIN_WRITE) ? 1 : 0, at.ms, at.id,
                               limit + 1, &rows, &c->err);
    if (rc)
        return rc;
    if (page_cut(&rows.n, limit))
        out->next =
            page_write(c->arena, rows.p[rows.n - 1].made_ms, rows.p[rows.n - 1].id);
    items = ARENA_ARRAY(c->arena, rows.n, struct bulletin_row);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_bulletin_list *r = &rows.p[i];

        items[i] = (struct bulletin_row){r->id,        r->kind,         r->from_day,
                                         r->until_day, r->number,       r->state,
                                         r->made_ms,   r->published_ms, r->version};
    }
    out->items = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

static qh_status read_cases(struct ctx *c, const char *text, struct json_list *out)
{
    struct cases cases = {0};
    struct json *v = NULL;
    qh_status rc = json_parse(
        c->arena, text_of(str_format(c->arena, "{\"items\":%s}", text)), &v, &c->err);

    if (!rc)
        rc = json_decode(c->arena, v, CASES_SHAPE, LEN(CASES_SHAPE), &cases, &c->err);
    if (!rc)
        *out = cases.items;
    return rc;
}

static qh_status compose(struct ctx *c, const struct sql_bulletin_one *b,
                         const struct json_list *cases, struct bulletin_content *out)
{
    return bulletin_compose(c,
                            &(struct bulletin_source){
                                .kind = b->kind,
                                .from_day = b->from_day,
                                .until_day = b->until_day,
                                .org_name = b->org_name,
                                .is_demo = b->is_demo != 0,
                                .cases = cases,
                                .next_steps = b->next_steps,
                            },
                            out);
}

qh_status bulletin_find(struct ctx *c, const char *id, struct bulletin_detail *out)
{
    struct sql_bulletin_one b = {0};
    qh_status rc = load(c, id, &b);

    if (rc)
        return rc;
    out->row =
        (struct bulletin_row){b.id,    b.kind,    b.from_day,     b.until_day, b.number,
                              b.state, b.made_ms, b.published_ms, b.version};
    out->next_steps = b.next_steps;
    out->content_hash = b.content_hash;
    rc = read_cases(c, b.cases, &out->cases);
    if (rc)
        return rc;
    if (b.content)
        return bulletin_from_json(c->arena, text_of(b.content), &out->content, &c->err);
    return compose(c, &b, &out->cases, &out->content);
}

/* ---- writing ---- */

/* Monday to Sunday, or the days of the month. */
static bool period_of(const char *kind, const char *day, char from[DAY_LEN + 1],
                      char until[DAY_LEN + 1])
{
    int64_t n = 0;
    int64_t first;

    if (day_parse(day, &n))
        return false;
    if (str_equal(kind, "weekly")) {
        first = n - day_weekday(n);
        day_format(first, from);
        day_format(first + 6, until);
        return true;
    }
    day_format(n, from);
    memcpy(from + 8, "01", 2);
    if (day_parse(from, &first))
        return false;
    day_format(day_add_months(first, 1) - 1, until);
    return true;
}

qh_status bulletin_make(struct ctx *c, const char *kind, const char *day,
                        const char **out_id)
{
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);
    char from[DAY_LEN + 1] = "";
    char until[DAY_LEN + 1] = "";
    char today[DAY_LEN + 1];
    qh_status rc;

    day_of_instant(c->calendar, c->now_ms, today);
    if (!period_of(kind, day, from, until) || strcmp(from, today) > 0)
        return qh_fail(&c->err, QH_INVALID, "bulletin.day", "day", "%.20s", day);
    id_make(c->now_ms, c->rand, id);
    rc = sql_bulletin_add(c->tx, c->org, id, kind, from, until, c->now_ms, &c->err);
    if (rc)
        return rc;
    *out_id = id;
    return history_add(c, &(struct history_entry){.entity = "bulletin",
                                                  .entity_id = id,
                                                  .seq = 1,
                                                  .action = "make",
                                                  .from_state = "",
                                                  .to_state = "draft",
                                                  .note = ""});
}

/* The list as it is stored; every demand must be there. */
static qh_status write_cases(struct ctx *c, const struct json_list *cases,
                             const char **out)
{
    const struct bulletin_case *p = cases->p;
    const struct cases all = {*cases};
    struct json_writer w;
    struct buf b;
    const char *text;

    for (size_t i = 0; i < cases->n; i++) {
        struct sql_bulletin_demand d = {0};
        const qh_status rc =
            sql_bulletin_case(c->tx, c->arena, c->org, p[i].demand_id, &d, &c->err);

        if (rc == QH_NOT_FOUND)
            return qh_fail(&c->err, QH_INVALID, "bulletin.case",
                           str_format(c->arena, "cases[%zu].demand_id", i), "%.40s",
                           p[i].demand_id);
        if (rc)
            return rc;
    }
    buf_init(&b, c->arena);
    json_begin(&w, &b);
    json_encode(&w, CASES_SHAPE, LEN(CASES_SHAPE), &all);
    text = strchr(buf_str(&b), '[');
    *out = str_format(c->arena, "%.*s", (int)strlen(text) - 1, text);
    return QH_OK;
}

static qh_status changed(struct ctx *c, qh_status rc, const char *id)
{
    if (rc == QH_CONFLICT)
        return qh_fail(&c->err, QH_CONFLICT, "bulletin.changed", "version", "%.40s", id);
    return rc;
}

qh_status bulletin_edit(struct ctx *c, const char *id, const struct bulletin_edit *in)
{
    struct sql_bulletin_one b = {0};
    const char *cases = NULL;
    qh_status rc = begin(c, id, in->version, "edit", &b);

    if (!rc)
        rc = write_cases(c, &in->cases, &cases);
    if (!rc)
        rc = changed(c,
                     sql_bulletin_edit(c->tx, c->org, id, in->version, cases,
                                       in->next_steps, &c->err),
                     id);
    return rc ? rc : note(c, &b, "edit", "draft", "{}");
}

/* "ZB2026-001" (周报), "YB2026-01" (月报): the year in which the period ends. */
static qh_status take_number(struct ctx *c, const struct sql_bulletin_one *b,
                             const char **out)
{
    const bool weekly = str_equal(b->kind, "weekly");
    int64_t until = 0;
    int64_t serial = 0;
    int64_t year;
    qh_status rc;

    if (day_parse(b->until_day, &until))
        return qh_fail(&c->err, QH_BUG, "bulletin.day", "", "%s", b->until_day);
    year = year_of_instant(c->calendar, instant_of_day(c->calendar, until));
    rc = number_take(c, weekly ? "bulletin.weekly" : "bulletin.monthly", year, &serial);
    if (rc)
        return rc;
    *out = str_format(c->arena, "%s%04lld-%0*lld", weekly ? "ZB" : "YB", (long long)year,
                      weekly ? 3 : 2, (long long)serial);
    return QH_OK;
}

qh_status bulletin_prepare(struct ctx *c, const char *id, struct bulletin_content *out)
{
    struct sql_bulletin_one b = {0};
    struct json_list cases = {0};
    qh_status rc = load(c, id, &b);

    if (!rc)
        rc = read_cases(c, b.cases, &cases);
    return rc ? rc : compose(c, &b, &cases, out);
}

qh_status bulletin_publish(struct ctx *c, const char *id, int64_t version,
                           const struct bulletin_content *content)
{
    struct bulletin_content numbered = *content;
    struct sql_bulletin_one b = {0};
    char hash[CRYPT_HEX];
    const char *number = NULL;
    struct text json;
    qh_status rc = begin(c, id, version, "publish", &b);

    if (!rc)
        rc = take_number(c, &b, &number);
    if (!rc)
        rc = bulletin_give_number(c, number, &numbered);
    if (rc)
        return rc;
    json = bulletin_to_json(c->arena, &numbered);
    crypt_sha256(json, hash);
    rc = changed(c,
                 sql_bulletin_publish(c->tx,
                                      &(struct sql_bulletin_publish_in){
                                          .org = c->org,
                                          .id = id,
                                          .old_version = version,
                                          .number = number,
                                          .content = text_copy(c->arena, json),
                                          .content_hash = hash,
                                          .published_ms = c->now_ms,
                                      },
                                      &c->err),
                 id);
    if (rc)
        return rc;
    rc = note(c, &b, "publish", "published",
              str_format(c->arena, "{\"number\":\"%s\",\"hash\":\"%s\"}", number, hash));
    if (rc)
        return rc;
    return notify_event(c, NOTIFY_BULLETIN_PUBLISHED, id,
                        &(struct notify_more){.label = number});
}

qh_status bulletin_render(struct ctx *c, const struct bulletin_detail *b,
                          struct text *out)
{
    if (!c->app || !c->app->paper_words)
        return qh_fail(&c->err, QH_BUG, "bulletin.words", "", "no layout was loaded");
    return bulletin_pdf(c->arena, &b->content, b->row.until_day, c->app->paper_words, out,
                        &c->err);
}
