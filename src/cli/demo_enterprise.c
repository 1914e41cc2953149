/* demo_enterprise.c - 206 enterprises by the rule of data/world README 3.2.
 *
 * The industry-by-division table is filled by iterative proportional fitting in integers
 * (parts per 2^20), rounded so that both marginals hold: whole parts first, then the
 * largest rests while row and column have room.
 */
#include "base/id.h"
#include "cli/demo.h"
#include "store/sql_world.h"

#include <string.h>

enum { INDUSTRIES_MAX = 20, DIVISIONS_MAX = 20, ROUNDS = 200, BRANDS_MAX = 900 };

static const int64_t ONE = 1 << 20;
static const char *const SILICON_PARK = "P12";

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
            f->cell[i][k] = sum ? f->cell[i][k] * (f->row[i] * ONE) / sum : 0;
    }
}

static void scale_cols(struct fit *f)
{
    for (size_t k = 0; k < f->cols; k++) {
        int64_t sum = 0;

        for (size_t i = 0; i < f->rows; i++)
            sum += f->cell[i][k];
        for (size_t i = 0; i < f->rows; i++)
            f->cell[i][k] = sum ? f->cell[i][k] * (f->col[k] * ONE) / sum : 0;
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

enum { SD = 1000, PARK_METRES = 800, PARK_MOST = 2500, SEAT_METRES = 12000 };

/* Micro-degrees of a metre, times 1000: of latitude, and of longitude at 27 degrees. */
enum { LAT_U = 8983, LON_U = 10082 };

/* About normal with standard deviation SD: the sum of twelve uniform draws. */
static int64_t normal(struct rand *r)
{
    int64_t sum = 0;

    for (int i = 0; i < 12; i++)
        sum += rand_between(r, 0, SD);
    return sum - (int64_t)6 * SD;
}

struct place {
    const char *park;
    const char *address;
    int64_t lat_u;
    int64_t lon_u;
};

/* North and east of a point, in metres, at most `most` away. */
static void move_by(struct place *p, int64_t north, int64_t east)
{
    p->lat_u += north * LAT_U / SD;
    p->lon_u += east * LON_U / SD;
}

static void scatter(struct place *p, struct rand *r, bool park)
{
    const int64_t most = park ? PARK_MOST - 50 : SEAT_METRES - 200;
    int64_t north;
    int64_t east;

    do {
        north = park ? normal(r) * PARK_METRES / SD : rand_between(r, -most, most);
        east = park ? normal(r) * PARK_METRES / SD : rand_between(r, -most, most);
    } while (north * north + east * east > most * most);
    move_by(p, north, east);
}

/* A park of the division: those in which the industry has its home are likelier. */
static size_t draw_park(struct demo *d, const char *division, const char *main_parks,
                        struct rand *r)
{
    enum { HOME = 5 };
    size_t candidates[100];
    size_t n = 0;

    for (size_t i = 0; i < d->parks.rows; i++) {
        const char *park = demo_cell(&d->parks, i, "park_id");

        if (strcmp(demo_cell(&d->parks, i, "division_code"), division) != 0)
            continue;
        for (int k = demo_has(main_parks, park) ? HOME : 1; k && n < LEN(candidates); k--)
            candidates[n++] = i;
    }
    return n ? candidates[rand_below(r, n)] : SIZE_MAX;
}

static struct place park_place(struct demo *d, size_t division, size_t park,
                               struct rand *r)
{
    struct place p = {
        .park = demo_cell(&d->parks, park, "park_id"),
        .lat_u = demo_degrees(&d->parks, park, "lat"),
        .lon_u = demo_degrees(&d->parks, park, "lon"),
        .address = str_format(
            d->c->arena, "%s%s%d号", demo_cell(&d->divisions, division, "name_zh"),
            demo_cell(&d->parks, park, "short_zh"), (int)rand_between(r, 1, 188)),
    };

    scatter(&p, r, true);
    return p;
}

static struct place seat_place(struct demo *d, size_t division, struct rand *r)
{
    struct place p = {
        .lat_u = demo_degrees(&d->divisions, division, "seat_lat"),
        .lon_u = demo_degrees(&d->divisions, division, "seat_lon"),
        .address = str_format(d->c->arena, "%s工业路%d号",
                              demo_cell(&d->divisions, division, "name_zh"),
                              (int)rand_between(r, 1, 388)),
    };

    scatter(&p, r, false);
    return p;
}

/* "吉安县" -> "吉安": the division's name without its kind. */
static const char *county_of(struct demo *d, size_t division)
{
    struct text t = text_of(demo_cell(&d->divisions, division, "name_zh"));

    return text_copy(d->c->arena, (struct text){t.p, t.len > 3 ? t.len - 3 : t.len});
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
    int64_t in_park[DIVISIONS_MAX]; /* of those still to come, how many sit in a park */
    int64_t left[DIVISIONS_MAX];    /* still to come */
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
    pattern = demo_filled(d->c->arena, pattern, "{county}", county_of(d, division));
    pattern = demo_filled(d->c->arena, pattern, "{brand}", brand);
    return demo_filled(d->c->arena, pattern, "{suffix}", suffix);
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
            .supported = e->supported,
        },
        &d->c->err);
}

/* The size classes of an industry, in the order of the columns, drawn without return. */
static const char *draw_size(struct maker *m, int64_t left[4])
{
    static const char *const NAMES[] = {"large", "medium", "small", "micro"};
    int64_t sum = left[0] + left[1] + left[2] + left[3];
    int64_t at = rand_between(&m->size, 0, sum - 1);

    for (size_t i = 0; i < LEN(NAMES); i++) {
        if (at < left[i]) {
            left[i]--;
            return NAMES[i];
        }
        at -= left[i];
    }
    return NAMES[2];
}

/* Exactly seven of ten enterprises of a division (to the nearest one) sit in a park. */
static struct place draw_place(struct maker *m, const struct demo_enterprise *e,
                               size_t industry, size_t division)
{
    struct demo *d = m->d;
    size_t park;

    if (e->silicon) /* reserved from the beginning */
        return park_place(d, division, demo_row(&d->parks, "park_id", SILICON_PARK),
                          &m->place);
    park = draw_park(d, e->division, demo_cell(&d->industries, industry, "main_parks"),
                     &m->place);
    if (park == SIZE_MAX ||
        rand_between(&m->place, 1, m->left[division]--) > m->in_park[division])
        return seat_place(d, division, &m->place);
    m->in_park[division]--;
    return park_place(d, division, park, &m->place);
}

/* How many of each division there will be, and how many in a park: the place of the
 * silicon-materials enterprise is taken from both. */
static void start_places(struct maker *m)
{
    const struct demo *d = m->d;
    size_t park = demo_row(&d->parks, "park_id", SILICON_PARK);
    const char *home = demo_cell(&d->parks, park, "division_code");

    for (size_t k = 0; k < d->divisions.rows; k++) {
        int64_t silicon = strcmp(demo_cell(&d->divisions, k, "code"), home) == 0;

        m->left[k] = demo_int(&d->divisions, k, "demo_enterprises");
        m->in_park[k] = (m->left[k] * 7 + 5) / 10 - silicon;
        m->left[k] -= silicon;
    }
}

static qh_status add_enterprise(struct maker *m, size_t industry, size_t division,
                                int64_t left[4], bool silicon)
{
    struct demo *d = m->d;
    struct demo_enterprise *e = &d->enterprises[d->enterprises_n++];
    struct place p;

    *e = (struct demo_enterprise){
        .id = demo_id(d),
        .industry = demo_cell(&d->industries, industry, "code"),
        .division = demo_cell(&d->divisions, division, "code"),
        .division_row = division,
        .silicon = silicon,
        .officer = SIZE_MAX,
    };
    e->size_class = silicon ? "small" : draw_size(m, left);
    p = draw_place(m, e, industry, division);
    e->park = p.park;
    e->lat_u = p.lat_u;
    e->lon_u = p.lon_u;
    e->supported = silicon || rand_below(&m->place, 3) == 0;
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
    size_t park = demo_row(&d->parks, "park_id", SILICON_PARK);
    const char *home = demo_cell(&d->parks, park, "division_code");
    qh_status rc = QH_OK;

    left[2] -= silicon; /* its size is fixed */
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

/* ---- contacts ---- */

static qh_status add_contact(struct demo *d, struct demo_enterprise *e, struct rand *r)
{
    const char *id = demo_id(d);
    qh_status rc;

    e->contact_id = id;
    e->contact_name = demo_name(d, r);
    rc = sql_world_person_add(d->c->tx,
                              &(struct sql_world_person_add_in){
                                  .org = d->c->org,
                                  .id = id,
                                  .enterprise_id = e->id,
                                  .name = e->contact_name,
                                  .title_zh = "企业联系人",
                                  .phone_masked = str_format(d->c->arena, "138****%04d",
                                                             (int)rand_below(r, 10000)),
                              },
                              &d->c->err);

    if (rc)
        return rc;
    return sql_world_role_add(d->c->tx, d->c->org, id, "contact", &d->c->err);
}

qh_status demo_enterprises(struct demo *d)
{
    struct maker m = {.d = d,
                      .name = rand_stream(d->seed, "enterprise.name"),
                      .place = rand_stream(d->seed, "enterprise.place"),
                      .size = rand_stream(d->seed, "enterprise.size")};
    struct rand contact = rand_stream(d->seed, "contact");
    struct fit f = {0};
    qh_status rc = QH_OK;

    start_fit(d, &f);
    for (int i = 0; i < ROUNDS; i++) {
        scale_rows(&f);
        scale_cols(&f);
    }
    round_fit(&f);
    start_places(&m);
    for (size_t i = 0; i < f.rows && !rc; i++)
        rc = add_industry(&m, &f, i);
    for (size_t i = 0; i < d->enterprises_n && !rc; i++)
        rc = add_contact(d, &d->enterprises[i], &contact);
    return rc;
}
