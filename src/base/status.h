/* status.h - how a function says that it failed, and the compiler extensions we allow.
 *
 * A failure is recorded once, where it happens, by qh_fail(), and travels up as a return
 * value.  Keys are stable; the wording for people stands in data/locales under the key.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define QH_MUST __attribute__((warn_unused_result))
/* Inline, but called where size counts more than speed (-Os, WebAssembly). */
#ifdef __OPTIMIZE_SIZE__
#define QH_QUICK __attribute__((noinline)) inline
#else
#define QH_QUICK inline
#endif
#define QH_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define LEN(a) (sizeof(a) / sizeof((a)[0]))

/* 128-bit integers are an extension of gcc and clang; used by base/dec.c and base/rand.c.
 */
__extension__ typedef __int128 qh_i128;
__extension__ typedef unsigned __int128 qh_u128;

typedef enum qh_status {
    QH_OK,
    QH_INVALID,   /* 422: the input has the wrong shape or a wrong value */
    QH_LOGIN,     /* 401: nobody is signed in */
    QH_DENIED,    /* 403: the right is missing */
    QH_NOT_FOUND, /* 404 */
    QH_CONFLICT,  /* 409: state or version does not allow it */
    QH_RANGE,     /* 422: a number does not fit */
    QH_LIMIT,     /* 413: a named limit is passed */
    QH_BUSY,      /* 503: try again later */
    QH_IO,        /* 500: the system or the store failed */
    QH_BUG        /* 500: data of ours that cannot be */
} qh_status;

enum { QH_KEY_MAX = 64, QH_FIELD_MAX = 96, QH_DETAIL_MAX = 320 };

/* The first failure of a request, job or test.  key: "module.reason"; field: the path of
 * the input at fault, "" if none; detail: for the log and for developers, in English. */
struct qh_error {
    qh_status status;
    char key[QH_KEY_MAX];
    char field[QH_FIELD_MAX];
    char detail[QH_DETAIL_MAX];
};

/* Records the failure in *err (which may be NULL) and returns status. */
QH_MUST qh_status qh_fail(struct qh_error *err, qh_status status, const char *key,
                          const char *field, const char *fmt, ...) QH_PRINTF(5, 6);

/* The HTTP status and the exit code of the command line for a status. */
int qh_status_http(qh_status status);
int qh_status_exit(qh_status status);
const char *qh_status_name(qh_status status);

#ifdef __clang_analyzer__
/* Tells clang-tidy's analyzer, which sees one file at a time, that a failure is one. */
#define qh_fail(err, status, ...) ((void)qh_fail(err, status, __VA_ARGS__), (status))
#endif
