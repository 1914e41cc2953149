/* The reading side: what the catalogue offers, and search in it.
 *
 * A search takes first the items in whose names or words the text stands as it is (so
 * that two characters find something), then those that the matcher thinks of. */
#include "domain/item_row.h"

#include "base/days.h"
#include "base/text.h"
#include "domain/match_memory.h"
#include "store/sql_organisation.h"

#include <string.h>

enum { ITEMS_MAX = 1000, WORDS_MAX = 8 };

struct item item_of_row(const struct sql_item_row *r)
{
    return (struct item){
        .code = r->code,
        .no = r->no,
        .state = r->state,
        .from_day = r->from_day,
        .until_day = r->until_day,
        .wording = {r->category_zh,
                    r->category_en,
                    r->name_zh,
                    r->name_en,
                    r->who_may_ask,
                    r->basis,
                    r->statutory_limit_wd,
                    r->commit_limit_wd,
                    r->limit_basis,
                    r->channels,
                    r->on_site != 0,
                    r->appointment != 0,
                    r->lead_office_code,
                    r->default_route,
                    r->documents,
                    r->fee,
                    r->waiver_rule,
                    r->keywords,
                    r->also_called,
                    r->not_this},
        .office_zh = r->office_zh,
        .office_en = r->office_en,
        .note = r->note,
        .made_by = r->made_by,
        .made_by_name = r->made_by_name,
        .made_ms = r->made_ms,
        .seconded = r->seconded != 0,
        .published_by = r->published_by,
        .published_by_name = r->published_by_name,
        .published_ms = r->published_ms,
        .version = r->version,
    };
}

const char *item_today(struct ctx *c)
{
    char *day = ARENA_ARRAY(c->arena, DAY_LEN + 1, char);

    day_of_instant(c->calendar, c->now_ms, day);
    return day;
}

const char *item_entity_id(struct ctx *c, const char *code, int64_t no)
{
    return str_format(c->arena, "%s/%lld", code, (long long)no);
}

qh_status item_load(struct ctx *c, const char *code, int64_t no, struct item *out)
{
    struct sql_item_row r = {0};
    const qh_status rc =
        sql_item_version_one(c->tx, c->arena, c->org, code, no, &r, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "item.not_found", "", "%.20s %lld", code,
                       (long long)no);
    if (!rc)
        *out = item_of_row(&r);
    return rc;
}

qh_status item_find(struct ctx *c, const char *code, struct item *out)
{
    struct sql_item_head head = {0};
    const qh_status rc = sql_item_head(c->tx, c->arena, c->org, code, &head, &c->err);

    if (rc == QH_NOT_FOUND || (!rc && !str_equal(head.state, "published")))
        return qh_fail(&c->err, QH_NOT_FOUND, "item.not_found", "", "%.20s", code);
    return rc ? rc : item_load(c, code, head.no, out);
}

/* ---- search ---- */

/* The words of a search, in lower case. */
struct words {
    struct text p[WORDS_MAX];
    size_t n;
};

static struct text lowered(struct arena *a, const char *s)
{
    char *out = str_copy(a, s);

    for (char *p = out; *p; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    return text_of(out);
}

static struct words words_of(struct arena *a, const char *q)
{
    const struct text all = lowered(a, q);
    struct words out = {0};
    size_t start = 0;

    for (size_t i = 0; i <= all.len && out.n < WORDS_MAX; i++)
        if (i == all.len || all.p[i] == ' ') {
            if (i > start)
                out.p[out.n++] = (struct text){all.p + start, i - start};
            start = i + 1;
        }
    return out;
}

static bool has(struct text in, struct text word)
{
    return memmem(in.p, in.len, word.p, word.len) != NULL;
}

/* 0: not all words stand in it; 3: all in the name, 2: in other names and words, 1: else.
 */
static int worth_of(struct arena *a, const struct item *it, const struct words *words)
{
    const struct item_wording *w = &it->wording;
    const struct text name =
        lowered(a, str_format(a, "%s %s %s", it->code, w->name_zh, w->name_en));
    const struct text known =
        lowered(a, str_format(a, "%s %s %s %s", it->code, w->name_zh, w->also_called,
                              w->keywords));
    const struct text all = lowered(
        a, str_format(a, "%s %s %s %s %s %s %s %s %s", it->code, w->name_zh, w->name_en,
                      w->also_called, w->keywords, w->category_zh, w->who_may_ask,
                      w->basis, it->office_zh ? it->office_zh : ""));
    int worth = 3;

    for (size_t i = 0; i < words->n && worth; i++) {
        const int here = has(name, words->p[i])    ? 3
                         : has(known, words->p[i]) ? 2
                         : has(all, words->p[i])   ? 1
                                                   : 0;

        worth = here < worth ? here : worth;
    }
    return words->n ? worth : 0;
}

struct found {
    struct item *all;
    bool *taken;
    size_t n_all;
    struct item *out;
    size_t n;
};

static void take(struct found *f, size_t i)
{
    if (f->taken[i])
        return;
    f->taken[i] = true;
    f->out[f->n++] = f->all[i];
}

static void take_written(struct arena *a, struct found *f, const struct words *words)
{
    int *worth = ARENA_ARRAY(a, f->n_all + 1, int);

    for (size_t i = 0; i < f->n_all; i++)
        worth[i] = worth_of(a, &f->all[i], words);
    for (int w = 3; w > 0; w--)
        for (size_t i = 0; i < f->n_all; i++)
            if (worth[i] == w)
                take(f, i);
}

static qh_status take_matched(struct ctx *c, struct found *f, const char *q)
{
    const char *codes[ITEMS_MAX];
    size_t n = 0;
    const qh_status rc = match_items_for(c, text_of(q), codes, LEN(codes), &n);

    if (rc)
        return rc;
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < f->n_all; i++)
            if (str_equal(f->all[i].code, codes[k]))
                take(f, i);
    return QH_OK;
}

static qh_status search(struct ctx *c, const char *q, struct json_list *io)
{
    const struct words words = words_of(c->arena, q);
    struct found f = {.all = io->p, .n_all = io->n};
    qh_status rc;

    f.taken = ARENA_ARRAY(c->arena, io->n + 1, bool);
    f.out = ARENA_ARRAY(c->arena, io->n + 1, struct item);
    take_written(c->arena, &f, &words);
    rc = take_matched(c, &f, q);
    if (!rc)
        *io = (struct json_list){.p = f.out, .n = f.n};
    return rc;
}

qh_status item_list(struct ctx *c, const struct item_filter *f, struct json_list *out)
{
    struct sql_item_row_list rows = {0};
    struct json_list list = {0};
    struct item *items;
    qh_status rc = sql_item_list(c->tx, c->arena, c->org, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n + 1, struct item);
    for (size_t i = 0; i < rows.n; i++) {
        if (f->category && !str_equal(f->category, rows.p[i].category_zh))
            continue;
        if (f->office && !str_equal(f->office, rows.p[i].lead_office_code))
            continue;
        items[list.n++] = item_of_row(&rows.p[i]);
    }
    list.p = items;
    if (f->q)
        rc = search(c, f->q, &list);
    if (!rc)
        *out = list;
    return rc;
}

qh_status department_list(struct ctx *c, struct json_list *out)
{
    struct sql_department_list_list rows = {0};
    struct department *items;
    const qh_status rc = sql_department_list(c->tx, c->arena, c->org, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct department);
    for (size_t i = 0; i < rows.n; i++)
        items[i] = (struct department){rows.p[i].code, rows.p[i].name_zh,
                                       rows.p[i].name_en, rows.p[i].matters_zh};
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}
