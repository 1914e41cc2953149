/* Texts made from the table of addresses. */
#include "cli/cli.h"
#include "http/endpoints.h"
#include "http/openapi.h"
#include "http/types.h"

#include <stdio.h>

static int print(const char *command, struct text t, qh_status rc,
                 const struct qh_error *err)
{
    if (rc)
        return cli_failed(command, err);
    (void)fwrite(t.p, 1, t.len, stdout);
    return fflush(stdout) == 0 ? 0 : qh_status_exit(QH_IO);
}

int cli_openapi(int argc, char **argv)
{
    struct arena a = {0};
    struct text t = {0};
    struct qh_error err = {0};
    qh_status rc = openapi_write(&a, &ENDPOINTS, QH_VERSION, &t, &err);
    int code = print(argv[0], t, rc, &err);

    (void)argc;
    arena_done(&a);
    return code;
}

int cli_types(int argc, char **argv)
{
    struct arena a = {0};
    struct text t = {0};
    struct qh_error err = {0};
    qh_status rc = types_write(&a, &ENDPOINTS, &t, &err);
    int code = print(argv[0], t, rc, &err);

    (void)argc;
    arena_done(&a);
    return code;
}
