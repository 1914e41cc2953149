/* listen.h - a listening socket for an address of the command line. */
#pragma once

#include "base/status.h"

enum { LISTEN_URL_MAX = 128 };

/* address: "HOST:PORT" or "[IPv6]:PORT"; port 0 takes any free one.  url gets
 * "http://HOST:PORT/" with the real port.  QH_INVALID "http.listen"; QH_IO "http.socket".
 */
QH_MUST qh_status listen_open(const char *address, int *out_fd, char url[LISTEN_URL_MAX],
                              struct qh_error *err);
