/* standard_set_keep.c - accreditations of sets of standards (standard_keep.h). */
#include "base/days.h"
#include "base/dec.h"
#include "base/id.h"
#include "base/text.h"
#include "domain/history.h"
#include "domain/standard_keep.h"
#include "store/sql_standard.h"

static struct standard_set set_of(const struct sql_standard_set *r)
{
    return (struct standard_set){.id = r->id,
                                 .name_zh = r->name_zh,
                                 .accreditation_no = r->accreditation_no,
                                 .regulation_code = r->regulation_code,
                                 .range_zh = r->range_zh,
                                 .max_kg = r->max_kg,
                                 .accuracy_zh = r->accuracy_zh,
                                 .valid_until_day = r->valid_until_day,
                                 .stopped_day = r->stopped_day,
                                 .version = r->version};
}

qh_status standard_set_find(struct ctx *c, const char *id, struct standard_set *out)
{
    struct sql_standard_set row = {0};
    const qh_status rc = sql_standard_set_one(c->tx, c->arena, c->org, id, &row, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "standard_set.not_found", "", "%.40s", id);
    if (!rc)
        *out = set_of(&row);
    return rc;
}

static qh_status check_input(struct ctx *c, const struct standard_set *in)
{
    struct dec max = {0};

    if (dec_parse(text_of(in->max_kg), &max) || dec_compare(max, dec_int(0)) < 0)
        return qh_fail(&c->err, QH_INVALID, "standard_set.max", "max_kg", "%.40s",
                       in->max_kg);
    return edition_check_list(c, in->regulation_code, "standard_set.regulation",
                              "regulation_code");
}

static void write_members(struct json_writer *w, const struct standard_set *s)
{
    json_object_open(w);
    json_add_str(w, "name_zh", s->name_zh);
    json_add_str(w, "accreditation_no", s->accreditation_no);
    json_add_str(w, "regulation_code", s->regulation_code);
    json_add_str(w, "range_zh", s->range_zh);
    json_add_str(w, "max_kg", s->max_kg);
    json_add_str(w, "accuracy_zh", s->accuracy_zh);
    json_add_str(w, "valid_until_day", s->valid_until_day);
    json_object_close(w);
}

/* {"from": what it was, "to": what it is}. */
static const char *data_of(struct ctx *c, const struct standard_set *from,
                           const struct standard_set *to)
{
    struct json_writer w;
    struct buf b;

    buf_init(&b, c->arena);
    json_begin(&w, &b);
    json_object_open(&w);
    if (from) {
        json_key(&w, "from");
        write_members(&w, from);
    }
    json_key(&w, "to");
    write_members(&w, to);
    json_object_close(&w);
    return buf_str(&b);
}

static const char *state_of(const struct standard_set *s)
{
    return s->stopped_day ? "stopped" : "in_use";
}

/* now->version: after the change.  before: NULL for a new one. */
static qh_status tell(struct ctx *c, const char *action,
                      const struct standard_set *before, const struct standard_set *now,
                      const char *note)
{
    const bool has_history = before && before->version > 0;

    return history_add(
        c, &(struct history_entry){.entity = "standard_set",
                                   .entity_id = now->id,
                                   .seq = now->version,
                                   .action = action,
                                   .from_state = has_history ? state_of(before) : "",
                                   .to_state = state_of(now),
                                   .note = note,
                                   .data = data_of(c, before, now)});
}

static qh_status write_row(struct ctx *c, struct standard_set *s)
{
    const qh_status rc = sql_standard_set_change(
        c->tx,
        &(struct sql_standard_set_change_in){.org = c->org,
                                             .id = s->id,
                                             .name_zh = s->name_zh,
                                             .accreditation_no = s->accreditation_no,
                                             .regulation_code = s->regulation_code,
                                             .range_zh = s->range_zh,
                                             .max_kg = s->max_kg,
                                             .accuracy_zh = s->accuracy_zh,
                                             .valid_until_day = s->valid_until_day,
                                             .stopped_day = s->stopped_day,
                                             .version = s->version},
        &c->err);

    if (rc == QH_CONFLICT)
        return qh_fail(&c->err, QH_CONFLICT, "standard_set.changed", "version", "%s",
                       s->id);
    s->version++;
    return rc;
}

qh_status standard_set_add(struct ctx *c, const struct standard_set *in,
                           const char **out_id)
{
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);
    struct standard_set s = *in;
    qh_status rc = check_input(c, in);

    if (rc)
        return rc;
    id_make(c->now_ms, c->rand, id);
    s.id = *out_id = id;
    s.version = 1;
    rc = sql_standard_set_add(
        c->tx,
        &(struct sql_standard_set_add_in){.org = c->org,
                                          .id = s.id,
                                          .name_zh = s.name_zh,
                                          .accreditation_no = s.accreditation_no,
                                          .regulation_code = s.regulation_code,
                                          .range_zh = s.range_zh,
                                          .max_kg = s.max_kg,
                                          .accuracy_zh = s.accuracy_zh,
                                          .valid_until_day = s.valid_until_day,
                                          .version = s.version},
        &c->err);
    return rc ? rc : tell(c, "add", NULL, &s, "");
}

qh_status standard_set_change(struct ctx *c, const struct standard_set *in)
{
    struct standard_set before = {0};
    struct standard_set s = *in;
    qh_status rc = standard_set_find(c, in->id, &before);

    if (!rc)
        rc = check_input(c, in);
    if (rc)
        return rc;
    s.stopped_day = before.stopped_day;
    rc = write_row(c, &s);
    return rc ? rc : tell(c, "change", &before, &s, "");
}

qh_status standard_set_stop(struct ctx *c, const char *id, int64_t version, bool stop,
                            const char *reason)
{
    struct standard_set before = {0};
    struct standard_set s;
    char today[DAY_LEN + 1];
    qh_status rc = standard_set_find(c, id, &before);

    if (rc)
        return rc;
    if (stop == (before.stopped_day != NULL))
        return qh_fail(&c->err, QH_CONFLICT, "standard_set.state", "", "%s", id);
    s = before;
    s.version = version;
    day_of_instant(c->calendar, c->now_ms, today);
    s.stopped_day = stop ? str_copy(c->arena, today) : NULL;
    rc = write_row(c, &s);
    return rc ? rc : tell(c, stop ? "stop" : "resume", &before, &s, reason);
}
