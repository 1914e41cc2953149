#include "domain/match_text.h"

#include "base/embedded.h"

#include <string.h>

qh_status match_read_csv(struct arena *a, const char *path, struct csv *out,
                         struct qh_error *err)
{
    const struct embedded_file *f = embedded_find(path);

    if (!f)
        return qh_fail(err, QH_NOT_FOUND, "match.file", "", "%s", path);
    return csv_parse(a, embedded_text(f), out, err);
}

qh_status match_read_wording(struct arena *a, const char *path, const struct json **out,
                             struct qh_error *err)
{
    const struct embedded_file *f = embedded_find(path);
    struct json *v = NULL;
    qh_status rc;

    if (!f)
        return qh_fail(err, QH_NOT_FOUND, "match.file", "", "%s", path);
    rc = json_parse(a, embedded_text(f), &v, err);
    if (rc)
        return rc;
    *out = v;
    return QH_OK;
}

const char *match_fill(struct arena *a, const char *wording, const char *words,
                       const char *name)
{
    struct buf b;

    buf_init(&b, a);
    for (const char *p = wording; *p;) {
        if (strncmp(p, "{words}", 7) == 0) {
            buf_add_str(&b, words);
            p += 7;
        } else if (strncmp(p, "{name}", 6) == 0) {
            buf_add_str(&b, name);
            p += 6;
        } else {
            buf_add_char(&b, *p++);
        }
    }
    return buf_str(&b);
}
