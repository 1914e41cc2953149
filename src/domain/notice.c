#include "domain/notice.h"

#include "domain/notify_text.h"
#include "domain/page.h"
#include "domain/phrase.h"
#include "store/sql_notice.h"

static struct notice_row item_of(struct ctx *c, const struct sql_notice_list *r,
                                 const struct json *zh, const struct json *en)
{
    const struct notify_words w = {r->label, r->about, r->due_day};

    return (struct notice_row){.id = r->id,
                               .kind = r->kind,
                               .entity = r->entity,
                               .entity_id = r->entity_id,
                               .text_zh = notify_title(c, zh, r->kind, &w),
                               .text_en = notify_title(c, en, r->kind, &w),
                               .at_ms = r->at_ms,
                               .read_ms = r->read_ms};
}

static qh_status find(struct ctx *c, const struct notice_filter *f,
                      struct sql_notice_list_list *rows)
{
    struct page_time at = PAGE_NEWEST;
    qh_status rc = page_read(f->after, &at, &c->err);

    if (rc)
        return rc;
    return sql_notice_list(c->tx, c->arena,
                           &(struct sql_notice_list_in){.org = c->org,
                                                        .person_id = c->actor.person,
                                                        .unread = f->unread,
                                                        .kind = f->kind,
                                                        .at_ms = at.ms,
                                                        .at_id = at.id,
                                                        .limit = f->limit + 1},
                           rows, &c->err);
}

qh_status notice_list(struct ctx *c, const struct notice_filter *f,
                      struct notice_page *out)
{
    struct sql_notice_list_list rows = {0};
    const struct json *zh = NULL;
    const struct json *en = NULL;
    struct notice_row *items;
    qh_status rc = find(c, f, &rows);

    if (!rc)
        rc = phrase_load(c, "notices", "zh-CN", &zh);
    if (!rc)
        rc = phrase_load(c, "notices", "en", &en);
    if (rc)
        return rc;
    if (page_cut(&rows.n, f->limit))
        out->next = page_write(c->arena, rows.p[rows.n - 1].at_ms, rows.p[rows.n - 1].id);
    items = ARENA_ARRAY(c->arena, rows.n, struct notice_row);
    for (size_t i = 0; i < rows.n; i++)
        items[i] = item_of(c, &rows.p[i], zh, en);
    out->items = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

qh_status notice_unread(struct ctx *c, int64_t *out)
{
    struct sql_notice_unread row = {0};
    const qh_status rc = sql_notice_unread(c->tx, c->arena, c->org, c->actor.person,
                                           NOTICE_COUNT_MAX, &row, &c->err);

    *out = row.n;
    return rc;
}

qh_status notice_read(struct ctx *c, const char *id)
{
    struct sql_notice_one row = {0};
    int64_t n = 0;
    qh_status rc =
        sql_notice_one(c->tx, c->arena, c->org, c->actor.person, id, &row, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "notice.not_found", "", "%.40s", id);
    if (rc)
        return rc;
    return sql_notice_read(c->tx, c->org, c->actor.person, id, c->now_ms, &n, &c->err);
}

qh_status notice_read_until(struct ctx *c, int64_t until_ms)
{
    int64_t n = 0;

    return sql_notice_read_until(c->tx, c->org, c->actor.person, until_ms, c->now_ms, &n,
                                 &c->err);
}
