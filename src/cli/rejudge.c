/* qh rejudge: what another edition would say of the records that are stored.
 *
 * Records are walked by organisation, edition and id in rounds of ROUND_MAX; the threads
 * of a round take pieces of PIECE_MAX records from it, each with a read connection, an
 * arena and a compiled edition of its own, and write their lines into a buffer for each
 * piece. After the round the buffers go to the report in order and the state is saved, so
 * that the report depends on the database alone and a run can go on where it was stopped.
 */
#include "cli/rejudge.h"
#include "base/crypt.h"
#include "base/days.h"
#include "cli/app_load.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "domain/standard.h"
#include "store/sql_check.h"
#include "store/sql_rejudge.h"
#include "store/store.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    THREADS_MAX = 32,
    PIECE_MAX = 32,
    ROUND_MAX = 2048,
    PIECES = ROUND_MAX / PIECE_MAX,
    SCRATCH = 1024 * 1024, /* what nearly every record needs, taken once */
    EXIT_INTERRUPTED = 130
};

struct run;

/* Records that one thread does in one go. */
struct piece {
    size_t first, n; /* within the round */
    struct arena arena;
    struct buf lines;
    struct rejudge_totals totals;
};

struct worker {
    struct run *run;
    pthread_t thread;
    struct arena kept, scratch; /* the edition; one record */
    struct rejudge_edition edition;
    struct ctx c;
    struct piece *piece; /* under way */
    qh_status rc;
    struct qh_error err;
};

struct run {
    const char *db, *edition, *since, *report, *format_name;
    int64_t threads, round; /* records between two saves of the state */
    bool resume;
    enum rejudge_format format;
    struct arena arena;
    struct store *store;
    const struct app *app;
    const struct calendar *calendar;
    FILE *out;
    struct text bytes; /* of the new edition */
    const char *code;
    struct rejudge_state at;
    struct worker *workers;
    int64_t total, start_ms, start_records;
    /* the round under way */
    struct arena round_arena;
    struct sql_rejudge_ids_list ids;
    struct piece pieces[PIECES];
    size_t pieces_n;
    pthread_mutex_t lock;
    size_t next; /* guarded by lock: piece to be taken */
};

static int64_t now_ms(void)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static struct ctx context(const struct run *k, struct arena *a)
{
    return (struct ctx){.arena = a,
                        .org = k->at.org,
                        .actor = {.person = "", .name = "qh"},
                        .now_ms = k->start_ms,
                        .calendar = k->calendar,
                        .app = k->app};
}

/* ---- the round: threads ---- */

static qh_status judge_piece(struct tx *tx, void *arg, struct qh_error *err)
{
    struct worker *w = arg;
    struct piece *p = w->piece;
    qh_status rc = QH_OK;

    /* A read that is repeated begins again. */
    p->totals = (struct rejudge_totals){0};
    p->lines.len = 0;
    w->c = context(w->run, &w->scratch);
    w->c.tx = tx;
    for (size_t i = 0; i < p->n && !rc; i++) {
        struct rejudge_outcome o = {0};

        arena_reset(&w->scratch);
        rc = rejudge_record(&w->c, &w->edition, w->run->ids.p[p->first + i].id, &o);
        if (rc)
            break;
        rejudge_count(&p->totals, &o);
        if (rejudge_changes(&o))
            rejudge_line(w->run->format, w->run->at.org, &o, &p->lines);
    }
    if (rc)
        *err = w->c.err;
    return rc;
}

static struct piece *next_piece(struct run *k)
{
    struct piece *p = NULL;

    (void)pthread_mutex_lock(&k->lock);
    if (k->next < k->pieces_n)
        p = &k->pieces[k->next++];
    (void)pthread_mutex_unlock(&k->lock);
    return p;
}

static void *work(void *arg)
{
    struct worker *w = arg;

    while (!w->rc && (w->piece = next_piece(w->run)))
        w->rc = store_read(w->run->store, judge_piece, w, &w->err);
    return NULL;
}

static qh_status run_workers(struct run *k, struct qh_error *err)
{
    int64_t n = 0;

    k->next = 0;
    while (n < k->threads &&
           !pthread_create(&k->workers[n].thread, NULL, work, &k->workers[n]))
        n++;
    if (!n) /* not even one thread to be had: the round is done here */
        (void)work(&k->workers[0]);
    for (int64_t i = 0; i < n; i++)
        (void)pthread_join(k->workers[i].thread, NULL);
    for (int64_t i = 0; i < k->threads; i++)
        if (k->workers[i].rc) {
            *err = k->workers[i].err;
            return k->workers[i].rc;
        }
    return QH_OK;
}

/* ---- the round: report and state ---- */

static qh_status put(struct run *k, struct text t, struct qh_error *err)
{
    if (fwrite(t.p, 1, t.len, k->out) != t.len)
        return qh_fail(err, QH_IO, "rejudge.report", "", "%s", k->report);
    k->at.bytes += (int64_t)t.len;
    return QH_OK;
}

static qh_status put_round(struct run *k, struct qh_error *err)
{
    qh_status rc = QH_OK;

    for (size_t i = 0; i < k->pieces_n && !rc; i++) {
        rc = put(k, buf_text(&k->pieces[i].lines), err);
        rejudge_add(&k->at.totals, &k->pieces[i].totals);
    }
    (void)snprintf(k->at.after_id, sizeof k->at.after_id, "%s",
                   k->ids.p[k->ids.n - 1].id);
    return rc;
}

/* The report must be on the disk before the state says so. */
static qh_status keep(struct run *k, struct qh_error *err)
{
    if (fflush(k->out) || (k->report && fsync(fileno(k->out))))
        return qh_fail(err, QH_IO, "rejudge.report", "", "%s", k->report);
    return k->report ? rejudge_state_save(k->report, &k->at, err) : QH_OK;
}

static void show_progress(const struct run *k)
{
    const int64_t ms = now_ms() - k->start_ms;
    const int64_t done = k->at.totals.records - k->start_records;

    (void)fprintf(stderr, "rejudge: %lld of %lld records, %lld would change, %lld/s\n",
                  (long long)k->at.totals.records, (long long)k->total,
                  (long long)k->at.totals.changed,
                  (long long)(done * 1000 / (ms > 0 ? ms : 1)));
}

static void cut_pieces(struct run *k)
{
    k->pieces_n = 0;
    for (size_t at = 0; at < k->ids.n; at += PIECE_MAX) {
        struct piece *p = &k->pieces[k->pieces_n++];

        arena_reset(&p->arena);
        p->first = at;
        p->n = k->ids.n - at < PIECE_MAX ? k->ids.n - at : PIECE_MAX;
        buf_init(&p->lines, &p->arena);
    }
}

static qh_status read_ids(struct tx *tx, void *arg, struct qh_error *err)
{
    struct run *k = arg;

    return sql_rejudge_ids(tx, &k->round_arena, k->at.org, k->at.after_edition,
                           k->at.after_id, k->since, k->round, &k->ids, err);
}

static bool is_interrupted(void)
{
    sigset_t waiting;

    return !sigpending(&waiting) &&
           (sigismember(&waiting, SIGINT) == 1 || sigismember(&waiting, SIGTERM) == 1);
}

/* Records of one edition; QH_BUSY "rejudge.interrupted" at a signal. */
static qh_status walk_edition(struct run *k, struct qh_error *err)
{
    qh_status rc;

    for (;;) {
        arena_reset(&k->round_arena);
        rc = store_read(k->store, read_ids, k, err);
        if (rc || !k->ids.n)
            return rc;
        cut_pieces(k);
        rc = run_workers(k, err);
        if (!rc)
            rc = put_round(k, err);
        if (!rc)
            rc = keep(k, err);
        if (rc)
            return rc;
        show_progress(k);
        if (is_interrupted())
            return qh_fail(err, QH_BUSY, "rejudge.interrupted", "",
                           "go on with --resume");
    }
}

/* ---- organisations and editions ---- */

struct walk {
    struct run *run;
    struct sql_check_orgs_list orgs;
    struct sql_rejudge_editions_list editions;
    const char *org;
    int64_t n;
};

static qh_status list_orgs(struct tx *tx, void *arg, struct qh_error *err)
{
    struct walk *l = arg;

    return sql_check_orgs(tx, &l->run->arena, &l->orgs, err);
}

static qh_status list_editions(struct tx *tx, void *arg, struct qh_error *err)
{
    struct walk *l = arg;
    qh_status rc =
        sql_rejudge_editions(tx, &l->run->arena, l->org, l->run->code, &l->editions, err);

    l->n = 0;
    for (size_t i = 0; i < l->editions.n && !rc; i++) {
        struct sql_rejudge_count n = {0};

        rc = sql_rejudge_count(tx, &l->run->arena, l->org, l->editions.p[i].id,
                               l->run->since, &n, err);
        l->n += n.n;
    }
    return rc;
}

static qh_status walk_org(struct walk *l, struct qh_error *err)
{
    struct run *k = l->run;
    qh_status rc = store_read(k->store, list_editions, l, err);

    for (size_t i = 0; i < l->editions.n && !rc; i++) {
        const char *id = l->editions.p[i].id;
        const int order = strcmp(id, k->at.after_edition);

        if (order < 0)
            continue; /* done before the run was stopped */
        if (order > 0) {
            (void)snprintf(k->at.after_edition, sizeof k->at.after_edition, "%s", id);
            k->at.after_id[0] = 0;
        }
        rc = walk_edition(k, err);
    }
    return rc;
}

static qh_status count_all(struct walk *l, struct qh_error *err)
{
    qh_status rc = QH_OK;

    for (size_t i = 0; i < l->orgs.n && !rc; i++) {
        l->org = l->orgs.p[i].org;
        rc = store_read(l->run->store, list_editions, l, err);
        l->run->total += l->n;
    }
    return rc;
}

static qh_status walk_all(struct run *k, struct qh_error *err)
{
    struct walk l = {.run = k};
    qh_status rc = store_read(k->store, list_orgs, &l, err);

    if (!rc)
        rc = count_all(&l, err);
    for (size_t i = 0; i < l.orgs.n && !rc; i++) {
        const int order = strcmp(l.orgs.p[i].org, k->at.org);

        if (order < 0)
            continue;
        l.org = l.orgs.p[i].org;
        if (order > 0) {
            (void)snprintf(k->at.org, sizeof k->at.org, "%s", l.org);
            k->at.after_edition[0] = k->at.after_id[0] = 0;
        }
        rc = walk_org(&l, err);
    }
    return rc;
}

/* ---- beginning and end ---- */

/* A registered edition by its id or hash. */
static qh_status find_edition(struct tx *tx, void *arg, struct qh_error *err)
{
    struct walk *l = arg;
    struct run *k = l->run;

    for (size_t i = 0; i < l->orgs.n; i++) {
        struct sql_rejudge_edition_list found = {0};
        struct ctx c = context(k, &k->arena);
        qh_status rc =
            sql_rejudge_edition(tx, &k->arena, l->orgs.p[i].org, k->edition, &found, err);

        if (rc || !found.n) {
            if (rc)
                return rc;
            continue;
        }
        c.tx = tx;
        c.org = l->orgs.p[i].org;
        rc = edition_bytes(&c, found.p[0].hash, &k->bytes);
        if (rc)
            *err = c.err;
        return rc;
    }
    return qh_fail(err, QH_NOT_FOUND, "rejudge.edition", "", "%s", k->edition);
}

static qh_status load_edition(struct run *k, struct qh_error *err)
{
    struct walk l = {.run = k};
    char hash[CRYPT_HEX];
    qh_status rc;

    if (!access(k->edition, R_OK)) {
        rc = cli_file_read(&k->arena, k->edition, CLI_FILE_MAX, &k->bytes, err);
    } else {
        rc = store_read(k->store, list_orgs, &l, err);
        if (!rc)
            rc = store_read(k->store, find_edition, &l, err);
    }
    if (rc)
        return rc;
    crypt_sha256(k->bytes, hash);
    if (k->resume && !str_equal(hash, k->at.edition))
        return qh_fail(err, QH_CONFLICT, "rejudge.other_edition", "", "%s", k->edition);
    (void)snprintf(k->at.edition, sizeof k->at.edition, "%s", hash);
    return QH_OK;
}

static qh_status make_workers(struct run *k, struct qh_error *err)
{
    k->workers = ARENA_ARRAY(&k->arena, (size_t)k->threads, struct worker);
    for (int64_t i = 0; i < k->threads; i++) {
        struct worker *w = &k->workers[i];
        struct ctx c = context(k, &w->kept);
        qh_status rc;

        w->run = k;
        arena_init_with(&w->scratch, 0, ARENA_ARRAY(&w->kept, SCRATCH, char), SCRATCH);
        rc = rejudge_edition_load(&c, k->bytes, &w->edition);
        if (rc) {
            *err = c.err;
            return rc;
        }
    }
    k->code = k->workers[0].edition.code;
    return QH_OK;
}

static qh_status open_store(struct run *k, struct qh_error *err)
{
    const struct store_options options = {.readers = (int)k->threads + 1,
                                          .read_only = true};
    qh_status rc = crypt_init(err);

    if (!rc)
        rc = app_load(&k->arena, NULL, &k->app, &k->calendar, err);
    if (!rc)
        rc = store_open(k->db, &options, &k->store, err);
    return rc ? rc : store_check_version(k->store, err);
}

/* What lies behind the state is of a round that was not finished. */
static qh_status open_report(struct run *k, struct qh_error *err)
{
    struct buf head;

    k->out = k->report ? fopen(k->report, k->resume ? "r+be" : "wbe") : stdout;
    if (!k->out)
        return qh_fail(err, QH_IO, "rejudge.report", "", "%s", k->report);
    if (k->resume) {
        if (ftruncate(fileno(k->out), k->at.bytes) || fseek(k->out, 0, SEEK_END))
            return qh_fail(err, QH_IO, "rejudge.report", "", "%s", k->report);
        return QH_OK;
    }
    buf_init(&head, &k->arena);
    rejudge_head(k->format, &head);
    return put(k, buf_text(&head), err);
}

static qh_status read_options(struct run *k, int argc, char **argv, struct qh_error *err)
{
    const struct option table[] = {
        {"--db", OPTION_TEXT, &k->db, true},
        {"--edition", OPTION_TEXT, &k->edition, true},
        {"--since", OPTION_TEXT, &k->since, false},
        {"--report", OPTION_TEXT, &k->report, false},
        {"--format", OPTION_TEXT, &k->format_name, false},
        {"--threads", OPTION_NUMBER, &k->threads, false},
        {"--round", OPTION_NUMBER, &k->round, false},
        {"--resume", OPTION_FLAG, &k->resume, false},
    };
    int64_t day;
    qh_status rc = options_read(argc, argv, table, LEN(table), err);

    if (rc)
        return rc;
    if (str_equal(k->format_name, "json"))
        k->format = REJUDGE_JSON;
    else if (!str_equal(k->format_name, "csv"))
        return qh_fail(err, QH_INVALID, "cli.option", "--format", "csv or json");
    if (*k->since && day_parse(k->since, &day))
        return qh_fail(err, QH_INVALID, "cli.option", "--since", "YYYY-MM-DD");
    if (k->resume && !k->report)
        return qh_fail(err, QH_INVALID, "cli.missing", "--report", "with --resume");
    if (!k->threads)
        k->threads = sysconf(_SC_NPROCESSORS_ONLN);
    if (k->threads < 1 || k->threads > THREADS_MAX)
        return qh_fail(err, QH_INVALID, "cli.option", "--threads", "1 to %d",
                       THREADS_MAX);
    if (k->round < 1 || k->round > ROUND_MAX)
        return qh_fail(err, QH_INVALID, "cli.option", "--round", "1 to %d", ROUND_MAX);
    return QH_OK;
}

static qh_status begin(struct run *k, struct qh_error *err)
{
    qh_status rc = QH_OK;

    if (k->resume)
        rc = rejudge_state_read(&k->arena, k->report, &k->at, err);
    if (!rc && k->resume && !str_equal(k->since, k->at.since))
        rc = qh_fail(err, QH_CONFLICT, "rejudge.other_edition", "", "--since %s",
                     k->at.since);
    if (rc)
        return rc;
    (void)snprintf(k->at.since, sizeof k->at.since, "%s", k->since);
    k->start_records = k->at.totals.records;
    rc = open_store(k, err);
    if (!rc)
        rc = load_edition(k, err);
    if (!rc)
        rc = make_workers(k, err);
    return rc ? rc : open_report(k, err);
}

static qh_status finish(struct run *k, struct qh_error *err)
{
    const struct rejudge_totals *t = &k->at.totals;
    qh_status rc = QH_OK;
    struct buf b;

    buf_init(&b, &k->arena);
    if (k->format == REJUDGE_JSON) {
        rejudge_summary_json(t, &b);
        rc = put(k, buf_text(&b), err);
    }
    if (!rc && fflush(k->out))
        rc = qh_fail(err, QH_IO, "rejudge.report", "", "%s", k->report);
    if (rc)
        return rc;
    if (k->report)
        rejudge_state_remove(k->report);
    (void)fprintf(stderr, "rejudge: %lld records, %lld would change, %lld refused\n",
                  (long long)t->records, (long long)t->changed, (long long)t->refused);
    for (size_t i = 0; i < t->pairs_n; i++)
        (void)fprintf(stderr, "rejudge: %lld from %s to %s\n", (long long)t->pairs[i].n,
                      t->pairs[i].from, *t->pairs[i].to ? t->pairs[i].to : "(refused)");
    return QH_OK;
}

static void close_all(struct run *k)
{
    for (int64_t i = 0; k->workers && i < k->threads; i++) {
        arena_done(&k->workers[i].scratch);
        arena_done(&k->workers[i].kept);
    }
    for (size_t i = 0; i < PIECES; i++)
        arena_done(&k->pieces[i].arena);
    if (k->out && k->report)
        (void)fclose(k->out);
    app_done(k->app);
    store_close(k->store);
    (void)pthread_mutex_destroy(&k->lock);
    arena_done(&k->round_arena);
    arena_done(&k->arena);
}

int cli_rejudge(int argc, char **argv)
{
    struct run *k = calloc(1, sizeof *k);
    struct qh_error err = {0};
    sigset_t stop;
    qh_status rc;

    if (!k)
        abort();
    k->since = "";
    k->format_name = "csv";
    k->round = ROUND_MAX;
    k->start_ms = now_ms();
    (void)pthread_mutex_init(&k->lock, NULL);
    (void)sigemptyset(&stop);
    (void)sigaddset(&stop, SIGINT);
    (void)sigaddset(&stop, SIGTERM);
    (void)pthread_sigmask(SIG_BLOCK, &stop, NULL);
    rc = read_options(k, argc, argv, &err);
    if (!rc)
        rc = begin(k, &err);
    if (!rc)
        rc = walk_all(k, &err);
    if (!rc)
        rc = finish(k, &err);
    close_all(k);
    free(k);
    if (!rc)
        return 0;
    (void)cli_failed("rejudge", &err);
    return str_equal(err.key, "rejudge.interrupted") ? EXIT_INTERRUPTED
                                                     : qh_status_exit(rc);
}
