#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/file.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct place {
    char folder[64];
    char path[96];
};

static struct place there;

static int make_folder(void **state)
{
    (void)state;
    (void)snprintf(there.folder, sizeof there.folder, "/tmp/qh-file-test.XXXXXX");
    if (!mkdtemp(there.folder))
        return -1;
    (void)snprintf(there.path, sizeof there.path, "%s/a.json", there.folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    (void)unlink(there.path);
    return rmdir(there.folder);
}

static int is_no_dot(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

static int files_there(void)
{
    struct dirent **list = NULL;
    int n = scandir(there.folder, &list, is_no_dot, NULL);

    for (int i = 0; i < n; i++)
        free(list[i]);
    free(list);
    return n;
}

static void written_bytes_are_read_back(void **state)
{
    static const char BYTES[] = "one\0two\n";
    struct text in = {BYTES, sizeof BYTES};
    struct text out = {0};
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(file_write(there.path, in, 0600, NULL), QH_OK);
    assert_int_equal(file_read(&a, there.path, 100, &out, NULL), QH_OK);
    assert_true(text_equal(in, out));
    assert_int_equal(out.p[out.len], 0);
    arena_done(&a);
}

static void mode_does_not_depend_on_umask(void **state)
{
    mode_t before = umask(077);
    struct stat st;

    (void)state;
    assert_int_equal(file_write(there.path, TEXT("x"), 0644, NULL), QH_OK);
    (void)umask(before);
    assert_int_equal(stat(there.path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0644);
    assert_int_equal(file_write(there.path, TEXT("x"), 0600, NULL), QH_OK);
    assert_int_equal(stat(there.path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
}

static void replacing_leaves_one_file(void **state)
{
    struct text out = {0};
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(file_write(there.path, TEXT("a longer text"), 0600, NULL), QH_OK);
    assert_int_equal(file_write(there.path, TEXT("short"), 0600, NULL), QH_OK);
    assert_int_equal(file_read(&a, there.path, 100, &out, NULL), QH_OK);
    assert_true(text_is(out, "short"));
    assert_int_equal(files_there(), 1);
    arena_done(&a);
}

/* A folder cannot be replaced by a file: the temporary one is removed again. */
static void failure_leaves_nothing_behind(void **state)
{
    char folder[128];
    struct qh_error err = {0};

    (void)state;
    (void)snprintf(folder, sizeof folder, "%s/sub", there.folder);
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_int_equal(file_write(folder, TEXT("x"), 0600, &err), QH_IO);
    assert_string_equal(err.key, "file.write");
    assert_int_equal(rmdir(folder), 0);
    assert_int_equal(files_there(), 1);
    assert_int_equal(file_write("/nowhere/at/all", TEXT("x"), 0600, &err), QH_IO);
}

struct cap_row {
    size_t len;
    size_t cap;
    qh_status status;
};

static const struct cap_row CAPS[] = {
    {0, 0, QH_OK},           {1, 0, QH_LIMIT},        {10, 10, QH_OK},
    {11, 10, QH_LIMIT},      {4095, 4096, QH_OK},     {4096, 4096, QH_OK},
    {4097, 4096, QH_LIMIT},  {300000, 300000, QH_OK}, {300001, 300000, QH_LIMIT},
    {300001, 400000, QH_OK},
};

static void caps_hold(void **state)
{
    static char bytes[300001];

    (void)state;
    memset(bytes, 'x', sizeof bytes);
    for (size_t i = 0; i < LEN(CAPS); i++) {
        struct text in = {bytes, CAPS[i].len};
        struct text out = {0};
        struct arena a;

        arena_init(&a, 0);
        assert_int_equal(file_write(there.path, in, 0600, NULL), QH_OK);
        assert_int_equal(file_read(&a, there.path, CAPS[i].cap, &out, NULL),
                         CAPS[i].status);
        if (CAPS[i].status == QH_OK)
            assert_true(text_equal(in, out));
        else
            assert_null(out.p);
        arena_done(&a);
    }
}

/* A pipe tells no size beforehand. */
static void pipes_are_read_to_their_end(void **state)
{
    char path[64];
    char piece[1000];
    struct text out = {0};
    struct arena a;
    int ends[2];

    (void)state;
    memset(piece, 'p', sizeof piece);
    assert_int_equal(pipe(ends), 0);
    for (int i = 0; i < 20; i++)
        assert_int_equal(write(ends[1], piece, sizeof piece), sizeof piece);
    (void)close(ends[1]);
    (void)snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    arena_init(&a, 0);
    assert_int_equal(file_read(&a, path, 30000, &out, NULL), QH_OK);
    assert_int_equal(out.len, 20000);
    (void)close(ends[0]);
    arena_done(&a);
}

static void reading_says_what_is_wrong(void **state)
{
    struct qh_error err = {0};
    struct text out = {0};
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(file_read(&a, "/nowhere/at/all", 10, &out, &err), QH_NOT_FOUND);
    assert_string_equal(err.key, "file.open");
    assert_int_equal(file_read(&a, there.folder, 10, &out, &err), QH_IO);
    assert_string_equal(err.key, "file.read");
    arena_done(&a);
}

static void long_paths_are_refused(void **state)
{
    char path[FILE_PATH_MAX + 1];
    struct qh_error err = {0};

    (void)state;
    memset(path, 'x', sizeof path);
    path[FILE_PATH_MAX] = 0;
    assert_int_equal(file_write(path, TEXT("x"), 0600, &err), QH_LIMIT);
    assert_string_equal(err.key, "file.path");
}

static void names_without_folder_are_written_here(void **state)
{
    char here[4096];
    struct text out = {0};
    struct arena a;

    (void)state;
    assert_non_null(getcwd(here, sizeof here));
    assert_int_equal(chdir(there.folder), 0);
    arena_init(&a, 0);
    assert_int_equal(file_write("a.json", TEXT("here"), 0600, NULL), QH_OK);
    assert_int_equal(chdir(here), 0);
    assert_int_equal(file_read(&a, there.path, 10, &out, NULL), QH_OK);
    assert_true(text_is(out, "here"));
    arena_done(&a);
}

static void what_is_there_is_not_made_anew(void **state)
{
    struct text out = {0};
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    (void)unlink(there.path);
    assert_int_equal(file_make(there.path, TEXT("first"), 0600, NULL), QH_OK);
    assert_int_equal(file_make(there.path, TEXT("second"), 0600, NULL), QH_OK);
    assert_int_equal(file_read(&a, there.path, 10, &out, NULL), QH_OK);
    assert_true(text_is(out, "first"));
    assert_int_equal(files_there(), 1);
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(written_bytes_are_read_back),
        cmocka_unit_test(mode_does_not_depend_on_umask),
        cmocka_unit_test(replacing_leaves_one_file),
        cmocka_unit_test(failure_leaves_nothing_behind),
        cmocka_unit_test(caps_hold),
        cmocka_unit_test(pipes_are_read_to_their_end),
        cmocka_unit_test(reading_says_what_is_wrong),
        cmocka_unit_test(long_paths_are_refused),
        cmocka_unit_test(names_without_folder_are_written_here),
        cmocka_unit_test(what_is_there_is_not_made_anew),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
