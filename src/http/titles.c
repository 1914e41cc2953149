#include "http/titles.h"

#include "base/embedded.h"
#include "base/json.h"
#include "http/quality.h"

#include <stdlib.h>
#include <string.h>

struct entry {
    const char *key;
    const char *text;
};

struct language {
    const char *name;
    const char *path;
};

static const struct language LANGUAGES[] = {
    {"zh-CN", "data/locales/errors.zh-CN.json"},
    {"en", "data/locales/errors.en.json"},
};

struct titles {
    struct entry *entries[LEN(LANGUAGES)]; /* by key */
    size_t n[LEN(LANGUAGES)];
};

static int compare(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->key, ((const struct entry *)b)->key);
}

static qh_status load(struct arena *a, const char *path, struct entry **out, size_t *n,
                      struct qh_error *err)
{
    const struct embedded_file *f = embedded_find(path);
    struct json *doc = NULL;
    struct entry *e;
    qh_status rc;

    if (!f)
        return qh_fail(err, QH_NOT_FOUND, "titles.file", "", "%s", path);
    rc = json_parse(a, embedded_text(f), &doc, err);
    if (rc)
        return rc;
    e = ARENA_ARRAY(a, doc->count, struct entry);
    for (const struct json *m = doc->first; m; m = m->next)
        e[(*n)++] = (struct entry){text_copy(a, m->key), text_copy(a, m->text)};
    qsort(e, *n, sizeof *e, compare);
    *out = e;
    return QH_OK;
}

qh_status titles_load(struct arena *a, const struct titles **out, struct qh_error *err)
{
    struct titles *w = ARENA_NEW(a, struct titles);

    for (size_t i = 0; i < LEN(LANGUAGES); i++) {
        qh_status rc = load(a, LANGUAGES[i].path, &w->entries[i], &w->n[i], err);

        if (rc)
            return rc;
    }
    *out = w;
    return QH_OK;
}

const char *titles_of(const struct titles *w, const char *lang, const char *key)
{
    size_t i = strcmp(lang, LANGUAGES[1].name) == 0;
    const struct entry want = {.key = key};
    const struct entry *e;

    e = bsearch(&want, w->entries[i], w->n[i], sizeof want, compare);
    return e ? e->text : NULL;
}

/* By the first two letters of a tag; LEN(LANGUAGES) if we do not have it. */
static size_t language_of(const char *tag)
{
    size_t i = 0;

    while (i < LEN(LANGUAGES) && strncmp(tag, LANGUAGES[i].name, 2) != 0)
        i++;
    return i;
}

const char *titles_choose(const char *accept)
{
    size_t best = 0;
    int best_quality = 0;

    while (accept && *accept) {
        size_t n = strcspn(accept, ",");
        size_t lead = strspn(accept, " \t");
        size_t i = lead < n ? language_of(accept + lead) : LEN(LANGUAGES);
        int q = quality_of(accept, n);

        if (i < LEN(LANGUAGES) && q > best_quality) {
            best = i;
            best_quality = q;
        }
        accept += n + (accept[n] == ',');
    }
    return LANGUAGES[best].name;
}
