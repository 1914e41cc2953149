#include "domain/match_plain.h"

#include "domain/match_pair.h"
#include "domain/match_text.h"

#include <stdlib.h>
#include <string.h>

enum {
    HAN_FIRST = 0x4E00,
    HAN_LAST = 0x9FFF,
    SPOKEN_MIN = 3,
    SPOKEN_MAX = 12,
    WORD_MAX = 3
};

struct numeral {
    uint32_t code;
    int64_t value;
    bool is_unit;
};

struct plain {
    uint32_t *simple; /* by code - HAN_FIRST; 0: as it is */
    struct numeral *numerals;
    size_t n_numerals;
};

bool plain_is_han(uint32_t code)
{
    return code >= HAN_FIRST && code <= HAN_LAST;
}

static uint32_t first_of(const char *s)
{
    size_t pos = 0;

    return *s ? text_next(text_of(s), &pos) : 0;
}

/* A table of characters that are written as another one. */
static qh_status load_forms(struct arena *a, struct plain *p, const char *path,
                            const char *column, struct qh_error *err)
{
    const char *const names[] = {"plain", column};
    struct csv c = {0};
    size_t col[LEN(names)];
    qh_status rc = match_read_csv(a, path, &c, err);

    if (!rc)
        rc = csv_cols(&c, names, LEN(names), col, err);
    if (rc)
        return rc;
    for (size_t row = 0; row < c.rows; row++) {
        const uint32_t to = first_of(csv_cell(&c, row, col[0]));
        const struct text from = text_of(csv_cell(&c, row, col[1]));

        for (size_t pos = 0; pos < from.len;) {
            const uint32_t code = text_next(from, &pos);

            if (plain_is_han(code))
                p->simple[code - HAN_FIRST] = to;
        }
    }
    return QH_OK;
}

static qh_status load_numerals(struct arena *a, struct plain *p, struct qh_error *err)
{
    static const char *const NAMES[] = {"character", "value", "kind"};
    struct csv c = {0};
    size_t col[LEN(NAMES)];
    qh_status rc = match_read_csv(a, "data/matching/numerals.csv", &c, err);

    if (!rc)
        rc = csv_cols(&c, NAMES, LEN(NAMES), col, err);
    if (rc)
        return rc;
    p->numerals = ARENA_ARRAY(a, c.rows, struct numeral);
    for (size_t row = 0; row < c.rows; row++)
        p->numerals[p->n_numerals++] = (struct numeral){
            .code = first_of(csv_cell(&c, row, col[0])),
            .value = strtoll(csv_cell(&c, row, col[1]), NULL, 10),
            .is_unit = str_equal(csv_cell(&c, row, col[2]), "unit"),
        };
    return QH_OK;
}

qh_status plain_load(struct arena *a, const struct plain **out, struct qh_error *err)
{
    struct plain *p = ARENA_NEW(a, struct plain);
    qh_status rc;

    p->simple = ARENA_ARRAY(a, HAN_LAST - HAN_FIRST + 1, uint32_t);
    rc = load_forms(a, p, "data/matching/simplified.csv", "traditional", err);
    if (!rc)
        rc = load_forms(a, p, "data/matching/dialect.csv", "dialect", err);
    if (!rc)
        rc = load_numerals(a, p, err);
    if (!rc)
        *out = p;
    return rc;
}

static const struct numeral *numeral_of(const struct plain *p, uint32_t code)
{
    for (size_t i = 0; i < p->n_numerals; i++)
        if (p->numerals[i].code == code)
            return &p->numerals[i];
    return NULL;
}

/* A run of numerals: digits one by one, or with tens, hundreds and thousands. */
struct spoken {
    const struct numeral *run[SPOKEN_MAX];
    size_t n;
    bool has_unit;
};

/* "nine thousand and one" is 9001; "sixteen nine four nine" is 16949. */
static void write_amount(struct buf *b, const struct spoken *s)
{
    int64_t total = 0;
    int64_t digit = 0;
    bool one_by_one = false;

    for (size_t i = 0; i < s->n; i++) {
        const struct numeral *x = s->run[i];

        if (x->is_unit && !one_by_one) {
            total += (digit ? digit : 1) * x->value;
            digit = 0;
        } else if (!digit && !one_by_one) {
            digit = x->value;
        } else {
            if (!one_by_one)
                buf_add_int(b, total + digit);
            one_by_one = true;
            buf_add_int(b, x->value);
        }
    }
    if (!one_by_one)
        buf_add_int(b, total + digit);
}

static void write_spoken(struct buf *b, const struct spoken *s)
{
    if (s->n >= SPOKEN_MIN && s->has_unit) {
        write_amount(b, s);
        return;
    }
    for (size_t i = 0; i < s->n; i++) {
        if (s->n < SPOKEN_MIN)
            buf_add_utf8(b, s->run[i]->code);
        else
            buf_add_int(b, s->run[i]->value);
    }
}

static bool is_letter(struct text t, size_t pos)
{
    return pos < t.len && t.p[pos] >= 'a' && t.p[pos] <= 'z';
}

/* At a blank between two letters that stand alone: "s c" is SC read out. */
static bool is_spelt(struct text low, size_t pos)
{
    return low.p[pos] == ' ' && pos > 0 && is_letter(low, pos - 1) &&
           (pos < 2 || !is_letter(low, pos - 2)) && is_letter(low, pos + 1) &&
           !is_letter(low, pos + 2);
}

struct text plain_text(const struct plain *p, struct arena *a, struct text t)
{
    const struct text low = pair_normalise(a, t);
    struct spoken s = {.n = 0};
    struct buf b;

    buf_init(&b, a);
    for (size_t pos = 0; pos < low.len;) {
        const bool spelt = is_spelt(low, pos);
        uint32_t code = text_next(low, &pos);
        const struct numeral *digit;

        if (spelt)
            continue;
        if (plain_is_han(code) && p->simple[code - HAN_FIRST])
            code = p->simple[code - HAN_FIRST];
        digit = numeral_of(p, code);
        if (s.n > 0 && (!digit || s.n == SPOKEN_MAX)) {
            write_spoken(&b, &s);
            s = (struct spoken){.n = 0};
        }
        if (digit) {
            s.run[s.n++] = digit;
            s.has_unit = s.has_unit || digit->is_unit;
        } else {
            buf_add_utf8(&b, code);
        }
    }
    write_spoken(&b, &s);
    (void)buf_str(&b);
    return buf_text(&b);
}

struct chars plain_chars(struct arena *a, struct text t)
{
    uint32_t *p = ARENA_ARRAY(a, t.len + 1, uint32_t);
    size_t n = 0;

    for (size_t pos = 0; pos < t.len;)
        p[n++] = text_next(t, &pos);
    return (struct chars){p, n};
}

static bool is_blank(uint32_t code)
{
    return code == ' ' || code == 0x3000 || code == 0xA0;
}

/* Blanks, however many, between two Han characters. */
struct gaps {
    size_t han;
    size_t n;
};

/* Counts them, and writes the text without them if out is given. */
static struct gaps read_gaps(struct text t, struct buf *out)
{
    struct gaps g = {0};
    uint32_t before = 0;
    size_t from = 0; /* of what is not written yet */

    for (size_t pos = 0; pos < t.len;) {
        const size_t at = pos;
        const uint32_t code = text_next(t, &pos);

        if (is_blank(code))
            continue;
        if (at > from && plain_is_han(before) && plain_is_han(code)) {
            g.n++;
            from = at;
        }
        if (out)
            buf_add(out, (struct text){t.p + from, pos - from});
        g.han += plain_is_han(code);
        before = code;
        from = pos;
    }
    return g;
}

struct text plain_unspaced(struct arena *a, struct text t)
{
    const struct gaps g = read_gaps(t, NULL);
    struct buf b;

    if (g.n * WORD_MAX < g.han)
        return t;
    buf_init(&b, a);
    (void)read_gaps(t, &b);
    (void)buf_str(&b);
    return buf_text(&b);
}
