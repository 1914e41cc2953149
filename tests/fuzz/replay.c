/* replay.c - gives every file of a folder to a fuzz target, in the order of the names.
 *
 * A file is one case of TAP; a folder without files is a failure.  Each input is copied
 * to the heap at its exact size, so that a sanitizer sees a read past its end.
 */
#include "target.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INPUT_MAX = 8 * 1024 * 1024, PATH_SIZE = 4096 };

static int is_visible(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

static int replay_file(const char *path)
{
    static uint8_t bytes[INPUT_MAX];
    FILE *f = fopen(path, "rbe");
    uint8_t *exact;
    size_t n;
    int rc;

    if (!f)
        return -1;
    n = fread(bytes, 1, sizeof(bytes), f);
    rc = ferror(f) || n == sizeof(bytes) ? -1 : 0;
    (void)fclose(f);
    if (rc)
        return rc;
    exact = malloc(n ? n : 1);
    if (!exact)
        return -1;
    memcpy(exact, bytes, n);
    rc = LLVMFuzzerTestOneInput(exact, n);
    free(exact);
    return rc;
}

int main(int argc, char **argv)
{
    struct dirent **names = NULL;
    int failed = 0;
    int count;

    if (argc != 2) {
        (void)fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 2;
    }
    count = scandir(argv[1], &names, is_visible, alphasort);
    if (count <= 0) {
        (void)printf("1..1\nnot ok 1 - no corpus in %s\n", argv[1]);
        return 1;
    }
    (void)printf("1..%d\n", count);
    for (int i = 0; i < count; i++) {
        char path[PATH_SIZE];
        int rc;

        (void)snprintf(path, sizeof(path), "%s/%s", argv[1], names[i]->d_name);
        /* A crash must not lose the name of the input that caused it. */
        (void)printf("# %s\n", names[i]->d_name);
        (void)fflush(stdout);
        rc = replay_file(path);
        failed += rc != 0;
        (void)printf("%s %d - %s\n", rc ? "not ok" : "ok", i + 1, names[i]->d_name);
        free(names[i]);
    }
    free(names);
    return failed ? 1 : 0;
}
