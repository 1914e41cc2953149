/* courier.h - carries bytes to one address: a POST over HTTP, or a mail over SMTP.
 *
 * Many at once in one thread.  It connects only where notify_may_connect() agrees,
 * follows no redirection, uses no proxy, falls back from no TLS, reads at most
 * COURIER_ANSWER_MAX bytes of an answer (and throws them away), and gives up after
 * COURIER_SECONDS.
 */
#pragma once

#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

enum { COURIER_SECONDS = 20, COURIER_CONNECT_SECONDS = 8, COURIER_ANSWER_MAX = 65536 };

struct parcel {
    bool is_mail;
    const char *url;      /* smtp://..., http[s]://... */
    const char *security; /* of mail: starttls | tls | none */
    const char *login;    /* of mail; "": none */
    const char *password;
    const char *ca_pem; /* trusted instead of the system's certificates; "" */
    const char *from;   /* of mail */
    const char *to;
    struct text body;
    const char *const *headers; /* of HTTP: "name: value" */
    size_t headers_n;
    void *tag; /* comes back with the result */
};

struct courier_result {
    void *tag;
    bool arrived;      /* HTTP: an answer came; mail: it was taken */
    int64_t status;    /* of HTTP; of mail the refusal's; 0: none */
    const char *error; /* "" | address | resolve | connect | timeout | tls | login |
                          status | broken */
};

struct courier;

/* QH_IO "courier.libcurl".  Closed by courier_close(), which accepts NULL and drops what
 * is under way. */
QH_MUST qh_status courier_open(bool allow_private, struct courier **out,
                               struct qh_error *err);
void courier_close(struct courier *k);
/* Begins to carry; all that p points to must live until the result. */
void courier_add(struct courier *k, const struct parcel *p);
/* Carries on until something ends, courier_wake() is called or ms have passed. */
void courier_run(struct courier *k, int ms);
/* From any thread. */
void courier_wake(struct courier *k);
/* The next result; false: there is none. */
bool courier_next(struct courier *k, struct courier_result *out);
