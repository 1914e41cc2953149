/* The first person of a new installation: qh admin makes somebody who can sign in. */
#include "base/crypt.h"
#include "base/id.h"
#include "base/rand.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "domain/right.h"
#include "store/sql_session.h"
#include "store/store.h"

#include <time.h>

enum { PASSWORD_BYTES = 1024 };

struct admin {
    const char *db;
    const char *org;
    const char *org_name;
    const char *name;
    const char *login;
    const char *role;
    const char *enterprise;
    const char *password_file;
    char hash[CRYPT_PASSWORD_HASH];
    struct rand rand;
};

static qh_status read_options(int argc, char **argv, struct admin *a,
                              struct qh_error *err)
{
    const struct option table[] = {
        {"--db", OPTION_TEXT, &a->db, true},
        {"--org", OPTION_TEXT, &a->org, true},
        {"--org-name", OPTION_TEXT, &a->org_name, false},
        {"--name", OPTION_TEXT, &a->name, false},
        {"--login", OPTION_TEXT, &a->login, true},
        {"--role", OPTION_TEXT, &a->role, false},
        {"--enterprise", OPTION_TEXT, &a->enterprise, false},
        {"--password-file", OPTION_TEXT, &a->password_file, false},
    };
    qh_status rc = options_read(argc, argv, table, LEN(table), err);

    if (rc)
        return rc;
    if (!right_of_role(a->role))
        return qh_fail(err, QH_INVALID, "cli.option", "--role", "no role %s", a->role);
    return QH_OK;
}

/* The first line of the file, without outer blanks (as at the sign-in). */
static qh_status read_password(struct admin *a, struct qh_error *err)
{
    struct arena arena = {0};
    struct text t = {0};
    qh_status rc = cli_file_read(&arena, a->password_file, PASSWORD_BYTES, &t, err);

    for (size_t i = 0; !rc && i < t.len; i++)
        if (t.p[i] == '\n')
            t.len = i;
    t = text_trim(t);
    if (!rc && t.len < 8)
        rc = qh_fail(err, QH_INVALID, "cli.password", "", "at least 8 bytes");
    if (!rc)
        rc = crypt_password_hash(t, a->hash, err);
    arena_done(&arena);
    return rc;
}

static int64_t now_ms(void)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static qh_status add(struct tx *tx, void *arg, struct qh_error *err)
{
    struct admin *a = arg;
    char id[ID_LEN + 1];
    const struct sql_session_person_add_in in = {
        .org = a->org,
        .id = id,
        .enterprise_id = a->enterprise,
        .name = a->name ? a->name : a->login,
        .login = a->login,
        .password = a->hash,
        .title_zh = "",
    };
    int64_t n = 0;
    qh_status rc;

    id_make(now_ms(), &a->rand, id);
    rc = sql_session_org_add(tx, a->org, a->org_name ? a->org_name : a->org, &n, err);
    if (!rc)
        rc = sql_session_person_add(tx, &in, err);
    if (!rc)
        rc = sql_session_role_add(tx, a->org, id, a->role, err);
    return rc;
}

int cli_admin(int argc, char **argv)
{
    struct admin a = {.role = "admin", .password_file = "-"};
    struct store *store = NULL;
    struct qh_error err = {0};
    qh_status rc = read_options(argc, argv, &a, &err);

    if (!rc)
        rc = crypt_init(&err);
    if (!rc)
        rc = rand_from_system(&a.rand, &err);
    if (!rc)
        rc = read_password(&a, &err);
    if (!rc)
        rc = store_open(a.db, NULL, &store, &err);
    if (!rc)
        rc = store_check_version(store, &err);
    if (!rc)
        rc = store_write(store, add, &a, &err);
    store_close(store);
    crypt_wipe(&a, sizeof a);
    return rc ? cli_failed("admin", &err) : 0;
}
