#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib.h"

#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { URL_MAX = 512, URLS_MAX = 32 };

static char folder[URL_MAX];
static char *urls[URLS_MAX];
static int n_urls;

bool test_on_postgres(void)
{
    return getenv("PG_URL") != NULL;
}

static char *next_buffer(void)
{
    char *out = n_urls < URLS_MAX ? calloc(1, URL_MAX * 2) : NULL;

    if (!out)
        abort();
    urls[n_urls++] = out; /* they live as long as the program */
    return out;
}

const char *test_path(const char *name)
{
    const char *tmp = getenv("TMPDIR");
    char *out = next_buffer();

    if (!folder[0]) {
        (void)snprintf(folder, sizeof folder, "%s/qh-store.XXXXXX", tmp ? tmp : "/tmp");
        if (!mkdtemp(folder))
            abort();
    }
    (void)snprintf(out, URL_MAX * 2, "%s/%s", folder, name);
    return out;
}

static void make_schema(const char *name)
{
    char command[128];

    (void)snprintf(command, sizeof command, "psql -q \"$PG_URL\" -c 'create schema %s'",
                   name);
    if (test_shell(command) != 0)
        abort();
}

const char *test_url(const char *name)
{
    char *out = next_buffer();

    if (test_on_postgres()) {
        make_schema(name);
        (void)snprintf(out, URL_MAX * 2, "%s?options=-csearch_path%%3D%s",
                       getenv("PG_URL"), name);
    } else {
        (void)snprintf(out, URL_MAX * 2, "sqlite:%s", test_path(name));
    }
    return out;
}

struct store *test_open(const char *name, const struct store_options *o)
{
    struct store_options own = o ? *o : (struct store_options){0};
    struct store *s = NULL;
    struct qh_error err = {0};

    if (!own.catalogue)
        own.catalogue = &TEST_CATALOGUE;
    if (store_open(test_url(name), &own, &s, &err) || store_migrate(s, &err)) {
        (void)fprintf(stderr, "%s: %s\n", err.key, err.detail);
        abort();
    }
    return s;
}

int test_shell(const char *command)
{
    const char *argv[] = {"sh", "-c", command, NULL};
    char *args[4] = {0};
    pid_t pid = 0;
    int status = -1;

    memcpy(args, argv, sizeof args);
    if (posix_spawn(&pid, "/bin/sh", NULL, NULL, args, environ) != 0)
        return -1;
    if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
        return -1;
    return WEXITSTATUS(status);
}

void test_cleanup(void)
{
    char command[URL_MAX + 16];

    if (!folder[0])
        return;
    (void)snprintf(command, sizeof command, "rm -rf '%s'", folder);
    (void)test_shell(command);
}

void good(qh_status rc, const struct qh_error *err)
{
    if (rc)
        print_error("%s %s: %s\n", qh_status_name(rc), err->key, err->detail);
    assert_int_equal(rc, QH_OK);
}

void bad(qh_status rc, const struct qh_error *err, qh_status want, const char *key)
{
    if (rc != want || strcmp(err->key, key) != 0)
        print_error("%s %s: %s, wanted %s\n", qh_status_name(rc), err->key, err->detail,
                    key);
    assert_int_equal(rc, want);
    assert_string_equal(err->key, key);
}
