/* The cache is a table of SESSION_SETS sets; a token's keyed hash says the set and is
 * what is compared, so the table never holds a token.  An entry whose texts would not fit
 * is not cached and read each time. */
#include "http/session.h"

#include "store/sql_session.h"
#include "store/store.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { ORG_MAX = 33, ID_MAX = 33, NAME_MAX_BYTES = 97 };

struct entry {
    char hash[CRYPT_HEX]; /* "": free */
    int64_t cached_ms;
    int64_t expires_ms;
    uint64_t rights;
    char org[ORG_MAX];
    char person[ID_MAX];
    char office[ID_MAX];
    char enterprise[ID_MAX];
    char name[NAME_MAX_BYTES];
};

struct sessions {
    struct store *store;
    uint8_t key[CRYPT_KEY]; /* constant after open */
    pthread_mutex_t lock;
    struct entry sets[SESSION_SETS][SESSION_WAYS]; /* guarded by lock */
};

/* ---- the key ---- */

struct key_job {
    struct arena *arena;
    const char *fresh;
    const char *value;
};

static qh_status load_key(struct tx *tx, void *arg, struct qh_error *err)
{
    struct key_job *j = arg;
    struct sql_session_key row = {0};
    int64_t added = 0;
    qh_status rc = sql_session_key_add(tx, j->fresh, &added, err);

    if (rc)
        return rc;
    rc = sql_session_key(tx, j->arena, &row, err);
    if (rc)
        return rc;
    j->value = row.value;
    return QH_OK;
}

qh_status sessions_open(struct store *store, struct sessions **out, struct qh_error *err)
{
    struct sessions *s = calloc(1, sizeof *s);
    struct arena a = {0};
    char fresh[CRYPT_TOKEN];
    struct key_job job = {.arena = &a, .fresh = fresh};
    qh_status rc;

    if (!s)
        abort();
    (void)pthread_mutex_init(&s->lock, NULL);
    s->store = store;
    crypt_token(fresh);
    rc = store_write(store, load_key, &job, err);
    if (!rc && !crypt_from_base64(text_of(job.value), s->key, sizeof s->key))
        rc = qh_fail(err, QH_BUG, "session.key", "", "setting session_key is damaged");
    arena_done(&a);
    if (rc) {
        sessions_close(s);
        return rc;
    }
    *out = s;
    return QH_OK;
}

void sessions_close(struct sessions *s)
{
    if (!s)
        return;
    (void)pthread_mutex_destroy(&s->lock);
    crypt_wipe(s->key, sizeof s->key);
    free(s);
}

/* ---- tokens ---- */

static void make_mac(const struct sessions *s, struct text purpose, const char *token,
                     uint8_t out[CRYPT_DIGEST])
{
    const struct text parts[] = {purpose, text_of(token)};

    crypt_mac(s->key, parts, LEN(parts), out);
}

const char *session_hash(const struct sessions *s, struct arena *a, const char *token)
{
    uint8_t mac[CRYPT_DIGEST];
    char *hex = arena_alloc(a, CRYPT_HEX, 1);

    make_mac(s, TEXT("session"), token, mac);
    crypt_hex(mac, sizeof mac, hex);
    return hex;
}

const char *session_csrf(const struct sessions *s, struct arena *a, const char *token)
{
    uint8_t mac[CRYPT_DIGEST];

    make_mac(s, TEXT("csrf"), token, mac);
    return crypt_base64(a, mac, sizeof mac);
}

bool session_csrf_is_right(const struct sessions *s, const char *token, const char *csrf)
{
    uint8_t mac[CRYPT_DIGEST];
    uint8_t given[CRYPT_DIGEST];

    make_mac(s, TEXT("csrf"), token, mac);
    return csrf && crypt_from_base64(text_of(csrf), given, sizeof given) &&
           crypt_equal(mac, given, sizeof mac);
}

/* ---- the cache ---- */

static struct entry *set_of(struct sessions *s, const char *hash)
{
    unsigned n = 0;

    for (int i = 0; i < 4; i++)
        n = n * 31 + (unsigned char)hash[i];
    return s->sets[n % SESSION_SETS];
}

static struct entry *find_entry(struct sessions *s, const char *hash)
{
    struct entry *set = set_of(s, hash);

    for (size_t i = 0; i < SESSION_WAYS; i++)
        if (strcmp(set[i].hash, hash) == 0)
            return &set[i];
    return NULL;
}

static struct entry *entry_for(struct sessions *s, const char *hash)
{
    struct entry *set = set_of(s, hash);
    struct entry *e = find_entry(s, hash);

    for (size_t i = 0; !e && i < SESSION_WAYS; i++)
        if (!set[i].hash[0])
            e = &set[i];
    if (e)
        return e;
    e = set;
    for (size_t i = 1; i < SESSION_WAYS; i++)
        if (set[i].cached_ms < e->cached_ms)
            e = &set[i];
    return e;
}

static const char *copy_or_null(struct arena *a, const char *s)
{
    return *s ? str_copy(a, s) : NULL;
}

static void take_entry(struct ctx *c, const struct entry *e)
{
    c->org = str_copy(c->arena, e->org);
    c->actor = (struct actor){
        .person = str_copy(c->arena, e->person),
        .name = str_copy(c->arena, e->name),
        .office = copy_or_null(c->arena, e->office),
        .enterprise = copy_or_null(c->arena, e->enterprise),
        .rights = e->rights,
    };
}

/* false: not cached, too old, or expired. */
static bool find_cached(struct sessions *s, struct ctx *c, const char *hash)
{
    const struct entry *e;
    bool found;

    (void)pthread_mutex_lock(&s->lock);
    e = find_entry(s, hash);
    found = e && c->now_ms - e->cached_ms < SESSION_CACHE_MS &&
            c->now_ms >= e->cached_ms && c->now_ms < e->expires_ms;
    if (found)
        take_entry(c, e);
    (void)pthread_mutex_unlock(&s->lock);
    return found;
}

static bool put_text(char *to, size_t cap, const char *from)
{
    size_t n = from ? strlen(from) : 0;

    if (n >= cap)
        return false;
    if (n)
        memcpy(to, from, n);
    return true;
}

static void put_cached(struct sessions *s, const struct ctx *c, const char *hash,
                       int64_t expires_ms)
{
    const struct actor *who = &c->actor;
    struct entry e = {
        .cached_ms = c->now_ms, .expires_ms = expires_ms, .rights = who->rights};

    if (!put_text(e.hash, sizeof e.hash, hash) ||
        !put_text(e.org, sizeof e.org, c->org) ||
        !put_text(e.person, sizeof e.person, who->person) ||
        !put_text(e.name, sizeof e.name, who->name) ||
        !put_text(e.office, sizeof e.office, who->office) ||
        !put_text(e.enterprise, sizeof e.enterprise, who->enterprise))
        return;
    (void)pthread_mutex_lock(&s->lock);
    *entry_for(s, hash) = e;
    (void)pthread_mutex_unlock(&s->lock);
}

void session_forget(struct sessions *s, const char *token)
{
    struct arena a = {0};
    const char *hash = session_hash(s, &a, token);
    struct entry *e;

    (void)pthread_mutex_lock(&s->lock);
    e = find_entry(s, hash);
    if (e)
        *e = (struct entry){0};
    (void)pthread_mutex_unlock(&s->lock);
    arena_done(&a);
}

/* ---- the table ---- */

struct find_job {
    struct ctx *c;
    const char *hash;
    int64_t expires_ms;
};

static qh_status find_stored(struct tx *tx, void *arg, struct qh_error *err)
{
    struct find_job *j = arg;
    struct ctx *c = j->c;
    struct sql_session_one row = {0};
    struct sql_session_roles_list roles = {0};
    uint64_t rights = 0;
    qh_status rc;

    rc = sql_session_one(tx, c->arena, j->hash, c->now_ms, &row, err);
    if (rc == QH_NOT_FOUND)
        return qh_fail(err, QH_LOGIN, "auth.login", "", "no such session");
    if (rc)
        return rc;
    rc = sql_session_roles(tx, c->arena, row.org, row.person_id, &roles, err);
    if (rc)
        return rc;
    for (size_t i = 0; i < roles.n; i++)
        rights |= right_of_role(roles.p[i].role);
    c->org = row.org;
    c->actor = (struct actor){
        .person = row.person_id,
        .name = row.name,
        .office = row.enterprise_id ? NULL : row.office_id,
        .enterprise = row.enterprise_id,
        .rights = rights | RIGHT_BIT(RIGHT_PUBLIC) | RIGHT_BIT(RIGHT_SIGNED_IN),
    };
    j->expires_ms = row.expires_ms;
    return QH_OK;
}

qh_status session_find(struct sessions *s, struct ctx *c, const char *token)
{
    struct find_job job = {.c = c};
    qh_status rc;

    job.hash = session_hash(s, c->arena, token);
    if (find_cached(s, c, job.hash))
        return QH_OK;
    rc = store_read(s->store, find_stored, &job, &c->err);
    if (rc)
        return rc;
    put_cached(s, c, job.hash, job.expires_ms);
    return QH_OK;
}
