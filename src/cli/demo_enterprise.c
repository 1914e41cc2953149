/* demo_enterprise.c - 206 enterprises by the rule of data/world README 3.2, and pairs
 * (3.3).
 *
 * The industry-by-division table is filled by iterative proportional fitting in integers
 * (parts per 2^20), rounded so that both marginals hold: whole parts first, then the
 * largest rests while row and column have room.
 */
#include "base/id.h"
#include "cli/demo.h"
#include "store/sql_world.h"

#include <string.h>

enum { INDUSTRIES_MAX = 20, DIVISIONS_MAX = 20, ROUNDS = 60, BRANDS_MAX = 900 };

static const int64_t ONE = 1 << 20;

struct fit {
    size_t rows, cols;
    int64_t cell[INDUSTRIES_MAX][DIVISIONS_MAX];
    int64_t count[INDUSTRIES_MAX][DIVISIONS_MAX];
    int64_t row[INDUSTRIES_MAX];
    int64_t col[DIVISIONS_MAX];
};

/* ---- the table ---- */

static bool park_lies_in(const struct demo *d, const char *parks, const char *division)
{
    for (size_t i = 0; i < d->parks.rows; i++)
        if (demo_has(parks, demo_cell(&d->parks, i, "park_id")) &&
            strcmp(demo_cell(&d->parks, i, "division_code"), division) == 0)
            return true;
    return false;
}

static void start_fit(const struct demo *d, struct fit *f)
{
    f->rows = d->industries.rows;
    f->cols = d->divisions.rows;
    for (size_t i = 0; i < f->rows; i++)
        f->row[i] = demo_int(&d->industries, i, "enterprises");
    for (size_t k = 0; k < f->cols; k++)
        f->col[k] = demo_int(&d->divisions, k, "demo_enterprises");
    for (size_t i = 0; i < f->rows; i++)
        for (size_t k = 0; k < f->cols; k++)
            f->cell[i][k] =
                ONE * (park_lies_in(d, demo_cell(&d->industries, i, "main_parks"),
                                    demo_cell(&d->divisions, k, "code"))
                           ? 5
                           : 1);
}

static void scale_rows(struct fit *f)
{
    for (size_t i = 0; i < f->rows; i++) {
        int64_t sum = 0;

        for (size_t k = 0; k < f->cols; k++)
            sum += f->cell[i][k];
        for (size_t k = 0; k < f->cols; k++)
            f->cell[i][k] = sum ? f->cell[i][k] * f->row[i] * 64 / sum * (ONE / 64) : 0;
    }
}

static void scale_cols(struct fit *f)
{
    for (size_t k = 0; k < f->cols; k++) {
        int64_t sum = 0;

        for (size_t i = 0; i < f->rows; i++)
            sum += f->cell[i][k];
        for (size_t i = 0; i < f->rows; i++)
            f->cell[i][k] = sum ? f->cell[i][k] * f->col[k] * 64 / sum * (ONE / 64) : 0;
    }
}

/* Gives one more to the open cell with the largest rest; false when nothing is open. */
static bool give_one(struct fit *f)
{
    size_t bi = 0;
    size_t bk = 0;
    int64_t best = -1;

    for (size_t i = 0; i < f->rows; i++)
        for (size_t k = 0; k < f->cols; k++) {
            int64_t rest = f->cell[i][k] - f->count[i][k] * ONE + 4 * ONE;

            if (f->row[i] > 0 && f->col[k] > 0 && rest > best) {
                best = rest;
                bi = i;
                bk = k;
            }
        }
    if (best < 0)
        return false;
    f->count[bi][bk]++;
    f->row[bi]--;
    f->col[bk]--;
    return true;
}

static void round_fit(struct fit *f)
{
    for (size_t i = 0; i < f->rows; i++)
        for (size_t k = 0; k < f->cols; k++) {
            int64_t whole = f->cell[i][k] / ONE;

            if (whole > f->row[i])
                whole = f->row[i];
            if (whole > f->col[k])
                whole = f->col[k];
            f->count[i][k] = whole;
            f->row[i] -= whole;
            f->col[k] -= whole;
        }
    while (give_one(f))
        continue;
}

/* ---- one enterprise ---- */

/* About normal with standard deviation 1000: the sum of twelve uniform draws. */
static int64_t normal(struct rand *r)
{
    int64_t sum = 0;

    for (int i = 0; i < 12; i++)
        sum += rand_between(r, 0, 1000);
    return sum - 6000;
}

struct place {
    const char *park;
    const char *address;
    int64_t lat_u;
    int64_t lon_u;
};

/* A park of the division (about 70 %), else within 12 km of the seat. */
static struct place draw_place(struct demo *d, size_t division, struct rand *r,
                               const char *park)
{
    const char *code = demo_cell(&d->divisions, division, "code");
    size_t candidates[20];
    size_t n = 0;
    struct place p = {0};

    for (size_t i = 0; i < d->parks.rows && n < LEN(candidates); i++)
        if (park ? strcmp(demo_cell(&d->parks, i, "park_id"), park) == 0
                 : strcmp(demo_cell(&d->parks, i, "division_code"), code) == 0)
            candidates[n++] = i;
    if (n && (park || rand_below(r, 10) < 7)) {
        size_t at = candidates[rand_below(r, n)];

        p.park = demo_cell(&d->parks, at, "park_id");
        p.lat_u = demo_degrees(&d->parks, at, "lat") + normal(r) * 7;
        p.lon_u = demo_degrees(&d->parks, at, "lon") + normal(r) * 8;
        p.address = str_format(
            d->c->arena, "%s%s%d号", demo_cell(&d->divisions, division, "name_zh"),
            demo_cell(&d->parks, at, "short_zh"), (int)rand_between(r, 1, 188));
        return p;
    }
    p.lat_u = demo_degrees(&d->divisions, division, "seat_lat") +
              rand_between(r, -70000, 70000);
    p.lon_u = demo_degrees(&d->divisions, division, "seat_lon") +
              rand_between(r, -75000, 75000);
    p.address = str_format(d->c->arena, "%s工业路%d号",
                           demo_cell(&d->divisions, division, "name_zh"),
                           (int)rand_between(r, 1, 388));
    return p;
}

/* "吉安县" -> "吉安": the division's name without its kind. */
static const char *county_of(struct demo *d, size_t division)
{
    struct text t = text_of(demo_cell(&d->divisions, division, "name_zh"));

    return text_copy(d->c->arena, (struct text){t.p, t.len > 3 ? t.len - 3 : t.len});
}

static void fill(struct buf *b, const char *pattern, const char *name, const char *value)
{
    const char *at = strstr(pattern, name);

    if (!at) {
        buf_add_str(b, pattern);
        return;
    }
    buf_add(b, (struct text){pattern, (size_t)(at - pattern)});
    buf_add_str(b, value);
    buf_add_str(b, at + strlen(name));
}

static const char *filled(struct demo *d, const char *pattern, const char *name,
                          const char *value)
{
    struct buf b;

    buf_init(&b, d->c->arena);
    fill(&b, pattern, name, value);
    return buf_str(&b);
}

/* A brand of two characters that no other enterprise has. */
static const char *draw_brand(struct demo *d, struct rand *r, const char **used,
                              size_t *n)
{
    size_t half = 0;

    while (half < d->brands.rows &&
           strcmp(demo_cell(&d->brands, half, "position"), "a") == 0)
        half++;
    for (;;) {
        const char *brand =
            str_format(d->c->arena, "%s%s",
                       demo_cell(&d->brands, demo_draw(&d->brands, r, 0, half), "char"),
                       demo_cell(&d->brands,
                                 demo_draw(&d->brands, r, half, d->brands.rows), "char"));
        bool taken = false;

        for (size_t i = 0; i < *n && !taken; i++)
            taken = strcmp(used[i], brand) == 0;
        if (taken)
            continue;
        used[(*n)++] = brand;
        return brand;
    }
}

static const char *draw_suffix(struct demo *d, struct rand *r, const char *industry)
{
    size_t from = demo_row(&d->suffixes, "industry", industry);
    size_t until = from;

    while (until < d->suffixes.rows &&
           strcmp(demo_cell(&d->suffixes, until, "industry"), industry) == 0)
        until++;
    return demo_cell(&d->suffixes, demo_draw(&d->suffixes, r, from, until), "word");
}

static const char *draw_pattern(struct demo *d, struct rand *r, const char *industry,
                                const char *size_class)
{
    bool big = strcmp(size_class, "large") == 0 || strcmp(size_class, "medium") == 0;

    for (;;) {
        size_t row = demo_draw(&d->patterns, r, 0, d->patterns.rows);
        const char *p = demo_cell(&d->patterns, row, "pattern");

        if (strstr(p, "股份") && !big)
            continue;
        if (strstr(p, "合作社") && strcmp(industry, "IN-FD") != 0)
            continue;
        if (strstr(p, "}厂") && big)
            continue;
        return p;
    }
}

struct maker {
    struct demo *d;
    struct rand name, place, size;
    const char *brands[BRANDS_MAX];
    size_t brands_n;
};

static const char *make_name(struct maker *m, const struct demo_enterprise *e,
                             size_t division)
{
    struct demo *d = m->d;
    const char *pattern = draw_pattern(d, &m->name, e->industry, e->size_class);
    const char *brand = draw_brand(d, &m->name, m->brands, &m->brands_n);
    const char *suffix = e->silicon ? "硅材料" : draw_suffix(d, &m->name, e->industry);

    if (e->silicon)
        pattern = "江西{brand}{suffix}有限公司";
    pattern = filled(d, pattern, "{county}", county_of(d, division));
    pattern = filled(d, pattern, "{brand}", brand);
    return filled(d, pattern, "{suffix}", suffix);
}

static qh_status insert(struct maker *m, struct demo_enterprise *e, const struct place *p)
{
    struct demo *d = m->d;

    return sql_world_enterprise_add(
        d->c->tx,
        &(struct sql_world_enterprise_add_in){
            .org = d->c->org,
            .id = e->id,
            .name = e->name,
            .ident_kind = "demo",
            .ident_value = str_format(d->c->arena, "DEMO%014zu", d->enterprises_n),
            .industry_code = e->industry,
            .size_class = e->size_class,
            .division_code = e->division,
            .park_code = e->park,
            .address_zh = p->address,
            .lat_u = p->lat_u,
            .lon_u = p->lon_u,
            .founded_year = e->silicon ? 2019 : rand_between(&m->place, 1996, 2023),
            .supported = e->silicon || rand_below(&m->place, 5) == 0,
        },
        &d->c->err);
}

/* The size classes of an industry, in the order of the columns, drawn without return. */
static const char *draw_size(struct maker *m, size_t industry, int64_t left[4])
{
    static const char *const NAMES[] = {"large", "medium", "small", "micro"};
    int64_t sum = left[0] + left[1] + left[2] + left[3];
    int64_t at = rand_between(&m->size, 0, sum - 1);

    (void)industry;
    for (size_t i = 0; i < LEN(NAMES); i++) {
        if (at < left[i]) {
            left[i]--;
            return NAMES[i];
        }
        at -= left[i];
    }
    return NAMES[2];
}

static qh_status add_enterprise(struct maker *m, size_t industry, size_t division,
                                int64_t left[4], bool silicon)
{
    static const char *const SILICON_PARK = "P12";
    struct demo *d = m->d;
    struct demo_enterprise *e = &d->enterprises[d->enterprises_n++];
    struct place p;

    *e = (struct demo_enterprise){
        .id = demo_id(d),
        .industry = demo_cell(&d->industries, industry, "code"),
        .division = demo_cell(&d->divisions, division, "code"),
        .silicon = silicon,
    };
    if (silicon) {
        e->size_class = "small";
        left[2]--;
    } else {
        e->size_class = draw_size(m, industry, left);
    }
    p = draw_place(d, division, &m->place, silicon ? SILICON_PARK : NULL);
    e->park = p.park;
    e->name = make_name(m, e, division);
    return insert(m, e, &p);
}

static qh_status add_industry(struct maker *m, const struct fit *f, size_t i)
{
    struct demo *d = m->d;
    int64_t left[4] = {
        demo_int(&d->industries, i, "large"), demo_int(&d->industries, i, "medium"),
        demo_int(&d->industries, i, "small"), demo_int(&d->industries, i, "micro")};
    bool silicon = strcmp(demo_cell(&d->industries, i, "code"), "IN-NM") == 0;
    size_t park = demo_row(&d->parks, "park_id", "P12");
    const char *home = demo_cell(&d->parks, park, "division_code");
    qh_status rc = QH_OK;

    for (size_t k = 0; k < f->cols && !rc; k++)
        for (int64_t n = 0; n < f->count[i][k] && !rc; n++) {
            bool here = silicon && strcmp(demo_cell(&d->divisions, k, "code"), home) == 0;

            rc = add_enterprise(m, i, k, left, here);
            if (here)
                silicon = false;
        }
    if (!rc && silicon)
        return qh_fail(&d->c->err, QH_BUG, "demo.silicon", "", "no place in %s", home);
    return rc;
}

/* ---- contacts and pairs ---- */

static qh_status add_contact(struct demo *d, const struct demo_enterprise *e,
                             struct rand *r)
{
    const char *id = demo_id(d);
    qh_status rc =
        sql_world_person_add(d->c->tx,
                             &(struct sql_world_person_add_in){
                                 .org = d->c->org,
                                 .id = id,
                                 .enterprise_id = e->id,
                                 .name = demo_name(d, r),
                                 .title_zh = "企业联系人",
                                 .phone_masked = str_format(d->c->arena, "138****%04d",
                                                            (int)rand_below(r, 10000)),
                             },
                             &d->c->err);

    if (rc)
        return rc;
    return sql_world_role_add(d->c->tx, d->c->org, id, "contact", &d->c->err);
}

static bool suits(const char *office, const char *industry)
{
    static const char *const SUITS[][2] = {{"O12", "IN-FD"},
                                           {"O14", "IN-BM"},
                                           {"O19", "IN-NM"},
                                           {"O19", "IN-CH"},
                                           {"O07", "IN-EI"}};

    for (size_t i = 0; i < LEN(SUITS); i++)
        if (strcmp(SUITS[i][0], office) == 0 && strcmp(SUITS[i][1], industry) == 0)
            return true;
    return false;
}

/* An enterprise without an officer: a suitable one first, else any; begins at random. */
static struct demo_enterprise *free_enterprise(struct demo *d, const char *office,
                                               struct rand *r)
{
    size_t from = rand_below(r, d->enterprises_n);
    struct demo_enterprise *any = NULL;

    for (size_t i = 0; i < d->enterprises_n; i++) {
        struct demo_enterprise *e = &d->enterprises[(from + i) % d->enterprises_n];

        if (e->officer_id)
            continue;
        if (suits(office, e->industry))
            return e;
        if (!any)
            any = e;
    }
    return any;
}

static qh_status pair(struct demo *d, const struct demo_person *p, struct rand *r)
{
    qh_status rc = QH_OK;

    for (int i = 0; i < p->pairs && !rc; i++) {
        struct demo_enterprise *e = free_enterprise(d, d->offices[p->office].code, r);
        char from[DAY_LEN + 1];
        int64_t first = 0;

        if (!e || day_parse("2024-12-02", &first))
            return qh_fail(&d->c->err, QH_BUG, "demo.pairs", "", "no enterprise left");
        day_format(first + rand_between(r, 0, 11), from);
        e->officer_id = p->id;
        rc = sql_world_pairing_add(d->c->tx, d->c->org, demo_id(d), p->id, e->id, from,
                                   NULL, &d->c->err);
    }
    return rc;
}

qh_status demo_enterprises(struct demo *d)
{
    struct maker m = {.d = d,
                      .name = rand_stream(d->seed, "enterprise.name"),
                      .place = rand_stream(d->seed, "enterprise.place"),
                      .size = rand_stream(d->seed, "enterprise.size")};
    struct rand contact = rand_stream(d->seed, "contact");
    struct rand pairs = rand_stream(d->seed, "pairing");
    struct fit f = {0};
    qh_status rc = QH_OK;

    start_fit(d, &f);
    for (int i = 0; i < ROUNDS; i++) {
        scale_rows(&f);
        scale_cols(&f);
    }
    round_fit(&f);
    for (size_t i = 0; i < f.rows && !rc; i++)
        rc = add_industry(&m, &f, i);
    for (size_t i = 0; i < d->enterprises_n && !rc; i++)
        rc = add_contact(d, &d->enterprises[i], &contact);
    for (size_t i = 0; i < d->persons_n && !rc; i++)
        rc = pair(d, &d->persons[i], &pairs);
    return rc;
}
