/* libcurl.h - the functions of libcurl that the courier uses, loaded when the first
 * message goes out.  Used only by courier.c.
 *
 * libcurl brings LDAP, Kerberos, SSH and a second TLS stack's worth of libraries; a
 * server that sends nothing needs none of them (docs/decisions/0006). */
#pragma once

#include "base/status.h"

#include <curl/curl.h>

/* clang-format off */
struct libcurl {
    CURLcode (*global_init)(long flags);
    CURL *(*easy_init)(void);
    CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
    CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
    void (*easy_cleanup)(CURL *);
    CURLM *(*multi_init)(void);
    CURLMcode (*multi_add)(CURLM *, CURL *);
    CURLMcode (*multi_remove)(CURLM *, CURL *);
    CURLMcode (*multi_perform)(CURLM *, int *running);
    CURLMcode (*multi_poll)(CURLM *, struct curl_waitfd *, unsigned n, int ms, int *ready);
    CURLMcode (*multi_wakeup)(CURLM *);
    CURLMsg *(*multi_info)(CURLM *, int *left);
    CURLMcode (*multi_cleanup)(CURLM *);
    struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
    void (*slist_free)(struct curl_slist *);
};
/* clang-format on */

/* Fills *out.  QH_IO "courier.libcurl" where the library is not installed. */
QH_MUST qh_status libcurl_load(struct libcurl *out, struct qh_error *err);
