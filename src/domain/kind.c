#include "domain/kind.h"

#include "base/days.h"
#include "base/text.h"
#include "domain/history.h"
#include "store/sql_certificate.h"
#include "store/sql_instrument.h"

#include <string.h>

static const char *const IN_USE = "in_use";
static const char *const RETIRED = "retired";

/* ---- reading ---- */

static struct kind kind_of(const struct sql_instrument_kind *r)
{
    return (struct kind){
        .code = r->code,
        .name_zh = r->name_zh,
        .name_en = r->name_en,
        .service = r->service,
        .regulation = r->regulation,
        .compulsory = r->compulsory != 0,
        .cycle_months = r->cycle_months,
        .price_fen = r->price_fen,
        .unit_zh = r->unit_zh,
        .price_basis = r->price_basis,
        .note_zh = r->note_zh,
        .retired_day = r->retired_day,
        .version = r->version,
    };
}

/* The codes of a list "JJG 178 / JJG 694" one by one; empty at its end. */
static struct text next_code(struct text *rest)
{
    const char *slash = rest->len ? memchr(rest->p, '/', rest->len) : NULL;
    const struct text one = {rest->p, slash ? (size_t)(slash - rest->p) : rest->len};

    *rest = slash ? (struct text){slash + 1, rest->len - one.len - 1}
                  : (struct text){.p = "", .len = 0};
    return text_trim(one);
}

/* Of all editions the one that binds on the day, or NULL: the latest, and of several
 * files of it the first (as edition_on() has it). */
static const struct edition *binding(const struct json_list *all, struct text code,
                                     const char *day)
{
    const struct edition *e = all->p;
    const struct edition *found = NULL;

    for (size_t i = 0; i < all->n; i++)
        if (text_is(code, e[i].code) && strcmp(e[i].in_force_day, day) <= 0 &&
            (!e[i].until_day || strcmp(e[i].until_day, day) >= 0) &&
            !str_equal(e[i].state, "superseded") &&
            (!found || strcmp(e[i].in_force_day, found->in_force_day) > 0))
            found = &e[i];
    return found;
}

static size_t editions_of(const struct json_list *all, const char *list, const char *day,
                          const struct edition *out[KIND_FORMS_MAX])
{
    struct text rest = text_of(list);
    size_t n = 0;

    while (rest.len && n < KIND_FORMS_MAX) {
        const struct text code = next_code(&rest);
        const struct edition *e = code.len ? binding(all, code, day) : NULL;

        if (e)
            out[n++] = e;
    }
    return n;
}

static void name_editions(struct ctx *c, const struct json_list *all, const char *day,
                          struct kind *k)
{
    const struct edition *found[KIND_FORMS_MAX];
    const size_t n = editions_of(all, k->regulation, day, found);
    const char **names = ARENA_ARRAY(c->arena, n, const char *);

    for (size_t i = 0; i < n; i++)
        names[i] = found[i]->edition;
    k->editions = (struct json_strs){names, n};
}

qh_status kind_list(struct ctx *c, struct json_list *out)
{
    struct sql_instrument_kind_list rows = {0};
    struct json_list editions = {0};
    char today[DAY_LEN + 1];
    struct kind *items;
    qh_status rc = sql_instrument_kind_list(c->tx, c->arena, c->org, &rows, &c->err);

    if (!rc)
        rc = edition_list(c, &editions);
    if (rc)
        return rc;
    day_of_instant(c->calendar, c->now_ms, today);
    items = ARENA_ARRAY(c->arena, rows.n, struct kind);
    for (size_t i = 0; i < rows.n; i++) {
        items[i] = kind_of(&rows.p[i]);
        name_editions(c, &editions, today, &items[i]);
    }
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

static qh_status form_of(struct ctx *c, const struct edition *e, struct kind_form *out)
{
    struct text bytes = {0};
    struct json *doc = NULL;
    const struct json *head;
    qh_status rc = edition_bytes(c, e->hash, &bytes);

    if (!rc)
        rc = json_parse(c->arena, bytes, &doc, &c->err);
    if (rc)
        return rc;
    head = json_member(doc, "regulation");
    *out = (struct kind_form){.regulation = e->code,
                              .edition = e->edition,
                              .state = e->state,
                              .procedure = json_str(head, "procedure", "general"),
                              .service = json_str(head, "kind", "verification"),
                              .grades = json_member(head, "grades"),
                              .vars = json_member(doc, "instrument_vars")};
    return QH_OK;
}

static qh_status load(struct ctx *c, const char *code, struct kind *out)
{
    struct sql_instrument_kind row = {0};
    qh_status rc = sql_instrument_kind_one(c->tx, c->arena, c->org, code, &row, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "kind.not_found", "", "%.20s", code);
    if (!rc)
        *out = kind_of(&row);
    return rc;
}

qh_status kind_find(struct ctx *c, const char *code, struct kind_detail *out)
{
    const struct edition *found[KIND_FORMS_MAX];
    struct json_list editions = {0};
    struct kind_form *forms;
    char today[DAY_LEN + 1];
    size_t n;
    qh_status rc = load(c, code, &out->kind);

    if (!rc)
        rc = edition_list(c, &editions);
    if (rc)
        return rc;
    day_of_instant(c->calendar, c->now_ms, today);
    name_editions(c, &editions, today, &out->kind);
    n = editions_of(&editions, out->kind.regulation, today, found);
    forms = ARENA_ARRAY(c->arena, n, struct kind_form);
    for (size_t i = 0; i < n && !rc; i++)
        rc = form_of(c, found[i], &forms[i]);
    out->forms = (struct json_list){.p = forms, .n = n};
    return rc;
}

/* ---- what is typed ---- */

static bool is_code(const char *s)
{
    static const char *const LETTERS =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";

    return *s && s[strspn(s, LETTERS)] == '\0';
}

/* A regulation that an instrument names stays among those of its kind. */
static qh_status check_used(struct ctx *c, const struct kind *in)
{
    struct sql_instrument_regulations_list used = {0};
    qh_status rc =
        sql_instrument_regulations(c->tx, c->arena, c->org, in->code, &used, &c->err);

    for (size_t i = 0; i < used.n && !rc; i++)
        if (!edition_is_listed(in->regulation, used.p[i].regulation))
            rc = qh_fail(&c->err, QH_CONFLICT, "kind.regulation_used", "regulation", "%s",
                         used.p[i].regulation);
    return rc;
}

/* ---- history ---- */

static const char *data_of(struct ctx *c, const struct kind *k)
{
    struct json_writer w;
    struct buf b;

    buf_init(&b, c->arena);
    json_begin(&w, &b);
    json_object_open(&w);
    json_add_str(&w, "name_zh", k->name_zh);
    json_add_str(&w, "name_en", k->name_en);
    json_add_str(&w, "service", k->service);
    json_add_str(&w, "regulation", k->regulation);
    json_add_bool(&w, "compulsory", k->compulsory);
    json_add_int(&w, "cycle_months", k->cycle_months);
    json_add_int(&w, "price_fen", k->price_fen);
    json_add_str(&w, "price_basis", k->price_basis ? k->price_basis : "");
    json_object_close(&w);
    return buf_str(&b);
}

static qh_status tell(struct ctx *c, const struct kind *k, const char *action,
                      const char *from, const char *to)
{
    return history_add(c, &(struct history_entry){.entity = "instrument_kind",
                                                  .entity_id = k->code,
                                                  .seq = k->version,
                                                  .action = action,
                                                  .from_state = from,
                                                  .to_state = to,
                                                  .note = k->note_zh,
                                                  .data = data_of(c, k)});
}

/* Rows that were set up have no history to follow on. */
static const char *state_of(const struct kind *k)
{
    if (!k->version)
        return "";
    return k->retired_day ? RETIRED : IN_USE;
}

/* ---- the tariff ---- */

static qh_status begin_price(struct ctx *c, const struct kind *k, const char *code,
                             const char *today)
{
    return sql_tariff_add(c->tx,
                          &(struct sql_tariff_add_in){.org = c->org,
                                                      .code = code,
                                                      .name_zh = k->name_zh,
                                                      .name_en = k->name_en,
                                                      .kind_code = k->code,
                                                      .unit_zh = k->unit_zh,
                                                      .price_fen = k->price_fen,
                                                      .from_day = today,
                                                      .basis_zh = k->price_basis},
                          &c->err);
}

/* "K40-20261129": the line of the kind that begins on the day. */
static const char *line_code(struct ctx *c, const char *kind, const char *day)
{
    return str_format(c->arena, "%s-%.4s%.2s%.2s", kind, day, day + 5, day + 8);
}

static const char *day_before(struct ctx *c, const char *day)
{
    int64_t number = 0;
    char out[DAY_LEN + 1];

    if (day_parse(day, &number))
        return day;
    day_format(number - 1, out);
    return str_copy(c->arena, out);
}

/* The line that runs ends yesterday and another begins; one that began today is put
 * right. */
static qh_status set_price(struct ctx *c, const struct kind *k)
{
    struct sql_tariff_open_list rows = {0};
    char today[DAY_LEN + 1];
    qh_status rc = sql_tariff_open(c->tx, c->arena, c->org, k->code, &rows, &c->err);

    day_of_instant(c->calendar, c->now_ms, today);
    for (size_t i = 0; i < rows.n && !rc; i++) {
        if (strcmp(rows.p[i].from_day, today) >= 0)
            return sql_tariff_set_price(c->tx, c->org, rows.p[i].code, k->price_fen,
                                        k->unit_zh, k->price_basis, &c->err);
        rc = sql_tariff_end(c->tx, c->org, rows.p[i].code, day_before(c, today), &c->err);
    }
    return rc ? rc : begin_price(c, k, line_code(c, k->code, today), today);
}

/* ---- changes ---- */

qh_status kind_add(struct ctx *c, const struct kind *in)
{
    struct kind k = *in;
    char today[DAY_LEN + 1];
    qh_status rc;

    if (!is_code(in->code))
        return qh_fail(&c->err, QH_INVALID, "kind.code", "code", "%.20s", in->code);
    rc = edition_check_list(c, in->regulation, "kind.regulation", "regulation");
    if (rc)
        return rc;
    k.version = 1;
    rc = sql_instrument_kind_add(
        c->tx,
        &(struct sql_instrument_kind_add_in){.org = c->org,
                                             .code = k.code,
                                             .name_zh = k.name_zh,
                                             .name_en = k.name_en,
                                             .service = k.service,
                                             .regulation = k.regulation,
                                             .compulsory = k.compulsory,
                                             .cycle_months = k.cycle_months,
                                             .price_fen = k.price_fen,
                                             .note_zh = k.note_zh,
                                             .version = k.version},
        &c->err);
    if (rc == QH_CONFLICT)
        return qh_fail(&c->err, QH_CONFLICT, "kind.duplicate", "code", "%s", k.code);
    day_of_instant(c->calendar, c->now_ms, today);
    if (!rc)
        rc = begin_price(c, &k, line_code(c, k.code, today), today);
    return rc ? rc : tell(c, &k, "add", "", IN_USE);
}

static qh_status changed(struct ctx *c, const char *code, qh_status rc)
{
    if (rc == QH_CONFLICT)
        return qh_fail(&c->err, QH_CONFLICT, "kind.changed", "version", "%.20s", code);
    return rc;
}

qh_status kind_change(struct ctx *c, const struct kind *in)
{
    struct kind k = *in;
    struct kind old = {0};
    qh_status rc = load(c, in->code, &old);

    if (!rc)
        rc = edition_check_list(c, in->regulation, "kind.regulation", "regulation");
    if (!rc)
        rc = check_used(c, in);
    if (rc)
        return rc;
    rc = sql_instrument_kind_change(
        c->tx,
        &(struct sql_instrument_kind_change_in){.org = c->org,
                                                .code = k.code,
                                                .name_zh = k.name_zh,
                                                .name_en = k.name_en,
                                                .service = k.service,
                                                .regulation = k.regulation,
                                                .compulsory = k.compulsory,
                                                .cycle_months = k.cycle_months,
                                                .price_fen = k.price_fen,
                                                .note_zh = k.note_zh,
                                                .version = k.version},
        &c->err);
    if (rc)
        return changed(c, k.code, rc);
    if (k.price_fen != old.price_fen || !str_equal(k.price_basis, old.price_basis) ||
        !str_equal(k.unit_zh, old.unit_zh))
        rc = set_price(c, &k);
    k.version++;
    return rc ? rc
              : tell(c, &k, "change", state_of(&old), old.retired_day ? RETIRED : IN_USE);
}

qh_status kind_retire(struct ctx *c, const char *code, int64_t version, bool retire,
                      const char *reason)
{
    struct kind k = {0};
    char today[DAY_LEN + 1];
    const char *from;
    qh_status rc = load(c, code, &k);

    if (rc)
        return rc;
    if (retire == (k.retired_day != NULL))
        return qh_fail(&c->err, QH_CONFLICT, "kind.state", "", "%s", code);
    from = state_of(&k);
    day_of_instant(c->calendar, c->now_ms, today);
    rc = sql_instrument_kind_set_retired(c->tx, c->org, code, retire ? today : NULL,
                                         version, &c->err);
    if (rc)
        return changed(c, code, rc);
    k.version = version + 1;
    k.note_zh = reason;
    return tell(c, &k, retire ? "retire" : "resume", from, retire ? RETIRED : IN_USE);
}
