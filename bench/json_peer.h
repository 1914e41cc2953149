/* json_peer.h - the same work by jansson, apart because it defines names of base/json.h.
 */
#pragma once

#include <stddef.h>

/* Reads and frees; returns the number of members or items at the top. */
size_t peer_parse(const char *p, size_t n);
/* Reads once, then each peer_write() serialises the tree and returns the bytes written.
 */
void peer_prepare(const char *p, size_t n);
size_t peer_write(void);
void peer_release(void);
/* Builds the page of bench/json.c and serialises it; returns the bytes written. */
size_t peer_page(size_t rows);
