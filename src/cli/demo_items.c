/* The catalogue of service items: each in its first version, in force before the
 * programme began.  Which documents are needed is our own list (item_documents.csv): the
 * bureau's is not public. */
#include "cli/demo.h"

#include "base/text.h"
#include "store/sql_item.h"

static const char *const FROM_DAY = "2024-12-01";

/* "a|b" as lines; "" where the list does not know the item. */
static const char *documents_of(struct demo *d, const struct csv *t, const char *code)
{
    for (size_t i = 0; i < t->rows; i++) {
        char *lines;

        if (!str_equal(demo_cell(t, i, "code"), code))
            continue;
        lines = str_copy(d->c->arena, demo_cell(t, i, "documents"));
        for (char *p = lines; *p; p++)
            if (*p == '|')
                *p = '\n';
        return lines;
    }
    return "";
}

static struct opt_int statutory_of(const struct csv *t, size_t i)
{
    return *demo_cell(t, i, "statutory_limit_wd")
               ? OPT_INT(demo_int(t, i, "statutory_limit_wd"))
               : NO_INT;
}

static qh_status add_head(struct demo *d, const struct csv *t, size_t i)
{
    return sql_item_apply(d->c->tx,
                          &(struct sql_item_apply_in){
                              .org = d->c->org,
                              .code = demo_cell(t, i, "code"),
                              .no = 1,
                              .state = "published",
                              .category_zh = demo_cell(t, i, "category_zh"),
                              .category_en = demo_cell(t, i, "category_en"),
                              .name_zh = demo_cell(t, i, "name_zh"),
                              .name_en = demo_cell(t, i, "name_en"),
                              .who_may_ask = demo_cell(t, i, "who_may_ask"),
                              .basis = demo_cell(t, i, "basis"),
                              .statutory_limit_wd = statutory_of(t, i),
                              .commit_limit_wd = demo_int(t, i, "commit_limit_wd"),
                              .on_site = demo_int(t, i, "on_site"),
                              .appointment = demo_int(t, i, "appointment"),
                              .lead_office_code = demo_cell(t, i, "lead_office"),
                              .default_route = demo_cell(t, i, "default_route"),
                              .fee = demo_cell(t, i, "fee"),
                              .waiver_rule = demo_cell(t, i, "waiver_rule"),
                              .keywords = demo_cell(t, i, "keywords"),
                              .also_called = demo_cell(t, i, "also_called"),
                              .not_this = demo_cell(t, i, "not_this"),
                          },
                          &d->c->err);
}

static qh_status add_version(struct demo *d, const struct csv *t, size_t i,
                             const char *documents)
{
    return sql_item_version_add(d->c->tx,
                                &(struct sql_item_version_add_in){
                                    .org = d->c->org,
                                    .code = demo_cell(t, i, "code"),
                                    .no = 1,
                                    .state = "published",
                                    .from_day = FROM_DAY,
                                    .category_zh = demo_cell(t, i, "category_zh"),
                                    .category_en = demo_cell(t, i, "category_en"),
                                    .name_zh = demo_cell(t, i, "name_zh"),
                                    .name_en = demo_cell(t, i, "name_en"),
                                    .who_may_ask = demo_cell(t, i, "who_may_ask"),
                                    .basis = demo_cell(t, i, "basis"),
                                    .statutory_limit_wd = statutory_of(t, i),
                                    .commit_limit_wd = demo_int(t, i, "commit_limit_wd"),
                                    .limit_basis = demo_cell(t, i, "limit_basis"),
                                    .channels = demo_cell(t, i, "channels"),
                                    .on_site = demo_int(t, i, "on_site"),
                                    .appointment = demo_int(t, i, "appointment"),
                                    .lead_office_code = demo_cell(t, i, "lead_office"),
                                    .default_route = demo_cell(t, i, "default_route"),
                                    .documents = documents,
                                    .fee = demo_cell(t, i, "fee"),
                                    .waiver_rule = demo_cell(t, i, "waiver_rule"),
                                    .keywords = demo_cell(t, i, "keywords"),
                                    .also_called = demo_cell(t, i, "also_called"),
                                    .not_this = demo_cell(t, i, "not_this"),
                                    .note = "",
                                    .made_by = "",
                                    .made_by_name = "",
                                    .made_ms = 0,
                                    .version = 0,
                                },
                                &d->c->err);
}

qh_status demo_items(struct demo *d)
{
    struct csv documents = {0};
    struct csv items = {0};
    qh_status rc = demo_table(d, "service_items", &items);

    if (!rc)
        rc = demo_table(d, "item_documents", &documents);
    for (size_t i = 0; i < items.rows && !rc; i++) {
        rc = add_head(d, &items, i);
        if (!rc)
            rc = add_version(d, &items, i,
                             documents_of(d, &documents, demo_cell(&items, i, "code")));
    }
    return rc;
}
