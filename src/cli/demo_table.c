#include "base/dec.h"
#include "base/embedded.h"
#include "base/id.h"
#include "cli/demo.h"

#include <string.h>

qh_status demo_table(struct demo *d, const char *name, struct csv *out)
{
    const char *path = str_format(d->c->arena, "data/world/%s.csv", name);
    const struct embedded_file *f = embedded_find(path);

    if (!f)
        return qh_fail(&d->c->err, QH_NOT_FOUND, "demo.table", "", "%s", path);
    return csv_parse(d->c->arena, embedded_text(f), out, &d->c->err);
}

const char *demo_cell(const struct csv *t, size_t row, const char *column)
{
    size_t col = csv_col(t, column);

    return col == CSV_NONE ? "" : csv_cell(t, row, col);
}

int64_t demo_int(const struct csv *t, size_t row, const char *column)
{
    const char *s = demo_cell(t, row, column);
    struct dec v = {0};
    int64_t n = 0;

    if (!*s || dec_parse(text_of(s), &v) || dec_to_int(v, &n))
        return 0;
    return n;
}

int64_t demo_degrees(const struct csv *t, size_t row, const char *column)
{
    struct dec v = {0};
    int64_t n = 0;

    if (dec_parse(text_of(demo_cell(t, row, column)), &v) ||
        dec_mul(v, dec_int(1000000), &v) || dec_round_to(v, 0, DEC_HALF_EVEN, &v) ||
        dec_to_int(v, &n))
        return 0;
    return n;
}

size_t demo_row(const struct csv *t, const char *column, const char *value)
{
    for (size_t i = 0; i < t->rows; i++)
        if (strcmp(demo_cell(t, i, column), value) == 0)
            return i;
    return SIZE_MAX;
}

const char *demo_part(struct arena *a, const char *list, size_t i)
{
    for (const char *p = list; *p; i--) {
        const char *end = strchr(p, '|');
        size_t n = end ? (size_t)(end - p) : strlen(p);

        if (i == 0)
            return text_copy(a, (struct text){.p = p, .len = n});
        p += n + (end ? 1 : 0);
    }
    return NULL;
}

bool demo_has(const char *list, const char *value)
{
    size_t n = strlen(value);

    for (const char *p = list; p && *p;) {
        const char *end = strchr(p, '|');
        size_t len = end ? (size_t)(end - p) : strlen(p);

        if (len == n && memcmp(p, value, n) == 0)
            return true;
        p = end ? end + 1 : NULL;
    }
    return false;
}

size_t demo_draw(const struct csv *t, struct rand *r, size_t from, size_t until)
{
    uint64_t sum = 0;
    uint64_t at;

    for (size_t i = from; i < until; i++)
        sum += (uint64_t)demo_int(t, i, "weight");
    at = rand_below(r, sum);
    for (size_t i = from; i < until; i++) {
        uint64_t w = (uint64_t)demo_int(t, i, "weight");

        if (at < w)
            return i;
        at -= w;
    }
    return until - 1;
}

char *demo_id(struct demo *d)
{
    char *id = ARENA_ARRAY(d->c->arena, ID_LEN + 1, char);

    id_make(d->c->now_ms, d->c->rand, id);
    return id;
}

const char *demo_phrase(const struct demo *d, const char *kind, size_t n)
{
    size_t first = demo_row(&d->phrases, "kind", kind);
    size_t count = 0;

    while (first + count < d->phrases.rows &&
           strcmp(demo_cell(&d->phrases, first + count, "kind"), kind) == 0)
        count++;
    return count ? demo_cell(&d->phrases, first + n % count, "text") : "";
}

const char *demo_phrase_draw(const struct demo *d, const char *kind, struct rand *r)
{
    enum { MANY = 27720 }; /* a multiple of 1 to 12 */

    return demo_phrase(d, kind, rand_below(r, MANY));
}

const char *demo_filled(struct arena *a, const char *text, const char *name,
                        const char *value)
{
    struct buf b;

    buf_init(&b, a);
    for (const char *at; (at = strstr(text, name)) != NULL; text = at + strlen(name)) {
        buf_add(&b, (struct text){text, (size_t)(at - text)});
        buf_add_str(&b, value);
    }
    buf_add_str(&b, text);
    return buf_str(&b);
}
