/* An event, a notice for each person told.  Channels out of the product hang on the same
 * event. */
#include "domain/notify.h"

#include "base/id.h"
#include "base/text.h"
#include "domain/notify_people.h"
#include "domain/notify_route.h"

/* True in *out if kind, id and once have been told before; otherwise notes that they are
 * now. */
static qh_status was_told(struct ctx *c, enum notify_kind kind, const char *id,
                          const struct notify_more *more, bool *out)
{
    int64_t n = 0;
    qh_status rc;

    *out = false;
    if (!more || !more->once)
        return QH_OK;
    rc = sql_notify_once_add(
        c->tx, c->org,
        str_format(c->arena, "%s/%s/%s", NOTIFY_KIND_NAMES[kind], id, more->once),
        c->now_ms, &n, &c->err);
    *out = !rc && n == 0;
    return rc;
}

static qh_status add_event(struct ctx *c, enum notify_kind kind, const char *entity_id,
                           const struct sql_notify_subject *s, const char **out_id)
{
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);

    id_make(c->now_ms, c->rand, id);
    *out_id = id;
    return sql_notify_event_add(c->tx,
                                &(struct sql_notify_event_add_in){
                                    .org = c->org,
                                    .id = id,
                                    .kind = NOTIFY_KIND_NAMES[kind],
                                    .entity = notify_entity(kind),
                                    .entity_id = entity_id,
                                    .label = s->label,
                                    .about = s->enterprise_name ? s->enterprise_name : "",
                                    .due_day = s->due_day,
                                    .at_ms = c->now_ms,
                                },
                                &c->err);
}

qh_status notify_event(struct ctx *c, enum notify_kind kind, const char *id,
                       const struct notify_more *more)
{
    struct sql_notify_subject s = {0};
    struct notify_people *people = ARENA_NEW(c->arena, struct notify_people);
    struct notify_route route = {0};
    const char *event_id = NULL;
    bool told = false;
    qh_status rc = was_told(c, kind, id, more, &told);

    if (rc || told)
        return rc;
    rc = notify_subject(c, kind, id, more, &s);
    if (!rc)
        rc = notify_people(c, kind, id, &s, more, people);
    if (!rc)
        rc = notify_route_load(c, &route);
    if (rc || (!people->n && !notify_route_has_webhook(&route, kind)))
        return rc;
    rc = add_event(c, kind, id, &s, &event_id);
    for (size_t i = 0; i < people->n && !rc; i++)
        rc = notify_route_person(c, &route, kind, event_id, people->id[i]);
    return rc ? rc : notify_route_webhooks(c, &route, kind, event_id);
}

qh_status notify_step(struct ctx *c, const char *entity, const char *action,
                      const char *id)
{
    enum notify_kind kind;

    if (!notify_kind_of_step(entity, action, &kind))
        return QH_OK;
    return notify_event(c, kind, id, NULL);
}
