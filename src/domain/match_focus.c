#include "domain/match_focus.h"

#include <string.h>

static const double STORY = 0.4; /* of the weight in the focus */

static bool is_stop(uint32_t c)
{
    return c == 0x3002 || c == '!' || c == '?' || c == ';' || c == '\n' || c == 0xFF01 ||
           c == 0xFF1F || c == 0xFF1B;
}

static bool asks(const struct lexicon_hits *hits, size_t ask, size_t from, size_t to)
{
    for (size_t i = 0; i < hits->n; i++) {
        const struct lexicon_hit *x = &hits->p[i];

        if (x->group == ask && !x->by_sound && x->from >= from && x->to <= to)
            return true;
    }
    return false;
}

/* Marks the sentences of the focus; false: there is no story beside them. */
static bool mark(struct chars t, const struct lexicon_hits *hits, size_t ask, bool *in)
{
    size_t from = 0;
    size_t n = 0;

    for (size_t to = 1; to <= t.n; to++) {
        if (to < t.n && !is_stop(t.p[to - 1]))
            continue;
        if (to == t.n || asks(hits, ask, from, to)) {
            memset(in + from, true, to - from);
            n += to - from;
        }
        from = to;
    }
    return n < t.n;
}

void focus_find(struct arena *a, struct text t, struct chars chars,
                const struct lexicon_hits *hits, size_t ask, struct focus *out)
{
    bool *in = ARENA_ARRAY(a, chars.n + 1, bool);
    char *p = ARENA_ARRAY(a, t.len + 1, char);
    size_t len = 0;
    size_t k = 0;

    *out = (struct focus){NULL, t};
    if (chars.n < FOCUS_CHARS || !mark(chars, hits, ask, in))
        return;
    for (size_t pos = 0; pos < t.len; k++) {
        const size_t from = pos;

        (void)text_next(t, &pos);
        if (!in[k])
            continue;
        memcpy(p + len, t.p + from, pos - from);
        len += pos - from;
    }
    *out = (struct focus){in, {p, len}};
}

void focus_weigh(const struct focus *f, struct lexicon_hits *hits)
{
    for (size_t i = 0; f->in && i < hits->n; i++)
        if (!f->in[hits->p[i].from]) {
            hits->p[i].weight *= STORY;
            hits->p[i].is_aside = true;
        }
}
