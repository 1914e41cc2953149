#include "http/listen.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 1024, HOST_MAX = 64 };

static qh_status split(const char *address, char host[HOST_MAX], const char **port,
                       struct qh_error *err)
{
    const char *colon = strrchr(address, ':');
    size_t n = colon ? (size_t)(colon - address) : 0;

    if (n > 2 && address[0] == '[' && address[n - 1] == ']') {
        address++;
        n -= 2;
    }
    if (!n || n >= HOST_MAX || !colon[1] || colon[1 + strspn(colon + 1, "0123456789")])
        return qh_fail(err, QH_INVALID, "http.listen", "", "expected HOST:PORT");
    memcpy(host, address, n);
    host[n] = 0;
    *port = colon + 1;
    return QH_OK;
}

static int bind_to(const struct addrinfo *a)
{
    int on = 1;
    int fd = socket(a->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return -1;
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, a->ai_addr, a->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    (void)close(fd);
    return -1;
}

static void write_url(int fd, const char *host, char url[LISTEN_URL_MAX])
{
    struct sockaddr_storage at = {0};
    socklen_t len = sizeof at;
    char port[8] = "";

    (void)getsockname(fd, (struct sockaddr *)&at, &len);
    (void)getnameinfo((struct sockaddr *)&at, len, NULL, 0, port, sizeof port,
                      NI_NUMERICSERV);
    (void)snprintf(url, LISTEN_URL_MAX,
                   strchr(host, ':') ? "http://[%s]:%s/" : "http://%s:%s/", host, port);
}

qh_status listen_open(const char *address, int *out_fd, char url[LISTEN_URL_MAX],
                      struct qh_error *err)
{
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    struct addrinfo *found = NULL;
    const char *port = NULL;
    char host[HOST_MAX];
    qh_status rc = split(address, host, &port, err);
    int fd = -1;

    if (rc)
        return rc;
    if (getaddrinfo(host, port, &hints, &found) != 0)
        return qh_fail(err, QH_INVALID, "http.listen", "", "no such host: %s", host);
    for (const struct addrinfo *a = found; a && fd < 0; a = a->ai_next)
        fd = bind_to(a);
    freeaddrinfo(found);
    if (fd < 0)
        return qh_fail(err, QH_IO, "http.socket", "", "%s: errno %d", address, errno);
    write_url(fd, host, url);
    *out_fd = fd;
    return QH_OK;
}
