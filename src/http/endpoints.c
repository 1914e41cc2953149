#include "http/endpoints.h"

#include "http/api_appointment.h"
#include "http/api_attachment.h"
#include "http/api_booking.h"
#include "http/api_bulletin.h"
#include "http/api_capability.h"
#include "http/api_certificate.h"
#include "http/api_charge.h"
#include "http/api_confirm.h"
#include "http/api_demand.h"
#include "http/api_demand_bulk.h"
#include "http/api_demand_course.h"
#include "http/api_demand_step.h"
#include "http/api_enterprise.h"
#include "http/api_event.h"
#include "http/api_export.h"
#include "http/api_feedback.h"
#include "http/api_figure.h"
#include "http/api_handover.h"
#include "http/api_import.h"
#include "http/api_instrument.h"
#include "http/api_item.h"
#include "http/api_kind.h"
#include "http/api_list_view.h"
#include "http/api_match.h"
#include "http/api_notice.h"
#include "http/api_notify.h"
#include "http/api_office.h"
#include "http/api_package.h"
#include "http/api_pairing.h"
#include "http/api_record.h"
#include "http/api_session.h"
#include "http/api_setting.h"
#include "http/api_standard.h"
#include "http/api_supervise.h"
#include "http/api_trip.h"
#include "http/api_visit.h"
#include "http/api_visit_step.h"
#include "http/openapi.h"

/* clang-format off */
static const struct endpoint_list LISTS[] = {
    {API_APPOINTMENT, &API_APPOINTMENT_LEN},
    {API_ATTACHMENT, &API_ATTACHMENT_LEN},
    {API_BOOKING, &API_BOOKING_LEN},
    {API_BULLETIN, &API_BULLETIN_LEN},
    {API_CAPABILITY, &API_CAPABILITY_LEN},
    {API_CERTIFICATE, &API_CERTIFICATE_LEN},
    {API_RECORD, &API_RECORD_LEN},
    {API_TRIP, &API_TRIP_LEN},
    {API_CHARGE, &API_CHARGE_LEN},
    {API_CONFIRM, &API_CONFIRM_LEN},
    {API_DEMAND, &API_DEMAND_LEN},
    {API_DEMAND_COURSE, &API_DEMAND_COURSE_LEN},
    {API_DEMAND_BULK, &API_DEMAND_BULK_LEN},
    {API_DEMAND_STEP, &API_DEMAND_STEP_LEN},
    {API_ENTERPRISE, &API_ENTERPRISE_LEN},
    {API_EVENT, &API_EVENT_LEN},
    {API_EXPORT, &API_EXPORT_LEN},
    {API_FEEDBACK, &API_FEEDBACK_LEN},
    {API_FIGURE, &API_FIGURE_LEN},
    {API_HANDOVER, &API_HANDOVER_LEN},
    {API_IMPORT, &API_IMPORT_LEN},
    {API_INSTRUMENT, &API_INSTRUMENT_LEN},
    {API_ITEM, &API_ITEM_LEN},
    {API_KIND, &API_KIND_LEN},
    {API_LIST_VIEW, &API_LIST_VIEW_LEN},
    {API_ITEM_VERSION, &API_ITEM_VERSION_LEN},
    {API_MATCH, &API_MATCH_LEN},
    {API_NOTICE, &API_NOTICE_LEN},
    {API_NOTIFY, &API_NOTIFY_LEN},
    {API_OFFICE, &API_OFFICE_LEN},
    {API_PACKAGE, &API_PACKAGE_LEN},
    {API_PICK, &API_PICK_LEN},
    {API_PAIRING, &API_PAIRING_LEN},
    {API_SESSION, &API_SESSION_LEN},
    {API_SETTING, &API_SETTING_LEN},
    {API_STANDARD, &API_STANDARD_LEN},
    {API_SUPERVISE, &API_SUPERVISE_LEN},
    {API_VISIT, &API_VISIT_LEN},
    {API_VISIT_STEP, &API_VISIT_STEP_LEN},
    {API_OPENAPI, &API_OPENAPI_LEN},
};
/* clang-format on */

const struct endpoint_table ENDPOINTS = {LISTS, LEN(LISTS)};
