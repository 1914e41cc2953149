#include "domain/check.h"

#include "domain/check_parts.h"

/* clang-format off */
const struct check CHECKS[] = {
    {"history",      check_chains},
    {"versions",     check_versions},
    {"demands",      check_demands},
    {"courses",      check_courses},
    {"supervision",  check_supervision},
    {"numbers",      check_numbers},
    {"certificates", check_certificates},
    {"papers",       check_papers},
    {"uncertainty",  check_uncertainty},
    {"records",      check_records},
    {"figures",      check_figures},
    {"blobs",        check_blobs},
    {"charges",      check_charges},
    {"bookings",     check_bookings},
    {"items",        check_items},
    {"keeping",      check_keeping},
    {"references",   check_references},
    {"search",       check_search},
    {"messages",     check_messages},
    {"rows",         check_digests},
};
/* clang-format on */
const size_t CHECKS_N = LEN(CHECKS);

qh_status check_run(struct check_run *r, const struct check *check)
{
    r->name = check->name;
    r->rows = 0;
    return check->run(r);
}
