#include "domain/notify_address.h"

#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_alnum(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* All n characters are letters, digits or of `more`. */
static bool all_of(const char *s, size_t n, const char *more)
{
    for (size_t i = 0; i < n; i++)
        if (!is_alnum(s[i]) && !strchr(more, s[i]))
            return false;
    return n > 0;
}

/* Parts of letters, digits and '-' with single dots between; none begins or ends with
 * '-'.
 */
static bool is_host(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char before = i ? s[i - 1] : '.';
        const char after = i + 1 < n ? s[i + 1] : '.';

        if (!is_alnum(s[i]) && s[i] != '-' && s[i] != '.')
            return false;
        if (!is_alnum(s[i]) && (before == '.' || after == '.'))
            return false;
    }
    return n > 0 && n <= 253;
}

bool notify_domain_is_good(const char *s)
{
    for (const char *p = s; *p; p++)
        if (*p >= 'A' && *p <= 'Z')
            return false;
    return is_host(s, strlen(s)) && strchr(s, '.');
}

bool notify_email_is_good(const char *s)
{
    const char *at = strchr(s, '@');
    size_t local = at ? (size_t)(at - s) : 0;

    if (!at || strlen(s) > NOTIFY_EMAIL_MAX || local > 64)
        return false;
    if (s[0] == '.' || at[-1 + (local == 0)] == '.' || strstr(s, ".."))
        return false;
    return all_of(s, local, "!#$%&'*+-/=?^_`{|}~.") && is_host(at + 1, strlen(at + 1)) &&
           strchr(at + 1, '.');
}

bool notify_phone_is_good(const char *s)
{
    const char *digits = s + (*s == '+');
    const size_t n = strlen(digits);

    for (size_t i = 0; i < n; i++)
        if (!is_digit(digits[i]))
            return false;
    return n >= 5 && n <= 20;
}

bool notify_token_is_good(const char *s)
{
    const size_t n = strlen(s);

    return n <= NOTIFY_NUMBER_MAX && all_of(s, n, "-_");
}

/* "host" or "host:port" (or "[address]:port") of n characters. */
static bool is_authority(const char *s, size_t n)
{
    size_t host = 0;
    size_t port;

    if (n && s[0] == '[') {
        const char *end = memchr(s, ']', n);

        if (!end || !all_of(s + 1, (size_t)(end - s) - 1, ":."))
            return false;
        host = (size_t)(end - s) + 1;
    } else {
        while (host < n && s[host] != ':')
            host++;
        if (!is_host(s, host))
            return false;
    }
    if (host == n)
        return true;
    port = n - host - 1;
    for (size_t i = host + 1; i < n; i++)
        if (!is_digit(s[i]))
            return false;
    return s[host] == ':' && port >= 1 && port <= 5;
}

bool notify_smtp_is_good(const char *url)
{
    return strlen(url) <= NOTIFY_URL_MAX && strncmp(url, "smtp://", 7) == 0 &&
           is_authority(url + 7, strlen(url + 7));
}

static bool is_this_machine(const char *s, size_t n)
{
    static const char *const NAMES[] = {"localhost", "127.0.0.1", "[::1]"};

    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        const size_t len = strlen(NAMES[i]);

        if (n >= len && strncmp(s, NAMES[i], len) == 0 && (n == len || s[len] == ':'))
            return true;
    }
    return false;
}

bool notify_http_is_good(const char *url)
{
    const bool tls = strncmp(url, "https://", 8) == 0;
    const char *host = url + (tls ? 8 : 7);
    size_t n;

    if (strlen(url) > NOTIFY_URL_MAX || (!tls && strncmp(url, "http://", 7) != 0))
        return false;
    n = strcspn(host, "/?");
    for (const char *p = host + n; *p; p++)
        if (*p <= ' ' || *p > '~' || strchr("\"#<>\\^`{|}", *p))
            return false;
    return is_authority(host, n) && (tls || is_this_machine(host, n));
}

bool notify_list_has(const char *words, const char *word)
{
    const size_t len = strlen(word);

    for (const char *p = words; *p;) {
        const size_t n = strcspn(p, " ");

        if (n == len && strncmp(p, word, n) == 0)
            return true;
        p += n + (p[n] == ' ');
    }
    return false;
}

bool notify_domain_allows(const char *domains, const char *email)
{
    const char *host = strchr(email, '@');

    if (!*domains)
        return true;
    if (!host++)
        return false;
    for (const char *p = domains; *p;) {
        const size_t n = strcspn(p, " ");
        const size_t len = strlen(host);

        if (n && len >= n && strncasecmp(host + len - n, p, n) == 0 &&
            (len == n || host[len - n - 1] == '.'))
            return true;
        p += n + (p[n] == ' ');
    }
    return false;
}

/* ---- where connections may go ---- */

/* clang-format off */
static const struct range {
    uint32_t net;
    int bits;
    bool is_private; /* or never */
} RANGES[] = {
    {0x00000000,  8, false}, /* this network */
    {0x0a000000,  8, true},
    {0x64400000, 10, true},  /* carriers */
    {0x7f000000,  8, true},  /* this machine */
    {0xa9fe0000, 16, false}, /* link-local */
    {0xac100000, 12, true},
    {0xc0000000, 24, false}, /* assigned by protocols */
    {0xc0a80000, 16, true},
    {0xc6120000, 15, true},  /* measurements */
    {0xe0000000,  3, false}, /* multicast and reserved */
};
/* clang-format on */

static bool may_connect_4(uint32_t address, bool allow_private)
{
    for (size_t i = 0; i < sizeof RANGES / sizeof *RANGES; i++) {
        const uint32_t mask = ~(uint32_t)0 << (32 - RANGES[i].bits);

        if ((address & mask) == RANGES[i].net)
            return RANGES[i].is_private && allow_private;
    }
    return true;
}

static uint32_t word_at(const uint8_t *b)
{
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static bool may_connect_6(const uint8_t b[16], bool allow_private)
{
    static const uint8_t ZERO[16];
    static const uint8_t MAPPED[12] = {[10] = 0xff, [11] = 0xff};
    static const uint8_t NAT64[12] = {0x00, 0x64, 0xff, 0x9b};

    if (memcmp(b, MAPPED, 12) == 0 || memcmp(b, NAT64, 12) == 0)
        return may_connect_4(word_at(b + 12), allow_private);
    if (b[0] == 0x20 && b[1] == 0x02) /* 6to4 */
        return may_connect_4(word_at(b + 2), allow_private);
    if (memcmp(b, ZERO, 15) == 0)
        return b[15] == 1 && allow_private;
    if ((b[0] & 0xfe) == 0xfc)
        return allow_private;
    return b[0] != 0xff && !(b[0] == 0xfe && (b[1] & 0xc0) == 0x80);
}

bool notify_may_connect(const struct sockaddr *a, bool allow_private)
{
    if (a->sa_family == AF_INET) {
        struct sockaddr_in in;

        memcpy(&in, a, sizeof in);
        return may_connect_4(ntohl(in.sin_addr.s_addr), allow_private);
    }
    if (a->sa_family == AF_INET6) {
        struct sockaddr_in6 in;

        memcpy(&in, a, sizeof in);
        return may_connect_6(in.sin6_addr.s6_addr, allow_private);
    }
    return false;
}
