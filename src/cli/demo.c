/* demo.c - qh demo: builds the demo world in a new database.
 *
 * The steps run in one write transaction each; passwords are hashed outside of them.
 * Accounts go to a file that only its owner can read.
 */
#include "cli/demo.h"

#include "base/crypt.h"
#include "base/file.h"
#include "base/json.h"
#include "cli/app_load.h"
#include "cli/cli.h"
#include "cli/demo_act.h"
#include "cli/options.h"
#include "store/sql_demo.h"
#include "store/store.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char *const DEMO_ORG = "JIAN";
/* The bureau and its people are there before the programme begins. */
static const char *const SET_UP_DAY = "2024-11-29";

enum {
    SEED_DEFAULT = 20241202,
    PASSWORD_CHARS = 12,
    CERTIFIED_DAYS = 550,
    ACCREDITED_DAYS = 1461,
    NOON_MIN = 720,
    SET_UP_MIN = 540,
    PAPERS_MIN = 1000
};

struct step {
    const char *name;
    qh_status (*run)(struct demo *d);
};

static const struct step STEPS[] = {
    {"catalogue", demo_catalogue},     {"people", demo_people},
    {"enterprises", demo_enterprises}, {"metrology", demo_metrology},
    {"instruments", demo_instruments}, {"plan", demo_plan_make},
};

static const struct step LAST_STEP = {"notices", demo_notices};

struct step_run {
    struct demo *d;
    const struct step *step;
    struct arena_mark mark;
};

static qh_status run_step(struct tx *tx, void *arg, struct qh_error *err)
{
    struct step_run *r = arg;
    qh_status rc;

    r->d->c->tx = tx;
    rc = r->step->run(r->d);
    r->d->c->tx = NULL;
    if (rc)
        *err = r->d->c->err;
    return rc;
}

static qh_status load_tables(struct demo *d)
{
    const struct {
        const char *name;
        struct csv *to;
    } TABLES[] = {
        {"divisions", &d->divisions},
        {"parks", &d->parks},
        {"industries", &d->industries},
        {"instrument_kinds", &d->kinds},
        {"name_person_surnames", &d->surnames},
        {"name_person_given", &d->given},
        {"name_enterprise_pattern", &d->patterns},
        {"name_enterprise_brand", &d->brands},
        {"name_enterprise_suffix", &d->suffixes},
        {"monthly_plan", &d->months},
        {"service_items", &d->items},
        {"phrases", &d->phrases},
        {"served_instruments", &d->served},
        {"lab_readings", &d->readings},
    };
    qh_status rc = QH_OK;

    for (size_t i = 0; i < LEN(TABLES) && !rc; i++)
        rc = demo_table(d, TABLES[i].name, TABLES[i].to);
    return rc;
}

/* "demo [########            ] 42 % visits" over itself on a terminal, a line for each
 * tenth elsewhere. */
static void show(struct demo *d, const char *name, size_t done, size_t all)
{
    static const char BAR[] = "####################";
    const int width = (int)sizeof BAR - 1;
    const int part = all ? (int)(done * (size_t)width / all) : width;

    if (isatty(2))
        (void)fprintf(stderr, "\rdemo [%-*.*s] %3d %% %-12s", width, part, BAR,
                      all ? (int)(done * 100 / all) : 100, name);
    else if (part / 2 != d->shown)
        (void)fprintf(stderr, "demo %d %% %s\n", part * 5, name);
    d->shown = part / 2;
}

static void show_acts(struct demo *d, size_t done, size_t all)
{
    enum { BEFORE = 1, OF = 20 }; /* what is set up before takes about a twentieth */

    show(d, "replay", done * (OF - BEFORE) + all * BEFORE, all * OF);
}

static qh_status build(struct demo *d, struct store *store)
{
    qh_status rc = load_tables(d);
    int64_t set_up = 0;

    if (!rc)
        rc = day_parse(SET_UP_DAY, &set_up);
    d->c->now_ms = demo_instant(d, set_up, SET_UP_MIN);
    for (size_t i = 0; i < LEN(STEPS) && !rc; i++) {
        struct step_run r = {.d = d, .step = &STEPS[i]};

        show(d, STEPS[i].name, i, LEN(STEPS) * 20);
        rc = store_write(store, run_step, &r, &d->c->err);
    }
    if (!rc)
        rc = demo_acts_run(d, store, show_acts);
    if (!rc)
        rc = demo_papers_render(d, store);
    d->c->now_ms = d->today_ms;
    if (!rc)
        rc = store_write(store, run_step, &(struct step_run){.d = d, .step = &LAST_STEP},
                         &d->c->err);
    (void)fputs(isatty(2) ? "\n" : "", stderr);
    return rc;
}

/* ---- accounts ---- */

struct account_plan {
    const char *role;
    const char *login;
    const char *office; /* code; "" for the enterprises' contacts */
    const char *duty;   /* of struct demo_person; "" for any */
    int skip;           /* how many that fit are passed over */
};

/* clang-format off */
static const struct account_plan ACCOUNTS[] = {
    {"admin",      "admin",      "O02", "",           0},
    {"leader",     "leader",     "O01", "",           0},
    {"desk",       "desk",       "O02", "",           1},
    {"handler",    "metrology",  "O19", "",           0},
    {"handler",    "quality",    "O06", "",           0},
    {"officer",    "enforcement", "O18", "",          0},
    {"dispatcher", "dispatcher", "D01", "dispatcher", 0},
    {"verifier",   "verifier",   "D01", "verifier",   0},
    {"verifier",   "verifier2",  "D01", "verifier",   1},
    {"checker",    "checker",    "D01", "checker",    0},
    {"checker",    "checker2",   "D01", "checker",    1},
    {"approver",   "approver",   "D01", "approver",   0},
};
/* clang-format on */

/* The officer of the silicon-materials enterprise has an account as such. */
static const char *silicon_officer(const struct demo *d)
{
    for (size_t i = 0; i < d->enterprises_n; i++)
        if (d->enterprises[i].silicon)
            return d->persons[d->enterprises[i].officer].id;
    return "";
}

static const struct demo_person *person_for(const struct demo *d,
                                            const struct account_plan *a)
{
    const char *taken = silicon_officer(d);
    int left = a->skip;

    for (size_t i = 0; i < d->persons_n; i++) {
        const struct demo_person *p = &d->persons[i];

        if (strcmp(d->offices[p->office].code, a->office) != 0 ||
            strcmp(p->id, taken) == 0 || (*a->duty && strcmp(p->duty, a->duty) != 0))
            continue;
        if (left-- == 0)
            return p;
    }
    return NULL;
}

/* Letters and digits that nobody confuses. */
static const char *new_password(struct demo *d)
{
    static const char LETTERS[] = "abcdefghjkmnpqrstuvwxyz23456789";
    char *s = ARENA_ARRAY(d->c->arena, PASSWORD_CHARS + 1, char);
    unsigned char bytes[PASSWORD_CHARS];

    crypt_random(bytes, sizeof bytes);
    for (size_t i = 0; i < PASSWORD_CHARS; i++)
        s[i] = LETTERS[bytes[i] % (sizeof LETTERS - 1)];
    return s;
}

struct login_set {
    struct demo *d;
    const char *person_id;
    const char *login;
    const char *role;
    char hash[CRYPT_PASSWORD_HASH];
};

static qh_status set_login(struct tx *tx, void *arg, struct qh_error *err)
{
    struct login_set *s = arg;
    qh_status rc =
        sql_demo_set_login(tx, s->d->c->org, s->person_id, s->login, s->hash, err);

    if (rc)
        return rc;
    return sql_demo_add_role(tx, s->d->c->org, s->person_id, s->role, err);
}

static qh_status add_account(struct demo *d, struct store *store, const char *role,
                             const char *login, const char *person_id)
{
    struct login_set s = {.d = d, .person_id = person_id, .login = login, .role = role};
    const char *password = new_password(d);
    qh_status rc = crypt_password_hash(text_of(password), s.hash, &d->c->err);

    if (rc)
        return rc;
    d->accounts[d->accounts_n++] = (struct demo_account){role, login, password};
    return store_write(store, set_login, &s, &d->c->err);
}

static qh_status make_accounts(struct demo *d, struct store *store)
{
    const struct demo_enterprise *silicon = NULL;
    const struct demo_enterprise *cable = NULL;
    qh_status rc = QH_OK;

    for (size_t i = 0; i < LEN(ACCOUNTS) && !rc; i++) {
        const struct demo_person *p = person_for(d, &ACCOUNTS[i]);

        if (!p)
            return qh_fail(&d->c->err, QH_BUG, "demo.account", "", "%s",
                           ACCOUNTS[i].login);
        rc = add_account(d, store, ACCOUNTS[i].role, ACCOUNTS[i].login, p->id);
    }
    for (size_t i = d->enterprises_n; i-- > 0;) {
        if (d->enterprises[i].silicon)
            silicon = &d->enterprises[i];
        if (strcmp(d->enterprises[i].industry, "IN-CB") == 0)
            cable = &d->enterprises[i];
    }
    if (!rc)
        rc = add_account(d, store, "officer", "officer", d->persons[silicon->officer].id);
    if (!rc)
        rc = add_account(d, store, "contact", "silicon", silicon->contact_id);
    if (!rc)
        rc = add_account(d, store, "contact", "cable", cable->contact_id);
    return rc;
}

static qh_status write_accounts(struct demo *d, const char *path)
{
    struct json_writer w;
    struct buf b;

    buf_init(&b, d->c->arena);
    json_begin(&w, &b);
    json_array_open(&w);
    for (size_t i = 0; i < d->accounts_n; i++) {
        json_object_open(&w);
        json_add_str(&w, "role", d->accounts[i].role);
        json_add_str(&w, "login", d->accounts[i].login);
        json_add_str(&w, "password", d->accounts[i].password);
        json_object_close(&w);
    }
    json_array_close(&w);
    buf_add_char(&b, '\n');
    return file_write(path, buf_text(&b), 0600, &d->c->err);
}

/* ---- the command ---- */

struct demo_options {
    const char *db;
    const char *accounts;
    const char *today; /* or NULL: the clock's */
    int64_t seed;
};

static int64_t now_ms(void)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* The day on which the world is said to be built: that of the clock, or noon of the given
 * one; and what is good until when. */
static qh_status set_today(struct demo *d, const char *today)
{
    int64_t day = 0;

    if (today && day_parse(today, &day))
        return qh_fail(&d->c->err, QH_INVALID, "cli.option", "--today",
                       "not a day: %.40s", today);
    d->today_ms = today ? demo_instant(d, day, NOON_MIN) : d->c->now_ms;
    day = day_number_of_instant(d->c->calendar, d->today_ms);
    day_format(day + CERTIFIED_DAYS, d->certified_until);
    day_format(day + ACCREDITED_DAYS, d->accredited_until);
    return QH_OK;
}

static qh_status is_empty(struct tx *tx, void *arg, struct qh_error *err)
{
    struct demo *d = arg;
    struct sql_demo_orgs n = {0};
    qh_status rc = sql_demo_orgs(tx, d->c->arena, &n, err);

    if (!rc && n.n)
        return qh_fail(err, QH_CONFLICT, "demo.not_empty", "--db", "%lld organisations",
                       (long long)n.n);
    return rc;
}

static qh_status run(struct demo *d, const struct demo_options *o)
{
    struct store *store = NULL;
    qh_status rc = store_open(o->db, NULL, &store, &d->c->err);

    if (!rc)
        rc = store_migrate(store, &d->c->err);
    if (!rc)
        rc = store_read(store, is_empty, d, &d->c->err);
    if (!rc)
        rc = build(d, store);
    if (!rc)
        rc = make_accounts(d, store);
    if (!rc && o->accounts)
        rc = write_accounts(d, o->accounts);
    store_close(store);
    return rc;
}

int cli_demo(int argc, char **argv)
{
    struct demo_options o = {.seed = SEED_DEFAULT};
    const struct option table[] = {
        {"--db", OPTION_TEXT, &o.db, true},
        {"--seed", OPTION_NUMBER, &o.seed, false},
        {"--accounts", OPTION_TEXT, &o.accounts, false},
        {"--today", OPTION_TEXT, &o.today, false},
    };
    struct arena arena = {0};
    struct rand ids;
    struct ctx c = {.arena = &arena, .org = DEMO_ORG, .now_ms = now_ms()};
    struct demo *d;
    qh_status rc = options_read(argc, argv, table, LEN(table), &c.err);

    arena_init(&arena, 0);
    d = ARENA_NEW(&arena, struct demo);
    d->c = &c;
    d->seed = (uint64_t)o.seed;
    d->shown = -1;
    ids = rand_stream(d->seed, "id");
    c.rand = &ids;
    c.actor = (struct actor){.person = "", .name = "", .rights = UINT64_MAX};
    if (!rc)
        rc = crypt_init(&c.err);
    if (!rc)
        rc = app_load(&arena, NULL, &c.app, &c.calendar, &c.err);
    if (!rc)
        rc = set_today(d, o.today);
    if (!rc)
        rc = run(d, &o);
    arena_done(&arena);
    return rc ? cli_failed("demo", &c.err) : 0;
}
