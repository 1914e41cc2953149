/* The sections of a bulletin out of what is counted (bulletin_count.h). */
#include "domain/bulletin_compose.h"

#include "base/days.h"
#include "base/text.h"
#include "domain/bulletin_count.h"
#include "domain/phrase.h"
#include "store/sql_bulletin.h"
#include "store/sql_figure.h"

#include <stdlib.h>
#include <string.h>

enum { NEW_MAX = 30, OVERDUE_MAX = 50, SECTIONS = 9, LINES_MAX = 40 };

struct compose {
    struct ctx *c;
    const struct bulletin_source *s;
    const struct json *words;
    struct bulletin_counts counts;
    struct bulletin_section *sections;
    size_t n;
};

static const char *word(const struct compose *k, const char *key)
{
    return phrase(k->words, key);
}

static const char *fill(const struct compose *k, const char *key, const char *const *args)
{
    return layout_words_fill(k->c->arena, word(k, key), args);
}

static const char *number(const struct compose *k, int64_t n)
{
    return str_format(k->c->arena, "%lld", (long long)n);
}

/* Fen as "12,345.60" without the noughts of whole yuan. */
static const char *yuan(const struct compose *k, int64_t fen)
{
    const int rest = (int)(fen % 100);
    const char *tail = rest ? str_format(k->c->arena, ".%02d", rest) : "";
    long long whole = fen / 100;

    for (; whole >= 1000; whole /= 1000)
        tail = str_format(k->c->arena, ",%03lld%s", whole % 1000, tail);
    return str_format(k->c->arena, "%lld%s", whole, tail);
}

/* "2026年1月5日" */
static const char *day_text(const struct compose *k, const char *day)
{
    const char *const args[] = {
        "y",  str_format(k->c->arena, "%.4s", day),
        "m",  number(k, strtol(day + 5, NULL, 10)),
        "d",  number(k, strtol(day + 8, NULL, 10)),
        NULL,
    };

    return fill(k, "day", args);
}

/* ---- sections ---- */

static const char *const ORDINALS[] = {"one", "two",   "three", "four", "five",
                                       "six", "seven", "eight", "nine"};

static struct bulletin_section *add_section(struct compose *k, const char *key)
{
    struct bulletin_section *s = &k->sections[k->n];
    const char *ordinal = phrase_of(k->c, k->words, "ordinal", ORDINALS[k->n]);

    k->n++;
    s->title = str_format(k->c->arena, "%s%s", ordinal, word(k, key));
    s->paragraphs.p = ARENA_ARRAY(k->c->arena, LINES_MAX, const char *);
    s->note = "";
    return s;
}

static void add_line(struct bulletin_section *s, const char *text)
{
    if (s->paragraphs.n < LINES_MAX && *text)
        s->paragraphs.p[s->paragraphs.n++] = text;
}

struct column {
    const char *key; /* "column.<key>" */
    enum certificate_align align;
    int64_t weight;
};

static void set_columns(struct compose *k, struct bulletin_section *s,
                        const struct column *columns, size_t n)
{
    struct cert_column *out = ARENA_ARRAY(k->c->arena, n, struct cert_column);

    for (size_t i = 0; i < n; i++)
        out[i] = (struct cert_column){phrase_of(k->c, k->words, "column", columns[i].key),
                                      columns[i].align, columns[i].weight};
    s->columns = (struct json_list){.p = out, .n = n};
}

/* A row with as many cells as the section has columns; empty ones are dashes. */
static void add_row(struct compose *k, struct bulletin_section *s,
                    const char *const *cells)
{
    struct cert_row *rows = s->rows.p;
    struct cert_row *row;

    if (!rows)
        s->rows.p = rows = ARENA_ARRAY(k->c->arena, BULLETIN_ROWS_MAX, struct cert_row);
    if (s->rows.n == BULLETIN_ROWS_MAX)
        return;
    row = &rows[s->rows.n++];
    row->cells.n = s->columns.n;
    row->cells.p = ARENA_ARRAY(k->c->arena, s->columns.n, const char *);
    for (size_t i = 0; i < s->columns.n; i++)
        row->cells.p[i] = cells[i] && *cells[i] ? cells[i] : "—";
}

static const char *rate_text(const struct compose *k, const struct figure_rate *r)
{
    if (!r->value)
        return "—";
    if (str_equal(r->unit, "percent"))
        return str_format(k->c->arena, "%s%%", r->value);
    if (str_equal(r->unit, "count"))
        return str_format(k->c->arena, "%s %s", r->value, word(k, "times"));
    return str_format(k->c->arena, "%s %s", r->value, word(k, "working_days"));
}

static const struct figure_rate *rate_of(const struct json_list *rates, const char *name)
{
    const struct figure_rate *r = rates->p;

    for (size_t i = 0; i < rates->n; i++)
        if (str_equal(r[i].rate, name))
            return &r[i];
    return NULL;
}

static const char *count(const struct compose *k, const char *metric)
{
    return number(k, figure_tally_of(&k->counts.period, metric));
}

static qh_status put_situation(struct compose *k)
{
    struct bulletin_section *s = add_section(k, "situation");
    struct bulletin_so_far so_far = {0};
    const qh_status rc = bulletin_count_so_far(k->c, k->s->until_day, &so_far);
    const char *const all[] = {"from",
                               day_text(k, k->s->from_day),
                               "until",
                               day_text(k, k->s->until_day),
                               "visits",
                               count(k, "visit.done"),
                               "visited",
                               count(k, "visit.enterprises"),
                               "enterprises",
                               number(k, k->counts.period.enterprises),
                               "officers",
                               count(k, "visit.officers"),
                               "registered",
                               count(k, "demand.registered"),
                               "closed",
                               count(k, "demand.closed"),
                               "late",
                               count(k, "demand.late"),
                               "all_registered",
                               number(k, so_far.registered),
                               "all_closed",
                               number(k, so_far.closed),
                               NULL};
    const char *const money[] = {
        "exempt", yuan(k, figure_tally_of(&k->counts.period, "charge.exempt_fen")),
        "waived", yuan(k, figure_tally_of(&k->counts.period, "charge.waived_fen")),
        "days",   count(k, "downtime.days"),
        NULL};

    if (rc)
        return rc;
    add_line(s, fill(k, "situation_text", all));
    add_line(s, fill(k, "money_text", money));
    return QH_OK;
}

static void put_rates(struct compose *k)
{
    static const struct column COLUMNS[] = {{"rate", CERT_LEFT, 20},
                                            {"value", CERT_CENTRE, 14},
                                            {"of", CERT_CENTRE, 12},
                                            {"definition", CERT_LEFT, 54}};
    static const char *const NAMES[] = {
        "response",  "completion",   "on_time",  "once",  "mean_wd",  "median_wd",
        "follow_up", "satisfaction", "reopened", "reply", "coverage", "visits_each"};
    struct bulletin_section *s = add_section(k, "rates");
    struct json_list rates = {0};

    figure_tally_rates(k->c->arena, &k->counts.period, &rates);
    set_columns(k, s, COLUMNS, LEN(COLUMNS));
    for (size_t i = 0; i < LEN(NAMES); i++) {
        const struct figure_rate *r = rate_of(&rates, NAMES[i]);
        const char *of =
            str_equal(NAMES[i], "median_wd")
                ? ""
                : str_format(k->c->arena, "%lld / %lld", (long long)r->numerator,
                             (long long)r->denominator);

        add_row(k, s,
                (const char *const[]){phrase_of(k->c, k->words, "rate", NAMES[i]),
                                      rate_text(k, r), of,
                                      phrase_of(k->c, k->words, "def", NAMES[i])});
    }
}

static qh_status name_of(struct compose *k, const char *axis, const char *value,
                         const char **out)
{
    struct sql_figure_names_in in = {.org = k->c->org,
                                     .axis = str_equal(axis, "office")
                                                 ? SQL_FIGURE_NAMES_AXIS_OFFICE
                                                 : SQL_FIGURE_NAMES_AXIS_DIVISION};
    struct sql_figure_names_list names = {0};
    qh_status rc = QH_OK;

    *out = value;
    if (str_equal(value, "-"))
        *out = word(k, "none_yet");
    else if (str_equal(axis, "kind"))
        *out = phrase_of(k->c, k->words, "kind", value);
    else
        rc = sql_figure_names(k->c->tx, k->c->arena, &in, &names, &k->c->err);
    for (size_t i = 0; i < names.n; i++)
        if (str_equal(names.p[i].value, value))
            *out = names.p[i].name_zh;
    return rc;
}

static int compare_groups(const void *a, const void *b)
{
    return strcmp(((const struct bulletin_group *)a)->value,
                  ((const struct bulletin_group *)b)->value);
}

static qh_status put_groups(struct compose *k, struct bulletin_groups *g)
{
    static const struct column COLUMNS[] = {
        {"group", CERT_LEFT, 30},     {"registered", CERT_CENTRE, 11},
        {"closed", CERT_CENTRE, 11},  {"late", CERT_CENTRE, 12},
        {"on_time", CERT_CENTRE, 13}, {"satisfaction", CERT_CENTRE, 13},
        {"visited", CERT_CENTRE, 12}, {"coverage", CERT_CENTRE, 13}};
    const bool is_division = str_equal(g->axis, "division");
    struct bulletin_section *s =
        add_section(k, str_format(k->c->arena, "by_%s", g->axis));
    qh_status rc = QH_OK;

    qsort(g->p, g->n, sizeof *g->p, compare_groups);
    set_columns(k, s, COLUMNS, is_division ? LEN(COLUMNS) : LEN(COLUMNS) - 2);
    for (size_t i = 0; i < g->n && !rc; i++) {
        const struct figure_tally *t = &g->p[i].tally;
        struct json_list rates = {0};
        const char *name = "";

        figure_tally_rates(k->c->arena, t, &rates);
        rc = name_of(k, g->axis, g->p[i].value, &name);
        if (!rc)
            add_row(k, s,
                    (const char *const[]){
                        name, number(k, figure_tally_of(t, "demand.registered")),
                        number(k, figure_tally_of(t, "demand.closed")),
                        number(k, figure_tally_of(t, "demand.late")),
                        rate_text(k, rate_of(&rates, "on_time")),
                        rate_text(k, rate_of(&rates, "satisfaction")),
                        number(k, figure_tally_of(t, "visit.enterprises")),
                        rate_text(k, rate_of(&rates, "coverage"))});
    }
    if (s->rows.n == 0)
        add_line(s, word(k, "nothing"));
    return rc;
}

/* The first characters of a text, on one line. */
static const char *shortened(struct compose *k, const char *text, size_t most)
{
    char *out = str_copy(k->c->arena, text);
    size_t chars = 0;

    for (char *p = out; *p; p++) {
        if (*p == '\n' || *p == '\r' || *p == '\t')
            *p = ' ';
        chars += ((unsigned char)*p & 0xC0U) != 0x80U;
        if (chars > most) {
            *p = '\0';
            return str_format(k->c->arena, "%s…", out);
        }
    }
    return out;
}

static const struct column DEMAND_COLUMNS[] = {{"number", CERT_CENTRE, 17},
                                               {"enterprise", CERT_LEFT, 22},
                                               {"demand", CERT_LEFT, 33},
                                               {"office", CERT_LEFT, 16},
                                               {"state", CERT_CENTRE, 12}};

static void put_demands(struct compose *k, struct bulletin_section *s,
                        const struct sql_bulletin_demand_list *l, bool due)
{
    char day[DAY_LEN + 1];

    set_columns(k, s, DEMAND_COLUMNS, LEN(DEMAND_COLUMNS));
    for (size_t i = 0; i < l->n; i++) {
        const struct sql_bulletin_demand *d = &l->p[i];
        const char *last = phrase_of(k->c, k->words, "state", d->state);

        if (due) {
            day_of_instant(k->c->calendar, d->due_ms.v, day);
            last = str_format(k->c->arena, "%s %s", day, last);
        }
        add_row(k, s,
                (const char *const[]){d->number, d->enterprise, shortened(k, d->text, 48),
                                      d->office, last});
    }
    if (l->n == 0) {
        s->columns.n = 0;
        add_line(s, word(k, "nothing"));
    }
}

static qh_status put_new(struct compose *k)
{
    struct bulletin_section *s = add_section(k, "new");
    struct sql_bulletin_demand_list l = {0};
    int64_t from = 0;
    int64_t until = 0;
    qh_status rc = day_parse(k->s->from_day, &from);

    if (!rc)
        rc = day_parse(k->s->until_day, &until);
    if (!rc)
        rc = sql_bulletin_new_demands(
            k->c->tx, k->c->arena, k->c->org, instant_of_day(k->c->calendar, from),
            instant_of_day(k->c->calendar, until + 1), NEW_MAX, &l, &k->c->err);
    if (rc)
        return rc;
    put_demands(k, s, &l, false);
    if (l.n == NEW_MAX)
        s->note = word(k, "only_first");
    return QH_OK;
}

static qh_status put_overdue(struct compose *k)
{
    struct bulletin_section *s = add_section(k, "overdue");
    char today[DAY_LEN + 1];
    struct sql_bulletin_demand_list l = {0};
    const qh_status rc = sql_bulletin_overdue(k->c->tx, k->c->arena, k->c->org,
                                              k->c->now_ms, OVERDUE_MAX, &l, &k->c->err);

    if (rc)
        return rc;
    put_demands(k, s, &l, true);
    day_of_instant(k->c->calendar, k->c->now_ms, today);
    if (l.n > 0)
        s->note =
            fill(k, "as_of", (const char *const[]){"day", day_text(k, today), NULL});
    return QH_OK;
}

static qh_status put_cases(struct compose *k)
{
    const struct bulletin_case *cases = k->s->cases->p;
    struct bulletin_section *s = add_section(k, "cases");
    qh_status rc = QH_OK;

    for (size_t i = 0; i < k->s->cases->n && !rc; i++) {
        struct sql_bulletin_demand d = {0};

        rc = sql_bulletin_case(k->c->tx, k->c->arena, k->c->org, cases[i].demand_id, &d,
                               &k->c->err);
        if (!rc)
            add_line(s,
                     fill(k, "case",
                          (const char *const[]){"n", number(k, (int64_t)i + 1),
                                                "enterprise", d.enterprise, "number",
                                                d.number, "text", cases[i].text, NULL}));
    }
    if (s->paragraphs.n == 0)
        add_line(s, word(k, "nothing"));
    return rc;
}

static void put_next_steps(struct compose *k)
{
    struct bulletin_section *s = add_section(k, "next_steps");
    char *line = str_copy(k->c->arena, k->s->next_steps);

    while (line && *line) {
        char *end = strchr(line, '\n');

        if (end)
            *end = '\0';
        add_line(s, text_copy(k->c->arena, text_trim(text_of(line))));
        line = end ? end + 1 : NULL;
    }
    if (s->paragraphs.n == 0)
        add_line(s, word(k, "nothing"));
}

static void put_head(struct compose *k, struct bulletin_content *out)
{
    char today[DAY_LEN + 1];
    const char *const days[] = {"from", day_text(k, k->s->from_day), "until",
                                day_text(k, k->s->until_day), NULL};

    day_of_instant(k->c->calendar, k->c->now_ms, today);
    out->masthead = phrase_of(k->c, k->words, "masthead", k->s->kind);
    out->issue = word(k, "draft");
    out->org = k->s->org_name;
    out->day = day_text(k, today);
    out->period = fill(k, "period", days);
    out->mark = k->s->is_demo ? word(k, "demo") : "";
}

qh_status bulletin_give_number(struct ctx *c, const char *issue_number,
                               struct bulletin_content *out)
{
    struct compose k = {.c = c};
    const char *dash = strchr(issue_number, '-');
    const qh_status rc = phrase_load(c, "bulletin", "zh-CN", &k.words);

    if (rc)
        return rc;
    out->issue = fill(
        &k, "issue",
        (const char *const[]){"year", str_format(c->arena, "%.4s", issue_number + 2), "n",
                              number(&k, dash ? strtol(dash + 1, NULL, 10) : 0), NULL});
    return QH_OK;
}

qh_status bulletin_compose(struct ctx *c, const struct bulletin_source *s,
                           struct bulletin_content *out)
{
    struct compose *k = ARENA_NEW(c->arena, struct compose);
    qh_status rc = phrase_load(c, "bulletin", "zh-CN", &k->words);

    if (rc)
        return rc;
    k->c = c;
    k->s = s;
    k->sections = ARENA_ARRAY(c->arena, SECTIONS, struct bulletin_section);
    rc = bulletin_count_period(c, s->from_day, s->until_day, &k->counts);
    if (!rc)
        rc = put_situation(k);
    if (rc)
        return rc;
    put_rates(k);
    rc = put_new(k);
    for (size_t i = 0; i < LEN(k->counts.by) && !rc; i++)
        rc = put_groups(k, &k->counts.by[i]);
    if (!rc)
        rc = put_overdue(k);
    if (!rc)
        rc = put_cases(k);
    if (rc)
        return rc;
    put_next_steps(k);
    put_head(k, out);
    out->sections = (struct json_list){.p = k->sections, .n = k->n};
    return QH_OK;
}
