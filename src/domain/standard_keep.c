#include "domain/standard_keep.h"

#include "base/dec.h"
#include "base/id.h"
#include "base/text.h"
#include "domain/history.h"
#include "domain/right.h"
#include "store/sql_standard.h"

#include <string.h>

#define R(name) RIGHT_BIT(RIGHT_##name)

/* clang-format off */
static const struct workflow_step STEPS[] = {
    {"certify",  "in_use",         "in_use",    R(STANDARD_WRITE), NULL},
    {"certify",  "stopped",        "stopped",   R(STANDARD_WRITE), NULL},
    {"move",     "in_use",         "in_use",    R(STANDARD_WRITE), NULL},
    {"move",     "stopped",        "stopped",   R(STANDARD_WRITE), NULL},
    {"stop",     "in_use",         "stopped",   R(STANDARD_WRITE), NULL},
    {"resume",   "stopped",        "in_use",    R(STANDARD_WRITE), NULL},
    {"withdraw", "in_use stopped", "withdrawn", R(STANDARD_WRITE), NULL},
};
/* clang-format on */

const struct workflow STANDARD_WORKFLOW = {"standard", STEPS, LEN(STEPS)};

static const char *const WEIGHT = "weight";
static const char *const OTHER = "other";

/* ---- what a standard is good for ---- */

static const struct param {
    const char *name;
    bool is_text;
    bool is_positive;
} PARAMS[] = {
    {"nominal", false, false}, {"from", false, false}, {"to", false, false},
    {"error", false, false},   {"u", false, true},     {"k", false, true},
    {"mpe", false, true},      {"unit", true, false},
};

static const struct param *param_of(struct text name)
{
    for (size_t i = 0; i < LEN(PARAMS); i++)
        if (text_is(name, PARAMS[i].name))
            return &PARAMS[i];
    return NULL;
}

static qh_status bad_param(struct ctx *c, const char *name, const char *why)
{
    return qh_fail(&c->err, QH_INVALID, "standard.params",
                   str_format(c->arena, "params.%.40s", name), "%s", why);
}

static qh_status check_param(struct ctx *c, const struct json *m)
{
    const struct param *p = param_of(m->key);
    struct dec v = {0};

    if (!p)
        return bad_param(c, m->key.p, "no such quantity");
    if (m->kind != JSON_STRING || text_chars(m->text) > STANDARD_PARAM_MAX)
        return bad_param(c, p->name, "a short text is due");
    if (p->is_text)
        return QH_OK;
    if (dec_parse(m->text, &v))
        return bad_param(c, p->name, "not a number");
    if (p->is_positive && dec_compare(v, dec_int(0)) <= 0)
        return bad_param(c, p->name, "more than 0 is due");
    return QH_OK;
}

/* from <= to; k belongs to a u. */
static qh_status check_params(struct ctx *c, const struct json *params)
{
    struct dec from = {0};
    struct dec to = {0};

    if (params && params->kind != JSON_OBJECT)
        return qh_fail(&c->err, QH_INVALID, "standard.params", "params",
                       "an object is due");
    for (const struct json *m = params ? params->first : NULL; m; m = m->next) {
        const qh_status rc = check_param(c, m);

        if (rc)
            return rc;
    }
    if (!dec_parse(text_of(json_str(params, "from", "")), &from) &&
        !dec_parse(text_of(json_str(params, "to", "")), &to) && dec_compare(from, to) > 0)
        return bad_param(c, "to", "below the begin of the range");
    if (json_member(params, "k") && !json_member(params, "u"))
        return bad_param(c, "u", "k is given without it");
    return QH_OK;
}

static const char *params_text(struct ctx *c, const struct json *params)
{
    struct json_writer w;
    struct buf b;

    if (!params || !params->count)
        return NULL;
    buf_init(&b, c->arena);
    json_begin(&w, &b);
    json_put_node(&w, params);
    return buf_str(&b);
}

static qh_status check_paper(struct ctx *c, const struct standard_paper *p)
{
    if (strcmp(p->certificate_day, p->valid_until_day) > 0)
        return qh_fail(&c->err, QH_INVALID, "standard.days", "valid_until_day",
                       "%s to %s", p->certificate_day, p->valid_until_day);
    return check_params(c, p->params);
}

/* ---- reading ---- */

static qh_status load(struct ctx *c, const char *id, struct standard *out)
{
    struct sql_standard_row row = {0};
    const qh_status rc = sql_standard_one(c->tx, c->arena, c->org, id, &row, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "standard.not_found", "", "%.40s", id);
    return rc ? rc : standard_of(c, &row, out);
}

/* The certificate that the row itself tells, as it was set up. */
static struct standard_paper paper_of_row(const struct standard *s)
{
    return (struct standard_paper){.seq = 1,
                                   .certificate_no = s->certificate_no,
                                   .issuer = "",
                                   .certificate_day = s->certificate_day,
                                   .valid_until_day = s->valid_until_day,
                                   .accuracy_class = s->accuracy_class,
                                   .params = s->params,
                                   .recorded_by = ""};
}

static qh_status load_papers(struct ctx *c, const struct standard *s,
                             struct json_list *out)
{
    struct sql_standard_certificates_list rows = {0};
    struct standard_paper *items;
    qh_status rc =
        sql_standard_certificates(c->tx, c->arena, c->org, s->id, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n + 1, struct standard_paper);
    items[0] = paper_of_row(s);
    for (size_t i = 0; i < rows.n && !rc; i++) {
        items[i] = (struct standard_paper){
            .seq = rows.p[i].seq,
            .certificate_no = rows.p[i].certificate_no,
            .issuer = rows.p[i].issuer,
            .certificate_day = rows.p[i].certificate_day,
            .valid_until_day = rows.p[i].valid_until_day,
            .accuracy_class = rows.p[i].accuracy_class,
            .recorded_ms = rows.p[i].recorded_ms,
            .recorded_by = rows.p[i].recorded_by,
        };
        rc = standard_params(c, rows.p[i].params, &items[i].params);
    }
    *out = (struct json_list){.p = items, .n = rows.n ? rows.n : 1};
    return rc;
}

qh_status standard_find(struct ctx *c, const char *id, struct standard_detail *out)
{
    const qh_status rc = load(c, id, &out->standard);

    return rc ? rc : load_papers(c, &out->standard, &out->certificates);
}

/* ---- writing ---- */

static qh_status add_paper(struct ctx *c, const char *id, const struct standard_paper *p)
{
    return sql_standard_certificate_add(
        c->tx,
        &(struct sql_standard_certificate_add_in){.org = c->org,
                                                  .standard_id = id,
                                                  .seq = p->seq,
                                                  .certificate_no = p->certificate_no,
                                                  .issuer = p->issuer,
                                                  .certificate_day = p->certificate_day,
                                                  .valid_until_day = p->valid_until_day,
                                                  .accuracy_class = p->accuracy_class,
                                                  .params = params_text(c, p->params),
                                                  .recorded_ms = p->recorded_ms,
                                                  .recorded_by = p->recorded_by},
        &c->err);
}

static const char *paper_data(struct ctx *c, const struct standard_paper *p)
{
    struct json_writer w;
    struct buf b;

    buf_init(&b, c->arena);
    json_begin(&w, &b);
    json_object_open(&w);
    json_add_str(&w, "certificate_no", p->certificate_no);
    json_add_str(&w, "certificate_day", p->certificate_day);
    json_add_str(&w, "valid_until_day", p->valid_until_day);
    json_object_close(&w);
    return buf_str(&b);
}

/* s->version: as it is after the change.  Rows that were set up have no history to
 * follow on. */
static qh_status tell(struct ctx *c, const struct standard *s, const char *action,
                      const char *from, const struct history_entry *more)
{
    struct history_entry e = *more;

    e.entity = "standard";
    e.entity_id = s->id;
    e.seq = s->version;
    e.action = action;
    e.from_state = s->version > 1 ? from : "";
    e.to_state = s->state;
    return history_add(c, &e);
}

/* Its row as s has it, version s->version; that goes up by one. */
static qh_status write_row(struct ctx *c, struct standard *s)
{
    const qh_status rc = sql_standard_change(
        c->tx,
        &(struct sql_standard_change_in){.org = c->org,
                                         .id = s->id,
                                         .set_id = s->set_id,
                                         .state = s->state,
                                         .accuracy_class = s->accuracy_class,
                                         .certificate_no = s->certificate_no,
                                         .certificate_day = s->certificate_day,
                                         .valid_until_day = s->valid_until_day,
                                         .version = s->version},
        &c->err);

    if (rc == QH_CONFLICT && tx_failed_on(&c->err, "standard_serial"))
        return qh_fail(&c->err, QH_CONFLICT, "standard.duplicate", "serial", "%s",
                       s->serial);
    if (rc == QH_CONFLICT)
        return qh_fail(&c->err, QH_CONFLICT, "standard.changed", "version", "%s", s->id);
    s->version++;
    return rc;
}

static qh_status check_set(struct ctx *c, const char *set_id)
{
    struct sql_standard_set row = {0};
    const qh_status rc =
        sql_standard_set_one(c->tx, c->arena, c->org, set_id, &row, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_INVALID, "standard.set", "set_id", "%.26s", set_id);
    return rc;
}

/* ---- a new one ---- */

static bool is_plain_kind(const char *kind)
{
    static const char *const PLAIN[] = {"weight", "thermometer", "hygrometer"};

    for (size_t i = 0; i < LEN(PLAIN); i++)
        if (str_equal(PLAIN[i], kind))
            return true;
    return false;
}

static bool is_kind_name(const char *s)
{
    return *s && s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

static qh_status check_new(struct ctx *c, const struct standard_new *in)
{
    const bool is_weight = str_equal(in->kind, WEIGHT);
    struct dec nominal = {0};

    if (!is_kind_name(in->kind))
        return qh_fail(&c->err, QH_INVALID, "standard.kind", "kind", "%.40s", in->kind);
    if (!is_weight && in->nominal_kg)
        return qh_fail(&c->err, QH_INVALID, "standard.nominal", "nominal_kg",
                       "no weight");
    if (is_weight && (!in->nominal_kg || dec_parse(text_of(in->nominal_kg), &nominal) ||
                      dec_compare(nominal, dec_int(0)) <= 0))
        return qh_fail(&c->err, QH_INVALID, "standard.nominal", "nominal_kg", "%.40s",
                       in->nominal_kg ? in->nominal_kg : "none");
    if (!is_plain_kind(in->kind) && (!in->name_zh || !in->name_en))
        return qh_fail(&c->err, QH_INVALID, "standard.name",
                       in->name_zh ? "name_en" : "name_zh", "%.40s", in->kind);
    return QH_OK;
}

/* What is more than a weight or a thermometer: its kind, its name, its values. */
static qh_status add_measure(struct ctx *c, const struct standard_new *in, const char *id)
{
    const char *params = params_text(c, in->paper.params);

    return sql_standard_measure_add(
        c->tx, c->org, id, in->kind, in->name_zh ? in->name_zh : "",
        in->name_en ? in->name_en : "", params ? params : "", &c->err);
}

static qh_status add_row(struct ctx *c, const struct standard_new *in, const char *id)
{
    const qh_status rc = sql_standard_add(
        c->tx,
        &(struct sql_standard_add_in){.org = c->org,
                                      .id = id,
                                      .set_id = in->set_id,
                                      .kind = is_plain_kind(in->kind) ? in->kind : OTHER,
                                      .serial = in->serial,
                                      .nominal_kg = in->nominal_kg,
                                      .accuracy_class = in->paper.accuracy_class,
                                      .certificate_no = in->paper.certificate_no,
                                      .certificate_day = in->paper.certificate_day,
                                      .valid_until_day = in->paper.valid_until_day,
                                      .version = 1},
        &c->err);

    if (rc == QH_CONFLICT)
        return qh_fail(&c->err, QH_CONFLICT, "standard.duplicate", "serial", "%s",
                       in->serial);
    return rc ? rc : add_measure(c, in, id);
}

qh_status standard_register(struct ctx *c, const struct standard_new *in,
                            const char **out_id)
{
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);
    struct standard_paper paper = in->paper;
    const struct standard s = {.id = id, .state = "in_use", .version = 1};
    qh_status rc = check_new(c, in);

    if (!rc)
        rc = check_paper(c, &in->paper);
    if (!rc)
        rc = check_set(c, in->set_id);
    if (rc)
        return rc;
    id_make(c->now_ms, c->rand, id);
    rc = add_row(c, in, id);
    if (rc)
        return rc;
    paper.seq = 1;
    paper.recorded_ms = c->now_ms;
    paper.recorded_by = c->actor.name ? c->actor.name : "";
    rc = add_paper(c, id, &paper);
    if (rc)
        return rc;
    *out_id = id;
    return tell(
        c, &s, "register", "",
        &(struct history_entry){.note = in->serial, .data = paper_data(c, &paper)});
}

/* ---- changes ---- */

static qh_status take(struct ctx *c, const char *id, const char *action, int64_t version,
                      struct standard *out)
{
    const struct workflow_step *step = NULL;
    qh_status rc = load(c, id, out);

    if (!rc)
        rc = workflow_check(c, &STANDARD_WORKFLOW, action, out->state, out, &step);
    if (rc)
        return rc;
    if (out->version != version)
        return qh_fail(&c->err, QH_CONFLICT, "standard.changed", "version", "%s", id);
    return QH_OK;
}

/* The number that the next certificate has; the first one is kept before it. */
static qh_status next_paper(struct ctx *c, const struct standard *s, int64_t *out)
{
    struct sql_standard_certificates_list rows = {0};
    const struct standard_paper first = paper_of_row(s);
    const qh_status rc =
        sql_standard_certificates(c->tx, c->arena, c->org, s->id, &rows, &c->err);

    if (rc)
        return rc;
    if (rows.n == STANDARD_CERTIFICATES_MAX)
        return qh_fail(&c->err, QH_LIMIT, "standard.certificates", "", "%zu", rows.n);
    *out = rows.n ? rows.p[rows.n - 1].seq + 1 : 2;
    return rows.n ? QH_OK : add_paper(c, s->id, &first);
}

/* The values go where the engine reads them; a weight may get its first ones. */
static qh_status set_values(struct ctx *c, const struct standard *s,
                            const struct json *params)
{
    const char *text = params_text(c, params);
    qh_status rc;

    if (!text)
        text = "";
    rc = sql_standard_measure_set(c->tx, c->org, s->id, text, &c->err);
    if (rc != QH_CONFLICT)
        return rc;
    c->err = (struct qh_error){0};
    return sql_standard_measure_add(c->tx, c->org, s->id, s->kind, "", "", text, &c->err);
}

qh_status standard_certify(struct ctx *c, const char *id, int64_t version,
                           const struct standard_paper *in)
{
    struct standard_paper paper = *in;
    struct standard s = {0};
    qh_status rc = take(c, id, "certify", version, &s);

    if (!rc)
        rc = check_paper(c, in);
    if (rc)
        return rc;
    if (strcmp(in->certificate_day, s.certificate_day) < 0)
        return qh_fail(&c->err, QH_CONFLICT, "standard.older", "certificate_day", "%s",
                       s.certificate_day);
    rc = next_paper(c, &s, &paper.seq);
    if (rc)
        return rc;
    paper.recorded_ms = c->now_ms;
    paper.recorded_by = c->actor.name ? c->actor.name : "";
    rc = add_paper(c, id, &paper);
    if (!rc)
        rc = set_values(c, &s, in->params);
    if (rc)
        return rc;
    s.accuracy_class = in->accuracy_class;
    s.certificate_no = in->certificate_no;
    s.certificate_day = in->certificate_day;
    s.valid_until_day = in->valid_until_day;
    rc = write_row(c, &s);
    return rc ? rc
              : tell(c, &s, "certify", s.state,
                     &(struct history_entry){.note = in->issuer,
                                             .data = paper_data(c, &paper)});
}

/* A record that is under way rests on it. */
static qh_status check_idle(struct ctx *c, const struct standard *s)
{
    struct sql_standard_in_work_list rows = {0};
    const qh_status rc =
        sql_standard_in_work(c->tx, c->arena, c->org, s->id, &rows, &c->err);

    if (!rc && rows.n)
        return qh_fail(&c->err, QH_CONFLICT, "standard.in_work", "", "%s",
                       rows.p[0].number);
    return rc;
}

qh_status standard_step(struct ctx *c, const char *id, const char *action,
                        int64_t version, const char *reason)
{
    const struct workflow_step *step = NULL;
    struct standard s = {0};
    const char *from;
    qh_status rc = take(c, id, action, version, &s);

    if (!rc)
        rc = workflow_check(c, &STANDARD_WORKFLOW, action, s.state, &s, &step);
    if (!rc && str_equal(step->to, "withdrawn"))
        rc = check_idle(c, &s);
    if (rc)
        return rc;
    from = s.state;
    s.state = step->to;
    rc = write_row(c, &s);
    return rc ? rc
              : tell(c, &s, action, from,
                     &(struct history_entry){.note = reason, .data = "{}"});
}

qh_status standard_move(struct ctx *c, const char *id, int64_t version,
                        const char *set_id)
{
    struct standard s = {0};
    qh_status rc = take(c, id, "move", version, &s);
    const char *data;

    if (!rc)
        rc = check_set(c, set_id);
    if (rc)
        return rc;
    data = str_format(c->arena, "{\"from\":\"%s\",\"to\":\"%s\"}", s.set_id, set_id);
    s.set_id = set_id;
    rc = write_row(c, &s);
    return rc ? rc
              : tell(c, &s, "move", s.state,
                     &(struct history_entry){.note = "", .data = data});
}
