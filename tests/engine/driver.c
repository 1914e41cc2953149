/* The engine natively, for scripts: one request a line in, one reply a line out.  The
 * module's own functions, so that their reset between calls is what is tested. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "rule/engine_module.h"

int main(void)
{
    struct engine_room *room = engine_open();
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;

    while ((n = getline(&line, &cap, stdin)) > 0) {
        size_t len = (size_t)n - (line[n - 1] == '\n');
        char *to = engine_begin(room, len);

        if (!to) {
            (void)puts("refused");
            continue;
        }
        memcpy(to, line, len);
        len = engine_run(room);
        (void)fwrite(engine_reply(room), 1, len, stdout);
        (void)putchar('\n');
        (void)fflush(stdout);
    }
    free(line);
    return fflush(stdout) ? EXIT_FAILURE : 0;
}
