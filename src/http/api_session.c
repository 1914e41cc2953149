#include "http/api_session.h"

#include "base/crypt.h"
#include "http/call.h"
#include "http/limiter.h"
#include "http/session.h"
#include "store/sql_session.h"

#include <string.h>

enum {
    LOGIN_MAX = 100,
    PASSWORD_MAX = 200,
    TRIES = 8,          /* for one login from one address */
    ADDRESS_TRIES = 60, /* from one address: offices share one */
    WINDOW_MS = 15 * 60 * 1000,
    ANSWERS_KEEP_MS = 24 * 3600 * 1000
};

/* ---- shapes ---- */

struct session_in {
    const char *login;
    const char *password;
};

static const struct json_field SESSION_IN[] = {
    JSON_STR(struct session_in, login, JSON_REQUIRED, LOGIN_MAX),
    JSON_STR(struct session_in, password, JSON_REQUIRED, PASSWORD_MAX),
};

struct person_out {
    const char *id;
    const char *name;
    const char *title;
    const char *office_id;
    const char *office_name;
    const char *enterprise_id;
    const char *enterprise_name;
};

struct org_out {
    const char *org;
    const char *name_zh;
    const char *name_en;
    bool is_demo;
};

struct session_out {
    struct person_out person;
    struct json_strs roles;
    struct json_strs rights;
    const char *csrf;
    struct org_out org;
};

static const struct json_field SESSION_PERSON_OUT[] = {
    JSON_STR(struct person_out, id, JSON_REQUIRED, 26),
    JSON_STR(struct person_out, name, JSON_REQUIRED, 100),
    JSON_STR(struct person_out, title, JSON_REQUIRED, 100),
    JSON_STR(struct person_out, office_id, JSON_OPTIONAL, 26),
    JSON_STR(struct person_out, office_name, JSON_OPTIONAL, 100),
    JSON_STR(struct person_out, enterprise_id, JSON_OPTIONAL, 26),
    JSON_STR(struct person_out, enterprise_name, JSON_OPTIONAL, 200),
};

static const struct json_field SESSION_ORG_OUT[] = {
    JSON_STR(struct org_out, org, JSON_REQUIRED, 40),
    JSON_STR(struct org_out, name_zh, JSON_REQUIRED, 100),
    JSON_STR(struct org_out, name_en, JSON_REQUIRED, 100),
    JSON_BOOL(struct org_out, is_demo, JSON_REQUIRED),
};

static const struct json_field SESSION_OUT[] = {
    JSON_OBJ(struct session_out, person, JSON_REQUIRED, SESSION_PERSON_OUT,
             struct person_out),
    JSON_STRS(struct session_out, roles, JSON_REQUIRED, 20, 40),
    JSON_STRS(struct session_out, rights, JSON_REQUIRED, RIGHT_COUNT, 40),
    JSON_STR(struct session_out, csrf, JSON_REQUIRED, 64),
    JSON_OBJ(struct session_out, org, JSON_REQUIRED, SESSION_ORG_OUT, struct org_out),
};

/* ---- who am I ---- */

static void list_rights(struct arena *a, uint64_t rights, struct json_strs *out)
{
    out->p = ARENA_ARRAY(a, RIGHT_COUNT, const char *);
    for (int r = 0; r < RIGHT_COUNT; r++)
        if (right_has(rights, (enum right)r))
            out->p[out->n++] = right_name((enum right)r);
}

static void fill_person(struct session_out *out, const struct sql_session_person *row)
{
    out->person.name = row->name;
    out->person.title = row->title_zh;
    out->person.office_id = row->office_id;
    out->person.office_name = row->office_name;
    out->person.enterprise_id = row->enterprise_id;
    out->person.enterprise_name = row->enterprise_name;
    out->org.name_zh = row->org_name_zh;
    out->org.name_en = row->org_name_en;
    out->org.is_demo = row->is_demo != 0;
}

/* Inside a transaction: the person's data, for the session of `token`. */
static qh_status answer_session(struct ctx *c, struct res *rs, const char *org,
                                const char *person, const char *token)
{
    struct session_out out = {.person = {.id = person}, .org = {.org = org}};
    struct sql_session_person row = {0};
    struct sql_session_roles_list roles = {0};
    uint64_t rights = RIGHT_BIT(RIGHT_PUBLIC) | RIGHT_BIT(RIGHT_SIGNED_IN);
    qh_status rc;

    rc = sql_session_person(c->tx, c->arena, org, person, &row, &c->err);
    if (rc)
        return rc;
    rc = sql_session_roles(c->tx, c->arena, org, person, &roles, &c->err);
    if (rc)
        return rc;
    fill_person(&out, &row);
    out.roles.p = ARENA_ARRAY(c->arena, roles.n, const char *);
    for (; out.roles.n < roles.n; out.roles.n++) {
        out.roles.p[out.roles.n] = roles.p[out.roles.n].role;
        rights |= right_of_role(roles.p[out.roles.n].role);
    }
    list_rights(c->arena, rights, &out.rights);
    out.csrf = session_csrf(call_of(c)->env->sessions, c->arena, token);
    return res_json(c, rs, 200, SESSION_OUT, LEN(SESSION_OUT), &out);
}

static qh_status api_session_find(struct ctx *c, const struct req *rq, struct res *rs)
{
    return answer_session(c, rs, c->org, c->actor.person, rq->session);
}

/* ---- sign-in ---- */

struct sign_in {
    struct session_in in;
    const struct req *rq;
    struct res *rs;
    struct sql_session_login row; /* id NULL: nobody has that login */
    const char *token;
    const char *token_hash;
    const char *csrf_hash;
};

static qh_status find_login(struct ctx *c, void *arg)
{
    struct sign_in *s = arg;
    qh_status rc = sql_session_login(c->tx, c->arena, s->in.login, &s->row, &c->err);

    return rc == QH_NOT_FOUND ? QH_OK : rc;
}

static const char *cookie_of(struct ctx *c, const char *token, int64_t max_age_s)
{
    return str_format(c->arena,
                      "qh_session=%s; Path=/; HttpOnly; SameSite=Strict%s; "
                      "Max-Age=%lld",
                      token, call_of(c)->env->secure_cookies ? "; Secure" : "",
                      (long long)max_age_s);
}

static qh_status add_session(struct ctx *c, void *arg)
{
    struct sign_in *s = arg;
    int64_t n = 0;
    qh_status rc;

    rc = sql_session_remove_old(c->tx, s->row.org, c->now_ms, &n, &c->err);
    if (rc)
        return rc;
    rc = sql_idempotency_remove_old(c->tx, s->row.org, c->now_ms - ANSWERS_KEEP_MS, &n,
                                    &c->err);
    if (rc)
        return rc;
    rc = sql_session_add(c->tx, s->row.org, s->token_hash, s->row.id, s->csrf_hash,
                         c->now_ms, c->now_ms + SESSION_LIFE_MS, &c->err);
    if (rc)
        return rc;
    rc = answer_session(c, s->rs, s->row.org, s->row.id, s->token);
    if (rc)
        return rc;
    s->rs->cookie = cookie_of(c, s->token, SESSION_LIFE_MS / 1000);
    return QH_OK;
}

static qh_status too_many(struct ctx *c, struct res *rs, int64_t wait_ms)
{
    rs->retry_after_s = (int)(wait_ms / 1000) + 1;
    return qh_fail(&c->err, QH_BUSY, "auth.too_many", "", "too many tries");
}

static qh_status check_tries(struct ctx *c, const struct sign_in *s)
{
    const struct text name[] = {TEXT("login"), text_of(s->in.login),
                                text_of(s->rq->address)};
    const struct text address[] = {TEXT("address"), text_of(s->rq->address)};
    struct limiter *l = call_of(c)->env->limiter;
    int64_t wait;

    wait = limiter_try(l, address, LEN(address), (struct limit){ADDRESS_TRIES, WINDOW_MS},
                       c->now_ms);
    if (!wait)
        wait =
            limiter_try(l, name, LEN(name), (struct limit){TRIES, WINDOW_MS}, c->now_ms);
    return wait ? too_many(c, s->rs, wait) : QH_OK;
}

static void forgive(struct ctx *c, const struct sign_in *s)
{
    const struct text name[] = {TEXT("login"), text_of(s->in.login),
                                text_of(s->rq->address)};
    const struct text address[] = {TEXT("address"), text_of(s->rq->address)};
    struct limiter *l = call_of(c)->env->limiter;

    limiter_forgive(l, name, LEN(name), TRIES);
    limiter_forgive(l, address, LEN(address), 1);
}

static qh_status api_session_create(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct sign_in s = {.rq = rq, .rs = rs};
    struct sessions *all = call_of(c)->env->sessions;
    char *token = arena_alloc(c->arena, CRYPT_TOKEN, 1);
    qh_status rc;

    rc = req_json(rq, SESSION_IN, LEN(SESSION_IN), &s.in, &c->err);
    if (rc)
        return rc;
    rc = check_tries(c, &s);
    if (rc)
        return rc;
    rc = api_read(c, find_login, &s);
    if (rc)
        return rc;
    if (!crypt_password_is_right(s.row.password, text_of(s.in.password)))
        return qh_fail(&c->err, QH_LOGIN, "auth.wrong", "", "login or password");
    forgive(c, &s);
    crypt_token(token);
    s.token = token;
    s.token_hash = session_hash(all, c->arena, token);
    s.csrf_hash = session_hash(all, c->arena, session_csrf(all, c->arena, token));
    return api_write(c, rq, rs, add_session, &s);
}

/* ---- sign-out ---- */

struct sign_out {
    const struct req *rq;
    struct res *rs;
};

static qh_status remove_session(struct ctx *c, void *arg)
{
    struct sign_out *s = arg;
    const char *hash = session_hash(call_of(c)->env->sessions, c->arena, s->rq->session);
    int64_t n = 0;
    qh_status rc = sql_session_remove(c->tx, c->org, hash, &n, &c->err);

    if (rc)
        return rc;
    s->rs->cookie = cookie_of(c, "", 0);
    return res_empty(s->rs, 204);
}

static qh_status api_session_delete(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct sign_out s = {.rq = rq, .rs = rs};
    qh_status rc = api_write(c, rq, rs, remove_session, &s);

    if (!rc)
        session_forget(call_of(c)->env->sessions, rq->session);
    return rc;
}

/* ---- health ---- */

struct health_out {
    const char *status;
};

static const struct json_field HEALTH_OUT[] = {
    JSON_STR(struct health_out, status, JSON_REQUIRED, 10),
};

static qh_status api_health(struct ctx *c, const struct req *rq, struct res *rs)
{
    const struct health_out out = {.status = "ok"};
    struct sql_session_health row = {0};
    qh_status rc = sql_session_health(c->tx, c->arena, &row, &c->err);

    (void)rq;
    if (rc)
        return rc;
    return res_json(c, rs, 200, HEALTH_OUT, LEN(HEALTH_OUT), &out);
}

/* clang-format off */
const struct endpoint API_SESSION[] = {
    EP("POST",   "/api/session", RIGHT_PUBLIC,    TX_SELF,  api_session_create,
       "session_create", .flags = EP_HASH, EP_IN(SESSION_IN), EP_OUT(SESSION_OUT)),
    EP("GET",    "/api/session", RIGHT_SIGNED_IN, TX_READ,  api_session_find,
       "session_find", EP_OUT(SESSION_OUT)),
    EP("DELETE", "/api/session", RIGHT_SIGNED_IN, TX_SELF,  api_session_delete,
       "session_delete"),
    EP("GET",    "/api/health",  RIGHT_PUBLIC,    TX_READ,  api_health,
       "health", EP_OUT(HEALTH_OUT)),
};
/* clang-format on */
const size_t API_SESSION_LEN = LEN(API_SESSION);
