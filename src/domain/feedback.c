#include "domain/feedback.h"

#include "base/id.h"
#include "base/text.h"
#include "domain/history.h"
#include "domain/page.h"
#include "store/sql_feedback.h"

/* clang-format off */
static const struct workflow_step STEPS[] = {
    {"close", "open", "done", RIGHT_BIT(RIGHT_FEEDBACK_READ), NULL},
};
/* clang-format on */

const struct workflow FEEDBACK_WORKFLOW = {"feedback", STEPS, LEN(STEPS)};

qh_status feedback_add(struct ctx *c, const char *page, const char *text,
                       const char **out_id)
{
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);
    const char *said = text_copy(c->arena, text_trim(text_of(text)));
    qh_status rc;

    if (!*said)
        return qh_fail(&c->err, QH_INVALID, "feedback.text", "text", "blank");
    id_make(c->now_ms, c->rand, id);
    rc = sql_feedback_add(c->tx, c->org, id, c->actor.person, page ? page : "", said,
                          c->now_ms, &c->err);
    if (rc)
        return rc;
    *out_id = id;
    return history_add(c, &(struct history_entry){.entity = "feedback",
                                                  .entity_id = id,
                                                  .seq = 1,
                                                  .action = "say",
                                                  .from_state = "",
                                                  .to_state = "open",
                                                  .note = ""});
}

qh_status feedback_list(struct ctx *c, const char *state, const char *after,
                        int64_t limit, struct feedback_page *out)
{
    struct sql_feedback_list_list rows = {0};
    struct page_time at = PAGE_NEWEST;
    struct feedback_row *items;
    qh_status rc = page_read(after, &at, &c->err);

    if (!rc)
        rc = sql_feedback_list(c->tx, c->arena, c->org, state, at.ms, at.id, limit + 1,
                               &rows, &c->err);
    if (rc)
        return rc;
    if (page_cut(&rows.n, limit))
        out->next = page_write(c->arena, rows.p[rows.n - 1].at_ms, rows.p[rows.n - 1].id);
    items = ARENA_ARRAY(c->arena, rows.n, struct feedback_row);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_feedback_list *r = &rows.p[i];

        items[i] = (struct feedback_row){r->id,    r->person_name, r->page,   r->text,
                                         r->at_ms, r->state,       r->answer, r->version};
    }
    out->items = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

qh_status feedback_close(struct ctx *c, const char *id, int64_t version,
                         const char *answer)
{
    const struct workflow_step *step = NULL;
    const char *note = answer ? answer : "";
    struct sql_feedback_one f = {0};
    qh_status rc = sql_feedback_one(c->tx, c->arena, c->org, id, &f, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "feedback.not_found", "", "%.40s", id);
    if (rc)
        return rc;
    if (f.version != version)
        return qh_fail(&c->err, QH_CONFLICT, "feedback.changed", "version", "%s", id);
    rc = workflow_check(c, &FEEDBACK_WORKFLOW, "close", f.state, &f, &step);
    if (rc)
        return rc;
    rc = sql_feedback_close(c->tx, c->org, id, version, note, &c->err);
    if (rc == QH_CONFLICT)
        return qh_fail(&c->err, QH_CONFLICT, "feedback.changed", "version", "%s", id);
    if (rc)
        return rc;
    return history_add(c, &(struct history_entry){.entity = "feedback",
                                                  .entity_id = id,
                                                  .seq = version + 1,
                                                  .action = "close",
                                                  .from_state = "open",
                                                  .to_state = "done",
                                                  .note = note});
}
