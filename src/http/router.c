#include "http/router.h"

#include <string.h>

/* Compares an address of the table with a path; fills the parts.  Returns the number of
 * parts, or -1. */
static int match(struct arena *a, const char *pattern, const char *path,
                 struct req_pair params[PARAMS_MAX])
{
    int n = 0;

    while (*pattern) {
        size_t name;
        size_t value;

        if (*pattern != '{') {
            if (*pattern++ != *path++)
                return -1;
            continue;
        }
        name = strcspn(pattern, "}");
        value = strcspn(path, "/");
        if (!value || n == PARAMS_MAX)
            return -1;
        params[n].name = text_copy(a, (struct text){pattern + 1, name - 1});
        params[n++].value = text_copy(a, (struct text){path, value});
        pattern += name + 1;
        path += value;
    }
    return *path ? -1 : n;
}

static bool is_method(const char *given, const char *of_row)
{
    return strcmp(given, of_row) == 0 ||
           (strcmp(given, "HEAD") == 0 && strcmp(of_row, "GET") == 0);
}

static void allow(struct arena *a, const char **list, const char *method)
{
    if (!*list)
        *list = method;
    else if (!strstr(*list, method))
        *list = str_format(a, "%s, %s", *list, method);
}

qh_status router_find(const struct endpoint_table *table, struct req *rq,
                      const char **out_allow, struct qh_error *err)
{
    const struct endpoint_list *lists = table->lists;
    int best = PARAMS_MAX + 1;

    rq->endpoint = NULL;
    *out_allow = NULL;
    for (size_t i = 0; i < table->n; i++) {
        for (size_t k = 0; k < *lists[i].n; k++) {
            const struct endpoint *ep = &lists[i].rows[k];
            struct req_pair params[PARAMS_MAX];
            int parts = match(rq->arena, ep->path, rq->path, params);

            if (parts < 0)
                continue;
            allow(rq->arena, out_allow, ep->method);
            if (parts >= best || !is_method(rq->method, ep->method))
                continue;
            best = parts;
            rq->endpoint = ep;
            rq->n_params = (size_t)parts;
            memcpy(rq->params, params, sizeof params[0] * (size_t)parts);
        }
    }
    if (rq->endpoint)
        return QH_OK;
    if (*out_allow)
        return qh_fail(err, QH_INVALID, "http.method", "", "allowed: %s", *out_allow);
    return qh_fail(err, QH_NOT_FOUND, "http.no_address", "", "no such address");
}
