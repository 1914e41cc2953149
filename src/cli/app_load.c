#include "cli/app_load.h"

#include "base/embedded.h"
#include "domain/match.h"

#include <string.h>

enum { CHINA_MIN = 480 };

static qh_status load_calendar(struct arena *a, const struct calendar **out,
                               struct qh_error *err)
{
    struct calendar *c = ARENA_NEW(a, struct calendar);
    size_t n = 0;
    const struct embedded_file *f = embedded_below("data/calendars/", &n);

    calendar_init(c, CHINA_MIN);
    for (size_t i = 0; i < n; i++) {
        qh_status rc = calendar_add(c, a, embedded_text(&f[i]), err);

        if (rc)
            return rc;
    }
    *out = c;
    return QH_OK;
}

/* Without the slash at its end. */
static const char *base_url(struct arena *a, const char *url)
{
    struct text t = text_of(url);

    while (t.len && t.p[t.len - 1] == '/')
        t.len--;
    return text_copy(a, t);
}

qh_status app_load(struct arena *a, const char *public_url, const struct app **out_app,
                   const struct calendar **out_calendar, struct qh_error *err)
{
    struct app *app = ARENA_NEW(a, struct app);
    const qh_status rc = match_load(a, &app->matcher, err);

    if (rc)
        return rc;
    app->public_url = base_url(a, public_url);
    *out_app = app;
    return load_calendar(a, out_calendar, err);
}
