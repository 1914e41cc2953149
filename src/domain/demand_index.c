/* What hangs on a new demand: what the matcher proposes, its figure, its words. */
#include "domain/demand_row.h"

#include "base/text.h"
#include "domain/demand_fact.h"
#include "domain/match_memory.h"
#include "domain/search.h"

/* What demand_match keeps of a proposal: how it was found, and the words. */
static const char *reason_of(struct ctx *c, const struct match_proposal *p)
{
    struct json_writer w;
    struct buf b;

    buf_init(&b, c->arena);
    json_begin(&w, &b);
    json_object_open(&w);
    json_add_str(&w, "key", p->key);
    json_add_str(&w, "words", p->words);
    json_object_close(&w);
    return buf_str(&b);
}

static qh_status add_matches(struct ctx *c, const char *id, const struct match *m)
{
    const struct match_proposal *p = m->proposals.p;
    qh_status rc = QH_OK;

    for (size_t i = 0; i < m->proposals.n && !rc; i++)
        rc = sql_demand_match_add(
            c->tx,
            &(struct sql_demand_match_add_in){.org = c->org,
                                              .demand_id = id,
                                              .rank = (int64_t)i + 1,
                                              .item_code = p[i].item_code,
                                              .department_code = p[i].department_code,
                                              .score_ppm = p[i].score_ppm,
                                              .reason = reason_of(c, &p[i])},
            &c->err);
    return rc;
}

static qh_status count_new(struct ctx *c, const struct sql_demand_add_in *row,
                           const char *division)
{
    const struct sql_demand_one v = {.id = row->id,
                                     .number = row->number,
                                     .division_code = division,
                                     .state = "REG",
                                     .registered_ms = row->registered_ms,
                                     .version = 1};

    return demand_fact_changed(c, NULL, &v);
}

qh_status demand_match_again(struct ctx *c, const char *id, const char *text)
{
    struct match m = {0};
    int64_t n = 0;
    qh_status rc = match_for(c, text_of(text), &m);

    if (!rc)
        rc = sql_demand_match_clear(c->tx, c->org, id, &n, &c->err);
    return rc ? rc : add_matches(c, id, &m);
}

/* What the enterprise picked itself stands before what the matcher thinks. */
static void put_first(struct ctx *c, const char *code, struct match *m)
{
    const struct match_proposal *old = m->proposals.p;
    struct match_proposal *p =
        ARENA_ARRAY(c->arena, m->proposals.n + 1, struct match_proposal);
    size_t n = 1;

    p[0] = (struct match_proposal){.item_code = code,
                                   .name_zh = code,
                                   .name_en = code,
                                   .score_ppm = 1000000,
                                   .key = "match.picked",
                                   .words = code,
                                   .reason = "",
                                   .reason_en = ""};
    for (size_t i = 0; i < m->proposals.n; i++)
        if (!str_equal(old[i].item_code, code))
            p[n++] = old[i];
    m->proposals = (struct json_list){.p = p, .n = n};
    m->none_fit = false;
}

qh_status demand_index(struct ctx *c, const struct sql_demand_add_in *row,
                       const struct sql_demand_enterprise *e, const char *picked,
                       struct demand_registered *out)
{
    struct match m = {0};
    qh_status rc = match_for(c, text_of(row->text), &m);

    if (rc)
        return rc;
    if (picked)
        put_first(c, picked, &m);
    rc = add_matches(c, row->id, &m);
    if (rc)
        return rc;
    rc = count_new(c, row, e->division_code);
    if (rc)
        return rc;
    *out = (struct demand_registered){
        row->id, row->number, "REG", row->due_ms, m.proposals, m.none_fit,
    };
    return search_add(c, "demand", row->id,
                      (const char *const[]){row->number, e->name, row->text}, 3);
}
