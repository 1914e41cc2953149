/* router.h - finds the row of the table for an address. */
#pragma once

#include "http/api.h"

/* Fills rq->endpoint out of the table for method (HEAD counts as GET) and rq->path, and
 * rq->params.  Where several addresses match, the one with the fewest {parts} wins.
 * QH_NOT_FOUND "http.no_address"; QH_INVALID "http.method", with the methods that the
 * address has in *out_allow. */
QH_MUST qh_status router_find(const struct endpoint_table *table, struct req *rq,
                              const char **out_allow, struct qh_error *err);
