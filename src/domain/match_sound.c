#include "domain/match_sound.h"

#include "domain/match_plain.h"
#include "domain/match_text.h"

#include <string.h>

enum { HAN_FIRST = 0x4E00, HAN_COUNT = 0x5200, SYLLABLE_MAX = 8 };

struct sounds {
    uint16_t (*of)[SOUNDS_OF_ONE]; /* by code - HAN_FIRST */
    char names[SOUNDS_MAX][SYLLABLE_MAX];
    size_t n; /* names, counting from 1 */
};

/* What counts as one sound, written one way. */
static void merge(const char *syllable, char out[SYLLABLE_MAX])
{
    const bool hushed = strchr("zcs", syllable[0]) && syllable[0] && syllable[1] == 'h';
    size_t n = 0;

    for (const char *p = syllable; *p && n + 1 < SYLLABLE_MAX; p++)
        if (!(hushed && p == syllable + 1))
            out[n++] = *p;
    /* "ing", "eng", and with any sound before */
    if (n >= 3 && out[n - 1] == 'g' && (out[n - 3] == 'i' || out[n - 3] == 'e'))
        n--;
    out[n] = 0;
    if (out[0] == 'l')
        out[0] = 'n';
}

static uint16_t sound_of(struct sounds *s, const char *syllable)
{
    char name[SYLLABLE_MAX] = "";

    merge(syllable, name);
    for (size_t i = 1; i <= s->n; i++)
        if (strcmp(s->names[i], name) == 0)
            return (uint16_t)i;
    if (s->n + 1 == SOUNDS_MAX)
        return 0;
    s->n++;
    memcpy(s->names[s->n], name, sizeof name);
    return (uint16_t)s->n;
}

static void add(struct sounds *s, uint32_t code, uint16_t sound)
{
    uint16_t *of;

    if (!plain_is_han(code))
        return;
    of = s->of[code - HAN_FIRST];
    for (size_t i = 0; i < SOUNDS_OF_ONE; i++) {
        if (of[i] == sound)
            return;
        if (of[i])
            continue;
        of[i] = sound;
        return;
    }
}

qh_status sounds_load(struct arena *a, const struct sounds **out, struct qh_error *err)
{
    static const char *const NAMES[] = {"syllable", "characters"};
    struct sounds *s = ARENA_NEW(a, struct sounds);
    struct csv c = {0};
    size_t col[LEN(NAMES)];
    qh_status rc = match_read_csv(a, "data/matching/pinyin.csv", &c, err);

    if (!rc)
        rc = csv_cols(&c, NAMES, LEN(NAMES), col, err);
    if (rc)
        return rc;
    s->of = arena_alloc(a, HAN_COUNT, sizeof *s->of);
    for (size_t row = 0; row < c.rows; row++) {
        const uint16_t sound = sound_of(s, csv_cell(&c, row, col[0]));
        const struct text all = text_of(csv_cell(&c, row, col[1]));

        for (size_t pos = 0; pos < all.len;)
            add(s, text_next(all, &pos), sound);
    }
    *out = s;
    return QH_OK;
}

const uint16_t *sounds_of(const struct sounds *s, uint32_t code)
{
    if (!plain_is_han(code) || !s->of[code - HAN_FIRST][0])
        return NULL;
    return s->of[code - HAN_FIRST];
}

bool sounds_alike(const struct sounds *s, uint32_t a, uint32_t b)
{
    const uint16_t *x = sounds_of(s, a);
    const uint16_t *y = sounds_of(s, b);

    if (!x || !y)
        return false;
    for (size_t i = 0; i < SOUNDS_OF_ONE && x[i]; i++)
        for (size_t k = 0; k < SOUNDS_OF_ONE && y[k]; k++)
            if (x[i] == y[k])
                return true;
    return false;
}
