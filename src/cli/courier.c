#include "cli/courier.h"

#include "cli/libcurl.h"
#include "domain/notify_address.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct courier {
    struct libcurl curl;
    CURLM *multi;
    bool allow_private;
    struct load *loads; /* under way */
};

/* One parcel on its way. */
struct load {
    struct load *next;
    struct courier *courier;
    CURL *easy;
    struct curl_slist *list; /* headers, or the receiver of a mail */
    char url[NOTIFY_URL_MAX + 8];
    struct parcel parcel;
    size_t sent;    /* bytes of the body */
    size_t got;     /* bytes of the answer */
    bool is_unfit;  /* this libcurl lacks an option that must be set */
    bool is_barred; /* an address is not allowed */
    bool is_full;   /* the answer is longer than is read */
};

/* ---- what libcurl calls ---- */

static size_t give_body(char *out, size_t size, size_t n, void *arg)
{
    struct load *l = arg;
    const size_t left = l->parcel.body.len - l->sent;
    const size_t part = left < size * n ? left : size * n;

    memcpy(out, l->parcel.body.p + l->sent, part);
    l->sent += part;
    return part;
}

static size_t take_answer(char *p, size_t size, size_t n, void *arg)
{
    struct load *l = arg;

    (void)p;
    l->got += size * n;
    l->is_full = l->got > COURIER_ANSWER_MAX;
    return l->is_full ? 0 : size * n;
}

static curl_socket_t open_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *a)
{
    struct load *l = arg;

    (void)purpose;
    if (!notify_may_connect(&a->addr, l->courier->allow_private)) {
        l->is_barred = true;
        return CURL_SOCKET_BAD;
    }
    return socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
}

/* ---- one parcel ---- */

/* setopt() of a handle that exists fails only for options that this libcurl does not
 * know; nothing is sent then. */
#define SET(l, option, value)                                                            \
    (failed |= (l)->courier->curl.easy_setopt((l)->easy, (option), (value)) != CURLE_OK)

static bool set_common(struct load *l)
{
    const char *pem = l->parcel.ca_pem;
    struct curl_blob ca = {(void *)(uintptr_t)pem, strlen(pem), CURL_BLOB_COPY};
    bool failed = false;

    SET(l, CURLOPT_URL, l->url);
    SET(l, CURLOPT_PROTOCOLS_STR, l->parcel.is_mail ? "smtp,smtps" : "http,https");
    SET(l, CURLOPT_PRIVATE, l);
    SET(l, CURLOPT_NOSIGNAL, 1L);
    SET(l, CURLOPT_PROXY, "");
    SET(l, CURLOPT_FOLLOWLOCATION, 0L);
    SET(l, CURLOPT_CONNECTTIMEOUT, (long)COURIER_CONNECT_SECONDS);
    SET(l, CURLOPT_TIMEOUT, (long)COURIER_SECONDS);
    SET(l, CURLOPT_SSL_VERIFYPEER, 1L);
    SET(l, CURLOPT_SSL_VERIFYHOST, 2L);
    SET(l, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    SET(l, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    SET(l, CURLOPT_OPENSOCKETDATA, l);
    SET(l, CURLOPT_WRITEFUNCTION, take_answer);
    SET(l, CURLOPT_WRITEDATA, l);
    if (*pem)
        SET(l, CURLOPT_CAINFO_BLOB, &ca);
    return !failed;
}

static bool set_mail(struct load *l)
{
    const struct parcel *p = &l->parcel;
    const bool plain = strcmp(p->security, "none") == 0;
    bool failed = false;

    l->list = l->courier->curl.slist_append(NULL, p->to);
    SET(l, CURLOPT_USE_SSL, (long)(plain ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    SET(l, CURLOPT_MAIL_FROM, p->from);
    SET(l, CURLOPT_MAIL_RCPT, l->list);
    SET(l, CURLOPT_UPLOAD, 1L);
    SET(l, CURLOPT_READFUNCTION, give_body);
    SET(l, CURLOPT_READDATA, l);
    if (*p->login && !plain) {
        SET(l, CURLOPT_USERNAME, p->login);
        SET(l, CURLOPT_PASSWORD, p->password);
    }
    return !failed && l->list;
}

static bool set_post(struct load *l)
{
    const struct parcel *p = &l->parcel;
    bool failed = false;

    for (size_t i = 0; i < p->headers_n; i++) {
        struct curl_slist *more = l->courier->curl.slist_append(l->list, p->headers[i]);

        failed |= !more;
        l->list = more ? more : l->list;
    }
    SET(l, CURLOPT_HTTPHEADER, l->list);
    SET(l, CURLOPT_USERAGENT, "quanheng");
    SET(l, CURLOPT_POST, 1L);
    SET(l, CURLOPT_POSTFIELDS, p->body.p);
    SET(l, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)p->body.len);
    return !failed;
}
#undef SET

void courier_add(struct courier *k, const struct parcel *p)
{
    const bool is_smtps = p->is_mail && strcmp(p->security, "tls") == 0;
    struct load *l = calloc(1, sizeof *l);

    if (!l)
        abort();
    l->courier = k;
    l->parcel = *p;
    l->easy = k->curl.easy_init();
    if (!l->easy)
        abort();
    if (is_smtps) {
        memcpy(l->url, "smtps", 5);
        memcpy(l->url + 5, p->url + 4, strnlen(p->url + 4, NOTIFY_URL_MAX - 4));
    } else {
        memcpy(l->url, p->url, strnlen(p->url, NOTIFY_URL_MAX));
    }
    l->next = k->loads;
    k->loads = l;
    if (!set_common(l) || !(p->is_mail ? set_mail(l) : set_post(l)))
        l->is_unfit = true; /* courier_next() gives it back */
    else if (k->curl.multi_add(k->multi, l->easy))
        abort();
}

/* Of a load that is in the list no more. */
static void load_free(struct load *l)
{
    struct courier *k = l->courier;

    (void)k->curl.multi_remove(k->multi, l->easy);
    k->curl.easy_cleanup(l->easy);
    k->curl.slist_free(l->list);
    free(l);
}

static void load_end(struct load *l)
{
    struct load **at = &l->courier->loads;

    while (*at && *at != l)
        at = &(*at)->next;
    if (*at)
        *at = l->next;
    load_free(l);
}

/* ---- results ---- */

static const char *word_of(CURLcode code)
{
    switch ((int)code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return "resolve";
    case CURLE_COULDNT_CONNECT:
        return "connect";
    case CURLE_OPERATION_TIMEDOUT:
        return "timeout";
    case CURLE_LOGIN_DENIED:
        return "login";
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_USE_SSL_FAILED:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
        return "tls";
    default:
        return "broken";
    }
}

static struct courier_result result_of(const struct load *l, CURLcode code)
{
    struct courier_result r = {.tag = l->parcel.tag, .error = ""};
    long status = 0;

    (void)l->courier->curl.easy_getinfo(l->easy, CURLINFO_RESPONSE_CODE, &status);
    r.arrived = code == CURLE_OK || (l->is_full && !l->parcel.is_mail);
    if (l->parcel.is_mail ? r.arrived || status >= 400 : r.arrived)
        r.status = status;
    if (!r.arrived && l->is_barred)
        r.error = "address";
    else if (!r.arrived && r.status)
        r.error = code == CURLE_LOGIN_DENIED ? "login" : "status";
    else if (!r.arrived)
        r.error = word_of(code);
    else if (!l->parcel.is_mail && (status < 200 || status > 299))
        r.error = "status";
    return r;
}

bool courier_next(struct courier *k, struct courier_result *out)
{
    const CURLMsg *m;
    int left = 0;

    for (struct load *l = k->loads; l; l = l->next)
        if (l->is_unfit) {
            *out = result_of(l, CURLE_UNKNOWN_OPTION);
            load_end(l);
            return true;
        }
    while ((m = k->curl.multi_info(k->multi, &left)) != NULL) {
        const CURLcode code = m->data.result;
        struct load *l = NULL;

        if (m->msg != CURLMSG_DONE)
            continue;
        (void)k->curl.easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &l);
        *out = result_of(l, code);
        load_end(l);
        return true;
    }
    return false;
}

/* ---- the courier ---- */

qh_status courier_open(bool allow_private, struct courier **out, struct qh_error *err)
{
    struct courier *k = calloc(1, sizeof *k);
    qh_status rc;

    if (!k)
        abort();
    k->allow_private = allow_private;
    rc = libcurl_load(&k->curl, err);
    if (!rc) {
        k->multi = k->curl.multi_init();
        if (!k->multi)
            abort();
        *out = k;
        return QH_OK;
    }
    free(k);
    return rc;
}

void courier_close(struct courier *k)
{
    if (!k)
        return;
    while (k->loads) {
        struct load *l = k->loads;

        k->loads = l->next;
        load_free(l);
    }
    (void)k->curl.multi_cleanup(k->multi);
    free(k);
}

void courier_run(struct courier *k, int ms)
{
    int before = 0;
    int after = 0;

    if (k->curl.multi_perform(k->multi, &before))
        return;
    if (k->curl.multi_poll(k->multi, NULL, 0, ms, NULL))
        return;
    (void)k->curl.multi_perform(k->multi, &after);
}

void courier_wake(struct courier *k)
{
    (void)k->curl.multi_wakeup(k->multi);
}
