#include "cli/libcurl.h"

#include <dlfcn.h>
#include <string.h>

#define LIBRARY "libcurl.so.4"

struct name {
    const char *symbol;
    size_t offset;
};

/* clang-format off */
static const struct name NAMES[] = {
    {"curl_global_init",         offsetof(struct libcurl, global_init)},
    {"curl_easy_init",           offsetof(struct libcurl, easy_init)},
    {"curl_easy_setopt",         offsetof(struct libcurl, easy_setopt)},
    {"curl_easy_getinfo",        offsetof(struct libcurl, easy_getinfo)},
    {"curl_easy_cleanup",        offsetof(struct libcurl, easy_cleanup)},
    {"curl_multi_init",          offsetof(struct libcurl, multi_init)},
    {"curl_multi_add_handle",    offsetof(struct libcurl, multi_add)},
    {"curl_multi_remove_handle", offsetof(struct libcurl, multi_remove)},
    {"curl_multi_perform",       offsetof(struct libcurl, multi_perform)},
    {"curl_multi_poll",          offsetof(struct libcurl, multi_poll)},
    {"curl_multi_wakeup",        offsetof(struct libcurl, multi_wakeup)},
    {"curl_multi_info_read",     offsetof(struct libcurl, multi_info)},
    {"curl_multi_cleanup",       offsetof(struct libcurl, multi_cleanup)},
    {"curl_slist_append",        offsetof(struct libcurl, slist_append)},
    {"curl_slist_free_all",      offsetof(struct libcurl, slist_free)},
};
/* clang-format on */

/* The library stays loaded until the process ends. */
qh_status libcurl_load(struct libcurl *out, struct qh_error *err)
{
    void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    struct libcurl found;

    if (!library)
        return qh_fail(err, QH_IO, "courier.libcurl", "", "%s cannot be loaded", LIBRARY);
    for (size_t i = 0; i < LEN(NAMES); i++) {
        void *f = dlsym(library, NAMES[i].symbol);

        if (!f)
            return qh_fail(err, QH_IO, "courier.libcurl", "", "%s has no %s", LIBRARY,
                           NAMES[i].symbol);
        memcpy((char *)&found + NAMES[i].offset, &f, sizeof f);
    }
    if (found.global_init(CURL_GLOBAL_DEFAULT))
        return qh_fail(err, QH_IO, "courier.libcurl", "", "curl_global_init");
    *out = found;
    return QH_OK;
}
