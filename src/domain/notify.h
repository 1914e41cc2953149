/* notify.h - tells people that something happened.
 *
 * A step of the domain calls notify_event() once its own rows are saved.  The event and a
 * notice for each person told are written in the step's transaction: nothing is lost once
 * a step is acknowledged, and nothing is told of a step that was rolled back.  What goes
 * out of the product (mail, webhooks) is only put down here, as rows that the delivery
 * job sends later (notify_delivery.h).
 *
 * Who is told, by which channels, and whether one may switch it off is a table:
 * NOTIFY_KINDS in notify_kinds.c.  Nobody is told what he did himself.
 */
#pragma once

#include "domain/ctx.h"

/* Kind, its name, the entity it is about. */
/* clang-format off */
#define NOTIFY_TABLE(X)                                                                  \
    X(DEMAND_REGISTERED,         "demand.registered",         "demand")                  \
    X(DEMAND_ASSIGNED,           "demand.assigned",           "demand")                  \
    X(DEMAND_ACCEPTED,           "demand.accepted",           "demand")                  \
    X(DEMAND_OBJECTED,           "demand.objected",           "demand")                  \
    X(DEMAND_EXTENSION_ASKED,    "demand.extension_asked",    "demand")                  \
    X(DEMAND_EXTENSION_APPROVED, "demand.extension_approved", "demand")                  \
    X(DEMAND_EXTENSION_REFUSED,  "demand.extension_refused",  "demand")                  \
    X(DEMAND_TRANSFERRED,        "demand.transferred",        "demand")                  \
    X(DEMAND_REPLIED,            "demand.replied",            "demand")                  \
    X(DEMAND_INTERIM,            "demand.interim",            "demand")                  \
    X(DEMAND_PROPOSED,           "demand.proposed",           "demand")                  \
    X(DEMAND_PAUSED,             "demand.paused",             "demand")                  \
    X(DEMAND_WITHDRAW_ASKED,     "demand.withdraw_asked",     "demand")                  \
    X(DEMAND_WITHDRAW_DENIED,    "demand.withdraw_denied",    "demand")                  \
    X(DEMAND_MEETING,            "demand.meeting",            "demand")                  \
    X(DEMAND_ANSWERED,           "demand.answered",           "demand")                  \
    X(DEMAND_REOPENED,           "demand.reopened",           "demand")                  \
    X(DEMAND_DECLINED,           "demand.declined",           "demand")                  \
    X(DEMAND_CLOSED,             "demand.closed",             "demand")                  \
    X(DEMAND_WITHDRAWN,          "demand.withdrawn",          "demand")                  \
    X(DEMAND_MERGED,             "demand.merged",             "demand")                  \
    X(DEMAND_YELLOW,             "demand.yellow",             "demand")                  \
    X(DEMAND_RED,                "demand.red",                "demand")                  \
    X(DEMAND_URGED,              "demand.urged",              "demand")                  \
    X(DEMAND_SUPERVISED,         "demand.supervised",         "demand")                  \
    X(DEMAND_ESCALATED,          "demand.escalated",          "demand")                  \
    X(VISIT_PLANNED,             "visit.planned",             "visit")                   \
    X(VISIT_MOVED,               "visit.moved",               "visit")                   \
    X(VISIT_CANCELLED,           "visit.cancelled",           "visit")                   \
    X(BOOKING_REQUESTED,         "booking.requested",         "booking")                 \
    X(BOOKING_ACCEPTED,          "booking.accepted",          "booking")                 \
    X(BOOKING_RETURNED,          "booking.returned",          "booking")                 \
    X(BOOKING_PLANNED,           "booking.planned",           "booking")                 \
    X(BOOKING_CANCELLED,         "booking.cancelled",         "booking")                 \
    X(BOOKING_TOMORROW,          "booking.tomorrow",          "booking")                 \
    X(TRIP_PUBLISHED,            "trip.published",            "trip")                    \
    X(RECORD_TO_CHECK,           "record.to_check",           "record")                  \
    X(RECORD_TO_APPROVE,         "record.to_approve",         "record")                  \
    X(RECORD_RETURNED,           "record.returned",           "record")                  \
    X(CERTIFICATE_ISSUED,        "certificate.issued",        "certificate")             \
    X(CERTIFICATE_VOIDED,        "certificate.voided",        "certificate")             \
    X(REQUEST_RECEIVED,          "request.received",          "request")                 \
    X(REQUEST_ACCEPTED,          "request.accepted",          "request")                 \
    X(REQUEST_DECLINED,          "request.declined",          "request")                 \
    X(REQUEST_DONE,              "request.done",              "request")                 \
    X(REQUEST_PROPOSED,          "request.proposed",          "request")                 \
    X(REQUEST_CHANGED,           "request.changed",           "request")                 \
    X(REQUEST_TOMORROW,          "request.tomorrow",          "request")                 \
    X(PACKAGE_OFFERED,           "package.offered",           "package")                 \
    X(INSTRUMENT_DUE,            "instrument.due",            "instrument")              \
    X(STANDARD_EXPIRING,         "standard.expiring",         "standard")                \
    X(CREDENTIAL_EXPIRING,       "credential.expiring",       "credential")              \
    X(BULLETIN_PUBLISHED,        "bulletin.published",        "bulletin")                \
    X(HANDOVER_MADE,             "handover.made",             "handover")                \
    X(HANDOVER_ACCEPTED,         "handover.accepted",         "handover")                \
    X(TEST,                      "notify.test",               "notify")
/* clang-format on */

#define NOTIFY_ENUM(upper, name, entity) NOTIFY_##upper,
enum notify_kind { NOTIFY_TABLE(NOTIFY_ENUM) NOTIFY_KIND_COUNT };
#undef NOTIFY_ENUM

/* What the row of the entity does not tell, or is to be told instead; all may be NULL. */
struct notify_more {
    const char *label;         /* what people call it: a number, a name, a day */
    const char *enterprise_id; /* whose contacts and paired officer are told */
    const char *office_id;     /* the office in charge */
    const char *person_id;     /* told beside those of the table: whom it is escalated
                                  to, who asked */
    const char *due_day;       /* "YYYY-MM-DD" */
    const char *once; /* only once for kind, id and this text (reminders); NULL: always */
};

/* Tells the people of the kind's row that it happened to entity `id`.  more may be NULL.
 * Rows of demand, visit, booking, trip, record, certificate, handover, instrument,
 * standard and credential are read here, so that they must be saved before; of other
 * entities more tells all.
 *
 * QH_NOT_FOUND "notify.no_entity": there is no such row. */
QH_MUST qh_status notify_event(struct ctx *c, enum notify_kind kind, const char *id,
                               const struct notify_more *more);
/* The same for a step of a workflow, by its name: what NOTIFY_STEPS says of it, which may
 * be nothing. */
QH_MUST qh_status notify_step(struct ctx *c, const char *entity, const char *action,
                              const char *id);
