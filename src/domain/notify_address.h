/* notify_address.h - what an address must look like before anything is sent to it.
 *
 * Pure.  Strict on purpose: what passes here is put into headers of mail and into URLs.
 */
#pragma once

#include <stdbool.h>

struct sockaddr;

enum { NOTIFY_URL_MAX = 300, NOTIFY_EMAIL_MAX = 200, NOTIFY_NUMBER_MAX = 64 };

/* "name@host.tld": ASCII, no quoting, no blanks [RFC 5321, 4.1.2, dot-string only]. */
bool notify_email_is_good(const char *s);
/* A telephone number: digits, perhaps a plus before them, 5 to 20. */
bool notify_phone_is_good(const char *s);
/* An id at another service: letters, digits, '-', '_', 1 to NOTIFY_NUMBER_MAX. */
bool notify_token_is_good(const char *s);
/* "smtp://host[:port]". */
bool notify_smtp_is_good(const char *url);
/* "https://host[:port]/path?query", or http:// to this machine itself.  No user, no
 * fragment. */
bool notify_http_is_good(const char *url);
/* A host name in lower case: letters, digits, '-', '.', with a dot in it. */
bool notify_domain_is_good(const char *s);

/* domains: names with blanks between; '' allows all.  A name allows its subdomains. */
bool notify_domain_allows(const char *domains, const char *email);
/* True if the word stands in the list of words with blanks between. */
bool notify_list_has(const char *words, const char *word);

/* May a connection be made to this address?  Never to link-local ones (there are the
 * secrets of clouds), multicast and "this network"; to this machine and to private
 * networks only if they are allowed [RFC 6890].  Addresses that carry one of version 4
 * count as that. */
bool notify_may_connect(const struct sockaddr *a, bool allow_private);
