/* check_parts.h - what the files check_*.c share. */
#pragma once

#include "domain/check.h"

/* Says that a row is wrong. */
struct check_row {
    const char *entity;
    const char *id;
    const char *what;
};
QH_MUST qh_status check_wrong(struct check_run *r, const struct check_row *row,
                              const char *expected, const char *found);
/* Says something that is not wrong. */
QH_MUST qh_status check_note(struct check_run *r, const struct check_row *row,
                             const char *expected, const char *found);
/* The same for texts and numbers that must be equal; nothing is said if they are.  NULL
 * texts are written as "none". */
QH_MUST qh_status check_same(struct check_run *r, const struct check_row *row,
                             const char *expected, const char *found);
QH_MUST qh_status check_equal(struct check_run *r, const struct check_row *row,
                              int64_t expected, int64_t found);

/* By the workflow of the entity; true if it has none.  check_workflow.c */
bool check_can_move(const char *entity, const char *from, const char *to);
bool check_is_state(const char *entity, const char *state);

check_fn check_chains;       /* check_history.c */
check_fn check_versions;     /* check_history.c */
check_fn check_demands;      /* check_demand.c */
check_fn check_courses;      /* check_course.c */
check_fn check_supervision;  /* check_supervise.c */
check_fn check_numbers;      /* check_number.c */
check_fn check_certificates; /* check_certificate.c */
check_fn check_uncertainty;  /* check_uncertainty.c */
check_fn check_papers;       /* check_certificate.c */
check_fn check_records;      /* check_record.c */
check_fn check_figures;      /* check_figure.c */
check_fn check_blobs;        /* check_rows.c */
check_fn check_charges;      /* check_rows.c */
check_fn check_bookings;     /* check_booking.c */
check_fn check_items;        /* check_item.c */
check_fn check_keeping;      /* check_keep.c */
check_fn check_references;   /* check_rows.c */
check_fn check_search;       /* check_rows.c */
check_fn check_messages;     /* check_notify.c */
check_fn check_digests;      /* check_rows.c */
