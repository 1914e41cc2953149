#include "cli/app_load.h"

#include "base/embedded.h"
#include "document/layout_words.h"
#include "document/press.h"
#include "domain/edition_memory.h"
#include "domain/match_memory.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

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

/* Folder of the trimmed fonts that belongs to this binary; NULL if there is none. */
static const char *fonts_dir(struct arena *a)
{
    char path[PATH_MAX];
    const ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);

    if (n <= 0)
        return NULL;
    path[n] = 0;
    return press_fonts_of(a, path);
}

static qh_status load_words(struct arena *a, const struct layout_words **out,
                            struct qh_error *err)
{
    const struct embedded_file *f = embedded_find("data/layouts/certificate.json");
    struct layout_words *words = ARENA_NEW(a, struct layout_words);
    qh_status rc;

    if (!f)
        return qh_fail(err, QH_BUG, "words.file", "", "data/layouts/certificate.json");
    rc = layout_words_load(a, embedded_text(f), words, err);
    if (rc)
        return rc;
    words->press = ARENA_NEW(a, struct press);
    press_init(words->press, fonts_dir(a));
    *out = words;
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
    qh_status rc = load_words(a, &app->paper_words, err);

    app->memory = match_memory_new(a);
    app->editions = edition_memory_new(a);
    if (rc)
        return rc;
    app->public_url = base_url(a, public_url);
    *out_app = app;
    return load_calendar(a, out_calendar, err);
}

void app_done(const struct app *app)
{
    if (!app)
        return;
    match_memory_done(app->memory);
    edition_memory_done(app->editions);
    if (app->paper_words)
        press_done(app->paper_words->press);
}
