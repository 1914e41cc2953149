#include "domain/pairing.h"

#include "base/id.h"
#include "base/text.h"
#include "domain/history.h"
#include "domain/page.h"
#include "domain/pairing_row.h"
#include "domain/setting.h"
#include "store/sql_demand.h"

#include <string.h>

#define R(name) RIGHT_BIT(RIGHT_##name)

/* clang-format off */
static const struct workflow_step STEPS[] = {
    {"end",       "open", "ended", R(PAIRING_WRITE), NULL},
    {"hand_over", "open", "ended", R(PAIRING_WRITE), NULL},
};
/* clang-format on */

const struct workflow PAIRING_WORKFLOW = {"pairing", STEPS, LEN(STEPS)};

/* ---- warnings ---- */

void pairing_warn(struct ctx *c, struct json_strs *warnings, const char *key)
{
    if (!warnings->p)
        warnings->p = ARENA_ARRAY(c->arena, PAIRING_WARNINGS_MAX, const char *);
    for (size_t i = 0; i < warnings->n; i++)
        if (str_equal(warnings->p[i], key))
            return;
    if (warnings->n < PAIRING_WARNINGS_MAX)
        warnings->p[warnings->n++] = key;
}

struct bounds {
    int64_t min;
    int64_t max;
};

static qh_status load_bounds(struct ctx *c, struct bounds *out)
{
    const qh_status rc = setting_int(c, SETTING_PAIRING_LOAD_MIN, &out->min);

    return rc ? rc : setting_int(c, SETTING_PAIRING_LOAD_MAX, &out->max);
}

/* "", "low" or "high"; nobody is warned for having none. */
static const char *load_of(const struct bounds *b, int64_t n)
{
    return n > b->max ? "high" : n > 0 && n < b->min ? "low" : "";
}

qh_status pairing_warn_load(struct ctx *c, const char *officer,
                            struct json_strs *warnings)
{
    struct sql_pairing_load load = {0};
    struct bounds b = {0};
    const char *says;
    qh_status rc = load_bounds(c, &b);

    if (!rc)
        rc = sql_pairing_load(c->tx, c->arena, c->org, officer, &load, &c->err);
    if (rc)
        return rc;
    says = load_of(&b, load.n);
    if (*says)
        pairing_warn(c, warnings, str_equal(says, "high") ? "load_high" : "load_low");
    return QH_OK;
}

qh_status pairing_check_interest(struct ctx *c, const char *officer,
                                 const char *enterprise, struct json_strs *warnings)
{
    struct sql_interest_standing standing = {0};
    int64_t forbids = 0;
    qh_status rc = sql_interest_standing(c->tx, c->arena, c->org, officer, enterprise,
                                         &standing, &c->err);

    if (rc || !standing.n)
        return rc;
    rc = setting_int(c, SETTING_PAIRING_INTEREST_FORBIDS, &forbids);
    if (rc)
        return rc;
    if (forbids)
        return qh_fail(&c->err, QH_CONFLICT, "pairing.interest", "officer_id",
                       "enterprise %s", enterprise);
    pairing_warn(c, warnings, "interest");
    return QH_OK;
}

const char *pairing_today(struct ctx *c)
{
    char *day = ARENA_ARRAY(c->arena, DAY_LEN + 1, char);

    day_of_instant(c->calendar, c->now_ms, day);
    return day;
}

/* ---- lists ---- */

struct rotation {
    int64_t months; /* 0: none */
    int64_t warn_days;
    int64_t today;
};

static qh_status load_rotation(struct ctx *c, struct rotation *out)
{
    qh_status rc = setting_int(c, SETTING_PAIRING_ROTATION_MONTHS, &out->months);

    if (!rc)
        rc = setting_int(c, SETTING_PAIRING_ROTATION_WARN_DAYS, &out->warn_days);
    out->today = day_number_of_instant(c->calendar, c->now_ms);
    return rc;
}

static void add_rotation(struct ctx *c, const struct rotation *r, struct pairing_row *p)
{
    char *day = ARENA_ARRAY(c->arena, DAY_LEN + 1, char);
    int64_t from = 0;
    int64_t by;

    p->rotation = "none";
    if (!r->months || p->until_day || day_parse(p->from_day, &from))
        return;
    by = day_add_months(from, (int)r->months);
    day_format(by, day);
    p->rotate_day = day;
    if (by <= r->today)
        p->rotation = "due";
    else if (by <= r->today + r->warn_days)
        p->rotation = "soon";
}

qh_status pairing_list(struct ctx *c, const struct pairing_filter *f,
                       struct pairing_page *out)
{
    struct sql_pairing_row_list rows = {0};
    struct page_day at = PAGE_LATEST_DAY;
    struct rotation rotation = {0};
    struct pairing_row *items;
    qh_status rc = page_read_day(c->arena, f->after, &at, &c->err);

    if (!rc)
        rc = load_rotation(c, &rotation);
    if (!rc)
        rc = sql_pairing_list(
            c->tx, c->arena,
            &(struct sql_pairing_list_in){.org = c->org,
                                          .officer = f->officer_id,
                                          .enterprise = f->enterprise_id,
                                          .open = f->open,
                                          .division = f->division ? f->division : "",
                                          .before_day = at.day,
                                          .before_id = at.id,
                                          .limit = f->limit + 1},
            &rows, &c->err);
    if (rc)
        return rc;
    if (rows.n > (size_t)f->limit) {
        const struct sql_pairing_row *last = &rows.p[f->limit - 1];

        rows.n = (size_t)f->limit;
        out->next = page_write_day(c->arena, last->from_day, last->id);
    }
    items = ARENA_ARRAY(c->arena, rows.n, struct pairing_row);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_pairing_row *r = &rows.p[i];

        items[i] = (struct pairing_row){
            .id = r->id,
            .officer_id = r->officer_id,
            .officer_name = r->officer_name,
            .office_name = r->office_name,
            .enterprise_id = r->enterprise_id,
            .enterprise_name = r->enterprise_name,
            .division_name = r->division_name,
            .from_day = r->from_day,
            .until_day = r->until_day,
            .handover_id = r->handover_id,
            .version = r->version,
        };
        add_rotation(c, &rotation, &items[i]);
    }
    out->items = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

qh_status pairing_loads(struct ctx *c, struct json_list *out)
{
    struct sql_pairing_loads_list rows = {0};
    struct pairing_load *items;
    struct bounds b = {0};
    qh_status rc = load_bounds(c, &b);

    if (!rc)
        rc = sql_pairing_loads(c->tx, c->arena, c->org, &rows, &c->err);
    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct pairing_load);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_pairing_loads *r = &rows.p[i];

        items[i] =
            (struct pairing_load){r->officer_id, r->officer_name, r->office_name,
                                  r->n,          r->oldest_day,   load_of(&b, r->n)};
    }
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

/* ---- beginning and end ---- */

static qh_status check_enterprise(struct ctx *c, const char *id)
{
    struct sql_demand_enterprise e = {0};
    const qh_status rc = sql_demand_enterprise(c->tx, c->arena, c->org, id, &e, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "enterprise.not_found", "enterprise_id",
                       "%.40s", id);
    return rc;
}

static qh_status check_officer(struct ctx *c, const char *id)
{
    struct sql_pairing_officer p = {0};
    const qh_status rc = sql_pairing_officer(c->tx, c->arena, c->org, id, &p, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_INVALID, "pairing.officer", "officer_id", "%.40s", id);
    return rc;
}

/* No officer now, and the one before ended by then. */
static qh_status check_free(struct ctx *c, const struct pairing_new *in)
{
    struct sql_pairing_last_day last = {0};
    struct sql_pairing_row present = {0};
    qh_status rc = sql_pairing_present(c->tx, c->arena, c->org, in->enterprise_id,
                                       &present, &c->err);

    if (!rc)
        return qh_fail(&c->err, QH_CONFLICT, "pairing.exists", "enterprise_id", "%s",
                       present.officer_name);
    if (rc != QH_NOT_FOUND)
        return rc;
    c->err = (struct qh_error){0};
    rc = sql_pairing_last_day(c->tx, c->arena, c->org, in->enterprise_id, &last, &c->err);
    if (rc)
        return rc;
    if (strcmp(in->from_day, last.day) < 0)
        return qh_fail(&c->err, QH_INVALID, "pairing.day", "from_day",
                       "the one before ended on %s", last.day);
    return QH_OK;
}

static qh_status check_not_later(struct ctx *c, const char *day, const char *field)
{
    int64_t number = 0;

    if (day_parse(day, &number) || number > day_number_of_instant(c->calendar, c->now_ms))
        return qh_fail(&c->err, QH_INVALID, "pairing.day", field, "%.40s", day);
    return QH_OK;
}

static qh_status check_new(struct ctx *c, const struct pairing_new *in,
                           struct pairing_done *out)
{
    qh_status rc = check_not_later(c, in->from_day, "from_day");

    if (!rc)
        rc = check_enterprise(c, in->enterprise_id);
    if (!rc)
        rc = check_officer(c, in->officer_id);
    if (!rc)
        rc = check_free(c, in);
    if (!rc)
        rc = pairing_check_interest(c, in->officer_id, in->enterprise_id, &out->warnings);
    return rc;
}

qh_status pairing_begin(struct ctx *c, const struct pairing_new *in,
                        struct pairing_done *out)
{
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);
    qh_status rc = check_new(c, in, out);

    if (rc)
        return rc;
    id_make(c->now_ms, c->rand, id);
    rc = sql_pairing_add(c->tx, c->org, id, in->officer_id, in->enterprise_id,
                         in->from_day, in->handover_id, &c->err);
    if (!rc)
        rc = history_add(c, &(struct history_entry){.entity = "pairing",
                                                    .entity_id = id,
                                                    .seq = 1,
                                                    .action = "begin",
                                                    .from_state = "",
                                                    .to_state = "open",
                                                    .note = in->reason});
    if (rc)
        return rc;
    out->id = id;
    out->version = 1;
    return pairing_warn_load(c, in->officer_id, &out->warnings);
}

/* The row, its state and its version as they were read. */
static qh_status load_open(struct ctx *c, const char *id, int64_t version,
                           struct sql_pairing_row *out)
{
    const struct workflow_step *step = NULL;
    const qh_status rc = sql_pairing_one(c->tx, c->arena, c->org, id, out, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "pairing.not_found", "", "%.40s", id);
    if (rc)
        return rc;
    if (out->version != version)
        return qh_fail(&c->err, QH_CONFLICT, "pairing.changed", "version",
                       "pairing %s is at %lld", id, (long long)out->version);
    return workflow_check(c, &PAIRING_WORKFLOW, "end", out->until_day ? "ended" : "open",
                          out, &step);
}

qh_status pairing_end(struct ctx *c, const char *id, int64_t version,
                      const char *until_day, const char *reason, struct pairing_done *out)
{
    struct sql_pairing_row p = {0};
    qh_status rc = load_open(c, id, version, &p);

    if (!rc)
        rc = check_not_later(c, until_day, "until_day");
    if (rc)
        return rc;
    if (strcmp(until_day, p.from_day) < 0)
        return qh_fail(&c->err, QH_INVALID, "pairing.day", "until_day", "before %s",
                       p.from_day);
    if (str_is_blank(reason))
        return qh_fail(&c->err, QH_INVALID, "pairing.reason", "reason", "none given");
    rc = sql_pairing_end(c->tx, c->org, id, version, until_day, &c->err);
    if (rc == QH_CONFLICT)
        return qh_fail(&c->err, QH_CONFLICT, "pairing.changed", "version", "%s", id);
    /* A pairing that was set up without a history has none of its beginning. */
    if (!rc)
        rc = history_add(c, &(struct history_entry){.entity = "pairing",
                                                    .entity_id = id,
                                                    .seq = version + 1,
                                                    .action = "end",
                                                    .from_state = version ? "open" : "",
                                                    .to_state = "ended",
                                                    .note = reason});
    if (rc)
        return rc;
    out->id = p.id;
    out->version = version + 1;
    return pairing_warn_load(c, p.officer_id, &out->warnings);
}
