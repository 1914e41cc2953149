#include "domain/search.h"

#include "base/text.h"
#include "domain/match_pair.h"
#include "store/sql_search.h"
#include "store/tx.h"

#include <stdlib.h>
#include <string.h>

enum { TOKENS_MAX = 8192 };

/* Slices of a normalised text. */
struct tokens {
    struct text *p;
    size_t n;
};

static bool is_han(uint32_t code)
{
    return (code >= 0x3400 && code <= 0x4DBF) || (code >= 0x4E00 && code <= 0x9FFF);
}

static void add(struct tokens *t, const char *from, const char *until)
{
    if (t->n < TOKENS_MAX)
        t->p[t->n++] = (struct text){.p = from, .len = (size_t)(until - from)};
}

/* End of the run of characters of the same sort that begins at pos. */
static size_t run_end(struct text t, size_t pos, bool (*is)(uint32_t))
{
    while (pos < t.len) {
        size_t next = pos;

        if (!is(text_next(t, &next)))
            break;
        pos = next;
    }
    return pos;
}

/* The pairs of a run of Han characters; each character, too, if `singles` or if it is the
 * only one. */
static void add_han(struct tokens *out, struct text run, bool singles)
{
    size_t pos = 0;

    while (pos < run.len) {
        const size_t from = pos;
        size_t end;

        (void)text_next(run, &pos);
        end = pos;
        if (singles || end - from == run.len)
            add(out, run.p + from, run.p + end);
        if (end < run.len) {
            (void)text_next(run, &end);
            add(out, run.p + from, run.p + end);
        }
    }
}

static int compare(const void *a, const void *b)
{
    const struct text *x = a;
    const struct text *y = b;
    const size_t n = x->len < y->len ? x->len : y->len;
    const int order = memcmp(x->p, y->p, n);

    return order ? order : (x->len > y->len) - (x->len < y->len);
}

/* Sorted, each once. */
static struct tokens tokens_of(struct arena *a, struct text text, bool singles)
{
    const struct text t = pair_normalise(a, text);
    struct tokens out = {.p = ARENA_ARRAY(a, TOKENS_MAX, struct text)};
    size_t kept = 0;
    size_t pos = 0;

    while (pos < t.len) {
        size_t end = run_end(t, pos, is_han);

        if (end > pos) {
            add_han(&out, (struct text){t.p + pos, end - pos}, singles);
        } else {
            end = run_end(t, pos, pair_is_latin);
            if (end > pos)
                add(&out, t.p + pos, t.p + end);
            else
                (void)text_next(t, &end);
        }
        pos = end;
    }
    qsort(out.p, out.n, sizeof *out.p, compare);
    for (size_t i = 0; i < out.n; i++)
        if (i == 0 || compare(&out.p[i], &out.p[i - 1]) != 0)
            out.p[kept++] = out.p[i];
    out.n = kept;
    return out;
}

static const char *join(struct arena *a, const struct tokens *t, const char *quote)
{
    struct buf b;

    buf_init(&b, a);
    for (size_t i = 0; i < t->n; i++) {
        if (i > 0)
            buf_add_char(&b, ' ');
        buf_add_str(&b, quote);
        buf_add(&b, t->p[i]);
        buf_add_str(&b, quote);
    }
    return buf_str(&b);
}

/* The words of a document, parted by blanks. */
static const char *words_of(struct ctx *c, const char *const *texts, size_t n)
{
    struct tokens tokens;
    struct buf all;

    buf_init(&all, c->arena);
    for (size_t i = 0; i < n; i++) {
        buf_add_str(&all, texts[i]);
        buf_add_char(&all, '\n');
    }
    tokens = tokens_of(c->arena, buf_text(&all), true);
    return join(c->arena, &tokens, "");
}

qh_status search_add(struct ctx *c, const char *entity, const char *entity_id,
                     const char *const *texts, size_t n)
{
    struct sql_search_row_next row = {.rowid_no = c->now_ms};
    const char *words = words_of(c, texts, n);
    qh_status rc;

    if (!tx_is_postgres(c->tx)) {
        rc = sql_search_row_next(c->tx, c->arena, &row, &c->err);
        if (rc)
            return rc;
    }
    rc = sql_search_doc_add(c->tx, row.rowid_no, c->org, entity, entity_id, words,
                            &c->err);
    if (rc || tx_is_postgres(c->tx))
        return rc;
    return sql_search_words_add(c->tx, row.rowid_no, words, &c->err);
}

qh_status search_change(struct ctx *c, const char *entity, const char *entity_id,
                        const char *const *texts, size_t n)
{
    struct sql_search_doc_one old = {0};
    const char *words = words_of(c, texts, n);
    qh_status rc =
        sql_search_doc_one(c->tx, c->arena, c->org, entity, entity_id, &old, &c->err);

    if (!rc && !tx_is_postgres(c->tx))
        rc = sql_search_words_drop(c->tx, old.rowid_no, old.words, &c->err);
    if (!rc)
        rc = sql_search_doc_set(c->tx, c->org, entity, entity_id, words, &c->err);
    if (rc || tx_is_postgres(c->tx))
        return rc;
    return sql_search_words_add(c->tx, old.rowid_no, words, &c->err);
}

const char *search_words(struct ctx *c, const char *text)
{
    const struct tokens tokens = tokens_of(c->arena, text_of(text), false);

    return join(c->arena, &tokens, tx_is_postgres(c->tx) ? "" : "\"");
}
