#include "store/libpq.h"

#include <dlfcn.h>
#include <string.h>

#define LIBRARY "libpq.so.5"

struct name {
    const char *symbol;
    size_t offset;
};

/* clang-format off */
static const struct name NAMES[] = {
    {"PQconnectdbParams",   offsetof(struct libpq, connect)},
    {"PQfinish",            offsetof(struct libpq, finish)},
    {"PQstatus",            offsetof(struct libpq, status)},
    {"PQtransactionStatus", offsetof(struct libpq, transaction_status)},
    {"PQerrorMessage",      offsetof(struct libpq, error_message)},
    {"PQparameterStatus",   offsetof(struct libpq, parameter_status)},
    {"PQexec",              offsetof(struct libpq, exec)},
    {"PQprepare",           offsetof(struct libpq, prepare)},
    {"PQexecPrepared",      offsetof(struct libpq, exec_prepared)},
    {"PQexecParams",        offsetof(struct libpq, exec_params)},
    {"PQdescribePrepared",  offsetof(struct libpq, describe_prepared)},
    {"PQresultStatus",      offsetof(struct libpq, result_status)},
    {"PQresultErrorField",  offsetof(struct libpq, result_error)},
    {"PQclear",             offsetof(struct libpq, clear)},
    {"PQntuples",           offsetof(struct libpq, n_tuples)},
    {"PQnfields",           offsetof(struct libpq, n_fields)},
    {"PQnparams",           offsetof(struct libpq, n_params)},
    {"PQftype",             offsetof(struct libpq, field_type)},
    {"PQgetisnull",         offsetof(struct libpq, is_null)},
    {"PQgetvalue",          offsetof(struct libpq, value)},
    {"PQgetlength",         offsetof(struct libpq, length)},
    {"PQcmdTuples",         offsetof(struct libpq, command_tuples)},
    {"PQsetNoticeReceiver", offsetof(struct libpq, set_notice_receiver)},
};
/* clang-format on */

/* The library stays loaded until the process ends: dlopen() counts and finds it again. */
qh_status libpq_load(struct libpq *out, struct qh_error *err)
{
    void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    struct libpq found;

    if (!library)
        return qh_fail(err, QH_IO, "store.libpq", "", "%s cannot be loaded", LIBRARY);
    for (size_t i = 0; i < LEN(NAMES); i++) {
        void *f = dlsym(library, NAMES[i].symbol);

        if (!f)
            return qh_fail(err, QH_IO, "store.libpq", "", "%s has no %s", LIBRARY,
                           NAMES[i].symbol);
        memcpy((char *)&found + NAMES[i].offset, &f, sizeof f);
    }
    *out = found;
    return QH_OK;
}
