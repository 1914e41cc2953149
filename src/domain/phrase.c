#include "domain/phrase.h"

#include "base/embedded.h"
#include "base/text.h"

qh_status phrase_load(struct ctx *c, const char *area, const char *lang,
                      const struct json **out)
{
    const char *path = str_format(c->arena, "data/locales/%s.%s.json", area, lang);
    const struct embedded_file *f = embedded_find(path);
    struct json *v = NULL;
    qh_status rc;

    if (!f)
        return qh_fail(&c->err, QH_BUG, "phrase.file", "", "%s", path);
    rc = json_parse(c->arena, embedded_text(f), &v, &c->err);
    if (rc)
        return rc;
    *out = v;
    return QH_OK;
}

const char *phrase(const struct json *words, const char *key)
{
    return json_str(words, key, key);
}

const char *phrase_key(const struct json *words, const char *prefix, const char *text)
{
    for (const struct json *m = words->first; m; m = m->next)
        if (text_starts(m->key, text_of(prefix)) && text_is(m->text, text))
            return m->key.p;
    return NULL;
}

const char *phrase_of(struct ctx *c, const struct json *words, const char *prefix,
                      const char *name)
{
    return phrase(words, str_format(c->arena, "%s.%s", prefix, name));
}
