#include "cli/demo_reading.h"

#include "base/dec.h"
#include "base/squeeze.h"
#include "base/text.h"
#include "domain/record.h"
#include "store/sql_demo.h"

#include <stdlib.h>
#include <string.h>

enum {
    STEP_MINUTES = 4,
    MINUTE_MS = 60000,
    READINGS_MAX = RECORD_READINGS_MAX,
    MG = -6 /* power of ten: what is counted here in units of kg */
};

struct reader {
    struct demo *d;
    struct csv known; /* lab_readings.csv */
    const char *regulation;
    const struct json *plan;
    const struct demo_bad_row *bad;
    bool bad_done;
};

/* A mass of the plan in mg; 0 where it is not there. */
static int64_t mass_in(const struct json *v, const char *name)
{
    struct dec kg = {0};
    int64_t mg = 0;

    if (dec_parse(text_of(json_str(v, name, "0")), &kg) ||
        dec_mul(kg, dec_scaled(1, -MG), &kg) || dec_to_int(kg, &mg))
        return 0;
    return mg;
}

/* In kg, with the decimals of the interval of the plan that is named. */
static const char *mass_text(const struct reader *k, int64_t mg, const char *interval)
{
    struct dec v = dec_scaled(mg, MG);
    struct dec step = {0};

    if (dec_parse(text_of(json_str(k->plan, interval, "")), &step) ||
        dec_sign(step) <= 0 || dec_round_interval(v, step, DEC_HALF_EVEN, &v))
        return dec_text_short(k->d->c->arena, dec_scaled(mg, MG));
    return dec_text(k->d->c->arena, v);
}

/* The first row of the test that is read wrong. */
static bool is_bad(struct reader *k, const char *test)
{
    const bool now = k->bad && !k->bad_done && strcmp(test, k->bad->test) == 0;

    k->bad_done = k->bad_done || now;
    return now;
}

/* ---- scales, of a few grams to many tonnes: all in mg ---- */

/* What stands on the receptor when a value is asked for. */
static int64_t base_of(const struct reader *k, const struct json *row, const char *want)
{
    if (strcmp(want, "back_i") == 0)
        return mass_in(row, "load") - mass_in(k->plan, "stage_mass");
    return mass_in(row, strncmp(want, "e0_", 3) == 0 ? "e0_load" : "load");
}

static int64_t at_least_one(int64_t n)
{
    return n > 0 ? n : 1;
}

/* The value shown, or the small weights until the next one. */
static int64_t shown(const struct reader *k, int64_t mass, bool small)
{
    const int64_t e = at_least_one(mass_in(k->plan, "e"));
    const int64_t step = at_least_one(mass_in(k->plan, "small_weight"));
    int64_t value = (mass + e / 2) / e * e;
    int64_t more = value + e / 2 - mass;

    if (more <= 0) {
        value += e;
        more += e;
    }
    return small ? (more + step / 2) / step * step : value;
}

static void bridge_wants(struct reader *k, const struct json *row, int64_t error,
                         struct json_writer *w)
{
    const struct json *wants = json_member(row, "wants");

    for (const struct json *m = wants ? wants->first : NULL; m; m = m->next) {
        const char *want = text_copy(k->d->c->arena, m->text);
        const char *end = strrchr(want, '_');
        const bool own = strcmp(want, "i") == 0 || strcmp(want, "dl") == 0;
        const bool small = strcmp(end ? end + 1 : want, "dl") == 0;
        int64_t mass = base_of(k, row, want) + (own ? error : 0);

        json_add_str(w, want,
                     mass_text(k, shown(k, mass, small), small ? "small_weight" : "e"));
    }
}

static void bridge_value(struct reader *k, const struct json *row, const char *test,
                         struct json_writer *w)
{
    const char *form = json_str(row, "form", "");
    const int64_t load = mass_in(row, "load");
    const int64_t e = mass_in(k->plan, "e");
    int64_t error = 0;

    if (is_bad(k, test))
        error = k->bad->error_e * e;
    if (strcmp(form, "item") == 0) {
        json_add_str(w, "result", "pass");
    } else if (strcmp(form, "value") == 0) {
        json_add_str(w, "value",
                     strcmp(json_str(row, "unit", ""), "%") == 0 ? "60" : "23");
    } else if (strcmp(form, "discrimination") == 0) {
        json_add_str(w, "i", mass_text(k, load, "e"));
        json_add_str(w, "i1", mass_text(k, load - e, "e"));
        json_add_str(w, "i2", mass_text(k, load + e, "e"));
    } else {
        bridge_wants(k, row, error, w);
    }
}

static bool bridge_reads(const struct json *row)
{
    const char *form = json_str(row, "form", "");

    return json_is_true(json_member(row, "required")) || strcmp(form, "item") == 0 ||
           strcmp(form, "substitute") == 0;
}

/* ---- laboratory instruments ---- */

/* The values known under a key, of the regulation or of all. */
static const char *known(const struct reader *k, const char *key)
{
    for (size_t i = 0; i < k->known.rows; i++) {
        const char *reg = demo_cell(&k->known, i, "regulation");

        if ((strcmp(reg, "*") == 0 || strcmp(reg, k->regulation) == 0) &&
            strcmp(demo_cell(&k->known, i, "key"), key) == 0)
            return demo_cell(&k->known, i, "values");
    }
    return NULL;
}

/* "temp.1.3" -> "temp.1". */
static const char *parent(struct arena *a, const char *key)
{
    const char *dot = strrchr(key, '.');

    return dot ? text_copy(a, (struct text){key, (size_t)(dot - key)}) : key;
}

static const char *value_known(const struct reader *k, const char *key, const char *want)
{
    struct arena *a = k->d->c->arena;
    const char *up = parent(a, key);
    const char *const keys[] = {str_format(a, "%s.%s", key, want), key,
                                str_format(a, "%s.%s", up, want), up};
    const char *v = NULL;

    for (size_t i = 0; i < LEN(keys) && !v; i++)
        v = known(k, keys[i]);
    return v;
}

static const char *value_default(const struct json *row, const char *want)
{
    const struct json *ask = json_member(row, "ask");

    for (const struct json *m = ask ? ask->first : NULL; m; m = m->next)
        if (strcmp(json_str(m, "id", ""), want) == 0)
            return json_str(m, "default", NULL);
    return NULL;
}

/* Of several known values the one of the reading's turn. */
static const char *turn(struct reader *k, const char *list, size_t at)
{
    size_t n = 0;

    while (demo_part(k->d->c->arena, list, n))
        n++;
    return n ? demo_part(k->d->c->arena, list, at % n) : NULL;
}

static const char *point_of(const struct json *row)
{
    const char *p = json_str(row, "p", NULL);

    if (!p || !*p)
        p = json_str(row, "near", NULL);
    return p && *p ? p : "0";
}

/* What a gauge shows that is off by the given error. */
static const char *with_error(const struct reader *k, const char *value)
{
    struct dec v = {0};
    struct dec off = {0};

    if (dec_parse(text_of(value), &v) || dec_parse(text_of(k->bad->error), &off) ||
        dec_add(v, off, &v))
        return value;
    return dec_text_short(k->d->c->arena, v);
}

static void lab_value(struct reader *k, const struct json *row, const char *test,
                      struct json_writer *w)
{
    const char *key = json_str(row, "key", "");
    const char *form = json_str(row, "form", "");
    const struct json *wants = json_member(row, "wants");
    const char *tail = strrchr(key, '.');
    const char *result = NULL;
    bool bad = false;
    size_t at = 0;

    if (strcmp(form, "item") == 0) {
        result = known(k, key);
        json_add_str(w, "result", result ? result : "pass");
        return;
    }
    if (tail && (strcmp(form, "time") == 0 || strcmp(form, "scan") == 0))
        at = (size_t)strtoul(tail + 1, NULL, 10);
    bad = is_bad(k, test);
    for (const struct json *m = wants ? wants->first : NULL; m; m = m->next, at++) {
        const char *want = text_copy(k->d->c->arena, m->text);
        const char *v = value_known(k, key, want);

        if (v)
            v = turn(k, v, at);
        else
            v = value_default(row, want);
        v = v ? v : point_of(row);
        json_add_str(w, want, bad ? with_error(k, v) : v);
    }
}

static bool lab_reads(const struct reader *k, const struct json *row)
{
    const char *key = json_str(row, "key", "");
    const size_t n = strlen(key);

    if (json_is_true(json_member(row, "required")) ||
        strcmp(json_str(row, "form", ""), "item") == 0)
        return true;
    for (size_t i = 0; i < k->known.rows; i++) {
        const char *have = demo_cell(&k->known, i, "key");

        if (strcmp(demo_cell(&k->known, i, "regulation"), k->regulation) == 0 &&
            strncmp(have, key, n) == 0 && (have[n] == '\0' || have[n] == '.'))
            return true;
    }
    return false;
}

/* ---- both ---- */

static qh_status read_row(struct reader *k, const struct json *row, const char *test,
                          struct record_reading *out)
{
    const bool bridge = json_member(k->plan, "small_weight") != NULL;
    struct json_writer w;
    struct json *v = NULL;
    struct buf b;
    qh_status rc;

    buf_init(&b, k->d->c->arena);
    json_begin(&w, &b);
    json_object_open(&w);
    if (bridge)
        bridge_value(k, row, test, &w);
    else
        lab_value(k, row, test, &w);
    json_object_close(&w);
    rc = json_parse(k->d->c->arena, buf_text(&b), &v, &k->d->c->err);
    *out = (struct record_reading){json_str(row, "key", ""), v};
    return rc;
}

/* Rows of steps that wait to be entered together. */
struct pile {
    struct record_reading *p;
    size_t n;
};

static qh_status enter_pile(struct reader *k, const char *id, struct pile *pile,
                            int64_t *version)
{
    struct record_reply reply = {0};
    qh_status rc;

    if (!pile->n)
        return QH_OK;
    rc = record_enter(k->d->c, id,
                      &(struct record_entry_new){*version, pile->p, pile->n, true},
                      &reply);
    *version = reply.version;
    pile->n = 0;
    return rc;
}

static qh_status read_step(struct reader *k, const struct json *step, struct pile *pile)
{
    const bool bridge = json_member(k->plan, "small_weight") != NULL;
    const struct json *rows = json_member(step, "rows");
    const char *test = json_str(step, "test", "");
    qh_status rc = QH_OK;

    for (const struct json *row = rows ? rows->first : NULL; row && !rc; row = row->next)
        if (pile->n < READINGS_MAX && (bridge ? bridge_reads(row) : lab_reads(k, row)))
            rc = read_row(k, row, test, &pile->p[pile->n++]);
    k->d->c->now_ms += (int64_t)STEP_MINUTES * MINUTE_MS;
    return rc;
}

qh_status demo_readings_enter(struct demo *d, const char *record_id,
                              const struct demo_reading *how, int64_t *version)
{
    struct pile pile = {ARENA_ARRAY(d->c->arena, READINGS_MAX, struct record_reading), 0};
    struct reader k = {
        .d = d, .regulation = how->regulation ? how->regulation : "", .bad = how->bad};
    struct sql_demo_record r = {0};
    struct json *stored = NULL;
    const struct json *steps;
    qh_status rc =
        sql_demo_record(d->c->tx, d->c->arena, d->c->org, record_id, &r, &d->c->err);

    if (!rc)
        rc = squeeze_back(d->c->arena, r.plan, &r.plan, &d->c->err);
    if (!rc)
        rc = json_parse(d->c->arena, text_of(r.plan), &stored, &d->c->err);
    if (rc)
        return rc;
    k.known = d->readings;
    k.plan = json_member(stored, "plan");
    *version = r.version;
    steps = json_member(k.plan, "steps");
    for (const struct json *s = steps ? steps->first : NULL; s && !rc; s = s->next) {
        rc = read_step(&k, s, &pile);
        if (!rc && !how->at_once)
            rc = enter_pile(&k, record_id, &pile, version);
    }
    return rc ? rc : enter_pile(&k, record_id, &pile, version);
}
