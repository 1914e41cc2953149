/* demo_service.h - instruments that the institute serves in the replay beside those of
 * the silicon-materials enterprise: those of every kind with an edition that fall due.
 *
 * For each there is a booking by due day, a trip on the day of the visit, a record that
 * is really measured and judged, and a certificate.  Three crews go out: with the
 * weights' truck (K01), with the gauges' standards (K06), with those of the laboratory
 * (the other kinds of data/world/served_instruments.csv); each to one enterprise a day,
 * for as many pieces as the day has time for.  Of the weighbridges 3.4 % and of the
 * gauges 1.6 % fail at first (README 3.8): they get a notice, and within the same month a
 * trip of their own on which they pass.  The charge lines are made by the approvals; the
 * transport of the weights is not charged in the replay.
 */
#pragma once

#include "cli/demo_plan.h"

/* Some pieces of a kind at a visit. */
struct demo_service {
    const struct plan_visit *visit;
    const char *kind; /* one with a record */
    int64_t pieces;
};

extern const char *const DEMO_BRIDGE; /* "K01" */
extern const char *const DEMO_GAUGE;  /* "K06" */

/* True for the kinds that get a record here. */
bool service_has_record(const struct demo *d, const char *kind);
/* True if the crew has time for that many pieces more: it goes to one enterprise a day,
 * and to none on the days at the silicon-materials enterprise. */
bool service_fits(const struct demo *d, const struct demo_service *list, size_t n,
                  const struct demo_service *more);
/* Registers the instruments and puts all of it among the acts; several entries of one
 * visit and kind are one trip.  QH_BUG "demo.again": no day for a second trip. */
QH_MUST qh_status plan_services(struct demo *d, const struct demo_service *list,
                                size_t n);
