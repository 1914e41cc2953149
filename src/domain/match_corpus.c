#include "domain/match_corpus.h"

#include <string.h>

static qh_status read_codes(const struct model *m, struct arena *a, const char *cell,
                            size_t out[LESSON_CODES_MAX], size_t *out_n,
                            struct qh_error *err)
{
    *out_n = 0;
    for (const char *p = cell; *p;) {
        const size_t len = strcspn(p, "|");
        const char *name = text_copy(a, (struct text){p, len});
        const size_t code = profiles_find(m->profiles, name);

        if (code == m->profiles->n || *out_n == LESSON_CODES_MAX)
            return qh_fail(err, QH_INVALID, "match.file", "", "codes %.40s", cell);
        out[(*out_n)++] = code;
        p += len + (p[len] ? 1 : 0);
    }
    return QH_OK;
}

static qh_status read_row(const struct model *m, struct arena *a,
                          const char *const *cells, struct example *e,
                          struct qh_error *err)
{
    qh_status rc = read_codes(m, a, cells[1], e->lesson.codes, &e->lesson.n_codes, err);

    if (!rc)
        rc = read_codes(m, a, cells[2], e->also_right, &e->n_also_right, err);
    if (rc)
        return rc;
    if (e->lesson.n_codes == 0)
        return qh_fail(err, QH_INVALID, "match.file", "", "no code: %.60s", cells[0]);
    model_read(m, a, text_of(cells[0]), &e->reading);
    e->lesson.pairs = e->reading.pairs;
    e->lesson.n_pairs = e->reading.n_pairs;
    return QH_OK;
}

qh_status corpus_read(const struct model *m, struct arena *a, const struct csv *c,
                      struct example **out, size_t *out_n, struct qh_error *err)
{
    static const char *const NAMES[] = {"text", "gold_codes", "acceptable_codes"};
    struct example *p = ARENA_ARRAY(a, c->rows + 1, struct example);
    size_t col[LEN(NAMES)];
    qh_status rc = csv_cols(c, NAMES, LEN(NAMES), col, err);

    for (size_t row = 0; row < c->rows && !rc; row++) {
        const char *cells[LEN(NAMES)];

        for (size_t i = 0; i < LEN(NAMES); i++)
            cells[i] = csv_cell(c, row, col[i]);
        rc = read_row(m, a, cells, &p[row], err);
    }
    if (rc)
        return rc;
    *out = p;
    *out_n = c->rows;
    return QH_OK;
}
