/* Asking for an appointment, and reading. */
#include "domain/appointment_row.h"

#include "base/days.h"
#include "base/id.h"
#include "base/text.h"
#include "domain/history.h"
#include "domain/item.h"
#include "domain/notify_kinds.h"
#include "domain/number.h"
#include "domain/page.h"
#include "domain/setting.h"

enum { DAY_MS = 86400000, UPCOMING_MOST = 100 };

static const char *const CHANNELS[] = {"visit", "window", "phone", "symposium", "online"};

/* ---- asking ---- */

qh_status appointment_check_windows(struct ctx *c, const struct json_list *list)
{
    const struct appointment_window *w = list->p;
    const int64_t latest = c->now_ms + (int64_t)APPOINTMENT_AHEAD_DAYS * DAY_MS;

    if (!list->n || list->n > APPOINTMENT_WINDOWS_MAX)
        return qh_fail(&c->err, QH_INVALID, "appointment.windows", "windows", "%zu",
                       list->n);
    for (size_t i = 0; i < list->n; i++)
        if (w[i].until_ms <= c->now_ms || w[i].until_ms <= w[i].from_ms ||
            w[i].until_ms - w[i].from_ms > DAY_MS || w[i].until_ms > latest)
            return qh_fail(&c->err, QH_INVALID, "appointment.window",
                           str_format(c->arena, "windows[%zu]", i), "%lld to %lld",
                           (long long)w[i].from_ms, (long long)w[i].until_ms);
    return QH_OK;
}

qh_status appointment_add_windows(struct ctx *c, const char *id, const char *side,
                                  const struct json_list *list)
{
    struct sql_appointment_windows_list old = {0};
    const struct appointment_window *w = list->p;
    int64_t round = 1;
    qh_status rc = sql_appointment_windows(c->tx, c->arena, c->org, id, &old, &c->err);

    if (!rc && old.n)
        round = old.p[old.n - 1].round + 1;
    for (size_t i = 0; i < list->n && !rc; i++)
        rc = sql_appointment_window_add(c->tx,
                                        &(struct sql_appointment_window_add_in){
                                            .org = c->org,
                                            .appointment_id = id,
                                            .seq = (int64_t)(old.n + i + 1),
                                            .round = round,
                                            .side = side,
                                            .from_ms = w[i].from_ms,
                                            .until_ms = w[i].until_ms,
                                        },
                                        &c->err);
    return rc;
}

static qh_status find_enterprise(struct ctx *c, const struct appointment_new *in,
                                 const char **out)
{
    struct sql_appointment_enterprise e = {0};
    const char *own = c->actor.enterprise;
    const char *id = in->enterprise_id ? in->enterprise_id : own;
    qh_status rc = QH_NOT_FOUND;

    if (id && (!own || str_equal(own, id)))
        rc = sql_appointment_enterprise(c->tx, c->arena, c->org, id, &e, &c->err);
    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "enterprise.not_found", "enterprise_id",
                       "%.40s", id ? id : "none given");
    if (!rc)
        *out = e.id;
    return rc;
}

static qh_status find_channel(struct ctx *c, const char *given, const char **out)
{
    if (!given) {
        *out = c->actor.enterprise ? "online" : "window";
        return QH_OK;
    }
    for (size_t i = 0; i < LEN(CHANNELS); i++)
        if (str_equal(CHANNELS[i], given)) {
            *out = CHANNELS[i];
            return QH_OK;
        }
    return qh_fail(&c->err, QH_INVALID, "appointment.channel", "channel", "%.20s", given);
}

/* The item, in the version in force, and whether it is done at that place. */
static qh_status find_item(struct ctx *c, const struct appointment_new *in,
                           struct item *out)
{
    const qh_status rc = item_find(c, in->item_code, out);

    if (rc == QH_NOT_FOUND || (!rc && !out->wording.appointment)) {
        c->err = (struct qh_error){0};
        return qh_fail(&c->err, QH_INVALID, "appointment.item", "item_code", "%.20s",
                       in->item_code);
    }
    if (!rc && str_equal(in->place, "on_site") && !out->wording.on_site)
        return qh_fail(&c->err, QH_INVALID, "appointment.place", "place",
                       "%s is not on "
                       "site",
                       out->code);
    return rc;
}

static qh_status check_demand(struct ctx *c, const struct appointment_new *in,
                              const char *enterprise)
{
    struct sql_appointment_demand d = {0};
    qh_status rc;

    if (!in->demand_id)
        return QH_OK;
    rc = sql_appointment_demand(c->tx, c->arena, c->org, in->demand_id, &d, &c->err);
    if (rc == QH_NOT_FOUND || (!rc && !str_equal(d.enterprise_id, enterprise)))
        return qh_fail(&c->err, QH_NOT_FOUND, "demand.not_found", "demand_id", "%s",
                       in->demand_id);
    return rc;
}

static qh_status add_instruments(struct ctx *c, const char *id,
                                 const struct json_strs *list)
{
    qh_status rc = QH_OK;

    for (size_t i = 0; i < list->n && !rc; i++)
        rc = sql_appointment_instrument_add(c->tx, c->org, id, list->p[i], &c->err);
    return rc;
}

static qh_status check_instruments(struct ctx *c, const struct json_strs *list,
                                   const char *enterprise)
{
    if (list->n > APPOINTMENT_INSTRUMENTS_MAX)
        return qh_fail(&c->err, QH_LIMIT, "appointment.instruments", "instruments", "%zu",
                       list->n);
    for (size_t i = 0; i < list->n; i++) {
        struct sql_appointment_subject it = {0};
        qh_status rc =
            sql_appointment_subject(c->tx, c->arena, c->org, list->p[i], &it, &c->err);

        if (rc && rc != QH_NOT_FOUND)
            return rc;
        if (rc || json_strs_repeats(list, i) ||
            !str_equal(it.enterprise_id, enterprise) || str_equal(it.state, "scrapped"))
            return qh_fail(&c->err, QH_INVALID, "appointment.instrument",
                           str_format(c->arena, "instruments[%zu]", i), "%.40s",
                           list->p[i]);
    }
    return QH_OK;
}

static qh_status insert(struct ctx *c, const struct appointment_new *in,
                        struct sql_appointment_add_in *row)
{
    const int64_t year = year_of_instant(c->calendar, c->now_ms);
    int64_t serial = 0;
    qh_status rc = number_take(c, "appointment", year, &serial);

    if (rc)
        return rc;
    row->number = str_format(c->arena, "FW%04d-%04lld", (int)year, (long long)serial);
    rc = sql_appointment_add(c->tx, row, &c->err);
    if (!rc)
        rc = appointment_add_windows(c, row->id, "enterprise", &in->windows);
    if (!rc)
        rc = add_instruments(c, row->id, &in->instruments);
    if (rc)
        return rc;
    rc = history_add(c, &(struct history_entry){.entity = "appointment",
                                                .entity_id = row->id,
                                                .seq = 1,
                                                .action = "request",
                                                .from_state = "",
                                                .to_state = "requested",
                                                .note = row->wish,
                                                .data = "{}"});
    return rc ? rc : appointment_tell(c, "request", row->id);
}

/* What may be checked without writing; fills the row. */
static qh_status prepare(struct ctx *c, const struct appointment_new *in,
                         struct sql_appointment_add_in *row)
{
    struct sql_appointment_office office = {0};
    struct item it = {0};
    qh_status rc = find_enterprise(c, in, &row->enterprise_id);

    if (!rc)
        rc = find_channel(c, in->channel, &row->channel);
    if (!rc)
        rc = find_item(c, in, &it);
    if (!rc)
        rc = appointment_check_windows(c, &in->windows);
    if (!rc)
        rc = check_instruments(c, &in->instruments, row->enterprise_id);
    if (!rc)
        rc = check_demand(c, in, row->enterprise_id);
    if (!rc)
        rc = sql_appointment_office(c->tx, c->arena, c->org, it.wording.lead_office_code,
                                    &office, &c->err);
    if (rc)
        return rc;
    row->item_code = it.code;
    row->item_no = it.no;
    row->office_id = office.id;
    return QH_OK;
}

qh_status appointment_create(struct ctx *c, const struct appointment_new *in,
                             const char **out_id)
{
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);
    struct sql_appointment_add_in row = {.org = c->org,
                                         .id = id,
                                         .demand_id = in->demand_id,
                                         .place = in->place,
                                         .wish = in->wish ? in->wish : "",
                                         .not_producing = in->not_producing,
                                         .requested_ms = c->now_ms};
    qh_status rc = prepare(c, in, &row);

    if (rc)
        return rc;
    id_make(c->now_ms, c->rand, id);
    rc = insert(c, in, &row);
    if (!rc)
        *out_id = id;
    return rc;
}

/* ---- reading ---- */

static bool sees_all(const struct ctx *c)
{
    return ctx_can(c, RIGHT_DEMAND_READ_ALL);
}

static qh_status may_see(struct ctx *c, const struct sql_appointment_row *r)
{
    struct sql_appointment_is_paired paired = {0};
    bool may = sees_all(c) || str_equal(c->actor.office, r->office_id);
    qh_status rc = QH_OK;

    if (c->actor.enterprise)
        may = str_equal(c->actor.enterprise, r->enterprise_id);
    else if (!may)
        rc = sql_appointment_is_paired(c->tx, c->arena, c->org, r->enterprise_id,
                                       c->actor.person, &paired, &c->err);
    if (rc || may || paired.n)
        return rc;
    return qh_fail(&c->err, QH_NOT_FOUND, "appointment.not_found", "", "%s", r->id);
}

qh_status appointment_load(struct ctx *c, const char *id, struct sql_appointment_row *out)
{
    const qh_status rc = sql_appointment_one(c->tx, c->arena, c->org, id, out, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "appointment.not_found", "", "%.40s", id);
    return rc ? rc : may_see(c, out);
}

qh_status appointment_tell(struct ctx *c, const char *action, const char *id)
{
    struct sql_appointment_row r = {0};
    struct notify_more more = {0};
    enum notify_kind kind = NOTIFY_REQUEST_RECEIVED;
    qh_status rc;

    if (!notify_kind_of_step("appointment", action, &kind))
        return QH_OK;
    rc = sql_appointment_one(c->tx, c->arena, c->org, id, &r, &c->err);
    more.label = r.number;
    more.enterprise_id = r.enterprise_id;
    more.office_id = r.office_id;
    return rc ? rc : notify_event(c, kind, id, &more);
}

static struct appointment appointment_of(const struct ctx *c, int64_t near_days,
                                         const struct sql_appointment_row *r)
{
    return (struct appointment){
        .id = r->id,
        .number = r->number,
        .enterprise_id = r->enterprise_id,
        .enterprise_name = r->enterprise_name,
        .address_zh = r->address_zh,
        .division_name = r->division_name,
        .item_code = r->item_code,
        .item_no = r->item_no,
        .item_zh = r->item_zh,
        .item_en = r->item_en,
        .demand_id = r->demand_id,
        .demand_number = r->demand_number,
        .demand_state = r->demand_state,
        .booking_id = r->booking_id,
        .booking_number = r->booking_number,
        .booking_state = r->booking_state,
        .channel = r->channel,
        .place = r->place,
        .wish = r->wish,
        .not_producing = r->not_producing != 0,
        .office_id = r->office_id,
        .office_zh = r->office_zh,
        .office_en = r->office_en,
        .handler_id = r->handler_id,
        .handler_name = r->handler_name,
        .state = r->state,
        .from_ms = r->from_ms,
        .until_ms = r->until_ms,
        .done_note = r->done_note,
        .rating = r->rating,
        .requested_ms = r->requested_ms,
        .is_near = str_equal(r->state, "accepted") && r->from_ms.has &&
                   r->until_ms.v >= c->now_ms &&
                   r->from_ms.v < c->now_ms + near_days * DAY_MS,
        .version = r->version,
    };
}

static qh_status list_of(struct ctx *c, const struct sql_appointment_row_list *rows,
                         struct json_list *out)
{
    struct appointment *p = ARENA_ARRAY(c->arena, rows->n + 1, struct appointment);
    int64_t near_days = 0;
    const qh_status rc = setting_int(c, SETTING_APPOINTMENT_REMIND_DAYS, &near_days);

    if (rc)
        return rc;
    for (size_t i = 0; i < rows->n; i++)
        p[i] = appointment_of(c, near_days, &rows->p[i]);
    *out = (struct json_list){.p = p, .n = rows->n};
    return QH_OK;
}

/* The office whose appointments a person sees; NULL: all. */
static const char *own_office(const struct ctx *c)
{
    if (c->actor.enterprise || sees_all(c))
        return NULL;
    return c->actor.office ? c->actor.office : "";
}

qh_status appointment_list(struct ctx *c, const struct appointment_filter *f,
                           struct appointment_page *out)
{
    struct sql_appointment_row_list rows = {0};
    struct page_time at = PAGE_NEWEST;
    qh_status rc = page_read(f->after, &at, &c->err);

    if (!rc)
        rc = sql_appointment_list(c->tx, c->arena,
                                  &(struct sql_appointment_list_in){
                                      .org = c->org,
                                      .enterprise = c->actor.enterprise
                                                        ? c->actor.enterprise
                                                        : f->enterprise_id,
                                      .state = f->state,
                                      .own_office = own_office(c),
                                      .own_person = c->actor.person,
                                      .before_ms = at.ms,
                                      .before_id = at.id,
                                      .limit = f->limit + 1,
                                  },
                                  &rows, &c->err);
    if (rc)
        return rc;
    if (page_cut(&rows.n, f->limit))
        out->next =
            page_write(c->arena, rows.p[rows.n - 1].requested_ms, rows.p[rows.n - 1].id);
    return list_of(c, &rows, &out->items);
}

qh_status appointment_upcoming(struct ctx *c, int64_t days, struct json_list *out)
{
    struct sql_appointment_row_list rows = {0};
    const qh_status rc =
        sql_appointment_upcoming(c->tx, c->arena,
                                 &(struct sql_appointment_upcoming_in){
                                     .org = c->org,
                                     .enterprise = c->actor.enterprise,
                                     .own_office = own_office(c),
                                     .own_person = c->actor.person,
                                     .from_ms = c->now_ms - DAY_MS,
                                     .until_ms = c->now_ms + days * DAY_MS,
                                     .limit = UPCOMING_MOST,
                                 },
                                 &rows, &c->err);

    return rc ? rc : list_of(c, &rows, out);
}

static qh_status load_windows(struct ctx *c, const char *id, bool waits,
                              struct json_list *out)
{
    struct sql_appointment_windows_list rows = {0};
    struct appointment_proposal *p;
    const qh_status rc =
        sql_appointment_windows(c->tx, c->arena, c->org, id, &rows, &c->err);

    if (rc)
        return rc;
    p = ARENA_ARRAY(c->arena, rows.n + 1, struct appointment_proposal);
    for (size_t i = 0; i < rows.n; i++)
        p[i] = (struct appointment_proposal){
            rows.p[i].seq,      rows.p[i].round,
            rows.p[i].side,     rows.p[i].from_ms,
            rows.p[i].until_ms, waits && rows.p[i].round == rows.p[rows.n - 1].round};
    *out = (struct json_list){.p = p, .n = rows.n};
    return QH_OK;
}

static qh_status load_instruments(struct ctx *c, const char *id, struct json_list *out)
{
    struct sql_appointment_instruments_list rows = {0};
    struct appointment_instrument *p;
    const qh_status rc =
        sql_appointment_instruments(c->tx, c->arena, c->org, id, &rows, &c->err);

    if (rc)
        return rc;
    p = ARENA_ARRAY(c->arena, rows.n + 1, struct appointment_instrument);
    for (size_t i = 0; i < rows.n; i++)
        p[i] = (struct appointment_instrument){rows.p[i].instrument_id, rows.p[i].name_zh,
                                               rows.p[i].model, rows.p[i].serial};
    *out = (struct json_list){.p = p, .n = rows.n};
    return QH_OK;
}

qh_status appointment_find(struct ctx *c, const char *id, struct appointment_detail *out)
{
    struct workflow_actions actions = {0};
    struct sql_appointment_row r = {0};
    int64_t near_days = 0;
    bool waits;
    qh_status rc = appointment_load(c, id, &r);

    if (!rc)
        rc = setting_int(c, SETTING_APPOINTMENT_REMIND_DAYS, &near_days);
    if (rc)
        return rc;
    waits = str_equal(r.state, "requested") || str_equal(r.state, "proposed");
    out->appointment = appointment_of(c, near_days, &r);
    rc = load_windows(c, id, waits, &out->windows);
    if (!rc)
        rc = load_instruments(c, id, &out->instruments);
    if (!rc)
        rc = history_of(c, "appointment", id, &out->events);
    if (rc)
        return rc;
    workflow_actions(c, &APPOINTMENT_WORKFLOW, r.state, &r, &actions);
    out->actions = (struct json_list){.p = actions.p, .n = actions.n};
    return QH_OK;
}
