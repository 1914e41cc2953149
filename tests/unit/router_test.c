#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"
#include "http/endpoints.h"
#include "http/openapi.h"
#include "http/router.h"
#include "http/shapes.h"
#include "http/types.h"

#include <string.h>

/* clang-format off */
static const struct row {
    const char *method;
    const char *path;
    const char *id;    /* of the row; NULL: refused */
    const char *param; /* value of the first part */
    const char *allow;
} ROWS[] = {
    {"GET",    "/api/session",        "session_find",   NULL, NULL},
    {"HEAD",   "/api/session",        "session_find",   NULL, NULL},
    {"POST",   "/api/session",        "session_create", NULL, NULL},
    {"PUT",    "/api/session",        NULL,             NULL, "POST, GET, DELETE"},
    {"GET",    "/api/session/",       NULL,             NULL, NULL},
    {"GET",    "/api/bookings/a",     "booking_find",   "a",  NULL},
    {"GET",    "/api/bookings/秤",    "booking_find",   "秤", NULL},
    {"POST",   "/api/bookings/a/accept", "booking_accept", "a", NULL},
    {"DELETE", "/api/bookings/a",     NULL,             NULL, "GET"},
    {"GET",    "/api/bookings//x",    NULL,             NULL, NULL},
    {"GET",    "/api/nothing",        NULL,             NULL, NULL},
    {"GET",    "",                    NULL,             NULL, NULL},
};
/* clang-format on */

static void check_row(const struct row *r)
{
    struct arena a = {0};
    struct req rq = {.arena = &a, .method = r->method, .path = r->path};
    const char *allow = NULL;
    struct qh_error err = {0};
    qh_status rc = router_find(&ENDPOINTS, &rq, &allow, &err);
    const struct endpoint *ep = rq.endpoint;

    if ((rc == QH_OK) != (r->id != NULL) || (r->id && strcmp(ep->id, r->id) != 0))
        fail_msg("%s %s: %s", r->method, r->path, ep ? ep->id : err.key);
    if (!r->id)
        assert_string_equal(err.key, r->allow ? "http.method" : "http.no_address");
    if (r->allow)
        assert_string_equal(allow, r->allow);
    if (r->param)
        assert_string_equal(rq.params[0].value, r->param);
    arena_done(&a);
}

static void addresses_find_their_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(ROWS); i++)
        check_row(&ROWS[i]);
}

/* What the table promises to its readers. */
static void check_endpoint(const struct endpoint *ep)
{
    if (strncmp(ep->path, "/api/", 5) != 0 || !ep->run || !ep->id)
        fail_msg("%s", ep->path);
    if (strcmp(ep->method, "GET") == 0 && ep->tx == TX_WRITE)
        fail_msg("%s: GET with a write transaction", ep->id);
    if (strcmp(ep->method, "GET") == 0 && ep->in)
        fail_msg("%s: a body with GET", ep->id);
}

static void rows_keep_the_rules(void **state)
{
    const size_t n = ENDPOINTS.n;
    const struct endpoint_list *lists = ENDPOINTS.lists;

    (void)state;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < *lists[i].n; k++)
            check_endpoint(&lists[i].rows[k]);
}

static void ids_are_unique(void **state)
{
    const size_t n = ENDPOINTS.n;
    const struct endpoint_list *lists = ENDPOINTS.lists;
    const char *seen[1000];
    size_t n_seen = 0;

    (void)state;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < *lists[i].n; k++) {
            for (size_t j = 0; j < n_seen; j++)
                assert_string_not_equal(seen[j], lists[i].rows[k].id);
            seen[n_seen++] = lists[i].rows[k].id;
        }
    }
}

/* No shape that comes in holds what is for answers only. */
static void inputs_can_be_read(void **state)
{
    struct arena a = {0};
    struct shape_list l = {0};
    struct qh_error err = {0};

    (void)state;
    if (shapes_collect(&a, &ENDPOINTS, &l, &err))
        fail_msg("%s", err.detail);
    for (size_t i = 0; i < l.n; i++)
        for (size_t k = 0; l.p[i].is_input && k < l.p[i].n; k++)
            if (l.p[i].fields[k].type == JSON_T_JSON)
                fail_msg("%s.%s", l.p[i].table, l.p[i].fields[k].name);
    arena_done(&a);
}

static void texts_are_made(void **state)
{
    struct arena a = {0};
    struct text t = {0};
    struct json *doc = NULL;

    (void)state;
    assert_int_equal(openapi_write(&a, &ENDPOINTS, "1", &t, NULL), QH_OK);
    assert_int_equal(json_parse(&a, t, &doc, NULL), QH_OK);
    assert_string_equal(json_str(doc, "openapi", ""), "3.1.0");
    assert_int_equal(types_write(&a, &ENDPOINTS, &t, NULL), QH_OK);
    assert_non_null(memmem(t.p, t.len, "export interface SessionOut {", 29));
    assert_string_equal(shapes_type_name(&a, "MOVE_IN"), "MoveIn");
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_find_their_row), cmocka_unit_test(rows_keep_the_rules),
        cmocka_unit_test(ids_are_unique),           cmocka_unit_test(inputs_can_be_read),
        cmocka_unit_test(texts_are_made),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
