#include "document/layout_words.h"

#include "base/json.h"

#include <string.h>

static const char *const KEYS[WORD_COUNT] = {
#define WORD_KEY(name, key) key,
    CERTIFICATE_WORDS(WORD_KEY)
#undef WORD_KEY
};
/* Members of "notes", by enum certificate_kind. */
static const char *const NOTE_KEYS[KINDS_OF_PAPER] = {"verification", "notice",
                                                      "calibration", "inspection"};

/* A pair is ["Chinese", "English"]; the English may be empty. */
static qh_status read_pair(const struct json *v, const char *key, struct word_pair *out,
                           struct qh_error *err)
{
    const struct json *zh = json_item(v, 0);
    const struct json *en = json_item(v, 1);

    if (!zh || !en || zh->kind != JSON_STRING || en->kind != JSON_STRING || v->count != 2)
        return qh_fail(err, QH_INVALID, "words.missing", key, "a pair is needed");
    out->zh = zh->text.p;
    out->en = en->text.p;
    return QH_OK;
}

static qh_status read_words(const struct json *words, struct layout_words *out,
                            struct qh_error *err)
{
    qh_status rc;

    for (size_t i = 0; i < WORD_COUNT; i++) {
        rc = read_pair(json_member(words, KEYS[i]), KEYS[i], &out->word[i], err);
        if (rc)
            return rc;
    }
    if (words->count == WORD_COUNT)
        return QH_OK;
    for (const struct json *m = words->first; m; m = m->next) {
        size_t i = 0;

        while (i < WORD_COUNT && !text_is(m->key, KEYS[i]))
            i++;
        if (i == WORD_COUNT)
            return qh_fail(err, QH_INVALID, "words.unknown", m->key.p, "no such word");
    }
    return qh_fail(err, QH_INVALID, "words.unknown", "words", "%zu words", words->count);
}

static qh_status read_notes(const struct json *notes, struct layout_words *out,
                            struct qh_error *err)
{
    qh_status rc;

    for (size_t k = 0; k < KINDS_OF_PAPER; k++) {
        const struct json *list = json_member(notes, NOTE_KEYS[k]);
        size_t n = 0;

        if (!list || list->kind != JSON_ARRAY || list->count >= NOTES_MAX)
            return qh_fail(err, QH_INVALID, "words.missing", NOTE_KEYS[k], "no notes");
        for (const struct json *m = list->first; m; m = m->next) {
            rc = read_pair(m, NOTE_KEYS[k], &out->notes[k][n++], err);
            if (rc)
                return rc;
        }
    }
    return QH_OK;
}

qh_status layout_words_load(struct arena *a, struct text text, struct layout_words *out,
                            struct qh_error *err)
{
    struct layout_words w = {0};
    struct json *v;
    qh_status rc;

    rc = json_parse(a, text, &v, err);
    if (rc)
        return rc;
    w.serif = json_str(v, "serif", NULL);
    w.sans = json_str(v, "sans", NULL);
    if (!w.serif || !w.sans || !json_member(v, "words") || !json_member(v, "notes"))
        return qh_fail(err, QH_INVALID, "words.missing", "serif, sans, words, notes",
                       "a member is missing");
    rc = read_words(json_member(v, "words"), &w, err);
    if (rc)
        return rc;
    rc = read_notes(json_member(v, "notes"), &w, err);
    if (rc)
        return rc;
    *out = w;
    return QH_OK;
}

static const char *value_of(const char *const *args, struct text name)
{
    for (; args[0]; args += 2)
        if (text_is(name, args[0]))
            return args[1] ? args[1] : "";
    return NULL;
}

const char *layout_words_fill(struct arena *a, const char *pattern,
                              const char *const *args)
{
    struct buf b;

    buf_init(&b, a);
    while (*pattern) {
        const char *end = *pattern == '{' ? strchr(pattern, '}') : NULL;
        const char *value = NULL;

        if (end)
            value =
                value_of(args, (struct text){pattern + 1, (size_t)(end - pattern) - 1});
        if (value) {
            buf_add_str(&b, value);
            pattern = end + 1;
        } else {
            buf_add_char(&b, *pattern++);
        }
    }
    return buf_str(&b);
}
