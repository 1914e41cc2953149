/* libpq.h - the functions of libpq that the store uses, loaded when PostgreSQL is first
 * opened.  Used only by postgres.c.
 *
 * libpq brings LDAP, Kerberos and SASL with it: about 5 MiB of resident memory, which a
 * server on SQLite does not need (docs/decisions). */
#pragma once

#include "base/status.h"

#include <libpq-fe.h>

/* clang-format off */
struct libpq {
    PGconn *(*connect)(const char *const *keywords, const char *const *values, int expand);
    void (*finish)(PGconn *);
    ConnStatusType (*status)(const PGconn *);
    PGTransactionStatusType (*transaction_status)(const PGconn *);
    char *(*error_message)(const PGconn *);
    const char *(*parameter_status)(const PGconn *, const char *name);
    PGresult *(*exec)(PGconn *, const char *sql);
    PGresult *(*prepare)(PGconn *, const char *name, const char *sql, int n, const Oid *types);
    PGresult *(*exec_prepared)(PGconn *, const char *name, int n, const char *const *values,
                               const int *lengths, const int *formats, int result_format);
    PGresult *(*exec_params)(PGconn *, const char *sql, int n, const Oid *types,
                             const char *const *values, const int *lengths,
                             const int *formats, int result_format);
    PGresult *(*describe_prepared)(PGconn *, const char *name);
    ExecStatusType (*result_status)(const PGresult *);
    char *(*result_error)(const PGresult *, int field);
    void (*clear)(PGresult *);
    int (*n_tuples)(const PGresult *);
    int (*n_fields)(const PGresult *);
    int (*n_params)(const PGresult *);
    Oid (*field_type)(const PGresult *, int column);
    int (*is_null)(const PGresult *, int row, int column);
    char *(*value)(const PGresult *, int row, int column);
    int (*length)(const PGresult *, int row, int column);
    char *(*command_tuples)(PGresult *);
    PQnoticeReceiver (*set_notice_receiver)(PGconn *, PQnoticeReceiver, void *arg);
};
/* clang-format on */

/* Fills *out.  QH_IO "store.libpq" where the library is not installed. */
QH_MUST qh_status libpq_load(struct libpq *out, struct qh_error *err);
