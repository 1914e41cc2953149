#include "cli/rejudge.h"

#include <string.h>

void rejudge_head(enum rejudge_format f, struct buf *b)
{
    if (f == REJUDGE_CSV)
        buf_add_str(b, "org,number,id,tested,state,old_edition,old_verdict,new_verdict,"
                       "tests,refused\r\n");
}

/* RFC 4180: in quotes where it has to be. */
static void put_field(struct buf *b, const char *s, char end)
{
    if (strpbrk(s, ",\"\r\n")) {
        buf_add_char(b, '"');
        for (; *s; s++) {
            if (*s == '"')
                buf_add_char(b, '"');
            buf_add_char(b, *s);
        }
        buf_add_char(b, '"');
    } else {
        buf_add_str(b, s);
    }
    buf_add_char(b, end);
}

static void csv_line(const char *org, const struct rejudge_outcome *o, struct buf *b)
{
    const char *const fields[] = {org,      o->number,       o->id,   o->tested_day,
                                  o->state, o->edition_hash, o->from, o->to};
    struct buf tests;

    for (size_t i = 0; i < LEN(fields); i++)
        put_field(b, fields[i], ',');
    buf_init(&tests, b->arena);
    for (size_t i = 0; i < o->tests_n; i++)
        buf_add_format(&tests, "%s%s:%s>%s", i ? " " : "", o->tests[i].test,
                       o->tests[i].from, o->tests[i].to);
    put_field(b, buf_str(&tests), ',');
    put_field(b, o->refused.key, '\r');
    buf_add_char(b, '\n');
}

static void put_refused(struct json_writer *w, const struct qh_error *e)
{
    json_key(w, "refused");
    if (e->status == QH_OK) {
        json_put_null(w);
        return;
    }
    json_object_open(w);
    json_add_str(w, "key", e->key);
    json_add_str(w, "field", e->field);
    json_add_str(w, "detail", e->detail);
    json_object_close(w);
}

static void json_line(const char *org, const struct rejudge_outcome *o, struct buf *b)
{
    struct json_writer w;

    json_begin(&w, b);
    json_object_open(&w);
    json_add_str(&w, "org", org);
    json_add_str(&w, "number", o->number);
    json_add_str(&w, "id", o->id);
    json_add_str(&w, "tested", o->tested_day);
    json_add_str(&w, "state", o->state);
    json_add_str(&w, "old_edition", o->edition_hash);
    json_add_str(&w, "old_verdict", o->from);
    json_add_str(&w, "new_verdict", o->to);
    json_key(&w, "tests");
    json_array_open(&w);
    for (size_t i = 0; i < o->tests_n; i++) {
        json_object_open(&w);
        json_add_str(&w, "test", o->tests[i].test);
        json_add_str(&w, "old", o->tests[i].from);
        json_add_str(&w, "new", o->tests[i].to);
        json_object_close(&w);
    }
    json_array_close(&w);
    put_refused(&w, &o->refused);
    json_object_close(&w);
    buf_add_char(b, '\n');
}

void rejudge_line(enum rejudge_format f, const char *org, const struct rejudge_outcome *o,
                  struct buf *b)
{
    if (f == REJUDGE_CSV)
        csv_line(org, o, b);
    else
        json_line(org, o, b);
}

static void put_totals(struct json_writer *w, const struct rejudge_totals *t)
{
    json_object_open(w);
    json_add_int(w, "records", t->records);
    json_add_int(w, "changed", t->changed);
    json_add_int(w, "refused", t->refused);
    json_key(w, "verdicts");
    json_array_open(w);
    for (size_t i = 0; i < t->pairs_n; i++) {
        json_object_open(w);
        json_add_str(w, "old", t->pairs[i].from);
        json_add_str(w, "new", t->pairs[i].to);
        json_add_int(w, "n", t->pairs[i].n);
        json_object_close(w);
    }
    json_array_close(w);
    json_object_close(w);
}

void rejudge_summary_json(const struct rejudge_totals *t, struct buf *b)
{
    struct json_writer w;

    json_begin(&w, b);
    json_object_open(&w);
    json_key(&w, "summary");
    put_totals(&w, t);
    json_object_close(&w);
    buf_add_char(b, '\n');
}

static void add_pair(struct rejudge_totals *t, const char *from, const char *to,
                     int64_t n)
{
    for (size_t i = 0; i < t->pairs_n; i++)
        if (str_equal(t->pairs[i].from, from) && str_equal(t->pairs[i].to, to)) {
            t->pairs[i].n += n;
            return;
        }
    if (t->pairs_n == REJUDGE_PAIRS_MAX)
        return;
    (void)snprintf(t->pairs[t->pairs_n].from, sizeof t->pairs[0].from, "%s", from);
    (void)snprintf(t->pairs[t->pairs_n].to, sizeof t->pairs[0].to, "%s", to);
    t->pairs[t->pairs_n++].n = n;
}

void rejudge_count(struct rejudge_totals *t, const struct rejudge_outcome *o)
{
    t->records++;
    t->changed += rejudge_changes(o);
    t->refused += o->refused.status != QH_OK;
    if (!str_equal(o->from, o->to))
        add_pair(t, o->from, o->to, 1);
}

void rejudge_add(struct rejudge_totals *to, const struct rejudge_totals *from)
{
    to->records += from->records;
    to->changed += from->changed;
    to->refused += from->refused;
    for (size_t i = 0; i < from->pairs_n; i++)
        add_pair(to, from->pairs[i].from, from->pairs[i].to, from->pairs[i].n);
}
