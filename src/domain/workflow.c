#include "domain/workflow.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

/* True if the blank-separated list holds the state. */
static bool has_state(const char *list, const char *state)
{
    const size_t n = strlen(state);

    for (const char *p = list; *p;) {
        const char *end = strchr(p, ' ');
        const size_t len = end ? (size_t)(end - p) : strlen(p);

        if (len == n && memcmp(p, state, n) == 0)
            return true;
        p += len + (end ? 1 : 0);
    }
    return false;
}

/* The row of the action that fits the state, else the first one of the action. */
static const struct workflow_step *step_of(const struct workflow *w, const char *action,
                                           const char *state)
{
    const struct workflow_step *first = NULL;

    for (size_t i = 0; i < w->n; i++) {
        const struct workflow_step *s = &w->steps[i];

        if (strcmp(s->action, action) != 0)
            continue;
        if (has_state(s->from, state))
            return s;
        if (!first)
            first = s;
    }
    return first;
}

qh_status workflow_check(struct ctx *c, const struct workflow *w, const char *action,
                         const char *state, const void *subject,
                         const struct workflow_step **out)
{
    const struct workflow_step *s = step_of(w, action, state);
    char key[QH_KEY_MAX];

    if (!s)
        return qh_fail(&c->err, QH_BUG, "workflow.action", "", "%s %s", w->entity,
                       action);
    if ((c->actor.rights & s->right) != s->right)
        return qh_fail(&c->err, QH_DENIED, "auth.denied", "", "%s %s", w->entity, action);
    if (!has_state(s->from, state)) {
        (void)snprintf(key, sizeof key, "%s.state", w->entity);
        return qh_fail(&c->err, QH_CONFLICT, key, "", "%s in state %s", action, state);
    }
    if (s->guard) {
        const qh_status rc = s->guard(c, subject);

        if (rc)
            return rc;
    }
    *out = s;
    return QH_OK;
}

bool workflow_has_state(const struct workflow *w, const char *state)
{
    for (size_t i = 0; i < w->n; i++)
        if (has_state(w->steps[i].from, state) || has_state(w->steps[i].to, state))
            return true;
    return false;
}

bool workflow_can_move(const struct workflow *w, const char *from, const char *to)
{
    for (size_t i = 0; i < w->n; i++)
        if (has_state(w->steps[i].from, from) && has_state(w->steps[i].to, to))
            return true;
    return false;
}

void workflow_actions(struct ctx *c, const struct workflow *w, const char *state,
                      const void *subject, struct workflow_actions *out)
{
    out->p = ARENA_ARRAY(c->arena, w->n, struct workflow_action);
    out->n = 0;
    for (size_t i = 0; i < w->n; i++) {
        const char *action = w->steps[i].action;
        const struct workflow_step *step = NULL;
        bool seen = false;
        qh_status rc;

        for (size_t k = 0; k < out->n; k++)
            seen = seen || strcmp(out->p[k].action, action) == 0;
        if (seen)
            continue;
        rc = workflow_check(c, w, action, state, subject, &step);
        out->p[out->n++] = (struct workflow_action){
            .action = action,
            .allowed = rc == QH_OK,
            .why = rc ? str_copy(c->arena, c->err.key) : "",
        };
        c->err = (struct qh_error){0};
    }
}
